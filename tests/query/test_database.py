from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from tests.corpora import articles, make_corpus, records

import tidings
from tidings.model.article import Article
from tidings.model.coded import Coded
from tidings.model.errors import StoreError, UsageError
from tidings.query.database import open_database
from tidings.query.sql import ask
from tidings.store.corpus import open_corpus
from tidings.store.keep import Keeper


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_corpus(tmp_path_factory.mktemp("corpus"))


def test_records_come_back_as_they_were(folder: Path) -> None:
    database = tidings.open(folder)
    found = [*database.events(), *database.statements(), *database.figures()]
    expected = records()
    for record, wanted in zip(found, expected, strict=True):
        assert record.to_dict() == {
            **wanted.to_dict(),
            **{k: record.to_dict()[k] for k in ("codebook", "coder") if k in record.to_dict()},
        }
    assert [event.trigger for event in database.events()] == [
        r.trigger for r in expected if r.kind == "event"
    ]
    assert list(database.articles()) == articles()


def test_rows_are_counted_indexed_and_cut(folder: Path) -> None:
    events = open_database(folder).events()
    assert (len(events), events[0].id, events[-1].id, [e.id for e in events[1:3]]) == (
        4,
        "ev_1",
        "ev_4",
        ["ev_2", "ev_3"],
    )
    for at in (4, -5):
        with pytest.raises(IndexError, match=f"row {at} of 4"):
            events[at]


def test_flat_rows_and_questions_about_them(folder: Path) -> None:
    events = open_database(folder).events(type="ASSAULT")
    first = next(iter(events.dicts()))
    assert (first["actor"], first["recipient_sector"], first["latitude"], first["quote"]) == (
        "=Norlandic army",
        "REB",
        60.25,
        "shelled",
    )
    assert events.sql("select type, count(*) as n from this group by 1") == [{"type": "ASSAULT", "n": 2}]


@pytest.mark.parametrize("kind", ["df", "pl", "arrow"])
def test_a_missing_extra_is_named_with_its_install_line(
    folder: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"needs .*; install with: pip install 'tidings\["):
        getattr(open_database(folder).events(), kind)()


@pytest.mark.parametrize(
    ("kind", "modules"), [("df", ["pandas"]), ("pl", ["polars", "pyarrow"]), ("arrow", ["pyarrow"])]
)
def test_tables_of_the_extras_hold_the_rows(folder: Path, kind: str, modules: list[str]) -> None:
    for module in modules:
        pytest.importorskip(module)
    events = open_database(folder).events(type="ASSAULT")
    table = getattr(events, kind)()
    names = table.column_names if kind == "arrow" else list(table.columns)
    assert (table.shape, names) == ((2, len(events.columns())), events.columns())


def test_a_notebook_shows_the_words_and_escapes_them(folder: Path) -> None:
    shown = open_database(folder).events(type="ASSAULT")._repr_html_()
    assert "<mark>shelled</mark>" in shown
    assert repr(open_database(folder).events(type="AID")) == "<1 event mentions: --type AID>"


def test_evidence_is_the_articles_words(folder: Path) -> None:
    rows = list(
        open_database(folder).rows(
            "SELECT e.*, a.text FROM evidence AS e JOIN articles AS a ON a.id = e.article"
        )
    )
    assert len(rows) == 16
    assert [r["record"] for r in rows if r["text"][r["first"] : r["last"]] != r["quote"]] == []


def test_another_folder_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is no corpus"):
        tidings.open(tmp_path)


def test_an_empty_corpus_answers(tmp_path: Path) -> None:
    from tidings.store.corpus import open_corpus

    open_corpus(tmp_path, create=True)
    database = open_database(tmp_path)
    assert (list(database.events()), len(database.articles()), list(database.figures().dicts())) == (
        [],
        0,
        [],
    )


@pytest.mark.parametrize(
    "query",
    [
        "copy (select 1) to '{folder}/x.csv'",
        "copy event_mentions to '{folder}/records/part-0.parquet' (format parquet)",
        "create table x as select 1",
        "insert into articles values (1)",
        "attach '{folder}/x.db'",
        "install httpfs",
        "set enable_external_access = true",
        "select * from read_text('/etc/hostname')",
        "select * from read_csv('{folder}/corpus.toml')",
        "select * from glob('/etc/*')",
        "from '{folder}/corpus.toml'",
        "select * from read_csv('https://news.example/x.csv')",
        "select 1; select 2",
        "",
        "select nothing from nowhere",
        "selec 1",
    ],
)  # fmt: skip
def test_sql_reads_the_corpus_and_nothing_else(folder: Path, query: str) -> None:
    before = sorted(folder.rglob("*"))
    with pytest.raises(UsageError):
        ask(folder, query.format(folder=folder))
    assert sorted(folder.rglob("*")) == before


def test_sql_is_limited_in_rows_and_time(folder: Path) -> None:
    answer = ask(folder, "select id from event_mentions order by id;", rows=3)
    assert (answer.columns, answer.rows, answer.total, answer.cut) == (
        ("id",),
        (("ev_1",), ("ev_2",), ("ev_3",)),
        4,
        True,
    )
    assert ask(folder, "from event_mentions select id", rows=4).cut is False
    with pytest.raises(UsageError, match=r"longer than 0\.2 seconds"):
        ask(
            folder,
            "select count(*) from range(100000000) a, range(1000000) b where a.range * b.range % 7 = 3",
            seconds=0.2,
        )


def test_a_corpus_in_which_nothing_was_found_can_be_asked(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "corpus", create=True)
    keeper = Keeper(corpus, ("c0ffee000001", "0.1.0"))
    keeper.add(Coded(article=Article(id="ar_1", text="Rain."), codebook="c0ffee000001", coder="0.1.0"))
    keeper.finish({"command": "test"})
    database = open_database(corpus.folder)
    assert [len(rows) for rows in (database.articles(), database.events(), database.statements())] == [
        1,
        0,
        0,
    ]
