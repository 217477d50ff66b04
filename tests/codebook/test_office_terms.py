"""Open ends of ministers' terms."""

from __future__ import annotations

import datetime

from tidings.codebook.actors import Term
from tidings.codebook.office_terms import bounded


def term(office: str, start: int | None, end: int | None) -> Term:
    return Term(
        office,
        "PER",
        "GOV",
        datetime.date(start, 1, 1) if start else None,
        datetime.date(end, 12, 31) if end else None,
    )


def years(given: dict[str, list[Term]]) -> dict[str, list[tuple[int | None, int | None]]]:
    return {
        person: [(t.start.year if t.start else None, t.end.year if t.end else None) for t in terms]
        for person, terms in bounded(given).items()
    }


def test_a_successor_ends_an_open_term() -> None:
    given = {"a": [term("Trade Minister", 2001, None)], "b": [term("Trade Minister", 2004, 2020)]}
    assert years(given) == {"a": [(2001, 2004)], "b": [(2004, 2020)]}


def test_without_a_successor_eight_years_are_the_most() -> None:
    assert years({"a": [term("Trade Minister", 1995, None)]}) == {"a": [(1995, 2003)]}


def test_a_day_that_is_known_begins_a_term_of_today() -> None:
    known = term("Trade Minister", 1995, None)._replace(start=datetime.date(1995, 3, 9))
    assert years({"a": [known]}) == {"a": [(1995, None)]}


def test_an_unknown_beginning_reaches_back_eight_years() -> None:
    assert years({"a": [term("Trade Minister", None, 2007)]}) == {"a": [(1999, 2007)]}


def test_heads_of_state_and_unknown_days_stay_open() -> None:
    given = {
        "a": [term("King", 1970, None)],
        "b": [term("Prime Minister", 1980, None)],
        "c": [term("Trade Minister", None, None)],
        "d": [term("Trade Minister", 2020, 2021)],
    }
    assert years(given) == {
        "a": [(1970, None)],
        "b": [(1980, None)],
        "c": [(None, None)],
        "d": [(2020, 2021)],
    }


def test_deputies_do_not_end_each_other() -> None:
    given = {
        "a": [term("Deputy Prime Minister", 2018, None)],
        "b": [term("Deputy Prime Minister", 2020, 2021)],
    }
    assert years(given)["a"] == [(2018, 2026)]
