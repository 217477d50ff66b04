"""What was published: an article and the stretches of text that records rest on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """Exact words of an article: `article.text[start:end] == quote`, in Unicode code points.

    >>> Evidence(0, 5, "Assad")
    Evidence(start=0, end=5, quote='Assad')
    """

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One published text. `text` is kept as read; `skipped` are stretches that are not coded.

    `published_origin` says where the publication date was found ("given", "meta", "url",
    "dateline", "inferred") and is None exactly when `published` is None.
    `skipped` holds half-open (start, end, reason) stretches of `text`: photo credits, link
    lists, sign-up boxes. They stay in `text`, so that offsets hold, and are never coded.
    `author` and `language` are as the source gives them; `raw_sha256` is the hash of the bytes of the file the
    article was read from (as it lies in its archive), None where it came from elsewhere.
    """

    id: str
    text: str
    title: str | None = None
    published: datetime.date | None = None
    published_origin: str | None = None
    url: str | None = None
    source: str | None = None
    skipped: tuple[tuple[int, int, str], ...] = ()
    author: str | None = None
    language: str | None = None
    raw_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that was held back: which stage, why, and the words or file it concerns."""

    stage: str
    reason: str
    what: str
    start: int | None = None
    end: int | None = None
