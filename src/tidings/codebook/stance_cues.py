"""Words that make a statement take a side: `data/stance.yaml`, read into sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tidings.codebook.acts import alternatives
from tidings.codebook.word_files import WordFile
from tidings.codebook.yaml_files import Problem

_SECTIONS = ("for", "against", "demanding", "conditional")


@dataclass(frozen=True, slots=True)
class StanceCues:
    """Lemmas of verbs (with a preposition: "call on"), of predicates, modals and conditions.

    `verbs` and `labels` give the position ("for", "against", "demanding") of each lemma.
    """

    verbs: Mapping[str, str]
    labels: Mapping[str, str]
    modals: frozenset[str]
    marks: frozenset[str]
    phrases: frozenset[str]


def load_stance(file: WordFile) -> tuple[StanceCues, list[Problem]]:
    """The stance cues of `stance.yaml` and the problems found in it."""
    sections, problems = file.content, []
    for key in sorted(set(sections) - set(_SECTIONS)):
        message = f"{key!r} is no kind of stance; allowed: {', '.join(_SECTIONS)}"
        problems.append(Problem(file.label, file.lines.get(key, 0), message))
    verbs: dict[str, str] = {}
    labels: dict[str, str] = {}
    for position in _SECTIONS[:3]:
        entry = sections.get(position) or {}
        for table, part in ((verbs, "verbs"), (labels, "labels")):
            for word in alternatives(entry.get(part)):
                if table.setdefault(word, position) != position:
                    message = f"{word!r} is given to {table[word]} and {position}"
                    problems.append(Problem(file.label, file.lines.get(position, 0), message))
    condition = sections.get("conditional") or {}
    cues = StanceCues(
        verbs,
        labels,
        frozenset(alternatives((sections.get("demanding") or {}).get("modals"))),
        frozenset(alternatives(condition.get("marks"))),
        frozenset(alternatives(condition.get("phrases"))),
    )
    return cues, problems
