"""A corpus: a folder with a marker, Parquet parts of articles and records, and a log of runs.

    corpus.toml                   the marker: which layout the folder has
    articles/part-<hash>.parquet  one row an article, its text included
    records/part-<hash>.parquet   one row a record: where it stands, and its JSON form
    runs/<id>.json                one run: versions, counts, what was held and why

A part is written beside its place and renamed, so a killed run leaves a corpus that opens. Its name is the
hash of what is in it: writing the same rows again writes nothing new.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tidings.model.article import Article
from tidings.model.errors import StoreError

MARKER = "corpus.toml"
LAYOUT = 1
_ARTICLE = {
    "id": "VARCHAR", "text": "VARCHAR", "title": "VARCHAR", "published": "VARCHAR", "published_origin": "VARCHAR",
    "url": "VARCHAR", "source": "VARCHAR", "skipped": "VARCHAR", "text_sha256": "VARCHAR",
}  # fmt: skip
_RECORD = {
    "id": "VARCHAR", "article": "VARCHAR", "kind": "VARCHAR", "quote": "VARCHAR", "first": "INTEGER",
    "last": "INTEGER", "rule": "VARCHAR", "json": "VARCHAR",
}  # fmt: skip

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Corpus:
    """An open corpus folder. Reading never locks; writing adds parts by atomic rename."""

    folder: Path

    def articles(self) -> list[Article]:
        """All articles, sorted by id."""
        return [_article(row) for row in _read(self.folder / "articles", _ARTICLE, "id")]

    def records(self) -> list[Row]:
        """All records as rows (`id`, `article`, `kind`, `quote`, `first`, `last`, `rule`, `json`)."""
        return _read(self.folder / "records", _RECORD, "article, first, last, kind, id")

    def find(self, key: str) -> tuple[Row, Article]:
        """The record with id `key` (or the only one whose id begins so) and its article; `StoreError` if none."""
        rows = [row for row in self.records() if str(row["id"]).startswith(key)]
        exact = [row for row in rows if row["id"] == key]
        ids = {row["id"] for row in rows}
        if not exact and len(ids) != 1:
            problem = (
                f"{len(ids)} records begin with {key!r}; give more of the id" if ids else f"no record {key!r}"
            )
            raise StoreError(f"{self.folder}: {problem}. Ids are printed by: tidings code --format jsonl")
        row = (exact or rows)[-1]
        return row, next(a for a in self.articles() if a.id == row["article"])

    def add(self, articles: Sequence[Article], records: Sequence[Row]) -> tuple[int, int]:
        """Add what is not there yet; returns how many articles and records were new.

        Raises `StoreError` when an article's id is there with another text.
        """
        known = {a.id: _hash(a.text) for a in self.articles()}
        clashes = sorted(a.id for a in articles if known.get(a.id, _hash(a.text)) != _hash(a.text))
        if clashes:
            raise StoreError(
                f"{self.folder}: other texts are stored as {', '.join(clashes[:5])}; make ids unique"
            )
        new = [_article_row(a) for a in articles if a.id not in known]
        have = {row["id"] for row in self.records()}
        fresh = [row for row in records if row["id"] not in have]
        _write(self.folder / "articles", _ARTICLE, new)
        _write(self.folder / "records", _RECORD, fresh)
        return len(new), len(fresh)

    def log_run(self, run: Mapping[str, Any]) -> str:
        """Write `run` to runs/, named by its content; returns the name."""
        text = json.dumps(run, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        name = f"r_{_hash(text)[:12]}"
        (self.folder / "runs").mkdir(exist_ok=True)
        _replace(self.folder / "runs" / f"{name}.json", text.encode("utf-8"))
        return name


def is_corpus(folder: Path) -> bool:
    """Whether `folder` carries the marker of a corpus."""
    return (folder / MARKER).is_file()


def open_corpus(folder: Path, *, create: bool = False) -> Corpus:
    """The corpus at `folder`, made when `create` is set; `StoreError` for another folder or a newer layout."""
    import tomllib

    marker = folder / MARKER
    if not marker.exists():
        if not create:
            raise StoreError(
                f"{folder} is no corpus (it has no {MARKER}); make one with: tidings init {folder}"
            )
        if folder.exists() and not folder.is_dir():
            raise StoreError(f"{folder} is a file; give a folder")
        folder.mkdir(parents=True, exist_ok=True)
        _replace(marker, f"# A Tidings corpus.\nlayout = {LAYOUT}\n".encode())
    layout = tomllib.loads(marker.read_text(encoding="utf-8")).get("layout")
    if layout != LAYOUT:
        raise StoreError(
            f"{folder} has layout {layout}; this Tidings reads layout {LAYOUT}. Install a newer one"
        )
    return Corpus(folder)


def _article_row(article: Article) -> Row:
    return {
        "id": article.id,
        "text": article.text,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "published_origin": article.published_origin,
        "url": article.url,
        "source": article.source,
        "skipped": json.dumps(article.skipped),
        "text_sha256": _hash(article.text),
    }


def _article(row: Row) -> Article:
    return Article(
        id=row["id"],
        text=row["text"],
        title=row["title"],
        published=datetime.date.fromisoformat(row["published"]) if row["published"] else None,
        published_origin=row["published_origin"],
        url=row["url"],
        source=row["source"],
        skipped=tuple((a, b, why) for a, b, why in json.loads(row["skipped"])),
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(content)
    os.replace(beside, path)


def _connect() -> Any:
    import duckdb

    # Nothing is fetched, and one thread keeps rows in order: the same rows give the same file.
    return duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "threads": "1",
        },
    )


def _write(folder: Path, columns: Mapping[str, str], rows: Iterable[Row]) -> None:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    if not lines:
        return
    content = "\n".join(lines) + "\n"
    folder.mkdir(exist_ok=True)
    place = folder / f"part-{_hash(content)[:16]}.parquet"
    source, beside = place.with_suffix(".jsonl.part"), place.with_suffix(".parquet.part")
    source.write_text(content, encoding="utf-8")
    types = ", ".join(f"{name}: '{kind}'" for name, kind in columns.items())
    connection = _connect()
    try:
        connection.execute(
            f"COPY (SELECT * FROM read_json({_quoted(source)}, format = 'newline_delimited', columns = {{{types}}},"
            f" maximum_object_size = 100000000)) TO {_quoted(beside)} (FORMAT parquet, COMPRESSION zstd)"
        )
    finally:
        connection.close()
    source.unlink()
    os.replace(beside, place)


def _read(folder: Path, columns: Mapping[str, str], order: str) -> list[Row]:
    parts = sorted(folder.glob("part-*.parquet"))
    if not parts:
        return []
    listed = ", ".join(_quoted(part) for part in parts)
    connection = _connect()
    try:
        rows = connection.execute(
            f"SELECT {', '.join(columns)} FROM read_parquet([{listed}]) ORDER BY {order}"
        ).fetchall()
    finally:
        connection.close()
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
