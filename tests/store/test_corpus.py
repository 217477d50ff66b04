from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from tidings.model.article import Article
from tidings.model.errors import StoreError
from tidings.store.corpus import is_corpus, open_corpus

ARTICLE = Article(
    id="a1",
    text="Le\u00f3n\u2019s army \U0001f600 shelled the port.",
    published=datetime.date(2015, 10, 21),
    published_origin="given",
    skipped=((0, 3, "byline"),),
)
RECORD = {
    "id": "ev_1", "article": "a1", "kind": "event", "quote": "shelled", "first": 14, "last": 21,
    "rule": "ASSAULT.shell", "json": json.dumps({"id": "ev_1"}),
}  # fmt: skip


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_what_is_added_is_read_back_and_added_once(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c", create=True)
    assert corpus.add([ARTICLE], [RECORD]) == (1, 1)
    before = files(corpus.folder)
    assert corpus.add([ARTICLE], [RECORD]) == (0, 0)
    assert files(corpus.folder) == before
    assert open_corpus(corpus.folder).articles() == [ARTICLE]
    assert corpus.find("ev_1") == (RECORD, ARTICLE)


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = (open_corpus(tmp_path / name, create=True) for name in ("one", "two"))
    for corpus in (one, two):
        corpus.add([ARTICLE], [RECORD])
    assert files(one.folder) == files(two.folder)


def test_another_text_under_the_same_id_is_refused(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path, create=True)
    corpus.add([ARTICLE], [])
    with pytest.raises(StoreError, match="other texts are stored as a1"):
        corpus.add([Article(id="a1", text="Another.")], [])


def test_a_folder_without_marker_is_no_corpus(tmp_path: Path) -> None:
    assert not is_corpus(tmp_path)
    with pytest.raises(StoreError, match="tidings init"):
        open_corpus(tmp_path)


def test_an_unknown_id_and_half_a_part_do_no_harm(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path, create=True)
    corpus.add([ARTICLE], [RECORD])
    (tmp_path / "records" / "part-0.parquet.part").write_bytes(b"half")
    assert len(corpus.records()) == 1
    with pytest.raises(StoreError, match="no record 'ev_9'"):
        corpus.find("ev_9")
