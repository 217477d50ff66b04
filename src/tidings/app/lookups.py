"""Pages that look things up: actors and their profiles, the codebook, SQL."""

from __future__ import annotations

import functools
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tidings.app.address import PAGE_SIZE, address_of, command
from tidings.app.site import Site, site_of
from tidings.codebook.loader import Codebook, load_codebook
from tidings.codebook.ontology import QUAD, TYPES
from tidings.codebook.pages import entry_lines
from tidings.codebook.search import search
from tidings.model.errors import StoreError, UsageError
from tidings.query.filters import parse_filters
from tidings.query.sql import ROWS, ask
from tidings.query.summaries import actors as actors_of

router = APIRouter(include_in_schema=False)
SECONDS = 10.0
_FOUND = 200  # entries of the codebook that a search shows
_EXAMPLES = 12  # events of the corpus that a type's page shows
_QUADS = ("", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


@router.get("/actors")
def actors(request: Request) -> Response:
    """All actors with how often they act, are acted upon and speak."""
    site, address = site_of(request), address_of(request)
    filters = address.filters("page", "q")
    words = address.get("q").casefold()
    found = [row for row in actors_of(site.database, filters) if words in (row["name"] or "").casefold()]
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = min(address.page, pages)
    return site.page(
        request, "actors.html", address=address, total=len(found), page=page, pages=pages, filters=filters,
        rows=found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        command=command(["tidings", "actors", "--corpus", site.name, "--format", "csv"], filters),
    )  # fmt: skip


@functools.cache
def shared_book() -> Codebook:
    """The codebook, read once a process, from the user's cache where there is one."""
    import os

    from tidings.codebook.cache import cache_folder

    return load_codebook(cache=cache_folder(os.environ))


@router.get("/codebook")
def codebook(request: Request) -> Response:
    """The event types with their counts in this corpus; entries by words."""
    site, address = site_of(request), address_of(request)
    book, words = shared_book(), address.get("q")
    counts = {
        row["type"]: row["n"]
        for row in site.database.rows("SELECT type, count(*) AS n FROM event_mentions GROUP BY type")
    }
    hits = search(book, words) if words else []
    types = [
        (name, book.acts.pages[name].definition, _QUADS[QUAD[name]], counts.get(name, 0)) for name in TYPES
    ]
    return site.page(
        request, "codebook.html", address=address, types=types, words=words, hits=hits[:_FOUND], found=len(hits),
        book=book.version,
    )  # fmt: skip


@router.get("/codebook/entry")
def entry(request: Request) -> Response:
    """Any entry of the codebook, as `tidings codebook show` prints it."""
    what = address_of(request).get("what")
    if not what:
        raise UsageError("name an entry: /codebook/entry?what=ASSAULT/bomb")
    return site_of(request).page(request, "entry.html", what=what, lines=entry_lines(shared_book(), what))


@router.get("/codebook/{name}")
def event_type(request: Request, name: str) -> Response:
    """The page of an event type: definition, boundaries, modes, acts with examples, and events of this corpus."""
    if name not in TYPES:
        raise StoreError(f"{name!r} is no event type; there are {', '.join(TYPES)}")
    site, book = site_of(request), shared_book()
    acts = sorted((a for a in book.acts.acts if a.type == name), key=lambda a: (a.mode or "", a.rule))
    examples = [
        {"rule": a.rule, "mode": a.mode, "cameo": a.cameo, "kind": a.kind, "more": max(0, len(a.forms) - 8),
         "words": [" ".join(form) for form in a.forms[:8]], "pieces": _pieces(a.examples[0]) if a.examples else []}
        for a in acts
    ]  # fmt: skip
    return site.page(
        request,
        "type.html",
        type=book.acts.pages[name],
        quad=_QUADS[QUAD[name]],
        acts=examples,
        found=_events(site, name),
    )


def _pieces(example: Any) -> list[tuple[str, tuple[str, ...]]]:
    """An example in pieces, each with what it is marked as."""
    from tidings.app.segments import Span, segments

    spans = [Span(start, end, "actor", "") for start, end in (*example.actors, *example.recipients)]
    spans += [Span(example.act[0], example.act[1], "event", "")] if example.act else []
    return [(s.text, s.layers) for s in segments(example.text, spans)]


def _events(site: Site, name: str) -> list[dict[str, Any]]:
    where, parameters = parse_filters({"type": name}).where("event_mentions")
    query = (
        f"SELECT id, article, quote, sentence, mode, rule, review FROM event_mentions WHERE {where} AND review <> 'rejected'"
        f" ORDER BY confidence DESC, article, first, id LIMIT {_EXAMPLES}"
    )
    return list(site.database.rows(query, parameters))


@router.get("/sql")
def sql(request: Request) -> Response:
    """One reading statement over the tables, with limits on time and rows; the question is in the address."""
    site, address = site_of(request), address_of(request)
    query, answer, problem = address.get("query"), None, ""
    if query:
        try:
            answer = ask(site.database.folder, query, rows=ROWS, seconds=SECONDS)
        except UsageError as error:
            problem = str(error)
    tables = {
        table: [(row["column_name"], row["column_type"]) for row in site.database.rows(f"DESCRIBE {table}")]
        for table in ("articles", "event_mentions", "statements", "figures", "parties", "evidence")
    }
    return site.page(
        request, "sql.html", 400 if problem else 200, address=address, query=query, answer=answer, problem=problem,
        tables=tables, seconds=SECONDS, limit=ROWS,
        command=command(["tidings", "sql", query, "--corpus", site.name, "--format", "csv"], parse_filters({})),
    )  # fmt: skip
