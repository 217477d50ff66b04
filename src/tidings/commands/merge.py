"""`tidings merge`: one event from all its mentions in all articles; splitting and joining by hand."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidings.commands import Subparsers
    from tidings.merged import Merged


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "merge",
        help="one event from all its mentions in all articles; split and join by hand",
        description="Finds copies of articles and merges the event mentions of all articles into events. "
        "`tidings code CORPUS` does so by itself. Decisions are kept in the corpus and replayed.",
    )
    parser.add_argument("corpus", metavar="CORPUS")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--split", nargs="+", metavar="MENTION", help="these are another event than the rest")
    group.add_argument("--join", nargs="+", metavar="MENTION", help="these are one event")
    group.add_argument(
        "--undo", type=int, metavar="NUMBER", help="withdraw the decision of this number in the log"
    )
    parser.add_argument("--why", default="", metavar="WORDS", help="the reason, kept with the decision")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Merge, split or join; returns the exit code."""
    from tidings.merged import join, merge_corpus, split, undo
    from tidings.store.corpus import open_corpus
    from tidings.store.lock import writing

    corpus = open_corpus(Path(options.corpus))
    with writing(corpus):
        if options.split:
            merged = split(corpus, options.split, options.why)
        elif options.join:
            merged = join(corpus, options.join, options.why)
        elif options.undo is not None:
            merged = undo(corpus, options.undo, options.why)
        else:
            merged = merge_corpus(corpus)
    tell(merged)
    return 0


def tell(merged: Merged) -> None:
    """Say in one line on standard error what merging found."""
    from tidings.show import counted

    mentions = sum(len(event.mentions) for event in merged.events)
    several = sum(len(event.articles) > 1 for event in merged.events)
    copies = sum(len(group.articles) for group in merged.copies)
    told = f", {several} told by several articles" if several else ""
    same = f"; {copies} articles print {counted(len(merged.copies), 'common text')}" if copies else ""
    print(
        f"Merged   {counted(mentions, 'event mention')} into {counted(len(merged.events), 'event')}{told}{same}",
        file=sys.stderr,
    )
