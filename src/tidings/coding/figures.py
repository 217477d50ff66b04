"""How many, of whom, on whose word: counts of the killed, injured, displaced, detained, of troops and protesters.

A number becomes a figure when it counts people; a word of the codebook says what happened to them.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import TypeVar

from tidings.codebook.figure_words import FigureWords
from tidings.coding.counted_people import Count, find_counts
from tidings.coding.figure_kinds import Kind, kinds_of_counts
from tidings.coding.none_hurt import find_none
from tidings.coding.numbers import find_numbers
from tidings.model import tree
from tidings.model.analysis import Analysis, Mention, Sentence
from tidings.model.article import Evidence
from tidings.model.records import Actor, Date, EventMention, Figure, Place

_EVENT_TYPES = {
    "killed": ("ASSAULT",),
    "injured": ("ASSAULT",),
    "displaced": ("ASSAULT", "COERCE"),
    "detained": ("COERCE",),
    "missing": ("ASSAULT",),
    "abducted": ("ASSAULT",),
    "protesters": ("PROTEST",),
    "troops": ("MOBILIZE", "RETREAT"),
}
_SUMMED = re.compile(
    r"\b(?:since|so far|to date|until now|up to now|overall|in all|altogether|in total|a total of|tolls?|tally"
    r"|(?:over|in|during) the (?:past|last)|throughout the (?:war|conflict))\b",
    re.I,
)


def find_figures(
    analysis: Analysis,
    mentions: Sequence[Mention],
    words: FigureWords,
    events: Sequence[EventMention],
    said_by: Sequence[tuple[int, int, Actor]],
    dates: Sequence[Date] = (),
    places: Sequence[Place] = (),
) -> tuple[Figure, ...]:
    """The figures of an article in text order.

    `said_by` holds (start, end, speaker) of reported stretches; the innermost that covers the figure is
    its source. Date and place are the figure's own where its words give them ("ten in Tarn"), otherwise
    those of the event it belongs to; unknown is None.
    """
    people = {m.head: m for m in mentions if m.kind in ("role", "group")}
    counts = find_counts(analysis, find_numbers(analysis), words, people)
    found = [*kinds_of_counts(analysis, counts, words), *find_none(analysis, words)]
    figures: list[Figure] = []
    for count, kind in found:
        figures.append(_figure(analysis, count, kind, events, said_by, dates, places))
    return tuple(sorted(figures, key=lambda f: (f.span.start, f.span.end)))


def _figure(
    analysis: Analysis,
    count: Count,
    kind: Kind,
    events: Sequence[EventMention],
    said_by: Sequence[tuple[int, int, Actor]],
    dates: Sequence[Date],
    places: Sequence[Place],
) -> Figure:
    number = count.number
    start, end = analysis.words[number.first].start, analysis.words[number.last - 1].end
    sentence = analysis.sentences[analysis.words[number.first].sentence]
    event = _event_of(analysis, events, sentence, start, kind)
    covering = [s for s in said_by if s[0] <= start and end <= s[1]]
    speaker = min(covering, key=lambda s: s[1] - s[0])[2] if covering else None
    since = _marked(analysis, sentence, dates, ("since",))
    as_of = _marked(analysis, sentence, dates, ("as of", "by", "until"))
    summed = bool(since or as_of or _SUMMED.search(_clause(analysis, count, kind)))
    told = [d for d in dates if d not in (since, as_of)]
    return Figure(
        article=analysis.article,
        id="",
        what=kind.what,
        low=number.low,
        best=number.best,
        high=number.high,
        span=Evidence(start, end, analysis.text[start:end]),
        who=_who(analysis, count),
        event=event.event if event else None,
        said_by=speaker,
        date=_date(_hung_on(analysis, sentence, kind, told), since, event, summed),
        place=_own_place(analysis, count, places)
        or (event.place if event else _hung_on(analysis, sentence, kind, places)),
        rule=f"figure/{kind.what}: {kind.why}",
        confidence=0.6 if kind.what == "other" else 0.8,
        qualifier=number.qualifier,
        cumulative=summed,
        since=since,
        as_of=as_of,
    )


def _date(own: Date | None, since: Date | None, event: EventMention | None, summed: bool) -> Date | None:
    """The time of the count: its clause's; for a sum the open time since its beginning; else its event's."""
    if own is not None:
        return own
    if since is not None:
        return dataclasses.replace(since, last=None)
    return event.date if event and not summed else None


def _who(analysis: Analysis, count: Count) -> str | None:
    """The counted people in the article's words; None for a bare number."""
    number = count.number
    if count.bare:
        return None
    if count.named:
        return analysis.slice(number.first + 1, count.head + 1)
    first = number.last
    if analysis.words[first].lower == "of":
        first += 1
    return analysis.slice(first, count.head + 1) if first <= count.head else None


def _clause(analysis: Analysis, count: Count, kind: Kind) -> str:
    """The words of the clause that the count stands in."""
    at = tree.clause_head(analysis, kind.word if kind.word is not None else count.head)
    inside = analysis.subtree(at)
    return analysis.slice(inside[0], inside[-1] + 1)


def _marked(
    analysis: Analysis, sentence: Sentence, dates: Sequence[Date], marks: tuple[str, ...]
) -> Date | None:
    """The date of the sentence that one of the words `marks` stands before."""
    for date in dates:
        if not sentence.start <= date.start < sentence.end:
            continue
        lead = analysis.text[sentence.start : date.start].rstrip().casefold()
        own = date.text.casefold()
        if any(lead.endswith(m) or own.startswith(m + " ") for m in marks):
            return date
    return None


Told = TypeVar("Told", Date, Place)


def _hung_on(analysis: Analysis, sentence: Sentence, kind: Kind, told: Sequence[Told]) -> Told | None:
    """The one date or place of the sentence that hangs on the word which made the count a figure."""
    if kind.word is None:
        return None
    words = analysis.words
    clause = {kind.word, tree.clause_head(analysis, kind.word)}
    found = []
    for item in told:
        inside = [k for k in range(sentence.first, sentence.last) if item.start <= words[k].start < item.end]
        if inside and _reaches(analysis, inside, clause):
            found.append(item)
    return found[0] if len(found) == 1 else None


def _reaches(analysis: Analysis, inside: Sequence[int], clause: set[int]) -> bool:
    """Whether the head of the words `inside` stands in a time or place phrase of the clause."""
    top = next((k for k in inside if analysis.words[k].head not in inside), inside[0])
    word = analysis.words[top]
    if word.dep == "pobj" and analysis.words[word.head].lower in (
        "in",
        "on",
        "at",
        "near",
        "during",
        "outside",
    ):
        return analysis.words[word.head].head in clause
    return word.dep == "npadvmod" and word.head in clause


def _own_place(analysis: Analysis, count: Count, places: Sequence[Place]) -> Place | None:
    """ "Ten in Tarn": the place that stands directly behind the counted people."""
    words = analysis.words
    at = max(count.head + 1, count.number.last)
    if at + 1 < len(words) and words[at].lower in ("in", "at", "near", "from") and words[at].lower != "from":
        start = words[at + 1].start
        for place in places:
            if place.start == start or (words[at + 1].lower == "the" and place.start == words[at + 2].start):
                return place
    return None


def _event_of(
    analysis: Analysis, events: Sequence[EventMention], sentence: Sentence, at: int, kind: Kind
) -> EventMention | None:
    """The event mention that the figure counts for.

    The one whose trigger is the word that made it a figure; else the nearest of a fitting type in its
    sentence; else, for harm, the last one that happened in the sentence before.
    """
    if kind.word is not None:
        own = analysis.words[kind.word].start
        for e in events:
            if e.trigger.start <= own < e.trigger.end:
                return e
    fitting = [e for e in events if e.type in _EVENT_TYPES.get(kind.what, ())]
    here = [e for e in fitting if sentence.start <= e.trigger.start < sentence.end]
    if here:
        return min(here, key=lambda e: (abs(e.trigger.start - at), e.trigger.start))
    number = analysis.words[sentence.first].sentence
    if number == 0 or kind.what not in ("killed", "injured"):
        return None
    before = analysis.sentences[number - 1]
    last = [e for e in fitting if before.start <= e.trigger.start < before.end and e.status == "actual"]
    labels = {e.event for e in last}
    return last[-1] if len(labels) == 1 else None
