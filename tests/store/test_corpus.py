from __future__ import annotations

import dataclasses
import datetime
import json
import os
from pathlib import Path

import pytest

from tidings.model.article import Article
from tidings.model.errors import StoreBusy, StoreError
from tidings.store.compact import compact
from tidings.store.corpus import ARTICLE as ARTICLE_COLUMNS
from tidings.store.corpus import Corpus, is_corpus, open_corpus
from tidings.store.lock import writing
from tidings.store.parts import read_parts, write_part
from tidings.store.verify import verify

ARTICLE = Article(
    id="a1",
    text="Le\u00f3n\u2019s army \U0001f600 shelled the port.",
    published=datetime.date(2015, 10, 21),
    published_origin="given",
    skipped=((0, 3, "byline"),),
    author="A. Reporter",
    language="en-GB",
    raw_sha256="ab" * 32,
)
RECORD = {
    "id": "ev_1", "article": "a1", "kind": "event", "quote": "shelled", "first": 14, "last": 21,
    "rule": "ASSAULT.shell", "codebook": "c1", "coder": "1", "json": json.dumps({"id": "ev_1"}),
}  # fmt: skip


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


V1, V2 = ("c1", "1"), ("c2", "1")


def fill(corpus: Corpus) -> tuple[int, int]:
    return corpus.add([ARTICLE]), corpus.add_records({"a1": [RECORD]}, V1, corpus.next_number())


def test_what_is_added_is_read_back_and_added_once(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c", create=True)
    assert fill(corpus) == (1, 1)
    before = files(corpus.folder)
    assert fill(corpus) == (0, 0)
    assert files(corpus.folder) == before
    assert open_corpus(corpus.folder).articles() == [ARTICLE]
    assert corpus.find("ev_1") == (RECORD, ARTICLE)


def test_parts_of_an_earlier_version_are_read_checked_and_brought_up_to_date(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path, create=True)
    added = ("author", "language", "raw_sha256")
    columns = {name: kind for name, kind in ARTICLE_COLUMNS.items() if name not in added}
    corpus.add([ARTICLE])
    (part,) = (tmp_path / "articles").iterdir()
    rows = read_parts([part], columns, "id")
    part.unlink()
    write_part(tmp_path / "articles", columns, rows)
    older = dataclasses.replace(ARTICLE, author=None, language=None, raw_sha256=None)
    assert corpus.articles() == [older]
    newer = dataclasses.replace(ARTICLE, id="a2")
    assert (corpus.add([newer]), corpus.articles()) == (1, [older, newer])
    assert verify(corpus)[1] == []
    assert compact(corpus) == (2, 1, 0)
    assert (corpus.articles(), verify(corpus)[1]) == ([older, newer], [])


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = (open_corpus(tmp_path / name, create=True) for name in ("one", "two"))
    for corpus in (one, two):
        fill(corpus)
    assert files(one.folder) == files(two.folder)


def test_another_codebook_replaces_the_records(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path, create=True)
    fill(corpus)
    newer = {**RECORD, "id": "ev_2", "codebook": "c2"}
    assert corpus.add_records({"a1": [newer]}, V2, corpus.next_number()) == 1
    assert corpus.records() == [newer]  # even before the stale ones are gone, as after a killed run
    assert len(list((tmp_path / "records").glob("*.parquet"))) == 2
    assert corpus.remove_stale() == 1
    assert corpus.records() == [newer]
    assert len(list((tmp_path / "records").glob("*.parquet"))) == 1
    assert corpus.remove_stale() == 0


def test_records_without_their_coding_do_not_count(tmp_path: Path) -> None:
    """A run killed between the two parts: its records are not shown, and the next run adds them once."""
    corpus = open_corpus(tmp_path, create=True)
    fill(corpus)
    for part in (tmp_path / "codings").iterdir():
        part.unlink()
    assert corpus.records() == []
    assert corpus.add_records({"a1": [RECORD]}, V1, corpus.next_number()) == 1
    assert corpus.records() == [RECORD]


def test_an_article_that_gave_nothing_counts_as_coded(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path, create=True)
    corpus.add([ARTICLE])
    assert corpus.add_records({"a1": []}, V1, 1) == 0
    assert corpus.versions() == {"a1": V1}


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path, create=True)
    told = f"is being written by process {os.getpid()}"
    with writing(corpus), pytest.raises(StoreBusy, match=told), writing(corpus):
        pass
    with writing(corpus):
        pass


@pytest.mark.parametrize(("layout", "way"), [(1, "Code the articles again"), (99, "Install a newer Tidings")])
def test_another_layout_is_refused_with_a_way_out(tmp_path: Path, layout: int, way: str) -> None:
    (tmp_path / "corpus.toml").write_text(f"layout = {layout}\n", encoding="utf-8")
    with pytest.raises(StoreError, match=way):
        open_corpus(tmp_path)


def test_another_text_under_the_same_id_is_refused(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path, create=True)
    corpus.add([ARTICLE])
    with pytest.raises(StoreError, match="other texts are stored as a1"):
        corpus.add([Article(id="a1", text="Another.")])


def test_a_folder_without_marker_is_no_corpus(tmp_path: Path) -> None:
    assert not is_corpus(tmp_path)
    with pytest.raises(StoreError, match="tidings init"):
        open_corpus(tmp_path)


def test_an_unknown_id_and_half_a_part_do_no_harm(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path, create=True)
    fill(corpus)
    (tmp_path / "records" / "part-0.parquet.part").write_bytes(b"half")
    assert len(corpus.records()) == 1
    with pytest.raises(StoreError, match="no record 'ev_9'"):
        corpus.find("ev_9")
