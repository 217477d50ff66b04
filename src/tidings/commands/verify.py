"""`tidings verify`: is the corpus whole, and is every record's word in its article?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.commands import DEMO

if TYPE_CHECKING:
    from tidings.commands import Subparsers

_MOST = 20


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "verify",
        help="find and name any damage in a corpus",
        description="Reads every part, compares it with the hash it is named by, and every record with its article. "
        "Changes nothing. Exit code 1 when something is damaged.",
    )
    parser.add_argument("corpus", nargs="?", default=DEMO, metavar="CORPUS")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what was checked and what is damaged; returns the exit code."""
    from tidings.show import counted
    from tidings.store.corpus import open_corpus
    from tidings.store.verify import verify

    checked, damage = verify(open_corpus(Path(options.corpus)))
    for one in damage[:_MOST]:
        print(f"Damaged  {one.where}: {one.what}; {one.way}")
    if len(damage) > _MOST:
        print(f"         and {len(damage) - _MOST:,} more")
    if damage and not checked.articles:
        print(f"Checked  {counted(checked.parts, 'part')}; records are compared once all can be read")
        return 1
    print(
        f"Checked  {counted(checked.parts, 'part')}, {counted(checked.articles, 'article')}, "
        f"{counted(checked.records, 'record')}: {checked.spans:,} stretches of text compared"
    )
    if not damage:
        print("Whole    nothing is damaged")
    return 1 if damage else 0
