"""DOCX, RTF and PDF documents to texts: one report, or the many articles of an export of a news database."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence

from tidings.ingest.databases import split_export
from tidings.ingest.decode import composed
from tidings.ingest.found import LARGEST_EXPORT, Asked, File, Found, damaged, needs, whole
from tidings.model.article import Dropped
from tidings.model.errors import InputError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST_PART = 100_000_000  # bytes of a DOCX's text, unpacked
_PAGES = 2_000
_DATABASE = re.compile(r"\b(?:Nexis|LexisNexis|Factiva)\b")


def read_docx(file: File, asked: Asked) -> Iterator[Found | Dropped]:
    """The paragraphs of a DOCX file; deleted text, comments, headers and footers are left out."""
    from lxml import etree

    with damaged("DOCX file"), zipfile.ZipFile(file.path) as archive:
        part = archive.getinfo("word/document.xml")
        if part.file_size > _LARGEST_PART:
            raise InputError(f"its text unpacks to {part.file_size / 1e6:.0f} MB, which is refused; split it")
        with archive.open(part) as opened:
            raw = opened.read(_LARGEST_PART + 1)
        if len(raw) > _LARGEST_PART or b"<!ENTITY" in raw or b"<!DOCTYPE" in raw:
            raise InputError("its text is larger than it says, or declares entities, which is refused")
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
        lines = list(_paragraphs(etree.fromstring(raw, parser)))
    yield from _articles(lines, asked)


def _paragraphs(root: object) -> Iterator[str]:
    for paragraph in root.iter(f"{_W}p"):  # type: ignore[attr-defined]
        parts: list[str] = []
        for element in paragraph.iter():
            if element.tag == f"{_W}t":
                parts.append(element.text or "")
            elif element.tag in (f"{_W}tab", f"{_W}cr"):
                parts.append(" ")
            elif element.tag == f"{_W}br":
                parts.append("\n")
        yield from "".join(parts).split("\n")


def read_rtf(file: File, asked: Asked) -> Iterator[Found | Dropped]:
    """The paragraphs of an RTF file, read by the library striprtf."""
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError:
        raise needs("striprtf", "RTF files") from None
    raw = whole(file, LARGEST_EXPORT)
    with damaged("RTF file"):
        text: str = rtf_to_text(raw.decode("cp1252", "replace"), encoding="cp1252", errors="replace")
    yield from _articles(text.split("\n"), asked)


def _articles(lines: Sequence[str], asked: Asked) -> Iterator[Found | Dropped]:
    """The articles of an export, or one article of all paragraphs when the document is no export."""
    clean = [" ".join(composed(line).split()) for line in lines]
    clean = [line for line in clean if line]
    articles = split_export(clean, asked.tell)
    if articles:
        yield from articles
        return
    text = "\n\n".join(clean)
    if not text:
        raise InputError("no text in it")
    if len(clean) > 60 and _DATABASE.search(text):
        raise InputError(
            f"an export of a news database in a layout that is not known; it begins: {' / '.join(clean)[:200]!r}. "
            "Export it with full text as DOCX or RTF"
        )
    yield Found(text=text, title=clean[0] if len(clean) > 1 and len(clean[0]) < 200 else None)


def read_pdf(file: File, asked: Asked) -> Iterator[Found | Dropped]:
    """The text of a PDF file, read by the library pypdf: lines joined to paragraphs, running heads left out."""
    try:
        import pypdf
    except ImportError:
        raise needs("pypdf", "PDF files") from None
    import logging

    whole(file, LARGEST_EXPORT)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it complains of what is told below
    with damaged("PDF file"), file.path.open("rb") as opened:
        reader = pypdf.PdfReader(opened)
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("the PDF is locked with a password; save it without one")
        if len(reader.pages) > _PAGES:
            raise InputError(f"{len(reader.pages)} pages, where a report may have {_PAGES}; split it")
        pages = [composed(page.extract_text() or "").split("\n") for page in reader.pages]
    asked.tell(f"{len(pages)} pages")
    lines = _running(pages)
    if not any(lines):
        raise InputError("a PDF without text, as a scan is; have it read by an OCR program first")
    articles = split_export(lines, asked.tell)
    yield from articles or [Found(text="\n\n".join(_joined(lines)))]


def _running(pages: list[list[str]]) -> list[str]:
    """The lines of all pages without page numbers and heads or feet that come again on most pages."""
    pages = [[" ".join(line.split()) for line in page] for page in pages]
    edges = Counter(re.sub(r"\d+", "#", line) for page in pages for line in {*page[:2], *page[-2:]} if line)
    often = {line for line, count in edges.items() if count >= 3 and count > len(pages) / 2}
    kept: list[str] = []
    for page in pages:
        for at, line in enumerate(page):
            edge = at < 2 or at >= len(page) - 2
            if edge and (
                re.sub(r"\d+", "#", line) in often or re.fullmatch(r"(?:Page )?\d+(?: of \d+)?", line)
            ):
                continue
            kept.append(line)
    return kept


def _joined(lines: list[str]) -> Iterator[str]:
    """Paragraphs of broken lines: one ends at a blank line, or where a short line ends a sentence."""
    width = max((len(line) for line in lines), default=0)
    part = ""
    for line in lines:
        if not line:
            heading = len(part) < 0.7 * width
            if part and (heading or re.search(r"[.!?][\"'\u201d\u2019)]*$", part)):
                yield part
                part = ""
            continue
        if part.endswith("-") and line[0].islower() and part[-2:-1].isalpha():
            part = part[:-1] + line
        else:
            part = f"{part} {line}" if part else line
        if len(line) < 0.8 * width and re.search(r"[.!?][\"'\u201d\u2019)]*$", line):
            yield part
            part = ""
    if part:
        yield part
