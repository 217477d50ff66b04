"""How far a long run is, on standard error: a line that is overwritten on a terminal, else one now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidings.model.coded import Coded

_EVERY = 0.5  # seconds between two lines on a terminal
_EVERY_PLAIN = 5.0  # and where standard error goes to a file or a pipe
_WIDTH = 60


class Said:
    """Says at most every so often how many articles there were; `end` clears the line on a terminal."""

    def __init__(self, doing: str) -> None:
        self.doing = doing
        self.terminal = sys.stderr.isatty()
        self.began = self.said = time.monotonic()

    def say(self, number: int) -> None:
        """Tell that `number` articles are done, if the last line is old enough."""
        now = time.monotonic()
        if now - self.said < (_EVERY if self.terminal else _EVERY_PLAIN):
            return
        self.said = now
        line = f"{self.doing:<8} {number:,} articles, {number / (now - self.began):.1f} a second"
        print(
            f"\r{line:<{_WIDTH}}" if self.terminal else line,
            end="" if self.terminal else "\n",
            file=sys.stderr,
            flush=True,
        )

    def end(self) -> None:
        """Clear the line on a terminal."""
        if self.terminal and self.said != self.began:
            print("\r" + " " * _WIDTH + "\r", end="", file=sys.stderr, flush=True)


def watched(coded: Iterator[Coded]) -> Iterator[Coded]:
    """The same articles; says how many there were."""
    said = Said("coding")
    try:
        for number, item in enumerate(coded, 1):
            said.say(number)
            yield item
    finally:
        said.end()
