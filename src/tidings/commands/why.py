"""`tidings why`: how a record or a sentence was coded, or what dropped its nearest candidate."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.commands import DEMO
from tidings.commands._sources import add_codebook, add_published, cache, codebook, stream
from tidings.model.errors import UsageError

if TYPE_CHECKING:
    from tidings.commands import Subparsers
    from tidings.model.article import Article, Dropped
    from tidings.pipeline import Coder


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "why",
        help="how a record or a sentence was coded, or what dropped its nearest candidate",
        description="Given the id of a record, prints every decision that made it. Given a file, prints for each "
        "sentence what was coded and why; for a sentence that gave nothing, what came nearest and what dropped it.",
    )
    parser.add_argument(
        "what", metavar="ID|FILE", help="a record of a corpus, an article of a corpus, or a file"
    )
    parser.add_argument(
        "--sentence", type=int, metavar="N", help="number of the sentence, from 1; all when left out"
    )
    parser.add_argument("--corpus", default=DEMO, metavar="FOLDER", help=f"where the id is (default {DEMO})")
    add_published(parser)
    add_codebook(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what was decided and why; returns the exit code."""
    from tidings.explain import explain, explain_record
    from tidings.store.corpus import is_corpus, open_corpus

    own = codebook(options)
    if not Path(options.what).exists() and options.what != "-":
        if not is_corpus(Path(options.corpus)):
            raise UsageError(
                f"{options.what!r} is no file, and there is no corpus at {options.corpus!r} to look for a record; "
                "give a file, or --corpus FOLDER"
            )
        corpus = open_corpus(Path(options.corpus))
        stored = corpus.articles(only={options.what})
        if not stored:
            row, article = corpus.find(options.what)
            return _print(explain_record(row["id"], article, _coder(own)))
        articles = stored
    else:
        articles = _read(options)
    if not articles:
        print("tidings: nothing could be read; see the lines above", file=sys.stderr)
        return 3
    coder = _coder(own)
    for article in articles:
        if len(articles) > 1:
            print(f"{article.id}  {article.title or ''}".rstrip())
        _print(explain(article, coder, sentence=options.sentence))
    return 0


def _coder(own: list[Path]) -> Coder:
    from tidings.pipeline import load_coder, shared_coder

    return load_coder(own, cache=cache()) if own else shared_coder(cache())


def _read(options: argparse.Namespace) -> list[Article]:
    held: list[Dropped] = []
    return list(stream(options, [options.what], held))


def _print(lines: list[str]) -> int:
    for line in lines:
        print(line)
    return 0
