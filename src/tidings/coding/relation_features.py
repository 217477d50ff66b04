"""What a sentence says of the act between two given parties: acts found, words on the path, words around.

A feature is a name and a number. Names begin with what they look at: `act` (a type the rules found, and how
its parties meet the given ones), `on path` (a word between the parties in the tree), `source` and `beside`
(a word governing the source, a word hanging on the path), `word` (any other word). Names and the parties' own
words are left out: who acts must not decide what was done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tidings.coding.acts import Found
from tidings.model.analysis import Analysis, Mention

Span = tuple[int, int]
_SILENT = frozenset({"PUNCT", "SPACE", "DET", "PROPN"})


@dataclass(frozen=True, slots=True)
class Tie:
    """How an act of the sentence ties the two given parties: which of its slots they fill, whether it lies between."""

    act: Found
    source_acts: bool
    target_bears: bool
    reversed: bool
    between: bool

    @property
    def strength(self) -> float:
        """How well the act ties them, for choosing one where several do."""
        tied = 2.0 * self.source_acts + 2.0 * self.target_bears + 1.5 * self.between
        return tied - 1.0 * self.reversed


def find_ties(
    analysis: Analysis, acts: Sequence[Found], source: Span | None, target: Span | None
) -> tuple[Tie, ...]:
    """Every act with how it ties the parties at the two spans (code points; None: not in the sentence)."""
    path = _path_words(analysis, source, target)
    found = []
    for act in acts:
        bearers = act.recipients or (act.actors if act.act.reciprocal else ())
        found.append(
            Tie(
                act,
                source_acts=_stands_in(analysis, act.actors, source),
                target_bears=_stands_in(analysis, bearers, target),
                reversed=_stands_in(analysis, act.actors, target)
                and _stands_in(analysis, act.recipients, source),
                between=act.word in path or act.light in path,
            )
        )
    return tuple(found)


def relation_features(
    analysis: Analysis, ties: Sequence[Tie], source: Span | None, target: Span | None
) -> dict[str, float]:
    """The features of a sentence and its two parties; see the module."""
    features: dict[str, float] = {"no act": 1.0} if not ties else {}
    for tie in ties:
        kind = class_of(tie.act.act.type)
        marks = (
            ("", True),
            ("of the source ", tie.source_acts),
            ("on the target ", tie.target_bears),
            ("of both ", tie.source_acts and tie.target_bears),
            ("between ", tie.between),
            ("reversed ", tie.reversed),
        )
        for name, holds in marks:
            if holds:
                key = f"act {name}{kind}"
                features[key] = features.get(key, 0.0) + 1.0
    if ties:
        best = max(ties, key=lambda tie: (tie.strength, -tie.act.word))
        features[f"best act {class_of(best.act.act.type)}"] = 1.0
    return {**features, **_words(analysis, source, target)}


def class_of(event_type: str) -> str:
    """The class of a type: CONCEDE and RETREAT are one, YIELD.

    >>> class_of("RETREAT"), class_of("ASSAULT")
    ('YIELD', 'ASSAULT')
    """
    return "YIELD" if event_type in ("CONCEDE", "RETREAT") else event_type


def _words(analysis: Analysis, source: Span | None, target: Span | None) -> dict[str, float]:
    path = _path_words(analysis, source, target)
    head = head_in(analysis, source)
    above_source = set(_climb(analysis, head)[:3]) if head is not None else set()
    found: dict[str, float] = {}
    for word in analysis.words:
        if word.pos in _SILENT or _inside(word.start, source) or _inside(word.start, target):
            continue
        lemma = word.lemma.lower()
        found[f"word {lemma}"] = 1.0
        if word.i in path:
            found[f"on path {lemma}"] = 1.0
            found[f"on path {lemma} {word.pos}"] = 1.0
        if word.i in above_source:
            found[f"source {lemma}"] = 1.0
        if word.head in path:
            found[f"beside {lemma}"] = 1.0
    return found


def head_in(analysis: Analysis, span: Span | None) -> int | None:
    """The word of a span whose head lies outside it (or its first word); None without words."""
    inside = [word for word in analysis.words if _inside(word.start, span)]
    for word in inside:
        if word.head == word.i or not _inside(analysis.words[word.head].start, span):
            return word.i
    return inside[0].i if inside else None


def _path_words(analysis: Analysis, source: Span | None, target: Span | None) -> frozenset[int]:
    """The words between the two heads in the tree, their ancestor included; of one party, the four above it."""
    heads = [head for head in (head_in(analysis, source), head_in(analysis, target)) if head is not None]
    climbs = [_climb(analysis, head) for head in heads]
    if len(climbs) == 2:
        shared = next((i for i in climbs[0] if i in climbs[1]), None)
        if shared is not None:
            climbs = [climb[: climb.index(shared) + 1] for climb in climbs]
    else:
        climbs = [climb[:4] for climb in climbs]
    return frozenset(i for climb in climbs for i in climb) - frozenset(heads)


def _climb(analysis: Analysis, i: int) -> list[int]:
    found = [i]
    while analysis.words[found[-1]].head != found[-1] and len(found) < 30:
        found.append(analysis.words[found[-1]].head)
    return found


def _stands_in(analysis: Analysis, mentions: Sequence[Mention], span: Span | None) -> bool:
    return any(_inside(analysis.words[mention.head].start, span) for mention in mentions)


def _inside(offset: int, span: Span | None) -> bool:
    return span is not None and span[0] <= offset < span[1]
