"""Who charges, tries and convicts where the sentence does not say: the prosecutors or court the article names."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tidings.coding.acts import Found
from tidings.model.analysis import Analysis, Mention
from tidings.model.records import Actor, EventMention

_COURTLY = frozenset({"ACCUSE", "SANCTION", "CONCEDE"})
_PROSECUTING = ("prosecut", "attorney general", "public ministry", "justice department")


def name_courts(
    analysis: Analysis, mentions: Sequence[Mention], acts: Sequence[Found], labelled: Sequence[EventMention]
) -> tuple[EventMention, ...]:
    """The mentions, court acts without an actor given the prosecutors (charges) or the court (convictions).

    Only whom the article names, the last named before the act, else the first after it; without offsets, as
    implied. Without one the actor stays empty.
    """
    judicial = [
        (mention.head, actor) for mention in mentions for actor in mention.actors if actor.sector == "JUD"
    ]
    judicial.sort(key=lambda pair: pair[0])
    if not judicial:
        return tuple(labelled)
    return tuple(_with_court(judicial, act, mention) for act, mention in zip(acts, labelled, strict=True))


def _with_court(judicial: Sequence[tuple[int, Actor]], act: Found, mention: EventMention) -> EventMention:
    legal = "legal" in mention.contexts or (mention.type == "SANCTION" and mention.mode == "convict")
    if mention.actors or not legal or mention.type not in _COURTLY:
        return mention
    if any(actor.sector == "JUD" for actor in mention.recipients):
        return mention
    wanted = mention.type != "SANCTION"
    fitting = [pair for pair in judicial if _prosecutes(pair[1]) == wanted] or list(judicial)
    before = [pair for pair in fitting if pair[0] < act.word]
    _, actor = before[-1] if before else fitting[0]
    court = dataclasses.replace(actor, start=None, end=None)
    return dataclasses.replace(
        mention, actors=(court,), path=(*mention.path, f"actor {actor.name}: the article's court")
    )


def _prosecutes(actor: Actor) -> bool:
    return any(part in actor.name.lower() or part in actor.text.lower() for part in _PROSECUTING)
