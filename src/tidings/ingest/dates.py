"""When an article was published, and where that was found: given, page metadata, address, or its head.

A date is taken only where it stands in full (year, month, day). Nothing here looks into the body of a text.
"""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_to_datetime

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_FULL = (
    rf"(?:{_MONTH}\ (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\ (?P<year>(?:19|20)\d\d)"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\ {_MONTH.replace('month', 'month2')},?\ (?P<year2>(?:19|20)\d\d)"
    r"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d))"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_CLOCK = (
    r"(?:[,\ ]*(?:at\ |\|\ |-\ |\u2013\ )?\d{1,2}[:.]\d\d(?:[:.]\d\d)?\ ?(?:[ap]\.?m\.?)?(?:\ [A-Z]{2,4})?)?"
)
# A line that says nothing but when: "Tuesday, November 19, 2019", "Published: 21 October 2015, 14:30 GMT".
_DATE_LINE = re.compile(
    rf"^(?:(?:First\ )?(?:Published|Posted|Date|Issued)(?:\ on)?:?\ )?(?:{_WEEKDAY},?\ )?{_FULL}{_CLOCK}\.?$",
    re.IGNORECASE,
)
# "KANDAHAR, Afghanistan, Oct. 3, 2012 (Xinhua) --": a town in capitals, then a full date, then the dash.
_DATELINE = re.compile(
    rf"^[A-Z][A-Z.'\- ]{{2,40}}(?:,\ [A-Z][A-Za-z.'\- ]{{2,30}}?)?,\ {_FULL}\s*(?:\([A-Z][^)\n]{{1,30}}\)\s*)?(?:--|[-_\u2013\u2014:])"
)
# "March 5, 2020 Thursday", "5 March 2020 10:15 GMT", "Thursday, March 5, 2020, Final Edition"
_DATE_FIRST = re.compile(
    rf"(?:{_WEEKDAY},?\ )?{_FULL}(?:,?\ {_WEEKDAY})?{_CLOCK}(?:,?\ [\w\ .'-]{{0,30}}\b(?:Edition|Version|Issue)\b.{{0,30}})?\.?",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d{1,2}|[a-z]{3})[/-](?P<day>\d{1,2})(?=[/.?#_-]|$)",
    re.IGNORECASE,
)


def parse_published(value: str) -> datetime.date | None:
    """The day named by an ISO 8601 or RFC 2822 date or time, as fields and metadata give it; else None.

    A time keeps the day it names in its own zone.

    >>> parse_published("2015-10-21T23:30:00-04:00")
    datetime.date(2015, 10, 21)
    >>> parse_published("last Tuesday")
    """
    value = value.strip()
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})(?=$|[T ])", value) or re.match(
        r"(\d{4})(\d{2})(\d{2})$", value
    )
    if match:
        return _day(match[1], match[2], match[3])
    if re.match(r"[A-Z][a-z]{2}, \d", value):
        try:
            return parsedate_to_datetime(value).date()
        except (ValueError, TypeError):
            return None
    found = re.fullmatch(rf"(?:{_WEEKDAY},?\ )?{_FULL}{_CLOCK}", value)
    return _of_match(found) if found else None


def date_in_line(line: str) -> datetime.date | None:
    """The full date with which a line of a news database begins, with its weekday, clock or edition behind it.

    >>> date_in_line("March 5, 2020 Thursday 10:15 AM EST")
    datetime.date(2020, 3, 5)
    >>> date_in_line("Thursday, 5 March 2020, Final Edition")
    datetime.date(2020, 3, 5)
    >>> date_in_line("March 5, 2020 was the day on which it all began for the town.")
    """
    match = _DATE_FIRST.fullmatch(line.strip())
    return _of_match(match) if match else None


def date_in_address(url: str) -> datetime.date | None:
    """The day in the path of a web address, where it is written in full.

    >>> date_in_address("https://example.org/world/2015/10/21/summit.html")
    datetime.date(2015, 10, 21)
    >>> date_in_address("https://example.org/archive/2015/10/")
    """
    match = _IN_ADDRESS.search(url)
    if not match:
        return None
    month = match["month"]
    number = month if month.isdigit() else str(_MONTHS.get(month.lower(), 0))
    return _day(match["year"], number, match["day"])


def date_in_head(text: str) -> datetime.date | None:
    """The day that a line of its own, or the dateline, says among the first lines of `text`.

    >>> date_in_head("Raid in the north\\nTuesday, November 19, 2019\\nSoldiers said so.")
    datetime.date(2019, 11, 19)
    >>> date_in_head("The war began on March 3, 2011 and goes on.")
    """
    lines = [line.strip() for line in text[:3000].split("\n") if line.strip()]
    for line in lines[:6]:
        match = _DATE_LINE.match(line) or _DATELINE.match(line)
        if match:
            return _of_match(match)
    return None


def _of_match(match: re.Match[str]) -> datetime.date | None:
    if match["iso"]:
        return _day(*match["iso"].split("-"))
    month = (match["month"] or match["month2"]).rstrip(".").lower()
    return _day(match["year"] or match["year2"], str(_MONTHS[month]), match["day"] or match["day2"])


def _day(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
