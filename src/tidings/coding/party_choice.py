"""Who the parties of each act are: the rules' parties weighed against everybody the article names.

Three fitted judges answer in turn: which mentions are one event (`event_links`), how likely each actor of the
article is a party of each mention (`party_features`), and which set of them it is (`party_sets`).
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence

from tidings.codebook.judges import Judges
from tidings.coding.acts import Found
from tidings.coding.confidence import is_report
from tidings.coding.event_links import group_mentions
from tidings.coding.labels import contradict, label_events, same_status
from tidings.coding.party_features import Cast, candidates, gather_cast, party_key, party_rows
from tidings.coding.party_sets import (
    ACTOR,
    RECIPIENT,
    Chances,
    Keys,
    Slot,
    chances_in,
    offered_sets,
    set_rows,
    slots_of,
)
from tidings.model.analysis import Analysis, Mention
from tidings.model.records import Actor, EventMention

# by mention and side, the chance of each set offered
Worth = dict[tuple[int, int], dict[Keys, float]]

# what the rules' own answer is ahead by, of the 2 that mention and event can give: parties that the rules find
# are found alike in other reports of the event, which merging lives on
_RULED = 0.1


def choose_parties(
    analysis: Analysis,
    mentions: Sequence[Mention],
    acts: Sequence[Found],
    drafts: Sequence[EventMention],
    scenes: Sequence[frozenset[str]],
    judges: Judges,
) -> tuple[EventMention, ...]:
    """The drafts labelled by event, with the parties the judges hold most likely, from sentence or article.

    `scenes` are the countries each act may have happened in. A party taken from elsewhere in the article has
    no offsets. Texts of a few sentences, and codebooks without the judges, keep what the rules found.
    """
    if not (judges.links and judges.parties and judges.party_sets) or not is_report(analysis):
        return label_events(drafts)
    groups = group_mentions(analysis, acts, drafts, judges.links)
    labelled = label_events(drafts, groups)
    cast = gather_cast(analysis, mentions, acts, drafts, labelled, scenes)
    offers = offered(cast, groups, party_chances(cast, judges))
    judged = judges.party_sets.probabilities([row for _, _, row in offers])
    worth: Worth = {}
    for (slot, keys, _), (_, yes) in zip(offers, judged, strict=True):
        worth.setdefault((slot.number, slot.side), {})[keys] = yes
    ruled = {(slot.number, slot.side): slot.shared for slot, _, _ in offers}
    chosen = list(labelled)
    for group in groups:
        for number in group:
            chosen[number] = _decided(cast, labelled[number], number, group, worth, ruled)
    return _told_twice(chosen)


def party_chances(cast: Cast, judges: Judges) -> list[Chances]:
    """For each act the chance of each candidate as its actor and as its recipient."""
    numbered = [(n, candidates(cast, n)) for n in range(len(cast.turns))]
    rows = [row for n, keys in numbered for row in party_rows(cast, n, keys)]
    judged = iter(judges.parties.probabilities(rows) if judges.parties else ())
    return [
        {key: (pair[1], pair[2]) for key, pair in zip(keys, judged, strict=False)} for _, keys in numbered
    ]


def offered(
    cast: Cast, groups: Sequence[Sequence[int]], chances: Sequence[Chances]
) -> list[tuple[Slot, Keys, list[float]]]:
    """Every set offered for every slot of every mention, with its features."""
    found: list[tuple[Slot, Keys, list[float]]] = []
    for group in groups:
        averages: dict[tuple[int, bool], dict[str, float]] = {}
        for slot in slots_of(cast, group):
            kind = slot.side, slot.turn.act.act.reciprocal
            if kind not in averages:
                averages[kind] = _averaged([chances_in(slot, chances[n]) for n in group])
            here = chances_in(slot, chances[slot.number])
            sets = offered_sets(slot, averages[kind], here)
            found.extend(
                zip([slot] * len(sets), sets, set_rows(slot, sets, averages[kind], here), strict=True)
            )
    return found


def _averaged(chances: Sequence[Mapping[str, float]]) -> dict[str, float]:
    keys = sorted({key for some in chances for key in some})
    return {key: math.fsum(some.get(key, 0.0) for some in chances) / len(chances) for key in keys}


def _decided(
    cast: Cast,
    draft: EventMention,
    number: int,
    group: Sequence[int],
    worth: Worth,
    ruled: Mapping[tuple[int, int], Keys],
) -> EventMention:
    """The mention with the set for each side that it and the mentions of its event speak for."""
    if cast.turns[number].act.taught:  # the user's own example says who
        return draft
    sides: list[Keys] = []
    path: list[str] = []
    for side, name in ((ACTOR, "actors"), (RECIPIENT, "recipients")):
        own = worth.get((number, side))
        if own is None:  # all parties of a reciprocal act are actors
            sides.append(frozenset())
            continue
        told = [worth.get((n, side), {}) for n in group]
        votes = {k: own[k] + math.fsum(w.get(k, 0.0) for w in told) / len(group) for k in own}
        votes[ruled[number, side]] += _RULED  # what the rules found is always offered
        keys = max(votes, key=lambda k: (votes[k], sorted(k)))
        sides.append(keys)
        path.append(f"{name} {', '.join(sorted(keys)) or 'nobody'} ({own[keys]:.2f})")
    actors, recipients = sides
    return dataclasses.replace(
        draft,
        actors=_parties(cast, number, actors, draft),
        recipients=_parties(cast, number, recipients, draft),
        path=(*draft.path, *path),
    )


def _told_twice(mentions: Sequence[EventMention]) -> tuple[EventMention, ...]:
    """One label for events of one type with the same parties that nothing tells apart; labels in text order."""
    first: dict[tuple[str, Keys, Keys], list[EventMention]] = {}
    label: dict[str, str] = {}
    order = sorted(range(len(mentions)), key=lambda n: (mentions[n].trigger.start, n))
    for n in order:
        mention = mentions[n]
        if mention.event in label:
            continue
        key = (
            mention.type,
            frozenset(map(party_key, mention.actors)),
            frozenset(map(party_key, mention.recipients)),
        )
        known = first.setdefault(key, []) if key[1] or key[2] else []
        same = next((m for m in known if same_status(m, mention) and not contradict(m, mention)), None)
        label[mention.event] = label[same.event] if same else f"e{len(set(label.values())) + 1}"
        known.append(mention)
    return tuple(dataclasses.replace(mention, event=label[mention.event]) for mention in mentions)


def _parties(cast: Cast, number: int, keys: Keys, draft: EventMention) -> tuple[Actor, ...]:
    found: list[Actor] = []
    for key in sorted(keys):
        ruled = [a for a in (*draft.actors, *draft.recipients) if party_key(a) == key]
        for actor in ruled or _named(cast, number, key):
            if all(actor.name != other.name for other in found):
                found.append(actor)
    return tuple(sorted(found, key=lambda a: (a.start is None, a.start or 0, a.name)))


def _named(cast: Cast, number: int, key: str) -> list[Actor]:
    """Who carries the key: the nearest in the act's sentence, else the article's most named, without a place."""
    words = cast.analysis.words
    act = cast.turns[number].act
    sentence = words[act.word].sentence
    where = cast.where.get(key, [])
    here = [(m, a) for m, a in where if words[m.head].sentence == sentence]
    if here:
        mention = min(here, key=lambda pair: (abs(pair[0].head - act.word), pair[0].first))[0]
        return [a for m, a in here if m is mention and party_key(a) == key]
    if not where:  # a host known by a place alone
        return [dataclasses.replace(cast.told[key], start=None, end=None)]
    counts: dict[str, int] = {}
    for _, actor in where:
        counts[actor.name] = counts.get(actor.name, 0) + 1
    _, actor = max(where, key=lambda pair: (counts[pair[1].name], -pair[0].first))
    return [dataclasses.replace(actor, start=None, end=None)]
