"""An open corpus to ask questions: `tidings.open(path)`.

Every answer is lazy: nothing is read before it is looped over, counted, indexed or turned into a table.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidings.model.article import Article
from tidings.model.errors import StoreError
from tidings.query.filters import Filters, parse_filters
from tidings.query.rows import Rows
from tidings.query.tables import ORDER, Tables
from tidings.store.corpus import open_corpus

if TYPE_CHECKING:
    from tidings.model.records import EventMention, Figure, Statement

Given = str | float | Sequence[str] | None
_BATCH = 2048


@dataclass(frozen=True)
class Database:
    """A corpus folder, opened for reading. Other programs may write to it meanwhile."""

    tables: Tables

    @property
    def folder(self) -> Path:
        """The corpus folder."""
        return self.tables.folder

    def articles(self, **filters: Given) -> Rows[Article]:
        """The articles that pass the filters."""
        return Rows(self.tables, "articles", parse_filters(filters))

    def events(self, **filters: Given) -> Rows[EventMention]:
        """The event mentions that pass the filters."""
        return Rows(self.tables, "event_mentions", parse_filters(filters))

    def statements(self, **filters: Given) -> Rows[Statement]:
        """The statements that pass the filters; `actor` is the speaker."""
        return Rows(self.tables, "statements", parse_filters(filters))

    def figures(self, **filters: Given) -> Rows[Figure]:
        """The figures that pass the filters; `actor` is whose word it is."""
        return Rows(self.tables, "figures", parse_filters(filters))

    def article(self, key: str) -> Article:
        """The article with id `key`; `StoreError` if there is none."""
        for article in self.articles(article=key):
            return article
        raise StoreError(f"{self.folder}: no article {key!r}")

    def select(self, table: str, filters: Filters, columns: str = "*") -> Iterator[dict[str, Any]]:
        """The rows of a table that pass the filters, in the table's order."""
        where, parameters = filters.where(table)
        return self.rows(f"SELECT {columns} FROM {table} WHERE {where} ORDER BY {ORDER[table]}", parameters)

    def rows(
        self, query: str, parameters: Sequence[Any] = (), *, names: Sequence[str] | None = None
    ) -> Iterator[dict[str, Any]]:
        """The rows of a query of this library (not of a user: see `sql`), read in batches."""
        connection, result, batch = self.tables.first(query, parameters, _BATCH)
        with contextlib.closing(connection):
            columns = names or [column[0] for column in connection.description]
            while batch:
                for row in batch:
                    yield dict(zip(columns, row, strict=True))
                batch = result.fetchmany(_BATCH)


def open_database(path: str | Path, *, machine: bool = False, cache: Path | None = None) -> Database:
    """The corpus at `path`, opened for questions; raises `StoreError` when it is none.

    With `machine`, records are as the coder made them, without what people corrected and added. `cache` is a folder in
    which records are kept with their fields as columns, see `Tables.keep_typed`.
    """
    return Database(Tables(open_corpus(Path(path)).folder, machine=machine, cache=cache))


def count_alone(database: Database, table: str, filters: Filters) -> Mapping[str, int]:
    """For each filter, how many rows of `table` pass it alone: says which one leaves nothing."""
    alone = filters.conditions(table)
    if not alone:
        return {}
    counts = ", ".join(f"count(*) FILTER ({c.sql}) AS n{i}" for i, c in enumerate(alone))
    row = next(database.rows(f"SELECT {counts} FROM {table}", [p for c in alone for p in c.parameters]))
    return {f"--{c.name} {c.text}": row[f"n{i}"] for i, c in enumerate(alone)}
