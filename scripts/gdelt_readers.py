"""Reads an export with the reader code of three public GDELT tools, unchanged, from a loopback server.

    python -m venv tools && tools/bin/pip install gdelt==0.1.14 newsfeed==0.1.7.3 gdelt-py==0.1.11
    tidings export CORPUS --profile gdelt2 -o demo.export.CSV
    tidings export CORPUS --profile gdelt2-mentions -o demo.mentions.CSV
    tools/bin/python scripts/gdelt_readers.py demo.export.CSV demo.mentions.CSV

Runs apart from the tests: the tools bring pandas. What came of it stands in BENCHMARKS.md.
"""

from __future__ import annotations

import http.server
import importlib.util
import io
import logging
import sys
import threading
import zipfile
from pathlib import Path


def main(events: Path, mentions: Path) -> int:
    """Print how many lines each file has, and how many rows and columns each tool reads."""
    packed = {}
    for name, path in (("20150101000000.export.CSV.zip", events), ("20150101000000.mentions.CSV.zip", mentions)):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name.removesuffix(".zip"), path.read_bytes())
        packed[name] = out.getvalue()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            raw = packed[self.path.rpartition("/")[2]]
            self.send_response(200)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_address[1]}/"
    lines = {path: path.read_text(encoding="utf-8").splitlines() for path in (events, mentions)}
    for path in (events, mentions):
        print(f"{path.name}: {len(lines[path])} lines")
    _gdelt(base)
    _newsfeed(base)
    _py_gdelt(events)
    return 0


def _gdelt(base: str) -> None:
    folder = importlib.util.find_spec("gdelt").submodule_search_locations[0]  # type: ignore[union-attr,index]
    spec = importlib.util.spec_from_file_location("parallel", Path(folder, "parallel.py"))  # the package fetches when imported
    parallel = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(parallel)  # type: ignore[union-attr]
    for table, kind in (("events", "export"), ("mentions", "mentions")):
        frame = parallel._mp_worker(f"{base}20150101000000.{kind}.CSV.zip", table)
        print(f"gdelt (gdeltPyR) {table}: {len(frame)} rows, {frame.shape[1]} columns")


def _newsfeed(base: str) -> None:
    from newsfeed.news.db.events import EventV2

    EventV2.base_url = base
    for table, kind in (("events", "export"), ("mentions", "mentions")):
        reader = EventV2(table=table)
        reader._generate_header = lambda: {}  # it would look up browsers' names
        frame = reader._download_file(f"20150101000000.{kind}.CSV.zip")
        frame.columns = EventV2.columns_name_events if table == "events" else EventV2.columns_name_mentions
        print(f"newsfeed {table}: {len(frame)} rows, {frame.shape[1]} columns")


def _py_gdelt(events: Path) -> None:
    from py_gdelt.parsers.events import EventsParser

    refused: list[str] = []

    class Count(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "malformed" in record.msg:
                refused.append(str(record.args[1] if isinstance(record.args, tuple) else ""))

    log = logging.getLogger("py_gdelt.parsers.events")
    log.addHandler(Count())
    log.propagate = False
    rows = list(EventsParser().parse(events.read_bytes()))
    print(f"gdelt-py events: {len(rows)} rows, {len(refused)} refused: {sorted(set(refused))}")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
