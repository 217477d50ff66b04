"""WARC files and WACZ packages to texts: every page that was fetched well, with the address it was fetched from."""

from __future__ import annotations

import codecs
import dataclasses
import datetime
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tidings.ingest.archives import unpack
from tidings.ingest.decode import composed
from tidings.ingest.found import LARGEST_FILE, Asked, File, Found, damaged, needs
from tidings.ingest.texts import decoded_page, page_of
from tidings.model.article import Dropped
from tidings.model.errors import InputError

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def read_wacz(file: File, asked: Asked) -> Iterator[Found | Dropped]:
    """The pages of all WARC files in a WACZ package."""
    with damaged("WACZ package"):
        archive = zipfile.ZipFile(file.path)
    with archive:
        members = sorted(
            (
                m
                for m in archive.infolist()
                if m.filename.startswith("archive/") and not m.filename.endswith("/")
            ),
            key=lambda m: m.filename,
        )
        if not members:
            raise InputError("a WACZ package without WARC files")
        for member in members:
            try:
                with tempfile.NamedTemporaryFile(prefix="tidings-") as place:
                    unpack(archive, member, place)
                    yield from read_warc(dataclasses.replace(file, path=Path(place.name)), asked)
            except InputError as error:
                yield Dropped("ingest", f"{member.filename}: {error}", file.name)


def read_warc(file: File, asked: Asked) -> Iterator[Found | Dropped]:
    """The pages among the responses of a WARC file, packed or not, read by the library FastWARC.

    Images, scripts, redirects and errors are no pages: they are counted in a note. A publication date after the
    day of capture is not believed.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        raise needs("fastwarc", "web archives (WARC, WACZ)") from None
    others = number = 0
    with open(file.path, "rb") as opened:
        with damaged("WARC file"):
            wanted = WarcRecordType.response | WarcRecordType.resource
            records = iter(ArchiveIterator(opened, record_types=wanted, parse_http=True, auto_decode="all"))
        while True:
            with damaged(f"WARC file behind its record {number}"):
                record = next(records, None)
            if record is None:
                break
            number += 1
            address = str(record.headers.get("WARC-Target-URI") or "").strip("<>") or None
            try:
                with damaged("record"):
                    found = _page(record, address, asked)
                if found is None:
                    others += 1
                else:
                    yield found
            except InputError as error:
                yield Dropped("ingest", f"{address or f'record {number}'}: {error}", file.name)
    if not number:
        raise InputError("no record can be read from the WARC file; it is empty, damaged or cut off")
    asked.tell(f"{number} records, of which {others} are no pages (images, scripts, redirects, errors)")


def _page(record: Any, address: str | None, asked: Asked) -> Found | None:
    http = record.http_headers
    kind = (
        str(record.http_content_type or record.headers.get("Content-Type") or "")
        .partition(";")[0]
        .strip()
        .lower()
    )
    if (
        (http is not None and http.status_code != 200)
        or kind not in _PAGES
        or (address or "").startswith("dns:")
    ):
        return None
    raw = record.reader.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        raise InputError(f"more than {LARGEST_FILE // 1_000_000} MB, where one page may have so much")
    if not raw.strip():
        raise InputError("an empty or cut off record")
    text = _decoded(raw, record.http_charset)
    found = Found(text=composed(text)) if kind == "text/plain" else page_of(text, asked)
    captured = record.record_date
    day = found.published
    if day and captured and found.origin != "given" and day > captured.date() + datetime.timedelta(days=1):
        day = None
    return dataclasses.replace(
        found,
        where=address or "",
        url=found.url or address,
        published=day,
        origin=found.origin if day else None,
    )


def _decoded(raw: bytes, charset: str | None) -> str:
    if charset:
        try:
            return raw.decode(codecs.lookup(charset).name)
        except (LookupError, ValueError):
            pass
    return decoded_page(raw)[0]
