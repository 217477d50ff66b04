"""Sets of parties a mention may have, and what speaks for each: the features their judge weighs.

A set holds country-and-sector keys. It is offered for a slot of a mention when the rules gave it to the
mention or to another mention of the event, or when the chances of the single parties speak for it. Every
feature is a number; truth values are 0 and 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tidings.codebook.ontology import TYPES
from tidings.coding.party_features import Cast, Turn, country_of

ACTOR, RECIPIENT = 0, 1
Keys = frozenset[str]
# of one mention: the chance of each key as actor and as recipient
Chances = Mapping[str, tuple[float, float]]

FEATURES: tuple[str, ...] = (
    "recipients", "reciprocal", "size", "as ruled", "as shared", "ruled in it", "not ruled", "ruled left out",
    "shared in it", "not shared", "ruled",
    "so ruled in event", "ruled in event", "mentions of event", "touched in event",
    "least in event", "most in event", "sum in event", "least here", "most here", "sum here",
    "best left out of event", "left out of event", "best left out here", "left out here",
    "nobody left out", "all in it",
    "on the other side", "countries on the other side", "ruled countries in it",
    "government", "civilians", "unknown sector", "verb", "needs actor", "needs recipient",
    *(f"type {t}" for t in TYPES),
)  # fmt: skip

_TOP = 2  # likeliest keys of which sets are made


@dataclass(frozen=True, slots=True)
class Slot:
    """The actors or the recipients of one mention: what the rules gave it, its event and the other slot."""

    number: int
    side: int
    turn: Turn
    ruled: Keys
    shared: Keys
    other: Keys
    event: tuple[Keys, ...]


def slots_of(cast: Cast, group: Sequence[int]) -> list[Slot]:
    """The slots of the mentions of one event; all parties of a reciprocal act are its actors."""
    turns = [cast.turns[n] for n in group]
    found = []
    for number, turn in zip(group, turns, strict=True):
        if turn.act.act.reciprocal:
            everybody = tuple(t.actors | t.recipients for t in turns)
            shared = turn.shared_actors | turn.shared_recipients
            found.append(
                Slot(number, ACTOR, turn, turn.actors | turn.recipients, shared, frozenset(), everybody)
            )
            continue
        actors, recipients = turn.shared_actors, turn.shared_recipients
        given = (tuple(t.actors for t in turns), tuple(t.recipients for t in turns))
        found.append(Slot(number, ACTOR, turn, turn.actors, actors, recipients, given[0]))
        found.append(Slot(number, RECIPIENT, turn, turn.recipients, recipients, actors, given[1]))
    return found


def chances_in(slot: Slot, chances: Chances) -> dict[str, float]:
    """The chance of each key in this slot."""
    if slot.turn.act.act.reciprocal:
        return {key: max(pair) for key, pair in chances.items()}
    return {key: pair[slot.side] for key, pair in chances.items()}


def offered_sets(slot: Slot, in_event: Mapping[str, float], here: Mapping[str, float]) -> list[Keys]:
    """The sets to choose from, sorted by their keys; nobody is always among them."""
    found = {slot.ruled, slot.shared, frozenset(), frozenset().union(*slot.event), *slot.event}
    likely = _ranked(in_event)
    for ranked in (likely, _ranked(here)):
        found.update(frozenset(ranked[:size]) for size in range(1, _TOP + 1))
    for key in likely[:_TOP]:
        found.update((frozenset([key]), slot.ruled | {key}))
    found.update(slot.ruled - {key} for key in slot.ruled)
    return sorted(found, key=sorted)


def _ranked(chances: Mapping[str, float]) -> list[str]:
    return sorted(chances, key=lambda key: (-chances[key], key))


def set_rows(
    slot: Slot, sets: Sequence[Keys], in_event: Mapping[str, float], here: Mapping[str, float]
) -> list[list[float]]:
    """The features of each set of keys in this slot, in the order of `FEATURES`.

    `in_event` are the keys' chances averaged over the mentions of the event, `here` those of the mention.
    """
    mates, act = len(slot.event), slot.turn.act.act
    named = sum(bool(given) for given in slot.event) / mates
    ruled, other = {country_of(key) for key in slot.ruled}, {country_of(key) for key in slot.other}
    shape = [
        act.kind == "verb", act.needs in ("actor", "both"), act.needs in ("recipient", "both"),
        *(act.type == t for t in TYPES),
    ]  # fmt: skip
    rows = []
    for keys in sets:
        countries = {country_of(key) for key in keys}
        left = [chance for key, chance in in_event.items() if key not in keys]
        left_here = [chance for key, chance in here.items() if key not in keys]
        chances, chances_here = [in_event.get(k, 0.0) for k in keys], [here.get(k, 0.0) for k in keys]
        row = [
            slot.side, act.reciprocal, len(keys), keys == slot.ruled, keys == slot.shared,
            len(keys & slot.ruled), len(keys - slot.ruled), len(slot.ruled - keys),
            len(keys & slot.shared), len(keys - slot.shared), len(slot.ruled),
            sum(given == keys for given in slot.event) / mates, named,
            mates, sum(not given.isdisjoint(keys) for given in slot.event) / mates,
            min(chances, default=0), max(chances, default=0), math.fsum(chances),
            min(chances_here, default=0), max(chances_here, default=0), math.fsum(chances_here),
            max(left, default=0), math.fsum(left), max(left_here, default=0), math.fsum(left_here),
            math.prod(1 - chance for chance in sorted(left) if chance > 0.02), math.prod(sorted(chances)),
            len(keys & slot.other), len(other & countries), len(ruled & countries),
            any(key.endswith(".GOV") for key in keys), any(key.endswith(".CVL") for key in keys),
            any(key.endswith(".?") for key in keys), *shape,
        ]  # fmt: skip
        rows.append(row)
    return rows
