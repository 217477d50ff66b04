"""Which codebooks and coders made the records of a corpus."""

from __future__ import annotations

from dataclasses import dataclass

from tidings.query.database import Database


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions behind a corpus, sorted: codebooks by content hash, coders by version of the program.

    Both are empty where the records do not say. `mixed` tells that more than one made them.
    """

    codebooks: tuple[str, ...]
    coders: tuple[str, ...]

    @property
    def mixed(self) -> bool:
        """Whether records of several codebooks or coders stand side by side."""
        return len(self.codebooks) > 1 or len(self.coders) > 1


def corpus_versions(database: Database) -> Versions:
    """The versions that the records of a corpus name."""
    latest = (
        "SELECT DISTINCT codebook, coder FROM (SELECT arg_max(codebook, number) AS codebook, arg_max(coder, number) AS coder,"
        " arg_max(records, number) AS n FROM _codings GROUP BY article) WHERE n > 0"
    )
    rows = list(database.rows(latest)) or list(database.rows("SELECT DISTINCT codebook, coder FROM _machine"))
    codebooks, coders = ({row[key] for row in rows if row[key]} for key in ("codebook", "coder"))
    return Versions(tuple(sorted(codebooks)), tuple(sorted(coders)))
