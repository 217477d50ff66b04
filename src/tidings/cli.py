"""The command line: thin over the library, and the only place that prints."""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from tidings.model.article import Article, Dropped
    from tidings.pipeline import Coded

DEMO = "tidings-demo"
EPILOG = "Exit codes: 0 fine, 1 something was held and --strict was given, 2 usage, 3 nothing could be read."


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code and also exits with it from the installed script."""
    parser = _parser()
    options = parser.parse_args(arguments)
    from tidings.model.errors import TidingsError

    try:
        code: int = options.run(options)
    except TidingsError as error:
        print(f"tidings: {error}", file=sys.stderr)
        code = 2
    if arguments is None:
        sys.exit(code)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tidings",
        description=__doc__ and "Reads the news and writes down who did what to whom.",
        epilog=EPILOG,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    code = commands.add_parser(
        "code", help="code articles: files, folders, or - for JSON lines", epilog=EPILOG
    )
    code.add_argument("sources", nargs="+", metavar="FILE|DIR|-")
    code.add_argument("--format", choices=("table", "jsonl"), default=None)
    code.add_argument("--published", metavar="YYYY-MM-DD", help="publication date of bare texts")
    code.add_argument(
        "--also", default="", metavar="dates,places", help="every date and place expression too"
    )
    code.add_argument("--workers", type=int, default=1)
    code.add_argument("--min-confidence", type=float, default=0.0)
    code.add_argument("--strict", action="store_true", help="exit with 1 when something was held")
    code.set_defaults(run=_code)
    code.add_argument("--into", metavar="CORPUS", help="also keep articles and records in this folder")
    code.add_argument("-o", "--output", metavar="FILE", help="write to FILE instead of standard output")
    show = commands.add_parser("show", help="a record of a corpus: who, what, when, where, and the words")
    show.add_argument("id")
    show.add_argument("--corpus", default=DEMO, metavar="FOLDER")
    show.set_defaults(run=_show)
    init = commands.add_parser("init", help="make a corpus folder")
    init.add_argument("corpus")
    init.set_defaults(run=_init)
    status = commands.add_parser("status", help="what a corpus holds")
    status.add_argument("corpus", nargs="?", default=DEMO)
    status.set_defaults(run=_status)
    find = commands.add_parser("find", help="records of a corpus whose words or parties contain a text")
    find.add_argument("words")
    find.add_argument("--corpus", default=DEMO, metavar="FOLDER")
    find.set_defaults(run=_find)
    why = commands.add_parser("why", help="how a sentence was coded, or what dropped its nearest candidate")
    why.add_argument("file")
    why.add_argument("--sentence", type=int, help="number of the sentence, from 1; all when left out")
    why.add_argument("--published", metavar="YYYY-MM-DD")
    why.set_defaults(run=_why)
    demo = commands.add_parser("demo", help="code the example reports")
    demo.add_argument("--examples", default="examples")
    demo.set_defaults(run=_demo)
    book = commands.add_parser("codebook", help="check the codebook")
    book.add_argument("action", choices=("check", "stats"))
    book.set_defaults(run=_codebook)
    return parser


def _published(value: str | None) -> object:
    import datetime

    from tidings.model.errors import UsageError

    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise UsageError(
            f"--published {value!r} is no date; give it as YYYY-MM-DD, such as 2015-10-21"
        ) from None


def _read(options: argparse.Namespace, sources: list[str]) -> tuple[list[Article], list[Dropped]]:
    from tidings.ingest.read import read_sources
    from tidings.model.article import Article, Dropped

    items = list(read_sources(sources, published=_published(getattr(options, "published", None))))  # type: ignore[arg-type]
    held = [item for item in items if isinstance(item, Dropped)]
    for item in held:
        print(f"held: {item.what}: {item.reason}", file=sys.stderr)
    return [item for item in items if isinstance(item, Article)], held


def _code(options: argparse.Namespace) -> int:
    from tidings.workers import code_articles

    articles, held = _read(options, options.sources)
    if not articles:
        print("tidings: nothing could be read; see the lines above", file=sys.stderr)
        return 3
    form = options.format or ("table" if sys.stdout.isatty() else "jsonl")
    wanted = frozenset(filter(None, options.also.split(",")))
    kept: list[Coded] = []
    with _output(options.output) as out:
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


@contextlib.contextmanager
def _output(path: str | None) -> Iterator[TextIO]:
    """Standard output in UTF-8, or a file that appears when it is complete."""
    if path is None or path == "-":
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        yield sys.stdout
        return
    beside = Path(path + ".part")
    with beside.open("w", encoding="utf-8", newline="\n") as file:
        yield file
    beside.replace(path)


def _show(options: argparse.Namespace) -> int:
    from tidings.show import record_lines
    from tidings.store.corpus import open_corpus

    row, article = open_corpus(Path(options.corpus)).find(options.id)
    for line in record_lines(row, article):
        print(line)
    return 0


def _init(options: argparse.Namespace) -> int:
    from tidings.store.corpus import open_corpus

    corpus = open_corpus(Path(options.corpus), create=True)
    print(f"Corpus   {corpus.folder}")
    print(f"Next     tidings code FILE --into {corpus.folder}")
    return 0


def _status(options: argparse.Namespace) -> int:
    from collections import Counter

    from tidings.store.corpus import open_corpus

    corpus = open_corpus(Path(options.corpus))
    kinds = Counter(row["kind"] for row in corpus.records())
    print(f"Corpus   {corpus.folder}: {len(corpus.articles())} articles")
    print(
        "Records  " + " \u00b7 ".join(f"{kinds[kind]} {kind}s" for kind in ("event", "statement", "figure"))
    )
    return 0


def _find(options: argparse.Namespace) -> int:
    from tidings.store.corpus import open_corpus

    wanted = options.words.casefold()
    rows = [
        row
        for row in open_corpus(Path(options.corpus)).records()
        if wanted in row["json"].casefold() or wanted in row["quote"].casefold()
    ]
    for row in rows:
        print(f"{row['id']}  {row['kind']:9}  {' '.join(row['quote'].split())[:90]}")
    print(f"{len(rows)} records", file=sys.stderr)
    return 0


def _print_table(coded: Coded, out: TextIO) -> None:
    from rich.console import Console

    from tidings.show import table

    Console(file=out).print(table(coded))


def _why(options: argparse.Namespace) -> int:
    from tidings.pipeline import explain, load_coder

    articles, _ = _read(options, [options.file])
    if not articles:
        return 3
    for line in explain(articles[0], load_coder(), sentence=options.sentence):
        print(line)
    return 0


def _demo(options: argparse.Namespace) -> int:
    from collections import Counter

    from tidings.workers import code_articles

    articles, held = _read(options, [options.examples])
    if not articles:
        print(
            f"tidings: no articles in {options.examples!r}; run this in the project's folder", file=sys.stderr
        )
        return 3
    from tidings.store.keep import keep, span_of

    done = list(code_articles(articles))
    counts = Counter(record.kind for coded in done for record in coded.records)
    total = sum(counts.values())
    right = 0
    for coded in done:
        for words in map(span_of, coded.records):
            right += coded.article.text[words.start : words.end] == words.quote
    keep(Path(DEMO), done, held)
    print(f"Read     {len(articles) + len(held)} articles = {len(done)} coded + {len(held)} held")
    kinds = " \u00b7 ".join(f"{counts[kind]} {kind}s" for kind in ("event", "statement", "figure"))
    print(f"Found    {total} records = {kinds}")
    print(f"Checked  every record's words found in its article: {right}/{total}")
    print(f"Kept     in ./{DEMO}")
    first = next((r.id for coded in done for r in coded.records if r.kind == "event"), None)
    print(f"Next     tidings show {first}" if first else f"Next     tidings code {options.examples}")
    return 0 if right == total else 1


def _codebook(options: argparse.Namespace) -> int:
    if options.action == "stats":
        from tidings.codebook.loader import load_codebook

        book = load_codebook()
        acts = book.acts.acts
        print(f"codebook {book.version}: {len(acts)} acts, {sum(len(a.forms) for a in acts)} patterns,")
        print(f"{sum(len(a.examples) for a in acts)} examples, {sum(len(a.misses) for a in acts)} misses")
        return 0
    from tidings.check import check_codebook
    from tidings.language.pipeline import load_language

    problems = check_codebook(language=load_language)
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    main()
