"""GDELT 2.0 Events: 61 columns, tab-separated, no header, in the file that GDELT calls .CSV.

One row a directed pair of parties. Column names and meanings: GDELT Event Codebook V2.0.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from tidings.codebook.states import load_states
from tidings.export.actor_codes import WITHOUT_ROLE, actor_code
from tidings.export.cells import tsv_lines
from tidings.export.profiles import Column, Profile
from tidings.export.selection import Selection
from tidings.query.event_rows import EventRow, Mention

# GDELT's classes of CAMEO roots, as in its files: 14 PROTEST is verbal, 09 INVESTIGATE material cooperation
_QUAD = [("05", 1), ("09", 2), ("14", 3), ("20", 4)]
_GEO_TYPE = {"country": 1, "region": 5, "district": 4, "city": 4, "exact": 4}
_GEO_TYPE_USA = {1: 1, 5: 2, 4: 3}
_PLACE = [
    "Geo_Type", "Geo_FullName", "Geo_CountryCode", "Geo_ADM1Code", "Geo_ADM2Code", "Geo_Lat", "Geo_Long",
    "Geo_FeatureID",
]  # fmt: skip


def _columns() -> tuple[Column, ...]:
    columns = [
        Column(
            "GLOBALEVENTID", "integer", "52 bits of a hash of the Tidings event id and the pair of parties"
        ),
        Column("SQLDATE", "integer", "first day of the event, YYYYMMDD; blank where no day is known"),
        Column("MonthYear", "integer", "YYYYMM; blank where unknown"),
        Column("Year", "integer", "YYYY; blank where unknown"),
        Column("FractionDate", "number", "year + (month * 30 + day) / 365; blank where no day is known"),
    ]
    for n in (1, 2):
        side = "actor" if n == 1 else "recipient"
        columns += [
            Column(f"Actor{n}Code", "string", f"CAMEO code of the {side}"),
            Column(f"Actor{n}Name", "string", f"canonical name of the {side}, in capitals"),
            Column(f"Actor{n}CountryCode", "string", f"CAMEO country code of the {side}"),
            Column(f"Actor{n}KnownGroupCode", "string", "UNO or EEC; other groups have no code here"),
            Column(f"Actor{n}EthnicCode", "string", "not coded", blank=True),
            Column(f"Actor{n}Religion1Code", "string", "not coded", blank=True),
            Column(f"Actor{n}Religion2Code", "string", "not coded", blank=True),
            Column(f"Actor{n}Type1Code", "string", f"CAMEO role code of the {side}"),
            Column(f"Actor{n}Type2Code", "string", "not coded", blank=True),
            Column(f"Actor{n}Type3Code", "string", "not coded", blank=True),
        ]
    columns += [
        Column("IsRootEvent", "integer", "1 where the event is told in the first paragraph that is coded"),
        Column("EventCode", "string", "CAMEO code"),
        Column("EventBaseCode", "string", "its first three digits"),
        Column("EventRootCode", "string", "its first two digits"),
        Column("QuadClass", "integer", "GDELT's class of the root code"),
        Column("GoldsteinScale", "number", "Goldstein score; blank where the code has none"),
        Column("NumMentions", "integer", "mentions of the event"),
        Column("NumSources", "integer", "outlets; an article without a named outlet counts as one"),
        Column("NumArticles", "integer", "articles"),
        Column("AvgTone", "number", "tone is not measured", blank=True),
    ]
    for side in ("Actor1", "Actor2"):
        columns += [
            Column(
                f"{side}{name}",
                "integer" if name == "Geo_Type" else "string",
                "not coded; type 0",
                name != "Geo_Type",
            )
            for name in _PLACE
        ]
    texts = {
        "Geo_Type": "1 country, 2 US state, 3 US city, 4 world city, 5 world state, 0 none",
        "Geo_FullName": "place, country",
        "Geo_CountryCode": "FIPS 10-4 country code",
        "Geo_ADM1Code": "the FIPS country code alone: the division is not known to Tidings",
        "Geo_Lat": "WGS84 degrees",
        "Geo_Long": "WGS84 degrees",
    }
    for name in _PLACE:
        kind = "integer" if name == "Geo_Type" else "number" if name in ("Geo_Lat", "Geo_Long") else "string"
        columns.append(Column(f"Action{name}", kind, texts.get(name, "not coded"), name not in texts))
    columns += [
        Column("DATEADDED", "integer", "publication day of the article, YYYYMMDD000000; blank where unknown"),
        Column("SOURCEURL", "string", "address of the article, or tidings:<article id>"),
    ]
    return tuple(columns)


def _lines(selection: Selection) -> Iterator[str]:
    return tsv_lines(None, _rows(selection))


def _rows(selection: Selection) -> Iterator[tuple[object, ...]]:
    for event in selection.events(leads=True):
        for actor, recipient in pairs(event):
            selection.written["rows"] += 1
            first, second = actor_code(actor), actor_code(recipient)
            yield (
                event_number(event, actor, recipient),
                *_date(event),
                *(first.code, first.name, first.country, first.group, "", "", "", first.role, "", ""),
                *(second.code, second.name, second.country, second.group, "", "", "", second.role, "", ""),
                *_act(event),
                *_counts(event),
                *("0", *[""] * 7),
                *("0", *[""] * 7),
                *_place(event.get("place")),
                _day_stamp(event.best.published),
                address(event.best),
            )


def pairs(event: EventRow) -> list[tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]]:
    """Every actor with every recipient, in order; None stands for a side that is not known."""
    return [(a, r) for a in event.get("actors") or [None] for r in event.get("recipients") or [None]]


def event_number(
    event: EventRow, actor: Mapping[str, Any] | None, recipient: Mapping[str, Any] | None
) -> int:
    """A number for an event and a pair: 52 bits, so that readers that keep numbers as doubles lose nothing."""
    names = (event.id, actor and actor["name"], recipient and recipient["name"])
    return int(hashlib.sha256("\x1f".join(str(name) for name in names).encode()).hexdigest()[:13], 16)


def _date(event: EventRow) -> tuple[object, ...]:
    """Day, month and year as far as the date is known: a month has no day."""
    first, last = event.days
    if first is None:
        return "", "", "", ""
    year, month = f"{first:%Y}".rjust(4, "0"), f"{first:%m}"
    if last == first or (event.get("date") or {}).get("precision") in ("range", "open", "week"):
        fraction = f"{first.year + (first.month * 30 + first.day) / 365:.4f}"
        return f"{year}{month}{first:%d}", year + month, year, fraction
    if last is not None and (last.year, last.month) == (first.year, first.month):
        return "", year + month, year, ""
    return "", "", year if last is None or last.year == first.year else "", ""


def _act(event: EventRow) -> tuple[object, ...]:
    code = event.get("cameo") or ""
    root = code[:2]
    quad = next((number for last, number in _QUAD if root and root <= last), "")
    score = event.get("goldstein")
    return (
        int(any(m.lead for m in event.mentions)),
        code,
        code[:3],
        root,
        quad,
        "" if score is None else float(score),
    )


def _counts(event: EventRow) -> tuple[object, ...]:
    articles = {m.article for m in event.mentions}
    sources = {m.source or m.article for m in event.mentions}
    return len(event.mentions), len(sources), len(articles), ""


def _place(place: Mapping[str, Any] | None) -> tuple[object, ...]:
    kind = _GEO_TYPE.get(place["precision"], 0) if place else 0
    if place is None or kind == 0:
        return ("0", *[""] * 7)
    state = load_states().get(place["country"] or "")
    fips = state.fips or "" if state else ""
    if place["country"] == "USA":
        kind = _GEO_TYPE_USA[kind]
    name = place["name"] if kind == 1 or state is None else f"{place['name']}, {state.name}"
    lat, lon = ("" if place[key] is None else place[key] for key in ("lat", "lon"))
    return kind, name, fips, fips, "", lat, lon, ""


def _day_stamp(day: datetime.date | None) -> str:
    return f"{day.year:04}{day:%m%d}000000" if day else ""


def address(mention: Mention) -> str:
    """Where the article is: its address, or its id in the corpus."""
    return mention.url or f"tidings:{mention.article}"


PROFILES = {
    "gdelt2": Profile(
        name="gdelt2",
        title="GDELT 2.0 Events",
        suffix=".CSV",
        one_row="one event and one directed pair of parties",
        columns=_columns(),
        lines=_lines,
        header=False,
        delimiter="\t",
        statuses=("actual",),
        media="text/tab-separated-values",
        lost=(
            "Status has no column: only actual events are written, unless --status names others.",
            "An event with several actors or recipients is several rows; their GLOBALEVENTIDs differ.",
            f"Sectors without a CAMEO role code are blank: {', '.join(WITHOUT_ROLE)}.",
            "Ethnic and religion codes, second roles, places of actors, tone, divisions and GNS feature ids are blank.",
            "A place over several countries has no class: its type is 0.",
            "Whose word it is, date precision, evidence, rule and confidence have no column; see gdelt2-mentions, csv, parquet.",
            "AvgTone is blank and so is the day of undated events: tools that require them (gdelt-py) refuse such rows.",
            "DATEADDED is the publication day, not the day of export: the same corpus gives the same file.",
        ),
    )
}
