"""The app: one corpus, opened for reading, with its pages, its REST interface and the gate around both."""

from __future__ import annotations

import contextlib
import datetime
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.types import ASGIApp

from tidings import __version__
from tidings.app.address import Address, address_of
from tidings.app.safety import Gate, derived
from tidings.model.article import Article
from tidings.model.errors import StoreError, TidingsError, UsageError
from tidings.query.database import Database, open_database

_HERE = Path(__file__).parent
_CUT = "\x00"  # no page has this character: it is none of HTML's


@dataclass(frozen=True)
class Site:
    """What the pages need: the corpus, who reviews, the clock, the token of forms."""

    database: Database
    reviewer: str
    now: Callable[[], datetime.datetime]
    csrf: str
    jobs: list[Any] = field(default_factory=list)
    starting: threading.Lock = field(default_factory=threading.Lock)

    def keep_columns(self) -> None:
        """Make the records as columns again, where they are kept; pages go on without them meanwhile."""
        with contextlib.suppress(TidingsError, OSError):
            self.database.tables.keep_typed()

    @cached_property
    def templates(self) -> Environment:
        """The page templates; everything put into them is escaped."""
        made = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        made.filters["number"] = lambda n: f"{n:,}"
        made.filters["name"] = name_of
        made.filters["flat"] = lambda text: " ".join(str(text or "").split())
        return made

    @property
    def name(self) -> str:
        """The corpus as it is named in commands."""
        return str(self.database.folder)

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page from a template."""
        address: Address = values.pop("address", None) or address_of(request)
        html = self.templates.get_template(template).render(
            site=self, address=address, version=__version__, **values
        )
        return HTMLResponse(html, status)

    def page_in_pieces(self, request: Request, template: str, **values: Any) -> StreamingResponse:
        """A page that is sent up to each `{{ cut }}` of its template as soon as that is written."""
        made = self.templates.get_template(template).generate(
            site=self, address=address_of(request), version=__version__, cut=_CUT, **values
        )
        return StreamingResponse(_pieces(made), media_type="text/html; charset=utf-8")


def _pieces(written: Iterator[str]) -> Iterator[str]:
    """The pieces between the marks."""
    kept: list[str] = []
    for words in written:
        before, mark, after = words.partition(_CUT)
        kept.append(before)
        if mark:
            yield "".join(kept)
            kept = [after]
    yield "".join(kept)


def name_of(article: Article) -> str:
    """What to call an article: its title, or its first line."""
    return " ".join((article.title or next(iter(article.text.split("\n")), "")).split()) or article.id


def site_of(request: Request) -> Site:
    """The site that a request asks."""
    site: Site = request.app.state.site
    return site


def create_app(
    folder: Path | str,
    *,
    token: str,
    hosts: frozenset[str],
    reviewer: str,
    now: Callable[[], datetime.datetime],
    cache: Path | None = None,
) -> ASGIApp:
    """The ASGI app over the corpus at `folder`; `StoreError` when it is none.

    `token` opens a session; `hosts` are the Host headers answered; `now` dates the reviews of `reviewer`. `cache` is a folder
    for the records as columns, which are made beside the first pages.
    """
    from tidings.app import (
        dossier,
        dyads,
        exporting,
        lookups,
        marks,
        pages,
        profiles,
        queue,
        reader,
        rest,
        reviewing,
        running,
        runs,
        sources,
        tabs,
        views,
    )

    app = FastAPI(
        title="Tidings",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    database = open_database(folder, cache=cache)
    app.state.site = Site(database, reviewer, now, derived(token, "form"))
    if cache is not None:
        threading.Thread(target=app.state.site.keep_columns, daemon=True).start()
    rooms = (
        pages,
        exporting,
        profiles,
        queue,
        lookups,
        marks,
        reader,
        reviewing,
        rest,
        tabs,
        dossier,
        dyads,
        sources,
        running,
        runs,
        views,
    )
    for module in rooms:
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")
    app.add_exception_handler(TidingsError, _refused)
    app.add_exception_handler(HTTPException, _not_there)
    return Gate(app, token=token, hosts=hosts)


def _refused(request: Request, error: Exception) -> Response:
    known = 400 if isinstance(error, UsageError) else 404 if isinstance(error, StoreError) else 500
    status = int(getattr(error, "status", known))
    return _problem(request, status, str(error))


def _not_there(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _problem(request, error.status_code, str(error.detail))


def _problem(request: Request, status: int, detail: str) -> Response:
    if request.url.path.startswith("/api/"):
        from tidings.app.rest import problem

        return problem(status, detail)
    empty = Address(request.url.path, ())
    return site_of(request).page(request, "problem.html", status, address=empty, code=status, detail=detail)
