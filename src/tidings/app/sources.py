"""Outlets and copies: who tells what first, who prints what others wrote, and two texts word by word."""

from __future__ import annotations

import difflib
import re
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tidings.app.address import PAGE_SIZE, address_of, command
from tidings.app.site import Site, site_of
from tidings.export.cells import csv_lines
from tidings.query.filters import parse_filters
from tidings.store.parts import parts_of

router = APIRouter(include_in_schema=False)
_GROUPS = 50
_LONGEST = 6_000  # words of a text that are compared
COLUMNS = (
    "source",
    "articles",
    "copies",
    "mentions",
    "events",
    "alone",
    "first",
    "lag",
    "first_day",
    "last_day",
)
_EVENTS = "SELECT * FROM _events WHERE number = (SELECT max(number) FROM _events)"
_QUERY = """
WITH told AS (
    SELECT DISTINCT a.source, e.id AS event, len(e.articles) AS papers, list_contains(e.first_articles, a.id) AS first,
        CASE WHEN try_cast(e.first_published AS DATE) IS NOT NULL THEN date_diff('day', try_cast(e.first_published AS DATE), a.published)
        END AS lag
    FROM (SELECT *, unnest(articles) AS paper FROM ({events})) AS e JOIN articles AS a ON a.id = e.paper
), reach AS (SELECT event, count(DISTINCT coalesce(source, '')) AS outlets FROM told GROUP BY event),
counted AS (
    SELECT source, count(DISTINCT event) AS events, count(DISTINCT event) FILTER (outlets = 1) AS alone,
        count(DISTINCT event) FILTER (first AND papers > 1) AS first, round(avg(lag) FILTER (papers > 1), 1) AS lag
    FROM told JOIN reach USING (event) GROUP BY source
), mentioned AS (SELECT a.source, count(*) AS mentions FROM _base AS b JOIN articles AS a ON a.id = b.article WHERE b.kind = 'event' GROUP BY 1),
printed AS (
    SELECT a.source, count(*) AS articles, {copies} AS copies, min(a.published) AS first_day, max(a.published) AS last_day
    FROM articles AS a {join} GROUP BY a.source
)
SELECT p.source, p.articles, p.copies, coalesce(m.mentions, 0) AS mentions, coalesce(c.events, 0) AS events, coalesce(c.alone, 0) AS alone,
    coalesce(c.first, 0) AS first, c.lag, p.first_day, p.last_day
FROM printed AS p LEFT JOIN counted AS c ON c.source IS NOT DISTINCT FROM p.source
LEFT JOIN mentioned AS m ON m.source IS NOT DISTINCT FROM p.source ORDER BY p.articles DESC, p.source
"""


@router.get("/sources")
def sources(request: Request) -> Response:
    """Outlets with their own texts, copies, firsts and lags; the texts that several print."""
    site, address = site_of(request), address_of(request)
    rows = outlets(site)
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    page = min(address.page, pages)
    groups = _groups(site)
    return site.page(
        request, "sources.html", address=address, total=len(rows), page=page, pages=pages,
        rows=rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], merged=bool(parts_of(site.database.folder / "copies")),
        groups=groups[:_GROUPS], n_groups=len(groups), n_copied=sum(len(g["articles"]) for g in groups),
        merge_command=command(["tidings", "merge", site.name], parse_filters({})),
    )  # fmt: skip


@router.get("/sources.csv")
def file(request: Request) -> Response:
    """The outlets as CSV."""
    lines = csv_lines(COLUMNS, ([row[name] for name in COLUMNS] for row in outlets(site_of(request))))
    return StreamingResponse(
        (line.encode() for line in lines), media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="sources.csv"'},
    )  # fmt: skip


def _copies(site: Site) -> str:
    """The latest copies as a table expression; empty where copies were not looked for."""
    if not parts_of(site.database.folder / "copies"):
        return ""
    return "(SELECT article, text, first FROM _copies WHERE number = (SELECT max(number) FROM _copies))"


def outlets(site: Site) -> list[dict[str, Any]]:
    """One row an outlet, the largest first; `lag` is the mean of days behind the first report of events told by several articles."""
    copies = _copies(site)
    groups = f"(SELECT text, count(*) AS n FROM {copies} GROUP BY text)" if copies else ""
    join = f"LEFT JOIN {copies} AS c ON c.article = a.id LEFT JOIN {groups} AS g ON g.text = c.text" if copies else ""  # fmt: skip
    counted = "count(*) FILTER (g.n > 1 AND NOT c.first)" if copies else "NULL"
    return list(site.database.rows(_QUERY.format(events=_EVENTS, copies=counted, join=join)))


def _groups(site: Site) -> list[dict[str, Any]]:
    copies = _copies(site)
    if not copies:
        return []
    query = (
        "SELECT c.text, a.id, a.title, a.source, a.published, c.first, count(*) OVER (PARTITION BY c.text) AS n"
        f" FROM {copies} AS c JOIN articles AS a ON a.id = c.article QUALIFY n > 1"
        " ORDER BY n DESC, c.text, c.first DESC, a.published NULLS LAST, a.id"
    )
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in site.database.rows(query):
        groups.setdefault(row["text"], []).append(row)
    return [{"articles": rows} for rows in groups.values()]


def copies_of(site: Site, article: str) -> list[dict[str, Any]]:
    """The other articles that print the text of this one."""
    copies = _copies(site)
    if not copies:
        return []
    query = (
        f"SELECT a.id, a.title, a.source, a.published, c.first FROM {copies} AS c JOIN articles AS a ON a.id = c.article WHERE c.text ="
        f" (SELECT text FROM {copies} WHERE article = ?) AND a.id <> ? ORDER BY a.published NULLS LAST, a.id"
    )
    return list(site.database.rows(query, [article, article]))


@router.get("/compare")
def compare(request: Request) -> Response:
    """Two articles word by word."""
    site, address = site_of(request), address_of(request)
    one, other = site.database.article(address.get("a")), site.database.article(address.get("b"))
    pieces = word_diff(one.text, other.text)
    counts = {how: sum(len(words.split()) for kind, words in pieces if kind == how) for how in ("same", "added", "removed")}  # fmt: skip
    return site.page(request, "compare.html", address=address, one=one, other=other, pieces=pieces, **counts)


def word_diff(one: str, other: str) -> list[tuple[str, str]]:
    """Pieces (same, removed, added) that lead from one text to the other; white space belongs to the word before it.

    >>> word_diff("Troops left the town.", "Troops left a town.")
    [('same', 'Troops left '), ('removed', 'the '), ('added', 'a '), ('same', 'town.')]
    """
    a, b = (re.findall(r"\S+\s*|\s+", text)[:_LONGEST] for text in (one, other))
    before, after = [word.strip() for word in a], [word.strip() for word in b]
    pieces: list[tuple[str, str]] = []
    for how, i, j, k, n in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "equal":
            pieces.append(("same", "".join(b[k:n])))
            continue
        if j > i:
            pieces.append(("removed", "".join(a[i:j])))
        if n > k:
            pieces.append(("added", "".join(b[k:n])))
    return pieces
