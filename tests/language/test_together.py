"""Articles parsed together, word rules remembered and products of numpy: the same answers as one by one and as ever."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tidings.language.analyse import analyse, analyse_together
from tidings.language.arithmetic import one_thread
from tidings.language.pipeline import MODEL_MODULE, load_language
from tidings.model.article import Article

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def language() -> Any:
    return load_language()


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    """The example reports, and their beginnings of one to forty words, mixed."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt"))]
    pieces = [" ".join(text.split()[: 1 + 3 * n]) for n, text in enumerate(texts)]
    mixed = [*texts, *pieces, "Fire!", ""]
    random.Random(3).shuffle(mixed)
    return [Article(id=f"a{n}", text=text) for n, text in enumerate(mixed)]


def test_articles_parsed_together_are_as_if_each_were_alone(language: Any, articles: list[Article]) -> None:
    alone = [analyse(article, language) for article in articles]
    assert analyse_together(articles, language) == alone
    assert analyse_together(articles[:3], language) == alone[:3]
    assert analyse_together([], language) == []


def test_parses_are_those_of_the_model_as_it_was_published(language: Any, articles: list[Article]) -> None:
    import spacy

    published = spacy.load(MODEL_MODULE, exclude=["senter"])
    for title in ("Lt.", "Col."):
        assert [token.text for token in language(f"{title} Marsh")] == [title, "Marsh"]
    for article in articles:
        words = [token.text for token in published.make_doc(article.text)]
        one, other = (
            [
                (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.ent_iob_, t.ent_type_)
                for t in _parsed(model, words)
            ]
            for model in (published, language)
        )
        assert one == other


def _parsed(model: Any, words: list[str]) -> Any:
    from spacy.tokens import Doc

    doc = Doc(model.vocab, words=words)
    for _, component in model.pipeline:
        doc = component(doc)
    return doc


def test_a_row_gives_the_same_bits_alone_and_among_others(language: Any) -> None:
    draw = np.random.default_rng(6)
    products = language.get_pipe("ner").model.ops
    for inner, outer in ((288, 288), (64, 75), (96, 50)):
        rows = draw.standard_normal((700, inner)).astype("f")
        weights = draw.standard_normal((outer, inner)).astype("f")
        with one_thread():
            every = products.gemm(rows, weights, trans2=True)
            for number in (1, 2, 7, 33, 150):
                assert np.array_equal(products.gemm(rows[:number], weights, trans2=True), every[:number])
            into = np.empty((5, outer), dtype="f")
            products.gemm(rows[:5], weights, trans2=True, out=into)
        assert np.array_equal(into, every[:5])
        assert np.allclose(every, rows @ weights.T, rtol=1e-3, atol=1e-3)
