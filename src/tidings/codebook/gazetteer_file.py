"""The gazetteer's file: how names become keys, and the layout that is read in place, without parsing.

Layout (little-endian): a magic line of 8 bytes; four uint32 counts (places, keys, table, text);
`keys` uint64 (a name's 40-bit hash << 24 | place number), sorted, so that looking a name up is one bisection;
`places` fixed-width records; `table` uint32 offsets into the text for shared words (countries, divisions);
UTF-8 text of names. The file is mapped into memory, so opening it costs nothing and workers share it.
"""

from __future__ import annotations

import hashlib
import mmap
import pathlib
import re
import struct
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

_MAGIC = b"tidgaz1\n"
_HEAD = struct.Struct("<8s4I")
# geonameid, lat and lon in 1e-5 degrees, population, name offset; name length, kind; country, admin1, admin2, code
_RECORD = struct.Struct("<IiiIIBsHHHH")
_MARKS = re.compile(r"[\u0027\u0060\u2018\u2019\u02bb\u02bc\u02be\u02bf\u00b4.,()]")
# Letters that Unicode does not take apart into a plain one and a mark.
_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "Æ": "Ae",
     "œ": "oe", "Œ": "Oe", "ı": "i", "ə": "a", "Ə": "A", "ħ": "h", "Ħ": "H"}
)  # fmt: skip
_GAPS = re.compile(r"[\s\-/_\u2010-\u2015]+")
_ARTICLE = re.compile(r"(?:al|el|ad|adh|an|ar|as|ash|at|ath|az|es|esh|er|ed|et) (?=\w{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place as the file holds it: `kind` P place, A first-level, B second-level division.

    `code` is the two-letter code of a US state; `keys` are the folded names it is found by.
    """

    geonameid: int
    name: str
    country: str
    kind: str
    admin1: str
    admin2: str
    code: str
    lat: float
    lon: float
    population: int
    keys: set[str]


def fold(name: str) -> str:
    """A name as it is compared: no case, accents, apostrophes or full stops; hyphens are blanks.

    >>> fold("Al-Ḩasakah"), fold("Xi’an"), fold("St. Louis")
    ('al hasakah', 'xian', 'st louis')
    """
    if not name.isascii():
        name = name.translate(_LETTERS)
        name = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in name if not unicodedata.combining(c))
    return _GAPS.sub(" ", _MARKS.sub("", name)).strip().casefold()


def without_article(key: str) -> str | None:
    """A folded name without its Arabic article, or None when it has none.

    >>> without_article("al hasakah"), without_article("alberta")
    ('hasakah', None)
    """
    found = _ARTICLE.match(key)
    return key[found.end() :] if found else None


def keys_of(names: Iterable[str]) -> set[str]:
    """The folded forms under which a place of these `names` is found; at least two letters each."""
    keys = {fold(name) for name in names}
    return {key for key in keys if len(key) > 1 and key.isascii()}


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=5).digest(), "big")


def write_gazetteer(path: pathlib.Path, rows: list[Row]) -> int:
    """Write `rows` to `path` and return the size in bytes; the same rows give the same bytes."""
    texts: dict[str, int] = {}
    blob = bytearray()
    for row in rows:
        for text in (row.name, row.country, row.admin1, row.admin2, row.code):
            if text not in texts:
                texts[text] = len(blob)
                blob += text.encode()
                blob += b"\0"
    shared = sorted({t for row in rows for t in (row.country, row.admin1, row.admin2, row.code)})
    number = {text: n for n, text in enumerate(shared)}
    pairs = sorted((_hash(key) << 24) | n for n, row in enumerate(rows) for key in _with_bare(row))
    with path.open("wb") as out:
        out.write(_HEAD.pack(_MAGIC, len(rows), len(pairs), len(shared), len(blob)))
        out.write(struct.pack(f"<{len(pairs)}Q", *pairs))
        for row in rows:
            out.write(
                _RECORD.pack(
                    row.geonameid,
                    round(row.lat * 1e5),
                    round(row.lon * 1e5),
                    row.population,
                    texts[row.name],
                    len(row.name.encode()),
                    row.kind.encode(),
                    *(number[t] for t in (row.country, row.admin1, row.admin2, row.code)),
                )
            )
        out.write(struct.pack(f"<{len(shared)}I", *(texts[t] for t in shared)))
        out.write(blob)
        return out.tell()


# Where names begin with an article that English reports often leave out.
_ARABIC = frozenset(
    [
        "ARE",
        "BHR",
        "DZA",
        "EGY",
        "ESH",
        "IRQ",
        "ISR",
        "JOR",
        "KWT",
        "LBN",
        "LBY",
        "MAR",
        "MRT",
        "OMN",
        "PSE",
        "QAT",
        "SAU",
        "SDN",
        "SYR",
        "TUN",
        "YEM",
    ]
)


def _with_bare(row: Row) -> list[str]:
    keys = set(row.keys)
    if row.country in _ARABIC:
        keys |= {bare for key in row.keys if (bare := without_article(key))}
    return sorted(keys)


class GazetteerFile:
    """A gazetteer file mapped into memory: place numbers by name, and a place's row by number."""

    def __init__(self, path: pathlib.Path) -> None:
        with path.open("rb") as handle:
            self._map = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
        magic, places, keys, table, _ = _HEAD.unpack_from(self._map)
        self.size: int = places
        if magic != _MAGIC:
            raise ValueError(f"{path.name} is not a gazetteer file of this version")
        view = memoryview(self._map)
        start = _HEAD.size
        self._keys = view[start : start + 8 * keys].cast("Q")
        self._records = start + 8 * keys
        start = self._records + _RECORD.size * places
        self._table = view[start : start + 4 * table].cast("I")
        self._text = start + 4 * table

    def numbers(self, key: str) -> list[int]:
        """Numbers of the places known by the folded name `key`, ascending."""
        low = _hash(key) << 24
        found = []
        at = bisect_left(self._keys, low)
        while at < len(self._keys) and self._keys[at] >> 24 == low >> 24:
            found.append(self._keys[at] & 0xFFFFFF)
            at += 1
        return found

    def row(self, number: int) -> tuple[int, str, str, str, str, str, str, float, float, int]:
        """geonameid, name, country, kind, admin1, admin2, code, lat, lon, population of a place."""
        gid, lat, lon, population, at, length, kind, country, admin1, admin2, code = _RECORD.unpack_from(
            self._map, self._records + _RECORD.size * number
        )
        name = self._map[self._text + at : self._text + at + length].decode()
        words = [self._shared(n) for n in (country, admin1, admin2, code)]
        return (
            gid,
            name,
            words[0],
            kind.decode(),
            words[1],
            words[2],
            words[3],
            lat / 1e5,
            lon / 1e5,
            population,
        )

    def _shared(self, number: int) -> str:
        start = self._text + self._table[number]
        return self._map[start : self._map.find(b"\0", start)].decode()
