"""Sources to articles: plain text, web pages, JSON lines, folders and standard input.

What cannot be read is held with its reason and a way out; everything else goes on.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from tidings.ingest.dates import date_in_address, date_in_head, parse_published
from tidings.ingest.english import not_english
from tidings.ingest.pages import read_page
from tidings.ingest.skipped import find_skipped
from tidings.model.article import Article, Dropped
from tidings.model.errors import InputError
from tidings.model.ids import content_id

LARGEST_FILE = 20_000_000  # bytes of a text or page; beyond it is no article
LONGEST_TEXT = 1_000_000  # characters of one article
_TEXT = frozenset({".txt", ".text", ".md", ""})
_PAGE = frozenset({".html", ".htm", ".xhtml"})
_LINES = frozenset({".jsonl", ".ndjson"})
_READ = "Tidings reads text (.txt), web pages (.html) and JSON lines (.jsonl)"

Note = Callable[[str], None]


def read_sources(
    sources: Iterable[str | Path], *, published: datetime.date | None = None, note: Note | None = None
) -> Iterator[Article | Dropped]:
    """Articles of the sources in order, and a `Dropped` with its reason for each one that cannot be read.

    `published` is the publication date of texts that carry none. "-" is JSON lines on standard input.
    An article that comes twice is read once (stage "repeat"); two texts under one id are held. `note`
    is told what is worth knowing but holds nothing back.
    """
    seen: dict[str, bytes] = {}
    for source in sources:
        for item in _read_source(source, published, note or _quiet):
            if isinstance(item, Article):
                hashed = hashlib.sha256(item.text.encode("utf-8", "surrogatepass")).digest()
                before = seen.setdefault(item.id, hashed)
                if before is not hashed:
                    yield _again(item, same=before == hashed)
                    continue
            yield item


def _quiet(_: str) -> None:
    return None


def _again(article: Article, *, same: bool) -> Dropped:
    if same:
        return Dropped("repeat", "the same article was read before; it is coded once", article.id)
    return Dropped(
        "ingest", f"the id {article.id!r} belongs to another text too; make ids unique", article.id
    )


def _read_source(
    source: str | Path, published: datetime.date | None, note: Note
) -> Iterator[Article | Dropped]:
    if str(source) == "-":
        yield from _lines(sys.stdin.buffer, "standard input", published)
        return
    path = Path(source)
    if path.is_dir():
        for file in sorted(p for p in path.rglob("*") if p.is_file()):
            inside = file.relative_to(path).parts
            if not any(part.startswith(".") for part in inside):
                yield from _read_path(file, published, note)
        return
    yield from _read_path(path, published, note)


def _read_path(path: Path, published: datetime.date | None, note: Note) -> Iterator[Article | Dropped]:
    try:
        if not path.exists():
            raise InputError("no such file or folder; check the path")
        suffix = path.suffix.lower()
        if suffix in _LINES:
            with path.open("rb") as file:
                yield from _lines(file, str(path), published)
            return
        if suffix not in _TEXT | _PAGE:
            raise InputError(
                f"the file type {suffix!r} is not read. {_READ}; save or export it as one of these"
            )
        yield _read_file(path, published, note)
    except InputError as error:
        yield Dropped("ingest", str(error), str(path))
    except OSError as error:
        yield Dropped("ingest", f"cannot be opened ({error.strerror}); check its permissions", str(path))


def _read_file(path: Path, published: datetime.date | None, note: Note) -> Article:
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise InputError(
            f"{size / 1e6:.0f} MB, where one article may have {LARGEST_FILE // 1_000_000} MB; "
            "split it into one file an article, or into JSON lines"
        )
    text, encoding = decode(path.read_bytes())
    if encoding == "cp1252":
        note(f"{path}: not UTF-8, read as Windows-1252; save it as UTF-8 if letters look wrong")
    if path.suffix.lower() in _PAGE or text[:200].lstrip().lower().startswith(("<!doctype html", "<html")):
        page = read_page(text)
        day, origin = (published, "given") if published else (page.published, page.origin)
        return _article(
            page.text, title=page.title, published=day, origin=origin, url=page.url, source=page.source
        )
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _article(text, published=published, origin="given" if published else None)


def decode(raw: bytes) -> tuple[str, str]:
    """The text of UTF-8 (with or without byte order mark), UTF-16 with mark, or Windows-1252 bytes, and which.

    Raises `InputError` for empty and binary input, and for bytes that are none of these.

    >>> decode("Caf\u00e9".encode("cp1252"))
    ('Caf\u00e9', 'cp1252')
    """
    if not raw.strip():
        raise InputError("the file is empty; give a file with the text of an article")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in raw or raw.startswith(b"%PDF"):
        raise InputError(f"binary data, not text. {_READ}; export the article as one of these")
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise InputError("neither UTF-8, UTF-16 nor Windows-1252; save it as UTF-8")


def _article(
    text: str,
    *,
    key: str | None = None,
    title: str | None = None,
    published: datetime.date | None = None,
    origin: str | None = None,
    url: str | None = None,
    source: str | None = None,
) -> Article:
    if not text.strip():
        raise InputError("the text is empty; give the text of an article")
    if len(text) > LONGEST_TEXT:
        raise InputError(
            f"the text has {len(text):,} characters, where one article may have {LONGEST_TEXT:,}; "
            "split it into one text an article"
        )
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise InputError("the text holds half a character (a lone surrogate); write the whole character")
    reason = not_english(text)
    if reason:
        raise InputError(f"{reason}; only English is coded")
    if published is None:
        for found, where in (
            (date_in_address(url) if url else None, "url"),
            (date_in_head(text), "dateline"),
        ):
            if found and published is None:
                published, origin = found, where
    return Article(
        id=key or content_id("ar", text),
        text=text,
        title=title,
        published=published,
        published_origin=origin if published else None,
        url=url,
        source=source,
        skipped=find_skipped(text),
    )


def _lines(file: IO[bytes], where: str, published: datetime.date | None) -> Iterator[Article | Dropped]:
    number = 0
    while line := file.readline(LARGEST_FILE):
        number += 1
        try:
            if not line.endswith(b"\n") and len(line) >= LARGEST_FILE:
                while (rest := file.readline(LARGEST_FILE)) and not rest.endswith(b"\n"):
                    pass
                raise InputError(f"more than {LARGEST_FILE // 1_000_000} MB; split it into articles")
            if line.removeprefix(b"\xef\xbb\xbf").strip():
                yield _row(line.removeprefix(b"\xef\xbb\xbf"), published)
        except InputError as error:
            yield Dropped("ingest", f"line {number}: {error}", where)


def _row(line: bytes, published: datetime.date | None) -> Article:
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise InputError("not UTF-8; write JSON lines in UTF-8") from None
    except (json.JSONDecodeError, RecursionError):
        raise InputError("not complete JSON; write one whole object a line") from None
    if not isinstance(row, dict):
        raise InputError('not an object; each line is an object such as {"id": "a1", "text": "..."}')
    if not isinstance(row.get("text"), str):
        raise InputError('no "text"; each line is an object such as {"id": "a1", "text": "..."}')
    given = row.get("published")
    day = published if given in (None, "") else parse_published(str(given))
    if day is None and given not in (None, ""):
        raise InputError(f'"published" is {given!r}; write YYYY-MM-DD, or leave it out')
    key = row.get("id")
    return _article(
        row["text"],
        key=None if key in (None, "") else str(key),
        title=_words(row.get("title")),
        published=day,
        origin="given" if day else None,
        url=_words(row.get("url")),
        source=_words(row.get("source")),
    )


def _words(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
