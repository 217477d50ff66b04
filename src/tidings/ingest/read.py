"""Sources to articles: files of every kind that is read, folders and standard input.

What cannot be read is held with its reason and a way out; everything else goes on.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from tidings.ingest.archives import read_gzip, read_zip
from tidings.ingest.found import LARGEST_FILE, LONGEST_TEXT, Asked, File, Found
from tidings.ingest.judge import to_article
from tidings.ingest.kinds import GZIP, ZIP, recognise
from tidings.ingest.lines import lines_of
from tidings.model.article import Article, Dropped
from tidings.model.errors import InputError

__all__ = ["LARGEST_FILE", "LONGEST_TEXT", "read_sources"]

Note = Callable[[str], None]
Saw = Callable[[Found], None]


def read_sources(
    sources: Iterable[str | Path],
    *,
    published: datetime.date | None = None,
    columns: Mapping[str, str] | None = None,
    note: Note | None = None,
    tell: Note | None = None,
    saw: Saw | None = None,
) -> Iterator[Article | Dropped]:
    """Articles of the sources in order, and a `Dropped` with its reason for each one that cannot be read.

    `published` is the publication date of texts that carry none; `columns` maps fields to columns of tables.
    "-" is JSON lines on standard input. An article that comes twice is read once (stage "repeat"); two texts
    under one id are held. `note` is told what is worth knowing but holds nothing back, `tell` how each file was
    read, `saw` what a reader found before it was judged.
    """
    asked = Asked(published=published, columns=columns or {}, note=note or _quiet, tell=tell or _quiet)
    seen: dict[str, bytes] = {}
    for source in sources:
        for item in _read_source(source, asked, saw or _quiet):
            if isinstance(item, Dropped):
                item = dataclasses.replace(item, reason=writable(item.reason), what=writable(item.what))
            else:
                hashed = hashlib.sha256(item.text.encode("utf-8", "surrogatepass")).digest()
                before = seen.setdefault(item.id, hashed)
                if before is not hashed:
                    yield _again(item, same=before == hashed)
                    continue
            yield item


def writable(words: str) -> str:
    """Words of a file or its name as they can be written down and shown: no half characters, no control codes.

    >>> writable("a\\udcff\\x1b[2J.txt")
    'a\\\\udcff\\\\x1b[2J.txt'
    """
    if words.isprintable():
        return words
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)


def _quiet(_: object) -> None:
    return None


def _again(article: Article, *, same: bool) -> Dropped:
    if same:
        return Dropped("repeat", "the same article was read before; it is coded once", article.id)
    return Dropped(
        "ingest", f"the id {article.id!r} belongs to another text too; make ids unique", article.id
    )


def _read_source(source: str | Path, asked: Asked, saw: Saw) -> Iterator[Article | Dropped]:
    if str(source) == "-":
        yield from _judged(lines_of(sys.stdin.buffer, "standard input"), "standard input", asked, saw)
        return
    path = Path(source)
    if path.is_dir():
        for item in _below(path):
            if isinstance(item, Dropped):
                yield item
            else:
                yield from _read_file(File(item, str(item)), asked, saw)
        return
    yield from _read_file(File(path, str(path)), asked, saw)


def _below(folder: Path) -> Iterator[Path | Dropped]:
    """The files of a folder and those below it, sorted, hidden ones left out.

    A link is read when it leads to a file of the same folder; one that leads out of it may be anyone's file.
    """
    unread: list[OSError] = []
    found: list[Path] = []
    for at, folders, names in os.walk(folder, onerror=unread.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if Path(at, name).is_symlink()]
        found.extend(Path(at, name) for name in (*names, *links) if not name.startswith("."))
    for error in unread:
        why = f"the folder cannot be opened ({error.strerror}); check its permissions"
        yield Dropped("ingest", why, str(error.filename))
    inside = folder.resolve()
    for file in sorted(found):
        if file.is_symlink() and file.exists():
            leads = file.resolve()
            if leads.is_dir() or not leads.is_relative_to(inside):
                what = "a link to a folder" if leads.is_dir() else "a link to a file outside the folder"
                yield Dropped("ingest", f"{what}, which is not followed; give {leads} itself", str(file))
                continue
        yield file


def _read_file(file: File, asked: Asked, saw: Saw) -> Iterator[Article | Dropped]:
    def members(inner: File, asked: Asked) -> Iterator[Article | Dropped]:
        return _read_file(inner, asked, saw)

    try:
        if not file.path.exists():
            raise InputError("no such file or folder; check the path")
        if not file.path.is_file():
            raise InputError("no file but a pipe or device; save it as a file, or give - for JSON lines")
        kind = recognise(file)
        asked.tell(f"{file.name}: {kind.name}")
        if kind is ZIP:
            items = read_zip(file, asked, members)
        elif kind is GZIP:
            items = read_gzip(file, asked, members)
        else:
            items = _judged(kind.reader(file, asked), file.name, asked, saw, _hash_of(file.path))
        first = next(items, None)
        if first is None:
            raise InputError("no article in it")
        yield first
        yield from items
    except InputError as error:
        yield Dropped("ingest", str(error), file.name)
    except OSError as error:
        why = error.strerror or str(error)
        yield Dropped("ingest", f"cannot be opened ({why}); check its permissions", file.name)


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _judged(
    items: Iterator[Found | Dropped], name: str, asked: Asked, saw: Saw, raw: str | None = None
) -> Iterator[Article | Dropped]:
    """Articles of what a reader found; what is held is named by the file and its place in it."""
    for item in items:
        if isinstance(item, Dropped):
            yield dataclasses.replace(item, what=name)
            continue
        saw(item)
        try:
            yield dataclasses.replace(to_article(item, asked), raw_sha256=raw)
        except InputError as error:
            yield Dropped("ingest", f"{item.where}: {error}" if item.where else str(error), name)
