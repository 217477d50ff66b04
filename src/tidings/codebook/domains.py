"""Word lists of reporting that is not about politics or conflict: `data/domains.yaml`."""

from __future__ import annotations

from collections.abc import Mapping

from tidings.codebook.acts import alternatives
from tidings.codebook.word_files import WordFile
from tidings.codebook.yaml_files import Problem


def load_domains(file: WordFile) -> tuple[Mapping[str, frozenset[str]], list[Problem]]:
    """Domain name to its words (lower case, single words and two-word terms), and the problems found."""
    problems = []
    domains = {name: frozenset(alternatives(value)) for name, value in file.content.items()}
    if "politics" not in domains:
        problems.append(
            Problem(file.label, 0, "the domain 'politics' is missing; it is what others are weighed against")
        )
    return domains, problems
