"""The article reader: the text with its evidence, and a card for each record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from tidings.app.address import address_of
from tidings.app.corrections import KINDS
from tidings.app.marks import exclusion
from tidings.app.segments import Span, drawn, segments, skipped_spans
from tidings.app.site import Site, site_of
from tidings.app.sources import copies_of
from tidings.codebook.ontology import SECTORS, STATUSES, TYPES
from tidings.store.reviews import Review, all_reviews

router = APIRouter(include_in_schema=False)
LAYERS = (
    ("event", "v", "events"), ("statement", "s", "statements"), ("figure", "c", "figures"), ("actor", "a", "actors"),
    ("place", "p", "places"), ("date", "d", "dates"),
)  # fmt: skip
_MAIN = {"event": "trigger", "statement": "content", "figure": "span"}
_TABLES = ("event_mentions", "statements", "figures")
_READ = "id, article, first, last, quote, rule, review, json"
_BASE = "id, article, kind, first, last, quote, rule, review, json"
_ELSEWHERE = 200  # reports of others that are shown
_KNOWN = """
SELECT name, id, country, sector FROM parties WHERE name IS NOT NULL GROUP BY name, id, country, sector ORDER BY bool_or(article = ?) DESC, count(*) DESC, name, id, country, sector LIMIT 200
"""
_WHOLE = 24  # cards that are there at once


@router.get("/a/{key}")
def article(request: Request, key: str) -> Response:
    """The reader of one article; cards after the first ones come in short and are filled when they are looked at."""
    site = site_of(request)
    said = exclusion(site, key)
    if said is not None:
        return site.page(request, "excluded.html", said=said)
    found = site.database.article(key)
    records = records_of(site, key)
    spans = [span for record in records for span in spans_of(record)]
    pieces = segments(found.text, [*spans, *skipped_spans(found.skipped)])
    before, after = _neighbours(site, key)
    return site.page_in_pieces(
        request, "reader.html", article=found, records=records, layers=LAYERS, before=before, after=after, whole=_WHOLE,
        drawn=Markup(drawn(pieces, {record["first"] for record in records})),
        counts={kind: sum(r["kind"] == kind for r in records) for kind in _MAIN}, link=safe_link(found.url),
        reviews=reviews_of(site, [r["id"] for r in records[:_WHOLE]]), copies=copies_of(site, key), elsewhere=_elsewhere(site, key),
    )  # fmt: skip


def reviews_of(site: Site, ids: Sequence[str]) -> dict[str, Review]:
    """The review that holds for each of some records."""
    rows = site.database.rows("SELECT id, number FROM _reviewed WHERE list_contains(?, id)", [list(ids)])
    numbers = {row["id"]: row["number"] for row in rows}
    kept = {review.number: review for review in all_reviews(site.database.folder)} if numbers else {}
    return {key: kept[number] for key, number in numbers.items() if number in kept}


@router.get("/card/{key}")
def card(request: Request, key: str) -> Response:
    """The card of one record, as a piece of the reader."""
    return card_of(request, key)


def card_of(request: Request, key: str) -> Response:
    """The inside of a record's card; `StoreError` when there is no such record."""
    from tidings.model.errors import StoreError

    site = site_of(request)
    for row in site.database.rows(f"SELECT {_BASE} FROM _base WHERE id = ?", [key]):
        return site.page(request, "card.html", r=_record(row), reviews=reviews_of(site, [key]))
    raise StoreError(f"{site.name}: no record {key!r}")


@router.get("/r/{key}")
def record(request: Request, key: str) -> Response:
    """A record's own address leads to its place in its article."""
    from starlette.responses import RedirectResponse

    from tidings.model.errors import StoreError

    site = site_of(request)
    for table in _TABLES:
        for row in site.database.rows(f"SELECT id, article FROM {table} WHERE id = ?", [key]):
            return RedirectResponse(f"/a/{row['article']}#{row['id']}", 303)
    raise StoreError(f"{site.name}: no record {key!r}")


@router.get("/correct/{key}")
def correct(request: Request, key: str) -> Response:
    """The form that corrects a record, with its article's text to select words in and what the types mean."""
    from tidings.model.errors import StoreError

    site = site_of(request)
    for table in _TABLES:
        for row in site.database.rows(f"SELECT {_READ} FROM {table} WHERE id = ?", [key]):
            found = {**json.loads(row["json"]), **{k: v for k, v in row.items() if k != "json"}}
            found["label"] = found.get("type") or found.get("what") or found["kind"]
            return _form(request, site, found, new=False)
    raise StoreError(f"{site.name}: no record {key!r}")


@router.get("/add/{key}")
def add(request: Request, key: str) -> Response:
    """The form that adds a record on selected words: `?kind=event&c=120-160`."""
    from tidings.model.errors import UsageError

    site, address = site_of(request), address_of(request)
    kind = address.get("kind", "event")
    if kind not in _MAIN:
        raise UsageError(f"kind {kind!r} is not one of {', '.join(_MAIN)}")
    first, _, last = address.get("c", "-").partition("-")
    blank: dict[str, Any] = dict.fromkeys(
        (
            "id",
            "mode",
            "type",
            "said_by",
            "speaker",
            "addressee",
            "what",
            "low",
            "best",
            "high",
            "date",
            "place",
        )
    )
    known = all(one.isascii() and one.isdigit() and len(one) < 10 for one in (first, last))
    found = {**blank, "kind": kind, "article": key, "status": "actual", "actors": [], "recipients": [], "label": kind,
             "first": int(first) if known else None, "last": int(last) if known else None}  # fmt: skip
    return _form(request, site, found, new=True)


def _form(request: Request, site: Site, found: Mapping[str, Any], *, new: bool) -> Response:
    from tidings.app.lookups import shared_book

    article = site.database.article(found["article"])
    return site.page(
        request, "correct.html", r=found, article=article, new=new, kinds=KINDS, types=TYPES, statuses=STATUSES, sectors=SECTORS,
        known=list(site.database.rows(_KNOWN, [found["article"]])), pages=[shared_book().acts.pages[name] for name in TYPES],
        words=article.text[found["first"] : found["last"]] if found["first"] is not None else "",
    )  # fmt: skip


@router.get("/why/{key}")
def why(request: Request, key: str) -> Response:
    """How a record came about; for an article, every sentence, those without a record too."""
    from tidings.explain import explain, explain_record
    from tidings.model.errors import StoreError
    from tidings.pipeline import shared_coder
    from tidings.store.corpus import open_corpus

    site = site_of(request)
    corpus = open_corpus(site.database.folder)
    stored = corpus.articles(only={key})
    if stored:
        lines, shown = explain(stored[0], shared_coder()), stored[0]
    else:
        row, shown = corpus.find(key)
        if row["id"] != key:
            raise StoreError(f"{site.name}: no record {key!r}")
        lines = explain_record(key, shown, shared_coder())
    return site.page(request, "why.html", key=key, article=shown, lines=lines, whole=bool(stored))


def records_of(site: Site, article: str) -> list[dict[str, Any]]:
    """The records of an article in the order of its text, each with the fields of its JSON form."""
    query = f"SELECT {_BASE} FROM _base WHERE article = ? ORDER BY first, last, kind, id"
    return [_record(row) for row in site.database.rows(query, [article])]


def _record(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**json.loads(row["json"]), **{name: value for name, value in row.items() if name != "json"}}


def spans_of(record: Mapping[str, Any]) -> Iterator[Span]:
    """The stretches that a record rests on: its words, parties, date and place."""
    key = record["id"]
    yield Span(record["first"], record["last"], record["kind"], key)
    parties = [
        *record.get("actors", ()),
        *record.get("recipients", ()),
        record.get("said_by"),
        record.get("speaker"),
    ]
    for layer, parts in (
        ("actor", [*parties, record.get("addressee")]), ("date", [record.get("date")]), ("place", [record.get("place")])
    ):  # fmt: skip
        for part in parts:
            if part and part.get("start") is not None:
                yield Span(part["start"], part["end"], layer, key)


def _elsewhere(site: Site, key: str) -> list[dict[str, Any]]:
    """Events of this article that other articles tell too, with their words."""
    query = (
        "SELECT id, mentions, articles FROM _events WHERE number = (SELECT max(number) FROM _events) AND list_contains(articles, ?)"
        " AND len(articles) > 1 ORDER BY id"
    )
    events = list(site.database.rows(query, [key]))
    if not events:
        return []
    of = {mention: event["id"] for event in events for mention in event["mentions"]}
    papers = sorted({paper for event in events for paper in event["articles"] if paper != key})
    # by article first: records stand in that order, so that few of them are read
    query = (
        "SELECT id, article, quote, sentence, type, source, published FROM event_mentions WHERE article IN (SELECT unnest(?)) AND"
        " list_contains(?, id) ORDER BY published NULLS LAST, article, first, id"
    )
    told = [{**row, "event": of[row["id"]]} for row in site.database.rows(query, [papers, list(of)])]
    return sorted(told, key=lambda row: str(row["event"]))[:_ELSEWHERE]


def safe_link(url: str | None) -> str | None:
    """The address of an original where it can be opened in a browser: http and https only."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _neighbours(site: Site, key: str) -> tuple[str | None, str | None]:
    query = "SELECT max(id) FILTER (id < ?) AS before, min(id) FILTER (id > ?) AS after FROM articles"
    row = next(site.database.rows(query, [key, key]))
    return row["before"], row["after"]
