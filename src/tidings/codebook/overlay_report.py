"""What overlays changed, in counts and by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tidings.codebook.layers import Change

_ACTIONS = ("added", "replaced", "removed")
_SIGNS = {"added": "+", "replaced": "~", "removed": "-"}


def change_counts(changes: Iterable[Change]) -> list[str]:
    """One line for each overlay: how many entries of which list it added, replaced and removed.

    >>> change_counts([Change("mine", "acts", "added", "AID/a"), Change("mine", "acts", "added", "AID/b")])
    ['mine: 2 acts added']
    """
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for change in changes:
        counts.setdefault(change.overlay, Counter())[change.table, change.action] += 1
    return [
        f"{overlay}: "
        + ", ".join(
            f"{count} {table} {action}"
            for (table, action), count in sorted(
                found.items(), key=lambda item: (item[0][0], _ACTIONS.index(item[0][1]))
            )
        )
        for overlay, found in counts.items()
    ]


def change_names(changes: Iterable[Change]) -> list[str]:
    """One line for each entry that an overlay changed, marked + added, ~ replaced or - removed.

    >>> change_names([Change("mine", "acts", "removed", "AID/a")])
    ['- acts AID/a (mine)']
    """
    return [f"{_SIGNS[c.action]} {c.table} {c.id} ({c.overlay})" for c in changes]
