"""Which mentions of an article tell of one event: pairs weighed by a judge, joined by their average.

A pair is two mentions of one type. What speaks for one event are words, parties, day, place, status and
where the two stand; every feature is a number, truth values are 0 and 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from tidings.codebook.judges import Judge
from tidings.codebook.ontology import TYPES
from tidings.coding.acts import Found
from tidings.coding.labels import (
    closeness,
    contradict,
    days_apart,
    label_events,
    one_blow,
    party_keys,
    same_status,
    shared_parties,
    told_apart,
)
from tidings.model import tree
from tidings.model.analysis import Analysis
from tidings.model.records import Actor, Date, EventMention, Place

_SIDE = (
    "both named", "one named", "none named", "shared", "share", "none shared", "countries shared",
    "no country shared", "shared or unidentified", "earlier", "later",
)  # fmt: skip

FEATURES: tuple[str, ...] = (
    "same word", "same rule", "same mode", "modes differ", "same code", "same root", "same stem", "same contexts",
    "earlier is verb", "later is verb", "earlier definite", "later definite", "earlier plural", "later plural",
    "same status", "statuses fit", "earlier actual", "later actual", "earlier historical", "later historical",
    "earlier ahead", "later ahead", "one negated", "earlier reciprocal", "later reciprocal",
    *(f"actors {name}" for name in _SIDE),
    *(f"recipients {name}" for name in _SIDE),
    "actor is recipient", "recipient is actor", "parties share", "countries shared",
    "both dated", "same day", "days apart", "one dated", "years differ",
    "both placed", "same place", "other country", "same country",
    "sentences apart", "same sentence", "next sentence", "near the top", "sentence", "headline", "acts apart",
    "mentions of type", "mentions of mode",
    "content shared", "content share", "earlier content", "later content",
    "same speaker", "earlier told by somebody", "later told by somebody",
    "contradict", "closeness", "one blow", "one by rule", "mentions of word",
    *(f"type {t}" for t in TYPES),
)  # fmt: skip

# fitted on held-back folds: mentions whose pairs average this chance are one event
_TOGETHER = 0.4
_NEVER = -1e9  # of two mentions on other days or in other towns: no average gets over it
_BACK = 60  # mentions; keeps the work for a book-long text in proportion to its length
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her"})
_INDEFINITE = frozenset({"a", "an", "another", "some", "new"})
_MOST_CONTENT = 60  # words of a mention's phrase that are looked at


def link_pairs(drafts: Sequence[EventMention]) -> list[tuple[int, int]]:
    """Every mention with those of its type before it, at most `_BACK` of them, as numbers, the earlier first."""
    before: dict[str, list[int]] = {}
    pairs: list[tuple[int, int]] = []
    for n in _in_text_order(drafts):
        mates = before.setdefault(drafts[n].type, [])
        pairs.extend((mate, n) for mate in mates[-_BACK:])
        mates.append(n)
    return pairs


def link_rows(
    analysis: Analysis,
    acts: Sequence[Found],
    drafts: Sequence[EventMention],
    pairs: Sequence[tuple[int, int]],
) -> list[list[float]]:
    """The features of each pair, in the order of `FEATURES`; `drafts[n]` is the draft of `acts[n]`."""
    ruled = [event.event for event in label_events(drafts)]
    content = [_content(analysis, act.word) for act in acts]
    counts = (
        Counter(event.type for event in drafts),
        Counter((event.type, event.mode) for event in drafts),
        Counter(analysis.words[act.word].lemma for act in acts),
    )
    return [
        [
            *_words(analysis, acts[a], acts[b], drafts[a], drafts[b]),
            *_sides(drafts[a], drafts[b]),
            *_days(drafts[a].date, drafts[b].date),
            *_places(drafts[a].place, drafts[b].place),
            *_stand(analysis, acts[a], acts[b], b - a),
            counts[0][drafts[a].type], counts[1][drafts[a].type, drafts[a].mode],
            *_contents(content[a], content[b]),
            *_speakers(drafts[a], drafts[b]),
            contradict(drafts[a], drafts[b]), closeness(drafts[a], drafts[b]), one_blow(drafts[a], drafts[b]),
            ruled[a] == ruled[b], counts[2][analysis.words[acts[b].word].lemma],
            *(drafts[a].type == t for t in TYPES),
        ]
        for a, b in pairs
    ]  # fmt: skip


def group_mentions(
    analysis: Analysis, acts: Sequence[Found], drafts: Sequence[EventMention], judge: Judge
) -> list[list[int]]:
    """The numbers of the mentions of each event, events in text order."""
    pairs = link_pairs(drafts)
    judged = judge.probabilities(link_rows(analysis, acts, drafts, pairs))
    return join_mentions(drafts, {pair: one for pair, (_, one) in zip(pairs, judged, strict=True)})


def join_mentions(
    drafts: Sequence[EventMention], chances: Mapping[tuple[int, int], float]
) -> list[list[int]]:
    """Mentions joined, the likeliest groups first, as long as the average of their pairs' chances holds.

    Average linkage (Sokal and Michener 1958) within each type: one doubtful pair does not join two events. What is
    told of other days or other towns is never joined.
    """
    groups = []
    for kind in TYPES:
        of_type = [n for n in _in_text_order(drafts) if drafts[n].type == kind]
        groups.extend(_joined(drafts, of_type, chances))
    return sorted(groups, key=lambda group: _at(drafts, group[0]))


def _joined(
    drafts: Sequence[EventMention], numbers: Sequence[int], chances: Mapping[tuple[int, int], float]
) -> list[list[int]]:
    groups = [[n] for n in numbers]
    total, count = np.zeros((2, len(numbers), len(numbers)))
    for a, b in combinations(range(len(numbers)), 2):
        chance = chances.get((numbers[a], numbers[b]))
        if told_apart(drafts[numbers[a]], drafts[numbers[b]]):
            total[a, b] = total[b, a] = _NEVER
            count[a, b] = count[b, a] = 1
        elif chance is not None:
            total[a, b] = total[b, a] = chance
            count[a, b] = count[b, a] = 1
    while groups:
        average = np.triu(np.divide(total, count, out=np.zeros_like(total), where=count > 0), 1)
        a, b = divmod(int(average.argmax()), len(numbers))
        if average[a, b] < _TOGETHER:
            break
        groups[a] = sorted([*groups[a], *groups[b]], key=numbers.index)
        groups[b] = []
        for table in (total, count):
            table[a] += table[b]
            table[:, a] += table[:, b]
            table[b] = table[:, b] = 0
    return [group for group in groups if group]


def _in_text_order(drafts: Sequence[EventMention]) -> list[int]:
    return sorted(range(len(drafts)), key=lambda n: _at(drafts, n))


def _at(drafts: Sequence[EventMention], n: int) -> tuple[int, int]:
    return drafts[n].trigger.start, n


def _words(analysis: Analysis, earlier: Found, later: Found, a: EventMention, b: EventMention) -> list[float]:
    one, two = analysis.words[earlier.word], analysis.words[later.word]
    ahead = ("future", "hypothetical")
    return [
        one.lemma == two.lemma, a.rule == b.rule, a.mode == b.mode, bool(a.mode and b.mode and a.mode != b.mode),
        a.cameo == b.cameo, (a.cameo or "")[:2] == (b.cameo or "")[:2], one.lemma[:4] == two.lemma[:4], a.contexts == b.contexts,
        one.pos == "VERB", two.pos == "VERB", _definite(analysis, earlier.word), _definite(analysis, later.word),
        one.tag in ("NNS", "NNPS"), two.tag in ("NNS", "NNPS"),
        a.status == b.status, same_status(a, b), a.status == "actual", b.status == "actual",
        a.status == "historical", b.status == "historical", a.status in ahead, b.status in ahead,
        "negated" in (a.status, b.status), earlier.act.reciprocal, later.act.reciprocal,
    ]  # fmt: skip


def _definite(analysis: Analysis, i: int) -> int:
    """1 for a noun that points at something told ("the raid"), -1 for one that brings it up, else 0."""
    if analysis.words[i].pos == "VERB":
        return 0
    marks = {analysis.words[c].lower for c in tree.below(analysis, i, "det", "poss")}
    return 1 if marks & _DEFINITE else -1 if marks & _INDEFINITE else 0


def _sides(a: EventMention, b: EventMention) -> list[float]:
    all_a, all_b = (*a.actors, *a.recipients), (*b.actors, *b.recipients)
    keys_a, keys_b = party_keys(all_a), party_keys(all_b)
    return [
        *_side(a.actors, b.actors),
        *_side(a.recipients, b.recipients),
        len(party_keys(a.actors) & party_keys(b.recipients)),
        len(party_keys(a.recipients) & party_keys(b.actors)),
        2 * len(keys_a & keys_b) / max(1, len(keys_a) + len(keys_b)),
        len(_countries(all_a) & _countries(all_b)),
    ]


def _side(mine: Sequence[Actor], theirs: Sequence[Actor]) -> list[float]:
    a, b = party_keys(mine), party_keys(theirs)
    shared, countries = a & b, _countries(mine) & _countries(theirs)
    both = bool(mine and theirs)
    return [
        both, bool(mine) != bool(theirs), not mine and not theirs,
        len(shared), 2 * len(shared) / max(1, len(a) + len(b)), both and not shared,
        len(countries), both and not countries, len(shared_parties(mine, theirs)), len(a), len(b),
    ]  # fmt: skip


def _countries(actors: Sequence[Actor]) -> set[str]:
    return {actor.country or actor.name for actor in actors}


def _days(a: Date | None, b: Date | None) -> list[float]:
    one, two = (a.first if a else None) or "", (b.first if b else None) or ""
    same = bool(a and b and one and (one, a.last) == (two, b.last))
    both = bool(one and two)
    return [both, same, days_apart(a, b), bool(one) != bool(two), both and one[:4] != two[:4]]


def _places(a: Place | None, b: Place | None) -> list[float]:
    if a is None or b is None:
        return [0, 0, 0, 0]
    return [
        1, a.name == b.name, bool(a.country and b.country and a.country != b.country), a.country == b.country,
    ]  # fmt: skip


def _stand(analysis: Analysis, earlier: Found, later: Found, apart: int) -> list[float]:
    one, two = analysis.words[earlier.word].sentence, analysis.words[later.word].sentence
    return [
        two - one, one == two, two - one == 1, one <= 2, two, analysis.sentences[one].role == "headline", apart,
    ]  # fmt: skip


def _contents(a: frozenset[str], b: frozenset[str]) -> list[float]:
    return [len(a & b), len(a & b) / max(1, len(a | b)), len(a), len(b)]


def _content(analysis: Analysis, i: int) -> frozenset[str]:
    """The content words of the phrase or clause of word `i`, without its subject and side clauses."""
    found: set[str] = set()
    stack, seen = [i], 0
    while stack and seen < _MOST_CONTENT:
        at = stack.pop()
        seen += 1
        word = analysis.words[at]
        if word.pos in ("NOUN", "VERB", "PROPN", "ADJ"):
            found.add(word.lemma)
        stack.extend(
            c
            for c in analysis.children[at]
            if analysis.words[c].dep not in ("relcl", "advcl", "conj", "nsubj")
        )
    return frozenset(found - {analysis.words[i].lemma})


def _speakers(a: EventMention, b: EventMention) -> list[float]:
    one, two = party_keys(a.said_by), party_keys(b.said_by)
    return [bool(one & two), bool(one), bool(two)]
