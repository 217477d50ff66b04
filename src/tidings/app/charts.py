"""Pictures as plain numbers, drawn by the templates as SVG; each has a table with the same numbers beside it."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tidings.query.sets import bins

WIDTH = 1000.0
MOST_BINS = 1500
_ASPECT = 1.8
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


@dataclass(frozen=True, slots=True)
class Bar:
    """One piece of a bar: its rectangle, its kind (0 to 3, as `QUADS`) and what it says."""

    x: float
    y: float
    width: float
    height: float
    kind: int
    title: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Cooperation above the line, conflict below it; `ticks` are (x, words) of the axis."""

    name: str
    total: int
    height: float
    middle: float
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]


def mirrored(
    rows: Sequence[Mapping[str, Any]], by: str, *, height: float = 180, lanes: Sequence[str | None] = ()
) -> list[Chart]:
    """Charts of periods (`start`, `quad_1` ...), one a lane, all on one time axis and one scale."""
    if not rows:
        return []
    steps = bins(min(r["start"] for r in rows), max(r["start"] for r in rows), by)
    if len(steps) > MOST_BINS:
        return []
    place = {step: n for n, step in enumerate(steps)}
    up = max((r["quad_1"] + r["quad_2"] for r in rows), default=0)
    down = max((r["quad_3"] + r["quad_4"] for r in rows), default=0)
    scale = (height - 4) / max(1, up + down)
    middle = 2 + up * scale
    width = WIDTH / max(len(steps), 12)
    ticks = _ticks(steps, width, by)
    charts = []
    for lane in lanes or (None,):
        here = [r for r in rows if not lanes or r["lane"] == lane]
        bars = [bar for r in here for bar in _bars(r, place[r["start"]] * width, width, middle, scale, by)]
        total = sum(r["n"] for r in here)
        charts.append(Chart(lane or "unknown", total, height, round(middle, 1), tuple(bars), tuple(ticks)))
    return charts


def _bars(row: Mapping[str, Any], x: float, width: float, middle: float, scale: float, by: str) -> list[Bar]:
    found = []
    for kinds, sign in (((1, 0), -1), ((3, 2), 1)):  # material next to the line
        edge = middle
        for kind in kinds:
            n = row[f"quad_{kind + 1}"]
            if n:
                high = n * scale
                top = edge - high if sign < 0 else edge
                title = f"{label(row['start'], by)}: {n:,} {QUADS[kind]}"
                found.append(
                    Bar(
                        round(x + 0.5, 2),
                        round(top, 2),
                        round(max(width - 1, 0.6), 2),
                        round(high, 2),
                        kind,
                        title,
                    )
                )
                edge += sign * high
    return found


def label(day: datetime.date, by: str) -> str:
    """A period in words.

    >>> label(datetime.date(2015, 4, 1), "quarter"), label(datetime.date(2015, 4, 6), "week")
    ('2015-Q2', 'week of 2015-04-06')
    """
    if by == "year":
        return f"{day.year}"
    if by == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    if by == "month":
        return f"{day:%Y-%m}"
    return f"week of {day.isoformat()}" if by == "week" else day.isoformat()


def span_of(day: datetime.date, by: str) -> tuple[str, str]:
    """The first and last day of a period, as filters take them."""
    last = bins(day, day + datetime.timedelta(days=1), by)[-1] - datetime.timedelta(days=1)
    return day.isoformat(), last.isoformat()


def _ticks(steps: Sequence[datetime.date], width: float, by: str) -> list[tuple[float, str]]:
    every = max(1, math.ceil(len(steps) / 9))
    return [
        (
            round(n * width, 1),
            label(step, by if by in ("year", "quarter", "month") else "day").replace("week of ", ""),
        )
        for n, step in enumerate(steps)
        if n % every == 0
    ]


@dataclass(frozen=True, slots=True)
class Dot:
    """A figure in a chart: where it is, how far low and high reach, whose it is (a number from 0) and what it says."""

    x: float
    y: float
    low: float
    high: float
    who: int
    title: str
    key: str


@dataclass(frozen=True, slots=True)
class Scatter:
    """Figures over time on a logarithmic scale; `claimants` in the order of their numbers."""

    name: str
    dots: tuple[Dot, ...]
    claimants: tuple[str, ...]
    lines: tuple[tuple[int, str], ...]
    ticks: tuple[tuple[float, str], ...]
    levels: tuple[tuple[float, str], ...]


def scatter(name: str, rows: Sequence[Mapping[str, Any]], *, height: float = 240) -> Scatter | None:
    """Figures with a day and a number, by claimant; None where there is none."""
    known = [r for r in rows if r["as_of"] and _middle(r) is not None]
    if not known:
        return None
    first, last = min(r["as_of"] for r in known), max(r["as_of"] for r in known)
    days = max(1, (last - first).days)
    tops = [v for r in known for v in (r["low"], r["best"], r["high"]) if v is not None]
    least, most = math.log10(max(1, min(tops))), math.log10(max(1, *tops))
    reach = max(most - least, 0.3)

    def y(value: float) -> float:
        return round(height - 12 - (math.log10(max(1, value)) - least) / reach * (height - 24), 1)

    counts: dict[str, int] = {}
    for r in known:
        counts[r["claimant"]] = counts.get(r["claimant"], 0) + 1
    claimants = sorted(counts, key=lambda c: (-counts[c], c))
    dots = []
    for r in known:
        value = _middle(r)
        assert value is not None
        x = round(20 + (r["as_of"] - first).days / days * (WIDTH - 60), 1)
        low, high = (
            (r["low"] if r["low"] is not None else value),
            (r["high"] if r["high"] is not None else value),
        )
        dots.append(
            Dot(x, y(value), y(low), y(high), min(claimants.index(r["claimant"]), 7),
                f"{r['claimant']}, {r['as_of']}: {value:,} {r['what']}", r["id"])
        )  # fmt: skip
    lines = []
    for number, claimant in enumerate(claimants[:7]):
        series = sorted(
            {
                (d.x, d.y)
                for d, r in zip(dots, known, strict=True)
                if r["claimant"] == claimant and r["cumulative"]
            }
        )
        if len(series) > 1:
            lines.append((number, " ".join(f"{a},{b}" for a, b in series)))
    levels = [
        (y(v), f"{v:,}")
        for v in (1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000)
        if least - 0.01 <= math.log10(v) <= most + 0.01
    ]
    ticks = [(20.0, first.isoformat()), (WIDTH - 40, last.isoformat())] if days > 1 else [(20.0, first.isoformat())]  # fmt: skip
    return Scatter(name, tuple(dots), tuple(claimants), tuple(lines), tuple(ticks), tuple(levels))


def _middle(row: Mapping[str, Any]) -> int | None:
    return next((row[name] for name in ("best", "low", "high") if row[name] is not None), None)


def layout(count: int, edges: Sequence[tuple[int, int, float]], *, seed: int = 8, turns: int = 250) -> list[tuple[float, float]]:  # fmt: skip
    """Places of the nodes of a network by springs (Fruchterman and Reingold 1991): the same for the same network.

    `edges` are (node, node, weight). The places lie within -1 and 1 upward, and 1.8 times as wide.
    """
    import numpy

    if count < 2:
        return [(0.0, 0.0)] * count
    places = numpy.random.default_rng(seed).uniform(-1, 1, (count, 2))
    pull = numpy.zeros((count, count))
    for a, b, weight in edges:
        if a != b:
            pull[a, b] = pull[b, a] = pull[a, b] + 1 + math.log1p(weight)
    ideal = 1 / math.sqrt(count)
    heat = 0.2
    for _ in range(turns):
        gaps = places[:, None, :] - places[None, :, :]
        length = numpy.maximum(numpy.linalg.norm(gaps, axis=2), 0.005)
        push = ideal**2 / length**2 - pull * length / ideal / 6
        moves = (gaps * push[:, :, None]).sum(axis=1) - places  # a pull to the middle holds the pieces near
        far = numpy.maximum(numpy.linalg.norm(moves, axis=1, keepdims=True), 1e-9)
        places += moves / far * numpy.minimum(far, heat)
        heat *= 0.985
    places -= places.mean(axis=0)
    places /= max(float(numpy.abs(places).max()), 1e-9)
    return [(round(float(x) * _ASPECT, 4), round(float(y), 4)) for x, y in places]
