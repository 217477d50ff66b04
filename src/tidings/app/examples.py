"""Making a reviewed event mention an example, or a miss, of the rule that fired, in a codebook folder of the corpus."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tidings.app.address import command
from tidings.app.site import Site
from tidings.codebook.layers import SHIPPED
from tidings.model.errors import StoreError, UsageError
from tidings.query.filters import parse_filters
from tidings.store.parts import replace

FOLDER = "codebook"
_HEAD = "# Acts of the shipped codebook with examples from reviews; an act here replaces the shipped one of its id.\n"


@dataclass(frozen=True, slots=True)
class Made:
    """Where the entry was written: the rule, `how` (examples or misses), its text, and what to run next."""

    rule: str
    how: str
    text: str
    path: Path
    known: bool
    check: str
    code: str


def make_example(site: Site, key: str) -> Made:
    """Write the record with id `key` into the corpus's overlay: accepted as an example of its rule, rejected as a miss.

    A record that was corrected to another type is a miss of the rule that fired. Raises `UsageError` where there is no
    such rule, or nobody judged the record.
    """
    query = "SELECT b.article, b.review, b.rule, b.json, m.json AS machine FROM _base AS b JOIN _machine AS m ON m.id = b.id WHERE b.id = ? AND b.kind = 'event'"
    row = next(site.database.rows(query, [key]), None)
    if row is None:
        raise StoreError(f"{site.name}: no event mention {key!r}")
    if row["review"] not in ("accepted", "corrected", "rejected"):
        raise UsageError(f"{key} is {row['review']}; accept, correct or reject it first")
    record, machine = json.loads(row["json"]), json.loads(row["machine"])
    type_, _, name = row["rule"].partition("@")[0].partition("/")
    overlay = site.database.folder / FOLDER / "types" / f"{type_}-from-reviews.yaml"
    acts = _acts(overlay)
    act = next((a for a in acts if a["id"] == name), None) or _shipped(type_, name)
    right = row["review"] != "rejected" and record["type"] == machine["type"]
    how = "examples" if right else "misses"
    text = site.database.article(row["article"]).text
    entry = marked(record, text) if right else _plain(record, text)
    known = entry in act.get(how, [])
    if not known:
        changed = {**act, how: [*act.get(how, []), entry]}
        kept = [a for a in acts if a["id"] != name] + [changed]
        _write(overlay, type_, sorted(kept, key=lambda a: str(a["id"])))
    folder = str(site.database.folder / FOLDER)
    return Made(
        row["rule"], how, entry if isinstance(entry, str) else f"{entry['text']}  ({entry['status']})", overlay, known,
        command(["tidings", "codebook", "check", "--codebook", folder], parse_filters({})),
        command(["tidings", "code", site.name, "--codebook", folder], parse_filters({})),
    )  # fmt: skip


def marked(record: Mapping[str, Any], text: str) -> str | dict[str, str]:
    """The record's sentence with actor, act and recipient in brackets, as examples of the codebook are written."""
    start, end = record["sentence"]["start"], record["sentence"]["end"]
    words = text[start:end]
    if "[" in words or "]" in words:
        raise UsageError(
            "the sentence holds brackets, which examples use as marks; write this example by hand"
        )
    trigger = record["trigger"]
    spans = [(trigger["start"], trigger["end"], "act")]
    for role, mark in (("actors", "actor"), ("recipients", "recipient")):
        for party in record[role]:
            if party["start"] is not None and start <= party["start"] < party["end"] <= end:
                spans.append((party["start"], party["end"], mark))
    out, at = "", start
    for first, last, mark in sorted(spans):
        if first < at:
            continue  # inside another part
        out += text[at:first] + f"[{mark} {text[first:last]}]"
        at = last
    sentence = " ".join((out + text[at:end]).split())
    return sentence if record["status"] == "actual" else {"text": sentence, "status": record["status"]}


def _plain(record: Mapping[str, Any], text: str) -> str:
    return " ".join(text[record["sentence"]["start"] : record["sentence"]["end"]].split())


def _shipped(type_: str, name: str) -> dict[str, Any]:
    for path in sorted((SHIPPED / "types").glob(f"{type_}*.yaml")):
        for act in _acts(path):
            if act["id"] == name:
                return act
    raise UsageError(
        f"rule {type_}/{name} is no act of the shipped codebook; add the example to the file it comes from"
    )


def _acts(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return list(found.get("acts") or [])


def _write(path: Path, type_: str, acts: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump({"type": type_, "acts": acts}, allow_unicode=True, sort_keys=False, width=120)
    replace(path, (_HEAD + text).encode("utf-8"))
