"""Coding in several processes: each loads its own coder, results come back in input order."""

from __future__ import annotations

import itertools
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.pool import AsyncResult
from pathlib import Path

from tidings.model.article import Article
from tidings.model.coded import Coded
from tidings.pipeline import Coder, code_article, load_coder, shared_coder

CHUNK = 4  # articles that a worker takes at a time
_AHEAD = 3  # chunks for each worker that are read ahead of it
_coder: Coder | None = None  # one per worker process, set by its initializer


def code_in_processes(
    articles: Iterable[Article],
    *,
    workers: int,
    codebook: Path | Sequence[Path] | None = None,
    cache: Path | None = None,
) -> Iterator[Coded]:
    """Code `articles` in `workers` processes, yielding in input order; reads only a little ahead."""
    context = multiprocessing.get_context("spawn")
    source = iter(articles)
    with context.Pool(workers, initializer=_start, initargs=(codebook, cache)) as pool:
        waiting: deque[AsyncResult[list[Coded]]] = deque()
        while True:
            # Pool.imap would read all input at once; this keeps the memory flat however much comes
            while len(waiting) < workers * _AHEAD and (chunk := list(itertools.islice(source, CHUNK))):
                waiting.append(pool.apply_async(_code, (chunk,)))
            if not waiting:
                return
            yield from waiting.popleft().get()


def _start(codebook: Path | Sequence[Path] | None, cache: Path | None) -> None:
    global _coder
    _coder = load_coder(codebook, cache=cache) if codebook else shared_coder(cache)


def _code(articles: list[Article]) -> list[Coded]:
    if _coder is None:  # pragma: no cover (the initializer has run)
        _start(None, None)
    assert _coder is not None
    return [code_article(article, _coder) for article in articles]


def code_articles(
    articles: Iterable[Article],
    *,
    workers: int = 1,
    codebook: Path | Sequence[Path] | None = None,
    cache: Path | None = None,
) -> Iterator[Coded]:
    """Code articles in input order, one by one as they come; with more workers the records are the same, sooner."""
    if workers <= 1:
        coder = load_coder(codebook, cache=cache) if codebook else shared_coder(cache)
        for article in articles:
            yield code_article(article, coder)
        return
    yield from code_in_processes(articles, workers=workers, codebook=codebook, cache=cache)
