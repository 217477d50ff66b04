"""From read texts to rows for the confidence judge: which acts found by rule a reader marked as well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tidings.coding.confidence import confidence_rows
from tidings.coding.labels import label_events
from tidings.learning.marked import MarkedText

CLASSES = ("wrong", "right")


@dataclass(frozen=True, slots=True)
class ConfidenceRow:
    """One act found by rule, and whether a reader marked an act of its type in its sentence."""

    group: str
    features: tuple[float, ...]
    right: bool


def rows_of_acts(texts: Iterable[MarkedText]) -> list[ConfidenceRow]:
    """The rows of all acts of wholly marked texts, in the order of the texts."""
    rows = []
    for text in texts:
        if not text.whole or not text.draft.events:
            continue
        labelled = label_events(text.draft.events)
        for features, gold in zip(
            confidence_rows(text.analysis, text.draft.acts, labelled), text.gold, strict=True
        ):
            rows.append(ConfidenceRow(text.group, tuple(features), gold is not None))
    return rows


def reliability(pairs: Sequence[tuple[float, bool]]) -> tuple[list[tuple[float, float, int]], float]:
    """For each tenth of chance: mean chance, share right, count; and the expected calibration error.

    The error is the mean distance of chance and share, weighted by count (Naeini and others 2015).

    >>> reliability([(0.9, True), (0.9, True), (0.9, False), (0.2, False)])
    ([(0.2, 0.0, 1), (0.9, 0.667, 3)], 0.225)
    """
    bins: dict[int, list[tuple[float, bool]]] = {}
    for chance, right in pairs:
        bins.setdefault(min(9, int(chance * 10)), []).append((chance, right))
    table, error = [], 0.0
    for _, inside in sorted(bins.items()):
        chance = sum(c for c, _ in inside) / len(inside)
        share = sum(r for _, r in inside) / len(inside)
        table.append((round(chance, 3), round(share, 3), len(inside)))
        error += abs(chance - share) * len(inside) / len(pairs)
    return table, round(error, 3)
