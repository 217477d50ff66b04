"""`tidings find`: records of a corpus by words."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidings.commands import DEMO

if TYPE_CHECKING:
    from tidings.commands import Subparsers


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("find", help="records of a corpus whose words or parties contain a text")
    parser.add_argument("words")
    parser.add_argument("--corpus", default=DEMO, metavar="FOLDER")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one line a record; returns the exit code."""
    from tidings.show import counted
    from tidings.store.corpus import open_corpus

    wanted = options.words.casefold()
    rows = [
        row
        for row in open_corpus(Path(options.corpus)).records()
        if wanted in row["json"].casefold() or wanted in row["quote"].casefold()
    ]
    for row in rows:
        print(
            textwrap.shorten(
                f"{row['id']}  {row['kind']:9}  {_parties(row)}{row['quote']}", 120, placeholder=" \u2026"
            )
        )
    print(counted(len(rows), "record"), file=sys.stderr)
    return 0


def _parties(row: dict[str, Any]) -> str:
    """Who to whom of an event, the speaker of a statement."""
    record = json.loads(row["json"])
    if row["kind"] == "event":
        who, whom = (
            ", ".join(a["name"] for a in record[key]) or "\u2013" for key in ("actors", "recipients")
        )
        return f"{record['type']} {who} \u2192 {whom}: "
    if row["kind"] == "statement":
        speaker = record["speaker"]["name"] if record["speaker"] else "\u2013"
        return f"{speaker}: "
    return f"{record['what']}: "
