"""Mutations: bytes of a file, and words, marks and numbers of a report. The same seed gives the same cases."""

from __future__ import annotations

import random
import re

BYTES = (
    *(b"\0", b"\xff", b"\xfe\xff", b"\xed\xa0\x80", b"\xc0\xaf", b"\r", b"\n\n", b'"', b"'", b"<", b">", b"&", b"]]>"),
    *(b"<!--", b"<![CDATA[", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#0;", b"&#x110000;", b"\\u", b"{\\", b"}"),
    *(b"{", b"[", b"]", b":", b",", b"9" * 400, b"-1", b"1e999", b"NaN", b"%00", b"../", b"\x1f\x8b", b"PK\x03\x04"),
    *(b"Content-Length: 99999999999\r\n", b"charset=utf-7", b"=?utf-8?b?4?=", b"base64", b"!!python/object:os.system"),
    *(b"&a *a", b"<<: *a", b"\xe2\x80\xae", b"endobj", b"stream\n", b"xref", b"0 R", b"\\'ff", b"\\bin999999999 "),
)  # fmt: skip
PIECES = (
    *("\u201c", "\u201d", '"', "'", "\u2019", "\u2018", "(", ")", "[", "]", "--", "\u2014", "...", ".", ",", ";", ":", "?", "!"),
    *("\n", "\n\n", "\r\n", "\t", " ", "\u00a0", "\u2028", "\u200b", "\u202e", "\ufeff", "\0", "e\u0301", "\U0001f30d", "\u0130"),
    *("\ufb01", "\u0645\u0631\u062d\u0628\u0627", "\u4e2d\u56fd", "\u1e9e", "\U000e0001", "\x85", "\x0b", "\x1c"),
    *(" on February 30, 2015 ", " 31/02/2015 ", " in 0000 ", " in 9999 ", " May ", " 19,60 ", " the 1890s ", " 10 years ago "),
    *(" 999999999999999999999 people ", " -5 people ", " 1,2,3 soldiers ", " two to one million ", " half of a dozen ", " \u00bd "),
    *(" more than at least about 12 ", " 12-to-4 ", " XIV ", " 3.5.2015 ", " next last Monday ", " tomorrow ", " since until by "),
    *(" 5000 years before ", " in the year 12015 ", " 9999-12-31 ", " two centuries later ", " 100000 days ago ", " 0 "),
    *(" said ", " that ", " he ", " not ", " of of of ", " and ", ", who, ", " according to ", " to ", " bombed ", " the talks "),
    *(" Russia ", " U.S. ", " Mr. ", " the ", "'s ", " United Nations ", " king of ", " Syria's Russia's ", " al-Assad "),
)  # fmt: skip
_UNIT = re.compile(r"\s+|\d+|\w+|[^\w\s]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def mutated_bytes(raw: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """`raw` after one to eight edits: flipped, cut, doubled, moved, spliced with another file, junk put in."""
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        at = chance.randrange(len(raw) + 1)
        width = int(chance.paretovariate(0.7)) if chance.random() < 0.8 else chance.randrange(len(raw) + 1)
        match chance.randrange(9):
            case 0 if raw:
                flipped = bytearray(raw)
                flipped[at % len(raw)] ^= 1 << chance.randrange(8)
                raw = bytes(flipped)
            case 1:
                raw = raw[:at] + raw[at + width :]
            case 2:
                raw = raw[:at] + raw[at : at + width] * chance.choice((2, 2, 3, 50)) + raw[at + width :]
            case 3:
                raw = raw[:at] + chance.choice(BYTES) + raw[at:]
            case 4:
                raw = raw[:at] + chance.choice(BYTES) + raw[at + width :]
            case 5:
                other = chance.choice(others)
                start = chance.randrange(len(other) + 1)
                raw = raw[:at] + other[start : start + width] + raw[at:]
            case 6:
                raw = raw[:at] + chance.randbytes(min(width, 64)) + raw[at + width :]
            case 7:
                to = chance.randrange(len(raw) + 1)
                piece, rest = raw[at : at + width], raw[:at] + raw[at + width :]
                raw = rest[:to] + piece + rest[to:]
            case _:
                raw = raw[:at]
        raw = raw[:400_000]
    return raw


def mutated_text(text: str, chance: random.Random, others: list[str]) -> str:
    """A report after some edits that keep it news-like: sentences and words moved, marks, dates, numbers put in."""
    sentences = _SENTENCE.split(text)
    if chance.random() < 0.7:
        first = chance.randrange(len(sentences))
        sentences = sentences[first : first + chance.randrange(1, 6)]
    if chance.random() < 0.4:
        sentences.insert(
            chance.randrange(len(sentences) + 1), chance.choice(_SENTENCE.split(chance.choice(others)))
        )
    units = _UNIT.findall(" ".join(sentences))
    for _ in range(chance.choice((1, 2, 3, 5, 8, 13))):
        at = chance.randrange(len(units) + 1)
        width = min(int(chance.paretovariate(0.9)), 60)
        match chance.randrange(8):
            case 0:
                del units[at : at + width]
            case 1:
                units[at:at] = [chance.choice(PIECES)]
            case 2:
                units[at : at + 1] = [chance.choice(PIECES)]
            case 3:
                units[at:at] = units[at : at + width] * chance.choice((1, 1, 2, 20))
            case 4:
                piece = units[at : at + width]
                del units[at : at + width]
                to = chance.randrange(len(units) + 1)
                units[to:to] = piece
            case 5 if at < len(units):
                units[at] = chance.choice((str.upper, str.lower, str.title, str.swapcase))(units[at])
            case 6:
                other = _UNIT.findall(chance.choice(others))
                start = chance.randrange(len(other))
                units[at:at] = other[start : start + width]
            case _:
                units[at:at] = [chr(chance.choice((chance.randrange(32, 0x3000), chance.randrange(0xD7FF))))]
        del units[4_000:]
    return "".join(units)
