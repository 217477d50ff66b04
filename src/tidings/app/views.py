"""Statements as speakers by issues, and figures over time by claimant: other views of the two lists."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tidings.app.address import Address, address_of, command
from tidings.app.charts import scatter
from tidings.app.site import Site, site_of
from tidings.app.tabs import asked, csv_of
from tidings.model.errors import UsageError
from tidings.query.filters import Filters
from tidings.query.sets import Question
from tidings.query.summaries import tolls

router = APIRouter(include_in_schema=False)
OWN = ("view", "across", "what")
VIEWS = {"statements": ("list", "matrix"), "figures": ("list", "chart")}
ACROSS = {"issue": "stance_toward", "addressee": "addressee", "verb": "cue", "outlet": "source"}
_WIDE, _LONG = 12, 40
_SHOWN = 400


def view_of(address: Address, name: str) -> str:
    """The view asked for; `UsageError` for one that there is not."""
    view = address.get("view", "list")
    if view not in VIEWS[name]:
        raise UsageError(f"view {view!r} is not one of {', '.join(VIEWS[name])}")
    return view


def speakers(filters: Filters, across: str) -> Question:
    """Statements by speaker and by what `across` names (see `ACROSS`), with the positions taken."""
    if across not in ACROSS:
        raise UsageError(f"across {across!r} is not one of {', '.join(ACROSS)}")
    where, parameters = filters.where("statements")
    return Question(
        f"SELECT speaker, speaker_country, {ACROSS[across]} AS issue, count(*) AS n, count(*) FILTER (stance = 'for') AS n_for,"
        " count(*) FILTER (stance = 'against') AS n_against, count(DISTINCT article) AS articles FROM statements"
        f" WHERE {where} GROUP BY ALL ORDER BY n DESC, speaker, speaker_country, issue",
        tuple(parameters),
    )


def matrix(site: Site, address: Address, filters: Filters) -> dict[str, Any]:
    """The largest rows and columns of speakers by issues, and how many statements they leave out."""
    across = address.get("across", "issue")
    question = speakers(filters, across)
    rows = list(site.database.rows(question.sql, question.parameters))
    known = [r for r in rows if r["speaker"] and r["issue"]]
    of_speaker: Counter[tuple[str, str]] = Counter()
    of_issue: Counter[str] = Counter()
    for row in known:
        of_speaker[row["speaker"], row["speaker_country"] or ""] += row["n"]
        of_issue[" ".join(row["issue"].split())] += row["n"]
    issues = [name for name, _ in sorted(of_issue.items(), key=lambda one: (-one[1], one[0]))[:_WIDE]]
    names = [key for key, _ in sorted(of_speaker.items(), key=lambda one: (-one[1], one[0]))]
    cells: dict[tuple[str, str, str], dict[str, int]] = {}
    for row in known:
        key = (row["speaker"], row["speaker_country"] or "", " ".join(row["issue"].split()))
        cell = cells.setdefault(key, {"n": 0, "n_for": 0, "n_against": 0})
        for name in cell:
            cell[name] += row[name]
    kept = [name for name in names if any((*name, issue) in cells for issue in issues)][:_LONG]
    shown = sum(cells[(*name, issue)]["n"] for name in kept for issue in issues if (*name, issue) in cells)
    more = {"across": across}
    return {
        "across": across, "acrosses": list(ACROSS), "issues": issues, "speakers": kept, "cells": cells, "shown": shown, "of_speaker": of_speaker,
        "without": sum(r["n"] for r in rows) - sum(r["n"] for r in known), "n_issues": len(of_issue), "n_speakers": len(of_speaker),
        "rows_file": address.only_filters("/statements/matrix.csv", **more), **asked(site, question),
    }  # fmt: skip


@router.get("/statements/matrix.csv")
def matrix_file(request: Request) -> Response:
    """The cells of the matrix, all of them."""
    site, address = site_of(request), address_of(request)
    question = speakers(address.filters(*OWN, "page", "sort"), address.get("across", "issue"))
    return csv_of(site, question, "matrix.csv")


def chart(site: Site, address: Address, filters: Filters) -> dict[str, Any]:
    """Figures over time: one picture a kind, a claimant a shape."""
    kinds = tuple(word for word in address.get("what").split(",") if word)
    told = list(tolls(site.database, filters))
    rows = [row for row in told if not kinds or row["what"] in kinds]
    names = sorted(Counter(r["what"] for r in told).items(), key=lambda one: (-one[1], one[0]))
    charts = [drawn for name, _ in names if (drawn := scatter(name, [r for r in rows if r["what"] == name]))]
    undrawn = len(rows) - sum(len(one.dots) for one in charts)
    line = ["tidings", "figures", "--corpus", site.name, "--format", "csv", "--limit", "0"]
    line += ["--what", ",".join(kinds)] if kinds else []
    return {
        "charts": charts, "tolls": rows[:_SHOWN], "n_tolls": len(rows), "kinds": names, "chosen": kinds, "undrawn": undrawn,
        "flags": flags(rows), "figures_command": command(line, filters),
    }  # fmt: skip


def flags(rows: list[dict[str, Any]]) -> dict[str, str]:
    """What to look at twice, by a figure's id: a count so far that falls, and two claims for one day that differ."""
    found: dict[str, str] = {}
    series: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    days: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        if row["best"] is None or row["as_of"] is None:
            continue
        if row["cumulative"]:
            key = (row["what"], row["claimant"], row["place_country"], row["since"])
            series.setdefault(key, []).append(row)
        days.setdefault((row["what"], row["place"], row["as_of"], row["cumulative"]), []).append(row)
    for told in series.values():
        for before, after in itertools.pairwise(told):
            if after["best"] < before["best"]:
                found[after["id"]] = f"falls from {before['best']:,}"
    for told in days.values():
        if told[0]["place"] and len({row["best"] for row in told}) > 1:
            for row in told:
                found.setdefault(row["id"], "told differently for the day and place")
    return found
