"""The example reports against the records marked by hand beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tidings.commands.demo import example_reports
from tidings.evaluate.gold import GoldArticle, read_gold
from tidings.evaluate.score import score_articles
from tidings.ingest.read import read_sources
from tidings.model.article import Article
from tidings.model.coded import Coded
from tidings.pipeline import Coder, code_article

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
FLOORS = json.loads((ROOT / "benchmarks" / "example_floors.json").read_text(encoding="utf-8"))
WORDS = {"event": "trigger", "statement": "content", "figure": "text"}
FIELDS = {
    "event": {"trigger", "type", "actor", "recipient", "status", "said_by", "date", "place", "event"},
    "statement": {"speaker", "cue", "content", "form"},
    "figure": {"what", "text", "low", "best", "high", "who", "said_by", "date", "place"},
}


@pytest.fixture(scope="module")
def coded(coder: Coder) -> dict[str, Coded]:
    done = {}
    for path in map(Path, example_reports()):
        (article,) = read_sources([path])
        assert isinstance(article, Article)
        done[path.stem] = code_article(article, coder)
    return done


@pytest.fixture(scope="module")
def gold(coded: dict[str, Coded]) -> tuple[GoldArticle, ...]:
    return read_gold(EXAMPLES, {name: item.article.text for name, item in coded.items()})


def test_there_are_enough_of_the_right_length(coded: dict[str, Coded], gold: tuple[GoldArticle, ...]) -> None:
    lengths = {name: len(item.article.text.split()) for name, item in coded.items()}
    assert len(lengths) >= 12
    assert {name: n for name, n in lengths.items() if not 200 <= n <= 600} == {}
    assert {item.id for item in gold} == set(lengths)


def test_gold_has_the_schemes_fields_and_its_words_are_in_the_text(gold: tuple[GoldArticle, ...]) -> None:
    for item in gold:
        for row in item.records:
            assert set(row) == {"kind", "start"} | FIELDS[row["kind"]]
            words = row[WORDS[row["kind"]]]
            assert item.text[row["start"] : row["start"] + len(words)] == words
            for actor in [
                *row.get("actor", []),
                *row.get("recipient", []),
                row.get("speaker"),
                row.get("said_by"),
            ]:
                assert actor is None or actor["text"] in item.text


def test_the_examples_score_at_least_their_floors(
    coded: dict[str, Coded], gold: tuple[GoldArticle, ...]
) -> None:
    found = {name: [record.to_dict() for record in item] for name, item in coded.items()}
    scores = {level: score.f1 for level, score in score_articles(gold, found).items()}
    assert {level: scores[level] for level, floor in FLOORS.items() if scores[level] < floor} == {}


def test_the_sport_report_gives_nothing(coded: dict[str, Coded]) -> None:
    sport = coded["sport"]
    assert sport.records == ()
    assert {d.reason for d in sport.dropped if d.stage == "relevance"} == {"the article reads as sport"}


def test_boxes_of_the_saved_page_are_not_coded(coded: dict[str, Coded]) -> None:
    page = coded["fishing"]
    words = " ".join(record.sentence.quote for record in page if record.sentence)
    assert [w for w in ("Rice prices", "Navy chief", "newsletter", "Copyright") if w in words] == []
    assert page.article.published is not None
    assert (page.article.published.isoformat(), page.article.published_origin) == ("2014-05-28", "meta")
