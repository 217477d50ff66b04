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

    from tidings.show import counted, kinds
    from tidings.store.corpus import open_corpus

    corpus = open_corpus(Path(options.corpus))
    articles, codings = corpus.texts(), corpus.codings()
    found = Counter(row["kind"] for row in corpus.records())
    print(f"Corpus   {corpus.folder}: {counted(len(articles), 'article')}")
    print(f"Records  {kinds(found)}")
    made = Counter((row["codebook"], row["coder"]) for row in codings.values())
    for (codebook, coder), count in sorted(made.items()):
        print(f"Coded    {counted(count, 'article')} with codebook {codebook}, version {coder}")
    if len(articles) > len(codings):
        print(f"To code  {counted(len(articles) - len(codings), 'article')}: tidings code {corpus.folder}")
    return 0
