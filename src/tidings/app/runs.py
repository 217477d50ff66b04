"""Runs of the coder, and what two codings have apart."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tidings.app.address import PAGE_SIZE, Address, address_of, command
from tidings.app.pages import runs as last_runs
from tidings.app.running import RUNS, last_job
from tidings.app.site import Site, site_of
from tidings.model.errors import StoreError, UsageError
from tidings.query.differences import Comparison, Difference, compare
from tidings.query.filters import parse_filters
from tidings.store.corpus import is_corpus

router = APIRouter(include_in_schema=False)
_MOST = 1000
HOWS = ("added", "removed", "changed")


@router.get("/runs")
def runs(request: Request) -> Response:
    """The log of runs, and the other codings that can be compared."""
    site = site_of(request)
    found = last_runs(site, _MOST)
    for n, row in enumerate(found):
        row["since"] = _since(row, found[n + 1] if n + 1 < len(found) else None)
    return site.page(
        request,
        "runs.html",
        job=last_job(site),
        kinds=RUNS,
        runs=found,
        others=[path.name for path in others(site)],
    )


def _since(run: dict[str, Any], before: dict[str, Any] | None) -> list[str]:
    """What a run has other than the one before it: versions and numbers of records."""
    if before is None:
        return []
    told = [f"{name} {before.get(name)} → {run.get(name)}" for name in ("codebook", "coder") if run.get(name) != before.get(name)]  # fmt: skip
    for kind in ("event", "statement", "figure"):
        change = run.get("records", {}).get(kind, 0) - before.get("records", {}).get(kind, 0)
        if change:
            told.append(f"{change:+,} {kind}{'' if abs(change) == 1 else 's'}")
    return told


@router.get("/runs/compare")
def differences(request: Request) -> Response:
    """The records that another coding and this one have apart."""
    site, address = site_of(request), address_of(request)
    other, found = _compared(site, address)
    counts = Counter((one.kind, one.how) for one in found.differences)
    how, kind = address.get("how"), address.get("kind")
    shown = [d for d in found.differences if how in ("", d.how) and kind in ("", d.kind)]
    pages = max(1, -(-len(shown) // PAGE_SIZE))
    page = min(address.page, pages)
    changed = Counter(name for one in found.differences for name, _, _ in one.fields)
    return site.page(
        request, "differences.html", address=address, other=other.name, found=found, counts=counts, total=len(shown), hows=HOWS,
        rows=[_shown(one) for one in shown[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]], page=page, pages=pages, changed=changed.most_common(),
        same=found.after - sum(one.how in ("added", "changed") for one in found.differences), how=how, kind=kind,
        command=command(["tidings", "diff", str(other), site.name], parse_filters({})),
    )  # fmt: skip


@router.get("/runs/compare.jsonl")
def file(request: Request) -> Response:
    """The differences as JSON lines, as `tidings diff --format jsonl` prints them."""
    _, found = _compared(site_of(request), address_of(request))
    return StreamingResponse(
        (json.dumps(_plain(one), ensure_ascii=False) + "\n" for one in found.differences),
        media_type="application/x-ndjson; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="differences.jsonl"'},
    )


def others(site: Site) -> list[Path]:
    """The other corpora beside this one."""
    here = site.database.folder
    beside = sorted(path for path in here.resolve().parent.iterdir() if path.is_dir() and is_corpus(path))
    return [path for path in beside if path != here.resolve()]


def _compared(site: Site, address: Address) -> tuple[Path, Comparison]:
    name = address.get("with")
    if not name:
        raise UsageError("name a corpus that stands beside this one: /runs/compare?with=NAME")
    for path in others(site):
        if path.name == name:
            return path, compare(path, site.database.folder)
    raise StoreError(f"no corpus {name!r} stands beside {site.name}; there are {', '.join(p.name for p in others(site)) or 'none'}")  # fmt: skip


def _shown(one: Difference) -> dict[str, Any]:
    fields = [(name, in_words(before), in_words(after)) for name, before, after in one.fields]
    return {"how": one.how, "kind": one.kind, "article": one.article, "id": one.id, "words": one.words, "fields": fields}  # fmt: skip


def in_words(value: Any) -> str:
    """A field's value in a few words.

    >>> in_words([{"name": "Norland"}, {"name": "Sudria"}]), in_words({"first": "2015-03", "last": None}), in_words(None)
    ('Norland, Sudria', '2015-03', '–')
    """
    if value is None or value == []:
        return "–"
    if isinstance(value, list):
        return ", ".join(in_words(item) for item in value)
    if isinstance(value, dict):
        if value.get("name"):
            return str(value["name"])
        known = [str(value[key]) for key in ("edtf", "first", "last") if value.get(key)]
        return known[0] if known else json.dumps(value, ensure_ascii=False)
    return str(value)


def _plain(one: Difference) -> dict[str, Any]:
    fields = {name: {"before": before, "after": after} for name, before, after in one.fields}
    return {"how": one.how, "kind": one.kind, "article": one.article, "id": one.id, "words": one.words, "fields": fields}  # fmt: skip


@router.get("/runs/{name}")
def manifest(request: Request, name: str) -> Response:
    """The file of one run."""
    site = site_of(request)
    path = site.database.folder / "runs" / f"{name}.json"
    if not name.replace("_", "").isalnum() or not path.is_file():
        raise StoreError(f"{site.name}: no run {name!r}")
    return Response(path.read_bytes(), media_type="application/json")
