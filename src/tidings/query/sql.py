"""SQL of a user over the tables of a corpus: read-only, no files, no network, with limits on time and rows.

Two locks: only one statement that reads is run, and the connection is closed to every file but the corpus's
own parts before it is. Neither can be undone from within a statement.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tidings.model.errors import StoreError, UsageError
from tidings.query.tables import connect
from tidings.store.parts import quoted, steady

ROWS = 1000
SECONDS = 30.0
MEMORY = "2GB"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query: column names, rows, and how many rows there are in all.

    `total` equals the number of rows unless the row limit cut them; None when counting took too long.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int | None

    @property
    def cut(self) -> bool:
        """Whether there are more rows than these."""
        return self.total != len(self.rows)

    def dicts(self) -> list[dict[str, Any]]:
        """The rows as dictionaries."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def ask(
    folder: Path,
    query: str,
    *,
    this: tuple[str, Sequence[Any]] | None = None,
    rows: int | None = None,
    seconds: float = SECONDS,
) -> Answer:
    """Run one reading statement over the corpus at `folder`.

    `this` is a query of the library (with parameters) that the statement may call `this`. At most `rows` rows come
    back (None: all). Raises `UsageError` for what is not allowed, is wrong SQL, or takes longer than `seconds`.
    """
    import duckdb

    def run(parts: dict[str, list[Path]]) -> tuple[tuple[str, ...], list[tuple[Any, ...]], str]:
        try:
            connected = connect(folder, parts)
        except duckdb.Error as error:
            raise StoreError(f"{folder} cannot be read: {error}") from None
        with contextlib.closing(connected) as connection:
            if this is not None:
                connection.execute(f"CREATE TEMP TABLE this AS {this[0]}", list(this[1]))
            _lock(connection, parts)
            bare = _one_reading_statement(connection, query)
            with _time_limit(connection, seconds):
                result = connection.execute(bare)
                columns = tuple(column[0] for column in connection.description)
                return columns, result.fetchall() if rows is None else result.fetchmany(rows + 1), bare

    try:
        columns, found, bare = steady(folder, run)
    except duckdb.InterruptException:
        raise UsageError(
            f"the query took longer than {seconds:g} seconds; narrow it, or give --seconds"
        ) from None
    except duckdb.Error as error:
        raise UsageError(f"the query cannot be run: {error}") from None
    if rows is None or len(found) <= rows:
        return Answer(columns, tuple(found), len(found))
    return Answer(columns, tuple(found[:rows]), _count(folder, bare, this, seconds))


def _count(folder: Path, query: str, this: tuple[str, Sequence[Any]] | None, seconds: float) -> int | None:
    try:
        return int(ask(folder, f"SELECT count(*) FROM ({query})", this=this, seconds=seconds).rows[0][0])
    except UsageError:
        return None


def _lock(connection: Any, parts: dict[str, list[Path]]) -> None:
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    paths = ", ".join(quoted(part) for listed in parts.values() for part in listed)
    connection.execute(f"SET allowed_paths = [{paths}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _one_reading_statement(connection: Any, query: str) -> str:
    import duckdb

    try:
        statements = connection.extract_statements(query)
    except duckdb.Error as error:
        raise UsageError(f"the query cannot be read: {error}") from None
    if len(statements) != 1:
        raise UsageError(f"give one statement, not {len(statements)}")
    kind = statements[0].type
    if kind not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
        raise UsageError(f"only reading is allowed (SELECT, WITH, FROM, DESCRIBE, SHOW), not {kind.name}")
    return str(query).strip().rstrip(";")


@contextlib.contextmanager
def _time_limit(connection: Any, seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
