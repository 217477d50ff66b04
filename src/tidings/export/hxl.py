"""HXL: a CSV with a second header row of hashtags, as humanitarian data exchanges read it."""

from __future__ import annotations

from collections.abc import Iterator

from tidings.export.cells import csv_lines
from tidings.export.exchange import OURS, country_name, precise_place, source_of
from tidings.export.profiles import Column, Profile
from tidings.export.selection import Selection

_COLUMNS = (
    ("id", "#event+id", "string", "Tidings event id"),
    ("date_start", "#date+start", "date", "first day; blank where unknown"),
    ("date_end", "#date+end", "date", "last day; blank where unknown"),
    ("type", "#event+type", "string", "PLOVER type"),
    ("mode", "#event+type+mode", "string", "PLOVER mode"),
    ("status", "#status", "string", "actual, historical, future, hypothetical or negated"),
    ("actor", "#group+name+first", "string", "actors, joined by '; '"),
    ("recipient", "#group+name+second", "string", "recipients, joined by '; '"),
    ("country", "#country+name", "string", "country of the place"),
    ("iso3", "#country+code+v_iso3", "string", "ISO 3166 alpha-3 code"),
    ("place", "#loc+name", "string", "place; blank where only the country is known"),
    ("latitude", "#geo+lat", "number", "WGS84 degrees; blank where only the country is known"),
    ("longitude", "#geo+lon", "number", "WGS84 degrees; blank where only the country is known"),
    ("killed_low", "#affected+killed+min", "integer", "lower bound; blank where none was reported"),
    ("killed", "#affected+killed", "integer", "best figure; blank where none was reported"),
    ("killed_high", "#affected+killed+max", "integer", "upper bound; blank where none was reported"),
    ("injured", "#affected+injured", "integer", "best figure; blank where none was reported"),
    ("displaced", "#affected+displaced", "integer", "best figure; blank where none was reported"),
    ("words", "#description", "string", "the sentence it rests on"),
    ("source", "#meta+source", "string", "outlet, address or article id"),
    ("url", "#meta+url", "string", "address of the article"),
    ("coded_by", "#meta+coder", "string", "says that Tidings coded the row"),
)  # fmt: skip


def _lines(selection: Selection) -> Iterator[str]:
    return csv_lines([name for name, *_ in _COLUMNS], _rows(selection))


def _rows(selection: Selection) -> Iterator[tuple[object, ...]]:
    yield tuple(tag for _, tag, *_ in _COLUMNS)
    for event in selection.events():
        selection.written["rows"] += 1
        first, last = event.days
        anywhere, place = event.get("place") or {}, precise_place(event) or {}
        low, best, high = event.toll()
        yield (
            *(event.id, first, last, event.get("type"), event.get("mode"), event.best.record["status"]),
            *([p["name"] for p in event.get("actors")], [p["name"] for p in event.get("recipients")]),
            *(country_name(anywhere.get("country")), anywhere.get("country")),
            *(place.get("name"), place.get("lat"), place.get("lon"), low, best, high),
            *(event.toll("injured")[1], event.toll("displaced")[1]),
            " ".join((event.best.sentence or event.best.quote).split()),
            *(source_of(event.best), event.best.url, OURS),
        )


PROFILES = {
    "hxl": Profile(
        name="hxl",
        title="Humanitarian Exchange Language",
        suffix=".csv",
        one_row="one event (the second row holds the hashtags)",
        columns=tuple(Column(name, kind, f"{tag}: {text}") for name, tag, kind, text in _COLUMNS),
        lines=_lines,
        delimiter=",",
        media="text/csv",
        lost=(
            "All statuses are written, told apart by the column status.",
            "Tolls of the event itself only; cumulative figures are left out.",
            "CAMEO codes, evidence offsets, rule and confidence have no column.",
        ),
    )
}
