"""What is exported: the corpus, the filters, and what happened on the way (counts and notes)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tidings.query.database import Database
from tidings.query.filters import Filters
from tidings.query.tables import ORDER


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
        where, parameters = self.filters.where(table)
        return self.database.rows(
            f"SELECT {columns} FROM {table} WHERE {where} ORDER BY {ORDER[table]}", parameters
        )
