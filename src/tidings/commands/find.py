"""`tidings find`: records of a corpus by words."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.commands import DEMO

if TYPE_CHECKING:
    from tidings.commands import Subparsers


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("find", help="records of a corpus whose words or parties contain a text")
    parser.add_argument("words")
    parser.add_argument("--corpus", default=DEMO, metavar="FOLDER")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one line a record; returns the exit code."""
    from tidings.store.corpus import open_corpus

    wanted = options.words.casefold()
    rows = [
        row
        for row in open_corpus(Path(options.corpus)).records()
        if wanted in row["json"].casefold() or wanted in row["quote"].casefold()
    ]
    for row in rows:
        print(f"{row['id']}  {row['kind']:9}  {' '.join(row['quote'].split())[:90]}")
    print(f"{len(rows)} records", file=sys.stderr)
    return 0
