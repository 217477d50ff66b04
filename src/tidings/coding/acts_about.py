"""Acts that answer other acts: who condemns an attack faces the attackers, not the attacked.

"Condemned the bombing of the embassy", "rejected the demand", "welcomed the release of the pilots": the recipient
is whoever did the act spoken of, wherever the article names them; those who bore it are not.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tidings.coding.acts import Found
from tidings.model import tree
from tidings.model.analysis import Analysis
from tidings.model.records import Actor, EventMention

_ANSWERS = frozenset({"ACCUSE", "REJECT", "SUPPORT"})
_ABOUT = ("of", "for", "over", "on", "at", "to", "against", "about", "with", "as")
# between a demand and the act that is to stop: "urged an end to the shelling"
_ENDINGS = frozenset(["end", "halt", "stop", "cessation", "suspension", "pause"])


def face_doers(
    analysis: Analysis, acts: Sequence[Found], labelled: Sequence[EventMention]
) -> tuple[EventMention, ...]:
    """The mentions, those that answer another act with its doers as recipients; in the order given.

    `labelled[n]` is the mention of `acts[n]`, mentions of one event having told each other their parties.
    """
    at = {act.word: n for n, act in enumerate(acts)}
    return tuple(
        _facing(analysis, acts, labelled, n, at) if not act.act.reciprocal else labelled[n]
        for n, act in enumerate(acts)
    )


def _facing(
    analysis: Analysis, acts: Sequence[Found], labelled: Sequence[EventMention], n: int, at: dict[int, int]
) -> EventMention:
    mention = labelled[n]
    if mention.type == "REJECT" and not mention.recipients:
        asker = _asker(analysis, acts, labelled, n)
        return dataclasses.replace(mention, recipients=asker) if asker else mention
    spoken_of = _spoken_of(analysis, acts[n], at)
    if spoken_of is None or spoken_of == n or labelled[spoken_of].event == mention.event:
        return mention
    other = labelled[spoken_of]
    borne = {actor.name for actor in other.recipients}
    kept = tuple(actor for actor in mention.recipients if actor.name not in borne)
    own = {actor.name for actor in mention.actors}
    doers = tuple(_meant(actor, other, mention) for actor in other.actors if actor.name not in own)
    if mention.type == "REQUEST":
        return mention if mention.recipients else dataclasses.replace(mention, recipients=doers)
    return dataclasses.replace(mention, recipients=kept or doers)


# what is turned down by its name, and the types of act it may have been
_TURNED_DOWN = {
    "offer": ("AGREE",), "invitation": ("AGREE", "REQUEST"), "proposal": ("AGREE", "REQUEST"), "plan": ("AGREE",),
    "demand": ("REQUEST",), "request": ("REQUEST",), "call": ("REQUEST",), "appeal": ("REQUEST",), "plea": ("REQUEST",),
    "accusation": ("ACCUSE",), "charge": ("ACCUSE",), "allegation": ("ACCUSE",), "claim": ("ACCUSE",),
    "criticism": ("ACCUSE",), "ultimatum": ("THREATEN", "REQUEST"), "threat": ("THREATEN",),
}  # fmt: skip
_BACK = 3  # sentences within which "the offer" is the last one told


def _asker(
    analysis: Analysis, acts: Sequence[Found], labelled: Sequence[EventMention], n: int
) -> tuple[Actor, ...]:
    """Who made the offer, demand or charge that is turned down as "the offer": the last told one's maker."""
    objects = tree.objects(analysis, acts[n].word)
    kinds = [_TURNED_DOWN[lemma] for o in objects if (lemma := analysis.words[o].lemma) in _TURNED_DOWN]
    if not kinds:
        return ()
    here = analysis.words[acts[n].word].sentence
    own = {actor.name for actor in labelled[n].actors}
    for m in range(n - 1, -1, -1):
        if here - analysis.words[acts[m].word].sentence > _BACK:
            return ()
        makers = [actor for actor in labelled[m].actors if actor.name not in own]
        if labelled[m].type in kinds[0] and makers:
            return tuple(dataclasses.replace(actor, start=None, end=None) for actor in makers)
    return ()


def _meant(actor: Actor, other: EventMention, mention: EventMention) -> Actor:
    """The doer as party of the answer: his words only where they stand in the same place of the text."""
    near = actor.start is not None and abs(other.trigger.start - mention.trigger.start) < 200
    return actor if near else dataclasses.replace(actor, start=None, end=None)


def _spoken_of(analysis: Analysis, act: Found, at: dict[int, int]) -> int | None:
    """The number of the act that this one is about: its object, or what its object or preposition leads to."""
    start = act.light if act.light is not None and act.act.kind == "noun" else act.word
    if act.act.type in _ANSWERS:
        objects = [] if act.act.kind == "noun" else tree.objects(analysis, act.word)
        objects = objects or tree.prepositions_near(analysis, act.word, *_ABOUT)
        return next((at[o] for o in objects if o in at), None)
    if act.act.type == "REQUEST":
        wanted = tree.objects(analysis, start) + tree.prepositions_near(analysis, act.word, "for", "to")
        for o in wanted:
            if analysis.words[o].lemma in _ENDINGS:
                ended = tree.prepositional(analysis, o, "to", "of", "in") or tree.prepositions_near(
                    analysis, act.word, "to"
                )
                return next((at[e] for e in ended if e in at), None)
    return None
