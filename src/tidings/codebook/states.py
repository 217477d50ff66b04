"""States and their codes in other code lists: ISO 3166, Correlates of War, Gleditsch-Ward, FIPS 10-4, CAMEO."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

_FILE = Path(__file__).parent / "data" / "actors" / "countries.yaml"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class State(NamedTuple):
    """One state or territory. A code that it has not is None; `numeric` and `cow`, `gw` are written as text."""

    name: str
    iso3: str
    iso2: str | None
    numeric: str | None
    cow: str | None
    gw: str | None
    cameo: str | None
    fips: str | None
    names: tuple[str, ...]


@functools.cache
def load_states() -> Mapping[str, State]:
    """The states of the codebook by ISO 3166 alpha-3 code (or the house's X code), read once.

    >>> state = load_states()["SYR"]
    >>> state.name, state.cow, state.gw, state.fips
    ('Syria', '652', '652', 'SY')
    """
    rows = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=_Loader)
    found = {}
    for row in rows:
        code = row["iso3"] or row["id"].rpartition("/")[2]
        codes = {
            key: str(row.get(key) or "") or None for key in ("iso2", "numeric", "cow", "gw", "cameo", "fips")
        }
        found[code] = State(name=row["name"], iso3=code, names=tuple(row["names"]), **codes)
    return found


@functools.cache
def _by_name() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, state in load_states().items():
        for name in {state.name, *state.names, state.iso2 or code}:
            found.setdefault(name.casefold(), []).append(code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


def find_state(text: str) -> str | None:
    """The ISO 3166 alpha-3 code that a code or a name means, or None.

    >>> find_state("syr"), find_state("Ivory Coast"), find_state("Narnia")
    ('SYR', 'CIV', None)
    """
    if text.upper() in load_states():
        return text.upper()
    codes = _by_name().get(text.strip().casefold(), ())
    return codes[0] if len(codes) == 1 else None
