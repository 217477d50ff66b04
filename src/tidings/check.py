"""Checking a codebook in three rings: its shape, the whole set, and every act against its own examples.

The loaders check shape while they read. The set ring finds acts that contradict or hide each other. The
examples ring codes each marked sentence and each miss, and says what a rule did not find or should not have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.codebook.acts import Act, ActIndex, Example, load_acts
from tidings.codebook.loader import SHIPPED, Codebook, load_codebook
from tidings.codebook.yaml_files import Problem
from tidings.coding.actors import find_actors
from tidings.coding.acts import Found, find_acts
from tidings.coding.coreference import resolve_references
from tidings.coding.status import judge_status
from tidings.language.analyse import analyse_each
from tidings.model.analysis import Analysis, Mention

if TYPE_CHECKING:
    from spacy.language import Language

_BATCH = 60  # example sentences parsed in one go


@dataclass(frozen=True, slots=True)
class _Case:
    act: Act
    example: Example
    miss: bool


def check_codebook(
    overlay: Path | None = None,
    *,
    types: Iterable[str] = (),
    language: Callable[[], Language] | None = None,
) -> list[Problem]:
    """Every problem of the codebook (with `overlay` laid over it), sorted by file and line.

    `types` limits the examples ring to some event types; `language` loads the model, and without it
    the examples ring is left out.
    """
    folders = [SHIPPED] + ([overlay] if overlay else [])
    acts, problems = load_acts([folder / "types" for folder in folders])
    problems = [*problems, *_whole_set(acts)]
    if language is not None and not problems:
        problems.extend(_examples(load_codebook(overlay), language(), frozenset(types)))
    return sorted(problems)


def _whole_set(acts: ActIndex) -> list[Problem]:
    """Acts that no text can reach, because another act has the same words and the same conditions."""
    problems = []
    seen: dict[tuple[str, tuple[str, ...], object, object], Act] = {}
    for act in acts.acts:
        for form in act.forms:
            key = (act.kind, form, act.where, act.unless)
            other = seen.get(key)
            if other is not None and other.rule != act.rule:
                problems.append(
                    Problem(
                        act.file,
                        act.line,
                        f"{act.rule} and {other.rule} give {' '.join(form)!r} two meanings; "
                        "tell them apart with where or unless, or drop one",
                    )
                )
            seen.setdefault(key, act)
    return problems


def _examples(codebook: Codebook, language: Language, types: frozenset[str]) -> list[Problem]:
    cases = [
        _Case(act, case, miss)
        for act in codebook.acts.acts
        if not types or act.type in types
        for miss, examples in ((False, act.examples), (True, tuple(Example(m, None) for m in act.misses)))
        for case in examples
    ]
    problems = []
    for start in range(0, len(cases), _BATCH):
        batch = cases[start : start + _BATCH]
        analyses = analyse_each([case.example.text for case in batch], language)
        for case, analysis in zip(batch, analyses, strict=True):
            message = _fault(case, analysis, codebook)
            if _known(case):
                message = (
                    None if message else f"{case.act.rule}: known to fail, but passes: {case.example.text}"
                )
            if message:
                problems.append(Problem(case.act.file, case.example.line or case.act.line, message))
    return problems


def _known(case: _Case) -> bool:
    """Whether the codebook says itself that the coder fails here (key `known`)."""
    return bool(case.example.known) or case.example.text in case.act.known_misses


def _fault(case: _Case, analysis: Analysis, codebook: Codebook) -> str | None:
    mentions = resolve_references(
        analysis,
        find_actors(analysis, codebook.actors, on=None, place_country=codebook.gazetteer.country_of),
        codebook.actors,
    )
    found, dropped = find_acts(analysis, mentions, codebook.acts)
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


def _party_fault(case: _Case, analysis: Analysis, hit: Found, codebook: Codebook) -> str | None:
    rule, text = case.act.rule, case.example.text
    for which, spans, mentions in (
        ("actor", case.example.actors, hit.actors),
        ("recipient", case.example.recipients, hit.recipients),
    ):
        for start, end in spans:
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
