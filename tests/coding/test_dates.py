"""Date expressions and their days, from the examples of the grammar and tables of our own."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.codebook.date_grammar import DateRule, examples_of
from tidings.codebook.loader import load_codebook
from tidings.coding import date_periods as periods
from tidings.coding.date_meanings import MEANINGS
from tidings.coding.dates import find_dates
from tidings.language.analyse import analyse
from tidings.model.article import Article
from tidings.model.records import Date
from tidings.pipeline import Coder

GRAMMAR = load_codebook().dates
PUBLISHED = datetime.date(2015, 10, 21)  # a Wednesday
MISSES = [(rule, miss) for rule in GRAMMAR.rules for miss in rule.misses]


def dates_of(coder: Coder, text: str, published: datetime.date | None = PUBLISHED) -> list[Date]:
    analysis = analyse(Article(id="t", text=text), coder.language)
    return list(find_dates(analysis, published, GRAMMAR))


def read(
    coder: Coder, text: str, published: datetime.date | None = PUBLISHED
) -> list[tuple[str, str | None]]:
    """(words, TIMEX3 value) of every date of the text."""
    return [(date.text, date.timex) for date in dates_of(coder, text, published)]


@pytest.mark.parametrize(
    ("rule", "text", "words", "value"), examples_of(GRAMMAR.rules), ids=lambda value: str(value)[:40]
)
def test_every_construction_reads_its_examples(
    coder: Coder, rule: str, text: str, words: str, value: str | None
) -> None:
    assert (words, value) in read(coder, text)


@pytest.mark.parametrize(("rule", "text"), MISSES, ids=lambda value: str(value)[:40])
def test_no_construction_fires_on_its_misses(coder: Coder, rule: DateRule, text: str) -> None:
    assert read(coder, text) == []


def test_every_construction_has_a_known_meaning() -> None:
    assert {rule.means for rule in GRAMMAR.rules} == set(MEANINGS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Talks may resume.", []),
        ("Voters marched on the palace.", []),
        ("The second convoy was hit.", []),
        ("Augusta Read runs the clinic.", []),
        ("The Friday Bulletin printed the list.", []),
        ("Room 1984 was empty.", []),
        ("Some 1,990 homes burned.", []),
        ("The fall of the town shocked the region.", []),
        ("The 40-year-old was freed.", []),
        ("A quarter of the village fled.", []),
        ("On Monday the envoy left.", [("Monday", "2015-10-19")]),
        ("The envoy will leave on Monday.", [("Monday", "2015-10-26")]),
        ("The envoy is to leave Thursday night.", [("Thursday night", "2015-10-22TNI")]),
        ("The envoy left Wednesday.", [("Wednesday", "2015-10-21")]),
        ("The envoy left on Sept. 30, 2014.", [("Sept. 30, 2014", "2014-09-30")]),
        ("Snow fell in the mid-1990s.", [("the mid-1990s", "199")]),
        ("The pact of 1990 has lapsed.", [("1990", "1990")]),
    ],
)
def test_tables(coder: Coder, text: str, found: list[tuple[str, str | None]]) -> None:
    assert read(coder, text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The envoy left on Tuesday.",
        "The envoy left yesterday.",
        "The envoy left last week.",
        "The envoy left on Sept. 30.",
        "The envoy left in March.",
        "The envoy left two years ago.",
        "The envoy left this morning.",
        "The envoy left the next day.",
    ],
)
def test_without_a_day_of_issue_nothing_is_guessed(coder: Coder, text: str) -> None:
    assert [(d.first, d.last, d.precision, d.basis, d.edtf) for d in dates_of(coder, text, None)] == [
        (None, None, "unknown", None, None)
    ]


def test_a_narrowed_month_has_the_days_of_its_part(coder: Coder) -> None:
    text = "Rain came in early March 2014, in mid-March 2014, in late March 2014 and at the end of September 2014."
    assert [(d.first, d.last) for d in dates_of(coder, text)] == [
        ("2014-03-01", "2014-03-10"),
        ("2014-03-11", "2014-03-20"),
        ("2014-03-21", "2014-03-31"),
        ("2014-09-28", "2014-09-30"),
    ]


_PIECES = st.sampled_from(
    ["on Monday", "last week", "in March 2011", "30 September", "two days later", "the end of 1990", "May", "1990",
     "the 1980s", "this year", "Sept. 31, 2014", "early last month", "a year ago", "29 February 2015", "3-5 June",
     "the 19th century", "Friday night", "09/30/15", "at 5 p.m.", "the army left", ",", "\u2019s", "\U0001f600"]
)  # fmt: skip


@given(
    st.lists(_PIECES, max_size=8), st.none() | st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1))
)
def test_contracts(pieces: list[str], published: datetime.date | None) -> None:
    from tidings.pipeline import shared_coder

    text = "They came " + " ".join(pieces) + "."
    for date in dates_of(shared_coder(), text, published):
        assert text[date.start : date.end] == date.text
        if date.first is None or date.last is None or date.edtf is None:
            assert (date.first, date.last, date.edtf) == (None, None, None)
            continue
        assert date.first <= date.last
        first, last = periods.days_of_edtf(date.edtf)
        assert (str(first), str(last)) == (date.first, date.last)


@given(st.dates(datetime.date(1100, 1, 1), datetime.date(2800, 1, 1)), st.integers(-40, 40))
def test_periods_hold_together(day: datetime.date, count: int) -> None:
    for unit in ("day", "week", "month", "quarter", "year"):
        period = periods.shifted(periods.day(day), count, unit)
        assert period.first <= period.last
        assert periods.days_of_edtf(period.edtf) == (period.first, period.last)
        for part in ("early", "mid", "late", "start", "middle", "end"):
            narrow = periods.narrowed(period, part)
            assert period.first <= narrow.first <= narrow.last <= period.last
            assert periods.days_of_edtf(narrow.edtf) == (narrow.first, narrow.last)
