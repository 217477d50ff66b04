"""Agreement with the marked reports, on both halves: with faultless mentions and with what the coder finds."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from tests.merging.agreement import agreement, articles, coded_units, marked_units, read_half

from tidings.merging.events import merge
from tidings.merging.units import Unit
from tidings.workers import code_articles

HALVES = ("development", "held_out")


@pytest.fixture(scope="module")
def records() -> dict[str, dict[str, list[dict[str, Any]]]]:
    return {
        name: {c.article.id: [r.to_dict() for r in (*c.events, *c.figures)] for c in code_articles(iter(articles(read_half(name))))}
        for name in HALVES
    }  # fmt: skip


@pytest.mark.parametrize("name", HALVES)
def test_words_stand_where_the_marks_say(name: str) -> None:
    half = read_half(name)
    for report in half["reports"]:
        for mark in report["mentions"]:
            assert report["text"][mark["start"] : mark["start"] + len(mark["words"])] == mark["words"]
    days = {(event["day"], event["town"]) for event in half["events"]}
    assert len(days) == len(half["events"]) >= 10


@pytest.mark.parametrize("name", HALVES)
def test_agreement_on_faultless_mentions(name: str) -> None:
    half = read_half(name)
    found, wrong = agreement(half, marked_units(half))
    assert (found.f1, wrong) == (1.0, [])


@pytest.mark.parametrize("name", HALVES)
def test_agreement_on_what_the_coder_finds(
    name: str, records: dict[str, dict[str, list[dict[str, Any]]]]
) -> None:
    half = read_half(name)
    units = coded_units(half, records[name])
    found, wrong = agreement(half, units)
    assert found.f1 >= FLOORS[name], wrong
    assert not [line for line in wrong if line.startswith("merged")]
    unit_of = {mention: unit for unit in units for mention in unit.mentions}
    assert not [e for e in merge(units) if two_days_in_two_towns([unit_of[m] for m in e.mentions])]


FLOORS = {"development": 0.85, "held_out": 0.85}


def two_days_in_two_towns(units: list[Unit]) -> bool:
    return any(
        a.day is not None and b.day is not None and a.day != b.day
        and a.spot is not None and b.spot is not None
        and a.spot.town is not None and b.spot.town is not None and a.spot.town != b.spot.town
        for a, b in itertools.combinations(units, 2)
    )  # fmt: skip


def test_copies_and_independent_texts() -> None:
    half = read_half("development")
    events = merge(marked_units(half))
    told = {event.articles: event.independent for event in events}
    # a4 prints a1, c4 prints c2 (cut), f4 prints f1
    assert told["a1", "a2", "a4", "a3", "a5"] == 4
    assert told["f1", "f2", "f4", "f3"] == 3
    assert [event.first_articles for event in events if event.articles[0] == "c1"] == [("c1", "c2")]
