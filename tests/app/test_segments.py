from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tidings.app.segments import Span, segments


def test_crossing_spans_are_cut_and_none_is_lost() -> None:
    found = segments(
        "0123456789", [Span(1, 6, "event", "e"), Span(4, 8, "actor", "e"), Span(4, 8, "actor", "f")]
    )
    assert [(s.text, s.layers, s.records) for s in found] == [
        ("0", (), ()),
        ("123", ("event",), ("e",)),
        ("45", ("actor", "event"), ("e", "f")),
        ("67", ("actor",), ("e", "f")),
        ("89", (), ()),
    ]


def test_spans_outside_the_text_and_empty_ones_draw_nothing() -> None:
    found = segments("ab", [Span(1, 1, "event", "e"), Span(-1, 1, "event", "e"), Span(1, 3, "event", "e")])
    assert [(s.text, s.layers) for s in found] == [("ab", ())]


def test_no_text_has_no_pieces() -> None:
    assert segments("", []) == []


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=12))
def test_the_pieces_are_the_text_and_each_lies_wholly_inside_its_spans(
    text: str, pairs: list[tuple[int, int]]
) -> None:
    spans = [Span(a, b, f"l{n}", f"r{n}") for n, (a, b) in enumerate(pairs)]
    found = segments(text, spans)
    assert "".join(s.text for s in found) == text
    for s in found:
        around = [x for x in spans if x.end <= len(text) and x.start <= s.start < x.end]
        assert s.records == tuple(sorted(x.record for x in around))
