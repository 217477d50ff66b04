"""Two parties: what each does to the other over time, cooperation and conflict apart."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tidings.app.address import Address, address_of, command
from tidings.app.charts import QUADS, label, mirrored, span_of
from tidings.app.site import Site, site_of
from tidings.app.tabs import asked, csv_of
from tidings.codebook.states import load_states
from tidings.model.errors import UsageError
from tidings.query.filters import Filters
from tidings.query.sets import BYS, Question, fitting, periods

router = APIRouter(include_in_schema=False)
_OWN = ("a", "b", "by")
_SHOWN = 40
_READ = (
    "id, article, quote, sentence, date_start, edtf, type, mode, actors, recipients, status, review, source"
)


@router.get("/dyad")
def dyad(request: Request) -> Response:
    """The page of two parties, given as `a` and `b`: a country, a code, an id of the codebook, or words of a name."""
    site, address = site_of(request), address_of(request)
    a, b = _parties(address)
    if not (a and b):
        return site.page(request, "dyad.html", address=address, a=a, b=b, ways=None)
    filters = address.filters(*_OWN)
    both = filters.having("dyad", f"{a}<>{b}")
    by = address.get("by") or _fitting(site, both)
    question = over_time(filters, a, b, by)
    rows = list(site.database.rows(question.sql, question.parameters))
    names = {"a": f"{name_of(a)} toward {name_of(b)}", "b": f"{name_of(b)} toward {name_of(a)}"}
    charts = mirrored(rows, by, height=110, lanes=("a", "b"))
    for row in rows:
        row["label"], (row["since"], row["until"]) = label(row["start"], by), span_of(row["start"], by)
    ways = {key: _way(site, filters.having("dyad", f"{x}>{y}")) for key, x, y in (("a", a, b), ("b", b, a))}
    where, parameters = both.where("event_mentions")
    recent = site.database.rows(
        f"SELECT {_READ} FROM event_mentions WHERE {where} ORDER BY date_start DESC NULLS LAST, article, first, id LIMIT {_SHOWN}",
        parameters,
    )
    where, parameters = both.where("statements") if not both.unfit("statements") else ("false", [])
    spoken = site.database.rows(
        "SELECT id, article, quote, speaker, addressee, published, source, review FROM statements WHERE"
        f" {where} ORDER BY published DESC NULLS LAST, article, first, id LIMIT {_SHOWN}",
        parameters,
    )
    line = command(["tidings", "timeline", "--by", by, "--corpus", site.name, "--format", "csv"], both)
    return site.page(
        request, "dyad.html", address=address, a=a, b=b, ways=ways, names=names, charts=charts, rows=rows, by=by, bys=BYS, quads=QUADS,
        events=list(recent), statements=list(spoken), filters=filters, command=line if by in ("day", "week", "month", "year") else "",
        total=sum(way["n"] for way in ways.values()), drawn=sum(r["n"] for r in rows), both=both,
        panel=address.href("/export", a=None, b=None, by=None, dyad=f"{a}<>{b}", profile="dyad-month"),
        rows_file=address.href("/dyad.csv", by=by), **asked(site, question),
    )  # fmt: skip


@router.get("/dyad.csv")
def file(request: Request) -> Response:
    """The rows of the two charts."""
    site, address = site_of(request), address_of(request)
    a, b = _parties(address)
    if not (a and b):
        raise UsageError("name two parties: /dyad.csv?a=RUS&b=UKR")
    return csv_of(site, over_time(address.filters(*_OWN), a, b, address.get("by", "month")), "dyad.csv")


def over_time(filters: Filters, a: str, b: str, by: str) -> Question:
    """Event mentions by period, `lane` a from `a` toward `b`, and b the other way."""
    one = periods(filters.having("dyad", f"{a}>{b}"), by=by)
    other = periods(filters.having("dyad", f"{b}>{a}"), by=by)
    return Question(
        f"SELECT 'a' AS lane, * FROM ({one.sql}) UNION ALL SELECT 'b', * FROM ({other.sql}) ORDER BY ALL",
        one.parameters + other.parameters,
    )


def _parties(address: Address) -> tuple[str, str]:
    """The two parties; a comma, which filters read as an alternative, ends a name."""
    a, b = (address.get(key).partition(",")[0].strip() for key in ("a", "b"))
    bad = [value for value in (a, b) if any(mark in value for mark in "<>:!")]
    if bad:
        raise UsageError(f"party {bad[0]!r} holds one of < > : !, give it without")
    return a, b


def name_of(party: str) -> str:
    """What to call a party: a state's name for its code."""
    code = party.removeprefix("country/")
    return load_states()[code].name if code in load_states() else party


def _way(site: Site, filters: Filters) -> dict[str, Any]:
    """One direction in numbers: mentions, quad classes, types."""
    where, parameters = filters.where("event_mentions")
    query = f"SELECT type, quad, count(*) AS n FROM event_mentions WHERE {where} GROUP BY ALL ORDER BY n DESC, type, quad"
    rows = list(site.database.rows(query, parameters))
    return {
        "n": sum(r["n"] for r in rows), "types": rows, "filters": filters,
        "cooperation": sum(r["n"] for r in rows if r["quad"] in (1, 2)), "conflict": sum(r["n"] for r in rows if r["quad"] in (3, 4)),
    }  # fmt: skip


def _fitting(site: Site, filters: Filters) -> str:
    where, parameters = filters.where("event_mentions")
    query = f"SELECT min(date_start) AS a, max(date_end) AS b FROM event_mentions WHERE {where}"
    return fitting(list(next(site.database.rows(query, parameters)).values()))
