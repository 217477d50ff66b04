"""Is it so: actual, historical, future, hypothetical or negated, judged from what governs the act's words."""

from __future__ import annotations

from tidings.codebook.status_cues import Cues, StatusCues
from tidings.model.analysis import Analysis, Word
from tidings.model.tree import below

_FUTURE_MODALS = frozenset({"will", "shall", "'ll", "wo"})
_OBLIQUE = frozenset({"pobj", "pcomp"})
_STEPS = 8


def judge_status(analysis: Analysis, trigger: int, light: int | None, cues: StatusCues) -> tuple[str, str]:
    """Status of the act at word `trigger` (carried by verb `light`, if any) and the words that decide.

    Climbs from the act to the root of its clause. What asserts the act in its own right (a relative
    clause, a plain verb of saying, a because-clause) ends the climb. Dates are not looked at here.
    """
    at = trigger
    carried = True
    found = _own_words(analysis, trigger, cues)
    if found:
        return found
    for _ in range(_STEPS):
        word = analysis.words[at]
        head = analysis.words[word.head]
        if head.i == at:
            return "actual", ""
        step = _governed(analysis, word, head, carried or head.i == light, cues)
        if step == ("stop", ""):
            return "actual", ""
        if step:
            return step
        carried = carried and _carries(word, head, light, cues)
        at = head.i
    return "actual", ""


def _own_words(analysis: Analysis, i: int, cues: StatusCues) -> tuple[str, str] | None:
    """What the act's own modifiers, auxiliaries, negation and conjunctions say."""
    word = analysis.words[i]
    for c in analysis.children[i]:
        child = analysis.words[c]
        if (child.dep == "neg" and not _not_only(analysis, c)) or (
            child.dep in ("det", "advmod", "preconj") and child.lower in cues.negated.determiners
        ):
            return "negated", child.text
    for c in analysis.children[i]:
        child = analysis.words[c]
        if child.dep == "aux":
            judged = _modal(analysis, word, child, cues)
            if judged:
                return judged
        if child.dep == "mark" and child.lower in cues.hypothetical.marks and child.lower != "until":
            return "hypothetical", child.text
        if child.dep in ("amod", "compound", "advmod") and word.pos in ("NOUN", "PROPN"):
            for status in ("negated", "hypothetical", "future"):
                if child.lower in _of(cues, status).modifiers:
                    return status, child.text
    return None


def _modal(analysis: Analysis, verb: Word, aux: Word, cues: StatusCues) -> tuple[str, str] | None:
    conditional = any(
        analysis.words[m].lower in ("if", "unless", "should")
        for c in below(analysis, verb.i, "advcl")
        for m in below(analysis, c, "mark", "aux")
    )
    if aux.lower in _FUTURE_MODALS:
        return ("hypothetical" if conditional else "future"), aux.text
    perfect = any(
        analysis.words[c].dep == "aux" and analysis.words[c].lemma == "have"
        for c in analysis.children[verb.i]
    )
    if aux.lower in ("would", "'d") and aux.tag == "MD":
        return ("hypothetical" if perfect or conditional else "future"), aux.text
    if aux.lower in cues.hypothetical.modals:
        return "hypothetical", aux.text
    return None


def _not_only(analysis: Analysis, i: int) -> bool:
    """ "Not only", "not just": no negation."""
    return i + 1 < len(analysis.words) and analysis.words[i + 1].lower in (
        "only",
        "just",
        "merely",
        "simply",
        "least",
    )


def _governed(
    analysis: Analysis, word: Word, head: Word, carried: bool, cues: StatusCues
) -> tuple[str, str] | None:
    """What the governor `head` says of the act below it; ("stop", "") when the act stands on its own."""
    if word.dep == "relcl":
        return "stop", ""
    if word.dep == "conj":
        if word.pos in ("VERB", "AUX") and below(analysis, word.i, "nsubj", "nsubjpass"):
            return "stop", ""
        if word.tag in ("VBD", "VBZ", "VBP") and head.tag == "VB":
            return (
                "stop",
                "",
            )  # "told officials to stay and asked Turkey": a finite verb is no second infinitive
        return _own_words(analysis, head.i, cues) if head.pos == word.pos else None
    if head.pos in ("ADP", "SCONJ", "PART") and word.dep in _OBLIQUE:
        return ("negated", head.text) if head.lower == "without" else None
    if word.dep == "advcl":
        if word.tag == "VB" and any(analysis.words[c].lower == "to" for c in below(analysis, word.i, "aux")):
            return "future", "to"  # a purpose is not yet done
        return "stop", ""
    if word.dep in ("nsubj", "nsubjpass"):
        return _as_subject(analysis, head, cues)
    if word.dep in ("poss", "compound", "amod", "appos", "nmod") and word.i != head.i:
        return "stop", ""
    if head.pos in ("VERB", "AUX"):
        return _under_verb(analysis, word, head, carried, cues)
    if head.pos == "ADJ":
        return _under(analysis, head, cues, "adjectives")
    if head.pos in ("NOUN", "PROPN"):
        infinitive = word.dep == "acl" and word.tag == "VB"
        governed = _under(analysis, head, cues, "nouns")
        if governed and (infinitive or word.dep in ("prep", "acl")):
            return governed
        if infinitive:
            return "hypothetical", head.text
        return "stop", ""
    return None


# "the demand was refused": the demand itself was made
_ABOUT_WORDS = frozenset(["refuse", "reject", "deny", "dismiss", "decline", "rule", "stop"])
_ASKING = frozenset({"for", "of", "with", "to", "about", "on"})


def _as_subject(analysis: Analysis, head: Word, cues: StatusCues) -> tuple[str, str]:
    """An act-noun as a subject: only what says that it takes place bears on it ("talks will begin")."""
    if head.lemma in cues.carrying or head.lemma in cues.future.verbs | cues.negated.verbs:
        own = _own_words(analysis, head.i, cues)
        if own:
            return own
        for status in ("negated", "future"):
            if head.lemma in _of(cues, status).verbs - _ABOUT_WORDS and head.tag == "VBN":
                return status, head.text
    return "stop", ""


def _under_verb(
    analysis: Analysis, word: Word, head: Word, carried: bool, cues: StatusCues
) -> tuple[str, str] | None:
    infinitive = word.dep in ("xcomp", "ccomp", "pcomp", "oprd", "acomp")
    nominal = word.dep in ("dobj", "prep", "pobj", "attr", "agent", "dative", "oprd")
    finite = word.dep == "ccomp" and bool(below(analysis, word.i, "nsubj", "nsubjpass")) and word.tag in (
        "VBD", "VBZ", "VBP", "VBN",
    )  # fmt: skip
    if word.dep == "ccomp" and head.lemma == "be" and not finite:
        return "future", head.text
    if word.dep == "xcomp" and head.lemma == "be":
        return _own_words(analysis, head.i, cues) or ("future", head.text)
    if finite and head.lemma not in cues.negated.verbs:
        demanded = (
            head.lemma in cues.hypothetical.verbs and word.tag in ("VB", "VBP") and head.lemma != "tell"
        )
        return ("hypothetical", head.text) if demanded else ("stop", "")
    if word.dep == "prep" and word.lower not in _ASKING:
        nominal = False
    if infinitive or (nominal and word.pos in ("NOUN", "PROPN", "ADP", "VERB")):
        governed = _under(analysis, head, cues, "verbs", nominal=nominal)
        if governed:
            return governed
    if carried and (head.lemma in cues.carrying or infinitive):
        return _own_words(analysis, head.i, cues)
    if word.dep == "ccomp":
        return "stop", ""
    return ("stop", "") if nominal and word.dep != "prep" else None


# With an act-noun as object these do not make the act unreal: "opposes the war", "warned of the attack"
_ACT_STANDS = frozenset(
    [
        "oppose",
        "support",
        "back",
        "discuss",
        "debate",
        "condemn",
        "tell",
        "like",
        "fear",
        "agree",
        "expect",
        "order",
        "announce",
        "approve",
        "decide",
        "reject",
        "dismiss",
        "stop",
        "deny",
        "allow",
        "authorize",
        "authorise",
        "resolve",
        "force",
        "pressure",
        "set",
        "warn",
        "wonder",
        "insist",
        "face",
        "stop",
        "avoid",
        "prepare",
    ]
)


def _under(
    analysis: Analysis, head: Word, cues: StatusCues, part: str, *, nominal: bool = False
) -> tuple[str, str] | None:
    if nominal and head.lemma in _ACT_STANDS:
        return None
    for status in ("negated", "hypothetical", "future"):
        if head.lemma in getattr(_of(cues, status), part):
            denied = any(analysis.words[c].dep == "neg" for c in analysis.children[head.i])
            if status == "future" and denied:
                return "negated", head.text
            return status, head.text
    return None


def _carries(word: Word, head: Word, light: int | None, cues: StatusCues) -> bool:
    return head.i == light or head.lemma in cues.carrying or word.dep in ("xcomp", "conj", "pobj", "pcomp")


def _of(cues: StatusCues, status: str) -> Cues:
    if status == "negated":
        return cues.negated
    return cues.hypothetical if status == "hypothetical" else cues.future
