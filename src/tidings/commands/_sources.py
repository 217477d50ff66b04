"""Reading articles for a command: one at a time, what is held is told on standard error as it comes."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.model.errors import UsageError

if TYPE_CHECKING:
    from tidings.model.article import Article, Dropped


def add_published(parser: argparse.ArgumentParser) -> None:
    """Declare `--published`."""
    parser.add_argument("--published", metavar="YYYY-MM-DD", help="publication date of texts that carry none")


def published(options: argparse.Namespace) -> datetime.date | None:
    """The day given with `--published`; `UsageError` when it is none."""
    value = getattr(options, "published", None)
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise UsageError(
            f"--published {value!r} is no date; give it as YYYY-MM-DD, such as 2015-10-21"
        ) from None


def stream(options: argparse.Namespace, sources: list[str], held: list[Dropped]) -> Iterator[Article]:
    """The articles of `sources` one by one; what is held is told and put into `held`."""
    from tidings.ingest.read import read_sources
    from tidings.model.article import Dropped

    for item in read_sources(sources, published=published(options), note=_note):
        if isinstance(item, Dropped):
            held.append(item)
            print(f"held: {item.what}: {item.reason}", file=sys.stderr)
        else:
            yield item


def _note(text: str) -> None:
    print(f"note: {text}", file=sys.stderr)


def add_codebook(parser: argparse.ArgumentParser) -> None:
    """Declare `--codebook`."""
    parser.add_argument(
        "--codebook", metavar="FOLDER", help="your own codebook entries, laid over the shipped"
    )


def codebook(options: argparse.Namespace) -> Path | None:
    """The folder given with `--codebook`; `UsageError` when it is none."""
    if not options.codebook:
        return None
    folder = Path(options.codebook)
    if not folder.is_dir():
        raise UsageError(f"--codebook {options.codebook!r} is no folder; give one with types/*.yaml in it")
    return folder
