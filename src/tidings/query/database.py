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
from tidings.query.tables import connect
from tidings.store.corpus import open_corpus

if TYPE_CHECKING:
    from tidings.model.records import EventMention, Figure, Statement

Given = str | float | Sequence[str] | None
_BATCH = 2048


@dataclass(frozen=True)
class Database:
    """A corpus folder, opened for reading. Other programs may write to it meanwhile."""

    folder: Path

    def articles(self, **filters: Given) -> Rows[Article]:
        """The articles that pass the filters."""
        return Rows(self.folder, "articles", parse_filters(filters))

    def events(self, **filters: Given) -> Rows[EventMention]:
        """The event mentions that pass the filters."""
        return Rows(self.folder, "event_mentions", parse_filters(filters))

    def statements(self, **filters: Given) -> Rows[Statement]:
        """The statements that pass the filters; `actor` is the speaker."""
        return Rows(self.folder, "statements", parse_filters(filters))

    def figures(self, **filters: Given) -> Rows[Figure]:
        """The figures that pass the filters; `actor` is whose word it is."""
        return Rows(self.folder, "figures", parse_filters(filters))

    def article(self, key: str) -> Article:
        """The article with id `key`; `StoreError` if there is none."""
        for article in self.articles(article=key):
            return article
        raise StoreError(f"{self.folder}: no article {key!r}")

    def rows(
        self, query: str, parameters: Sequence[Any] = (), *, names: Sequence[str] | None = None
    ) -> Iterator[dict[str, Any]]:
        """The rows of a query of this library (not of a user: see `sql`), read in batches."""
        with contextlib.closing(connect(self.folder)) as connection:
            result = connection.execute(query, list(parameters))
            columns = names or [column[0] for column in connection.description]
            while batch := result.fetchmany(_BATCH):
                for row in batch:
                    yield dict(zip(columns, row, strict=True))


def open_database(path: str | Path) -> Database:
    """The corpus at `path`, opened for questions; raises `StoreError` when it is none."""
    return Database(open_corpus(Path(path)).folder)


def count_without(folder: Path, table: str, filters: Filters) -> Mapping[str, int]:
    """For each filter, how many rows of `table` pass it alone: says which one leaves nothing."""
    alone = filters.conditions(table)
    if not alone:
        return {}
    with contextlib.closing(connect(folder)) as connection:
        counts = ", ".join(f"count(*) FILTER ({c.sql})" for c in alone)
        parameters = [p for c in alone for p in c.parameters]
        found = connection.execute(f"SELECT {counts} FROM {table}", parameters).fetchall()[0]
    return {f"--{c.name} {c.text}": n for c, n in zip(alone, found, strict=True)}
