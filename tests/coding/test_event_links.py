"""Mentions joined to events: average chances decide, one doubtful pair does not, other types never join."""

from __future__ import annotations

import dataclasses
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.coding.event_links import FEATURES, join_mentions, link_pairs, link_rows
from tidings.language.analyse import analyse
from tidings.model.article import Article, Evidence
from tidings.model.records import EventMention
from tidings.pipeline import Coder, draft_events


def mention(number: int, kind: str = "ASSAULT") -> EventMention:
    return EventMention(
        article="a", id="", event="", type=kind, mode=None, cameo="19", quad=4, goldstein=-9.0, contexts=(),
        status="actual", trigger=Evidence(10 * number, 10 * number + 4, "raid"), actors=(), recipients=(),
        said_by=(), date=None, place=None, rule=f"{kind}/raid", confidence=0.5, path=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("chances", "groups"),
    [
        ({}, [[0], [1], [2]]),
        ({(0, 1): 0.9, (0, 2): 0.1, (1, 2): 0.1}, [[0, 1], [2]]),
        ({(0, 1): 0.9, (0, 2): 0.7, (1, 2): 0.3}, [[0, 1, 2]]),  # 0.5 on average
        ({(0, 1): 0.9, (0, 2): 0.7, (1, 2): 0.0}, [[0, 1], [2]]),  # 0.35 on average
        ({(0, 2): 0.8}, [[0, 2], [1]]),
        ({(0, 1): 0.39, (0, 2): 0.39, (1, 2): 0.39}, [[0], [1], [2]]),
    ],
)
def test_the_average_of_the_pairs_decides(
    chances: dict[tuple[int, int], float], groups: list[list[int]]
) -> None:
    assert join_mentions([mention(n) for n in range(3)], chances) == groups


def test_other_types_are_no_pair_and_never_one_event() -> None:
    drafts = [mention(0), mention(1, "COERCE"), mention(2)]
    assert link_pairs(drafts) == [(0, 2)]
    assert join_mentions(drafts, {(0, 2): 1.0}) == [[0, 2], [1]]
    assert join_mentions([], {}) == []


def test_pairs_are_in_text_order_and_bounded() -> None:
    drafts = [mention(n) for n in (2, 0, 1)]
    assert link_pairs(drafts) == [(1, 2), (1, 0), (2, 0)]
    many = [mention(n) for n in range(100)]
    pairs = link_pairs(many)
    assert len(pairs) == sum(min(n, 60) for n in range(100))
    assert max(b - a for a, b in pairs) == 60


@given(st.data())
def test_every_mention_is_in_one_group(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 7))
    kinds = [data.draw(st.sampled_from(["ASSAULT", "COERCE"])) for _ in range(count)]
    drafts = [mention(n, kind) for n, kind in enumerate(kinds)]
    chances = {
        (a, b): data.draw(st.floats(0, 1)) for a, b in combinations(range(count), 2) if kinds[a] == kinds[b]
    }
    groups = join_mentions(drafts, chances)
    assert sorted(n for group in groups for n in group) == list(range(count))
    assert all(len({kinds[n] for n in group}) == 1 for group in groups)
    assert [group[0] for group in groups] == sorted(group[0] for group in groups)


def test_a_row_has_every_feature(coder: Coder) -> None:
    text = (
        "Rebels shelled the town of Marosa on Monday. The shelling lasted an hour. Peru denounced the rebels."
    )
    article = Article(id="t", text=text)
    analysis = analyse(article, coder.language)
    draft = draft_events(article, analysis, coder.codebook)
    pairs = link_pairs(draft.events)
    rows = link_rows(analysis, draft.acts, draft.events, pairs)
    types = [(draft.events[a].type, draft.events[b].type) for a, b in pairs]
    assert types == [("ASSAULT", "ASSAULT")]
    named = dict(zip(FEATURES, rows[0], strict=True))
    assert {name: named[name] for name in ("same stem", "later definite", "next sentence", "type ASSAULT", "type AID")} == {
        "same stem": 1.0, "later definite": 1.0, "next sentence": 1.0, "type ASSAULT": 1.0, "type AID": 0.0,
    }  # fmt: skip
    swapped = tuple(dataclasses.replace(e, type="AID") for e in draft.events[:1]) + draft.events[1:]
    assert link_pairs(swapped) == []
