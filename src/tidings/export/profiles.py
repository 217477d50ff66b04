"""The export formats: what each is called, what one row of it is, which columns it has, what it cannot carry."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tidings.export.selection import Selection
from tidings.model.errors import UsageError


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type (string, integer, number, boolean, date) and what it holds.

    `blank` marks a column of somebody else's format that Tidings has no source for: it is always empty.
    """

    name: str
    type: str
    text: str
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """One format.

    Text formats give `lines`, others `write` to a path of a file (or of a folder, where `suffix` is empty).
    `statuses` are the events' statuses that the format has a place for (all when empty); others are written
    only when a status filter asks for them. `tables` are the native tables a user can choose from.
    """

    name: str
    title: str
    suffix: str
    one_row: str
    columns: tuple[Column, ...] = ()
    lines: Callable[[Selection], Iterator[str]] | None = None
    write: Callable[[Selection, Path], None] | None = None
    header: bool = True
    delimiter: str | None = None
    statuses: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    lost: tuple[str, ...] = field(default=())
    media: str = "text/plain"


# the module of each format; a module is imported when its format is asked for
_MODULES = {
    "acled": "acled",
    "brat": "brat",
    "country-month": "panels",
    "csv": "native_csv",
    "dyad-month": "panels",
    "followthemoney": "followthemoney",
    "gdelt2": "gdelt",
    "gdelt2-mentions": "gdelt_mentions",
    "geojson": "geojson",
    "gexf": "gexf",
    "graphml": "graphml",
    "hxl": "hxl",
    "icews": "icews",
    "jsonl": "native_jsonl",
    "label-studio": "label_studio",
    "parquet": "native_parquet",
    "plover": "plover",
    "polecat": "polecat",
    "prodigy": "prodigy",
    "schema-org": "schema_org",
    "sqlite": "sqlite",
    "ucdp": "ucdp",
    "web-annotation": "web_annotation",
    "xlsx": "xlsx",
}
NAMES = tuple(sorted(_MODULES))


def find_profile(name: str) -> Profile:
    """The format called `name`; `UsageError` lists all when there is none."""
    module = _MODULES.get(name)
    if module is None:
        raise UsageError(f"no profile is called {name!r}; there are {', '.join(NAMES)}")
    profiles: dict[str, Profile] = importlib.import_module(f"tidings.export.{module}").PROFILES
    return profiles[name]
