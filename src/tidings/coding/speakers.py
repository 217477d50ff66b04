"""From the words of a speaker to the actor meant."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tidings.coding.noun_phrases import words_of
from tidings.model import tree
from tidings.model.analysis import Analysis, Mention
from tidings.model.records import Actor

# what speaks for who issued it
_VOICES = words_of(
    "statement communique communiqu\u00e9 letter message office service website account bureau announcement declaration release "
    "bulletin memo tweet post press leaflet video note decree petition advertisement broadcast"
)


class Speakers:
    """Finds actors for the heads of noun phrases, by mentions first and by the bare words otherwise."""

    def __init__(self, analysis: Analysis, mentions: Sequence[Mention]) -> None:
        self._analysis = analysis
        self._heads: dict[int, Mention] = {}
        self._covering: dict[int, Mention] = {}
        for mention in sorted(mentions, key=lambda m: (m.last - m.first, m.first), reverse=True):
            self._heads[mention.head] = mention
            for i in range(mention.first, mention.last):
                self._covering[i] = mention

    def first(self, heads: Sequence[int]) -> Actor | None:
        """The actor of the first head that stands for one; the bare noun phrase where none is known."""
        for i in heads:
            mention = self._heads.get(i) or self._covering.get(i)
            if mention is not None and mention.actors:
                return mention.actors[0]
        for i in heads:
            issuer = self._issuer(i)
            if issuer is not None:
                return issuer
        for i in heads:
            if self._analysis.words[i].pos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"):
                return self._bare(i)
        return None

    def _issuer(self, i: int) -> Actor | None:
        """Whose paper or office it is: "a government statement", "the statement of the army", "the White House Office"."""
        words = self._analysis.words
        if words[i].lemma not in _VOICES:
            return None
        owners = tree.below(self._analysis, i, "poss", "compound", "nmod")
        owners += tree.prepositional(self._analysis, i, "of", "by", "from")
        for k in owners:
            mention = self._heads.get(k) or self._covering.get(k)
            if mention is not None and mention.actors and mention.kind != "adjective":
                inside = [j for j in self._analysis.subtree(i) if j <= i]
                text = self._analysis.slice(inside[0], i + 1)
                return dataclasses.replace(
                    mention.actors[0], text=text, start=words[inside[0]].start, end=words[i].end
                )
        return None

    def _bare(self, i: int) -> Actor:
        words = self._analysis.words
        inside = [k for k in self._analysis.subtree(i) if k <= i]
        first = inside[0]
        while first < i and (words[first].pos == "PUNCT" or i - first > 12):
            first += 1
        text = self._analysis.slice(first, i + 1)
        owner = [k for k in tree.below(self._analysis, i, "poss", "compound", "amod") if k in self._heads]
        known = self._heads[owner[-1]].actors[:1] if owner else ()
        country = known[0].country if known else None
        return Actor(
            text=text,
            start=words[first].start,
            end=words[i].end,
            name=" ".join(text.split()),
            country=country,
        )
