"""`tidings code`: code articles from files, folders or standard input."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tidings.commands._output import output
from tidings.commands._sources import add_published, read

if TYPE_CHECKING:
    from tidings.commands import Subparsers
    from tidings.pipeline import Coded


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("code", help="code articles: files, folders, or - for JSON lines")
    parser.add_argument("sources", nargs="+", metavar="FILE|DIR|-")
    parser.add_argument("--format", choices=("table", "jsonl"), default=None)
    add_published(parser)
    parser.add_argument(
        "--also", default="", metavar="dates,places", help="every date and place expression too"
    )
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--min-confidence", type=float, default=0.0)
    parser.add_argument("--strict", action="store_true", help="exit with 1 when something was held")
    parser.add_argument("--into", metavar="CORPUS", help="also keep articles and records in this folder")
    parser.add_argument("-o", "--output", metavar="FILE", help="write to FILE instead of standard output")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Code the sources; returns the exit code."""
    from tidings.workers import code_articles

    articles, held = read(options, options.sources)
    if not articles:
        print("tidings: nothing could be read; see the lines above", file=sys.stderr)
        return 3
    form = options.format or ("table" if sys.stdout.isatty() else "jsonl")
    wanted = frozenset(filter(None, options.also.split(",")))
    kept: list[Coded] = []
    with output(options.output) as out:
        for coded in code_articles(articles, workers=options.workers):
            if options.into:
                kept.append(coded)
            if form == "jsonl":
                from tidings.show import json_lines

                for line in json_lines(coded, also=wanted, least=options.min_confidence):
                    out.write(line + "\n")
                out.flush()
            else:
                _print_table(coded, out)
    if options.into:
        from tidings.store.keep import keep

        added = keep(Path(options.into), kept, held)
        print(
            f"Kept     {added[0]} new articles and {added[1]} new records in {options.into}", file=sys.stderr
        )
    return 1 if held and options.strict else 0


def _print_table(coded: Coded, out: TextIO) -> None:
    from rich.console import Console

    from tidings.show import table

    Console(file=out).print(table(coded))
