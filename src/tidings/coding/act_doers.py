"""Who is held to have done an act that is told as a noun, when the noun's own phrase does not say.

"Claimed responsibility for the raid", "blamed the raid on rebels", "convicted of the murder", "responsible for the
bombing", "attacks carried out by cells of the group": whoever is claimed, blamed,
convicted or held responsible is its actor. Whoever is only suspected, charged or held is not.
"""

from __future__ import annotations

from tidings.model import tree
from tidings.model.analysis import Analysis, Word

# verbs whose object (subject of the passive) is held to have done what follows the preposition
_HELD = {
    "blame": ("for",), "accuse": ("of",), "convict": ("of", "for", "in"), "sentence": ("for",), "jail": ("for",),
    "guilty": ("of",),
}  # fmt: skip
_DOERS = frozenset(["culprit", "perpetrator", "mastermind"])
_PARTS = frozenset(
    ["role", "involvement", "hand", "part", "complicity", "participation", "responsibility", "guilt"]
)
_CARRYING = frozenset(
    [
        "carry", "conduct", "stage", "launch", "perpetrate", "commit", "mount", "orchestrate", "mastermind",
        "plan", "plot", "wage", "organize", "organise", "execute", "unleash", "order", "direct",
    ]
)  # fmt: skip


def words_of_doers(analysis: Analysis, i: int) -> list[int]:
    """The words that stand for whoever is held to have done the act-noun at word `i`; empty when nobody is."""
    word = analysis.words[i]
    head = analysis.words[word.head]
    carried = _carriers(analysis, i)
    if carried:
        return carried
    if word.dep == "pobj":
        return _behind(analysis, head)
    if word.dep in ("dobj", "nsubjpass"):
        if head.lemma == "claim":
            return tree.subjects(analysis, head.i)
        if head.lemma in ("blame", "pin"):
            return tree.prepositions_near(analysis, head.i, "on")
    if word.dep == "nsubj" and head.lemma == "be":
        for work in tree.below(analysis, head.i, "attr"):
            if analysis.words[work].lemma == "work":
                return tree.prepositional(analysis, work, "of")
    return []


def _carriers(analysis: Analysis, i: int) -> list[int]:
    """The agent of a participle after the noun: "attacks carried out by the rebels"."""
    for c in tree.below(analysis, i, "acl", "relcl"):
        if analysis.words[c].lemma in _CARRYING and analysis.words[c].tag == "VBN":
            for agent in tree.below(analysis, c, "agent", "prep"):
                if analysis.words[agent].lower == "by":
                    return [
                        n for o in tree.below(analysis, agent, "pobj") for n in tree.conjuncts(analysis, o)
                    ]
    return []


def _behind(analysis: Analysis, preposition: Word) -> list[int]:
    """Who stands before the preposition that leads to the act."""
    before = analysis.words[preposition.head]
    if before.lemma == "responsible" and preposition.lower == "for":
        return _held(analysis, before)
    if preposition.lower in _HELD.get(before.lemma, ()):
        if before.pos == "ADJ":
            return _held(analysis, before)
        if before.pos == "VERB":
            return tree.objects(analysis, before.i)
    verb = analysis.words[before.head]
    if before.dep in ("dobj", "nsubjpass") and preposition.lower in _HELD.get(verb.lemma, ()):
        return [before.i]  # the parser hung the phrase on the convicted
    if before.lemma in _DOERS and preposition.lower in ("in", "of", "behind"):
        return [before.i]
    if before.lemma in _PARTS and preposition.lower in ("in", "for"):
        owners = tree.below(analysis, before.i, "poss") + tree.prepositional(analysis, before.i, "of", "by")
        return owners or _of_part(analysis, before)
    return []


def _of_part(analysis: Analysis, part: Word) -> list[int]:
    """Who claims, bears or is accused of a part in the act: "claimed responsibility for", "accused of a role in"."""
    verb = analysis.words[part.head]
    if part.dep == "dobj" and verb.lemma in (
        "claim",
        "bear",
        "have",
        "play",
        "admit",
        "accept",
        "assume",
        "take",
    ):
        return tree.subjects(analysis, verb.i)
    if part.dep == "pobj":
        return _behind(analysis, verb)
    return []


def _held(analysis: Analysis, adjective: Word) -> list[int]:
    """Of whom the adjective is said: "Iran is responsible", "held Iran responsible"."""
    own = tree.below(analysis, adjective.i, "nsubj")
    if own:
        return own
    verb = analysis.words[adjective.head]
    if adjective.dep in ("amod", "relcl", "acl"):
        return [verb.i]
    if verb.lemma == "be":
        return tree.subjects(analysis, verb.i)
    return tree.objects(analysis, verb.i)
