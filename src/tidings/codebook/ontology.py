"""The closed lists of the coding scheme: event types, statuses, sectors, contexts, quad classes, Goldstein scores.

Types are those of PLOVER 1.3; quad classes follow PLOVER's grouping; Goldstein scores are those of
Goldstein (1992) as mapped to CAMEO by its authors.
"""

from __future__ import annotations

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
STATUSES = ("actual", "historical", "future", "hypothetical", "negated")
SECTORS = [
    "GOV",
    "MIL",
    "COP",
    "SPY",
    "LEG",
    "JUD",
    "OPP",
    "PTY",
    "REB",
    "PRM",
    "UAF",
    "CRM",
    "CVL",
    "REF",
    "JRN",
    "BUS",
    "EDU",
    "MED",
    "REL",
    "LAB",
    "SOC",
    "ELI",
    "UNK",
    "IGO",
]
SPECIAL_COUNTRIES = ("UNO", "EUR", "IGO", "NGO", "IMG", "MNC")
CONTEXTS = (
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "political_institutions",
    "legal",
    "human_rights",
    "refugee",
    "migration",
    "peacekeeping",
    "territory",
    "economic",
    "resource",
    "terrorism",
    "crime",
    "cyber",
    "disaster",
    "health",
    "environment",
    "pro_democracy",
    "anti_government",
    "diplomatic",
)

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
