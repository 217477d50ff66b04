"""Actors in CAMEO's actor codes, as GDELT and others write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tidings.codebook.states import load_states

# CAMEO's role codes (manual 1.1b3, chapter 3) for our sectors; a sector without one is left blank
_ROLES = {
    "GOV": "GOV", "MIL": "MIL", "COP": "COP", "SPY": "SPY", "LEG": "LEG", "JUD": "JUD", "OPP": "OPP",
    "REB": "REB", "UAF": "UAF", "CRM": "CRM", "CVL": "CVL", "REF": "REF", "JRN": "MED", "MED": "HLH",
    "BUS": "BUS", "EDU": "EDU", "LAB": "LAB", "ELI": "ELI", "IGO": "IGO",
}  # fmt: skip
WITHOUT_ROLE = ("PTY", "PRM", "REL", "SOC", "UNK")


class ActorCode(NamedTuple):
    """An actor in CAMEO's parts; an empty part is unknown or has no code."""

    code: str
    name: str
    country: str
    group: str
    role: str


def actor_code(actor: Mapping[str, Any] | None) -> ActorCode:
    """The CAMEO form of an actor.

    >>> actor_code({"name": "Syrian army", "country": "SYR", "sector": "MIL"})
    ActorCode(code='SYRMIL', name='SYRIAN ARMY', country='SYR', group='', role='MIL')
    """
    if actor is None:
        return ActorCode("", "", "", "", "")
    name = str(actor["name"]).upper()
    country, role = actor.get("country") or "", _ROLES.get(actor.get("sector") or "", "")
    if country == "UNO":
        return ActorCode("IGOUNO", name, "", "UNO", "IGO")
    if country == "EUR":
        return ActorCode("IGOEUREEC", name, "EUR", "EEC", "IGO")
    if country in ("IGO", "NGO", "IMG", "MNC"):
        return ActorCode(country, name, "", "", country)
    state = load_states().get(country)
    code = state.cameo or "" if state else ""
    return ActorCode(code + role, name, code, "", role)
