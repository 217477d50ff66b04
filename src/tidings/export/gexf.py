"""GEXF 1.2: a dynamic network of actors, with the days of its events as spells of edges and nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tidings.export.network import NETWORK_LOST, Days, network, xml_text
from tidings.export.profiles import Profile
from tidings.export.selection import Selection

_EDGE = (
    ("events", "integer"), ("quad_1", "integer"), ("quad_2", "integer"), ("quad_3", "integer"), ("quad_4", "integer"),
    ("goldstein_sum", "double"),
)  # fmt: skip


def _lines(selection: Selection) -> Iterator[str]:
    found = network(selection)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    yield '<graph mode="dynamic" defaultedgetype="directed" timeformat="date">\n'
    yield '<attributes class="node" mode="static">\n'
    yield '<attribute id="country" title="country" type="string"/>\n<attribute id="sector" title="sector" type="string"/>\n'
    yield '</attributes>\n<attributes class="edge" mode="static">\n'
    yield "".join(f'<attribute id="{name}" title="{name}" type="{kind}"/>\n' for name, kind in _EDGE)
    yield "</attributes>\n<nodes>\n"
    for key, node in found.nodes.items():
        values = _values({"country": node.country, "sector": node.sector})
        yield f'<node id="{xml_text(key)}" label="{xml_text(node.name)}">{values}{_spells(node.days)}</node>\n'
    yield "</nodes>\n<edges>\n"
    for number, ((source, target), edge) in enumerate(found.edges.items()):
        counts = {name: edge.counts[name] for name, _ in _EDGE if name != "goldstein_sum"}
        values = _values({**counts, "goldstein_sum": edge.goldstein_sum})
        ends = f'source="{xml_text(source)}" target="{xml_text(target)}" weight="{edge.counts["events"]}"'
        yield f'<edge id="{number}" {ends}>{values}{_spells(edge.days)}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _values(values: Mapping[str, object]) -> str:
    pairs = [f'<attvalue for="{k}" value="{xml_text(v)}"/>' for k, v in values.items() if v is not None]
    return f"<attvalues>{''.join(pairs)}</attvalues>"


def _spells(days: Days) -> str:
    if not days:
        return ""
    listed = "".join(
        f'<spell start="{first.isoformat()}" end="{last.isoformat()}"/>' for first, last in sorted(days)
    )
    return f"<spells>{listed}</spells>"


PROFILES = {
    "gexf": Profile(
        name="gexf",
        title="Dynamic network of actors (GEXF 1.2)",
        suffix=".gexf",
        one_row="one edge: all events from one actor toward another",
        lines=_lines,
        statuses=("actual",),
        media="application/xml",
        lost=(*NETWORK_LOST, "Spells are the days of dated events; an edge or node with none has no time."),
    )
}
