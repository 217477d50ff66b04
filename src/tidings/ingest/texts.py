"""Plain text files and saved web pages to texts; many articles where the file is an export of a news database."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tidings.ingest.databases import looks_like_export, split_export
from tidings.ingest.decode import composed, decode
from tidings.ingest.found import LARGEST_EXPORT, LARGEST_FILE, Asked, File, Found, damaged, whole
from tidings.ingest.fragments import blocks_of
from tidings.ingest.pages import read_page
from tidings.model.article import Dropped

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([A-Za-z][\w.-]{1,30})"
)


def read_text(file: File, asked: Asked) -> Iterator[Found | Dropped]:
    """The text of a file, or the articles of a plain text export."""
    text = _decoded(file, asked, LARGEST_FILE)
    if looks_like_export(text):
        lines = [" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", composed(text))]
        articles = split_export(lines, asked.tell)
        if articles:
            yield from articles
            return
    yield Found(text=composed(text))


def read_html(file: File, asked: Asked) -> Iterator[Found | Dropped]:
    """The article of a saved page, or the articles of an HTML export."""
    text = _decoded(file, asked, LARGEST_EXPORT)
    if looks_like_export(text):
        with damaged("HTML file"):
            articles = split_export(blocks_of(text), asked.tell)
        if articles:
            yield from articles
            return
    whole(file, LARGEST_FILE)
    yield page_of(text, asked)


def decoded_page(raw: bytes) -> tuple[str, str]:
    """The text of a page's bytes and its encoding: UTF-8 or UTF-16, else what it declares, else Windows-1252."""
    declared = _DECLARED.search(raw[:3_000])
    return decode(raw, declared=declared[1].decode("ascii") if declared else None)


def page_of(text: str, asked: Asked) -> Found:
    """The article of the page `text`; a date that the user gave goes before the page's own."""
    with damaged("page"):
        page = read_page(text)
    day, origin = (asked.published, "given") if asked.published else (page.published, page.origin)
    return Found(
        text=page.text, title=page.title, published=day, origin=origin, url=page.url, source=page.source
    )


def _decoded(file: File, asked: Asked, largest: int) -> str:
    text, encoding = decoded_page(whole(file, largest))
    asked.tell(f"encoding {'Windows-1252 (guessed: not UTF-8)' if encoding == 'cp1252' else encoding}")
    if encoding == "cp1252":
        asked.note(f"{file.name}: not UTF-8, read as Windows-1252; save it as UTF-8 if letters look wrong")
    return text
