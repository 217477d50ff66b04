"""Attributed statements on the quotes pack: `python benchmarks/quotes.py [--write SYSTEM.jsonl]`.

The pack's folder is $TIDINGS_PACKS, or ../shared/bench/packs; its own scorer is used. The articles are cut in two
halves by the SHA-256 of their ids: rules were made with half a in view, half b was only measured. The corpus counts
thought, wish and support as well as speech, so statements and attitudes are given together; it marks no attribution
inside another one, and "that" belongs to its contents. Exit code 1 when a floor is not reached.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tidings.model.article import Article
from tidings.model.coded import Coded
from tidings.model.records import Statement
from tidings.pipeline import code_article, load_coder

HERE = Path(__file__).parent
LEVELS = ("content", "direct", "indirect", "content+source")


def main() -> int:
    """Run the benchmark; returns the exit code."""
    folder = Path(os.environ.get("TIDINGS_PACKS", HERE.parent.parent / "shared" / "bench" / "packs"))
    pack = folder / "quotes.jsonl"
    if not pack.is_file():
        print(f"No pack at {pack}; set TIDINGS_PACKS to the folder that holds it", file=sys.stderr)
        return 2
    gold = [json.loads(line) for line in pack.read_text(encoding="utf-8").splitlines() if line]
    coder = load_coder()
    system = [
        {"id": row["id"], "statements": list(system_statements(code_article(_article(row), coder)))}
        for row in gold
    ]
    if "--write" in sys.argv:
        _write(Path(sys.argv[sys.argv.index("--write") + 1]), system)
    floors = json.loads((HERE / "quotes_floors.json").read_text(encoding="utf-8"))
    print(f"codebook {coder.codebook_version} \u00b7 {len(gold)} articles, by sentence\n")
    print(f"{'':24}{'gold':>6}{'found':>7}{'right':>7}{'P':>8}{'R':>8}{'F1':>8}")
    below = []
    for half in "ab":
        ids = {row["id"] for row in gold if half_of(row["id"]) == half}
        scores = _scores(folder, [r for r in gold if r["id"] in ids], [r for r in system if r["id"] in ids])
        for level in LEVELS:
            s = scores[f"by sentence: {level}"]
            counts = f"{s['gold']:6}{s['sys']:7}{s['tp']:7}"
            print(f"half {half}: {level:16}{counts}{s['P']:8.3f}{s['R']:8.3f}{s['F1']:8.3f}")
            floor = floors[half].get(level, 0.0)
            if s["F1"] < floor:
                below.append(f"half {half}: {level} {s['F1']:.3f} < {floor}")
    for line in below:
        print(f"below its floor: {line}")
    return 1 if below else 0


def half_of(key: str) -> str:
    """Half "a" (studied) or "b" (only measured) of an article's id."""
    return "ab"[int(hashlib.sha256(key.encode()).hexdigest(), 16) % 2]


def system_statements(coded: Coded) -> Iterator[dict[str, Any]]:
    """Statements and attitudes of an article in the pack's form, without those inside another one."""
    found = (*coded.statements, *coded.attitudes)
    for statement in found:
        if any(_inside(statement, other) for other in found):
            continue
        speaker = statement.speaker
        known = speaker is not None and speaker.start is not None and speaker.end is not None
        yield {
            "content": [
                {"start": _with_that(coded.article.text, p.start), "end": p.end} for p in _parts(statement)
            ],
            "speaker_span": {"start": speaker.start, "end": speaker.end} if speaker and known else None,
            "form": statement.form,
        }


def _parts(statement: Statement) -> Iterable[Any]:
    return statement.content_parts or (statement.content,)


def _inside(statement: Statement, other: Statement) -> bool:
    """Whether every piece of a content lies in a longer one."""
    if sum(p.end - p.start for p in _parts(statement)) >= sum(p.end - p.start for p in _parts(other)):
        return False
    return all(any(q.start <= p.start and p.end <= q.end for q in _parts(other)) for p in _parts(statement))


def _with_that(text: str, start: int) -> int:
    """Back over a "that" and an opening mark before a content."""
    before = text[:start].rstrip("\"'`\u201c ")
    return len(before) - 4 if before.endswith(" that") else start


def _article(row: dict[str, Any]) -> Article:
    day = datetime.date.fromisoformat(row["published"]) if row.get("published") else None
    return Article(id=row["id"], text=row["text"], published=day, published_origin="given" if day else None)


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _scores(folder: Path, gold: list[dict[str, Any]], system: list[dict[str, Any]]) -> dict[str, Any]:
    """What the pack's scorer says."""
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name) / "gold.jsonl", Path(name) / "system.jsonl"]
        for path, rows in zip(paths, (gold, system), strict=True):
            _write(path, rows)
        command = [sys.executable, str(folder / "score_quotes.py"), *map(str, paths), "--json"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    scores: dict[str, Any] = json.loads(done.stdout)["scores"]
    return scores


if __name__ == "__main__":
    sys.exit(main())
