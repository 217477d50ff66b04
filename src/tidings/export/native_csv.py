"""Native tables as CSV: UTF-8, LF, RFC 4180, with a header; lists joined by "; "."""

from __future__ import annotations

from collections.abc import Iterator

from tidings.export.cells import csv_lines
from tidings.export.native_columns import TABLES, native_columns
from tidings.export.profiles import Profile
from tidings.export.selection import Selection


def _lines(selection: Selection) -> Iterator[str]:
    table = selection.table or TABLES[0]
    columns = [column.name for column in native_columns(selection.database, table)]
    listed = ", ".join(f'"{name}"' for name in columns)

    def rows() -> Iterator[tuple[object, ...]]:
        for row in selection.rows(table, listed):
            selection.written[table] += 1
            yield tuple(row.values())

    return csv_lines(columns, rows())


PROFILES = {
    "csv": Profile(
        name="csv",
        title="Native tables as CSV",
        suffix=".csv",
        one_row="one record",
        lines=_lines,
        delimiter=",",
        tables=TABLES,
        media="text/csv",
        lost=(
            "Lists (several actors, contexts) are joined by '; '; the table parties has them one a row.",
            "Texts that a spreadsheet would run as a formula (beginning with = + - @) get an apostrophe in front.",
            "The articles' full texts are left out; parquet and jsonl have them.",
        ),
    )
}
