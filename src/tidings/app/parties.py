"""The parties of a role as a form has them: corrected, added, taken out, put in another order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tidings.codebook.ontology import SECTORS, SPECIAL_COUNTRIES
from tidings.codebook.states import find_state
from tidings.model.errors import UsageError

Party = Mapping[str, Any]
_MOST = 40  # parties of one role
_ID = re.compile(r"[\w./:\-]{1,200}")


def listed_in(form: Mapping[str, str], role: str) -> list[str]:
    """The prefixes of a role's parties in a form (`actors-0`, `actors-1` ...), in the order that the form asks for."""
    found = []
    for field in form:
        match = re.fullmatch(rf"{role}-(\d{{1,3}})-name", field)
        if match:
            n = int(match[1])
            order = form.get(f"{role}-{n}-order", "").strip()
            if order and not (order.isascii() and order.isdigit() and len(order) < 4):
                raise UsageError(f"{role}: {order!r} is no place in an order; give a whole number")
            found.append((int(order or n + 1), n))
    if len(found) > _MOST:
        raise UsageError(f"{role}: {len(found)} parties; at most {_MOST} are taken")
    return [f"{role}-{n}" for _, n in sorted(found)]


def parties_in(
    before: Sequence[Party], role: str, form: Mapping[str, str], text: str
) -> list[dict[str, Any]]:
    """All parties of a role as the form has them; those without a name are taken out.

    `PREFIX-of` says which of the parties `before` a party was; one that is the same stays as it is.
    """
    found = []
    for prefix in listed_in(form, role):
        of = form.get(f"{prefix}-of", "")
        known = before[int(of)] if of.isascii() and of.isdigit() and int(of[:4]) < len(before) else None
        party = party_in(known, prefix, form, text)
        if party is not None:
            found.append(party)
    return found


def party_in(known: Party | None, prefix: str, form: Mapping[str, str], text: str) -> dict[str, Any] | None:
    """The party whose fields begin with `prefix`; `known` is what it was. None without a name."""
    name = form[f"{prefix}-name"].strip()
    if not name:
        return None
    country = form.get(f"{prefix}-country", "").strip()
    sector = form.get(f"{prefix}-sector", "").strip().upper()
    code = country_of(country) if country else None
    if sector:
        one_of("sector", sector, SECTORS)
    moved = moved_to(form, text, prefix)
    if known is not None and (known["name"], known["country"], known["sector"]) == (
        name,
        code,
        sector or None,
    ):
        return {**known, **moved}
    key = form.get(f"{prefix}-id", "").strip()
    blank = known or {"text": name, "start": None, "end": None, "id": None}
    return {**blank, **moved, "name": name, "country": code, "sector": sector or None, "id": key if _ID.fullmatch(key) else None}  # fmt: skip


def span_in(text: str, form: Mapping[str, str], name: str) -> tuple[int, int] | None:
    """The stretch that a form gives as `NAME-start` and `NAME-end`; None where it gives none."""
    given = form.get(f"{name}-start", "").strip(), form.get(f"{name}-end", "").strip()
    if given == ("", ""):
        return None
    if not all(value.isascii() and value.isdigit() and len(value) < 10 for value in given):
        raise UsageError(
            f"{name}: characters {given[0]!r} to {given[1]!r} are no stretch; give two whole numbers"
        )
    start, end = int(given[0]), int(given[1])
    if not 0 <= start < end <= len(text):
        raise UsageError(
            f"{name}: characters {start} to {end} do not lie in the text of {len(text)} characters"
        )
    return start, end


def moved_to(form: Mapping[str, str], text: str, name: str) -> dict[str, Any]:
    """Words and place of a part, where the form says where they stand."""
    found = span_in(text, form, name)
    return {"text": text[found[0] : found[1]], "start": found[0], "end": found[1]} if found else {}


def country_of(text: str) -> str:
    """The code of a country given as code or name; `UsageError` where it is none."""
    code = text.upper() if text.upper() in SPECIAL_COUNTRIES else find_state(text)
    if code is None:
        raise UsageError(
            f"country {text!r} is not known; give an ISO 3166 code or a name, such as SYR or Syria"
        )
    return code


def one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    """The value; `UsageError` where it is not allowed."""
    if value not in allowed:
        raise UsageError(f"{name} {value!r} is not one of {', '.join(allowed)}")
    return value
