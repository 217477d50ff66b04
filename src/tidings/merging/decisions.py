"""Decisions of people on merging: which mentions are one event and which are not. They are kept and replayed.

Mentions are named by where they stand (`article:start-end`), so that decisions outlive a new codebook.
A later decision overrides an earlier one on the same pair of mentions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

Tags = Mapping[str, str]


class Decision(NamedTuple):
    """`apart`: no mention of `one` is the event of any mention of `other`. `together`: all of `one` are one event."""

    do: str
    one: tuple[str, ...]
    other: tuple[str, ...] = ()
    why: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The decision as plain JSON values."""
        return {"do": self.do, "one": list(self.one), "other": list(self.other), "why": self.why}


def read_decision(row: Mapping[str, Any]) -> Decision:
    """The decision of a line of the log.

    >>> read_decision({"do": "together", "one": ["b:2-9", "a:1-4"], "other": [], "why": "one march"}).one
    ('a:1-4', 'b:2-9')
    """
    return Decision(row["do"], tuple(sorted(row["one"])), tuple(sorted(row["other"])), row["why"])


def tags_of(decisions: Sequence[Decision]) -> Tags:
    """Marks that part mentions of one label which a decision holds apart; equal for mentions on the same sides."""
    tags: dict[str, str] = {}
    for n, decision in enumerate(decisions):
        if decision.do == "apart":
            for side, mentions in (("a", decision.one), ("b", decision.other)):
                for mention in mentions:
                    tags[mention] = tags.get(mention, "") + f"{n}{side} "
    return tags


def pairs_of(
    decisions: Iterable[Decision], unit_of: Mapping[str, int]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Pairs of units (lower first) that must be together, and pairs that must not, after all decisions.

    `unit_of` gives each mention's unit; mentions that are no longer there are passed over.
    """
    together: set[tuple[int, int]] = set()
    apart: set[tuple[int, int]] = set()
    for decision in decisions:
        one = sorted({unit_of[m] for m in decision.one if m in unit_of})
        other = sorted({unit_of[m] for m in decision.other if m in unit_of})
        if decision.do == "together":
            pairs = {(a, b) for i, a in enumerate(one) for b in one[i + 1 :]}
            together, apart = together | pairs, apart - pairs
        else:
            pairs = {(min(a, b), max(a, b)) for a in one for b in other if a != b}
            together, apart = together - pairs, apart | pairs
    return together, apart
