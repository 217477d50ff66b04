"""Place names on the pack of places: `make bench-packs`. The folder is $TIDINGS_BENCH, or ../shared/bench.

Codes every text of `packs/places.jsonl`, writes the pack's SYSTEM format and runs the pack's own scorer on the
half of the documents that rules were studied on, on the other half, and on all. Exit code 1 when a floor of
benchmarks/places_floors.json is not reached; 0 with a note when the pack is not there.

usage: places.py [SYSTEM.jsonl]        SYSTEM.jsonl: where to keep what was found, for the scorer's --errors
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tidings.coding.places import find_places
from tidings.language.analyse import analyse
from tidings.model.article import Article
from tidings.pipeline import load_coder

HERE = Path(__file__).parent
PACKS = Path(os.environ.get("TIDINGS_BENCH", HERE.parent.parent / "shared" / "bench")) / "packs"
HALVES = ("studied half", "other half", "all")


def main() -> int:
    """Run the benchmark; returns the exit code."""
    if not (PACKS / "places.jsonl").is_file():
        print(f"No pack of places at {PACKS}; nothing measured", file=sys.stderr)
        return 0
    gold = [json.loads(line) for line in (PACKS / "places.jsonl").read_text(encoding="utf-8").splitlines()]
    found = find(gold)
    if len(sys.argv) > 1:
        write(Path(sys.argv[1]), list(found.values()))
    floors = json.loads((HERE / "places_floors.json").read_text(encoding="utf-8"))
    below = []
    for name in HALVES:
        documents = [r for r in gold if name == "all" or half(r["id"]) == HALVES.index(name)]
        figures = score(documents, [found[r["id"]] for r in documents])
        shown = "  ".join(f"{k} {v:.3f}" for k, v in figures.items())
        print(f"places, {name:13} {len(documents):4} documents   {shown}")
        for level, floor in floors.get(name, {}).items():
            if figures[level] < floor:
                below.append(f"places, {name}, {level}: {figures[level]:.3f} < {floor}")
    for line in below:
        print(f"below its floor: {line}")
    return 1 if below else 0


def half(document: str) -> int:
    """0 for the half of the documents whose errors were looked at, 1 for the other."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % 2


def find(gold: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The places of every document in the pack's SYSTEM format, by document."""
    coder = load_coder()
    found: dict[str, dict[str, Any]] = {}
    parsing = reading = 0.0
    for record in gold:
        began = time.process_time()
        analysis = analyse(Article(id=record["id"], text=record["text"]), coder.language)
        between = time.process_time()
        places = find_places(analysis, coder.codebook.gazetteer)
        parsing, reading = parsing + between - began, reading + time.process_time() - between
        items = [
            {"start": p.start, "end": p.end, "lat": p.lat, "lon": p.lon, "geonameid": p.geonameid}
            for p in places
        ]
        found[record["id"]] = {"id": record["id"], "places": items}
    print(f"places: parsing {parsing:.1f} s, reading places {reading:.1f} s ({reading / parsing:.1%} of it)")
    return found


def score(gold: list[dict[str, Any]], system: list[dict[str, Any]]) -> dict[str, float]:
    """What the pack's scorer says of these documents."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "gold.jsonl", Path(folder) / "system.jsonl"]
        for path, records in zip(paths, (gold, system), strict=True):
            write(path, records)
        command = [sys.executable, str(PACKS / "score_places.py"), *map(str, paths), "--json"]
        answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    scores = json.loads(answer)["scores"]["all"]
    return {
        "recognition": scores["recognition"]["F1"],
        "within 161 km": scores["acc@161"],
        "end to end": scores["end-to-end"]["F1"],
    }


def write(path: Path, records: list[dict[str, Any]]) -> None:
    """Write records as JSON lines."""
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
