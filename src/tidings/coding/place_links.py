"""How a place hangs in its sentence: by which preposition, or as object or modifier, and on which word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tidings.codebook.place_words import place_words
from tidings.model.analysis import Analysis
from tidings.model.records import Place

_CLAUSES = frozenset({"relcl", "ccomp", "advcl", "csubj", "parataxis"})


@dataclass(frozen=True, slots=True)
class Link:
    """A place's tie: `role` is in, to, from, of, against, object, compound, subject or other.

    `word` is the place's head word, `anchor` the word that governs the phrase, `opens` whether the
    phrase stands before the subject, set off at the head of its sentence.
    """

    place: Place
    word: int
    role: str
    anchor: int
    opens: bool = False


def links_of_sentence(analysis: Analysis, number: int, places: Sequence[Place]) -> list[Link]:
    """Ties of the places in sentence `number`, leaving out those inside an organisation's name."""
    sentence = analysis.sentences[number]
    found = []
    for place in places:
        if not sentence.start <= place.start < sentence.end:
            continue
        inside = [
            w.i
            for w in analysis.words[sentence.first : sentence.last]
            if w.end > place.start and w.start < place.end
        ]
        if inside and not _in_organisation(analysis, inside[0], inside[-1] + 1):
            found.append(_link(analysis, place, inside[0], inside[-1] + 1))
    return found


def steps_up(analysis: Analysis, start: int, goal: int) -> int | None:
    """Steps from word `start` up to `goal` inside one clause and past no other act; None when not above."""
    at = start
    for steps in range(8):
        if at == goal:
            return steps
        word = analysis.words[at]
        if word.head == at or word.dep in _CLAUSES:
            return None
        if word.pos == "NOUN" and word.lemma in place_words("act of violence") | place_words("act of talks"):
            light = analysis.words[word.head].lemma in place_words("light verb") and word.dep in (
                "dobj",
                "nsubjpass",
            )
            if not light:
                return None
        at = word.head
    return None


def _in_organisation(analysis: Analysis, first: int, last: int) -> bool:
    return any(
        name.label in ("ORG", "PERSON", "WORK_OF_ART", "EVENT")
        and name.first <= first
        and last <= name.last
        and name.last - name.first > last - first + 1
        for name in analysis.names
    )


def _link(analysis: Analysis, place: Place, first: int, last: int) -> Link:
    """Climbs from a place's name to the preposition or verb that governs it."""
    words = analysis.words
    at = next((i for i in range(first, last) if not first <= words[i].head < last), last - 1)
    head = at
    for _ in range(6):
        word = words[at]
        above = word.head
        if word.dep in ("pobj", "pcomp"):
            anchor = words[above].head
            if (
                words[above].lower == "of"
                and words[anchor].lower in place_words("part")
                and words[anchor].dep == "pobj"
            ):
                at = anchor  # "on the outskirts of Goma": the outer preposition governs
                continue
            if words[above].dep == "prep" and words[anchor].dep == "prep":
                anchor = words[anchor].head
            return Link(
                place,
                head,
                _role(words[above].lower),
                anchor,
                above <= analysis.sentences[word.sentence].first + 1,
            )
        if word.dep in ("dobj", "nsubjpass"):
            return Link(place, head, "object", above)
        if word.dep in ("compound", "nmod", "poss", "amod"):
            # "Aleppo city", "Kano's Sabon Gari district": the place's own larger phrase
            if words[above].name in ("GPE", "LOC", "FAC") or words[above].lower in place_words("part"):
                at = above
                continue
            return Link(place, head, "compound" if word.dep in ("compound", "nmod") else "other", above)
        if word.dep in ("conj", "appos", "dep") and above != at:
            at = above
            continue
        break
    return Link(place, head, "subject" if words[at].dep == "nsubj" else "other", words[at].head)


def _role(preposition: str) -> str:
    if preposition in place_words("in"):
        return "in"
    if preposition in place_words("toward"):
        return "to"
    if preposition in place_words("from"):
        return "from"
    return preposition if preposition in ("of", "against") else "other"
