"""What an edit of the codebook changes in coding: marked texts coded with the codebook before and after it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidings.codebook.loader import Codebook
from tidings.evaluate.gold import GoldArticle, read_gold
from tidings.evaluate.score import Score, score_articles
from tidings.ingest.skipped import find_skipped
from tidings.language.analyse import analyse
from tidings.model.article import Article
from tidings.pipeline import code_analysis

if TYPE_CHECKING:
    from spacy.language import Language

Row = dict[str, Any]
_IGNORED = frozenset(["id", "event", "codebook", "coder", "confidence"])


@dataclass(frozen=True, slots=True)
class Recoded:
    """The records gained, lost and changed, each with its article and line of text, and the scores of both codings.

    A record is changed when both codings have one of its kind on the same words with other fields.
    """

    gained: tuple[tuple[Row, str], ...]
    lost: tuple[tuple[Row, str], ...]
    changed: tuple[tuple[Row, Row, str], ...]
    before: dict[str, Score]
    after: dict[str, Score]


def article_of(gold: GoldArticle) -> Article:
    """A gold text as the article that reading it would give."""
    day = datetime.date.fromisoformat(gold.published) if gold.published else None
    return Article(
        id=gold.id,
        text=gold.text,
        title=gold.title,
        published=day,
        published_origin="given" if day else None,
        skipped=find_skipped(gold.text),
    )


def recode(folder: Path, before: Codebook, after: Codebook, language: Callable[[], Language]) -> Recoded:
    """Code the gold texts of `folder` with both codebooks and compare the records; each text is parsed once."""
    gold = read_gold(folder)
    loaded = language()
    old: dict[str, list[Row]] = {}
    new: dict[str, list[Row]] = {}
    gained: list[tuple[Row, str]] = []
    lost: list[tuple[Row, str]] = []
    changed: list[tuple[Row, Row, str]] = []
    for item in gold:
        article = article_of(item)
        analysis = analyse(article, loaded)
        old[item.id] = [r.to_dict() for r in code_analysis(article, analysis, before).records]
        new[item.id] = [r.to_dict() for r in code_analysis(article, analysis, after).records]
        _compare(old[item.id], new[item.id], item.text, gained, lost, changed)
    return Recoded(
        tuple(gained), tuple(lost), tuple(changed), score_articles(gold, old), score_articles(gold, new)
    )


def _compare(
    old: Sequence[Row],
    new: Sequence[Row],
    text: str,
    gained: list[tuple[Row, str]],
    lost: list[tuple[Row, str]],
    changed: list[tuple[Row, Row, str]],
) -> None:
    one, other = {_where(row): row for row in old}, {_where(row): row for row in new}
    lost.extend((one[key], _line(text, key)) for key in sorted(set(one) - set(other)))
    gained.extend((other[key], _line(text, key)) for key in sorted(set(other) - set(one)))
    for key in sorted(set(one) & set(other)):
        if _plain(one[key]) != _plain(other[key]):
            changed.append((one[key], other[key], _line(text, key)))


def _where(row: Row) -> tuple[str, int, int]:
    span = row.get("trigger") or row.get("content") or row["span"]
    return row["kind"], span["start"], span["end"]


def _plain(row: Row) -> Row:
    return {key: value for key, value in row.items() if key not in _IGNORED}


def changed_fields(old: Row, new: Row) -> list[str]:
    """The fields in which two records differ, ids and versions left out.

    >>> changed_fields({"id": "a", "type": "AID"}, {"id": "b", "type": "AGREE"})
    ['type']
    """
    return sorted(key for key, value in _plain(new).items() if old.get(key) != value)


def _line(text: str, key: tuple[str, int, int]) -> str:
    """The words of a record in the line they stand in, shortened around them."""
    _, start, end = key
    first = max(text.rfind("\n", 0, start) + 1, start - 60)
    last = text.find("\n", end)
    last = min(len(text) if last < 0 else last, end + 60)
    return f"{text[first:start]}[{text[start:end]}]{text[end:last]}".replace("\n", " ").strip()
