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

from tidings.store.reviews import ADDED, Review, standing_reviews

STALE = "stale"
_LABEL = {"event": "type", "figure": "what"}
_MAIN = {"event": "trigger", "statement": "content", "figure": "span"}
_TABLE = (
    "CREATE TABLE _reviewed (id VARCHAR, review VARCHAR, number BIGINT, json VARCHAR, first INTEGER, last INTEGER, quote VARCHAR);"
    " CREATE TABLE _added (id VARCHAR, article VARCHAR, kind VARCHAR, quote VARCHAR, first INTEGER, last INTEGER, rule VARCHAR,"
    " json VARCHAR)"
)
# the articles first, then their records: of many records only those of few articles are read
_PAPERS = "SELECT id, text_sha256, url FROM _articles WHERE list_contains(?, id) OR list_contains(?, url)"
_TOUCHED = (
    "SELECT id, article, kind, first, last, quote, json FROM {current} WHERE article IN (SELECT unnest(?))"
)


def mark_reviews(connection: Any, current: str, folder: Path, *, leave_out: bool = False) -> None:
    """Make the tables `_reviewed` and `_added` of a connection: the state of each record in `current` that a review
    concerns, and the records that people added to texts that are still the same.

    `json` is the record with what was corrected, `first`, `last` and `quote` its words where they were; NULL where
    nothing was. With `leave_out` both stay empty: the records are what the coder made.
    """
    connection.execute(_TABLE)
    reviews = [] if leave_out else standing_reviews(folder)
    if not reviews:
        return
    articles = sorted({r.article for r in reviews})
    urls = sorted({r.url for r in reviews if r.url})
    papers = {row[0]: row[1:] for row in connection.execute(_PAPERS, [articles, urls]).fetchall()}
    found = connection.execute(_TOUCHED.format(current=current), [sorted(papers)])
    names = [*(column[0] for column in found.description), "text_sha256", "url"]
    rows = [dict(zip(names, (*row, *papers[row[1]]), strict=True)) for row in found.fetchall()]
    by_number = {review.number: review for review in reviews}
    marked = [
        (key, *state, *_words(by_number[state[1]], state[0]))
        for key, state in sorted(states(reviews, rows).items())
    ]
    added = _add(connection, reviews, rows)
    marked += [(review.record, ADDED, review.number, None, None, None, None) for review in added]
    if marked:
        connection.executemany("INSERT INTO _reviewed VALUES (?, ?, ?, ?, ?, ?, ?)", marked)


def _words(review: Review, state: str) -> tuple[int | None, int | None, str | None]:
    """The words of a record where a review moved them."""
    span = review.new.get(_MAIN.get(review.kind, "")) if state == review.verdict == "corrected" else None
    return (span["start"], span["end"], review.new.get("quote")) if span else (None, None, None)


def _add(connection: Any, reviews: Sequence[Review], rows: Sequence[Mapping[str, Any]]) -> list[Review]:
    """Put records that people added into `_added`, but for those whose text is another now or that the coder finds itself."""
    texts = {}
    listed = sorted({r.article for r in reviews if r.verdict == ADDED})
    if listed:
        query = "SELECT id, text_sha256 FROM _articles WHERE list_contains(?, id)"
        texts = dict(connection.execute(query, [listed]).fetchall())
    known = {
        (r["article"], r["kind"], r["first"], r["last"], label_of(r["kind"], json.loads(r["json"])))
        for r in rows
    }
    kept = {}
    for review in reviews:
        if review.verdict != ADDED or texts.get(review.article) != review.text_sha256:
            continue
        if (review.article, review.kind, review.first, review.last, review.label) not in known:
            kept[review.record] = review
    for review in kept.values():
        form = json.dumps(review.new, ensure_ascii=False)
        values = [
            review.record,
            review.article,
            review.kind,
            review.quote,
            review.first,
            review.last,
            review.new["rule"],
            form,
        ]
        connection.execute("INSERT INTO _added VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    return list(kept.values())


def states(
    reviews: Iterable[Review], records: Sequence[Mapping[str, Any]]
) -> dict[str, tuple[str, int, str | None]]:
    """For each record's id: its review state, the number of the review, and the corrected JSON form or None."""
    applied: dict[str, tuple[str, int, str | None]] = {}
    stale: dict[str, tuple[str, int, str | None]] = {}
    for review in reviews:
        if review.verdict == ADDED:
            continue
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
    fields = {name: value for name, value in new.items() if name != "quote"}
    return json.dumps({**json.loads(text), **fields}, ensure_ascii=False)
