"""`tidings figures`: tolls and counts over time, each with the one who claims it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tidings.commands._filters import add_filters, filters_of
from tidings.commands._rows import add_corpus, add_format, format_of, limit_of, print_rows, tell_cut

if TYPE_CHECKING:
    from tidings.commands import Subparsers

_COLUMNS = (
    "what", "as_of", "since", "low", "best", "high", "qualifier", "cumulative", "claimant", "own_voice", "who", "place",
    "place_country", "source", "quote", "article", "id",
)  # fmt: skip


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("figures", help="tolls and counts over time, per claimant")
    parser.add_argument(
        "--what", default="", metavar="killed,injured", help="kinds of figures; all when left out"
    )
    add_corpus(parser)
    add_format(parser)
    add_filters(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one row a figure, by kind and day; returns the exit code."""
    from tidings.query.database import open_database
    from tidings.query.summaries import tolls

    what = tuple(word.strip() for word in options.what.split(",") if word.strip())
    found = list(tolls(open_database(options.corpus), filters_of(options), what=what))
    rows = ([row[name] for name in _COLUMNS] for row in found[: limit_of(options, 40)])
    shown = print_rows(_COLUMNS, rows, format_of(options))
    tell_cut(shown, len(found), "figures")
    return 0
