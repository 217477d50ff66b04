"""ACLED's 31 columns, every row marked as ours: these are machine-coded rows, not ACLED data."""

from __future__ import annotations

from collections.abc import Iterator

from tidings.codebook.crosswalks import side_of
from tidings.export.cells import csv_lines
from tidings.export.exchange import (
    OURS,
    country_name,
    crosswalks,
    days_covered,
    others,
    precise_place,
    source_of,
    state_of,
)
from tidings.export.profiles import Column, Profile
from tidings.export.selection import Selection
from tidings.query.event_rows import EventRow

_PRECISION = {"exact": 1, "city": 1, "district": 2, "region": 3}
_SIDE = {"state": "State forces", "civilian": "Civilians"}
_COLUMNS = (
    Column("event_id_cnty", "string", "Tidings event id"),
    Column("event_date", "date", "first day of the event; blank where no month is known"),
    Column("year", "integer", "year; blank where unknown"),
    Column("time_precision", "integer", "1 the day is known, 2 the week, 3 the month; blank where less is known"),
    Column("disorder_type", "string", "by the crosswalk from PLOVER type, mode, CAMEO code and side of the recipient"),
    Column("event_type", "string", "the same"),
    Column("sub_event_type", "string", "the same"),
    Column("actor1", "string", "first actor"),
    Column("assoc_actor_1", "string", "other actors, joined by '; '"),
    Column("inter1", "string", "State forces, External/Other forces, Rebel group, Protesters, Rioters, Civilians; blank where unknown"),
    Column("actor2", "string", "first recipient"),
    Column("assoc_actor_2", "string", "other recipients, joined by '; '"),
    Column("inter2", "string", "as inter1"),
    Column("interaction", "string", "not derived", blank=True),
    Column("civilian_targeting", "string", "'Civilian targeting' where civilians are the recipients of political violence"),
    Column("iso", "integer", "ISO 3166 numeric code of the place's country"),
    Column("region", "string", "ACLED's own regions are not kept", blank=True),
    Column("country", "string", "country of the place"),
    Column("admin1", "string", "divisions are not kept", blank=True),
    Column("admin2", "string", "divisions are not kept", blank=True),
    Column("admin3", "string", "divisions are not kept", blank=True),
    Column("location", "string", "place; blank where only the country is known"),
    Column("latitude", "number", "WGS84 degrees; blank where only the country is known"),
    Column("longitude", "number", "WGS84 degrees; blank where only the country is known"),
    Column("geo_precision", "integer", "1 place or town, 2 district, 3 region; blank where only the country is known"),
    Column("source", "string", "'Tidings (machine-coded)' and the outlets"),
    Column("source_scale", "string", "not kept", blank=True),
    Column("notes", "string", "says that Tidings coded the row, then the sentence it rests on"),
    Column("fatalities", "integer", "killed in this event: best figure, else the lower bound; BLANK where none was reported (ACLED writes 0)"),
    Column("tags", "string", "not kept", blank=True),
    Column("timestamp", "integer", "not kept: the same corpus gives the same file", blank=True),
)  # fmt: skip


def _lines(selection: Selection) -> Iterator[str]:
    return csv_lines([column.name for column in _COLUMNS], _rows(selection))


def _rows(selection: Selection) -> Iterator[tuple[object, ...]]:
    for event in selection.events():
        kind = crosswalks().to_acled(
            event.get("type"),
            event.get("mode"),
            cameo=event.get("cameo"),
            recipients=event.sectors("recipients"),
        )
        if kind.event_type is None:
            selection.left_out[f"events: {kind.reason}"] += 1
            continue
        selection.written["rows"] += 1
        yield (
            *(event.id, *_date(event), kind.disorder_type, kind.event_type, kind.sub_event_type),
            *_side(event, "actors"),
            *_side(event, "recipients"),
            *("", _targets_civilians(event, kind.disorder_type)),
            *_place(event),
            *_source(event),
        )


def _date(event: EventRow) -> tuple[object, ...]:
    first, last = event.days
    covered = days_covered(event)
    if first is None or last is None or covered is None:
        return "", "", ""
    if covered > 7 and (first.year, first.month) != (last.year, last.month):
        return "", first.year if first.year == last.year else "", ""
    return first, first.year, 1 if covered == 1 else 2 if covered <= 7 else 3


def _side(event: EventRow, role: str) -> tuple[str, str, str]:
    party = event.first(role)
    if party is None:
        return "", "", ""
    return str(party["name"]), others(event, role), _inter(event, role, party["sector"], party["country"])


def _inter(event: EventRow, role: str, sector: str | None, country: str | None) -> str:
    side = side_of([sector])
    if event.get("type") == "PROTEST" and role == "actors" and side != "state":
        return "Rioters" if event.get("mode") == "riot" else "Protesters"
    where = (event.get("place") or {}).get("country")
    if side == "state" and where and country and where != country:
        return "External/Other forces"
    return "Rebel group" if sector == "REB" else _SIDE.get(side, "")


def _targets_civilians(event: EventRow, disorder: str | None) -> str:
    violent = (disorder or "").startswith("Political violence")
    return "Civilian targeting" if violent and side_of(event.sectors("recipients")) == "civilian" else ""


def _place(event: EventRow) -> tuple[object, ...]:
    anywhere, place = event.get("place") or {}, precise_place(event)
    state = state_of(anywhere.get("country"))
    country = (
        int(state.numeric) if state and state.numeric else "",
        "",
        country_name(anywhere.get("country")),
        "",
        "",
        "",
    )
    if place is None:
        return *country, "", "", "", ""
    return *country, place["name"], place["lat"], place["lon"], _PRECISION[place["precision"]]


def _source(event: EventRow) -> tuple[object, ...]:
    sources = "; ".join(dict.fromkeys(source_of(mention) for mention in event.mentions))
    low, best, _ = event.toll()
    words = " ".join((event.best.sentence or event.best.quote).split())
    notes = f"{OURS}; not ACLED data. {words} [{event.best.id}]"
    return f"Tidings (machine-coded): {sources}", "", notes, low if best is None else best, "", ""


PROFILES = {
    "acled": Profile(
        name="acled",
        title="ACLED's columns, coded by Tidings",
        suffix=".csv",
        one_row="one event of a kind that ACLED records",
        columns=_COLUMNS,
        lines=_lines,
        delimiter=",",
        statuses=("actual",),
        media="text/csv",
        lost=(
            "These rows are machine-coded by Tidings: `source` and `notes` say so in every row. They are not ACLED data.",
            "fatalities is blank where no figure was reported; ACLED writes 0. Cumulative tolls are left out.",
            "Events of kinds that ACLED does not record (words, aid, diplomacy) are left out; the manifest says how many and why.",
            "Status has no column: only actual events are written, unless --status names others.",
            "Blank by design: interaction, region, divisions, source_scale, tags, timestamp; inter of unidentified armed groups.",
            "event_date is ISO 8601, as in ACLED's API; some of ACLED's downloads write '16 May 2025'.",
        ),
    )
}
