"""Coding in several processes: each loads its own coder, results come back in input order."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.pool import AsyncResult
from pathlib import Path

from tidings.model.article import Article
from tidings.model.coded import Coded
from tidings.pipeline import Coder, code_together, load_coder, shared_coder

CHUNK = 4  # articles that a worker takes at a time
TOGETHER = 32  # articles that are parsed together where none is waited for
_LONG = 200_000  # characters that are parsed together
_AHEAD = 3  # chunks for each worker that are read ahead of it
_coder: Coder | None = None  # one per worker process, set by its initializer


def code_in_processes(
    articles: Iterable[Article],
    *,
    workers: int,
    codebook: Path | Sequence[Path] | None = None,
    cache: Path | None = None,
    together: int = CHUNK,
) -> Iterator[Coded]:
    """Code `articles` in `workers` processes, yielding in input order; reads only a little ahead."""
    context = multiprocessing.get_context("spawn")
    batches = _batches(articles, together)
    with context.Pool(workers, initializer=_start, initargs=(codebook, cache)) as pool:
        waiting: deque[AsyncResult[list[Coded]]] = deque()
        while True:
            # Pool.imap would read all input at once; this keeps the memory flat however much comes
            while len(waiting) < workers * _AHEAD and (batch := next(batches, None)):
                waiting.append(pool.apply_async(_code, (batch,)))
            if not waiting:
                return
            yield from waiting.popleft().get()


def _batches(articles: Iterable[Article], most: int) -> Iterator[list[Article]]:
    """The articles, at most `most` at a time, fewer where they are long."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if len(batch) >= most or size >= _LONG:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _start(codebook: Path | Sequence[Path] | None, cache: Path | None) -> None:
    global _coder
    _coder = load_coder(codebook, cache=cache) if codebook else shared_coder(cache)


def _code(articles: list[Article]) -> list[Coded]:
    if _coder is None:  # pragma: no cover (the initializer has run)
        _start(None, None)
    assert _coder is not None
    return code_together(articles, _coder)


def code_articles(
    articles: Iterable[Article],
    *,
    workers: int = 1,
    codebook: Path | Sequence[Path] | None = None,
    cache: Path | None = None,
    together: int | None = None,
) -> Iterator[Coded]:
    """Code articles in input order; with more workers the records are the same, sooner.

    One by one as they come, or `together` at a time where speed counts more than the first answer.
    """
    if workers <= 1:
        coder = load_coder(codebook, cache=cache) if codebook else shared_coder(cache)
        for batch in _batches(articles, together or 1):
            yield from code_together(batch, coder)
        return
    yield from code_in_processes(
        articles, workers=workers, codebook=codebook, cache=cache, together=together or CHUNK
    )
