"""Word lists in YAML, layer over layer: an overlay of the same shape adds words, and takes out those under `remove`.

A file is a mapping of sections; a leaf is words separated by "|", a mapping of words to values, or a list. What an
overlay writes is added to the leaf of that name; `remove`, a mapping of the file's own shape, takes words out again:

    future:
      verbs: mull over
    remove:
      carrying: lead
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tidings.codebook.acts import alternatives
from tidings.codebook.layers import Change, Findings, Layer
from tidings.codebook.yaml_files import LINE, Problem, read_yaml

_NOTES = frozenset(["about", "examples", "misses"])  # told to readers, not to the coder


@dataclass(frozen=True, slots=True)
class WordFile:
    """What all layers say together; `label` and `lines` tell problems where: the top file, its sections' lines."""

    content: Mapping[str, Any]
    label: str
    lines: Mapping[str, int]


def read_words(
    layers: Iterable[Layer], relative: str, table: str, findings: Findings, *, valued: tuple[str, ...] = ()
) -> WordFile:
    """The file `relative` of all layers as one; problems of form and the changes of overlays go to `findings`.

    In the sections `valued`, a leaf is one word's value, not a list of words.
    """
    whole: dict[str, Any] = {}
    label, lines = Path(relative).name, {}
    for layer in layers:
        path = layer.folder / relative
        if not path.exists():
            if not layer.name:
                findings.problems.append(Problem(path.name, 0, "the file is missing"))
            continue
        label = layer.label(path)
        content, found = read_yaml(path, name=label)
        findings.problems.extend(found)
        if not isinstance(content, dict):
            if not found:
                findings.problems.append(Problem(label, 1, "the file needs sections with words"))
            continue
        lines.update({key: value.get(LINE, 0) for key, value in content.items() if isinstance(value, dict)})
        if not layer.name:
            whole = _plain(content)
            continue
        laying = _Laying(layer.name, table, label, content.get(LINE, 0), findings, valued)
        laying.add(whole, _plain({key: value for key, value in content.items() if key != "remove"}), ())
        laying.remove(whole, _plain(content.get("remove") or {}), ())
    return WordFile(whole, label, lines)


def word_file(path: Path) -> WordFile:
    """One file by itself.

    >>> from tidings.codebook.layers import SHIPPED
    >>> sorted(word_file(SHIPPED / "stance.yaml").content)
    ['against', 'conditional', 'demanding', 'for']
    """
    return read_words([Layer(path.parent)], path.name, "", Findings())


def _plain(value: Any) -> Any:
    """Mappings without their lines; entries of lists keep theirs."""
    if not isinstance(value, dict):
        return value
    return {str(key): _plain(item) for key, item in value.items() if key != LINE}


@dataclass(slots=True)
class _Laying:
    """Lays one overlay's file over the whole."""

    overlay: str
    table: str
    label: str
    line: int
    findings: Findings
    valued: tuple[str, ...]

    def add(self, whole: dict[str, Any], own: Mapping[str, Any], within: tuple[str, ...]) -> None:
        for key, value in own.items():
            place = (*within, key)
            below = whole.get(key)
            if key in _NOTES:
                continue
            if isinstance(value, dict):
                if below is not None and not isinstance(below, dict):
                    self._wrong(place, "words, not a mapping")
                else:
                    self.add(whole.setdefault(key, {}), value, place)
            elif isinstance(value, list):
                whole[key] = self._list(list(below or ()), value, place)
            elif isinstance(below, dict):
                self._wrong(place, f"a mapping with {', '.join(sorted(below))}")
            elif within[:1] and within[0] in self.valued:
                if str(value) != str(below):
                    self._tell("added" if below is None else "replaced", within, key)
                whole[key] = value
            else:
                old = alternatives(below)
                new = [word for word in alternatives(value) if word not in old]
                for word in new:
                    self._tell("added", place, word)
                whole[key] = " | ".join((*old, *new))

    def _list(self, whole: list[Any], own: list[Any], place: tuple[str, ...]) -> list[Any]:
        """Entries that carry a name ("rule") replace the one of that name where it stands; others are added."""
        for entry in own:
            name = _name_of(entry)
            at = next((i for i, other in enumerate(whole) if _name_of(other) == name), None)
            if at is None:
                whole.append(entry)
                self._tell("added", place, name)
            elif _plain(whole[at]) != _plain(entry):
                whole[at] = entry
                self._tell("replaced", place, name)
        return whole

    def remove(self, whole: dict[str, Any], gone: Any, within: tuple[str, ...]) -> None:
        if not isinstance(gone, dict):
            self._wrong(("remove",), "a mapping of the file's shape")
            return
        for key, value in gone.items():
            place, below = (*within, key), whole.get(key)
            if isinstance(value, dict) and isinstance(below, dict):
                self.remove(below, value, place)
                continue
            words = [str(word) for word in value] if isinstance(value, list) else alternatives(value)
            for word in words:
                if not self._removed(whole, key, str(word)):
                    where = " ".join(place)
                    message = f"{word!r} cannot be removed from {where}: it is not there"
                    self.findings.problems.append(Problem(self.label, self.line, message))
                else:
                    self._tell("removed", place, str(word))

    def _removed(self, whole: dict[str, Any], key: str, word: str) -> bool:
        """Whether the word was in the leaf `key`, from which it is taken."""
        below = whole.get(key)
        if isinstance(below, dict):
            return below.pop(word, None) is not None
        if isinstance(below, list):
            kept = [entry for entry in below if _name_of(entry) != word]
            whole[key] = kept
            return len(kept) < len(below)
        old = alternatives(below)
        whole[key] = " | ".join(other for other in old if other != word)
        return word in old

    def _tell(self, action: str, place: tuple[str, ...], word: str) -> None:
        what = f"{' '.join(place)}: {word}" if place else word
        self.findings.changes.append(Change(self.overlay, self.table, action, what))

    def _wrong(self, place: tuple[str, ...], wanted: str) -> None:
        self.findings.problems.append(Problem(self.label, self.line, f"{' '.join(place)} must be {wanted}"))


def _name_of(entry: Any) -> str:
    return str(entry.get("rule")) if isinstance(entry, dict) else str(entry)
