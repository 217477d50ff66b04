"""What counts count: the words of `data/figures.yaml` by kind of figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tidings.codebook.acts import alternatives
from tidings.codebook.yaml_files import LINE, Problem, read_yaml

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


@dataclass(frozen=True, slots=True)
class FigureWords:
    """For each kind of figure, the lemmas that make a count one of that kind."""

    verbs: Mapping[str, str]
    adjectives: Mapping[str, str]
    nouns: Mapping[str, str]


def load_figure_words(path: Path) -> tuple[FigureWords, list[Problem]]:
    """The figure words of a codebook file, each mapped to its kind, and the problems found in it."""
    content, problems = read_yaml(path)
    tables: dict[str, dict[str, str]] = {"verbs": {}, "adjectives": {}, "nouns": {}}
    for kind, section in (content or {}).items():
        if kind == LINE:
            continue
        if kind not in KINDS:
            problems.append(
                Problem(path.name, 0, f"{kind!r} is no kind of figure; allowed: {', '.join(KINDS)}")
            )
            continue
        for part, table in tables.items():
            for word in alternatives(section.get(part)):
                if word in table and table[word] != kind:
                    problems.append(
                        Problem(
                            path.name, section.get(LINE, 0), f"{word!r} is given to {table[word]} and {kind}"
                        )
                    )
                table[word] = kind
    return FigureWords(tables["verbs"], tables["adjectives"], tables["nouns"]), problems
