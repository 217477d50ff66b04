"""The REST interface: records and articles by the filters of the command line, in pages with true totals.

A page's cursor names the last row it gave, so that what is added meanwhile moves nothing. Errors are problem
details (RFC 9457).
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from tidings.app.address import Address, address_of
from tidings.app.site import site_of
from tidings.export.cells import plain
from tidings.export.profiles import find_profile
from tidings.export.write import select
from tidings.model.errors import UsageError
from tidings.query.filters import NAMES, Filters
from tidings.query.tables import ORDER

TABLES = {
    "events": "event_mentions",
    "statements": "statements",
    "figures": "figures",
    "articles": "articles",
}
_ABOUT = "id, article, first, last, quote, sentence, review, title, source, published, url, json"
_LIMIT, _MOST = 100, 1000
_PARQUET = "application/vnd.apache.parquet"
_NUMBERS = ("first", "last")  # those of the keys that are no words
_OWN = ("limit", "cursor")


def problem(status: int, detail: str) -> JSONResponse:
    """An error as problem details."""
    titles = {400: "Bad request", 404: "Not found", 405: "Method not allowed"}
    body = {"type": "about:blank", "title": titles.get(status, "Error"), "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")


_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {"type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}},
}  # fmt: skip
_PAGE = {
    "type": "object",
    "required": ["total", "count", "next", "items"],
    "properties": {
        "total": {"type": "integer"}, "count": {"type": "integer"}, "next": {"type": ["string", "null"]},
        "items": {"type": "array", "items": {"type": "object"}},
    },
}  # fmt: skip


def _responses(media: str, schema: dict[str, Any] | None = None) -> dict[int | str, dict[str, Any]]:
    """What a list answers: itself, or problem details for a filter that is none, without a token, from elsewhere."""
    told = {
        400: "A filter, limit or cursor that is none",
        401: "Without the token",
        403: "From another origin",
    }
    wrong = {"application/problem+json": {"schema": _PROBLEM}}
    return {
        200: {"description": "The rows that pass the filters", "content": {media: {"schema": schema} if schema else {}}},
        **{status: {"description": text, "content": wrong} for status, text in told.items()},
    }  # fmt: skip


def _parameters(own: bool) -> dict[str, Any]:
    def one(name: str, text: str, schema: dict[str, Any]) -> dict[str, Any]:
        return {"name": name, "in": "query", "required": False, "description": text, "schema": schema}

    word = {"type": "string"}
    filters = [one(name, "filter; alternatives by commas, ! for all but", word) for name in NAMES]
    # a form sends what was left empty as "", which is not given
    number = {"type": "integer", "minimum": 1, "maximum": _MOST, "default": _LIMIT}
    paging = [
        one("limit", f"rows a page, to {_MOST}", {"anyOf": [number, {"const": ""}]}),
        one("cursor", "`next` of the page before", word),
    ]
    return {"parameters": [*filters, *(paging if own else ())]}


router = APIRouter(prefix="/api/v1")


def _listing(name: str) -> None:
    def page(request: Request) -> Response:
        return _page(request, TABLES[name])

    def lines(request: Request) -> Response:
        return _csv(request, TABLES[name])

    def parquet(request: Request) -> Response:
        return _parquet(request, TABLES[name])

    ways = (
        ("", page, f"A page of {name}", _responses("application/json", _PAGE)),
        (".csv", lines, f"All {name} as CSV", _responses("text/csv")),
        (".parquet", parquet, f"All {name} as Parquet", _responses(_PARQUET)),
    )
    for suffix, way, summary, responses in ways:
        router.add_api_route(
            f"/{name}{suffix}", way, name=name + suffix, summary=summary, response_class=Response,
            responses=responses, openapi_extra=_parameters(own=not suffix),
        )  # fmt: skip


for _name in TABLES:
    _listing(_name)


@router.get("/docs", include_in_schema=False)
def docs(request: Request) -> Response:
    """The interface in words, made from its own description; nothing is loaded from elsewhere."""
    found = []
    for path, ways in sorted(request.app.openapi()["paths"].items()):
        about = ways.get("get")
        if about:
            found.append((path, {"summary": about["summary"], "parameters": about.get("parameters", ()), "lists": "." not in path}))  # fmt: skip
    root = str(request.base_url).rstrip("/")
    return site_of(request).page(request, "api.html", paths=found, root=root)


def _page(request: Request, table: str) -> Response:
    address, database = address_of(request), site_of(request).database
    filters, limit = address.filters(*_OWN), _limit(address)
    where, parameters = filters.where(table)
    total = next(database.rows(f"SELECT count(*) AS n FROM {table} WHERE {where}", parameters))["n"]
    keys = ORDER[table].split(", ")
    after, values = "true", []
    if address.get("cursor"):
        values = _read_cursor(address.get("cursor"), table, keys)
        after = f"({', '.join(keys)}) > ({', '.join('?' * len(keys))})" if len(keys) > 1 else f"{keys[0]} > ?"
    columns = "* EXCLUDE (text, skipped)" if table == "articles" else _ABOUT
    query = (
        f"SELECT {columns} FROM {table} WHERE {where} AND {after} ORDER BY {ORDER[table]} LIMIT {limit + 1}"
    )
    rows = list(database.rows(query, [*parameters, *values]))
    following = _cursor(table, [rows[limit - 1][key] for key in keys]) if len(rows) > limit else None
    link = address.href(cursor=following) if following else None
    found = [_form(row) for row in rows[:limit]]
    answer = JSONResponse({"total": total, "count": len(found), "next": following, "items": found})
    if link:
        answer.headers["Link"] = f'<{link}>; rel="next"'
    return answer


def _form(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON: a record's own form with its words and article, or an article's columns."""
    flat = {k: plain(v) if v is not None and not isinstance(v, list | bool) else v for k, v in row.items()}
    record = json.loads(str(flat.pop("json", "{}")))
    return {**record, **{k: v for k, v in flat.items() if k != "sentence"}, **_words(flat)}


def _words(flat: dict[str, Any]) -> dict[str, Any]:
    return {"sentence_text": flat["sentence"]} if "sentence" in flat else {}


def _limit(address: Address) -> int:
    text = address.get("limit", str(_LIMIT))
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= _MOST):
        raise UsageError(f"limit {text!r} is not a number from 1 to {_MOST}")
    return int(text)


def _cursor(table: str, values: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps([table, *values]).encode()).decode().rstrip("=")


def _read_cursor(cursor: str, table: str, keys: list[str]) -> list[Any]:
    """The values of the last row before; one that this list never gave is refused."""
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        json.dumps(found, ensure_ascii=False).encode()  # half a letter cannot be asked for
    except (binascii.Error, ValueError, RecursionError):
        found = None
    kinds = [str, *(int if key in _NUMBERS else str for key in keys)]
    fits = isinstance(found, list) and [type(value) for value in found] == kinds and found[0] == table
    if not fits or any(isinstance(value, int) and not 0 <= value < 2**31 for value in found):
        raise UsageError(f"cursor {cursor[:80]!r} is none of this list; take `next` of the page before")
    return list(found[1:])


def _csv(request: Request, table: str) -> Response:
    return stream(request, "csv", table, address_of(request).filters())


def _parquet(request: Request, table: str) -> Response:
    """All rows as one Parquet file, the same that `tidings export` writes; streamed from a temporary folder."""
    import shutil
    import tempfile
    from pathlib import Path

    from starlette.background import BackgroundTask
    from starlette.responses import FileResponse

    from tidings.export.write import write_export

    filters = address_of(request).filters()
    filters.where(table)
    folder = Path(tempfile.mkdtemp(prefix="tidings-"))
    path = folder / f"{table}.parquet"
    clean = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    try:
        write_export(site_of(request).database, "parquet", path, filters=filters, table=table)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return FileResponse(path, filename=path.name, background=clean, media_type=_PARQUET)


def stream(request: Request, profile: str, table: str | None, filters: Filters) -> Response:
    """A text profile as a stream: byte for byte what `tidings export` writes."""
    found = find_profile(profile)
    if found.lines is None:
        raise UsageError(f"profile {profile} cannot be streamed")
    selection = select(site_of(request).database, found, filters, table)
    if table in ORDER:
        filters.where(table)  # what does not fit is refused before the first line
    name = f"{table or profile}{found.suffix}"
    lines: Iterator[str] = found.lines(selection)
    return StreamingResponse(
        (line.encode() for line in lines), media_type=f"{found.media}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip
