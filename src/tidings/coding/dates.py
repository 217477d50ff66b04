"""Date expressions and the days they cover, relative to the publication date; never a guessed day.

A weekday is the most recent one up to and including the day of issue, in the past tense's reading
of news; without a publication date relative expressions and dates without a year stay unresolved.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Sequence

from tidings.codebook.number_words import UNITS
from tidings.model import tree
from tidings.model.analysis import Analysis
from tidings.model.records import Date

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if n} | {"sept": 9}
_M = r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_D = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_Y = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAYS = [name.lower() for name in calendar.day_name]
_W = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_SMALL = {word: n for word, n in UNITS.items() if n <= 12}
_N = r"(?P<n>\d{1,3}|" + "|".join(w for w in _SMALL if w != "zero") + r"|a|an)"
_U = r"(?P<unit>day|week|month|year|decade)s?"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(r"\b(?:" + pattern + r")(?!\w)", re.I if name not in ("month-day", "day-month", "month-year", "month", "year") else 0))
    for name, pattern in (
        ("iso", r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"),
        ("month-day", rf"(?:{_W},? )?{_M} {_D}(?:,? {_Y})?"),
        ("day-month", rf"(?:{_W},? )?{_D}(?: of)? {_M}(?:,? {_Y})?"),
        ("part-month", rf"(?P<part>early|mid|late|beginning of|end of|middle of)[ -]{_M}(?:,? {_Y})?"),
        ("month-year", rf"{_M},? (?:of )?{_Y}"),
        ("month", rf"(?P<lead>last|next|this|in|since|until|by) {_M}"),
        ("ago", rf"{_N} {_U} ago"),
        ("relative", r"(?P<which>yesterday|today|tomorrow|tonight|last night)"),
        ("weekday", rf"(?:(?P<lead>last|next|this) )?{_W}"),
        ("unit", r"(?P<lead>last|next|this|earlier this|later this|the past|past) (?P<unit>week|month|year|weekend)"),
        ("year", rf"(?:in|since|of|by|from|until|during|before|after|the|early|late) {_Y}"),
    )
)  # fmt: skip
_Day = datetime.date
_Range = tuple[_Day, _Day, str, str]  # first, last, precision, timex value


def find_dates(analysis: Analysis, published: _Day | None) -> tuple[Date, ...]:
    """Every date expression of the coded sentences, in text order; unresolved ones have no days."""
    found: list[Date] = []
    for sentence in analysis.sentences:
        taken: list[tuple[int, int]] = []
        for name, pattern in _PATTERNS:
            for match in pattern.finditer(analysis.text, sentence.start, sentence.end):
                start, end = _without_lead(name, match)
                if any(start < b and a < end for a, b in taken):
                    continue
                taken.append((start, end))
                found.append(_date(analysis.text, start, end, name, match, published, sentence.start))
    return tuple(sorted(found, key=lambda d: (d.start, d.end)))


def _without_lead(name: str, match: re.Match[str]) -> tuple[int, int]:
    """A preposition that helped to recognise the date is no part of it."""
    if name == "year":
        return match.start("year"), match.end()
    if name == "month" and match["lead"].lower() in ("in", "since", "until", "by"):
        return match.start("month"), match.end()
    return match.start(), match.end()


def _date(
    text: str, start: int, end: int, name: str, match: re.Match[str], published: _Day | None, floor: int
) -> Date:
    resolved = _RESOLVE[name](match, published)
    words = text[start:end]
    if resolved is None:
        return Date(text=words, start=start, end=end, first=None, last=None, precision="unknown")
    first, last, precision, timex = resolved
    since = re.search(
        r"\b(?:since|from)(?: the)?(?: start of| end of)?\s*$", text[max(floor, start - 20) : start], re.I
    )
    absolute = "year" in match.groupdict() and match.groupdict().get("year")
    return Date(
        text=words,
        start=start,
        end=end,
        first=first.isoformat(),
        last=None if since else last.isoformat(),
        precision="open" if since else precision,
        basis="absolute" if absolute else "published",
        edtf=f"{first.isoformat()}/.."
        if since
        else (timex if precision in ("day", "month", "year") else f"{first}/{last}"),
        timex=timex,
    )


def _month_number(match: re.Match[str]) -> int:
    return (
        _MONTHS[match["month"].rstrip(".").lower()] if not match["month"].isdigit() else int(match["month"])
    )


def _year_for(month: int, day: int, published: _Day) -> int:
    """The year that brings a date without one nearest to, and rather before, the day of issue."""
    candidates = [published.year - 1, published.year, published.year + 1]

    def away(year: int) -> float:
        gap = (_Day(year, month, min(day, 28)) - published).days
        return gap * 1.5 if gap > 0 else -gap

    return min(candidates, key=away)


def _day(match: re.Match[str], published: _Day | None) -> _Range | None:
    groups = match.groupdict()
    if not groups.get("year") and published is None:
        return None
    month, day = _month_number(match), int(match["day"])
    year = int(groups["year"]) if groups.get("year") else _year_for(month, day, published or _Day.min)
    try:
        found = _Day(year, month, day)
    except ValueError:
        return None
    return found, found, "day", found.isoformat()


def _month(match: re.Match[str], published: _Day | None) -> _Range | None:
    groups = match.groupdict()
    if not groups.get("year") and published is None:
        return None
    month = _month_number(match)
    if groups.get("year"):
        year = int(groups["year"])
    else:
        assert published is not None
        year = published.year - (month > published.month)
        if (groups.get("lead") or "").lower() == "next":
            year = published.year + (month <= published.month)
    last_day = calendar.monthrange(year, month)[1]
    first, last = {
        "early": (1, 10), "beginning of": (1, 10), "mid": (11, 20), "middle of": (11, 20),
        "late": (21, last_day), "end of": (last_day - 2, last_day),
    }.get((groups.get("part") or "").lower(), (1, last_day))  # fmt: skip
    precision = "range" if groups.get("part") else "month"
    return _Day(year, month, first), _Day(year, month, last), precision, f"{year}-{month:02d}"


def _ago(match: re.Match[str], published: _Day | None) -> _Range | None:
    if published is None:
        return None
    word = match["n"].lower()
    n = int(word) if word.isdigit() else _SMALL.get(word, 1)
    unit = match["unit"].lower()
    if unit == "day":
        found = published - datetime.timedelta(days=n)
        return found, found, "day", found.isoformat()
    if unit == "week":
        return _week(published - datetime.timedelta(weeks=n))
    if unit == "month":
        months = published.year * 12 + published.month - 1 - n
        return _whole_month(months // 12, months % 12 + 1)
    year = published.year - n * (10 if unit == "decade" else 1)
    return _whole_year(year) if year > 1 else None


def _week(day: _Day) -> _Range:
    monday = day - datetime.timedelta(days=day.weekday())
    year, week, _ = monday.isocalendar()
    return monday, monday + datetime.timedelta(days=6), "week", f"{year}-W{week:02d}"


def _whole_month(year: int, month: int) -> _Range:
    return (
        _Day(year, month, 1),
        _Day(year, month, calendar.monthrange(year, month)[1]),
        "month",
        f"{year}-{month:02d}",
    )


def _whole_year(year: int) -> _Range:
    return _Day(year, 1, 1), _Day(year, 12, 31), "year", str(year)


def _relative(match: re.Match[str], published: _Day | None) -> _Range | None:
    if published is None:
        return None
    shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(match["which"].lower(), 0)
    found = published + datetime.timedelta(days=shift)
    return found, found, "day", found.isoformat()


def _weekday(match: re.Match[str], published: _Day | None) -> _Range | None:
    if published is None:
        return None
    wanted = _WEEKDAYS.index(match["weekday"].lower())
    lead = (match["lead"] or "").lower()
    back = (published.weekday() - wanted) % 7
    found = published - datetime.timedelta(days=back)
    if lead == "next" or (lead == "this" and back):
        found += datetime.timedelta(days=7)
    elif lead == "last" and back == 0:
        found -= datetime.timedelta(days=7)
    return found, found, "day", found.isoformat()


def _unit(match: re.Match[str], published: _Day | None) -> _Range | None:
    if published is None:
        return None
    lead, unit = match["lead"].lower(), match["unit"].lower()
    step = {"last": -1, "next": 1, "the past": -1, "past": -1}.get(lead, 0)
    if unit == "week":
        return _week(published + datetime.timedelta(weeks=step))
    if unit == "weekend":
        saturday = _week(published + datetime.timedelta(weeks=step))[0] + datetime.timedelta(days=5)
        return saturday, saturday + datetime.timedelta(days=1), "range", saturday.isoformat()
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return _whole_month(months // 12, months % 12 + 1)
    return _whole_year(published.year + step)


def _year(match: re.Match[str], published: _Day | None) -> _Range | None:
    return _whole_year(int(match["year"]))


_RESOLVE: dict[str, Callable[[re.Match[str], _Day | None], _Range | None]] = {
    "iso": _day, "month-day": _day, "day-month": _day, "part-month": _month, "month-year": _month, "month": _month,
    "ago": _ago, "relative": _relative, "weekday": _weekday, "unit": _unit, "year": _year,
}  # fmt: skip


def choose_date(analysis: Analysis, trigger: int, dates: Sequence[Date]) -> Date | None:
    """The date of the act at word `trigger`: the one nearest to it in its own clause, None when it has no days.

    A nearest date that could not be resolved ("on Tuesday" of an unknown week) is not passed over for
    a farther one that could: the act's day is then unknown.
    """
    sentence = analysis.sentences[analysis.words[trigger].sentence]
    here = [d for d in dates if sentence.start <= d.start < sentence.end]
    clause = tree.clause_head(analysis, trigger)
    own = []
    for date in here:
        word = next(
            (w.i for w in analysis.words[sentence.first : sentence.last] if w.start >= date.start), None
        )
        if word is not None and tree.clause_head(analysis, word) == clause:
            own.append(date)
    at = analysis.words[trigger].start
    pool = own or (here if len(here) == 1 and clause == analysis.words[trigger].i else [])
    nearest = min(pool, key=lambda d: (abs(d.start - at), d.start), default=None)
    return nearest if nearest is not None and nearest.first else None
