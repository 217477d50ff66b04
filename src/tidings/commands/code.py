"""`tidings code`: code articles from files, folders, standard input, or a corpus."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tidings.commands._output import output
from tidings.commands._progress import watched
from tidings.commands._sources import add_codebook, add_published, cache, codebook, stream, tell_overlays
from tidings.model.errors import UsageError

if TYPE_CHECKING:
    from tidings.commands import Subparsers
    from tidings.model.article import Article, Dropped
    from tidings.model.coded import Coded
    from tidings.store.keep import Keeper

NOTHING = "tidings: nothing could be read; see the lines above"


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "code",
        help="code articles: files, folders, - for JSON lines, or a corpus",
        description="Codes articles and prints their records. Given a corpus folder, codes what is new in it, "
        "and again what another codebook or version coded.",
    )
    parser.add_argument("sources", nargs="+", metavar="FILE|DIR|CORPUS|-")
    parser.add_argument(
        "--format", choices=("table", "json", "jsonl"), help="table on a terminal, jsonl elsewhere"
    )
    add_published(parser)
    parser.add_argument("--also", default="", metavar="dates,places,attitudes", help="print these too")
    parser.add_argument("--workers", type=_count, default=1, metavar="N", help="processes (default 1)")
    parser.add_argument(
        "--min-confidence", type=float, default=0.0, metavar="0..1", help="leave out records below this"
    )
    parser.add_argument("--strict", action="store_true", help="exit with 1 when something was held")
    parser.add_argument(
        "--into", metavar="CORPUS", help="keep articles and records in this folder, and print only a summary"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="write to FILE instead of standard output")
    add_codebook(parser)
    parser.set_defaults(run=run)


def _count(value: str) -> int:
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("give 1 or more")
    return number


def run(options: argparse.Namespace) -> int:
    """Code the sources; returns the exit code."""
    from tidings.store.corpus import is_corpus

    tell_overlays(options)
    wanted = set(filter(None, options.also.split(",")))
    if wanted - {"dates", "places", "attitudes"}:
        raise UsageError(
            f"--also {options.also!r}: allowed are dates, places, attitudes, with commas between"
        )
    corpora = [source for source in options.sources if source != "-" and is_corpus(Path(source))]
    if corpora and (len(options.sources) > 1 or options.into):
        raise UsageError(f"{corpora[0]} is a corpus; code it alone: tidings code {corpora[0]}")
    if corpora or options.into:
        return _keep(options, Path(options.into or corpora[0]), renew=bool(corpora))
    held: list[Dropped] = []
    coded = _code(options, stream(options, options.sources, held))
    if not _print(options, coded):
        print(NOTHING, file=sys.stderr)
        return 3
    return 1 if held and options.strict else 0


def _code(
    options: argparse.Namespace, articles: Iterator[Article], *, together: int | None = None
) -> Iterator[Coded]:
    """Coded articles; nothing is loaded before there is one to code."""
    import itertools

    first = next(articles, None)
    if first is None:
        return
    from tidings.workers import code_articles

    yield from code_articles(
        itertools.chain([first], articles),
        workers=options.workers,
        codebook=codebook(options),
        cache=cache(),
        together=together,
    )


def _print(options: argparse.Namespace, coded: Iterator[Coded]) -> int:
    """Print the records of each article as it is coded; returns how many articles there were."""
    count = 0
    with output(options.output) as out:
        form = options.format or ("table" if out.isatty() else "jsonl")
        write = _write_table if form == "table" else _write_json
        between = "[\n" if form == "json" else ""
        for item in coded if out.isatty() else watched(coded):
            count += 1
            between = write(options, item, out, between)
        if form == "json":
            out.write("\n]\n" if between == ",\n" else "[]\n")
    return count


def _write_table(options: argparse.Namespace, coded: Coded, out: TextIO, between: str) -> str:
    from tidings.show import print_table

    print_table(coded, out, least=options.min_confidence)
    return between


def _write_json(options: argparse.Namespace, coded: Coded, out: TextIO, between: str) -> str:
    """Write the records as lines, or as members of a list when `between` is not empty; what stands before the next."""
    from tidings.show import json_lines

    for line in json_lines(coded, also=options.also.split(","), least=options.min_confidence):
        out.write(f"{between}{line}" if between else f"{line}\n")
        between = between and ",\n"
    out.flush()
    return between


def _keep(options: argparse.Namespace, folder: Path, *, renew: bool) -> int:
    """Code into a corpus: only what is not there with these versions, unless the records are printed too."""
    from tidings import __version__
    from tidings.codebook.loader import version_with
    from tidings.commands.merge import tell
    from tidings.merged import merge_corpus
    from tidings.store.corpus import open_corpus
    from tidings.store.keep import Keeper
    from tidings.store.lock import writing
    from tidings.workers import TOGETHER

    corpus = open_corpus(folder, create=not renew)
    began = time.perf_counter()
    versions = (version_with(codebook(options)), __version__)
    with writing(corpus):
        keeper = Keeper(corpus, versions)
        printed = bool(options.format or options.output)
        read = corpus.stream() if renew else stream(options, options.sources, keeper.held)
        done = {key for key, made in corpus.versions().items() if made == versions and not printed}
        passed: list[str] = []
        new = _to_code(read, corpus.texts(), done, passed, keeper.held)
        coded = _kept(keeper, _code(options, new, together=None if printed else TOGETHER))
        if printed:
            _print(options, coded)
        else:
            for _ in watched(coded):
                pass
        if not keeper.coded and not passed and not renew:
            print(NOTHING, file=sys.stderr)
            return 3
        if keeper.coded or keeper.held:
            keeper.finish(_about(options, began))
        merged = merge_corpus(corpus)
    _tell(keeper, len(passed), folder)
    tell(merged)
    return 1 if keeper.held and options.strict else 0


def _to_code(
    articles: Iterator[Article], texts: dict[str, str], done: set[str], passed: list[str], held: list[Dropped]
) -> Iterator[Article]:
    """The articles that are not `done`; the ids of the others go to `passed`, and other texts are held."""
    from tidings.model.article import Dropped
    from tidings.store.parts import hashed

    for article in articles:
        if texts.get(article.id) not in (None, hashed(article.text)):
            reason = f"the corpus has another text under the id {article.id!r}; make ids unique"
            held.append(Dropped("store", reason, article.id))
            print(f"held: {article.id}: {reason}", file=sys.stderr)
        elif article.id in done:
            passed.append(article.id)
        else:
            yield article


def _kept(keeper: Keeper, coded: Iterator[Coded]) -> Iterator[Coded]:
    for item in coded:
        keeper.add(item)
        yield item


def _about(options: argparse.Namespace, began: float) -> dict[str, object]:
    """What the log says of a run beside its counts."""
    import platform
    from importlib import metadata

    from tidings.language.pipeline import MODEL_PACKAGE, MODEL_VERSION

    seconds = round(time.perf_counter() - began, 2)
    return {
        "command": "code",
        "sources": options.sources,
        "workers": options.workers,
        "seconds": seconds,
        "versions": {
            "python": platform.python_version(),
            "spacy": metadata.version("spacy"),
            MODEL_PACKAGE: MODEL_VERSION,
        },
    }


def _tell(keeper: Keeper, passed: int, folder: Path) -> None:
    from tidings.show import counted, kinds

    total = keeper.coded + passed + len(keeper.held)
    lines = (
        f"Read     {counted(total, 'article')} = {keeper.coded} coded + {passed} coded before + {len(keeper.held)} held",
        f"Found    {counted(sum(keeper.kinds.values()), 'record')} = {kinds(keeper.kinds)}",
        f"Kept     in {folder}: {counted(keeper.new_articles, 'new article')}, "
        f"{counted(keeper.new_records, 'new record')}, {keeper.removed} stale removed",
    )
    for line in lines:
        print(line, file=sys.stderr)
