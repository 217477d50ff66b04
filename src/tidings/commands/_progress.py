"""How far a long run is, on standard error when that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidings.model.coded import Coded

_EVERY = 0.5  # seconds between two lines


def watched(coded: Iterator[Coded]) -> Iterator[Coded]:
    """The same articles; says how many there were, on a line that is overwritten and cleared at the end."""
    if not sys.stderr.isatty():
        yield from coded
        return
    began = said = time.monotonic()
    for number, item in enumerate(coded, 1):
        now = time.monotonic()
        if now - said >= _EVERY:
            said = now
            print(
                f"\rcoding   {number:,} articles, {number / (now - began):.1f} a second",
                end="",
                file=sys.stderr,
            )
        yield item
    print("\r" + " " * 60 + "\r", end="", file=sys.stderr)
