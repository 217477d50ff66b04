"""`tidings diff`: what two codings of the same articles have apart."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidings.commands._rows import add_corpus

if TYPE_CHECKING:
    from tidings.commands import Subparsers
    from tidings.query.differences import Comparison, Difference


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "diff",
        help="records that two codings of the same articles have apart",
        description="Each side is a corpus folder, JSON lines of tidings code or tidings export --profile jsonl, or a run "
        "(r_...) of the corpus named with --corpus. Without sides: the coding runs of that corpus.",
    )
    parser.add_argument("before", metavar="BEFORE", nargs="?")
    parser.add_argument("after", metavar="AFTER", nargs="?")
    add_corpus(parser)
    parser.add_argument("--format", choices=("table", "jsonl"), default="table")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print every record added, removed or changed, then the sum; returns the exit code."""
    from tidings.model.errors import UsageError
    from tidings.query.differences import compare, compare_runs
    from tidings.store.corpus import open_corpus

    if options.before is None:
        return _runs(Path(options.corpus))
    if options.after is None:
        raise UsageError("give two sides: BEFORE and AFTER")
    sides = (options.before, options.after)
    if all(side.startswith("r_") and not Path(side).exists() for side in sides):
        folder = open_corpus(Path(options.corpus)).folder
        found = compare_runs(folder, *sides)
        _print(found.comparison, options.format)
        alone = (
            f"; {found.only[0]} only in the first run, {found.only[1]} only in the second"
            if any(found.only)
            else ""
        )
        print(f"Compared {found.articles} articles that both runs coded{alone}", file=sys.stderr)
        return 0
    _print(compare(*map(Path, sides)), options.format)
    return 0


def _runs(folder: Path) -> int:
    from tidings.commands._rows import print_rows
    from tidings.query.differences import runs_of
    from tidings.store.corpus import open_corpus

    rows = runs_of(open_corpus(folder).folder)
    columns = ("id", "command", "codebook", "coder", "articles", "records")
    print_rows(
        columns, ([row[name] for name in columns] for row in rows), "table" if sys.stdout.isatty() else "csv"
    )
    return 0


def _print(found: Comparison, form: str) -> None:
    from collections import Counter

    from tidings.commands._output import output

    with output(None) as out:
        for one in found.differences:
            out.write(
                "".join(_lines(one))
                if form == "table"
                else json.dumps(_plain(one), ensure_ascii=False) + "\n"
            )
        if form == "table":
            counts = Counter(one.how for one in found.differences)
            same = found.after - counts["added"] - counts["changed"]
            told = ", ".join(f"{counts[how]} {how}" for how in ("added", "removed", "changed"))
            out.write(f"{found.before} records before, {found.after} after: {same} the same, {told}\n")


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
