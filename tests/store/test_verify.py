"""Compacting says the same in fewer parts; a swap is old or new at every moment; verifying names any damage."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tests.big import make_big
from tests.store.test_corpus import RECORD, V1, V2

from tidings.cli import main
from tidings.model.article import Article
from tidings.store import swap as swapping
from tidings.store.compact import compact
from tidings.store.corpus import Corpus, open_corpus
from tidings.store.lock import writing
from tidings.store.parts import parts_of, snapshot
from tidings.store.verify import verify


def article(n: int) -> Article:
    return Article(id=f"a{n}", text=f"Peru condemned Chile on day {n}.")


def record(n: int, codebook: str = "c1") -> dict[str, Any]:
    form = f'{{"id": "ev_{n}{codebook}", "kind": "event", "trigger": {{"start": 5, "end": 14}}}}'
    return {**RECORD, "id": f"ev_{n}{codebook}", "article": f"a{n}", "quote": "condemned", "first": 5, "last": 14,
            "codebook": codebook, "json": form}  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = open_corpus(tmp_path_factory.mktemp("filled") / "c", create=True)
    for n in range(3):
        made.add([article(n)])
        made.add_records({f"a{n}": [record(n)]}, V1, 1)
    return made.folder


@pytest.fixture
def corpus(filled: Path, tmp_path: Path) -> Corpus:
    shutil.copytree(filled, tmp_path / "c")
    return Corpus(tmp_path / "c")


def content(corpus: Corpus) -> tuple[object, ...]:
    return corpus.articles(), corpus.records(), corpus.codings()


def test_compacting_leaves_few_parts_that_say_the_same(corpus: Corpus) -> None:
    corpus.add_records({"a2": [record(2, "c2")]}, V2, 2)
    before = content(corpus)
    assert compact(corpus) == (11, 3, 1)
    assert content(corpus) == before
    assert {name: len(parts) for name, parts in snapshot(corpus.folder).items()} == {
        "articles": 1, "codings": 1, "copies": 0, "events": 0, "records": 1,
    }  # fmt: skip
    assert compact(corpus) == (3, 3, 0)
    assert verify(corpus)[1] == []


@pytest.mark.parametrize("moment", ["replace", "move", "unlink"])
def test_a_compaction_killed_anywhere_is_old_or_new_and_ends(
    corpus: Corpus, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(corpus)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if moment == "replace":
            patch.setattr(swapping, "replace", killed)
        elif moment == "move":
            patch.setattr("tidings.store.swap.os.replace", killed)
        else:
            patch.setattr("tidings.store.swap._unlink", killed)
        with pytest.raises(KeyboardInterrupt), writing(corpus):
            compact(corpus)
        assert content(corpus) == before
    with writing(corpus):
        compact(corpus)
    assert content(corpus) == before
    assert [len(parts_of(corpus.folder / name)) for name in ("articles", "codings", "records")] == [1, 1, 1]
    assert [p.name for p in corpus.folder.rglob("*") if p.name in ("staged", "swap.json")] == []


def test_a_whole_corpus_has_no_damage(tmp_path: Path) -> None:
    checked, damage = verify(open_corpus(make_big(tmp_path / "c", events=20)))
    assert damage == []
    assert (checked.parts, checked.articles, checked.records > 20) == (4, 2, True)


def part(corpus: Corpus, name: str) -> Path:
    return parts_of(corpus.folder / name)[2]


def told(corpus: Corpus) -> list[str]:
    return [f"{one.where}: {one.what}" for one in verify(corpus)[1]]


def test_a_flipped_byte_is_found(corpus: Corpus) -> None:
    hurt = part(corpus, "articles")
    content = bytearray(hurt.read_bytes())
    content[20] ^= 0x55
    hurt.write_bytes(content)
    (found,) = told(corpus)
    assert found.startswith(f"articles/{hurt.name}: ")


def test_a_part_under_anothers_name_is_found(corpus: Corpus) -> None:
    one, other = parts_of(corpus.folder / "records")[:2]
    os.replace(one, other)
    assert told(corpus) == [
        f"records/{other.name}: its rows are not those it is named by: it was changed or damaged"
    ]


def test_a_missing_part_is_found(corpus: Corpus) -> None:
    part(corpus, "records").unlink()
    (found,) = told(corpus)
    assert found.endswith("has 0 records, where its coding counted 1")
    part(corpus, "articles").unlink()
    assert any("was coded, but is not there" in line for line in told(corpus))


def test_words_that_are_not_in_the_article_are_found(corpus: Corpus) -> None:
    corpus.add_records({"a1x": []}, V1, 3)
    wrong = {**record(9), "article": "a9", "first": 6, "last": 15}
    corpus.add([article(9)])
    corpus.add_records({"a9": [wrong]}, V1, 3)
    assert told(corpus) == [
        "article a1x: was coded, but is not there: a part of articles is missing",
        "record ev_9c1: its words 6-15 are not in article a9",
    ]


def test_a_damaged_database_and_log_are_found(corpus: Corpus) -> None:
    (corpus.folder / "reviews.sqlite").write_bytes(b"no database, but long enough to be one" * 30)
    (corpus.folder / "runs").mkdir()
    (corpus.folder / "runs" / "r_1.json").write_text("{", encoding="utf-8")
    with sqlite3.connect(corpus.folder / "search.sqlite") as fine:
        fine.execute("CREATE TABLE words (word TEXT)")
    fine.close()
    assert told(corpus) == ["reviews.sqlite: file is not a database", "runs/r_1.json: is no JSON"]


def test_the_commands(corpus: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(corpus.folder)
    assert main(["compact", folder]) == 0
    assert capsys.readouterr().out == "Parts    9 before, 3 now; 0 stale records removed\n"
    assert main(["verify", folder]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Checked  3 parts, 3 articles, 3 records: 6 stretches of text compared",
        "Whole    nothing is damaged",
    ]
    parts_of(corpus.folder / "records")[0].write_bytes(b"x")
    assert main(["verify", folder]) == 1
    assert "Damaged  records/part-" in capsys.readouterr().out
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert [line.split()[0] for line in out.splitlines()][:3] == ["Tidings", "Model", "Library"]
    assert out.splitlines()[-1] == "Next     nothing is missing; try: tidings demo"
    assert main(["doctor", folder]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == f"Next     tidings code {folder}"
    assert main(["doctor", folder + "x"]) == 1
    assert "is no corpus" in capsys.readouterr().out
