"""The dossier of an event: one sentence, every report with its words, figures by claimant, why it is one event."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from tidings.app.address import command
from tidings.app.charts import WIDTH
from tidings.app.forms import form_of
from tidings.app.site import Site, site_of
from tidings.model.errors import StoreError, UsageError
from tidings.query.filters import parse_filters
from tidings.store.reviews import all_reviews

router = APIRouter(include_in_schema=False)
ACTS = {
    "AGREE": "agreed with", "CONSULT": "met or spoke with", "SUPPORT": "backed", "CONCEDE": "gave way to", "COOPERATE": "worked with",
    "AID": "aided", "RETREAT": "withdrew before", "REQUEST": "asked something of", "ACCUSE": "accused", "REJECT": "refused",
    "THREATEN": "threatened", "PROTEST": "protested against", "SANCTION": "put sanctions on", "MOBILIZE": "mobilised against",
    "COERCE": "coerced", "ASSAULT": "attacked",
}  # fmt: skip
_STATUS = {
    "actual": "", "historical": "Told as past: ", "future": "Announced: ", "hypothetical": "Thought of: ", "negated": "Said not to have happened: ",
}  # fmt: skip
_PRECISION = {
    "day": "day known", "week": "in that week", "month": "in that month", "quarter": "in that quarter", "season": "in that season",
    "year": "in that year", "range": "within these days", "decade": "in that decade", "part-of-day": "day and part of it known",
}  # fmt: skip
_READ = (
    "id, article, event, quote, first, last, type, mode, cameo, status, actors, actor_codes, recipients, recipient_codes, said_by, edtf,"
    " date_start, date_end, date_precision, place, place_country, place_precision, sentence, rule, confidence, review, published,"
    " source, title, url"
)
FIELDS = ("type", "mode", "status", "actors", "recipients", "edtf", "place")


@router.get("/event/{key}")
def dossier(request: Request, key: str) -> Response:
    """The dossier of a merged event, or of the event that a mention tells; with .json or .md, as a file."""
    site = site_of(request)
    bare, _, form = key.partition(".")
    found = event_of(site, bare)
    if form == "json" and found["merged"]:
        text = json.dumps(found["merged"], ensure_ascii=False, indent=1) + "\n"
        return Response(text, media_type="application/json")
    told = about(site, found)
    if form == "md":
        return PlainTextResponse(markdown(told), media_type="text/markdown; charset=utf-8")
    if form:
        raise StoreError(
            f"{site.name}: no file {key!r}; there are {bare}.md and, for merged events, {bare}.json"
        )
    line = ["tidings", "events", told["key"], "--corpus", site.name]
    return site.page(
        request, "dossier.html", told=told, others=_alike(site, found), history=_history(site, found),
        command=command(line, parse_filters({})) if told["merged"] else "", corpus_merge=command(["tidings", "merge", site.name], parse_filters({})),
    )  # fmt: skip


def event_of(site: Site, key: str) -> dict[str, Any]:
    """The event with id `key`, or the one that the mention `key` is of; `StoreError` when there is none."""
    event = key
    if not key.startswith("ee_"):
        told = next(site.database.rows("SELECT event FROM _told WHERE mention = ?", [key]), None)
        event = told["event"] if told else key
    query = "SELECT id, json FROM _events WHERE number = (SELECT max(number) FROM _events) AND id = ? LIMIT 1"
    for row in site.database.rows(query, [event]):
        merged = json.loads(row["json"])
        return {"key": row["id"], "merged": merged, "ids": list(merged["mentions"])}
    same = (
        "SELECT b.id FROM event_mentions AS b JOIN event_mentions AS m ON b.article = m.article"
        " AND (b.id = m.id OR b.event = m.event) WHERE m.id = ? ORDER BY b.first, b.last, b.id"
    )
    ids = [row["id"] for row in site.database.rows(same, [key])]
    if not ids:
        raise StoreError(f"{site.name}: no event and no event mention {key!r}")
    return {"key": key, "merged": None, "ids": ids}


def about(site: Site, found: Mapping[str, Any]) -> dict[str, Any]:
    """All that the dossier shows of an event."""
    ids = found["ids"]
    query = f"SELECT {_READ} FROM event_mentions WHERE id IN (SELECT unnest(?)) ORDER BY published NULLS LAST, article, first, last, id"
    reports = list(site.database.rows(query, [ids]))
    if not reports:
        raise StoreError(
            f"{site.name}: event {found['key']} was made from a coding that is no longer there; merge again"
        )
    best = {field: _usual([r[field] for r in reports]) for field in FIELDS}
    for report in reports:
        report["differs"] = [
            f for f in FIELDS if report[f] not in (None, [], "") and report[f] != best[f]
        ]  # fmt: skip
    figures = _figures(site, reports)
    grouped: dict[str, list[dict[str, Any]]] = {}
    for report in reports:
        grouped.setdefault(report["source"] or "outlet unknown", []).append(report)
    merged = found["merged"] or {}
    words = {r["id"]: r for r in reports}
    joined = [
        {**one, "from_words": words.get(one["mention"]), "to_words": words.get(one["to"])}
        for one in merged.get("joined", ())
    ]
    return {
        "key": found["key"], "merged": bool(merged), "best": best, "sentence": sentence(best, reports), "reports": reports, "grouped": grouped,
        "articles": len({r["article"] for r in reports}), "sources": len({r["source"] for r in reports if r["source"]}),
        "independent": merged.get("independent"), "figures": figures, "strips": strips(figures), "joined": joined,
        "differences": merged.get("differences", ()), "codes": sorted({r["cameo"] for r in reports if r["cameo"]}),
    }  # fmt: skip


def _usual(values: Sequence[Any]) -> Any:
    """The value that most reports give; of those told as often, the first one told."""
    known = [value for value in values if value not in (None, [], "")]
    counted = Counter(json.dumps(value, default=str) for value in known)
    return next((v for v in known if counted[json.dumps(v, default=str)] == max(counted.values())), None)


def sentence(best: Mapping[str, Any], reports: Sequence[Mapping[str, Any]]) -> str:
    """The event in one sentence: who did what to whom, when, where, and how well that is known."""
    who = _listed(best["actors"]) or "Somebody"
    whom = _listed(best["recipients"])
    act = ACTS[best["type"]] if whom else f"{ACTS[best['type']]} somebody"
    said = f"{who} {act} {whom}".rstrip()
    first = next((r for r in reports if r["edtf"] == best["edtf"]), reports[0])
    if best["edtf"]:
        words = _PRECISION.get(first["date_precision"] or "", first["date_precision"] or "")
        said += f", {best['edtf'].replace('/', ' to ')}" + (f" ({words})" if words else "")
    else:
        said += ", day unknown"
    spot = next((r for r in reports if r["place"] == best["place"]), None) if best["place"] else None
    said += f", {spot['place']} ({spot['place_precision']})" if spot else ", place unknown"
    return _STATUS[best["status"]] + said + "."


def _listed(names: Sequence[str] | None) -> str:
    kept = list(dict.fromkeys(names or ()))
    return ", ".join(kept[:-1]) + (" and " if len(kept) > 1 else "") + kept[-1] if kept else ""


def _figures(site: Site, reports: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The figures that the reports' articles give for this event."""
    labels = sorted({f"{r['article']} {r['event']}" for r in reports if r["event"]})
    query = (
        "SELECT id, article, what, low, best, high, qualifier, cumulative, who, coalesce(said_by, source, 'the paper') AS claimant,"
        " said_by, published, source, quote, sentence, review FROM figures WHERE list_contains(?, article || ' ' || event)"
        " ORDER BY what, published NULLS LAST, article, first, id"
    )
    return list(site.database.rows(query, [labels])) if labels else []


def strips(figures: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Figures of one kind on one scale: for each claimant its range and its best number, as places along the strip."""
    found = []
    for what in sorted({f["what"] for f in figures}):
        told = [f for f in figures if f["what"] == what]
        numbers = [n for f in told for n in (f["low"], f["best"], f["high"]) if n is not None]
        if not numbers:
            continue
        least, most = min(numbers), max(numbers)
        reach = max(1, most - least)

        def at(n: int, least: int = least, reach: int = reach) -> float:
            return round(280 + (n - least) / reach * (WIDTH - 380), 1)

        rows = []
        for f in told:
            low = next((n for n in (f["low"], f["best"], f["high"]) if n is not None), None)
            high = next((n for n in (f["high"], f["best"], f["low"]) if n is not None), None)
            if low is not None and high is not None:
                best = at(f["best"]) if f["best"] is not None else None
                rows.append({"from": at(low), "to": at(high), "best": best, "of": f})
        found.append(
            {"what": what, "least": least, "most": most, "rows": rows, "start": at(least), "end": at(most)}
        )
    return found


def _alike(site: Site, found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Other merged events of the same type that share a party or a day: those one may want to merge with."""
    merged = found["merged"]
    if not merged:
        return []
    query = (
        "SELECT id, type, mode, first, place, actors, recipients, len(articles) AS articles FROM _events"
        " WHERE number = (SELECT max(number) FROM _events) AND id <> ? AND type = ? AND (list_has_any(actors, ?) OR list_has_any(recipients, ?)"
        " OR (first IS NOT NULL AND first = ?)) ORDER BY (first IS NOT DISTINCT FROM ?) DESC, list_has_any(actors, ?) AND"
        " list_has_any(recipients, ?) DESC, id LIMIT 12"
    )
    who, whom = merged["actors"], merged["recipients"]
    given = [found["key"], merged["type"], who, whom, merged["first"], merged["first"], who, whom]
    return list(site.database.rows(query, given))


def _history(site: Site, found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What people did with this event and its mentions: splits and joins, then reviews."""
    from tidings.store.corpus import open_corpus
    from tidings.store.merged import read_decisions, standing_decisions

    spans = {
        f"{r['article']}:{r['first']}-{r['last']}"
        for r in site.database.rows("SELECT article, first, last FROM event_mentions WHERE list_contains(?, id)", [found["ids"]])
    }  # fmt: skip
    corpus = open_corpus(site.database.folder)
    standing = standing_decisions(corpus)
    log = read_decisions(corpus)
    rows: list[dict[str, Any]] = []
    for number, decision in enumerate(log, start=1):
        about = log[decision["of"] - 1] if decision["do"] == "undo" else decision
        if spans & {*about["one"], *about["other"]}:
            rows.append({"at": decision.get("at", ""), "who": decision.get("who", ""), "did": _did(decision, about),
                         "why": decision["why"], "undo": number if number in standing else None})  # fmt: skip
    ids = set(found["ids"])
    for review in all_reviews(site.database.folder):
        if review.record in ids:
            rows.append({"at": review.at, "who": review.reviewer, "did": f"{review.verdict}: “{' '.join(review.quote.split())}”",
                         "why": review.reason, "undo": None})  # fmt: skip
    return rows


def _did(decision: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    one, other = len(about["one"]), len(about["other"])
    words = f"split {one} and {other} mentions" if about["do"] == "apart" else f"joined {one} mentions"
    return f"undid: {words}" if decision["do"] == "undo" else words


def markdown(told: Mapping[str, Any]) -> str:
    """The dossier as Markdown, with every report's words."""
    lines = [f"# {told['sentence']}", "", f"Event {told['key']}: {len(told['reports'])} reports in {told['articles']} articles"
             f" of {told['sources']} named outlets.", "", "## Reports", ""]  # fmt: skip
    for source, reports in told["grouped"].items():
        lines += [f"### {source}", ""]
        for r in reports:
            lines.append(
                f"- {r['published'] or 'undated'}, {r['article']} characters {r['first']}-{r['last']}:"
            )
            lines.append(f"  > {' '.join((r['sentence'] or r['quote']).split())}")
            given = f"{_listed(r['actors']) or '?'} -> {_listed(r['recipients']) or '?'}; {r['edtf'] or 'day unknown'};"
            lines.append(
                f"  {r['type']}{'/' + r['mode'] if r['mode'] else ''}: {given} {r['place'] or 'place unknown'}; {r['status']}"
            )
            if r["differs"]:
                lines.append(f"  differs in: {', '.join(r['differs'])}")
        lines.append("")
    if told["figures"]:
        lines += ["## Figures", ""]
        for f in told["figures"]:
            numbers = " / ".join("-" if f[n] is None else f"{f[n]:,}" for n in ("low", "best", "high"))
            lines.append(f"- {f['what']}: {numbers} (low / best / high), {f['claimant']}")
        lines.append("")
    if told["joined"]:
        lines += ["## Why one event", ""]
        lines += [
            f"- {j['mention']} with {j['to']}: {j['score']:.2f}; {', '.join(j['why'])}"
            for j in told["joined"]
        ]
        lines.append("")
    return "\n".join(lines)


@router.post("/event/split")
async def split_event(request: Request) -> Response:
    """Decide that the ticked reports are another event."""
    site = site_of(request)
    form = await form_of(request, site)
    mentions = form.all("mention")
    if not mentions:
        raise UsageError("tick the reports that are another event")
    await run_in_threadpool(_decide, site, "split", mentions, form.get("why"))
    return RedirectResponse(f"/event/{mentions[0]}", 303)


@router.post("/event/join")
async def join_events(request: Request) -> Response:
    """Decide that this event and those ticked are one."""
    site = site_of(request)
    form = await form_of(request, site)
    others = form.all("other")
    if not others:
        raise UsageError("tick the events that are the same, or give an id")
    keys = [event_of(site, key)["ids"][0] for key in [form.get("event"), *others]]
    await run_in_threadpool(_decide, site, "join", keys, form.get("why"))
    return RedirectResponse(f"/event/{keys[0]}", 303)


@router.post("/event/undo")
async def undo_decision(request: Request) -> Response:
    """Withdraw a split or a merge; then to the event of the mention from which that was asked."""
    site = site_of(request)
    form = await form_of(request, site)
    number, mention = form.get("decision"), form.get("mention")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise UsageError(f"decision {number!r} is no number of the log")
    await run_in_threadpool(_decide, site, "undo", int(number), form.get("why"))
    return RedirectResponse(f"/event/{mention}", 303)


def _decide(site: Site, do: str, of: Sequence[str] | int, why: str) -> None:
    from tidings.merged import join, split, undo
    from tidings.store.corpus import open_corpus
    from tidings.store.lock import writing

    corpus = open_corpus(site.database.folder)
    signed = {"who": site.reviewer, "at": site.now().isoformat(timespec="seconds")}
    with writing(corpus):
        if isinstance(of, int):
            undo(corpus, of, why.strip(), signed=signed)
        else:
            (split if do == "split" else join)(corpus, of, why.strip(), signed=signed)
