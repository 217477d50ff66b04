"""Saving what a page shows, in every export format, and searching by words."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from tidings.app.address import Address, address_of, command
from tidings.app.rest import stream
from tidings.app.site import site_of
from tidings.export.profiles import NAMES, Profile, find_profile
from tidings.export.write import write_export
from tidings.query.search import find

router = APIRouter(include_in_schema=False)
_OWN = ("profile", "table", "sort", "page", "q")
_HITS = 100


@router.get("/export")
def export(request: Request) -> Response:
    """Choose a format; says what it cannot carry and which command writes the same file."""
    site, address = site_of(request), address_of(request)
    profile, table = _chosen(address)
    filters = address.filters(*_OWN)
    name = f"{table or profile.name}{profile.suffix or '.zip'}"
    words = ["tidings", "export", site.name, "--profile", profile.name]
    words += ["--table", table] if table else []
    return site.page(
        request, "export.html", address=address, profile=profile, table=table, filters=filters, name=name,
        profiles=[find_profile(one) for one in NAMES], papers=bool(profile.suffix),
        file=address.only_filters("/export/file", profile=profile.name, **({"table": table} if table else {})),
        command=command([*words, "-o", name], filters),
    )  # fmt: skip


@router.get("/export/file")
def file(request: Request) -> Response:
    """The file: text formats as a stream, others written first to a temporary folder."""
    site, address = site_of(request), address_of(request)
    profile, table = _chosen(address)
    filters = address.filters(*_OWN)
    if profile.lines is not None:
        return stream(request, profile.name, table, filters)
    folder = Path(tempfile.mkdtemp(prefix="tidings-"))
    path = folder / f"{table or profile.name}{profile.suffix or '.zip'}"
    try:
        write_export(site.database, profile.name, path, filters=filters, table=table)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    clean = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(path, filename=path.name, background=clean, media_type="application/octet-stream")


def _chosen(address: Address) -> tuple[Profile, str | None]:
    """The format and, where it has several, the table; another format's table is forgotten."""
    profile = find_profile(address.get("profile", "csv"))
    table = address.get("table")
    return profile, (table if table in profile.tables else next(iter(profile.tables), None))


@router.get("/search")
def search(request: Request) -> Response:
    """Articles and records by words."""
    site, address = site_of(request), address_of(request)
    filters, words = address.filters("q", "kind"), address.get("q")
    kinds = [value for name, value in address.items if name == "kind"]
    found = find(site.database, words, filters, kinds=kinds, limit=_HITS) if words else None
    line = ["tidings", "find", words, "--corpus", site.name, *(["--kind", ",".join(kinds)] if kinds else [])]
    return site.page(
        request, "search.html", address=address, words=words, kinds=kinds, command=command(line, filters),
        hits=found.hits if found else (), total=found.total if found else 0,
    )  # fmt: skip
