"""Codebook YAML, read strictly: duplicate keys are problems, and every entry remembers its line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

LINE = "__line__"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a codebook: the file, the line (from 1; 0 where unknown) and what to mend."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def read_yaml(path: Path, *, name: str = "") -> tuple[Any, list[Problem]]:
    """The content of a YAML file and the problems of its form; mappings carry their line under `LINE`.

    A file that cannot be parsed gives None and one problem. `name` is how problems call the file.
    """
    import yaml  # not at the top: a codebook that comes from its cache needs no YAML

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader is ten times faster
    name = name or path.name
    problems: list[Problem] = []

    class Loader(base):  # type: ignore[misc]
        """A loader per file, so that problems are collected per call and not in shared state."""

    def mapping(loader: Any, node: Any) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            if key in found:
                line = key_node.start_mark.line + 1
                problems.append(Problem(name, line, f"duplicate key {key!r}; keep one of the two"))
            found[key] = loader.construct_object(value_node, deep=True)
        found[LINE] = node.start_mark.line + 1
        return found

    # "on", "off", "yes", "no" are prepositions and words here, not YAML 1.1 truth values
    Loader.yaml_implicit_resolvers = {
        first: [
            (tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"
        ]
        for first, resolvers in base.yaml_implicit_resolvers.items()
    }
    Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader), problems
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        problems.append(Problem(name, line, f"not readable as YAML: {getattr(error, 'problem', error)}"))
        return None, problems
