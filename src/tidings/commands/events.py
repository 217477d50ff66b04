"""`tidings events`: merged events, with how many mentions, articles and independent texts each has."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidings.commands._filters import add_filters, filters_of
from tidings.commands._rows import add_corpus, add_format, format_of, limit_of, print_rows, tell_cut

if TYPE_CHECKING:
    from tidings.commands import Subparsers

_COLUMNS = (
    "id", "type", "mode", "status", "first", "last", "place", "country", "actors", "recipients",
    "n_mentions", "n_articles", "n_independent", "first_published", "differing",
)  # fmt: skip


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "events",
        help="events over all articles: mentions, articles, independent texts, differences",
        description="Lists merged events, the most told first; with an event's id, all that is known of it.",
    )
    parser.add_argument(
        "event", nargs="?", metavar="EVENT", help="an event's id: why merged, where told differently"
    )
    parser.add_argument(
        "--least", type=int, default=1, metavar="N", help="only events told by N and more articles"
    )
    parser.add_argument("--mentions", action="store_true", help="list the ids of the mentions too")
    add_corpus(parser)
    add_format(parser)
    add_filters(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the events, or one of them; returns the exit code."""
    from tidings.model.errors import StoreError
    from tidings.query.database import open_database
    from tidings.store.corpus import open_corpus
    from tidings.store.merged import read_events

    rows = read_events(open_corpus(Path(options.corpus)))
    if options.event:
        found = [row for row in rows if row["id"].startswith(options.event)]
        if len(found) != 1:
            raise StoreError(f"{options.corpus}: {len(found)} events begin with {options.event!r}")
        print(json.dumps(json.loads(found[0]["json"]), ensure_ascii=False, indent=1))
        return 0
    filters = filters_of(options)
    if filters.terms:  # an event is meant when one of its mentions is
        mentions = open_database(options.corpus).select("event_mentions", filters, "id")
        passing = {mention["id"] for mention in mentions}
        rows = [row for row in rows if passing.intersection(row["mentions"])]
    wanted = [row for row in rows if len(row["articles"]) >= options.least]
    wanted.sort(
        key=lambda row: (-row["independent"], -len(row["articles"]), -len(row["mentions"]), row["id"])
    )
    columns = (*_COLUMNS, "mentions") if options.mentions else _COLUMNS
    shown = print_rows(
        columns,
        ([_cell(row, name) for name in columns] for row in wanted[: limit_of(options, 40)]),
        format_of(options),
    )
    tell_cut(shown, len(wanted), "events")
    if not rows and not filters.terms:
        print(f"Next     tidings merge {options.corpus}   (no events yet)", file=sys.stderr)
    return 0


def _cell(row: dict[str, Any], name: str) -> Any:
    if name == "n_independent":
        return row["independent"]
    return len(row[name[2:]]) if name.startswith("n_") else row[name]
