"""What people say of whole articles and of actors: an article is left out, an actor is another one; and undoing that."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tidings.app.forms import Form, form_of
from tidings.app.site import Site, name_of, site_of
from tidings.model.errors import StoreError, UsageError
from tidings.model.ids import content_id
from tidings.query.same import FIELDS, Key, key_of, same_actors
from tidings.store.reviews import EXCLUDED, MARKS, MERGED, UNDONE, Review, add_review, standing

router = APIRouter(include_in_schema=False)
_ALIKE = 10  # actors that are proposed as the same
_PROPOSED = """
SELECT name, id, country, sector, count(DISTINCT record) AS n FROM parties WHERE name IS NOT NULL
AND NOT (name = ? AND id IS NOT DISTINCT FROM ? AND country IS NOT DISTINCT FROM ? AND sector IS NOT DISTINCT FROM ?) AND {which}
GROUP BY name, id, country, sector ORDER BY jaro_winkler_similarity(lower(name), ?) + 0.15 * (country IS NOT DISTINCT FROM ?)::INT DESC, n DESC, name, id, country, sector LIMIT {most}
"""


@router.post("/article/exclude")
async def exclude(request: Request) -> Response:
    """Leave an article out of every list, count and export, with a reason; nothing is deleted."""
    site = site_of(request)
    form = await form_of(request, site)
    key = form.get("article")
    await run_in_threadpool(_exclude, site, key, form.get("reason"))
    return RedirectResponse(f"/a/{key}", 303)


def _exclude(site: Site, key: str, reason: str) -> None:
    article = site.database.article(key)
    row = next(site.database.rows("SELECT text_sha256, url FROM _articles WHERE id = ?", [key]))
    _keep(site, record=key, article=key, kind="article", quote=name_of(article)[:300], text_sha256=row["text_sha256"],
          url=row["url"], verdict=EXCLUDED, reason=reason.strip()[:2000])  # fmt: skip


def exclusion(site: Site, key: str) -> Review | None:
    """The review that leaves an article out; None where none does."""
    number = next(site.database.rows("SELECT number FROM _excluded WHERE id = ?", [key]), None)
    if number is None:
        return None
    return next((one for one in standing(site.database.folder) if one.number == number["number"]), None)


@router.post("/actors/same")
async def merge_actors(request: Request) -> Response:
    """The ticked actors are the one of the page."""
    site = site_of(request)
    form = await form_of(request, site)
    target = _key(form.get("actor"))
    await run_in_threadpool(_merge, site, target, form)
    return RedirectResponse(profile_of(target), 303)


def _merge(site: Site, target: Key, form: Form) -> None:
    others = [_key(text) for text in form.all("other")]
    if not others:
        raise UsageError("tick the actors that are this one")
    for other in others:
        if other == target:
            raise UsageError("an actor is itself already")
        _keep(site, record=content_id("ac", *(part or "" for part in other)), article="", kind="actor", quote=other[0] or "", text_sha256="",
              url=None, verdict=MERGED, old=dict(zip(FIELDS, other, strict=True)), new=dict(zip(FIELDS, target, strict=True)),
              reason=form.get("reason").strip()[:2000])  # fmt: skip


@router.post("/mark/undo")
async def undo(request: Request) -> Response:
    """Withdraw what was said of an article or an actor; the log keeps both."""
    site = site_of(request)
    form = await form_of(request, site)
    return RedirectResponse(await run_in_threadpool(_undo, site, form.get("number"), form.get("back")), 303)


def _undo(site: Site, number: str, back: str) -> str:
    found = next((one for one in standing(site.database.folder) if str(one.number) == number and one.verdict in MARKS), None)  # fmt: skip
    if found is None:
        raise UsageError(f"there is no mark {number!r} to withdraw")
    _keep(site, record=found.record, article=found.article, kind=found.kind, quote=found.quote, text_sha256=found.text_sha256, url=found.url,
          verdict=UNDONE, undoes=found.number, reason="")  # fmt: skip
    if back == "reviews":
        return "/reviews"
    return f"/a/{found.article}" if found.kind == "article" else profile_of(key_of(found.new))


def _keep(site: Site, **said: Any) -> None:
    common: dict[str, Any] = {"label": "", "first": 0, "last": 0, "reviewer": site.reviewer, "at": site.now().isoformat(timespec="seconds")}  # fmt: skip
    add_review(site.database.folder, Review(**common, **said))


def _key(text: str) -> Key:
    """An actor's key from a form: a JSON list of name, id, country and sector."""
    try:
        parts = json.loads(text)
    except ValueError:
        parts = None
    if not (
        isinstance(parts, list)
        and len(parts) == len(FIELDS)
        and all(p is None or isinstance(p, str) for p in parts)
        and parts[0]
    ):
        raise UsageError(f"{text!r} is no actor: it takes a JSON list of name, id, country and sector")
    return parts[0], parts[1] or None, parts[2] or None, parts[3] or None


def form_key(row: Mapping[str, Any]) -> str:
    """An actor's key as forms carry it."""
    return json.dumps([row[field] for field in FIELDS], ensure_ascii=False)


def profile_of(key: Key) -> str:
    """The address of an actor's profile."""
    return "/actors/profile?" + urlencode(dict(zip(FIELDS, (part or "" for part in key), strict=True)))


def merged_into(site: Site, who: Sequence[str]) -> Key | None:
    """The actor that one is by now; None where it is itself."""
    name, key, country, sector = (part or None for part in who)
    return same_actors(standing(site.database.folder)).get((name, key, country, sector))


def merged_here(site: Site, who: Sequence[str]) -> list[Review]:
    """What says that others are this actor, and still counts."""
    marks = [mark for mark in standing(site.database.folder) if mark.verdict == MERGED]
    same = same_actors(marks)
    target = tuple(part or None for part in who)
    return [mark for mark in marks if same.get(key_of(mark.old)) == target]


def proposed(site: Site, who: Sequence[str], words: str) -> list[dict[str, Any]]:
    """Actors that may be this one, the likest names first; with `words`, those whose name has them."""
    name, *rest = (part or None for part in who)
    which = (
        "contains(lower(name), ?)"
        if words
        else "(country IS NOT DISTINCT FROM ? OR jaro_winkler_similarity(lower(name), ?) > 0.85)"
    )
    given: list[Any] = [words.casefold()] if words else [rest[1], str(name).casefold()]
    query = _PROPOSED.format(which=which, most=_ALIKE)
    rows = site.database.rows(query, [name, *rest, *given, str(name).casefold(), rest[1]])
    return [{**row, "key": form_key(row)} for row in rows]


def found_or_merged(site: Site, who: Sequence[str]) -> Key:
    """Where to go from an actor that no record names; `StoreError` where it is nobody else either."""
    other = merged_into(site, who)
    if other is None:
        raise StoreError(
            f"{site.name}: no actor {who[0]!r} with id {who[1] or '-'}, {who[2] or '-'} {who[3] or '-'}"
        )
    return other
