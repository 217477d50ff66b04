"""Articles with their records as labelled spans: what brat, Label Studio and Prodigy write in their own forms."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tidings.export.selection import Selection

_PARTS = {
    "trigger": "Event", "content": "Statement", "figure": "Figure", "actor": "Actor", "recipient": "Recipient",
    "said_by": "Source", "speaker": "Speaker", "addressee": "Addressee", "cue": "Cue", "date": "Time", "place": "Place",
}  # fmt: skip
HEADS = ("trigger", "content", "figure")
_RECORDS = """
SELECT e.record, e.article, e.part, e.first, e.last, e.quote, b.kind, b.r.type AS type, b.r.mode AS mode, b.r.status AS status,
    b.r.what AS what, b.r.form AS form
FROM evidence AS e JOIN _base AS b ON b.id = e.record
WHERE {where} ORDER BY e.article, e.record, e.first, e.last, e.part
"""


@dataclass(frozen=True, slots=True)
class Span:
    """Words with a label; `first` and `last` count Unicode code points."""

    first: int
    last: int
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """One record: the span of its own words, and the spans of its parties, date and place with their roles."""

    id: str
    kind: str
    head: Span
    parts: tuple[Span, ...]
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """An article with its labelled records, in text order."""

    id: str
    text: str
    title: str | None
    url: str | None
    records: tuple[Labelled, ...]


def labelled_articles(selection: Selection) -> Iterator[LabelledArticle]:
    """The articles that hold selected records, in the order of their ids."""
    where, parameters = selection.filters.where("evidence")
    rows = selection.database.rows(_RECORDS.format(where=where), parameters)
    articles = selection.database.rows("SELECT id, text, title, url FROM articles ORDER BY id")
    for key, found in itertools.groupby(rows, lambda row: row["article"]):
        article = next(a for a in articles if a["id"] == key)
        records = [
            _labelled(list(pieces)) for _, pieces in itertools.groupby(found, lambda row: row["record"])
        ]
        records.sort(key=lambda record: (record.head.first, record.head.last, record.id))
        selection.written["articles"] += 1
        selection.written["records"] += len(records)
        yield LabelledArticle(key, article["text"], article["title"], article["url"], tuple(records))


def _labelled(rows: list[dict[str, Any]]) -> Labelled:
    head = next(row for row in rows if row["part"] in HEADS)
    label = {"event": head["type"], "statement": "STATEMENT", "figure": "FIGURE"}[head["kind"]]
    given = {"mode": head["mode"], "status": head["status"], "what": head["what"], "form": head["form"]}
    parts = [
        Span(r["first"], r["last"], _PARTS[r["part"]], r["quote"]) for r in rows if r["part"] not in HEADS
    ]
    return Labelled(
        head["record"],
        head["kind"],
        Span(head["first"], head["last"], label, head["quote"]),
        tuple(dict.fromkeys(parts)),
        {name: value for name, value in given.items() if value},
    )


ROLES = tuple(label for part, label in _PARTS.items() if part not in HEADS)
