"""The rings of `check`: each refuses what it should, with file and line, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidings.check import check_codebook
from tidings.codebook.actors import load_actors
from tidings.codebook.loader import load_codebook
from tidings.codebook.whole_set import ambiguous_forms, overlapping_terms, unreachable_names
from tidings.pipeline import Coder

TYPE = """type: CONSULT
acts:
  - id: sketch-slowly
    verb: sketch
    actor: subject
    recipient: object
    examples:
      - "[actor Envoys from Chad] [act sketched] [recipient rebels] on Monday."
      - "[actor Envoys from Chad] [act sketched] [recipient the sultan's cook] and said so."
      - {text: "[actor Envoys from Chad] [act sketched] [recipient rebels] on Friday.", status: future}
    misses:
      - "The rebels sketched the army."
      - "Nobody met."
  - id: sketch-yonder
    verb: sketch
"""
BODY = "id,name,aliases,country,sector,start,end,source\n"


def _overlay(folder: Path, text: str) -> Path:
    (folder / "mine" / "types").mkdir(parents=True)
    (folder / "mine" / "types" / "x.yaml").write_text(text, encoding="utf-8")
    return folder / "mine"


def test_shape_and_set_of_the_shipped_codebook_are_clean() -> None:
    assert [str(p) for p in check_codebook()] == []


def test_examples_and_misses_are_coded_and_told_with_their_lines(tmp_path: Path, coder: Coder) -> None:
    mine = _overlay(tmp_path, TYPE)
    problems = [
        p
        for p in check_codebook(mine, types=["CONSULT"], language=lambda: coder.language)
        if p.file.endswith("x.yaml")
    ]
    assert [(p.line, p.message.partition(": ")[0].partition(" (")[0]) for p in problems] == [
        (10, "CONSULT/sketch-slowly@mine"),
        (12, "CONSULT/sketch-slowly@mine fires on its miss"),
        (14, "CONSULT/sketch-yonder@mine and CONSULT/sketch-slowly@mine"),
    ]


def test_without_faults_there_is_nothing_to_tell(tmp_path: Path, coder: Coder) -> None:
    good = TYPE.split("  - id: sketch-yonder")[0].replace('      - {text: "', "      # ")
    good = good.replace('      - "The rebels sketched the army."\n', "")
    mine = _overlay(tmp_path, good)
    found = check_codebook(mine, types=["CONSULT"], language=lambda: coder.language)
    assert [str(p) for p in found if p.file.endswith("x.yaml")] == []


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ("group/a,Red Star,,TZA,REB,,,x\ngroup/b,Red Star,,TZA,REB,,,x\n", 1),
        ("group/a,Red Star,,TZA,REB,,1990,x\ngroup/b,Red Star,,TZA,REB,1995,,x\n", 0),
        ("group/a,Red Star,,,REB,,,x\ngroup/b,Blue Star,Red Star,,REB,,,x\n", 1),
        ("group/a,Red Star,,,REB,,,x\ngroup/b,Blue Star,,,REB,,,x\n", 0),
    ],
)
def test_one_form_for_two_bodies(tmp_path: Path, rows: str, count: int) -> None:
    (tmp_path / "countries.yaml").write_text(
        "- {id: country/TZA, name: Tanzania, iso3: TZA, names: [Tanzania]}\n", encoding="utf-8"
    )
    (tmp_path / "groups.csv").write_text(BODY + rows, encoding="utf-8")
    assert len(ambiguous_forms(load_actors(tmp_path))) == count


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("President,TZA,GOV,2001-03-04,2005-06-07", "President,TZA,GOV,2005-06-05,2007-02-03", 1),
        ("President,TZA,GOV,2001-03-04,2005-06-07", "President,TZA,GOV,2005-06-07,2007-02-03", 0),
        ("President,TZA,GOV,2001-03-04,2005-06-07", "President,KEN,GOV,2004-06-07,2007-02-03", 0),
        ("President,TZA,GOV,2001-03-04,2005-06-07", "President,TZA,GOV,2005,2007", 0),
        ("President,TZA,GOV,2001-03-04,2005-06-07", "Deputy Minister,TZA,GOV,2004-06-07,2007-02-03", 0),
        ("President,TZA,GOV,2001-03-04,", "President,TZA,GOV,2005-06-05,2007-02-03", 0),
    ],
)
def test_two_persons_in_one_office(tmp_path: Path, first: str, second: str, count: int) -> None:
    (tmp_path / "countries.yaml").write_text(
        "- {id: country/TZA, name: Tanzania, iso3: TZA}\n- {id: country/KEN, name: Kenya, iso3: KEN}\n",
        encoding="utf-8",
    )
    (tmp_path / "persons.csv").write_text(
        "id,name,aliases,country\nperson/a,Ana Bo,,TZA\nperson/c,Ceo Do,,TZA\n", encoding="utf-8"
    )
    (tmp_path / "offices.csv").write_text(
        f"person,office,country,sector,start,end\nperson/a,{first}\nperson/c,{second}\n", encoding="utf-8"
    )
    problems = overlapping_terms(load_actors(tmp_path))
    assert len(problems) == count
    assert all("mend the days" in p.message for p in problems)


def test_a_name_that_is_never_an_actor_cannot_be_reached(tmp_path: Path) -> None:
    (tmp_path / "groups.csv").write_text(BODY + "group/a,Red Star,,,REB,,,x\n", encoding="utf-8")
    (tmp_path / "false_friends.yaml").write_text(
        "- {form: Red Star, not: actor, kind: sports-team, why: A club.}\n", encoding="utf-8"
    )
    assert [p.message.partition(" ")[0] for p in unreachable_names(load_actors(tmp_path))] == ["group/a"]


OFFICES = "person,office,country,sector,start,end\n"
PERSONS = "id,name,aliases,country\nperson/zed-quay,Zed Quay,,FJI\nperson/zoe-quern,Zoe Quern,,FJI\n"
TERMS = """person/zed-quay,Harbour Minister,FJI,GOV,1890-03-04,1892-05-06
person/zed-quay,Harbour Minister,FJI,GOV,1891-03-04,1893-05-06
person/zed-quay,Emperor,FJI,GOV,1880-03-04,1885-05-06
person/zoe-quern,Emperor,FJI,GOV,1884-03-04,1889-05-06
"""


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        ("offices.csv", OFFICES + TERMS, 3, "person/zed-quay holds Harbour Minister (FJI) twice at 1891-03-04"),
        ("offices.csv", OFFICES + TERMS, 5, "Emperor (FJI): person/zed-quay until 1885-05-06 and person/zoe-quern"),
        ("groups.csv", BODY + "group/q1,Quern Front,,FJI,REB,,,x\ngroup/q2,Quern Front,,FJI,REB,,,x\n", 3, "'quern front' means"),
        ("groups.csv", BODY + "group/q1,Quern Front,,FJI,REB,,,x\ngroup/q1,Quern,,FJI,REB,,,x\n", 3, "group/q1 stands here twice"),
        ("groups.csv", BODY + "group/q1,Quern Front,,FIJ,REB,,,x\n", 2, "country 'FIJ' is neither"),
        ("groups.csv", BODY + "group/q1,Quern Front,,FJI,RBL,,,x\n", 2, "sector 'RBL' is none of"),
        ("groups.csv", BODY + "group/q1,Quern Front,,FJI,REB,1994-13-01,,x\n", 2, "'1994-13-01' is no day"),
        ("offices.csv", OFFICES + "person/zog-quill,Emperor,FJI,GOV,1880,\n", 2, "person/zog-quill is not in persons.csv"),
        ("periods.csv", "group,country,sector,start,end\ngroup/no-such,FJI,REB,1994,\n", 2, "group/no-such is in no list of bodies"),
        ("roles.csv", "lemma,sector,takes_country,kind,inherits,note\nquernsman,CVL,maybe,person,no,\n", 2, "takes_country 'maybe' is none of"),
        ("false_friends.yaml", "- {form: Quern Front, not: actor, kind: brand, why: Soap.}\n", 1, "group/q9 has no form left"),
        ("countries.yaml", "- {id: country/FJI, name: Fiji, iso3: FJI, iso3: FJI}\n", 1, "duplicate key 'iso3'"),
    ],
)  # fmt: skip
def test_faults_of_lists_are_told_with_their_line(
    tmp_path: Path, name: str, text: str, line: int, message: str
) -> None:
    folder = tmp_path / "mine" / "actors"
    folder.mkdir(parents=True)
    (folder / "persons.csv").write_text(PERSONS, encoding="utf-8")
    if name == "false_friends.yaml":
        (folder / "groups.csv").write_text(BODY + "group/q9,Quern Front,,FJI,REB,,,x\n", encoding="utf-8")
    (folder / name).write_text(text, encoding="utf-8")
    found = check_codebook(tmp_path / "mine")
    assert [(p.file, p.line) for p in found if message in p.message] == [(str(folder / name), line)]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("type: AID\nacts:\n  - {id: a, verb: quern, verb: quail}\n", 3, "duplicate key 'verb'"),
        ("type: AID\nacts:\n  - {id: a, verb: quern, cameo: '0799'}\n", 3, "CAMEO code '0799' does not exist"),
        ("type: AID\nacts:\n  - {id: a, verb: quern, contexts: [sport]}\n", 3, "context 'sport' is none of"),
        ("type: AID\nacts:\n  - {id: a, verb: quern, where: {object: $querns}}\n", 3, "the word list $querns does not exist"),
        ("type: AID\nacts:\n  - {id: a, verb: quern}\n  - {id: b, verb: quern}\n", 4, "give 'quern' two meanings"),
        ("type: AID\nacts:\n  - {id: a, verb: quern | quern}\n", 3, "lists 'quern' twice"),
    ],
)  # fmt: skip
def test_faults_of_acts_are_told_with_their_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    mine = _overlay(tmp_path, text)
    found = [(p.file, p.line) for p in check_codebook(mine) if message in p.message]
    assert found == [(str(mine / "types" / "x.yaml"), line)]


def test_every_mode_of_the_ontology_is_reached() -> None:
    from tidings.codebook.counts import count

    found = count(load_codebook())
    assert found.modes_missing == ()
    assert found.counts["types"] == 16
