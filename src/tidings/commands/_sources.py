"""Reading articles for a command: what is held is told on standard error."""

from __future__ import annotations

import argparse
import datetime
import sys
from typing import TYPE_CHECKING

from tidings.model.errors import UsageError

if TYPE_CHECKING:
    from tidings.model.article import Article, Dropped


def add_published(parser: argparse.ArgumentParser) -> None:
    """Declare `--published`."""
    parser.add_argument("--published", metavar="YYYY-MM-DD", help="publication date of bare texts")


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


def read(options: argparse.Namespace, sources: list[str]) -> tuple[list[Article], list[Dropped]]:
    """All articles of `sources`, and what was held."""
    from tidings.ingest.read import read_sources
    from tidings.model.article import Article, Dropped

    items = list(read_sources(sources, published=published(options)))
    held = [item for item in items if isinstance(item, Dropped)]
    for item in held:
        print(f"held: {item.what}: {item.reason}", file=sys.stderr)
    return [item for item in items if isinstance(item, Article)], held
