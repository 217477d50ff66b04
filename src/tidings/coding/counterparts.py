"""Whom an act without a recipient is turned against: the one its actor faces in the rest of the article.

"Kyiv accused Moscow of shelling Izmail ... Ukraine threatened to respond": the threat is to Russia, because all
else that the article tells of Ukraine faces Russia. Without one clear counterpart the recipient stays empty.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tidings.model.records import Actor, EventMention

# acts that are always turned to somebody
_TURNED = frozenset({"ACCUSE", "AGREE", "REJECT", "REQUEST", "SANCTION", "THREATEN", "PROTEST", "COERCE"})
_LEAST = 1.5  # acts in which they face each other
_SHARE = 0.34  # of all that the actor faces


def face_counterparts(labelled: Sequence[EventMention]) -> tuple[EventMention, ...]:
    """The mentions, those of acts that are turned to somebody given their actor's counterpart, without offsets."""
    return tuple(_with_counterpart(mention, labelled) for mention in labelled)


def _with_counterpart(mention: EventMention, labelled: Sequence[EventMention]) -> EventMention:
    if mention.recipients or not mention.actors or mention.type not in _TURNED:
        return mention
    own = _keys(mention.actors)
    facing: dict[str, float] = {}
    who: dict[str, Actor] = {}
    for other in labelled:
        if other.event == mention.event:
            continue
        for actor, weight in _faced(other, own):
            key = actor.party
            facing[key] = facing.get(key, 0.0) + weight
            who.setdefault(key, actor)
    if not facing:
        return mention
    best = max(sorted(facing), key=lambda key: facing[key])
    if facing[best] < _LEAST or facing[best] < _SHARE * sum(facing.values()):
        return mention
    party = dataclasses.replace(who[best], start=None, end=None)
    why = f"recipient {party.name}: whom the actor faces in the article"
    return dataclasses.replace(mention, recipients=(party,), path=(*mention.path, why))


def _faced(other: EventMention, own: frozenset[str]) -> list[tuple[Actor, float]]:
    """Whom the actors face in another act, and how much it says: full for a directed act, half for a mutual one."""
    actors, recipients = _keys(other.actors), _keys(other.recipients)
    if own & actors and recipients:
        return [(a, 1.0) for a in other.recipients if a.party not in own]
    if own & recipients:
        return [(a, 1.0) for a in other.actors if a.party not in own]
    if own & actors and len(actors) > 1:
        return [(a, 0.5) for a in other.actors if a.party not in own]
    return []


def _keys(actors: Sequence[Actor]) -> frozenset[str]:
    return frozenset(actor.party for actor in actors)
