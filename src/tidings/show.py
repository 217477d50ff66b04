"""Records as people and programs read them: JSON lines, and a table for the terminal."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tidings.model.article import Article
from tidings.model.ids import content_id
from tidings.model.records import Actor, EventMention, Figure, Statement

if TYPE_CHECKING:
    from rich.table import Table

    from tidings.pipeline import Coded


def json_lines(coded: Coded, *, also: Collection[str] = (), least: float = 0.0) -> Iterator[str]:
    """One JSON object a record, in text order; with `also`, every date and place expression too."""
    for record in coded.records:
        if record.confidence >= least:
            yield json.dumps(record.to_dict(), ensure_ascii=False)
    for kind, found in (("date", coded.dates), ("place", coded.places)):
        if kind + "s" not in also:
            continue
        for item in found:
            key = content_id(kind[:2], coded.article.id, item.start, item.end)
            span = {"start": item.start, "end": item.end}
            yield json.dumps(
                {"article": coded.article.id, "kind": kind, "id": key, "span": span, **item.to_dict()},
                ensure_ascii=False,
            )


def names(actors: Sequence[Actor]) -> str:
    """Actors in one cell: name and country.sector.

    >>> names([])
    '-'
    """
    return ", ".join(f"{a.name} ({a.country or '?'}.{a.sector or '?'})" for a in actors) or "-"


def table(coded: Coded) -> Table:
    """The records of one article as a table: who, what, whom, when, where, status, and the words."""
    from rich.table import Table

    shown = Table(title=coded.article.title or coded.article.id, title_justify="left", expand=False)
    for column in ("who", "what", "to whom", "when", "where", "status", "words"):
        shown.add_column(column)
    for r in coded.records:
        if isinstance(r, EventMention):
            when = (r.date.first or r.date.text) if r.date else "-"
            what = r.type + (f"/{r.mode}" if r.mode else "")
            shown.add_row(
                names(r.actors),
                what,
                names(r.recipients),
                when,
                r.place.name if r.place else "-",
                r.status,
                r.trigger.quote,
            )
        elif isinstance(r, Statement):
            shown.add_row(
                names([r.speaker] if r.speaker else []), "says", "-", "-", "-", r.form, r.content.quote[:80]
            )
        elif isinstance(r, Figure):
            count = r.best if r.best is not None else f"{r.low}+"
            shown.add_row("-", f"{r.what}: {count}", r.who or "-", "-", "-", r.qualifier or "-", r.span.quote)
    return shown


def record_lines(row: Mapping[str, Any], article: Article) -> list[str]:
    """One record in words: its parties, date and place, and the sentence with its words marked."""
    record = json.loads(row["json"])
    head = [record["type"], record["mode"], record["cameo"], record["status"]] if "type" in record else []
    lines = [f"{row['id']}  " + "  ".join([row["kind"], *(str(part) for part in head if part)])]
    for label, key in (
        ("who", "actors"),
        ("whom", "recipients"),
        ("speaker", "speaker"),
        ("said by", "said_by"),
    ):
        parties = record.get(key)
        for party in parties if isinstance(parties, list) else [parties] if parties else []:
            lines.append(f"  {label:8} {party['name']}  {party['country'] or '-'}.{party['sector'] or '-'}")
    date, place = record.get("date"), record.get("place")
    if date:
        days = " to ".join(dict.fromkeys(day for day in (date["first"], date["last"]) if day))
        lines.append(f'  {"when":8} {days or "unknown"}  ({date["precision"]}; "{date["text"]}")')
    if place:
        lines.append(f"  {'where':8} {place['name']}, {place['country'] or '-'}  ({place['precision']})")
    if "what" in record:
        bounds = ", ".join(f"{k} {record[k]}" for k in ("low", "best", "high") if record[k] is not None)
        lines.append(f"  {'count':8} {record['what']}: {bounds}")
    first, last = row["first"], row["last"]
    before, after = article.text[max(0, first - 80) : first], article.text[last : last + 80]
    marked = f"{before.rpartition(chr(10))[2]}[{row['quote']}]{after.partition(chr(10))[0]}"
    lines.append(f"  {'words':8} \u2026{marked}\u2026")
    lines.append(f"  {'from':8} {article.title or article.id}, characters {first}-{last}; rule {row['rule']}")
    return lines
