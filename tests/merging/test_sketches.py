"""Copies are found, also shortened and changed ones; texts on the same thing by two people are none."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.merging.sketches import Published, find_copies, shared, sketch_of, text_of_each

WORDS = [f"w{n}" for n in range(3000)]


def text(seed: int, length: int = 150) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def test_copies_are_found_and_others_are_not() -> None:
    whole = text(1)
    cut = " ".join(whole.split()[:100])
    changed = whole.replace(whole.split()[40], "other").replace(whole.split()[90], "words")
    listed = [
        Published("d", "2015-01-02", sketch_of(whole)),
        Published("b", "2015-01-01", sketch_of(cut)),
        Published("c", None, sketch_of(changed)),
        Published("a", "2015-01-01", sketch_of(text(2))),
        Published("e", None, sketch_of("short")),
        Published("f", None, sketch_of("short")),
    ]
    (group,) = find_copies(listed)
    assert group == (("b", "c", "d"), ("b",), "2015-01-01")
    assert text_of_each([group]) == {"b": "b", "c": "b", "d": "b"}


def test_no_copies_among_texts_of_their_own() -> None:
    assert find_copies([Published(f"a{n}", None, sketch_of(text(n))) for n in range(300)]) == []
    assert find_copies([]) == []


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(12)))
def test_any_order_gives_the_same_groups(order: list[int]) -> None:
    listed = [Published(f"a{n}", f"2015-01-{n + 1:02d}", sketch_of(text(n % 5, 80))) for n in range(12)]
    assert find_copies([listed[n] for n in order]) == find_copies(listed)


def test_skipped_stretches_do_not_count() -> None:
    body = text(7)
    notice = "subscribe to our newsletter " * 30
    at = (0, len(notice), "sign-up box")
    assert shared(sketch_of(notice + body, [at]), sketch_of(body)) == 1.0
    assert shared(sketch_of(text(8)), sketch_of(body)) < 0.1
