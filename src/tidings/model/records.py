"""The records that coding one article yields: actors, dates, places, event mentions, statements, figures.

All offsets are half-open, in Unicode code points into `Article.text`. Unknown is None, never a
likely value. `to_dict()` of each record is the JSON form of the gold scheme's section "Output".

Event mentions, statements and figures also carry `sentence`, the sentence(s) their words stand in, and the
versions that made them: `codebook`, the content hash of the codebook, and `coder`, the version of the program.
In a notebook each shows its sentence with the parts marked.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from tidings.model.article import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A party: the words, and who they stand for.

    `start` and `end` are None when the party is implied by the article rather than named at the
    spot. `country` is ISO 3166 alpha-3 or one of UNO, EUR, IGO, NGO, IMG, MNC; `sector` one of the
    codebook's sectors (GOV, MIL, COP, REB, CVL ...). `id` names the codebook entry, where there is one.
    """

    text: str
    start: int | None
    end: int | None
    name: str
    id: str | None = None
    country: str | None = None
    sector: str | None = None

    @property
    def party(self) -> str:
        """What parties are compared by: country (or the name, where there is no country) and sector."""
        return f"{self.country or self.name}.{self.sector}"

    def to_dict(self) -> dict[str, Any]:
        """The actor as plain JSON values."""
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date expression and the days it covers.

    `first` and `last` are ISO days (either may be None: open or unresolved). `precision` is one of
    day, part-of-day, week, month, season, quarter, year, decade, century, range, open, unknown.
    `basis` says how it was resolved: "absolute", "published", "text" (relative to another date in the
    text), "inferred", or None where it could not be. `edtf` is Extended Date/Time Format
    (ISO 8601-2), `timex` the TIMEX3 value (TimeML 1.2.1); `kind` the TIMEX3 type DATE, TIME, DURATION, SET.
    """

    text: str
    start: int
    end: int
    first: str | None
    last: str | None
    precision: str
    basis: str | None = None
    edtf: str | None = None
    timex: str | None = None
    kind: str = "DATE"

    def to_dict(self) -> dict[str, Any]:
        """The date as plain JSON values."""
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place expression and where it is, as precisely as the words allow and no more.

    `precision` is one of exact, city, district, region, country, area. `lat` and `lon` are WGS84
    degrees, None where unknown. `geonameid` is the GeoNames id where there is one.
    """

    text: str
    start: int
    end: int
    name: str
    country: str | None
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    precision: str = "city"

    def to_dict(self) -> dict[str, Any]:
        """The place as plain JSON values."""
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}


Stance = tuple[tuple[str, str | int], ...]


def _span(evidence: Evidence) -> dict[str, int]:
    return {"start": evidence.start, "end": evidence.end}


def _maybe(record: Actor | Date | Place | None) -> dict[str, Any] | None:
    return None if record is None else record.to_dict()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """Who did what to whom, when, where, is it so, and on whose word, at one spot of one article.

    `event` labels mentions of one real-world event within the article. `said_by` is a chain, the
    nearest speaker first; empty where the paper tells it in its own voice. `rule` names the
    codebook act that fired; `confidence` lies in 0..1; `path` lists the decisions taken, in order,
    for `tidings why`.
    """

    article: str
    id: str
    event: str
    type: str
    mode: str | None
    cameo: str | None
    quad: int | None
    goldstein: float | None
    contexts: tuple[str, ...]
    status: str
    trigger: Evidence
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    said_by: tuple[Actor, ...]
    date: Date | None
    place: Place | None
    rule: str
    confidence: float
    path: tuple[str, ...] = ()
    sentence: Evidence | None = None
    codebook: str = ""
    coder: str = ""
    kind: str = "event"

    def to_dict(self) -> dict[str, Any]:
        """The event mention in the gold scheme's output form."""
        return {
            "article": self.article,
            "kind": self.kind,
            "id": self.id,
            "event": self.event,
            "type": self.type,
            "mode": self.mode,
            "cameo": self.cameo,
            "quad": self.quad,
            "goldstein": self.goldstein,
            "contexts": list(self.contexts),
            "status": self.status,
            "trigger": _span(self.trigger),
            "actors": [a.to_dict() for a in self.actors],
            "recipients": [a.to_dict() for a in self.recipients],
            "said_by": self.said_by[0].to_dict() if self.said_by else None,
            "said_by_chain": [a.to_dict() for a in self.said_by],
            "date": _maybe(self.date),
            "place": _maybe(self.place),
            "sentence": None if self.sentence is None else _span(self.sentence),
            "rule": self.rule,
            "confidence": self.confidence,
            "codebook": self.codebook,
            "coder": self.coder,
        }

    def _repr_html_(self) -> str:
        from tidings.model.marked import record_html

        return record_html(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who said what, to whom, in what form: one record per sentence of a quotation.

    `form` is direct (all in quotation marks), indirect or mixed. `content` leaves the outer
    quotation marks out. `content_parts` are the pieces of `content` that are the speaker's words when
    the reporting clause interrupts them; one piece otherwise. `stance` is None, or a mapping with
    `toward` (an actor's name or the words of a proposal), `position` (for, against, demanding,
    conditional), and the `words` that carry it at `start:end`.
    """

    article: str
    id: str
    speaker: Actor | None
    addressee: Actor | None
    cue: Evidence | None
    content: Evidence
    form: str
    rule: str
    confidence: float
    content_parts: tuple[Evidence, ...] = ()
    stance: Stance = ()
    sentence: Evidence | None = None
    codebook: str = ""
    coder: str = ""
    kind: str = "statement"

    def to_dict(self) -> dict[str, Any]:
        """The statement in the gold scheme's output form."""
        return {
            "article": self.article,
            "kind": self.kind,
            "id": self.id,
            "speaker": _maybe(self.speaker),
            "addressee": _maybe(self.addressee),
            "cue": None if self.cue is None else _span(self.cue),
            "content": _span(self.content),
            "content_parts": [_span(part) for part in self.content_parts],
            "form": self.form,
            "stance": dict(self.stance) or None,
            "sentence": None if self.sentence is None else _span(self.sentence),
            "rule": self.rule,
            "confidence": self.confidence,
            "codebook": self.codebook,
            "coder": self.coder,
        }

    def _repr_html_(self) -> str:
        from tidings.model.marked import record_html

        return record_html(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many, of whom, on whose word. Unknown bounds are None, never 0.

    `what` is killed, injured, displaced, detained, missing, abducted, evacuated, troops, protesters
    or other. `event` is the label of the event it counts for, where there is one. `qualifier` is "at least",
    "about", "at most" or None. `cumulative` counts hold for a span of time ("since March", "the toll"), from
    `since` and up to `as_of` where the words give them.
    """

    article: str
    id: str
    what: str
    low: int | None
    best: int | None
    high: int | None
    span: Evidence
    who: str | None
    event: str | None
    said_by: Actor | None
    date: Date | None
    place: Place | None
    rule: str
    confidence: float
    qualifier: str | None = None
    cumulative: bool = False
    sentence: Evidence | None = None
    codebook: str = ""
    coder: str = ""
    since: Date | None = None
    as_of: Date | None = None
    kind: str = "figure"

    def to_dict(self) -> dict[str, Any]:
        """The figure in the gold scheme's output form."""
        return {
            "article": self.article,
            "kind": self.kind,
            "id": self.id,
            "what": self.what,
            "low": self.low,
            "best": self.best,
            "high": self.high,
            "span": _span(self.span),
            "who": self.who,
            "event": self.event,
            "said_by": _maybe(self.said_by),
            "date": _maybe(self.date),
            "place": _maybe(self.place),
            "qualifier": self.qualifier,
            "cumulative": self.cumulative,
            "sentence": None if self.sentence is None else _span(self.sentence),
            "since": _maybe(self.since),
            "as_of": _maybe(self.as_of),
            "rule": self.rule,
            "confidence": self.confidence,
            "codebook": self.codebook,
            "coder": self.coder,
        }

    def _repr_html_(self) -> str:
        from tidings.model.marked import record_html

        return record_html(self)


Record = EventMention | Statement | Figure


def words_of(record: Record) -> Evidence:
    """The words a record stands on: an event's trigger, a statement's content, a figure's span."""
    if isinstance(record, EventMention):
        return record.trigger
    return record.content if isinstance(record, Statement) else record.span
