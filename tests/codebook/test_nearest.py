"""Nearest examples: what is rare and close to the act decides; nothing shared, nothing found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.codebook.acts import Act, Example
from tidings.codebook.nearest import Examples, Near, gather_examples


def example(marked: str) -> Example:
    """A sentence whose act stands in brackets."""
    before, _, rest = marked.partition("[")
    act, _, after = rest.partition("]")
    return Example(before + act + after, (len(before), len(before) + len(act)))


def act(rule: str, *examples: Example) -> Act:
    return Act(rule, rule.split("/")[0], None, None, "verb", (), (), (), examples=examples)


def acts(rule: str, *marked: str) -> Act:
    return act(rule, *(example(m) for m in marked))


@pytest.fixture
def examples() -> Examples:
    return gather_examples(
        [
            acts("ASSAULT/bomb", "Jets [bombed] the camp.", "The [bombing] of Kassala went on."),
            acts("COERCE/ban", "The ministry [banned] the march."),
            acts("SUPPORT/thank", "The premier [thanked] the camp's doctors.", "Togo [thanked] Ghana."),
        ]
    )


def nearest(examples: Examples, marked: str, most: int = 3) -> list[tuple[str, str]]:
    asked = example(marked)
    assert asked.act is not None
    return [(near.rule, near.text) for near in examples.nearest(asked.text, *asked.act, most)]


def test_the_acts_own_words_decide(examples: Examples) -> None:
    assert nearest(examples, "Ghana [bombed] a camp.", 2) == [
        ("ASSAULT/bomb", "Jets bombed the camp."),
        ("ASSAULT/bomb", "The bombing of Kassala went on."),
    ]
    assert nearest(examples, "A camp thanked those who [bombed] Ghana.", 1) == [
        ("ASSAULT/bomb", "Jets bombed the camp.")
    ]


def test_among_examples_of_one_act_the_words_beside_it_decide(examples: Examples) -> None:
    assert nearest(examples, "Benin [thanked] Ghana.", 1) == [("SUPPORT/thank", "Togo thanked Ghana.")]
    assert nearest(examples, "He [thanked] the doctors.", 1) == [
        ("SUPPORT/thank", "The premier thanked the camp's doctors.")
    ]


def test_the_same_sentence_is_wholly_alike(examples: Examples) -> None:
    assert examples.nearest("Togo thanked Ghana.", 5, 12, 1) == (
        Near("SUPPORT/thank", "Togo thanked Ghana.", 1.0),
    )


@pytest.mark.parametrize("marked", ["Rain [fell].", "[1914]", "[]"])
def test_no_shared_word_no_example(examples: Examples, marked: str) -> None:
    assert nearest(examples, marked) == []


def test_no_example_at_all() -> None:
    assert gather_examples([]).nearest("Togo thanked Ghana.", 5, 12) == ()


def test_sentences_without_a_marked_act_are_left_out() -> None:
    bare = act("SUPPORT/thank", Example("Togo thanked Ghana.", None))
    assert gather_examples([bare]).rows == ()


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_any_text_gives_at_most_three_in_falling_order(text: str, start: int, length: int) -> None:
    found = gather_examples([acts("ASSAULT/bomb", "Jets [bombed] the camp.", "They [bombed] it.")]).nearest(
        text, start, start + length
    )
    assert len(found) <= 3
    assert [n.likeness for n in found] == sorted((n.likeness for n in found), reverse=True)
    assert all(0 <= n.likeness <= 1.0 for n in found)
