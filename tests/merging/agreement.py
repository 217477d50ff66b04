"""How well merging finds the events of the marked reports: pairs of marked mentions, by what coding finds and by hand."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tidings.merging.events import merge
from tidings.merging.sketches import Published, find_copies, sketch_of, text_of_each
from tidings.merging.units import Paper, Unit, units_of
from tidings.model.article import Article
from tidings.model.event import Event

FOLDER = Path(__file__).with_name("reports")
Half = dict[str, Any]
Spot = tuple[str, int]  # report, where the marked words begin


class Agreement(NamedTuple):
    """Pairs of marked mentions: of one event and put together, put together at all, of one event at all."""

    right: int
    found: int
    gold: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 1.0


def read_half(name: str) -> Half:
    loaded: Half = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def papers(half: Half) -> dict[str, Paper]:
    copies = find_copies([Published(r["id"], r["published"], sketch_of(r["text"])) for r in half["reports"]])
    text_of = text_of_each(copies)
    return {
        r["id"]: Paper(r["id"], r["published"], r["source"], text_of.get(r["id"], r["id"]))
        for r in half["reports"]
    }


def articles(half: Half) -> list[Article]:
    return [
        Article(
            id=r["id"], text=r["text"], published=datetime.date.fromisoformat(r["published"]),
            published_origin="given", source=r["source"],
        )
        for r in half["reports"]
    ]  # fmt: skip


def marked_units(half: Half) -> list[Unit]:
    """Units as the marks give them: type, parties, day and town of the event, as a faultless coder would find them."""
    events = {e["label"]: e for e in half["events"]}
    of = papers(half)
    found: list[Unit] = []
    for report in half["reports"]:
        records = []
        for n, mark in enumerate(report["mentions"], 1):
            event = events[mark["event"]]
            records.append({
                "kind": "event", "article": report["id"], "id": f"{report['id']}-{mark['event']}", "event": f"e{n}",
                "type": event["type"], "mode": event["mode"], "cameo": None, "status": "actual", "confidence": 1.0,
                "trigger": {"start": mark["start"], "end": mark["start"] + len(mark["words"])},
                "actors": [_party(event["actor"])], "recipients": [_party(event["recipient"])],
                "date": {"first": event["day"], "last": event["day"]},
                "place": {"name": event["town"], "country": event["country"], "lat": None, "lon": None,
                          "geonameid": None, "precision": "city", "start": 0},
            })  # fmt: skip
        quotes = {r["id"]: m["words"] for r, m in zip(records, report["mentions"], strict=True)}
        found.extend(units_of(of[report["id"]], records, quotes, {}))
    return found


def _party(codes: dict[str, str]) -> dict[str, str | None]:
    return {"id": None, "name": f"{codes['country']} {codes['sector']}", **codes}


def coded_units(half: Half, records: dict[str, list[dict[str, Any]]]) -> list[Unit]:
    """Units of what the coder found in each report."""
    of = papers(half)
    texts = {r["id"]: r["text"] for r in half["reports"]}
    found: list[Unit] = []
    for key, rows in sorted(records.items()):
        quotes = {
            r["id"]: texts[key][r["trigger"]["start"] : r["trigger"]["end"]]
            for r in rows
            if r["kind"] == "event"
        }
        found.extend(units_of(of[key], rows, quotes, {}))
    return found


def agreement(half: Half, units: Sequence[Unit], *, only_found: bool = False) -> tuple[Agreement, list[str]]:
    """Agreement over all marked mentions (or those that were found as mentions), and what went wrong in words.

    A marked mention that no mention stands for (`found_spots`) is together with no other.
    """
    at: dict[Spot, str] = {}
    for report in half["reports"]:
        for mark in report["mentions"]:
            at[(report["id"], mark["start"])] = mark["event"]
    marked = found_spots(half, units)
    event_of: dict[Spot, str] = {}
    for event in merge(units):
        for span in spans_of(event, units):
            event_of.update((spot, event.id) for spot, stood_for in marked.items() if stood_for == span)
    spots = sorted(spot for spot in at if spot in event_of or not only_found)
    right = found = gold = 0
    wrong = [f"not coded: {spot} {at[spot]}" for spot in spots if spot not in event_of]
    for a, b in itertools.combinations(spots, 2):
        together = a in event_of and b in event_of and event_of[a] == event_of[b]
        same = at[a] == at[b]
        right, found, gold = right + (together and same), found + together, gold + same
        if together != same and a in event_of and b in event_of:
            wrong.append(f"{'merged' if together else 'apart'}: {a} {at[a]}, {b} {at[b]}")
    return Agreement(right, found, gold), wrong


def found_spots(half: Half, units: Sequence[Unit]) -> dict[Spot, Spot]:
    """The mention that stands for each marked one: on its words, or else the first of its type in its sentence
    ("Jets bombed a market and killed 12") that stands for no other."""
    types = {event["label"]: event["type"] for event in half["events"]}
    spans = sorted(
        (unit.paper.article, int(span.rpartition(":")[2].split("-")[0]), unit.type)
        for unit in units
        for span in unit.spans
    )
    exact = {(article, start) for article, start, _ in spans}
    marks = [(r, m) for r in half["reports"] for m in r["mentions"]]
    found = {(r["id"], m["start"]): (r["id"], m["start"]) for r, m in marks if (r["id"], m["start"]) in exact}
    taken = set(found.values())
    for report, mark in marks:
        text, start = report["text"], mark["start"]
        first, last = text.rfind(". ", 0, start) + 1, text.find(". ", start)
        for article, at, kind in spans:
            near = article == report["id"] and first <= at and (at < last or last < 0)
            if (
                near
                and kind == types[mark["event"]]
                and (article, at) not in taken
                and (article, start) not in found
            ):
                found[article, start] = (article, at)
                taken.add((article, at))
    return found


def spans_of(event: Event, units: Sequence[Unit]) -> list[Spot]:
    """Where the mentions of an event stand."""
    wanted = set(event.mentions)
    found = []
    for unit in units:
        if set(unit.mentions) <= wanted:
            for span in unit.spans:
                article, _, offsets = span.rpartition(":")
                found.append((article, int(offsets.split("-")[0])))
    return found
