"""`tidings show`: one record of a corpus, in words."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.commands import DEMO

if TYPE_CHECKING:
    from tidings.commands import Subparsers


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("show", help="a record of a corpus: who, what, when, where, and the words")
    parser.add_argument("id")
    parser.add_argument("--corpus", default=DEMO, metavar="FOLDER")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the record; returns the exit code."""
    import shutil

    from tidings.show import record_lines
    from tidings.store.corpus import open_corpus

    row, article = open_corpus(Path(options.corpus)).find(options.id)
    for line in record_lines(row, article, width=shutil.get_terminal_size().columns):
        print(line)
    print(f"  {'why':8} tidings why {row['id']}" + where(options))
    return 0


def where(options: argparse.Namespace) -> str:
    """The option that names the corpus, for a command that goes on from here; nothing for the demo's."""
    return "" if options.corpus == DEMO else f" --corpus {options.corpus}"
