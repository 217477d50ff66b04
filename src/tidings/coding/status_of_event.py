"""What dates say of an event's status, once its mentions have told each other theirs."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

from tidings.model.records import Date, EventMention

_MONTHS = 2  # an act of last year's end is still news in the first weeks of the next


def status_by_date(status: str, date: Date | None, published: datetime.date | None) -> str:
    """The status an act has by its own date: after publication is future, a calendar year before is background.

    >>> day = Date(text="in 2003", start=0, end=7, first="2003-01-01", last="2003-12-31", precision="year")
    >>> status_by_date("actual", day, datetime.date(2018, 4, 1))
    'historical'
    """
    if date is None or published is None or status != "actual":
        return status
    if date.first and date.first > published.isoformat():
        return "future"
    if date.last and date.last[:4] < str(published.year):
        months = (published.year - int(date.last[:4])) * 12 + published.month - int(date.last[5:7])
        return "historical" if months > _MONTHS else status
    return status


def settle_status(
    mentions: Sequence[EventMention], published: datetime.date | None
) -> tuple[EventMention, ...]:
    """The mentions with the status of their event: one that a mention dates to an earlier year is background.

    Only where every dated mention of the event lies in an earlier year.
    """
    by_date = [
        dataclasses.replace(mention, status=status_by_date(mention.status, mention.date, published))
        for mention in mentions
    ]
    background: dict[str, bool] = {}
    for mention in by_date:
        if mention.date is not None and mention.date.last is not None and mention.status != "future":
            earlier = mention.status == "historical"
            background[mention.event] = background.get(mention.event, True) and earlier
    return tuple(
        dataclasses.replace(mention, status="historical")
        if mention.status == "actual" and background.get(mention.event, False)
        else mention
        for mention in by_date
    )
