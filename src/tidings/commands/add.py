"""`tidings add`: put articles into a corpus without coding them yet."""

from __future__ import annotations

import argparse
import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.commands._progress import Said
from tidings.commands._sources import add_published, stream
from tidings.model.errors import UsageError

if TYPE_CHECKING:
    from tidings.commands import Subparsers
    from tidings.model.article import Article, Dropped

BATCH = 500  # articles a part


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "add", help="put articles into a corpus, to be coded by: tidings code CORPUS"
    )
    parser.add_argument("corpus", nargs="?", metavar="CORPUS")
    parser.add_argument("sources", nargs="*", metavar="FILE|DIR|-")
    add_published(parser)
    parser.add_argument(
        "--explain",
        action="append",
        metavar="FILE",
        help="say how FILE is read, what is found in it and why something is held; adds nothing",
    )
    parser.add_argument("--strict", action="store_true", help="exit with 1 when something was held")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read the sources into the corpus; returns the exit code."""
    if options.explain:
        from tidings.commands._explain import explain

        return explain(options, [*options.explain, *filter(None, [options.corpus]), *options.sources])
    if not options.corpus or not options.sources:
        raise UsageError("give a corpus and what to put into it: tidings add CORPUS FILE|DIR|- ...")
    from tidings.store.corpus import open_corpus
    from tidings.store.lock import writing

    corpus = open_corpus(Path(options.corpus), create=True)
    held: list[Dropped] = []
    read = new = 0
    with writing(corpus):
        articles = stream(options, options.sources, held)
        known = corpus.texts()
        said = Said("adding")
        while batch := list(itertools.islice(articles, BATCH)):
            fit = [article for article in batch if _fits(article, known, held)]
            read += len(fit)
            new += corpus.add(fit, known)
            said.say(read)
        said.end()
        if held:
            corpus.log_run(_about(options, held, read, new))
    print(f"Read     {read + len(held)} articles = {new} new + {read - new} there before + {len(held)} held")
    if not read:
        print("tidings: nothing could be read; see the lines above", file=sys.stderr)
        return 3
    print(f"Next     tidings code {options.corpus}")
    return 1 if held and options.strict else 0


def _fits(article: Article, known: dict[str, str], held: list[Dropped]) -> bool:
    """Whether the corpus has no other text under the article's id; the article is held where it has."""
    from tidings.model.article import Dropped
    from tidings.store.parts import hashed

    if known.get(article.id) in (None, hashed(article.text)):
        return True
    reason = f"the corpus has another text under the id {article.id!r}; make ids unique"
    held.append(Dropped("store", reason, article.id))
    print(f"held: {article.id}: {reason}", file=sys.stderr)
    return False


def _about(options: argparse.Namespace, held: list[Dropped], read: int, new: int) -> dict[str, object]:
    """What the log says of a run in which something was held: the same run again writes nothing new."""
    return {
        "command": "add",
        "sources": options.sources,
        "articles": {"read": read, "new": new, "held": len(held)},
        "held": [{"what": d.what, "stage": d.stage, "reason": d.reason} for d in held],
    }
