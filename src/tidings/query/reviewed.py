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

from tidings.query.same import Key, renamed, same_actors
from tidings.store.reviews import ADDED, EXCLUDED, MARKS, Review, excluded_articles, standing

STALE = "stale"
_LABEL = {"event": "type", "figure": "what"}
_MAIN = {"event": "trigger", "statement": "content", "figure": "span"}
_TABLE = (
    "CREATE TABLE IF NOT EXISTS _reviewed (id VARCHAR, review VARCHAR, number BIGINT, json VARCHAR, first INTEGER, last INTEGER, quote VARCHAR);"
    " CREATE TABLE IF NOT EXISTS _added (id VARCHAR, article VARCHAR, kind VARCHAR, quote VARCHAR, first INTEGER, last INTEGER, rule VARCHAR,"
    " json VARCHAR); CREATE TABLE IF NOT EXISTS _excluded (id VARCHAR, number BIGINT)"
)
# the articles first, then their records: of many records only those of few articles are read
_PAPERS = "SELECT id, text_sha256, url FROM _articles WHERE list_contains(?, id) OR list_contains(?, url)"
_TOUCHED = (
    "SELECT id, article, kind, first, last, quote, json FROM {current} WHERE article IN (SELECT unnest(?))"
)


def mark_reviews(
    connection: Any, current: str, folder: Path, *, leave_out: bool = False, parties: Path | None = None
) -> None:
    """Make the tables `_reviewed`, `_added` and `_excluded` of a connection: the state of each record in `current` that a
    review concerns, the records that people added to texts that are still the same, and the articles that are left out.

    `json` is the record with what was corrected and with its actors as people say they are one, `first`, `last` and
    `quote` its words where they were; NULL where nothing was. With `leave_out` all stay empty: the records are what the
    coder made. `parties` is a Parquet file with the parties of all records in `current`, where there is one.
    """
    connection.execute(_TABLE)
    said = [] if leave_out else standing(folder)
    if not said:
        return
    reviews = [review for review in said if review.verdict not in MARKS]
    left_out = _exclude(connection, said)
    articles = sorted({r.article for r in reviews})
    urls = sorted({r.url for r in reviews if r.url})
    papers = {row[0]: row[1:] for row in connection.execute(_PAPERS, [articles, urls]).fetchall()}
    found = connection.execute(_TOUCHED.format(current=current), [sorted(papers.keys() - left_out)])
    names = [*(column[0] for column in found.description), "text_sha256", "url"]
    rows = [dict(zip(names, (*row, *papers[row[1]]), strict=True)) for row in found.fetchall()]
    by_number = {review.number: review for review in reviews}
    marked: dict[str, tuple[Any, ...]] = {
        key: (key, *state, *_words(by_number[state[1]], state[0]))
        for key, state in sorted(states(reviews, rows).items())
    }
    same = same_actors(said)
    added = _add(connection, [r for r in reviews if r.article not in left_out], rows, same)
    marked |= {
        review.record: (review.record, ADDED, review.number, None, None, None, None) for review in added
    }
    if same:
        _rename(connection, current, marked, same, parties)
    if marked:
        columns = [list(column) for column in zip(*marked.values(), strict=True)]
        connection.execute(f"INSERT INTO _reviewed SELECT {', '.join(['unnest(?)'] * len(columns))}", columns)


def _exclude(connection: Any, said: Sequence[Review]) -> set[str]:
    """Put the articles that are left out into `_excluded`."""
    listed = sorted({r.article for r in said if r.verdict == EXCLUDED})
    if not listed:
        return set()
    query = "SELECT id, text_sha256 FROM _articles WHERE list_contains(?, id)"
    found = excluded_articles(said, dict(connection.execute(query, [listed]).fetchall()))
    if found:
        connection.execute(
            "INSERT INTO _excluded SELECT unnest(?), unnest(?)", [list(found), list(found.values())]
        )
    return set(found)


def _rename(
    connection: Any,
    current: str,
    marked: dict[str, tuple[Any, ...]],
    same: Mapping[Key, Key],
    parties: Path | None,
) -> None:
    """Give records the actors that theirs are in the end; a record that no review concerns stays the machine's."""
    names = sorted({name for name, *_ in same if name})
    if parties is None:
        forms = [json.dumps(name, ensure_ascii=False) for name in names]
        query = f"SELECT id, json FROM {current} WHERE {' OR '.join(['contains(json, ?)'] * len(forms)) or 'false'}"
        found = connection.execute(query, forms).fetchall()
    else:
        path = str(parties).replace("'", "''")
        ids = f"SELECT DISTINCT record FROM read_parquet('{path}') WHERE name IN (SELECT unnest(?))"
        listed = [row[0] for row in connection.execute(ids, [names]).fetchall()]
        query = f"SELECT id, json FROM {current} WHERE id IN (SELECT unnest(?))"
        found = connection.execute(query, [listed]).fetchall()
    machine = {key: text for key, text in found if key not in marked or marked[key][3] is None}
    mended = {key: row[3] for key, row in marked.items() if row[3] is not None}
    for key, text in sorted({**machine, **mended}.items()):
        form = renamed(text, same)
        if form is not None:
            before = marked.get(key, (key, "machine", None, None, None, None, None))
            marked[key] = (*before[:3], form, *before[4:])


def _words(review: Review, state: str) -> tuple[int | None, int | None, str | None]:
    """The words of a record where a review moved them."""
    span = review.new.get(_MAIN.get(review.kind, "")) if state == review.verdict == "corrected" else None
    return (span["start"], span["end"], review.new.get("quote")) if span else (None, None, None)


def _add(
    connection: Any, reviews: Sequence[Review], rows: Sequence[Mapping[str, Any]], same: Mapping[Key, Key]
) -> list[Review]:
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
        form = renamed(form, same) or form
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
