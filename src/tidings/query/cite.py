"""The methods paragraph: what was coded with what, in words that can go into a paper."""

from __future__ import annotations

import tidings
from tidings.query.database import Database
from tidings.query.filters import Filters
from tidings.query.versions import corpus_versions

_COUNTS = """
SELECT (SELECT count(*) FROM articles) AS articles,
    (SELECT count(DISTINCT source) FROM articles) AS sources,
    (SELECT min(published) FROM articles) AS first, (SELECT max(published) FROM articles) AS last,
    (SELECT count(*) FROM articles WHERE published IS NULL) AS undated
"""


def methods_paragraph(database: Database, filters: Filters) -> str:
    """A paragraph in English with versions and counts; what is not known is left out or said to be unknown."""
    row = next(database.rows(_COUNTS))
    versions = corpus_versions(database)
    counts = []
    for table, words in (
        ("event_mentions", "event mention"),
        ("statements", "statement"),
        ("figures", "figure"),
    ):
        if not filters.unfit(table):
            where, parameters = filters.where(table)
            n = next(database.rows(f"SELECT count(*) AS n FROM {table} WHERE {where}", parameters))["n"]
            counts.append(_counted(n, words))
    where, parameters = filters.where("event_mentions")
    events = next(
        database.rows(
            f"SELECT count(DISTINCT (article, coalesce(event, id))) AS n FROM event_mentions WHERE {where}",
            parameters,
        )
    )["n"]
    span = ""
    if row["first"]:
        span = (
            f", published from {row['first']} to {row['last']}"
            if row["first"] != row["last"]
            else f", published on {row['first']}"
        )
    if row["undated"]:
        span += f" ({row['undated']} of them without a publication date)"
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
        f"We coded {_counted(row['articles'], 'English-language news article')}{sources}{span} with {coder} ({book}),"
        " which finds events, statements and figures by syntactic rules over a dependency parse and ties each to the exact"
        " words it rests on. Event types follow PLOVER, codes and Goldstein scores CAMEO; parties carry ISO 3166"
        " countries and CAMEO-style sectors."
        f"{kept} This yields {_listed(counts)}; mentions of one event within an article count once in event-level"
        f" data ({_counted(events, 'event')}). Dates, places and numbers that the articles do not state are left missing."
        f"{mixed}"
    )


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
