"""Coding in several processes: each loads its own coder, results come back in input order."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from pathlib import Path

from tidings.model.article import Article
from tidings.pipeline import Coded, Coder, code_article, load_coder

_coder: Coder | None = None  # one per worker process, set by its initializer


def code_in_processes(
    articles: Iterable[Article], *, workers: int, codebook: Path | None = None
) -> Iterator[Coded]:
    """Code `articles` in `workers` processes, yielding in input order."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, initializer=_start, initargs=(codebook,)) as pool:
        yield from pool.imap(_code, articles, chunksize=4)


def _start(codebook: Path | None) -> None:
    global _coder
    _coder = load_coder(codebook)


def _code(article: Article) -> Coded:
    if _coder is None:  # pragma: no cover (the initializer has run)
        _start(None)
    assert _coder is not None
    return code_article(article, _coder)


def code_articles(
    articles: Iterable[Article], *, workers: int = 1, codebook: Path | None = None
) -> Iterator[Coded]:
    """Code articles in input order; with more workers the records are the same, sooner."""
    if workers <= 1:
        coder = load_coder(codebook)
        for article in articles:
            yield code_article(article, coder)
        return
    yield from code_in_processes(articles, workers=workers, codebook=codebook)
