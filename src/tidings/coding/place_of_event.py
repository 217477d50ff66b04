"""One event, one place: what the mentions of an event tell each other of where it happened."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from tidings.coding.date_of_event import Key, mention_key
from tidings.coding.place_of_act import shared_place
from tidings.model.analysis import Analysis
from tidings.model.records import EventMention, Place


def share_places(
    analysis: Analysis, mentions: Sequence[EventMention], own: Mapping[Key, Place]
) -> tuple[EventMention, ...]:
    """The mentions with the one place of their event: `own` are the places that `choose_place` gave them.

    Places named in the sentence of a mention count; those of the country that most of them lie in, and the
    most exact of these, stand for all. An event placed by none of its own sentences keeps what it has.
    """
    named: dict[str, list[Place]] = {}
    for mention in mentions:
        place = own.get(mention_key(mention))
        if place is not None and _beside(analysis, mention, place):
            named.setdefault(mention.event, []).append(place)
    shared = {event: shared_place(places) for event, places in named.items()}
    homes = {m.event: home for m in mentions if (home := _home(m)) is not None}
    done = []
    for mention in mentions:
        mine, place = own.get(mention_key(mention)), shared.get(mention.event)
        if mine is not None and _apart(analysis, mention, mine, place):
            place = mine
        place = _of(place, homes.get(mention.event)) or mine or mention.place
        done.append(dataclasses.replace(mention, place=place))
    return tuple(done)


def _apart(analysis: Analysis, mention: EventMention, mine: Place, shared: Place | None) -> bool:
    """Whether the town that a mention's own sentence gives is another one than the event's, not its other name."""
    if mine.precision not in _OWN or not _beside(analysis, mention, mine):
        return False
    if shared is None or (mine.geonameid is not None and mine.geonameid == shared.geonameid):
        return False
    return not set(mine.name.casefold().split()) & set(shared.name.casefold().split())


def _of(place: Place | None, home: Place | None) -> Place | None:
    """The place beside an event's mentions; whoever is expelled is expelled at home, whatever else is named."""
    if home is not None and (place is None or place.country != home.country):
        return home
    return place


_OWN = frozenset({"exact", "city", "district", "region"})
_EXPELLED = ("expel", "deport", "expulsion")


def _home(mention: EventMention) -> Place | None:
    """The country of a state that expels somebody, which only can do so on its own ground."""
    if mention.type not in ("COERCE", "SANCTION") or len(mention.actors) != 1:
        return None
    state = mention.actors[0]
    words = mention.trigger.quote.casefold().split()
    if (
        state.country is None
        or state.sector not in ("GOV", "COP")
        or not any(w.startswith(_EXPELLED) for w in words)
    ):
        return None
    if state.start is None or state.end is None or state.id != f"country/{state.country}":
        return None
    return Place(
        text=state.text, start=state.start, end=state.end, name=state.name, country=state.country,
        precision="country",
    )  # fmt: skip


def _beside(analysis: Analysis, mention: EventMention, place: Place) -> bool:
    """Whether a place is named in the sentence of a mention."""
    return any(
        s.start <= mention.trigger.start < s.end and s.start <= place.start < s.end
        for s in analysis.sentences
    )
