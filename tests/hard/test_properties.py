"""What holds of every corpus, whatever is put in and in whatever order. `make fuzz` runs the same over thousands.

TIDINGS_CASES=2000 tries so many cases of each property, and other ones each time.
"""

from __future__ import annotations

import dataclasses
import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reliability.contracts import check_article, code_checked, read_checked
from reliability.mutate import mutated_text
from tests.corpora import keep

import tidings
from tidings.commands.demo import example_reports
from tidings.export.write import write_export
from tidings.ingest.found import Asked, Found
from tidings.ingest.judge import to_article
from tidings.ingest.read import read_sources
from tidings.model.article import Article
from tidings.model.coded import Coded
from tidings.model.errors import InputError
from tidings.pipeline import Coder, code_article, shared_coder
from tidings.query.reviewed import states
from tidings.show import json_lines
from tidings.store.corpus import Corpus, open_corpus
from tidings.store.reviews import Review, add_review, all_reviews, standing_reviews

CASES = int(os.environ.get("TIDINGS_CASES", "0"))
REPORTS = tuple(Path(path).read_text(encoding="utf-8") for path in example_reports() if path.endswith(".txt"))
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def tried(few: int, share: float = 1.0) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`few` cases, the same each time; or as many as asked for, new ones each time."""
    return settings(
        max_examples=max(few, int(CASES * share)),
        deadline=None,
        derandomize=not CASES,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@st.composite
def reports(draw: st.DrawFn) -> str:
    """An example report, cut, spliced and spoilt."""
    chance = random.Random(draw(st.integers(0, 2**40)))
    return mutated_text(chance.choice(REPORTS), chance, list(REPORTS))


@pytest.fixture(scope="module")
def pool(coder: Coder) -> list[Coded]:
    """Some coded articles: parts of reports, one without a record, one without a day."""
    texts = [text.partition("\n\n\u201c")[0][:900] for text in REPORTS[:4]]
    articles = [to_article(Found(text=text), Asked()) for text in (*texts, "The sky was blue.")]
    articles[0] = dataclasses.replace(
        articles[0], published=None, published_origin=None, title="=1+1", url="https://e.org/a"
    )
    return [code_article(article, coder) for article in articles]  # fmt: skip


def content(corpus: Corpus) -> object:
    return corpus.articles(), corpus.records(), corpus.texts()


def parts(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*.parquet"))}


@tried(15)
@given(reports())
def test_the_words_of_every_record_are_the_articles(text: str) -> None:
    try:
        article = to_article(Found(text=text), Asked())
    except InputError:
        return
    check_article(article)
    code_checked(article, shared_coder())


@tried(4, 0.2)
@given(reports(), reports())
def test_what_was_coded_before_changes_no_byte(one: str, other: str) -> None:
    articles = [Article(id=key, text=text) for key, text in (("a", one), ("b", other))]
    coder = shared_coder()
    forwards = {a.id: list(json_lines(code_article(a, coder))) for a in articles}
    backwards = {a.id: list(json_lines(code_article(a, coder))) for a in reversed(articles)}
    assert forwards == backwards


@tried(2, 0.1)
@given(st.data())
def test_order_and_batches_do_not_matter(
    pool: list[Coded], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("orders")
    order, batch = data.draw(st.permutations(pool)), data.draw(st.integers(1, 9))
    cut = data.draw(st.integers(1, len(pool)))
    whole = keep(folder / "whole", pool, 200)
    keep(folder / "pieces", order[:cut], batch)
    pieces = keep(folder / "pieces", order, batch)
    assert content(pieces) == content(whole)
    lines = [b"".join(_exported(c.folder, folder / f"{c.folder.name}.jsonl")) for c in (whole, pieces)]
    assert lines[0] == lines[1]
    shutil.rmtree(folder)


def _exported(corpus: Path, output: Path, table: str | None = None) -> list[bytes]:
    write_export(tidings.open(corpus), "jsonl", output, table=table)
    return sorted(output.read_bytes().splitlines(keepends=True))


@tried(2, 0.1)
@given(st.data())
def test_adding_what_is_there_changes_nothing(
    pool: list[Coded], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("again") / "corpus"
    keep(folder, pool, 3)
    before = parts(folder)
    again = data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=8))
    keep(folder, again, data.draw(st.integers(1, 4)))
    assert parts(folder) == before
    shutil.rmtree(folder.parent)


def test_the_same_rows_in_the_same_batches_are_the_same_bytes(pool: list[Coded], tmp_path: Path) -> None:
    one, two = keep(tmp_path / "one", pool, 3), keep(tmp_path / "two", pool, 3)
    assert parts(one.folder) == parts(two.folder)


@tried(3, 0.2)
@given(NAMES, NAMES, st.sampled_from([None, "https://e.org/=a", "x\ty"]), reports())
def test_what_is_exported_reads_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, title: str, source: str, url: str | None, text: str
) -> None:
    folder = tmp_path_factory.mktemp("there-and-back")
    row = {"text": text, "title": title, "source": source, "url": url, "published": "2015-10-21"}
    (folder / "in.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    articles, _ = read_checked(folder / "in.jsonl")
    corpus = open_corpus(folder / "corpus", create=True)
    corpus.add(articles)
    write_export(tidings.open(corpus.folder), "jsonl", folder / "out.jsonl", table="articles")
    back = [a for a in read_sources([folder / "out.jsonl"]) if isinstance(a, Article)]
    # the file they are now read from is another, and so is its hash
    assert [dataclasses.replace(a, raw_sha256=None) for a in back] == [
        dataclasses.replace(a, raw_sha256=None) for a in articles
    ]
    write_export(tidings.open(corpus.folder), "parquet", folder / "out.parquet", table="articles")
    shutil.rmtree(folder)


VERDICTS = st.sampled_from(["accepted", "rejected", "unsure", "corrected", "undone"])


@tried(4, 0.2)
@given(st.lists(st.tuples(st.integers(0, 10**6), VERDICTS), max_size=12))
def test_reviews_replayed_say_the_same(
    pool: list[Coded], tmp_path_factory: pytest.TempPathFactory, verdicts: list[tuple[int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("reviews")
    corpus = keep(folder / "corpus", pool, 200)
    texts, records = corpus.texts(), corpus.records()
    rows = [{**r, "text_sha256": texts[r["article"]], "url": None} for r in records]
    for number, verdict in verdicts:
        row = rows[number % len(rows)]
        standing = standing_reviews(corpus.folder)
        if verdict == "undone" and not standing:
            continue
        add_review(corpus.folder, Review(
            record=row["id"], article=row["article"], kind=row["kind"], label=json.loads(row["json"]).get("type") or "",
            first=row["first"], last=row["last"], quote=row["quote"], text_sha256=row["text_sha256"], url=None, verdict=verdict,
            reviewer="Ana", at="2026-01-01T00:00:00+00:00", new={"status": "future"} if verdict == "corrected" else {},
            undoes=standing[number % len(standing)].number if verdict == "undone" else None,
        ))  # fmt: skip
    log = all_reviews(corpus.folder)
    (folder / "copy").mkdir()
    for review in log:
        add_review(folder / "copy", review)
    assert all_reviews(folder / "copy") == log
    once = states(standing_reviews(corpus.folder), rows)
    twice = states([*standing_reviews(folder / "copy"), *standing_reviews(folder / "copy")], rows)
    assert once == twice == states(standing_reviews(folder / "copy"), list(reversed(rows)))
    keep(corpus.folder, list(reversed(pool)), 200)  # the corpus coded again: nothing that was said is lost
    assert states(standing_reviews(corpus.folder), rows) == once
    shutil.rmtree(folder)
