"""How values are written in cells: dates, lists, nothing, and texts that a spreadsheet would run as formulas."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def plain(value: Any) -> Any:
    """A value as a cell: None is empty, a list is joined by "; ", a date is ISO 8601; numbers stay numbers.

    >>> plain(["Iran", None, "Iraq"]), plain(datetime.date(2015, 3, 1)), plain(None)
    ('Iran; ; Iraq', '2015-03-01', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "; ".join("" if item is None else str(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value


def unformula(value: Any) -> Any:
    """The value, with an apostrophe before a text that a spreadsheet would take for a formula.

    >>> unformula("=1+1"), unformula("-5 degrees"), unformula(-5), unformula("Iran")
    ("'=1+1", "'-5 degrees", -5, 'Iran')
    """
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def csv_lines(header: Sequence[str] | None, rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """RFC 4180 lines ending in LF, UTF-8 text, safe to open in a spreadsheet."""
    buffer = io.StringIO()
    writer = csv.writer(
        buffer, lineterminator="\r\n"
    )  # the writer quotes only the line ends it writes itself
    if header is not None:
        writer.writerow(header)
        yield _taken(buffer)
    for row in rows:
        writer.writerow([unformula(plain(value)) for value in row])
        yield _taken(buffer)


def tsv_lines(header: Sequence[str] | None, rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Tab-separated lines without quoting: tabs and line breaks inside a value become spaces."""
    if header is not None:
        yield "\t".join(header) + "\n"
    for row in rows:
        yield "\t".join(_flat(value) for value in row) + "\n"


def _flat(value: Any) -> str:
    """One cell; a quotation mark in front gets an apostrophe, or readers that know quoting would read on to the next one."""
    text = " ".join(str(unformula(plain(value))).split())
    return "'" + text if text.startswith('"') else text


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.removesuffix("\r\n") + "\n"
