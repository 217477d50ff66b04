"""GDELT 2.0 Mentions: 16 columns, tab-separated, no header: one row a mention of a row of the Events file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tidings.export.cells import tsv_lines
from tidings.export.gdelt import address, event_number, pairs
from tidings.export.profiles import Column, Profile
from tidings.export.selection import Selection
from tidings.query.event_rows import Mention

_COLUMNS = (
    Column("GLOBALEVENTID", "integer", "the row of the Events file"),
    Column(
        "EventTimeDate",
        "integer",
        "publication day of the first article, YYYYMMDD000000; blank where unknown",
    ),
    Column(
        "MentionTimeDate", "integer", "publication day of this article, YYYYMMDD000000; blank where unknown"
    ),
    Column("MentionType", "integer", "1 for a web address, 2 for a citation only"),
    Column("MentionSourceName", "string", "outlet"),
    Column("MentionIdentifier", "string", "address of the article, or tidings:<article id>"),
    Column("SentenceID", "integer", "not kept; the offsets say where", blank=True),
    Column(
        "Actor1CharOffset",
        "integer",
        "where the actor's words begin, in code points; -1 where not in the sentence",
    ),
    Column("Actor2CharOffset", "integer", "where the recipient's words begin; -1 where not in the sentence"),
    Column("ActionCharOffset", "integer", "where the words of the act begin"),
    Column("InRawText", "integer", "always 1: every record rests on the article's exact words"),
    Column("Confidence", "integer", "confidence of the mention in percent"),
    Column("MentionDocLen", "integer", "length of the article in code points"),
    Column("MentionDocTone", "number", "tone is not measured", blank=True),
    Column("MentionDocTranslationInfo", "string", "nothing was translated", blank=True),
    Column("Extras", "string", "the Tidings id of the event mention"),
)


def _lines(selection: Selection) -> Iterator[str]:
    return tsv_lines(None, _rows(selection))


def _rows(selection: Selection) -> Iterator[tuple[object, ...]]:
    lengths = {
        r["id"]: r["characters"] for r in selection.database.rows("SELECT id, characters FROM articles")
    }
    for event in selection.events():
        days = [m.published for m in event.mentions if m.published]
        first = f"{min(days):%Y%m%d}000000" if days else ""
        for actor, recipient in pairs(event):
            number = event_number(event, actor, recipient)
            for mention in event.mentions:
                selection.written["rows"] += 1
                yield (
                    *(number, first, f"{mention.published:%Y%m%d}000000" if mention.published else ""),
                    *(1 if mention.url else 2, mention.source or "", address(mention), ""),
                    *(
                        _offset(mention, "actors", actor),
                        _offset(mention, "recipients", recipient),
                        mention.first,
                    ),
                    *(
                        1,
                        round(mention.record["confidence"] * 100),
                        lengths[mention.article],
                        "",
                        "",
                        mention.id,
                    ),
                )


def _offset(mention: Mention, role: str, party: Mapping[str, Any] | None) -> int:
    for one in mention.record[role]:
        if party is not None and one["name"] == party["name"] and one["start"] is not None:
            return int(one["start"])
    return -1


PROFILES = {
    "gdelt2-mentions": Profile(
        name="gdelt2-mentions",
        title="GDELT 2.0 Mentions",
        suffix=".CSV",
        one_row="one mention of a row of the Events file",
        columns=_COLUMNS,
        lines=_lines,
        header=False,
        delimiter="\t",
        statuses=("actual",),
        media="text/tab-separated-values",
        lost=(
            "Status has no column: only mentions of actual events are written, unless --status names others.",
            "Offsets are exact, in Unicode code points of the article's text; GDELT's own are approximate.",
            "Sentence numbers and tone are blank.",
        ),
    )
}
