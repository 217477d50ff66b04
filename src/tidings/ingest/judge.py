"""From a found text to an article, or the reason why it is held."""

from __future__ import annotations

import re

from tidings.ingest.dates import date_in_address, date_in_head
from tidings.ingest.english import not_english
from tidings.ingest.found import LONGEST_TEXT, Asked, Found
from tidings.ingest.skipped import find_skipped
from tidings.model.article import Article
from tidings.model.errors import InputError
from tidings.model.ids import content_id

_ENGLISH = re.compile(r"en(?:g|glish)?(?:[-_ (].*)?", re.IGNORECASE)
_HALF = re.compile("[\ud800-\udfff]")
_UNSTATED = frozenset({"", "unknown", "und", "other", "none", "null", "nan", "n/a", "-"})


def to_article(found: Found, asked: Asked) -> Article:
    """The article of `found`; `InputError` with the reason when it is held.

    The publication date is the text's own, else `asked.published`, else that of its address or of its head.
    """
    text = found.text
    if not text.strip():
        raise InputError("the text is empty; give the text of an article")
    if len(text) > LONGEST_TEXT:
        raise InputError(
            f"the text has {len(text):,} characters, where one article may have {LONGEST_TEXT:,}; "
            "split it into one text an article"
        )
    for name, given in (("text", text), ("id", found.key or "")):
        if _HALF.search(given):
            raise InputError(
                f"the {name} holds half a character (a lone surrogate); write the whole character"
            )
    reason = _given_language(found.language) or not_english(text)
    if reason:
        raise InputError(f"{reason}; only English is coded")
    published, origin = found.published, found.origin
    if published is None and asked.published is not None:
        published, origin = asked.published, "given"
    if published is None and found.url:
        published, origin = date_in_address(found.url), "url"
    if published is None:
        published, origin = date_in_head(text), "dateline"
    return Article(
        id=found.key or content_id("ar", text),
        text=text,
        title=_whole(found.title),
        published=published,
        published_origin=origin if published else None,
        url=_whole(found.url),
        source=_whole(found.source),
        skipped=find_skipped(text),
        author=(found.author or "").strip() or None,
        language=(found.language or "").strip() or None,
    )


def _whole(words: str | None) -> str | None:
    """Words beside the text; half a character in them is shown as one that is missing."""
    return _HALF.sub("\ufffd", words) if words else words


def _given_language(language: str | None) -> str | None:
    name = (language or "").strip()
    if name.lower() in _UNSTATED or _ENGLISH.fullmatch(name):
        return None
    return f"not English: its language is given as {name[:40]!r}"
