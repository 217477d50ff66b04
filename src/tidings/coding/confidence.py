"""How likely it is that an act found by rule is one: its rule, its words, its place in sentence and article.

The chance a record carries as its confidence answers one question: would a reader mark an act of this type in
this sentence? Parties, date and place are not part of it.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence

from tidings.codebook.judges import Judge
from tidings.codebook.ontology import STATUSES, TYPES
from tidings.coding.acts import Found
from tidings.model.analysis import Analysis
from tidings.model.article import Dropped
from tidings.model.records import EventMention

_STANDS = (
    "ROOT",
    "relcl",
    "acl",
    "xcomp",
    "ccomp",
    "pobj",
    "dobj",
    "nsubj",
    "nsubjpass",
    "compound",
    "conj",
    "advcl",
)
_TAGS = ("VBG", "VBN", "VB")
_STRONG = frozenset({"GOV", "MIL", "REB", "COP"})

FEATURES: tuple[str, ...] = (
    *(f"type {t}" for t in TYPES),
    *(f"status {s}" for s in STATUSES),
    *(f"stands as {d}" for d in _STANDS),
    *(f"tag {t}" for t in _TAGS),
    "verb", "noun", "actors", "recipients", "light verb", "trigger words", "where", "unless", "examples", "misses",
    "forms", "mode", "needs none", "needs both", "reciprocal", "said by somebody", "headline", "sentence words",
    "place in article", "depth", "acts", "acts of type", "share of type", "acts in sentence", "mentions of event",
    "acts per hundred words", "settled actor", "pronoun actor", "strong actor", "strong recipient", "nobody's actor",
)  # fmt: skip


def confidence_rows(
    analysis: Analysis, acts: Sequence[Found], labelled: Sequence[EventMention]
) -> list[list[float]]:
    """The features of each act of an article, in the order of `FEATURES`; `labelled[n]` is the mention of `acts[n]`."""
    of_type = Counter(event.type for event in labelled)
    of_event = Counter(event.event for event in labelled)
    of_sentence = Counter(analysis.words[act.word].sentence for act in acts)
    rows = []
    for act, event in zip(acts, labelled, strict=True):
        word = analysis.words[act.word]
        sentence = analysis.sentences[word.sentence]
        row = [
            *(event.type == t for t in TYPES),
            *(event.status == s for s in STATUSES),
            *(word.dep == d for d in _STANDS),
            *(word.tag == t for t in _TAGS),
            word.pos == "VERB", word.pos == "NOUN", len(event.actors), len(event.recipients),
            act.light is not None, act.last - act.first,
            len(act.act.where), len(act.act.unless), len(act.act.examples), len(act.act.misses),
            len(act.act.forms), event.mode is not None, act.act.needs == "none", act.act.needs == "both",
            act.act.reciprocal, bool(event.said_by), sentence.role == "headline", sentence.last - sentence.first,
            word.sentence / len(analysis.sentences), _depth(analysis, word.i), len(acts), of_type[event.type],
            of_type[event.type] / len(acts), of_sentence[word.sentence], of_event[event.event],
            100 * len(acts) / len(analysis.words),
            any(m.settled for m in act.actors), any(m.kind == "pronoun" for m in act.actors),
            any(a.sector in _STRONG for a in event.actors), any(a.sector in _STRONG for a in event.recipients),
            any(a.country is None for a in event.actors),
        ]  # fmt: skip
        rows.append([float(x) for x in row])
    return rows


def _depth(analysis: Analysis, i: int) -> int:
    """How far the word lies below the root of its sentence, at most 10."""
    depth = 0
    while analysis.words[i].head != i and depth < 10:
        i, depth = analysis.words[i].head, depth + 1
    return depth


# of the acts below, on unseen reports, about one in six is right
_UNLIKELY = 0.3
_REPORT = 100  # words
# what the user's own example says is an act is never set aside
_TAUGHT = 0.8


def is_report(analysis: Analysis) -> bool:
    """Whether a text is long enough that what stands around an act says what it and its parties are worth."""
    return len(analysis.words) >= _REPORT


def set_aside(
    analysis: Analysis, events: Sequence[EventMention]
) -> tuple[tuple[EventMention, ...], tuple[Dropped, ...]]:
    """The events a reader may well mark, and those that hardly any would, dropped with their chance.

    Texts of a few sentences keep all: there is too little around an act to judge it by.
    """
    if not is_report(analysis):
        return tuple(events), ()
    kept = tuple(event for event in events if event.confidence >= _UNLIKELY)
    dropped = tuple(
        Dropped(
            "confidence", f"{event.rule}: only {event.confidence:.2f} likely that a reader would mark it",
            event.trigger.quote, event.trigger.start, event.trigger.end,
        )
        for event in events
        if event.confidence < _UNLIKELY
    )  # fmt: skip
    return kept, dropped


def judge_confidence(
    analysis: Analysis, acts: Sequence[Found], labelled: Sequence[EventMention], judge: Judge | None
) -> tuple[EventMention, ...]:
    """The mentions with the judge's chance as their confidence, in hundredths; as they were without a judge."""
    if judge is None or not labelled:
        return tuple(labelled)
    chances = judge.probabilities(confidence_rows(analysis, acts, labelled))
    return tuple(
        dataclasses.replace(event, confidence=max(round(yes, 2), _TAUGHT if act.taught else 0.0))
        for act, event, (_, yes) in zip(acts, labelled, chances, strict=True)
    )
