"""Where the codebook's acts occur: trigger words with their frame filled by the article's actors.

Syntax proposes (verbs, act-nouns, predicate adjectives and their slots), the codebook decides.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from tidings.codebook.acts import Act, ActIndex, Form
from tidings.coding.parties import Parties, fillers, holds, index_mentions, mentions_at
from tidings.model import tree
from tidings.model.analysis import Analysis, Mention
from tidings.model.article import Dropped

LIGHT_VERBS = frozenset(
    [
        "carry",
        "conduct",
        "launch",
        "hold",
        "stage",
        "make",
        "mount",
        "take",
        "give",
        "pay",
        "issue",
        "begin",
        "start",
        "continue",
        "resume",
        "wage",
        "deliver",
        "perform",
        "undertake",
        "commit",
        "stop",
        "end",
        "order",
        "announce",
        "face",
        "suffer",
        "see",
        "host",
        "attend",
        "have",
        "do",
        "lead",
        "join",
        "open",
        "step",
        "extend",
        "offer",
        "express",
        "voice",
        "sign",
        "reach",
        "receive",
        "impose",
        "inflict",
        "unleash",
        "execute",
        "intensify",
        "escalate",
        "organise",
        "organize",
        "convene",
        "set",
        "plan",
        "suspend",
        "put",
        "exchange",
        "lodge",
        "file",
        "initiate",
        "attempt",
        "survive",
        "welcome",
        "draw",
    ]
)
# the subject of these verbs undergoes the act of the noun: "the base came under attack", "faces trial"
_UNDERGOING = frozenset(["suffer", "face", "survive", "receive", "see", "draw"])
_VERBAL = frozenset({"VERB", "AUX"})
_NOMINAL = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Found:
    """An act found in a sentence: words `first:last` are its trigger, `word` its head, `light` its light verb."""

    act: Act
    word: int
    first: int
    last: int
    light: int | None
    actors: tuple[Mention, ...]
    recipients: tuple[Mention, ...]
    place_words: tuple[int, ...] = ()


def find_acts(
    analysis: Analysis, mentions: tuple[Mention, ...], index: ActIndex
) -> tuple[tuple[Found, ...], tuple[Dropped, ...]]:
    """The acts of an article in text order, and the candidates that were dropped, each with its reason."""
    parties = index_mentions(mentions)
    found: list[Found] = []
    dropped: list[Dropped] = []
    for word in analysis.words:
        for kind, forms in _candidates(analysis, index, word.i):
            hit = _first_fit(analysis, parties, forms, word.i, kind, dropped)
            if hit:
                found.append(hit)
                break
    return tuple(_absorb(analysis, found)), tuple(dropped)


def _candidates(analysis: Analysis, index: ActIndex, i: int) -> list[tuple[str, tuple[Form, ...]]]:
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
    elif word.pos in _NOMINAL and word.name != "PERSON":
        lemma = word.lemma if word.lemma in index.nouns else word.lower
        if lemma in index.nouns:
            found.append(("noun", index.nouns[lemma]))
        if analysis.sentences[word.sentence].role == "headline" or word.dep == "ROOT":
            verb = _headline_verb(index, word.lower)
            if verb:
                found.append(("verb", index.verbs[verb]))
    elif word.pos == "ADJ":
        if word.lower in index.adjectives:
            found.append(("adjective", index.adjectives[word.lower]))
        if word.tag == "VBN" and word.lemma in index.verbs:
            found.append(("verb", index.verbs[word.lemma]))
    return found


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


def _first_fit(
    analysis: Analysis,
    parties: Parties,
    forms: tuple[Form, ...],
    i: int,
    kind: str,
    dropped: list[Dropped],
) -> Found | None:
    light = _light_verb(analysis, i) if kind == "noun" else None
    reason = ""
    for form in forms:
        words = _other_words(analysis, form, i, kind)
        if words is None:
            continue
        failed = _failed_condition(analysis, parties, form.act, i, kind, light)
        if failed:
            reason = reason or f"{form.act.rule}: {failed}"
            continue
        hit = _fill(analysis, parties, form, i, kind, light, words)
        if isinstance(hit, str):
            reason = reason or f"{form.act.rule}: {hit}"
            continue
        return hit
    if reason:
        word = analysis.words[i]
        dropped.append(Dropped("acts", reason, word.text, word.start, word.end))
    return None


def _failed_condition(
    analysis: Analysis, parties: Parties, act: Act, i: int, kind: str, light: int | None
) -> str:
    for condition in act.where:
        if not holds(analysis, parties, condition, i, kind, light):
            return f"where {condition.slot} does not hold"
    for condition in act.unless:
        if holds(analysis, parties, condition, i, kind, light):
            return f"unless {condition.slot} holds"
    return ""


def _other_words(analysis: Analysis, form: Form, i: int, kind: str) -> list[int] | None:
    """Where the other words of a multiword form are, in order; None when one is missing."""
    if not form.rest:
        return []
    if form.before:
        start = i - len(form.rest)
        if start >= 0 and all(_same(analysis, start + k, part) for k, part in enumerate(form.rest)):
            return list(range(start, i))
        return None
    last = min(analysis.sentences[analysis.words[i].sentence].last, i + 9)
    found: list[int] = []
    at = i + 1
    for part in form.rest:
        while at < last and not (_same(analysis, at, part) and _beneath(analysis, at, i)):
            at += 1
        if at >= last:
            return None
        found.append(at)
        at += 1
    if kind == "noun" and found[0] != i + 1:
        return None
    return found


def _same(analysis: Analysis, i: int, part: str) -> bool:
    word = analysis.words[i]
    return word.lemma == part or word.lower == part


def _beneath(analysis: Analysis, i: int, top: int) -> bool:
    for _ in range(5):
        head = analysis.words[i].head
        if head == top:
            return True
        if head == i:
            return False
        i = head
    return False


def _light_verb(analysis: Analysis, i: int) -> int | None:
    """The verb that carries act-noun `i` as its object, or as the subject of its passive."""
    at = i
    for _ in range(3):  # "launched a campaign of airstrikes", "held a series of meetings"
        word = analysis.words[at]
        head = analysis.words[word.head]
        if word.dep == "conj" and head.pos in _NOMINAL:
            at = head.i
            continue
        if word.dep in ("dobj", "nsubjpass", "attr", "oprd") and head.pos in _VERBAL:
            if head.lemma in LIGHT_VERBS and (word.dep != "nsubjpass" or head.tag == "VBN"):
                return head.i
            return None
        if word.dep == "pobj" and head.lower in ("of", "in", "on", "under", "for"):
            above = analysis.words[head.head]
            if above.pos in _NOMINAL and head.lower == "of":
                at = above.i
                continue
            if above.pos in _VERBAL and above.lemma in (
                "go",
                "come",
                "engage",
                "take",
                "stand",
                "put",
                "arrive",
                "travel",
            ):
                return above.i
        return None
    return None


def _fill(
    analysis: Analysis,
    parties: Parties,
    form: Form,
    i: int,
    kind: str,
    light: int | None,
    words: list[int],
) -> Found | str:
    act = form.act
    actor_slots, recipient_slots = act.actor, act.recipient
    if kind == "noun" and analysis.words[i].lemma in _BORNE and not act.reciprocal:
        actor_slots = tuple(slot for slot in actor_slots if slot not in ("possessive", "of"))
        recipient_slots = (*dict.fromkeys((*recipient_slots, "of", "possessive")),)
    actors = _slot_mentions(analysis, parties, actor_slots, i, kind, light)
    recipients = _slot_mentions(analysis, parties, recipient_slots, i, kind, light)
    if kind == "noun" and light is not None:
        carried = [m for f in tree.subjects(analysis, light) for m in mentions_at(analysis, parties, f)]
        verb = analysis.words[light].lemma
        if verb in _UNDERGOING or (verb == "come" and not actors):
            recipients = recipients or carried
        else:
            actors = actors or carried
    if act.reciprocal:
        actors = _all_parties(analysis, parties, actors, recipients, i, kind, light)
        recipients = []
    actors, recipients = _apart(actors, recipients)
    missing = _missing(act, actors, recipients)
    if missing:
        return missing
    first, last = _trigger(analysis, i, light, words)
    places = (
        tuple(_place_words(analysis, act, i, kind, light))
        if act.place_as_recipient and not recipients
        else ()
    )
    return Found(act, i, first, last, light, tuple(actors), tuple(recipients), places)


def _slot_mentions(
    analysis: Analysis, parties: Parties, slots: tuple[str, ...], i: int, kind: str, light: int | None
) -> list[Mention]:
    """The mentions of the first slot that holds any."""
    for slot in slots:
        found: list[Mention] = []
        for filler in fillers(analysis, slot, i, kind, light):
            if filler == i:
                continue
            for mention in mentions_at(analysis, parties, filler, inside=slot != "compound"):
                if slot == "compound" and _names_the_scene(analysis, mention, i):
                    continue
                if mention not in found and mention.actors:
                    found.append(mention)
        if found:
            return found
    return []


# nouns whose possessor bears the act: "Rabin's murder", "his arrest"
_BORNE = frozenset(
    [
        "murder",
        "assassination",
        "killing",
        "arrest",
        "detention",
        "sentencing",
        "conviction",
        "kidnapping",
        "abduction",
        "deportation",
        "extradition",
        "imprisonment",
        "execution",
        "beheading",
        "trial",
        "indictment",
        "prosecution",
        "expulsion",
        "ouster",
        "overthrow",
        "acquittal",
        "rape",
        "torture",
        "beating",
        "slaying",
        "persecution",
        "eviction",
        "jailing",
        "capture",
        "lynching",
    ]
)
# acts whose noun takes the name of the scene before it: "the Kenya bombing", "the Cairo blast"
_SCENES = frozenset(
    ["bombing", "blast", "explosion", "attack", "shooting", "massacre", "killing", "bomb", "raid", "siege"]
)


def _names_the_scene(analysis: Analysis, mention: Mention, i: int) -> bool:
    """Whether a country's noun before an act-noun says where, not who: "Kenya bombing" against "Kenyan raid"."""
    word = analysis.words[mention.head]
    if mention.kind not in ("state", "adjective") or analysis.words[i].lemma not in _SCENES:
        return False
    return word.tag == "NNP" and word.name == "GPE" and not word.text.replace(".", "").isupper()


def _all_parties(
    analysis: Analysis,
    parties: Parties,
    actors: list[Mention],
    recipients: list[Mention],
    i: int,
    kind: str,
    light: int | None,
) -> list[Mention]:
    """Of a reciprocal act: whoever stands in any of its slots, or after with and between."""
    found = list(actors)
    more = _slot_mentions(analysis, parties, ("with",), i, kind, light)
    more += _slot_mentions(analysis, parties, ("between",), i, kind, light)
    for mention in [*recipients, *more]:
        if mention not in found:
            found.append(mention)
    return found


def _apart(actors: list[Mention], recipients: list[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Nobody is both actor and recipient of one mention: what is an actor is no recipient."""
    names = {actor.name for mention in actors for actor in mention.actors}
    return actors, [m for m in recipients if not all(a.name in names for a in m.actors)]


def _missing(act: Act, actors: list[Mention], recipients: list[Mention]) -> str:
    if act.needs in ("actor", "both") and not actors:
        return "no actor in its slots"
    if act.needs in ("recipient", "both") and not recipients:
        return "no recipient in its slots"
    if act.needs == "any" and not actors and not recipients:
        return "no party in its slots"
    return ""


def _place_words(analysis: Analysis, act: Act, i: int, kind: str, light: int | None) -> list[int]:
    found: list[int] = []
    for slot in act.recipient:
        found.extend(
            f for f in fillers(analysis, slot, i, kind, light) if analysis.words[f].name in ("GPE", "LOC")
        )
    return found


def _trigger(analysis: Analysis, i: int, light: int | None, words: list[int]) -> tuple[int, int]:
    """The trigger's words: from the light verb or first form word to the last, when they lie close."""
    parts = [i, *words]
    if light is not None and abs(light - i) <= 6:
        parts.append(light)
    first, last = min(parts), max(parts)
    if last - first > 8:
        return i, i + 1
    return first, last + 1


def _absorb(analysis: Analysis, found: list[Found]) -> list[Found]:
    """One mention, one record: an act and the same-typed act-noun that merely names it again are one.

    "Killed in an air raid", "the blast wounded ten", "killed and wounded": the later or lower one is
    taken into the one above, and its parties fill what is empty there.
    """
    by_word = {hit.word: hit for hit in found}
    gone: set[int] = set()
    for hit in found:
        above = _same_act_above(analysis, hit, by_word)
        if above is None or above in gone:
            continue
        upper = by_word[above]
        by_word[above] = _joined(upper, hit)
        gone.add(hit.word)
    return [by_word[hit.word] for hit in found if hit.word not in gone]


def _joined(upper: Found, lower: Found) -> Found:
    return dataclasses.replace(
        upper,
        actors=upper.actors or lower.actors,
        recipients=upper.recipients or lower.recipients,
        first=min(upper.first, lower.first) if abs(upper.first - lower.first) <= 6 else upper.first,
        last=max(upper.last, lower.last) if abs(upper.last - lower.last) <= 6 else upper.last,
    )


def _same_act_above(analysis: Analysis, hit: Found, by_word: dict[int, Found]) -> int | None:
    """The word of a same-typed act that governs `hit` as its means, occasion, subject or twin."""
    word = analysis.words[hit.word]
    head = analysis.words[word.head]
    if word.dep in ("nsubj", "nsubjpass", "dobj", "conj", "xcomp") and head.i in by_word:
        target = head
    elif (
        word.dep == "pobj"
        and head.lower in ("in", "by", "during", "of", "after", "at", "with", "from")
        and head.head in by_word
    ):
        target = analysis.words[head.head]
    elif (word.dep in ("compound", "amod") and head.i in by_word) or (
        word.dep == "advcl"
        and head.i in by_word
        and any(
            analysis.words[c].lower in ("when", "as", "after")
            for c in tree.below(analysis, word.i, "advmod", "mark")
        )
    ):
        target = head
    else:
        return None
    upper = by_word[target.i]
    if upper.act.type != hit.act.type or target.i == hit.word:
        return None
    if word.dep == "conj":
        # two acts of one type side by side are one record only as harm done in one stroke
        same = {m.head for m in upper.actors} == {m.head for m in hit.actors}
        return target.i if same and hit.act.type == "ASSAULT" and word.pos == "VERB" else None
    if upper.act.type in ("ASSAULT", "CONSULT", "PROTEST", "MOBILIZE"):
        return target.i
    return target.i if word.dep in ("dobj", "xcomp", "compound") else None
