"""One event, one date: what the mentions of an event tell each other of its day."""

from __future__ import annotations

import bisect
import dataclasses
import datetime
from collections.abc import Mapping, Sequence

from tidings.coding.date_of_act import choose_date
from tidings.model.analysis import Analysis
from tidings.model.records import Date, EventMention

_GRAIN = ("day", "part-of-day", "week", "range", "month", "season", "quarter", "year", "decade", "century")
_MONTH = _GRAIN.index("month")
Key = tuple[int, int, str]  # a mention before it has an id: where its trigger stands, and its rule


def mention_key(mention: EventMention) -> Key:
    """What a mention is found by while the article is being coded."""
    return mention.trigger.start, mention.trigger.end, mention.rule


def share_dates(
    analysis: Analysis,
    mentions: Sequence[EventMention],
    own: Mapping[Key, Date],
    dates: Sequence[Date],
    published: str | None = None,
) -> tuple[EventMention, ...]:
    """The mentions with the dates of their events: `own` are the dates their own sentences gave them.

    A mention without a date takes that of its event; one with a coarser date ("last month") takes the
    exact day within it that another mention names.
    """
    groups: dict[str, list[tuple[Date, EventMention]]] = {}
    for mention in mentions:
        date = own.get(mention_key(mention))
        if date is not None:
            groups.setdefault(mention.event, []).append((date, mention))
    dated = []
    for mention in mentions:
        date = own.get(mention_key(mention))
        offered = [d for d, m in groups.get(mention.event, ()) if _width(d) < _MONTH or _alike(m, mention)]
        shared = _of_mention(date, _best(offered))
        dated.append(dataclasses.replace(mention, date=_exact_day(shared, dates)))
    return _told_again(analysis, dated, dates, published)


def _told_again(
    analysis: Analysis, mentions: list[EventMention], dates: Sequence[Date], published: str | None
) -> tuple[EventMention, ...]:
    """Undated mentions that plainly speak of a dated act of their type, or go on telling of one day.

    A headline is of the day of the first dated act of its type, "the attack" of the last one before it; a
    verb in the past of a main clause is of the day that its sentence goes on telling of. Where all dated
    acts of the type are of one day, so are the others; headline and lead are of the one day of the last week
    that the report names.
    """
    starts = [word.start for word in analysis.words]
    days = [m for m in mentions if m.date and _width(m.date) <= 1 and m.status in ("actual", "historical")]
    found = []
    story = story_days(analysis, dates)
    recent = _recent_day(dates, published)
    lead = next((n for n, s in enumerate(analysis.sentences) if s.role == "body"), 0)
    for mention in mentions:
        if mention.date is None and mention.status in ("actual", "historical"):
            head = _head(analysis, starts, mention)
            number = analysis.words[head].sentence
            role = analysis.sentences[number].role
            same = [m for m in days if m.type == mention.type and not _elsewhere(m, mention)]
            before = [m for m in same if m.trigger.start < mention.trigger.start]
            source = None
            if role == "headline":
                source = same[0] if same else None
            elif any(_definite(analysis, i) for i in _inside(analysis, starts, mention)):
                source = before[-1] if before else (same[0] if same else None)
            if source is not None:
                mention = dataclasses.replace(mention, date=source.date)
            elif mention.status == "actual" and _told_in_order(analysis, head):
                mention = dataclasses.replace(mention, date=story[number])
            if mention.date is None and mention.status == "actual":
                told = role == "headline" or (_told_in_order(analysis, head) and number <= lead)
                mention = dataclasses.replace(
                    mention, date=_only_day(mention, same) or (recent if told else None)
                )
        found.append(mention)
    return tuple(found)


def _only_day(mention: EventMention, days: Sequence[EventMention]) -> Date | None:
    """The day of the dated acts of the mention's type that share a party with it, when it is one day for all."""
    names = {actor.party for actor in (*mention.actors, *mention.recipients)}
    held = [
        m.date
        for m in days
        if m.date
        and m.status == "actual"
        and (not names or names & {actor.party for actor in (*m.actors, *m.recipients)})
    ]
    return held[0] if held and len({d.first for d in held}) == 1 else None


def _recent_day(dates: Sequence[Date], published: str | None) -> Date | None:
    """The one day of the week up to the issue that the article names; None when it names none or several."""
    if published is None:
        return None
    week = (datetime.date.fromisoformat(published) - datetime.timedelta(days=6)).isoformat()
    named = [
        d
        for d in dates
        if d.kind in ("DATE", "TIME") and d.first and _width(d) <= 1 and d.precision in ("day", "part-of-day")
        and week <= d.first <= published
    ]  # fmt: skip
    return named[0] if named and len({d.first for d in named}) == 1 else None


def _exact_day(date: Date | None, dates: Sequence[Date]) -> Date | None:
    """A date of a past month, or the one exact day in it written out elsewhere: "in March ... on March 26"."""
    if date is None or date.precision != "month" or not date.first or not date.last:
        return date
    inside = [
        d
        for d in dates
        if d.kind == "DATE" and d.precision == "day" and d.first and date.first <= d.first <= date.last
        and any(c.isdigit() for c in d.text)
    ]  # fmt: skip
    return inside[0] if inside and len({d.first for d in inside}) == 1 else date


def story_days(analysis: Analysis, dates: Sequence[Date]) -> list[Date | None]:
    """The day that each sentence tells of: its main verb's own, or that of the sentence it goes on from.

    A sentence goes on from the one before when it names no time itself, is in the simple past and stands
    in the same paragraph or begins with a pronoun.
    """
    found: list[Date | None] = []
    for number, sentence in enumerate(analysis.sentences):
        here = [d for d in dates if sentence.start <= d.start < sentence.end]
        root = next(
            (w.i for w in analysis.words[sentence.first : sentence.last] if w.head == w.i), sentence.first
        )
        day = None
        if here:
            day = choose_date(analysis, root, here)
            if day is not None and (_width(day) > 1 or day.last is None):
                day = None
        elif number and _simple_past(analysis, root) and _goes_on(analysis, number):
            day = found[-1]
        found.append(day)
    return found


def _goes_on(analysis: Analysis, number: int) -> bool:
    sentence, last = analysis.sentences[number], analysis.sentences[number - 1]
    first = analysis.words[sentence.first]
    return sentence.paragraph == last.paragraph or (first.tag in ("PRP", "PRP$") and first.lower != "it")


def _simple_past(analysis: Analysis, i: int) -> bool:
    helpers = [analysis.words[c] for c in analysis.children[i] if analysis.words[c].dep in ("aux", "auxpass")]
    if analysis.words[i].tag == "VBG":
        return any(h.lemma == "be" and h.tag == "VBD" for h in helpers)  # "they were talking"
    if analysis.words[i].tag not in ("VBD", "VBN"):
        return False
    return all(h.lemma in ("be", "get") and h.tag == "VBD" for h in helpers)


def _told_in_order(analysis: Analysis, head: int) -> bool:
    """Whether a verb is in the past and in a main clause, or in one of the same moment ("when", "as")."""
    at = head
    if not _simple_past(analysis, at):
        return False
    for _ in range(8):
        word = analysis.words[at]
        same_moment = word.dep == "advcl" and any(
            analysis.words[c].lower in ("when", "as", "while") for c in analysis.children[at]
        )
        if word.dep != "conj" and not (same_moment and _simple_past(analysis, word.head)):
            break
        at = word.head
    return analysis.words[at].head == at


def _elsewhere(a: EventMention, b: EventMention) -> bool:
    """Whether two mentions name different countries as their place, or acts of different modes."""
    if a.mode and b.mode and a.mode != b.mode:
        return True
    return bool(
        a.place and b.place and a.place.country and b.place.country and a.place.country != b.place.country
    )


def _inside(analysis: Analysis, starts: Sequence[int], mention: EventMention) -> range:
    """The words of a trigger."""
    first = bisect.bisect_right(starts, mention.trigger.start) - 1
    last = bisect.bisect_left(starts, mention.trigger.end) - 1
    return range(max(first, 0), max(last, first) + 1)


def _head(analysis: Analysis, starts: Sequence[int], mention: EventMention) -> int:
    """The word of a trigger that the others hang on."""
    inside = _inside(analysis, starts, mention)
    return next(
        (i for i in inside if analysis.words[i].head not in inside or analysis.words[i].head == i), inside[0]
    )


def _definite(analysis: Analysis, head: int) -> bool:
    """Whether a noun points back: "the raid", "Sunday's raid", "their visit", "the Kano raid"."""
    if analysis.words[head].pos != "NOUN":
        return False
    return any(
        child.dep == "poss"
        or (child.dep == "det" and child.lower in ("the", "this", "that", "these", "those", "both"))
        for child in (analysis.words[c] for c in analysis.children[head])
    )


def _alike(a: EventMention, b: EventMention) -> bool:
    """Whether two mentions share a word or a named recipient, so that a whole month or year may be said of both."""
    words = {w for w in a.trigger.quote.casefold().split() if len(w) > 3}
    names = {actor.name for actor in a.recipients}
    return bool(
        words & set(b.trigger.quote.casefold().split()) or names & {actor.name for actor in b.recipients}
    )


def _best(dates: Sequence[Date]) -> Date | None:
    """The most exact date, the most often given and then the earliest in the text on a tie."""
    counts: dict[tuple[str | None, str | None], int] = {}
    for date in dates:
        counts[date.first, date.last] = counts.get((date.first, date.last), 0) + 1
    return min(dates, key=lambda d: (_width(d), -counts[d.first, d.last], d.start), default=None)


def _width(date: Date) -> int:
    return max(1, _GRAIN.index(date.precision)) if date.precision in _GRAIN else len(_GRAIN)


def _of_mention(own: Date | None, shared: Date | None) -> Date | None:
    if own is None or shared is None or shared.first is None or own.first is None:
        return own or shared
    inside = own.first <= shared.first and shared.last is not None and (own.last or "9999") >= shared.last
    return shared if inside and _width(shared) < _width(own) else own
