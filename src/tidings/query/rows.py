"""Lazy, typed result sets, with tables for pandas, polars and arrow, and what a notebook shows."""

from __future__ import annotations

import contextlib
import html
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, overload

from tidings.model.article import Article
from tidings.model.errors import UsageError
from tidings.query.filters import Filters
from tidings.query.records import read_record
from tidings.query.tables import ORDER, Tables

if TYPE_CHECKING:
    from tidings.query.charts import Chart

T = TypeVar("T")
_BATCH = 2048
_SHOWN = 20
_KIND = {"event_mentions": "event", "statements": "statement", "figures": "figure"}
_HIDDEN = {"json", "text", "skipped"}
# what each table maker needs, and the extra that brings it
_NEEDS = {
    "df": (("pandas",), "pandas"),
    "pl": (("polars", "pyarrow"), "polars"),
    "arrow": (("pyarrow",), "arrow"),
}


@dataclass(frozen=True)
class Rows(Generic[T]):
    """The records of one table that pass the filters, in a fixed order.

    Looping, indexing and counting read what they need; `df()`, `pl()`, `arrow()` make tables with the
    optional extras, `dicts()` needs none; `sql()` asks a further question of these rows, named `this`.
    """

    tables: Tables
    table: str
    filters: Filters

    def __post_init__(self) -> None:
        self.filters.conditions(self.table)  # a filter that does not fit is refused at once

    def __iter__(self) -> Iterator[T]:
        return self._records()

    def __len__(self) -> int:
        where, parameters = self.filters.where(self.table)
        connection, _, found = self.tables.first(
            f"SELECT count(*) FROM {self.table} WHERE {where}", parameters
        )
        connection.close()
        return int(found[0][0])

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        if isinstance(at, slice):
            return list(self._records())[at]
        place = at if at >= 0 else len(self) + at
        for record in self._records(f"LIMIT 1 OFFSET {int(place)}" if place >= 0 else "LIMIT 0"):
            return record
        raise IndexError(f"row {at} of {len(self)}")

    def columns(self) -> list[str]:
        """The names of the flat columns."""
        connection, _, found = self.tables.first(f"DESCRIBE {self.table}")
        connection.close()
        return [row[0] for row in found if row[0] not in _HIDDEN or self.table == "articles"]

    def dicts(self) -> Iterator[dict[str, Any]]:
        """The rows as plain dictionaries, read in batches."""
        columns = self.columns()
        for row in self._fetch(", ".join(f'"{name}"' for name in columns)):
            yield dict(zip(columns, row, strict=True))

    def df(self) -> Any:
        """A pandas data frame; needs `pip install 'tidings[pandas]'`."""
        return self._table("df")

    def pl(self) -> Any:
        """A polars data frame; needs `pip install 'tidings[polars]'`."""
        return self._table("pl")

    def arrow(self) -> Any:
        """A pyarrow table; needs `pip install 'tidings[arrow]'`."""
        return self._table("arrow")

    def sql(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query over `this`, such as "select actor, count(*) n from this group by 1"."""
        from tidings.query.sql import ask

        where, parameters = self.filters.where(self.table)
        return ask(
            self.tables.folder, query, this=(f"SELECT * FROM {self.table} WHERE {where}", parameters)
        ).dicts()

    def chart(self, kind: str, *, by: str = "month", most: int = 30) -> Chart:
        """A chart of these event mentions' events: kind "timeline", "network" or "map"; see `tidings.query.charts`.

        Actual events only, unless a status filter names others. `by` is the period of a timeline, `most` how many
        actors a network shows. Raises `UsageError` for other records than events.
        """
        from tidings.query.charts import chart
        from tidings.query.database import Database

        if self.table != "event_mentions":
            raise UsageError(f"charts are of events; {self.table} have none")
        return chart(Database(self.tables), kind, self.filters, by=by, most=most)

    def _table(self, kind: str) -> Any:
        modules, extra = _NEEDS[kind]
        missing = [name for name in modules if importlib.util.find_spec(name) is None]
        if missing:
            raise UsageError(
                f"{kind}() needs {' and '.join(missing)}; install with: pip install 'tidings[{extra}]'"
            )
        columns = ", ".join(f'"{name}"' for name in self.columns())
        query, parameters = self._query(columns)
        return self.tables.table(query, parameters, "to_arrow_table" if kind == "arrow" else kind)

    def _query(self, columns: str, tail: str = "") -> tuple[str, list[Any]]:
        where, parameters = self.filters.where(self.table)
        return (
            f"SELECT {columns} FROM {self.table} WHERE {where} ORDER BY {ORDER[self.table]} {tail}",
            parameters,
        )

    def _fetch(self, columns: str, tail: str = "") -> Iterator[tuple[Any, ...]]:
        connection, result, batch = self.tables.first(*self._query(columns, tail), _BATCH)
        with contextlib.closing(connection):
            while batch:
                yield from batch
                batch = result.fetchmany(_BATCH)

    def _records(self, tail: str = "") -> Iterator[T]:
        if self.table == "articles":
            for row in self._fetch(
                "id, text, title, published, published_origin, url, source, skipped", tail
            ):
                yield cast(T, _article(*row))
            return
        connection, result, batch = self.tables.first(*self._query("article, json", tail), _BATCH)
        with contextlib.closing(connection):
            while batch:
                texts = _texts(self.tables, sorted({article for article, _ in batch}))
                for article, form in batch:
                    yield cast(T, read_record(_KIND[self.table], form, texts.get(article, "")))
                batch = result.fetchmany(_BATCH)

    def __repr__(self) -> str:
        return f"<{len(self)} {self.table.replace('_', ' ')}: {self.filters}>"

    def _repr_html_(self) -> str:
        """The first rows for a notebook, with the words marked in their sentence."""
        head = f"<p>{len(self)} {self.table.replace('_', ' ')} &middot; {html.escape(str(self.filters))}</p>"
        shown = []
        for record in self._records(f"LIMIT {_SHOWN}"):
            shown.append(_html_row(record))
        return f"{head}<table>{''.join(shown)}</table>"


def _texts(tables: Tables, articles: list[str]) -> dict[str, str]:
    """The texts of some articles, asked beside the reading that goes on."""
    connection, _, found = tables.first(
        "SELECT id, text FROM articles WHERE list_contains(?, id)", [articles], len(articles)
    )
    connection.close()
    return dict(found)


def _article(
    key: str,
    text: str,
    title: str | None,
    published: Any,
    origin: str | None,
    url: str | None,
    source: str | None,
    skipped: str,
) -> Article:
    import json

    stretches = tuple((a, b, why) for a, b, why in json.loads(skipped or "[]"))
    return Article(
        id=key,
        text=text,
        title=title,
        published=published,
        published_origin=origin,
        url=url,
        source=source,
        skipped=stretches,
    )


def _html_row(record: Any) -> str:
    from tidings.model.records import EventMention, Statement

    if isinstance(record, Article):
        cells = [record.id, str(record.published or ""), record.source or "", record.title or ""]
        return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
    if isinstance(record, EventMention):
        who = ", ".join(a.name for a in record.actors) or "?"
        whom = ", ".join(a.name for a in record.recipients) or "?"
        what, words = (
            f"{who} \u2192 {whom}: {record.type}{'/' + record.mode if record.mode else ''}",
            record.trigger.quote,
        )
    elif isinstance(record, Statement):
        what, words = (
            f"{record.speaker.name if record.speaker else '?'} ({record.form})",
            record.content.quote,
        )
    else:
        what, words = f"{record.what}: {record.best}", record.span.quote
    return (
        f"<tr><td>{record.id}</td><td>{html.escape(what)}</td><td><mark>{html.escape(words)}</mark></td></tr>"
    )
