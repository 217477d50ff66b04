"""How files are read: their kind and layout, every article found in them, and why something is held."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.commands._sources import published

if TYPE_CHECKING:
    from tidings.ingest.found import Found
    from tidings.model.article import Article


def explain(options: argparse.Namespace, sources: list[str]) -> int:
    """Print how each of `sources` is read; returns 3 when nothing could be, as the other commands do."""
    from tidings.ingest.read import read_sources
    from tidings.ingest.tables import parse_columns
    from tidings.model.article import Article

    read = held = 0
    for source in sources:
        path = Path(source)
        if path.is_file():
            print(f"{source}: {path.stat().st_size:,} bytes, sha256 {_sha256(path)}")
        last: list[Found] = []
        items = read_sources(
            [source],
            published=published(options),
            columns=parse_columns(options.columns or ""),
            note=lambda text: print(f"  note: {text}"),
            tell=lambda text: print(f"  {text}"),
            saw=last.append,
        )
        for item in items:
            if isinstance(item, Article):
                read += 1
                print("\n".join(_lines(item, last[-1])))
            else:
                held += 1
                print(f"  held ({item.stage}): {item.what}: {item.reason}")
            last.clear()
    print(f"Found    {read + held} articles = {read} to code + {held} held")
    return 0 if read else 3


def _lines(article: Article, found: Found) -> list[str]:
    words = len(article.text.split())
    skipped = sum(end - start for start, end, _ in article.skipped)
    day = f"{article.published} ({article.published_origin})" if article.published else "not found"
    lines = [
        f"  article {article.id}{f', {found.where}' if found.where else ''}: {words:,} words"
        + (f", {skipped} characters of boxes and credits are not coded" if skipped else ""),
        f"    published {day}",
    ]
    for name, value in (
        ("title", article.title),
        ("source", article.source),
        ("author", found.author),
        ("url", article.url),
        ("language", f"{found.language} (given)" if found.language else "English (by its words)"),
    ):
        if value:
            lines.append(f"    {name} {' '.join(value.split())[:160]}")
    return lines


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
