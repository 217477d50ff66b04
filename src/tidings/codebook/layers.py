"""Layers: the shipped codebook below, overlay folders above it, later ones on top.

An overlay has the shipped folder's shape and only the entries it is about: a new id adds an entry, a known id
replaces it, `remove: true` (in CSV a column `remove` with yes) takes it out. Nothing shipped is edited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from tidings.codebook.csv_files import Row, read_csv
from tidings.codebook.yaml_files import LINE, Problem, read_yaml
from tidings.model.errors import UsageError

SHIPPED = Path(__file__).parent / "data"
OVERLAY_FILES = (
    "types/*.yaml",
    "actors/countries.yaml",
    "actors/false_friends.yaml",
    "actors/persons.csv",
    "actors/offices.csv",
    "actors/groups.csv",
    "actors/organisations.csv",
    "actors/forces.csv",
    "actors/peoples.csv",
    "actors/homelands.csv",
    "actors/periods.csv",
    "actors/roles.csv",
    "places/supplement.csv",
    "places/abbreviations.csv",
    "places/countries.csv",
    "cameo.csv",
    "crosswalks/cameo_to_plover.csv",
    "crosswalks/plover_to_acled.csv",
    "crosswalks/plover_to_cameo.csv",
    "crosswalks/plover_to_ucdp.csv",
    "crosswalks/sides_to_ucdp.csv",
    "crosswalks/tables.csv",
    "speech.yaml",
    "stance.yaml",
    "status.yaml",
    "figures.yaml",
    "domains.yaml",
    "dates.yaml",
    "judges/confidence.json",
    "judges/lessons.json",
    "judges/links.json",
    "judges/parties.json",
    "judges/party_sets.json",
    "judges/relations.json",
)
_YES = ("yes", "true")
Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Layer:
    """A codebook folder. `name` is empty for the shipped one, else how rules and reports call the overlay."""

    folder: Path
    name: str = ""

    def label(self, path: Path) -> str:
        """How problems call a file: its name in the shipped layer, its path in an overlay."""
        return str(path) if self.name else path.name

    def glob(self, pattern: str) -> list[Path]:
        """The layer's files that match, sorted."""
        return sorted(self.folder.glob(pattern))


class Change(NamedTuple):
    """What an overlay did to one entry: `action` is added, replaced or removed."""

    overlay: str
    table: str
    action: str
    id: str


class Place(NamedTuple):
    """Where an entry stands."""

    file: str
    line: int


@dataclass(slots=True)
class Findings:
    """What loading collects beside the entries: problems, the changes that overlays made, and by table and id where
    each entry stands."""

    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    where: dict[str, dict[str, Place]] = field(default_factory=dict)


class Item(NamedTuple):
    """An entry as read from one layer, before merging."""

    id: str
    line: int
    file: str
    entry: Any
    remove: bool


def layers_of(overlays: Path | Sequence[Path] | None, *, shipped: Path = SHIPPED) -> tuple[Layer, ...]:
    """The shipped layer and one for each overlay folder, in the order given.

    Raises `UsageError` for a folder that does not exist, or that holds no codebook file.
    """
    folders = [overlays] if isinstance(overlays, Path) else list(overlays or ())
    layers = [Layer(shipped)]
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(
                f"--codebook {folder}: there is no such folder; make one with: tidings codebook new act --in {folder}"
            )
        if not any(True for pattern in OVERLAY_FILES for _ in folder.glob(pattern)):
            raise UsageError(
                f"--codebook {folder}: no codebook file in it; it may hold {', '.join(OVERLAY_FILES)}"
            )
        layers.append(Layer(folder, folder.resolve().name))
    return tuple(layers)


def strange_files(layer: Layer) -> list[Problem]:
    """Files of an overlay that no loader reads: a misspelt name would otherwise do nothing in silence."""
    known = {path for pattern in OVERLAY_FILES for path in layer.folder.glob(pattern)}
    return [
        Problem(
            layer.label(path), 0, f"no such codebook file; an overlay may hold {', '.join(OVERLAY_FILES)}"
        )
        for path in sorted(layer.folder.rglob("*"))
        if path.is_file()
        and (path.suffix in (".yaml", ".yml", ".csv") or path.parent.name == "judges")
        and path not in known
        and not any(part.startswith(".") for part in path.relative_to(layer.folder).parts)
    ]


def merge(
    layers: Iterable[Layer],
    table: str,
    read: Callable[[Layer, list[Problem]], Iterable[Item]],
    findings: Findings,
) -> dict[str, Item]:
    """The entries of all layers by id, in order of first appearance; what overlays change goes to `findings`."""
    merged: dict[str, Item] = {}
    for layer in layers:
        seen: dict[str, Item] = {}
        for item in read(layer, findings.problems):
            twice = seen.get(item.id)
            if twice is not None:
                message = f"{item.id} stands here twice (also at {twice.file}:{twice.line}); keep one"
                findings.problems.append(Problem(item.file, item.line, message))
                continue
            seen[item.id] = item
            known = item.id in merged
            if item.remove:
                if not known:
                    message = f"{item.id} cannot be removed: {table} has no such entry"
                    findings.problems.append(Problem(item.file, item.line, message))
                    continue
                del merged[item.id]
            else:
                merged[item.id] = item
            if layer.name:
                action = "removed" if item.remove else "replaced" if known else "added"
                findings.changes.append(Change(layer.name, table, action, item.id))
    findings.where[table] = {id_: Place(item.file, item.line) for id_, item in merged.items()}
    return merged


def csv_items(
    relative: str, columns: Sequence[str], key: Sequence[str]
) -> Callable[[Layer, list[Problem]], Iterable[Item]]:
    """A reader for `merge`: the rows of one CSV file, known by the columns of `key` joined by a blank."""

    def read(layer: Layer, problems: list[Problem]) -> Iterable[Item]:
        path = layer.folder / relative
        label = layer.label(path)
        rows, found = read_csv(path, columns, name=label, optional=("remove",) if layer.name else ())
        problems.extend(found)
        if len(key) == 1 and not layer.name:
            (only,) = key
            return [Item(row[only], line, label, row, False) for line, row in rows]
        return [
            Item(" ".join(row[k] for k in key).rstrip(), line, label, row, _removed(row))
            for line, row in rows
        ]

    return read


def yaml_items(
    relative: str, key: Callable[[Mapping[str, Any]], str], keys: frozenset[str]
) -> Callable[[Layer, list[Problem]], Iterable[Item]]:
    """A reader for `merge`: the entries of one YAML list, each a mapping with no other keys than `keys`."""

    def read(layer: Layer, problems: list[Problem]) -> Iterable[Item]:
        path = layer.folder / relative
        if not path.exists():
            return []
        label = layer.label(path)
        content, found = read_yaml(path, name=label)
        problems.extend(found)
        if content is not None and not isinstance(content, list):
            problems.append(Problem(label, 1, "the file needs a list of entries, each beginning with '- '"))
            return []
        items = []
        for entry in content or ():
            if not isinstance(entry, dict):
                problems.append(Problem(label, 0, f"{entry!r} is no entry; write keys and values"))
                continue
            line = entry.get(LINE, 0)
            unknown = sorted(set(entry) - keys - {LINE, "remove"})
            if unknown:
                message = f"unknown key {unknown[0]!r}; allowed: {', '.join(sorted(keys))}"
                problems.append(Problem(label, line, message))
                continue
            try:
                items.append(Item(key(entry), line, label, entry, is_yes(entry.get("remove"))))
            except KeyError as error:
                problems.append(Problem(label, line, f"the key {error} is missing"))
        return items

    return read


def _removed(row: Row) -> bool:
    return is_yes(row.get("remove"))


def is_yes(value: object) -> bool:
    """Whether a cell or key says yes.

    >>> is_yes("yes"), is_yes(True), is_yes(""), is_yes(None)
    (True, True, False, False)
    """
    return value is True or str(value or "").strip().lower() in _YES
