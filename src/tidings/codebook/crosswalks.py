"""Crosswalks: how the house's event types read in other schemes, from the versioned tables in `data/crosswalks`.

CAMEO to PLOVER and back, PLOVER to ACLED's event and sub-event types and to UCDP's type of violence. Where
another scheme has nothing, the table says so with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tidings.codebook.csv_files import Row
from tidings.codebook.layers import Findings, Item, Layer, csv_items, merge
from tidings.codebook.ontology import SECTOR_SIDES, TYPES
from tidings.codebook.yaml_files import Problem

_COLUMNS = {
    "tables": ("table", "version", "from", "to", "source"),
    "cameo_to_plover": ("cameo", "type", "mode", "note"),
    "plover_to_cameo": ("type", "mode", "cameo", "note"),
    "plover_to_acled": (
        "type",
        "mode",
        "cameo",
        "recipient",
        "disorder_type",
        "event_type",
        "sub_event_type",
        "reason",
    ),
    "plover_to_ucdp": ("type", "mode", "violence", "reason"),
    "sides_to_ucdp": ("actor", "recipient", "violence", "reason"),
}
# columns that say what a case is to the other scheme
_ANSWERS = (
    "disorder_type",
    "event_type",
    "sub_event_type",
    "violence",
    "reason",
    "note",
    "source",
    "version",
    "from",
    "to",
)
_KEYS = {"cameo_to_plover": ("cameo",), "plover_to_cameo": ("type", "mode")}
SIDES = ("state", "nonstate", "civilian")


class Acled(NamedTuple):
    """ACLED's words for an event; all None, with the reason, where ACLED records nothing of the kind."""

    disorder_type: str | None
    event_type: str | None
    sub_event_type: str | None
    reason: str


class Ucdp(NamedTuple):
    """UCDP's type of violence: 1 state-based, 2 non-state, 3 one-sided; None, with the reason, where it is none."""

    violence: int | None
    reason: str


@dataclass(frozen=True)
class Crosswalks:
    """The tables, ready for look-up.

    `not_ucdp` says why UCDP does not count an act, empty where it does; `versions` has the version of each table.
    """

    plover: Mapping[str, tuple[tuple[str, str | None], ...]] = field(default_factory=dict)
    no_plover: Mapping[str, str] = field(default_factory=dict)
    cameo: Mapping[tuple[str, str | None], str] = field(default_factory=dict)
    acled: Mapping[tuple[str, str, str, str], Acled] = field(default_factory=dict)
    not_ucdp: Mapping[tuple[str, str], str] = field(default_factory=dict)
    sides: Mapping[tuple[str, str], Ucdp] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)

    def to_plover(self, cameo: str) -> tuple[tuple[str, str | None], ...]:
        """PLOVER type and mode of a CAMEO code, the usual one first; empty for a code that is no act.

        Raises `KeyError` for a code that CAMEO does not have.
        """
        return self.plover[cameo]

    def to_cameo(self, type: str, mode: str | None = None) -> str:
        """The CAMEO code that a PLOVER type, or one of its modes, stands nearest to.

        Raises `KeyError` for a type or mode that the codebook does not have.
        """
        return self.cameo[type, mode]

    def to_acled(
        self,
        type: str,
        mode: str | None = None,
        *,
        cameo: str | None = None,
        recipients: Iterable[str | None] = (),
    ) -> Acled:
        """ACLED's event and sub-event type; `recipients` are the sectors of those it was done to.

        The row that says most about the event wins: its CAMEO code, then its mode, then the recipient's side.
        Raises `KeyError` for a type that the codebook does not have.
        """
        side = side_of(recipients)
        for code in _upwards(cameo):
            for kind in dict.fromkeys((mode or "", "")):
                for whom in dict.fromkeys((side, "")):
                    found = self.acled.get((type, kind, code, whom))
                    if found is not None:
                        return found
        raise KeyError(type)

    def to_ucdp(
        self,
        type: str,
        mode: str | None = None,
        *,
        actors: Iterable[str | None] = (),
        recipients: Iterable[str | None] = (),
        reciprocal: bool = False,
    ) -> Ucdp:
        """UCDP's type of violence, by the sectors of the parties; None where UCDP would not count the act.

        With `reciprocal`, the parties are all among `actors` (a clash) and are taken for each other's side.
        """
        reason = self.not_ucdp.get((type, mode or ""))
        if reason is None:
            reason = self.not_ucdp[type, ""]
        if reason:
            return Ucdp(None, reason)
        sectors = tuple(actors)
        if reciprocal and len(sectors) > 1:
            return self.sides[side_of(sectors[:1]), side_of(sectors[1:])]
        return self.sides[side_of(sectors), side_of(recipients)]


def _upwards(cameo: str | None) -> list[str]:
    """A code and those above it, then none: 0871, 087, 08, ''."""
    code = cameo or ""
    return [code[:size] for size in range(len(code), 1, -1)] + [""]


def side_of(sectors: Iterable[str | None]) -> str:
    """The side that parties of these sectors are on: armed sides outweigh civilians; empty when unknown.

    >>> side_of(["CVL", "MIL"]), side_of(["REB"]), side_of(["JRN"]), side_of([None])
    ('state', 'nonstate', 'civilian', '')
    """
    sides = {SECTOR_SIDES.get(sector or "") for sector in sectors}
    return next((side for side in SIDES if side in sides), "")


def load_crosswalks(
    folder: Path, *, codes: Iterable[str] = (), modes: Mapping[str, Iterable[str]] | None = None
) -> tuple[Crosswalks, list[Problem]]:
    """The tables of a folder and the problems found in them.

    Every one of `codes` and of the `modes` of each type must be covered, or stand as none with a reason.
    """
    findings = Findings()
    layers = [Layer(folder.parent)]
    return read_crosswalks(
        layers, findings, codes=codes, modes=modes, within=f"{folder.name}/"
    ), findings.problems


def read_crosswalks(
    layers: Sequence[Layer],
    findings: Findings,
    *,
    codes: Iterable[str] = (),
    modes: Mapping[str, Iterable[str]] | None = None,
    within: str = "crosswalks/",
) -> Crosswalks:
    """The tables of all layers, which lie in the folder `within`; problems and changes go to `findings`.

    An overlay's rows for a case (in `cameo_to_plover`: for a code) take the place of those below. Codes, types
    and modes that no row speaks of are problems of the shipped tables only: an overlay need not map its own modes.
    """
    problems = findings.problems
    tables: dict[str, list[tuple[Item, Row]]] = {}
    for name in _COLUMNS:
        if not (layers[0].folder / f"{within}{name}.csv").exists():
            problems.append(Problem(f"{name}.csv", 0, "the table is missing"))
        merged = merge(layers, f"crosswalk {name}", _cases(name, within), findings)
        tables[name] = [(item, row) for group in merged.values() for item, row in group.entry]
    known = {(kind, "") for kind in TYPES} | {(t, m) for t, all_ in (modes or {}).items() for m in all_}
    wanted = set(codes)
    for name, rows in tables.items():
        problems.extend(_faults(name, rows, known if modes else set(), wanted))
    crosswalks = Crosswalks(
        plover=_plover(tables["cameo_to_plover"]),
        no_plover={r["cameo"]: r["note"] for _, r in tables["cameo_to_plover"] if not r["type"]},
        cameo={(r["type"], r["mode"] or None): r["cameo"] for _, r in tables["plover_to_cameo"]},
        acled={
            (r["type"], r["mode"], r["cameo"], r["recipient"]): Acled(
                r["disorder_type"] or None, r["event_type"] or None, r["sub_event_type"] or None, r["reason"]
            )
            for _, r in tables["plover_to_acled"]
        },
        not_ucdp={
            (r["type"], r["mode"]): "" if r["violence"] == "yes" else r["reason"]
            for _, r in tables["plover_to_ucdp"]
        },
        sides={
            (r["actor"], r["recipient"]): Ucdp(int(r["violence"]) if r["violence"] else None, r["reason"])
            for _, r in tables["sides_to_ucdp"]
        },
        versions={r["table"]: r["version"] for _, r in tables["tables"]},
    )
    if len(layers) == 1:
        problems.extend(_gaps(crosswalks, wanted, known if modes else set()))
    return crosswalks


def _cases(name: str, within: str) -> Callable[[Layer, list[Problem]], Iterable[Item]]:
    """A reader of one table for `merge`: its rows by the case they speak of, several together in one item."""
    columns = _COLUMNS[name]
    key = _KEYS.get(name) or tuple(c for c in columns if c not in _ANSWERS)
    rows = csv_items(f"{within}{name}.csv", columns, key)

    def read(layer: Layer, problems: list[Problem]) -> Iterable[Item]:
        grouped: dict[str, Item] = {}
        for item in rows(layer, problems):
            first = grouped.get(item.id)
            grouped[item.id] = item._replace(entry=[*(first.entry if first else ()), (item, item.entry)])
        return grouped.values()

    return read


def _plover(rows: list[tuple[Item, Row]]) -> dict[str, tuple[tuple[str, str | None], ...]]:
    found: dict[str, tuple[tuple[str, str | None], ...]] = {}
    for _, row in rows:
        pair = ((row["type"], row["mode"] or None),) if row["type"] else ()
        found[row["cameo"]] = found.get(row["cameo"], ()) + pair
    return found


def _faults(
    name: str, rows: list[tuple[Item, Row]], known: set[tuple[str, str]], codes: set[str]
) -> list[Problem]:
    """Unknown types, modes, codes and sides, doubled rows, and empty answers without a reason."""
    problems = []
    seen: dict[tuple[str, ...], int] = {}
    for item, row in rows:
        file, line = item.file, item.line
        key = tuple(value for column, value in row.items() if column not in (*_ANSWERS, "remove"))
        if key in seen:
            problems.append(Problem(file, line, f"the same case as line {seen[key]}; keep one"))
        seen.setdefault(key, line)
        pair = (row.get("type", ""), row.get("mode", ""))
        if known and pair[0] and pair not in known:
            shown = "/".join(filter(None, pair))
            problems.append(Problem(file, line, f"{shown} is no type or mode of data/types; mend or drop it"))
        if codes and row.get("cameo") and row["cameo"] not in codes:
            problems.append(Problem(file, line, f"code {row['cameo']} is not in cameo.csv"))
        for column in ("actor", "recipient"):
            if row.get(column) and row[column] not in SIDES:
                problems.append(
                    Problem(file, line, f"{column} {row[column]!r} is none of {', '.join(SIDES)}")
                )
        if _says_nothing(name, row):
            problems.append(Problem(file, line, "no answer and no reason; give one of them"))
    return problems


def _says_nothing(name: str, row: Row) -> bool:
    if name == "cameo_to_plover":
        return not row["type"] and not row["note"]
    if name == "plover_to_acled":
        return not row["event_type"] and not row["reason"]
    if name in ("plover_to_ucdp", "sides_to_ucdp"):
        return row["violence"] not in ("yes", "1", "2", "3") and not row["reason"]
    return False


def _gaps(crosswalks: Crosswalks, codes: set[str], known: set[tuple[str, str]]) -> list[Problem]:
    """Codes, types and modes that a table does not speak of."""
    problems = [
        Problem("cameo_to_plover.csv", 0, f"code {code} is missing; give its type, or none with a note")
        for code in sorted(codes - set(crosswalks.plover))
    ]
    for type_, mode in sorted(known):
        shown = f"{type_}/{mode}" if mode else type_
        if (type_, mode or None) not in crosswalks.cameo:
            problems.append(Problem("plover_to_cameo.csv", 0, f"{shown} is missing; give its nearest code"))
        if (type_, mode, "", "") not in crosswalks.acled and (mode == "" or not _by_type(crosswalks, type_)):
            problems.append(
                Problem("plover_to_acled.csv", 0, f"{shown} is missing; give its event type, or a reason")
            )
        if not mode and (type_, "") not in crosswalks.not_ucdp:
            problems.append(
                Problem("plover_to_ucdp.csv", 0, f"{shown} is missing; say yes, or no with a reason")
            )
    return problems


def _by_type(crosswalks: Crosswalks, type_: str) -> bool:
    """Whether ACLED records nothing of the whole type, so that its modes need no rows."""
    whole = crosswalks.acled.get((type_, "", "", ""))
    return whole is not None and whole.event_type is None
