"""Grouping units into events: only units in a common block are compared, the best fits are joined first.

The outcome depends on the set of units and decisions alone, never on the order they come in: units are sorted, fits
are taken from the best down with ties settled by the units' keys, and a join that would make an event of two
different days in two different towns, or cross a decision, is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from tidings.merging.compare import ENOUGH, Fit, compare, near
from tidings.merging.units import Spot, Unit

_BUCKET = 4  # days a block
_LONGEST = 14  # days from which on a span is no help in finding partners
_LARGE = 400  # units in a block from which on only units of the same day are compared

Pairs = Collection[tuple[int, int]]


class Link(NamedTuple):
    """Units `a` and `b` (indexes) were joined on this fit."""

    a: int
    b: int
    fit: Fit


def cluster(
    units: Sequence[Unit], together: Pairs = (), apart: Pairs = ()
) -> list[tuple[list[int], list[Link]]]:
    """The events as sorted indexes into `units` with the links that made them; `units` must be sorted by key."""
    groups = _Groups(units, apart)
    for a, b in sorted(together):
        groups.join(Link(a, b, Fit(0.0, ("decided by a person",))), forced=True)
    kept = _collapse(units, groups, {n for pair in (*together, *apart) for n in pair})
    links = []
    for a, b in _candidates(units, kept):
        fit = compare(units[a], units[b])
        if fit and fit.score >= ENOUGH:
            links.append(Link(a, b, fit))
    links.sort(key=lambda link: (-link.fit.score, link.a, link.b))
    for link in links:
        groups.join(link)
    return groups.found()


def _collapse(units: Sequence[Unit], groups: _Groups, decided: Collection[int]) -> list[int]:
    """Join units that tell exactly the same, and return one of each kind: keeps comparing cheap for much-told events."""
    first: dict[tuple[object, ...], int] = {}
    kept = []
    for n, u in enumerate(units):
        if n in decided:
            kept.append(n)
            continue
        signature = (
            u.type, u.status, u.mode, u.cameo, u.actors, u.recipients, u.day, u.first, u.last, u.spot, u.tolls, u.quotes,
        )  # fmt: skip
        one = first.setdefault(signature, n)
        if one != n:
            fit = compare(units[one], u)
            if fit and fit.score >= ENOUGH:
                groups.join(Link(one, n, fit))
                continue
        kept.append(n)
    return kept


def _candidates(units: Sequence[Unit], kept: Sequence[int]) -> Iterator[tuple[int, int]]:
    blocks: dict[tuple[object, ...], list[int]] = {}
    for n in kept:
        for key in _keys(units[n]):
            blocks.setdefault(key, []).append(n)
    seen: set[tuple[int, int]] = set()
    for block in _small(units, blocks):
        for i, a in enumerate(block):
            for b in block[i + 1 :]:
                if units[a].paper.article != units[b].paper.article and (a, b) not in seen:
                    seen.add((a, b))
                    yield a, b


def _small(units: Sequence[Unit], blocks: dict[tuple[object, ...], list[int]]) -> Iterator[list[int]]:
    for block in blocks.values():
        if len(block) <= _LARGE:
            yield block
            continue
        days: dict[tuple[int | None, str | None], list[int]] = {}
        for n in block:
            unit = units[n]
            town = unit.spot.town if unit.spot else None
            days.setdefault((unit.day if unit.day is not None else unit.last, town), []).append(n)
        for day in days.values():
            # a block this large on one day tells of one thing: neighbours in the sorted order suffice
            yield from (day[i : i + _LARGE] for i in range(0, len(day), _LARGE // 2))


def _keys(unit: Unit) -> Iterator[tuple[object, ...]]:
    """The blocks of a unit: type and status, days in fours, and the town, or a country on either side."""
    times: list[object]
    if unit.first is None or unit.last is None or (unit.dated and unit.last - unit.first > _LONGEST):
        times = [("span", unit.first, unit.last)]
    else:
        times = list(range((unit.first - 1) // _BUCKET, (unit.last + 1) // _BUCKET + 1))
    sides = {("a", p.country or p.name) for p in unit.actors} | {
        ("r", p.country or p.name) for p in unit.recipients
    }
    if unit.type in ("CONSULT", "AGREE", "COOPERATE") or unit.mode == "clash":
        sides = {("a", name) for _, name in sides}
    if unit.spot:
        sides.add(("t", unit.spot.town) if unit.spot.town else ("c", unit.spot.country or unit.spot.name))
    if unit.paper.text != unit.paper.article:
        sides.add(("x", unit.paper.text))
    for time in times:
        for side in sorted(sides):
            yield (unit.family, unit.status, time, side)


class _Groups:
    """Disjoint groups of units, each with the towns, days, spans and decisions that a join has to respect."""

    def __init__(self, units: Sequence[Unit], apart: Pairs) -> None:
        self.units = units
        self.parent = list(range(len(units)))
        self.members: dict[int, list[int]] = {}
        self.links: dict[int, list[Link]] = {}
        self.towns: dict[int, dict[str, Spot]] = {}
        self.days: dict[int, set[int]] = {}
        self.times: dict[int, tuple[int, int]] = {}
        self.apart: dict[int, set[int]] = {}
        for a, b in apart:
            self.apart.setdefault(a, set()).add(b)
            self.apart.setdefault(b, set()).add(a)

    def root(self, n: int) -> int:
        while self.parent[n] != n:
            self.parent[n] = self.parent[self.parent[n]]
            n = self.parent[n]
        return n

    def join(self, link: Link, *, forced: bool = False) -> None:
        a, b = sorted((self.root(link.a), self.root(link.b)))
        if a == b:
            return
        one, other = self._all(a), self._all(b)
        if self.apart and any(self.apart.get(n, _NONE) & set(other) for n in one):
            return
        towns, days = {**self._towns(a), **self._towns(b)}, self._days(a) | self._days(b)
        time = _common(self._time(a), self._time(b))
        # without a time common to all, a chain of neighbours would make one event of a month of accusations
        if not forced and (
            time[0] - time[1] > 1 or not _one_event(towns, days, self._towns(a), self._towns(b))
        ):
            return
        self.parent[b] = a
        self.members[a] = one + other
        self.links[a] = [*self.links.pop(a, ()), *self.links.pop(b, ()), link]
        self.towns[a], self.days[a], self.times[a] = towns, days, time

    def _all(self, n: int) -> list[int]:
        return self.members.get(n) or [n]

    def _towns(self, n: int) -> dict[str, Spot]:
        if n in self.towns:
            return self.towns[n]
        spot = self.units[n].spot
        return {spot.town: spot} if spot and spot.town else {}

    def _days(self, n: int) -> set[int]:
        if n in self.days:
            return self.days[n]
        day = self.units[n].day
        return set() if day is None else {day}

    def _time(self, n: int) -> tuple[int, int]:
        if n in self.times:
            return self.times[n]
        unit = self.units[n]
        return _ALWAYS if unit.first is None or unit.last is None else (unit.first, unit.last)

    def found(self) -> list[tuple[list[int], list[Link]]]:
        return [
            (sorted(self._all(n)), self.links.get(n, []))
            for n in range(len(self.units))
            if self.parent[n] == n
        ]


_NONE: frozenset[int] = frozenset()
_ALWAYS = (0, 10**9)


def _common(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    return max(a[0], b[0]), min(a[1], b[1])


def _one_event(towns: dict[str, Spot], days: set[int], one: dict[str, Spot], other: dict[str, Spot]) -> bool:
    """Whether days and towns can be those of one event: never two days and two towns, days next to each other."""
    if days and max(days) - min(days) > 1:
        return False
    if len(towns) > 1:
        if len(days) > 1 or len(towns) > 6:
            return False
        return all(near(a, b) for a in one.values() for b in other.values())
    return True
