"""What syntax and the article say of an actor as a party of an act: the features its judge weighs.

A candidate is a country-and-sector key ("RUS.GOV") that somebody in the article has. Every feature is a
number; truth values are 0 and 1. Distances count words, capped where more says no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
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
_OFTEN = 8  # the article's most named are candidates everywhere
_SECTOR_FLAGS = {group: [group == g for g in _SECTOR_GROUPS] for group in _SECTOR_GROUPS}

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
    told: dict[str, Actor] = field(default_factory=dict)
    in_sentence: dict[int, set[str]] = field(default_factory=dict)
    as_actor: Counter[str] = field(default_factory=Counter)
    as_recipient: Counter[str] = field(default_factory=Counter)
    firsts: dict[str, int] = field(default_factory=dict)
    opening: set[str] = field(default_factory=set)
    total: int = 1
    often: tuple[str, ...] = ()
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
            cast.countries[country_of(key)] += 1
            cast.where.setdefault(key, []).append((mention, actor))
            cast.firsts[key] = min(mention.first, cast.firsts.get(key, mention.first))
            sentence = analysis.words[mention.head].sentence
            cast.in_sentence.setdefault(sentence, set()).add(key)
            if sentence == 0 or analysis.sentences[sentence].role == "headline":
                cast.opening.add(key)
    cast.total = sum(cast.counts.values()) or 1
    cast.often = tuple(key for key, _ in sorted(cast.counts.items(), key=lambda kv: (-kv[1], kv[0]))[:_OFTEN])
    for event in labelled:
        for actor in (*event.actors, *event.recipients):
            cast.told.setdefault(party_key(actor), actor)
    for number, turn in enumerate(turns):
        cast.by_sentence.setdefault(analysis.words[turn.act.word].sentence, []).append(number)
        cast.as_actor.update(turn.actors)
        cast.as_recipient.update(turn.recipients)
    return cast


def candidates(cast: Cast, number: int) -> list[str]:
    """Who may be a party of act `number`: all in its sentence, all the rules took, and the article's most named."""
    turn = cast.turns[number]
    sentence = cast.analysis.words[turn.act.word].sentence
    here = cast.in_sentence.get(sentence, ())
    return sorted({*here, *cast.often, *turn.shared_actors, *turn.shared_recipients})


def party_rows(cast: Cast, number: int, keys: Sequence[str]) -> list[list[float]]:
    """The features of each key as a party of act `number`, in the order of `FEATURES`; some are truth values."""
    turn = cast.turns[number]
    word = cast.analysis.words[turn.act.word]
    act = turn.act.act
    given = [
        bool(turn.actors), bool(turn.recipients), len(turn.actors), len(turn.recipients), act.reciprocal,
        act.needs in ("actor", "both"), act.needs in ("recipient", "both"), word.pos in ("VERB", "AUX"),
        any(cast.analysis.words[c].dep in ("auxpass", "nsubjpass") for c in cast.analysis.children[word.i]),
        *(act.type == t for t in TYPES),
    ]  # fmt: skip
    mates = [t for n, t in enumerate(cast.turns) if n != number and t.event == turn.event]
    as_actor, as_recipient = Counter[str](), Counter[str]()
    for mate in mates:
        as_actor.update(mate.actors)
        as_recipient.update(mate.recipients)
    many = min(5, len(mates))
    of_actors = {country_of(k) for k in turn.actors}
    of_recipients = {country_of(k) for k in turn.recipients}
    votes, neighbours = _votes(cast, number), _neighbours(cast, number)
    rows = []
    for key in keys:
        country, sector = key.rsplit(".", 1)
        row: list[float] = [
            key in turn.actors, key in turn.recipients, *given, *_SECTOR_FLAGS[_SECTORS.get(sector, "other")],
            country in _BODIES, len(country) != 3,
            cast.counts[key] / cast.total, cast.countries[country] / cast.total,
            cast.firsts.get(key, len(cast.analysis.words)) / max(1, len(cast.analysis.words)),
            key in cast.opening, country in of_actors, country in of_recipients,
            *_position(cast, turn, key), *votes(key), *neighbours(key),
            key in turn.shared_actors, key in turn.shared_recipients, many, as_actor[key], as_recipient[key],
            key in turn.said_by, bool(turn.said_by), country in turn.countries, bool(turn.countries),
        ]  # fmt: skip
        rows.append(row)
    return rows


def country_of(key: str) -> str:
    """The country, or the name where there is none, of a key.

    >>> country_of("FRA.GOV")
    'FRA'
    """
    return key.rsplit(".", 1)[0]


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


def _votes(cast: Cast, number: int) -> Callable[[str], list[float]]:
    """What the rules found for the article's other acts: of the same type, by the same rule, facing the same."""
    turn = cast.turns[number]
    kind, rule = turn.act.act.type, turn.act.act.rule
    same = 0
    actor, recipient, rule_actor, rule_recipient = (
        Counter[str](),
        Counter[str](),
        Counter[str](),
        Counter[str](),
    )
    facing_recipient, facing_actor = Counter[str](), Counter[str]()
    for other in (t for n, t in enumerate(cast.turns) if n != number):
        if other.act.act.type == kind:
            same += 1
            actor.update(other.actors)
            recipient.update(other.recipients)
            if other.act.act.rule == rule:
                rule_actor.update(other.actors)
                rule_recipient.update(other.recipients)
        # halves are counted as one, wholes as two
        if turn.actors & other.actors:
            _add(facing_recipient, other.recipients, 2)
        if turn.actors & other.recipients:
            _add(facing_recipient, other.actors, 1)
        if turn.recipients & other.recipients:
            _add(facing_actor, other.actors, 2)
        if turn.recipients & other.actors:
            _add(facing_actor, other.recipients, 1)
    count = len(cast.turns)

    def of_key(key: str) -> list[float]:
        a, r = actor[key], recipient[key]
        return [
            min(8, same), min(8, a), min(8, r), min(5, rule_actor[key]), min(5, rule_recipient[key]),
            a / same if same else 0, r / same if same else 0,
            cast.as_actor[key] / count, cast.as_recipient[key] / count,
            min(8, facing_recipient[key] / 2), min(8, facing_actor[key] / 2),
        ]  # fmt: skip

    return of_key


def _add(counts: Counter[str], keys: frozenset[str], weight: int) -> None:
    for key in keys:
        counts[key] += weight


def _neighbours(cast: Cast, number: int) -> Callable[[str], list[float]]:
    """What the rules found for the acts of the same sentence and of the two sentences before."""
    sentence = cast.analysis.words[cast.turns[number].act.word].sentence
    beside = [cast.turns[n] for n in cast.by_sentence[sentence] if n != number]
    before = [cast.turns[n] for back in (1, 2) for n in cast.by_sentence.get(sentence - back, ())]
    sides = [
        frozenset().union(*(t.actors for t in beside)), frozenset().union(*(t.recipients for t in beside)),
        frozenset().union(*(t.actors for t in before)), frozenset().union(*(t.recipients for t in before)),
    ]  # fmt: skip
    count = min(5, len(beside))
    return lambda key: [key in sides[0], key in sides[1], count, key in sides[2], key in sides[3]]
