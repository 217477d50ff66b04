"""`tidings cite`: a methods paragraph for a paper, filled with versions and counts."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tidings.commands import DEMO
from tidings.commands._filters import add_filters, filters_of

if TYPE_CHECKING:
    from tidings.commands import Subparsers


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "cite", help="a methods paragraph with versions and counts, and its references"
    )
    parser.add_argument("corpus", nargs="?", default=DEMO)
    add_filters(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print paragraph and references; returns the exit code."""
    import textwrap

    from tidings.query.cite import methods_paragraph, references
    from tidings.query.database import open_database

    database = open_database(options.corpus)
    print(textwrap.fill(methods_paragraph(database, filters_of(options)), 100))
    print("\nReferences\n")
    for reference in references(database):
        print(textwrap.fill(reference, 100, subsequent_indent="    "))
    return 0
