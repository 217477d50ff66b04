"""The profile of an actor: names, offices over time, what it does and suffers, with whom, what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tidings.app.address import Address, address_of
from tidings.app.charts import QUADS, label, mirrored
from tidings.app.lookups import shared_book
from tidings.app.marks import form_key, found_or_merged, merged_here, profile_of, proposed
from tidings.app.site import Site, site_of
from tidings.app.tabs import asked, csv_of
from tidings.query.same import FIELDS
from tidings.query.sets import Question, fitting

router = APIRouter(include_in_schema=False)
_SAME = (
    "name = ? AND id IS NOT DISTINCT FROM nullif(?, '') AND country IS NOT DISTINCT FROM nullif(?, '')"
    " AND sector IS NOT DISTINCT FROM nullif(?, '')"
)
_ALIASES = f"""
SELECT text, count(*) AS n, arg_min(record, article) AS record, min(article) AS article FROM parties WHERE {_SAME}
GROUP BY text ORDER BY n DESC, text LIMIT 60
"""
_PARTNERS = f"""
SELECT other.name, other.id, other.country, other.sector, count(DISTINCT p.record) FILTER (p.role = 'recipient') AS toward,
    count(DISTINCT p.record) FILTER (p.role = 'actor') AS by,
    count(DISTINCT p.record) FILTER (e.quad IN (1, 2)) AS cooperation,
    count(DISTINCT p.record) FILTER (e.quad IN (3, 4)) AS conflict
FROM (SELECT * FROM parties WHERE {_SAME} AND role IN ('actor', 'recipient')) AS p
JOIN parties AS other ON other.record = p.record AND other.role IN ('actor', 'recipient') AND other.role <> p.role
JOIN event_mentions AS e ON e.id = p.record
GROUP BY ALL ORDER BY count(DISTINCT p.record) DESC, other.name, other.country, other.sector, other.id LIMIT 30
"""
_RECORDS = f"""
SELECT e.id, e.article, e.quote, e.sentence, e.date_start, e.edtf, e.type, e.mode, e.actors, e.recipients, e.status, e.review,
    e.source FROM event_mentions AS e WHERE e.id IN (SELECT record FROM parties WHERE {_SAME} AND role = ?)
ORDER BY e.date_start DESC NULLS LAST, e.article, e.first, e.id LIMIT 50
"""
_SPOKEN = f"""
SELECT id, article, quote, published, source, speaker, cue, review FROM statements
WHERE id IN (SELECT record FROM parties WHERE {_SAME} AND role = 'speaker')
ORDER BY published DESC NULLS LAST, article, first, id LIMIT 50
"""
_STANCES = f"""
SELECT stance_toward AS toward, count(*) FILTER (stance = 'for') AS n_for, count(*) FILTER (stance = 'against') AS n_against FROM statements
WHERE id IN (SELECT record FROM parties WHERE {_SAME} AND role = 'speaker') AND stance IS NOT NULL
GROUP BY ALL ORDER BY n_for + n_against DESC, toward LIMIT 50
"""
_DAYS = f"""
SELECT min(e.date_start) AS a, max(e.date_start) AS b, count(DISTINCT e.id) FILTER (p.role = 'actor') AS acts,
    count(DISTINCT e.id) FILTER (p.role = 'recipient') AS suffered
FROM (SELECT * FROM parties WHERE {_SAME} AND role IN ('actor', 'recipient')) AS p JOIN event_mentions AS e ON e.id = p.record
"""
_THEN = f"""
SELECT count(DISTINCT p.record) AS n FROM (SELECT * FROM parties WHERE {_SAME}) AS p JOIN articles AS a ON a.id = p.article
LEFT JOIN event_mentions AS e ON e.id = p.record
WHERE coalesce(e.date_start, a.published) BETWEEN coalesce(?, DATE '0001-01-01') AND coalesce(?, DATE '9999-12-31')
"""


@router.get("/actors/profile")
def profile(request: Request) -> Response:
    """One actor, named by `name`, `id`, `country` and `sector` as in the list of actors."""
    site, address = site_of(request), address_of(request)
    who = _who(address)
    aliases = list(site.database.rows(_ALIASES, who))
    if not aliases:
        return RedirectResponse(profile_of(found_or_merged(site, who)), 303)
    days = next(site.database.rows(_DAYS, who))
    by = fitting([days["a"], days["b"]])
    question = over_time(who, by)
    rows = list(site.database.rows(question.sql, question.parameters))
    charts = mirrored(rows, by, height=90, lanes=[x for x in ("acts", "acted upon") if any(r["lane"] == x for r in rows)])  # fmt: skip
    for row in rows:
        row["label"] = label(row["start"], by)
    return site.page(
        request, "actor.html", address=address, here=merged_here(site, who), like=address.get("like"),
        alike=proposed(site, who, address.get("like")), form_key=form_key(dict(zip(FIELDS, (x or None for x in who), strict=True))), name=who[0], key=who[1], code=f"{who[2] or '?'}.{who[3] or '?'}", aliases=aliases,
        terms=_terms(site, who), charts=charts, rows=rows, by=by, quads=QUADS, acts=days["acts"], suffered=days["suffered"],
        partners=list(site.database.rows(_PARTNERS, who)), statements=list(site.database.rows(_SPOKEN, who)),
        stances=list(site.database.rows(_STANCES, who)), rows_file=address.href("/actors/profile.csv"), **asked(site, question),
        events=[("acts", list(site.database.rows(_RECORDS, [*who, "actor"]))),
                ("is acted upon", list(site.database.rows(_RECORDS, [*who, "recipient"])))],
    )  # fmt: skip


@router.get("/actors/profile.csv")
def file(request: Request) -> Response:
    """What the actor does and suffers, by period."""
    site, who = site_of(request), _who(address_of(request))
    days = next(site.database.rows(_DAYS, who))
    return csv_of(site, over_time(who, fitting([days["a"], days["b"]])), "actor.csv")


def _who(address: Address) -> list[str]:
    return [address.get(key) for key in ("name", "id", "country", "sector")]


def over_time(who: Sequence[str], by: str) -> Question:
    """Event mentions of an actor by period, `lane` acts or acted upon."""
    quads = ", ".join(f"count(*) FILTER (quad = {n}) AS quad_{n}" for n in range(1, 5))
    return Question(
        f"SELECT CAST(date_trunc('{by}', date_start) AS DATE) AS start, lane, count(*) AS n, {quads} FROM (SELECT DISTINCT e.id, e.quad,"
        " e.date_start, e.date_end, CASE p.role WHEN 'actor' THEN 'acts' ELSE 'acted upon' END AS lane FROM (SELECT * FROM parties WHERE"
        f" {_SAME} AND role IN ('actor', 'recipient')) AS p JOIN event_mentions AS e ON e.id = p.record) WHERE date_start IS NOT NULL AND"
        f" date_trunc('{by}', date_start) = date_trunc('{by}', date_end) GROUP BY ALL ORDER BY ALL",
        tuple(who),
    )


def _terms(site: Site, who: Sequence[str]) -> list[dict[str, Any]]:
    """Offices of a person, or what a group was when, with the records of this corpus that fall into each."""
    actors = shared_book().actors
    terms = actors.terms.get(who[1], ()) or actors.periods.get(who[1], ())
    found = []
    for term in sorted(terms, key=lambda t: (str(t.start or ""), str(t.end or ""), t.office)):
        n = next(site.database.rows(_THEN, [*who, term.start, term.end]))["n"]
        found.append({"office": term.office, "country": term.country, "sector": term.sector, "start": term.start, "end": term.end, "n": n})  # fmt: skip
    return found
