"""Shares with their intervals, and how far two and more reviewers agree."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence


def wilson(right: int, total: int, *, z: float = 1.959964) -> tuple[float, float] | None:
    """The interval of a share after Wilson (1927), by default at 95 %; None where nothing was judged.

    >>> low, high = wilson(15, 20)
    >>> f"{low:.2f}-{high:.2f}"
    '0.53-0.89'
    """
    if total <= 0:
        return None
    share = right / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Agreement of two reviewers beyond chance (Cohen 1960); None without pairs, or where only one value is used.

    >>> round(cohen_kappa([("yes", "yes")] * 4 + [("no", "no")] * 4 + [("yes", "no")] * 2), 3)
    0.615
    """
    if not pairs:
        return None
    n = len(pairs)
    agreed = sum(a == b for a, b in pairs) / n
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(left[value] * right[value] for value in left) / (n * n)
    return None if chance == 1 else (agreed - chance) / (1 - chance)


def krippendorff_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Agreement of any number of reviewers on nominal values (Krippendorff 2011); None where nothing can be compared.

    Each unit holds the values that reviewers gave it; those with fewer than two say nothing.

    >>> krippendorff_alpha([("a", "a"), ("b", "b"), ("a", "a", "a")])
    1.0
    """
    kept = [list(unit) for unit in units if len(unit) > 1]
    totals: Counter[Hashable] = Counter(value for unit in kept for value in unit)
    n = sum(totals.values())
    differing = sum(_unlike(Counter(unit)) / (len(unit) - 1) for unit in kept)
    expected = _unlike(totals)
    return None if expected == 0 else 1 - (n - 1) * differing / expected


def _unlike(counts: Mapping[Hashable, int]) -> float:
    """Ordered pairs of unlike values."""
    n = sum(counts.values())
    return float(n * n - sum(c * c for c in counts.values()))
