"""What counts count: the words of `data/figures.yaml` by kind of figure, and the nouns that name people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tidings.codebook.acts import alternatives
from tidings.codebook.word_files import WordFile
from tidings.codebook.yaml_files import Problem

KINDS = (
    "killed",
    "injured",
    "displaced",
    "detained",
    "missing",
    "abducted",
    "evacuated",
    "troops",
    "protesters",
)
LISTS = ("by_subject", "drawing", "people", "bodies", "things", "protest_words")


@dataclass(frozen=True, slots=True)
class FigureWords:
    """For each kind of figure, the lemmas that make a count one of that kind; and lists that all kinds share."""

    verbs: Mapping[str, str]
    adjectives: Mapping[str, str]
    nouns: Mapping[str, str]
    by_subject: frozenset[str]
    drawing: frozenset[str]
    people: frozenset[str]
    bodies: frozenset[str]
    things: frozenset[str]
    protest_words: frozenset[str]


def load_figure_words(file: WordFile) -> tuple[FigureWords, list[Problem]]:
    """The figure words of `figures.yaml`, each mapped to its kind, and the problems found in it."""
    problems: list[Problem] = []
    tables: dict[str, dict[str, str]] = {"verbs": {}, "adjectives": {}, "nouns": {}}
    lists: dict[str, frozenset[str]] = dict.fromkeys(LISTS, frozenset())
    for kind, section in file.content.items():
        if kind in LISTS:
            lists[kind] = frozenset(alternatives(section))
        elif kind not in KINDS:
            allowed = ", ".join((*KINDS, *LISTS))
            problems.append(
                Problem(
                    file.label, file.lines.get(kind, 0), f"{kind!r} is no kind of figure; allowed: {allowed}"
                )
            )
        else:
            problems.extend(_fill(file, kind, section, tables))
    return FigureWords(tables["verbs"], tables["adjectives"], tables["nouns"], **lists), problems


def _fill(
    file: WordFile, kind: str, section: dict[str, str], tables: dict[str, dict[str, str]]
) -> list[Problem]:
    """Give the words of one kind to the tables; the problems are words that another kind has already."""
    problems = []
    for part, table in tables.items():
        for word in alternatives(section.get(part)):
            if word in table and table[word] != kind:
                line = file.lines.get(kind, 0)
                problems.append(Problem(file.label, line, f"{word!r} is given to {table[word]} and {kind}"))
            table[word] = kind
    return problems
