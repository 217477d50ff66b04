"""Who speaks, and how much of it: constructions beyond "X said", texts written for these tests."""

from __future__ import annotations

import pytest

from tidings.model.article import Article
from tidings.model.records import Statement
from tidings.pipeline import Coder, code_article


def told(coder: Coder, text: str) -> list[tuple[str | None, str, str]]:
    """(speaker's words, form, content's pieces) of every statement."""
    records = code_article(Article(id="t", text=text), coder).records
    return [
        (r.speaker.text if r.speaker else None, r.form, " ... ".join(p.quote for p in r.content_parts))
        for r in records
        if isinstance(r, Statement)
    ]


FOUND = [
    (
        "The harbour, the mayor said, would be open by noon on Friday.",
        [("the mayor", "indirect", "The harbour ... would be open by noon on Friday")],
    ),
    (
        '"We left the town," Weli said, "but they stayed behind."',
        [("Weli", "direct", "We left the town ... but they stayed behind.")],
    ),
    (
        'The ferry sank on Monday.\n\n"I saw the whole thing. It was over in a minute."\n\n- Mara Oslen',
        [
            ("Mara Oslen", "direct", "I saw the whole thing."),
            ("Mara Oslen", "direct", "It was over in a minute."),
        ],
    ),
    ('A banner read "We will be back".', [("A banner", "direct", "We will be back")]),
    (
        "The senator's answer was that the bridge would hold.",
        [("The senator", "indirect", "the bridge would hold")],
    ),
    (
        "Weli had said in an interview taped before the vote that the mill was lost.",
        [("Weli", "indirect", "the mill was lost")],
    ),
    (
        'The governor made one last remark: "Nobody leaves this hall."',
        [("The governor", "direct", "Nobody leaves this hall.")],
    ),
    (
        'The mill "was sold for so little that nobody believed it," said a former owner.',
        [("a former owner", "mixed", 'The mill "was sold for so little that nobody believed it,"')],
    ),
    (
        "In reply to questions, a police officer who asked not to be named said the road was shut.",
        [("a police officer", "indirect", "the road was shut")],
    ),
    (
        "KESH, Oct. 3 (Hillpost) -- Seven goats were lost in the snow, a district office confirmed on Saturday.",
        [("a district office", "indirect", "Seven goats were lost in the snow")],
    ),
    (
        "The governor said without the key papers, the town was unwilling to pay.",
        [("The governor", "indirect", "without the key papers, the town was unwilling to pay")],
    ),
    (
        "The mayor praised the searches, which he said were lawful and needed.",
        [("he", "indirect", "were lawful and needed")],
    ),
    (
        "The officials said the road was shut, citing a report by engineers.",
        [("The officials", "indirect", "the road was shut")],
    ),
]

NOTHING = [
    "The clerk read the letter twice.",
    'She published a book, "The Long Road Home".',
    "The officer asked not to be named.",
    "The signature was Oslen's.",
    "The problem was that the bridge fell.",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_speakers_and_contents(coder: Coder, text: str, expected: list[tuple[str | None, str, str]]) -> None:
    assert told(coder, text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_nobody_speaks(coder: Coder, text: str) -> None:
    assert told(coder, text) == []


def test_a_paper_speaks_for_who_issued_it(coder: Coder) -> None:
    text = "The prices were frozen, said a statement of the Turkish government."
    (record,) = [
        r for r in code_article(Article(id="t", text=text), coder).records if isinstance(r, Statement)
    ]
    assert record.speaker is not None
    assert (record.speaker.country, record.speaker.sector) == ("TUR", "GOV")


def test_what_follows_the_reporting_clause_may_be_told_by_the_paper(coder: Coder) -> None:
    text = "Twelve people were held, the ministry said, and four officers were hurt."
    assert [content for _, _, content in told(coder, text)] == ["Twelve people were held"]
