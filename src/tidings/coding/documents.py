"""Papers that speak for their authors: "a Kremlin statement", "the ministry's report", "the statement"."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from tidings.coding.noun_phrases import first_of, words_of
from tidings.model import tree
from tidings.model.analysis import Analysis, Mention, Word

_PAPERS = words_of(
    "statement communique communiqué message declaration release report letter document indictment memo "
    "memorandum dispatch bulletin decree tweet post announcement"
)
_SAYING = words_of(
    "say add read state claim note allege announce accuse blame call condemn warn urge demand describe express "
    "threaten vow deny confirm stress reject praise denounce insist conclude argue quote cite reveal reaffirm"
)
_ISSUING = words_of("issue release publish send post circulate distribute read file write carry")
_REACH = 4  # sentences


def resolve_papers(analysis: Analysis, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, with papers that say something standing for whoever issued them.

    "The statement" is the last paper of that sort whose author the article has told.
    """
    by_head = {m.head: m for m in mentions}
    authors: dict[int, Mention] = {}
    added: list[Mention] = []
    for word in analysis.words:
        if word.lemma not in _PAPERS or word.pos not in ("NOUN", "PROPN") or word.i in by_head:
            continue
        author = _author(analysis, word, by_head) or _told_before(analysis, word, authors)
        if author is None:
            continue
        authors[word.i] = author
        if _speaks(analysis, word):
            added.append(_paper(analysis, word, author))
    return tuple(sorted([*mentions, *added], key=lambda m: (m.first, m.last, m.head)))


def _speaks(analysis: Analysis, word: Word) -> bool:
    above = analysis.words[word.head]
    if word.dep == "nsubj":
        return above.lemma in _SAYING
    return word.dep == "pobj" and above.lower == "to" and analysis.words[above.head].lower == "according"


def _author(analysis: Analysis, word: Word, by_head: Mapping[int, Mention]) -> Mention | None:
    """Who issued the paper: whose it is, whom it is by or from, who said something in it or issued it."""
    owners = tree.below(analysis, word.i, "poss", "compound", "nmod", "amod")
    owners += tree.prepositional(analysis, word.i, "by", "from", "of")
    above = analysis.words[word.head]
    verb = analysis.words[above.head] if word.dep == "pobj" and above.lower in ("in", "via") else above
    if (word.dep == "pobj" and above.lower in ("in", "via") and verb.pos == "VERB") or (
        word.dep == "dobj" and verb.lemma in _ISSUING
    ):
        owners += tree.subjects(analysis, verb.i)
    return next((by_head[o] for o in owners if o in by_head and by_head[o].actors), None)


def _told_before(analysis: Analysis, word: Word, authors: Mapping[int, Mention]) -> Mention | None:
    if analysis.words[first_of(analysis, word.i)].lower not in ("the", "this", "that"):
        return None
    for i in sorted(authors, reverse=True):
        if word.sentence - analysis.words[i].sentence > _REACH:
            return None
        if analysis.words[i].lemma == word.lemma:
            return authors[i]
    return None


def _paper(analysis: Analysis, word: Word, author: Mention) -> Mention:
    first = first_of(analysis, word.i)
    text, start = analysis.slice(first, word.i + 1), analysis.words[first].start
    actors = tuple(dataclasses.replace(a, text=text, start=start, end=word.end) for a in author.actors)
    return Mention(first, word.i + 1, word.i, actors, "description", author.settled, f"paper: {word.lemma}")
