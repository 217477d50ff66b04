"""When a text without a day of issue was published, as far as the text itself pins it; never a likely day.

A day written with its weekday but without its year ("Wednesday, 21 October") fits one year in five or six.
It pins the year when the text leaves only so few: not before what it tells as past, not after what it tells
as to come, and only while the people it gives an office held it. More than one year that fits, or none,
leaves the day of issue open.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tidings.codebook.actors import ActorIndex, pieces
from tidings.codebook.date_grammar import DateGrammar
from tidings.coding.date_periods import Day
from tidings.coding.dates import find_dates
from tidings.model.analysis import Analysis
from tidings.model.records import Date

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PAST_HOLDER = frozenset({"former", "ex", "then", "late", "elect", "future", "designate", "onetime"})
_WIDEST = datetime.timedelta(days=366 * 12)  # a wider window holds several years that fit a weekday


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a text can have been published, both inclusive: one where it says so outright."""

    first: Day
    last: Day

    def days(self) -> Iterable[Day]:
        """Every day of the window."""
        return (self.first + datetime.timedelta(days=n) for n in range((self.last - self.first).days + 1))


def infer_published(analysis: Analysis, grammar: DateGrammar, actors: ActorIndex) -> Window | None:
    """The window of at most a week that the text pins its day of issue to; None when it leaves it open."""
    dates = find_dates(analysis, None, grammar)
    named = [found for date in dates if (found := _with_weekday(date))]
    if not named:
        return None
    bounds = _bounds(analysis, dates, actors)
    if bounds is None:
        return None
    fits = []
    for year in range(bounds.first.year, bounds.last.year + 1):
        days = [
            day for _, weekday, month, number in named if (day := _that_day(year, weekday, month, number))
        ]
        if len(days) == len(named) and any(bounds.first <= day <= bounds.last for day in days):
            fits.append(days)
    if len(fits) != 1:
        return None
    latest: Day = max(fits[0])
    date = named[fits[0].index(latest)][0]
    if _line_of_its_own(analysis, date):
        return Window(latest, latest)
    return Window(latest, latest + datetime.timedelta(days=6))


def find_dates_within(analysis: Analysis, window: Window, grammar: DateGrammar) -> tuple[Date, ...]:
    """The dates of a text whose day of issue is one of a few: only days that all of them give are kept."""
    readings = [find_dates(analysis, day, grammar) for day in window.days()]
    found = []
    for versions in zip(*readings, strict=True):
        date = versions[0]
        if date.basis == "published":
            same = all((v.first, v.last, v.timex) == (date.first, date.last, date.timex) for v in versions)
            date = dataclasses.replace(date, basis="inferred") if same else _open(date)
        elif any((v.first, v.last) != (date.first, date.last) for v in versions):
            date = _open(date)
        found.append(date)
    return tuple(found)


def _open(date: Date) -> Date:
    return dataclasses.replace(
        date, first=None, last=None, precision="unknown", basis=None, edtf=None, timex=None
    )


def _with_weekday(date: Date) -> tuple[Date, int, int, int] | None:
    """(date, weekday from 0, month, day) of a date written with its weekday and without its year."""
    words = re.findall(r"[A-Za-z]+|\d+", date.text.lower())
    if date.first is not None or len(words) < 3 or words[0][:3] not in _WEEKDAYS:
        return None
    months = [datetime.date(2000, n, 1).strftime("%b").lower() for n in range(1, 13)]
    month = next((months.index(w[:3]) + 1 for w in words[1:] if w[:3] in months), None)
    number = next((int(w) for w in words if w.isdigit() and 1 <= int(w) <= 31), None)
    return None if month is None or number is None else (date, _WEEKDAYS.index(words[0][:3]), month, number)


def _that_day(year: int, weekday: int, month: int, number: int) -> Day | None:
    try:
        day = Day(year, month, number)
    except ValueError:
        return None
    return day if day.weekday() == weekday else None


def _line_of_its_own(analysis: Analysis, date: Date) -> bool:
    """Whether the date is all its line says, or part of the dateline: then it is the day of issue."""
    sentence = next(s for s in analysis.sentences if s.start <= date.start < s.end)
    line = analysis.text[sentence.start : sentence.end].strip(" .,:;")
    return sentence.role == "dateline" or line == date.text.strip(" .,:;")


def _bounds(analysis: Analysis, dates: Sequence[Date], actors: ActorIndex) -> Window | None:
    """Between which days the text can have been written: what it tells as past, and who held which office."""
    past = [
        Day.fromisoformat(d.first) for d in dates if d.basis == "absolute" and d.first and d.kind == "DATE"
    ]
    first, last = max(past, default=Day.min), Day.max
    for start, end in _offices(analysis, actors):
        first, last = max(first, start or Day.min), min(last, end or Day.max)
    if first == Day.min or last == Day.max or first > last or last - first > _WIDEST:
        return None
    return Window(first, last)


def _offices(analysis: Analysis, actors: ActorIndex) -> list[tuple[Day | None, Day | None]]:
    """The terms of the offices that the text gives people: "Prime Minister Ada Novak"."""
    found = []
    words = [word.lower for word in analysis.words]
    for at, word in enumerate(analysis.words):
        if word.pos != "PROPN" or not word.text[:1].isupper():
            continue
        for length in range(min(4, len(words) - at), 0, -1):
            entries = actors.named(analysis.slice(at, at + length))
            persons = [entry for entry in entries if entry.kind == "person"]
            if len(persons) == 1:
                before = words[max(0, at - 6) : at]
                terms = [t for t in actors.terms.get(persons[0].id, ()) if _titled(before, t.office)]
                if len(terms) == 1 and not _PAST_HOLDER & set(before):
                    found.append((terms[0].start, terms[0].end))
                break
    return found


def _titled(before: Sequence[str], office: str) -> bool:
    """Whether the words of an office stand right before a name."""
    title = [piece.lower() for piece in pieces(office)]
    return bool(title) and list(before[-len(title) :]) == title
