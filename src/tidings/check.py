"""Checking a codebook in three rings: its shape, the whole set, and every act against its own examples.

The loaders check shape while they read. The set ring finds acts that contradict or hide each other, names with two
meanings, terms that overlap. The examples ring codes each marked sentence and each miss, and says what a rule did
not find or should not have. All rings run over everything, so that one run shows every problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.codebook.acts import Act, Example
from tidings.codebook.layers import SHIPPED, Layer, layers_of
from tidings.codebook.lessons import Lessons
from tidings.codebook.loader import Codebook, codebook_version, read_codebook
from tidings.codebook.whole_set import (
    ambiguous_forms,
    dangling_periods,
    hidden_acts,
    overlapping_terms,
    unreachable_names,
)
from tidings.codebook.yaml_files import Problem
from tidings.coding.actors import find_actors
from tidings.coding.acts import Found, find_acts
from tidings.coding.coreference import resolve_references
from tidings.coding.status import judge_status
from tidings.coding.taught import apply_lessons
from tidings.language.kept_parses import analyse_kept
from tidings.model.analysis import Analysis, Mention
from tidings.model.article import Dropped

if TYPE_CHECKING:
    from spacy.language import Language

_MARKS = re.compile(r"\[(?:act|actor|recipient|place|date) |\]")


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence of the codebook: an example of an act, or one of its misses."""

    act: Act
    example: Example
    miss: bool


def check_codebook(
    overlays: Path | Sequence[Path] | None = None,
    *,
    types: Iterable[str] = (),
    language: Callable[[], Language] | None = None,
    cache: Path | None = None,
    shipped: Path = SHIPPED,
) -> list[Problem]:
    """Every problem of the codebook (with the folders `overlays` laid over it), sorted by file and line.

    `types` limits the examples ring to some event types; `language` loads the model, and without it
    the examples ring is left out; `cache` is a folder to keep the examples' parses in.
    """
    layers = layers_of(overlays, shipped=shipped)
    book, findings = read_codebook(layers, codebook_version(layers))
    problems = [
        *findings.problems,
        *hidden_acts(book.acts),
        *ambiguous_forms(book.actors, findings.where),
        *overlapping_terms(book.actors, findings.where),
        *unreachable_names(book.actors, findings.where),
        *dangling_periods(book.actors, findings.where),
    ]
    if language is not None:
        problems.extend(_examples(book, layers, language, frozenset(types), cache))
    return sorted(problems)


def _examples(
    book: Codebook,
    layers: Sequence[Layer],
    language: Callable[[], Language],
    types: frozenset[str],
    cache: Path | None,
) -> Iterator[Problem]:
    cases = [case for case in cases_of(book) if not types or case.act.type in types]
    analyses = analyse_kept([case.example.text for case in cases], language, cache)
    lines = _Lines(layers)
    for case in cases:
        message = fault_of(case, analyses[case.example.text], book, book.lessons)
        if _known(case):
            message = None if message else f"{case.act.rule}: known to fail, but passes: {case.example.text}"
        if message:
            yield Problem(case.act.file, lines.of(case), message)


class _Lines:
    """Where sentences stand in their files: looked up only for those that fail."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = layers
        self._files: dict[str, list[str]] = {}

    def of(self, case: Case) -> int:
        """The line of a sentence below its act, told by its first words; the act's line where it is not found."""
        lines = [
            _MARKS.sub("", line).replace('\\"', '"').replace("''", "'")
            for line in self._lines(case.act.file)[case.act.line :]
        ]
        for size in (90, 30):  # long sentences may be folded into several lines
            for number, line in enumerate(lines, case.act.line + 1):
                if case.example.text[:size] in line:
                    return number
        return case.example.line or case.act.line

    def _lines(self, file: str) -> list[str]:
        if file not in self._files:
            found = [
                p for layer in self._layers for p in layer.glob("types/*.yaml") if layer.label(p) == file
            ]
            self._files[file] = found[-1].read_text(encoding="utf-8").splitlines() if found else []
        return self._files[file]


def _known(case: Case) -> bool:
    """Whether the codebook says itself that the coder fails here (key `known`)."""
    return bool(case.example.known) or case.example.text in case.act.known_misses


def cases_of(book: Codebook) -> Iterator[Case]:
    """Every example and every miss of the codebook, in its order."""
    for act in book.acts.acts:
        yield from (Case(act, example, False) for example in act.examples)
        yield from (Case(act, Example(miss, None), True) for miss in act.misses)


def reading_of(
    analysis: Analysis, codebook: Codebook, lessons: Lessons
) -> tuple[tuple[Mention, ...], tuple[Found, ...]]:
    """Who a sentence of the codebook names and the acts found in it, as `lessons` teach them."""
    mentions, found, _ = _read(analysis, codebook, lessons)
    return mentions, found


def _read(
    analysis: Analysis, codebook: Codebook, lessons: Lessons
) -> tuple[tuple[Mention, ...], tuple[Found, ...], tuple[Dropped, ...]]:
    mentions = resolve_references(
        analysis,
        find_actors(analysis, codebook.actors, on=None, place_country=codebook.gazetteer.country_of),
        codebook.actors,
    )
    found, dropped = find_acts(analysis, mentions, codebook.acts)
    if lessons:
        found, _ = apply_lessons(analysis, mentions, found, lessons, codebook.acts_by_rule)
    return mentions, found, dropped


def fault_of(case: Case, analysis: Analysis, codebook: Codebook, lessons: Lessons) -> str | None:
    """What the coder gets wrong in a sentence of the codebook, None where it reads it as marked."""
    _, found, dropped = _read(analysis, codebook, lessons)
    text = case.example.text
    if case.miss:
        fired = [hit for hit in found if hit.act.rule == case.act.rule]
        return f"{case.act.rule} fires on its miss: {text}" if fired else None
    span = case.example.act
    assert span is not None
    there = [hit for hit in found if _overlaps(analysis, hit, span)]
    mine = [hit for hit in there if hit.act.rule == case.act.rule]
    if not mine:
        others = ", ".join(sorted({hit.act.rule for hit in there}))
        reasons = "; ".join(d.reason for d in dropped if d.start is not None and span[0] <= d.start < span[1])
        return f"{case.act.rule} does not find its example ({others or reasons or 'no candidate'}): {text}"
    return _party_fault(case, analysis, mine[0], codebook)


def _overlaps(analysis: Analysis, hit: Found, span: tuple[int, int]) -> bool:
    start, end = analysis.words[hit.first].start, analysis.words[hit.last - 1].end
    return start < span[1] and span[0] < end


def _party_fault(case: Case, analysis: Analysis, hit: Found, codebook: Codebook) -> str | None:
    rule, text = case.act.rule, case.example.text
    for which, spans, mentions in (
        ("actor", case.example.actors, hit.actors),
        ("recipient", case.example.recipients, hit.recipients),
    ):
        for start, end in spans:
            # a place that stands for its government is made an actor later: see `place_as`
            placed = hit.place_words if which == "recipient" else ()
            if any(start <= analysis.words[i].start < end for i in placed):
                continue
            if not _covered(analysis, mentions, start, end):
                got = ", ".join(analysis.slice(m.first, m.last) for m in mentions) or "nobody"
                return f"{rule}: {which} {text[start:end]!r} not found (found {got}): {text}"
    status, why = judge_status(analysis, hit.word, hit.light, codebook.status)
    if status != case.example.status:
        return f"{rule}: status {status} ({why}) where {case.example.status} is marked: {text}"
    return None


def _covered(analysis: Analysis, mentions: Sequence[Mention], start: int, end: int) -> bool:
    for m in mentions:
        a, b = analysis.words[m.first].start, analysis.words[m.last - 1].end
        if a < end and start < b:
            return True
        # a pronoun or relative stands for the marked words
        for actor in m.actors:
            if actor.start is not None and actor.start < end and start < (actor.end or 0):
                return True
    return _same_name(mentions, analysis.text[start:end])


def _same_name(mentions: Sequence[Mention], words: str) -> bool:
    """Whether a resolved pronoun's actor carries the marked words' name."""
    return any(
        m.kind == "pronoun" and any(actor.name.casefold() in words.casefold() for actor in m.actors)
        for m in mentions
    )
