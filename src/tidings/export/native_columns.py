"""The columns of the native tables, described once for the codebook, the data package and the documents."""

from __future__ import annotations

from tidings.export.profiles import Column
from tidings.query.database import Database

TABLES = ("event_mentions", "articles", "statements", "figures", "parties", "evidence")
_OFFSET = "in Unicode code points of the article's text, half-open"
TEXTS = {
    "id": "content id; the same article, codebook and version give the same id",
    "article": "id of the article",
    "record": "id of the event mention, statement or figure",
    "kind": "event, statement or figure",
    "quote": "the exact words: article.text[first:last]",
    "sentence": "the sentence in which the words stand",
    "prefix": "the 32 characters before the words",
    "suffix": "the 32 characters after the words",
    "first": f"where the words begin, {_OFFSET}",
    "last": f"where the words end, {_OFFSET}",
    "event": "label of the event within its article; mentions and figures of one event share it",
    "type": "PLOVER event type",
    "mode": "PLOVER mode",
    "cameo": "CAMEO code",
    "quad": "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict",
    "goldstein": "Goldstein score of the CAMEO code, -10 to 10",
    "status": "actual, historical, future, hypothetical or negated",
    "contexts": "PLOVER contexts",
    "said_by": "on whose word; empty where the paper tells it itself",
    "date_start": "first day that the date covers",
    "date_end": "last day that the date covers",
    "date_precision": "day, week, month, year, range, open ...",
    "date_basis": "how the date was resolved: absolute, published, text, inferred",
    "date_text": "the words of the date",
    "edtf": "the date in Extended Date/Time Format (ISO 8601-2)",
    "place": "name of the place",
    "place_country": "ISO 3166 alpha-3 code of the place's country",
    "place_precision": "exact, city, district, region, country or area",
    "place_text": "the words of the place",
    "latitude": "WGS84 degrees",
    "longitude": "WGS84 degrees",
    "geonames_id": "GeoNames id",
    "rule": "the codebook entry that fired",
    "confidence": "0 to 1; of an event: the chance that a reader marks an act of its type there; of others: orders them",
    "review": "machine, accepted, corrected, rejected, unsure or stale",
    "published": "publication date of the article; empty where unknown",
    "published_origin": "where the publication date was found",
    "source": "outlet",
    "title": "title of the article",
    "url": "address of the article",
    "text": "the words, or the article's text",
    "text_sha256": "SHA-256 of the article's text in UTF-8",
    "characters": "length of the text in code points",
    "skipped": "stretches of the text that are not coded, with the reason, as JSON",
    "form": "direct, indirect or mixed",
    "cue": "the word of saying",
    "stance": "for, against, demanding or conditional",
    "stance_toward": "what the stance is toward",
    "what": "killed, injured, displaced, detained, missing ...",
    "low": "lower bound; empty where none was reported",
    "best": "the figure given; empty where none was reported",
    "high": "upper bound; empty where none was reported",
    "qualifier": "about, at least, more than ...",
    "cumulative": "whether it counts since some day rather than one event",
    "who": "whom it counts",
    "role": "actor, recipient, said_by, speaker or addressee",
    "position": "place in the list of parties, from 1",
    "name": "canonical name",
    "country": "ISO 3166 alpha-3 code, or UNO, EUR, IGO, NGO, IMG, MNC",
    "sector": "sector code: GOV, MIL, REB, CVL ...",
    "part": "trigger, content, figure, cue, date, place, or the party's role",
}
_PARTY = {
    "": "first",
    "_country": "country of the first",
    "_sector": "sector of the first",
    "_id": "codebook id of the first",
}
_LISTS = {
    "s": "all",
    "_ids": "codebook ids of all",
    "_countries": "countries of all",
    "_sectors": "sectors of all",
    "_codes": "country.sector of all",
}
_ROLES = {
    "actor": "actor",
    "recipient": "recipient",
    "said_by": "one whose word it is",
    "speaker": "speaker",
    "addressee": "addressee",
}


def native_columns(
    database: Database, table: str, *, texts: bool = False, lists: bool = False
) -> tuple[Column, ...]:
    """The columns of a native table; articles' full texts only with `texts`. Lists are joined, unless `lists` stay."""
    found = []
    for row in database.rows(f"DESCRIBE {table}"):
        name, kind = row["column_name"], row["column_type"]
        if name == "json" or (table == "articles" and name in ("text", "skipped") and not texts):
            continue
        text = describe(name)
        if kind.endswith("[]"):
            text = text if lists else f"{text}, joined by '; '"
            found.append(Column(name, "array" if lists else "string", text))
        else:
            found.append(Column(name, _type(kind), text))
    return tuple(found)


def _type(kind: str) -> str:
    if kind in ("TINYINT", "INTEGER", "BIGINT"):
        return "integer"
    return {"DOUBLE": "number", "DATE": "date", "BOOLEAN": "boolean"}.get(kind, "string")


def describe(name: str) -> str:
    """What a column of a native table holds; `KeyError` for one that is not described.

    >>> describe("recipient_country")
    'country of the first recipient'
    """
    if name in TEXTS:
        return TEXTS[name]
    for role, words in _ROLES.items():
        rest = name.removeprefix(role)
        if rest != name and rest in _PARTY:
            return f"{_PARTY[rest]} {words}"
        if rest != name and rest in _LISTS:
            return f"{_LISTS[rest]} {words}s"
    raise KeyError(f"column {name} has no description in tidings.export.native_columns")
