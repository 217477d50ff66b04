"""Copies: articles whose texts are (nearly) the same, found by MinHash without comparing all pairs.

A sketch is the least hash of a text's four-word runs in each of 128 bins (one permutation hashing); two
sketches agree in about the share of runs that the texts have in common. Texts that two people wrote about
the same thing share next to none; a copy cut to half shares half.
"""

from __future__ import annotations

import operator
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

BINS = 128
_BAND = 3  # bins a band: a pair that shares 0.4 meets in one of the 42 bands with 94 %, one that shares 0.02 never
_LEAST = 0.4  # share of common runs from which on a text counts as a copy
_RUN = 4
_BYTES = 4  # a bin: 25 bits of the hash, 7 of the distance from which an empty bin took its value
_WORD = re.compile(r"\w+")
_MASK = 0xFFFFFFFF

Sketch = bytes  # 128 numbers of four bytes, the highest byte first


class Published(NamedTuple):
    """What deciding on copies needs of an article: id, ISO day or None, sketch."""

    article: str
    day: str | None
    sketch: Sketch


class Copies(NamedTuple):
    """Articles with the same text, sorted, and those published on the earliest known day."""

    articles: tuple[str, ...]
    first: tuple[str, ...]
    day: str | None


def sketch_of(text: str, skipped: Iterable[tuple[int, int, str]] = ()) -> Sketch:
    """The sketch of a text without its `skipped` stretches; empty for a text of fewer than 12 words.

    >>> sketch_of("Too short to tell a copy.")
    b''
    """
    words = _WORD.findall(_without(text, skipped).casefold())
    if len(words) < 12:
        return b""
    least: list[int | None] = [None] * BINS
    for n in range(len(words) - _RUN + 1):
        hashed = _mixed(zlib.crc32(" ".join(words[n : n + _RUN]).encode("utf-8", "surrogatepass")))
        at, value = hashed % BINS, hashed // BINS
        known = least[at]
        if known is None or value < known:
            least[at] = value
    return _filled(least)


def _without(text: str, skipped: Iterable[tuple[int, int, str]]) -> str:
    at, kept = 0, []
    for start, end, _ in sorted(skipped):
        if start >= at:
            kept.append(text[at:start])
        at = max(at, end)
    return "\n".join([*kept, text[at:]])


def _mixed(value: int) -> int:
    """Spreads a CRC over 32 bits (the finaliser of MurmurHash3, public domain): CRCs of like texts lie close."""
    value ^= value >> 16
    value = value * 0x85EBCA6B & _MASK
    value ^= value >> 13
    value = value * 0xC2B2AE35 & _MASK
    return value ^ value >> 16


def _filled(least: Sequence[int | None]) -> Sketch:
    """Empty bins take the next full bin's value, marked with the distance (Shrivastava and Li 2014)."""
    found = []
    for at in range(BINS):
        step = 0
        while (value := least[(at + step) % BINS]) is None:
            step += 1
        found.append((value + step * (_MASK // BINS + 1)).to_bytes(_BYTES, "big"))
    return b"".join(found)


def shared(a: Sketch, b: Sketch) -> float:
    """About which share of their four-word runs two texts have in common; 0 where a text is too short."""
    if not a or not b:
        return 0.0
    same: int = sum(map(operator.eq, memoryview(a).cast("I"), memoryview(b).cast("I")))
    return same / BINS


def find_copies(articles: Sequence[Published]) -> list[Copies]:
    """The groups of two and more copies, sorted; the same for any order of the articles."""
    listed = sorted(articles)
    same: dict[Sketch, list[int]] = {}
    for n, article in enumerate(listed):
        if article.sketch:
            same.setdefault(article.sketch, []).append(n)
    # equal sketches are one: a text printed a thousand times is compared once
    kept = [group[0] for group in same.values()]
    parent = list(range(len(listed)))
    for group in same.values():
        for n in group[1:]:
            _join(parent, group[0], n)
    for at in range(0, (BINS - _BAND + 1) * _BYTES, _BAND * _BYTES):  # one band's buckets are held at a time
        buckets: dict[bytes, list[int]] = {}
        for n in kept:
            buckets.setdefault(listed[n].sketch[at : at + _BAND * _BYTES], []).append(n)
        for bucket in buckets.values():
            for i, a in enumerate(bucket):
                for b in bucket[i + 1 :]:
                    # what is joined already need not be compared: the groups are the same
                    joined = _root(parent, a) == _root(parent, b)
                    if not joined and shared(listed[a].sketch, listed[b].sketch) >= _LEAST:
                        _join(parent, a, b)
    groups: dict[int, list[Published]] = {}
    for n, article in enumerate(listed):
        groups.setdefault(_root(parent, n), []).append(article)
    return [_copies(group) for group in groups.values() if len(group) > 1]


def _copies(group: Sequence[Published]) -> Copies:
    day = min((a.day for a in group if a.day), default=None)
    first = tuple(a.article for a in group if day and a.day == day)
    return Copies(tuple(a.article for a in group), first, day)


def _root(parent: list[int], n: int) -> int:
    while parent[n] != n:
        parent[n] = parent[parent[n]]
        n = parent[n]
    return n


def _join(parent: list[int], a: int, b: int) -> None:
    one, other = sorted((_root(parent, a), _root(parent, b)))
    parent[other] = one


def text_of_each(groups: Iterable[Copies]) -> Mapping[str, str]:
    """For each article that is a copy, the id of its group's first member by name; the others stand for themselves."""
    return {article: group.articles[0] for group in groups for article in group.articles}
