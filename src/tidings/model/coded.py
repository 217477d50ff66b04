"""What coding one article yields: the records, every date and place in it, and what was dropped and why."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tidings.model.article import Article, Dropped
from tidings.model.records import Date, EventMention, Figure, Place, Record, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A coded article. `records` are in text order; `dates` and `places` are all that the text names.

    `attitudes` are thoughts, wishes and judgements that nobody is told to have uttered.
    `dropped` are the candidates that became no record, each with its reason. `codebook` is the content
    hash of the codebook and `coder` the version of the program that made the records. Iterating goes
    through the records.

    >>> Coded(article=Article(id="a", text="Rain."), codebook="c1", coder="1.0").to_dict()["events"]
    []
    """

    article: Article
    records: tuple[Record, ...] = ()
    dates: tuple[Date, ...] = ()
    places: tuple[Place, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    attitudes: tuple[Statement, ...] = ()
    codebook: str = ""
    coder: str = ""

    @property
    def events(self) -> tuple[EventMention, ...]:
        """The event mentions, in text order."""
        return tuple(r for r in self.records if isinstance(r, EventMention))

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements, in text order."""
        return tuple(r for r in self.records if isinstance(r, Statement))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures, in text order."""
        return tuple(r for r in self.records if isinstance(r, Figure))

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain JSON values; the article without its text, which you have."""
        article = self.article
        return {
            "article": article.id,
            "title": article.title,
            "published": article.published.isoformat() if article.published else None,
            "published_origin": article.published_origin,
            "url": article.url,
            "source": article.source,
            "codebook": self.codebook,
            "coder": self.coder,
            "events": [r.to_dict() for r in self.events],
            "statements": [r.to_dict() for r in self.statements],
            "figures": [r.to_dict() for r in self.figures],
            "dates": [d.to_dict() for d in self.dates],
            "places": [p.to_dict() for p in self.places],
            "dropped": [dataclasses.asdict(d) for d in self.dropped],
        }

    def _repr_html_(self) -> str:
        from tidings.model.marked import coded_html

        return coded_html(self)
