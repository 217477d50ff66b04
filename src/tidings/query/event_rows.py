"""What one event is, in every event-level export, panel and timeline. This file alone decides it.

A row is one event over all articles: the mentions that merging put together. Mentions that are not merged yet are
taken by the event labels of their article.
"""

from __future__ import annotations

import datetime
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tidings.model.ids import content_id
from tidings.query.database import Database
from tidings.query.filters import Filters

_READ = "b.article, b.id, b.quote, b.first, b.last, b.published, b.source, b.title, b.url, b.review, b.sentence, b.json"


@dataclass(frozen=True, slots=True)
class Mention:
    """One event mention as it was kept, with what its article says of itself.

    `lead` says that it stands in the first paragraph that is coded.
    """

    id: str
    article: str
    quote: str
    first: int
    last: int
    published: datetime.date | None
    source: str | None
    title: str | None
    url: str | None
    review: str
    sentence: str | None
    lead: bool
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event: its mentions, the best one first, and the figures that belong to it.

    The best mention is the surest (`confidence`), then the earliest. A party list, date, place or code that it
    lacks is taken from the next mention that has it; nothing is made up.
    """

    id: str
    mentions: tuple[Mention, ...]
    figures: tuple[Mapping[str, Any], ...]

    @property
    def best(self) -> Mention:
        """The mention that speaks for the event."""
        return self.mentions[0]

    def get(self, name: str) -> Any:
        """The first known value of a field (`type`, `actors`, `date`, `place` ...) over the mentions."""
        for mention in self.mentions:
            value = mention.record.get(name)
            if value is not None and value != []:
                return value
        return [] if name in ("actors", "recipients", "contexts") else None

    def first(self, role: str) -> Mapping[str, Any] | None:
        """The first of the `actors` or `recipients`, or None."""
        parties = self.get(role)
        return parties[0] if parties else None

    def sectors(self, role: str) -> list[str | None]:
        """The sectors of all parties in a role."""
        return [party["sector"] for party in self.get(role)]

    @property
    def days(self) -> tuple[datetime.date | None, datetime.date | None]:
        """First and last day, each None where unknown."""
        date = self.get("date") or {}
        return _day(date.get("first")), _day(date.get("last"))

    def toll(self, what: str = "killed") -> tuple[int | None, int | None, int | None]:
        """Low, best and high over the event's figures of one kind, all None where none was reported.

        Where figures differ, low and high span them and best is the first one given. Cumulative figures
        count more than this event and are left out.
        """
        told = [f for f in self.figures if f["what"] == what and not f.get("cumulative")]
        lows = [f["low"] for f in told if f["low"] is not None]
        highs = [f["high"] for f in told if f["high"] is not None]
        bests = [f["best"] for f in told if f["best"] is not None]
        return min(lows, default=None), (bests[0] if bests else None), max(highs, default=None)


def event_rows(database: Database, filters: Filters, *, leads: bool = False) -> Iterator[EventRow]:
    """The events whose mentions pass the filters, in a fixed order,
    each with the figures that its articles give for it.

    With `leads`, mentions in an article's first paragraph are marked; that reads the articles' texts.
    """
    figures = _figures(database)
    pending = next(figures, None)
    ends = _leads(database) if leads else {}
    for (told, key), found in itertools.groupby(_mentions(database, filters), _event_of):
        counts: list[Mapping[str, Any]] = []
        while pending is not None and _event_of(pending) <= (told, key):
            if _event_of(pending) == (told, key):
                counts.append(json.loads(pending["json"]))
            pending = next(figures, None)
        mentions = [_mention(row, ends.get(row["article"], 0)) for row in found]
        mentions.sort(key=lambda m: (-m.record["confidence"], m.article != told, m.article, m.first, m.id))
        merged = key.startswith("ee_")
        yield EventRow(key if merged else content_id("ee", told, key), tuple(mentions), tuple(counts))


def _event_of(row: Mapping[str, Any]) -> tuple[str, str]:
    """The article that told the event first, and its id, or the article's label where it is not merged."""
    return row["told"], row["merged"]


_KEYS = "coalesce(m.told, b.article) AS told, coalesce(m.event, b.event, b.id) AS merged"


def _mentions(database: Database, filters: Filters) -> Iterator[dict[str, Any]]:
    where, parameters = filters.where("event_mentions")
    return database.rows(
        f"SELECT {_READ}, {_KEYS} FROM (SELECT * FROM event_mentions WHERE {where}) AS b"
        " LEFT JOIN _merged AS m ON m.mention = b.id ORDER BY told, merged, b.article, b.first, b.last, b.id",
        parameters,
    )


def _figures(database: Database) -> Iterator[dict[str, Any]]:
    """The figures that belong to events, in the order of the events."""
    return database.rows(
        "SELECT coalesce(m.told, f.article) AS told, coalesce(m.event, f.event) AS merged, f.json FROM figures AS f"
        " LEFT JOIN (SELECT b.article, b.event AS label, arg_min(m.told, m.event) AS told, min(m.event) AS event FROM event_mentions"
        " AS b JOIN _merged AS m ON m.mention = b.id GROUP BY ALL) AS m ON m.article = f.article AND m.label = f.event"
        " WHERE f.event IS NOT NULL ORDER BY told, merged, f.article, f.first, f.last, f.id"
    )


def _leads(database: Database) -> dict[str, int]:
    """Where the first paragraph of each article ends: one number an article is kept, not its text."""
    return {
        row["id"]: lead_end(row["text"], json.loads(row["skipped"] or "[]"))
        for row in database.rows("SELECT id, text, skipped FROM articles")
    }


def lead_end(text: str, skipped: Sequence[Sequence[Any]]) -> int:
    """Where the first paragraph that is coded ends: at the first line break after words that are not skipped.

    >>> lead_end("By A. Writer\\n\\nTroops left. Talks began.\\nLater ...", [(0, 12, "byline")])
    39
    """
    at = 0
    for line in text.splitlines(keepends=True):
        end = at + len(line)
        coded = [i for i, letter in enumerate(line, at) if not letter.isspace()]
        if coded and not all(any(a <= i < b for a, b, _ in skipped) for i in (coded[0], coded[-1])):
            return at + len(line.rstrip())
        at = end
    return len(text)


def _mention(row: Mapping[str, Any], lead: int) -> Mention:
    keys = (
        "id",
        "article",
        "quote",
        "first",
        "last",
        "published",
        "source",
        "title",
        "url",
        "review",
        "sentence",
    )
    return Mention(
        **{key: row[key] for key in keys}, lead=row["first"] < lead, record=json.loads(row["json"])
    )


def _day(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:  # a year before 1 or of another calendar: known, but no day
        return None
