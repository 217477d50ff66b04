"""A saved web page to its article: main text, title, publication date and where that was found."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from tidings.ingest.dates import date_in_address, parse_published
from tidings.model.errors import InputError

if TYPE_CHECKING:
    from configparser import ConfigParser

    from lxml.html import HtmlElement

_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "date",
)
_JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_LEAST_WORDS = 20  # a page with less running text than this has no article in it


class Page(NamedTuple):
    """What a page says of its article; `text` begins with the title where the page shows one."""

    text: str
    title: str | None
    published: datetime.date | None
    origin: str | None
    url: str | None
    source: str | None


def read_page(html: str) -> Page:
    """The article in `html`, without navigation, boxes and comments.

    Raises `InputError` when there is no running text in the page.
    """
    import trafilatura
    from lxml.html import document_fromstring

    if not html.strip():
        raise InputError("the page is empty")
    body = trafilatura.extract(
        html, fast=True, include_comments=False, include_tables=False, config=_settings()
    )
    if (
        not body
        or len(body.split()) < _LEAST_WORDS
        or not re.search(r"[.!?][\"'\u201d\u2019)]*(?:\s|$)", body)
    ):
        raise InputError(
            "no article found in the page; save the article's own page, or its text in a .txt file"
        )
    tree = document_fromstring(html.encode("utf-8", "replace"), parser=_parser())
    names = _meta(tree)
    title = names.get("og:title") or _words_of(tree, "//h1") or _words_of(tree, "//title")
    url = names.get("og:url") or next(iter(tree.xpath("//link[@rel='canonical']/@href")), None)
    published, origin = _published(tree, names, url)
    lines = [line.strip() for line in unicodedata.normalize("NFC", body).split("\n") if line.strip()]
    heading = _words_of(tree, "//h1") or title
    if heading and " ".join(lines[0].split()) != heading:
        lines.insert(0, heading)
    return Page("\n\n".join(lines), title, published, origin, url, names.get("og:site_name"))


def _settings() -> ConfigParser:
    """Brief reports are articles too: below its usual 250 characters the library would take the whole page."""
    from trafilatura.settings import use_config

    settings: ConfigParser = use_config()
    settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", "100")
    settings.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")  # no clock: the same page gives the same text
    return settings


def _parser() -> object:
    from lxml.html import HTMLParser

    return HTMLParser(encoding="utf-8")


def _meta(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]"):
        content = " ".join(str(element.get("content")).split())
        for attribute in ("property", "name", "itemprop"):
            name = element.get(attribute)
            if name and content:
                found.setdefault(str(name).lower(), unicodedata.normalize("NFC", content))
    return found


def _words_of(tree: HtmlElement, path: str) -> str | None:
    for element in tree.xpath(path):
        words = " ".join(str(element.text_content()).split())
        if words:
            return unicodedata.normalize("NFC", words)
    return None


def _published(
    tree: HtmlElement, names: dict[str, str], url: str | None
) -> tuple[datetime.date | None, str | None]:
    values = [names[name] for name in _DATE_NAMES if name in names]
    for script in tree.xpath("//script[@type='application/ld+json']"):
        values.extend(_JSON_LD_DATE.findall(str(script.text or "")))
    values.extend(
        str(value) for value in tree.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime")
    )
    values.extend(
        str(value) for value in tree.xpath("//article//time/@datetime | //header//time/@datetime")[:1]
    )
    for value in values:
        day = parse_published(value)
        if day:
            return day, "meta"
    day = date_in_address(url) if url else None
    return (day, "url") if day else (None, None)
