"""Tidings reads the news and writes down who did what to whom, when, where and on whose word.

>>> import tidings
>>> [r.kind for r in tidings.code_text("The army bombed rebel positions near Kano on Friday.")][:1]
['event']
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidings.model.records import Record

__all__ = ["code_text"]
__version__ = "0.1.0"


def code_text(text: str, *, published: datetime.date | str | None = None) -> tuple[Record, ...]:
    """The records of one text, frozen and typed; `published` is a date or an ISO day.

    The language model is loaded at the first call. Raises `LanguageError` when it is missing and
    `ValueError` for a `published` that is no date.
    """
    from tidings.ingest.skipped import find_skipped
    from tidings.model.article import Article
    from tidings.model.ids import content_id
    from tidings.pipeline import code_article, shared_coder

    day = datetime.date.fromisoformat(published) if isinstance(published, str) else published
    origin = "given" if day else None
    article = Article(
        id=content_id("ar", text),
        text=text,
        published=day,
        published_origin=origin,
        skipped=find_skipped(text),
    )
    return code_article(article, shared_coder()).records
