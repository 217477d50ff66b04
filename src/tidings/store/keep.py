"""Putting coded articles into a corpus, a batch at a time, and the log of the run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from tidings.model.article import Article, Dropped
from tidings.model.coded import Coded
from tidings.model.records import Record, words_of
from tidings.store.corpus import Corpus, Versions
from tidings.store.parts import Row

BATCH = 200  # articles a part: few files, and little work lost when a run is killed


class Keeper:
    """Keeps one run's coded articles: `add` each, then `finish`; what is kept by then survives a killed run.

    Counts what came in: articles coded and held, records by kind, and what was new in the corpus.
    """

    def __init__(self, corpus: Corpus, versions: Versions, *, batch: int = BATCH) -> None:
        self.corpus = corpus
        self.versions = versions
        self.batch = batch
        self.number = corpus.next_number()
        self.coded = 0
        self.kinds: Counter[str] = Counter()
        self.new_articles = 0
        self.new_records = 0
        self.removed = 0
        self.held: list[Dropped] = []
        self.dropped: Counter[str] = Counter()
        self._waiting: list[Coded] = []
        # asked of the corpus once: asking at every batch would cost more the larger the corpus is
        self._texts = corpus.texts()
        self._versions = corpus.versions()

    def add(self, coded: Coded) -> None:
        """Take one coded article; writes a part when a batch is full."""
        self.coded += 1
        self.kinds.update(record.kind for record in coded.records)
        self.dropped.update(dropped.stage for dropped in coded.dropped)
        self._waiting.append(coded)
        if len(self._waiting) >= self.batch:
            self._write()

    def finish(self, about: dict[str, Any]) -> str:
        """Write what is left, remove stale records, log the run with `about` beside the counts; its name."""
        self._write()
        self.removed = self.corpus.remove_stale()
        return self.corpus.log_run(
            {
                **about,
                "codebook": self.versions[0],
                "coder": self.versions[1],
                "articles": {"coded": self.coded, "held": len(self.held), "new": self.new_articles},
                "records": {
                    **{kind: self.kinds[kind] for kind in ("event", "statement", "figure")},
                    "new": self.new_records,
                    "stale removed": self.removed,
                },
                "candidates dropped": dict(sorted(self.dropped.items())),
                "held": [{"what": d.what, "stage": d.stage, "reason": d.reason} for d in self.held],
            }
        )

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, []
        self.new_articles += self.corpus.add([item.article for item in waiting], self._texts)
        rows = {item.article.id: record_rows(item.article, item.records) for item in waiting}
        self.new_records += self.corpus.add_records(rows, self.versions, self.number, self._versions)


def record_rows(article: Article, records: Sequence[Record]) -> list[Row]:
    """The rows of a corpus for the records of an article."""
    return [_row(article, record) for record in records]


def _row(article: Article, record: Record) -> Row:
    span = words_of(record)
    return {
        "id": record.id,
        "article": article.id,
        "kind": record.kind,
        "quote": span.quote,
        "first": span.start,
        "last": span.end,
        "rule": record.rule,
        "codebook": record.codebook,
        "coder": record.coder,
        "json": json.dumps(record.to_dict(), ensure_ascii=False),
    }
