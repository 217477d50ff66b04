"""`tidings timeline`: events over time."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tidings.commands._filters import add_filters, filters_of
from tidings.commands._rows import add_corpus, add_format, format_of, limit_of, print_rows, tell_cut

if TYPE_CHECKING:
    from tidings.commands import Subparsers

_BAR = 40


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("timeline", help="events over time: counts by quad class, Goldstein sums")
    parser.add_argument("--by", default="month", metavar="day|week|month|year")
    add_corpus(parser)
    add_format(parser)
    add_filters(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one row a period (actual events unless --status names others); returns the exit code."""
    from tidings.query.database import open_database
    from tidings.query.summaries import timeline

    filters = filters_of(options)
    if not filters.get("status"):
        filters = filters.having("status", "actual")
    found = timeline(open_database(options.corpus), filters, by=options.by)
    form = format_of(options)
    limit = limit_of(options, None)
    most = max((row["events"] for row in found.rows), default=1)
    columns = [
        "start",
        "events",
        *[k for k in (found.rows[0] if found.rows else {}) if k not in ("start", "events")],
    ]
    rows = [[row[name] for name in columns] for row in found.rows[:limit]]
    if form == "table":
        columns.append("")
        rows = [[*row, "#" * round(_BAR * row[1] / most)] for row in rows]
    shown = print_rows(columns, rows, form)
    tell_cut(shown, len(found.rows), "periods")
    if found.undated:
        print(
            f"{found.undated:,} events lie in no single {options.by} (no date, or a longer one)",
            file=sys.stderr,
        )
    return 0
