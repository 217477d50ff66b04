"""`tidings second-read`: a language model as a second reader over what the coder is unsure of; agreement of coders."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from tidings.commands._filters import add_filters, filters_of
from tidings.commands._rows import add_format, format_of, limit_of, print_rows, tell_cut
from tidings.commands._sources import add_codebook

if TYPE_CHECKING:
    from tidings.commands import Subparsers
    from tidings.query.database import Database
    from tidings.second.ask import Asked
    from tidings.second.endpoint import Endpoint
    from tidings.second.passages import Passage


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "second-read",
        help="a language model reads again what the coder is unsure of; how far coders agree",
        description="Sends sentences to the endpoint given with --url, and nowhere else. What it answers is kept apart under "
        "the model's name, only where its words are in the text; the corpus's records stay as they are. "
        "Without --url: how far the coders agree.",
    )
    parser.add_argument("corpus", metavar="CORPUS")
    parser.add_argument(
        "--url", metavar="URL", help="an OpenAI-compatible endpoint: http://127.0.0.1:11434/v1"
    )
    parser.add_argument("--model", metavar="NAME", help="the model, as the endpoint calls it")
    parser.add_argument(
        "--key-env", metavar="VARIABLE", help="environment variable that holds the key, if one is needed"
    )
    parser.add_argument(
        "--below", type=float, default=0.6, metavar="C", help="records with a confidence under C (0.6)"
    )
    parser.add_argument(
        "--set-aside", action="store_true", help="also sentences whose acts the coder set aside"
    )
    parser.add_argument("--most", type=int, metavar="N", help="read N sentences and no more")
    parser.add_argument(
        "--seconds", type=float, default=60.0, metavar="S", help="patience with one answer (60)"
    )
    parser.add_argument(
        "--differ", action="store_true", help="list the acts on which the coder and --model differ"
    )
    add_codebook(parser)
    add_format(parser)
    add_filters(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask, or tell how coders agree; returns 1 when asking ended early."""
    from tidings.model.errors import UsageError
    from tidings.query.database import open_database

    database = open_database(options.corpus)
    if options.url is None:
        return _differ(options, database) if options.differ else _agreement(options, database)
    from tidings.second.endpoint import Endpoint

    if options.model is None:
        raise UsageError("give --model NAME as the endpoint calls it")
    if not 0 < options.seconds <= 3600:
        raise UsageError(f"--seconds {options.seconds:g} is not a number of seconds from 0 to 3600")
    endpoint = Endpoint(url=options.url, model=options.model, key=_key(options), seconds=options.seconds)
    asked = _ask(options, database, endpoint)
    _tell(asked)
    if asked.stopped is None:
        print(f"Next     tidings second-read {options.corpus}", file=sys.stderr)
    return 0 if asked.stopped is None else 1


def _key(options: argparse.Namespace) -> str | None:
    from tidings.model.errors import UsageError

    if options.key_env is None:
        return None
    key = os.environ.get(options.key_env)
    if not key:
        raise UsageError(f"the environment has no {options.key_env}; set it to the endpoint's key")
    return key


def _ask(options: argparse.Namespace, database: Database, endpoint: Endpoint) -> Asked:
    from tidings.codebook.loader import load_codebook
    from tidings.commands._sources import cache, codebook
    from tidings.second.ask import ask

    passages = _passages(options, database)
    if options.most is not None:
        passages = passages[: max(options.most, 0)]
    return ask(database, endpoint, load_codebook(codebook(options), cache=cache()), passages)


def _passages(options: argparse.Namespace, database: Database) -> list[Passage]:
    from tidings.second.passages import set_aside_passages, unsure_passages

    found = set(unsure_passages(database, filters_of(options), options.below))
    if options.set_aside:
        from tidings.commands._sources import cache, codebook
        from tidings.pipeline import load_coder

        found.update(set_aside_passages(database, load_coder(codebook(options), cache=cache())))
    return sorted(found)


def _tell(asked: Asked) -> None:
    from tidings.show import counted

    print(f"Read     {counted(asked.sentences, 'sentence')}, {asked.kept} of them from kept answers")
    print(f"Found    {counted(asked.events, 'event')} whose words are in the text")
    for why, n in asked.rejected.items():
        print(f"Refused  {n} {why}")
    for why, n in asked.failed.items():
        print(f"Failed   {n} {why}", file=sys.stderr)
    if asked.stopped is not None:
        print(
            "tidings: stopped asking; what was answered is kept, and the next run goes on from there",
            file=sys.stderr,
        )


def _agreement(options: argparse.Namespace, database: Database) -> int:
    from tidings.second.agreement import Agreement, agreements

    columns = tuple(Agreement.__dataclass_fields__)
    found = agreements(database)
    print_rows(columns, ([getattr(one, name) for name in columns] for one in found), format_of(options))
    if not found:
        print("no second reader has read this corpus yet; give --url and --model", file=sys.stderr)
    return 0


def _differ(options: argparse.Namespace, database: Database) -> int:
    from tidings.model.errors import UsageError
    from tidings.second.agreement import disagreements
    from tidings.second.kept import models

    known = models(database.folder)
    if options.model not in known:
        raise UsageError(f"no readings of --model {options.model!r}; there are {', '.join(known) or 'none'}")
    rows = disagreements(database, options.model)
    texts: dict[str, str] = {}
    shown = []
    for row in rows[: limit_of(options, 40)]:
        text = texts.setdefault(row["article"], database.article(row["article"]).text)
        shown.append([*row.values(), " ".join(text[row["first"] : row["last"]].split())])
    print_rows(("article", "first", "last", "tidings", "model", "words"), shown, format_of(options))
    tell_cut(len(shown), len(rows), "acts differ")
    return 0
