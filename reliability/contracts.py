"""What must hold of whatever is read and coded, checked by the fuzzer and by the tests."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tidings.ingest.read import read_sources
from tidings.model.article import Article, Dropped
from tidings.model.coded import Coded
from tidings.pipeline import Coder, code_article
from tidings.show import json_lines


def spans(value: Any) -> Iterator[tuple[int, int, str]]:
    """Every stretch with its words in a record, wherever in it: (start, end, words)."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        words = held.get("quote", held.get("text"))
        if isinstance(words, str) and isinstance(held.get("start"), int):
            yield held["start"], held["end"], words
        for inner in held.values():
            yield from spans(inner)
    elif isinstance(value, (tuple, list)):
        for inner in value:
            yield from spans(inner)


def check_article(article: Article) -> None:
    """The form of an article: whole characters, stretches in order and in bounds, a day with its origin."""
    for words in (article.text, article.id, article.title, article.url, article.source):
        (words or "").encode("utf-8")
    assert article.text.strip(), "an article without text"
    assert article.id, "an article without id"
    assert (article.published is None) == (article.published_origin is None), "a day without its origin"
    at = 0
    for start, end, why in article.skipped:
        assert at <= start < end <= len(article.text), f"skipped stretch {start}-{end}"
        assert why.strip(), "a skipped stretch without reason"
        at = end


def check_coded(article: Article, coded: Coded) -> None:
    """The records of an article: exact words everywhere, unique ids, text order, JSON that reads back."""
    everything = (coded.records, coded.attitudes, coded.dates, coded.places)
    for start, end, words in spans(everything):
        assert article.text[start:end] == words, f"{words!r} is not at {start}-{end}"
    ids = [record.id for record in coded.records]
    assert len(ids) == len(set(ids)), "an id that comes twice"
    for record in coded.records:
        assert record.rule, f"{record.id} has no rule"
        assert 0 <= record.confidence <= 1, f"{record.id} has confidence {record.confidence}"
        assert record.sentence is not None, f"{record.id} has no sentence"
    for line in json_lines(coded):
        json.loads(line)
    for date in coded.dates:
        days = [datetime.date.fromisoformat(day) for day in (date.first, date.last) if day]
        assert days == sorted(days), f"{date.text!r} ends before it begins"
    for dropped in coded.dropped:
        assert dropped.reason.strip(), "dropped without a reason"


def read_checked(path: Path) -> tuple[list[Article], list[Dropped]]:
    """Read one file: at least an article or a reason comes of it, and nothing that breaks its form."""
    items = list(read_sources([path]))
    articles = [item for item in items if isinstance(item, Article)]
    held = [item for item in items if isinstance(item, Dropped)]
    assert items, "neither an article nor a reason"
    for article in articles:
        check_article(article)
    for item in held:
        assert item.reason.strip(), "held without a reason"
        assert (item.reason + item.what).isprintable(), f"not to be printed: {item!r}"
    return articles, held


def code_checked(article: Article, coder: Coder) -> Coded:
    """Code an article and check what comes of it."""
    coded = code_article(article, coder)
    check_coded(article, coded)
    return coded
