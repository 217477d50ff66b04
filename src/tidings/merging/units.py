"""Units: what one article tells of one event, made ready for comparing with other articles.

The coder gives the mentions of one event in an article one label; a unit is those mentions. Records come in
their JSON form (`EventMention.to_dict`, `Figure.to_dict`), as a corpus keeps them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tidings.merging.decisions import Tags

_FINE = {"exact": 0, "city": 1, "district": 2, "region": 3, "area": 4, "country": 5}
TOWN = ("exact", "city", "district")
_STATUS = {"actual": "happened", "historical": "happened"}
# one seizure of a person is an arrest in one report and an abduction in the next
_FAMILIES = {("COERCE", "arrest"): "seizure", ("ASSAULT", "abduct"): "seizure"}
_BEFORE = 3  # days before its publication that an undated report may tell of
_AHEAD = 30  # days within which a planned act without a date is expected


class Party(NamedTuple):
    """A party as compared: codebook id, name, country, sector."""

    id: str | None
    name: str
    country: str | None
    sector: str | None


class Spot(NamedTuple):
    """A place as compared; `town` is a key of towns and finer places, None for regions and countries."""

    town: str | None
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    precision: str


class Paper(NamedTuple):
    """What merging needs of an article: id, ISO day or None, outlet, and which text it prints."""

    article: str
    day: str | None
    source: str | None
    text: str


class Toll(NamedTuple):
    """A count that belongs to a unit, in the words of its bounds."""

    what: str
    low: int | None
    best: int | None
    high: int | None


class Unit(NamedTuple):
    """One event in one article. Days are proleptic ordinals; `day` is set where the words give one day.

    `first` and `last` bound the time: by the words, or by the publication date when `dated` is False.
    """

    key: tuple[str, str, str]
    paper: Paper
    mentions: tuple[str, ...]
    spans: tuple[str, ...]
    quotes: tuple[str, ...]
    type: str
    family: str
    mode: str | None
    cameo: str | None
    status: str
    told: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    day: int | None
    first: int | None
    last: int | None
    dated: bool
    spot: Spot | None
    tolls: tuple[Toll, ...]


def units_of(
    paper: Paper, records: Iterable[Mapping[str, Any]], quotes: Mapping[str, str], tags: Tags
) -> list[Unit]:
    """The units of one article, sorted. `quotes` gives the trigger's words by mention id; `tags` part the mentions
    that a decision put on two sides, though they have one label."""
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    tolls: dict[str, list[Toll]] = {}
    whole: dict[str, int] = {}
    for record in records:
        if record["kind"] == "figure":
            if record["event"] and not record.get("cumulative"):
                toll = Toll(record["what"], record["low"], record["best"], record["high"])
                tolls.setdefault(record["event"], []).append(toll)
        elif record["kind"] == "event":
            label = record["event"] or record["id"]
            whole[label] = whole.get(label, 0) + 1
            groups.setdefault((label, tags.get(span_of(record), "")), []).append(record)
    found = []
    for (label, _), group in sorted(groups.items()):
        group.sort(key=lambda r: (-r["confidence"], r["trigger"]["start"], r["id"]))
        part = "" if len(group) == whole[label] else min(r["id"] for r in group)
        found.append(_unit((paper.article, label, part), paper, group, quotes, _sorted(tolls.get(label, ()))))
    return found


def _sorted(tolls: Iterable[Toll]) -> tuple[Toll, ...]:
    return tuple(sorted(set(tolls), key=repr))


def _unit(
    key: tuple[str, str, str],
    paper: Paper,
    group: Sequence[Mapping[str, Any]],
    quotes: Mapping[str, str],
    tolls: tuple[Toll, ...],
) -> Unit:
    best = group[0]
    told = best["status"]
    mode = next((r["mode"] for r in group if r["mode"]), None)
    day, first, last, dated = _time(group, paper.day, told)
    return Unit(
        key=key,
        paper=paper,
        mentions=tuple(sorted(r["id"] for r in group)),
        spans=tuple(sorted(span_of(r) for r in group)),
        quotes=tuple(sorted({quotes.get(r["id"], "").casefold() for r in group})),
        type=best["type"],
        family=_FAMILIES.get((best["type"], mode or ""), best["type"]),
        mode=mode,
        cameo=next((r["cameo"] for r in group if r["cameo"]), None),
        status=_STATUS.get(told, told),
        told=told,
        actors=_parties(group, "actors"),
        recipients=_parties(group, "recipients"),
        day=day,
        first=first,
        last=last,
        dated=dated,
        spot=_spot(group),
        tolls=tolls,
    )


def _parties(group: Sequence[Mapping[str, Any]], role: str) -> tuple[Party, ...]:
    found = {Party(p["id"], p["name"], p["country"], p["sector"]) for r in group for p in r[role]}
    return tuple(sorted(found, key=repr))


def span_of(record: Mapping[str, Any]) -> str:
    """Where an event mention stands, the same for every codebook: decisions name mentions by it.

    >>> span_of({"article": "a1", "trigger": {"start": 3, "end": 9}})
    'a1:3-9'
    """
    return f"{record['article']}:{record['trigger']['start']}-{record['trigger']['end']}"


def ordinal(day: str | None) -> int | None:
    """The ordinal of an ISO day, None where there is none or no such day."""
    try:
        return datetime.date.fromisoformat(day).toordinal() if day else None
    except ValueError:
        return None


def _time(
    group: Sequence[Mapping[str, Any]], published: str | None, status: str
) -> tuple[int | None, int | None, int | None, bool]:
    """The single day, first and last day, and whether the words give them."""
    dates: list[tuple[int, int, int]] = []
    for record in group:
        date = record["date"]
        if date:
            first, last = ordinal(date["first"]), ordinal(date["last"])
            # "since Tuesday": what began on a day is known by it
            last = first if last is None else last
            if first is not None and last is not None and first <= last:
                dates.append((last - first, first, last))
    if dates:
        span, first, last = min(dates)
        return (first if span == 0 else None), first, last, True
    at = ordinal(published)
    if at is None or status == "historical":
        return None, None, None, False
    if status in ("future", "hypothetical"):
        return None, at, at + _AHEAD, False
    return None, at - _BEFORE, at, False


def _spot(group: Sequence[Mapping[str, Any]]) -> Spot | None:
    places = [r["place"] for r in group if r["place"]]
    if not places:
        return None
    place = min(places, key=lambda p: (_FINE.get(p["precision"], 9), p["start"], p["name"]))
    town = None
    if place["precision"] in TOWN:
        town = str(place["geonameid"] or f"{place['name'].casefold()}/{place['country'] or ''}")
    return Spot(town, place["name"], place["country"], place["lat"], place["lon"], place["precision"])
