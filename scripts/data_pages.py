"""Writes the data dictionary and the columns of every export format from the schemas themselves: `make docs`.

Into the page of limits it copies the figures that BENCHMARKS.md has.

The tables are those of a corpus that is coded and merged on the spot, so a column that a corpus has and the page has
not, or the other way round, cannot be. A column without a description is refused.
"""

from __future__ import annotations

import contextlib
import io
import re
import sqlite3
import sys
import tempfile
from pathlib import Path

import duckdb

from tidings.cli import main as tidings
from tidings.export.native_columns import TEXTS, describe
from tidings.export.profiles import NAMES, find_profile
from tidings.query.database import open_database
from tidings.query.tables import VIEWS
from tidings.store.reviews import REVIEWS_TABLE

ROOT = Path(__file__).parents[1]
WRITTEN = "Written by `make docs`; not edited by hand."
_REPORT = (
    "Kenyan police arrested two Somali journalists in Garissa on Monday. The editor of their newspaper, Farah Warsame,"
    ' condemned the arrest. "They did nothing wrong," he said.'
)
_ROWS = {
    "articles": "an article",
    "event_mentions": "an event as one article tells it at one spot",
    "statements": "something somebody said",
    "figures": "a count of people",
    "parties": "a party of a record, in one role",
    "evidence": "a stretch of words that a record rests on",
}
_FILES = {
    "articles": "an article",
    "codings": "one coding of an article",
    "copies": "an article, and which text it prints",
    "events": "an event over all articles, of the latest merging (the highest `number`)",
    "records": "a record, of every coding that is kept",
}
_ON_DISK = {
    "author": "who wrote it, as the source says",
    "language": "its language, as the source gives it",
    "raw_sha256": "hash of the bytes of the file it was read from",
    "codebook": "content hash of the codebook that made the record",
    "coder": "version of Tidings that made the record",
    "json": "the whole record as JSON, as `tidings code --format jsonl` prints it",
    "number": "counts up with every coding or merging; the highest is the present one",
    "records": "how many records the coding gave",
    "mentions": "ids of the event mentions that were merged",
    "articles": "ids of the articles that tell of it, the first one first",
    "sources": "outlets that tell of it",
    "independent": "how many of the texts are no copies of each other",
    "first_published": "earliest publication date",
    "first_articles": "articles published on that day",
    "differing": "what the articles give differently: killed, place, day ...",
    "actors": "parties that act, as country.sector or name.sector",
    "recipients": "parties acted upon, in the same form",
    "sketch": "MinHash of the text's words, by which copies are found",
}
_OF_TABLE = {
    ("copies", "text"): "id of the article whose text this one prints",
    ("copies", "first"): "whether this article stands for all copies of the text",
    ("events", "id"): "id of the event, from the article that told it first",
    ("events", "first"): "first day of the event",
    ("events", "last"): "last day of the event",
    ("events", "country"): "country of the place",
    ("events", "json"): "the whole event as JSON: joins with reasons, differences with articles",
    ("records", "kind"): "event, statement or figure",
    ("articles", "published"): "publication date, ISO 8601; null where unknown",
}
_COPIED = re.compile(r"(<!-- from BENCHMARKS: (.*?) -->)\n.*?(<!-- end -->)", re.DOTALL)
_REVIEWS = {
    "number": "counts up; the log is only added to",
    "record": "id of the record that was reviewed",
    "article": "id of its article",
    "kind": "event, statement or figure",
    "label": "type of the event or kind of figure; empty for a statement",
    "first": "where the words begin",
    "last": "where the words end",
    "quote": "the words that the verdict was given on",
    "text_sha256": "SHA-256 of the article's text at that time",
    "url": "address of the article",
    "verdict": "accepted, corrected, rejected, unsure or undone",
    "old": "the fields that a correction changes, as the machine had them, as JSON",
    "new": "the same fields as corrected, as JSON",
    "reason": "why, in the reviewer's words",
    "reviewer": "who",
    "at": "when, UTC",
    "undoes": "number of the review that this one takes back",
}


def data_dictionary() -> str:
    """Every table of a corpus: those that questions are asked of, and the files on disk."""
    lines = ["# Data dictionary", "", WRITTEN, ""]
    lines += [
        "The first six tables are what `tidings sql`, `tidings.open(...)`, `--profile csv`, `parquet`, `jsonl`, `xlsx` and `sqlite`"
        " give: the present coding, with reviews applied. Unknown is null (an empty cell), never zero. Lists are lists in SQL,"
        " Parquet and JSON lines, and joined by `; ` in CSV, XLSX and SQLite.",
        "",
    ]
    with _corpus() as folder:
        database = open_database(folder)
        for table in VIEWS:
            lines += [f"## {table}", "", f"One row is {_ROWS[table]}.", ""]
            lines += ["| column | type | what it holds |", "|---|---|---|"]
            for row in database.rows(f"DESCRIBE {table}"):
                name = row["column_name"]
                text = "the whole record as JSON (Python and SQL only)" if name == "json" else describe(name)
                lines.append(f"| `{name}` | {row['column_type']} | {text} |")
            lines.append("")
        lines += [
            "## Files on disk",
            "",
            "The Parquet parts of a [corpus folder](corpus.md), as they are written.",
            "",
        ]
        lines += [*_files(folder), *_reviews()]
    return "\n".join(lines)


def formats() -> str:
    """Every export format: what a row is, what it cannot carry, and its columns."""
    lines = ["# Columns of every format", "", WRITTEN, ""]
    lines += [
        "What each [export](exports.md) holds, and what it cannot carry. *Always empty* are columns of somebody else's format"
        " that Tidings has no source for.",
        "",
    ]
    for name in NAMES:
        profile = find_profile(name)
        lines += [f"## {name}", "", f"{profile.title}. One row is {profile.one_row}.", ""]
        if profile.tables:
            lines += [f"Tables: {', '.join(f'[{t}](tables.md#{t})' for t in profile.tables)}.", ""]
        if profile.delimiter:
            separated = "Tab" if profile.delimiter == "\t" else "Comma"
            lines += [
                f"{separated}-separated, UTF-8, {'with' if profile.header else 'without'} a header row.",
                "",
            ]
        lines += [f"- {text}" for text in profile.lost] + [""] * bool(profile.lost)
        if profile.columns:
            lines += ["| | column | type | what it holds |", "|---|---|---|---|"]
            for at, column in enumerate(profile.columns, 1):
                text = f"*always empty*: {column.text}" if column.blank else column.text
                lines.append(
                    f"| {at} | `{column.name}` | {column.type} | {text.replace('|', chr(92) + '|')} |"
                )
            lines.append("")
    return "\n".join(lines)


@contextlib.contextmanager
def _corpus():  # type: ignore[no-untyped-def]
    """A corpus of one report, coded, merged and reviewed once: its schema is everybody's."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        report = Path(folder, "report.txt")
        report.write_text(_REPORT, encoding="utf-8")
        corpus = Path(folder, "corpus")
        with contextlib.redirect_stderr(io.StringIO()):
            assert tidings(["code", str(report), "--published", "2024-05-07", "--into", str(corpus)]) == 0
            assert tidings(["merge", str(corpus)]) == 0
        yield corpus


def _files(folder: Path) -> list[str]:
    found = sorted({part.parent.name for part in folder.glob("*/part-*.parquet")})
    assert found == sorted(_FILES), f"described are {sorted(_FILES)}, there are {found}"
    lines = []
    for table in found:
        lines += [f"### {table}/part-*.parquet", "", f"One row is {_FILES[table]}.", ""]
        lines += ["| column | type | what it holds |", "|---|---|---|"]
        part = next((folder / table).glob("part-*.parquet"))
        for name, kind, *_ in duckdb.sql(f"DESCRIBE SELECT * FROM read_parquet('{part}')").fetchall():
            text = _OF_TABLE.get((table, name)) or _ON_DISK.get(name) or TEXTS[name]
            lines.append(f"| `{name}` | {kind} | {text} |")
        lines.append("")
    return lines


def _reviews() -> list[str]:
    lines = [
        "### reviews.sqlite",
        "",
        "Table `reviews`: one row is one verdict; there from the first review on.",
        "",
    ]
    lines += ["| column | type | what it holds |", "|---|---|---|"]
    with contextlib.closing(sqlite3.connect(":memory:")) as log:
        log.executescript(REVIEWS_TABLE)
        columns = log.execute("PRAGMA table_info(reviews)").fetchall()
    return [*lines, *(f"| `{name}` | {kind} | {_REVIEWS[name]} |" for _, name, kind, *_ in columns), ""]


def limits() -> str:
    """The page of limits with its figures as BENCHMARKS.md has them now."""
    page = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    return _COPIED.sub(lambda m: f"{m[1]}\n{_of_benchmarks(m[2])}\n{m[3]}", page)


def _of_benchmarks(name: str) -> str:
    """A section of BENCHMARKS.md by the beginning of its heading, or what stands under a bold name."""
    text = (ROOT / "BENCHMARKS.md").read_text(encoding="utf-8")
    key = re.escape(name)
    found = re.search(rf"^## {key}[^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    found = found or re.search(rf"^(\*\*{key}\b.*?)(?=^\*\*|^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(f"BENCHMARKS.md has no section {name!r}, which docs/limits.md copies")
    return found[1].strip()


def pages() -> dict[str, str]:
    """The text of each page by its name under docs/."""
    return {"tables.md": data_dictionary(), "formats.md": formats(), "limits.md": limits()}


def main() -> int:
    """Write the pages; prints those that changed."""
    for name, text in pages().items():
        path = ROOT / "docs" / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"written  docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
