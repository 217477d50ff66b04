"""The review log: what people said of records, in an SQLite file of the corpus folder, in their order.

Rows are only ever added; withdrawing a review is a row too. A review keeps the words it was given on and where
they stood in which text, so that it finds them again when the corpus is coded anew.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tidings.model.errors import StoreError, UsageError

FILE = "reviews.sqlite"
VERDICTS = ("accepted", "corrected", "rejected", "unsure")
UNDONE = "undone"
ADDED = "added"  # a record that a person made; `new` holds it whole
EXCLUDED = "excluded"  # a whole article is left out; the words are its title
MERGED = "merged"  # an actor is another one; `old` and `new` hold their keys (name, id, country, sector)
MARKS = (EXCLUDED, MERGED)
_WAIT = 10.0  # seconds to wait for another process that writes
_COLUMNS = (
    "record", "article", "kind", "label", "first", "last", "quote", "text_sha256", "url", "verdict", "old", "new", "reason",
    "reviewer", "at", "undoes",
)  # fmt: skip
REVIEWS_TABLE = """
CREATE TABLE IF NOT EXISTS reviews (number INTEGER PRIMARY KEY AUTOINCREMENT, record TEXT NOT NULL, article TEXT NOT NULL,
    kind TEXT NOT NULL, label TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, quote TEXT NOT NULL,
    text_sha256 TEXT NOT NULL, url TEXT, verdict TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, reason TEXT NOT NULL,
    reviewer TEXT NOT NULL, at TEXT NOT NULL, undoes INTEGER REFERENCES reviews(number));
CREATE TRIGGER IF NOT EXISTS reviews_stay BEFORE UPDATE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are only added'); END;
CREATE TRIGGER IF NOT EXISTS reviews_remain BEFORE DELETE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are only added'); END;
"""
_SAMPLES = "CREATE TABLE IF NOT EXISTS samples (review INTEGER PRIMARY KEY REFERENCES reviews(number), name TEXT NOT NULL)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One verdict on one record.

    `label` is the event's type or the figure's kind, empty for a statement; `first` and `last` are code points of the
    text with hash `text_sha256`. `old` and `new` are the fields that a correction changes, in the record's JSON form.
    `at` is ISO 8601 in UTC. `undoes` is the number of the review that this one withdraws. `number` is 0 until it is kept.
    """

    record: str
    article: str
    kind: str
    label: str
    first: int
    last: int
    quote: str
    text_sha256: str
    url: str | None
    verdict: str
    reviewer: str
    at: str
    old: Mapping[str, Any] = field(default_factory=dict)
    new: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    undoes: int | None = None
    number: int = 0


def add_review(folder: Path, review: Review, *, sample: str = "") -> int:
    """Add one review to the log of the corpus at `folder`; returns its number.

    `sample` names the random order in which the record came to be reviewed, so that it can stand for the others.
    """
    if review.verdict not in (*VERDICTS, UNDONE, ADDED, *MARKS):
        raise UsageError(f"verdict {review.verdict!r} is not one of {', '.join(VERDICTS)}")
    if bool(review.new) != (review.verdict in ("corrected", ADDED, MERGED)):
        raise UsageError("a correction says what changes; other verdicts change nothing")
    values = [getattr(review, name) for name in _COLUMNS]
    values = [
        json.dumps(v, ensure_ascii=False, sort_keys=True) if isinstance(v, Mapping) else v for v in values
    ]
    with _opened(folder) as log, log:
        log.executescript(REVIEWS_TABLE)
        marks = ", ".join("?" * len(_COLUMNS))
        number = log.execute(
            f"INSERT INTO reviews ({', '.join(_COLUMNS)}) VALUES ({marks})", values
        ).lastrowid
        if sample:
            log.execute(_SAMPLES)
            log.execute("INSERT INTO samples VALUES (?, ?)", [number, sample])
    return int(number or 0)


def sampled_numbers(folder: Path) -> frozenset[int]:
    """The numbers of the reviews that were given in a random order."""
    if not (folder / FILE).exists():
        return frozenset()
    with _opened(folder) as log:
        if not log.execute("SELECT 1 FROM sqlite_master WHERE name = 'samples'").fetchone():
            return frozenset()
        return frozenset(row[0] for row in log.execute("SELECT review FROM samples"))


def all_reviews(folder: Path) -> list[Review]:
    """Every row of the log in its order; none where there is no log."""
    if not (folder / FILE).exists():
        return []
    with _opened(folder) as log:
        if not log.execute("SELECT 1 FROM sqlite_master WHERE name = 'reviews'").fetchone():
            return []
        rows = log.execute(f"SELECT {', '.join(_COLUMNS)}, number FROM reviews ORDER BY number").fetchall()
    found = [dict(zip((*_COLUMNS, "number"), row, strict=True)) for row in rows]
    return [Review(**{**row, "old": json.loads(row["old"]), "new": json.loads(row["new"])}) for row in found]


def standing_reviews(folder: Path) -> list[Review]:
    """The reviews of records that were not withdrawn, in their order."""
    return [review for review in standing(folder) if review.verdict not in MARKS]


def standing(folder: Path) -> list[Review]:
    """All that was not withdrawn, what is said of whole articles and of actors too, in its order."""
    reviews = all_reviews(folder)
    undone = {review.undoes for review in reviews}
    return [r for r in reviews if r.verdict != UNDONE and r.number not in undone]


def excluded_articles(marks: Iterable[Review], hashes: Mapping[str, str]) -> dict[str, int]:
    """The articles that reviews leave out, with the reviews' numbers; `hashes` has the hash of each article's text.

    One whose text is another now is not left out: it has to be looked at again.
    """
    said = (mark for mark in marks if mark.verdict == EXCLUDED)
    return {mark.article: mark.number for mark in said if hashes.get(mark.article) == mark.text_sha256}


def last_number(folder: Path) -> int:
    """The number of the newest row, 0 for none: changes whenever the log does."""
    if not (folder / FILE).exists():
        return 0
    with _opened(folder) as log:
        row = log.execute("SELECT seq FROM sqlite_sequence WHERE name = 'reviews'").fetchone() if log.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").fetchone() else None  # fmt: skip
    return int(row[0]) if row else 0


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    try:
        with contextlib.closing(sqlite3.connect(folder / FILE, timeout=_WAIT)) as log:
            yield log
    except sqlite3.Error as error:
        raise StoreError(f"{folder / FILE} cannot be used: {error}") from None
