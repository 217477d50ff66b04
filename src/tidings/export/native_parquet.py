"""Native tables as Parquet (zstd): lists stay lists, dates stay dates, articles with their texts."""

from __future__ import annotations

import contextlib
from pathlib import Path

from tidings.export.native_columns import TABLES, native_columns
from tidings.export.profiles import Profile
from tidings.export.selection import Selection
from tidings.query.tables import ORDER, connect
from tidings.store.parts import steady


def _write(selection: Selection, path: Path) -> None:
    table = selection.table or TABLES[0]
    columns = native_columns(selection.database, table, texts=True)
    listed = ", ".join(f'"{column.name}"' for column in columns)
    where, parameters = selection.filters.where(table)
    query = f"SELECT {listed} FROM {table} WHERE {where} ORDER BY {ORDER[table]}"
    place = "'" + str(path).replace("'", "''") + "'"

    def copy(parts: dict[str, list[Path]]) -> int:
        with contextlib.closing(connect(selection.database.folder, parts)) as connection:
            connection.execute("SET threads = 1")  # rows stay in order: the same rows give the same file
            copied = f"COPY ({query}) TO {place} (FORMAT parquet, COMPRESSION zstd)"
            return int(connection.execute(copied, parameters).fetchall()[0][0])

    selection.written[table] += steady(selection.database.folder, copy)


PROFILES = {
    "parquet": Profile(
        name="parquet",
        title="Native tables as Parquet",
        suffix=".parquet",
        one_row="one record",
        write=_write,
        tables=TABLES,
        media="application/vnd.apache.parquet",
    )
}
