"""Names as they sound: one key for the ways in which English writes a foreign name."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

# in this order: letters and pairs that transliterations of Cyrillic, Arabic, Persian and Greek exchange
_EXCHANGED = (
    ("tch", "ch"), ("sch", "sh"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ck", "k"),
    ("q", "k"), ("w", "v"), ("x", "ks"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("y", "i"), ("j", "i"),
    ("ei", "e"), ("ai", "e"), ("ie", "e"), ("e", "a"), ("o", "u"),
)  # fmt: skip


def spelling_key(parts: Iterable[str]) -> str:
    """The pieces of a name with all that transliterations exchange made one; doubled letters count once.

    >>> spelling_key(("sergei", "shoigu")) == spelling_key(("sergey", "shoygu"))
    True
    >>> spelling_key(("mohammed", "hussein")) == spelling_key(("muhammad", "husain"))
    True
    >>> spelling_key(("sergei", "lavrov")) == spelling_key(("sergei", "ivanov"))
    False
    """
    found = []
    for part in parts:
        for written, kept in _EXCHANGED:
            part = part.replace(written, kept)
        found.append("".join(letter for letter, _ in groupby(part)))
    return " ".join(found)


def sole_spellings(names: Iterable[tuple[tuple[str, ...], str]]) -> dict[str, str]:
    """From each spelling key of a full name to the one owner of it; `names` are pieces with their owner.

    Names of one piece and keys that several owners share are left out.

    >>> sole_spellings([(("sergei", "ek"), "p/1"), (("sergey", "ek"), "p/2"), (("bo", "ek"), "p/3"), (("bo",), "p/3")])
    {'bu ak': 'p/3'}
    """
    owners: dict[str, set[str]] = {}
    for parts, owner in names:
        if len(parts) > 1:
            owners.setdefault(spelling_key(parts), set()).add(owner)
    return {key: next(iter(found)) for key, found in owners.items() if len(found) == 1}
