"""What syntax and the article say of an actor as a party of an act: the features its judge weighs.

A candidate is a country-and-sector key ("RUS.GOV") that somebody in the article has. Every feature is a
number; truth values are 0 and 1. Distances count words, capped where more says no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tidings.codebook.ontology import TYPES
from tidings.coding.acts import Found
from tidings.model.analysis import Analysis, Mention
from tidings.model.records import Actor, EventMention

_SECTORS = {
    "GOV": "government", "MIL": "armed", "REB": "armed", "PRM": "armed", "UAF": "armed", "CRM": "armed",
    "SPY": "police", "COP": "police", "JUD": "court", "CVL": "civilian", "REF": "civilian",
    "LEG": "political", "PTY": "political", "OPP": "political", "ELI": "political",
}  # fmt: skip
_SECTOR_GROUPS = ["government", "armed", "police", "court", "civilian", "political", "other"]
_KINDS = ["state", "person", "role", "adjective", "pronoun", "group", "org", "description"]
_OWN = [
    "nsubj",
    "nsubjpass",
    "dobj",
    "pobj",
    "poss",
    "compound",
    "amod",
    "appos",
    "agent",
    "attr",
    "nmod",
    "dative",
]
_PREPOSITIONS = [
    "of",
    "by",
    "on",
    "against",
    "with",
    "to",
    "in",
    "from",
    "between",
    "for",
    "at",
    "over",
    "among",
    "about",
    "near",
    "through",
]
_CLIMBED = [
    "relcl",
    "acl",
    "advcl",
    "ccomp",
    "xcomp",
    "conj",
    "pcomp",
    "pobj",
    "prep",
    "dobj",
    "nsubj",
    "nsubjpass",
    "compound",
    "poss",
    "appos",
]
_WITHIN_CLAUSE = frozenset(
    ["pobj", "prep", "dobj", "conj", "compound", "poss", "amod", "nsubj", "nsubjpass", "attr"]
)
_BODIES = frozenset({"UNO", "EUR", "IGO", "NGO"})
_FAR = 99.0

FEATURES: tuple[str, ...] = (
    "rule actor", "rule recipient", "any rule actor", "any rule recipient", "rule actors", "rule recipients",
    "reciprocal", "needs actor", "needs recipient", "verb", "passive",
    *(f"type {t}" for t in TYPES),
    *(f"sector {s}" for s in _SECTOR_GROUPS),
    "international body", "no country",
    "share", "country share", "first", "opening", "country among actors", "country among recipients",
    "in sentence", "mentions in sentence", "sentences back",
    "path", "up", "down", "before", "distance", "settled", "speaker above", "same clause", "conjunct",
    "frame preposition",
    *(f"kind {k}" for k in _KINDS),
    *(f"stands as {d}" for d in _OWN),
    *(f"branch {d}" for d in _OWN),
    *(f"after {p}" for p in _PREPOSITIONS),
    *(f"climbs {d}" for d in _CLIMBED),
    "acts of type", "actor of type", "recipient of type", "actor of rule", "recipient of rule",
    "actor share of type", "recipient share of type", "actor share", "recipient share",
    "facing recipient", "facing actor",
    "actor beside", "recipient beside", "acts beside", "actor before", "recipient before",
    "shared actor", "shared recipient", "shares", "shared actors", "shared recipients",
    "said it", "said by somebody", "country of the scene", "scene known",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """One act of the article with the parties the rules gave it, as keys, and who said it."""

    act: Found
    actors: frozenset[str]
    recipients: frozenset[str]
    said_by: frozenset[str]
    countries: frozenset[str]
    event: str
    shared_actors: frozenset[str]
    shared_recipients: frozenset[str]


@dataclass(slots=True)
class Cast:
    """Everybody an article names, by key, and the acts they may be parties of."""

    analysis: Analysis
    turns: list[Turn]
    counts: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    where: dict[str, list[tuple[Mention, Actor]]] = field(default_factory=dict)
    by_sentence: dict[int, list[int]] = field(default_factory=dict)


def party_key(actor: Actor) -> str:
    """Country (or name, where there is none) and sector, by which parties are told apart.

    >>> party_key(Actor(text="Paris", start=0, end=5, name="France", country="FRA", sector="GOV"))
    'FRA.GOV'
    """
    return f"{(actor.country or actor.name or '?').upper()}.{actor.sector or '?'}"


def gather_cast(
    analysis: Analysis,
    mentions: Sequence[Mention],
    acts: Sequence[Found],
    drafts: Sequence[EventMention],
    labelled: Sequence[EventMention],
    scenes: Sequence[frozenset[str]],
) -> Cast:
    """Who is in the article and what the rules gave each act.

    `labelled` are the drafts once mentions of one event have told each other their parties; `scenes` are
    each act's likely countries.
    """
    turns = [
        Turn(
            act,
            frozenset(map(party_key, draft.actors)),
            frozenset(map(party_key, draft.recipients)),
            frozenset(map(party_key, draft.said_by)),
            scene,
            label.event,
            frozenset(map(party_key, label.actors)),
            frozenset(map(party_key, label.recipients)),
        )
        for act, draft, label, scene in zip(acts, drafts, labelled, scenes, strict=True)
    ]
    cast = Cast(analysis, turns)
    for mention in mentions:
        for actor in mention.actors:
            key = party_key(actor)
            cast.counts[key] += 1
            cast.countries[key.rsplit(".", 1)[0]] += 1
            cast.where.setdefault(key, []).append((mention, actor))
    for number, turn in enumerate(turns):
        cast.by_sentence.setdefault(analysis.words[turn.act.word].sentence, []).append(number)
    return cast


def candidates(cast: Cast, number: int, most: int = 12) -> list[str]:
    """Who may be a party of act `number`: all in its sentence, all the rules took, and the article's most named."""
    turn = cast.turns[number]
    sentence = cast.analysis.words[turn.act.word].sentence
    words = cast.analysis.words
    often = {key for key, _ in sorted(cast.counts.items(), key=lambda kv: (-kv[1], kv[0]))[:most]}
    found = []
    for key in sorted({*cast.where, *turn.shared_actors, *turn.shared_recipients}):
        here = any(words[m.head].sentence == sentence for m, _ in cast.where.get(key, ()))
        if here or key in often or key in turn.shared_actors or key in turn.shared_recipients:
            found.append(key)
    return found


def party_row(cast: Cast, number: int, key: str) -> list[float]:
    """The features of `key` as a party of act `number`, in the order of `FEATURES`."""
    turn = cast.turns[number]
    word = cast.analysis.words[turn.act.word]
    country, sector = key.rsplit(".", 1)
    group = _SECTORS.get(sector, "other")
    row: list[float] = [
        key in turn.actors, key in turn.recipients, bool(turn.actors), bool(turn.recipients),
        len(turn.actors), len(turn.recipients), turn.act.act.reciprocal,
        turn.act.act.needs in ("actor", "both"), turn.act.act.needs in ("recipient", "both"),
        word.pos in ("VERB", "AUX"),
        any(cast.analysis.words[c].dep in ("auxpass", "nsubjpass") for c in cast.analysis.children[word.i]),
        *(turn.act.act.type == t for t in TYPES),
        *(group == s for s in _SECTOR_GROUPS),
        country in _BODIES, len(country) != 3,
    ]  # fmt: skip
    row += _standing(cast, turn, key, country)
    row += _position(cast, turn, key)
    row += _votes(cast, number, key)
    row += _neighbours(cast, number, key)
    mates = [t for n, t in enumerate(cast.turns) if n != number and t.event == turn.event]
    row += [
        key in turn.shared_actors, key in turn.shared_recipients, min(5, len(mates)),
        sum(key in t.actors for t in mates), sum(key in t.recipients for t in mates),
    ]  # fmt: skip
    row += [key in turn.said_by, bool(turn.said_by), country in turn.countries, bool(turn.countries)]
    return [float(x) for x in row]


def _standing(cast: Cast, turn: Turn, key: str, country: str) -> list[float]:
    """How much the article is about them."""
    words, where = cast.analysis.words, cast.where.get(key, ())
    total = sum(cast.counts.values()) or 1
    first = min((m.first for m, _ in where), default=len(words))
    opening = any(
        words[m.head].sentence == 0 or cast.analysis.sentences[words[m.head].sentence].role == "headline"
        for m, _ in where
    )
    return [
        cast.counts[key] / total,
        cast.countries[country] / total,
        first / max(1, len(words)),
        opening,
        country in {k.rsplit(".", 1)[0] for k in turn.actors},
        country in {k.rsplit(".", 1)[0] for k in turn.recipients},
    ]


def _position(cast: Cast, turn: Turn, key: str) -> list[float]:
    """Where the nearest mention stands: distance in words and in the tree, its label and its branch's."""
    words = cast.analysis.words
    sentence = words[turn.act.word].sentence
    where = cast.where.get(key, ())
    here = [m for m, _ in where if words[m.head].sentence == sentence]
    earlier = [words[m.head].sentence for m, _ in where if words[m.head].sentence < sentence]
    row: list[float] = [bool(here), min(3, len(here)), min(10, sentence - max(earlier)) if earlier else 11]
    nearest = _nearest(cast.analysis, turn.act, here)
    if nearest is None:
        blanks = len(_KINDS) + 2 * len(_OWN) + len(_PREPOSITIONS) + len(_CLIMBED)
        return [*row, _FAR, _FAR, _FAR, 0, _FAR, *[0] * (5 + blanks)]
    length, up, down, mention = nearest
    at = mention.head
    while words[at].dep == "conj" and words[at].head != at:
        at = words[at].head
    label = words[at].dep
    preposition = words[words[at].head].lower if label == "pobj" else ""
    climbed = {words[i].dep for i in up}
    branch = words[down[0]].dep if down else ""
    row += [
        length, len(up), len(down), mention.head < turn.act.word, min(40, abs(mention.head - turn.act.word)),
        mention.settled, branch == "nsubj" and bool(up) and words[up[-1]].dep == "ccomp",
        climbed <= _WITHIN_CLAUSE, at != mention.head,
        preposition != "" and preposition in turn.act.act.recipient,
    ]  # fmt: skip
    row += [mention.kind == k for k in _KINDS]
    row += [label == d for d in _OWN]
    row += [branch == d for d in _OWN]
    row += [preposition == p for p in _PREPOSITIONS]
    return row + [d in climbed for d in _CLIMBED]


def _nearest(
    analysis: Analysis, act: Found, mentions: Sequence[Mention]
) -> tuple[float, list[int], list[int], Mention] | None:
    """The mention nearest in the tree: path length, words climbed from the act, words descended, mention."""
    best = None
    for mention in mentions:
        for start in (act.word,) if act.light is None else (act.word, act.light):
            path = _path(analysis, start, mention.head)
            if path is not None:
                length = 1.2 * len(path[0]) + len(path[1])
                if best is None or length < best[0]:
                    best = (length, *path, mention)
    return best


def _path(analysis: Analysis, start: int, end: int) -> tuple[list[int], list[int]] | None:
    """Words climbed from `start` and descended to `end` (without their common ancestor); None across roots."""
    words = analysis.words
    up = [start]
    while words[up[-1]].head != up[-1] and len(up) < 25:
        up.append(words[up[-1]].head)
    place = {word: n for n, word in enumerate(up)}
    down = [end]
    while down[-1] not in place:
        above = words[down[-1]].head
        if above == down[-1] or len(down) > 25:
            return None
        down.append(above)
    return up[: place[down[-1]]], down[:-1][::-1]


def _votes(cast: Cast, number: int, key: str) -> list[float]:
    """What the rules found for the article's other acts: of the same type, by the same rule, facing the same."""
    turn = cast.turns[number]
    kind, rule = turn.act.act.type, turn.act.act.rule
    same = actor = recipient = rule_actor = rule_recipient = all_actor = all_recipient = 0
    facing_recipient = facing_actor = 0.0
    for other_number, other in enumerate(cast.turns):
        as_actor, as_recipient = key in other.actors, key in other.recipients
        all_actor += as_actor
        all_recipient += as_recipient
        if other_number == number:
            continue
        if other.act.act.type == kind:
            same += 1
            actor += as_actor
            recipient += as_recipient
            if other.act.act.rule == rule:
                rule_actor += as_actor
                rule_recipient += as_recipient
        if turn.actors & other.actors:
            facing_recipient += as_recipient
        if turn.actors & other.recipients:
            facing_recipient += 0.5 * as_actor
        if turn.recipients & other.recipients:
            facing_actor += as_actor
        if turn.recipients & other.actors:
            facing_actor += 0.5 * as_recipient
    count = len(cast.turns)
    return [
        min(8, same), min(8, actor), min(8, recipient), min(5, rule_actor), min(5, rule_recipient),
        actor / same if same else 0, recipient / same if same else 0,
        all_actor / count, all_recipient / count, min(8, facing_recipient), min(8, facing_actor),
    ]  # fmt: skip


def _neighbours(cast: Cast, number: int, key: str) -> list[float]:
    """What the rules found for the acts of the same sentence and of the two sentences before."""
    sentence = cast.analysis.words[cast.turns[number].act.word].sentence
    beside = [cast.turns[n] for n in cast.by_sentence[sentence] if n != number]
    before = [cast.turns[n] for back in (1, 2) for n in cast.by_sentence.get(sentence - back, ())]
    return [
        any(key in t.actors for t in beside), any(key in t.recipients for t in beside), min(5, len(beside)),
        any(key in t.actors for t in before), any(key in t.recipients for t in before),
    ]  # fmt: skip
