"""Merging a corpus: its articles' copies and events, made anew from all that is coded, and people's decisions on them.

Everything is a function of the articles, the records and the log of decisions: adding articles in another order or
in batches ends with the same events. Only sketches of texts are kept from run to run, since a text never changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tidings.merging.decisions import Decision, read_decision, tags_of
from tidings.merging.events import merge
from tidings.merging.sketches import Copies, Published, find_copies, sketch_of, text_of_each
from tidings.merging.units import Paper, span_of, units_of
from tidings.model.article import Article
from tidings.model.errors import StoreError
from tidings.model.event import Event
from tidings.store.corpus import Corpus
from tidings.store.merged import (
    add_decision,
    coded_records,
    read_copies,
    read_decisions,
    read_events,
    write_copies,
    write_events,
)


class Merged(NamedTuple):
    """What merging found: events, groups of copies, and whether the corpus changed."""

    events: list[Event]
    copies: list[Copies]
    changed: bool


def merge_corpus(corpus: Corpus) -> Merged:
    """Merge the corpus as it stands and keep the outcome in it; the caller holds the corpus for writing."""
    articles = corpus.articles()
    copies, rewritten = _copies(corpus, articles)
    text_of = text_of_each(copies)
    papers = {
        a.id: Paper(a.id, a.published.isoformat() if a.published else None, a.source, text_of.get(a.id, a.id))
        for a in articles
    }
    del articles
    decisions = [read_decision(row) for row in read_decisions(corpus)]
    tags = tags_of(decisions)
    units = [
        unit
        for article, quotes, records in coded_records(corpus)
        if article in papers
        for unit in units_of(papers[article], records, quotes, tags)
    ]
    events = merge(units, decisions)
    changed = write_events(corpus, events)
    return Merged(events, copies, changed or rewritten)


def _copies(corpus: Corpus, articles: Sequence[Article]) -> tuple[list[Copies], bool]:
    hashes = corpus.texts()
    known = {row["article"]: row for row in read_copies(corpus)}
    sketches: dict[str, tuple[int, ...]] = {}
    for a in articles:
        row = known.get(a.id)
        if row and row["text_sha256"] == hashes[a.id]:
            kept = row["sketch"]
            sketches[a.id] = tuple(int(kept[i : i + 8], 16) for i in range(0, len(kept), 8))
        else:
            sketches[a.id] = sketch_of(a.text, a.skipped)
    copies = find_copies(
        [Published(a.id, a.published.isoformat() if a.published else None, sketches[a.id]) for a in articles]
    )
    text_of = text_of_each(copies)
    first = {key for group in copies for key in group.first}
    rows = [
        {
            "article": a.id,
            "text_sha256": hashes[a.id],
            "sketch": "".join(f"{value:08x}" for value in sketches[a.id]),
            "text": text_of.get(a.id, a.id),
            "first": a.id in first,
        }
        for a in articles
    ]
    return copies, write_copies(corpus, rows)


def split(corpus: Corpus, mentions: Sequence[str], why: str = "") -> Merged:
    """Decide that `mentions` (ids) are another event than the rest of theirs, and merge anew.

    Raises `StoreError` when they are of several events, or all of one.
    """
    events = {row["id"]: row["mentions"] for row in read_events(corpus)}
    event_of = {mention: key for key, of in events.items() for mention in of}
    spans = _spans(corpus)
    _known(corpus, mentions, event_of)
    of = sorted({event_of[mention] for mention in mentions})
    if len(of) > 1:
        raise StoreError(f"the mentions are of {len(of)} events ({', '.join(of)}); name mentions of one")
    rest = sorted(set(events[of[0]]) - set(mentions))
    if not rest:
        raise StoreError(f"these are all mentions of event {of[0]}; name those that are another event")
    one, other = ([spans[m] for m in side if m in spans] for side in (sorted(set(mentions)), rest))
    add_decision(corpus, Decision("apart", tuple(one), tuple(other), why).to_dict())
    return merge_corpus(corpus)


def join(corpus: Corpus, mentions: Sequence[str], why: str = "") -> Merged:
    """Decide that `mentions` (ids) and all that are merged with them are one event, and merge anew."""
    events = {row["id"]: row["mentions"] for row in read_events(corpus)}
    event_of = {mention: key for key, of in events.items() for mention in of}
    _known(corpus, mentions, event_of)
    spans = _spans(corpus)
    whole = sorted({m for mention in mentions for m in events[event_of[mention]]})
    add_decision(
        corpus, Decision("together", tuple(spans[m] for m in whole if m in spans), (), why).to_dict()
    )
    return merge_corpus(corpus)


def _known(corpus: Corpus, mentions: Sequence[str], event_of: dict[str, str]) -> None:
    missing = sorted(set(mentions) - set(event_of))
    if missing or not mentions:
        raise StoreError(
            f"{corpus.folder}: no merged event mention {', '.join(missing) or 'was named'}; "
            f"list them with: tidings events --corpus {corpus.folder} --mentions"
        )


def _spans(corpus: Corpus) -> dict[str, str]:
    return {
        record["id"]: span_of(record)
        for _, _, records in coded_records(corpus)
        for record in records
        if record["kind"] == "event"
    }
