"""The fields of records as JSON lines have them, described once for the codebook and the data package."""

from __future__ import annotations

from tidings.export.native_columns import describe
from tidings.export.profiles import Column

RECORDS = ("event_mentions", "statements", "figures")
_SPAN = "start and end of its words, in Unicode code points of the article's text, half-open"
_PARTY = "text, start, end, name, id, country, sector"
_DATE = "text, start, end, first, last, precision, basis, edtf, timex"
_HEAD = {"article": "", "kind": "", "id": ""}
_TAIL = {
    "rule": "",
    "confidence": "",
    "codebook": "content hash of the codebook that made the record",
    "coder": "version of Tidings that made the record",
    "quote": "the exact words that the record rests on",
}
_SENTENCE = {"sentence": f"object: the sentence: {_SPAN}"}
_WHERE = {
    "date": f"object or null: {_DATE}",
    "place": "object or null: text, start, end, name, country, lat, lon, geonameid, precision",
}
_FIELDS = {
    "event_mentions": {
        "event": "", "type": "", "mode": "", "cameo": "", "quad": "", "goldstein": "", "contexts": "array: PLOVER contexts",
        "status": "", "trigger": f"object: the act: {_SPAN}", "actors": f"array of parties: {_PARTY}",
        "recipients": f"array of parties: {_PARTY}", "said_by": f"object or null: whose word it is: {_PARTY}",
        "said_by_chain": "array: said_by and those whose word it is in turn", **_WHERE, **_SENTENCE,
    },
    "statements": {
        "speaker": f"object or null: {_PARTY}", "addressee": f"object or null: {_PARTY}",
        "cue": f"object: the word of saying: {_SPAN}", "content": f"object: what is said: {_SPAN}",
        "content_parts": "array: the pieces of it that are the speaker's", "form": "",
        "stance": "object or null: toward, position, words, start, end", **_SENTENCE,
    },
    "figures": {
        "what": "", "low": "", "best": "", "high": "", "span": f"object: the count: {_SPAN}", "who": "", "event": "",
        "said_by": f"object or null: whose word it is: {_PARTY}", **_WHERE, "qualifier": "", "cumulative": "", **_SENTENCE,
        "since": f"object or null: {_DATE}", "as_of": f"object or null: {_DATE}",
    },
}  # fmt: skip
_TYPES = {"quad": "integer", "low": "integer", "best": "integer", "high": "integer", "goldstein": "number",
          "confidence": "number", "cumulative": "boolean"}  # fmt: skip


def record_fields(table: str | None) -> tuple[Column, ...]:
    """The fields of a table of records, in their order; without a table, those of all three, each once.

    >>> [field.name for field in record_fields("statements")][3:6]
    ['speaker', 'addressee', 'cue']
    """
    tables = RECORDS if table is None else (table,)
    fields = {name: text for one in tables for name, text in ({**_HEAD, **_FIELDS[one]}).items()} | _TAIL
    return tuple(Column(name, _type(name, text), text or describe(name)) for name, text in fields.items())


def _type(name: str, text: str) -> str:
    first = text.partition(" ")[0].rstrip(":")
    return first if first in ("object", "array") else _TYPES.get(name, "string")
