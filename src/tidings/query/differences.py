"""What two codings of the same articles have apart: records added, removed, changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tidings.model.errors import UsageError
from tidings.query.database import open_database
from tidings.store.corpus import CODING, PAST, RECORD, is_corpus
from tidings.store.parts import parts_of, read_parts, steady

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


@dataclass(frozen=True, slots=True)
class RunComparison:
    """Two runs of one corpus: what differs over the `articles` that both coded; `only` counts those of one alone."""

    comparison: Comparison
    articles: int
    only: tuple[int, int]


_Key = tuple[str, int, int, str, int]


def compare(before: Path, after: Path) -> Comparison:
    """Compare two codings: corpus folders, or JSON lines of `tidings code` or `tidings export --profile jsonl`.

    Records are matched by article, kind and words. Ids, versions, rules and confidence are not compared: they
    change with every codebook.
    """
    return _compared(_read(_records(before)), _read(_records(after)))


def compare_runs(folder: Path, before: str, after: str) -> RunComparison:
    """Compare two runs of the corpus at `folder`, by the beginnings of their ids: the articles that both versions coded.

    Records of earlier codings are kept in the corpus; `UsageError` for a run that is not there or whose records are not.
    """
    versions = [_versions_of(folder, run) for run in (before, after)]
    articles = [_coded(folder, one) for one in versions]
    both = articles[0].keys() & articles[1].keys()
    sides = []
    for run, one, coded in zip((before, after), versions, articles, strict=True):
        records = [r for r in _kept(folder, one) if r["article"] in both]
        if len(records) != sum(coded[article] for article in both):
            raise UsageError(
                f"{folder}: the records of run {run} are no longer kept; compare with a copy of the corpus"
            )
        sides.append(_read(records))
    only = (len(articles[0]) - len(both), len(articles[1]) - len(both))
    return RunComparison(_compared(*sides), len(both), only)


def runs_of(folder: Path) -> list[dict[str, Any]]:
    """The coding runs of a corpus, oldest first where their order is known: `id`, `command`, `codebook`, `coder`, `records`."""
    found = []
    for path in sorted((folder / "runs").glob("r_*.json")):
        run = json.loads(path.read_text(encoding="utf-8"))
        if "codebook" in run:
            records = {
                k: v for k, v in run.get("records", {}).items() if k in ("event", "statement", "figure")
            }
            row = {
                "id": path.stem,
                "command": run.get("command"),
                "codebook": run["codebook"],
                "coder": run.get("coder"),
            }
            found.append(
                {**row, "articles": run.get("articles", {}).get("coded"), "records": sum(records.values())}
            )
    return found


def _compared(old: Mapping[_Key, Mapping[str, Any]], new: Mapping[_Key, Mapping[str, Any]]) -> Comparison:
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


def _versions_of(folder: Path, run: str) -> tuple[str, str]:
    runs = runs_of(folder)
    found = [one for one in runs if one["id"].startswith(run)]
    if len(found) != 1:
        listed = ", ".join(one["id"] for one in runs) or "none"
        raise UsageError(f"{folder}: {len(found)} coding runs begin with {run!r}; there are {listed}")
    return found[0]["codebook"], found[0]["coder"]


def _coded(folder: Path, versions: tuple[str, str]) -> dict[str, int]:
    """The articles that were coded with these versions, with how many records that gave."""
    rows = steady(folder, lambda parts: read_parts(parts["codings"], CODING, "number, article"))
    return {row["article"]: row["records"] for row in rows if (row["codebook"], row["coder"]) == versions}


def _kept(folder: Path, versions: tuple[str, str]) -> list[Mapping[str, Any]]:
    """The records that these versions made, present or past, each once, in text order."""
    found: dict[str, Mapping[str, Any]] = {}
    # past records are listed after the present ones: what moves meanwhile is seen twice rather than not at all
    order = "article, first, last, kind, id"
    for row in steady(
        folder, lambda parts: read_parts([*parts["records"], *parts_of(folder / PAST)], RECORD, order)
    ):
        if (row["codebook"], row["coder"]) == versions:
            found[row["id"]] = {**json.loads(row["json"]), "quote": row["quote"]}
    return list(found.values())


def _read(records: Iterable[Mapping[str, Any]]) -> dict[_Key, Mapping[str, Any]]:
    found: dict[_Key, Mapping[str, Any]] = {}
    for record in records:
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
