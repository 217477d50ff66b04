"""The words of an act: which entries a word may be, its other words, its light verb, its trigger."""

from __future__ import annotations

from collections.abc import Sequence

from tidings.codebook.acts import ActIndex, Form
from tidings.model import tree
from tidings.model.analysis import Analysis

# verbs that only carry an act-noun: "held talks", "launched a raid"
LIGHT_VERBS = frozenset(
    [
        "announce", "arrange", "attempt", "attend", "begin", "broker", "cancel", "carry", "chair",
        "commit", "complete", "conclude", "conduct", "continue", "convene", "cosponsor", "cut", "deliver",
        "direct", "do", "draw", "end", "enter", "escalate", "exchange", "execute", "express", "extend",
        "face", "facilitate", "file", "finish", "give", "grant", "have", "head", "hold", "host", "impose",
        "inflict", "initiate", "intensify", "interrupt", "issue", "join", "kick", "launch", "lead",
        "lodge", "make", "mediate", "mount", "offer", "open", "order", "organise", "organize", "oversee",
        "pay", "perform", "plan", "postpone", "prolong", "put", "reach", "receive", "reenter", "reiterate",
        "relaunch", "renew", "reopen", "repeat", "resume", "schedule", "see", "send", "set", "sign",
        "sponsor", "stage", "start", "step", "stop", "suffer", "survive", "suspend", "take", "undertake",
        "unleash", "voice", "wage", "welcome", "wrap",
    ]
)  # fmt: skip
# verbs of going and being put, with an act-noun behind a preposition: "go on trial", "come under attack"
_GOING = frozenset(
    ["arrive", "come", "depart", "embark", "engage", "fly", "go", "leave", "put", "stand", "take", "travel"]
)
_VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})
_DETERMINERS = frozenset({"a", "an", "the"})


def candidates(analysis: Analysis, index: ActIndex, i: int) -> list[tuple[str, tuple[Form, ...]]]:
    """The lexical entries that word `i` may be, in order of likelihood."""
    word = analysis.words[i]
    found: list[tuple[str, tuple[Form, ...]]] = []
    if word.pos in _VERBAL and word.dep not in ("aux", "auxpass"):
        if word.tag == "VBG" and word.lower in index.nouns and _used_as_noun(analysis, i):
            found.append(("noun", index.nouns[word.lower]))
        if word.lemma in index.verbs:
            found.append(("verb", index.verbs[word.lemma]))
        if word.tag == "VBG" and word.lower in index.nouns and not found:
            found.append(("noun", index.nouns[word.lower]))
        if word.tag in ("VBN", "VBG") and word.lower in index.adjectives:
            found.append(("adjective", index.adjectives[word.lower]))
    elif (word.pos in NOMINAL and word.name != "PERSON") or (
        word.pos == "ADJ" and word.dep in ("nsubj", "nsubjpass", "dobj", "pobj") and word.lower in index.nouns
    ):
        nouns = _noun_forms(index, word.lemma, word.lower)
        if nouns and not _of_a_body(analysis, i):
            found.append(("noun", nouns))
        if analysis.sentences[word.sentence].role == "headline" or word.dep == "ROOT":
            verb = _headline_verb(index, word.lower)
            if verb:
                found.append(("verb", index.verbs[verb]))
    elif word.pos == "ADP" and word.lower in index.adjectives and _predicative(analysis, i):
        found.append(("adjective", index.adjectives[word.lower]))
    elif word.pos == "ADJ":
        if word.lower in index.adjectives:
            found.append(("adjective", index.adjectives[word.lower]))
        if word.tag == "VBN" and word.lemma in index.verbs:
            found.append(("verb", index.verbs[word.lemma]))
    return found


def _noun_forms(index: ActIndex, lemma: str, form: str) -> tuple[Form, ...]:
    """The noun forms of a lemma and those given for this very form ("talks", not "talk"), longest first."""
    by_lemma = index.nouns.get(lemma, ())
    if form == lemma or form not in index.nouns:
        return by_lemma
    return tuple(sorted((*index.nouns[form], *by_lemma), key=lambda f: -len(f.rest)))


# nouns of people and things that an act-noun before them only sorts: "riot police", "peace talks team"
_SORTED = frozenset(
    [
        "police", "policeman", "policewoman", "officer", "squad", "gear", "shield", "team", "delegation",
        "venue", "table", "room", "hall", "leader", "organiser", "organizer", "fund", "force", "group",
        "committee", "commission", "commissioner", "panel", "chief", "coordinator", "judge", "lawyer",
        "document", "centre", "center", "site", "song", "movement", "council", "ministry", "minister", "law",
        "bill", "expert", "record", "date", "clause", "card", "form", "letter",
    ]
)  # fmt: skip


def _of_a_body(analysis: Analysis, i: int) -> bool:
    """Whether act-noun `i` only sorts or names somebody: "riot police", "trial judge", "the National Assembly"."""
    word = analysis.words[i]
    head = analysis.words[word.head]
    named = word.pos == "PROPN" and word.name == "ORG"
    if named and analysis.sentences[word.sentence].role != "headline" and word.dep != "compound":
        return True
    return word.dep in ("compound", "nmod", "amod") and head.i > i and head.lemma in _SORTED


def _predicative(analysis: Analysis, i: int) -> bool:
    """Whether preposition `i` is said of a subject: "the Greens are against the law"."""
    word = analysis.words[i]
    return word.dep == "prep" and analysis.words[word.head].lemma in ("be", "remain", "stay", "seem")


def _used_as_noun(analysis: Analysis, i: int) -> bool:
    labels = {analysis.words[c].dep for c in analysis.children[i]}
    return bool(labels & {"det", "poss", "amod", "compound"}) or (
        "prep" in labels and "dobj" not in labels and "nsubj" not in labels
    )


def _headline_verb(index: ActIndex, form: str) -> str | None:
    """A third-person verb that the tagger took for a plural noun in a headline: "thanks", "slams"."""
    for lemma in (form[:-1], form[:-2], form[:-3] + "y" if form.endswith("ies") else ""):
        if form.endswith("s") and lemma in index.verbs:
            return lemma
    return None


def other_words(analysis: Analysis, form: Form, i: int, kind: str, places: Sequence[int]) -> list[int] | None:
    """Where the other words of a multiword form are, in order; None when one is missing.

    `places` are those of `places_of_other_words`, the same for every form of word `i`.
    """
    if not form.rest:
        return []
    if form.before:
        start = i - len(form.rest)
        if start >= 0 and all(_same(analysis, start + k, part) for k, part in enumerate(form.rest)):
            return list(range(start, i))
        return None
    found: list[int] = []
    at = 0
    for part in form.rest:
        if part in _DETERMINERS:  # "go on a strike" is also "go on the strike", "go on strike"
            continue
        while at < len(places) and not _same(analysis, places[at], part):
            at += 1
        if at >= len(places):
            return None
        found.append(places[at])
        at += 1
    if kind == "noun" and found[:1] != [i + 1]:
        return None
    return found


def places_of_other_words(analysis: Analysis, i: int, kind: str) -> list[int]:
    """Where a form's other words may stand: after its head and beneath it, or in the subject of its passive."""
    last = min(analysis.sentences[analysis.words[i].sentence].last, i + 9)
    places = [k for k in range(i + 1, last) if _beneath(analysis, k, i)]
    if kind == "verb" and tree.is_passive(analysis, i):
        for subject in tree.below(analysis, i, "nsubjpass"):
            if subject < i:
                modifiers = tree.below(analysis, subject, "compound", "amod", "nmod")
                places = [*sorted(m for m in modifiers if m < subject), subject, *places]
    return [k for k in places if not tree.hyphenated(analysis, k) and not _dates(analysis, k)]


def _dates(analysis: Analysis, i: int) -> bool:
    """Whether preposition `i` only says when: "called Nairobi on Friday" has no "call on"."""
    objects = tree.below(analysis, i, "pobj") if analysis.words[i].dep == "prep" else []
    return bool(objects) and analysis.words[objects[0]].name in ("DATE", "TIME")


def _same(analysis: Analysis, i: int, part: str) -> bool:
    word = analysis.words[i]
    return word.lemma == part or word.lower == part


def _beneath(analysis: Analysis, i: int, top: int) -> bool:
    for _ in range(5):
        word = analysis.words[i]
        if word.pos in _VERBAL and (
            word.dep in ("conj", "advcl", "relcl", "parataxis") or (word.dep == "ccomp" and word.tag != "VB")
        ):
            return False  # another clause
        if word.head == top:
            return True
        if word.head == i:
            return False
        i = word.head
    return False


def light_verb(analysis: Analysis, i: int) -> int | None:
    """The verb that carries act-noun `i` as its object, or as the subject of its passive."""
    at = i
    for _ in range(3):  # "launched a campaign of airstrikes", "held a series of meetings"
        word = analysis.words[at]
        head = analysis.words[word.head]
        if word.dep == "conj" and head.pos in NOMINAL:
            at = head.i
            continue
        if word.dep in ("dobj", "nsubjpass", "attr", "oprd") and head.pos in _VERBAL:
            if head.lemma in LIGHT_VERBS and (word.dep != "nsubjpass" or head.tag == "VBN"):
                return head.i
            return _carrying_participle(analysis, i)
        if word.dep == "pobj" and head.lower in ("of", "in", "on", "under", "for"):
            above = analysis.words[head.head]
            if above.pos in NOMINAL and head.lower == "of":
                at = above.i
                continue
            if above.pos in _VERBAL and above.lemma in _GOING:
                return above.i
        return _carrying_participle(analysis, i)
    return None


def _carrying_participle(analysis: Analysis, i: int) -> int | None:
    """A light verb as a participle after its noun: "a curfew imposed by the governor"."""
    for c in tree.below(analysis, i, "acl"):
        if analysis.words[c].tag == "VBN" and analysis.words[c].lemma in LIGHT_VERBS:
            return c
    return None


def trigger_span(analysis: Analysis, i: int, light: int | None, words: list[int]) -> tuple[int, int]:
    """The trigger's words: from the light verb or first form word to the last, when they lie close."""
    parts = [i, *words]
    if light is not None and abs(light - i) <= 6:
        parts.append(light)
    first, last = min(parts), max(parts)
    if last - first > 8:
        return i, i + 1
    return first, last + 1
