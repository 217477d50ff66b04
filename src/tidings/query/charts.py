"""Charts as Vega-Lite: events over time, who acts toward whom, and where; with pictures where `vl-convert` is at hand.

A chart is its specification: plain JSON with the numbers inside, that opens in any Vega-Lite viewer without a network.
What could not be drawn (events without a day, a place, a party) is counted in the subtitle, never drawn somewhere likely.
"""

from __future__ import annotations

import importlib.util
import json
import math
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tidings.model.errors import UsageError
from tidings.query.database import Database
from tidings.query.event_rows import event_rows
from tidings.query.filters import Filters
from tidings.query.layout import spread
from tidings.query.summaries import PERIODS, QUADS, Timeline, next_period, timeline

KINDS = ("map", "network", "timeline")
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_VERSION = "5.21"  # of Vega-Lite that pictures are made with
_WORLD = Path(__file__).parent / "data" / "world-110m.json"
_NAMES = tuple(name.replace("_", " ") for name in QUADS)
_COLOURS = ("#56b4e9", "#0072b2", "#e69f00", "#d55e00")  # told apart by colour-blind readers (Okabe and Ito)
_COLOUR = {"domain": list(_NAMES), "range": list(_COLOURS)}
_LEAST = {"exact", "city", "district", "region"}  # a country's midpoint is not where it happened


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `kind`, and `spec`, its Vega-Lite specification. In a notebook it shows itself.

    `png()` and `svg()` need `pip install 'tidings[charts]'`; `to_json()` needs nothing.
    """

    kind: str
    spec: Mapping[str, Any]

    def to_json(self) -> str:
        """The specification as JSON, always the same for the same events."""
        return json.dumps(self.spec, ensure_ascii=False, separators=(",", ":")) + "\n"

    def png(self, *, scale: float = 2.0) -> bytes:
        """A PNG picture, `scale` times as large as a screen's."""
        made: bytes = _converter().vegalite_to_png(dict(self.spec), vl_version=_VERSION, scale=scale)
        return made

    def svg(self) -> str:
        """An SVG picture."""
        made: str = _converter().vegalite_to_svg(dict(self.spec), vl_version=_VERSION)
        return made

    def save(self, path: str | Path) -> Path:
        """Write the chart: `.json` its specification, `.png` and `.svg` a picture. It appears when it is complete."""
        place = Path(path)
        makers: dict[str, Callable[[], bytes]] = {
            ".json": lambda: self.to_json().encode(),
            ".png": self.png,
            ".svg": lambda: self.svg().encode(),
        }
        if place.suffix.lower() not in makers:
            raise UsageError(f"{place.name!r} is no chart file; give a name that ends in .json, .png or .svg")
        beside = place.with_name(place.name + ".part")
        made = makers[place.suffix.lower()]()
        place.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(made)
        os.replace(beside, place)
        return place

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """Vega-Lite for notebooks that draw it, and a picture for those that do not, where it can be made."""
        bundle: dict[str, Any] = {
            "application/vnd.vegalite.v5+json": dict(self.spec),
            "text/plain": f"<{self.kind}: {self.spec['title']['text']}>",
        }
        if importlib.util.find_spec("vl_convert"):
            bundle["image/png"] = self.png()
        return bundle


def chart(database: Database, kind: str, filters: Filters, *, by: str = "month", most: int = 30) -> Chart:
    """A chart of the events that pass the filters; actual ones only, unless a status filter names others.

    `kind` is one of `KINDS`. `by` is the period of a timeline, `most` how many actors a network shows.
    """
    if kind not in KINDS:
        raise UsageError(f"chart {kind!r} is not one of {', '.join(KINDS)}")
    if by not in PERIODS:
        raise UsageError(f"--by {by!r} is not one of {', '.join(PERIODS)}")
    if most < 1:
        raise UsageError(f"--most {most} is no number of actors; give 1 or more")
    title = str(filters) if filters.terms else "all events"
    if not filters.get("status"):
        filters = filters.having("status", "actual")
    if kind == "timeline":
        return Chart(kind, _timeline(timeline(database, filters, by=by), title, by))
    return Chart(kind, (_map if kind == "map" else _network)(database, filters, title, most))


def _head(title: str, subtitle: str, what: str) -> dict[str, Any]:
    return {
        "$schema": _SCHEMA,
        "description": f"{what}: {title}. {subtitle}.",
        "title": {"text": title, "subtitle": subtitle, "anchor": "start"},
        "background": "white",
        "config": {"view": {"stroke": None}, "font": "sans-serif"},
    }


def _timeline(found: Timeline, title: str, by: str) -> dict[str, Any]:
    bars = []
    for row in found.rows:
        end = next_period(row["start"], by) or row["start"]
        below = 0
        for name, words in zip(QUADS, _NAMES, strict=True):
            if row[name]:
                bars.append(
                    {"start": row["start"].isoformat(), "end": end.isoformat(), "class": words, "events": row[name],
                     "from": below, "to": below + row[name]}
                )  # fmt: skip
            below += row[name]
    shown = sum(row["events"] for row in found.rows)
    undrawn = f"; {found.undated:,} that lie in no single {by} are not shown" if found.undated else ""
    return {
        **_head(title, f"{_counted(shown, 'event')} by {by}{undrawn}", "Events over time by quad class"),
        "width": 640,
        "height": 260,
        "data": {"values": bars},
        "mark": {"type": "bar", "stroke": "white", "strokeWidth": 0.5},
        "encoding": {
            "x": {"field": "start", "type": "temporal", "scale": {"type": "utc"}, "title": None},
            "x2": {"field": "end"},
            "y": {"field": "from", "type": "quantitative", "title": "events", "axis": {"tickMinStep": 1}},
            "y2": {"field": "to"},
            "color": {"field": "class", "type": "nominal", "scale": _COLOUR, "title": "quad class"},
            "tooltip": [{"field": "start"}, {"field": "class"}, {"field": "events"}],
        },
    }


def _map(database: Database, filters: Filters, title: str, most: int) -> dict[str, Any]:
    places: dict[tuple[float, float, str], Counter[str]] = defaultdict(Counter)
    drawn = undrawn = 0
    for event in event_rows(database, filters):
        place = event.get("place") or {}
        if place.get("precision") not in _LEAST or place.get("lat") is None or place.get("lon") is None:
            undrawn += 1
            continue
        drawn += 1
        key = (place["lat"], place["lon"], f"{place['name']}, {place['country'] or '?'}")
        places[key][_quad(event.get("quad"))] += 1
    rows: list[dict[str, Any]] = [
        {
            "place": name,
            "latitude": lat,
            "longitude": lon,
            "events": counts.total(),
            "class": counts.most_common(1)[0][0],
        }
        for (lat, lon, name), counts in sorted(places.items())
    ]
    rows.sort(key=lambda row: (-row["events"], row["place"]))
    told = f"{_counted(drawn, 'event')} at {_counted(len(rows), 'place')}"
    rest = f"; {undrawn:,} placed in a whole country, or nowhere, are not shown" if undrawn else ""
    points = [[row["longitude"], row["latitude"]] for row in rows]
    return {
        **_head(title, f"{told}{rest}. Borders: Natural Earth", "Map of events"),
        "width": 720,
        "height": 420,
        "projection": {"type": "mercator", **({"fit": _frame(points)} if points else {})},
        "layer": [
            {
                "data": {
                    "values": json.loads(_WORLD.read_text(encoding="utf-8")),
                    "format": {"type": "topojson", "feature": "countries"},
                },
                "mark": {
                    "type": "geoshape",
                    "fill": "#f0f0ec",
                    "stroke": "#b8b8b0",
                    "strokeWidth": 0.6,
                    "clip": True,
                },
            },
            {
                "data": {"values": rows},
                "mark": {
                    "type": "circle",
                    "opacity": 0.75,
                    "stroke": "white",
                    "strokeWidth": 0.7,
                    "clip": True,
                },
                "encoding": {
                    "longitude": {"field": "longitude", "type": "quantitative"},
                    "latitude": {"field": "latitude", "type": "quantitative"},
                    "size": {
                        "field": "events",
                        "type": "quantitative",
                        "scale": {"range": [40, 900], "domainMin": 1},
                        "title": "events",
                        "legend": {"tickMinStep": 1, "format": "d"},
                    },
                    "color": {"field": "class", "type": "nominal", "scale": _COLOUR, "title": "most of them"},
                    "tooltip": [{"field": "place"}, {"field": "events"}, {"field": "class"}],
                },
            },
        ],
    }


def _frame(points: list[list[float]]) -> dict[str, Any]:
    """What the map shows: all points with a margin, and never less than a region around them."""
    lons, lats = [p[0] for p in points], [max(-80.0, min(80.0, p[1])) for p in points]
    aside, above = (max(5.0, 0.15 * (max(values) - min(values))) for values in (lons, lats))
    west, east = max(-180.0, min(lons) - aside), min(180.0, max(lons) + aside)
    south, north = max(-80.0, min(lats) - above), min(82.0, max(lats) + above)
    return {"type": "MultiPoint", "coordinates": [[west, south], [east, north]]}


def _network(database: Database, filters: Filters, title: str, most: int) -> dict[str, Any]:
    edges: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    weight: Counter[str] = Counter()
    names: dict[str, str] = {}
    undrawn = 0
    for event in event_rows(database, filters):
        actors, recipients = event.get("actors"), event.get("recipients")
        if not actors or not recipients:
            undrawn += 1
            continue
        for actor in actors:
            for recipient in recipients:
                ends = _key(actor), _key(recipient)
                if ends[0] == ends[1]:
                    continue
                names.update({ends[0]: actor["name"], ends[1]: recipient["name"]})
                weight.update(ends)
                edges[ends][_quad(event.get("quad"))] += 1
    kept = _busiest(edges, most)
    shown = {ends: counts for ends, counts in sorted(edges.items()) if ends[0] in kept and ends[1] in kept}
    spots = spread(kept, {ends: counts.total() for ends, counts in shown.items()})
    told = f"{len(kept)} of {_counted(len(weight), 'actor')}, each arrow from who acts to whom"
    rest = f"; {_counted(undrawn, 'event')} with parties on one side only are not shown" if undrawn else ""
    links = [_link(spots, ends, counts, names) for ends, counts in shown.items()]
    nodes = [
        {"actor": names[key], "x": spots[key][0], "y": spots[key][1], "events": weight[key]} for key in kept
    ]
    flat = {"type": "quantitative", "scale": {"domain": [-0.08, 1.08]}, "axis": None}
    colour = {"field": "class", "type": "nominal", "scale": _COLOUR, "title": "most of them"}
    tips = [{"field": "from"}, {"field": "to"}, {"field": "events"}, {"field": "class"}]
    return {
        **_head(title, f"{told}{rest}", "Network of actors"),
        "width": 640,
        "height": 640,
        "layer": [
            {
                "data": {"values": links},
                "mark": {"type": "rule", "opacity": 0.6},
                "encoding": {
                    "x": {"field": "x", **flat}, "y": {"field": "y", **flat}, "x2": {"field": "x2"}, "y2": {"field": "y2"},
                    "strokeWidth": {"field": "events", "type": "quantitative", "scale": {"range": [1, 6], "zero": False}, "legend": None},
                    "color": colour, "tooltip": tips,
                },
            },
            {
                "data": {"values": links},
                "mark": {"type": "point", "shape": "triangle", "filled": True, "size": 70, "opacity": 0.9},
                "encoding": {
                    "x": {"field": "head_x", **flat}, "y": {"field": "head_y", **flat},
                    "angle": {"field": "angle", "type": "quantitative", "scale": None}, "color": colour, "tooltip": tips,
                },
            },
            {
                "data": {"values": nodes},
                "mark": {"type": "circle", "color": "#444444", "opacity": 1},
                "encoding": {
                    "x": {"field": "x", **flat}, "y": {"field": "y", **flat},
                    "size": {"field": "events", "type": "quantitative", "scale": {"range": [50, 500]}, "legend": None},
                    "tooltip": [{"field": "actor"}, {"field": "events"}],
                },
            },
            {
                "data": {"values": nodes},
                "mark": {"type": "text", "dy": -14, "fontSize": 11, "limit": 160},
                "encoding": {
                    "x": {"field": "x", **flat}, "y": {"field": "y", **flat}, "text": {"field": "actor"},
                    "color": {"value": "#222222"},
                },
            },
        ],
    }  # fmt: skip


def _busiest(edges: Mapping[tuple[str, str], Counter[str]], most: int) -> list[str]:
    """The actors of the busiest pairs, pair by pair until there are `most`: nobody stands alone."""
    kept: dict[str, None] = {}
    for ends in sorted(edges, key=lambda ends: (-edges[ends].total(), ends)):
        new = [key for key in ends if key not in kept]
        if len(kept) + len(new) <= most:
            kept.update(dict.fromkeys(new))
    return list(kept)


def _link(
    spots: Mapping[str, tuple[float, float]],
    ends: tuple[str, str],
    counts: Counter[str],
    names: Mapping[str, str],
) -> dict[str, Any]:
    """An edge; its arrow stands two thirds of the way, so that those of both directions are seen."""
    (x, y), (x2, y2) = spots[ends[0]], spots[ends[1]]
    angle = math.degrees(math.atan2(x2 - x, y2 - y)) % 360  # clockwise from upward
    return {
        "from": names[ends[0]], "to": names[ends[1]], "events": counts.total(), "class": counts.most_common(1)[0][0],
        "x": x, "y": y, "x2": x2, "y2": y2, "head_x": round(x + 0.67 * (x2 - x), 4), "head_y": round(y + 0.67 * (y2 - y), 4),
        "angle": round(angle, 1),
    }  # fmt: skip


def _key(party: Mapping[str, Any]) -> str:
    return party["id"] or f"name/{party['country'] or ''}.{party['sector'] or ''}/{party['name']}"


def _quad(quad: int | None) -> str:
    return _NAMES[quad - 1] if quad else "unknown"


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _converter() -> Any:
    if importlib.util.find_spec("vl_convert") is None:
        raise UsageError(
            "pictures need vl-convert; install with: pip install 'tidings[charts]', or save as .json"
        )
    return importlib.import_module("vl_convert")
