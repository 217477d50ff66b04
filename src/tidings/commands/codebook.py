"""`tidings codebook`: check the codebook, count what it holds."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidings.commands import Subparsers


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("codebook", help="check the codebook")
    parser.add_argument("action", choices=("check", "stats"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Do the action; returns 1 when the codebook has problems."""
    if options.action == "stats":
        return _stats()
    from tidings.check import check_codebook
    from tidings.language.pipeline import load_language

    problems = check_codebook(language=load_language)
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems")
    return 1 if problems else 0


def _stats() -> int:
    from tidings.codebook.loader import load_codebook

    book = load_codebook()
    acts = book.acts.acts
    print(f"codebook {book.version}: {len(acts)} acts, {sum(len(a.forms) for a in acts)} patterns,")
    print(f"{sum(len(a.examples) for a in acts)} examples, {sum(len(a.misses) for a in acts)} misses")
    return 0
