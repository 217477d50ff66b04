"""Learning from a codebook folder of one's own in a minute: lessons from its examples and misses.

Only sentences that the folder adds to the shipped codebook are learnt from, and of them only those that the rules
alone read otherwise. A lesson that would change how a sentence of the shipped codebook is read is not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.check import Case, cases_of, fault_of, reading_of
from tidings.codebook.lessons import Lesson, Lessons, by_word
from tidings.codebook.loader import Codebook
from tidings.coding.parties import Parties, index_mentions
from tidings.coding.taught import around, way_to
from tidings.language.kept_parses import analyse_kept
from tidings.model.analysis import Analysis, Mention

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Taught:
    """What became of one sentence: `how` is "known" (read so anyway), "learnt" or "not learnt", with its reason."""

    rule: str
    text: str
    how: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Quick:
    """The lessons to keep, what became of each sentence, and how many of the shipped codebook's were tried."""

    lessons: tuple[Lesson, ...]
    taught: tuple[Taught, ...]
    tried: int


def own_cases(codebook: Codebook, shipped: Codebook) -> list[Case]:
    """The examples and misses that `codebook` has beyond `shipped`."""
    known = {(_plain(case.act.rule), case.example.text, case.miss) for case in cases_of(shipped)}
    return [c for c in cases_of(codebook) if (_plain(c.act.rule), c.example.text, c.miss) not in known]


def learn_quickly(
    codebook: Codebook,
    mine: Sequence[Case],
    theirs: Sequence[Case],
    language: Callable[[], Language],
    cache: Path | None = None,
) -> Quick:
    """Lessons from the sentences `mine` of `codebook` that leave the reading of the sentences `theirs` as it is.

    `cache` is a folder to keep the sentences' parses in.
    """
    analyses = analyse_kept([c.example.text for c in (*mine, *theirs)], language, cache)
    lessons: list[Lesson] = []
    taught: list[Taught] = []
    for case in mine:
        analysis = analyses[case.example.text]
        fault = fault_of(case, analysis, codebook, by_word(lessons))
        if fault is None:
            taught.append(Taught(case.act.rule, case.example.text, "known"))
            continue
        made = list(_lessons_of(case, analysis, codebook))
        still = fault_of(case, analysis, codebook, by_word([*lessons, *made])) if made else fault
        broken = "" if still else _broken(made, theirs, analyses, codebook)
        if still or broken:
            taught.append(Taught(case.act.rule, case.example.text, "not learnt", still or broken))
            continue
        lessons.extend(made)
        taught.append(Taught(case.act.rule, case.example.text, "learnt", fault))
    return Quick(tuple(lessons), tuple(taught), len(theirs))


def _plain(rule: str) -> str:
    """The rule without the name of the folder that it comes from."""
    return rule.partition("@")[0]


def _lessons_of(case: Case, analysis: Analysis, codebook: Codebook) -> Iterator[Lesson]:
    mentions, found = reading_of(analysis, codebook, {})
    parties = index_mentions(mentions)
    if case.miss:
        for hit in found:
            if hit.act.rule == case.act.rule:
                yield _lesson(analysis, parties, hit.word, "", (), (), case)
        return
    span = case.example.act or (0, 0)
    inside = [w.i for w in analysis.words if span[0] <= w.start < span[1]]
    heads = [i for i in inside if analysis.words[i].head not in inside] or inside
    # of "carried out a raid" the noun is the act
    nouns = [i for i in inside if analysis.words[i].pos == "NOUN"] if case.act.kind == "noun" else []
    for i in (nouns or heads)[:1]:
        actors, recipients = (
            _ways(analysis, mentions, i, spans) for spans in (case.example.actors, case.example.recipients)
        )
        yield _lesson(analysis, parties, i, case.act.rule, actors, recipients, case)


def _lesson(
    analysis: Analysis,
    parties: Parties,
    i: int,
    rule: str,
    actors: tuple[tuple[str, ...], ...],
    recipients: tuple[tuple[str, ...], ...],
    case: Case,
) -> Lesson:
    word = analysis.words[i]
    return Lesson(
        word.lemma, word.pos, rule, around(analysis, parties, i), actors, recipients, case.example.text
    )


def _ways(
    analysis: Analysis, mentions: Sequence[Mention], i: int, spans: Sequence[tuple[int, int]]
) -> tuple[tuple[str, ...], ...]:
    """The way to each marked party, by the head of its mention."""
    found = []
    for start, end in spans:
        heads = [m.head for m in mentions if start <= analysis.words[m.head].start < end]
        for head in heads[:1]:
            way = way_to(analysis, i, head)
            if way is not None:
                found.append(way)
    return tuple(dict.fromkeys(found))


def _broken(
    made: Sequence[Lesson],
    theirs: Sequence[Case],
    analyses: dict[str, Analysis],
    codebook: Codebook,
) -> str:
    """The first shipped sentence that the lessons would have read otherwise, as a reason; empty where there is none."""
    lessons = by_word(made)
    keys = set(lessons)
    for case in theirs:
        analysis = analyses[case.example.text]
        if not any((word.lemma, word.pos) in keys for word in analysis.words):
            continue
        before, after = (_read(analysis, codebook, which) for which in ({}, lessons))
        if before != after:
            return f"it would change how {case.act.rule} reads: {case.example.text}"
    return ""


def _read(
    analysis: Analysis, codebook: Codebook, lessons: Lessons
) -> list[tuple[int, str, tuple[int, ...], tuple[int, ...]]]:
    _, found = reading_of(analysis, codebook, lessons)
    return [
        (hit.word, hit.act.rule, tuple(m.head for m in hit.actors), tuple(m.head for m in hit.recipients))
        for hit in found
    ]
