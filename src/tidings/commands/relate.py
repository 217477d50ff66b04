"""`tidings relate`: the act between two given parties, for every sentence of a JSON-lines file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidings.model.errors import UsageError

if TYPE_CHECKING:
    from tidings.commands import Subparsers


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "relate",
        help="the act between two given parties of a sentence",
        description='Reads JSON lines {"id", "text", "source": {"start", "end"}, "target": {"start", "end"}} and '
        'prints {"id", "type", "mode", "cameo", "direction", "status", "confidence", "trigger"} for each; '
        "type is null where the sentence has no act.",
    )
    parser.add_argument("what", metavar="FILE|-", help="JSON lines; - for standard input")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one relation a line; returns 3 when no line could be read."""
    from tidings.relations import relate

    done = 0
    for number, line in _lines(options.what):
        try:
            item = _item(line)
            found = relate(item["text"], _span(item, "source"), _span(item, "target"))
        except (UsageError, ValueError) as error:
            print(f"tidings: line {number} left out: {error}", file=sys.stderr)
            continue
        print(json.dumps({"id": item.get("id"), **(found.to_dict() if found else {"type": None})}))
        done += 1
    return 0 if done else 3


def _lines(what: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something, numbered from 1."""
    path = Path(what)
    if what != "-" and not path.is_file():
        raise UsageError(f"{what} is no file; give a JSON-lines file or - for standard input")
    lines = sys.stdin if what == "-" else path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, line


def _item(line: str) -> dict[str, Any]:
    item = json.loads(line)
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise ValueError('each line must be an object with "text", "source" and "target"')
    return item


def _span(item: dict[str, Any], which: str) -> tuple[int, int] | None:
    span = item.get(which)
    if span is None:
        return None
    try:
        return int(span["start"]), int(span["end"])
    except (TypeError, KeyError, ValueError) as error:
        raise ValueError(f'{which} must be {{"start": N, "end": N}} or null, not {span!r}') from error
