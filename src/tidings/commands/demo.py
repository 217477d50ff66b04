"""`tidings demo`: code the example reports and say what was found, in counts that add up."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.commands import DEMO
from tidings.commands._sources import read

if TYPE_CHECKING:
    from tidings.commands import Subparsers


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("demo", help="code the example reports")
    parser.add_argument("--examples", default="examples")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Code the examples into a corpus folder; returns the exit code."""
    from tidings.store.keep import keep, span_of
    from tidings.workers import code_articles

    articles, held = read(options, [options.examples])
    if not articles:
        print(
            f"tidings: no articles in {options.examples!r}; run this in the project's folder", file=sys.stderr
        )
        return 3
    done = list(code_articles(articles))
    counts = Counter(record.kind for coded in done for record in coded.records)
    total = sum(counts.values())
    right = 0
    for coded in done:
        for words in map(span_of, coded.records):
            right += coded.article.text[words.start : words.end] == words.quote
    keep(Path(DEMO), done, held)
    print(f"Read     {len(articles) + len(held)} articles = {len(done)} coded + {len(held)} held")
    kinds = " \u00b7 ".join(f"{counts[kind]} {kind}s" for kind in ("event", "statement", "figure"))
    print(f"Found    {total} records = {kinds}")
    print(f"Checked  every record's words found in its article: {right}/{total}")
    print(f"Kept     in ./{DEMO}")
    first = next((r.id for coded in done for r in coded.records if r.kind == "event"), None)
    print(f"Next     tidings show {first}" if first else f"Next     tidings code {options.examples}")
    return 0 if right == total else 1
