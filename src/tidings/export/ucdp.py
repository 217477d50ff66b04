"""UCDP GED's 49 columns, every row marked as ours: machine-coded rows, not UCDP data."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tidings.export.cells import csv_lines
from tidings.export.exchange import (
    OURS,
    country_name,
    crosswalks,
    days_covered,
    precise_place,
    source_of,
    state_of,
)
from tidings.export.gdelt import event_number
from tidings.export.profiles import Column, Profile
from tidings.export.selection import Selection
from tidings.query.event_rows import EventRow

_WHERE = {"exact": 1, "city": 1, "district": 3, "region": 4, "country": 6}
_TEXTS = {
    "id": "52 bits of a hash of the Tidings event id",
    "relid": "Tidings event id",
    "year": "year of the first day; blank where unknown",
    "code_status": "says that Tidings coded the row",
    "type_of_violence": "1 state-based, 2 non-state, 3 one-sided, by the sides of the parties",
    "dyad_name": "side_a - side_b",
    "side_a": "first actor",
    "side_b": "first recipient (the second actor of a clash told with two actors)",
    "number_of_sources": "articles that tell it",
    "source_article": "titles, addresses or ids of the articles",
    "source_office": "outlets",
    "source_date": "publication days",
    "source_headline": "title of the best mention's article",
    "source_original": "on whose word: blank where the paper tells it itself",
    "where_prec": "1 place or town, 3 district, 4 region, 6 country",
    "where_coordinates": "name of the place",
    "where_description": "the words of the place",
    "latitude": "WGS84 degrees; blank where only the country is known",
    "longitude": "WGS84 degrees; blank where only the country is known",
    "geom_wkt": "the point",
    "priogrid_gid": "PRIO-GRID cell of the point",
    "country": "country of the place",
    "country_id": "Gleditsch-Ward number of the place's country",
    "date_prec": "1 day, 2 two to six days, 3 week, 4 month, 5 longer",
    "date_start": "first day",
    "date_end": "last day",
    "best": "killed: best figure; BLANK where none was reported",
    "high": "killed: upper bound; blank where none was reported",
    "low": "killed: lower bound; blank where none was reported",
    "gwnoa": "Gleditsch-Ward number of side_a where it is a government's",
    "gwnob": "Gleditsch-Ward number of side_b where it is a government's",
}
_NAMES = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id"
    " dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources"
    " source_article source_office source_date source_headline source_original where_prec where_coordinates"
    " where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity"
    " date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob"
)
_INTEGERS = {
    "id", "year", "type_of_violence", "number_of_sources", "where_prec", "priogrid_gid", "country_id", "date_prec", "best",
    "high", "low", "gwnoa", "gwnob",
}  # fmt: skip


def _column(name: str) -> Column:
    kind = "integer" if name in _INTEGERS else "date" if name in ("date_start", "date_end") else "string"
    kind = "number" if name in ("latitude", "longitude") else kind
    return Column(name, kind, _TEXTS.get(name, "Tidings has no source for it"), name not in _TEXTS)


_COLUMNS = tuple(_column(name) for name in _NAMES.split(" "))


def _lines(selection: Selection) -> Iterator[str]:
    names = [column.name for column in _COLUMNS]
    return csv_lines(names, ([row.get(name, "") for name in names] for row in _rows(selection)))


def _rows(selection: Selection) -> Iterator[dict[str, object]]:
    for event in selection.events():
        sides = _sides(event)
        kind = crosswalks().to_ucdp(
            event.get("type"),
            event.get("mode"),
            actors=event.sectors("actors"),
            recipients=event.sectors("recipients"),
            reciprocal=not event.get("recipients"),
        )
        if kind.violence is None:
            selection.left_out[f"events: {kind.reason}"] += 1
            continue
        selection.written["rows"] += 1
        yield {
            "id": event_number(event, None, None),
            "relid": event.id,
            "code_status": f"{OURS}; not UCDP data",
            "type_of_violence": kind.violence,
            **sides,
            **_sources(event),
            **_place(event),
            **_date(event),
            **_deaths(event),
        }


def _sides(event: EventRow) -> dict[str, object]:
    actors, recipients = event.get("actors"), event.get("recipients")
    pair = [*actors[:1], *recipients[:1]] if recipients else actors[:2]
    row: dict[str, object] = {}
    for letter, party in zip("ab", pair, strict=False):
        row[f"side_{letter}"] = party["name"]
        state = state_of(party["country"]) if party["sector"] in ("GOV", "MIL", "COP", "SPY") else None
        row[f"gwno{letter}"] = state.gw if state and state.gw else ""
    if len(pair) == 2:
        row["dyad_name"] = f"{pair[0]['name']} - {pair[1]['name']}"
    return row


def _sources(event: EventRow) -> dict[str, object]:
    told = {m.article: m for m in event.mentions}
    said_by = [c[0]["name"] for m in event.mentions for c in [m.record.get("said_by_chain")] if c]
    return {
        "number_of_sources": len(told),
        "source_article": "; ".join(m.title or m.url or m.article for m in told.values()),
        "source_office": "; ".join(dict.fromkeys(source_of(m) for m in told.values())),
        "source_date": "; ".join(str(m.published) for m in told.values() if m.published),
        "source_headline": event.best.title or "",
        "source_original": "; ".join(dict.fromkeys(said_by)),
    }


def _place(event: EventRow) -> dict[str, object]:
    anywhere, place = event.get("place"), precise_place(event)
    if not anywhere:
        return {}
    state = state_of(anywhere["country"])
    row: dict[str, object] = {
        "where_prec": _WHERE.get(anywhere["precision"], ""),
        "where_coordinates": anywhere["name"],
        "where_description": anywhere["text"],
        "country": country_name(anywhere["country"]),
        "country_id": state.gw if state and state.gw else "",
    }
    if place and place["lat"] is not None and place["lon"] is not None:
        lat, lon = place["lat"], place["lon"]
        row |= {
            "latitude": lat,
            "longitude": lon,
            "geom_wkt": f"POINT ({lon} {lat})",
            "priogrid_gid": priogrid(lat, lon),
        }
    return row


def priogrid(lat: float, lon: float) -> int:
    """The PRIO-GRID cell of a point: half degrees, 720 a row, counted from the south-west.

    >>> priogrid(-89.9, -179.9), priogrid(33.5, 36.3)
    (1, 178273)
    """
    row, column = min(math.floor((lat + 90) * 2), 359), min(math.floor((lon + 180) * 2), 719)
    return row * 720 + column + 1


def _date(event: EventRow) -> dict[str, object]:
    (first, last), covered = event.days, days_covered(event)
    if first is None or last is None or covered is None:
        return {"year": first.year} if first and last is None else {}
    month = (first.year, first.month) == (last.year, last.month)
    precision = 1 if covered == 1 else 2 if covered < 7 else 3 if covered == 7 else 4 if month else 5
    return {"year": first.year, "date_prec": precision, "date_start": first, "date_end": last}


def _deaths(event: EventRow) -> dict[str, object]:
    low, best, high = event.toll()
    return {name: n for name, n in (("low", low), ("best", best), ("high", high)) if n is not None}


PROFILES = {
    "ucdp": Profile(
        name="ucdp",
        title="UCDP GED's columns, coded by Tidings",
        suffix=".csv",
        one_row="one event of organised violence",
        columns=_COLUMNS,
        lines=_lines,
        delimiter=",",
        statuses=("actual",),
        media="text/csv",
        lost=(
            "These rows are machine-coded by Tidings: `code_status` says so in every row. They are not UCDP data.",
            "UCDP counts events with at least one death; here every act of organised violence is written, deaths blank where none were reported.",
            "Deaths by side are not told apart: deaths_a, deaths_b, deaths_civilians and deaths_unknown are blank. Cumulative tolls are left out.",
            "Ids of conflicts, dyads and actors, regions and divisions are blank.",
            "Acts that are no organised violence are left out; the manifest says how many and why.",
            "Status has no column: only actual events are written, unless --status names others.",
        ),
    )
}
