"""Tidings reads the news and writes down who did what to whom, when, where and on whose word.

>>> import tidings
>>> coded = tidings.code_text("The army bombed rebel positions near Kano on Friday.", published="2015-10-21")
>>> [(event.type, event.trigger.quote) for event in coded.events]
[('ASSAULT', 'bombed')]
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from tidings.model.article import Article, Dropped, Evidence
    from tidings.model.coded import Coded
    from tidings.model.errors import TidingsError
    from tidings.model.records import Actor, Date, EventMention, Figure, Place, Record, Statement
    from tidings.query.database import Database
    from tidings.relations import Relation

__all__ = [
    "Actor",
    "Article",
    "Coded",
    "Date",
    "Dropped",
    "EventMention",
    "Evidence",
    "Figure",
    "Place",
    "Record",
    "Statement",
    "TidingsError",
    "code_text",
    "open",
    "relate",
]
__version__ = "0.1.0"
_HOMES = {  # where the names live that are loaded when they are first used: the start stays short
    **dict.fromkeys(("Article", "Dropped", "Evidence"), "article"),
    **dict.fromkeys(("Actor", "Date", "EventMention", "Figure", "Place", "Record", "Statement"), "records"),
    "Coded": "coded",
    "TidingsError": "errors",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'tidings' has no attribute {name!r}")
    return getattr(importlib.import_module(f"tidings.model.{_HOMES[name]}"), name)


def code_text(
    text: str,
    *,
    published: datetime.date | str | None = None,
    title: str | None = None,
    url: str | None = None,
    source: str | None = None,
) -> Coded:
    """Code one text; the result holds `.events`, `.statements`, `.figures`, `.dates`, `.places`, frozen and typed.

    `published` is a date or an ISO day; without it days such as "on Monday" stay unresolved. Offsets index
    `text` in Unicode code points. The language model is loaded at the first call. Raises `LanguageError` when
    it is missing and `UsageError` for a `published` that is no date.
    """
    from tidings.ingest.skipped import find_skipped
    from tidings.model.article import Article
    from tidings.model.ids import content_id
    from tidings.pipeline import code_article, shared_coder

    day = _day(published)
    article = Article(
        id=content_id("ar", text),
        text=text,
        title=title,
        published=day,
        published_origin="given" if day else None,
        url=url,
        source=source,
        skipped=find_skipped(text),
    )
    return code_article(article, shared_coder())


def open(path: str | Path) -> Database:
    """The corpus folder at `path`, opened for questions: `.events(type="ASSAULT", since="2015")` and others.

    Raises `StoreError` for a folder that is no corpus.
    """
    from tidings.query.database import open_database

    return open_database(path)


def relate(text: str, source: tuple[int, int] | None, target: tuple[int, int] | None) -> Relation | None:
    """The act between the two parties at the spans `source` and `target` of `text` (code points), or None.

    A party the text does not name is None. Raises `UsageError` for a span outside the text.
    """
    from tidings.relations import relate as find

    return find(text, source, target)


def _day(published: datetime.date | str | None) -> datetime.date | None:
    import datetime

    from tidings.model.errors import UsageError

    if not isinstance(published, str):
        return published
    try:
        return datetime.date.fromisoformat(published)
    except ValueError:
        raise UsageError(f"published={published!r} is no date; give YYYY-MM-DD or a datetime.date") from None
