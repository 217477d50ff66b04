"""The lists of actors: how forms are compared, what capitals they need, offices by date."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tidings.codebook.actor_data import read_day
from tidings.codebook.actors import ActorIndex, load_actors, pieces
from tidings.model.errors import CodebookError

COUNTRIES = """
- {id: country/TZA, name: Tanzania, iso3: TZA, names: [Tanzania], adjectives: [Tanzanian],
   demonyms: [Tanzanian, Tanzanians], capital: Dodoma, seats: [Dodoma], former: []}
"""
PERSONS = "id,name,aliases,country\nperson/juma-oreko,Juma Oreko,J. Oreko|Oreko Junior,TZA\n"
OFFICES = (
    "person,office,country,sector,start,end\n"
    "person/juma-oreko,Minister of Trade,TZA,GOV,1996,1999-05\n"
    "person/juma-oreko,President of Tanzania,TZA,GOV,2001-03-04,\n"
)
GROUPS = (
    "id,name,aliases,country,sector,start,end,source\n"
    "group/lake-front,Lake Liberation Front,LLF|the lakers,TZA,REB,,,x\n"
)
ROLES = "lemma,sector,takes_country,kind,inherits,note\npolice officer,COP,yes,person,no,\nspokesman,GOV,yes,person,yes,\n"


@pytest.fixture
def index(tmp_path: Path) -> ActorIndex:
    for name, text in (
        ("countries.yaml", COUNTRIES),
        ("persons.csv", PERSONS),
        ("offices.csv", OFFICES),
        ("groups.csv", GROUPS),
        ("roles.csv", ROLES),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return load_actors(tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Recep Tayyip Erdoğan", ("recep", "tayyip", "erdogan")),
        ("U.S.-led", ("us", "led")),
        ("Workers\u2019 Party", ("workers", "party")),
        ("the King's Guard", ("the", "king", "'s", "guard")),
        ("--", ()),
    ],
)
def test_pieces(text: str, expected: tuple[str, ...]) -> None:
    assert pieces(text) == expected


@pytest.mark.parametrize(
    ("form", "ids"),
    [
        ("Tanzania", ["country/TZA"]),
        ("Tanzanians", ["people/TZA"]),
        ("Tanzanian", ["country/TZA", "people/TZA"]),
        ("Juma Oreko", ["person/juma-oreko"]),
        ("Oreko Junior", ["person/juma-oreko"]),
        ("LLF", ["group/lake-front"]),
        ("Oreko", []),
        ("Lake Liberation", []),
        ("", []),
    ],
)
def test_named(index: ActorIndex, form: str, ids: list[str]) -> None:
    assert [entry.id for entry in index.named(form)] == ids


def test_forms_know_what_capitals_they_need(index: ActorIndex) -> None:
    cases = {
        key: forms[0].case
        for key, forms in index.forms.items()
        if key in {("llf",), ("lakers",), ("dodoma",)}
    }
    assert cases == {("llf",): "upper", ("lakers",): "any", ("dodoma",): "title"}


@pytest.mark.parametrize(
    ("day", "offices"),
    [
        ("1996-01-01", ["Minister of Trade"]),
        ("1999-05-31", ["Minister of Trade"]),
        ("1999-06-01", []),
        ("2001-03-03", []),
        ("2001-03-04", ["President of Tanzania"]),
        ("2025-01-01", ["President of Tanzania"]),
        ("1990-01-01", []),
    ],
)
def test_offices_on_a_day(index: ActorIndex, day: str, offices: list[str]) -> None:
    held = index.terms_on("person/juma-oreko", datetime.date.fromisoformat(day))
    assert [term.office for term in held] == offices


def test_roles(index: ActorIndex) -> None:
    officer, spokesman = index.role("police officer"), index.role("spokesman")
    assert officer is not None
    assert spokesman is not None
    assert (officer.sector, officer.inherits, spokesman.inherits) == ("COP", False, True)
    assert index.role("carpenter") is None


def test_longest_match_first(index: ActorIndex) -> None:
    found = ["the", "lake", "liberation", "front", "said"]
    assert [length for length, _ in index.matches(found, 1)] == [3]
    assert list(index.matches(found, 4)) == []
    assert list(index.matches(["lake", "liberation"], 0)) == []


def test_an_empty_folder_is_an_empty_index(tmp_path: Path) -> None:
    index = load_actors(tmp_path)
    assert (len(index.forms), len(index.roles), index.named("Tanzania")) == (0, 0, ())


def test_a_day_that_is_none_is_refused_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "persons.csv").write_text(PERSONS, encoding="utf-8")
    (tmp_path / "offices.csv").write_text(OFFICES.replace("1999-05", "May 1999"), encoding="utf-8")
    with pytest.raises(CodebookError, match=r"offices.csv:2: person/juma-oreko: 'May 1999' is no day"):
        load_actors(tmp_path)


@pytest.mark.parametrize(
    ("text", "last", "day"),
    [
        ("2012-02", True, "2012-02-29"),
        ("2012-02", False, "2012-02-01"),
        ("2012-12", True, "2012-12-31"),
        ("1988", False, "1988-01-01"),
        ("1988-07-09", True, "1988-07-09"),
    ],
)
def test_read_day(text: str, last: bool, day: str) -> None:
    assert read_day(text, last=last) == datetime.date.fromisoformat(day)


def test_shipped_roles_have_known_sectors_and_kinds() -> None:
    folder = Path(load_actors.__code__.co_filename).parent / "data" / "actors"
    index = load_actors(folder)
    sectors = {role.sector for role in index.roles.values()} - {None}
    assert sectors <= {
        "GOV",
        "MIL",
        "COP",
        "SPY",
        "LEG",
        "JUD",
        "OPP",
        "PTY",
        "REB",
        "PRM",
        "UAF",
        "CRM",
        "CVL",
        "REF",
        "JRN",
        "BUS",
        "EDU",
        "MED",
        "REL",
        "LAB",
        "SOC",
        "ELI",
        "UNK",
        "IGO",
    }
    assert {role.kind for role in index.roles.values()} == {
        "person",
        "body",
        "people",
        "unit",
        "title",
        "country",
    }
    assert len(index.roles) >= 800
