"""Who the parties of each act are: the rules' parties weighed against everybody the article names."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tidings.codebook.judges import Judge
from tidings.coding.acts import Found
from tidings.coding.party_features import Cast, candidates, gather_cast, party_key, party_row
from tidings.model.analysis import Analysis, Mention
from tidings.model.records import Actor, EventMention

# the first party of a slot needs less than those beside it; fitted on held-back folds
_FIRST, _NEXT = 0.22, 0.32


def choose_parties(
    analysis: Analysis,
    mentions: Sequence[Mention],
    acts: Sequence[Found],
    drafts: Sequence[EventMention],
    labelled: Sequence[EventMention],
    scenes: Sequence[frozenset[str]],
    judge: Judge,
) -> tuple[EventMention, ...]:
    """The drafts with the parties the judge holds most likely, from the sentence or from the article.

    `labelled` are the drafts once mentions of one event have shared their parties; `scenes` are the countries
    each act may have happened in. A party taken from elsewhere in the article has no offsets.
    """
    cast = gather_cast(analysis, mentions, acts, drafts, labelled, scenes)
    chances = [(n, key) for n in range(len(drafts)) for key in candidates(cast, n)]
    judged = judge.probabilities([party_row(cast, n, key) for n, key in chances])
    by_act: dict[int, list[tuple[str, float, float]]] = {}
    for (n, key), (_, actor, recipient) in zip(chances, judged, strict=True):
        by_act.setdefault(n, []).append((key, actor, recipient))
    return tuple(_decided(cast, n, draft, by_act.get(n, [])) for n, draft in enumerate(labelled))


def chosen_keys(judged: Sequence[tuple[str, float, float]], reciprocal: bool) -> tuple[list[str], list[str]]:
    """Of (key, chance as actor, chance as recipient), who is taken as which, the likelier first.

    >>> chosen_keys([("FRA.GOV", 0.9, 0.05), ("MLI.REB", 0.1, 0.6), ("MLI.CVL", 0.05, 0.25)], False)
    (['FRA.GOV'], ['MLI.REB'])
    """
    if reciprocal:
        return _above([(max(a, r), key) for key, a, r in judged]), []
    actors = _above([(a, key) for key, a, r in judged if a >= r])
    return actors, _above([(r, key) for key, a, r in judged if r > a])


def _above(scored: list[tuple[float, str]]) -> list[str]:
    ranked = sorted(scored, key=lambda pair: (-pair[0], pair[1]))
    return [key for n, (chance, key) in enumerate(ranked) if chance >= (_NEXT if n else _FIRST)]


def _decided(
    cast: Cast, number: int, draft: EventMention, judged: Sequence[tuple[str, float, float]]
) -> EventMention:
    reciprocal = cast.turns[number].act.act.reciprocal
    actor_keys, recipient_keys = chosen_keys(judged, reciprocal)
    chance = {key: (actor, recipient) for key, actor, recipient in judged}
    path = [
        *(f"actor {key} ({max(chance[key]) if reciprocal else chance[key][0]:.2f})" for key in actor_keys),
        *(f"recipient {key} ({chance[key][1]:.2f})" for key in recipient_keys),
    ]
    return dataclasses.replace(
        draft,
        actors=_parties(cast, number, actor_keys, draft),
        recipients=_parties(cast, number, recipient_keys, draft),
        path=(*draft.path, *path),
    )


def _parties(cast: Cast, number: int, keys: Sequence[str], draft: EventMention) -> tuple[Actor, ...]:
    found: list[Actor] = []
    for key in keys:
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
    here = [(m, a) for m, a in cast.where[key] if words[m.head].sentence == sentence]
    if here:
        mention = min(here, key=lambda pair: (abs(pair[0].head - act.word), pair[0].first))[0]
        return [a for m, a in here if m is mention]
    counts: dict[str, int] = {}
    for _, actor in cast.where[key]:
        counts[actor.name] = counts.get(actor.name, 0) + 1
    _, actor = max(cast.where[key], key=lambda pair: (counts[pair[1].name], -pair[0].first))
    return [dataclasses.replace(actor, start=None, end=None)]
