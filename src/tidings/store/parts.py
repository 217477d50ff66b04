"""Parquet parts: rows in a folder, written beside their place and renamed, read back in order.

A part's name is the hash of what is in it: writing the same rows again writes the same file.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Row = dict[str, Any]
FOLDERS = ("articles", "codings", "copies", "events", "records")
SWAP = "swap.json"  # names parts that replace others, while that is being done
STAGED = "staged"


def hashed(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def replace(path: Path, content: bytes) -> None:
    """Write `content` beside `path` and rename it there, so that the file is old or new, never half."""
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(content)
    os.replace(beside, path)


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


def write_part(folder: Path, columns: Mapping[str, str], rows: Iterable[Row]) -> Path | None:
    """Write `rows` (of DuckDB-typed `columns`) as one part; None when there are none."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    if not lines:
        return None
    content = "\n".join(lines) + "\n"
    folder.mkdir(exist_ok=True)
    place = folder / f"part-{hashed(content)[:16]}.parquet"
    source, beside = place.with_suffix(".jsonl.part"), place.with_suffix(".parquet.part")
    source.write_text(content, encoding="utf-8")
    types = ", ".join(f"{name}: '{kind}'" for name, kind in columns.items())
    connection = connect()
    try:
        connection.execute(
            f"COPY (SELECT * FROM read_json({quoted(source)}, format = 'newline_delimited', columns = {{{types}}},"
            f" maximum_object_size = 100000000)) TO {quoted(beside)} (FORMAT parquet, COMPRESSION zstd)"
        )
    finally:
        connection.close()
    source.unlink()
    os.replace(beside, place)
    return place


def read_parts(parts: Iterable[Path], columns: Mapping[str, str], order: str) -> list[Row]:
    """The rows of parts, sorted by the columns in `order`."""
    listed = ", ".join(quoted(part) for part in parts)
    if not listed:
        return []
    connection = connect()
    try:
        rows = connection.execute(
            f"SELECT {', '.join(columns)} FROM read_parquet([{listed}]) ORDER BY {order}"
        ).fetchall()
    finally:
        connection.close()
    return [dict(zip(columns, row, strict=True)) for row in rows]


def quoted(path: Path) -> str:
    """A path as an SQL string."""
    return "'" + str(path).replace("'", "''") + "'"
