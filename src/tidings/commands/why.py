"""`tidings why`: how a sentence was coded, or what dropped its nearest candidate."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tidings.commands._sources import add_published, read

if TYPE_CHECKING:
    from tidings.commands import Subparsers


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "why", help="how a sentence was coded, or what dropped its nearest candidate"
    )
    parser.add_argument("file")
    parser.add_argument("--sentence", type=int, help="number of the sentence, from 1; all when left out")
    add_published(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what was decided and why; returns the exit code."""
    from tidings.pipeline import explain, load_coder

    articles, _ = read(options, [options.file])
    if not articles:
        return 3
    for line in explain(articles[0], load_coder(), sentence=options.sentence):
        print(line)
    return 0
