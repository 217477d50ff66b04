"""The parts of a corpus as views of a DuckDB connection: tables that are read from Parquet files in place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tidings.store.merged import COPY, EVENT

_EMPTY = {
    "articles": "id VARCHAR, text VARCHAR, title VARCHAR, published VARCHAR, published_origin VARCHAR, url VARCHAR,"
    " source VARCHAR, skipped VARCHAR, text_sha256 VARCHAR",
    "records": "id VARCHAR, article VARCHAR, kind VARCHAR, quote VARCHAR, first INTEGER, last INTEGER,"
    " rule VARCHAR, codebook VARCHAR, coder VARCHAR, json VARCHAR",
    "events": ", ".join(f"{name} {kind}" for name, kind in EVENT.items()),
    "copies": ", ".join(f"{name} {kind}" for name, kind in COPY.items()),
}


def quoted(path: Path) -> str:
    """The path as a text of SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def current_records(connection: Any, codings: Sequence[Path]) -> str:
    """The records of each article's latest coding; all where codings are not kept."""
    if not codings:
        connection.execute(
            "CREATE TABLE _codings (article VARCHAR, codebook VARCHAR, coder VARCHAR, records INTEGER, number INTEGER)"
        )
        return "_records"
    source_view(connection, "codings", codings)
    connection.execute(
        "CREATE VIEW _current AS SELECT DISTINCT r.* FROM _records AS r JOIN (SELECT article, arg_max(codebook, number) AS"
        " codebook, arg_max(coder, number) AS coder FROM _codings GROUP BY article) AS c"
        " ON r.article = c.article AND r.codebook = c.codebook AND r.coder = c.coder"
    )
    return "_current"


def source_view(connection: Any, name: str, parts: Sequence[Path]) -> None:
    """The view `_name` of the parts; an empty table where there are none."""
    if not parts:
        connection.execute(f"CREATE TABLE _{name} ({_EMPTY[name]})")
        return
    listed = ", ".join(map(quoted, parts))
    connection.execute(f"CREATE VIEW _{name} AS SELECT * FROM read_parquet([{listed}], union_by_name = true)")
