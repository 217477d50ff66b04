"""One result set seen as places, as periods and as pairs of parties: three questions over the same event mentions.

Each question can be read with its values written in, so that it can be asked again with `tidings sql`.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tidings.model.errors import UsageError
from tidings.query.filters import Filters

BYS = ("day", "week", "month", "quarter", "year")
DAYS = {"event": ("date_start", "date_end"), "report": ("published", "published")}
LANES = {
    "type": "type", "country": "place_country", "actor": "actor_country", "recipient": "recipient_country", "source": "source",
    "status": "status",
}  # fmt: skip
_QUADS = ", ".join(f"count(*) FILTER (quad = {n}) AS quad_{n}" for n in range(1, 5))


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its parameters."""

    sql: str
    parameters: tuple[Any, ...] = ()

    @property
    def text(self) -> str:
        """The query with its values written in, in one line.

        >>> Question("SELECT 1 WHERE a = ? AND b = ?", ("it's", 2)).text
        "SELECT 1 WHERE a = 'it''s' AND b = 2"
        """
        pieces = self.sql.split("?")
        values = [literal(value) for value in self.parameters]
        joined = pieces[0] + "".join(value + piece for value, piece in zip(values, pieces[1:], strict=True))
        return " ".join(joined.split())


def literal(value: Any) -> str:
    """A value as SQL.

    >>> literal([1, None, datetime.date(2015, 3, 4)])
    "[1, NULL, DATE '2015-03-04']"
    """
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, datetime.date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, list | tuple):
        return f"[{', '.join(literal(item) for item in value)}]"
    pieces = ["'" + piece.replace("'", "''") + "'" for piece in str(value).split("\0")]
    return (
        pieces[0] if len(pieces) == 1 else f"({' || chr(0) || '.join(pieces)})"
    )  # older engines end a text at it


def places(filters: Filters) -> Question:
    """The places of the event mentions, the most told first; one row without a name for those that have none."""
    where, parameters = filters.where("event_mentions")
    return Question(
        "SELECT place, place_country AS country, place_precision AS precision, latitude, longitude, count(*) AS n,"
        " count(*) FILTER (quad IN (1, 2)) AS cooperation, count(*) FILTER (quad IN (3, 4)) AS conflict,"
        " count(DISTINCT article) AS articles, min(date_start) AS first_day, max(date_end) AS last_day"
        f" FROM event_mentions WHERE {where} GROUP BY ALL ORDER BY n DESC, place, country, precision, latitude, longitude",
        tuple(parameters),
    )


def periods(filters: Filters, *, by: str = "month", on: str = "event", lanes: str = "") -> Question:
    """Event mentions by the period that all their days lie in; `on` is the day of the event or of the report.

    `lanes` (see `LANES`) counts each value apart. Periods without an event mention have no row.
    """
    if by not in BYS:
        raise UsageError(f"by {by!r} is not one of {', '.join(BYS)}")
    if on not in DAYS:
        raise UsageError(f"on {on!r} is not one of {', '.join(DAYS)}")
    if lanes and lanes not in LANES:
        raise UsageError(f"lanes {lanes!r} is not one of {', '.join(LANES)}")
    first, last = DAYS[on]
    where, parameters = filters.where("event_mentions")
    lane = f"{LANES[lanes]} AS lane, " if lanes else ""
    return Question(
        f"SELECT CAST(date_trunc('{by}', {first}) AS DATE) AS start, {lane}count(*) AS n, {_QUADS} FROM event_mentions WHERE {where}"
        f" AND {first} IS NOT NULL AND date_trunc('{by}', {first}) = date_trunc('{by}', {last}) GROUP BY ALL ORDER BY ALL",
        tuple(parameters),
    )


def pairs(filters: Filters, *, countries: bool = False) -> Question:
    """Who acts toward whom: every actor of an event mention with every recipient, the most frequent first.

    With `countries`, parties are their countries; those without one are left out.
    """
    where, parameters = filters.where("event_mentions")
    sides = []
    for role, one in (("actors", "actor"), ("recipients", "recipient")):
        if countries:
            sides.append(f"unnest(list_distinct([x FOR x IN {one}_countries IF x IS NOT NULL])) AS {one}")
        else:
            sides.append(
                f"unnest({role}) AS {one}, unnest({one}_codes) AS {one}_code, unnest({one}_ids) AS {one}_id"
            )
    named = (
        "actor, recipient"
        if countries
        else "actor, actor_code, actor_id, recipient, recipient_code, recipient_id"
    )
    left = "id, article, quad, goldstein"
    return Question(
        f"SELECT {named}, count(DISTINCT id) AS n, {_QUADS.replace('(*)', '(DISTINCT id)')},"
        " round(avg(goldstein), 2) AS goldstein, count(DISTINCT article) AS articles FROM (SELECT *,"
        f" {sides[1]} FROM (SELECT {left}, recipients, recipient_codes, recipient_ids, recipient_countries, {sides[0]}"
        f" FROM event_mentions WHERE {where})) GROUP BY ALL ORDER BY n DESC, {named}",
        tuple(parameters),
    )


def bins(start: datetime.date, end: datetime.date, by: str) -> list[datetime.date]:
    """The first days of all periods from the one of `start` to the one of `end`; both are such first days.

    >>> bins(datetime.date(2015, 11, 1), datetime.date(2016, 1, 1), "month")[1]
    datetime.date(2015, 12, 1)
    """
    months = {"month": 1, "quarter": 3, "year": 12}
    found = [start]
    while found[-1] < end:
        day = found[-1]
        if by in months:
            total = day.year * 12 + day.month - 1 + months[by]
            found.append(datetime.date(total // 12, total % 12 + 1, 1))
        else:
            found.append(day + datetime.timedelta(days=7 if by == "week" else 1))
    return found


def fitting(days: Sequence[datetime.date | None]) -> str:
    """The period that draws a stretch of time in 20 to 150 steps.

    >>> fitting([datetime.date(2015, 1, 1), None, datetime.date(2016, 6, 1)])
    'week'
    """
    known = [day for day in days if day is not None]
    length = (max(known) - min(known)).days if known else 0
    for most, by in ((62, "day"), (800, "week"), (4400, "month"), (13000, "quarter")):
        if length <= most:
            return by
    return "year"
