"""Putting coded articles into a corpus."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from tidings.model.article import Article, Dropped, Evidence
from tidings.model.records import EventMention, Record, Statement
from tidings.store.corpus import Row, open_corpus


class CodedArticle(Protocol):
    """What is kept of a coded article."""

    @property
    def article(self) -> Article: ...
    @property
    def records(self) -> tuple[Record, ...]: ...


def keep(folder: Path, coded: Sequence[CodedArticle], held: Sequence[Dropped]) -> tuple[int, int]:
    """Add articles and records to the corpus at `folder` (made when missing) and log the run.

    Returns how many articles and records were new.
    """
    corpus = open_corpus(folder, create=True)
    rows = [_row(item.article, record) for item in coded for record in item.records]
    added = corpus.add([item.article for item in coded], rows)
    corpus.log_run(
        {
            "articles": sorted(item.article.id for item in coded),
            "records": len(rows),
            "held": [{"what": d.what, "stage": d.stage, "reason": d.reason} for d in held],
        }
    )
    return added


def span_of(record: Record) -> Evidence:
    """The words a record stands on: an event's trigger, a statement's content, a figure's span."""
    if isinstance(record, EventMention):
        return record.trigger
    return record.content if isinstance(record, Statement) else record.span


def _row(article: Article, record: Record) -> Row:
    span = span_of(record)
    return {
        "id": record.id,
        "article": article.id,
        "kind": record.kind,
        "quote": span.quote,
        "first": span.start,
        "last": span.end,
        "rule": record.rule,
        "json": json.dumps(record.to_dict(), ensure_ascii=False),
    }
