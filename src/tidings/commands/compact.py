"""`tidings compact`: few large parts instead of many small ones."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidings.commands import Subparsers


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "compact",
        help="join a corpus's many small parts into few large ones",
        description="Joins parts and drops stale records. What the corpus says stays the same; readers may go on meanwhile.",
    )
    parser.add_argument("corpus", metavar="CORPUS")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compact the corpus; returns the exit code."""
    from tidings.show import counted
    from tidings.store.compact import compact
    from tidings.store.corpus import open_corpus
    from tidings.store.lock import writing

    corpus = open_corpus(Path(options.corpus))
    with writing(corpus):
        done = compact(corpus)
    print(
        f"Parts    {done.before:,} before, {done.after:,} now; {counted(done.stale, 'stale record')} removed"
    )
    return 0
