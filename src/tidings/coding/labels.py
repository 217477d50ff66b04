"""Which mentions in one article tell of the same event, and what they tell each other of its parties."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tidings.model.records import Actor, Date, EventMention

# statuses that one event can be told under within an article
_TOGETHER = (frozenset({"actual", "historical"}), frozenset({"future", "hypothetical"}))


def label_events(
    mentions: Sequence[EventMention], groups: Sequence[Sequence[int]] | None = None
) -> tuple[EventMention, ...]:
    """Give mentions of one event the same label (e1, e2 ... in text order) and fill their empty parties.

    They are returned in the order they were given. `groups` are the numbers of the mentions of each event, in
    text order, where a judge has found them; else the rule below finds them.

    Two mentions are one event when type, status, mode, parties, day and place do not contradict each
    other and at least one party is shared, or one of them names no party at all ("the attack").
    """
    labelled: dict[int, EventMention] = {}
    for number, group in enumerate(groups if groups is not None else _by_rule(mentions), 1):
        labelled.update(zip(group, _share([mentions[m] for m in group], f"e{number}"), strict=True))
    return tuple(labelled[n] for n in range(len(mentions)))


def _by_rule(mentions: Sequence[EventMention]) -> list[list[int]]:
    groups: list[list[int]] = []
    for n in sorted(range(len(mentions)), key=lambda n: _order(mentions[n])):
        best, best_score = None, 0.0
        for at, group in enumerate(groups):
            score = _fits(mentions[n], [mentions[m] for m in group]) + 0.001 * at
            if score > best_score and score >= 1.0:
                best, best_score = group, score
        if best is None:
            groups.append([n])
        else:
            best.append(n)
    return groups


def _order(mention: EventMention) -> tuple[int, int, str]:
    return mention.trigger.start, mention.trigger.end, mention.rule


def party_keys(actors: Sequence[Actor]) -> frozenset[str]:
    """What two mentions' parties are compared by."""
    return frozenset(actor.party for actor in actors)


# whom "gunmen" and "attackers" may turn out to be
_ARMED = frozenset({"REB", "CRM", "PRM"})


def shared_parties(mine: Sequence[Actor], theirs: Sequence[Actor]) -> frozenset[str]:
    """The parties on both sides; unidentified armed men are whoever of the same country is named for the act."""
    found = party_keys(mine) & party_keys(theirs)
    if found:
        return found
    for some, others in ((mine, theirs), (theirs, mine)):
        for unknown in some:
            named = [
                a
                for a in others
                if a.sector in _ARMED
                and (a.country == unknown.country or "IMG" in (a.country, unknown.country))
            ]
            if unknown.sector == "UAF" and named:
                found |= party_keys(named)
    return found


def _fits(mention: EventMention, group: Sequence[EventMention]) -> float:
    """How well a mention fits a group: below 1 it does not."""
    first = group[0]
    if mention.type != first.type or not all(same_status(mention, m) for m in group):
        return 0.0
    if any(contradict(mention, m) for m in group):
        return 0.0
    return max(closeness(mention, m) for m in group)


def same_status(a: EventMention, b: EventMention) -> bool:
    """Whether one event can be told under both statuses in an article."""
    return a.status == b.status or any({a.status, b.status} <= pair for pair in _TOGETHER)


def contradict(a: EventMention, b: EventMention) -> bool:
    """Whether mode, day, place or parties forbid that two mentions tell of one event."""
    if a.mode and b.mode and a.mode != b.mode:
        return True
    if told_apart(a, b):
        return True
    if a.actors and b.actors and not shared_parties(a.actors, b.actors):
        return True
    if a.recipients and b.recipients and not party_keys(a.recipients) & party_keys(b.recipients):
        return not one_blow(a, b)
    return False


def told_apart(a: EventMention, b: EventMention) -> bool:
    """Whether their days do not touch, or they are in other countries or other towns."""
    if days_apart(a.date, b.date):
        return True
    if a.place and b.place and a.place.country and b.place.country and a.place.country != b.place.country:
        return True
    return bool(
        a.place and b.place
        and a.place.name.casefold() != b.place.name.casefold()
        and a.place.precision in ("city", "exact") and b.place.precision in ("city", "exact")
    )  # fmt: skip


def one_blow(a: EventMention, b: EventMention) -> bool:
    """Whether two acts of violence with other victims may be one: a blast at an embassy that kills passers-by.

    Nobody may strike in one what is struck in the other, and both or neither must name who strikes.
    """
    if a.type != "ASSAULT" or bool(a.actors) != bool(b.actors):
        return False
    struck_back = (party_keys(a.recipients) & party_keys(b.actors)) | (
        party_keys(b.recipients) & party_keys(a.actors)
    )
    return not struck_back


def days_apart(a: Date | None, b: Date | None) -> bool:
    """Whether both days are known and do not touch."""
    if a is None or b is None or a.first is None or b.first is None:
        return False
    return (a.last or "9999") < b.first or (b.last or "9999") < a.first


def closeness(a: EventMention, b: EventMention) -> float:
    """What shared parties and words speak for one event: from 1 on, two mentions that fit are one."""
    shared_actors = len(shared_parties(a.actors, b.actors))
    shared_recipients = len(party_keys(a.recipients) & party_keys(b.recipients))
    same_words = a.trigger.quote.casefold() == b.trigger.quote.casefold() or a.rule == b.rule
    score = 0.0
    if shared_actors and shared_recipients:
        score += 1.5
    elif shared_actors or shared_recipients:
        one_open = not a.actors or not b.actors or not a.recipients or not b.recipients
        score += 1.0 if one_open else 0.0
    elif not (a.actors or a.recipients) or not (b.actors or b.recipients):
        score += 1.0
    if shared_actors and len(a.actors) > 1 and len(b.actors) > 1:
        score += 1.0
    if a.type == "ASSAULT" and score < 1.0:
        score += _same_scene(a, b, bool(shared_actors))
    return score + (0.3 if same_words else 0.0)


def _same_scene(a: EventMention, b: EventMention, shared_actors: bool) -> float:
    """What speaks for one act of violence where the victims differ: who struck, the place, the day."""
    score = 1.0 if shared_actors else 0.0 if a.actors or b.actors else 0.7
    if a.place and b.place and a.place.name == b.place.name:
        score += 0.3
    if a.date and b.date and a.date.first and a.date.first == b.date.first:
        score += 0.3
    return score


def _share(group: Sequence[EventMention], label: str) -> list[EventMention]:
    actors = _fullest([m.actors for m in group])
    everybody_harmed = group[0].type == "ASSAULT"
    recipients = (_everybody if everybody_harmed else _fullest)([m.recipients for m in group])
    place = next((m.place for m in group if m.place), None)
    return [
        dataclasses.replace(
            mention,
            event=label,
            actors=_identified(mention, actors) or _implied(actors, mention.recipients),
            recipients=_borne(mention, recipients),
            place=mention.place or place,
        )
        for mention in group
    ]


def _fullest(lists: Sequence[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """The most often given party list, the longer and then the earlier one on a tie."""
    given = [parties for parties in lists if parties]
    if not given:
        return ()
    counts = {party_keys(parties): 0 for parties in given}
    for parties in given:
        counts[party_keys(parties)] += 1
    known = [p for p in given if any(actor.sector != "UAF" for actor in p)] or given
    return max(known, key=lambda p: (counts[party_keys(p)], len(p), -given.index(p)))


def _identified(mention: EventMention, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The mention's actors; unidentified armed men are those that another mention of the event names."""
    if mention.type == "ASSAULT" and mention.actors and all(a.sector == "UAF" for a in mention.actors):
        named = tuple(a for a in actors if a.sector in _ARMED)
        return _implied(named, mention.recipients) or mention.actors
    return mention.actors


def _borne(mention: EventMention, recipients: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The mention's recipients; of an act of violence, with the victims that its other mentions name."""
    if not mention.recipients or mention.type != "ASSAULT":
        return mention.recipients or _implied(recipients, mention.actors)
    have = party_keys(mention.recipients)
    more = [a for a in recipients if not party_keys([a]) & have]
    return (*mention.recipients, *_implied(tuple(more), mention.actors))


def _everybody(lists: Sequence[tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """Everybody in any of the lists, each once by what parties are compared by, in the order of the text."""
    found: dict[str, Actor] = {}
    for parties in lists:
        for actor in parties:
            found.setdefault(actor.party, actor)
    return tuple(found.values())


def _implied(parties: tuple[Actor, ...], others: tuple[Actor, ...]) -> tuple[Actor, ...]:
    taken = {a.name for a in others}
    return tuple(
        dataclasses.replace(actor, start=None, end=None) for actor in parties if actor.name not in taken
    )
