"""Whose people somebody is: peoples without a state, names in another transliteration, who is named together."""

from __future__ import annotations

import datetime

import pytest

from tidings.coding.actors import find_actors
from tidings.coding.coreference import resolve_references
from tidings.language.analyse import analyse
from tidings.model.article import Article
from tidings.pipeline import Coder

PLACES = {"Damascus": "SYR", "Kampala": "UGA", "Oslo": "NOR", "Kidal": "MLI"}


def countries(coder: Coder, text: str) -> dict[str, str]:
    """Country and sector of every mention, by its words."""
    analysis = analyse(Article(id="t", text=text), coder.language)
    day = datetime.date(2015, 10, 21)
    found = find_actors(analysis, coder.codebook.actors, on=day, place_country=PLACES.get)
    mentions = resolve_references(analysis, found, coder.codebook.actors)
    return {m.actors[0].text: f"{m.actors[0].country or '-'}.{m.actors[0].sector or '-'}" for m in mentions}


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Soldiers from Niger shot Tuareg herders. The Tuareg fled.", "The Tuareg", "NER.CVL"),
        (
            "Fighting went on in Mali. Tuareg fighters entered the town of Kidal.",
            "Tuareg fighters",
            "MLI.REB",
        ),
        ("Rwanda buried its dead. Hutus and Tutsis wept together.", "Tutsis", "RWA.CVL"),
        ("Norway took in Tutsis from the camps.", "Tutsis", "-.CVL"),
        ("Norway spoke of the Tuareg.", "the Tuareg", "-.CVL"),
        ("Iraq denied that Christians had been driven out.", "Christians", "-.CVL"),
    ],
)
def test_a_people_without_a_state_is_of_the_country_told_of(
    coder: Coder, text: str, words: str, expected: str
) -> None:
    assert countries(coder, text)[words] == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            "Russia said Defence Minister Sergey Shoygu would attend.",
            "Defence Minister Sergey Shoygu",
            "RUS.GOV",
        ),
        ("Norway said that Sergey Shoygu had bought the house.", "Sergey Shoygu", "NOR.CVL"),
    ],
)
def test_another_transliteration_where_the_article_speaks_of_the_country(
    coder: Coder, text: str, words: str, expected: str
) -> None:
    assert countries(coder, text)[words] == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            "Kenya's Foreign Minister Amina Yusuf and Defence Minister Peter Otieno in Damascus praised the accord.",
            "Defence Minister Peter Otieno",
            "KEN.GOV",
        ),
        ("Police in Kampala fired into the air.", "Police in Kampala", "UGA.COP"),
        ("Kenya was asked about it. Ugandan officers and officials fled.", "officials", "UGA.GOV"),
        ("Kenya was asked about it. Ugandan officers and two officials fled.", "two officials", "KEN.GOV"),
    ],
)
def test_named_together(coder: Coder, text: str, words: str, expected: str) -> None:
    assert countries(coder, text)[words] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Barack Obama thanked Vladimir Putin for his help.", "RUS.GOV"),
        ("Barack Obama criticised Vladimir Putin over his answer.", "RUS.GOV"),
        ("Barack Obama met Vladimir Putin in his palace.", "USA.GOV"),
        ("Barack Obama rose from his chair.", "USA.GOV"),
    ],
)
def test_who_is_judged_owns_what_he_is_judged_for(coder: Coder, text: str, expected: str) -> None:
    assert countries(coder, text)["his"] == expected


def test_several_roles_in_one_phrase_do_not_ask_for_each_other(coder: Coder) -> None:
    text = "Senator Rubio won support from members of Congress and governors on Monday."
    assert countries(coder, text) == {
        "Senator Rubio": "-.LEG",
        "members of Congress and governors": "-.LEG",
    }
