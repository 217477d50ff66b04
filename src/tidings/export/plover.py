"""PLOVER as JSON lines: one event a line, with its parties, place, date, contexts and exact words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tidings.export.exchange import OURS
from tidings.export.profiles import Profile
from tidings.export.selection import Selection
from tidings.query.event_rows import EventRow


def _lines(selection: Selection) -> Iterator[str]:
    for event in selection.events():
        selection.written["rows"] += 1
        yield json.dumps(_event(event), ensure_ascii=False) + "\n"


def _event(event: EventRow) -> dict[str, Any]:
    first, last = event.days
    date = event.get("date") or {}
    best = event.best
    status = best.record["status"]
    low, middle, high = event.toll()
    return {
        "id": event.id,
        "version": OURS,
        "event": event.get("type"),
        "mode": event.get("mode"),
        "context": [*event.get("contexts"), *([status] if status != "actual" else [])],
        "status": status,
        "date": {
            "start": first.isoformat() if first else None,
            "end": last.isoformat() if last else None,
            "precision": date.get("precision"),
            "edtf": date.get("edtf"),
        },
        "actor": [_party(party) for party in event.get("actors")],
        "recipient": [_party(party) for party in event.get("recipients")],
        "location": _place(event.get("place")),
        "dead": {"low": low, "best": middle, "high": high},
        "cameo": event.get("cameo"),
        "goldstein": event.get("goldstein"),
        "text": best.sentence or best.quote,
        "mentions": [
            {"id": m.id, "article": m.article, "start": m.first, "end": m.last, "words": m.quote}
            for m in event.mentions
        ],
        "publisher": best.source,
        "url": best.url,
        "published": best.published.isoformat() if best.published else None,
    }


def _party(party: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "actorText": party["text"],
        "name": party["name"],
        "code": party["country"],
        "sector": party["sector"],
        "id": party["id"],
    }


def _place(place: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not place:
        return None
    keys = ("name", "country", "lat", "lon", "geonameid", "precision", "text")
    return {key: place[key] for key in keys}


PROFILES = {
    "plover": Profile(
        name="plover",
        title="PLOVER events as JSON lines",
        suffix=".jsonl",
        one_row="one event",
        lines=_lines,
        media="application/x-ndjson",
        lost=(
            "PLOVER treats historical, future and hypothetical as contexts: they stand there and under status; so does negated.",
            "Date, place and parties are the best mention's, else those of the next mention that has them.",
        ),
    )
}
