"""What differs between two codebooks: entries added, removed and changed, list by list."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Mapping
from typing import NamedTuple

from tidings.codebook.loader import Codebook
from tidings.codebook.plain import to_plain

_IGNORED = ("rule", "file", "line")


class Difference(NamedTuple):
    """One entry that differs: `action` is added, removed or changed; `what` are the fields that changed."""

    table: str
    action: str
    id: str
    what: tuple[str, ...] = ()


def differences(before: Codebook, after: Codebook) -> list[Difference]:
    """Every entry that `after` has otherwise than `before`, by list and id."""
    found: list[Difference] = []
    one, other = _tables(before), _tables(after)
    for table in one:
        old, new = one[table], other[table]
        found.extend(Difference(table, "removed", key) for key in sorted(set(old) - set(new)))
        found.extend(Difference(table, "added", key) for key in sorted(set(new) - set(old)))
        for key in sorted(set(old) & set(new)):
            what = tuple(name for name in new[key] if old[key].get(name) != new[key][name])
            what += tuple(name for name in old[key] if name not in new[key])
            if what:
                found.append(Difference(table, "changed", key, what))
    return found


Fields = Mapping[str, Hashable]


def _tables(book: Codebook) -> dict[str, dict[str, Fields]]:
    """Every list as id to fields; fields compare by value."""
    tables: dict[str, dict[str, Fields]] = {"types": {}, "acts": {}, "actors": {}, "offices": {}}
    for page in book.acts.pages.values():
        tables["types"][page.type] = {
            "definition": page.definition,
            "not_this": page.not_this,
            "boundaries": page.boundaries,
            **{f"mode {mode}": (definition, code) for mode, definition, code in page.modes},
        }
    for act in book.acts.acts:
        tables["acts"][act.rule.partition("@")[0]] = {
            field.name: _lineless(getattr(act, field.name))
            for field in dataclasses.fields(act)
            if field.name not in _IGNORED
        }
    forms: dict[str, set[str]] = {}
    for key, found in book.actors.forms.items():
        for form in found:
            forms.setdefault(form.entry.id, set()).add(f"{' '.join(key)} {form.case}")
            tables["actors"][form.entry.id] = {
                "name": form.entry.name,
                "country": form.entry.country,
                "sector": form.entry.sector,
                "years": (form.entry.start, form.entry.end),
            }
    for id_, fields in tables["actors"].items():
        tables["actors"][id_] = {**fields, "forms": frozenset(forms[id_])}
    for person, terms in book.actors.terms.items():
        for term in terms:
            key_ = f"{person} {term.office} {term.country or ''} {term.start or ''}".rstrip()
            tables["offices"][key_] = {"sector": term.sector, "end": term.end}
    tables["roles"] = {" ".join(key): role._asdict() for key, role in book.actors.roles.items()}
    tables["false friends"] = {
        f"{' '.join(f.pieces)} {number}": f._asdict()
        for friends in book.actors.false_friends.values()
        for number, f in enumerate(friends)
    }
    tables["places"] = {f"{row['name']} {row['country']}".rstrip(): dict(row) for row in book.supplement}
    tables["speech words"] = {
        f"{section}: {word}": {}
        for section in type(book.speech).__dataclass_fields__
        for word in getattr(book.speech, section)
    }
    tables["CAMEO codes"] = {code.code: code._asdict() for code in book.cameo.values()}
    for name in ("status", "figures", "domains", "dates"):
        tables[name] = {name: {"content": repr(_sorted(to_plain(getattr(book, name))))}}
    return tables


def _lineless(value: object) -> Hashable:
    """A field without the lines of its examples, which move when anything above them does."""
    if isinstance(value, tuple):
        return tuple(_lineless(item) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return tuple(
            _lineless(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if field.name != "line"
        )
    return value  # texts, numbers, sets


def _sorted(value: object) -> object:
    """The same with sets in order, so that two of them print alike."""
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, (list, tuple)):
        return [_sorted(item) for item in value]
    if isinstance(value, dict):
        return {key: _sorted(item) for key, item in value.items()}
    return value
