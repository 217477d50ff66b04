"""Counts that people ask for first: events over time, actors, and figures per claimant."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tidings.model.errors import UsageError
from tidings.query.database import Database
from tidings.query.event_rows import EventRow, event_rows
from tidings.query.filters import Filters

PERIODS = ("day", "week", "month", "year")
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events per period, without gaps between first and last; `undated` are in no single period."""

    rows: tuple[dict[str, Any], ...]
    undated: int


def timeline(database: Database, filters: Filters, *, by: str = "month") -> Timeline:
    """Events by the period that all their days lie in: counts, quad classes, Goldstein sum.

    `by` is day, week (from Monday), month or year. A period between the first and the last that holds no event has zeros.
    """
    if by not in PERIODS:
        raise UsageError(f"--by {by!r} is not one of {', '.join(PERIODS)}")
    cells: dict[datetime.date, Counter[str]] = defaultdict(Counter)
    undated = 0
    for event in event_rows(database, filters):
        start = period_of(event, by)
        if start is None:
            undated += 1
            continue
        cell = cells[start]
        cell["events"] += 1
        cell[f"quad_{event.get('quad')}"] += 1
        score = event.get("goldstein")
        cell["scored"] += score is not None
        cell["tenths"] += round((score or 0) * 10)
    rows = []
    start = min(cells, default=None)
    while start is not None and start <= max(cells):
        cell = cells.get(start, Counter())
        quads = {name: cell[f"quad_{n}"] for n, name in enumerate(QUADS, 1)}
        goldstein = cell["tenths"] / 10 if cell["scored"] or not cell["events"] else None
        rows.append({"start": start, "events": cell["events"], **quads, "goldstein_sum": goldstein})
        start = next_period(start, by)
    return Timeline(tuple(rows), undated)


def period_of(event: EventRow, by: str) -> datetime.date | None:
    """The first day of the period that all days of the event lie in; None where there is none."""
    first, last = event.days
    if first is None or last is None or _start(first, by) != _start(last, by):
        return None
    return _start(first, by)


def _start(day: datetime.date, by: str) -> datetime.date:
    if by == "week":
        return day - datetime.timedelta(days=day.weekday())
    return day.replace(day=1 if by in ("month", "year") else day.day, month=1 if by == "year" else day.month)


def next_period(start: datetime.date, by: str) -> datetime.date | None:
    """The first day of the period after the one that begins at `start`; None where the calendar ends."""
    try:
        if by == "year":
            return start.replace(year=start.year + 1)
        if by == "month":
            return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
        return start + datetime.timedelta(days=7 if by == "week" else 1)
    except (OverflowError, ValueError):
        return None


_ACTORS = """
SELECT p.name, p.country, p.sector, p.id,
    count(DISTINCT p.record) FILTER (role = 'actor') AS acts,
    count(DISTINCT p.record) FILTER (role = 'recipient') AS acted_upon,
    count(DISTINCT p.record) FILTER (role = 'speaker') AS statements,
    count(DISTINCT p.record) FILTER (role = 'said_by') AS said,
    count(DISTINCT p.article) AS articles,
    min(coalesce(e.date_start, a.published)) AS first_seen, max(coalesce(e.date_end, a.published)) AS last_seen
FROM parties AS p LEFT JOIN event_mentions AS e ON e.id = p.record LEFT JOIN articles AS a ON a.id = p.article
WHERE {where} GROUP BY ALL ORDER BY acts + acted_upon + statements + said DESC, p.name, p.country, p.sector, p.id
"""


def actors(database: Database, filters: Filters) -> Iterator[dict[str, Any]]:
    """Actors with how many event mentions, statements and figures they take part in, the most named first.

    `first_seen` and `last_seen` are days of their events, or of the articles where an event has no date.
    """
    where, parameters = filters.where("parties")
    yield from database.rows(_ACTORS.format(where=where.replace("record IN", "p.record IN")), parameters)


_FIGURES = """
SELECT what, CASE WHEN cumulative THEN coalesce(date_end, published) ELSE coalesce(date_end, date_start, published) END
    AS as_of, CASE WHEN cumulative THEN date_start END AS since, low, best, high, qualifier, cumulative,
    coalesce(said_by, source, 'the paper') AS claimant, said_by IS NULL AS own_voice, who, place, place_country, source,
    quote, article, id
FROM figures WHERE {where} AND {kinds}
ORDER BY what, as_of NULLS LAST, claimant, article, first
"""


def tolls(database: Database, filters: Filters, *, what: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
    """Figures over time with their claimants: never added up, never averaged.

    `as_of` is the figure's own day, or the publication day where it has none; a cumulative figure counts from
    `since`. `claimant` is the one whose word it
    is, or the outlet where the paper says it itself (`own_voice`). `what` limits the kinds (killed, injured ...).
    """
    where, parameters = filters.where("figures")
    kinds = "list_contains(?, what)" if what else "true"
    query = _FIGURES.format(where=where, kinds=kinds)
    yield from database.rows(query, [*parameters, list(what)] if what else parameters)
