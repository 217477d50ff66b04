"""What one event is, in every event-level export, panel and timeline. This file alone decides it.

Today a row is one event of one article: the mentions to which the article's coder gave one event label.
Where mentions of several articles are merged into one event, they become the mentions of one row here,
and no format has to change.
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

_READ = "article, id, event, quote, first, last, published, source, title, url, review, sentence, json"


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
    for article, found in itertools.groupby(
        database.select("event_mentions", filters, _READ), lambda row: row["article"]
    ):
        told: dict[str, list[Mapping[str, Any]]] = {}
        while pending is not None and pending[0] <= article:
            if pending[0] == article:
                told.setdefault(pending[1], []).append(pending[2])
            pending = next(figures, None)
        groups: dict[str, list[Mention]] = {}
        for row in found:
            groups.setdefault(row["event"] or row["id"], []).append(_mention(row, ends.get(article, 0)))
        for label, mentions in groups.items():
            mentions.sort(key=lambda m: (-m.record["confidence"], m.first, m.id))
            yield EventRow(content_id("ee", article, label), tuple(mentions), tuple(told.get(label, ())))


def _figures(database: Database) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    rows = database.rows(
        "SELECT article, event, json FROM figures WHERE event IS NOT NULL ORDER BY article, first, last, id"
    )
    return ((row["article"], row["event"], json.loads(row["json"])) for row in rows)


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
