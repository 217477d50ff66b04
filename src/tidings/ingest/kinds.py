"""What a file is: by its first bytes, then by its name, then by how its text begins."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from tidings.ingest import documents, feeds, lines, mail, tables, texts, web_archives
from tidings.ingest.decode import READ
from tidings.ingest.found import Asked, File, Found, Reader
from tidings.model.article import Dropped
from tidings.model.errors import InputError

_HEAD = 20_000
_TEXT = frozenset({".txt", ".text", ".md", ""})
_PAGE = frozenset({".html", ".htm", ".xhtml", ".shtml", ".aspx", ".php"})
_LINES = frozenset({".jsonl", ".ndjson"})
_TABLE = frozenset({".csv", ".tsv", ".tab"})
_FEED = frozenset({".xml", ".rss", ".atom", ".rdf", ".feed"})
_MAIL = re.compile(rb"(?:[A-Za-z][\w-]*:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){3}")
_MAIL_FIELD = re.compile(
    rb"^(?:From|Message-ID|Return-Path|MIME-Version|Delivered-To|Received):", re.IGNORECASE | re.MULTILINE
)
_OFFICE = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
    "content.xml": "odt",
}
_WAYS = {
    "xlsx": "an Excel workbook is not read; save the sheet as CSV (UTF-8)",
    "pptx": "a slide show is not read; save its text",
    "odt": "an OpenDocument file is not read; save it as DOCX or text",
}


class Kind(NamedTuple):
    """A kind of file and how it is read."""

    name: str
    reader: Reader


def _by_members(file: File, asked: Asked) -> Iterator[Found | Dropped]:
    raise AssertionError("the members of an archive are read as files")


TEXT = Kind("plain text", texts.read_text)
PAGE = Kind("web page", texts.read_html)
LINES = Kind("JSON lines", lines.read_lines)
JSON = Kind("JSON", lines.read_json)
TABLE = Kind("table (CSV or TSV)", tables.read_table)
PARQUET = Kind("Parquet table", tables.read_parquet)
FEED = Kind("RSS or Atom feed", feeds.read_feed)
JSON_FEED = Kind("JSON feed", feeds.read_json_feed)
MAIL = Kind("mail", mail.read_mail)
DOCX = Kind("DOCX document", documents.read_docx)
RTF = Kind("RTF document", documents.read_rtf)
PDF = Kind("PDF document", documents.read_pdf)
WARC = Kind("web archive (WARC)", web_archives.read_warc)
WACZ = Kind("web archive (WACZ)", web_archives.read_wacz)
ZIP = Kind("ZIP archive", _by_members)
GZIP = Kind("gzip file", _by_members)


def recognise(file: File) -> Kind:
    """The kind of `file`; `InputError` with a way out when it is none that is read."""
    with file.path.open("rb") as opened:
        head = opened.read(_HEAD)
    return _by_magic(file, head) or _by_name(file, head)


def _by_magic(file: File, head: bytes) -> Kind | None:
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zipped(file)
    if head.startswith(b"\x1f\x8b"):
        return WARC if file.name.lower().endswith(".warc.gz") else GZIP
    magic = ((b"%PDF-", PDF), (b"PAR1", PARQUET), (b"WARC/", WARC), (b"{\\rtf", RTF))
    return next(
        (kind for first, kind in magic if head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(first)), None
    )


def _zipped(file: File) -> Kind:
    try:
        with zipfile.ZipFile(file.path) as archive:
            names = set(archive.namelist()[:5_000])
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OverflowError):
        raise InputError("the ZIP archive or Office file is damaged or cut off; save it again") from None
    office = next((kind for part, kind in _OFFICE.items() if part in names), None)
    if office == "docx":
        return DOCX
    if office and (office != "odt" or "mimetype" in names):
        raise InputError(_WAYS[office])
    if file.suffix == ".wacz" or (
        "datapackage.json" in names and any(n.startswith("archive/") for n in names)
    ):
        return WACZ
    return ZIP


def _by_name(file: File, head: bytes) -> Kind:
    suffix = file.suffix
    start = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "ignore")
    start = start.lstrip("\ufeff \t\r\n")
    if suffix in _LINES:
        return LINES
    if suffix in _TABLE:
        return TABLE
    if suffix == ".eml":
        return MAIL
    if suffix == ".parquet":
        raise InputError("not a Parquet file, or cut off; save it again")
    by_text = _by_text(start, head)
    if by_text and (suffix in _TEXT | _PAGE | _FEED or suffix == ".json" or by_text in (FEED, JSON_FEED)):
        return by_text
    if suffix in _PAGE:
        return PAGE
    if suffix in _TEXT:
        return TEXT
    if suffix == ".json":
        return JSON
    if suffix in _FEED:
        raise InputError("XML that is no RSS or Atom feed; save the articles as text, pages or JSON lines")
    raise InputError(f"the file type {suffix!r} is not read. {READ}; save or export it as one of these")


def _by_text(start: str, head: bytes) -> Kind | None:
    low = start[:3_000].lower()
    if low.startswith(("<?xml", "<rss", "<feed", "<rdf", "<!--")) and re.search(
        r"<(?:\w+:)?(?:rss|feed|rdf)\b", low
    ):
        return FEED
    if low.startswith(("<!doctype html", "<html")) or (low.startswith("<?xml") and "<html" in low):
        return PAGE
    if low.startswith("{"):
        if re.match(r'\{[^{]{0,2000}"version"\s*:\s*"https?://(?:www\.)?jsonfeed\.org', low, re.DOTALL):
            return JSON_FEED
        if re.match(r"\{[^\n]*\}\s*\n\s*\{", start):
            return LINES
    if _MAIL.match(head) and len(_MAIL_FIELD.findall(head.partition(b"\n\n")[0])) >= 2:
        return MAIL
    return None
