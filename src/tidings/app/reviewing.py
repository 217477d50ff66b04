"""Review: verdicts on records, kept in the corpus's log, and the page of that log."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from tidings.app.additions import added_record
from tidings.app.corrections import MAIN, correction
from tidings.app.examples import make_example
from tidings.app.forms import form_of
from tidings.app.lookups import shared_book
from tidings.app.site import Site, site_of
from tidings.export.cells import csv_lines
from tidings.model.errors import StoreError, UsageError
from tidings.query.reviewed import STALE, label_of
from tidings.query.same import ROLES, renamed, same_actors
from tidings.store.reviews import (
    ADDED,
    MARKS,
    MERGED,
    UNDONE,
    VERDICTS,
    Review,
    add_review,
    all_reviews,
    standing,
)

router = APIRouter(include_in_schema=False)
_SHOWN = 500
_LOG = ("number", "at", "reviewer", "verdict", "state", "kind", "label", "article", "record", "first", "last", "quote", "old",
        "new", "reason", "text_sha256", "url", "undoes")  # fmt: skip


@router.post("/review")
async def review(request: Request) -> Response:
    """Keep one verdict, or withdraw the last one; then back to the record."""
    site = site_of(request)
    form = (await form_of(request, site)).dict()
    article = await run_in_threadpool(_keep, site, form)
    if form.get("part"):  # the page puts the card in the place of the old one
        from tidings.app.reader import card_of

        return await run_in_threadpool(card_of, request, form.get("record", ""))
    back = form.get("back", "")
    if back == "reviews" or back.startswith("/queue"):
        return RedirectResponse("/reviews" if back == "reviews" else back, 303)
    return RedirectResponse(f"/a/{article}#{form.get('record')}", 303)


def _keep(site: Site, form: dict[str, str]) -> str:
    """Add the review to the log; returns the article's id."""
    key, verdict = form.get("record", ""), form.get("verdict", "")
    row = machine_record(site, key, added=verdict == "undo")
    common: dict[str, Any] = {
        **{name: row[name] for name in ("article", "kind", "first", "last", "quote", "text_sha256", "url")},
        "record": key, "label": label_of(row["kind"], row["form"]), "reviewer": site.reviewer,
        "at": site.now().isoformat(timespec="seconds"), "reason": form.get("reason", "").strip()[:2000],
    }  # fmt: skip
    folder = site.database.folder
    if verdict == "undo":
        state = next(
            site.database.rows("SELECT number FROM _reviewed WHERE id = ? AND number IS NOT NULL", [key]),
            None,
        )
        if state is None:
            raise UsageError(f"there is no review of {key} to withdraw")
        add_review(folder, Review(**common, verdict=UNDONE, undoes=state["number"]))
        return str(row["article"])
    if verdict not in VERDICTS:
        raise UsageError(f"verdict {verdict!r} is not one of {', '.join(VERDICTS)}, undo")
    new = {}
    if verdict == "corrected":
        text = site.database.article(row["article"]).text
        new = correction(row["form"], form, shared_book(), text, _now(site, key))
        # an actor that is another one by now is not corrected for that in each record
        shown = renamed(json.dumps(row["form"]), same_actors(standing(site.database.folder)))
        if shown is not None:
            as_one = json.loads(shown)
            new = {
                name: value for name, value in new.items() if name not in ROLES or value != as_one.get(name)
            }
    if verdict == "corrected" and not new:
        raise UsageError("this is what the machine says already; accept it, or change a field")
    old = {name: row["quote"] if name == "quote" else row["form"].get(name) for name in new}
    sample = form.get("sample", "")[:40] if form.get("back", "").startswith("/queue") else ""
    add_review(folder, Review(**common, verdict=verdict, new=new, old=old), sample=sample)
    return str(row["article"])


def _now(site: Site, key: str) -> dict[str, Any] | None:
    """A record as it is shown; None where that is what the coder made."""
    row = next(
        site.database.rows("SELECT json FROM _reviewed WHERE id = ? AND json IS NOT NULL", [key]), None
    )
    return json.loads(row["json"]) if row else None


def machine_record(site: Site, key: str, *, added: bool = False) -> dict[str, Any]:
    """A record as the coder made it, with its `form` and the text and address of its article; `StoreError` if none.

    With `added`, also one that a person made.
    """
    tables = ("_machine", "_added") if added else ("_machine",)
    for table in tables:
        query = (
            "SELECT r.id, r.article, r.kind, r.quote, r.first, r.last, r.rule, r.json, a.text_sha256, a.url"
            f" FROM {table} AS r JOIN _articles AS a ON a.id = r.article WHERE r.id = ? LIMIT 1"
        )
        for row in site.database.rows(query, [key]):
            return {**row, "form": json.loads(row["json"])}
    raise StoreError(f"{site.name}: no record {key!r} of the coder; one that a person added can be undone")


@router.post("/add")
async def add(request: Request) -> Response:
    """Keep a record that a person made of selected words; then to it."""
    site = site_of(request)
    form = (await form_of(request, site)).dict()
    article, key = await run_in_threadpool(_add, site, form)
    return RedirectResponse(f"/a/{article}#{key}", 303)


def _add(site: Site, form: dict[str, str]) -> tuple[str, str]:
    article, kind = site.database.article(form.get("article", "")), form.get("kind", "")
    record = added_record(article, kind, form, shared_book(), site.reviewer)
    span = record[MAIN[kind]]
    row = next(site.database.rows("SELECT text_sha256, url FROM _articles WHERE id = ?", [article.id]))
    add_review(
        site.database.folder,
        Review(
            record=record["id"], article=article.id, kind=kind, label=label_of(kind, record), first=span["start"], last=span["end"],
            quote=article.text[span["start"] : span["end"]], text_sha256=row["text_sha256"], url=row["url"], verdict=ADDED, new=record,
            reviewer=site.reviewer, at=site.now().isoformat(timespec="seconds"), reason=form.get("reason", "").strip()[:2000],
        ),
    )  # fmt: skip
    return article.id, record["id"]


@router.post("/example")
async def example(request: Request) -> Response:
    """Make a reviewed record an example, or a miss, of its rule in the corpus's own codebook folder."""
    site = site_of(request)
    form = (await form_of(request, site)).dict()
    made = await run_in_threadpool(make_example, site, form.get("record", ""))
    return site.page(request, "example.html", made=made, record=form.get("record", ""))


@router.get("/reviews")
def reviews(request: Request) -> Response:
    """The log, the newest first, with what became of each review."""
    site = site_of(request)
    rows = _log(site)
    counts = {
        state: sum(r["state"] == state for r in rows)
        for state in ("applied", STALE, "lost", "replaced", UNDONE)
    }
    waiting = list(
        site.database.rows("SELECT review, count(*) AS n FROM event_mentions GROUP BY review ORDER BY review")
    )
    return site.page(
        request, "reviews.html", rows=rows[:_SHOWN], total=len(rows), counts=counts, waiting=waiting
    )


@router.get("/reviews.csv")
def log(request: Request) -> Response:
    """The whole log as CSV, the newest first."""
    lines = csv_lines(_LOG, ([row[name] for name in _LOG] for row in _log(site_of(request))))
    return StreamingResponse(
        (line.encode() for line in lines), media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="reviews.csv"'},
    )  # fmt: skip


def _log(site: Site) -> list[dict[str, Any]]:
    """The rows of the log with their state: applied, stale, lost (its words are coded no longer), replaced, undone."""
    marked: dict[int, tuple[str, str]] = {}
    for row in site.database.rows(
        "SELECT id, review, number FROM _reviewed WHERE number IS NOT NULL ORDER BY id"
    ):
        marked.setdefault(row["number"], (row["id"], STALE if row["review"] == STALE else "applied"))
    for row in site.database.rows("SELECT id, number FROM _excluded"):
        marked[row["number"]] = (row["id"], "applied")
    found = all_reviews(site.database.folder)
    undone = {r.undoes for r in found if r.undoes}
    latest: dict[str, int] = {
        r.record: r.number for r in found if r.verdict != UNDONE and r.number not in undone
    }
    rows = []
    for r in reversed(found):
        now, state = marked.get(
            r.number, (r.record, "lost" if latest.get(r.record) == r.number else "replaced")
        )
        if r.verdict in MARKS and latest.get(r.record) == r.number and state == "lost":
            state = "applied" if r.verdict == MERGED else STALE
        if r.number in undone or r.verdict == UNDONE:
            state = UNDONE
        rows.append(
            {**{name: getattr(r, name) for name in _LOG if name != "state"}, "state": state, "now": now}
        )
    return rows
