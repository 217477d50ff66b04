"""Dates that lean on the day of issue or on the text: weekdays, "last week", "two days later"; lengths and sets."""

from __future__ import annotations

import datetime

from tidings.coding import date_periods as periods
from tidings.coding.date_calendar import day
from tidings.coding.date_periods import Day, Period
from tidings.coding.date_setting import (
    PARTS,
    SMALL,
    UNKNOWN,
    Meaning,
    Setting,
    Words,
    away,
    by_issue,
    length,
    made,
)  # fmt: skip

_STEPS = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "following": 1, "same": 0, "that": 0}


def weekday(words: Words, setting: Setting) -> Meaning | None:
    number, which = words.number("weekday"), words.get("which")
    if number is None or len(words.text("weekday")) < 6:
        return None
    if which in ("same", "that", "following", "previous") and setting.told is not None:
        anchor = setting.told.first
        step = (number - 1 - anchor.weekday()) % 7
        if which == "previous":
            step -= 7
        elif which == "following" and step == 0:
            step = 7
        return Meaning(period=periods.day(anchor + datetime.timedelta(days=step)), basis="text")
    published = setting.published
    if published is None:
        return UNKNOWN
    back = (published.weekday() - (number - 1)) % 7
    if which == "next" or (which is None and setting.tense == "future"):
        ahead = (7 - back) % 7 or (7 if which else 0)
        return by_issue(periods.day(published + datetime.timedelta(days=ahead)))
    if which == "this":
        monday = published - datetime.timedelta(days=published.weekday())
        return by_issue(periods.day(monday + datetime.timedelta(days=number - 1)))
    if which in ("last", "past") and back == 0:
        back = 7
    return by_issue(periods.day(published - datetime.timedelta(days=back)))


def deictic(words: Words, setting: Setting) -> Meaning | None:
    if setting.published is None:
        return UNKNOWN
    shift = int(words.get("deictic") or 0)
    found = periods.day(setting.published + datetime.timedelta(days=shift))
    if words.text("deictic").startswith("tonight"):
        return Meaning(kind="TIME", period=found, basis="published", timex=found.timex + "TNI")
    return by_issue(found)


def part(words: Words, setting: Setting) -> Meaning | None:
    """This morning, last night, that evening; "the morning" alone names no day."""
    which, name = words.get("which"), words.get("part") or ""
    if which in ("this", "last", "past", "next"):
        if setting.published is None:
            return UNKNOWN
        shift = {"last": -1, "past": -1, "next": 1}.get(which, 0)
        found, basis = periods.day(setting.published + datetime.timedelta(days=shift)), "published"
    elif which in ("same", "that", "following", "previous"):
        if setting.told is None or setting.told.unit != "day":
            return UNKNOWN
        shift = {"following": 1, "previous": -1}.get(which, 0)
        found, basis = periods.day(setting.told.first + datetime.timedelta(days=shift)), "text"
    else:
        return None
    return Meaning(kind="TIME", period=found, basis=basis, timex=found.timex + PARTS[name])


def unit_edge(words: Words, setting: Setting) -> Meaning | None:
    """Year-end, month-end."""
    if words.get("unit") not in ("year", "month", "quarter") or words.get("edge") != "end":
        return None
    if setting.published is None:
        return UNKNOWN
    whole = periods.shifted(periods.day(setting.published), 0, words.get("unit") or "")
    return by_issue(periods.narrowed(whole, "end"))


def unit(words: Words, setting: Setting) -> Meaning | None:
    """Last week, this year; "the following month", "the previous day" and "that year" go by the text."""
    which, name = words.get("which") or "", words.get("unit") or ""
    if name in SMALL or name == "fortnight" or words.number("nth") is not None:
        return None
    if which == "recent":
        return Meaning(timex="PAST_REF") if words.text("unit").endswith("s") else None
    if which == "latest":
        return _latest(name, setting, None) if name in ("quarter", "year") else None
    if name == "quarter" and which in ("that", "same"):
        return _latest(name, setting, setting.quarter)
    if name == "day" and which in ("this", "last", "past"):
        return None
    if words.text("unit").endswith("s"):
        timex = {"next": "FUTURE_REF", "last": "PAST_REF", "past": "PAST_REF"}.get(which)
        return None if timex is None else Meaning(timex=timex)
    if which in ("following", "previous", "same", "that"):
        anchor = setting.told if name == "day" else setting.spoken or setting.told
        if anchor is None:
            if which == "previous" and name != "day" and setting.published:
                return by_issue(periods.shifted(periods.day(setting.published), -1, name))
            return UNKNOWN
        return Meaning(period=periods.shifted(anchor, _STEPS[which], name), basis="text")
    if setting.published is None:
        return UNKNOWN
    if name == "decade":
        return Meaning(period=periods.decade(setting.published.year // 10 * 10 + 10 * _STEPS[which]), basis="published")  # fmt: skip
    if name == "century":
        return by_issue(periods.century(setting.published.year // 100 + 1 + _STEPS[which]))
    today = setting.published
    if name == "week" and today.weekday() == 6:  # a week of the news begins on Sunday
        today += datetime.timedelta(days=1)
    return by_issue(periods.shifted(periods.day(today), _STEPS[which], name))


def _latest(name: str, setting: Setting, anchor: Period | None) -> Meaning:
    """The quarter or year that the text speaks of, else the last one before the day of issue."""
    if anchor is not None and anchor.unit == name:
        return Meaning(period=anchor, basis="text")
    if setting.published is None:
        return UNKNOWN
    return by_issue(periods.shifted(periods.day(setting.published), -1, name))


def the_unit(words: Words, setting: Setting) -> Meaning | None:
    """The year, the quarter: the one the text speaks of, else the one of the day of issue."""
    name = words.get("unit")
    if name not in ("month", "quarter", "year", "week") or words.text("unit").endswith("s"):
        return None
    if name == "quarter":
        return _latest(name, setting, setting.quarter)
    if setting.spoken is not None and setting.spoken.unit == name:
        return Meaning(period=setting.spoken, basis="text")
    if setting.published is None:
        return UNKNOWN
    return by_issue(periods.shifted(periods.day(setting.published), 0, name))


def weekend(words: Words, setting: Setting) -> Meaning | None:
    which = words.get("which")
    if setting.published is None:
        return UNKNOWN
    back = which in ("last", "past", "previous") or (which in (None, "this") and setting.tense != "future")
    day_ = setting.published
    if which == "next" or (which == "following" and setting.told is None):
        day_ += datetime.timedelta(weeks=1)
    elif back and day_.weekday() < 5:
        day_ -= datetime.timedelta(weeks=1)
    return by_issue(periods.weekend(day_))


def ago(words: Words, setting: Setting) -> Meaning | None:
    count, name = words.number("number", "a"), words.get("unit") or ""
    if "some" in words or count is None:
        return UNKNOWN if name not in SMALL else None
    if name in SMALL:
        return Meaning(kind="DURATION", timex=f"PT{count}{name}")
    quarter_ = setting.quarter
    if quarter_ is not None and name == "year" and "a" in words:
        return made(lambda: Meaning(period=periods.same_in_year(quarter_, -1), basis="text"))
    if setting.published is None:
        return UNKNOWN
    return away(periods.day(setting.published), -count, name, "published")


def apart(words: Words, setting: Setting) -> Meaning | None:
    """Two days later, a week before: counted from the last day or period that the text gave."""
    count, name = words.number("number", "a"), words.get("unit") or ""
    sign = -1 if "earlier" in words else 1
    if "the" in words:
        count = 1
    if name in SMALL:
        return Meaning(kind="DURATION", timex=f"PT{count or 'X'}{name}")
    if "some" in words or setting.event or (count is None and words.text("unit").endswith("s")):
        return UNKNOWN
    count = count or 1
    anchor = setting.told if name in ("day", "week") else setting.spoken or setting.told
    if anchor is None:
        return UNKNOWN
    if name == "year" and setting.quarter is not None and "a" in words:
        anchor = setting.quarter
    if name == "year" and anchor.unit in ("quarter", "half", "month", "season", "year"):
        return made(lambda: Meaning(period=periods.same_in_year(anchor, sign * count), basis="text"))
    if anchor.unit == "day" and name == "week":
        return made(lambda: Meaning(period=periods.shifted(anchor, 7 * sign * count, "day"), basis="text"))
    if periods.coarser(anchor.unit, name):
        return UNKNOWN
    return away(anchor, sign * count, name, "text")


def apart_from_day(words: Words, setting: Setting) -> Meaning | None:
    """Three weeks after Sept. 30."""
    anchor = day(words, setting)
    count, name = words.number("number", "a") or 1, words.get("unit") or ""
    if anchor is None or anchor.period is None:
        return anchor
    if name in SMALL or "some" in words:
        return UNKNOWN
    sign = -1 if "earlier" in words else 1
    if name == "week":
        count, name = 7 * count, "day"
    return away(anchor.period, sign * count, name, anchor.basis or "text")


def year_earlier(words: Words, setting: Setting) -> Meaning | None:
    if words.get("unit") != "year":
        return None
    if setting.published is None:
        return UNKNOWN
    nth = words.number("nth")
    if nth is not None and 1 <= nth <= 4:
        return by_issue(periods.quarter(setting.published.year - 1, nth))
    anchor = setting.quarter or setting.spoken
    if anchor is not None and anchor.unit in ("quarter", "half", "month", "year"):
        return Meaning(period=periods.same_in_year(anchor, -1), basis="text")
    return by_issue(periods.year(setting.published.year - 1))


def duration(words: Words, setting: Setting) -> Meaning | None:
    """Three months; the past six years also has days: from then to the day of issue."""
    if "old" in words:
        return None
    name, which = words.get("unit") or "", words.get("which")
    count = words.number("number", "a")
    raw = words.get("number") or ""
    if count is not None and count >= 1000:
        return None
    if count is None and "some" not in words and "." not in raw:
        return None
    if (
        "a" in words
        and which is None
        and name not in ("decade", "century", "year", "month", "week", "H", "day")
    ):
        return None
    amount = "X" if "some" in words else raw if "." in raw else str(count)
    timex = length(amount, name)
    if timex is None:
        return None
    if count is not None and which in ("last", "past") and setting.published and name not in SMALL:
        start = away(periods.day(setting.published), -count, name, "published")
        if start is not None and start.period is not None:
            first = _back(setting.published, count, name)
            return Meaning("DURATION", periods.span(first, setting.published, timex), "published", timex)
    return Meaning(kind="DURATION", timex=timex)


def _back(of: Day, count: int, name: str) -> Day:
    """The same day some units earlier, the last of its month where the month is shorter."""
    if name in ("day", "week", "fortnight"):
        return of - datetime.timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[name])
    months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[name]
    at = periods.month(of.year, of.month - months)
    return at.first.replace(day=min(of.day, at.last.day))


def lengths(words: Words, setting: Setting) -> Meaning | None:
    """Weeks, months: a length nobody counted."""
    if not words.text("unit").endswith("s"):
        return None
    timex = length("X", words.get("unit") or "")
    return None if timex is None else Meaning(kind="DURATION", timex=timex)


def each(words: Words, setting: Setting) -> Meaning | None:
    number = words.number("weekday", "weekdays")
    if number is not None:
        return Meaning(kind="SET", timex=f"XXXX-WXX-{number}")
    month_ = words.number("month")
    if month_ is not None:
        return Meaning(kind="SET", timex=f"XXXX-{month_:02d}")
    if "season" in words:
        return Meaning(kind="SET", timex=f"XXXX-{words.get('season')}")
    if "part" in words:
        return Meaning(kind="SET", timex="P1D")
    timex = length(str(words.number("number", "nth") or 1), words.get("unit") or "")
    return None if timex is None else Meaning(kind="SET", timex=timex)


def a_set(words: Words, setting: Setting) -> Meaning | None:
    return Meaning(kind="SET", timex=words.get("set"))


def clock(words: Words, setting: Setting) -> Meaning | None:
    """A clock time by itself: on the day that the text last spoke of."""
    at = clock_value(words)
    if at is None:
        return None
    if "ampm" not in words and "zone" not in words:
        return None
    if setting.told is None or setting.told.unit != "day":
        return Meaning(kind="TIME")
    return Meaning(kind="TIME", period=setting.told, basis="text", timex=setting.told.timex + at)


def clock_value(words: Words) -> str | None:
    """T and the time of day in hours and minutes: "T21:00"."""
    raw = words.get("clock") or words.get("day") or words.get("number")
    if raw is None:
        return None
    hours, _, minutes = raw.replace(".", ":").partition(":")
    half_ = (words.get("ampm") or "").replace(".", "").strip()
    if not hours.isdigit() or int(hours) > 24 or int(minutes[:2] or 0) > 59:
        return None
    hour = int(hours)
    if half_ and hour > 12:
        return None
    if half_ == "pm" and hour < 12:
        hour += 12
    if half_ == "am" and hour == 12:
        hour = 0
    return f"T{hour:02d}:{int(minutes[:2] or 0):02d}"


def vague(words: Words, setting: Setting) -> Meaning | None:
    return Meaning(timex=words.get("vague"))
