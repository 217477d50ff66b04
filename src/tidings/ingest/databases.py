"""Exports of Nexis Uni, LexisNexis and Factiva: many articles in one file, split by the marks of their layouts.

The layouts change over the years, so each is recognised by its own marks and named. An article whose parts are
not where the layout has them is held with its first 200 characters; the others go on.
"""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from tidings.ingest.dates import date_in_line
from tidings.ingest.found import Found
from tidings.model.article import Dropped

_NEXIS_END = re.compile(r"End of Document", re.IGNORECASE)
_LEXIS_START = re.compile(r"\d{1,5} of \d{1,5} DOCUMENTS?")
_FACTIVA_END = re.compile(r"Document ([A-Za-z0-9]{15,60})")
_FACTIVA_FIELD = re.compile(
    r"(HD|SE|CR|BY|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|CO|IN|NS|RE|IPC|IPD|PUB|AN|RF|ART|CLM|VOL|CT)(?:(?:[\t|]|\ {2,})\s*(.*?)\|?)?\|?"
)
_HINT = re.compile(
    r"End of Document|\bof \d{1,5} DOCUMENTS?\b|\bDocument [A-Za-z0-9]{15,60}\b|Factiva|>\s*(?:<b>)?\s*HD\b"
)
_PAGE_MARK = re.compile(r"Page \d+ of \d+|\d+", re.IGNORECASE)
_HEAD_FIELD = re.compile(
    r"(Copyright|\(c\)|\u00a9|Section|Length|Byline|Dateline|Highlight|Headline|Distribution|Body)\b[:\s]*(.*)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:Classification|Graphic|Notes|Load-Date:.*|Language:.*|Publication-Type:.*|Journal-Code:.*|Graphic:.*|Subject:.*)",
    re.IGNORECASE,
)
_NO_PROSE = re.compile(
    r"Link to (?:Image|PDF|the original.*)|Return to List|Copyright .{0,200}", re.IGNORECASE
)
_WORDS = re.compile(r"[\d,. ]+ words?", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?: ?[AaPp][Mm])?(?: [A-Z]{2,5})?")
_OWNER = re.compile(r"(?:\(c\)|\u00a9|Copyright\b|All rights reserved)", re.IGNORECASE)


def looks_like_export(text: str) -> bool:
    """Whether `text` (of a page or a plain file) carries any mark of an export; cheap, and may be wrong."""
    return _HINT.search(text) is not None


def split_export(lines: Sequence[str], tell: Callable[[str], None]) -> list[Found | Dropped]:
    """The articles in the lines (one a paragraph) of an export; none when no layout is recognised."""
    clean = [line.strip() for line in lines if line.strip()]
    layouts: tuple[
        tuple[str, Callable[[list[str]], list[list[str]]], Callable[[list[str]], Found | str]], ...
    ] = (
        ("Nexis Uni (Body ... End of Document)", _nexis_chunks, _nexis),
        ("LexisNexis Academic (1 of 20 DOCUMENTS)", _lexis_chunks, _lexis),
        ("Factiva with field codes (HD, WC, PD ...)", _field_chunks, _fields),
        ("Factiva as displayed (... words, Document ...)", _factiva_chunks, _factiva),
    )
    for name, chunks_of, read in layouts:
        chunks = chunks_of(clean)
        if chunks:
            tell(f"layout {name}: {len(chunks)} article{'s' if len(chunks) > 1 else ''}")
            return list(_articles(chunks, read, name))
    return []


def _articles(
    chunks: list[list[str]], read: Callable[[list[str]], Found | str], name: str
) -> Iterator[Found | Dropped]:
    for number, chunk in enumerate(chunks, start=1):
        found = read(chunk)
        if isinstance(found, str):
            head = " / ".join(chunk)[:200]
            yield Dropped(
                "ingest",
                f"article {number}: {found} in the layout {name}; it begins: {head!r}",
                f"article {number}",
            )
        else:
            yield dataclasses.replace(found, where=f"article {number}")


def _until(lines: list[str], end: re.Pattern[str], *, with_end: bool = False) -> list[list[str]]:
    """Stretches of lines, each closed by a line that matches `end`; what follows the last is left over."""
    chunks: list[list[str]] = []
    chunk: list[str] = []
    for line in lines:
        if end.fullmatch(line):
            chunks.append([*chunk, line] if with_end else chunk)
            chunk = []
        else:
            chunk.append(line)
    if chunks and sum(len(line) for line in chunk) > 400:  # cut off: an article without its end
        chunks.append(chunk)
    return [chunk for chunk in chunks if chunk]


def _nexis_chunks(lines: list[str]) -> list[list[str]]:
    return _until(lines, _NEXIS_END) if any(line.casefold() == "body" for line in lines) else []


def _nexis(chunk: list[str]) -> Found | str:
    body = next((at for at, line in enumerate(chunk) if line.casefold() == "body"), None)
    if body is None:
        return "no line 'Body'"
    head = [line for line in chunk[:body] if not _PAGE_MARK.fullmatch(line)]
    first = next((at for at, line in enumerate(head) if _HEAD_FIELD.fullmatch(line)), len(head))
    dated = [at for at in range(first) if date_in_line(head[at])]
    if not dated or dated[-1] < 2:
        return "no title, source and date above the text"
    at = dated[-1]
    title, source = head[at - 2], head[at - 1]
    paragraphs = _prose(chunk[body + 1 :])
    if not paragraphs:
        return "no text below 'Body'"
    return Found(
        text=_text(title, paragraphs),
        title=title,
        source=source,
        published=date_in_line(head[at]),
        origin="meta",
        author=_field(head, "byline"),
        language=_tail_field(chunk, "language"),
    )


def _lexis_chunks(lines: list[str]) -> list[list[str]]:
    starts = [at for at, line in enumerate(lines) if _LEXIS_START.fullmatch(line)]
    return [lines[a + 1 : b] for a, b in itertools.pairwise([*starts, len(lines)])]


def _lexis(chunk: list[str]) -> Found | str:
    at = next((at for at, line in enumerate(chunk[:8]) if date_in_line(line)), None)
    if at is None or at == 0:
        return "no source and date above the text"
    last = max(
        (
            i
            for i, line in enumerate(chunk[:20])
            if i > at and re.match(r"(?:LENGTH|BODY):", line, re.IGNORECASE)
        ),
        default=None,
    )
    if last is None:
        return "no line 'LENGTH:'"
    head = chunk[at + 1 : last]
    plain = [line for line in head if not _HEAD_FIELD.fullmatch(line)]
    title = _field(head, "headline") or (plain[0] if plain else None)
    opening = re.sub(r"^BODY:\s*", "", chunk[last]) if chunk[last].upper().startswith("BODY:") else ""
    paragraphs = _prose([opening, *chunk[last + 1 :]])
    if not paragraphs:
        return "no text below 'LENGTH:'"
    return Found(
        text=_text(title, paragraphs),
        title=title,
        source=next(line for line in reversed(chunk[:at]) if line),
        published=date_in_line(chunk[at]),
        origin="meta",
        author=_field(head, "byline"),
        language=_tail_field(chunk, "language"),
    )


def _factiva_chunks(lines: list[str]) -> list[list[str]]:
    return _until(lines, _FACTIVA_END) if any(_WORDS.fullmatch(line) for line in lines) else []


def _factiva(chunk: list[str]) -> Found | str:
    count = next((at for at, line in enumerate(chunk) if _WORDS.fullmatch(line)), None)
    if not count:
        return "no title above the number of words"
    dated = next((at for at in range(count + 1, min(count + 4, len(chunk))) if date_in_line(chunk[at])), None)
    if dated is None:
        return "no date below the number of words"
    by = chunk[count - 1] if count > 1 and chunk[count - 1].lower().startswith("by ") else None
    title = chunk[count - 2] if by else chunk[count - 1]
    below = [line for line in chunk[dated + 1 :] if not _CLOCK.fullmatch(line)]
    owner = next((at for at, line in enumerate(below[:9]) if _OWNER.match(line)), None)
    named = next((at for at, line in enumerate(below[:7]) if _is_language(line)), None)
    start = owner if owner is not None else named
    if start is None:
        return "no language and copyright lines above the text"
    paragraphs = _prose(below[start + 1 :])
    if not paragraphs:
        return "no text below the copyright line"
    return Found(
        text=_text(title, paragraphs),
        title=title,
        source=below[0] if start else None,
        published=date_in_line(chunk[dated]),
        origin="meta",
        author=by[3:] if by else None,
        language=below[named] if named is not None else None,
    )


def _is_language(line: str) -> bool:
    return line in (
        "English", "French", "German", "Spanish", "Arabic", "Russian", "Chinese", "Portuguese", "Italian", "Dutch",
        "Turkish", "Japanese", "Korean", "Polish", "Indonesian",
    )  # fmt: skip


def _field_chunks(lines: list[str]) -> list[list[str]]:
    starts = [at for at, line in enumerate(lines) if (m := _FACTIVA_FIELD.fullmatch(line)) and m[1] == "HD"]
    chunks = [lines[a:b] for a, b in itertools.pairwise([*starts, len(lines)])]
    codes = [{m[1] for line in chunk if (m := _FACTIVA_FIELD.fullmatch(line))} for chunk in chunks]
    return chunks if any({"PD", "SN"} <= found for found in codes) else []


def _fields(chunk: list[str]) -> Found | str:
    values: dict[str, list[str]] = {}
    code = ""
    for line in chunk:
        match = _FACTIVA_FIELD.fullmatch(line)
        if match and match[1] not in values:
            code = match[1]
            values[code] = [match[2]] if match[2] else []
        elif code != "AN":  # what stands below the last field belongs to no article
            values[code].append(line.strip("| "))
    title = " ".join(values.get("HD", [])) or None
    day = _first_day(values.get("PD", []))
    paragraphs = [line for line in [*values.get("LP", []), *values.get("TD", [])] if line]
    if not title or not day or not paragraphs:
        missing = "HD" if not title else "PD" if not day else "LP and TD"
        return f"nothing that can be read under {missing}"
    return Found(
        text=_text(title, paragraphs),
        title=title,
        source=" ".join(values.get("SN", [])) or None,
        published=day,
        origin="meta",
        author=" ".join(values.get("BY", [])) or None,
        language=" ".join(values.get("LA", [])) or None,
    )


def _first_day(lines: list[str]) -> datetime.date | None:
    return next((day for line in lines if (day := date_in_line(line))), None)


def _prose(lines: list[str]) -> list[str]:
    """The paragraphs up to the classification that closes an article."""
    kept: list[str] = []
    for line in lines:
        if kept and _TAIL.fullmatch(line):
            break
        if line and not _NO_PROSE.fullmatch(line) and not _PAGE_MARK.fullmatch(line):
            kept.append(line)
    return kept


def _text(title: str | None, paragraphs: list[str]) -> str:
    head = [title] if title and paragraphs[0] != title else []
    return "\n\n".join([*head, *paragraphs])


def _field(lines: list[str], name: str) -> str | None:
    for line in lines:
        match = _HEAD_FIELD.fullmatch(line)
        if match and match[1].lower() == name and match[2]:
            return match[2].strip()
    return None


def _tail_field(lines: list[str], name: str) -> str | None:
    for line in reversed(lines):
        if line.lower().startswith(f"{name}:"):
            return line.partition(":")[2].partition(";")[0].strip() or None
    return None
