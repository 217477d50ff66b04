"""Native tables in one SQLite file, with keys and indexes: opens in Datasette as it is."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

from tidings.export.cells import plain
from tidings.export.native_columns import native_columns
from tidings.export.profiles import Column, Profile
from tidings.export.selection import Selection

# articles first: the others point at them
_TABLES = ("articles", "event_mentions", "statements", "figures", "parties", "evidence")
_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_INDEXES = {
    "event_mentions": ("article", "type", "actor", "recipient", "date_start"),
    "statements": ("article", "speaker"),
    "figures": ("article", "what"),
    "parties": ("record", "name"),
    "evidence": ("record",),
}


def _write(selection: Selection, path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode = OFF")  # the file appears only when it is complete
        for table in selection.fitting(_TABLES):
            columns = native_columns(selection.database, table, texts=True)
            names = ", ".join(f'"{column.name}"' for column in columns)
            file.execute(
                f"CREATE TABLE {table} ({', '.join(_declared(table, column) for column in columns)})"
            )
            insert = f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})"
            for row in selection.rows(table, names):
                selection.written[table] += 1
                file.execute(insert, [_cell(value) for value in row.values()])
            for column in _INDEXES.get(table, ()):
                file.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
        file.commit()


def _declared(table: str, column: Column) -> str:
    text = f'"{column.name}" {_TYPES.get(column.type, "TEXT")}'
    if column.name == "id" and table not in ("parties", "evidence"):
        return f"{text} PRIMARY KEY"
    return f"{text} REFERENCES articles (id)" if column.name == "article" else text


def _cell(value: Any) -> Any:
    return None if value is None else int(value) if isinstance(value, bool) else plain(value)


PROFILES = {
    "sqlite": Profile(
        name="sqlite",
        title="Native tables in one SQLite file",
        suffix=".sqlite",
        one_row="one record",
        write=_write,
        media="application/vnd.sqlite3",
        lost=(
            "Lists (several actors, contexts) are joined by '; '; the table parties has them one a row.",
            "SQLite has no dates: days are texts in ISO 8601, which sort and compare as days do.",
        ),
    )
}
