"""Full text over articles, statements, figures and events: an SQLite FTS5 index beside the Parquet parts.

The index is a copy that can be thrown away: it is brought up to date before each search, part by part, and
built anew where parts went away. Where the corpus folder cannot be written, it is built in memory. Which of the records
found are current, and what they say, is asked of the corpus itself.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tidings.model.errors import StoreError, UsageError
from tidings.query.database import Database
from tidings.query.filters import Filters
from tidings.query.tables import connect_parts
from tidings.store.parts import steady

FILE = "search.sqlite"
KINDS = ("event", "statement", "figure", "article")
_TABLES = {"event": "event_mentions", "statement": "statements", "figure": "figures", "article": "articles"}
_LAYOUT = "1"
_WAIT = 30.0  # seconds to wait for another process that writes the index
_MANY = 900  # ids asked for at once
_AROUND = 60  # characters shown on each side of a word found in an article


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its kind, id and article, the row of its table, and the words to show."""

    kind: str
    id: str
    article: str
    words: str
    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first, and how many there are in all; `passed_over` are kinds that the filters do not fit."""

    hits: tuple[Hit, ...]
    total: int
    passed_over: tuple[str, ...]


def find(
    database: Database, words: str, filters: Filters, *, kinds: Sequence[str] = (), limit: int | None = 20
) -> Found:
    """What holds all `words` and passes the filters, best first.

    Words are matched by their stem, without case and accents; "in quotes" they must follow one another, `word*` is
    a beginning, `-word` must not occur, OR stands between alternatives. `kinds` limits what is looked for; a filter that does
    not fit a kind named there is an error, otherwise that kind is passed over.
    """
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise UsageError(f"kind {unknown[0]!r} is not one of {', '.join(KINDS)}")
    passed_over = () if kinds else tuple(kind for kind in KINDS if filters.unfit(_TABLES[kind]))
    wanted = [kind for kind in (kinds or KINDS) if kind not in passed_over]
    ranked = _matches(database.folder, words, wanted)
    passed: set[tuple[str, str]] = set()
    for kind in wanted:
        listed = [key for k, key in ranked if k == kind]
        passed.update((kind, key) for key in _passing(database, _TABLES[kind], listed, filters))
    current = [key for key in ranked if key in passed]
    shown = current[:limit]
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for kind in wanted:
        listed = [key for k, key in shown if k == kind]
        rows.update({(kind, row["id"]): row for row in _rows(database, _TABLES[kind], listed)})
    terms = _terms(words)
    hits = tuple(_hit(kind, rows[kind, key], terms) for kind, key in shown if (kind, key) in rows)
    return Found(hits, len(current), passed_over)


def _passing(database: Database, table: str, ids: Sequence[str], filters: Filters) -> Iterator[str]:
    """Those of the ids that are there now and pass the filters; no words of theirs are read."""
    where, parameters = filters.where(table)
    if ids:
        query = f"SELECT id FROM {table} WHERE id IN (SELECT unnest(?)) AND {where}"
        yield from (row["id"] for row in database.rows(query, [list(ids), *parameters]))


def _rows(database: Database, table: str, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    for at in range(0, len(ids), _MANY):
        query = f"SELECT * FROM {table} WHERE list_contains(?, id)"
        yield from database.rows(query, [list(ids[at : at + _MANY])])


def _hit(kind: str, row: dict[str, Any], terms: Sequence[str]) -> Hit:
    words = row["quote"] if kind != "article" else _around(row["text"], terms, row["title"])
    return Hit(
        kind, row["id"], row["id"] if kind == "article" else row["article"], " ".join(words.split()), row
    )


def _around(text: str, terms: Sequence[str], title: str | None) -> str:
    """The words of an article around the first one that was looked for."""
    for term in terms:
        match = re.search(rf"\b{re.escape(term[: max(3, len(term) - 3)])}", text, re.IGNORECASE)
        if match:
            return text[max(0, match.start() - _AROUND) : match.end() + _AROUND]
    return title or text[: 2 * _AROUND]


# --- what the user wrote, as FTS5 understands it


def _terms(words: str) -> list[str]:
    return [t for t in re.findall(r"\w+", re.sub(r'(^|\s)-("[^"]*"|\S+)', " ", words)) if t != "OR"]


def match_expression(words: str) -> str:
    """The FTS5 expression for what a user wrote; `UsageError` where nothing is looked for.

    >>> match_expression('ceasefire "armed men" OR gun* -film')
    '("ceasefire" AND "armed men" OR "gun"*) NOT ("film")'
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    joined = ""
    for minus, phrase, word in re.findall(r'(-?)(?:"([^"]*)"|(\S+))', words):
        text = phrase or word
        if word == "OR" and not minus:
            joined = " OR "
            continue
        bare = text.replace('"', " ").rstrip("*")
        if not re.search(r"\w", bare):
            continue
        term = f'"{bare}"' + ("*" if word.endswith("*") else "")
        if minus:
            unwanted.append(term)
        else:
            wanted.append((joined or " AND ") + term if wanted else term)
        joined = ""
    if not wanted:
        raise UsageError(f"{words!r} holds no word to look for")
    found = f"({''.join(wanted)})"
    return found + (f" NOT ({' OR '.join(unwanted)})" if unwanted else "")


# --- the index


def _matches(folder: Path, words: str, kinds: Sequence[str]) -> list[tuple[str, str]]:
    expression = match_expression(words)
    with contextlib.closing(_up_to_date(folder)) as index:
        marks = ", ".join("?" * len(kinds))
        try:
            return index.execute(
                "SELECT i.kind, i.id FROM words JOIN items AS i ON i.rowid = words.rowid"
                f" WHERE words MATCH ? AND i.kind IN ({marks}) ORDER BY words.rank, i.kind, i.id",
                [expression, *kinds],
            ).fetchall()
        except sqlite3.OperationalError as error:
            raise UsageError(f"{words!r} cannot be looked for: {error}") from None


def _up_to_date(folder: Path) -> sqlite3.Connection:
    """The index of a corpus with every part that is there now."""
    return steady(folder, lambda parts: _of_parts(folder, parts))


def _of_parts(folder: Path, parts: dict[str, list[Path]]) -> sqlite3.Connection:
    try:
        return _updated(sqlite3.connect(folder / FILE, timeout=_WAIT, isolation_level=None), folder, parts)
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise StoreError(f"{folder / FILE} is being written by another process; try again") from None
        # not writable, or not a database: the index is only a copy
        return _updated(sqlite3.connect(":memory:", isolation_level=None), folder, parts)


def _updated(index: sqlite3.Connection, folder: Path, listed: dict[str, list[Path]]) -> sqlite3.Connection:
    parts = {f"{name}/{part.name}": part for name in ("articles", "records") for part in listed[name]}
    try:
        if _known(index) != set(parts):
            index.execute("BEGIN IMMEDIATE")
            known = _known(index)
            if known is None or known - set(parts):
                _empty(index)
                known = set()
            for name in sorted(set(parts) - known):
                _add_part(index, folder, listed, name, parts[name])
            index.execute("COMMIT")
    except BaseException:
        index.close()
        raise
    return index


def _known(index: sqlite3.Connection) -> set[str] | None:
    """The parts that are in the index; None where it has another layout or is new."""
    tables = {row[0] for row in index.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "parts" not in tables or index.execute("PRAGMA user_version").fetchone()[0] != int(_LAYOUT):
        return None
    return {row[0] for row in index.execute("SELECT name FROM parts")}


def _empty(index: sqlite3.Connection) -> None:
    for table in ("words", "items", "parts"):
        index.execute(f"DROP TABLE IF EXISTS {table}")
    index.execute("CREATE TABLE parts (name TEXT PRIMARY KEY)")
    index.execute("CREATE TABLE items (rowid INTEGER PRIMARY KEY, kind TEXT, id TEXT)")
    # the words are not kept a second time: they are in the parts
    index.execute(
        "CREATE VIRTUAL TABLE words USING fts5(head, body, content = '', tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    index.execute(f"PRAGMA user_version = {_LAYOUT}")


def _add_part(
    index: sqlite3.Connection, folder: Path, parts: dict[str, list[Path]], name: str, part: Path
) -> None:
    last = index.execute("SELECT coalesce(max(rowid), 0) FROM items").fetchone()[0]
    for number, (kind, key, head, body) in enumerate(_texts(folder, parts, name, part), last + 1):
        index.execute("INSERT INTO items VALUES (?, ?, ?)", (number, kind, key))
        index.execute("INSERT INTO words (rowid, head, body) VALUES (?, ?, ?)", (number, head, body))
    index.execute("INSERT INTO parts VALUES (?)", (name,))


_ARTICLES = "SELECT 'article', id, coalesce(title, ''), text FROM part ORDER BY id"
# an event is looked for by the sentence it stands in, where records say which that is
_RECORDS = """SELECT p.kind, p.id, concat_ws(' ', p.r.speaker.name, p.r.addressee.name, p.r.said_by.name, p.r.who,
    p.r.what, array_to_string([x.name for x in p.r.actors], ' '), array_to_string([x.name for x in p.r.recipients], ' '),
    p.r.place.name), coalesce(CASE WHEN p.kind = 'event' THEN a.text[p.r.sentence.start + 1 : p.r.sentence."end"] END, p.quote)
    FROM part AS p LEFT JOIN articles AS a ON a.id = p.article ORDER BY p.article, p.id"""


def _texts(
    folder: Path, parts: dict[str, list[Path]], name: str, part: Path
) -> Iterator[tuple[str, str, str, str]]:
    kind = name.partition("/")[0]
    import duckdb

    try:
        with contextlib.closing(connect_parts(folder, parts, part)) as connection:
            result = connection.execute(_ARTICLES if kind == "articles" else _RECORDS)
            while batch := result.fetchmany(1000):
                yield from batch
    except duckdb.Error as error:
        raise StoreError(f"{folder} cannot be read: {error}") from None
