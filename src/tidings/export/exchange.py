"""What the event formats of other projects share: crosswalks, dates as far as they are known, states, places."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tidings
from tidings.codebook.cameo import CameoCode, load_cameo
from tidings.codebook.crosswalks import Crosswalks, load_crosswalks
from tidings.codebook.loader import SHIPPED
from tidings.codebook.states import State, load_states
from tidings.query.event_rows import EventRow, Mention

OURS = f"Machine-coded by Tidings {tidings.__version__}"


@functools.cache
def crosswalks() -> Crosswalks:
    """The codebook's crosswalks, read once."""
    return load_crosswalks(Path(SHIPPED) / "crosswalks")[0]


@functools.cache
def cameo_codes() -> Mapping[str, CameoCode]:
    """The CAMEO codes of the codebook, read once."""
    return load_cameo(Path(SHIPPED) / "cameo.csv")[0]


def state_of(country: str | None) -> State | None:
    """The state of a country code; None for special codes and for nothing."""
    return load_states().get(country or "")


def country_name(country: str | None) -> str:
    """The name of a country, or the special code itself, or nothing."""
    state = state_of(country)
    return state.name if state else country or ""


def source_of(mention: Mention) -> str:
    """The outlet, or the article's address or id where it is not known."""
    return mention.source or mention.url or mention.article


def precise_place(event: EventRow) -> Mapping[str, Any] | None:
    """The event's place where it is no whole country or wider area; a country's midpoint is no place."""
    place = event.get("place")
    return place if place and place["precision"] in ("exact", "city", "district", "region") else None


def days_covered(event: EventRow) -> int | None:
    """How many days the event's date covers; None where it is open or unknown."""
    first, last = event.days
    return (last - first).days + 1 if first and last else None


def others(event: EventRow, role: str) -> str:
    """The names of all parties of a role but the first."""
    return "; ".join(str(party["name"]) for party in event.get(role)[1:])
