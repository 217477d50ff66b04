"""`tidings find`: articles, events, statements and figures by words and filters."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tidings.commands._filters import add_filters, filters_of, tell_alone
from tidings.commands._rows import add_corpus, add_format, format_of, limit_of, print_rows, tell_cut

if TYPE_CHECKING:
    from tidings.commands import Subparsers
    from tidings.query.search import Hit


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "find",
        help="articles and records of a corpus by words and filters",
        description='Words are matched by stem; "in quotes" a phrase, word* a beginning, -word not, OR between alternatives.',
    )
    parser.add_argument("words", help="words that must all occur")
    parser.add_argument(
        "--kind", default="", metavar="event,statement,figure,article", help="what to look for"
    )
    add_corpus(parser)
    add_format(parser)
    add_filters(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one line a hit, best first; returns the exit code."""
    from tidings.query.database import open_database
    from tidings.query.search import find

    kinds = [kind.strip() for kind in options.kind.split(",") if kind.strip()]
    database, filters = open_database(options.corpus), filters_of(options)
    found = find(database, options.words, filters, kinds=kinds, limit=limit_of(options, 20))
    rows = ((h.id, h.kind, h.row.get("published"), _about(h), h.words) for h in found.hits)
    shown = print_rows(("id", "kind", "published", "what", "words"), rows, format_of(options))
    if found.passed_over:
        print(f"passed over: {', '.join(found.passed_over)} (these filters do not fit them)", file=sys.stderr)
    tell_cut(shown, found.total, "found")
    if not shown:
        tell_alone(database, filters)
    return 0


def _about(hit: Hit) -> str:
    row = hit.row
    if hit.kind == "event":
        what = row["type"] + (f"/{row['mode']}" if row["mode"] else "")
        return f"{row['actor'] or '?'} -> {row['recipient'] or '?'} {what} {row['status']}"
    if hit.kind == "statement":
        return f"{row['speaker'] or '?'} ({row['form']})"
    if hit.kind == "figure":
        number = row["best"] if row["best"] is not None else row["low"]
        return f"{row['what']} {'' if number is None else number} {row['who'] or ''}".strip()
    return row["title"] or ""
