"""How long an office can be taken to have been held where the list does not say when it began or ended."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from tidings.codebook.actors import Term

# Ministers come and go: one whose last day is not known is not taken to serve for ever.
_LONGEST = 8  # years
_YEAR = 365.25


def bounded(terms: Mapping[str, Iterable[Term]]) -> dict[str, tuple[Term, ...]]:
    """The terms of each person, ministers' open ends closed by the next holder of the office or after eight years.

    An open term whose first day is known by more than its year is one of today and stays open; so do
    those of heads of state and government, and those with neither day known.

    >>> day = datetime.date
    >>> old = Term("Trade Minister", "KEN", "GOV", day(2001, 1, 1), None)
    >>> new = Term("Trade Minister", "KEN", "GOV", day(2003, 5, 1), day(2020, 1, 1))
    >>> bounded({"person/a": [old], "person/b": [new]})["person/a"][0].end
    datetime.date(2003, 5, 1)
    """
    held = {person: tuple(given) for person, given in terms.items()}
    starts: dict[tuple[str, str | None], list[datetime.date]] = {}
    for given in held.values():
        for term in given:
            if term.start is not None:
                starts.setdefault((term.office, term.country), []).append(term.start)
    return {
        person: tuple(_bounded(term, starts.get((term.office, term.country), ())) for term in given)
        for person, given in held.items()
    }


def _bounded(term: Term, starts: Iterable[datetime.date]) -> Term:
    if "minister" not in term.office.lower() or term.office.lower() == "prime minister":
        return term
    longest = datetime.timedelta(days=_LONGEST * _YEAR)
    if term.end is None and term.start is not None and (term.start.month, term.start.day) == (1, 1):
        several = term.office.startswith("Deputy")  # a government can have more than one
        later = [] if several else [day for day in starts if day > term.start]
        if later and min(later) - term.start <= longest:
            return term._replace(end=min(later))
        return term._replace(end=term.start + longest)
    if term.start is None and term.end is not None:
        return term._replace(start=term.end - longest)
    return term
