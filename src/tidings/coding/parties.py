"""Which actors fill a slot of an act: from word to mention, into noun phrases that merely contain a party."""

from __future__ import annotations

from dataclasses import dataclass

from tidings.codebook.acts import Condition
from tidings.model import tree
from tidings.model.analysis import Analysis, Mention
from tidings.model.records import Actor

ARMED = frozenset({"MIL", "REB", "PRM", "UAF", "COP", "SPY", "CRM"})
CIVIL = frozenset({"CVL", "REF", "JRN", "MED", "EDU", "REL", "LAB", "SOC", "BUS"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
# nouns that count or gather parties: the party is in their of-phrase
_GATHERING = frozenset(
    [
        "number",
        "group",
        "dozen",
        "hundred",
        "thousand",
        "score",
        "million",
        "member",
        "convoy",
        "crowd",
        "series",
        "handful",
        "majority",
        "most",
        "many",
        "some",
        "couple",
        "pair",
        "team",
        "unit",
        "column",
        "camp",
        "position",
        "base",
        "stronghold",
        "target",
        "site",
        "house",
        "home",
        "building",
        "office",
        "village",
        "family",
        "supporter",
        "part",
        "half",
        "third",
        "quarter",
        "all",
        "any",
        "each",
        "one",
        "two",
        "three",
        "four",
        "five",
        "none",
        "several",
        "few",
        "rest",
        "body",
        "leadership",
        "ten",
        "twenty",
        "type",
        "kind",
        "coalition",
        "alliance",
        "force",
        "life",
    ]
)


@dataclass(frozen=True, slots=True)
class Parties:
    """The mentions of an article, by the words they cover."""

    at_head: dict[int, Mention]
    covering: dict[int, Mention]


def index_mentions(mentions: tuple[Mention, ...]) -> Parties:
    """Mentions by head word and by every word they cover (the shortest mention covering a word wins)."""
    at_head: dict[int, Mention] = {}
    covering: dict[int, Mention] = {}
    for mention in sorted(mentions, key=lambda m: (m.first - m.last, m.first, m.kind)):
        at_head[mention.head] = mention
        for i in range(mention.first, mention.last):
            covering[i] = mention
    return Parties(at_head, covering)


def mentions_at(analysis: Analysis, parties: Parties, i: int, *, inside: bool = True) -> list[Mention]:
    """The mentions that word `i` stands for: itself, or the parties inside its phrase ("rebel positions")."""
    own = parties.at_head.get(i)
    if own is not None:
        return [own]
    covering = parties.covering.get(i)
    if covering is not None and covering.kind != "adjective" and analysis.words[i].head == covering.head:
        return [covering]  # a title or first name of the same phrase, not a word of a phrase within it
    if not inside:
        return []
    within = []
    for c in analysis.children[i]:
        word = analysis.words[c]
        if word.dep in ("poss", "compound", "amod", "nmod", "appos") and c in parties.at_head:
            within.append(parties.at_head[c])
    if within:
        return (
            within[:1]
            if all(m.kind == "adjective" for m in within)
            else [m for m in within if m.kind != "adjective"]
        )
    if analysis.words[i].lemma in _GATHERING or analysis.words[i].tag == "CD":
        for o in tree.prepositional(analysis, i, "of", "from", "in"):
            found = mentions_at(analysis, parties, o, inside=analysis.words[o].lemma in _GATHERING)
            if found:
                return found
    return []


def fillers(analysis: Analysis, slot: str, i: int, kind: str, light: int | None) -> list[int]:
    """Word indexes that fill `slot` of the act at word `i` (noun acts look through their light verb)."""
    if slot == "subject":
        if kind == "verb":
            return tree.subjects(analysis, i)
        if kind == "adjective":
            return _predicate_subjects(analysis, i)
        return tree.subjects(analysis, light) if light is not None else []
    if slot == "object":
        if kind == "verb":
            return tree.objects(analysis, i) or _of_let_go(analysis, i)
        return [o for o in tree.objects(analysis, light) if o != i] if light is not None else []
    if slot == "possessive":
        return [
            c
            for h in tree.below(analysis, i, "poss")
            for c in tree.conjuncts(analysis, tree.antecedent(analysis, h))
        ]
    if slot == "compound":
        return [
            c
            for h in tree.below(analysis, i, "compound", "amod", "nmod", "nummod")
            for c in [h, *tree.below(analysis, h, "compound", "amod", "conj", "npadvmod")]
        ]
    if slot == "object-owner":
        return _owners_in_objects(analysis, i, kind, light)
    if slot in ("that-subject", "clause-object"):
        return _from_clause(analysis, slot, i)
    if slot == "to" and kind == "verb":  # "gave Mali a plane": whom it is given to stands without "to"
        given = [c for h in tree.below(analysis, i, "dative") if analysis.words[h].pos != "ADP"
                 for c in tree.conjuncts(analysis, h)]  # fmt: skip
        if given:
            return given
    prepositions = slot.split()[-1:]
    found = (
        tree.prepositions_near(analysis, i, *prepositions)
        if kind != "noun"
        else tree.prepositional(analysis, i, *prepositions)
    )
    if not found and light is not None and slot != "of":
        found = tree.prepositions_near(analysis, light, *prepositions)
    if slot == "by" and not found and light is not None and tree.is_passive(analysis, light):
        found = tree.subjects(analysis, light)
    if slot == "by" and not found and kind == "noun":
        found = _by_further_down(analysis, i)
    if slot in ("on", "against", "at") and not found and kind == "noun":
        found = _aimed_at(analysis, i)
    return found


def _aimed_at(analysis: Analysis, i: int) -> list[int]:
    """What the noun is said to be for: "strikes aimed at the rebels", "raids targeting the militia"."""
    found = []
    for c in tree.below(analysis, i, "acl", "relcl"):
        lemma = analysis.words[c].lemma
        if lemma in ("aim", "direct"):
            found.extend(tree.prepositional(analysis, c, "at", "against"))
        elif lemma == "target":
            found.extend(tree.objects(analysis, c))
    return found


def _of_let_go(analysis: Analysis, i: int) -> list[int]:
    """Whom one lets go or sets free, when the parser gives him to the other word: "let go four leaders"."""
    if analysis.words[i].lemma not in ("let", "set"):
        return []
    return [
        o
        for c in tree.below(analysis, i, "xcomp", "ccomp", "acomp")
        if analysis.words[c].lower in ("go", "free", "loose")
        for o in tree.below(analysis, c, "dobj", "nsubj", "npadvmod")
    ]


def _by_further_down(analysis: Analysis, i: int) -> list[int]:
    """The doer that the parser hangs on the noun's object: "the bombing of the embassy by rebels"."""
    return [
        doer
        for preposition in ("of", "on", "against", "at")
        for o in tree.prepositional(analysis, i, preposition)
        for doer in tree.prepositional(analysis, o, "by")
    ]


def _predicate_subjects(analysis: Analysis, i: int) -> list[int]:
    word = analysis.words[i]
    head = analysis.words[word.head]
    own = tree.below(analysis, i, "nsubj", "nsubjpass")
    if own:  # taken for a participle: "is committed to"
        return [c for h in own for c in tree.conjuncts(analysis, tree.antecedent(analysis, h))]
    if head.i != i and head.pos in ("AUX", "VERB"):
        return tree.subjects(analysis, head.i)
    if word.dep in ("amod", "acl", "relcl", "appos"):
        return [head.i]
    return tree.subjects(analysis, i)


def _owners_in_objects(analysis: Analysis, i: int, kind: str, light: int | None) -> list[int]:
    objects = fillers(analysis, "object", i, kind, light)
    if kind == "noun":
        objects = tree.prepositional(analysis, i, "of", "on", "for", "over", "against", "with", "to", "at")
    if not objects:
        objects = tree.prepositions_near(
            analysis, i, "of", "on", "for", "over", "against", "with", "to", "at", "in"
        )
    found: list[int] = []
    for o in objects:
        inner = tree.below(analysis, o, "poss", "compound", "amod", "nmod") + tree.prepositional(
            analysis, o, "by", "of"
        )
        found.extend(c for h in inner for c in tree.conjuncts(analysis, h) if c not in found)
    return found


def _from_clause(analysis: Analysis, slot: str, i: int) -> list[int]:
    found: list[int] = []
    for c in tree.below(analysis, i, "ccomp", "xcomp", "acl", "advcl"):
        if analysis.words[c].dep == "advcl" and not _to_infinitive(analysis, c):
            continue
        if slot == "that-subject":
            found.extend(tree.below(analysis, c, "nsubj", "nsubjpass"))
        else:
            found.extend(
                tree.objects(analysis, c) or tree.prepositional(analysis, c, "to", "with", "for", "from")
            )
    return found


def holds(
    analysis: Analysis, parties: Parties, condition: Condition, i: int, kind: str, light: int | None
) -> bool:
    """Whether a `where` or `unless` condition is met at word `i`."""
    if condition.slot == "clause":
        return any(_has_clause(analysis, i, which) for which in condition.lemmas)
    if condition.slot == "modifier":
        words = [
            analysis.words[c] for c in tree.below(analysis, i, "amod", "compound", "nmod", "advmod", "nummod")
        ]
        return any(
            w.lower in condition.lemmas
            or w.lemma in condition.lemmas
            or _hyphenated_as(analysis, w.i, condition.lemmas)
            for w in words
        )
    if condition.slot == "modifies":
        word = analysis.words[i]
        return word.dep in ("compound", "nmod", "amod") and _is(analysis, parties, condition, word.head)
    if condition.slot == "complement":
        return any(_is(analysis, parties, condition, c) for c in _complements(analysis, i))
    if condition.slot == "clause-verb":
        return any(
            analysis.words[c].lemma in condition.lemmas
            for c in tree.below(analysis, i, "xcomp", "ccomp", "advcl", "acl")
            if _to_infinitive(analysis, c)
        )
    if condition.slot == "occasion":
        return any(
            _is(analysis, parties, condition, k)
            for c in tree.below(analysis, i, "advcl", "relcl")
            for k in (c, *tree.below(analysis, c, "nsubj", "nsubjpass", "prt"))
        )
    if condition.slot == "under":
        word = analysis.words[i]
        return word.dep == "pobj" and analysis.words[word.head].lower in condition.lemmas
    found = fillers(analysis, condition.slot, i, kind, light)
    return any(_is(analysis, parties, condition, k) for f in found for k in (f, *_counted(analysis, f)))


_COUNTS = frozenset(
    {"dozen", "hundred", "thousand", "million", "score", "number", "handful", "most", "some", "many"}
)


def _counted(analysis: Analysis, i: int) -> list[int]:
    """What a counting word counts: "scattered thousands of students", "freed three of the hostages"."""
    word = analysis.words[i]
    if word.lemma not in _COUNTS and word.tag != "CD":
        return []
    return tree.prepositional(analysis, i, "of")


def _hyphenated_as(analysis: Analysis, i: int, lemmas: frozenset[str]) -> bool:
    """Whether word `i` is part of a hyphenated word of `lemmas`, which may end in "*" ("pro-*")."""
    whole = tree.hyphenated(analysis, i)
    if not whole:
        return False
    return whole in lemmas or any(stem[-1] == "*" and whole.startswith(stem[:-1]) for stem in lemmas)


def _complements(analysis: Analysis, i: int) -> list[int]:
    """What the object of verb `i` is called or made: "called him a liar", "described the vote as rigged"."""
    found = tree.below(analysis, i, "oprd", "acomp", "attr")
    for c in tree.below(analysis, i, "advcl", "prep", "ccomp"):
        word = analysis.words[c]
        if word.dep == "prep" and word.lower == "as":
            found.extend(tree.below(analysis, c, "pobj", "amod", "pcomp"))
        elif (
            word.dep == "advcl"
            and any(analysis.words[m].lower == "as" for m in tree.below(analysis, c, "mark"))
        ) or (word.dep == "ccomp" and word.pos in ("NOUN", "ADJ")):
            found.append(c)
    return [k for c in found for k in tree.conjuncts(analysis, c)]


def _has_clause(analysis: Analysis, i: int, which: str) -> bool:
    for c in tree.below(analysis, i, "xcomp", "ccomp", "acl", "advcl", "pcomp", "prep"):
        word = analysis.words[c]
        if which == "to" and _to_infinitive(analysis, c):
            return True
        if which == "ing" and (
            word.tag == "VBG" or any(analysis.words[k].tag == "VBG" for k in tree.below(analysis, c, "pcomp"))
        ):
            return True
        if which == "must" and told_to(analysis, c):
            return True
        if (
            which == "that"
            and word.dep in ("ccomp", "acl")
            and not _to_infinitive(analysis, c)
            and tree.below(analysis, c, "nsubj", "nsubjpass", "mark")
        ):
            return True
    return False


def _to_infinitive(analysis: Analysis, c: int) -> bool:
    return analysis.words[c].tag == "VB" and any(
        analysis.words[k].lower == "to" for k in tree.below(analysis, c, "aux")
    )


_MUST = frozenset({"must", "should", "ought"})


def told_to(analysis: Analysis, c: int) -> bool:
    """Whether clause `c` says what somebody must do: "Iran must stop", "they need to talk", "it has to go"."""
    word = analysis.words[c]
    if word.dep != "ccomp" or not tree.below(analysis, c, "nsubj"):
        return False
    if word.tag == "VB" and not any(
        analysis.words[k].lemma == "have" for k in tree.below(analysis, c, "aux")
    ):
        return any(analysis.words[k].lower in _MUST for k in tree.below(analysis, c, "aux"))
    return (
        word.lemma in ("need", "have")
        and word.tag in ("VBZ", "VBP")
        and any(analysis.words[k].tag == "VB" for k in tree.below(analysis, c, "xcomp"))
    )


def _is(analysis: Analysis, parties: Parties, condition: Condition, filler: int) -> bool:
    word = analysis.words[filler]
    if word.lemma in condition.lemmas or word.lower in condition.lemmas:
        return True
    if tree.hyphenated(analysis, filler) in condition.lemmas:
        return True
    if word.pos == "PROPN" and _singular(word.lower) in condition.lemmas:
        return True  # names keep their plural: "Nationalists marched", "Railwaymen struck"
    for modifier in tree.below(analysis, filler, "compound", "amod"):
        before = tree.hyphenated(analysis, modifier) or analysis.words[modifier].lower
        if f"{before} {word.lemma}" in condition.lemmas:
            return True
        if word.pos == "PROPN" and analysis.words[modifier].lower in condition.lemmas:
            return True  # a title: "Prime Minister Ito", "Crown Prince Haakon"
    if not condition.classes:
        return False
    if "any" in condition.classes:
        return True
    if "place" in condition.classes and word.name in _PLACES:
        return True
    found = mentions_at(analysis, parties, filler)
    return any(of_class(actor, mention.kind, wanted) for mention in found for actor in mention.actors
               for wanted in condition.classes)  # fmt: skip


def _singular(form: str) -> str:
    return form[:-3] + "man" if form.endswith("men") else form.removesuffix("s")


def of_class(actor: Actor, kind: str, wanted: str) -> bool:
    """Whether an actor belongs to a condition's class (`person`, `state`, `org`, `armed`, `civil`, `actor`)."""
    if wanted == "actor":
        return True
    if wanted == "person":
        return kind in ("person", "pronoun") or (kind == "role" and actor.sector not in ("GOV", "MIL"))
    if wanted == "state":
        return kind in ("state", "adjective") or (
            actor.sector == "GOV" and (actor.id or "").startswith("country/")
        )
    if wanted == "org":
        return kind in ("org", "group")
    if wanted == "armed":
        return actor.sector in ARMED
    return wanted == "civil" and actor.sector in CIVIL
