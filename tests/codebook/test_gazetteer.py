"""The gazetteer: what a name can mean, and when a name alone says the country."""

from __future__ import annotations

import csv
import pathlib

import pytest

from tidings.codebook.gazetteer import Gazetteer
from tidings.codebook.gazetteer_file import (
    GazetteerFile,
    Row,
    fold,
    keys_of,
    without_article,
    write_gazetteer,
)
from tidings.codebook.place_words import place_words

DATA = pathlib.Path(__file__).parents[2] / "src/tidings/codebook/data/places"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Maiduguri", "NGA"),
        ("Jordan", "JOR"),
        ("Chad", "TCD"),
        ("the Netherlands", "NLD"),
        ("U.S.", "USA"),
        ("Sevastopol", "UKR"),
        ("Kiev", "UKR"),
        ("Kyiv", "UKR"),
        ("Al-Hasakah", "SYR"),
        ("Hasakeh", "SYR"),
        ("Tigray", "ETH"),
        ("Eastern Ghouta", "SYR"),
        ("Bagram", "AFG"),
        ("Kentucky", "USA"),
        ("Springfield", "USA"),  # in many states, but of one country
    ],
)
def test_a_name_that_says_the_country(gazetteer: Gazetteer, name: str, country: str) -> None:
    assert gazetteer.country_of(name) == country


@pytest.mark.parametrize(
    "name",
    [
        "Kashmir",  # in several countries
        "the Sahel",
        "Persian Gulf",
        "Europe",
        "San Miguel",  # large towns of the name in several countries
        "Santa Rosa",
        "Qwertyville",
        "x",
        "",
    ],
)
def test_a_name_that_does_not(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.country_of(name) is None


def test_places_come_with_what_tells_them_apart(gazetteer: Gazetteer) -> None:
    found = [(p.country, p.admin1) for p in gazetteer.look_up("Tripoli") if p.kind == "P"][:2]
    assert found == [("LBY", "Tripoli"), ("LBN", "North Lebanon")]


def test_states_counties_and_towns_of_one_name(gazetteer: Gazetteer) -> None:
    kinds = {(p.kind, p.country) for p in gazetteer.look_up("Georgia")}
    assert {("C", "GEO"), ("A", "USA")} <= kinds
    counties = {p.code for p in gazetteer.look_up("Harlan County") if p.kind == "B"}
    assert {"KY", "NE"} <= counties


def test_the_supplement_is_not_a_second_place(gazetteer: Gazetteer) -> None:
    manbij = gazetteer.look_up("Manbij")
    assert [(p.kind, p.country) for p in manbij] == [("S", "SYR")]
    assert manbij[0].geonameid == 167357


def test_abbreviations(gazetteer: Gazetteer) -> None:
    assert gazetteer.expand("W. Va.") == ("West Virginia", "USA")
    assert gazetteer.expand("Ont.") == ("Ontario", "CAN")
    assert gazetteer.expand("Inc.") is None
    assert gazetteer.expand("Mali") is None


def test_nationality_words(gazetteer: Gazetteer) -> None:
    assert gazetteer.nation_of("Kenyan") == "KEN"
    assert gazetteer.nation_of("Kenya") is None
    assert gazetteer.nation_of("urban") is None


def test_folding() -> None:
    assert fold("Ra’s al-‘Ayn") == "ras al ayn"
    assert fold("St. John's") == "st johns"
    assert without_article("al bab") == "bab"
    assert without_article("alaska") is None
    assert keys_of(["Mérida", "Ωμέγα", "A", "Łódź"]) == {"merida", "lodz"}


def test_a_file_reads_back_what_was_written(tmp_path: pathlib.Path) -> None:
    row = Row(
        geonameid=7,
        name="Nový Dvor",
        country="CZE",
        kind="P",
        admin1="Kraj",
        admin2="",
        code="",
        lat=-12.5,
        lon=170.25,
        population=321,
        keys={"novy dvor", "new court"},
    )
    path = tmp_path / "g.bin"
    write_gazetteer(path, [row])
    first = path.read_bytes()
    write_gazetteer(path, [row])
    assert path.read_bytes() == first
    file = GazetteerFile(path)
    assert file.numbers("new court") == [0]
    assert file.numbers("old court") == []
    assert file.row(0) == (7, "Nový Dvor", "CZE", "P", "Kraj", "", "", -12.5, 170.25, 321)


def test_a_file_of_another_kind_is_refused(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "g.bin"
    path.write_bytes(b"not a gazetteer, but long enough to be one")
    with pytest.raises(ValueError, match=r"g\.bin"):
        GazetteerFile(path)


@pytest.mark.parametrize("name", ["countries", "supplement"])
def test_points_and_countries_of_the_lists(name: str) -> None:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    wrong = [
        row["name"]
        for row in rows
        if not (-90 <= float(row["lat"]) <= 90 and -180 <= float(row["lon"]) <= 180)
        or (row["country"] and not (len(row["country"]) == 3 and row["country"].isupper()))
        or row.get("precision", "country") not in {"exact", "city", "district", "region", "country", "area"}
    ]
    assert wrong == []
    assert len({(r["name"], r["country"]) for r in rows}) == len(rows)


def test_the_supplement_lies_where_it_says(gazetteer: Gazetteer) -> None:
    """No place of the supplement is further from the middle of its country than the country is large."""
    with (DATA / "supplement.csv").open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["country"]]
    astray = []
    for row in rows:
        country = gazetteer.country(row["country"])
        place = next((p for p in gazetteer.look_up(row["name"]) if p.country == row["country"]), None)
        if country is None:
            continue
        if place is None or place.kilometres(country) > 6500:
            astray.append(row["name"])
    assert astray == []


def test_word_lists() -> None:
    assert "outskirts" in place_words("part")
    assert place_words("speech act").isdisjoint(place_words("act of violence"))
    with pytest.raises(KeyError):
        place_words("no such kind")
