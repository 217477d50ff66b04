"""Parquet parts: rows in a folder, written beside their place and renamed, read back in order.

A part's name is the hash of what is in it: writing the same rows again writes the same file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from tidings.model.errors import StoreError

Row = dict[str, Any]
FOLDERS = ("articles", "codings", "copies", "events", "records")
SWAP = "swap.json"  # names parts that replace others, while that is being done
STAGED = "staged"
_TURNS = 40  # times a question is asked again beside a writer: half a minute in all
_Read = TypeVar("_Read")


def hashed(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def replace(path: Path, content: bytes) -> None:
    """Write `content` beside `path` and rename it there, so that the file is old or new, never half."""
    beside = path.with_name(path.name + ".part")
    with _in_place_of(path, beside):
        beside.write_bytes(content)


@contextlib.contextmanager
def _in_place_of(path: Path, beside: Path, *others: Path) -> Iterator[None]:
    """What is written to `beside` is put on the disk and renamed to `path`; a failure leaves nothing behind."""
    import duckdb

    try:
        yield
        handle = os.open(beside, os.O_RDWR)
        try:
            os.fsync(handle)  # the rename must not reach the disk before the content does
        finally:
            os.close(handle)
        os.replace(beside, path)
    except (OSError, duckdb.IOException) as error:
        why = getattr(error, "strerror", None) or str(error).rpartition(": ")[2].strip()
        raise StoreError(
            f"{path} cannot be written ({why}); what was kept before is complete; make room and run it again"
        ) from None
    finally:
        for left in (beside, *others):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


def connect() -> Any:
    """A DuckDB connection in memory: it fetches nothing, and one thread keeps rows in order."""
    import duckdb

    return duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "threads": "1",
        },
    )


def parts_of(folder: Path) -> list[Path]:
    """The complete parts of a folder at one moment, sorted by name.

    Where a swap of parts is under way (see `tidings.store.swap`), the new ones in place of the old.
    """
    while True:
        before = _changed(folder)
        swap = folder / SWAP
        try:
            moved = json.loads(swap.read_text(encoding="utf-8"))
        except FileNotFoundError:
            moved = {"add": [], "remove": []}
        gone = set(moved["remove"])
        there = {part for part in folder.glob("part-*.parquet") if part.name not in gone}
        listed = {part.name for part in there}
        there |= {
            staged
            for name in moved["add"]
            if name not in listed and (staged := folder / STAGED / name).exists()
        }
        if before == _changed(folder):  # else a writer was at work while we looked
            return sorted(there, key=lambda part: part.name)


def _changed(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def snapshot(corpus: Path) -> dict[str, list[Path]]:
    """The parts of all folders of a corpus as they were together at one moment, by the folder's name."""
    last: dict[str, list[Path]] | None = None
    while True:
        # a coding seen without its records, or the reverse, would be half of a writer's work
        now = {name: parts_of(corpus / name) for name in FOLDERS}
        if now == last:
            return now
        last = now


def steady(corpus: Path, read: Callable[[dict[str, list[Path]]], _Read]) -> _Read:
    """What `read` makes of the parts of one moment, given by their folders' names.

    A writer may replace a part before it is opened: then all is read again, of the parts that are there by then. What fails
    while every part is in its place is raised.
    """
    for turn in range(_TURNS):
        parts = snapshot(corpus)
        try:
            return read(parts)
        except Exception:
            if not gone(parts) or turn == _TURNS - 1:
                raise
            time.sleep(min(0.001 * 2**turn, 1.0))
    raise AssertionError("unreachable")  # pragma: no cover


def gone(parts: Mapping[str, Iterable[Path]]) -> bool:
    """Whether a writer removed or moved one of these parts."""
    return not all(part.exists() for listed in parts.values() for part in listed)


def write_part(folder: Path, columns: Mapping[str, str], rows: Iterable[Row]) -> Path | None:
    """Write `rows` (of DuckDB-typed `columns`) as one part; None when there are none."""
    # every column in its place: a part is named by what is read back from it
    lines = [json.dumps({name: row.get(name) for name in columns}, ensure_ascii=False) for row in rows]
    if not lines:
        return None
    content = "\n".join(lines) + "\n"
    folder.mkdir(exist_ok=True)
    place = folder / f"part-{hashed(content)[:16]}.parquet"
    source, beside = place.with_suffix(".jsonl.part"), place.with_suffix(".parquet.part")
    types = ", ".join(f"{name}: '{kind}'" for name, kind in columns.items())
    with _in_place_of(place, beside, source), contextlib.closing(connect()) as connection:
        source.write_text(content, encoding="utf-8")
        connection.execute(
            f"COPY (SELECT * FROM read_json({quoted(source)}, format = 'newline_delimited', columns = {{{types}}},"
            f" maximum_object_size = 100000000)) TO {quoted(beside)} (FORMAT parquet, COMPRESSION zstd)"
        )
    return place


def read_parts(parts: Iterable[Path], columns: Mapping[str, str], order: str) -> list[Row]:
    """The rows of parts, sorted by the columns in `order`; None for a column that an earlier version did not keep.

    `StoreError` names a part that is damaged.
    """
    import duckdb

    listed = list(parts)
    if not listed:
        return []
    source = f"read_parquet([{', '.join(map(quoted, listed))}], union_by_name = true)"
    with contextlib.closing(connect()) as connection:
        try:
            kept = columns_of(connection, source)
            wanted = ", ".join(name if name in kept else f"NULL AS {name}" for name in columns)
            rows = connection.execute(f"SELECT {wanted} FROM {source} ORDER BY {order}").fetchall()
        except duckdb.Error as error:
            if gone({"": listed}):
                raise StoreError(f"{listed[0].parent} was written to while it was read; try again") from None
            raise _damage(connection, listed, error) from None
    return [dict(zip(columns, row, strict=True)) for row in rows]


def columns_of(connection: Any, source: str) -> list[str]:
    """The names of the columns of an SQL source."""
    return [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]


def _damage(connection: Any, parts: list[Path], error: Exception) -> StoreError:
    """The error that names the first part which cannot be read by itself."""
    import duckdb

    for part in parts:
        try:
            connection.execute(f"SELECT * FROM read_parquet({quoted(part)})").fetchall()
        except duckdb.Error as damage:
            told = " ".join(str(damage).split())[:200]
            return StoreError(
                f"{part} is damaged ({told}); put it back from a backup, or remove it and add and code its articles again"
            )
    return StoreError(f"{parts[0].parent} cannot be read: {error}")


def quoted(path: Path) -> str:
    """A path as an SQL string."""
    return "'" + str(path).replace("'", "''") + "'"
