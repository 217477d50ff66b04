"""Overlays: add, replace and remove in every list, with a report, another version, and strict refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidings.codebook.layers import Change
from tidings.codebook.loader import Codebook, load_codebook
from tidings.codebook.overlay_report import change_counts, change_names
from tidings.model.article import Article
from tidings.model.errors import CodebookError, UsageError
from tidings.pipeline import Coder, code_article

ACTS = """type: PROTEST
acts:
  - id: sketch-mockingly
    verb: sketch
    mode: demo
    cameo: "141"
    examples:
      - "[actor Residents of Santa Fe] [act sketched] [recipient the mayor] on Sunday."
    misses:
      - "The sketched plan was lost."
"""


@pytest.fixture(scope="module")
def shipped() -> Codebook:
    return load_codebook()


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    for name in ("types", "actors", "places"):
        (folder / name).mkdir(parents=True)
    (folder / "types" / "PROTEST.yaml").write_text(ACTS, encoding="utf-8")
    return folder


def _put(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_an_act_is_added_and_named_in_rule_and_report(mine: Path, shipped: Codebook, coder: Coder) -> None:
    book = load_codebook(mine)
    assert book.changes == (Change("mine", "acts", "added", "PROTEST/sketch-mockingly"),)
    assert book.version != shipped.version
    assert len(book.acts.acts) == len(shipped.acts.acts) + 1
    article = Article(id="a", text="Residents of Santa Fe sketched the mayor on Sunday.")
    found = code_article(article, Coder(coder.language, book)).records
    assert [r.rule for r in found if r.kind == "event"] == ["PROTEST/sketch-mockingly@mine"]
    assert all(r.rule != "PROTEST/sketch-mockingly" for r in code_article(article, coder).records)


def test_an_act_is_replaced_and_another_removed(mine: Path, shipped: Codebook) -> None:
    _put(
        mine,
        "types/PROTEST.yaml",
        "type: PROTEST\nacts:\n  - {id: demonstrate, verb: demonstrate, mode: demo}\n  - {id: riot, remove: true}\n",
    )
    ids = {act.rule for act in shipped.acts.acts}
    other = next(
        rule for rule in sorted(ids) if rule.startswith("PROTEST/") and rule != "PROTEST/demonstrate"
    )
    _put(
        mine,
        "types/PROTEST.yaml",
        "type: PROTEST\nacts:\n  - {id: demonstrate, verb: demonstrate, mode: demo}\n"
        f"  - {{id: {other.partition('/')[2]}, remove: true}}\n",
    )
    book = load_codebook(mine)
    rules = {act.rule for act in book.acts.acts}
    assert "PROTEST/demonstrate@mine" in rules
    assert not {"PROTEST/demonstrate", other} & rules
    assert change_counts(book.changes) == ["mine: 1 acts replaced, 1 acts removed"]
    assert f"- acts {other} (mine)" in change_names(book.changes)


def test_actors_places_false_friends_and_speech_words(mine: Path, shipped: Codebook) -> None:
    head = "id,name,aliases,country,sector,start,end,source"
    _put(mine, "actors/groups.csv", f"{head}\ngroup/reed-front,Reed Front,RFX,TZA,REB,2019,,me\n")
    _put(mine, "actors/organisations.csv", f"{head},remove\norg/38-north,,,,,,,,yes\n")
    _put(mine, "actors/false_friends.yaml", "- {form: Reed, not: actor, kind: person-name, why: A name.}\n")
    _put(
        mine,
        "places/supplement.csv",
        "name,aliases,country,lat,lon,geonameid,precision\nReed Marsh,The Reeds,TZA,-8.5,36.1,,region\n",
    )
    _put(mine, "speech.yaml", "said:\n  verbs: natter\n  remove: boast\n")
    book = load_codebook(mine)
    assert [e.id for e in book.actors.named("RFX")] == ["group/reed-front"]
    assert shipped.actors.named("38 North")
    assert book.actors.named("38 North") == ()
    assert "reed" in book.actors.false_friends
    assert [(p.name, p.precision) for p in book.gazetteer.look_up("the reeds")][:1] == [
        ("Reed Marsh", "region")
    ]
    assert shipped.gazetteer.look_up("the reeds") != book.gazetteer.look_up("the reeds")
    assert book.speech.said - shipped.speech.said == {"natter"}
    assert shipped.speech.said - book.speech.said == {"boast"}
    assert change_counts(book.changes) == [
        "mine: 1 acts added, 1 false friends added, 1 groups added, 1 organisations removed, 1 places added, "
        "1 speech words added, 1 speech words removed"
    ]


def test_the_last_overlay_is_on_top(mine: Path, tmp_path: Path) -> None:
    yours = tmp_path / "yours"
    (yours / "types").mkdir(parents=True)
    _put(yours, "types/more.yaml", "type: PROTEST\nacts:\n  - {id: sketch-mockingly, remove: true}\n")
    assert all("sketch-mockingly" not in act.rule for act in load_codebook([mine, yours]).acts.acts)
    with pytest.raises(CodebookError, match="PROTEST/sketch-mockingly cannot be removed"):
        load_codebook([yours, mine])


def test_an_overlay_never_changes_the_shipped_version(mine: Path, shipped: Codebook) -> None:
    load_codebook(mine)
    assert load_codebook().version == shipped.version


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("types/x.yaml", "type: JUGGLE\nacts: []\n", "type 'JUGGLE' is none of the 16 types"),
        ("types/x.yaml", "type: AID\nact: []\n", "unknown key 'act'"),
        ("types/x.yaml", "type: AID\nacts:\n  - {verb: feed}\n", "an act needs an id"),
        ("types/x.yaml", "type: AID\nacts:\n  - {id: a, verb: feed, colour: red}\n", "unknown key 'colour'"),
        ("types/x.yaml", "type: AID\nacts:\n  - {id: a, verb: feed, cameo: '195'}\n", "belongs to ASSAULT"),
        (
            "types/x.yaml",
            "type: AID\nacts:\n  - {id: a, verb: feed, mode: aerial}\n",
            "'aerial' does not exist",
        ),
        (
            "types/x.yaml",
            "type: AID\nacts:\n  - {id: a, verb: feed, where: {object: $nope}}\n",
            r"word list \$nope",
        ),
        (
            "types/x.yaml",
            "type: AID\nacts:\n  - {id: a, verb: b}\n  - {id: a, verb: c}\n",
            "stands here twice",
        ),
        ("types/x.yaml", "type: AID\nid: 1\nid: 2\n", "duplicate key 'id'"),
        ("actors/groups.csv", "id,name\n", "the column 'aliases' is missing"),
        ("actors/group.csv", "id,name\n", "no such codebook file"),
        (
            "actors/persons.csv",
            "id,name,aliases,country,remove\nperson/no-such-person,,,,yes\n",
            "cannot be removed",
        ),
        (
            "actors/groups.csv",
            "id,name,aliases,country,sector,start,end,source\ngroup/x,X,,ZZZ,ARMY,2001,1999,me\n",
            "country 'ZZZ' is neither",
        ),
        (
            "actors/offices.csv",
            "person,office,country,sector,start,end\nperson/nobody-known,Mayor,TZA,GOV,,\n",
            "is not in persons.csv",
        ),
        ("speech.yaml", "shouted:\n  verbs: holler\n", "'shouted' is no section"),
        ("actors/false_friends.yaml", "- {form: Reed, not: actor, wen: {next: [x]}}\n", "unknown key 'wen'"),
        (
            "places/supplement.csv",
            "name,aliases,country,lat,lon,geonameid,precision\nX,,TZA,95,1,,city\n",
            "lat '95' is no number from -90 to 90",
        ),
    ],
)
def test_faults_name_the_file(mine: Path, file: str, text: str, message: str) -> None:
    _put(mine, file, text)
    with pytest.raises(CodebookError, match=message) as error:
        load_codebook(mine)
    assert str(mine / file) in str(error.value)


def test_all_faults_are_told_at_once(mine: Path) -> None:
    _put(
        mine,
        "types/x.yaml",
        "type: AID\nacts:\n  - {id: a, verb: feed, needs: luck, contexts: [sport], aim: x}\n",
    )
    _put(mine, "speech.yaml", "said:\n  remove: zzz\n")
    with pytest.raises(CodebookError) as error:
        load_codebook(mine)
    assert len(str(error.value).splitlines()) == 4


def test_no_folder_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such folder"):
        load_codebook(tmp_path / "absent")
    with pytest.raises(UsageError, match="no codebook file in it"):
        load_codebook(tmp_path)
