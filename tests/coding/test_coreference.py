"""Whom pronouns and descriptions mean, and when they mean nobody."""

from __future__ import annotations

import datetime

import pytest

from tidings.coding.actors import find_actors
from tidings.coding.coreference import resolve_first_person, resolve_references
from tidings.language.analyse import analyse
from tidings.model.analysis import Analysis, Mention
from tidings.model.article import Article
from tidings.model.records import Actor
from tidings.pipeline import Coder


def resolved(coder: Coder, text: str) -> tuple[Analysis, tuple[Mention, ...]]:
    analysis = analyse(Article(id="t", text=text), coder.language)
    day = datetime.date(2015, 10, 21)
    found = find_actors(analysis, coder.codebook.actors, on=day, place_country=lambda name: None)
    return analysis, resolve_references(analysis, found, coder.codebook.actors)


def meant(coder: Coder, text: str, words: str) -> list[list[str]]:
    """The names meant by each mention whose words are `words`."""
    _, mentions = resolved(coder, text)
    return [[a.name for a in m.actors] for m in mentions if m.actors and m.actors[0].text == words]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("President Barack Obama arrived. He praised the soldiers.", "He", ["Barack Obama"]),
        ("Barack Obama praised his soldiers.", "his", ["Barack Obama"]),
        ("Angela Merkel met Barack Obama. She praised the accord.", "She", ["Angela Merkel"]),
        ("Kenya rejected the deal. It said the border was closed.", "It", ["Kenya"]),
        ("Kenyan soldiers entered the town. They arrested a teacher.", "They", ["Kenyan soldiers"]),
        ("Barack Obama and Vladimir Putin met. They agreed to talk again.", "They", ["Barack Obama", "Vladimir Putin"]),
        ("Barack Obama, who visited Kenya, praised the accord.", "who", ["Barack Obama"]),
        ("Obama meets Putin\n\nPresident Barack Obama spoke. The president praised the accord.", "The president", ["Barack Obama"]),
        ("Kenya and Uganda signed a treaty. Both countries will send troops.", "Both countries", ["Kenya", "Uganda"]),
        ("Hamas rejected the plan. The group vowed to fight on.", "The group", ["Hamas"]),
    ],
)  # fmt: skip
def test_whom_it_means(coder: Coder, text: str, words: str, expected: list[str]) -> None:
    assert meant(coder, text, words) == [expected]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kenya is calm. It is likely that the rain will stop.", "It"),
        ("Kenya signed. It was clear that the talks had ended.", "It"),
        ("Kenya is dry. It rained at last.", "It"),
        ("A cold wind blew. He shivered.", "He"),
        ("The storm hit the coast. It destroyed nine bridges.", "It"),
    ],
)
def test_when_it_means_nobody(coder: Coder, text: str, words: str) -> None:
    assert meant(coder, text, words) == []


def test_a_co_argument_is_not_meant(coder: Coder) -> None:
    text = "Barack Obama and Vladimir Putin spoke. Vladimir Putin thanked him."
    assert ["Vladimir Putin"] not in meant(coder, text, "him")


def test_the_owner_gives_the_country(coder: Coder) -> None:
    _, mentions = resolved(coder, "Kenya closed the border with Uganda. Its soldiers fired shots.")
    soldiers = next(m for m in mentions if m.actors[0].text == "Its soldiers")
    assert (soldiers.actors[0].country, soldiers.actors[0].sector, soldiers.settled) == ("KEN", "MIL", True)


def speaker(country: str | None, sector: str | None) -> Actor:
    return Actor(
        text="Ana Quispe",
        start=None,
        end=None,
        name="Ana Quispe",
        id="person/x",
        country=country,
        sector=sector,
    )


@pytest.mark.parametrize(
    ("sector", "word", "expected"),
    [
        ("GOV", "We", "Peru"),
        ("SOC", "We", "Ana Quispe"),
        ("GOV", "I", "Ana Quispe"),
    ],
)
def test_first_person(coder: Coder, sector: str, word: str, expected: str) -> None:
    text = f'Peru protested. "{word} reject the plan," Ana Quispe said.'
    analysis, mentions = resolved(coder, text)
    spoken = [(text.index('"'), text.rindex('"'), speaker("PER", sector))]
    found = resolve_first_person(analysis, mentions, spoken)
    assert [a.name for m in found for a in m.actors if a.text == word] == [expected]


def test_first_person_outside_quotations_is_nobody(coder: Coder) -> None:
    analysis, mentions = resolved(coder, "We saw the soldiers. The US left.")
    found = resolve_first_person(analysis, mentions, [(500, 600, speaker("PER", "GOV"))])
    assert found == mentions


def test_words_at_the_spot_are_kept(coder: Coder) -> None:
    text = "President Barack Obama arrived. He praised the soldiers."
    _, mentions = resolved(coder, text)
    he = next(m for m in mentions if m.kind == "pronoun")
    assert (he.actors[0].text, text[he.actors[0].start : he.actors[0].end]) == ("He", "He")
