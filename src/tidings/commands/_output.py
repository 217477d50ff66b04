"""Where a command writes: standard output in UTF-8, or a file that appears when it is complete."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO


@contextlib.contextmanager
def output(path: str | None) -> Iterator[TextIO]:
    """Standard output in UTF-8 for None or "-", or a file that appears when it is complete."""
    if path is None or path == "-":
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        yield sys.stdout
        return
    beside = Path(path + ".part")
    with beside.open("w", encoding="utf-8", newline="\n") as file:
        yield file
    beside.replace(path)
