"""Facets: how many rows there would be with each value of a filter, the other filters held."""

from __future__ import annotations

from dataclasses import dataclass

from tidings.query.database import Database
from tidings.query.filters import Filters

# for each table, the filters counted and the column each looks at; a set counts each of its values once
FACETS: dict[str, dict[str, str]] = {
    "event_mentions": {
        "type": "type", "status": "status", "actor": "actor_set", "recipient": "recipient_set",
        "country": "place_country", "source": "source", "reviewed": "review",
    },
    "statements": {"actor": "speaker_country", "recipient": "addressee_country", "source": "source", "reviewed": "review"},
    "figures": {"country": "place_country", "actor": "said_by_country", "source": "source", "reviewed": "review"},
    "articles": {"source": "source"},
}  # fmt: skip
_LISTS = ("actor_set", "recipient_set")  # several values in one word
_TABLES = {"event_mentions": "_event_mentions"}
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
    conditions = filters.conditions(table)
    own = {c.name for c in conditions}
    columns = FACETS[table]
    # those without a filter of their own are counted together, in one reading
    together = [name for name in columns if name not in own]
    found: dict[str, list[tuple[str | None, int]]] = {name: [] for name in columns}
    for names in (together, *([name] for name in columns if name in own)):
        if not names:
            continue
        held = [c for c in conditions if c.name not in names]
        read = [columns[name] for name in names]
        query = (
            f"SELECT {', '.join(read)}, grouping({', '.join(read)}) AS mask, count(*) AS n FROM {_TABLES.get(table, table)}"
            f" WHERE {' AND '.join(f'({c.sql})' for c in held) or 'true'} GROUP BY GROUPING SETS ({', '.join(f'({c})' for c in read)})"
        )
        for row in database.rows(query, [p for c in held for p in c.parameters]):
            # of the bits of the mask, the highest for the first column, the one that is counted is not set
            at = next(n for n in range(len(read)) if not row["mask"] >> (len(read) - 1 - n) & 1)
            found[names[at]].append((row[read[at]], row["n"]))
    return [
        _facet(name, _parted(rows) if columns[name] in _LISTS else rows, filters.get(name), most)
        for name, rows in found.items()
    ]


def _parted(rows: list[tuple[str | None, int]]) -> list[tuple[str | None, int]]:
    """Counts of sets as counts of their values."""
    counts: dict[str | None, int] = {}
    for words, n in rows:
        for value in words.split(",") if words else [None]:
            counts[value] = counts.get(value, 0) + n
    return list(counts.items())


def _facet(name: str, rows: list[tuple[str | None, int]], chosen: tuple[str, ...], most: int) -> Facet:
    known = sorted(((v, n) for v, n in rows if v is not None), key=lambda row: (-row[1], row[0]))
    shown = known[:most] + [row for row in known[most:] if row[0] in chosen]
    return Facet(name, tuple(shown), sum(n for v, n in rows if v is None), len(known) - len(shown))
