"""`tidings demo`: code the example reports and say what was found, in counts that add up."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.commands import DEMO
from tidings.commands._sources import cache, stream

if TYPE_CHECKING:
    from tidings.commands import Subparsers
    from tidings.model.article import Dropped
    from tidings.model.records import EventMention

SHIPPED = Path(__file__).parent.parent / "examples"  # in an installed package
SOURCE = Path(__file__).parents[3] / "examples"  # in the project's folder


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("demo", help="code the example reports into ./tidings-demo")
    parser.add_argument("--examples", metavar="FOLDER", help="other reports than the examples")
    parser.set_defaults(run=run)


def example_reports(folder: Path | None = None) -> list[str]:
    """The example reports, texts and web pages, sorted; the records marked by hand beside them are left out."""
    folder = folder or (SHIPPED if SHIPPED.is_dir() else SOURCE)
    return [str(path) for path in sorted(folder.iterdir()) if path.suffix in (".txt", ".html")]


def run(options: argparse.Namespace) -> int:
    """Code the examples into a corpus folder; returns the exit code."""
    from tidings import __version__
    from tidings.codebook.loader import version_with
    from tidings.commands.merge import tell
    from tidings.merged import merge_corpus
    from tidings.model.records import words_of
    from tidings.show import counted, kinds
    from tidings.store.corpus import open_corpus
    from tidings.store.keep import Keeper
    from tidings.store.lock import writing
    from tidings.workers import code_articles

    folder = Path(options.examples) if options.examples else None
    reports = example_reports(folder) if folder is None or folder.is_dir() else []
    if not reports:
        print(
            f"tidings: no reports (.txt, .html) in {options.examples!r}; give another folder", file=sys.stderr
        )
        return 3
    corpus = open_corpus(Path(DEMO), create=True)
    began = time.perf_counter()
    held: list[Dropped] = []
    right = 0
    first: EventMention | None = None  # the first that has all its parts, to look at
    with writing(corpus):
        keeper = Keeper(corpus, (version_with(), __version__))
        for coded in code_articles(stream(options, reports, held), cache=cache()):
            keeper.add(coded)
            for record in coded.records:
                words = words_of(record)
                right += coded.article.text[words.start : words.end] == words.quote
            if first is None or not _whole(first):
                first = next(filter(_whole, coded.events), first or next(iter(coded.events), None))
        keeper.held.extend(held)
        keeper.finish({"command": "demo", "seconds": round(time.perf_counter() - began, 2)})
        merged = merge_corpus(corpus)
    total = sum(keeper.kinds.values())
    print(
        f"Read     {counted(keeper.coded + len(held), 'article')} = {keeper.coded} coded + {len(held)} held"
    )
    print(f"Found    {counted(total, 'record')} = {kinds(keeper.kinds)}")
    print(f"Checked  every record's words found in its article: {right}/{total}")
    tell(merged)
    print(f"Kept     in ./{DEMO}")
    print(f"Next     tidings show {first.id}" if first else "Next     tidings code FILE")
    return 0 if right == total else 1


def _whole(event: EventMention) -> bool:
    """Whether everything about an event is known: who, whom, when, where."""
    return bool(event.actors and event.recipients and event.date and event.place and event.place.country)
