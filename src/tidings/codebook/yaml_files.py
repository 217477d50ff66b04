"""Codebook YAML, read strictly: duplicate keys are problems, and every entry remembers its line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

LINE = "__line__"
_TEXT = "tag:yaml.org,2002:str"
_DEEPEST = 30  # levels of lists and mappings; the shipped files have 6
_LARGEST = 16_000_000  # bytes; the largest shipped file has a fiftieth of it


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

    A file that cannot be parsed, is larger than 16 MB, nests deeper than 30 levels or has aliases (which can stand
    for more than any memory holds) gives None and one problem. `name` is how problems call the file.
    """
    import yaml  # not at the top: a codebook that comes from its cache needs no YAML

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader is ten times faster
    name = name or path.name
    problems: list[Problem] = []

    class Loader(base):  # type: ignore[misc]
        """A loader of its own, because resolvers belong to the class."""

    # "on", "off", "yes", "no" are prepositions and words here, not YAML 1.1 truth values
    Loader.yaml_implicit_resolvers = {
        first: [
            (tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"
        ]
        for first, resolvers in base.yaml_implicit_resolvers.items()
    }
    if path.stat().st_size > _LARGEST:
        message = (
            f"{path.stat().st_size:,} bytes; at most {_LARGEST:,} are read: put long lists into CSV files"
        )
        return None, [Problem(name, 0, message)]
    try:
        text = path.read_text(encoding="utf-8")
        _check_form(text, base)
        loader = Loader(text)
        try:
            node = loader.get_single_node()
            return (None if node is None else _built(node, loader, name, problems)), problems
        finally:
            loader.dispose()
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        problems.append(Problem(name, line, f"not readable as YAML: {getattr(error, 'problem', error)}"))
        return None, problems


def _check_form(text: str, base: Any) -> None:
    """Raise a YAML error at the first alias and where the nesting is too deep, before anything is built of the text."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=base):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                _refuse(f"nested deeper than {_DEEPEST} levels", event)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            _refuse("it has aliases (*name); write each entry out", event)


def _refuse(why: str, place: Any) -> NoReturn:
    """Raise a YAML error at the place of an event or node."""
    import yaml

    raise yaml.MarkedYAMLError(problem=why, problem_mark=place.start_mark)


def _value(node: Any, loader: Any) -> Any:
    """A scalar that is no plain text: a number, a date, nothing."""
    try:
        return loader.construct_object(node)
    except (
        ValueError,
        LookupError,
        AttributeError,
        TypeError,
        OverflowError,
    ):  # the library's, for "2024-99-99"
        kind = node.tag.rpartition(":")[2]
        _refuse(f"{node.value[:40]!r} is no {kind}; put it in quotation marks if it is a text", node)


def _built(node: Any, loader: Any, name: str, problems: list[Problem]) -> Any:
    """A node as data; plain texts, lists and mappings, which are nearly all, without the library's detours."""
    if node.id == "scalar":
        return node.value if node.tag == _TEXT else _value(node, loader)
    if node.id == "sequence":
        return [_built(item, loader, name, problems) for item in node.value]
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = _built(key_node, loader, name, problems)
        if isinstance(key, (list, dict)):
            problems.append(
                Problem(name, key_node.start_mark.line + 1, f"{key!r} cannot be a key; write a word")
            )
            continue
        if key in found:
            line = key_node.start_mark.line + 1
            problems.append(Problem(name, line, f"duplicate key {key!r}; keep one of the two"))
        found[key] = _built(value_node, loader, name, problems)
    found[LINE] = node.start_mark.line + 1
    return found
