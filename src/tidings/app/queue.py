"""The review queue: one record at a time, the least sure first, a random sample, or what another reviewer judged."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tidings.app.address import Address, address_of
from tidings.app.site import Site, site_of
from tidings.model.errors import UsageError
from tidings.query.filters import Filters
from tidings.query.quality import quality
from tidings.store.reviews import ADDED, UNDONE, all_reviews, sampled_numbers

router = APIRouter(include_in_schema=False)
ORDERS = ("uncertain", "random", "second", "stale")
_TABLES = {"event": "event_mentions", "statement": "statements", "figure": "figures"}
_OWN = ("kind", "order", "seed", "skip")
_AROUND = 240  # characters of the article shown on each side


@router.get("/queue")
def queue(request: Request) -> Response:
    """The next record to judge, in the order asked for, among those that the filters pass."""
    site, address = site_of(request), address_of(request)
    kind, order = address.get("kind", "event"), address.get("order", "uncertain")
    if kind not in _TABLES:
        raise UsageError(f"kind {kind!r} is not one of {', '.join(_TABLES)}")
    if order not in ORDERS:
        raise UsageError(f"order {order!r} is not one of {', '.join(ORDERS)}")
    filters = address.filters(*_OWN)
    row, left = _next(site, address, kind, order, filters)
    shown: dict[str, Any] = {"r": None}
    if row:
        article = site.database.article(row["article"])
        record = {**json.loads(row["json"]), **{k: v for k, v in row.items() if k != "json"}}
        if order == "second":
            record["review"] = "machine"  # what the other said is not shown
        start, end = row["first"], row["last"]
        a, b = max(0, start - _AROUND), min(len(article.text), end + _AROUND)
        shown = {
            "r": record, "article": article, "before": article.text[a:start], "words": article.text[start:end], "after": article.text[end:b],
            "cut": (a > 0, b < len(article.text)),
        }  # fmt: skip
    mine = [r for r in all_reviews(site.database.folder) if r.reviewer == site.reviewer and r.verdict not in (UNDONE, ADDED)]  # fmt: skip
    return site.page(
        request, "queue.html", address=address, kind=kind, order=order, orders=ORDERS, kinds=list(_TABLES), left=left, filters=filters,
        sampled=len(sampled_numbers(site.database.folder)), last=mine[-1] if mine else None, reviews={}, back=address.href(),
        skip=address.href(skip=_skip(address) + 1), **shown,
    )  # fmt: skip


def _skip(address: Address) -> int:
    text = address.get("skip", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _next(
    site: Site, address: Address, kind: str, order: str, filters: Filters
) -> tuple[dict[str, Any] | None, int]:
    """The next record and how many wait in this order."""
    table = _TABLES[kind]
    where, parameters = filters.where(table)
    if order == "second":
        reviews = all_reviews(site.database.folder)
        undone = {r.undoes for r in reviews if r.undoes}
        standing = [r for r in reviews if r.verdict not in (UNDONE, ADDED) and r.number not in undone]
        mine = {r.record for r in standing if r.reviewer == site.reviewer}
        where += " AND list_contains(?, id)"
        parameters = [*parameters, sorted({r.record for r in standing if r.kind == kind} - mine)]
    else:
        where += f" AND review = '{'stale' if order == 'stale' else 'machine'}'"
    # a place in the random order belongs to the words, so that it outlives a new coding
    chance = "md5(concat_ws(' ', article, first, last, ?))"
    by = chance if order == "random" else "confidence" if order == "uncertain" else "article, first"
    more = [address.get("seed", "1")] if order == "random" else []
    left = next(site.database.rows(f"SELECT count(*) AS n FROM {table} WHERE {where}", parameters))["n"]
    query = f"SELECT id FROM {table} WHERE {where} ORDER BY {by}, id LIMIT 1 OFFSET {_skip(address)}"
    found = next(site.database.rows(query, [*parameters, *more]), None)
    if found is None:
        return None, left
    read = "id, article, first, last, quote, rule, review, json"
    return next(site.database.rows(f"SELECT {read} FROM {table} WHERE id = ?", [found["id"]])), left


@router.get("/quality")
def measured(request: Request) -> Response:
    """Precision, recall and agreement by the reviews, for each kind of record."""
    from tidings.app.address import command
    from tidings.query.filters import parse_filters

    site = site_of(request)
    found = [quality(site.database, kind) for kind in _TABLES]
    lines = {
        one.kind: command(["tidings", "eval", site.name, "--kind", one.kind], parse_filters({}))
        for one in found
    }
    return site.page(request, "quality.html", found=found, lines=lines)
