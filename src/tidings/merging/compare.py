"""Whether two articles tell of the same event: how well type, time, place, parties and counts fit, and why.

What contradicts the rest rules a pair out: another type or status, days more than one apart, towns more than 40 km
apart, parties of which none is shared. What fits adds up; a pair is one event from `ENOUGH` on.
"""

from __future__ import annotations

import datetime
import difflib
import functools
import math
from collections.abc import Sequence
from typing import NamedTuple

from tidings.merging.units import Party, Spot, Unit

ENOUGH = 4.0
NEAR = 40.0  # km: reports of one attack name the village or the town beside it
# acts that recur day by day between the same parties: without the day or the town, two of them are two
_RECURRING = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "AID", "RETREAT"})
# violence that reports lay on different doers, and whose doer is often unknown
_PHYSICAL = frozenset({"ASSAULT", "COERCE", "PROTEST"})
_RECIPROCAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_STATE = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"})
_ARMED = frozenset({"REB", "UAF", "PRM", "CRM", "UNK"})
_PEOPLE = frozenset({"CVL", "REF", "JRN", "MED", "EDU", "SOC", "LAB", "REL", "OPP", "BUS", "UNK"})


class Fit(NamedTuple):
    """How well two units fit, and the reasons in words."""

    score: float
    why: tuple[str, ...]


def compare(a: Unit, b: Unit) -> Fit | None:
    """The fit of two units of different articles, None when something rules it out; the same both ways."""
    if a.family != b.family or a.status != b.status:
        return None
    time = _time(a, b)
    place = _place(a.spot, b.spot)
    if time is None or place is None:
        return None
    same_day = a.day is not None and a.day == b.day
    same_town = bool(a.spot and b.spot and a.spot.town and a.spot.town == b.spot.town)
    if a.day is not None and b.day is not None and a.day != b.day and not same_town:
        return None
    if not same_town and a.spot and b.spot and a.spot.town and b.spot.town and not same_day:
        return None
    parties = _parties(a, b, lenient=same_town and (same_day or not (a.dated and b.dated)))
    if parties is None:
        return None
    copied = a.paper.text == b.paper.text and bool(set(a.quotes) & set(b.quotes))
    counts = _counts(a, b)
    if a.day != b.day and a.day is not None and b.day is not None and not (counts.score or copied):
        return None  # the next day in the same town is another event, unless the count is the same
    if a.type in _RECURRING and not (same_day or same_town or copied):
        return None
    parts = [
        Fit(0.0, (_name(a, b),)),
        time, place, parties, _kind(a, b), counts,
        Fit(4.0, ("same words in a copy of the same text",)) if copied else Fit(0.0, ()),
    ]  # fmt: skip
    return Fit(round(sum(p.score for p in parts), 3), tuple(reason for p in parts for reason in p.why))


def _name(a: Unit, b: Unit) -> str:
    if a.type != b.type:
        return " = ".join(sorted(f"{u.type}/{u.mode}" for u in (a, b)))
    return f"{a.type}/{a.mode}" if a.mode and a.mode == b.mode else a.type


def _time(a: Unit, b: Unit) -> Fit | None:
    if a.day is not None and b.day is not None:
        apart = abs(a.day - b.day)
        if apart == 0:
            return Fit(2.0, (f"same day {datetime.date.fromordinal(a.day)}",))
        return Fit(-0.5, ("days one apart",)) if apart == 1 else None
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return Fit(-1.0, ())
    if a.first > b.last or b.first > a.last:
        return None
    if a.dated and b.dated:
        close = max(a.last - a.first, b.last - b.first) <= 7
        return Fit(1.0 if close else 0.2, ("days overlap",))
    if a.dated or b.dated:
        return Fit(0.8, ("day fits the publication date",))
    apart = abs(a.last - b.last)
    return Fit((0.9, 0.7, 0.2, 0.0)[min(apart, 3)], (f"published {apart} days apart",))


def _place(a: Spot | None, b: Spot | None) -> Fit | None:
    if a is None or b is None:
        return Fit(0.0, ())
    if a.country and b.country and a.country != b.country:
        return None
    if a.town and b.town:
        if a.town == b.town:
            return Fit(2.0, (f"same place {a.name}",))
        if not near(a, b):
            return None
        return Fit(0.3, (f"{a.name} and {b.name} lie close or are spelled alike",))
    if a.name == b.name and a.precision == b.precision != "country":
        return Fit(1.0, (f"same place {a.name}",))
    if a.precision == b.precision == "region" and a.name != b.name:
        return Fit(-1.0, ())
    return Fit(0.3, (f"{a.name} and {b.name} agree",)) if a.country and b.country else Fit(0.0, ())


def near(a: Spot, b: Spot) -> bool:
    """Whether two towns lie within `NEAR` km, or where one is not on the map, are spelled nearly alike."""
    if a.town == b.town:
        return True
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return alike(a.name, b.name)
    return kilometres(a.lat, a.lon, b.lat, b.lon) <= NEAR


def kilometres(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Great-circle distance of two points in degrees.

    >>> round(kilometres(36.2, 37.16, 34.73, 36.71))
    168
    """
    p, q = math.radians(lat), math.radians(lat2)
    half = math.sin((q - p) / 2) ** 2
    half += math.cos(p) * math.cos(q) * math.sin(math.radians(lon2 - lon) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(min(1.0, half)))


@functools.lru_cache(maxsize=65536)
def alike(a: str, b: str) -> bool:
    """Whether two names are two spellings of one: four of five letters agree.

    >>> alike("Idlib", "Idleb"), alike("Homs", "Hama")
    (True, False)
    """
    one, other = sorted((a.casefold(), b.casefold()))
    return one == other or difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.8


def _parties(a: Unit, b: Unit, *, lenient: bool) -> Fit | None:
    if a.type in _RECIPROCAL or (a.mode and a.mode == b.mode == "clash"):
        return _both_ways(a, b)
    doers, whom = _role(a.actors, b.actors), _role(a.recipients, b.recipients)
    score = 0.0
    why: list[str] = []
    for fit, weight, role in ((doers, 2.0, "actor"), (whom, 1.5, "recipient")):
        if fit is None:
            continue
        if fit.score == 0.0:
            if not (lenient and a.type in _PHYSICAL):
                return None
            score -= 0.5 if role == "actor" else 1.5
        score += weight * fit.score
        why.extend(f"{role} {reason}" for reason in fit.why)
    if doers is None and whom is None and not lenient:
        return Fit(-1.0, ())
    return Fit(score, tuple(why))


def _both_ways(a: Unit, b: Unit) -> Fit | None:
    """Parties of talks and agreements: who is named first means nothing, and two must be shared where two are told."""
    one, other = a.actors + a.recipients, b.actors + b.recipients
    fit = _role(one, other)
    if fit is None:
        return Fit(-1.0, ())
    if fit.score < 0.5:
        return None
    few = min(len(_distinct(one)), len(_distinct(other)))
    return Fit(
        3.5 * fit.score if few > 1 else 1.5 * fit.score, tuple(f"party {reason}" for reason in fit.why)
    )


def _distinct(parties: Sequence[Party]) -> set[str]:
    return {p.country or p.name for p in parties}


def _role(one: Sequence[Party], other: Sequence[Party]) -> Fit | None:
    """How well two lists of parties fit: the mean, over the shorter list, of each one's best partner."""
    if not one or not other:
        return None
    swap = len(one) > len(other) or (len(one) == len(other) and repr(one) > repr(other))
    few, many = (other, one) if swap else (one, other)
    scores: list[float] = []
    why: list[str] = []
    for party in few:
        best, partner = _best(party, many)
        scores.append(best)
        if best > 0:
            names = sorted({party.name, partner.name})
            why.append(" = ".join(names))
    return Fit(sum(scores) / len(scores), tuple(sorted(why)))


def _best(party: Party, many: Sequence[Party]) -> tuple[float, Party]:
    if len(many) == 1:
        return _party(party, many[0]), many[0]
    return max(((_party(party, p), p) for p in many), key=lambda found: (found[0], repr(found[1])))


@functools.lru_cache(maxsize=262144)
def _party(a: Party, b: Party) -> float:
    """1 for the same party; less for the same kind of party of the same country; 0 for strangers."""
    if (a.id and a.id == b.id) or (a.name.casefold() == b.name.casefold() and a.country == b.country):
        return 1.0
    if a.country and b.country and a.country != b.country:
        return 0.2 if "UAF" in (a.sector, b.sector) else 0.0
    known = a.country is not None and a.country == b.country
    if a.sector == b.sector:
        return 0.85 if known else 0.5
    for group in (_STATE, _ARMED, _PEOPLE):
        if a.sector in group and b.sector in group:
            return 0.6 if known else 0.3
    return 0.0


def _kind(a: Unit, b: Unit) -> Fit:
    score = 0.0
    if a.type != b.type:
        return Fit(-0.5, ())
    if a.mode and b.mode:
        score += 0.6 if a.mode == b.mode else -1.0
    if a.cameo and b.cameo:
        score += 0.4 if a.cameo[:3] == b.cameo[:3] else (-0.5 if a.cameo[:2] != b.cameo[:2] else 0.0)
    if set(a.quotes) & set(b.quotes) - {""}:
        score += 0.3
    return Fit(score, ())


def _counts(a: Unit, b: Unit) -> Fit:
    same = {(t.what, t.best) for t in a.tolls if t.best} & {(t.what, t.best) for t in b.tolls if t.best}
    if not same:
        return Fit(0.0, ())
    return Fit(0.8, tuple(f"same count {what} {best}" for what, best in sorted(same)))
