"""The sentences that the coder is unsure of: those of unsure records, and those whose acts it set aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tidings.language.analyse import analyse
from tidings.model.errors import UsageError
from tidings.pipeline import Coder, code_analysis
from tidings.query.database import Database
from tidings.query.filters import Filters

_UNSURE = """
SELECT DISTINCT b.article, b.r.sentence.start AS start, b.r.sentence."end" AS stop FROM _base AS b
WHERE b.id IN (SELECT id FROM event_mentions WHERE {where} AND confidence < ?) AND b.r.sentence.start IS NOT NULL
ORDER BY ALL
"""


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A sentence of an article: `text[start:end]`."""

    article: str
    start: int
    end: int


def unsure_passages(database: Database, filters: Filters, below: float) -> list[Passage]:
    """The sentences of event mentions that pass the filters and have a confidence under `below`, in text order."""
    if not 0 <= below <= 1:
        raise UsageError(f"--below {below:g} is not a number from 0 to 1")
    where, parameters = filters.where("event_mentions")
    rows = database.rows(_UNSURE.format(where=where), [*parameters, below])
    return [Passage(row["article"], row["start"], row["stop"]) for row in rows]


def set_aside_passages(database: Database, coder: Coder) -> Iterator[Passage]:
    """The sentences in which the coder found an act and set it aside as unlikely; codes every article once more."""
    for article in database.articles():
        analysis = analyse(article, coder.language)
        dropped = [
            d for d in code_analysis(article, analysis, coder.codebook).dropped if d.stage == "confidence"
        ]
        starts = {d.start for d in dropped}
        for sentence in analysis.sentences:
            if any(start is not None and sentence.start <= start < sentence.end for start in starts):
                yield Passage(article.id, sentence.start, sentence.end)
