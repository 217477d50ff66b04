from __future__ import annotations

import pytest

from tidings.language.analyse import analyse
from tidings.model.article import Article
from tidings.pipeline import Coder


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        # after a headline the parser cut the next sentence behind its first word
        (
            "Norway sends field hospital to quake-hit valley\n\nNorway sent a field hospital to Nepal on Monday.",
            [
                "Norway sends field hospital to quake-hit valley",
                "Norway sent a field hospital to Nepal on Monday.",
            ],
        ),
        ("Rovers beat City. They sang.", ["Rovers beat City.", "They sang."]),
        ('"Go home." he said.', ['"Go home."', "he said."]),
    ],
)
def test_where_sentences_end(coder: Coder, text: str, sentences: list[str]) -> None:
    analysis = analyse(Article(id="t", text=text), coder.language)
    assert [text[s.start : s.end] for s in analysis.sentences] == sentences
