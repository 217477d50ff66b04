"""Killed runs end as undisturbed ones, and readers beside a writer see whole articles or none of them."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.store.test_corpus import V1
from tests.store.test_verify import article, record

from tidings.model.errors import StoreError
from tidings.query.database import open_database
from tidings.query.facets import facets
from tidings.query.filters import parse_filters
from tidings.store.compact import compact
from tidings.store.corpus import ARTICLE, Corpus, open_corpus
from tidings.store.lock import writing
from tidings.store.parts import parts_of, read_parts, steady

ROOT = Path(__file__).parents[2]
ROUNDS = 3


def test_runs_killed_at_random_moments_end_like_undisturbed_ones() -> None:
    """Two moments of add and two of code; `make bench-faults` takes fifty."""
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "faults.py", "4"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 opened without damage and ended identical" in done.stdout


def _written(corpus: Corpus, done: threading.Event) -> None:
    """Code three articles again and again with other versions, two records each, compacting in between."""
    try:
        for number in range(2, 2 + ROUNDS):
            versions = (f"c{number}", "1")
            with writing(corpus):
                for n in range(3):
                    pair = [{**record(n, versions[0]), "id": f"ev_{n}_{number}_{k}"} for k in range(2)]
                    corpus.add_records({f"a{n}": pair}, versions, number)
                corpus.remove_stale()
                compact(corpus)
    finally:
        done.set()


def test_readers_beside_a_writer_see_no_part_of_an_article(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c", create=True)
    corpus.add([article(n) for n in range(3)])
    corpus.add_records({f"a{n}": [record(n), {**record(n), "id": f"ev_{n}_b"}] for n in range(3)}, V1, 1)
    done = threading.Event()
    wrong: list[str] = []

    def reading(look: Callable[[], Any], expected: Any) -> None:
        looked = 0
        while not done.is_set() or not looked:
            looked += 1
            try:
                found = look()
            except Exception as error:
                found = repr(error)
            if found != expected:
                wrong.append(f"{look.__name__}: {found}")

    database = open_database(corpus.folder)

    def query() -> list[tuple[str, int]]:
        rows = database.rows("SELECT article, count(*) AS n FROM event_mentions GROUP BY ALL ORDER BY ALL")
        return [(row["article"], row["n"]) for row in rows]

    def library() -> list[str]:
        return sorted(row["article"] for row in open_corpus(corpus.folder).records())

    def count() -> int:
        return facets(database, "event_mentions", parse_filters({}))[0].unknown

    looks: list[tuple[Callable[[], Any], Any]] = [
        (query, [(f"a{n}", 2) for n in range(3)]),
        (library, [f"a{n}" for n in range(3) for _ in range(2)]),
        (count, 6),
    ]
    threads = [threading.Thread(target=reading, args=look) for look in looks]
    for thread in threads:
        thread.start()
    _written(corpus, done)
    for thread in threads:
        thread.join()
    assert wrong == []
    assert (len(corpus.records()), {row["codebook"] for row in corpus.records()}) == (6, {f"c{1 + ROUNDS}"})


def test_a_question_is_asked_again_of_the_parts_that_took_the_place_of_others(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c", create=True)
    for n in range(3):
        corpus.add([article(n)])
    seen: list[int] = []

    def read(parts: dict[str, list[Path]]) -> list[str]:
        seen.append(len(parts["articles"]))
        if len(seen) == 1:
            compact(corpus)  # between the listing of the parts and their opening
        return [row["id"] for row in read_parts(parts["articles"], ARTICLE, "id")]

    assert (steady(corpus.folder, read), seen) == (["a0", "a1", "a2"], [3, 1])


def test_a_damaged_part_is_told_at_once(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c", create=True)
    corpus.add([article(1)])
    (part,) = parts_of(corpus.folder / "articles")
    part.write_bytes(b"no table")
    seen: list[int] = []

    def read(parts: dict[str, list[Path]]) -> list[Any]:
        seen.append(1)
        return read_parts(parts["articles"], ARTICLE, "id")

    with pytest.raises(StoreError, match="is damaged"):
        steady(corpus.folder, read)
    assert seen == [1]
