"""Dates that name themselves: days, months, years, quarters, seasons, decades, holidays.

A meaning that is None says that there is no date here (the construction fits, the words are something
else); one without a period is a date whose days the text does not give.
"""

from __future__ import annotations

import datetime

from tidings.coding import date_periods as periods
from tidings.coding.date_periods import Day
from tidings.coding.date_setting import UNKNOWN, Meaning, Setting, Words, absolute, by_issue, made


def iso(words: Words, setting: Setting) -> Meaning | None:
    try:
        return absolute(periods.day(Day.fromisoformat(words.get("iso") or "")))
    except ValueError:
        return None


def numeric(words: Words, setting: Setting) -> Meaning | None:
    """09/30/15 or 30.9.2015: read when only one order makes a date, or one is near the day of issue."""
    value = words.get("numeric") or ""
    mark = next(c for c in value if not c.isdigit())
    first, second, end = (int(part) for part in value.split(mark))
    year = end if end > 99 else 1900 + end if end > 50 else 2000 + end
    found = []
    for month, number in ((first, second), (second, first)):
        try:
            candidate = Day(year, month, number)
        except ValueError:
            continue
        if candidate not in found:
            found.append(candidate)
    if not found or (mark == "-" and end < 100 and setting.published is None):
        return None
    if len(found) == 2 and setting.published:
        near = [d for d in found if abs((d - setting.published).days) <= 10]
        found = near if len(near) == 1 else found
    return absolute(periods.day(found[0])) if len(found) == 1 else UNKNOWN


def year_of(month: int, number: int, setting: Setting) -> int | None:
    """The year of a date written without one: the nearest in the direction of the tense."""
    published = setting.published
    if published is None:
        return None
    years = [published.year - 1, published.year, published.year + 1]

    def away(year: int) -> float:
        gap = (Day(year, month, min(number, 28)) - published).days
        if gap > 0:
            return gap * {"future": 1.0, "past": 3.0}.get(setting.tense, 1.5)
        return -gap * {"future": 2.0}.get(setting.tense, 1.0)

    return min(years, key=away)


def day(words: Words, setting: Setting) -> Meaning | None:
    month, number = words.number("month"), words.number("day", "nth")
    year = words.number("year")
    if month is None or number is None or not 1 <= number <= 31:
        return None
    if year is None:
        if number > 29 and month == 2:
            return None
        year = year_of(month, number, setting)
        if year is None:
            return UNKNOWN
        return made(lambda: by_issue(periods.day(Day(year, month, number))))
    return made(lambda: absolute(periods.day(Day(year, month, number))))


def days(words: Words, setting: Setting) -> Meaning | None:
    month, year = words.number("month"), words.number("year")
    first, last = words.number("day", "nth"), words.number("day2", "nth2")
    if month is None or first is None or last is None or first >= last:
        return None
    at = year if year is not None else year_of(month, first, setting)
    if at is None:
        return UNKNOWN
    basis = "absolute" if year is not None else "published"

    def make() -> Meaning:
        start, end = Day(at, month, first), Day(at, month, last)
        return Meaning(period=periods.span(start, end, f"{start}/{end}"), basis=basis)

    return made(make)


def month(words: Words, setting: Setting) -> Meaning | None:
    number, year, which = words.number("month"), words.number("year"), words.get("which")
    if number is None:
        return None
    if year is not None:
        return absolute(periods.month(year, number))
    published = setting.published
    if published is None:
        return UNKNOWN
    if which in ("last", "past", "previous"):
        at = published.year - (number >= published.month)
    elif which in ("next", "following"):
        at = published.year + (number <= published.month)
    elif which == "this":
        at = published.year
    elif setting.tense == "future":
        at = published.year + (number < published.month)
    elif setting.tense == "past" or (published.month - number) % 12 <= 8:
        at = published.year - (number > published.month)
    else:
        at = published.year + (number < published.month)
    return by_issue(periods.month(at, number))


def year(words: Words, setting: Setting) -> Meaning | None:
    number = words.number("year")
    if number is None or ("unit" in words and words.get("unit") != "year"):
        return None
    return made(lambda: absolute(periods.year(number)))


def years(words: Words, setting: Setting) -> Meaning | None:
    first, last, short = words.number("year"), words.number("year2"), words.number("number")
    if first is None:
        return None
    if last is None and short is not None:
        if len(words.text("number")) != 2:
            return None
        last = first // 100 * 100 + short
    if last is None or not first < last < first + 200:
        return None

    def make() -> Meaning:
        start, end = periods.year(first), periods.year(last or first)
        made = periods.span(start.first, end.last, f"{start.timex}/{end.timex}")
        return Meaning(period=made, basis="absolute")

    return made(make)


def decade(words: Words, setting: Setting) -> Meaning | None:
    """The 1980s; the '80s and the eighties are those of the last century unless before the thirties."""
    digits = words.get("decade") or ""
    first = int(digits)
    if len(digits) == 2:
        first += 1900 if first >= 20 else 2000
    return made(lambda: absolute(periods.decade(first)))


def century(words: Words, setting: Setting) -> Meaning | None:
    number = words.number("nth", "day")
    if words.get("unit") != "century" or number is None or not 11 <= number <= 21:
        return None
    return absolute(periods.century(number))


def quarter(words: Words, setting: Setting) -> Meaning | None:
    number, year_ = words.number("nth"), words.number("year", "year2")
    if words.get("unit") != "quarter" or number is None or not 1 <= number <= 4:
        return None
    if year_ is not None:
        return absolute(periods.quarter(year_, number))
    published = setting.published
    if published is None:
        return UNKNOWN
    at, which = published.year, words.get("which2") or words.get("which")
    if which in ("last", "next", "previous", "following"):
        at += {"last": -1, "previous": -1}.get(which, 1) if "which2" in words else 0
    now = (published.month - 1) // 3 + 1
    if "which2" not in words:
        if which == "next":
            at += number <= now
        elif setting.tense != "future" and number - now >= 2:
            at -= 1
    return by_issue(periods.quarter(at, number))


def quarter_ended(words: Words, setting: Setting) -> Meaning | None:
    """The quarter ended Sept. 30: the calendar quarter that most of it lies in."""
    if words.get("unit") != "quarter":
        return None
    end = day(words, setting)
    if end is None or end.period is None:
        return end
    middle = end.period.first - datetime.timedelta(days=45)
    return Meaning(period=periods.quarter(middle.year, (middle.month + 2) // 3), basis=end.basis)


def quarter_of_year(words: Words, setting: Setting) -> Meaning | None:
    """The 2013 quarter, the 2013 period: the quarter the text speaks of, in that year."""
    year_ = words.number("year")
    if year_ is None or setting.quarter is None or words.get("unit") not in (None, "quarter"):
        return None
    return Meaning(period=periods.quarter(year_, (setting.quarter.first.month + 2) // 3), basis="text")


def half(words: Words, setting: Setting) -> Meaning | None:
    number, year_ = words.number("nth"), words.number("year")
    if number not in (1, 2):
        return None
    if year_ is not None:
        return absolute(periods.half(year_, number))
    if words.get("unit") != "year":
        return None
    if setting.published is None:
        return UNKNOWN
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(words.get("which3") or "", 0)
    return by_issue(periods.half(setting.published.year + step, number))


def season(words: Words, setting: Setting) -> Meaning | None:
    name, year_, which = words.get("season"), words.number("year"), words.get("which")
    if name is None:
        return None
    if year_ is not None:
        return absolute(periods.season(year_, name))
    if which is None and (words.text("season") == "fall" or setting.before not in ("in", "during", "over", "of", "by", "through", "since", "until")):  # fmt: skip
        return None
    published = setting.published
    if published is None:
        return UNKNOWN
    begins = periods.season(published.year, name).first
    at = published.year
    if which in ("last", "past", "previous") or (which is None and setting.tense != "future"):
        ended = periods.season(at, name).last < published
        at -= 0 if ended or (which is None and begins <= published) else 1
        if not ended and name == "WI" and periods.season(at, name).last >= published and which:
            at -= 1
    elif which in ("next", "following") or which is None:
        at += begins <= published
    elif which != "this":
        return None
    elif name == "WI" and published.month < 3:
        at -= 1
    return by_issue(periods.season(at, name))


def holiday(words: Words, setting: Setting) -> Meaning | None:
    name, year_ = words.get("holiday") or "", words.number("year")
    published = setting.published
    if year_ is not None:
        return absolute(periods.day(_holiday(name, year_)))
    if published is None:
        return UNKNOWN

    def away(day_: Day) -> float:
        gap = (day_ - published).days
        if gap > 0:
            return gap * {"future": 1.0, "past": 3.0}.get(setting.tense, 1.5)
        return -gap * {"future": 2.0}.get(setting.tense, 1.0)

    candidates = [_holiday(name, published.year + step) for step in (-1, 0, 1)]
    return by_issue(periods.day(min(candidates, key=away)))


def _holiday(name: str, year_: int) -> Day:
    if name == "thanksgiving":
        first = Day(year_, 11, 1)
        return first + datetime.timedelta(days=(3 - first.weekday()) % 7 + 21)
    if name.startswith("easter"):
        return _easter(year_) + datetime.timedelta(days=int(name[6:] or 0))
    return Day(year_, int(name[:2]), int(name[3:]))


def _easter(year_: int) -> Day:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    a, b, c = year_ % 19, year_ // 100, year_ % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    shift = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * shift) // 451
    month_, day_ = divmod(h + shift - 7 * m + 114, 31)
    return Day(year_, month_, day_ + 1)


def named(words: Words, setting: Setting) -> Meaning | None:
    return absolute(periods.day(Day.fromisoformat(words.get("name") or "")))
