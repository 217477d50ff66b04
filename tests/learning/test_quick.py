"""Lessons from a codebook folder of one's own: what they change, what they leave, when they are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidings.check import cases_of, fault_of
from tidings.cli import main
from tidings.codebook.lessons import FILE, Lesson, read_lessons, write_lessons
from tidings.codebook.loader import Codebook, load_codebook
from tidings.language.kept_parses import analyse_kept
from tidings.learning.quick import Quick, learn_quickly, own_cases
from tidings.model.article import Article
from tidings.model.errors import CodebookError
from tidings.pipeline import Coder, code_article

OWN = """
type: ACCUSE
acts:
  - id: blister
    verb: blister
    actor: none
    examples:
      - "[actor The minister] [act blistered] about [recipient the Kenyan army] in a speech on Monday."
      - "[actor Police] [act blistered] about [recipient the minister]."
    misses:
      - "The paint blistered in the sun."
"""
# it fires on anybody who blisters
MISS = """
type: ACCUSE
acts:
  - id: blister
    verb: blister
    examples:
      - "[actor Police] [act blistered] about [recipient the minister]."
    misses:
      - "The minister blistered in the sun."
"""
GUARDS = ("ACCUSE/condemn", "ASSAULT/bomb", "ASSAULT/bomb-from-air")


def overlay(folder: Path, text: str) -> Path:
    (folder / "mine" / "types").mkdir(parents=True)
    (folder / "mine" / "types" / "own.yaml").write_text(text, encoding="utf-8")
    return folder / "mine"


def quickly(own: Path, coder: Coder) -> Quick:
    """What the folder teaches, guarded by the sentences of a few shipped acts."""
    book = load_codebook(own)
    theirs = [case for case in cases_of(coder.codebook) if case.act.rule in GUARDS]
    return learn_quickly(book, own_cases(book, coder.codebook), theirs, lambda: coder.language)


def learnt(folder: Path, coder: Coder, text: str) -> tuple[Quick, Codebook]:
    """What `text` teaches beyond the shipped codebook, and the codebook with it."""
    own = overlay(folder, text)
    quick = quickly(own, coder)
    write_lessons(quick.lessons, own / "judges" / FILE)
    return quick, load_codebook(own)


def events(coder: Coder, book: Codebook, text: str) -> list[tuple[str, list[str | None], list[str | None]]]:
    coded = code_article(Article(id="a", text=text), Coder(coder.language, book))
    return [
        (e.rule.partition("@")[0], [a.sector for a in e.actors], [a.sector for a in e.recipients])
        for e in coded.events
    ]


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory, coder: Coder) -> tuple[Quick, Codebook]:
    return learnt(tmp_path_factory.mktemp("own"), coder, OWN)


def test_what_becomes_of_each_sentence(taught: tuple[Quick, Codebook]) -> None:
    quick, _ = taught
    assert [(t.text[:13], t.how) for t in quick.taught] == [
        ("The minister ", "learnt"),
        ("Police bliste", "known"),  # the first lesson covers it
        ("The paint bli", "known"),
    ]
    assert [(lesson.lemma, lesson.actors, lesson.recipients) for lesson in quick.lessons] == [
        ("blister", (("nsubj",),), (("prep about", "pobj"),))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The president blistered about the Kenyan police in a speech on Friday.", [("ACCUSE/blister", ["GOV"], ["COP"])]),
        ("The army blistered about the minister in a speech.", [("ACCUSE/blister", ["MIL"], ["GOV"])]),
        ("The paint blistered on the wall.", []),
        ("The minister spoke about the Kenyan army in a speech on Monday.", []),
    ],
)  # fmt: skip
def test_the_same_word_among_the_same_things(
    coder: Coder, taught: tuple[Quick, Codebook], text: str, expected: list[object]
) -> None:
    assert events(coder, taught[1], text) == expected


def test_without_the_lesson_the_rule_finds_nothing(tmp_path: Path, coder: Coder) -> None:
    book = load_codebook(overlay(tmp_path, OWN))
    text = "The president blistered about the Kenyan police in a speech on Friday."
    assert events(coder, book, text) == []


def test_a_record_says_what_taught_it(coder: Coder, taught: tuple[Quick, Codebook]) -> None:
    article = Article(id="a", text="The president blistered about the Kenyan police in a speech on Friday.")
    (event,) = code_article(article, Coder(coder.language, taught[1])).events
    assert event.path[0] == (
        "act ACCUSE/blister@mine (taught: The minister blistered about the Kenyan army in a speech on Monday.)"
    )
    assert event.confidence >= 0.8


def test_other_articles_are_read_as_before(coder: Coder, taught: tuple[Quick, Codebook]) -> None:
    text = "Army jets bombed rebel positions near Kano on Friday. The minister condemned the raid."
    assert events(coder, taught[1], text) == events(coder, coder.codebook, text)


def test_a_miss_takes_the_act_out_and_only_there(tmp_path: Path, coder: Coder) -> None:
    quick, book = learnt(tmp_path, coder, MISS)
    assert [t.how for t in quick.taught] == ["learnt", "learnt"]
    assert [lesson.rule.partition("@")[0] for lesson in quick.lessons] == ["ACCUSE/blister", ""]
    article = Article(id="a", text="The minister blistered in the sun.")
    coded = code_article(article, Coder(coder.language, book))
    assert coded.events == ()
    assert [
        (d.stage, d.reason.partition(":")[0].partition("@")[0]) for d in coded.dropped if d.stage == "lessons"
    ] == [("lessons", "ACCUSE/blister")]
    said = "The army blistered about the minister."
    assert events(coder, book, said) == [("ACCUSE/blister", ["MIL"], ["GOV"])]


def test_a_taught_sentence_has_no_fault_any_more(tmp_path: Path, coder: Coder) -> None:
    own = overlay(tmp_path, OWN)
    book = load_codebook(own)
    mine = own_cases(book, coder.codebook)
    quick = learn_quickly(book, mine, [], lambda: coder.language)
    write_lessons(quick.lessons, own / "judges" / FILE)
    analyses = analyse_kept([case.example.text for case in mine], lambda: coder.language)
    after = load_codebook(own)
    faults = [
        [fault_of(case, analyses[case.example.text], after, which) is None for case in mine]
        for which in ({}, after.lessons)
    ]
    assert faults == [[False, False, True], [True, True, True]]


def test_a_lesson_that_changes_a_shipped_sentence_is_refused(tmp_path: Path, coder: Coder) -> None:
    text = """
type: SUPPORT
acts:
  - id: bomb-own
    verb: bomb
    examples:
      - "[actor Kenyan jets] [act bombed] [recipient rebel positions] near the border on Friday."
"""
    quick = quickly(overlay(tmp_path, text), coder)
    assert [t.how for t in quick.taught] == ["not learnt"]
    assert quick.taught[0].reason.startswith("it would change how ASSAULT/bomb")
    assert quick.lessons == ()


def test_lessons_survive_their_file(tmp_path: Path) -> None:
    lesson = Lesson(
        "blister", "VERB", "ACCUSE/x", ("is ROOT", "nsubj"), (("nsubj",),), (("prep about", "pobj"),), "Äh."
    )
    write_lessons([lesson], tmp_path / FILE)
    assert read_lessons([tmp_path]) == {("blister", "VERB"): (lesson,)}
    write_lessons([], tmp_path / FILE)
    assert read_lessons([tmp_path, tmp_path / "none"]) == {}


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"lessons": 3}', '{"lessons": [{}]}',
     '{"lessons": [{"lemma": 1, "pos": "", "rule": "", "around": [], "actors": [], "recipients": [], "text": ""}]}',
     '{"lessons": [{"lemma": "", "pos": "", "rule": "", "around": [], "actors": ["x"], "recipients": [], "text": ""}]}'],
)  # fmt: skip
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(CodebookError, match=r"lessons.json:1: not lessons as `tidings train --quick` writes"):
        read_lessons([tmp_path])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["train"], "train needs the FOLDER of marked articles"),
        (["train", "--quick"], "train --quick needs --codebook FOLDER"),
    ],
)
def test_the_command_says_what_it_needs(
    capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert main(arguments) == 2
    assert told in capsys.readouterr().err
