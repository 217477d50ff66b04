"""Quality and speed on the development gold: `make bench`. The folder is $TIDINGS_BENCH, or ../shared/bench.

Prints every level of the gold scheme, the time of coding as a ratio to the bare language pipeline on the same
texts in the same run, and compares with benchmarks/floors.json. Exit code 1 when a floor is not reached.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from tidings.evaluate.gold import GoldArticle, read_gold
from tidings.evaluate.score import score_articles
from tidings.ingest.skipped import find_skipped
from tidings.model.article import Article
from tidings.pipeline import code_article, load_coder

HERE = Path(__file__).parent


def main() -> int:
    """Run the benchmark; returns the exit code."""
    folder = Path(os.environ.get("TIDINGS_BENCH", HERE.parent.parent / "shared" / "bench")) / "articles"
    if not folder.is_dir():
        print(f"No gold at {folder}; set TIDINGS_BENCH to a folder with articles/", file=sys.stderr)
        return 2
    gold = read_gold(folder)
    coder = load_coder()
    code_article(_article(gold[0]), coder)  # warm up
    found: dict[str, list[dict[str, Any]]] = {}
    bare = full = 0.0
    for item in gold:
        article = _article(item)
        began = time.perf_counter()
        coder.language(article.text)
        between = time.perf_counter()
        coded = code_article(article, coder)
        full += time.perf_counter() - between
        bare += between - began
        found[item.id] = [record.to_dict() for record in coded.records]
    scores = score_articles(gold, found)
    print(f"codebook {coder.codebook_version} \u00b7 {len(gold)} articles\n")
    print(f"{'level':20}{'gold':>6}{'found':>7}{'right':>7}{'P':>8}{'R':>8}{'F1':>8}")
    for level, s in scores.items():
        counts = f"{s.gold:6}{s.found:7}{s.right:7}"
        print(f"{level:20}{counts}{s.precision:8.3f}{s.recall:8.3f}{s.f1:8.3f}")
    print(f"\ncoding {full:.1f} s, bare pipeline {bare:.1f} s: ratio {full / bare:.2f}")
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    below = [
        f"{level} {scores[level].f1:.3f} < {floor}"
        for level, floor in floors.items()
        if scores[level].f1 < floor
    ]
    for line in below:
        print(f"below its floor: {line}")
    return 1 if below else 0


def _article(item: GoldArticle) -> Article:
    day = datetime.date.fromisoformat(item.published) if item.published else None
    return Article(
        id=item.id,
        text=item.text,
        title=item.title,
        published=day,
        published_origin="given" if day else None,
        skipped=find_skipped(item.text),
    )


if __name__ == "__main__":
    sys.exit(main())
