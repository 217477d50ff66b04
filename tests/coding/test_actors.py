"""Who is mentioned: country, sector and kind of every noun phrase that stands for somebody."""

from __future__ import annotations

import datetime

import pytest

from tidings.coding.actors import find_actors
from tidings.language.analyse import analyse
from tidings.model.analysis import Analysis, Mention
from tidings.model.article import Article
from tidings.pipeline import Coder

PLACES = {
    "Lagos": "NGA",
    "Kaduna": "NGA",
    "Mombasa": "KEN",
    "Moscow": "RUS",
    "Damascus": "SYR",
    "Lima": "PER",
}


def mentions_of(
    coder: Coder, text: str, day: str | None = "2015-10-21"
) -> tuple[Analysis, tuple[Mention, ...]]:
    analysis = analyse(Article(id="t", text=text), coder.language)
    on = datetime.date.fromisoformat(day) if day else None
    return analysis, find_actors(analysis, coder.codebook.actors, on=on, place_country=PLACES.get)


def briefly(coder: Coder, text: str, day: str | None = "2015-10-21") -> list[tuple[str, str, str]]:
    """(words, kind, country.sector and so on) of every mention."""
    _, mentions = mentions_of(coder, text, day)
    return [
        (m.actors[0].text, m.kind, " ".join(f"{a.country or '-'}.{a.sector or '-'}" for a in m.actors))
        for m in mentions
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tanzanian soldiers fled.", [("Tanzanian soldiers", "role", "TZA.MIL")]),
        ("Police in Lagos fired on the crowd.", [("Police in Lagos", "role", "NGA.COP"), ("the crowd", "role", "NGA.CVL")]),
        ("A U.S. soldier was shot.", [("A U.S. soldier", "role", "USA.MIL")]),
        ("Israeli warplanes circled overhead.", [("Israeli warplanes", "role", "ISR.MIL")]),
        ("Two Peruvian lawmakers resigned.", [("Two Peruvian lawmakers", "role", "PER.LEG")]),
        ("Five Iraqis were killed.", [("Five Iraqis", "role", "IRQ.CVL")]),
        ("Kenyan and Ugandan soldiers met.", [("Kenyan and Ugandan soldiers", "role", "UGA.MIL KEN.MIL")]),
        ("The presidents of Kenya and Uganda met.", [("The presidents of Kenya and Uganda", "role", "KEN.GOV UGA.GOV")]),
        ("Displaced Yemeni villagers marched.", [("Displaced Yemeni villagers", "role", "YEM.REF")]),
        ("Kenya condemned the raid.", [("Kenya", "state", "KEN.GOV")]),
    ],
)  # fmt: skip
def test_roles_and_states(coder: Coder, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert briefly(coder, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turkish Prime Minister Ahmet Davutoglu resigned.", "TUR.GOV"),
        ("Colonel Hassan Idle, a Somali army spokesman, resigned.", "SOM.MIL"),
        ("Peruvian Senator Rosa Quiroga resigned.", "PER.LEG"),
        ("FBI director Harold Winn resigned.", "USA.COP"),
        ("Former Kenyan minister Peter Olunga resigned.", "KEN.ELI"),
        ("President Barack Obama resigned.", "USA.GOV"),
    ],
)
def test_persons(coder: Coder, text: str, expected: str) -> None:
    persons = [found for words, kind, found in briefly(coder, text) if kind == "person"]
    assert persons == [expected]


def test_the_office_is_that_of_the_day(coder: Coder) -> None:
    assert briefly(coder, "Barack Obama praised the accord.", "2012-06-01")[0][2] == "USA.GOV"
    assert briefly(coder, "Barack Obama praised the accord.", "2019-06-01")[0][2] == "USA.ELI"


def test_a_surname_is_the_person_named_in_full(coder: Coder) -> None:
    text = "Musa rejects talks\n\nColonel Ahmed Musa of Kenya rejected talks. Musa then left."
    _, mentions = mentions_of(coder, text)
    persons = [m.actors[0] for m in mentions if m.kind == "person"]
    assert {(a.name, a.id, a.country, a.sector) for a in persons} == {
        ("Ahmed Musa", "person/ahmed-musa", "KEN", "MIL")
    }
    assert len(persons) >= 2


def test_an_acronym_is_the_body_it_was_introduced_for(coder: Coder) -> None:
    text = "The Kenyan Coastal Liberation Movement (KCLM) attacked a bridge. The KCLM said it would fight on."
    _, mentions = mentions_of(coder, text)
    names = {m.actors[0].name for m in mentions if "KCLM" in m.actors[0].text}
    assert len(names) == 1
    assert "Coastal" in names.pop()


@pytest.mark.parametrize(
    "text",
    [
        "The film was shot in Kenya.",
        "Rain fell across Syria and near Damascus.",
        "He flew to Lima.",
        "The stage lies at Mombasa.",
        "The opposition to the tax is widespread and nothing helped.",
        "They shot him in the head.",
        "It was a long and quiet afternoon.",
    ],
)
def test_nobody(coder: Coder, text: str) -> None:
    assert briefly(coder, text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anti-Assad rebels seized the town.", "Assad"),
        ("US-backed fighters seized the town.", "US"),
        ("The clash left nine dead in Borno state.", "Borno state"),
        ("Western-backed rebels in Syria seized the town.", "Western"),
        ("Jordan Pickering scored twice.", "Jordan"),
    ],
)
def test_not_a_party(coder: Coder, text: str, words: str) -> None:
    assert words not in [found for found, _, _ in briefly(coder, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moscow accused the rebels of lying.", True),
        ("Ties with Damascus improved.", True),
        ("Damascus's campaign began in March.", True),
        ("The Kremlin denied it.", True),
        ("The train left Moscow at noon.", False),
        ("Fighting raged in Damascus.", False),
    ],
)
def test_seats_of_government(coder: Coder, text: str, expected: bool) -> None:
    assert any(kind == "state" for _, kind, _ in briefly(coder, text)) is expected


def test_an_adjective_of_an_act_is_a_mention_of_its_country(coder: Coder) -> None:
    assert ("Russian", "adjective", "RUS.GOV") in briefly(coder, "Russian airstrikes hit the port.")
    assert all(kind != "adjective" for _, kind, _ in briefly(coder, "Russian soldiers hit the port."))


def test_a_country_from_the_context_is_not_settled(coder: Coder) -> None:
    _, mentions = mentions_of(coder, "Protests spread in Kenya on Monday. Soldiers patrolled the streets.")
    soldiers = next(m for m in mentions if m.actors[0].text == "Soldiers")
    assert (soldiers.actors[0].country, soldiers.settled) == ("KEN", False)


@pytest.mark.parametrize("text", ["Foreign diplomats left.", "Other countries protested in Kenya."])
def test_nobody_in_particular_has_no_country(coder: Coder, text: str) -> None:
    assert next(country for _, _, country in briefly(coder, text)).startswith("-.")


def test_two_mentions_of_one_body_share_name_and_id(coder: Coder) -> None:
    _, mentions = mentions_of(coder, "Ugandan villagers marched. The Ugandan villagers sang.")
    assert len({(m.actors[0].name, m.actors[0].id) for m in mentions}) == 1


def test_spans_are_the_articles_words(coder: Coder) -> None:
    text = "Peru\u2019s Foreign Minister Ana Quispe met  two Chilean envoys in Lima."
    analysis, mentions = mentions_of(coder, text)
    assert [[a.text for a in mention.actors] for mention in mentions] == [
        ["Peru\u2019s Foreign Minister Ana Quispe"],
        ["two Chilean envoys"],
    ]
    for mention in mentions:
        for a in mention.actors:
            assert a.start is not None
            assert text[a.start : a.end] == a.text
            assert analysis.words[mention.first].start <= analysis.words[mention.head].start < (a.end or 0)


def test_people_only_counted(coder: Coder) -> None:
    assert ("12", "role", "KEN.CVL") in briefly(coder, "The blast in Kenya killed 12.")
    assert ("12", "role", "KEN.CVL") not in briefly(coder, "The team from Kenya scored 12.")
