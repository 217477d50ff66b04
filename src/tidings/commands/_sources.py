"""Reading articles for a command: one at a time, what is held is told on standard error as it comes."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.model.errors import UsageError

if TYPE_CHECKING:
    from tidings.model.article import Article, Dropped


def add_published(parser: argparse.ArgumentParser) -> None:
    """Declare `--published` and `--columns`."""
    parser.add_argument("--published", metavar="YYYY-MM-DD", help="publication date of texts that carry none")
    parser.add_argument(
        "--columns", metavar="FIELD=COLUMN,...", help="columns of tables, such as text=body,published=date"
    )


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
    from tidings.ingest.tables import parse_columns
    from tidings.model.article import Dropped

    columns = parse_columns(getattr(options, "columns", None) or "")
    more: Counter[str] = Counter()
    for item in read_sources(sources, published=published(options), columns=columns, note=_note):
        if isinstance(item, Dropped):
            held.append(item)
            kind = item.reason if item.reason.startswith("the file type") else ""
            if not kind or not more[kind]:
                print(f"held: {item.what}: {item.reason}", file=sys.stderr)
            if kind:
                more[kind] += 1
        else:
            yield item
    for kind, count in sorted(more.items()):  # a folder may hold hundreds of them
        if count > 1:
            print(f"held: {count - 1} more: {kind.partition('. ')[0]}", file=sys.stderr)


def _note(text: str) -> None:
    print(f"note: {text}", file=sys.stderr)


def add_codebook(parser: argparse.ArgumentParser) -> None:
    """Declare `--codebook`."""
    parser.add_argument(
        "--codebook",
        metavar="FOLDER",
        action="append",
        type=Path,
        help="your own codebook entries, laid over the shipped; may be given again, the last on top",
    )


def codebook(options: argparse.Namespace) -> list[Path]:
    """The folders given with `--codebook`; `UsageError` when one is no codebook folder."""
    from tidings.codebook.layers import layers_of

    folders: list[Path] = options.codebook or []
    layers_of(folders)
    return folders


def cache() -> Path | None:
    """The user's cache folder ($TIDINGS_CACHE; set it empty to use none)."""
    from tidings.codebook.cache import cache_folder

    return cache_folder(os.environ)


def tell_overlays(options: argparse.Namespace) -> None:
    """Say on standard error what each folder of `--codebook` changed, in counts."""
    folders = codebook(options)
    if not folders:
        return
    from tidings.codebook.loader import load_codebook
    from tidings.codebook.overlay_report import change_counts

    for line in change_counts(load_codebook(folders, cache=cache()).changes):
        print(f"codebook: {line}", file=sys.stderr)
