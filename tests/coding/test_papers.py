"""Papers that speak for their authors, and who speaks on."""

from __future__ import annotations

import datetime

import pytest

from tidings.coding.actors import find_actors
from tidings.coding.coreference import resolve_references
from tidings.language.analyse import analyse
from tidings.model.article import Article
from tidings.pipeline import Coder


def meant(coder: Coder, text: str, words: str) -> list[str]:
    """The names of whoever the mentions with these words stand for."""
    analysis = analyse(Article(id="t", text=text), coder.language)
    gazetteer = coder.codebook.gazetteer
    found = find_actors(
        analysis,
        coder.codebook.actors,
        on=datetime.date(2016, 5, 4),
        place_country=gazetteer.country_of,
        place_sizes=gazetteer.sizes_of,
    )
    mentions = resolve_references(analysis, found, coder.codebook.actors)
    return [a.name for m in mentions for a in m.actors if a.text == words]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The raid had failed, according to a Kremlin statement.", "a Kremlin statement", ["Russia"]),
        (
            "Hamas issued a statement on Monday. The statement condemned the raid.",
            "The statement",
            ["Hamas"],
        ),
        (
            "Barack Obama met Ivo Karan in Oslo. Ivo Karan said the state had failed. It was late, he said.",
            "he",
            ["Ivo Karan"],
        ),
    ],
)
def test_who_speaks(coder: Coder, text: str, words: str, expected: list[str]) -> None:
    assert meant(coder, text, words) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The statement was long.", "The statement"),
        ("A bank statement showed the sum.", "A bank statement"),
    ],
)
def test_papers_without_authors(coder: Coder, text: str, words: str) -> None:
    assert meant(coder, text, words) == []
