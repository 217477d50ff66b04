"""Merging a corpus: its articles' copies and events, made anew from all that is coded, and people's decisions on them.

Everything is a function of the articles, the records and the log of decisions: adding articles in another order or
in batches ends with the same events. Only sketches of texts are kept from run to run, since a text never changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tidings.merging.decisions import Decision, read_decision, tags_of
from tidings.merging.events import merge
from tidings.merging.sketches import Copies, Published, find_copies, sketch_of, text_of_each
from tidings.merging.units import Paper, span_of, units_of
from tidings.model.errors import StoreError
from tidings.model.event import Event
from tidings.store.corpus import Corpus
from tidings.store.merged import (
    add_decision,
    articles_without_texts,
    coded_records,
    read_copies,
    read_events,
    standing_decisions,
    texts_of,
    write_copies,
    write_events,
)
from tidings.store.reviews import excluded_articles, standing

_NOBODY: Mapping[str, str] = {}


class Merged(NamedTuple):
    """What merging found: events, groups of copies, and whether the corpus changed."""

    events: list[Event]
    copies: list[Copies]
    changed: bool


def merge_corpus(corpus: Corpus) -> Merged:
    """Merge the corpus as it stands and keep the outcome in it; the caller holds the corpus for writing."""
    copies, rewritten = _copies(corpus)
    text_of = text_of_each(copies)
    papers = {
        key: Paper(key, row["published"], row["source"], text_of.get(key, key))
        for key, row in articles_without_texts(corpus).items()
    }
    hashes = {key: row["text_sha256"] for key, row in articles_without_texts(corpus).items()}
    for key in excluded_articles(standing(corpus.folder), hashes):
        del papers[key]
    decisions = [read_decision(row) for row in standing_decisions(corpus).values()]
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


def _copies(corpus: Corpus) -> tuple[list[Copies], bool]:
    """The groups of copies; texts are read for new sketches only, one part at a time."""
    articles = articles_without_texts(corpus)
    sketches = {
        row["article"]: bytes.fromhex(row["sketch"])
        for row in read_copies(corpus)
        if row["article"] in articles and row["text_sha256"] == articles[row["article"]]["text_sha256"]
    }
    if articles.keys() - sketches.keys():
        for key, text, skipped in texts_of(corpus):
            if key not in sketches:
                sketches[key] = sketch_of(text, skipped)
    copies = find_copies([Published(key, row["published"], sketches[key]) for key, row in articles.items()])
    text_of = text_of_each(copies)
    first = {key for group in copies for key in group.first}
    rows = [
        {
            "article": key,
            "text_sha256": row["text_sha256"],
            "sketch": sketches[key].hex(),
            "text": text_of.get(key, key),
            "first": key in first,
        }
        for key, row in articles.items()
    ]
    return copies, write_copies(corpus, rows)


def split(
    corpus: Corpus, mentions: Sequence[str], why: str = "", *, signed: Mapping[str, str] = _NOBODY
) -> Merged:
    """Decide that `mentions` (ids) are another event than the rest of theirs, and merge anew.

    `signed` may say `who` decided and when (`at`, ISO 8601): it is kept with the decision.
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
    add_decision(corpus, {**Decision("apart", tuple(one), tuple(other), why).to_dict(), **signed})
    return merge_corpus(corpus)


def join(
    corpus: Corpus, mentions: Sequence[str], why: str = "", *, signed: Mapping[str, str] = _NOBODY
) -> Merged:
    """Decide that `mentions` (ids) and all that are merged with them are one event, and merge anew."""
    events = {row["id"]: row["mentions"] for row in read_events(corpus)}
    event_of = {mention: key for key, of in events.items() for mention in of}
    _known(corpus, mentions, event_of)
    spans = _spans(corpus)
    whole = sorted({m for mention in mentions for m in events[event_of[mention]]})
    one = tuple(spans[m] for m in whole if m in spans)
    add_decision(corpus, {**Decision("together", one, (), why).to_dict(), **signed})
    return merge_corpus(corpus)


def undo(corpus: Corpus, number: int, why: str = "", *, signed: Mapping[str, str] = _NOBODY) -> Merged:
    """Withdraw the decision that stands at `number` (from 1) in the log, and merge anew; the log keeps both.

    Raises `StoreError` when no decision that holds stands there.
    """
    standing = standing_decisions(corpus)
    if number not in standing:
        did = {"apart": "split", "together": "join"}
        held = ", ".join(
            f"{n} ({did[row['do']]}: {row['why'] or 'no reason'})" for n, row in standing.items()
        )
        raise StoreError(f"{corpus.folder}: no decision {number} holds; those that do: {held or 'none'}")
    add_decision(corpus, {"do": "undo", "of": number, "one": [], "other": [], "why": why, **signed})
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
