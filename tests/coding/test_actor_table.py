"""A table of sentences from many countries with the country and sector of each party, in `actor_table.txt`."""

from __future__ import annotations

import datetime
import pathlib
from typing import NamedTuple

import pytest

from tidings.coding.actors import find_actors
from tidings.coding.coreference import resolve_references
from tidings.language.analyse import analyse
from tidings.model.analysis import Analysis, Mention
from tidings.model.article import Article
from tidings.pipeline import Coder


class Case(NamedTuple):
    """A text, its day, and what is expected: words and codes, or nobody."""

    text: str
    day: datetime.date
    expected: str


def cases() -> list[Case]:
    """The table's lines; a line with @ sets the day of those below it."""
    found = []
    day = datetime.date.min
    table = pathlib.Path(__file__).with_name("actor_table.txt").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.startswith("@"):
            day = datetime.date.fromisoformat(line[1:].strip())
        elif line and not line.startswith("#"):
            text, _, expected = line.partition(" | ")
            found.append(Case(text, day, expected.strip()))
    return found


def codes(mention: Mention) -> set[str]:
    """`KEN.COP` and the like of a mention's actors."""
    return {f"{a.country or '-'}.{a.sector or '-'}" for a in mention.actors}


def said_of(analysis: Analysis, mentions: tuple[Mention, ...], words: str) -> list[set[str]]:
    """The codes of the mentions whose head lies in the last occurrence of `words` that has any."""
    start = analysis.text.rindex(words)
    while True:
        end = start + len(words)
        inside = [codes(m) for m in mentions if start <= analysis.words[m.head].start < end]
        if inside or start == 0 or words not in analysis.text[:start]:
            return inside
        start = analysis.text.rindex(words, 0, start)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.text[:60])
def test_the_table(coder: Coder, case: Case) -> None:
    analysis = analyse(Article(id="t", text=case.text, published=case.day), coder.language)
    gazetteer = coder.codebook.gazetteer
    found = find_actors(
        analysis,
        coder.codebook.actors,
        on=case.day,
        place_country=gazetteer.country_of,
        place_sizes=gazetteer.sizes_of,
    )
    mentions = resolve_references(analysis, found, coder.codebook.actors)
    if case.expected == "-":
        assert [(m.actors[0].text, codes(m)) for m in mentions] == []
        return
    for part in case.expected.split("; "):
        if part.startswith("!"):
            assert said_of(analysis, mentions, part[1:]) == []
        else:
            words, _, wanted = part.partition(" = ")
            assert set(wanted.split("+")) in said_of(analysis, mentions, words), words


def test_a_third_of_the_table_is_nobody() -> None:
    table = cases()
    assert len([c for c in table if c.expected == "-" or c.expected.startswith("!")]) >= len(table) / 4
