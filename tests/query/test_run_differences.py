"""`tidings diff RUN RUN`: what two runs of one corpus have apart, also after the second has replaced the first."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tidings.cli import main
from tidings.model.article import Article, Evidence
from tidings.model.coded import Coded
from tidings.model.errors import UsageError
from tidings.model.records import EventMention
from tidings.query.database import open_database
from tidings.query.differences import compare_runs, runs_of
from tidings.store.corpus import open_corpus
from tidings.store.keep import Keeper

TEXT = "Peru condemned Chile. Chile rejected it."


def mention(article: str, words: str, kind: str, book: str) -> EventMention:
    start = TEXT.index(words)
    return EventMention(
        article=article, id=f"ev_{article}{words}{book}", event="e1", type=kind, mode=None, cameo=None, quad=None, goldstein=None,
        contexts=(), status="actual", trigger=Evidence(start, start + len(words), words), actors=(), recipients=(), said_by=(),
        date=None, place=None, rule="TEST/rule", confidence=0.7, codebook=book, coder="0.1.0",
    )  # fmt: skip


def code(folder: Path, book: str, found: dict[str, list[tuple[str, str]]]) -> str:
    corpus = open_corpus(folder, create=True)
    keeper = Keeper(corpus, (book, "0.1.0"))
    for article, acts in found.items():
        records = tuple(mention(article, words, kind, book) for words, kind in acts)
        keeper.add(
            Coded(article=Article(id=article, text=TEXT), records=records, codebook=book, coder="0.1.0")
        )
    return keeper.finish({"command": "code", "codebook": book, "coder": "0.1.0"})


@pytest.fixture
def corpus(tmp_path: Path) -> tuple[Path, str, str]:
    folder = tmp_path / "corpus"
    first = code(folder, "aaa", {"ar_1": [("condemned", "ACCUSE"), ("rejected", "REJECT")], "ar_2": []})
    second = code(
        folder, "bbb", {"ar_1": [("condemned", "REJECT")], "ar_2": [("rejected", "REJECT")], "ar_3": []}
    )
    return folder, first, second


def test_runs_are_compared_after_their_records_were_replaced(corpus: tuple[Path, str, str]) -> None:
    folder, first, second = corpus
    assert len(open_database(folder).events()) == 2  # questions see the present coding only
    found = compare_runs(folder, first, second)
    assert (found.articles, found.only, found.comparison.before, found.comparison.after) == (2, (0, 1), 2, 2)
    assert [(d.how, d.article, d.words, d.fields) for d in found.comparison.differences] == [
        ("changed", "ar_1", "condemned", (("type", "ACCUSE", "REJECT"),)),
        ("removed", "ar_1", "rejected", ()),
        ("added", "ar_2", "rejected", ()),
    ]
    assert compare_runs(folder, second, second).comparison.differences == ()
    back = compare_runs(folder, second, first[:6]).comparison.differences
    assert [d.how for d in back] == ["changed", "added", "removed"]


def test_runs_that_are_not_there_are_named(corpus: tuple[Path, str, str]) -> None:
    folder, first, second = corpus
    with pytest.raises(UsageError, match=f"0 coding runs begin with 'r_zz'; there are .*{first}"):
        compare_runs(folder, "r_zz", first)
    shutil.rmtree(folder / "past")
    with pytest.raises(UsageError, match=f"the records of run {first} are no longer kept"):
        compare_runs(folder, first, second)


def test_the_command(corpus: tuple[Path, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    folder, first, second = corpus
    assert main(["diff", first, second, "--corpus", str(folder)]) == 0
    printed = capsys.readouterr()
    assert (
        printed.out.splitlines()[-1] == "2 records before, 2 after: 0 the same, 1 added, 1 removed, 1 changed"
    )
    assert (
        printed.err
        == "Compared 2 articles that both runs coded; 0 only in the first run, 1 only in the second\n"
    )
    assert main(["diff", "--corpus", str(folder)]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert (
        {line.split(",")[0] for line in listed[1:]}
        == {first, second}
        == {run["id"] for run in runs_of(folder)}
    )
    assert main(["diff", first, "--corpus", str(folder)]) == 2
    assert "give two sides" in capsys.readouterr().err
