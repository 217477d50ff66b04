"""Merging in a corpus: any batches end the same, nothing is written twice, decisions stay, exports see events."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from tests.merging.generated import generated

from tidings.cli import main
from tidings.merged import join, merge_corpus, split
from tidings.merging.units import Paper
from tidings.model.article import Article
from tidings.model.errors import StoreError
from tidings.query.database import open_database
from tidings.query.event_rows import event_rows
from tidings.query.filters import parse_filters
from tidings.store.corpus import Corpus, open_corpus
from tidings.store.merged import read_copies, read_decisions, read_events

Made = list[tuple[Paper, list[dict[str, Any]]]]
MADE = generated(40, 5, days=4)


def fill(corpus: Corpus, made: Made, number: int) -> None:
    corpus.add([
        Article(id=p.article, text=f"Words of {p.article}.", published=datetime.date.fromisoformat(str(p.day)),
                published_origin="given", source=p.source)
        for p, _ in made
    ])  # fmt: skip
    rows = {
        p.article: [
            {"id": r["id"], "article": p.article, "kind": "event", "quote": "struck", "first": r["trigger"]["start"],
             "last": r["trigger"]["end"], "rule": "t", "codebook": "c1", "coder": "1", "json": json.dumps(r)}
            for r in records
        ]
        for p, records in made
    }  # fmt: skip
    corpus.add_records(rows, ("c1", "1"), number)


def kept(corpus: Corpus) -> list[dict[str, Any]]:
    return [{**row, "number": None} for row in read_events(corpus)]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = open_corpus(tmp_path / "c", create=True)
    fill(made, MADE, 1)
    merge_corpus(made)
    return made


def test_batches_in_another_order_end_with_the_same_events(corpus: Corpus, tmp_path: Path) -> None:
    other = open_corpus(tmp_path / "d", create=True)
    for number, at in enumerate((30, 10, 20, 0), 1):
        fill(other, MADE[at : at + 10][::-1], number)
        merge_corpus(other)
    assert kept(other) == kept(corpus)
    assert [row["text"] for row in read_copies(other)] == [row["text"] for row in read_copies(corpus)]
    assert len(list((other.folder / "events").iterdir())) == 1


def test_merging_again_writes_nothing(corpus: Corpus) -> None:
    before = sorted(str(p) for p in corpus.folder.rglob("*"))
    assert merge_corpus(corpus).changed is False
    assert sorted(str(p) for p in corpus.folder.rglob("*")) == before


def test_a_corpus_without_records_has_no_events(tmp_path: Path) -> None:
    empty = open_corpus(tmp_path / "e", create=True)
    assert merge_corpus(empty) == ([], [], False)
    assert read_events(empty) == []
    assert list(event_rows(open_database(empty.folder), parse_filters({}))) == []


def test_exports_have_one_row_an_event(corpus: Corpus) -> None:
    rows = list(event_rows(open_database(corpus.folder), parse_filters({})))
    told = {row["id"]: sorted(row["mentions"]) for row in read_events(corpus)}
    assert {row.id: sorted(m.id for m in row.mentions) for row in rows} == told
    assert len(rows) == len(told) < 80


def test_mentions_not_merged_yet_are_rows_of_their_own(corpus: Corpus) -> None:
    (paper, records), *_ = generated(1, 9)
    new = paper._replace(article="zz_new")
    fill(corpus, [(new, [{**r, "id": f"new_{r['id']}", "article": "zz_new"} for r in records])], 2)
    rows = [
        r for r in event_rows(open_database(corpus.folder), parse_filters({})) if r.best.article == "zz_new"
    ]
    assert [len(row.mentions) for row in rows] == [1, 1]


def test_split_and_join_are_kept_and_replayed(
    corpus: Corpus, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    event = max(read_events(corpus), key=lambda row: len(row["mentions"]))
    one, *rest = event["mentions"]
    before = kept(corpus)
    assert main(["merge", str(corpus.folder), "--split", one, "--why", "two attacks"]) == 0
    assert read_decisions(corpus)[0]["why"] == "two attacks"
    fill(corpus, [(p._replace(article="zz"), []) for p, _ in MADE[:1]], 2)
    merge_corpus(corpus)
    for row in read_events(corpus):
        assert not (one in row["mentions"] and set(rest) & set(row["mentions"]))
    join(corpus, [one, rest[0]])
    assert any(set(event["mentions"]) <= set(row["mentions"]) for row in read_events(corpus))
    assert [d["do"] for d in read_decisions(corpus)] == ["apart", "together"]
    assert len(kept(corpus)) <= len(before)
    assert main(["merge", str(corpus.folder), "--undo", "2"]) == 0
    for row in read_events(corpus):
        assert not (one in row["mentions"] and set(rest) & set(row["mentions"]))
    assert main(["merge", str(corpus.folder), "--undo", "2"]) != 0
    assert "no decision 2 holds; those that do: 1 (split: two attacks)" in capsys.readouterr().err


def test_a_split_that_says_nothing_is_refused(corpus: Corpus) -> None:
    events = read_events(corpus)
    with pytest.raises(StoreError, match="all mentions"):
        split(corpus, events[0]["mentions"])
    with pytest.raises(StoreError, match="are of 2 events"):
        split(corpus, [events[0]["mentions"][0], events[1]["mentions"][0]])
    with pytest.raises(StoreError, match="no merged event mention ev_none"):
        split(corpus, ["ev_none"])
    assert read_decisions(corpus) == []


def test_events_lists_counts_and_reasons(corpus: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["events", "--corpus", str(corpus.folder), "--format", "jsonl", "--least", "2"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    several = [event for event in read_events(corpus) if len(event["articles"]) >= 2]
    assert sorted(row["id"] for row in rows) == sorted(event["id"] for event in several)
    assert len(rows) > 1
    assert all(row["n_articles"] >= 2 and row["n_mentions"] >= row["n_articles"] for row in rows)
    assert main(["events", rows[0]["id"], "--corpus", str(corpus.folder)]) == 0
    assert all(joined["why"] for joined in json.loads(capsys.readouterr().out)["joined"])


def test_events_takes_the_filters_of_every_command(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    def listed(*options: str) -> set[str]:
        assert (
            main(["events", "--corpus", str(corpus.folder), "--format", "jsonl", "--limit", "0", *options])
            == 0
        )
        return {json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()}

    everything = listed()
    database = open_database(corpus.folder)
    for options in (
        {"type": "ASSAULT"},
        {"type": "!ASSAULT"},
        {"min-confidence": "0.8"},
        {"country": "Syria"},
    ):
        passing = {row["id"] for row in database.select("event_mentions", parse_filters(options), "id")}
        expected = {row["id"] for row in read_events(corpus) if passing & set(row["mentions"])}
        assert listed(*(word for name, value in options.items() for word in (f"--{name}", value))) == expected
    assert listed("--type", "ASSAULT") < everything or listed("--type", "!ASSAULT") < everything
