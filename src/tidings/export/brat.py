"""brat standoff: a .txt and an .ann file an article, and the configuration that brat needs."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

from tidings.codebook.ontology import STATUSES, TYPES
from tidings.export.annotated import ROLES, LabelledArticle, Span, labelled_articles
from tidings.export.profiles import Profile
from tidings.export.selection import Selection

_HEADS = (*sorted(TYPES), "STATEMENT", "FIGURE")


def _write(selection: Selection, folder: Path) -> None:
    (folder / "annotation.conf").write_text(_configuration(), encoding="utf-8", newline="\n")
    for article in labelled_articles(selection):
        name = file_name(article.id)
        (folder / f"{name}.txt").write_text(article.text, encoding="utf-8", newline="")
        (folder / f"{name}.ann").write_text(standoff(article), encoding="utf-8", newline="\n")


def file_name(article: str) -> str:
    """A file name for an article's id: an id with other characters than letters, digits, . _ - gets a hash.

    >>> file_name("ar_12"), file_name("../etc/x")
    ('ar_12', 'etc_x-2215be8e')
    """
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", article).strip("._")
    if plain == article:
        return article
    return f"{plain[:80] or 'article'}-{hashlib.sha256(article.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def standoff(article: LabelledArticle) -> str:
    """The lines of an .ann file: text spans, events with their arguments, attributes and the ids of the records."""
    spans: dict[Span, str] = {}
    lines: list[str] = []
    for number, record in enumerate(article.records, 1):
        for span in (record.head, *record.parts):
            if span not in spans:
                spans[span] = f"T{len(spans) + 1}"
                lines.append(f"{spans[span]}\t{span.label} {_pieces(article.text, span)}")
        taken: Counter[str] = Counter()
        arguments = [f"{record.head.label}:{spans[record.head]}"]
        for part in record.parts:
            taken[part.label] += 1
            again = taken[part.label] if taken[part.label] > 1 else ""
            arguments.append(f"{part.label}{again}:{spans[part]}")
        lines.append(f"E{number}\t{' '.join(arguments)}")
        lines.append(f"#{number}\tAnnotatorNotes E{number}\t{record.id} {_told(record.attributes)}".rstrip())
        if "status" in record.attributes:
            lines.append(f"A{number}\tStatus E{number} {record.attributes['status']}")
    return "".join(f"{line}\n" for line in lines)


def _told(attributes: object) -> str:
    assert isinstance(attributes, dict)
    return " ".join(f"{name}={value}" for name, value in attributes.items() if name != "status")


def _pieces(text: str, span: Span) -> str:
    """Offsets and words; brat wants one piece a line."""
    pieces = [
        (span.first + match.start(), span.first + match.end())
        for match in re.finditer(r"[^\n\r]+", text[span.first : span.last])
    ]
    return f"{';'.join(f'{a} {b}' for a, b in pieces)}\t{' '.join(text[a:b] for a, b in pieces)}"


def _configuration() -> str:
    arguments = ", ".join(f"{role}*:{role}" for role in ROLES)
    lines = ["[entities]", *ROLES, "", "[relations]", "", "[events]"]
    lines += [f"{head}\t{arguments}" for head in _HEADS]
    lines += ["", "[attributes]", f"Status\tArg:<EVENT>, Value:{'|'.join(STATUSES)}", ""]
    return "\n".join(lines)


PROFILES = {
    "brat": Profile(
        name="brat",
        title="brat standoff",
        suffix="",
        one_row="one article (a .txt and an .ann file)",
        write=_write,
        media="text/plain",
        lost=(
            "Parties that are implied, not named at the spot, have no words and are left out.",
            "Canonical names, countries, sectors, resolved dates and places are not written; the record's id is in its note.",
            "Articles without selected records are left out.",
        ),
    )
}
