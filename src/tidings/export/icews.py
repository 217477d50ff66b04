"""ICEWS: 20 columns, tab-separated with a header; one row an event and a directed pair of parties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tidings.export.cells import tsv_lines
from tidings.export.exchange import cameo_codes, country_name, source_of
from tidings.export.gdelt import event_number, pairs
from tidings.export.profiles import Column, Profile
from tidings.export.selection import Selection
from tidings.query.event_rows import EventRow

_SECTORS = {
    "GOV": "Government", "MIL": "Military", "COP": "Police", "SPY": "Intelligence", "LEG": "Legislative", "JUD": "Judicial",
    "OPP": "Opposition", "PTY": "Parties", "REB": "Rebel", "PRM": "Paramilitary", "UAF": "Unidentified Forces",
    "CRM": "Criminals / Gangs", "CVL": "General Population / Civilian / Social", "REF": "Refugees / Displaced", "JRN": "News",
    "BUS": "Business", "EDU": "Education", "MED": "Medical / Health", "REL": "Religious", "LAB": "Labor",
    "SOC": "Civil Society", "ELI": "Elite", "IGO": "International Government Organization",
}  # fmt: skip
_COLUMNS = (
    Column(
        "Event ID",
        "integer",
        "52 bits of a hash of the Tidings event id and the pair; unique, unlike in ICEWS",
    ),
    Column("Event Date", "date", "first day of the event; blank where no day is known"),
    Column("Source Name", "string", "actor"),
    Column("Source Sectors", "string", "sector of the actor in words"),
    Column("Source Country", "string", "country of the actor"),
    Column("Event Text", "string", "the codebook's name of the CAMEO code"),
    Column("CAMEO Code", "string", "CAMEO code"),
    Column("Intensity", "number", "Goldstein score"),
    Column("Target Name", "string", "recipient"),
    Column("Target Sectors", "string", "sector of the recipient in words"),
    Column("Target Country", "string", "country of the recipient"),
    Column("Story ID", "string", "article id"),
    Column("Sentence Number", "integer", "not kept", blank=True),
    Column("Publisher", "string", "outlet, address or article id"),
    Column("City", "string", "place, where it is a town or a spot"),
    Column("District", "string", "place, where it is a district"),
    Column("Province", "string", "place, where it is a region"),
    Column("Country", "string", "country of the place"),
    Column("Latitude", "number", "WGS84 degrees"),
    Column("Longitude", "number", "WGS84 degrees"),
)


def _lines(selection: Selection) -> Iterator[str]:
    return tsv_lines([column.name for column in _COLUMNS], _rows(selection))


def _rows(selection: Selection) -> Iterator[tuple[object, ...]]:
    for event in selection.events():
        first, last = event.days
        code = cameo_codes().get(event.get("cameo") or "")
        for actor, recipient in pairs(event):
            selection.written["rows"] += 1
            yield (
                *(event_number(event, actor, recipient), first if first == last else ""),
                *_party(actor),
                *(code.name if code else "", event.get("cameo"), event.get("goldstein")),
                *_party(recipient),
                *(event.best.article, "", source_of(event.best)),
                *place_columns(event),
            )


def _party(party: Mapping[str, Any] | None) -> tuple[str, str, str]:
    if party is None:
        return "", "", ""
    return str(party["name"]), _SECTORS.get(party["sector"] or "", ""), country_name(party["country"])


def place_columns(event: EventRow) -> tuple[object, ...]:
    """City, district, province, country, latitude, longitude: the place's name in the column of its kind."""
    place = event.get("place")
    if not place:
        return ("",) * 6
    kind = place["precision"]
    names = [
        place["name"] if kind in kinds else "" for kinds in (("city", "exact"), ("district",), ("region",))
    ]
    return *names, country_name(place["country"]), place["lat"], place["lon"]


PROFILES = {
    "icews": Profile(
        name="icews",
        title="ICEWS",
        suffix=".tab",
        one_row="one event and one directed pair of parties",
        columns=_COLUMNS,
        lines=_lines,
        delimiter="\t",
        statuses=("actual",),
        media="text/tab-separated-values",
        lost=(
            "Status has no column: only actual events are written, unless --status names others.",
            "Coordinates of a country are its midpoint: City, District and Province are then blank.",
            "Sentence numbers are blank; offsets, evidence, rule and confidence have no column.",
            "An event whose day is not known has no Event Date.",
        ),
    )
}
