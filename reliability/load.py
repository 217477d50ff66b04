"""Load: `tidings serve` under many readers while `tidings code` runs on the same corpus, on this machine only.

    python reliability/load.py --minutes 10 --readers 50

A reader opens a page, reads it for some seconds, opens the next: overview, tables, filters, articles, search, map, the
interface for programs. Told are errors, the time to the whole answer, and the memory of both processes.
With `--folder N` instead: a folder of feeds that receives N short articles in small batches, each added by `tidings add`.
"""

from __future__ import annotations

import argparse
import html
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import quote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "benchmarks")]

COMMAND = [sys.executable, "-c", "import sys; from tidings.cli import main; sys.exit(main())"]
PAGES = (
    "/", "/events", "/events?type=ASSAULT", "/events?group=event", "/events?since=2015&until=2017", "/statements", "/figures",
    "/articles", "/actors", "/search?q=army", "/search?q=minister", "/events?tab=map", "/events/map.json", "/events?tab=timeline",
    "/api/v1/events?limit=100", "/api/v1/articles?limit=100", "/codebook", "/reviews", "/runs", "/queue",
)  # fmt: skip


def environment() -> dict[str, str]:
    """The environment of a command run from the sources."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path[:2])}


def write_articles(place: Path, first: int, number: int) -> None:
    """Generated articles as JSON lines."""
    from generated import generated

    with place.open("w", encoding="utf-8") as file:
        for n, article in enumerate(generated(first + number)):
            if n >= first:
                row = {"text": article.text, "published": str(article.published), "source": article.source}
                file.write(json.dumps(row) + "\n")


def memory(process: int) -> float:
    """Resident memory of a process in MB; 0 when it has ended."""
    try:
        text = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("VmRSS")), 0.0)


class Readers:
    """Readers in threads, and what they saw."""

    def __init__(self, address: str, token: str, pause: float) -> None:
        self.host, self.token, self.pause = address, token, pause
        self.took: dict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()
        self.ended = threading.Event()
        self.articles: list[str] = []

    def get(self, path: str) -> tuple[int, bytes]:
        """One answer, whole."""
        there = http.client.HTTPConnection(self.host, timeout=60)
        try:
            there.request("GET", path, headers={"Authorization": f"Bearer {self.token}"})
            answer = there.getresponse()
            return answer.status, answer.read()
        finally:
            there.close()

    def read(self, seed: int) -> None:
        """One reader, until the end."""
        chance = random.Random(seed)
        self.ended.wait(chance.uniform(0, self.pause))
        while not self.ended.is_set():
            path = chance.choice(PAGES)
            if chance.random() < 0.3 and self.articles:
                path = "/a/" + quote(chance.choice(self.articles))
            began = time.perf_counter()
            try:
                status, _ = self.get(path)
                if status != 200:
                    self.errors[f"{path}: {status}"] += 1
            except OSError as error:
                self.errors[f"{path}: {type(error).__name__}"] += 1
            self.took["/a/" if path.startswith("/a/") else path].append(time.perf_counter() - began)
            self.ended.wait(chance.uniform(0.5, 1.5) * self.pause)


def at(values: list[float], part: float) -> int:
    """The value that this part of all is below, in ms."""
    return round(1000 * sorted(values)[min(len(values) - 1, int(part * len(values)))])


def load(minutes: float, number: int, size: int, pause: float) -> dict[str, object]:
    """Readers and a coding beside them."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        write_articles(Path(folder, "first.jsonl"), 0, size)
        run = {"env": environment(), "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([*COMMAND, "code", str(Path(folder, "first.jsonl")), "--into", str(corpus)], check=True, **run)
        serve = subprocess.Popen([*COMMAND, "serve", str(corpus), "--port", "0"], env=environment(), stdout=subprocess.PIPE, text=True)
        coding: subprocess.Popen[bytes] | None = None
        try:
            assert serve.stdout is not None
            address = urlsplit(serve.stdout.readline().split()[1])
            readers = Readers(address.netloc, address.query.removeprefix("token="), pause)
            listed = json.loads(readers.get("/api/v1/articles?limit=1000")[1])
            readers.articles = [item["id"] for item in listed["items"]]
            threads = [threading.Thread(target=readers.read, args=(n,), daemon=True) for n in range(number)]
            for thread in threads:
                thread.start()
            began, batches, coded = time.monotonic(), 0, 0
            rss: list[float] = []
            coder_rss: list[float] = []
            while time.monotonic() - began < minutes * 60:
                if coding is None or coding.poll() is not None:
                    coded += 1 if coding is None else coding.returncode == 0
                    more = Path(folder, f"more-{batches}.jsonl")
                    write_articles(more, size + batches * 300, 300)
                    batches += 1
                    coding = subprocess.Popen([*COMMAND, "code", str(more), "--into", str(corpus)], **run)
                rss.append(memory(serve.pid))
                coder_rss.append(memory(coding.pid))
                time.sleep(2)
            readers.ended.set()
            for thread in threads:
                thread.join(60)
            total = json.loads(readers.get("/api/v1/articles?limit=1")[1])["total"]
        finally:
            for process in (coding, serve):
                if process is not None:
                    process.terminate()
                    process.wait(60)
    every = [one for found in readers.took.values() for one in found]
    fifth = max(1, len(rss) // 5)
    return {
        "readers": number, "minutes": minutes, "seconds between pages": pause, "articles at first": size, "articles at the end": total,
        "requests": len(every), "errors": dict(readers.errors), "p50 ms": at(every, 0.5), "p95 ms": at(every, 0.95), "longest ms": at(every, 1),
        "p95 ms by page": {path: at(found, 0.95) for path, found in sorted(readers.took.items())},
        "memory of serve, MB, by fifths of the time": [round(statistics.mean(rss[n : n + fifth])) for n in range(0, len(rss) - fifth + 1, fifth)],
        "most memory of code, MB": round(max(coder_rss)), "load average": os.getloadavg(), "codings ended well": coded - 1, "codings": batches,
    }  # fmt: skip


def feed_folder(number: int, batch: int, minutes: float) -> dict[str, object]:
    """A folder that receives short articles, a feed of `batch` at a time, and is added after every one."""
    began = time.monotonic()
    took: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        incoming, corpus = Path(folder, "incoming"), Path(folder, "corpus")
        incoming.mkdir()
        done = wrong = 0
        while done < number and time.monotonic() - began < minutes * 60:
            items = "".join(
                f"<item><title>Report {n}</title><link>http://wire.example/{n}</link><guid>{n}</guid>"
                f"<pubDate>Mon, 02 Mar 2015 10:00:00 GMT</pubDate><description>{html.escape(short(n))}</description></item>"
                for n in range(done, min(done + batch, number))
            )
            feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'
            (incoming / f"{done:07}.rss").write_text(feed, encoding="utf-8")
            at_first = time.perf_counter()
            made = subprocess.run([*COMMAND, "add", str(corpus), str(incoming)], env=environment(), capture_output=True, check=False)
            took.append(time.perf_counter() - at_first)
            wrong += made.returncode != 0
            done = min(done + batch, number)
        from tidings.store.corpus import open_corpus

        kept = len(open_corpus(corpus).articles())
        parts = sum(1 for _ in corpus.rglob("*.parquet"))
        size = sum(p.stat().st_size for p in corpus.rglob("*") if p.is_file())
    return {
        "articles given": done, "articles kept": kept, "batches": len(took), "commands that failed": wrong, "first batch, s": round(took[0], 2),
        "last batch, s": round(took[-1], 2), "minutes": round((time.monotonic() - began) / 60, 1), "parts": parts, "corpus, MB": round(size / 1e6, 1),
    }  # fmt: skip


def short(n: int) -> str:
    """A short report that no other is like."""
    places = ("Callao", "Mombasa", "Tamale", "Varna", "Tyre", "Basra")
    return (
        f"Police in {places[n % 6]} detained {n % 90 + 2} demonstrators on Monday, an official said in report {n}. "
        f"The interior ministry denied that its {n // 7} officers had fired on the crowd near kilometre {n // 11} of the road. "
        "Opposition parties called for talks, and the mayor asked both sides for calm before the vote next month."
    )


def main() -> int:
    """Run what was asked for; 1 when something failed."""
    parser = argparse.ArgumentParser(description="Load on serve, or on a folder of feeds.")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--size", type=int, default=500, help="articles coded before")
    parser.add_argument("--pause", type=float, default=5.0, help="seconds a reader stays on a page, on average")
    parser.add_argument("--folder", type=int, metavar="N", help="instead: a folder that receives N articles")
    parser.add_argument("--batch", type=int, default=500)
    options = parser.parse_args()
    if options.folder:
        done = feed_folder(options.folder, options.batch, options.minutes)
        print(json.dumps(done, indent=1))
        return 1 if done["commands that failed"] or done["articles kept"] != done["articles given"] else 0
    done = load(options.minutes, options.readers, options.size, options.pause)
    print(json.dumps(done, indent=1))
    return 1 if done["errors"] else 0


if __name__ == "__main__":
    sys.exit(main())
