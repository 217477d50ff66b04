"""GeoJSON (RFC 7946): one feature an event; a point only where the words place it more precisely than a country."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tidings.export.exchange import precise_place, source_of
from tidings.export.profiles import Profile
from tidings.export.selection import Selection
from tidings.query.event_rows import EventRow


def _lines(selection: Selection) -> Iterator[str]:
    yield '{"type": "FeatureCollection", "features": ['
    comma = "\n"
    for event in selection.events():
        selection.written["rows"] += 1
        feature = _feature(event)
        if feature["geometry"] is None:
            selection.written["of them without a point"] += 1
        yield comma + json.dumps(feature, ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def _feature(event: EventRow) -> dict[str, Any]:
    place, anywhere = precise_place(event), event.get("place") or {}
    first, last = event.days
    low, best, high = event.toll()
    point = None
    if place and place["lat"] is not None and place["lon"] is not None:
        point = {"type": "Point", "coordinates": [place["lon"], place["lat"]]}
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": point,
        "properties": {
            "type": event.get("type"),
            "mode": event.get("mode"),
            "cameo": event.get("cameo"),
            "quad": event.get("quad"),
            "goldstein": event.get("goldstein"),
            "status": event.best.record["status"],
            "actors": "; ".join(str(party["name"]) for party in event.get("actors")),
            "recipients": "; ".join(str(party["name"]) for party in event.get("recipients")),
            "date_start": first.isoformat() if first else None,
            "date_end": last.isoformat() if last else None,
            "place": anywhere.get("name"),
            "place_country": anywhere.get("country"),
            "place_precision": anywhere.get("precision"),
            "killed_low": low,
            "killed_best": best,
            "killed_high": high,
            "mentions": len(event.mentions),
            "source": source_of(event.best),
            "words": event.best.sentence or event.best.quote,
        },
    }


PROFILES = {
    "geojson": Profile(
        name="geojson",
        title="GeoJSON",
        suffix=".geojson",
        one_row="one event",
        lines=_lines,
        media="application/geo+json",
        lost=(
            "Events placed in a whole country or wider area, or nowhere, have no geometry: a midpoint is not where it happened.",
            "Districts and regions are points too; place_precision says so.",
            "Several actors and recipients are joined by '; '.",
        ),
    )
}
