"""What is exported: the corpus, the filters, and what happened on the way (counts and notes)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tidings.query.database import Database
from tidings.query.event_rows import EventRow, event_rows
from tidings.query.filters import FILTERED, Filters


@dataclass(slots=True)
class Selection:
    """The rows to write. Writers count what they write and what they leave out, each with its reason."""

    database: Database
    filters: Filters
    table: str | None = None
    written: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def rows(self, table: str, columns: str = "*") -> Iterator[dict[str, Any]]:
        """The rows of one table that pass the filters, in the table's order."""
        return self.database.select(table, self.filters, columns)

    def events(self, *, leads: bool = False) -> Iterator[EventRow]:
        """The events of the selection, counted as they go by; see `event_rows`."""
        for event in event_rows(self.database, self.filters, leads=leads):
            self.written["events"] += 1
            self.written["mentions"] += len(event.mentions)
            yield event

    def fitting(self, tables: Sequence[str]) -> Iterator[str]:
        """The tables that the filters can be asked of; the others are left out and counted."""
        for table in tables:
            unfit = self.filters.unfit(table) if table in FILTERED else ()
            if unfit:
                self.left_out[f"{table} table: it cannot be filtered by {', '.join(unfit)}"] += 1
            else:
                yield table
