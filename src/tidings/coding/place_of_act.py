"""The place of an act: which of an article's places the act at one word happened in.

Syntax decides in the act's own sentence: a locative phrase of the act itself, then of its clause, then one that
opens the sentence, then the only one there is. An act without any keeps the scene set shortly before,
unless it is an act of speech (whoever condemns a bombing in Kano need not be there). Where several
places compete, the most exact is taken if the others contain it, and none otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tidings.codebook.place_words import place_words
from tidings.model.analysis import Analysis
from tidings.model.records import Place

_ORDER = {"exact": 0, "city": 1, "district": 2, "region": 3, "area": 4, "country": 5}
_SCENE = 3  # sentences that a scene lasts without being named again
_CLAUSES = frozenset({"relcl", "ccomp", "advcl", "acl", "csubj", "parataxis"})


@dataclass(frozen=True, slots=True)
class _Link:
    """How a place hangs in its sentence: `role` in, to, from, of, object, part, or other; `anchor` governs it."""

    place: Place
    word: int
    role: str
    anchor: int


def choose_place(analysis: Analysis, trigger_word: int, places: Sequence[Place]) -> Place | None:
    """The place of the act whose trigger is word `trigger_word`, None where no place is its own.

    `places` are those of `find_places`. A dateline says where the report was written, so its place is
    taken only when the sentences nearby name no other.
    """
    number = analysis.words[trigger_word].sentence
    links = _links(analysis, number, places)
    for pool in (
        _of_act(analysis, trigger_word, links),
        _of_clause(analysis, trigger_word, links),
        _of_sentence(analysis, trigger_word, links),
    ):
        if pool:
            return _most_exact(pool)
    if _is_speech(analysis, trigger_word) or any(link.role == "in" for link in links):
        return None
    return _scene(analysis, number, places)


def _is_speech(analysis: Analysis, trigger_word: int) -> bool:
    return analysis.words[trigger_word].lemma in place_words("speech act")


# The act's own sentence -----------------------------------------------------------------------------


def _links(analysis: Analysis, number: int, places: Sequence[Place]) -> list[_Link]:
    sentence = analysis.sentences[number]
    found = []
    for place in places:
        if not sentence.start <= place.start < sentence.end:
            continue
        inside = [
            w
            for w in analysis.words[sentence.first : sentence.last]
            if w.end > place.start and w.start < place.end
        ]
        if not inside or _in_organisation(analysis, inside[0].i, inside[-1].i + 1):
            continue
        found.append(_link(analysis, place, inside[0].i, inside[-1].i + 1))
    return found


def _in_organisation(analysis: Analysis, first: int, last: int) -> bool:
    """Whether the words are part of a longer name of an organisation."""
    return any(
        name.label in ("ORG", "PERSON", "WORK_OF_ART", "EVENT")
        and name.first <= first
        and last <= name.last
        and name.last - name.first > last - first + 1
        for name in analysis.names
    )


def _link(analysis: Analysis, place: Place, first: int, last: int) -> _Link:
    """Where a place's words hang: climbs from the name to the preposition or verb that governs it."""
    words = analysis.words
    at = next((i for i in range(first, last) if not first <= words[i].head < last), last - 1)
    head = at
    for _ in range(6):
        word = words[at]
        above = word.head
        if word.dep in ("pobj", "pcomp"):
            lower = words[above].lower
            anchor = words[above].head
            # "in the city of Aleppo", "on the outskirts of Goma": the outer preposition governs.
            outer = words[anchor]
            if lower == "of" and outer.dep == "pobj" and outer.lower in place_words("part"):
                at = anchor
                continue
            if words[above].dep == "prep" and words[anchor].dep == "prep":
                anchor = words[anchor].head
            role = (
                "in" if lower in place_words("in") else "to" if lower in place_words("toward") else "from" if lower in place_words("from")
                else "of" if lower == "of" else "other"
            )  # fmt: skip
            return _Link(place, head, role, anchor)
        if word.dep in ("dobj", "nsubjpass"):
            return _Link(place, head, "object", above)
        if word.dep in ("poss", "compound", "nmod", "amod"):
            if words[above].name in ("GPE", "LOC", "FAC") or words[above].lower in place_words("part"):
                at = above
                continue
            return _Link(place, head, "part", above)
        if word.dep in ("conj", "appos", "dep") and above != at:
            at = above
            continue
        break
    return _Link(place, head, "subject" if words[at].dep == "nsubj" else "other", words[at].head)


def _of_act(analysis: Analysis, trigger: int, links: list[_Link]) -> list[Place]:
    """Places in phrases that hang below the act, with no other clause between."""
    move = analysis.words[trigger].lemma in place_words("moving act")
    allowed = {"in", "of", "object", "part"} | ({"to", "from"} if move else set())
    near: dict[int, list[Place]] = {}
    for link in links:
        if link.role not in allowed:
            continue
        if link.role == "object" and link.place.precision == "country" and not move:
            continue  # a country that is criticised or bombed is a party; where it was hit is not said
        if link.role == "part" and (link.anchor != trigger or analysis.words[trigger].pos == "VERB"):
            continue
        steps = _steps_up(analysis, link.anchor, trigger)
        if steps is None or (link.role in ("of", "object") and steps > 0):
            continue
        near.setdefault(steps, []).append(link.place)
    return near[min(near)] if near else []


def _steps_up(analysis: Analysis, start: int, goal: int) -> int | None:
    """Steps from `start` up to `goal` without leaving the clause; None when it is not above."""
    at = start
    for steps in range(8):
        if at == goal:
            return steps
        word = analysis.words[at]
        if word.head == at or word.dep in _CLAUSES:
            return None
        at = word.head
    return None


def _of_clause(analysis: Analysis, trigger: int, links: list[_Link]) -> list[Place]:
    """Places in phrases of the verb over the act: "carried out strikes in Homs", "met for talks in Doha"."""
    found = []
    above = trigger
    for _ in range(4):
        word = analysis.words[above]
        if word.head == above or word.dep in ("ccomp", "parataxis"):
            break
        above = word.head
        found = [
            link.place
            for link in links
            if link.role == "in" and (link.anchor == above or _steps_up(analysis, link.anchor, above) == 1)
        ]
        if found or (
            analysis.words[above].pos in ("VERB", "AUX")
            and word.dep not in ("xcomp", "conj", "prep", "pobj", "pcomp", "advcl")
        ):
            break
    return found


def _of_sentence(analysis: Analysis, trigger: int, links: list[_Link]) -> list[Place]:
    """A locative phrase that opens the sentence, or the only place of the sentence that has one."""
    sentence = analysis.sentences[analysis.words[trigger].sentence]
    opening = [k.place for k in links if k.role == "in" and k.word <= sentence.first + 5 and k.word < trigger]
    if opening:
        return opening
    located = [link.place for link in links if link.role == "in"]
    return located if len({p.name for p in located}) == 1 and not _is_speech(analysis, trigger) else []


# Other sentences ------------------------------------------------------------------------------------


def _scene(analysis: Analysis, number: int, places: Sequence[Place]) -> Place | None:
    """The place of the sentences just before, in the same stretch of text; else of the dateline."""
    for back in range(1, _SCENE + 1):
        at = number - back
        if at < 0:
            break
        if analysis.sentences[at].role == "dateline":
            continue
        located = [k.place for k in _links(analysis, at, places) if k.role == "in"]
        if located:
            return _most_exact(located)
    return None


def _most_exact(pool: list[Place]) -> Place | None:
    """The most exact of places that may lie in one another; the first-named when they are equals."""
    ranked = sorted(pool, key=lambda p: (_ORDER.get(p.precision, 9), p.start))
    best = ranked[0]
    rivals = {p.country for p in ranked if p.country and best.country and p.country != best.country}
    return pool[0] if rivals else best
