"""`tidings codebook`: check what the coder knows, and count it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tidings.commands._sources import add_codebook, cache, codebook

if TYPE_CHECKING:
    from tidings.commands import Subparsers


def add(subparsers: Subparsers) -> None:
    """Declare the command and its actions."""
    parser = subparsers.add_parser(
        "codebook", help="check, count, search, show, compare and extend the codebook"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser(
        "check", help="every problem at once, with file and line; exit code 1 when there are any"
    )
    check.add_argument(
        "--type", action="append", default=[], metavar="TYPE", help="examples of this event type only"
    )
    check.add_argument(
        "--no-examples", action="store_true", help="leave out the slow ring: coding all examples"
    )
    add_codebook(check)
    check.set_defaults(run=_check)
    stats = actions.add_parser(
        "stats", help="how much of everything, and which modes and codes no act reaches"
    )
    add_codebook(stats)
    stats.set_defaults(run=_stats)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _check(options: argparse.Namespace) -> int:
    from tidings.check import check_codebook
    from tidings.codebook.loader import load_codebook
    from tidings.codebook.ontology import TYPES
    from tidings.codebook.overlay_report import change_counts, change_names
    from tidings.language.pipeline import load_language
    from tidings.model.errors import UsageError

    for name in options.type:
        if name not in TYPES:
            raise UsageError(f"--type {name!r} is none of {', '.join(TYPES)}")
    folders = codebook(options)
    language = None if options.no_examples else load_language
    problems = check_codebook(folders, types=options.type, language=language, cache=cache())
    _print(map(str, problems))
    if folders and not problems:
        changes = load_codebook(folders, cache=cache()).changes
        _print([*change_names(changes), *change_counts(changes)])
    print("no problems" if not problems else f"{len(problems)} problem{'s' if len(problems) > 1 else ''}")
    return 1 if problems else 0


def _stats(options: argparse.Namespace) -> int:
    from tidings.codebook.counts import count
    from tidings.codebook.loader import load_codebook

    book = load_codebook(codebook(options), cache=cache())
    found = count(book)
    print(f"codebook {book.version}")
    width = max(map(len, found.counts))
    _print(f"{name:{width}} {number:>9,}" for name, number in found.counts.items())
    for what, reached, missing in (
        ("modes", found.modes, found.modes_missing),
        ("CAMEO codes", found.codes, found.codes_missing),
    ):
        print(f"{what}: {len(reached)} reached by an act, {len(missing)} not reached")
        if missing:
            print("  not reached: " + ", ".join(missing))
    print("CAMEO codes that are no act: " + ", ".join(found.no_acts))
    return 0
