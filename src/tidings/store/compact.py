"""Many small parts to few large ones: what repeated adding and coding leaves is read faster, and says the same."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tidings.store.corpus import ARTICLE, CODING, RECORD, Corpus
from tidings.store.parts import Row, connect, parts_of, quoted, read_parts
from tidings.store.swap import stage, swap

LARGE = (
    32_000_000  # bytes of a part, packed, that is left as it is; so much is held in memory unpacked at a time
)
_ROWS = 20_000
_ORDER = {
    "articles": (ARTICLE, "id", ("id",)),
    "codings": (CODING, "article, number, codebook, coder", ("article", "number", "codebook", "coder")),
    "records": (RECORD, "article, first, last, kind, id, codebook", ("article", "id", "codebook", "coder")),
}


class Compacted(NamedTuple):
    """Numbers of parts before and after, and stale records that went."""

    before: int
    after: int
    stale: int


def compact(corpus: Corpus) -> Compacted:
    """Join small parts, drop stale and repeated records; the caller holds the corpus for writing.

    Articles, current records and events stay the same. Readers see the old parts or the new ones, never both.
    """
    before = sum(len(parts_of(corpus.folder / name)) for name in _ORDER)
    stale = corpus.remove_stale()
    for name, (columns, order, key) in _ORDER.items():
        folder = corpus.folder / name
        for group in list(_groups(parts_of(folder))):
            rows = _once(read_parts(group, columns, order), key)
            swap(folder, [stage(folder, columns, rows)], group)
    after = sum(len(parts_of(corpus.folder / name)) for name in _ORDER)
    return Compacted(before, after, stale)


def _groups(parts: list[Path]) -> Iterator[list[Path]]:
    """Runs of small parts, each of about as many rows and bytes as one part shall have."""
    group: list[Path] = []
    size = rows = 0
    counts = _counts(parts)
    for part in parts:
        bytes_, count = part.stat().st_size, counts[part.name]
        if bytes_ >= LARGE // 2 or count >= _ROWS // 2:
            continue
        if group and (size + bytes_ > LARGE or rows + count > _ROWS):
            if len(group) > 1:
                yield group
            group, size, rows = [], 0, 0
        group.append(part)
        size += bytes_
        rows += count
    if len(group) > 1:
        yield group


def _counts(parts: list[Path]) -> dict[str, int]:
    """The number of rows of each part, by its name."""
    if not parts:
        return {}
    with contextlib.closing(connect()) as connection:
        listed = ", ".join(map(quoted, parts))
        rows = connection.execute(
            f"SELECT file_name, num_rows FROM parquet_file_metadata([{listed}])"
        ).fetchall()
    return {Path(name).name: int(number) for name, number in rows}


def _once(rows: list[Row], key: tuple[str, ...]) -> Iterator[Row]:
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        values: tuple[object, ...] = tuple(map(row.__getitem__, key))
        if values not in seen:
            seen.add(values)
            yield row


def parts_by_kind(corpus: Corpus) -> Mapping[str, int]:
    """How many parts there are of articles, codings and records."""
    return {name: len(parts_of(corpus.folder / name)) for name in _ORDER}
