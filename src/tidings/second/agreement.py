"""How far coders agree: the rules and second readers, and second readers with one another, over the same sentences.

A unit is an act that one of the two found: acts of both whose triggers share a character are one unit. Where one
found none, its label is "none". Kappa is Cohen's over these labels (Cohen 1960): agreement beyond what their
frequencies would give by chance.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tidings.query.database import Database
from tidings.second.kept import models, readings

RULES = "tidings"
Place = tuple[str, int, int]
Act = tuple[int, int, str, str]  # start, end, type, status


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two coders over the sentences that both read. `kappa` is None where chance leaves nothing to explain."""

    coder: str
    other: str
    sentences: int
    both: int
    only_coder: int
    only_other: int
    same_type: int
    same_status: int
    kappa: float | None


def agreements(database: Database) -> list[Agreement]:
    """The agreement of every pair of coders that read the same sentences of a corpus; the rules come first."""
    coders = _coders(database)
    return [
        agreement(first, coders[first], second, coders[second])
        for first, second in itertools.combinations(coders, 2)
        if coders[first].keys() & coders[second].keys()
    ]


def disagreements(database: Database, model: str) -> list[dict[str, Any]]:
    """The acts on which the rules and a model differ, in text order: `article`, `first`, `last`, the two types."""
    coders = _coders(database)
    mine, other = coders[RULES], coders.get(model, {})
    rows = []
    for place in sorted(mine.keys() & other.keys()):
        for a, b in units(mine[place], other[place]):
            if a is None or b is None or a[2] != b[2]:
                act = a or b
                assert act is not None
                rows.append(
                    {"article": place[0], "first": act[0], "last": act[1], RULES: a[2] if a else None, "model": b[2] if b else None}
                )  # fmt: skip
    return rows


def agreement(
    coder: str, mine: Mapping[Place, Sequence[Act]], other: str, theirs: Mapping[Place, Sequence[Act]]
) -> Agreement:
    """Compare two coders, each given as acts by sentence.

    >>> place = ("ar_1", 0, 40)
    >>> mine, theirs = {place: [(5, 12, "ACCUSE", "actual")]}, {place: [(5, 12, "REJECT", "actual")]}
    >>> found = agreement("tidings", mine, "model", theirs)
    >>> (found.both, found.same_type, found.same_status)
    (1, 0, 1)
    """
    shared = sorted(mine.keys() & theirs.keys())
    pairs = [pair for place in shared for pair in units(mine[place], theirs[place])]
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    labels = [(a[2] if a else "none", b[2] if b else "none") for a, b in pairs]
    return Agreement(
        coder, other, len(shared), len(both),
        sum(b is None for _, b in pairs), sum(a is None for a, _ in pairs),
        sum(a[2] == b[2] for a, b in both), sum(a[3] == b[3] for a, b in both), kappa(labels),
    )  # fmt: skip


def units(mine: Sequence[Act], theirs: Sequence[Act]) -> list[tuple[Act | None, Act | None]]:
    """The acts of two coders in one sentence side by side: first those whose type agrees too, then any that overlap."""
    left, rest = list(theirs), list(mine)
    pairs: list[tuple[Act | None, Act | None]] = []
    for same_type in (True, False):
        waiting, rest = rest, []
        for act in waiting:
            match = next((o for o in left if _overlap(act, o) and (o[2] == act[2] or not same_type)), None)
            if match is None:
                rest.append(act)
            else:
                left.remove(match)
                pairs.append((act, match))
    return [*pairs, *((act, None) for act in rest), *((None, act) for act in left)]


def kappa(labels: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of pairs of labels, to three digits.

    >>> kappa([("a", "a"), ("a", "a"), ("b", "b"), ("a", "b")])
    0.5
    >>> kappa([("a", "a")]) is None
    True
    """
    n = len(labels)
    if not n:
        return None
    observed = sum(a == b for a, b in labels) / n
    first, second = Counter(a for a, _ in labels), Counter(b for _, b in labels)
    chance = sum(first[label] * second[label] for label in first) / n**2
    return None if chance == 1 else round((observed - chance) / (1 - chance), 3)


def _overlap(a: Act, b: Act) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _coders(database: Database) -> dict[str, dict[Place, list[Act]]]:
    """Acts by sentence of each coder: the rules over all sentences that anybody read, each model over its own."""
    found: dict[str, dict[Place, list[Act]]] = {RULES: {}}
    for model in models(database.folder):
        found[model] = {}
        for row in readings(database.folder, model):
            place = (row["article"], row["start"], row["end"])
            found[RULES][place] = []
            found[model][place] = [
                (e["trigger"]["start"], e["trigger"]["end"], e["type"], e["status"]) for e in row["events"]
            ]
    by_article: dict[str, list[Place]] = {}
    for place in found[RULES]:
        by_article.setdefault(place[0], []).append(place)
    query = "SELECT article, first, last, type, status FROM event_mentions WHERE list_contains(?, article) ORDER BY ALL"
    for row in database.rows(query, [sorted(by_article)]):
        for place in by_article[row["article"]]:
            if place[1] <= row["first"] < place[2]:
                found[RULES][place].append((row["first"], row["last"], row["type"], row["status"]))
    return found
