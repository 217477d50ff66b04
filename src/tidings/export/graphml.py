"""GraphML: the network of actors, with counts and first and last day of each edge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tidings.export.network import NETWORK_LOST, network, xml_text
from tidings.export.profiles import Profile
from tidings.export.selection import Selection

_NODE = ("label", "country", "sector")
_EDGE = (
    ("weight", "int"), ("quad_1", "int"), ("quad_2", "int"), ("quad_3", "int"), ("quad_4", "int"), ("goldstein_sum", "double"),
    ("first_day", "string"), ("last_day", "string"),
)  # fmt: skip


def _lines(selection: Selection) -> Iterator[str]:
    found = network(selection)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield "".join(f'<key id="{name}" for="node" attr.name="{name}" attr.type="string"/>\n' for name in _NODE)
    yield "".join(
        f'<key id="{name}" for="edge" attr.name="{name}" attr.type="{kind}"/>\n' for name, kind in _EDGE
    )
    yield '<graph edgedefault="directed">\n'
    for key, node in found.nodes.items():
        values = {"label": node.name, "country": node.country, "sector": node.sector}
        yield f'<node id="{xml_text(key)}">{_values(values)}</node>\n'
    for (source, target), edge in found.edges.items():
        counts: dict[str, object] = {
            "weight": edge.counts["events"],
            **{f"quad_{n}": edge.counts[f"quad_{n}"] for n in (1, 2, 3, 4)},
            "goldstein_sum": edge.goldstein_sum,
            "first_day": min((first for first, _ in edge.days), default=None),
            "last_day": max((last for _, last in edge.days), default=None),
        }
        yield f'<edge source="{xml_text(source)}" target="{xml_text(target)}">{_values(counts)}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _values(values: Mapping[str, object]) -> str:
    return "".join(f'<data key="{k}">{xml_text(v)}</data>' for k, v in values.items() if v is not None)


PROFILES = {
    "graphml": Profile(
        name="graphml",
        title="Network of actors (GraphML)",
        suffix=".graphml",
        one_row="one edge: all events from one actor toward another",
        lines=_lines,
        statuses=("actual",),
        media="application/xml",
        lost=(*NETWORK_LOST, "Time is the first and last day of an edge; gexf has every spell."),
    )
}
