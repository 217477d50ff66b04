"""schema.org JSON-LD: NewsArticle for articles, Claim for figures and statements. No ratings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tidings.export.exchange import country_name
from tidings.export.profiles import Profile
from tidings.export.selection import Selection


def _lines(selection: Selection) -> Iterator[str]:
    yield '{"@context": "https://schema.org", "@graph": ['
    comma = "\n"
    for item in _items(selection):
        yield comma + json.dumps({k: v for k, v in item.items() if v is not None}, ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def _items(selection: Selection) -> Iterator[dict[str, Any]]:
    for table in selection.fitting(("articles",)):
        for row in selection.rows(table):
            selection.written["articles"] += 1
            yield _article(row)
    for table in selection.fitting(("statements", "figures")):
        for row in selection.rows(table):
            selection.written["claims"] += 1
            yield _claim(row, "speaker" if table == "statements" else "said_by")


def _article(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "NewsArticle",
        "@id": f"urn:tidings:{row['id']}",
        "headline": row["title"],
        "url": row["url"],
        "datePublished": row["published"].isoformat() if row["published"] else None,
        "publisher": {"@type": "Organization", "name": row["source"]} if row["source"] else None,
        "inLanguage": "en",
    }


def _claim(row: Mapping[str, Any], role: str) -> dict[str, Any]:
    """A claim with its author; an author's kind is said only where the codebook knows the actor."""
    key = row[f"{role}_id"] or ""
    kind = (
        "Person"
        if key.startswith("person/")
        else "Organization"
        if key.startswith(("org/", "group/", "force/"))
        else "Thing"
    )
    author = {"@type": kind, "name": row[role]} if row[role] else None
    words = " ".join((row["sentence"] or row["quote"]).split()) if role == "said_by" else row["quote"]
    claim: dict[str, Any] = {
        "@type": "Claim",
        "@id": f"urn:tidings:{row['id']}",
        "text": words,
        "author": author,
        "appearance": {"@id": f"urn:tidings:{row['article']}"},
    }
    if role == "said_by":
        number = {"value": row["best"], "minValue": row["low"], "maxValue": row["high"]}
        known = {k: v for k, v in number.items() if v is not None}
        claim["about"] = {
            "@type": "QuantitativeValue",
            "name": f"{row['what']}: {row['who'] or 'people'}",
            **known,
        }
        if row["place"]:
            claim["spatialCoverage"] = {"@type": "Place", "name": ", ".join(_place(row))}
    return claim


def _place(row: Mapping[str, Any]) -> list[str]:
    country = country_name(row["place_country"])
    return [row["place"]] if country in ("", row["place"]) else [row["place"], country]


PROFILES = {
    "schema-org": Profile(
        name="schema-org",
        title="schema.org (JSON-LD)",
        suffix=".jsonld",
        one_row="one article or claim",
        lines=_lines,
        media="application/ld+json",
        lost=(
            "Statements and figures are Claims; events are not written.",
            "No ClaimReview: Tidings rates nothing.",
            "firstAppearance is not written: copies of one story are not told apart here.",
        ),
    )
}
