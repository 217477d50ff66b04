"""Sources to articles: plain text, HTML, JSON lines, folders and standard input.

What cannot be read is held with its reason and everything else goes on.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from tidings.ingest.clean import find_skipped
from tidings.model.article import Article, Dropped
from tidings.model.errors import InputError

LARGEST = 20_000_000  # bytes of one text; beyond it is no article
_TEXT = frozenset({".txt", ".text", ".md", ""})
_HTML = frozenset({".html", ".htm", ".xhtml"})
_LINES = frozenset({".jsonl", ".ndjson"})
_META_DATE = re.compile(
    r"<meta[^>]+(?:article:published_time|datePublished|pubdate|DC\.date|name=.date.)[^>]*?content=.(\d{4}-\d\d-\d\d)|\"datePublished\"\s*:\s*\"(\d{4}-\d\d-\d\d)|<time[^>]+datetime=.(\d{4}-\d\d-\d\d)",
    re.I,
)
_STOP_WORDS = frozenset("the of and to in a that is was for on with said by at from has".split())


def read_sources(
    sources: Iterable[str | Path], *, published: datetime.date | None = None
) -> Iterator[Article | Dropped]:
    """Articles of the sources in order, and a `Dropped` with its reason for each one that cannot be read."""
    seen: dict[str, str] = {}
    for source in sources:
        for item in _read_source(source, published):
            if isinstance(item, Article):
                before = seen.get(item.id)
                if before == item.text:
                    continue
                if before is not None:
                    yield Dropped("ingest", f"the id {item.id!r} was already given to another text; make ids unique", item.id)
                    continue
                seen[item.id] = item.text
            yield item


def _read_source(source: str | Path, published: datetime.date | None) -> Iterator[Article | Dropped]:
    if str(source) == "-":
        yield from _lines(sys.stdin.buffer.read(), "standard input")
        return
    path = Path(source)
    if not path.exists():
        yield Dropped("ingest", "no such file or folder; check the path", str(path))
        return
    files = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")) if path.is_dir() else [path]
    if path.is_dir():
        files = [p for p in files if p.suffix.lower() in (_TEXT - {""}) | _HTML | _LINES]
    for file in files:
        try:
            yield from _read_file(file, published)
        except InputError as error:
            yield Dropped("ingest", str(error), str(file))


def _read_file(path: Path, published: datetime.date | None) -> Iterator[Article | Dropped]:
    suffix = path.suffix.lower()
    if suffix not in _TEXT | _HTML | _LINES:
        raise InputError(f"the file type {suffix!r} is not read; give text, HTML or JSONL")
    if path.stat().st_size > LARGEST:
        raise InputError(f"larger than {LARGEST // 1_000_000} MB; split it into articles")
    raw = path.read_bytes()
    if suffix in _LINES:
        yield from _lines(raw, str(path))
        return
    text = decode(raw)
    if suffix in _HTML:
        yield _page(text, path, published)
        return
    yield _article(unicodedata.normalize("NFC", text), published=published, origin="given" if published else None)


def decode(raw: bytes) -> str:
    """Text of UTF-8 (with or without byte order mark), UTF-16 with mark, or Windows-1252 bytes.

    Raises `InputError` for empty and binary input.
    """
    if not raw.strip():
        raise InputError("the file is empty")
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    if b"\0" in raw[:8192]:
        raise InputError("binary data, not text; export the article as text or HTML")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _article(
    text: str,
    *,
    id: str | None = None,
    title: str | None = None,
    published: datetime.date | None = None,
    origin: str | None = None,
    url: str | None = None,
    source: str | None = None,
) -> Article:
    if not text.strip():
        raise InputError("the text is empty")
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) >= 40 and sum(w in _STOP_WORDS for w in words) < 0.05 * len(words):
        raise InputError("not English as far as its common words tell; only English is coded")
    key = id or "ar_" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return Article(
        id=key, text=text, title=title, published=published, published_origin=origin, url=url,
        source=source, skipped=find_skipped(text),
    )  # fmt: skip


def _page(html: str, path: Path, published: datetime.date | None) -> Article:
    import trafilatura

    body = trafilatura.extract(html, include_comments=False, include_tables=False, fast=True)
    if not body or len(body.split()) < 20:
        raise InputError("no article found in the page; save the text of the article instead")
    title = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S | re.I) or re.search(r"<title[^>]*>(.*?)</title>", html, re.S | re.I)
    plain = re.sub(r"<[^>]+>|\s+", " ", title.group(1)).strip() if title else None
    origin = "given" if published else None
    if published is None:
        found = _META_DATE.search(html)
        if found:
            published, origin = _day(next(g for g in found.groups() if g)), "meta"
    return _article(unicodedata.normalize("NFC", body), title=plain, published=published, origin=origin)


def _day(value: object) -> datetime.date | None:
    if value in (None, ""):
        return None
    try:
        return datetime.date.fromisoformat(str(value)[:10])
    except ValueError:
        raise InputError(f"published {value!r} is no date; give YYYY-MM-DD or leave it out") from None


def _lines(raw: bytes, where: str) -> Iterator[Article | Dropped]:
    for number, line in enumerate(raw.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict) or not isinstance(row.get("text"), str):
                raise InputError("the line has no text; each line is an object with id and text")
            day = _day(row.get("published"))
            yield _article(
                row["text"], id=str(row["id"]) if row.get("id") is not None else None, title=row.get("title"),
                published=day, origin="given" if day else None, url=row.get("url"), source=row.get("source"),
            )  # fmt: skip
        except (json.JSONDecodeError, UnicodeDecodeError):
            yield Dropped("ingest", f"line {number} is not complete JSON; write one object a line", where)
        except InputError as error:
            yield Dropped("ingest", f"line {number}: {error}", where)
