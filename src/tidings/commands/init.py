"""`tidings init`: make a corpus folder."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidings.commands import Subparsers


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("init", help="make a corpus folder")
    parser.add_argument("corpus")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make the folder; returns the exit code."""
    from tidings.store.corpus import open_corpus

    corpus = open_corpus(Path(options.corpus), create=True)
    print(f"Corpus   {corpus.folder}")
    print(f"Next     tidings code FILE --into {corpus.folder}")
    return 0
