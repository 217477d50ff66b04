"""Which side a statement takes, texts written for these tests; and the stance cues' own examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tidings.codebook.loader import SHIPPED
from tidings.codebook.stance_cues import load_stance
from tidings.codebook.word_files import word_file
from tidings.codebook.yaml_files import read_yaml
from tidings.model.article import Article
from tidings.model.records import Statement
from tidings.pipeline import Coder, code_article

_ENTRIES = {k: v for k, v in read_yaml(SHIPPED / "stance.yaml")[0].items() if not k.startswith("__")}
_EXAMPLES = [(key, text) for key, entry in _ENTRIES.items() for text in entry["examples"]]
_MISSES = [text for entry in _ENTRIES.values() for text in entry["misses"]]


def statements(coder: Coder, text: str) -> list[Statement]:
    return [r for r in code_article(Article(id="t", text=text), coder).records if isinstance(r, Statement)]


def stances(coder: Coder, text: str) -> list[tuple[str | int, str | int, str | int]]:
    found = [dict(s.stance) for s in statements(coder, text) if s.stance]
    return [(s["position"], s["toward"], s["words"]) for s in found]


FOUND = [
    ('"We do not support the plan," Weli said.', ("against", "the plan", "not support")),
    ("Lavrov said Russia backed the talks.", ("for", "the talks", "backed")),
    ("Putin said he opposed the new law.", ("against", "the new law", "opposed")),
    (
        "The strike on the ferry was a crime, the ministry said.",
        ("against", "The strike on the ferry", "crime"),
    ),
    ('"We stand with Ukraine," Macron said.', ("for", "Ukraine", "stand with")),
    ('"Israel must stop the raids," Abbas told reporters.', ("demanding", "Israel", "must stop")),
    ("The law should be repealed, Weli said.", ("demanding", "The law", "should be repealed")),
    (
        "Merkel said Germany would lift the ban once Russia withdraws.",
        ("conditional", "Russia", "once Russia withdraws"),
    ),
]

NOTHING = [
    "Erdogan said Turkey would sign the paper on Monday.",
    "The minister said 40 people had been hurt.",
    '"It rained all night," Weli said.',
    "The colonel said the tower must have fallen in the storm.",
    "The guard said nobody supported him.",
    "The clerk asked whether the council supported the plan.",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_the_side_a_statement_takes(coder: Coder, text: str, expected: tuple[str, str, str]) -> None:
    assert stances(coder, text) == [expected]


@pytest.mark.parametrize("text", [*NOTHING, *_MISSES])
def test_plain_reports_take_none(coder: Coder, text: str) -> None:
    assert stances(coder, text) == []


@pytest.mark.parametrize(("key", "marked"), _EXAMPLES)
def test_examples_of_the_codebook(coder: Coder, key: str, marked: str) -> None:
    (wanted,) = re.findall(r"\[toward (?:The |the )?([^\]]*)\]", marked)
    ((position, toward, _),) = stances(coder, re.sub(r"\[toward ([^\]]*)\]", r"\1", marked))
    assert position == key
    assert str(toward) in wanted or wanted in str(toward)


def test_the_cues_have_no_problems_and_strange_keys_are_told(tmp_path: Path) -> None:
    assert load_stance(word_file(SHIPPED / "stance.yaml"))[1] == []
    path = tmp_path / "stance.yaml"
    path.write_text(
        "for:\n  verbs: back\nagainst:\n  verbs: back\nmaybe:\n  verbs: doubt\n", encoding="utf-8"
    )
    assert [p.message for p in load_stance(word_file(path))[1]] == [
        "'maybe' is no kind of stance; allowed: for, against, demanding, conditional",
        "'back' is given to for and against",
    ]


def test_the_words_of_a_stance_are_in_the_text(coder: Coder) -> None:
    text = '"We reject the election law," said deputy Hana Brusk.'
    (statement,) = statements(coder, text)
    stance = dict(statement.stance)
    assert text[int(stance["start"]) : int(stance["end"])] == stance["words"] == "reject"
    assert statement.to_dict()["stance"] == stance
