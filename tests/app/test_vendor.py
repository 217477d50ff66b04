"""Files of others are what their manifest says, and NOTICE names them."""

from __future__ import annotations

import hashlib
import itertools
import json
import tomllib
from pathlib import Path

from tidings.codebook.states import load_states

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "src/tidings/app/static/vendor"
MANIFEST = tomllib.loads((VENDOR / "manifest.toml").read_text(encoding="utf-8"))


def test_the_manifest_has_every_file_with_its_hash() -> None:
    found = {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in VENDOR.iterdir() if p.suffix != ".toml"
    }
    assert {name: row["sha256"] for name, row in MANIFEST.items()} == found


def test_notice_names_every_package_with_its_version() -> None:
    notice = " ".join((ROOT / "NOTICE").read_text(encoding="utf-8").split()).lower()
    names = {"maplibre-gl": "maplibre gl js", "sigma": "sigma.js"}
    wanted = {
        f"{names.get(row['package'], row['package'])} {row['version']}".lower() for row in MANIFEST.values()
    }
    assert [text for text in wanted if text not in notice] == []


def test_the_shapes_of_countries_close_and_have_the_codes_of_the_codebook() -> None:
    world = json.loads((VENDOR / "world.json").read_text(encoding="utf-8"))
    codes = [f["properties"]["iso3"] for f in world["features"] if f["properties"]["iso3"]]
    assert [code for code in codes if code not in load_states()] == []
    rings = [r for f in world["features"] for p in f["geometry"]["coordinates"] for r in p]
    assert [r[0] for r in rings if r[0] != r[-1] or len(r) < 4] == []
    assert [
        (a, b) for r in rings for a, b in itertools.pairwise(r) if abs(a[0] - b[0]) > 180 and a[1] > -89
    ] == []
