"""Calendar periods: a day, week, month, quarter, season, year and so on, with their first and last day.

Every period carries its TIMEX3 value (TimeML 1.2.1) and its Extended Date/Time Format (ISO 8601-2), which
`days_of_edtf` reads back to the same days. Seasons are the northern ones of the news: spring is March to
May, winter December to February of the next year.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime
import re
from dataclasses import dataclass

Day = datetime.date
_SEASONS = {"SP": (3, 21), "SU": (6, 22), "FA": (9, 23), "WI": (12, 24)}  # first month, EDTF code
_FIRST_YEAR, _LAST_YEAR = 1000, 2999


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days. `unit` is the grain its words have; `precision` that of the record.

    They differ where words narrow a period: "early March" has the unit month and the precision range.
    """

    first: Day
    last: Day
    unit: str
    precision: str
    timex: str
    edtf: str


def day(of: Day) -> Period:
    """One day."""
    return Period(of, of, "day", "day", of.isoformat(), of.isoformat())


def week(of: Day) -> Period:
    """The ISO week (Monday to Sunday) that a day lies in."""
    monday = of - datetime.timedelta(days=of.weekday())
    year, number, _ = monday.isocalendar()
    return _interval(monday, monday + datetime.timedelta(days=6), "week", "week", f"{year}-W{number:02d}")


def weekend(of: Day) -> Period:
    """Saturday and Sunday of the ISO week that a day lies in."""
    whole = week(of)
    return _interval(whole.last - datetime.timedelta(days=1), whole.last, "weekend", "range", whole.timex + "-WE")  # fmt: skip


def month(year_: int, number: int) -> Period:
    """A month; `number` may lie outside 1..12 and then counts into other years.

    >>> month(2015, 0).timex
    '2014-12'
    """
    months = year_ * 12 + number - 1
    at, of = divmod(months, 12)
    last = calendar.monthrange(at, of + 1)[1]
    value = f"{at:04d}-{of + 1:02d}"
    return Period(Day(at, of + 1, 1), Day(at, of + 1, last), "month", "month", value, value)


def quarter(year_: int, number: int) -> Period:
    """A calendar quarter; `number` may lie outside 1..4 and then counts into other years."""
    at, of = divmod(year_ * 4 + number - 1, 4)
    first, last = month(at, 3 * of + 1).first, month(at, 3 * of + 3).last
    return Period(first, last, "quarter", "quarter", f"{at:04d}-Q{of + 1}", f"{at:04d}-{33 + of}")


def half(year_: int, number: int) -> Period:
    """The first or second half of a year."""
    return _interval(
        month(year_, 6 * number - 5).first, month(year_, 6 * number).last,
        "half", "range", f"{year_:04d}-H{number}",
    )  # fmt: skip


def season(year_: int, name: str) -> Period:
    """The season that begins in a year: SP, SU, FA or WI."""
    start, code = _SEASONS[name]
    first, last = month(year_, start).first, month(year_, start + 2).last
    return Period(first, last, "season", "season", f"{year_:04d}-{name}", f"{year_:04d}-{code}")


def year(number: int) -> Period:
    """A calendar year. Raises ValueError outside 1000..2999, as do the longer periods."""
    if not _FIRST_YEAR <= number <= _LAST_YEAR:
        raise ValueError(number)
    value = f"{number:04d}"
    return Period(Day(number, 1, 1), Day(number, 12, 31), "year", "year", value, value)


def decade(first: int) -> Period:
    """The ten years that begin with a year divisible by ten: 1980 for "the 1980s"."""
    start = first // 10
    value = f"{start:03d}"
    return Period(year(first).first, year(first + 9).last, "decade", "decade", value, value + "X")


def century(number: int) -> Period:
    """A century by its ordinal, as the news counts: the 20th is 1900 to 1999."""
    first = (number - 1) * 100
    return Period(
        year(first).first, year(first + 99).last, "century", "century",
        f"{number - 1:02d}XX", f"{number - 1:02d}XX",
    )  # fmt: skip


def span(first: Day, last: Day, timex: str, unit: str = "range") -> Period:
    """Any stretch from one day to another."""
    return _interval(first, last, unit, "range", timex)


def _interval(first: Day, last: Day, unit: str, precision: str, timex: str) -> Period:
    return Period(first, last, unit, precision, timex, f"{first.isoformat()}/{last.isoformat()}")


def shifted(period: Period, count: int, unit: str) -> Period:
    """The day, week, month ... `count` units away from a period, as coarse as the unit or the period."""
    of = period.first
    if unit == "day":
        return day(of + datetime.timedelta(days=count))
    if unit == "week":
        moved = of + datetime.timedelta(weeks=count)
        return week(moved)
    if unit == "month":
        return month(of.year, of.month + count)
    if unit == "quarter":
        return quarter(of.year, (of.month - 1) // 3 + 1 + count)
    years = {"year": 1, "decade": 10, "century": 100}[unit] * count
    return year(of.year + years)


def same_in_year(period: Period, years: int) -> Period:
    """A period of the same kind some years away: the third quarter a year earlier."""
    at = period.first.year + years
    if period.unit == "quarter":
        return quarter(at, (period.first.month - 1) // 3 + 1)
    if period.unit == "month":
        return month(at, period.first.month)
    if period.unit == "half":
        return half(at, 1 if period.first.month == 1 else 2)
    if period.unit == "season":
        return season(at, period.timex[-2:])
    return year(at)


def narrowed(period: Period, part: str) -> Period:
    """A part of a period: early, mid or late (thirds), or start, middle or end (its outermost tenth).

    "Early", "mid" and "late" of a month are days 1-10, 11-20 and 21 to its end; "the end of" a month
    its last three days, of a year its last month. Of a week: early is Monday and Tuesday, late Thursday
    to Sunday. Periods that have no such parts, days among them, come back as they are.
    """
    first, last = period.first, period.last
    if period.unit == "month":
        days = {
            "early": (1, 10), "mid": (11, 20), "late": (21, last.day), "start": (1, 3), "middle": (11, 20),
            "end": (last.day - 2, last.day),
        }[part]  # fmt: skip
        first, last = first.replace(day=days[0]), last.replace(day=days[1])
    elif period.unit == "year":
        months = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "start": (1, 1), "middle": (6, 7), "end": (12, 12)}[part]  # fmt: skip
        first, last = month(first.year, months[0]).first, month(first.year, months[1]).last
    elif period.unit == "decade":
        years = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "start": (0, 0), "middle": (4, 6), "end": (9, 9)}[part]  # fmt: skip
        first, last = year(first.year + years[0]).first, year(first.year + years[1]).last
    elif period.unit == "century":
        years = {"early": (0, 33), "mid": (34, 66), "late": (67, 99), "start": (0, 9), "middle": (34, 66), "end": (90, 99)}[part]  # fmt: skip
        first, last = year(first.year + years[0]).first, year(first.year + years[1]).last
    elif period.unit == "week":
        days = {"early": (0, 1), "mid": (1, 3), "late": (3, 6), "start": (0, 0), "middle": (1, 3), "end": (4, 6)}[part]  # fmt: skip
        first, last = first + datetime.timedelta(days=days[0]), first + datetime.timedelta(days=days[1])
    elif period.unit in ("season", "quarter", "half"):
        thirds = {"early": 0, "mid": 1, "late": 2, "start": 0, "middle": 1, "end": 2}[part]
        step = 2 if period.unit == "half" else 1
        first = month(first.year, first.month + thirds * step).first
        last = month(first.year, first.month + step - 1).last
    else:
        return period
    narrow = _interval(first, last, period.unit, "range", period.timex)
    return dataclasses.replace(narrow, edtf=first.isoformat()) if first == last else narrow


_SIMPLE = (
    (r"(\d{4})-(\d\d)-(\d\d)", lambda y, m, d: (Day(int(y), int(m), int(d)),) * 2),
    (r"(\d{4})-(0[1-9]|1[0-2])", lambda y, m: _ends(month(int(y), int(m)))),
    (r"(\d{4})-(2[1-4])", lambda y, s: _ends(season(int(y), ("SP", "SU", "FA", "WI")[int(s) - 21]))),
    (r"(\d{4})-(3[3-6])", lambda y, q: _ends(quarter(int(y), int(q) - 32))),
    (r"(\d{4})", lambda y: _ends(year(int(y)))),
    (r"(\d{3})X", lambda d: _ends(decade(int(d) * 10))),
    (r"(\d\d)XX", lambda c: _ends(century(int(c) + 1))),
)


def _ends(period: Period) -> tuple[Day, Day]:
    return period.first, period.last


def days_of_edtf(text: str) -> tuple[Day | None, Day | None]:
    """First and last day of an EDTF expression as this module writes them; None at an open end.

    Raises ValueError for anything else.

    >>> days_of_edtf("2015-09-30/..")
    (datetime.date(2015, 9, 30), None)
    >>> days_of_edtf("198X")
    (datetime.date(1980, 1, 1), datetime.date(1989, 12, 31))
    """
    if "/" in text:
        start, end = text.split("/")
        return (None if start == ".." else days_of_edtf(start)[0]), (None if end == ".." else days_of_edtf(end)[1])  # fmt: skip
    bare = text.rstrip("~?%")
    for pattern, read in _SIMPLE:
        match = re.fullmatch(pattern, bare)
        if match:
            return read(*match.groups())
    raise ValueError(f"not an EDTF date: {text!r}")


_GRAIN = ("day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century")


def coarser(unit: str, than: str) -> bool:
    """Whether one unit is longer than another; a plain range counts as a day."""
    return unit in _GRAIN and than in _GRAIN and _GRAIN.index(unit) > _GRAIN.index(than)
