"""`tidings sql`: a question in SQL to the tables of a corpus, read-only."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.commands._rows import add_corpus, add_format, format_of, print_rows, tell_cut

if TYPE_CHECKING:
    from tidings.commands import Subparsers


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "sql",
        help="ask the tables of a corpus in SQL (read-only)",
        description="Tables: articles, event_mentions, statements, figures, parties, evidence. DESCRIBE TABLE lists columns.",
    )
    parser.add_argument("query")
    parser.add_argument("--seconds", type=float, default=None, help="time limit; 30 when left out")
    add_corpus(parser)
    add_format(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the answer, 1,000 rows unless told otherwise; returns the exit code."""
    from tidings.model.errors import UsageError
    from tidings.query.database import open_database
    from tidings.query.sql import ROWS, SECONDS, ask

    limit = ROWS if options.limit is None else options.limit or None
    seconds = SECONDS if options.seconds is None else options.seconds
    if seconds <= 0 or (limit or 0) < 0:
        raise UsageError("--seconds must be more than 0 and --limit not negative")
    folder: Path = open_database(options.corpus).folder
    answer = ask(folder, options.query, rows=limit, seconds=seconds)
    shown = print_rows(answer.columns, answer.rows, format_of(options))
    tell_cut(shown, answer.total, "rows")
    return 0
