"""Reads the lists of `data/actors/` into an `ActorIndex`."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from tidings.codebook.actors import ActorIndex, Entry, FalseFriend, Form, Role, Term, pieces
from tidings.model.errors import CodebookError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BODIES = (("groups", "group"), ("organisations", "org"), ("forces", "org"), ("peoples", "people"))
_SHORTEST_SURNAME = 3


class _Builder:
    """Collects forms before they are frozen into an index."""

    def __init__(self) -> None:
        self.forms: dict[tuple[str, ...], list[Form]] = {}
        self.surnames: dict[str, list[Entry]] = {}
        self.adjectives: dict[str, str] = {}
        self.states: dict[str, Entry] = {}
        self.terms: dict[str, list[Term]] = {}

    def add(self, text: str, entry: Entry) -> None:
        if text[:4] in ("the ", "The "):
            text = text[4:]
        key = pieces(text)
        if not key:
            return
        known = self.forms.setdefault(key, [])
        if all(form.entry.id != entry.id or form.entry.kind != entry.kind for form in known):
            known.append(Form(entry, needed_case(text)))


def needed_case(text: str) -> str:
    """The capitals that a form needs in running text.

    >>> needed_case("IRA"), needed_case("Hamas"), needed_case("janjaweed")
    ('upper', 'title', 'any')
    """
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return "upper"
    return "any" if letters and not any(c.isupper() for c in letters) else "title"


def read_all(folder: Path) -> ActorIndex:
    """The index of everything in `folder`."""
    builder = _Builder()
    _countries(folder, builder)
    _persons(folder, builder)
    for name, kind in _BODIES:
        _bodies(folder, name, kind, builder)
    roles = _roles(folder)
    return ActorIndex(
        forms={key: tuple(forms) for key, forms in builder.forms.items()},
        lengths=_lengths(builder.forms),
        roles=roles,
        role_lengths=_lengths(roles),
        terms={person: tuple(terms) for person, terms in builder.terms.items()},
        surnames={name: tuple(entries) for name, entries in builder.surnames.items()},
        adjectives=builder.adjectives,
        states=builder.states,
        role_words=frozenset(word for key in roles for word in key),
        false_friends=_false_friends(folder),
        periods=_periods(folder),
    )


def _lengths(keys: Iterable[tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for key in keys:
        found.setdefault(key[0], set()).add(len(key))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _yaml(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    return content or []


def read_day(text: str, *, last: bool, where: str = "") -> datetime.date | None:
    """An ISO day, month or year as the first or, with `last`, the last day of it; None where empty.

    >>> read_day("2011", last=True), read_day("1999-02", last=True), read_day("", last=False)
    (datetime.date(2011, 12, 31), datetime.date(1999, 2, 28), None)
    """
    if not text:
        return None
    try:
        if len(text) == 10:
            return datetime.date.fromisoformat(text)
        year, _, month = text.partition("-")
        if not month:
            return datetime.date(int(year), 12, 31) if last else datetime.date(int(year), 1, 1)
        first = datetime.date(int(year), int(month), 1)
        if not last:
            return first
        following = (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
        return following - datetime.timedelta(days=1)
    except ValueError:
        raise CodebookError(f"{where}: {text!r} is no day; write YYYY-MM-DD, YYYY-MM or YYYY") from None


def _countries(folder: Path, builder: _Builder) -> None:
    for row in _yaml(folder / "countries.yaml"):
        code = str(row.get("iso3") or "") or None
        entry = Entry(
            row["id"],
            row["name"],
            code,
            "GOV",
            "state",
            read_day(str(row.get("start") or ""), last=False, where="countries.yaml"),
            read_day(str(row.get("end") or ""), last=True, where="countries.yaml"),
        )
        if code:
            builder.states.setdefault(code, entry)
            if row.get("adjectives"):
                builder.adjectives.setdefault(code, str(row["adjectives"][0]))
        for name in row.get("names") or ():
            builder.add(str(name), entry)
        for former in row.get("former") or ():
            start = read_day(str(former.get("start") or ""), last=False, where="countries.yaml")
            end = read_day(str(former.get("end") or ""), last=True, where="countries.yaml")
            builder.add(str(former["name"]), entry._replace(start=start, end=end))
        for name in row.get("adjectives") or ():
            builder.add(str(name), entry._replace(kind="adjective"))
        for name in row.get("demonyms") or ():
            builder.add(str(name), Entry(f"people/{code}", str(name), code, "CVL", "people"))
        for seat in [row.get("capital"), *(row.get("seats") or ())]:
            if isinstance(seat, Mapping):
                builder.add(str(seat["name"]), entry._replace(kind="seat", sector=str(seat["sector"])))
            elif seat:
                builder.add(str(seat), entry._replace(kind="seat"))


def _persons(folder: Path, builder: _Builder) -> None:
    for row in _rows(folder / "persons.csv"):
        entry = Entry(row["id"], row["name"], row["country"] or None, None, "person")
        builder.add(row["name"], entry)
        for alias in (row["aliases"] or "").split("|"):
            if alias.strip():
                builder.add(alias.strip(), entry)
        last = pieces(row["name"])[-1:]
        if last and len(last[0]) >= _SHORTEST_SURNAME:
            builder.surnames.setdefault(last[0], []).append(entry)
    for row in _rows(folder / "offices.csv"):
        where = f"offices.csv: {row['person']}"
        builder.terms.setdefault(row["person"], []).append(
            Term(
                row["office"],
                row["country"] or None,
                row["sector"] or None,
                read_day(row["start"], last=False, where=where),
                read_day(row["end"], last=True, where=where),
            )
        )


def _bodies(folder: Path, name: str, kind: str, builder: _Builder) -> None:
    for row in _rows(folder / f"{name}.csv"):
        where = f"{name}.csv: {row['id']}"
        entry = Entry(
            row["id"],
            row["name"],
            row["country"] or None,
            row["sector"] or None,
            kind,
            read_day(row.get("start") or "", last=False, where=where),
            read_day(row.get("end") or "", last=True, where=where),
        )
        builder.add(row["name"], entry)
        for alias in (row["aliases"] or "").split("|"):
            if alias.strip():
                builder.add(alias.strip(), entry)


def _periods(folder: Path) -> dict[str, tuple[Term, ...]]:
    found: dict[str, list[Term]] = {}
    for row in _rows(folder / "periods.csv"):
        where = f"periods.csv: {row['group']}"
        found.setdefault(row["group"], []).append(
            Term(
                "",
                row["country"] or None,
                row["sector"] or None,
                read_day(row["start"], last=False, where=where),
                read_day(row["end"], last=True, where=where),
            )
        )
    return {group: tuple(terms) for group, terms in found.items()}


def _roles(folder: Path) -> dict[tuple[str, ...], Role]:
    return {
        pieces(row["lemma"]): Role(
            row["lemma"],
            row["sector"] or None,
            row["takes_country"] == "yes",
            row["kind"],
            row["inherits"] == "yes",
        )
        for row in _rows(folder / "roles.csv")
    }


def _false_friends(folder: Path) -> dict[str, tuple[FalseFriend, ...]]:
    found: dict[str, list[FalseFriend]] = {}
    for row in _yaml(folder / "false_friends.yaml"):
        if row.get("not") != "actor":
            continue
        key = pieces(str(row["form"]))
        when = row.get("when") or {}
        if not isinstance(when, Mapping) or not key:
            continue
        if when and not (when.get("next") or when.get("previous")):
            continue  # only by its capitals, which the forms look after
        friend = FalseFriend(
            key,
            frozenset(str(w).lower() for w in when.get("next") or ()),
            frozenset(str(w).lower() for w in when.get("previous") or ()),
        )
        found.setdefault(key[0], []).append(friend)
    return {first: tuple(friends) for first, friends in found.items()}
