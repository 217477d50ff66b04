"""Records kept as columns give the same rows as their JSON, also where people changed and added some."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.corpora import make_corpus

from tidings.query.database import Database, open_database
from tidings.query.facets import facets
from tidings.query.filters import parse_filters
from tidings.query.tables import ORDER
from tidings.store.reviews import Review, add_review

TABLES = ("event_mentions", "statements", "figures", "parties", "evidence", "articles")
COMMON: dict[str, Any] = {"article": "ar_1", "text_sha256": "0" * 64, "url": "https://news.example/a?x=1&y=2",
                          "reviewer": "ada", "at": "2026-01-02T03:04:05"}  # fmt: skip


def rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    return {name: list(database.rows(f"SELECT * FROM {name} ORDER BY {ORDER[name]}")) for name in TABLES}


def review(folder: Path) -> None:
    """One correction, one rejection, one record added."""
    found = {row["id"]: row for row in open_database(folder).rows("SELECT * FROM event_mentions")}
    for key, verdict, new in (("ev_1", "corrected", {"status": "future"}), ("ev_2", "rejected", {})):
        row = found[key]
        words = {name: row[name] for name in ("first", "last", "quote")}
        add_review(folder, Review(record=key, kind="event", label=row["type"], verdict=verdict, new=new, **words, **COMMON))  # fmt: skip
    import json

    form = {**json.loads(found["ev_1"]["json"]), "id": "ev_mine", "type": "AID", "rule": "person/ada", "trigger": {"start": 3, "end": 5}}  # fmt: skip
    add_review(folder, Review(record="ev_mine", kind="event", label="AID", first=3, last=5, quote="A.", verdict="added", new=form, **COMMON))  # fmt: skip


@pytest.mark.parametrize("reviewed", [False, True])
def test_columns_say_what_the_json_says(tmp_path: Path, reviewed: bool) -> None:
    folder = make_corpus(tmp_path / "corpus")
    if reviewed:
        review(folder)
    plain, kept = open_database(folder), open_database(folder, cache=tmp_path / "cache")
    assert kept.tables.keep_typed()
    assert rows(kept) == rows(plain)
    for table in ("event_mentions", "statements", "figures"):
        assert facets(kept, table, parse_filters({})) == facets(plain, table, parse_filters({}))
    assert [row["review"] for row in rows(kept)["event_mentions"] if row["review"] != "machine"] == (
        ["added", "corrected", "rejected"] if reviewed else []
    )


def test_a_review_is_seen_at_once_and_a_new_part_makes_new_columns(tmp_path: Path) -> None:
    folder = make_corpus(tmp_path / "corpus")
    kept = open_database(folder, cache=tmp_path / "cache")
    kept.tables.keep_typed()
    before = {path.name for path in (tmp_path / "cache").iterdir()}
    review(folder)
    assert rows(kept) == rows(open_database(folder))
    (folder / "records" / "part-9.parquet").write_bytes((folder / "records" / "part-0.parquet").read_bytes())
    assert rows(kept) == rows(open_database(folder))
    assert kept.tables.keep_typed()
    after = {path.name for path in (tmp_path / "cache").iterdir()}
    assert (len(before), len(after - before)) == (1, 1)
    assert rows(kept) == rows(open_database(folder))


def test_without_a_place_to_keep_them_nothing_is_kept(tmp_path: Path) -> None:
    folder = make_corpus(tmp_path / "corpus")
    assert not open_database(folder).tables.keep_typed()
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    database = open_database(folder, cache=blocked / "cache")
    assert not database.tables.keep_typed()
    assert rows(database) == rows(open_database(folder))
