"""The frame of an act: which actors stand in its slots, and what a noun borrows from the clause around it."""

from __future__ import annotations

from dataclasses import dataclass

from tidings.codebook.acts import PREPOSITIONS, Act
from tidings.coding.act_doers import words_of_doers
from tidings.coding.parties import Parties, fillers, mentions_at
from tidings.model import tree
from tidings.model.analysis import Analysis, Mention

# the subject of these verbs undergoes the act of the noun: "the base came under attack", "faces trial"
_UNDERGOING = frozenset(["suffer", "face", "survive", "receive", "see", "draw"])
# nouns whose possessor bears the act: "Rabin's murder", "his arrest"
_BORNE = frozenset(
    [
        "abduction", "acquittal", "arrest", "assassination", "beating", "beheading", "capture",
        "conviction", "deportation", "detention", "eviction", "execution", "expulsion", "extradition",
        "imprisonment", "indictment", "jailing", "kidnapping", "killing", "lynching", "murder", "ouster",
        "overthrow", "persecution", "prosecution", "rape", "sentencing", "slaying", "torture", "trial",
    ]
)  # fmt: skip
# nouns that the person a clause is about undergoes: "held on charges", "is under investigation"
_BORNE_IN_CLAUSE = _BORNE | {"charge", "count", "investigation", "probe", "inquiry", "custody", "warrant"}
_UNDER = frozenset({"on", "for", "under", "in", "pending", "over", "into"})
# a clause happens at the meeting or visit behind these: "said after talks with", "warned him at a summit"
_AT_MEETING = frozenset({"in", "at", "during", "on"})
_AROUND_MEETING = _AT_MEETING | {"after", "following", "before", "ahead", "amid"}
_TRAVELLING = frozenset(
    [
        "arrive", "assemble", "come", "convene", "depart", "fly", "gather", "go", "head", "join", "leave",
        "meet", "return", "travel",
    ]
)  # fmt: skip
_TELLING = frozenset(
    [
        "ask", "assure", "brief", "greet", "inform", "press", "remind", "see", "tell", "thank", "urge", "warn",
    ]
)  # fmt: skip
# acts whose noun takes the name of the scene before it: "the Kenya bombing", "the Cairo blast"
_SCENES = frozenset(
    [
        "attack", "blast", "bomb", "bombing", "explosion", "killing", "massacre", "raid", "shooting", "siege",
    ]
)  # fmt: skip
_VERBAL = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class Site:
    """Where a form of an act stands: its head `word`, its light verb and its other words."""

    word: int
    kind: str
    light: int | None
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """The parties of an act, or in `missing` why they do not do."""

    actors: tuple[Mention, ...]
    recipients: tuple[Mention, ...]
    place_words: tuple[int, ...]
    missing: str


def fill_frame(analysis: Analysis, parties: Parties, act: Act, site: Site) -> Frame:
    """The parties in the slots of `act` at `site`."""
    actors, recipients = _in_own_slots(analysis, parties, act, site)
    if site.kind == "noun":
        actors, recipients = _from_around(analysis, parties, act, site, actors, recipients)
    if act.reciprocal:
        actors = _all_parties(analysis, parties, site, actors, recipients)
        recipients = []
    actors, recipients = _apart(actors, recipients)
    places = _place_words(analysis, act, site) if act.place_as_recipient and not recipients else []
    return Frame(tuple(actors), tuple(recipients), tuple(places), missing_party(act, actors, recipients))


def _in_own_slots(
    analysis: Analysis, parties: Parties, act: Act, site: Site
) -> tuple[list[Mention], list[Mention]]:
    actor_slots, recipient_slots = act.actor, act.recipient
    if site.kind == "noun" and analysis.words[site.word].lemma in _BORNE and not act.reciprocal:
        owned = _slot_mentions(analysis, parties, ("possessive",), site)
        of = _slot_mentions(analysis, parties, ("of",), site)
        if owned and of:  # "Tehran's arrest of two sailors"
            actor_slots = ("possessive", *actor_slots)
            recipient_slots = (*dict.fromkeys((*(s for s in recipient_slots if s != "possessive"), "of")),)
        else:
            actor_slots = tuple(slot for slot in actor_slots if slot not in ("possessive", "of"))
            recipient_slots = (*dict.fromkeys((*recipient_slots, "of", "possessive")),)
    actors = _slot_mentions(analysis, parties, actor_slots, site)
    recipients = _slot_mentions(analysis, parties, recipient_slots, site)
    if site.kind == "noun" and site.light is not None:
        carried = _mentions(analysis, parties, tree.subjects(analysis, site.light))
        verb = analysis.words[site.light].lemma
        if verb in _UNDERGOING or (verb == "come" and not actors):
            recipients = recipients or carried
        else:
            pronouns = all(m.kind == "pronoun" for m in actors)
            actors = carried if carried and pronouns else actors  # "Lima gave its consent"
    elif site.kind == "noun" and not actors:
        held = _mentions(analysis, parties, words_of_doers(analysis, site.word))
        actors = [m for m in held if m not in recipients and not _of_unlike(m)]
    return actors, recipients


def _of_unlike(mention: Mention) -> bool:
    """A pronoun for several of different sectors is too unsure to lay an act at anybody's door."""
    return mention.kind == "pronoun" and len({actor.sector for actor in mention.actors}) > 1


def _mentions(analysis: Analysis, parties: Parties, words: list[int]) -> list[Mention]:
    found: list[Mention] = []
    for i in words:
        found.extend(m for m in mentions_at(analysis, parties, i) if m.actors and m not in found)
    return found


def _slot_mentions(analysis: Analysis, parties: Parties, slots: tuple[str, ...], site: Site) -> list[Mention]:
    """The mentions of the first slot that holds any."""
    for slot in slots:
        found: list[Mention] = []
        for filler in _slot_words(analysis, slot, site):
            if filler == site.word:
                continue
            for mention in mentions_at(analysis, parties, filler, inside=slot != "compound"):
                if slot == "compound" and _names_the_scene(analysis, mention, site.word):
                    continue
                if mention.head == site.word:
                    continue  # the act itself taken for a body: "joint patrols"
                if mention.head in site.others and mention.last - mention.first <= len(site.others):
                    continue  # a word of the act itself: "drone strike"
                if mention not in found and mention.actors:
                    found.append(mention)
        if found:
            return found
    return []


def _slot_words(analysis: Analysis, slot: str, site: Site) -> list[int]:
    """The words in a slot; a preposition that belongs to the act's own words is looked at first."""
    if site.others and slot in PREPOSITIONS and analysis.words[site.others[-1]].lower == slot:
        own = [
            c
            for o in tree.below(analysis, site.others[-1], "pobj")
            for c in tree.conjuncts(analysis, tree.antecedent(analysis, o))
        ]
        if own:
            return own
    found = fillers(analysis, slot, site.word, site.kind, site.light)
    if slot not in PREPOSITIONS:
        return found
    if site.kind == "verb" and slot != "by":  # "in a speech to deputies he offered talks to the rebels"
        found = [f for f in found if f > site.word] or found
    if found:
        return found
    return _deeper(analysis, slot, site)


def _deeper(analysis: Analysis, preposition: str, site: Site) -> list[int]:
    """A prepositional slot one level down: in the infinitive ("threatened to cut off aid to Cambodia"), in the
    object's of-phrase ("ordered the suspension of aid to Uganda", "the beating of a motorist by police").
    """
    if site.kind != "noun":
        for c in tree.below(analysis, site.word, "xcomp", "ccomp", "advcl"):
            if analysis.words[c].tag == "VB":
                found = tree.prepositions_near(analysis, c, preposition)
                if found:
                    return found
        inner = tree.below(analysis, site.word, "dobj", "nsubjpass")
    else:
        infinitives = [c for c in tree.below(analysis, site.word, "acl") if analysis.words[c].tag == "VB"]
        for c in infinitives:
            found = tree.prepositions_near(analysis, c, preposition)
            if found:
                return found
        inner = tree.prepositional(analysis, site.word, "of", "on", "against")
    for top in inner:
        found = _in_phrase(analysis, top, preposition, 0)
        if found:
            return found
    return []


_IN_PHRASE = frozenset({"agent", "prep", "pobj", "npadvmod", "amod", "acomp", "dobj", "appos", "nmod"})


def _in_phrase(analysis: Analysis, i: int, preposition: str, depth: int) -> list[int]:
    """Objects of the preposition anywhere in the phrase of `i`: "loans worth nine million euros to Tunisia"."""
    found = tree.prepositional(analysis, i, preposition)
    if found or depth > 3:
        return found
    for c in analysis.children[i]:
        offered = analysis.words[c].dep == "acl" and analysis.words[c].tag == "VBN"  # "the truce offered by"
        if c > i and (analysis.words[c].dep in _IN_PHRASE or offered):
            found = _in_phrase(analysis, c, preposition, depth + 1)
            if found:
                return found
    return []


def _from_around(
    analysis: Analysis,
    parties: Parties,
    act: Act,
    site: Site,
    actors: list[Mention],
    recipients: list[Mention],
) -> tuple[list[Mention], list[Mention]]:
    """What an act-noun behind a preposition shares with its clause: "said after talks with", "held on charges"."""
    word = analysis.words[site.word]
    preposition = analysis.words[word.head]
    verb = analysis.words[preposition.head]
    if site.light is not None or word.dep != "pobj" or verb.pos not in _VERBAL:
        return actors, recipients
    if act.type == "CONSULT" and _at_meeting(preposition.lower, verb.lemma, bool(actors or recipients)):
        there = _mentions(analysis, parties, tree.subjects(analysis, verb.i))
        if tree.is_passive(analysis, verb.i):
            there = []
        if act.reciprocal and len(actors) + len(recipients) < 2:
            told = tree.objects(analysis, verb.i) if verb.lemma in _TELLING else []
            there += [m for m in _mentions(analysis, parties, told) if m not in there]
            actors = [*there, *(m for m in actors if m not in there)]
        elif act.mode == "visit" and not actors:
            actors = there
    elif (
        not recipients
        and act.type in ("ACCUSE", "SANCTION", "COERCE", "CONCEDE")
        and preposition.lower in _UNDER
        and word.lemma in _BORNE_IN_CLAUSE
    ):
        about = tree.objects(analysis, verb.i) or tree.subjects(analysis, verb.i)
        names = {a.name for m in actors for a in m.actors}
        recipients = [
            m for m in _mentions(analysis, parties, about) if not any(a.name in names for a in m.actors)
        ]
    return actors, recipients


def _at_meeting(preposition: str, verb: str, somebody: bool) -> bool:
    """Whether the clause's subject takes part in the meeting behind `preposition`."""
    if preposition in ("for", "from"):
        return verb in _TRAVELLING
    return preposition in (_AROUND_MEETING if somebody else _AT_MEETING)


def _names_the_scene(analysis: Analysis, mention: Mention, i: int) -> bool:
    """Whether a country's noun before an act-noun says where, not who: "Kenya bombing" against "Kenyan raid"."""
    word = analysis.words[mention.head]
    if mention.kind not in ("state", "adjective") or analysis.words[i].lemma not in _SCENES:
        return False
    return word.tag == "NNP" and word.name == "GPE" and not word.text.replace(".", "").isupper()


def _all_parties(
    analysis: Analysis, parties: Parties, site: Site, actors: list[Mention], recipients: list[Mention]
) -> list[Mention]:
    """Of a reciprocal act: whoever stands in any of its slots, or after with and between."""
    found = list(actors)
    more = _slot_mentions(analysis, parties, ("with",), site)
    more += _slot_mentions(analysis, parties, ("between",), site)
    for mention in [*recipients, *more]:
        if mention not in found:
            found.append(mention)
    return found


def _apart(actors: list[Mention], recipients: list[Mention]) -> tuple[list[Mention], list[Mention]]:
    """Nobody is both actor and recipient of one mention: what is an actor is no recipient."""
    names = {actor.name for mention in actors for actor in mention.actors}
    return actors, [m for m in recipients if not all(a.name in names for a in m.actors)]


def missing_party(act: Act, actors: list[Mention], recipients: list[Mention]) -> str:
    """Which party an act needs and has not, in words; empty when it has all it needs."""
    if act.needs in ("actor", "both") and not actors:
        return "no actor in its slots"
    if act.reciprocal and act.needs == "both":
        return "" if len({a.name for m in actors for a in m.actors}) > 1 else "no second party in its slots"
    if act.needs in ("recipient", "both") and not recipients:
        return "no recipient in its slots"
    if act.needs == "any" and not actors and not recipients:
        return "no party in its slots"
    return ""


def _place_words(analysis: Analysis, act: Act, site: Site) -> list[int]:
    found: list[int] = []
    for slot in act.recipient:
        found.extend(f for f in _slot_words(analysis, slot, site) if analysis.words[f].name in ("GPE", "LOC"))
    return found
