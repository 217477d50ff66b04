"""A corpus: a folder with a marker, Parquet parts of articles and records, and a log of runs.

    corpus.toml                   the marker: which layout the folder has
    articles/part-<hash>.parquet  one row an article, its text included
    records/part-<hash>.parquet   one row a record: where it stands, the versions that made it, its JSON form
    codings/part-<hash>.parquet   one row each time an article was coded: with which versions, how many records
    runs/<id>.json                one run: versions, counts, seconds, what was held and why

A part is written beside its place and renamed, and records come before the coding that counts them: a killed
run leaves a corpus that opens, and the next run goes on where it stopped. The records of an article are those
of its latest coding; records that an earlier codebook made are stale, and the run that renews them removes them.
"""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tidings.model.article import Article
from tidings.model.errors import StoreError
from tidings.store.parts import (
    Row,
    connect,
    hashed,
    parts_of,
    quoted,
    read_parts,
    replace,
    snapshot,
    steady,
    write_part,
)
from tidings.store.swap import stage, swap

PAST = "past"  # records of earlier codings, kept so that runs can be compared
MARKER = "corpus.toml"
LAYOUT = 2
ARTICLE = {
    "id": "VARCHAR", "text": "VARCHAR", "title": "VARCHAR", "published": "VARCHAR", "published_origin": "VARCHAR",
    "url": "VARCHAR", "source": "VARCHAR", "skipped": "VARCHAR", "text_sha256": "VARCHAR",
    "author": "VARCHAR", "language": "VARCHAR", "raw_sha256": "VARCHAR",
}  # fmt: skip
RECORD = {
    "id": "VARCHAR", "article": "VARCHAR", "kind": "VARCHAR", "quote": "VARCHAR", "first": "INTEGER",
    "last": "INTEGER", "rule": "VARCHAR", "codebook": "VARCHAR", "coder": "VARCHAR", "json": "VARCHAR",
}  # fmt: skip
CODING = {
    "article": "VARCHAR", "codebook": "VARCHAR", "coder": "VARCHAR", "records": "INTEGER", "number": "INTEGER",
}  # fmt: skip

Versions = tuple[str, str]  # codebook, coder


@dataclass(frozen=True, slots=True)
class Corpus:
    """An open corpus folder. Reading never locks; writing adds parts by atomic rename."""

    folder: Path

    def articles(self, *, only: Collection[str] | None = None) -> list[Article]:
        """All articles, sorted by id; with `only`, those whose ids are in it."""
        rows = self._read("articles", ARTICLE, "id")
        return [_article(row) for row in rows if only is None or row["id"] in only]

    def stream(self) -> Iterator[Article]:
        """All articles, one part of the corpus held at a time; for who holds the corpus for writing."""
        for part in parts_of(self.folder / "articles"):
            yield from map(_article, read_parts([part], ARTICLE, "id"))

    def texts(self) -> dict[str, str]:
        """The SHA-256 of each article's text, by article id."""
        columns = {name: ARTICLE[name] for name in ("id", "text_sha256")}
        rows = self._read("articles", columns, "id")
        return {row["id"]: row["text_sha256"] for row in rows}

    def codings(self) -> dict[str, Row]:
        """The latest coding of each article, by article id."""
        rows = self._read("codings", CODING, "article, number, codebook, coder")
        return {row["article"]: row for row in rows}

    def versions(self) -> dict[str, Versions]:
        """Codebook and coder version with which each article was last coded."""
        return {key: (row["codebook"], row["coder"]) for key, row in self.codings().items()}

    def records(self) -> list[Row]:
        """The current records as rows (`id`, `article`, `kind`, `quote`, `first`, `last`, `rule`, `codebook`,
        `coder`, `json`), in the order of articles and text; stale ones are left out."""
        codings, rows = steady(
            self.folder,
            lambda parts: (
                read_parts(parts["codings"], CODING, "article, number, codebook, coder"),
                read_parts(parts["records"], RECORD, "article, first, last, kind, id"),
            ),
        )
        now = {row["article"]: (row["codebook"], row["coder"]) for row in codings}
        seen: set[str] = set()
        current = []
        for row in rows:
            if now.get(row["article"]) == (row["codebook"], row["coder"]) and row["id"] not in seen:
                seen.add(row["id"])
                current.append(row)
        return current

    def _read(self, name: str, columns: Mapping[str, str], order: str) -> list[Row]:
        return steady(self.folder, lambda parts: read_parts(parts[name], columns, order))

    def find(self, key: str) -> tuple[Row, Article]:
        """The record with id `key` (or the only one whose id begins so) and its article; `StoreError` if none."""
        rows = [row for row in self.records() if str(row["id"]).startswith(key)]
        exact = [row for row in rows if row["id"] == key]
        if not exact and len(rows) != 1:
            problem = (
                f"{len(rows)} records begin with {key!r}; give more of the id"
                if rows
                else f"no record {key!r}"
            )
            raise StoreError(
                f"{self.folder}: {problem}. Look ids up with: tidings find WORDS --corpus {self.folder}"
            )
        row = (exact or rows)[0]
        return row, self.articles(only={row["article"]})[0]

    def add(self, articles: Sequence[Article], known: dict[str, str] | None = None) -> int:
        """Add the articles that are not there yet; returns how many were new.

        `known` is what `texts` gave, kept by a writer from batch to batch; it is brought up to date. Raises `StoreError` when an article's id is there with another text.
        """
        known = self.texts() if known is None else known
        clashes = sorted(a.id for a in articles if known.get(a.id, hashed(a.text)) != hashed(a.text))
        if clashes:
            raise StoreError(
                f"{self.folder}: other texts are stored as {', '.join(clashes[:5])}; make ids unique"
            )
        new = {a.id: _article_row(a) for a in articles if a.id not in known}
        write_part(self.folder / "articles", ARTICLE, new.values())
        known.update((key, row["text_sha256"]) for key, row in new.items())
        return len(new)

    def add_records(
        self,
        records: Mapping[str, Sequence[Row]],
        versions: Versions,
        number: int,
        now: dict[str, Versions] | None = None,
    ) -> int:
        """Add the records of each article as coded with `versions` in coding run `number`.

        `now` is what `versions` gave, kept by a writer from batch to batch; it is brought up to date. Articles whose latest coding has these versions are passed over. Returns how many records were new.
        """
        now = self.versions() if now is None else now
        fresh = {key: rows for key, rows in records.items() if now.get(key) != versions}
        rows = [row for key in sorted(fresh) for row in fresh[key]]
        write_part(self.folder / "records", RECORD, rows)
        write_part(
            self.folder / "codings",
            CODING,
            [
                {
                    "article": key,
                    "codebook": versions[0],
                    "coder": versions[1],
                    "records": len(fresh[key]),
                    "number": number,
                }
                for key in sorted(fresh)
            ],
        )
        now.update(dict.fromkeys(fresh, versions))
        return len(rows)

    def next_number(self) -> int:
        """The number of the next coding run: one more than the highest so far."""
        return max((row["number"] for row in self.codings().values()), default=0) + 1

    def remove_stale(self) -> int:
        """Move records of earlier codings out of the parts; returns how many were moved.

        They are kept in `past/`, where only `tidings diff` looks. What an earlier coding left is moved only after what
        replaces it is in place.
        """
        now = self.versions()
        removed = 0
        folder = self.folder / "records"
        for part in self._with_stale():
            rows = read_parts([part], RECORD, "article, first, last, kind, id")
            kept = [row for row in rows if now.get(row["article"]) == (row["codebook"], row["coder"])]
            if len(kept) < len(rows):
                stale = [row for row in rows if now.get(row["article"]) != (row["codebook"], row["coder"])]
                write_part(self.folder / PAST, RECORD, stale)
                swap(folder, [stage(folder, RECORD, kept)] if kept else [], [part])
                removed += len(rows) - len(kept)
        return removed

    def _with_stale(self) -> list[Path]:
        """The parts that hold records of earlier codings, or of none; no JSON is read."""
        parts = snapshot(self.folder)
        if not parts["records"] or not parts["codings"]:
            return parts["records"]
        records, codings = (
            f"read_parquet([{', '.join(map(quoted, parts[n]))}]" for n in ("records", "codings")
        )
        with contextlib.closing(connect()) as connection:
            found = connection.execute(
                f"SELECT DISTINCT filename FROM {records}, filename = true) AS r ANTI JOIN (SELECT article, arg_max(codebook, number)"
                f" AS codebook, arg_max(coder, number) AS coder FROM {codings}) GROUP BY article) AS c"
                " ON r.article = c.article AND r.codebook = c.codebook AND r.coder = c.coder"
            ).fetchall()
        names = {Path(row[0]).name for row in found}
        return [part for part in parts["records"] if part.name in names]

    def log_run(self, run: Mapping[str, Any]) -> str:
        """Write `run` to runs/, named by its content; returns the name."""
        text = json.dumps(run, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        name = f"r_{hashed(text)[:12]}"
        (self.folder / "runs").mkdir(exist_ok=True)
        replace(self.folder / "runs" / f"{name}.json", text.encode("utf-8"))
        return name


def is_corpus(folder: Path) -> bool:
    """Whether `folder` carries the marker of a corpus."""
    return (folder / MARKER).is_file()


def open_corpus(folder: Path, *, create: bool = False) -> Corpus:
    """The corpus at `folder`, made when `create` is set; `StoreError` for another folder or another layout."""
    import tomllib

    marker = folder / MARKER
    if not marker.exists():
        if not create:
            raise StoreError(
                f"{folder} is no corpus (it has no {MARKER}); make one with: tidings init {folder}"
            )
        if folder.exists() and not folder.is_dir():
            raise StoreError(f"{folder} is a file; give a folder")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{folder} cannot be made ({error.strerror}); give another folder") from None
        replace(marker, f"# A Tidings corpus.\nlayout = {LAYOUT}\n".encode())
    try:
        layout = tomllib.loads(marker.read_text(encoding="utf-8")).get("layout")
    except (ValueError, OSError):
        raise StoreError(
            f"{marker} is damaged; put it back from a backup, or write into it: layout = {LAYOUT}"
        ) from None
    if layout != LAYOUT:
        way = (
            "Install a newer Tidings"
            if isinstance(layout, int) and layout > LAYOUT
            else ("Code the articles again into a new folder")
        )
        raise StoreError(f"{folder} has layout {layout}; this Tidings reads layout {LAYOUT}. {way}")
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
        "text_sha256": hashed(article.text),
        "author": article.author,
        "language": article.language,
        "raw_sha256": article.raw_sha256,
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
        author=row["author"],
        language=row["language"],
        raw_sha256=row["raw_sha256"],
    )
