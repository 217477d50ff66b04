"""Made-up records for the tests and the benchmark of merging: n articles over some days, towns and parties."""

from __future__ import annotations

import datetime
import random
from typing import Any

from tidings.merging.units import Paper

TOWNS = [(f"Town{n}", f"C{n % 20:02d}", 10.0 + n % 60, 5.0 + n // 60 * 3.0) for n in range(600)]
TYPES = ("ASSAULT", "CONSULT", "PROTEST", "ACCUSE", "AID", "COERCE")


def party(country: str, sector: str) -> dict[str, Any]:
    return {"id": None, "name": f"{country} {sector}", "country": country, "sector": sector, "text": sector,
            "start": 0, "end": 1}  # fmt: skip


def generated(articles: int, seed: int, days: int = 400) -> list[tuple[Paper, list[dict[str, Any]]]]:
    """Articles of two events each, drawn so that about three articles tell of the same event."""
    draw = random.Random(seed)
    made = []
    for n in range(articles):
        key = f"ar_{n:07d}"
        records = []
        day = draw.randrange(days)
        for label in ("e1", "e2"):
            town, country, lat, lon = TOWNS[
                draw.randrange(max(1, articles // days * 2 // 3)) * 7 % len(TOWNS)
            ]
            start = 10 if label == "e1" else 90
            at = (datetime.date(2015, 1, 1) + datetime.timedelta(days=day)).isoformat()
            records.append({
                "kind": "event", "article": key, "id": f"ev_{n:07d}{label}", "event": label,
                "type": TYPES[(len(town) + day) % 6], "mode": None, "cameo": "190", "status": "actual",
                "trigger": {"start": start, "end": start + 5}, "confidence": 0.8,
                "actors": [party(country, draw.choice(("MIL", "REB")))], "recipients": [party(country, "CVL")],
                "date": None if draw.random() < 0.4 else
                {"first": at, "last": at, "precision": "day", "start": 1, "end": 2, "text": at},
                "place": None if draw.random() < 0.3 else
                {"name": town, "country": country, "lat": lat, "lon": lon, "geonameid": None, "precision": "city",
                 "start": 1, "end": 2, "text": town},
            })  # fmt: skip
        published = datetime.date(2015, 1, 1) + datetime.timedelta(days=day + draw.randrange(2))
        made.append((Paper(key, published.isoformat(), f"Paper {n % 9}", key), records))
    return made
