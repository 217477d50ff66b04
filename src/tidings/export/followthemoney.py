"""FollowTheMoney entities as JSON lines: articles, events, the actors that the codebook knows, and mentions of the others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tidings.export.exchange import state_of
from tidings.export.profiles import Profile
from tidings.export.selection import Selection
from tidings.model.ids import content_id
from tidings.query.event_rows import EventRow

_SCHEMATA = {
    "person": "Person",
    "org": "Organization",
    "group": "Organization",
    "force": "PublicBody",
    "country": "PublicBody",
}


def _lines(selection: Selection) -> Iterator[str]:
    for entity in _entities(selection):
        entity["properties"] = {name: values for name, values in entity["properties"].items() if values}
        selection.written[entity["schema"]] += 1
        yield json.dumps(entity, ensure_ascii=False) + "\n"


def _entities(selection: Selection) -> Iterator[dict[str, Any]]:
    told: set[str] = set()
    articles: set[str] = set()
    for event in selection.events():
        parties = {role: event.get(role) for role in ("actors", "recipients")}
        known: dict[str, list[str]] = {}
        for role, listed in parties.items():
            known[role] = [_actor_id(party) for party in listed if _schema(party)]
            for party in listed:
                if _schema(party):
                    if _actor_id(party) not in told:
                        told.add(_actor_id(party))
                        yield _actor(party)
                else:
                    yield _mention(party, event)
        articles |= {mention.article for mention in event.mentions}
        yield _event(event, known)
    query = "SELECT id, title, published, url, source FROM articles ORDER BY id"
    for row in selection.database.rows(query):
        if row["id"] in articles:
            yield _article(row)


def _schema(party: Mapping[str, Any]) -> str | None:
    """The schema of an actor that the codebook names; None for a description ("rebels"): that is no entity."""
    return _SCHEMATA.get((party["id"] or "").partition("/")[0])


def _id(kind: str, *parts: object) -> str:
    """An entity's id: FollowTheMoney takes letters, digits, dots and hyphens only."""
    return content_id(f"tidings-{kind}", *parts).replace("_", "-")


def _actor_id(party: Mapping[str, Any]) -> str:
    return _id("actor", party["id"])


def _country(code: str | None) -> list[str]:
    state = state_of(code)
    return [state.iso2.lower()] if state and state.iso2 else []


def _actor(party: Mapping[str, Any]) -> dict[str, Any]:
    schema = _schema(party) or "LegalEntity"
    return {
        "id": _actor_id(party),
        "schema": schema,
        "properties": {"name": [party["name"]], "country": _country(party["country"])},
    }


def _mention(party: Mapping[str, Any], event: EventRow) -> dict[str, Any]:
    article = event.best.article
    return {
        "id": _id("mention", article, party["name"]),
        "schema": "Mention",
        "properties": {
            "document": [_document(article)],
            "name": [party["name"]],
            "detectedSchema": ["LegalEntity"],
            "contextCountry": _country(party["country"]),
        },
    }


def _document(article: str) -> str:
    return _id("article", article)


def _event(event: EventRow, known: Mapping[str, list[str]]) -> dict[str, Any]:
    first, last = event.days
    place = event.get("place") or {}
    what = "/".join(filter(None, (event.get("type"), event.get("mode"))))
    names = [", ".join(str(p["name"]) for p in event.get(role)) or "?" for role in ("actors", "recipients")]
    return {
        "id": _id("event", event.id),
        "schema": "Event",
        "properties": {
            "name": [f"{what}: {names[0]} \u2192 {names[1]}"],
            "summary": [event.best.sentence or event.best.quote],
            "recordId": [event.id],
            "keywords": [what, event.best.record["status"], *event.get("contexts")],
            "startDate": [first.isoformat()] if first else [],
            "endDate": [last.isoformat()] if last else [],
            "location": [place["name"]] if place else [],
            "country": _country(place.get("country")),
            "organizer": sorted(set(known["actors"])),
            "involved": sorted(set(known["recipients"])),
            "proof": sorted({_document(mention.article) for mention in event.mentions}),
        },
    }


def _article(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": _document(row["id"]),
        "schema": "Article",
        "properties": {
            "title": [row["title"]] if row["title"] else [],
            "fileName": [row["id"]],
            "publishedAt": [row["published"].isoformat()] if row["published"] else [],
            "sourceUrl": [row["url"]] if row["url"] else [],
            "publisher": [row["source"]] if row["source"] else [],
            "language": ["eng"],
        },
    }


PROFILES = {
    "followthemoney": Profile(
        name="followthemoney",
        title="FollowTheMoney entities",
        suffix=".ftm.json",
        one_row="one entity",
        lines=_lines,
        media="application/x-ndjson",
        lost=(
            "Only actors that the codebook names become entities; descriptions ('rebels') are Mentions, resolved to nothing.",
            "Who acts is `organizer`, to whom is `involved`: FollowTheMoney has no other roles for events.",
            "Status is a keyword. Statements and figures are not written.",
        ),
    )
}
