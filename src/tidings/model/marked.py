"""Records as HTML for notebooks: the sentence with its parts marked, and who they stand for.

Everything from an article is escaped. Colours are translucent and text keeps the page's own colour, so that it
reads on light and dark pages; every part carries its label, so that nothing hangs on colour alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from tidings.model.records import Actor, Date, EventMention, Figure, Place, Record, Statement

if TYPE_CHECKING:
    from tidings.model.article import Evidence
    from tidings.model.coded import Coded

SHOWN = 20  # records of an article that a notebook shows
Part = tuple[int, int, str]  # start, end, label
_COLOURS = {  # red, green, blue of the label's mark
    "act": "214,69,65",
    "who": "52,120,198",
    "whom": "38,150,130",
    "said by": "130,90,190",
    "when": "190,140,20",
    "where": "90,140,40",
    "words": "130,130,130",
    "figure": "214,69,65",
}


def marked_sentence(sentence: Evidence, parts: Sequence[Part]) -> str:
    """The sentence as HTML, its parts marked and labelled; parts may nest and cross, those outside are left out.

    >>> from tidings.model.article import Evidence
    >>> marked_sentence(Evidence(4, 9, "A & B"), [(4, 5, "who")]).startswith('<mark title="who"')
    True
    """
    inside = sorted({p for p in parts if sentence.start <= p[0] < p[1] <= sentence.end})
    edges = sorted({sentence.start, sentence.end, *(e for part in inside for e in part[:2])})
    out: list[str] = []
    for start, end in itertools.pairwise(edges):
        words = escape(sentence.quote[start - sentence.start : end - sentence.start])
        around = sorted((p for p in inside if p[0] <= start and end <= p[1]), key=lambda p: (p[1] - p[0], p))
        if not around:
            out.append(words)
            continue
        ended = [p[2] for p in around if p[1] == end]
        colour = _COLOURS.get(around[0][2], _COLOURS["words"])
        title = ", ".join(dict.fromkeys(p[2] for p in around))
        out.append(
            f'<mark title="{title}" style="background:rgba({colour},.22);color:inherit;'
            f'border-bottom:2px solid rgb({colour})">{words}</mark>'
            + "".join(f'<sub style="opacity:.75">{label}</sub>' for label in dict.fromkeys(ended))
        )
    return "".join(out)


def record_html(record: Record) -> str:
    """One record: what it is, its sentence with the parts marked, and who the parts stand for."""
    sentence = f"<p style='margin:.3em 0'>{_sentence(record)}</p>" if record.sentence else ""
    told = " \u00b7 ".join(f"{label}: {escape(value)}" for label, value in _resolved(record))
    return (
        '<div dir="auto" style="margin:.6em 0;padding-left:.7em;border-left:3px solid rgba(130,130,130,.5)">'
        f"<div><b>{escape(_head(record))}</b></div>{sentence}"
        f'<div style="opacity:.85">{told}</div>'
        f'<div style="opacity:.6;font-size:85%">{escape(record.id)} \u00b7 rule {escape(record.rule)}</div></div>'
    )


def coded_html(coded: Coded) -> str:
    """A coded article: its title, counts by kind, and the first records."""
    numbers = {"event": len(coded.events), "statement": len(coded.statements), "figure": len(coded.figures)}
    counts = " \u00b7 ".join(f"{n} {kind}" + ("" if n == 1 else "s") for kind, n in numbers.items())
    rest = len(coded.records) - SHOWN
    more = f"<p>and {rest} more records</p>" if rest > 0 else ""
    shown = "".join(record_html(record) for record in coded.records[:SHOWN])
    title = escape(coded.article.title or coded.article.id)
    return f'<div dir="auto"><h4 style="margin:.2em 0">{title}</h4><div>{counts}</div>{shown}{more}</div>'


def _sentence(record: Record) -> str:
    assert record.sentence is not None
    return marked_sentence(record.sentence, parts_of(record))


def parts_of(record: Record) -> list[Part]:
    """The stretches of the article that a record names, with their labels."""
    if isinstance(record, EventMention):
        spans: list[tuple[str, Sequence[Actor | Date | Place | Evidence | None]]] = [
            ("act", [record.trigger]), ("who", record.actors), ("whom", record.recipients),
            ("said by", record.said_by), ("when", [record.date]), ("where", [record.place]),
        ]  # fmt: skip
    elif isinstance(record, Statement):
        spans = [
            ("who", [record.speaker]), ("whom", [record.addressee]), ("act", [record.cue]),
            ("words", record.content_parts or [record.content]),
        ]  # fmt: skip
    else:
        spans = [
            ("figure", [record.span]), ("said by", [record.said_by]), ("when", [record.date]),
            ("where", [record.place]),
        ]  # fmt: skip
    return [
        (part.start, part.end, label)
        for label, parts in spans
        for part in parts
        if part is not None and part.start is not None and part.end is not None
    ]


def _head(record: Record) -> str:
    if isinstance(record, EventMention):
        act = record.type + (f"/{record.mode}" if record.mode else "")
        return " \u00b7 ".join(part for part in (act, record.cameo, record.status) if part)
    if isinstance(record, Statement):
        return f"statement \u00b7 {record.form}"
    return f"figure \u00b7 {record.what} {bounds(record)}"


def bounds(figure: Figure) -> str:
    """The numbers of a figure in words: "12", "at least 12", "at most 9", "about 300", "10 to 20"."""
    low, best, high = figure.low, figure.best, figure.high
    if low is not None and low == best == high:
        return f"{low:,}"
    if low is not None and high is not None:
        return f"{low:,} to {high:,}"
    if best is not None:
        return f"about {best:,}"
    if low is not None:
        return f"at least {low:,}"
    return f"at most {high:,}" if high is not None else "unknown"


def _resolved(record: Record) -> list[tuple[str, str]]:
    """Label and value of what the record's parts stand for."""
    if isinstance(record, EventMention):
        parties = [("who", record.actors), ("whom", record.recipients), ("said by", record.said_by)]
    elif isinstance(record, Statement):
        parties = [
            ("who", (record.speaker,) if record.speaker else ()),
            ("whom", (record.addressee,) if record.addressee else ()),
        ]
    else:
        parties = [("said by", (record.said_by,) if record.said_by else ())]
    told = [(label, party(actor)) for label, actors in parties for actor in actors]
    if not isinstance(record, Statement):
        if record.date:
            told.append(("when", days(record.date)))
        if record.place:
            told.append(("where", ", ".join(filter(None, (record.place.name, record.place.country)))))
    return told


def party(actor: Actor) -> str:
    """Name, country and sector in one: "Jordan (JOR.GOV)"."""
    return f"{actor.name} ({actor.country or '?'}.{actor.sector or '?'})"


def days(date: Date) -> str:
    """The days a date covers, with ".." for an open side; its own words when it could not be resolved.

    >>> days(Date(text="in May 2011", start=0, end=11, first="2011-05-01", last="2011-05-31", precision="month"))
    '2011-05-01..2011-05-31'
    """
    if date.first is None and date.last is None:
        return f'"{date.text}"'
    if date.first == date.last:
        return str(date.first)
    return f"{date.first or ''}..{date.last or ''}"
