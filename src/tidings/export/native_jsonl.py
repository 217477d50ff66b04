"""Records as JSON lines, in the form that `tidings code --format jsonl` prints; articles with `--table articles`."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tidings.export.cells import plain
from tidings.export.native_columns import TABLES, native_columns
from tidings.export.profiles import Profile
from tidings.export.record_fields import RECORDS
from tidings.export.selection import Selection


def _lines(selection: Selection) -> Iterator[str]:
    if selection.table in RECORDS or selection.table is None:
        for table in selection.fitting(RECORDS) if selection.table is None else (selection.table,):
            for row in selection.rows(table, "json, quote"):
                selection.written[table] += 1
                yield (
                    json.dumps({**json.loads(row["json"]), "quote": row["quote"]}, ensure_ascii=False) + "\n"
                )
        return
    columns = native_columns(selection.database, selection.table, texts=True)
    for row in selection.rows(selection.table, ", ".join(f'"{column.name}"' for column in columns)):
        selection.written[selection.table] += 1
        yield (
            json.dumps(
                {k: v if isinstance(v, list | bool | None) else plain(v) for k, v in row.items()},
                ensure_ascii=False,
            )
            + "\n"
        )


PROFILES = {
    "jsonl": Profile(
        name="jsonl",
        title="Records as JSON lines",
        suffix=".jsonl",
        one_row="one record",
        lines=_lines,
        tables=TABLES,
        media="application/x-ndjson",
    )
}
