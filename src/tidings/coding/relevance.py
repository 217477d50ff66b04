"""Is the article about politics or conflict at all: sport, business, showbiz and weather give no events."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TypeVar

from tidings.model.analysis import Analysis, Mention
from tidings.model.article import Dropped
from tidings.model.records import EventMention, Record, words_of

AnyRecord = TypeVar("AnyRecord", bound=Record)
_THICK = 0.012  # a domain's words per word of text, from which an article may belong to it
_WHOLE = 100  # words from which a text is a whole report, not a sentence or two
_BARE = 0.0125  # political words per word of a whole report, below which it is about something else
_COUNTRIES = 0.2  # names of countries, towns and peoples per word, from which it may yet be about states
_KINDS = 4  # and at least so many different words of the domain


# sectors whose doings are politics or conflict
_PUBLIC = frozenset(["GOV", "MIL", "REB", "LEG", "OPP", "PTY", "PRM", "JUD", "COP", "UAF", "SPY", "ELI"])
_ARMED_GROUPS = frozenset({"REB", "PRM"})
_FEW = 2  # public events that such an article may have
_LONG = 120  # words, from which an article has told who its people are


PRIVATE = "the article is about private people"
_SPOKEN_OF = frozenset({"business", "nothing political"})
_MANY = 6  # different words of politics or conflict
_POLITICAL = 0.02  # and so many of all its words are, where an article is surely about them


def judge_privacy(
    analysis: Analysis, mentions: Sequence[Mention], events: Sequence[EventMention]
) -> tuple[Dropped, ...]:
    """The reasons to drop the events of a longer article that are all those of private people; empty to keep them.

    A bus crash, a robbery, a dig: at most two events and a quarter of all have a party of state, politics or
    arms, and no armed group is named.
    """
    if not events or len(analysis.words) < _LONG:
        return ()
    if any(actor.sector in _ARMED_GROUPS for mention in mentions for actor in mention.actors):
        return ()
    public = sum(
        any(actor.sector in _PUBLIC for actor in (*event.actors, *event.recipients)) for event in events
    )
    if public > _FEW or public * 4 > len(events):
        return ()
    return set_apart(events, PRIVATE)


def domain_of_words(domain: str | None) -> str | None:
    """The domain as far as it keeps out what people say: business and private life have their politics too.

    >>> domain_of_words("business"), domain_of_words("sport")
    (None, 'sport')
    """
    return None if domain in _SPOKEN_OF else domain


def is_political(analysis: Analysis, domains: Mapping[str, frozenset[str]]) -> bool:
    """Whether an article is thick with words of politics or conflict, so that its people are hardly private ones."""
    words = domains.get("politics", frozenset())
    found = [word.lower for word in analysis.words if word.lower in words]
    return len(set(found)) >= _MANY and len(found) >= _POLITICAL * len(analysis.words)


def set_apart(records: Sequence[AnyRecord], reason: str) -> tuple[Dropped, ...]:
    """The records as dropped for `reason`, each with its words."""
    words = [words_of(record) for record in records]
    return tuple(Dropped("relevance", reason, w.quote, w.start, w.end) for w in words)


def judge_relevance(
    records: Sequence[AnyRecord], domain: str | None
) -> tuple[tuple[AnyRecord, ...], tuple[Dropped, ...]]:
    """The records of an article that is about politics or conflict; otherwise none, each dropped with the reason.

    `domain` is what else the article is about (`domain_of`), None for politics, conflict or no clear case.
    """
    if domain is None:
        return tuple(records), ()
    return (), set_apart(records, f"the article reads as {domain}")


def domain_of(analysis: Analysis, domains: Mapping[str, frozenset[str]]) -> str | None:
    """The non-political domain that the article's words belong to, None for politics, conflict or no clear case."""
    if not analysis.words:
        return None
    lowers = [w.lower for w in analysis.words]
    terms = lowers + [f"{a} {b}" for a, b in itertools.pairwise(lowers)]
    hits = {name: [term for term in terms if term in words] for name, words in sorted(domains.items())}
    politics = len(hits.get("politics", ()))
    best, best_count = None, 0
    for name, found in hits.items():
        if name == "politics" or len(set(found)) < _KINDS or len(found) < _THICK * len(lowers):
            continue
        if len(found) > best_count and len(found) > 1.5 * politics:
            best, best_count = name, len(found)
    countries = sum(w.name in ("GPE", "NORP") for w in analysis.words)
    bare = len(set(hits.get("politics", ()))) <= 2 and politics < _BARE * len(lowers)
    if best is None and len(lowers) >= _WHOLE and bare and countries < _COUNTRIES * len(lowers):
        return "nothing political"
    return best
