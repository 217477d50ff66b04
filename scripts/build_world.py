"""Writes static/vendor/world.json: the countries of Natural Earth as GeoJSON, from world-atlas's countries-50m.json.

    python scripts/build_world.py node_modules/world-atlas/countries-50m.json

Each country has the ISO 3166 alpha-3 code of the codebook; coordinates have two decimals (about 1 km).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tidings.codebook.states import find_state, load_states

OUT = Path(__file__).parents[1] / "src/tidings/app/static/vendor/world.json"
_NAMES = {
    "N. Cyprus": None,
    "Somaliland": None,
    "Indian Ocean Ter.": None,
    "Siachen Glacier": None,
    "Kosovo": "XKX",
}


def unwrapped(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A ring across the 180th meridian without jumps: it goes on beyond 180; one around the pole is closed there."""
    out: list[tuple[float, float]] = []
    turn = 0
    for x, y in points:
        if out:
            gap = x + turn - out[-1][0]
            turn -= 360 if gap > 180 else -360 if gap < -180 else 0
        out.append((round(x + turn, 2), y))
    if out and out[0] != out[-1]:
        pole = -90.0 if out[0][1] < 0 else 90.0
        out += [(out[-1][0], pole), (out[0][0], pole), out[0]]
    middle = (min(x for x, _ in out) + max(x for x, _ in out)) / 2
    shift = -360 * round(middle / 360)
    return [(round(x + shift, 2), y) for x, y in out]


def main(source: str) -> None:
    """Read TopoJSON, write GeoJSON."""
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round(x * sx + tx, 2), round(y * sy + ty, 2)))
        arcs.append(points)

    def ring(numbers: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for number in numbers:
            piece = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += piece[1:] if points else piece
        kept = unwrapped([p for i, p in enumerate(points) if i == 0 or p != points[i - 1]])
        return kept if len(kept) > 3 else []

    def shape(geometry: dict[str, Any]) -> list[Any]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = [[r for r in map(ring, polygon) if r] for polygon in polygons]
        return [polygon for polygon in rings if polygon]

    by_number = {s.numeric.zfill(3): s.iso3 for s in load_states().values() if s.numeric}
    features = []
    for item in topology["objects"]["countries"]["geometries"]:
        name = item["properties"]["name"]
        code = (
            _NAMES[name]
            if name in _NAMES
            else by_number.get(str(item.get("id", "")).zfill(3)) or find_state(name)
        )
        polygons = shape(item)
        if polygons:
            features.append(
                {"type": "Feature", "properties": {"iso3": code, "name": name},
                 "geometry": {"type": "MultiPolygon", "coordinates": polygons}}
            )  # fmt: skip
    features.sort(key=lambda f: (f["properties"]["iso3"] or "", f["properties"]["name"]))
    text = json.dumps(
        {"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")
    )
    OUT.write_text(text + "\n", encoding="utf-8")
    print(
        len(features),
        "countries,",
        len(text),
        "bytes; no code:",
        [f["properties"]["name"] for f in features if not f["properties"]["iso3"]],
    )


if __name__ == "__main__":
    main(sys.argv[1])
