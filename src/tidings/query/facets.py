"""Facets: how many rows there would be with each value of a filter, the other filters held."""

from __future__ import annotations

from dataclasses import dataclass

from tidings.query.database import Database
from tidings.query.filters import Filters

# for each table, the filters counted and the column each looks at; a list counts each of its values once
FACETS: dict[str, dict[str, str]] = {
    "event_mentions": {
        "type": "type", "status": "status", "actor": "actor_countries", "recipient": "recipient_countries",
        "country": "place_country", "source": "source", "reviewed": "review",
    },
    "statements": {"actor": "speaker_country", "recipient": "addressee_country", "source": "source", "reviewed": "review"},
    "figures": {"country": "place_country", "actor": "said_by_country", "source": "source", "reviewed": "review"},
    "articles": {"source": "source"},
}  # fmt: skip
_LISTS = ("actor_countries", "recipient_countries")
MOST = 12  # values of a facet that are shown


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter's values with counts, the most frequent first; `unknown` rows have none. `more` are not listed."""

    name: str
    values: tuple[tuple[str, int], ...]
    unknown: int
    more: int


def facets(database: Database, table: str, filters: Filters, *, most: int = MOST) -> list[Facet]:
    """The facets of a table under `filters`: each is counted with all filters but its own."""
    columns = FACETS[table]
    conditions = filters.conditions(table)
    read = ", ".join(sorted(set(columns.values())))
    flags = "".join(f", ({c.sql}) AS pass_{n}" for n, c in enumerate(conditions))
    pieces = []
    for name, column in columns.items():
        held = [f"pass_{n}" for n, c in enumerate(conditions) if c.name != name]
        value = (
            f"unnest(CASE WHEN len(list_distinct({column})) > 0 THEN list_distinct({column}) ELSE [NULL] END)"
        )
        shown = value if column in _LISTS else column
        pieces.append(
            f"SELECT facet, value, count(*) AS n FROM (SELECT '{name}' AS facet, {shown} AS value FROM seen"
            f" WHERE {' AND '.join(held) or 'true'}) GROUP BY ALL"
        )
    query = f"WITH seen AS MATERIALIZED (SELECT {read}{flags} FROM {table}) {' UNION ALL '.join(pieces)}"
    found: dict[str, list[tuple[str | None, int]]] = {name: [] for name in columns}
    for row in database.rows(query, [p for c in conditions for p in c.parameters]):
        found[row["facet"]].append((row["value"], row["n"]))
    return [_facet(name, rows, filters.get(name), most) for name, rows in found.items()]


def _facet(name: str, rows: list[tuple[str | None, int]], chosen: tuple[str, ...], most: int) -> Facet:
    known = sorted(((v, n) for v, n in rows if v is not None), key=lambda row: (-row[1], row[0]))
    shown = known[:most] + [row for row in known[most:] if row[0] in chosen]
    return Facet(name, tuple(shown), sum(n for v, n in rows if v is None), len(known) - len(shown))
