"""What two codings of the same articles have apart: records added, removed, changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tidings.model.errors import UsageError
from tidings.query.database import open_database
from tidings.store.corpus import is_corpus

_SPANS = ("trigger", "content", "span")
# what every coding changes, and what only labels or points elsewhere
_NOT_COMPARED = {"id", "codebook", "coder", "event", "rule", "confidence", "sentence", "quote"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One record that differs. `how` is added, removed or changed; `fields` are (name, before, after)."""

    how: str
    kind: str
    article: str
    id: str
    words: str
    fields: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two codings side by side: how many records each has, and the differences in text order."""

    before: int
    after: int
    differences: tuple[Difference, ...]


def compare(before: Path, after: Path) -> Comparison:
    """Compare two codings: corpus folders, or JSON lines of `tidings code` or `tidings export --profile jsonl`.

    Records are matched by article, kind and words. Ids, versions, rules and confidence are not compared: they
    change with every codebook.
    """
    old, new = _read(before), _read(after)
    found = []
    for key in sorted({*old, *new}):
        one, other = old.get(key), new.get(key)
        if one is None or other is None:
            record = one or other
            assert record is not None
            how = "added" if one is None else "removed"
            found.append(Difference(how, key[3], key[0], record["id"], _words(record)))
            continue
        names = sorted({*one, *other} - _NOT_COMPARED - set(_SPANS))
        fields = tuple((n, one.get(n), other.get(n)) for n in names if one.get(n) != other.get(n))
        if fields:
            found.append(Difference("changed", key[3], key[0], other["id"], _words(other), fields))
    return Comparison(len(old), len(new), tuple(found))


_Key = tuple[str, int, int, str, int]


def _read(path: Path) -> dict[_Key, Mapping[str, Any]]:
    found: dict[_Key, Mapping[str, Any]] = {}
    for record in _records(path):
        span = next(record[name] for name in _SPANS if name in record)
        number = 0
        while (key := (record["article"], span["start"], span["end"], record["kind"], number)) in found:
            number += 1
        found[key] = record
    return found


def _records(path: Path) -> Iterator[Mapping[str, Any]]:
    if path.is_dir():
        if not is_corpus(path):
            raise UsageError(f"{path} is no corpus; give a corpus folder or a file of JSON lines")
        for row in open_database(path).rows(
            "SELECT json, quote FROM _base ORDER BY article, first, last, kind, id"
        ):
            yield {**json.loads(row["json"]), "quote": row["quote"]}
        return
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read: {error}; give a corpus folder or a file of JSON lines"
        ) from None
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line)
            if record["kind"] in ("date", "place"):
                continue
            if not any(name in record for name in _SPANS):
                raise KeyError("words")
        except (ValueError, KeyError, TypeError):
            raise UsageError(f"{path}, line {number} is no record of Tidings") from None
        yield record


def _words(record: Mapping[str, Any]) -> str:
    words = record.get("quote")
    if words is None:
        span = next(record[name] for name in _SPANS if name in record)
        return f"characters {span['start']}-{span['end']}"
    return " ".join(str(words).split())
