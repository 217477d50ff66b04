"""The place of an act: which of an article's places the act at one word happened in.

Syntax decides in the act's own sentence: a phrase of the act itself, then of the verb over it, then one
that opens the sentence. An act without any, or with a mere country, takes the place that the article gives
for the same kind of act elsewhere, if that is one place; else the scene set just before. Acts of speech
take nothing from elsewhere: whoever condemns a bombing in Kano need not be there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tidings.codebook.place_words import place_words
from tidings.coding.place_links import SHARED, Link, held_at, links_of_sentence, steps_up
from tidings.model.analysis import Analysis, Word
from tidings.model.records import Place

_ORDER = {"exact": 0, "city": 1, "district": 2, "region": 3, "area": 4, "country": 5}
_COARSE = frozenset({"area", "country", "region"})
_OPENS = {"double": re.compile("\u201c"), "single": re.compile("\u2018(?=\\w)")}
_CLOSES = {
    "double": re.compile("\u201d"),
    "single": re.compile("\u2019(?!\\w)"),
}  # not the apostrophe of "don't"
_TOPICAL = frozenset({"debate", "discuss", "discussion", "investigate", "probe", "review"})
_ABOUT = frozenset({"about", "concerning", "over", "regarding"})
_SCENE = 1  # sentences that a scene lasts without being named again
_FAMILIES = (
    "act of violence",
    "act of talks",
    "act of arrest",
    "act of protest",
    "act of movement",
)


def choose_place(analysis: Analysis, trigger_word: int, places: Sequence[Place]) -> Place | None:
    """The place of the act whose trigger is word `trigger_word`, None where no place is its own.

    `places` are those of `find_places`. A dateline says where the report was written, so its place is
    taken only for "here".
    """
    word = analysis.words[trigger_word]
    links = _links(analysis, word, places)
    own = _own_place(analysis, word, links) or _here(analysis, word, places)
    word = _act_word(analysis, word)
    own = own or _own_place(analysis, word, links)
    if not any(word.lemma in place_words(family) for family in _FAMILIES):
        return own
    if own is None or own.precision in _COARSE:
        sharper = _elsewhere(analysis, word, own, places)
        if sharper is not None:
            return sharper
    if own is not None:
        return own
    located = [
        k.place
        for k in links
        if k.role == "in"
        and not _spoken_of(analysis, k.anchor, word.i)
        and not _of_topic(analysis, k.anchor, word)
    ]
    if located:
        return located[0] if len({p.name for p in located}) == 1 else None
    return _scene(analysis, word.sentence, places)


def _links(analysis: Analysis, word: Word, places: Sequence[Place]) -> list[Link]:
    """The ties of the places in the sentence of `word` that may be its own."""
    found = links_of_sentence(analysis, word.sentence, places)
    return [k for k in found if not k.later and not _quoted_apart(analysis, word, k)]


def _quoted_apart(analysis: Analysis, word: Word, link: Link) -> bool:
    """Whether a place is spoken of in a quotation that the act stands before: "fired, shouting: 'Remember Gao!'"."""
    if link.place.start < word.end:
        return False
    between = analysis.text[word.end : link.place.start]
    if between.count('"') % 2 == 1:
        return analysis.text[: word.start].count('"') % 2 == 0
    return any(len(_OPENS[mark].findall(between)) > len(_CLOSES[mark].findall(between)) for mark in _OPENS)


def _act_word(analysis: Analysis, word: Word) -> Word:
    """The noun that says what a light verb does: "held a series of meetings" is about meetings."""
    if word.lemma not in place_words("light verb"):
        return word
    below = [
        analysis.words[c] for c in analysis.children[word.i] if analysis.words[c].dep in ("dobj", "nsubjpass")
    ]
    if not below:
        return word
    noun = below[0]
    for of in analysis.children[noun.i]:
        if noun.lemma in place_words("measure") and analysis.words[of].lower == "of":
            inner = [analysis.words[c] for c in analysis.children[of] if analysis.words[c].dep == "pobj"]
            noun = inner[0] if inner else noun
    return noun


def shared_place(places: Iterable[Place | None]) -> Place | None:
    """The one place of mentions of one event: the most exact of the country that most of them name.

    >>> kenya = Place(text="Kenya", start=0, end=5, name="Kenya", country="KEN", precision="country")
    >>> kisumu = Place(text="Kisumu", start=9, end=15, name="Kisumu", country="KEN")
    >>> shared_place([kenya, None, kisumu]) == kisumu
    True
    """
    known = [place for place in places if place is not None]
    # "East Africa" lies in no country: whatever is named inside one says more
    known = [place for place in known if place.country is not None] or known
    if not known:
        return None
    countries = Counter(place.country for place in known)
    names = Counter(place.name for place in known)
    top = max(countries.values())
    first = next(place.country for place in known if countries[place.country] == top)
    held = [place for place in known if place.country == first]
    return min(
        held, key=lambda p: (p.precision in _COARSE, -names[p.name], _ORDER.get(p.precision, 9), p.start)
    )


def _spoken_of(analysis: Analysis, anchor: int, act: int) -> bool:
    """Whether a phrase hangs on what somebody condemns or calls for apart from the act itself."""
    above = {act}
    at = act
    while analysis.words[at].head != at:
        at = analysis.words[at].head
        above.add(at)
    at = anchor
    while at not in above:
        word = analysis.words[at]
        if word.lemma in place_words("speech act"):
            return True
        if word.head == at:
            return False
        at = word.head
    return False


# The act's own sentence -----------------------------------------------------------------------------


def _own_place(analysis: Analysis, word: Word, links: list[Link]) -> Place | None:
    for pool in (
        _of_act(analysis, word, links),
        _of_clause(analysis, word, links),
        _where(analysis, word, links),
        _meanwhile(analysis, word, links),
        _opening(analysis, word, links),
    ):
        if pool:
            return _most_exact(pool)
    return None


def _of_act(analysis: Analysis, word: Word, links: list[Link]) -> list[Place]:
    """Places in phrases that hang below the act, with no other clause or act between."""
    speech = word.lemma in place_words("speech act")
    found: dict[tuple[bool, int, int], list[Place]] = {}
    for link in links:
        rank = _rank(word, link)
        if rank is None:
            continue
        steps = steps_up(analysis, link.anchor, word.i)
        if steps is None or _of_topic(analysis, link.anchor, word):
            continue
        if steps >= SHARED and steps % SHARED > 1:
            continue  # what a coordinated act is about, not where it was
        apart = speech and held_at(analysis, link.anchor) != word.i
        if steps % SHARED > 0 and (apart or link.role in ("of", "object", "to", "from")):
            continue
        found.setdefault((steps >= SHARED, rank, steps), []).append(link.place)
    return found[min(found)] if found else []


def _of_topic(analysis: Analysis, anchor: int, word: Word) -> bool:
    """Whether a phrase places what an act is about: "discussed the war in Chad", "expelled him over the raid in Chad"."""
    if word.lemma in place_words("act of violence"):
        return False
    at = anchor
    while at != word.i:
        below = analysis.words[at]
        if below.dep == "dobj" and below.head == word.i and word.lemma in _TOPICAL:
            return True
        if below.dep == "prep" and below.lower in _ABOUT:
            return True
        if below.head == at:
            return False
        at = below.head
    return False


def _rank(word: Word, link: Link) -> int | None:
    """How directly a place in this role is the act's; None when it is not."""
    moves = word.lemma in place_words("moving act")
    violent = word.lemma in place_words("act of violence")
    country = link.place.precision == "country"
    if link.role == "in":
        return 0
    if link.role in ("to", "from"):
        return (1 if link.role == "to" else 2) if moves else None
    if link.role == "against":
        return 1 if violent else None
    if link.role == "of":
        return 1 if violent or moves or not country else None
    if link.role == "object":
        return 1 if violent or moves or not country else None
    if link.role == "other" and word.lemma in ("war", "conflict", "uprising", "insurgency", "unrest"):
        return 2 if country and link.anchor == word.i else None  # "Yemen's civil war"
    if link.role == "compound" and country and word.lemma in ("war", "conflict", "uprising", "insurgency"):
        return 2  # "the Yemen conflict"
    if link.role == "compound":
        # Acting countries stand as adjectives ("Russian raids"); US, UK and UAE have none in use.
        return 2 if not (country and link.place.text.replace(".", "").isupper()) else None
    return None


def _of_clause(analysis: Analysis, word: Word, links: list[Link]) -> list[Place]:
    """Places in phrases of the verb over the act: "carried out strikes in Homs", "met for talks in Doha"."""
    above = word
    for _ in range(4):
        if above.head == above.i or above.dep in ("ccomp", "parataxis", "relcl"):
            return []
        if above.dep == "conj" and any(
            analysis.words[c].dep in ("nsubj", "nsubjpass") for c in analysis.children[above.i]
        ):
            return []
        above = analysis.words[above.head]
        found = [
            link.place
            for link in links
            if link.role == "in" and (steps_up(analysis, link.anchor, above.i) in (0, 1))
        ]
        if found:
            return found
        if above.pos in ("VERB", "AUX") and above.dep not in ("xcomp", "conj", "pcomp", "advcl", "acl"):
            return []
    return []


def _where(analysis: Analysis, word: Word, links: list[Link]) -> list[Place]:
    """The place that the act's relative clause hangs on, as in "Homs, where shells fell"; empty without one."""
    at = word
    for _ in range(6):
        if at.dep == "relcl" and any(analysis.words[c].lower == "where" for c in analysis.children[at.i]):
            return [k.place for k in links if k.word == at.head or (k.role == "in" and k.anchor == at.head)]
        if at.head == at.i:
            break
        at = analysis.words[at.head]
    return []


def _meanwhile(analysis: Analysis, word: Word, links: list[Link]) -> list[Place]:
    """The place of the clause that an act interrupts: "was touring a school in Gao when he was shot"."""
    verb = _verb_of(analysis, word)
    if verb.dep != "advcl" or not any(
        analysis.words[c].lower in ("when", "as", "while") for c in analysis.children[verb.i]
    ):
        return []
    return [k.place for k in links if k.role == "in" and _climbs_to(analysis, k.anchor, verb.head, verb.i)]


def _verb_of(analysis: Analysis, word: Word) -> Word:
    """The verb of the clause in which a word stands; the word itself without one."""
    at = word
    for _ in range(6):
        if at.pos in ("VERB", "AUX") or at.head == at.i:
            break
        at = analysis.words[at.head]
    return at


def _climbs_to(analysis: Analysis, start: int, goal: int, past: int) -> bool:
    """Whether `start` hangs under `goal` through nouns and prepositions alone, not through the word `past`."""
    at = start
    for _ in range(8):
        if at == goal:
            return True
        word = analysis.words[at]
        if (
            at == past
            or word.head == at
            or (word.pos in ("VERB", "AUX") and word.dep not in ("xcomp", "amod"))
        ):
            return False
        at = word.head
    return False


def _opening(analysis: Analysis, word: Word, links: list[Link]) -> list[Place]:
    """A locative phrase that opens the sentence: "In Nairobi, a bomb ..."."""
    first = analysis.sentences[word.sentence].first
    return [k.place for k in links if k.role == "in" and k.word <= first + 5 and k.word < word.i and k.opens]


def _here(analysis: Analysis, word: Word, places: Sequence[Place]) -> Place | None:
    """The dateline's place for "here" below the act."""
    if not any(analysis.words[i].lower == "here" and steps_up(analysis, analysis.words[i].head, word.i) is not None
               for i in range(analysis.sentences[word.sentence].first, analysis.sentences[word.sentence].last)):  # fmt: skip
        return None
    for sentence in analysis.sentences:
        if sentence.role == "dateline":
            return next((p for p in places if sentence.start <= p.start < sentence.end), None)
    return None


# Other sentences ------------------------------------------------------------------------------------


def _elsewhere(analysis: Analysis, word: Word, own: Place | None, places: Sequence[Place]) -> Place | None:
    """The place that the article gives for other acts of the kind, if sharper than `own` and one alone."""
    kin = _kin(word)
    tally: Counter[str] = Counter()
    first: dict[str, Place] = {}
    for other in analysis.words:
        if other.i == word.i or other.pos not in ("VERB", "NOUN") or other.lemma not in kin:
            continue
        if not any(True for p in places if _inside_sentence(analysis, other.sentence, p)):
            continue
        place = _own_place(analysis, other, _links(analysis, other, places))
        if place is None or place.precision in _COARSE:
            continue
        if own is not None and (place.country != own.country or place.name == own.name):
            continue
        tally[place.name] += 1
        first.setdefault(place.name, place)
    if not tally:
        return None
    if own is None and len({p.country for p in first.values()}) > 1:
        return None
    ranked = tally.most_common()
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return None
    return first[ranked[0][0]]


def _kin(word: Word) -> frozenset[str]:
    kin = frozenset({word.lemma})
    for family in _FAMILIES:
        if word.lemma in place_words(family):
            kin |= place_words(family)
    return kin


def _inside_sentence(analysis: Analysis, number: int, place: Place) -> bool:
    sentence = analysis.sentences[number]
    return sentence.start <= place.start < sentence.end


def _scene(analysis: Analysis, number: int, places: Sequence[Place]) -> Place | None:
    """The place of the sentences just before, in the same stretch of text."""
    for at in range(number - 1, max(-1, number - 1 - _SCENE), -1):
        if analysis.sentences[at].role == "dateline":
            continue
        located = [k.place for k in links_of_sentence(analysis, at, places) if k.role == "in"]
        if located:
            return _most_exact(located) if len({p.country for p in located}) == 1 else None
    return None


def _most_exact(pool: list[Place]) -> Place:
    """The most exact of places that may lie in one another; the first-named when they are in several countries."""
    if len({p.country for p in pool if p.country}) > 1:
        return min(pool, key=lambda p: p.start)
    return min(pool, key=lambda p: (_ORDER.get(p.precision, 9), p.start))
