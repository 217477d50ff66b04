"""Crosswalks: every code and mode covered, the most telling row wins, and nothing is guessed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tidings.codebook.crosswalks import Acled, Crosswalks, load_crosswalks, side_of
from tidings.codebook.loader import SHIPPED, load_codebook

NONE = (None, None, None)


@pytest.fixture(scope="module")
def tables() -> Crosswalks:
    return load_codebook().crosswalks


@pytest.mark.parametrize(
    ("event", "cameo", "recipients", "wanted"),
    [
        (("ASSAULT", "firearms"), None, ["CVL"], "Attack"),
        (("ASSAULT", "firearms"), None, ["MIL", "CVL"], "Armed clash"),
        (("ASSAULT", "firearms"), None, [], "Armed clash"),
        (("ASSAULT", "suicide-attack"), None, ["CVL"], "Suicide bomb"),
        (("ASSAULT", None), "192", ["REB"], "Government regains territory"),
        (("ASSAULT", None), "190", ["REB"], "Armed clash"),
        (("PROTEST", "riot"), "1452", ["GOV"], "Violent demonstration"),
        (("RETREAT", "ceasefire"), None, [], "Agreement"),
        (("SUPPORT", None), "057", [], "Agreement"),
        (("SUPPORT", None), "051", [], None),
        (("REQUEST", "yield"), "1056", ["GOV"], None),
        (("PROTEST", "boycott"), None, [], None),
    ],
)
def test_acled(
    tables: Crosswalks,
    event: tuple[str, str | None],
    cameo: str | None,
    recipients: list[str],
    wanted: str | None,
) -> None:
    found = tables.to_acled(*event, cameo=cameo, recipients=recipients)
    assert found.sub_event_type == wanted
    assert bool(found.reason) or wanted is not None


@pytest.mark.parametrize(
    ("actors", "recipients", "wanted"),
    [
        (["MIL"], ["REB"], 1),
        (["REB"], ["GOV"], 1),
        (["MIL"], ["MIL"], 1),
        (["REB"], ["CRM"], 2),
        (["MIL"], ["CVL", "JRN"], 3),
        (["UAF"], ["CVL"], 3),
        (["MIL"], [], None),
        ([], ["CVL"], None),
        (["CVL"], ["CVL"], None),
        ([None], [None], None),
    ],
)
def test_ucdp_by_sides(
    tables: Crosswalks, actors: list[str], recipients: list[str], wanted: int | None
) -> None:
    found = tables.to_ucdp("ASSAULT", "firearms", actors=actors, recipients=recipients)
    assert found.violence == wanted
    assert found.reason


def test_ucdp_of_a_clash_takes_its_parties_for_the_two_sides(tables: Crosswalks) -> None:
    assert tables.to_ucdp("ASSAULT", actors=["MIL", "REB"], reciprocal=True).violence == 1
    assert tables.to_ucdp("ASSAULT", actors=["MIL"], reciprocal=True).violence is None


@pytest.mark.parametrize("event", [("ASSAULT", "destroy"), ("THREATEN", "violence"), ("PROTEST", "riot")])
def test_ucdp_counts_no_other_acts(tables: Crosswalks, event: tuple[str, str]) -> None:
    assert tables.to_ucdp(*event, actors=["MIL"], recipients=["REB"]).violence is None


def test_cameo_and_plover_agree_both_ways(tables: Crosswalks) -> None:
    for (kind, _), code in tables.cameo.items():
        assert kind in {found for found, _ in tables.to_plover(code)}, (kind, code)


def test_a_remark_is_no_act_and_says_why(tables: Crosswalks) -> None:
    assert tables.to_plover("012") == ()
    assert tables.no_plover["012"]
    with pytest.raises(KeyError):
        tables.to_plover("999")


def test_sides_of_nobody() -> None:
    assert side_of([]) == ""


def test_a_missing_mode_an_unknown_code_and_an_unreasoned_none_are_problems(tmp_path: Path) -> None:
    folder = tmp_path / "crosswalks"
    shutil.copytree(SHIPPED / "crosswalks", folder)
    with (folder / "plover_to_acled.csv").open("a", encoding="utf-8") as file:
        file.write("ASSAULT,juggling,,,,,,\n")
    with (folder / "cameo_to_plover.csv").open("a", encoding="utf-8") as file:
        file.write("999,AGREE,,\n")
    book = load_codebook()
    modes = {page.type: [mode for mode, _, _ in page.modes] for page in book.acts.pages.values()}
    modes["AID"].append("advice")
    problems = [str(p) for p in load_crosswalks(folder, codes=book.cameo, modes=modes)[1]]
    assert [p.split(": ", 1)[1] for p in problems] == [
        "code 999 is not in cameo.csv",
        "ASSAULT/juggling is no type or mode of data/types; mend or drop it",
        "no answer and no reason; give one of them",
        "AID/advice is missing; give its nearest code",
    ]
    assert isinstance(book.crosswalks.to_acled("ASSAULT"), Acled)
