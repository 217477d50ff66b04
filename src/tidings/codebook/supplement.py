"""Lists of places beside the gazetteer: the supplement of what reporting names and gazetteers miss, countries with
their points, abbreviations; with what overlays add, replace and take out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tidings.codebook.csv_files import Row
from tidings.codebook.layers import Findings, Layer, csv_items, merge
from tidings.codebook.yaml_files import Problem

_COLUMNS = ("name", "aliases", "country", "lat", "lon", "geonameid", "precision")
_LISTS = {
    "abbreviations": (("abbreviation", "name", "country"), ("abbreviation",)),
    "countries": (
        (
            "country",
            "name",
            "aliases",
            "adjectives",
            "lat",
            "lon",
            "geonameid",
            "population",
            "area_km2",
            "capital",
        ),
        ("country",),
    ),
}
PRECISIONS = ("exact", "city", "district", "area", "region", "country")


def read_supplement(layers: Iterable[Layer], findings: Findings) -> tuple[Row, ...]:
    """The rows of all layers' `places/supplement.csv`, known by name and country; faults go to `findings`."""
    read = csv_items("places/supplement.csv", _COLUMNS, ("name", "country"))
    rows = []
    for item in merge(layers, "places", read, findings).values():
        fault = _fault(item.entry)
        if fault:
            findings.problems.append(Problem(item.file, item.line, f"{item.id}: {fault}"))
        else:
            rows.append(item.entry)
    return tuple(rows)


def read_place_lists(layers: Iterable[Layer], findings: Findings) -> Mapping[str, tuple[Row, ...]]:
    """The rows of all layers' `places/abbreviations.csv` and `places/countries.csv`, by the name of the list."""
    layers = list(layers)
    found: dict[str, tuple[Row, ...]] = {}
    for name, (columns, key) in _LISTS.items():
        items = merge(
            layers, f"places {name}", csv_items(f"places/{name}.csv", columns, key), findings
        ).values()
        for item in items:
            fault = (
                _fault(item.entry)
                if "lat" in columns
                else None
                if item.entry["name"]
                else "a place needs a name"
            )
            if fault:
                findings.problems.append(Problem(item.file, item.line, f"{item.id}: {fault}"))
        found[name] = tuple(item.entry for item in items)
    return found


def _fault(row: Row) -> str:
    if not row["name"]:
        return "a place needs a name"
    for column, limit in (("lat", 90.0), ("lon", 180.0)):
        try:
            good = -limit <= float(row[column]) <= limit
        except ValueError:
            good = False
        if not good:
            return f"{column} {row[column]!r} is no number from -{limit:.0f} to {limit:.0f} (WGS84 degrees)"
    if row["geonameid"] and not row["geonameid"].isdigit():
        return f"geonameid {row['geonameid']!r} is no number; leave it empty when unknown"
    if "precision" in row and row["precision"] not in PRECISIONS:
        return f"precision {row['precision']!r} is none of {', '.join(PRECISIONS)}"
    return ""


def items_of(row: Row) -> list[str]:
    """All names of a row, the main one first."""
    return [row["name"], *(alias for alias in row["aliases"].split("|") if alias)]
