from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.corpora import make_corpus

from tidings.model.errors import UsageError
from tidings.query.database import open_database
from tidings.query.filters import parse_filters
from tidings.query.search import FILE, find, match_expression


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_corpus(tmp_path_factory.mktemp("corpus"))


def ids(folder: Path, words: str, *kinds: str, **filters: str) -> set[str]:
    return {hit.id for hit in find(open_database(folder), words, parse_filters(filters), kinds=kinds).hits}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("doctors", {"ar_2"}),
        ("shelling", {"ev_1", "ar_1"}),  # by stem
        ("will stop", {"st_1", "ar_1"}),
        ('"will not stop"', {"st_1", "ar_1"}),
        ('"stop not will"', set()),
        ("doct*", {"ar_2"}),
        ("Holt -army", {"st_1"}),
        ("doctors OR shelled", {"ar_2", "ev_1", "ar_1"}),
        ("killed", {"fi_1", "ev_2", "ar_1"}),
        ("volcano", set()),
        ('army"; DROP TABLE words; --', set()),
    ],
)
def test_words(folder: Path, words: str, found: set[str]) -> None:
    assert ids(folder, words) == found


def test_kinds_and_filters_narrow(folder: Path) -> None:
    assert ids(folder, "stop", "statement") == {"st_1"}
    assert ids(folder, "killed", type="ASSAULT") == {"ev_2"}
    assert ids(folder, "killed", type="AID") == set()
    assert find(open_database(folder), "stop", parse_filters({"country": "NOR"})).passed_over == (
        "statement",
        "article",
    )
    with pytest.raises(UsageError, match="statements cannot be filtered by country"):
        ids(folder, "stop", "statement", country="NOR")


def test_the_words_around_and_the_number_of_all(folder: Path) -> None:
    found = find(open_database(folder), "sent", parse_filters({}), kinds=["article", "event"], limit=1)
    assert (len(found.hits), found.total) == (1, 2)
    (hit,) = find(open_database(folder), "doctors", parse_filters({})).hits
    assert hit.words == "=Sudria aided Norland. Sudria sent doctors to Norland in May 2015."


@pytest.mark.parametrize("words", ["", "-army", "OR", '"--"'])
def test_nothing_to_look_for_is_said(folder: Path, words: str) -> None:
    with pytest.raises(UsageError, match="no word to look for"):
        match_expression(words)


def test_the_index_follows_the_parts_and_is_only_a_copy(folder: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "c"
    shutil.copytree(folder, corpus)
    assert ids(corpus, "doctors") == {"ar_2"}
    (second,) = [p for p in (corpus / "records").iterdir() if p.name == "part-1.parquet"]
    second.unlink()
    assert ids(corpus, "stop", "statement") == set()
    shutil.copy(folder / "records" / "part-1.parquet", second)
    assert ids(corpus, "stop", "statement") == {"st_1"}
    (corpus / FILE).write_bytes(b"not a database, but long enough to be looked at as one" * 40)
    assert ids(corpus, "doctors") == {"ar_2"}
    (corpus / FILE).unlink()
    with sqlite3.connect(corpus / FILE) as other:
        other.execute("CREATE TABLE parts (name TEXT)")
    other.close()
    assert ids(corpus, "doctors") == {"ar_2"}
