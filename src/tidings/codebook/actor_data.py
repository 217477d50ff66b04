"""Reads the lists of `data/actors/`, and those of overlays, into an `ActorIndex`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from tidings.codebook.actors import ActorIndex, Entry, FalseFriend, Form, Role, Term, pieces
from tidings.codebook.layers import Findings, Item, Layer, csv_items, merge, yaml_items
from tidings.codebook.office_terms import bounded
from tidings.codebook.ontology import SECTORS, SPECIAL_COUNTRIES
from tidings.codebook.spellings import sole_spellings
from tidings.codebook.yaml_files import LINE, Problem
from tidings.model.errors import CodebookError

_BODIES = (("groups", "group"), ("organisations", "org"), ("forces", "org"), ("peoples", "people"))
_BODY = ("id", "name", "aliases", "country", "sector", "start", "end", "source")
_HOMELANDS = ("people", "countries")
_PERSON = ("id", "name", "aliases", "country")
_OFFICE = ("person", "office", "country", "sector", "start", "end")
_PERIOD = ("group", "country", "sector", "start", "end")
_ROLE = ("lemma", "sector", "takes_country", "kind", "inherits", "note")
_ROLE_KINDS = ("person", "body", "unit", "title", "country", "people")
_COUNTRY_KEYS = frozenset(
    [
        "id",
        "name",
        "iso3",
        "within",
        "iso2",
        "numeric",
        "cow",
        "gw",
        "cameo",
        "fips",
        "names",
        "adjectives",
        "demonyms",
        "capital",
        "seats",
        "former",
        "start",
        "end",
    ]
)
_FRIEND_KEYS = frozenset(["form", "not", "kind", "why", "when", "example", "counter"])
_WHEN_KEYS = frozenset(["previous", "next", "capitalised", "inside"])
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
        known = self.forms.get(key)
        if known is None:
            self.forms[key] = [Form(entry, needed_case(text))]
        elif all(form.entry.id != entry.id or form.entry.kind != entry.kind for form in known):
            known.append(Form(entry, needed_case(text)))


def needed_case(text: str) -> str:
    """The capitals that a form needs in running text.

    >>> needed_case("IRA"), needed_case("Hamas"), needed_case("janjaweed"), needed_case("A")
    ('upper', 'title', 'any', 'title')
    """
    if text == text.lower():
        return "any" if any(c.isalpha() for c in text) else "title"
    return "upper" if text.isupper() and sum(map(str.isalpha, text)) > 1 else "title"


def read_actors(layers: Iterable[Layer], findings: Findings, *, within: str = "actors/") -> ActorIndex:
    """The index of all layers' lists, which lie in the folder `within`; problems and changes go to `findings`."""
    layers = list(layers)
    builder = _Builder()
    problems = findings.problems
    known = frozenset({*_countries(layers, within, builder, findings), *SPECIAL_COUNTRIES, ""})
    _persons(layers, within, builder, findings, known)
    for name, kind in _BODIES:
        read = csv_items(f"{within}{name}.csv", _BODY, ("id",))
        for item in merge(layers, name, read, findings).values():
            _faulty_codes(item, known, problems)
            _body(item, kind, builder, problems)
    roles = _roles(layers, within, findings)
    return ActorIndex(
        forms={key: tuple(forms) for key, forms in builder.forms.items()},
        lengths=lengths_of(builder.forms),
        roles=roles,
        role_lengths=lengths_of(roles),
        terms=bounded(builder.terms),
        surnames={name: tuple(entries) for name, entries in builder.surnames.items()},
        adjectives=builder.adjectives,
        states=builder.states,
        role_words=frozenset(word for key in roles for word in key),
        false_friends=_false_friends(layers, within, findings),
        periods=_periods(layers, within, findings, known),
        spellings=_spellings(builder),
        homelands=_homelands(layers, within, builder, findings, known),
    )


def lengths_of(keys: Iterable[tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    """First piece to the lengths of all keys that begin with it, longest first.

    >>> lengths_of([("red", "army"), ("red",), ("nato",)])
    {'red': (2, 1), 'nato': (1,)}
    """
    found: dict[str, set[int]] = {}
    for key in keys:
        found.setdefault(key[0], set()).add(len(key))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


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


def _span(
    item: Item, start: str, end: str, problems: list[Problem], what: str = ""
) -> tuple[datetime.date | None, datetime.date | None]:
    """The days of an entry's life; a day that is none, or an end before the start, is a problem."""
    if not start and not end:
        return None, None
    try:
        first, last = read_day(start, last=False), read_day(end, last=True)
    except CodebookError as error:
        problems.append(Problem(item.file, item.line, f"{what or item.id}{error}"))
        return None, None
    if first and last and last < first:
        message = f"{what or item.id}: the end {end} lies before the start {start}"
        problems.append(Problem(item.file, item.line, message))
    return first, last


def _faulty_codes(item: Item, countries: frozenset[str], problems: list[Problem]) -> None:
    """Country and sector codes that the ontology does not have; without a list of countries, any country goes."""
    country, sector = item.entry["country"], item.entry.get("sector")
    if country not in countries and len(countries) > len(SPECIAL_COUNTRIES) + 1:
        message = (
            f"{item.id}: country {country!r} is neither in countries.yaml nor one of "
            f"{', '.join(SPECIAL_COUNTRIES)}"
        )
        problems.append(Problem(item.file, item.line, message))
    if sector and sector not in SECTORS:
        message = f"{item.id}: sector {sector!r} is none of {', '.join(SECTORS)}"
        problems.append(Problem(item.file, item.line, message))


def _countries(layers: list[Layer], within: str, builder: _Builder, findings: Findings) -> list[str]:
    """Reads the states into the builder; returns the codes that other lists may use."""
    read = yaml_items(f"{within}countries.yaml", lambda entry: str(entry["id"]), _COUNTRY_KEYS)
    codes = []
    for item in merge(layers, "countries", read, findings).values():
        codes.append(item.id.rpartition("/")[2])
        try:
            _country(item, builder, findings.problems)
        except (KeyError, TypeError, AttributeError) as error:
            message = f"{item.id}: not readable ({error!r}); write it as the other entries are"
            findings.problems.append(Problem(item.file, item.line, message))
    return codes


def _country(item: Item, builder: _Builder, problems: list[Problem]) -> None:
    row: Mapping[str, Any] = item.entry
    code = str(row.get("iso3") or "") or None
    start, end = _span(item, str(row.get("start") or ""), str(row.get("end") or ""), problems)
    # a republic few recognise counts for the state it broke away from, as its rebels
    within = str(row.get("within") or "") or None
    entry = Entry(row["id"], row["name"], code or within, "REB" if within else "GOV", "state", start, end)
    if code:
        builder.states.setdefault(code, entry)
        if row.get("adjectives"):
            builder.adjectives.setdefault(code, str(row["adjectives"][0]))
    for name in row.get("names") or ():
        builder.add(str(name), entry)
    for former in row.get("former") or ():
        start, end = _span(item, str(former.get("start") or ""), str(former.get("end") or ""), problems)
        builder.add(str(former["name"]), entry._replace(start=start, end=end))
    for name in row.get("adjectives") or ():
        builder.add(str(name), entry._replace(kind="adjective"))
    for name in row.get("demonyms") or ():
        people = f"people/{code or item.id.rpartition('/')[2]}"
        builder.add(str(name), Entry(people, str(name), code or within, "CVL", "people"))
    for seat in [row.get("capital"), *(row.get("seats") or ())]:
        if isinstance(seat, Mapping):
            builder.add(str(seat["name"]), entry._replace(kind="seat", sector=str(seat["sector"])))
        elif seat:
            builder.add(str(seat), entry._replace(kind="seat"))


def _persons(
    layers: list[Layer], within: str, builder: _Builder, findings: Findings, countries: frozenset[str]
) -> None:
    problems = findings.problems
    persons = merge(layers, "persons", csv_items(f"{within}persons.csv", _PERSON, ("id",)), findings)
    for item in persons.values():
        row = item.entry
        if row["country"] not in countries:
            _faulty_codes(item, countries, problems)
        entry = Entry(row["id"], row["name"], row["country"] or None, None, "person")
        builder.add(row["name"], entry)
        for alias in row["aliases"].split("|") if row["aliases"] else ():
            if alias.strip():
                builder.add(alias.strip(), entry)
        last = pieces(row["name"])[-1:]
        if last and len(last[0]) >= _SHORTEST_SURNAME:
            builder.surnames.setdefault(last[0], []).append(entry)
    read = csv_items(f"{within}offices.csv", _OFFICE, ("person", "office", "country", "start"))
    for item in merge(layers, "offices", read, findings).values():
        row = item.entry
        if row["person"] not in persons:
            message = f"{row['person']} is not in persons.csv; add the person, or mend the id"
            problems.append(Problem(item.file, item.line, message))
        _faulty_codes(item, countries, problems)
        start, end = _span(item, row["start"], row["end"], problems, row["person"])
        builder.terms.setdefault(row["person"], []).append(
            Term(row["office"], row["country"] or None, row["sector"] or None, start, end)
        )


def _body(item: Item, kind: str, builder: _Builder, problems: list[Problem]) -> None:
    row = item.entry
    start, end = _span(item, row["start"], row["end"], problems)
    entry = Entry(row["id"], row["name"], row["country"] or None, row["sector"] or None, kind, start, end)
    builder.add(row["name"], entry)
    for alias in row["aliases"].split("|") if row["aliases"] else ():
        if alias.strip():
            builder.add(alias.strip(), entry)


def _spellings(builder: _Builder) -> dict[str, Entry]:
    persons = {
        f.entry.id: f.entry for forms in builder.forms.values() for f in forms if f.entry.kind == "person"
    }
    names = [
        (key, f.entry.id) for key, forms in builder.forms.items() for f in forms if f.entry.id in persons
    ]
    return {key: persons[owner] for key, owner in sole_spellings(names).items()}


def _homelands(
    layers: list[Layer], within: str, builder: _Builder, findings: Findings, countries: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    """The countries in which a people without a state lives, by its id."""
    known = {f.entry.id for forms in builder.forms.values() for f in forms if f.entry.kind == "people"}
    found: dict[str, tuple[str, ...]] = {}
    read = csv_items(f"{within}homelands.csv", _HOMELANDS, ("people",))
    for item in merge(layers, "homelands", read, findings).values():
        people, named = item.entry["people"], tuple(item.entry["countries"].split("|"))
        if people not in known:
            message = f"{people} is not in peoples.csv; add the people, or mend the id"
            findings.problems.append(Problem(item.file, item.line, message))
        for code in named:
            if code not in countries or not code:
                message = f"unknown country {code!r}; allowed: ISO 3166 alpha-3 codes parted by '|'"
                findings.problems.append(Problem(item.file, item.line, message))
        found[people] = named
    return found


def _periods(
    layers: list[Layer], within: str, findings: Findings, countries: frozenset[str]
) -> dict[str, tuple[Term, ...]]:
    found: dict[str, list[Term]] = {}
    read = csv_items(f"{within}periods.csv", _PERIOD, ("group", "start"))
    for item in merge(layers, "periods", read, findings).values():
        row = item.entry
        _faulty_codes(item, countries, findings.problems)
        start, end = _span(item, row["start"], row["end"], findings.problems)
        found.setdefault(row["group"], []).append(
            Term("", row["country"] or None, row["sector"] or None, start, end)
        )
    return {group: tuple(terms) for group, terms in found.items()}


def _roles(layers: list[Layer], within: str, findings: Findings) -> dict[tuple[str, ...], Role]:
    roles = {}
    for item in merge(layers, "roles", csv_items(f"{within}roles.csv", _ROLE, ("lemma",)), findings).values():
        row = item.entry
        for column, allowed in (
            ("sector", (*SECTORS, "")),
            ("takes_country", ("yes", "no", "")),
            ("inherits", ("yes", "no", "")),
            ("kind", _ROLE_KINDS),
        ):
            if row[column] not in allowed:
                message = f"{item.id}: {column} {row[column]!r} is none of {', '.join(filter(None, allowed))}"
                findings.problems.append(Problem(item.file, item.line, message))
        roles[pieces(row["lemma"])] = Role(
            row["lemma"],
            row["sector"] or None,
            row["takes_country"] == "yes",
            row["kind"],
            row["inherits"] == "yes",
        )
    return roles


def _false_friends(
    layers: list[Layer], within: str, findings: Findings
) -> dict[str, tuple[FalseFriend, ...]]:
    found: dict[str, list[FalseFriend]] = {}
    entries = yaml_items(f"{within}false_friends.yaml", lambda entry: str(entry["form"]), _FRIEND_KEYS)

    def read(layer: Layer, problems: list[Problem]) -> Iterable[Item]:
        """A form may have several entries: they are one to overlays, which replace or remove all of them."""
        grouped: dict[str, Item] = {}
        for item in entries(layer, problems):
            first = grouped.get(item.id)
            grouped[item.id] = item._replace(entry=[*(first.entry if first else ()), item])
        return grouped.values()

    for group in merge(layers, "false friends", read, findings).values():
        for item in group.entry:
            friend = _false_friend(item, findings.problems)
            if friend:
                found.setdefault(friend.pieces[0], []).append(friend)
    return {first: tuple(friends) for first, friends in found.items()}


def _false_friend(item: Item, problems: list[Problem]) -> FalseFriend | None:
    """The entry for the look-up of names; None where the other lists look after it, or on a problem."""
    row = item.entry
    when = row.get("when") or {}
    if not isinstance(when, Mapping) or set(when) - _WHEN_KEYS - {LINE}:
        message = f"{item.id}: when {when!r} may hold {', '.join(sorted(_WHEN_KEYS))}"
        problems.append(Problem(item.file, item.line, message))
        return None
    key = pieces(str(row["form"]))
    if row.get("not") != "actor" or not key:
        return None
    if (set(when) - {LINE}) and not (when.get("next") or when.get("previous")):
        return None  # only by its capitals, which the forms look after
    return FalseFriend(
        key,
        frozenset(str(w).lower() for w in when.get("next") or ()),
        frozenset(str(w).lower() for w in when.get("previous") or ()),
    )
