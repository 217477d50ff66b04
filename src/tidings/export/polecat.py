"""POLECAT: 40 columns, tab-separated with a header; one row an event, lists joined by "; "."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tidings.export.cells import tsv_lines
from tidings.export.exchange import OURS, source_of, state_of
from tidings.export.icews import place_columns
from tidings.export.profiles import Column, Profile
from tidings.export.selection import Selection
from tidings.query.event_rows import EventRow
from tidings.query.versions import corpus_versions

_QUAD = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}


def _party_columns(role: str, side: str) -> tuple[Column, ...]:
    return (
        Column(f"{role} Name", "string", f"canonical names of the {side}s"),
        Column(f"{role} Country", "string", "ISO 3166 alpha-3 codes, or UNO, EUR, IGO, NGO, IMG, MNC"),
        Column(f"{role} COW", "string", "Correlates of War numbers"),
        Column(f"Primary {role} Sector", "string", f"sector of the first {side}"),
        Column(f"{role} Sectors", "string", f"sectors of the {side}s"),
        Column(f"{role} Title", "string", "offices are not written apart", blank=True),
        Column(f"{role} Name Raw", "string", f"the words for the {side}s"),
        Column(f"Wikipedia {role} ID", "string", "not kept", blank=True),
    )


_COLUMNS = (
    Column("Event ID", "string", "Tidings event id"),
    Column("Event Date", "date", "first day of the event; blank where no day is known"),
    Column("Event Type", "string", "PLOVER type"),
    Column("Event Mode", "string", "PLOVER mode"),
    Column("Intensity", "number", "Goldstein score of the CAMEO code (POLECAT's own scale is another)"),
    Column("Quad Code", "string", "quad class in words"),
    Column(
        "Contexts", "string", "PLOVER contexts, and historical, future or hypothetical where the event is so"
    ),
    *_party_columns("Actor", "actor"),
    *_party_columns("Recipient", "recipient"),
    Column("Placename", "string", "name of the place"),
    Column("City", "string", "the place, where it is a town or a spot"),
    Column("District", "string", "the place, where it is a district"),
    Column("Province", "string", "the place, where it is a region"),
    Column("Country", "string", "ISO 3166 alpha-3 code of the place's country"),
    Column("Latitude", "number", "WGS84 degrees"),
    Column("Longitude", "number", "WGS84 degrees"),
    Column("GeoNames ID", "integer", "GeoNames id"),
    Column("Raw Placename", "string", "the words of the place"),
    Column("Feature Type", "string", "not kept", blank=True),
    Column("Source", "string", "outlet, address or article id"),
    Column("Publication Date", "date", "publication day; blank where unknown"),
    Column("Story People", "string", "persons named as parties in the article"),
    Column(
        "Story Organizations", "string", "organisations, groups and forces named as parties in the article"
    ),
    Column("Story Locations", "string", "places of the article's events and figures"),
    Column("Language", "string", "always English"),
    Column("Version", "string", "Tidings version and codebook"),
)

_STORIES = """
SELECT a.id AS article,
    (SELECT list_sort(list(DISTINCT name)) FROM parties p WHERE p.article = a.id AND p.id LIKE 'person/%') AS people,
    (SELECT list_sort(list(DISTINCT name)) FROM parties p WHERE p.article = a.id AND regexp_matches(p.id, '^(org|group|force)/'))
        AS organisations,
    (SELECT list_sort(list(DISTINCT r.place.name)) FROM _base b WHERE b.article = a.id AND r.place.name IS NOT NULL) AS places
FROM articles a ORDER BY a.id
"""


def _lines(selection: Selection) -> Iterator[str]:
    return tsv_lines([column.name for column in _COLUMNS], _rows(selection))


def _rows(selection: Selection) -> Iterator[tuple[object, ...]]:
    books = corpus_versions(selection.database).codebooks
    version = f"{OURS}, codebook {'+'.join(books) or 'not recorded'}"
    stories = selection.database.rows(_STORIES)  # in the order of the events: one article at a time
    story: dict[str, Any] = {"article": ""}
    for event in selection.events():
        while story["article"] < event.best.article:
            story = next(
                stories, {"article": event.best.article, "people": [], "organisations": [], "places": []}
            )
        selection.written["rows"] += 1
        first, last = event.days
        place = event.get("place") or {}
        yield (
            *(
                event.id,
                first if first == last else "",
                event.get("type"),
                event.get("mode"),
                event.get("goldstein"),
            ),
            *(_QUAD.get(event.get("quad"), ""), _contexts(event)),
            *_parties(event, "actors"),
            *_parties(event, "recipients"),
            place.get("name"),
            *_place(event),
            *(place.get("geonameid"), place.get("text"), "", source_of(event.best), event.best.published),
            *(story["people"], story["organisations"], story["places"], "English", version),
        )


def _contexts(event: EventRow) -> list[str]:
    status = event.best.record["status"]
    return [*event.get("contexts"), *([status] if status in ("historical", "future", "hypothetical") else [])]


def _parties(event: EventRow, role: str) -> tuple[object, ...]:
    parties = event.get(role)
    states = [state_of(party["country"]) for party in parties]
    return (
        [party["name"] for party in parties],
        [party["country"] for party in parties],
        [state.cow if state else None for state in states],
        parties[0]["sector"] if parties else "",
        [party["sector"] for party in parties],
        "",
        [party["text"] for party in parties],
        "",
    )


def _place(event: EventRow) -> tuple[object, ...]:
    city, district, province, _, lat, lon = place_columns(event)
    return city, district, province, (event.get("place") or {}).get("country"), lat, lon


PROFILES = {
    "polecat": Profile(
        name="polecat",
        title="POLECAT",
        suffix=".tsv",
        one_row="one event",
        columns=_COLUMNS,
        lines=_lines,
        delimiter="\t",
        statuses=("actual", "historical", "future", "hypothetical"),
        media="text/tab-separated-values",
        lost=(
            "Negated events have no place in POLECAT and are left out; historical, future and hypothetical ones carry that context.",
            "Intensity holds Goldstein scores: POLECAT's own scale is not computed.",
            "Titles, Wikipedia ids and feature types are blank.",
            "Whose word it is, evidence, rule and confidence have no column.",
            "Events whose day is not known have no Event Date.",
        ),
    )
}
