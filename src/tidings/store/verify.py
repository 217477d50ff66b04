"""Is a corpus whole? Every part against its name, every record against its article, every log and index.

A part is named by the hash of its rows, so that damage anywhere in it shows.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tidings.store.corpus import ARTICLE, CODING, RECORD, Corpus
from tidings.store.merged import COPY, EVENT, read_events
from tidings.store.parts import columns_of, connect, hashed, parts_of, quoted, snapshot

COLUMNS = {"articles": ARTICLE, "codings": CODING, "copies": COPY, "events": EVENT, "records": RECORD}
_DATABASES = {
    "reviews.sqlite": "it holds what people decided: put it back from a backup",
    "search.sqlite": "it is only a copy: delete it, and the next search builds it anew",
}
_BATCH = 2000
_ANEW = "put it back from a backup, or remove it and add and code its articles again"


class Damage(NamedTuple):
    """What is wrong: the file or record, what was found, and what to do."""

    where: str
    what: str
    way: str


class Checked(NamedTuple):
    """How much was looked at: parts, articles, records, and stretches of text compared."""

    parts: int
    articles: int
    records: int
    spans: int


def verify(corpus: Corpus) -> tuple[Checked, list[Damage]]:
    """Check all of a corpus; writes nothing. Memory does not grow with the texts."""
    found: list[Damage] = []
    parts = snapshot(corpus.folder)
    for name, listed in parts.items():
        found.extend(damage for part in listed for damage in _part(corpus, name, part))
    found.extend(_databases(corpus.folder))
    found.extend(_logs(corpus.folder))
    number = sum(map(len, parts.values()))
    if found:  # what cannot be read cannot be compared either
        return Checked(number, 0, 0, 0), found
    articles, texts = _articles(corpus)
    records, spans, wrong = _records(corpus, texts)
    found.extend(articles)
    found.extend(wrong)
    return Checked(number, len(texts), records, spans), found


def _part(corpus: Corpus, name: str, part: Path) -> Iterator[Damage]:
    """Read a part and compare the hash of its rows with its name."""
    import duckdb

    where, columns = str(part.relative_to(corpus.folder)), COLUMNS[name]
    content = hashlib.sha256()
    with contextlib.closing(connect()) as connection:
        try:
            kept = columns_of(connection, f"read_parquet({quoted(part)})")
            columns = {name: kind for name, kind in columns.items() if name in kept}
            result = connection.execute(f"SELECT {', '.join(columns)} FROM read_parquet({quoted(part)})")
            while batch := result.fetchmany(_BATCH):
                for row in batch:
                    line = json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)
                    content.update(line.encode("utf-8") + b"\n")
        except (duckdb.Error, UnicodeDecodeError) as error:
            yield Damage(where, f"cannot be read: {' '.join(str(error).split())[:160]}", _ANEW)
            return
    if part.name != f"part-{content.hexdigest()[:16]}.parquet":
        yield Damage(where, "its rows are not those it is named by: it was changed or damaged", _ANEW)


def _databases(folder: Path) -> Iterator[Damage]:
    for name, way in _DATABASES.items():
        if not (folder / name).exists():
            continue
        try:
            with contextlib.closing(sqlite3.connect(folder / name, timeout=30)) as database:
                told = [row[0] for row in database.execute("PRAGMA integrity_check(5)")]
        except sqlite3.Error as error:
            told = [str(error)]
        if told != ["ok"]:
            yield Damage(name, "; ".join(told)[:160], way)


def _logs(folder: Path) -> Iterator[Damage]:
    for path in sorted((folder / "runs").glob("*.json")):
        with contextlib.suppress(ValueError):
            json.loads(path.read_text(encoding="utf-8"))
            continue
        yield Damage(f"runs/{path.name}", "is no JSON", "remove it: only the log of that run is lost")
    decisions = folder / "merging" / "decisions.jsonl"
    if decisions.exists():
        try:
            for line in decisions.read_text(encoding="utf-8").splitlines():
                json.loads(line or "null")
        except ValueError:
            yield Damage("merging/decisions.jsonl", "is no JSON", "put it back from a backup")


def _articles(corpus: Corpus) -> tuple[list[Damage], dict[str, str]]:
    """The articles by id with the hash of their text, and what is wrong with them."""
    found: list[Damage] = []
    texts: dict[str, str] = {}
    with contextlib.closing(connect()) as connection:
        for part in parts_of(corpus.folder / "articles"):
            result = connection.execute(f"SELECT id, text, text_sha256 FROM read_parquet({quoted(part)})")
            while batch := result.fetchmany(_BATCH):
                for key, text, sha in batch:
                    if hashed(text) != sha:
                        found.append(
                            Damage(f"article {key}", "its text is not the one it was added with", _ANEW)
                        )
                    if key in texts:
                        found.append(
                            Damage(
                                f"article {key}", "is there twice", f"run: tidings compact {corpus.folder}"
                            )
                        )
                    texts[key] = sha
    return found, texts


def _records(corpus: Corpus, texts: Mapping[str, str]) -> tuple[int, int, list[Damage]]:
    """How many current records and stretches there are, and what is wrong with them."""
    found: list[Damage] = []
    codings = corpus.codings()
    again = f"add the article and code again: tidings code {corpus.folder}"
    found.extend(
        Damage(f"article {key}", "was coded, but is not there: a part of articles is missing", again)
        for key in sorted(codings.keys() - texts.keys())
    )
    counts: Counter[str] = Counter()
    ids: set[str] = set()
    spans = 0
    for key, of, first, last, quote, form, text in _with_texts(corpus):
        if key in ids:
            continue
        ids.add(key)
        counts[of] += 1
        if text is None:
            found.append(Damage(f"record {key}", f"its article {of} is not there", again))
            continue
        for start, end, words in [(first, last, quote), *spans_of(json.loads(form))]:
            spans += 1
            if not 0 <= start <= end <= len(text) or (words is not None and text[start:end] != words):
                found.append(
                    Damage(f"record {key}", f"its words {start}-{end} are not in article {of}", again)
                )
                break
    for of, row in sorted(codings.items()):
        if of in texts and counts[of] != row["records"]:
            what = f"has {counts[of]} records, where its coding counted {row['records']}"
            found.append(
                Damage(
                    f"article {of}",
                    what,
                    f"put the part back, or remove codings/ and run: tidings code {corpus.folder}",
                )
            )
    for event in read_events(corpus):
        if set(event["mentions"]) - ids:
            found.append(
                Damage(
                    f"event {event['id']}",
                    "names mentions that are not there",
                    f"run: tidings merge {corpus.folder}",
                )
            )
    return len(ids), spans, found


def _with_texts(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    """The records of each article's latest coding with the article's text; DuckDB spills what outgrows memory."""
    parts = snapshot(corpus.folder)
    if not parts["records"] or not parts["codings"]:
        return
    records, codings, articles = (
        f"read_parquet([{', '.join(map(quoted, parts[name]))}])"
        for name in ("records", "codings", "articles")
    )
    of_articles = articles if parts["articles"] else "(SELECT NULL::VARCHAR AS id, NULL::VARCHAR AS text)"
    with contextlib.closing(connect()) as connection:
        result = connection.execute(
            f"SELECT r.id, r.article, r.first, r.last, r.quote, r.json, a.text FROM {records} AS r JOIN (SELECT article,"
            f" arg_max(codebook, number) AS codebook, arg_max(coder, number) AS coder FROM {codings} GROUP BY article) AS c"
            " ON r.article = c.article AND r.codebook = c.codebook AND r.coder = c.coder"
            f" LEFT JOIN {of_articles} AS a ON a.id = r.article"
        )
        while batch := result.fetchmany(_BATCH):
            yield from batch


def spans_of(form: Any) -> Iterator[tuple[int, int, str | None]]:
    """Every stretch in a record's JSON form with its words, None where only the offsets are kept.

    >>> list(spans_of({"trigger": {"start": 4, "end": 9}, "actors": [{"text": "Peru", "start": 0, "end": 4}]}))
    [(4, 9, None), (0, 4, 'Peru')]
    """
    if isinstance(form, Mapping):
        if isinstance(form.get("start"), int) and isinstance(form.get("end"), int):
            yield form["start"], form["end"], form.get("text")
        for value in form.values():
            yield from spans_of(value)
    elif isinstance(form, list):
        for value in form:
            yield from spans_of(value)
