"""Acts in sentences: forms and their other words, what nouns borrow from their clause, what is told again."""

from __future__ import annotations

import pytest

from tidings.coding.actors import find_actors
from tidings.coding.acts import find_acts
from tidings.coding.coreference import resolve_references
from tidings.language.analyse import analyse
from tidings.model.article import Article
from tidings.pipeline import Coder

Told = tuple[str, str, tuple[str, ...], tuple[str, ...]]


def told(coder: Coder, text: str, *types: str) -> list[Told]:
    """(type, trigger, actors' names, recipients' names) of every act of `types`."""
    analysis = analyse(Article(id="t", text=text), coder.language)
    book = coder.codebook
    mentions = resolve_references(
        analysis,
        find_actors(analysis, book.actors, on=None, place_country=book.gazetteer.country_of),
        book.actors,
    )
    found, _ = find_acts(analysis, mentions, book.acts)
    return [
        (
            hit.act.type,
            " ".join(w.text for w in analysis.words[hit.first : hit.last]),
            tuple(a.country or "-" for m in hit.actors for a in m.actors),
            tuple(a.country or "-" for m in hit.recipients for a in m.actors),
        )
        for hit in found
        if not types or hit.act.type in types
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Kenyan president said after talks with Tanzania that the border would reopen.",
            [("CONSULT", "talks", ("KEN", "TZA"), ())],
        ),
        (
            "Peru's foreign minister warned Bolivia of delays at a meeting in Lima.",
            [("CONSULT", "meeting", ("PER", "BOL"), ())],
        ),
        ("The Chilean minister said before the meeting that she was tired.", []),
        ("The ambassador was recalled for consultations.", []),
    ],
)
def test_a_meeting_behind_a_preposition_has_the_parties_of_its_clause(
    coder: Coder, text: str, expected: list[Told]
) -> None:
    assert told(coder, text, "CONSULT") == expected


def test_a_noun_that_points_back_takes_the_parties_told_before(coder: Coder) -> None:
    text = (
        "The Ghanaian president visited Togo on Monday. The visit lasted two days. A visit would be costly."
    )
    assert told(coder, text, "CONSULT") == [
        ("CONSULT", "visited", ("GHA",), ("TGO",)),
        ("CONSULT", "visit", ("GHA",), ("TGO",)),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Riot police stood outside the ministry in Algiers.", []),
        ("The trial judge read the file.", []),
        ("The peace talks team flew home.", []),
    ],
)
def test_a_noun_that_only_sorts_another_tells_no_act(coder: Coder, text: str, expected: list[Told]) -> None:
    assert told(coder, text, "PROTEST", "ACCUSE", "CONSULT") == expected


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Iran's arrest of two French tourists angered Paris.", ("IRN",), ("FRA",)),
        ("The arrest of two French tourists by Iranian police angered Paris.", ("IRN",), ("FRA",)),
    ],
)
def test_the_possessor_of_an_arrest_is_its_actor_beside_an_of_phrase(
    coder: Coder, text: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    assert told(coder, text, "COERCE") == [("COERCE", "arrest", actors, recipients)]


def test_other_words_of_a_form_may_stand_in_the_subject_of_its_passive(coder: Coder) -> None:
    text = "Diplomatic ties between Egypt and Qatar were restored in January."
    assert told(coder, text, "SUPPORT") == [
        ("SUPPORT", "Diplomatic ties between Egypt and Qatar were restored", ("EGY", "QAT"), ())
    ]


def test_other_words_of_a_form_are_whole_words(coder: Coder) -> None:
    assert told(coder, "The Swedish army held live-fire exercises.", "RETREAT", "CONCEDE") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Japan said North Korea must stop its missile tests.",
            [("REQUEST", "must stop", ("JPN",), ("PRK",))],
        ),
        ("The doctor said the patient must rest.", []),
        ("The Norwegian minister called Kenya on Friday.", []),
        ("Norway's envoy called on Kenya to act.", [("REQUEST", "called on", ("NOR",), ("KEN",))]),
    ],
)
def test_requests_by_must_and_by_calling_on(coder: Coder, text: str, expected: list[Told]) -> None:
    assert told(coder, text, "REQUEST") == expected


def test_what_is_refused_or_lifted_is_no_act_of_its_own(coder: Coder) -> None:
    assert told(coder, "Eritrea refused to withdraw from Ethiopia.") == [
        ("REJECT", "refused to withdraw", ("ERI",), ("ETH",))
    ]
    text = "The European Union lifted sanctions on Zimbabwe."
    assert [hit[0] for hit in told(coder, text)] == ["CONCEDE"]


def test_to_decline_to_comment_is_no_refusal(coder: Coder) -> None:
    assert told(coder, "The Danish minister declined to comment.", "REJECT") == []


@pytest.mark.parametrize(
    ("after", "triggers"),
    [
        ("The seizure alarmed the neighbours.", ["seized", "seizure"]),
        ("A seizure is a danger to the old.", ["seized"]),
        ("The harvest was good.", ["seized"]),
    ],
)
def test_a_noun_made_from_a_verb_names_its_act_again(coder: Coder, after: str, triggers: list[str]) -> None:
    found = told(coder, f"Rebels seized the town of Bria on Monday. {after}", "ASSAULT")
    assert [f[1] for f in found] == triggers
    assert len({f[2:] for f in found}) == 1


def test_a_condition_looks_through_a_counting_word(coder: Coder) -> None:
    text = "Kenyan police fired into the air to scatter thousands of students."
    assert [f[1] for f in told(coder, text, "COERCE")] == ["scatter"]
    assert told(coder, "The wind scattered thousands of leaves.", "COERCE") == []


@pytest.mark.parametrize(
    ("after", "triggers"),
    [
        ("Paris welcomed the move.", ["expelled", "move"]),
        ("The move took two days.", ["expelled"]),
        ("Paris welcomed a move.", ["expelled"]),
    ],
)
def test_a_step_that_others_judge_is_the_act_before(coder: Coder, after: str, triggers: list[str]) -> None:
    found = told(coder, f"Latvia expelled two Russian diplomats on Monday. {after}", "SANCTION")
    assert [f[1] for f in found] == triggers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya began a campaign of airstrikes aimed at Somali targets.", [("KEN",), ("SOM",)]),
        ("Kenya launched air raids purportedly directed against Somali militiamen.", [("KEN",), ("SOM",)]),
        ("Kenya launched airstrikes aimed at ending the war.", [("KEN",), ()]),
        ("Kenya launched airstrikes to the dismay of Somalia.", [("KEN",), ()]),
    ],
)
def test_what_an_act_is_aimed_at_undergoes_it(
    coder: Coder, text: str, expected: list[tuple[str, ...]]
) -> None:
    found = told(coder, text, "ASSAULT")
    assert [list(hit[2:]) for hit in found] == [expected]


@pytest.mark.parametrize(
    ("text", "triggers"),
    [
        ("Peru condemned the raid by Ecuador, calling it a crime.", ["condemned"]),
        ("Peru called the raid by Ecuador a breach of the treaty.", ["called"]),
        ("Peru called the lake a jewel.", []),
    ],
)
def test_condemning_in_two_verbs_is_one_record(coder: Coder, text: str, triggers: list[str]) -> None:
    assert [f[1] for f in told(coder, text, "ACCUSE")] == triggers
