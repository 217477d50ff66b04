"""Cue words for an act's status: `data/status.yaml`, read into sets."""

from __future__ import annotations

from dataclasses import dataclass

from tidings.codebook.acts import alternatives
from tidings.codebook.word_files import WordFile
from tidings.codebook.yaml_files import Problem

_SECTIONS = ("future", "hypothetical", "negated", "historical")


@dataclass(frozen=True, slots=True)
class Cues:
    """The governing words of one status, by part of speech."""

    verbs: frozenset[str] = frozenset()
    adjectives: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    modals: frozenset[str] = frozenset()
    determiners: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StatusCues:
    """Cues of every status, and the verbs that merely carry an act ("held talks", "began a campaign")."""

    future: Cues
    hypothetical: Cues
    negated: Cues
    historical: Cues
    carrying: frozenset[str]


def load_status_cues(file: WordFile) -> tuple[StatusCues, list[Problem]]:
    """The status cues of `status.yaml` and the problems found in it."""
    content = file.content
    problems = [
        Problem(
            file.label,
            file.lines.get(key, 0),
            f"{key!r} is no status; allowed: {', '.join((*_SECTIONS, 'carrying'))}",
        )
        for key in sorted(set(content) - {*_SECTIONS, "carrying"})
    ]
    sections = {}
    for name in _SECTIONS:
        section = content.get(name) or {}
        unknown = sorted(set(section) - set(Cues.__dataclass_fields__))
        problems.extend(
            Problem(file.label, file.lines.get(name, 0), f"unknown key {key!r} in {name}") for key in unknown
        )
        sections[name] = Cues(
            **{key: frozenset(alternatives(section.get(key))) for key in Cues.__dataclass_fields__}
        )
    return StatusCues(**sections, carrying=frozenset(alternatives(content.get("carrying")))), problems
