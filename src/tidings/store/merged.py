"""Events over all articles in a corpus: one part that is replaced whole, the copies, and the log of decisions.

    events/part-<hash>.parquet   one row an event: counts, mentions, its JSON form
    copies/part-<hash>.parquet   one row an article: its sketch, and the group of copies it belongs to
    merging/decisions.jsonl      splits and joins that people decided, in their order

A new part carries a higher number than the one it replaces and is there before the old one goes: readers take the
highest. Merging again what has not changed writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tidings.model.event import Event
from tidings.store.corpus import ARTICLE, Corpus
from tidings.store.parts import Row, connect, parts_of, quoted, read_parts, replace, steady, write_part

EVENT = {
    "id": "VARCHAR", "type": "VARCHAR", "mode": "VARCHAR", "status": "VARCHAR", "first": "VARCHAR", "last": "VARCHAR",
    "place": "VARCHAR", "country": "VARCHAR", "actors": "VARCHAR[]", "recipients": "VARCHAR[]",
    "mentions": "VARCHAR[]", "articles": "VARCHAR[]", "sources": "VARCHAR[]", "independent": "INTEGER",
    "first_published": "VARCHAR", "first_articles": "VARCHAR[]", "differing": "VARCHAR[]", "json": "VARCHAR",
    "number": "INTEGER",
}  # fmt: skip
COPY = {
    "article": "VARCHAR", "text_sha256": "VARCHAR", "sketch": "VARCHAR", "text": "VARCHAR", "first": "BOOLEAN",
    "number": "INTEGER",
}  # fmt: skip
_BATCH = 2000


def event_row(event: Event) -> Row:
    """The row of a corpus for an event."""
    form = event.to_dict()
    row = {name: _plain(form[name]) for name in EVENT if name in form}
    return {
        **row,
        "differing": [d.about for d in event.differences],
        "json": json.dumps(form, ensure_ascii=False),
    }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def write_events(corpus: Corpus, events: Iterable[Event]) -> bool:
    """Replace the events of the corpus; returns False, and writes nothing, where they are the same."""
    return _replace(corpus, "events", EVENT, [event_row(event) for event in events], "id")


def read_events(corpus: Corpus) -> list[Row]:
    """The events as rows, sorted by id; none where nothing was merged yet."""
    return _latest(corpus, "events", EVENT, "id")


def write_copies(corpus: Corpus, rows: Sequence[Row]) -> bool:
    """Replace the sketches and copies of the corpus; False, and nothing written, where they are the same."""
    return _replace(corpus, "copies", COPY, list(rows), "article")


def read_copies(corpus: Corpus) -> list[Row]:
    """Sketches and copies, one row an article, sorted by article."""
    return _latest(corpus, "copies", COPY, "article")


def _latest(corpus: Corpus, name: str, columns: Mapping[str, str], order: str) -> list[Row]:
    rows = steady(corpus.folder, lambda parts: read_parts(parts[name], columns, f"number, {order}"))
    return [row for row in rows if row["number"] == rows[-1]["number"]]


def _replace(corpus: Corpus, name: str, columns: Mapping[str, str], rows: list[Row], order: str) -> bool:
    folder = corpus.folder / name
    old = _latest(corpus, name, columns, order)
    before = [{**row, "number": None} for row in old]
    after = sorted(({**row, "number": None} for row in rows), key=lambda row: str(row[order]))
    parts = parts_of(folder)
    if before == after and len(parts) <= 1:
        return False
    number = (old[-1]["number"] if old else 0) + 1
    written = write_part(folder, columns, ({**row, "number": number} for row in after))
    for part in parts:
        if part != written:
            part.unlink()
    return True


def articles_without_texts(corpus: Corpus) -> dict[str, Row]:
    """`published` (ISO day or None), `source` and `text_sha256` of each article, by id, sorted."""
    columns = {name: ARTICLE[name] for name in ("id", "published", "source", "text_sha256")}
    return {row["id"]: row for row in read_parts(parts_of(corpus.folder / "articles"), columns, "id")}


def texts_of(corpus: Corpus) -> Iterator[tuple[str, str, list[tuple[int, int, str]]]]:
    """Id, text and skipped stretches of each article, one part held at a time."""
    columns = {name: ARTICLE[name] for name in ("id", "text", "skipped")}
    for part in parts_of(corpus.folder / "articles"):
        for row in read_parts([part], columns, "id"):
            yield row["id"], row["text"], [(a, b, why) for a, b, why in json.loads(row["skipped"])]


def coded_records(corpus: Corpus) -> Iterator[tuple[str, dict[str, str], list[dict[str, Any]]]]:
    """For each article with event mentions: its id, the trigger's words by mention id, and the JSON forms of its
    event mentions and figures; articles sorted, one held at a time."""
    now = corpus.versions()
    parts = parts_of(corpus.folder / "records")
    if not parts:
        return
    connection = connect()
    try:
        listed = ", ".join(quoted(part) for part in parts)
        result = connection.execute(
            f"SELECT id, article, kind, quote, codebook, coder, json FROM read_parquet([{listed}])"
            " WHERE kind IN ('event', 'figure') ORDER BY article, first, last, kind, id"
        )
        article: str | None = None
        quotes: dict[str, str] = {}
        found: dict[str, dict[str, Any]] = {}
        while batch := result.fetchmany(_BATCH):
            for key, of, kind, quote, codebook, coder, form in batch:
                if now.get(of) != (codebook, coder):
                    continue
                if of != article:
                    if article is not None and quotes:
                        yield article, quotes, list(found.values())
                    article, quotes, found = of, {}, {}
                if kind == "event":
                    quotes[key] = quote
                found[key] = json.loads(form)
        if article is not None and quotes:
            yield article, quotes, list(found.values())
    finally:
        connection.close()


def read_decisions(corpus: Corpus) -> list[dict[str, Any]]:
    """The log of decisions, oldest first."""
    path = corpus.folder / "merging" / "decisions.jsonl"
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def standing_decisions(corpus: Corpus) -> dict[int, dict[str, Any]]:
    """The decisions that were not undone, oldest first, by their place in the log (from 1)."""
    rows = dict(enumerate(read_decisions(corpus), start=1))
    undone = {row["of"] for row in rows.values() if row["do"] == "undo"}
    return {number: row for number, row in rows.items() if row["do"] != "undo" and number not in undone}


def add_decision(corpus: Corpus, decision: Mapping[str, Any]) -> None:
    """Add a decision at the end of the log, which is written whole and renamed."""
    rows = [*read_decisions(corpus), dict(decision)]
    (corpus.folder / "merging").mkdir(exist_ok=True)
    text = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
    replace(corpus.folder / "merging" / "decisions.jsonl", text.encode("utf-8"))
