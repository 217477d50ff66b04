"""Merging gives the same events for any order and any batches, and keeps what people decided."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.merging.generated import generated

from tidings.merging.decisions import Decision, pairs_of, tags_of
from tidings.merging.events import merge
from tidings.merging.units import Paper, Unit, units_of
from tidings.model.event import Event

Made = list[tuple[Paper, list[dict[str, Any]]]]


def units(made: Made, decisions: list[Decision] | None = None) -> list[Unit]:
    tags = tags_of(decisions or [])
    return [u for paper, records in made for u in units_of(paper, records, {}, tags)]


SPANS = {"e1": "10-15", "e2": "90-95"}


def spans(event: Event) -> tuple[str, ...]:
    return tuple(f"ar_{m[3:10]}:{SPANS[m[10:]]}" for m in event.mentions)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), shuffled=st.integers(0, 10_000))
def test_any_order_gives_the_same_events(seed: int, shuffled: int) -> None:
    made = units(generated(60, seed, days=6))
    other = list(made)
    random.Random(shuffled).shuffle(other)
    events = merge(made)
    assert merge(other) == events
    assert sorted(m for e in events for m in e.mentions) == sorted(m for u in made for m in u.mentions)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_no_event_of_two_days_in_two_towns(seed: int) -> None:
    made = units(generated(80, seed, days=5))
    unit_of = {m: u for u in made for m in u.mentions}
    for event in merge(made):
        told = [unit_of[m] for m in event.mentions]
        towns = {u.spot.town for u in told if u.spot and u.spot.town}
        days = {u.day for u in told if u.day is not None}
        assert len(towns) < 2 or len(days) < 2
        assert len({u.type for u in told}) == 1
        times = [(u.first, u.last) for u in told if u.first is not None and u.last is not None]
        assert not times or max(first for first, _ in times) - min(last for _, last in times) <= 1


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), pick=st.integers(0, 10_000))
def test_a_split_is_respected_and_replayed(seed: int, pick: int) -> None:
    made = generated(60, seed, days=4)
    several = [e for e in merge(units(made)) if len(e.mentions) > 1]
    if not several:
        return
    event = several[pick % len(several)]
    one, other = spans(event)[:1], spans(event)[1:]
    apart = [Decision("apart", one, other)]
    again = merge(units(made, apart), apart)
    for found in again:
        assert not (set(spans(found)) & set(one) and set(spans(found)) & set(other))
    back = [*apart, Decision("together", (*one, *other))]
    whole = merge(units(made, back), back)
    assert any(set(event.mentions) <= set(found.mentions) for found in whole)


def test_decisions_on_a_pair_the_last_one_counts() -> None:
    unit_of = {"a": 0, "b": 1, "c": 2}
    log = [Decision("together", ("a", "b", "c")), Decision("apart", ("a",), ("b", "gone"))]
    assert pairs_of(log, unit_of) == ({(0, 2), (1, 2)}, {(0, 1)})
    assert pairs_of([*log, Decision("together", ("a", "b"))], unit_of) == ({(0, 1), (0, 2), (1, 2)}, set())
    assert pairs_of([], unit_of) == (set(), set())


def test_a_label_can_be_split() -> None:
    (paper, records), *_ = generated(1, 1)
    for record in records:
        record["event"] = "e1"
    assert len(units([(paper, records)])) == 1
    apart = [Decision("apart", ("ar_0000000:10-15",), ("ar_0000000:90-95",))]
    found = merge(units([(paper, records)], apart), apart)
    assert [event.mentions for event in found] in (
        [("ev_0000000e1",), ("ev_0000000e2",)],
        [("ev_0000000e2",), ("ev_0000000e1",)],
    )


def told(made: Made, **changes: Any) -> Made:
    """The first event of the first article, told by articles that each change something."""
    paper, records = made[0]
    return [(paper, [{**records[0], **changes}])]


def one(key: str, day: str, town: str, killed: int, text: str) -> tuple[Paper, list[dict[str, Any]]]:
    _, (record, _) = generated(1, 3)[0]
    event = {
        **record, "article": key, "id": f"ev_{key}", "type": "ASSAULT", "event": "e1",
        "date": {"first": day, "last": day, "precision": "day", "start": 1, "end": 2, "text": day},
        "place": {"name": town, "country": "C01", "lat": None, "lon": None, "geonameid": None, "precision": "city",
                  "start": 1, "end": 2, "text": town},
    }  # fmt: skip
    figure = {"kind": "figure", "event": "e1", "what": "killed", "low": killed, "best": killed, "high": killed,
              "cumulative": False}  # fmt: skip
    return Paper(key, "2015-03-05", f"Outlet {key}", text), [event, figure]


def test_copies_are_no_corroboration_and_differences_stay_side_by_side() -> None:
    made = [one("a", "2015-03-04", "Varde", 5, "a"), one("b", "2015-03-04", "Varde", 5, "a"),
            one("c", "2015-03-04", "Vardeh", 7, "c")]  # fmt: skip
    (event,) = merge(units(made))
    assert (len(event.mentions), len(event.articles), event.independent) == (3, 3, 2)
    told = {d.about: [(c.value, c.articles) for c in d.claims] for d in event.differences}
    assert told == {
        "killed": [("5", ("a", "b")), ("7", ("c",))],
        "place": [("Varde", ("a", "b")), ("Vardeh", ("c",))],
    }
    assert all(joined.why for joined in event.joined)
    assert len(event.joined) == 2


def test_look_alikes_stay_apart() -> None:
    first = one("a", "2015-03-04", "Varde", 5, "a")
    for day, town in (("2015-03-04", "Holm"), ("2015-03-06", "Varde"), ("2015-03-05", "Holm")):
        assert len(merge(units([first, one("b", day, town, 5, "b")]))) == 2
    # the next day in the same town: another attack, unless the count is the same
    assert len(merge(units([first, one("b", "2015-03-05", "Varde", 9, "b")]))) == 2
    assert len(merge(units([first, one("b", "2015-03-05", "Varde", 5, "b")]))) == 1
