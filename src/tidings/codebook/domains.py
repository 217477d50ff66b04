"""Word lists of reporting that is not about politics or conflict: `data/domains.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tidings.codebook.acts import alternatives
from tidings.codebook.yaml_files import LINE, Problem, read_yaml


def load_domains(path: Path) -> tuple[Mapping[str, frozenset[str]], list[Problem]]:
    """Domain name to its words (lower case, single words and two-word terms), and the problems found."""
    content, problems = read_yaml(path)
    domains = {
        name: frozenset(alternatives(value)) for name, value in (content or {}).items() if name != LINE
    }
    if "politics" not in domains:
        problems.append(
            Problem(path.name, 0, "the domain 'politics' is missing; it is what others are weighed against")
        )
    return domains, problems
