"""Cue words for an act's status: `data/status.yaml`, read into sets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tidings.codebook.acts import alternatives
from tidings.codebook.yaml_files import LINE, Problem, read_yaml


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


def load_status_cues(path: Path) -> tuple[StatusCues, list[Problem]]:
    """The status cues of a codebook file and the problems found in it."""
    content, problems = read_yaml(path)
    content = content or {}
    sections = {}
    for name in ("future", "hypothetical", "negated", "historical"):
        section = content.get(name) or {}
        unknown = sorted(set(section) - set(Cues.__dataclass_fields__) - {LINE})
        problems.extend(
            Problem(path.name, section.get(LINE, 0), f"unknown key {key!r} in {name}") for key in unknown
        )
        sections[name] = Cues(
            **{key: frozenset(alternatives(section.get(key))) for key in Cues.__dataclass_fields__}
        )
    return StatusCues(**sections, carrying=frozenset(alternatives(content.get("carrying")))), problems
