"""JSON to texts: one object a line, a list of objects, or one object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from tidings.ingest.dates import parse_published
from tidings.ingest.found import LARGEST_EXPORT, LARGEST_FILE, Asked, File, Found, whole
from tidings.model.article import Dropped
from tidings.model.errors import InputError

_SUCH_AS = 'is an object such as {"id": "a1", "text": "..."}'


def read_lines(file: File, asked: Asked) -> Iterator[Found | Dropped]:
    """The texts of a file of JSON lines."""
    with file.path.open("rb") as opened:
        yield from lines_of(opened, file.name)


def lines_of(opened: IO[bytes], name: str) -> Iterator[Found | Dropped]:
    """The texts of JSON lines; a bad line is held by its number, and no line is read beyond 20 MB."""
    number = 0
    while line := opened.readline(LARGEST_FILE):
        number += 1
        try:
            if not line.endswith(b"\n") and len(line) >= LARGEST_FILE:
                while (rest := opened.readline(LARGEST_FILE)) and not rest.endswith(b"\n"):
                    pass
                raise InputError(f"more than {LARGEST_FILE // 1_000_000} MB; split it into articles")
            line = line.removeprefix(b"\xef\xbb\xbf")
            if line.strip():
                yield _found(_parsed(line, "write one whole object a line"), f"line {number}", "each line")
        except InputError as error:
            yield Dropped("ingest", f"line {number}: {error}", name)


def read_json(file: File, asked: Asked) -> Iterator[Found | Dropped]:
    """The texts of a JSON file: an object with a "text", or a list of them."""
    value = _parsed(whole(file, LARGEST_EXPORT), "save it again")
    if not isinstance(value, list):
        yield _found(value, "", "an article")
        return
    for number, row in enumerate(value, start=1):
        try:
            yield _found(row, f"item {number}", "each item")
        except InputError as error:
            yield Dropped("ingest", f"item {number}: {error}", file.name)


def _parsed(raw: bytes, way: str) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError("not UTF-8; write JSON lines in UTF-8") from None
    except (ValueError, RecursionError):  # ValueError: also a number of too many digits
        raise InputError(f"not complete JSON; {way}") from None


def _found(row: Any, where: str, each: str) -> Found:
    if not isinstance(row, dict):
        raise InputError(f"not an object; {each} {_SUCH_AS}")
    if not isinstance(row.get("text"), str):
        raise InputError(f'no "text"; {each} {_SUCH_AS}')
    given = row.get("published")
    day = None if given in (None, "") else parse_published(str(given))
    if day is None and given not in (None, ""):
        raise InputError(f'"published" is {given!r}; write YYYY-MM-DD, or leave it out')
    key = row.get("id")
    return Found(
        text=row["text"],
        where=where,
        key=None if key in (None, "") else str(key),
        title=_words(row.get("title")),
        published=day,
        origin="given" if day else None,
        url=_words(row.get("url")),
        source=_words(row.get("source")),
        author=_words(row.get("author")),
        language=_words(row.get("language")),
    )


def _words(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
