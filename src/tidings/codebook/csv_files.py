"""Codebook lists in CSV, read strictly: every row remembers its line, and unknown columns are problems."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from tidings.codebook.yaml_files import Problem

Row = dict[str, str]


def read_csv(
    path: Path, columns: Sequence[str], *, name: str = "", optional: Sequence[str] = ()
) -> tuple[list[tuple[int, Row]], list[Problem]]:
    """The rows of a CSV file, each with its line (the header is line 1), and the problems of its form.

    All `columns` must be there, `optional` ones may be; any other column is a problem. `name` is how
    problems call the file. A file that does not exist has no rows and no problems.
    """
    name = name or path.name
    if not path.exists():
        return [], []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [Problem(name, 0, f"not UTF-8 at byte {error.start}; save the file as UTF-8")]
    reader = csv.reader(text.splitlines(keepends=True))
    header = next(reader, [])
    problems = [
        Problem(name, 1, f"the column {column!r} is missing; the columns are {', '.join(columns)}")
        for column in columns
        if column not in header
    ]
    allowed = {*columns, *optional}
    problems.extend(
        Problem(name, 1, f"unknown column {column!r}; allowed: {', '.join([*columns, *optional])}")
        for column in header
        if column not in allowed
    )
    if problems:
        return [], problems
    rows = list(_rows(reader, header, name, problems))
    return rows, problems


def _rows(
    reader: Iterator[list[str]], header: list[str], name: str, problems: list[Problem]
) -> Iterator[tuple[int, Row]]:
    width = len(header)
    for cells in reader:
        if not cells:
            continue
        line: int = reader.line_num  # type: ignore[attr-defined]
        if len(cells) != width:
            problems.append(
                Problem(
                    name,
                    line,
                    f"{len(cells)} cells where the header has {width}; quote cells that hold commas",
                )
            )
            continue
        yield line, dict(zip(header, cells, strict=True))
