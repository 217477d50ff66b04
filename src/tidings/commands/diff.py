"""`tidings diff`: what two codings of the same articles have apart."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tidings.commands import Subparsers
    from tidings.query.differences import Difference


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "diff",
        help="records that two codings of the same articles have apart",
        description="Each side is a corpus folder, or JSON lines of tidings code or tidings export --profile jsonl.",
    )
    parser.add_argument("before", metavar="BEFORE")
    parser.add_argument("after", metavar="AFTER")
    parser.add_argument("--format", choices=("table", "jsonl"), default="table")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print every record added, removed or changed, then the sum; returns the exit code."""
    from collections import Counter

    from tidings.commands._output import output
    from tidings.query.differences import compare

    found = compare(Path(options.before), Path(options.after))
    with output(None) as out:
        for one in found.differences:
            out.write(
                ("".join(_lines(one)))
                if options.format == "table"
                else json.dumps(_plain(one), ensure_ascii=False) + "\n"
            )
        if options.format == "table":
            counts = Counter(one.how for one in found.differences)
            same = found.after - counts["added"] - counts["changed"]
            told = ", ".join(f"{counts[how]} {how}" for how in ("added", "removed", "changed"))
            out.write(f"{found.before} records before, {found.after} after: {same} the same, {told}\n")
    return 0


def _lines(one: Difference) -> list[str]:
    mark = {"added": "+", "removed": "-", "changed": "~"}[one.how]
    lines = [f"{mark} {one.kind:9} {one.id}  {one.article}  {one.words[:70]}\n"]
    for name, before, after in one.fields:
        lines.append(f"    {name}: {_short(before)} -> {_short(after)}\n")
    return lines


def _short(value: Any) -> str:
    if isinstance(value, dict) and "name" in value:
        return str(value["name"])
    if isinstance(value, list):
        return "[" + ", ".join(_short(item) for item in value) + "]"
    if isinstance(value, dict) and "first" in value:
        return f"{value['first']}..{value['last']}"
    return "-" if value is None else str(value)


def _plain(one: Difference) -> dict[str, Any]:
    fields = {name: {"before": before, "after": after} for name, before, after in one.fields}
    return {
        "how": one.how,
        "kind": one.kind,
        "article": one.article,
        "id": one.id,
        "words": one.words,
        "fields": fields,
    }
