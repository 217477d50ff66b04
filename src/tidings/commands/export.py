"""`tidings export`: a corpus in the formats that others read."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.commands._filters import add_filters, filters_of, tell_alone

if TYPE_CHECKING:
    from tidings.commands import Subparsers
    from tidings.export.write import Written


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("export", help="write a corpus in the formats that others read")
    parser.add_argument("corpus", nargs="?", metavar="CORPUS")
    parser.add_argument("--profile", metavar="P", help="the format; --list shows all")
    parser.add_argument("-o", "--output", metavar="FILE|FOLDER|FILE.zip|-")
    parser.add_argument(
        "--table", metavar="T", help="one native table: event_mentions, articles, statements, figures ..."
    )
    parser.add_argument("--list", action="store_true", help="the formats, and what each cannot carry")
    parser.add_argument(
        "--as", dest="state", choices=("reviewed", "machine"), default="reviewed",
        help="with what people corrected and added (as it is), or as the coder made it",
    )  # fmt: skip
    add_filters(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the export; counts and what was left out go to standard error. Returns the exit code."""
    from tidings.export.write import write_export, write_stream
    from tidings.model.errors import UsageError
    from tidings.query.database import open_database

    if options.list:
        return _list()
    if not (options.corpus and options.profile and options.output):
        raise UsageError("give CORPUS, --profile and -o; tidings export --list shows the profiles")
    database = open_database(options.corpus, machine=options.state == "machine")
    filters = filters_of(options)
    if options.output == "-":
        from tidings.commands._output import output

        with output(None) as out:
            written = write_stream(database, options.profile, out, filters=filters, table=options.table)
    else:
        written = write_export(
            database, options.profile, Path(options.output), filters=filters, table=options.table
        )
    _tell(written)
    if not any(written.counts.values()):
        tell_alone(database, filters)
    return 0


def _tell(written: Written) -> None:
    counts = (
        " \u00b7 ".join(f"{n} {name.replace('_', ' ')}" for name, n in written.counts.items()) or "nothing"
    )
    print(f"Wrote    {counts}", file=sys.stderr)
    for why, n in written.left_out.items():
        print(f"Left out {n} {why}", file=sys.stderr)
    for text in written.lost:
        print(f"Note     {text}", file=sys.stderr)
    if written.files:
        print(f"Files    {', '.join(path.name for path in written.files)}", file=sys.stderr)


def _list() -> int:
    from tidings.export.profiles import NAMES, find_profile

    for name in NAMES:
        profile = find_profile(name)
        print(f"{name:16} {profile.title}: one row is {profile.one_row}")
    return 0
