"""Panels ready for regression: directed dyads by month, and countries by month, zero-filled.

An event counts once for each pair of countries among its actors and recipients, in the month that its date lies
in. Events without a date, or whose date spans several months, are in no month: they are left out and counted.
Every month from the first to the last (or from --since to --until) has a row, and `articles` says how many articles were
published in it, so that a month without reports can be told from a month without events.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator

from tidings.codebook.ontology import TYPES
from tidings.codebook.states import load_states
from tidings.export.cells import csv_lines
from tidings.export.profiles import Column, Profile
from tidings.export.selection import Selection
from tidings.query.event_rows import EventRow

Month = tuple[int, int]
Cell = Counter[str]
_QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
_TYPES = tuple(sorted(kind.lower() for kind in TYPES))
_GOLDSTEIN_SUM = "sum of the events' Goldstein scores; blank where there are events and none has a score"


def month_of(event: EventRow) -> Month | None:
    """The month that all days of the event's date lie in, or None."""
    first, last = event.days
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return None
    return first.year, first.month


def _dated(selection: Selection) -> Iterator[tuple[Month, EventRow]]:
    for event in selection.events():
        month = month_of(event)
        if month is not None:
            yield month, event
        elif event.days == (None, None):
            selection.left_out["events without a date"] += 1
        else:
            selection.left_out["events whose date spans several months or is open"] += 1


def _countries(event: EventRow, role: str) -> list[str]:
    return sorted({party["country"] for party in event.get(role) if party["country"]})


def _count(cell: Cell, event: EventRow) -> None:
    cell["events"] += 1
    cell[f"quad_{event.get('quad')}"] += 1
    cell[str(event.get("type")).lower()] += 1
    score = event.get("goldstein")
    if score is not None:
        cell["scored"] += 1
        cell["goldstein"] += round(score * 10)  # tenths, so that sums are exact


def _goldstein(cell: Cell) -> float | str:
    return "" if cell["events"] and not cell["scored"] else cell["goldstein"] / 10


def _months(selection: Selection, seen: set[Month]) -> list[Month]:
    """Every month of the panel, the first and last set by the filters or by the events."""
    since, until = (selection.filters.get(name) for name in ("since", "until"))
    first = _month(since[0], first=True) if since else min(seen, default=None)
    last = _month(until[0], first=False) if until else max(seen, default=None)
    if first is None or last is None:
        return []
    return [(n // 12, n % 12 + 1) for n in range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])]


def _month(text: str, *, first: bool) -> Month:
    year, month = (*map(int, text.split("-")), 0)[:2]
    return year, month or (1 if first else 12)


def _articles(selection: Selection) -> dict[Month, int]:
    rows = selection.database.rows(
        "SELECT year(published) AS y, month(published) AS m, count(*) AS n FROM articles"
        " WHERE published IS NOT NULL GROUP BY ALL"
    )
    return {(row["y"], row["m"]): row["n"] for row in rows}


def _codes(country: str) -> tuple[str, str, str]:
    state = load_states().get(country)
    return country, (state.cow or "" if state else ""), (state.gw or "" if state else "")


def _dyad_rows(selection: Selection) -> Iterator[tuple[object, ...]]:
    cells: dict[tuple[str, str], dict[Month, Cell]] = defaultdict(lambda: defaultdict(Counter))
    for month, event in _dated(selection):
        pairs = [(a, b) for a in _countries(event, "actors") for b in _countries(event, "recipients")]
        if not pairs:
            selection.left_out["events without a country on both sides"] += 1
        for pair in pairs:
            _count(cells[pair][month], event)
    months, articles = _months(selection, {m for by in cells.values() for m in by}), _articles(selection)
    for pair in sorted(cells):
        for month in months:
            selection.written["rows"] += 1
            cell = cells[pair].get(month, Counter())
            quads = (cell[f"quad_{n}"] for n in (1, 2, 3, 4))
            yield (
                *(
                    *_codes(pair[0]),
                    *_codes(pair[1]),
                    *month,
                    _start(month),
                    cell["events"],
                    _goldstein(cell),
                    cell["scored"],
                ),
                *(*quads, *(cell[kind] for kind in _TYPES), articles.get(month, 0)),
            )


def _start(month: Month) -> datetime.date:
    return datetime.date(*month, 1)


def _country_rows(selection: Selection) -> Iterator[tuple[object, ...]]:
    cells: dict[str, dict[Month, dict[str, Cell]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(Counter))
    )
    for month, event in _dated(selection):
        place = event.get("place") or {}
        roles = {"actor": _countries(event, "actors"), "recipient": _countries(event, "recipients")}
        roles["place"] = [place["country"]] if place.get("country") else []
        if not any(roles.values()):
            selection.left_out["events without any country"] += 1
        for role, countries in roles.items():
            for country in countries:
                _count(cells[country][month][role], event)
    months, articles = _months(selection, {m for by in cells.values() for m in by}), _articles(selection)
    for country in sorted(cells):
        for month in months:
            selection.written["rows"] += 1
            found = cells[country].get(month, {})
            counts: list[object] = []
            for role in _ROLES:
                cell = found.get(role, Counter())
                counts += [cell["events"], _goldstein(cell), *(cell[f"quad_{n}"] for n in (1, 2, 3, 4))]
            yield *_codes(country), *month, _start(month), *counts, articles.get(month, 0)


_ROLES = ("actor", "recipient", "place")
_MONTH = (
    Column("year", "integer", "year"),
    Column("month", "integer", "month, 1 to 12"),
    Column("date", "date", "first day of the month"),
)
_ARTICLES = Column(
    "articles",
    "integer",
    "articles of the corpus published in the month; 0 events with 0 articles is no evidence of peace",
)


def _codes_columns(suffix: str, side: str) -> tuple[Column, ...]:
    return (
        Column(
            f"iso3{suffix}", "string", f"ISO 3166 alpha-3 code of the {side}, or UNO, EUR, IGO, NGO, IMG, MNC"
        ),
        Column(f"cow{suffix}", "integer", "Correlates of War number; blank where it has none"),
        Column(f"gw{suffix}", "integer", "Gleditsch-Ward number; blank where it has none"),
    )


_DYAD = (
    *_codes_columns("_1", "acting side"),
    *_codes_columns("_2", "receiving side"),
    *_MONTH,
    Column("events", "integer", "events from side 1 to side 2"),
    Column("goldstein_sum", "number", _GOLDSTEIN_SUM),
    Column("events_scored", "integer", "events that have a Goldstein score"),
    *(
        Column(name, "integer", f"events of quad class {n} ({name.replace('_', ' ')})")
        for n, name in enumerate(_QUADS, 1)
    ),
    *(Column(kind, "integer", f"events of PLOVER type {kind.upper()}") for kind in _TYPES),
    _ARTICLES,
)
_COUNTRY = (
    *_codes_columns("", "country"),
    *_MONTH,
    *(
        Column(f"{role}_{name}", "number" if name == "goldstein_sum" else "integer", text)
        for role, words in zip(_ROLES, ("by it", "toward it", "on its ground"), strict=True)
        for name, text in (
            ("events", f"events {words}"),
            ("goldstein_sum", _GOLDSTEIN_SUM),
            *((quad, f"events {words} of quad class {n}") for n, quad in enumerate(_QUADS, 1)),
        )
    ),
    _ARTICLES,
)
_LOST = (
    "Only actual events are counted, unless --status names others.",
    "Events without a date or whose date spans several months are in no month; the manifest says how many.",
    "Events of several countries on a side count once for each pair, so sums over dyads exceed the number of events.",
)


def _dyad_lines(selection: Selection) -> Iterator[str]:
    return csv_lines([column.name for column in _DYAD], _dyad_rows(selection))


def _country_lines(selection: Selection) -> Iterator[str]:
    return csv_lines([column.name for column in _COUNTRY], _country_rows(selection))


PROFILES = {
    "dyad-month": Profile(
        name="dyad-month", title="Directed dyad-month panel", suffix=".csv", one_row="one directed pair of countries in one month",
        columns=_DYAD, lines=_dyad_lines, delimiter=",", statuses=("actual",), media="text/csv", lost=_LOST,
    ),
    "country-month": Profile(
        name="country-month", title="Country-month panel", suffix=".csv", one_row="one country in one month",
        columns=_COUNTRY, lines=_country_lines, delimiter=",", statuses=("actual",), media="text/csv", lost=_LOST,
    ),
}  # fmt: skip
