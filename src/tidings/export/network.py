"""The network of actors that gexf and graphml write: who acts toward whom, how often, how, and when."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tidings.export.selection import Selection

Days = set[tuple[datetime.date, datetime.date]]


@dataclass(slots=True)
class Node:
    """An actor: its codebook id, or "name/" and its name and codes where it has none."""

    name: str
    country: str | None
    sector: str | None
    days: Days = field(default_factory=set)


@dataclass(slots=True)
class Edge:
    """All events from one actor toward another. `tenths` are tenths of the Goldstein sum, so that it is exact."""

    counts: Counter[str] = field(default_factory=Counter)
    days: Days = field(default_factory=set)

    @property
    def goldstein_sum(self) -> float | None:
        """The sum of the Goldstein scores; None where no event has one."""
        return self.counts["tenths"] / 10 if self.counts["scored"] else None


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes by id and edges by pair of ids, both sorted."""

    nodes: Mapping[str, Node]
    edges: Mapping[tuple[str, str], Edge]


def network(selection: Selection) -> Network:
    """The network of the selected events; events without an actor or without a recipient are left out and counted."""
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str], Edge] = defaultdict(Edge)
    for event in selection.events():
        actors, recipients = event.get("actors"), event.get("recipients")
        if not actors or not recipients:
            selection.left_out["events without an actor or without a recipient"] += 1
            continue
        first, last = event.days
        days = {(first, last)} if first and last else set()
        score = event.get("goldstein")
        for actor in actors:
            for recipient in recipients:
                ends = _id(actor), _id(recipient)
                for key, party in zip(ends, (actor, recipient), strict=True):
                    nodes.setdefault(key, Node(party["name"], party["country"], party["sector"])).days.update(
                        days
                    )
                edge = edges[ends]
                edge.days.update(days)
                edge.counts["events"] += 1
                edge.counts[f"quad_{event.get('quad')}"] += 1
                edge.counts["scored"] += score is not None
                edge.counts["tenths"] += round((score or 0) * 10)
    selection.written["nodes"], selection.written["edges"] = len(nodes), len(edges)
    return Network(dict(sorted(nodes.items())), dict(sorted(edges.items())))


def _id(party: Mapping[str, Any]) -> str:
    return party["id"] or f"name/{party['country'] or ''}.{party['sector'] or ''}/{party['name']}"


def xml_text(value: object) -> str:
    """A value inside an XML text or attribute; characters that XML does not allow are left out.

    >>> xml_text('A & "B"\\x00')
    'A &amp; &quot;B&quot;'
    """
    from xml.sax.saxutils import escape

    allowed = "".join(
        c
        for c in str(value)
        if c in "\t\n" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
    return escape(allowed, {'"': "&quot;", "\n": " ", "\t": " "})


NETWORK_LOST = (
    "Only actual events are counted, unless --status names others.",
    "Events without an actor or without a recipient are no edge; the manifest says how many.",
    "All events between two actors are one edge; an event with several actors or recipients counts on each of its edges.",
    "Actors without a codebook id are told apart by name, country and sector: one actor may be several nodes.",
)
