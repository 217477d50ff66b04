"""`tidings train`: fit the judges anew from marked articles and the codebook's examples."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.commands._sources import add_codebook, cache, codebook
from tidings.model.errors import UsageError

if TYPE_CHECKING:
    from tidings.commands import Subparsers
    from tidings.evaluate.score import Score


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("train", help="fit the judges from marked articles and examples")
    parser.add_argument(
        "gold",
        metavar="FOLDER",
        nargs="?",
        help="a folder with articles/ (texts and their marks); not for --quick",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="only learn lessons from the examples and misses of the last --codebook: a minute, no marked articles",
    )
    parser.add_argument(
        "--also", action="append", default=[], metavar="FOLDER", help="further marked texts or marked reports"
    )
    parser.add_argument(
        "--into",
        metavar="FOLDER",
        help="write the judges here; else into judges/ of the last --codebook, without one into the shipped codebook",
    )
    add_codebook(parser)
    parser.add_argument(
        "--judge",
        action="append",
        choices=("parties", "confidence", "relations"),
        help="fit only this judge; may be repeated",
    )
    parser.add_argument(
        "--cross-validate",
        action="store_true",
        help="write nothing; print the scores on articles the judges have not seen",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Train or measure; returns the exit code."""
    from tidings.codebook.loader import SHIPPED, load_codebook
    from tidings.language.pipeline import load_language
    from tidings.learning.confidence_rows import reliability
    from tidings.learning.relation_rows import cross_validated, macro_f1
    from tidings.learning.train import JUDGES, confidence_on_unseen, cross_validate, gather_material, train

    own = codebook(options)
    if options.quick:
        return _quick(own)
    if options.gold is None:
        raise UsageError(
            "train needs the FOLDER of marked articles; to learn from your own examples: train --quick --codebook MINE"
        )
    book = load_codebook(own)
    material = gather_material(
        Path(options.gold), load_language(), book, also=[Path(folder) for folder in options.also]
    )
    print(f"{len(material.articles)} articles, {len(material.sentences)} single sentences")
    if options.cross_validate:
        with tempfile.TemporaryDirectory() as work:
            if "parties" in (options.judge or JUDGES):
                _table(cross_validate(material, book, Path(work), print))
            if "confidence" in (options.judge or JUDGES):
                _reliable(*reliability(confidence_on_unseen(material, Path(work))))
        if material.relations and "relations" in (options.judge or JUDGES):
            rows = list(material.relations)
            print(
                f"relations           macro-F1 {macro_f1(rows, cross_validated(rows)):.3f} of {len(rows)} sentences"
            )
        return 0
    target = Path(options.into) if options.into else (own[-1] if own else SHIPPED) / "judges"
    train(material, book, target, options.judge or JUDGES, print)
    print(f"written to {target}")
    return 0


def _quick(own: Sequence[Path]) -> int:
    """Learn lessons from the last overlay; returns 1 when a sentence could not be learnt."""
    from tidings.check import cases_of
    from tidings.codebook.lessons import FILE, write_lessons
    from tidings.codebook.loader import load_codebook
    from tidings.language.pipeline import load_language
    from tidings.learning.quick import learn_quickly, own_cases

    if not own:
        raise UsageError("train --quick needs --codebook FOLDER with examples or misses of your own")
    book, shipped = load_codebook(own), load_codebook(own[:-1])
    learnt = learn_quickly(book, own_cases(book, shipped), list(cases_of(shipped)), load_language, cache())
    path = own[-1] / "judges" / FILE
    write_lessons(learnt.lessons, path)
    for told in learnt.taught:
        print(f"{told.how:11} {told.rule}: {told.text}")
        if told.how == "not learnt":
            print(f"{'':11} {told.reason}")
    print(
        f"{len(learnt.lessons)} lessons of {len(learnt.taught)} sentences written to {path}; {learnt.tried} shipped sentences read as before"
    )
    return 1 if any(told.how == "not learnt" for told in learnt.taught) else 0


def _table(scores: dict[str, Score]) -> None:
    print(f"\n{'level':20}{'gold':>6}{'found':>7}{'right':>7}{'P':>8}{'R':>8}{'F1':>8}")
    for level, s in scores.items():
        counts = f"{s.gold:6}{s.found:7}{s.right:7}"
        print(f"{level:20}{counts}{s.precision:8.3f}{s.recall:8.3f}{s.f1:8.3f}")


def _reliable(table: list[tuple[float, float, int]], error: float) -> None:
    print(f"\n{'confidence':>12}{'right':>8}{'acts':>7}")
    for chance, share, count in table:
        print(f"{chance:12.2f}{share:8.2f}{count:7}")
    print(f"expected calibration error {error:.3f}")
