"""`tidings actors`: who acts, is acted upon and speaks."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tidings.commands._filters import add_filters, filters_of
from tidings.commands._rows import add_corpus, add_format, format_of, limit_of, print_rows, tell_cut

if TYPE_CHECKING:
    from tidings.commands import Subparsers

_COLUMNS = (
    "name", "country", "sector", "acts", "acted_upon", "statements", "said", "articles", "first_seen", "last_seen", "id",
)  # fmt: skip


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("actors", help="the actors of a corpus, the most named first")
    add_corpus(parser)
    add_format(parser)
    add_filters(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one row an actor; returns the exit code."""
    from tidings.query.database import open_database
    from tidings.query.summaries import actors

    found = list(actors(open_database(options.corpus), filters_of(options)))
    rows = ([row[name] for name in _COLUMNS] for row in found[: limit_of(options, 40)])
    shown = print_rows(_COLUMNS, rows, format_of(options))
    tell_cut(shown, len(found), "actors")
    return 0
