"""Who said what: quotations and reported speech, texts written for these tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tidings.codebook.loader import SHIPPED
from tidings.codebook.speech import SpeechCues, load_speech
from tidings.coding.statements import find_attitudes, find_statements, said_by_chain, speakers_of
from tidings.language.analyse import analyse
from tidings.language.pipeline import load_language
from tidings.model.article import Article
from tidings.model.records import Statement

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True)
class Kit:
    """The language model and the speech cues, loaded once."""

    language: Language
    speech: SpeechCues


@pytest.fixture(scope="module")
def kit() -> Kit:
    return Kit(load_language(), load_speech(SHIPPED / "speech.yaml"))


def statements(kit: Kit, text: str) -> tuple[Statement, ...]:
    analysis = analyse(Article(id="t", text=text), kit.language)
    return find_statements(analysis, (), kit.speech)


def told(kit: Kit, text: str) -> list[tuple[str | None, str, str]]:
    """(speaker, form, content) of every statement."""
    return [(s.speaker.text if s.speaker else None, s.form, s.content.quote) for s in statements(kit, text)]


FOUND = [
    (
        '"We will keep the port open," Minister Adan Weli said.',
        [("Minister Adan Weli", "direct", "We will keep the port open")],
    ),
    ('"The bridge is gone," said Mira Olt, a nurse.', [("Mira Olt", "direct", "The bridge is gone")]),
    ('Weli said: "The port stays open."', [("Weli", "direct", "The port stays open.")]),
    ("\u201cThe port stays open,\u201d Weli said.", [("Weli", "direct", "The port stays open")]),
    ("``The port stays open,'' Weli said.", [("Weli", "direct", "The port stays open")]),
    (
        "'The port stays open for all ships,' Weli said.",
        [("Weli", "direct", "The port stays open for all ships")],
    ),
    (
        '"The army left. Nobody is in the town," Weli said.',
        [("Weli", "direct", "The army left."), ("Weli", "direct", "Nobody is in the town")],
    ),
    ("The governor said the town had been taken.", [("The governor", "indirect", "the town had been taken")]),
    (
        "The town had been taken, the governor said.",
        [("the governor", "indirect", "The town had been taken")],
    ),
    (
        "Rebels denied that they had shelled the market.",
        [("Rebels", "indirect", "they had shelled the market")],
    ),
    (
        'The governor said the raid was "a grave mistake" by the army.',
        [("The governor", "mixed", 'the raid was "a grave mistake" by the army')],
    ),
    (
        "Nine soldiers were killed, according to the governor.",
        [("the governor", "indirect", "Nine soldiers were killed")],
    ),
    (
        "According to the governor, nine soldiers were killed.",
        [("the governor", "indirect", "nine soldiers were killed")],
    ),
    (
        "The president accused the militia of burning two villages.",
        [("The president", "indirect", "burning two villages")],
    ),
    ("The president called the vote a sham.", [("The president", "indirect", "the vote a sham")]),
    ("The ministry said it, and nobody doubted it.", []),
]

NOTHING = [
    "The army confirmed the toll.",
    "The president urged the militia to leave the town.",
    "The mayor called his sister on Friday.",
    "The film is called Winter Harbour.",
    "The rubble indicated that the shells came from the east.",
    "Soldiers crossed the river and burned the depot.",
    'The novel "Winter Harbour" sold well.',
    "They were paid according to rank.",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_statements_are_found(kit: Kit, text: str, expected: list[tuple[str | None, str, str]]) -> None:
    assert told(kit, text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_statement(kit: Kit, text: str) -> None:
    assert told(kit, text) == []


def test_interrupted_quotation_is_one_statement_of_two_parts(kit: Kit) -> None:
    found = statements(kit, '"We will act," Weli said, "and we will act now."')
    assert [(s.form, [p.quote for p in s.content_parts]) for s in found] == [
        ("direct", ["We will act", "and we will act now."])
    ]


def test_open_quotation_goes_on_in_the_next_paragraph(kit: Kit) -> None:
    text = '"The army left the town at dawn," Weli said. "Nobody saw it.\n\n"The shops are open again."'
    assert [(s.speaker.text if s.speaker else None, s.content.quote) for s in statements(kit, text)] == [
        ("Weli", "The army left the town at dawn"),
        ("Weli", "Nobody saw it."),
        ("Weli", "The shops are open again."),
    ]


def test_spans_are_exact(kit: Kit) -> None:
    text = "\u201cThe port stays open,\u201d Weli told parliament. He added that the ships were safe."
    for s in statements(kit, text):
        assert text[s.content.start : s.content.end] == s.content.quote
        assert s.cue is not None
        assert text[s.cue.start : s.cue.end] == s.cue.quote


def test_attitudes_only_on_request(kit: Kit) -> None:
    analysis = analyse(Article(id="t", text="Villagers believe the dam will hold."), kit.language)
    assert find_statements(analysis, (), kit.speech) == ()
    (wide,) = find_attitudes(analysis, (), kit.speech, ())
    assert (wide.kind, wide.content.quote) == ("attitude", "the dam will hold")


ATTITUDES_NOT = [
    'The mayor said: "I believe the dam will hold."',
    "Weli said the dam would hold.",
    "Groups backing the strike met in Oran.",
    "The dam held.",
]


@pytest.mark.parametrize("text", ATTITUDES_NOT)
def test_speech_and_thoughts_within_it_are_no_attitudes(kit: Kit, text: str) -> None:
    analysis = analyse(Article(id="t", text=text), kit.language)
    assert find_attitudes(analysis, (), kit.speech, find_statements(analysis, (), kit.speech)) == ()


def test_chain_names_the_innermost_speaker_first(kit: Kit) -> None:
    text = "The agency said the governor claimed the town had been taken."
    found = statements(kit, text)
    at = text.index("taken")
    assert [a.text for a in said_by_chain(found, at, at + 5)] == ["the governor", "The agency"]
    assert said_by_chain(found, 0, 3) == ()


def test_speakers_of_direct_quotations_only(kit: Kit) -> None:
    found = statements(kit, '"We left," Weli said. The governor said the town was calm.')
    assert [(a, b, s.text) for a, b, s in speakers_of(found)] == [(1, 8, "Weli")]
