"""The same event mentions as a table, a map, a timeline and a network: four tabs, one count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from tidings.app.address import Address, address_of, command
from tidings.app.charts import QUADS, label, layout, mirrored, span_of
from tidings.app.site import Site, site_of
from tidings.codebook.states import load_states
from tidings.export.cells import csv_lines
from tidings.model.errors import StoreError, UsageError
from tidings.query.filters import Filters, parse_filters
from tidings.query.sets import BYS, DAYS, LANES, Question, fitting, pairs, periods, places

router = APIRouter(include_in_schema=False)
TABS = ("table", "map", "timeline", "network")
OWN = ("tab", "by", "on", "lanes", "top", "nodes", "group")
_LANES = 12
_TOP = 150
_SHOWN = 400  # rows of the table beside a picture
_PRECISE = ("exact", "city")


def tab_of(address: Address) -> str:
    """The tab asked for; `UsageError` for one that there is not."""
    tab = address.get("tab", "table")
    if tab not in TABS:
        raise UsageError(f"tab {tab!r} is not one of {', '.join(TABS)}")
    return tab


def picture(site: Site, address: Address, filters: Filters, total: int) -> dict[str, Any]:
    """What the template of the tab needs beside the head and the facets."""
    tab = tab_of(address)
    if tab == "map":
        return _map(site, address, filters)
    if tab == "timeline":
        return _timeline(site, address, filters, total)
    return _network(site, address, filters)


def asked(site: Site, question: Question) -> dict[str, Any]:
    """The links to the question itself: as SQL, and the command that prints the same rows."""
    line = command(
        ["tidings", "sql", question.text, "--corpus", site.name, "--format", "csv"], parse_filters({})
    )
    return {"sql": "/sql?" + urlencode({"query": question.text}), "rows_command": line}


def _map(site: Site, address: Address, filters: Filters) -> dict[str, Any]:
    question = places(filters)
    rows = list(site.database.rows(question.sql, question.parameters))
    unplaced = sum(r["n"] for r in rows if r["place"] is None)
    drawn = [r for r in rows if is_drawn(r)]
    for number, row in enumerate(rows):
        row["number"] = number
        row["drawn"] = how_drawn(row)
    named = [r for r in rows if r["place"] is not None]
    return {
        "places": named[:_SHOWN], "n_places": len(named), "unplaced": unplaced,
        "drawn": sum(r["n"] for r in drawn), "wordless": sum(r["n"] for r in named if not is_drawn(r)),
        "data": address.only_filters("/events/map.json"), "rows_file": address.only_filters("/events/map.csv"), **asked(site, question),
    }  # fmt: skip


def is_drawn(row: Any) -> bool:
    """Whether a place can be drawn: as a point, or as the shape of its country."""
    if row["precision"] == "country":
        return row["country"] in load_states()
    return row["latitude"] is not None


def how_drawn(row: Any) -> str:
    """How the map draws a place."""
    if not is_drawn(row):
        return "not drawn"
    if row["precision"] == "country":
        return "the country, hatched"
    return "point" if row["precision"] in _PRECISE else "an area around it, hatched"


def _timeline(site: Site, address: Address, filters: Filters, total: int) -> dict[str, Any]:
    on, lanes = address.get("on", "event"), address.get("lanes")
    if on not in DAYS:
        raise UsageError(f"on {on!r} is not one of {', '.join(DAYS)}")
    by = address.get("by") or _fitting(site, filters, on)
    question = periods(filters, by=by, on=on, lanes=lanes)
    rows = list(site.database.rows(question.sql, question.parameters))
    shown: Sequence[str | None] = ()
    more = 0
    if lanes:
        counts: dict[str | None, int] = {}
        for row in rows:
            counts[row["lane"]] = counts.get(row["lane"], 0) + row["n"]
        ordered = sorted(counts, key=lambda lane: (lane is None, -counts[lane], lane or ""))
        shown, more = ordered[:_LANES], max(0, len(ordered) - _LANES)
        rows = [r for r in rows if r["lane"] in set(shown)] if more else rows
    charts = mirrored(rows, by, height=90 if lanes else 220, lanes=shown)
    for row in rows:
        row["label"] = label(row["start"], by)
        row["since"], row["until"] = span_of(row["start"], by)
    dated = sum(r["n"] for r in rows)
    return {
        "by": by, "bys": BYS, "on": on, "lanes": lanes, "lane_names": list(LANES), "charts": charts, "periods": rows[:_SHOWN], "quads": QUADS,
        "n_periods": len(rows), "undated": total - dated if not more else None, "more_lanes": more,
        "rows_file": address.only_filters("/events/timeline.csv", by=by, on=on, **({"lanes": lanes} if lanes else {})),
        **asked(site, question),
    }  # fmt: skip


def _fitting(site: Site, filters: Filters, on: str) -> str:
    where, parameters = filters.where("event_mentions")
    first, last = DAYS[on]
    row = next(site.database.rows(
        f"SELECT min({first}) AS first, max({last}) AS last FROM event_mentions WHERE {where}", parameters))  # fmt: skip
    return fitting([row["first"], row["last"]])


def _network(site: Site, address: Address, filters: Filters) -> dict[str, Any]:
    top, countries = _top(address), _countries(address)
    question = pairs(filters, countries=countries)
    rows = list(site.database.rows(question.sql, question.parameters))
    where, parameters = filters.where("event_mentions")
    both = "len(actors) > 0 AND len(recipients) > 0"
    if countries:
        both = "len([x FOR x IN actor_countries IF x IS NOT NULL]) > 0 AND len([x FOR x IN recipient_countries IF x IS NOT NULL]) > 0"
    paired = next(
        site.database.rows(f"SELECT count(*) AS n FROM event_mentions WHERE {where} AND {both}", parameters)
    )["n"]
    more = {"top": str(top), "nodes": "country" if countries else "actor"}
    for row in rows[:top]:
        row["href"] = _dyad_link(address, row, countries)
    return {
        "pairs": rows[: min(top, _SHOWN)], "n_pairs": len(rows), "top": top, "tops": (50, 150, 400), "paired": paired, "countries": countries,
        "data": address.only_filters("/events/network.json", **more), "rows_file": address.only_filters("/events/network.csv", **more),
        **asked(site, question),
    }  # fmt: skip


def _dyad_link(address: Address, row: Any, countries: bool) -> str:
    names = {"a": row["actor"], "b": row["recipient"]}
    if not countries:
        names = {"a": row["actor_id"] or row["actor"], "b": row["recipient_id"] or row["recipient"]}
    return address.only_filters("/dyad", **names)


def _top(address: Address) -> int:
    text = address.get("top", str(_TOP))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 2000):
        raise UsageError(f"top {text!r} is not a number from 1 to 2000")
    return int(text)


def _countries(address: Address) -> bool:
    nodes = address.get("nodes", "actor")
    if nodes not in ("actor", "country"):
        raise UsageError(f"nodes {nodes!r} is not one of actor, country")
    return nodes == "country"


@router.get("/events/{name}.csv")
def rows_file(request: Request, name: str) -> Response:
    """The rows behind a picture: what `tidings sql` prints for its question."""
    address = address_of(request)
    filters = address.filters(*OWN, "page", "sort")
    if name == "map":
        question = places(filters)
    elif name == "timeline":
        question = periods(
            filters,
            by=address.get("by", "month"),
            on=address.get("on", "event"),
            lanes=address.get("lanes"),
        )
    elif name == "network":
        question = pairs(filters, countries=_countries(address))
    else:
        raise StoreError(f"no file {name}.csv here; there are map.csv, timeline.csv, network.csv")
    return csv_of(site_of(request), question, f"{name}.csv")


def csv_of(site: Site, question: Question, name: str) -> Response:
    """The rows of a question as a CSV file, as a stream."""
    rows = site.database.rows(question.sql, question.parameters)
    first = next(rows, None)
    columns = list(first) if first else []

    def cells() -> Any:
        if first:
            yield list(first.values())
        for row in rows:
            yield list(row.values())

    return StreamingResponse(
        (line.encode() for line in csv_lines(columns, cells())), media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@router.get("/events/map.json")
def map_data(request: Request) -> Response:
    """The drawn places: points with their counts, and counts of countries."""
    site, address = site_of(request), address_of(request)
    question = places(address.filters(*OWN, "page", "sort"))
    points: list[dict[str, Any]] = []
    countries: dict[str, dict[str, int]] = {}
    for number, row in enumerate(site.database.rows(question.sql, question.parameters)):
        if row["place"] is None or not is_drawn(row):
            continue
        about = {key: row[key] for key in ("place", "precision", "n", "cooperation", "conflict")}
        if row["precision"] == "country":
            have = countries.setdefault(
                row["country"], {"n": 0, "cooperation": 0, "conflict": 0, "number": number}
            )
            for key in ("n", "cooperation", "conflict"):
                have[key] += row[key]
        else:
            points.append(
                {**about, "country": row["country"], "lat": row["latitude"], "lon": row["longitude"], "number": number}
            )  # fmt: skip
    return JSONResponse({"points": points, "countries": countries})


@router.get("/events/network.json")
def network_data(request: Request) -> Response:
    """The drawn part of the network, with a place for each node that is the same every time."""
    site, address = site_of(request), address_of(request)
    countries = _countries(address)
    question = pairs(address.filters(*OWN, "page", "sort"), countries=countries)
    rows = list(site.database.rows(f"SELECT * FROM ({question.sql}) LIMIT {_top(address)}", question.parameters))  # fmt: skip
    nodes: dict[tuple[str, str], dict[str, Any]] = {}
    names = load_states()

    def node(row: Any, one: str) -> int:
        code = "" if countries else row[f"{one}_code"] or ""
        key = (row[one] or "", code)
        if key not in nodes:
            state = names.get(row[one] or "")
            shown = state.name if countries and state else row[one] or "?"
            nodes[key] = {"key": str(len(nodes)), "label": shown, "code": code, "n": 0}
        nodes[key]["n"] += row["n"]
        return int(nodes[key]["key"])

    edges = []
    for number, row in enumerate(rows):
        a, b = node(row, "actor"), node(row, "recipient")
        conflict = row["quad_3"] + row["quad_4"]
        edges.append({"from": a, "to": b, "n": row["n"], "conflict": conflict, "number": number})
    found = layout(len(nodes), [(e["from"], e["to"], e["n"]) for e in edges])
    for one, (x, y) in zip(nodes.values(), found, strict=True):
        one["x"], one["y"] = x, y
    return JSONResponse({"nodes": list(nodes.values()), "edges": edges})
