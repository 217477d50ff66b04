"""`tidings status`: what a corpus holds."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.commands import DEMO

if TYPE_CHECKING:
    from tidings.commands import Subparsers


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("status", help="what a corpus holds")
    parser.add_argument("corpus", nargs="?", default=DEMO)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print counts of articles and records; returns the exit code."""
    from collections import Counter

    from tidings.store.corpus import open_corpus

    corpus = open_corpus(Path(options.corpus))
    kinds = Counter(row["kind"] for row in corpus.records())
    print(f"Corpus   {corpus.folder}: {len(corpus.articles())} articles")
    print(
        "Records  " + " \u00b7 ".join(f"{kinds[kind]} {kind}s" for kind in ("event", "statement", "figure"))
    )
    return 0
