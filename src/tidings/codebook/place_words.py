"""Word lists that tell places from other names and acts in a place from acts about it (`data/places/words.csv`).

Kinds: locative (prepositions before a place), in, toward, from (the same by sense), compass, direction, division,
settlement, part ("the outskirts of"), site ("camp", "airport"), street, media (a paper's name is no place),
illness, title, common (ordinary words that are also names of small places), speech act, moving act,
act and light verb (nouns and verbs of happenings, grouped by `family`).
"""

from __future__ import annotations

import csv
import functools
import pathlib

_FILE = pathlib.Path(__file__).parent / "data" / "places" / "words.csv"


@functools.cache
def place_words(kind: str) -> frozenset[str]:
    """The lower-case words of one kind; `KeyError` for a kind that the list does not have.

    >>> "outskirts" in place_words("part")
    True
    """
    return _lists()[kind]


@functools.cache
def _lists() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    with _FILE.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            found.setdefault(row["kind"], set()).add(row["word"])
    return {kind: frozenset(words) for kind, words in found.items()}
