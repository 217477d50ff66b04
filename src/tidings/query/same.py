"""Actors that people say are one: whose key stands in the place of another's, in every record that has it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tidings.store.reviews import MERGED, Review

Key = tuple[str | None, str | None, str | None, str | None]
FIELDS = ("name", "id", "country", "sector")
ROLES = ("actors", "recipients", "said_by", "said_by_chain", "speaker", "addressee")


def key_of(party: Mapping[str, Any]) -> Key:
    """What tells an actor from others: name, id, country and sector."""
    name, key, country, sector = (party.get(field) for field in FIELDS)
    return name, key, country, sector


def same_actors(marks: Iterable[Review]) -> dict[Key, Key]:
    """For each actor that is another one, the one that it is in the end; a later word goes before an earlier one.

    >>> from tidings.store.reviews import Review
    >>> def said(a, b): return Review(record="", article="", kind="actor", label="", first=0, last=0, quote=a, text_sha256="",
    ...     url=None, verdict="merged", reviewer="ada", at="", old={"name": a}, new={"name": b})
    >>> {a[0]: b[0] for a, b in same_actors([said("the army", "army"), said("army", "Norlandic army")]).items()}
    {'the army': 'Norlandic army', 'army': 'Norlandic army'}
    """
    said: dict[Key, Key] = {}
    for mark in marks:
        if mark.verdict == MERGED:
            one, other = key_of(mark.old), key_of(mark.new)
            said.pop(other, None)  # who is another one's name now is nobody else's
            said[one] = other
    return {one: end for one in said if (end := _end(said, one)) != one}


def _end(said: Mapping[Key, Key], key: Key) -> Key:
    seen = {key}
    while (after := said.get(key)) is not None and after not in seen:
        seen.add(after)
        key = after
    return key


def parties_of(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """All parties of a record in its JSON form."""
    for role in ROLES:
        value = record.get(role)
        yield from (value if isinstance(value, list) else [value] if value else [])


def renamed(text: str, same: Mapping[Key, Key]) -> str | None:
    """The JSON form of a record with its parties' keys as they are in the end; None where none changes."""
    record = json.loads(text)
    if not any(key_of(party) in same for party in parties_of(record)):
        return None

    def now(party: Any) -> Any:
        end = same.get(key_of(party)) if party else None
        return party if end is None else {**party, **dict(zip(FIELDS, end, strict=True))}

    for role in ROLES:
        value = record.get(role)
        if value:
            record[role] = [now(party) for party in value] if isinstance(value, list) else now(value)
    return json.dumps(record, ensure_ascii=False)
