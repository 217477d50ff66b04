"""Parts that replace others at one moment, so that no reader sees both or neither.

    records/staged/part-<hash>.parquet   a new part, written and not yet seen
    records/swap.json                    from here on readers see what it adds instead of what it removes

The old parts are then deleted, the new ones moved into place, and the note is removed. A run killed before the
note leaves the old parts, one killed after it the new; the next writer ends what was begun.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tidings.store.parts import FOLDERS, STAGED, SWAP, Row, replace, write_part


def stage(folder: Path, columns: Mapping[str, str], rows: Iterable[Row]) -> Path:
    """Write `rows` as a part that is not seen before a `swap`; there must be some."""
    written = write_part(folder / STAGED, columns, rows)
    assert written is not None
    return written


def swap(folder: Path, staged: Sequence[Path], old: Sequence[Path]) -> None:
    """Let the `staged` parts take the place of the `old` ones of `folder`."""
    add = sorted({part.name for part in staged})
    remove = sorted({part.name for part in old} - set(add))
    replace(folder / SWAP, json.dumps({"add": add, "remove": remove}).encode())
    _finish(folder)


def _finish(folder: Path) -> None:
    note = folder / SWAP
    if note.exists():
        moved = json.loads(note.read_text(encoding="utf-8"))
        for name in moved["add"]:
            if (folder / STAGED / name).exists():
                os.replace(folder / STAGED / name, folder / name)
        for name in moved["remove"]:
            _unlink(folder / name)
        _unlink(note)
    if (folder / STAGED).exists():
        shutil.rmtree(folder / STAGED)


def _unlink(path: Path) -> None:
    path.unlink(missing_ok=True)


def tidy(corpus: Path) -> None:
    """End the swap that a killed run began, and remove what it left half written; the caller holds the corpus."""
    for name in FOLDERS:
        folder = corpus / name
        if folder.is_dir():
            _finish(folder)
            for left in folder.glob("*.part"):
                left.unlink()
