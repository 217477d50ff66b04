"""How a place hangs in its sentence: by which preposition, or as object or modifier, and on which word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tidings.codebook.place_words import place_words
from tidings.model.analysis import Analysis
from tidings.model.records import Place

SHARED = 10
# ", 50 miles (80 km) south of": how far the place before it lies from the one after it
_DISTANCE = re.compile(
    r",?\s*(?:about|some|around|roughly|nearly)?\s*[\d,.]+[ -]?(?:km|kms|kilomet(?:er|re)s?|miles?)\b\.?\s*"
    r"(?:\([^)]{1,30}\)\s*)?(?:to the\s+)?(?:[a-z]*(?:north|south|east|west)[a-z-]*\s+)?(?:of|from|outside)(?:\s+the)?"
)
_CLAUSES = frozenset({"relcl", "ccomp", "advcl", "csubj", "parataxis"})


@dataclass(frozen=True, slots=True)
class Link:
    """A place's tie: `role` is in, to, from, of, against, object, compound, subject or other.

    `word` is the place's head word, `anchor` the word that governs the phrase, `opens` whether the
    phrase stands before the subject, set off at the head of its sentence, `later` whether it is coordinated
    with a place named before it ("in Mali and Niger": Niger), so that the first-named stands for both.
    """

    place: Place
    word: int
    role: str
    anchor: int
    opens: bool = False
    later: bool = False


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
    heads = {link.word for link in found}
    # "Gao in Mali", "Gao, Mali": what holds a place only says where that is
    return [
        link
        for link in found
        if link.anchor not in heads and not any(_holds(analysis, link, other) for other in found)
    ]


def _holds(analysis: Analysis, link: Link, other: Link) -> bool:
    """Whether `link`'s place stands right after `other`'s as what it lies in."""
    if link.place.start <= other.place.end:
        return False
    between = analysis.text[other.place.end : link.place.start].strip()
    if _DISTANCE.fullmatch(between):
        return True
    wider = (
        link.place.precision in ("region", "country", "area") or link.place.precision != other.place.precision
    )
    return wider and between in ("in", ",", "in the", ", in")


def steps_up(analysis: Analysis, start: int, goal: int) -> int | None:
    """Steps from word `start` up to `goal` inside one clause and past no other act; None when not above.

    A verb coordinated with the goal is `SHARED` steps away: its place is the goal's only if that has none.
    """
    at, shared = start, 0
    for steps in range(8):
        if at == goal:
            return steps + shared
        word = analysis.words[at]
        if word.head == at or word.dep in _CLAUSES:
            return None
        if word.dep == "conj" and word.pos in ("VERB", "AUX"):
            if any(analysis.words[c].dep in ("nsubj", "nsubjpass") for c in analysis.children[at]):
                return None
            shared = SHARED
        if word.pos == "NOUN" and word.lemma in place_words("act of violence") | place_words("act of talks"):
            light = analysis.words[word.head].lemma in place_words("light verb") and word.dep in (
                "dobj",
                "nsubjpass",
            )
            if (
                not light
                and not (word.dep == "nsubj" and word.head == goal)
                and held_at(analysis, at) != goal
            ):
                return None
        at = word.head
    return None


def held_at(analysis: Analysis, noun: int) -> int | None:
    """The word that is said to happen at an occasion: "warned them at a summit", "during the talks"."""
    above = analysis.words[analysis.words[noun].head]
    if analysis.words[noun].dep == "pobj" and above.lower in ("at", "during"):
        return above.head
    return None


_NAMES = frozenset({"ORG", "PERSON", "WORK_OF_ART", "EVENT"})


def _in_organisation(analysis: Analysis, first: int, last: int) -> bool:
    return analysis.words[first].name in _NAMES and any(
        name.label in _NAMES
        and name.first <= first
        and last <= name.last
        and name.last - name.first > last - first + 1
        for name in analysis.names
    )


def _link(analysis: Analysis, place: Place, first: int, last: int) -> Link:
    """Climbs from a place's name to the preposition or verb that governs it."""
    words = analysis.words
    at = next((i for i in range(first, last) if not first <= words[i].head < last), last - 1)
    head, later = at, False
    for _ in range(6):
        word = words[at]
        above = word.head
        if word.dep in ("pobj", "pcomp"):
            anchor = words[above].head
            if (
                words[above].lower == "of"
                and words[anchor].lower in place_words("part")
                and words[anchor].dep in ("pobj", "dobj", "nsubjpass")
            ):
                at = anchor  # "on the outskirts of Goma": the outer preposition governs
                continue
            if words[above].lower == "of" and words[anchor].lower in place_words("compass"):
                # "30 km north of Gao": near it, as an adverb of what the direction hangs on
                return Link(place, head, "in", words[anchor].head, later=later)
            if words[above].dep == "prep" and words[anchor].dep == "prep":
                anchor = words[anchor].head
            return Link(
                place,
                head,
                _role(words[above].lower, place),
                anchor,
                above <= analysis.sentences[word.sentence].first + 1,
                later,
            )
        if word.dep in ("dobj", "nsubjpass"):
            return Link(place, head, "object", above, later=later)
        if word.dep in ("compound", "nmod", "poss", "amod"):
            # "Aleppo city", "Kano's Sabon Gari district": the place's own larger phrase
            if words[above].name in ("GPE", "LOC", "FAC") or words[above].lower in place_words("part"):
                at = above
                continue
            return Link(place, head, "compound" if word.dep in ("compound", "nmod") else "other", above)
        if word.dep in ("conj", "appos", "dep") and above != at:
            later = later or (word.dep == "conj" and words[above].pos == "PROPN")
            at = above
            continue
        break
    return Link(place, head, "subject" if words[at].dep == "nsubj" else "other", words[at].head)


def _role(preposition: str, place: Place) -> str:
    if preposition in ("outside", "beyond") and place.precision in ("country", "region", "area"):
        return "other"  # "the first raid outside Chad" was not in Chad
    if preposition in place_words("in"):
        return "in"
    if preposition in place_words("toward"):
        return "to"
    if preposition in place_words("from"):
        return "from"
    return preposition if preposition in ("of", "against") else "other"
