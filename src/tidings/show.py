"""Records as people and programs read them: JSON lines, and a table for the terminal."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

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
