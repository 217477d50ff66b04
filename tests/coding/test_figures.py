"""How many, of whom: figures in everyday tolls and counts, texts written for these tests."""

from __future__ import annotations

import datetime

import pytest

from tidings.model.article import Article
from tidings.model.records import Figure
from tidings.pipeline import Coder, code_article

Bounds = tuple[str, int | None, int | None, int | None]


def figures(coder: Coder, text: str) -> list[Figure]:
    article = Article(id="t", text=text, published=datetime.date(2021, 6, 9), published_origin="given")
    return [r for r in code_article(article, coder).records if isinstance(r, Figure)]


def counted(coder: Coder, text: str) -> list[Bounds]:
    return [(f.what, f.low, f.best, f.high) for f in figures(coder, text)]


FOUND: list[tuple[str, list[Bounds]]] = [
    ("Shelling killed 14 villagers in Tarnovo on Monday.", [("killed", 14, 14, 14)]),
    ("At least 25 people were injured.", [("injured", 25, 25, None)]),
    ("Around 300 families were displaced by the fighting.", [("displaced", None, 300, None)]),
    ("Dozens were wounded when the roof fell.", [("injured", 24, None, None)]),
    ("More than a dozen miners are missing.", [("missing", 12, 12, None)]),
    ("Half a dozen teachers were abducted in Oran province.", [("abducted", 6, 6, 6)]),
    ("The blast killed as many as 30 people and left scores injured.", [
        ("killed", None, 30, 30), ("injured", 40, None, None)]),
    ("Between 20 and 30 pupils were kidnapped.", [("abducted", 20, None, 30)]),
    ("Up to 2,000 residents were evacuated from the valley.", [("evacuated", None, 2000, 2000)]),
    ("At least 12 people, including three children, were killed at the market.", [
        ("killed", 12, 12, None), ("killed", 3, 3, 3)]),
    ("The death toll rose from 10 to 25 on Monday.", [("killed", 10, 10, 10), ("killed", 25, 25, 25)]),
    ("Two more people died overnight, raising the toll to 25.", [("killed", 2, 2, 2), ("killed", 25, 25, 25)]),
    ("The number of missing has climbed to 61.", [("missing", 61, 61, 61)]),
    ("The strike left seven dead, four of them nurses.", [("killed", 7, 7, 7), ("killed", 4, 4, 4)]),
    ("Six people died and another 30 were taken to hospital.", [("killed", 6, 6, 6), ("injured", 30, 30, 30)]),
    ("Gunmen shot dead three traders near Kadesh.", [("killed", 3, 3, 3)]),
    ("The flood claimed 17 lives.", [("killed", 17, 17, 17)]),
    ("No one was hurt in the attack.", [("injured", 0, 0, 0)]),
    ("There were no deaths, the mayor said.", [("killed", 0, 0, 0)]),
    ("A 12-year-old boy was shot dead at the checkpoint.", [("killed", 1, 1, 1)]),
    ("The governor was killed along with two bodyguards.", [("killed", 2, 2, 2)]),
    ("The wounded included six nurses.", [("injured", 6, 6, 6)]),
    ("Police arrested about 40 demonstrators.", [("detained", None, 40, None)]),
    ("Some 50,000 people marched through Belmora.", [("protesters", None, 50000, None)]),
    ("Thousands of people turned out in the square.", [("protesters", 2000, None, None)]),
    ("The rally drew 8,000 people.", [("protesters", 8000, 8000, 8000)]),
    ("The government sent 3,000 troops to the border.", [("troops", 3000, 3000, 3000)]),
    ("The group has 10,000 men under arms.", [("troops", 10000, 10000, 10000)]),
    ("Rescuers pulled 18 bodies from the rubble.", [("killed", 18, 18, 18)]),
    ("The exodus of 2 million farmers began in May.", [("displaced", 2000000, 2000000, 2000000)]),
    ("Twenty-three people drowned when their boat capsized.", [("killed", 23, 23, 23)]),
    ("The war has displaced half a million people.", [("displaced", 500000, 500000, 500000)]),
    ("Four of the wounded died in hospital.", [("killed", 4, 4, 4)]),
    ("Two of the four attackers were shot dead.", [("killed", 2, 2, 2)]),
    ("Parliament set up a seven-member panel.", [("other", 7, 7, 7)]),
    ("Twenty people were killed:\n\u2022 Eight men from Tarn\n\u2022 Twelve women", [
        ("killed", 20, 20, 20), ("killed", 8, 8, 8), ("killed", 12, 12, 12)]),
]  # fmt: skip

NOTHING = [
    "Half the population of Oran has fled.",
    "Three out of four residents voted by post.",
    "One in five people is out of work.",
    "Many people died in the war.",
    "A number of villagers were arrested.",
    "The two leaders met in Belmora.",
    "An average of 12 people die every day on the roads.",
    "He is 45 years old and has two sons.",
    "A convoy of 12 trucks arrived at noon.",
    "The plan costs $300 million.",
    "The council adopted Resolution 2254.",
    "Prices rose by 12 percent in 2019.",
    "Two military helicopters crashed near the lake.",
    "Killing one another helps nobody.",
    "An armed group broke into the bank.",
    "The envoy spoke for 20 minutes at 5:30 p.m.",
    "One source said the talks had failed.",
    "About 40 shells hit the town.",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_everyday_forms_of_counts(coder: Coder, text: str, expected: list[Bounds]) -> None:
    assert counted(coder, text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_shares_measures_and_known_people_are_no_figures(coder: Coder, text: str) -> None:
    assert counted(coder, text) == []


def test_who_qualifier_and_source(coder: Coder) -> None:
    (figure,) = figures(coder, "Police in Oran said at least 14 young farmers were killed on Monday.")
    assert (figure.who, figure.qualifier, figure.span.quote) == ("young farmers", "at least", "at least 14")
    assert figure.said_by is not None
    assert figure.said_by.text.startswith("Police")


def test_figures_hang_on_the_event_they_count(coder: Coder) -> None:
    text = "Rebels shelled Aleppo on Monday, killing nine civilians."
    records = code_article(Article(id="t", text=text, published=datetime.date(2021, 6, 9)), coder).records
    (figure,) = [r for r in records if isinstance(r, Figure)]
    labels = {r.event for r in records if r.kind == "event" and not isinstance(r, Figure)}
    assert figure.event in labels


def test_a_sum_since_a_month_is_cumulative(coder: Coder) -> None:
    (figure,) = figures(coder, "Some 300,000 people have been displaced since March 2021.")
    assert figure.cumulative
    assert figure.since is not None
    assert figure.since.first == "2021-03-01"
    assert figure.date is not None
    assert (figure.date.first, figure.date.last) == ("2021-03-01", None)


def test_a_single_clash_is_not_cumulative(coder: Coder) -> None:
    (figure,) = figures(coder, "Nine soldiers were killed in the clash.")
    assert (figure.cumulative, figure.since, figure.as_of) == (False, None, None)


def test_a_count_has_the_time_and_place_of_its_own_clause(coder: Coder) -> None:
    (figure,) = figures(coder, "The storm killed 14 villagers in Cairo on 3 May 2020.")
    assert (figure.place and figure.place.name, figure.date and figure.date.first) == ("Cairo", "2020-05-03")


def test_as_of_a_day(coder: Coder) -> None:
    (figure,) = figures(coder, "As of 7 June 2021, 45 people had died.")
    assert figure.cumulative
    assert figure.as_of is not None
    assert (figure.as_of.first, figure.date) == ("2021-06-07", None)
