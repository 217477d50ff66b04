"""Rows on standard output: a table for people, CSV or JSON lines for programs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tidings.commands import DEMO

FORMATS = ("table", "csv", "jsonl")
_WIDEST = 60


def add_corpus(parser: argparse.ArgumentParser) -> None:
    """Declare `--corpus`."""
    parser.add_argument("--corpus", default=DEMO, metavar="FOLDER", help=f"the corpus; {DEMO} when left out")


def add_format(parser: argparse.ArgumentParser) -> None:
    """Declare `--format` and `--limit`."""
    parser.add_argument("--format", choices=FORMATS, default=None, help="table on a terminal, else csv")
    parser.add_argument("--limit", type=int, default=None, metavar="N", help="rows to show; 0 for all")


def limit_of(options: argparse.Namespace, usual: int | None) -> int | None:
    """The row limit: as given, None for 0, else the usual one for a table and none for programs."""
    if options.limit is not None:
        from tidings.model.errors import UsageError

        if options.limit < 0:
            raise UsageError(f"--limit {options.limit} is negative; give a number of rows, or 0 for all")
        return options.limit or None
    return usual if format_of(options) == "table" else None


def format_of(options: argparse.Namespace) -> str:
    """The format: as given, else by whether a person looks."""
    return options.format or ("table" if sys.stdout.isatty() else "csv")


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: str) -> int:
    """Print rows in one of `FORMATS`; returns how many."""
    from tidings.commands._output import output
    from tidings.export.cells import csv_lines, plain

    kept = 0

    def counted() -> Iterable[Sequence[Any]]:
        nonlocal kept
        for row in rows:
            kept += 1
            yield row

    with output(None) as out:
        if form == "csv":
            out.writelines(csv_lines(columns, counted()))
        elif form == "jsonl":
            import json

            for row in counted():
                out.write(json.dumps(_json(dict(zip(columns, row, strict=True))), ensure_ascii=False) + "\n")
        else:
            cells = [[_cell(plain(value)) for value in row] for row in counted()]
            for line in _aligned(columns, cells):
                out.write(line + "\n")
    return kept


def _json(row: Mapping[str, Any]) -> dict[str, Any]:
    from tidings.export.cells import plain

    return {k: v if isinstance(v, list | dict | bool | None) else plain(v) for k, v in row.items()}


def _cell(value: Any) -> str:
    text = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "\u2026"


def _aligned(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(len(cell) for cell in column) for column in zip(columns, *rows, strict=True)]
    for row in (columns, *rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def tell_cut(shown: int, total: int | None, what: str) -> None:
    """Say on standard error how many rows there are beyond those shown."""
    if total is None:
        print(f"showing {shown:,} of more {what}; --limit 0 for all", file=sys.stderr)
    elif total > shown:
        print(f"showing {shown:,} of {total:,} {what}; --limit 0 for all", file=sys.stderr)
    else:
        print(f"{total:,} {what}", file=sys.stderr)
