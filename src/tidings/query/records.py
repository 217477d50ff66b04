"""Records as they were kept, read back: frozen, typed, with their words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tidings.model.article import Evidence
from tidings.model.records import Actor, Date, EventMention, Figure, Place, Record, Statement

COLUMNS = ("kind", "json", "text")


def read_record(kind: str, text: str, article: str) -> Record:
    """The record of `kind` whose JSON form is `text`; its words are taken from the `article`'s text."""
    row: dict[str, Any] = json.loads(text)
    common = {key: row[key] for key in ("article", "id", "rule", "confidence")}
    if kind == "event":
        return EventMention(
            **common,
            **{key: row[key] for key in ("event", "type", "mode", "cameo", "quad", "goldstein", "status")},
            contexts=tuple(row["contexts"]),
            trigger=_words(row["trigger"], article),
            actors=_actors(row["actors"]),
            recipients=_actors(row["recipients"]),
            said_by=_actors(row.get("said_by_chain") or []),
            date=_date(row["date"]),
            place=_place(row["place"]),
        )
    if kind == "statement":
        return Statement(
            **common,
            speaker=_actor(row["speaker"]),
            addressee=_actor(row["addressee"]),
            cue=_words(row["cue"], article) if row["cue"] else None,
            content=_words(row["content"], article),
            form=row["form"],
            content_parts=tuple(_words(part, article) for part in row.get("content_parts") or ()),
            stance=tuple((row.get("stance") or {}).items()),
        )
    return Figure(
        **common,
        **{
            key: row[key]
            for key in ("what", "low", "best", "high", "who", "event", "qualifier", "cumulative")
        },
        span=_words(row["span"], article),
        said_by=_actor(row["said_by"]),
        date=_date(row["date"]),
        place=_place(row["place"]),
    )


def _words(span: Mapping[str, int], text: str) -> Evidence:
    return Evidence(span["start"], span["end"], text[span["start"] : span["end"]])


def _known(kind: type, row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that this version knows: a record of a later one may hold more."""
    return {key: row[key] for key in kind.__dataclass_fields__ if key in row}  # type: ignore[attr-defined]


def _actor(row: Mapping[str, Any] | None) -> Actor | None:
    return Actor(**_known(Actor, row)) if row else None


def _actors(rows: Sequence[Mapping[str, Any]]) -> tuple[Actor, ...]:
    return tuple(Actor(**_known(Actor, row)) for row in rows)


def _date(row: Mapping[str, Any] | None) -> Date | None:
    return Date(**_known(Date, row)) if row else None


def _place(row: Mapping[str, Any] | None) -> Place | None:
    return Place(**_known(Place, row)) if row else None
