"""The command line: thin over the library, and the only place that prints."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidings.model.article import Article, Dropped
    from tidings.pipeline import Coded

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
    for coded in code_articles(articles, workers=options.workers):
        if form == "jsonl":
            from tidings.show import json_lines

            for line in json_lines(coded, also=wanted, least=options.min_confidence):
                sys.stdout.write(line + "\n")
            sys.stdout.flush()
        else:
            _print_table(coded)
    return 1 if held and options.strict else 0


def _print_table(coded: Coded) -> None:
    from rich.console import Console

    from tidings.show import table

    Console().print(table(coded))


def _why(options: argparse.Namespace) -> int:
    from tidings.pipeline import explain, load_coder

    articles, _ = _read(options, [options.file])
    if not articles:
        return 3
    for line in explain(articles[0], load_coder(), sentence=options.sentence):
        print(line)
    return 0


def _demo(options: argparse.Namespace) -> int:
    from tidings.workers import code_articles
    from tidings.show import json_lines

    articles, held = _read(options, [options.examples])
    if not articles:
        print(
            f"tidings: no articles in {options.examples!r}; run this in the project's folder", file=sys.stderr
        )
        return 3
    counts: dict[str, int] = {}
    right = total = coded_articles = 0
    folder = Path("tidings-demo")
    folder.mkdir(exist_ok=True)
    lines: list[str] = []
    for coded in code_articles(articles):
        coded_articles += 1
        lines.extend(json_lines(coded))
        for record in coded.records:
            counts[record.kind] = counts.get(record.kind, 0) + 1
            words = getattr(record, "trigger", None) or getattr(record, "content", None) or record.span  # type: ignore[union-attr]
            total += 1
            right += coded.article.text[words.start : words.end] == words.quote
    (folder / "records.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"Read     {len(articles) + len(held)} articles = {coded_articles} coded + {len(held)} held")
    print(
        "Found    "
        + " \u00b7 ".join(f"{counts.get(kind, 0)} {kind}s" for kind in ("event", "statement", "figure"))
    )
    print(f"Checked  every record's words found in its article: {right}/{total}")
    print(f"Wrote    {folder / 'records.jsonl'}")
    print(f"Next     tidings code {articles and options.examples} --format table")
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
