"""Event mentions of all articles merged into events: what they agree on, how many texts, where they differ, why."""

from __future__ import annotations

import datetime
import functools
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

from tidings.merging.cluster import Link, cluster
from tidings.merging.decisions import Decision, pairs_of
from tidings.merging.units import Party, Spot, Unit
from tidings.model.event import Claim, Difference, Event, Joined
from tidings.model.ids import content_id


def merge(units: Iterable[Unit], decisions: Sequence[Decision] = ()) -> list[Event]:
    """The events that `units` tell of, in a fixed order; the same for any order of the units.

    Every unit is part of exactly one event. Decisions are replayed in their order.
    """
    listed = sorted(units, key=lambda unit: unit.key)
    unit_of = {mention: n for n, unit in enumerate(listed) for mention in unit.spans}
    together, apart = pairs_of(decisions, unit_of)
    found = [
        _event([listed[n] for n in group], listed, links) for group, links in cluster(listed, together, apart)
    ]
    return sorted(found, key=lambda event: (event.articles[0], event.id))


def _event(group: Sequence[Unit], units: Sequence[Unit], links: Sequence[Link]) -> Event:
    told = sorted(group, key=lambda u: (u.paper.day or "9999", u.key))
    first = told[0]
    days = sorted({u.paper.day for u in told if u.paper.day})
    begin, end = _days(told)
    spot = _spot(told)
    return Event(
        id=content_id("ee", *(first.key[:2] if not first.key[2] else first.key)),
        type=first.type,
        mode=_usual(u.mode for u in told),
        status=_usual(u.told for u in told) or first.told,
        first=begin,
        last=end,
        place=spot.name if spot else None,
        country=spot.country if spot else None,
        actors=_names(told, lambda u: u.actors),
        recipients=_names(told, lambda u: u.recipients),
        mentions=tuple(mention for u in told for mention in u.mentions),
        articles=tuple(dict.fromkeys(u.paper.article for u in told)),
        sources=tuple(sorted({u.paper.source for u in told if u.paper.source})),
        independent=len({u.paper.text for u in told}),
        first_published=days[0] if days else None,
        first_articles=tuple(sorted({u.paper.article for u in told if days and u.paper.day == days[0]})),
        differences=_differences(told),
        joined=_joined(units, links),
    )


def _joined(units: Sequence[Unit], links: Sequence[Link]) -> tuple[Joined, ...]:
    return tuple(
        sorted(
            Joined(units[b].mentions[0], units[a].mentions[0], fit.score, fit.why)
            for a, b, fit in ((link.a, link.b, link.fit) for link in links)
        )
    )


def _usual(values: Iterable[str | None]) -> str | None:
    known = [value for value in values if value]
    if len(known) < 2:
        return known[0] if known else None
    counted = Counter(known)
    return min(counted, key=lambda value: (-counted[value], value)) if counted else None


def _days(told: Sequence[Unit]) -> tuple[str | None, str | None]:
    """The days of the event: those that the words of most articles give, the narrowest first; never by publication."""
    dated = [(u.first, u.last) for u in told if u.dated and u.first is not None and u.last is not None]
    if not dated:
        return None, None
    counted = Counter(dated)
    first, last = min(counted, key=lambda span: (span[1] - span[0], -counted[span], span))
    return datetime.date.fromordinal(first).isoformat(), datetime.date.fromordinal(last).isoformat()


def _spot(told: Sequence[Unit]) -> Spot | None:
    spots = Counter(u.spot for u in told if u.spot)
    order = {"exact": 0, "city": 1, "district": 2, "region": 3, "area": 4, "country": 5}
    return min(spots, key=lambda s: (order.get(s.precision, 9), -spots[s], repr(s))) if spots else None


def _names(told: Sequence[Unit], role: Callable[[Unit], Sequence[Party]]) -> tuple[str, ...]:
    return tuple(sorted({party.name for u in told for party in role(u)}))


def _differences(told: Sequence[Unit]) -> tuple[Difference, ...]:
    """What the articles tell differently: kind of act, counts, towns, days, parties."""
    if len(told) == 1:
        return ()
    found = [_differing(told, "type", lambda u: u.type)]
    for what in sorted({t.what for u in told for t in u.tolls}):
        found.append(_differing(told, what, functools.partial(_toll, what)))
    found.append(_differing(told, "place", lambda u: u.spot.name if u.spot and u.spot.town else None))
    found.append(
        _differing(
            told, "day", lambda u: None if u.day is None else datetime.date.fromordinal(u.day).isoformat()
        )
    )
    found.append(_differing(told, "actor", lambda u: "; ".join(p.name for p in u.actors) or None))
    found.append(_differing(told, "recipient", lambda u: "; ".join(p.name for p in u.recipients) or None))
    return tuple(d for d in found if d)


def _toll(what: str, unit: Unit) -> str | None:
    """The largest count of a kind in an article: the others are parts of it."""
    told = [(t.best if t.best is not None else t.low or t.high, t) for t in unit.tolls if t.what == what]
    known = [(n, t) for n, t in told if n is not None]
    if not known:
        return None
    n, toll = max(known, key=lambda pair: (pair[0], repr(pair[1])))
    return str(n) if toll.best is not None else f"at least {n}" if toll.low is not None else f"at most {n}"


def _differing(
    told: Sequence[Unit], about: str, value: Callable[[Unit], Hashable | None]
) -> Difference | None:
    """The claims on one thing, the most told first; None where the articles do not differ."""
    claims: dict[str, list[Unit]] = {}
    for unit in told:
        given = value(unit)
        if given is not None:
            claims.setdefault(str(given), []).append(unit)
    if len(claims) < 2:
        return None
    rows = [
        Claim(
            words,
            tuple(sorted({u.paper.article for u in units})),
            tuple(sorted({u.paper.source for u in units if u.paper.source})),
        )
        for words, units in claims.items()
    ]
    return Difference(about, tuple(sorted(rows, key=lambda c: (-len(c.articles), c.value))))
