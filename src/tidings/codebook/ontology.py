"""The closed lists of the coding scheme: event types, statuses, sectors, special countries, contexts, quad classes.

Types are those of PLOVER 1.3; quad classes follow PLOVER's grouping. Sectors, special country codes and
contexts stand with their definitions in `data/ontology`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

_FOLDER = Path(__file__).parent / "data" / "ontology"

TYPES = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)
# types whose acts are done by saying something: to say so is to do it
SPOKEN = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
STATUSES = ("actual", "historical", "future", "hypothetical", "negated")

# 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
QUAD = {
    "AGREE": 1,
    "CONSULT": 1,
    "SUPPORT": 1,
    "CONCEDE": 1,
    "COOPERATE": 2,
    "AID": 2,
    "RETREAT": 2,
    "REQUEST": 3,
    "ACCUSE": 3,
    "REJECT": 3,
    "THREATEN": 3,
    "PROTEST": 4,
    "SANCTION": 4,
    "MOBILIZE": 4,
    "COERCE": 4,
    "ASSAULT": 4,
}

# the root that stands for a type where the words allow no deeper code
CAMEO_ROOT = {
    "AGREE": "03",
    "CONSULT": "04",
    "SUPPORT": "05",
    "CONCEDE": "08",
    "COOPERATE": "06",
    "AID": "07",
    "RETREAT": "08",
    "REQUEST": "10",
    "ACCUSE": "11",
    "REJECT": "12",
    "THREATEN": "13",
    "PROTEST": "14",
    "SANCTION": "16",
    "MOBILIZE": "15",
    "COERCE": "17",
    "ASSAULT": "19",
}


def definitions(kind: str) -> Mapping[str, str]:
    """Code to definition of "sectors", "countries" (the special codes beside ISO 3166) or "contexts".

    >>> definitions("countries")["NGO"]
    'A relief, rights or campaign organisation that works in many countries.'
    """
    return {row["code"]: row["definition"] for row in _rows(kind)}


def _rows(kind: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# state, nonstate or civilian: what a sector is in a conflict, for schemes that ask no more
SECTOR_SIDES = {row["code"]: row["side"] for row in _rows("sectors")}
SECTORS = tuple(SECTOR_SIDES)
SPECIAL_COUNTRIES = tuple(row["code"] for row in _rows("countries"))
CONTEXTS = tuple(row["code"] for row in _rows("contexts"))
