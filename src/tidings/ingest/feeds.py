"""RSS, Atom and JSON feeds to texts, an entry an article. Only files: nothing is fetched here."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tidings.ingest.dates import parse_published
from tidings.ingest.found import LARGEST_FILE, Asked, File, Found, damaged, whole
from tidings.ingest.fragments import blocks_of
from tidings.model.article import Dropped
from tidings.model.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element

_BODIES = ("encoded", "content")
_SUMMARIES = ("description", "summary")


def read_feed(file: File, asked: Asked) -> Iterator[Found | Dropped]:
    """The entries of an RSS (0.9 to 2.0) or Atom feed: their full text where it is there, else the summary.

    Entities of the document's own are refused: they serve attacks, and no feed needs them.
    """
    raw = whole(file, LARGEST_FILE)
    if re.search(rb"<!ENTITY", raw) or re.search("<!ENTITY".encode("utf-16-le"), raw):
        raise InputError(
            "the feed declares entities of its own, which is refused; save it without its DOCTYPE"
        )
    from lxml import etree

    with damaged("feed"):
        parser = etree.XMLParser(
            resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        root = etree.fromstring(raw, parser)
        if root is None:
            raise InputError("no XML in it")
        entries = [e for e in root.iter() if isinstance(e.tag, str) and _name(e) in ("item", "entry")]
        channel = next(
            (e for e in root.iter() if isinstance(e.tag, str) and _name(e) in ("channel", "feed")), root
        )
        feed = _text(channel, "title")
        language = _text(channel, "language") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    asked.tell(f"{len(entries)} entries of the feed {feed or 'without a title'}")
    if not entries:
        raise InputError("a feed without entries")
    for number, entry in enumerate(entries, start=1):
        try:
            with damaged("entry"):
                found = _entry(entry, number, feed, language)
            yield found
        except InputError as error:
            yield Dropped("ingest", f"entry {number}: {error}", file.name)


def _entry(entry: _Element, number: int, feed: str | None, language: str | None) -> Found:
    title = " ".join(blocks_of(_text(entry, "title") or "")) or None
    body = next((blocks for name in _BODIES if (blocks := blocks_of(_inner(entry, name)))), None)
    summary = next((blocks for name in _SUMMARIES if (blocks := blocks_of(_inner(entry, name)))), None)
    day = next(
        (
            day
            for name in ("pubDate", "published", "issued", "date", "updated")
            if (value := _text(entry, name)) and (day := parse_published(value))
        ),
        None,
    )
    author = _text(entry, "creator") or _text(entry, "author")
    return _of(
        title, body or summary, number, day, _link(entry), feed, author, language, only_summary=body is None
    )


def _of(
    title: str | None,
    lines: list[str] | None,
    number: int,
    day: datetime.date | None,
    url: str | None,
    feed: str | None,
    author: str | None,
    language: str | None,
    *,
    only_summary: bool,
) -> Found:
    if not lines and not title:
        raise InputError("neither a title nor a text")
    paragraphs = [*([title] if title and title != (lines or [""])[0] else []), *(lines or [])]
    return Found(
        text="\n\n".join(paragraphs),
        where=f"entry {number}{' (title and summary only)' if only_summary else ''}",
        title=title,
        published=day,
        origin="meta" if day else None,
        url=url,
        source=feed,
        author=author,
        language=language,
    )


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _child(element: _Element, name: str) -> _Element | None:
    return next((e for e in element if isinstance(e.tag, str) and _name(e) == name), None)


def _text(element: _Element, name: str) -> str | None:
    child = _child(element, name)
    if child is None:
        return None
    return " ".join("".join(child.itertext()).split()) or None


def _inner(element: _Element, name: str) -> str:
    """The content of a child as HTML: escaped text as it stands, XHTML children written out."""
    child = _child(element, name)
    if child is None:
        return ""
    if len(child):
        from lxml import etree

        written: str = etree.tostring(child, encoding="unicode", method="html", with_tail=False)
        return written
    text = child.text or ""
    plain = child.get("type") == "text"
    return text.replace("&", "&amp;").replace("<", "&lt;") if plain else text


def _link(entry: _Element) -> str | None:
    for element in entry:
        if isinstance(element.tag, str) and _name(element) == "link":
            href = (element.get("href") or element.text or "").strip()
            if href.startswith(("http://", "https://")) and element.get("rel", "alternate") == "alternate":
                return href
    guid = _text(entry, "guid") or _text(entry, "id") or ""
    return guid if guid.startswith(("http://", "https://")) else None


def read_json_feed(file: File, asked: Asked) -> Iterator[Found | Dropped]:
    """The items of a JSON feed (jsonfeed.org, version 1 or 1.1)."""
    try:
        feed = json.loads(whole(file, LARGEST_FILE).decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise InputError("not complete JSON; save the feed again") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not items:
        raise InputError("a feed without items")
    asked.tell(f"{len(items)} items of the feed {feed.get('title') or 'without a title'}")
    for number, item in enumerate(items, start=1):
        try:
            with damaged("item"):
                found = _item(item, number, feed)
            yield found
        except InputError as error:
            yield Dropped("ingest", f"entry {number}: {error}", file.name)


def _item(item: Any, number: int, feed: dict[str, Any]) -> Found:
    if not isinstance(item, dict):
        raise InputError("not an object")
    html, plain, summary = (_string(item, key) for key in ("content_html", "content_text", "summary"))
    lines = (
        blocks_of(html) if html else [line for line in (plain or summary or "").split("\n") if line.strip()]
    )
    given = _string(item, "date_published")
    authors = item.get("authors") or [item.get("author")]
    author = authors[0].get("name") if isinstance(authors, list) and isinstance(authors[0], dict) else None
    return _of(
        _string(item, "title"),
        lines,
        number,
        parse_published(given) if given else None,
        _string(item, "url"),
        _string(feed, "title"),
        author if isinstance(author, str) else None,
        _string(item, "language") or _string(feed, "language"),
        only_summary=not html and not plain,
    )


def _string(item: dict[str, Any], key: str) -> str | None:
    value = item.get(key)
    return value if isinstance(value, str) and value.strip() else None
