"""What reviews say of the records that are there now: matched by content, so that they outlive a new coding.

The same record, or one of its kind and label on the same words of the same text, has the review applied. Where the
text has changed (an article with the same id or address) or the coder now says something else of these words,
the review is stale: it is shown to be looked at again, and changes nothing. A later review goes before an earlier one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tidings.store.reviews import Review, standing_reviews

STALE = "stale"
_LABEL = {"event": "type", "figure": "what"}
_TABLE = "CREATE TABLE _reviewed (id VARCHAR, review VARCHAR, number BIGINT, json VARCHAR)"
_TOUCHED = """
SELECT r.id, r.article, r.kind, r.first, r.last, r.quote, r.json, a.text_sha256, a.url FROM {current} AS r
JOIN _articles AS a ON a.id = r.article WHERE list_contains(?, r.article) OR list_contains(?, a.url)
"""


def mark_reviews(connection: Any, current: str, folder: Path) -> None:
    """Make the table `_reviewed` of a connection: the state of each record in `current` that a review concerns.

    `json` is the record with what was corrected; NULL where nothing was.
    """
    connection.execute(_TABLE)
    reviews = standing_reviews(folder)
    if not reviews:
        return
    articles = sorted({r.article for r in reviews})
    urls = sorted({r.url for r in reviews if r.url})
    found = connection.execute(_TOUCHED.format(current=current), [articles, urls])
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    marked = [(key, *state) for key, state in sorted(states(reviews, rows).items())]
    if marked:
        connection.executemany("INSERT INTO _reviewed VALUES (?, ?, ?, ?)", marked)


def states(
    reviews: Iterable[Review], records: Sequence[Mapping[str, Any]]
) -> dict[str, tuple[str, int, str | None]]:
    """For each record's id: its review state, the number of the review, and the corrected JSON form or None."""
    applied: dict[str, tuple[str, int, str | None]] = {}
    stale: dict[str, tuple[str, int, str | None]] = {}
    for review in reviews:
        same, near = _matches(review, records)
        for row in same:
            form = corrected(row["json"], review.new) if review.new else None
            applied[row["id"]] = (review.verdict, review.number, form)
        for row in near:
            stale[row["id"]] = (STALE, review.number, None)
    return {**stale, **applied}


def _matches(
    review: Review, records: Sequence[Mapping[str, Any]]
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """The records that a review applies to, and those that it is stale for."""
    kind = [r for r in records if r["kind"] == review.kind]
    here = [r for r in kind if r["article"] == review.article and r["text_sha256"] == review.text_sha256]
    other = [r for r in kind if r["text_sha256"] != review.text_sha256 and r["quote"] == review.quote]
    changed = [
        r
        for r in other
        if r["article"] == review.article or (review.url is not None and r["url"] == review.url)
    ]
    same = [r for r in here if r["id"] == review.record]
    if same:
        return same, changed
    words = [r for r in here if (r["first"], r["last"]) == (review.first, review.last)]
    labels = {review.label, review.new.get(_LABEL.get(review.kind, ""), review.label)}
    same = [r for r in words if label_of(r["kind"], json.loads(r["json"])) in labels]
    return (same, changed) if same else ([], [*words, *changed])


def label_of(kind: str, record: Mapping[str, Any]) -> str:
    """What a record says of its words in one word: an event's type, a figure's kind; empty for a statement."""
    return str(record.get(_LABEL.get(kind, ""), "") or "")


def corrected(text: str, new: Mapping[str, Any]) -> str:
    """The JSON form of a record with the corrected fields in place of the machine's."""
    return json.dumps({**json.loads(text), **new}, ensure_ascii=False)
