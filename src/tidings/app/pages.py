"""The pages of lists: home, articles, events, actors, statements, figures; each is one query and one template."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tidings.app import views
from tidings.app.address import PAGE_SIZE, Address, address_of, command
from tidings.app.site import Site, site_of
from tidings.app.tabs import OWN, picture, tab_of
from tidings.model.errors import UsageError
from tidings.query.database import count_alone
from tidings.query.facets import facets
from tidings.query.filters import Filters, parse_filters
from tidings.query.sets import bins, periods
from tidings.query.tables import ORDER
from tidings.query.versions import corpus_versions

router = APIRouter(include_in_schema=False)
_OWN = ("sort", "page", "q")
_SORTS = {
    "event_mentions": {"date": "date_start", "published": "published", "type": "type, mode", "source": "source",
                       "confidence": "confidence", "actor": "actor", "place": "place"},
    "statements": {"published": "published", "speaker": "speaker", "source": "source", "confidence": "confidence"},
    "figures": {"date": "date_start", "published": "published", "what": "what", "best": "best", "source": "source"},
    "articles": {"published": "published", "title": "title", "source": "source", "events": "events"},
}  # fmt: skip
_READ = {
    "event_mentions": "id, article, quote, first, last, type, mode, cameo, status, actors, recipients, date_start,"
    " date_end, date_precision, edtf, place, place_country, sentence, confidence, review, published, source, title",
    "statements": "id, article, quote, first, last, speaker, speaker_country, speaker_sector, addressee, form, cue,"
    " stance, stance_toward, confidence, review, published, source, title",
    "figures": "id, article, quote, first, last, what, low, best, high, qualifier, cumulative, who, said_by, date_start,"
    " date_end, edtf, place, place_country, sentence, confidence, review, published, source, title",
    "articles": "id, coalesce(title, regexp_extract(trim(text), '[^\\n]+')) AS title, published, published_origin, source, url, characters, (SELECT count(*) FROM event_mentions AS"
    " e WHERE e.article = articles.id) AS events",
}  # fmt: skip
_NAMES = {
    "event_mentions": "events",
    "statements": "statements",
    "figures": "figures",
    "articles": "articles",
}
_WORDS = {
    "event_mentions": "event mention",
    "statements": "statement",
    "figures": "figure",
    "articles": "article",
}


@router.get("/")
def home(request: Request) -> Response:
    """What the corpus holds and how healthy it is."""
    site = site_of(request)
    return site.page(request, "home.html", counts=_counts(site), runs=runs(site), months=_months(site),
                     versions=corpus_versions(site.database), **_coded(site))  # fmt: skip


@router.get("/events")
def events(request: Request) -> Response:
    """Event mentions with facets."""
    return _list(request, "event_mentions")


@router.get("/statements")
def statements(request: Request) -> Response:
    """Statements with facets."""
    return _list(request, "statements")


@router.get("/figures")
def figures(request: Request) -> Response:
    """Figures with facets: each with the one who claims it, never added up."""
    return _list(request, "figures")


@router.get("/articles")
def articles(request: Request) -> Response:
    """Articles with facets."""
    return _list(request, "articles")


@router.get("/keys")
def keys(request: Request) -> Response:
    """The keys and the addresses of the REST interface."""
    return site_of(request).page(request, "keys.html")


def _list(request: Request, table: str) -> Response:
    site, address = site_of(request), address_of(request)
    mentions = table == "event_mentions"
    filters = address.filters(*_OWN, *(OWN if mentions else views.OWN if table in views.VIEWS else ()))
    where, parameters = filters.where(table)
    total = next(site.database.rows(f"SELECT count(*) AS n FROM {table} WHERE {where}", parameters))["n"]
    common = {
        "table": table, "what": _WORDS[table], "total": total, "facets": facets(site.database, table, filters), "filters": filters,
        "alone": {} if total else count_alone(site.database, table, filters), "pages": 1, **export_of(site, address, table, filters),
    }  # fmt: skip
    if mentions:
        common |= {"tab": tab_of(address), "grouped": address.get("group") == "event"}
        if common["tab"] != "table":
            shown = picture(site, address, filters, total)
            return site.page(request, "events.html", address=address, **common, **shown)
    if table in views.VIEWS:
        common["view"] = views.view_of(address, table)
        if common["view"] != "list":
            shown = (views.matrix if table == "statements" else views.chart)(site, address, filters)
            return site.page(request, f"{_NAMES[table]}.html", address=address, rows=[], **common, **shown)
    view = table
    if mentions and common["grouped"]:
        view, common["of"] = _GROUPED, total
        total = next(site.database.rows(f"SELECT count(*) AS n FROM {view.format(where=where)}", parameters))[
            "n"
        ]
        view, where = view.format(where=where), "true"
        common |= {"total": total, "what": "event"}
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(address.page, pages)
    rows = list(
        site.database.rows(
            f"SELECT {_READ[table]} FROM {view} WHERE {where} ORDER BY {_order(table, address)}"
            f" LIMIT {PAGE_SIZE} OFFSET {(page - 1) * PAGE_SIZE}",
            parameters,
        )
    )
    if mentions:
        _add_reports(site, rows)
    return site.page(
        request, f"{_NAMES[table]}.html", address=address, rows=rows, page=page, sorts=_SORTS[table], **{**common, "pages": pages},
    )  # fmt: skip


def _add_reports(site: Site, rows: list[dict[str, Any]]) -> None:
    """Beside each mention, its event and how many mentions and articles tell that."""
    query = "SELECT mention, event, reports, papers FROM _told WHERE mention IN (SELECT unnest(?))"
    found = {row["mention"]: row for row in site.database.rows(query, [[row["id"] for row in rows]])}
    for row in rows:
        told = found.get(row["id"])
        row["told"] = told["event"] if told else row["id"]
        row["reports"] = told["reports"] if told else None
        row["papers"] = told["papers"] if told else None


# one row an event: its surest mention, as in event-level exports
_GROUPED = (
    "(SELECT * FROM (SELECT e.*, coalesce(m.event, e.article || ' ' || e.event, e.id) AS told FROM (SELECT * FROM event_mentions WHERE {where})"
    " AS e LEFT JOIN _merged AS m ON m.mention = e.id) QUALIFY row_number() OVER (PARTITION BY told ORDER BY confidence DESC, article, first, id) = 1)"
)


def export_of(site: Site, address: Address, table: str, filters: Filters) -> dict[str, Any]:
    """The links that save what a list shows, and the command that writes the same file."""
    words = ["tidings", "export", site.name, "--profile", "csv", "--table", table, "-o", f"{table}.csv"]
    more = {"profile": "csv", "table": table}
    return {
        "csv": address.only_filters("/export/file", **more),
        "jsonl": address.only_filters("/export/file", profile="jsonl", table=table),
        "more": address.only_filters("/export", **more),
        "command": command(words, filters),
    }


def _order(table: str, address: Address) -> str:
    """The ORDER BY of a page; rows that are alike keep the order of the table."""
    sort = address.get("sort")
    if not sort:
        return ORDER[table]
    name = sort.removeprefix("-")
    if name not in _SORTS[table]:
        raise UsageError(
            f"sort {sort!r} is not one of {', '.join(_SORTS[table])}, with - in front for the last first"
        )
    way = "DESC" if sort.startswith("-") else "ASC"
    named = [f"{column.strip()} {way} NULLS LAST" for column in _SORTS[table][name].split(",")]
    return f"{', '.join(named)}, {ORDER[table]}"


def _counts(site: Site) -> dict[str, int]:
    pieces = ", ".join(f"(SELECT count(*) FROM {table}) AS {table}" for table in _NAMES)
    return next(
        site.database.rows(f"SELECT {pieces}, (SELECT count(DISTINCT source) FROM articles) AS sources")
    )


def _coded(site: Site) -> dict[str, Any]:
    """What wants attention: articles never coded, without a date, without a source."""
    row = next(
        site.database.rows(
            "SELECT min(published) AS first_day, max(published) AS last_day, count(*) FILTER (published IS NULL) AS undated,"
            " count(*) FILTER (source IS NULL) AS unsourced FROM articles"
        )
    )
    empty = next(
        site.database.rows(
            "SELECT count(*) AS n FROM articles WHERE id NOT IN (SELECT article FROM _machine UNION ALL SELECT article FROM _added)"
        )
    )["n"]
    uncoded = next(
        site.database.rows(
            "SELECT count(*) AS n FROM articles WHERE id NOT IN (SELECT article FROM _codings)"
        )
    )["n"]
    excluded = next(site.database.rows("SELECT count(*) AS n FROM _excluded"))["n"]
    return {"uncoded": uncoded, "empty": empty, "excluded": excluded, **row}


def _months(site: Site) -> list[dict[str, Any]]:
    """Event mentions that are actual by the month of their days, the last three years of them without gaps."""
    question = periods(parse_filters({"status": "actual"}), by="month")
    rows = {row["start"]: row for row in site.database.rows(question.sql, question.parameters)}
    if not rows:
        return []
    none = {"n": 0, **{f"quad_{n}": 0 for n in range(1, 5)}}
    return [
        {**none, "start": start, **rows.get(start, {})} for start in bins(min(rows), max(rows), "month")[-36:]
    ]


def runs(site: Site, most: int = 8) -> list[dict[str, Any]]:
    """The last runs, the newest first, each with its file's name and time."""
    files = sorted((site.database.folder / "runs").glob("*.json"), key=lambda p: (-p.stat().st_mtime, p.name))
    found = []
    for file in files[:most]:
        try:
            run = json.loads(file.read_text(encoding="utf-8"))
        except ValueError:
            continue
        if isinstance(run, dict) and isinstance(run.get("articles"), dict):
            found.append({"name": file.stem, "command": "code", "seconds": None, "held": [], **run})
    return found
