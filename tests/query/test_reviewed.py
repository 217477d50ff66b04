from __future__ import annotations

import dataclasses
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tests.corpora import make_corpus

import tidings
from tidings.model.errors import StoreError, UsageError
from tidings.query.reviewed import states
from tidings.store.reviews import FILE, Review, add_review, all_reviews, last_number, standing_reviews

REVIEW = Review(
    record="ev_1", article="ar_1", kind="event", label="ASSAULT", first=10, last=17, quote="shelled", text_sha256="abc",
    url="https://news.example/a", verdict="rejected", reviewer="ada", at="2026-01-02T03:04:05+00:00", number=1,
)  # fmt: skip
ROW: dict[str, Any] = {
    "id": "ev_1", "article": "ar_1", "kind": "event", "first": 10, "last": 17, "quote": "shelled",
    "json": json.dumps({"type": "ASSAULT", "mode": None}), "text_sha256": "abc", "url": "https://news.example/a",
}  # fmt: skip
OTHER_TYPE = {"json": json.dumps({"type": "COERCE"})}


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({}, "rejected"),
        ({"id": "ev_new"}, "rejected"),  # coded anew, the same words
        ({"id": "ev_new", **OTHER_TYPE}, "stale"),  # the same words, but said to be something else
        ({"text_sha256": "new"}, "stale"),  # the text has changed
        (
            {"text_sha256": "new", "id": "ev_new", "article": "ar_new", "first": 30, "last": 37},
            "stale",
        ),  # by its address
        ({"text_sha256": "new", "id": "ev_new", "article": "ar_new", "url": None}, None),
        ({"text_sha256": "new", "quote": "bombed"}, None),
        ({"id": "ev_new", "first": 40, "last": 47}, None),  # the same word elsewhere is another record
        ({"id": "ev_new", "kind": "figure"}, None),
        ({"id": "ev_new", "article": "ar_2", "url": None}, None),
    ],
)
def test_a_review_finds_its_words_again(row: dict[str, Any], state: str | None) -> None:
    found = states([REVIEW], [{**ROW, **row}])
    assert [s[0] for s in found.values()] == ([state] if state else [])


def test_the_same_record_goes_before_another_on_its_words() -> None:
    assert sorted(states([REVIEW], [ROW, {**ROW, "id": "ev_2"}])) == ["ev_1"]


def test_a_later_review_goes_before_and_a_stale_one_behind() -> None:
    later = dataclasses.replace(REVIEW, number=2, verdict="accepted")
    assert states([REVIEW, later], [ROW])["ev_1"][:2] == ("accepted", 2)
    old_text = dataclasses.replace(REVIEW, number=3, text_sha256="old")
    assert states([later, old_text], [ROW])["ev_1"][:2] == ("accepted", 2)


def test_a_corrected_label_is_known_again_when_the_coder_has_learnt_it() -> None:
    right = dataclasses.replace(REVIEW, verdict="corrected", new={"type": "COERCE"})
    assert states([right], [{**ROW, "id": "ev_new", **OTHER_TYPE}])["ev_new"][0] == "corrected"


def test_the_log_is_only_added_to(tmp_path: Path) -> None:
    assert (all_reviews(tmp_path), last_number(tmp_path)) == ([], 0)
    assert [add_review(tmp_path, REVIEW) for _ in range(2)] == [1, 2]
    add_review(tmp_path, dataclasses.replace(REVIEW, verdict="undone", undoes=2))
    assert ([r.number for r in standing_reviews(tmp_path)], last_number(tmp_path)) == ([1], 3)
    log = sqlite3.connect(tmp_path / FILE)
    for statement in ("UPDATE reviews SET verdict = 'accepted'", "DELETE FROM reviews"):
        with pytest.raises(sqlite3.IntegrityError, match="only added"):
            log.execute(statement)
    log.close()


@pytest.mark.parametrize("change", [{"verdict": "maybe"}, {"verdict": "corrected"}, {"new": {"type": "AID"}}])
def test_a_review_that_says_nothing_clear_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        add_review(tmp_path, dataclasses.replace(REVIEW, **change))
    assert all_reviews(tmp_path) == []


def test_a_log_that_is_no_log_is_told(tmp_path: Path) -> None:
    folder = make_corpus(tmp_path / "c")
    (folder / FILE).write_bytes(b"not a database, but long enough to be looked at as one" * 20)
    with pytest.raises(StoreError, match=r"reviews\.sqlite cannot be used"):
        len(tidings.open(folder).events())


def test_rejected_stays_rejected_when_the_corpus_is_coded_again(tmp_path: Path) -> None:
    from tidings.store.corpus import open_corpus

    folder = make_corpus(tmp_path / "c")
    corpus = open_corpus(folder)
    row = next(row for row in corpus.records() if row["id"] == "ev_1")
    sha = corpus.texts()["ar_1"]
    words = {key: row[key] for key in ("article", "kind", "first", "last", "quote")}
    add_review(folder, dataclasses.replace(REVIEW, **words, text_sha256=sha))
    database = tidings.open(folder)
    assert [e.id for e in database.events(reviewed="rejected")] == ["ev_1"]
    form = {**json.loads(row["json"]), "id": "ev_new", "recipients": []}
    versions = ("c0ffee000002", "0.1.0")
    new = {**row, "id": "ev_new", "codebook": versions[0], "json": json.dumps(form)}
    corpus.add_records({"ar_1": [new]}, versions, corpus.next_number())
    corpus.remove_stale()
    assert [e.id for e in database.events(reviewed="rejected")] == ["ev_new"]
    assert "ev_1" not in [e.id for e in database.events()]
