"""Whether the clause around a date speaks of what was or of what is to come."""

from __future__ import annotations

from tidings.model import tree
from tidings.model.analysis import Analysis

_AHEAD = frozenset({"will", "wo", "shall", "'ll", "\u2019ll", "would", "may", "might", "could", "can", "should", "must"})  # fmt: skip
_PLANNED = frozenset(
    {
        "schedule", "plan", "slate", "set", "expect", "due", "intend", "hope", "aim", "want", "agree",
        "vow", "promise", "pledge", "threaten", "prepare", "decide", "invite", "postpone", "delay", "adjourn",
        "propose", "book", "order", "suppose", "likely", "ready",
    }
)  # fmt: skip
# verbs that say in the present tense what a timetable holds: "the talks open on Friday"
_TIMETABLE = frozenset(
    {
        "open", "begin", "start", "meet", "arrive", "leave", "depart", "visit", "end", "expire", "vote", "go",
        "come", "take", "face", "hold", "host", "travel", "fly", "head", "return", "resume", "convene", "close",
        "launch", "kick", "run", "last", "continue", "appear", "address", "join", "receive", "mark", "celebrate",
    }
)  # fmt: skip
_STILL_OPEN = frozenset({"when", "if", "once", "until", "unless", "till"})
_UNTIL = frozenset({"until", "till", "starting", "beginning", "effective"})
_FIRST = frozenset({"first", "last", "only", "latest", "second", "third"})
_NOMINAL = frozenset({"poss", "compound", "nmod", "amod"})  # labels of words inside a noun phrase


def tense_at(analysis: Analysis, word: int, before: str, *, headline: bool = False) -> str:
    """ "past", "future" or "" for the clause of a word; `before` is the word before the date, lower-cased."""
    if before == "since":
        return "past"
    verb = tree.clause_head(analysis, word)
    noun = _noun_above(analysis, word)
    if noun is not None and any(
        analysis.words[c].lemma in _PLANNED for c in tree.below(analysis, noun, "amod", "acl")
    ):
        return "future"  # "the visit planned for September"
    if _inner(analysis, word):
        helpers = [analysis.words[c].lower for c in tree.below(analysis, verb, "aux")]
        return "future" if {"will", "'ll"} & set(helpers) else ""
    found = ""
    for _ in range(4):
        found = _of_verb(analysis, verb, headline)
        above = analysis.words[verb].head
        if found or above == verb:
            break
        verb = tree.clause_head(analysis, above)
    if before in _UNTIL or (before == "by" and found != "past"):
        return "future"
    return found or ("past" if headline else "")


def _inner(analysis: Analysis, word: int) -> bool:
    """Whether the date is a modifier inside a noun phrase: "Friday's ruling", "the June agreement"."""
    here = analysis.words[word]
    above = analysis.words[here.head]
    return here.dep in _NOMINAL and above.pos in ("NOUN", "PROPN") and above.name not in ("DATE", "TIME")


def _noun_above(analysis: Analysis, word: int) -> int | None:
    """The noun that a date's prepositional phrase hangs on."""
    found, at = None, word
    for _ in range(6):
        at = analysis.words[at].head
        if analysis.words[at].pos == "NOUN":
            found = at
            if any(analysis.words[c].lemma in _PLANNED for c in tree.below(analysis, at, "amod", "acl")):
                break
        elif analysis.words[at].pos not in ("ADP", "PROPN"):
            break
    return found if found != word else None


def _of_verb(analysis: Analysis, verb: int, headline: bool) -> str:
    word = analysis.words[verb]
    helpers = [h for c in analysis.children[verb] if (h := analysis.words[c]).dep in ("aux", "auxpass")]
    perfect = any(h.lemma == "have" for h in helpers)
    if any(h.lower in _AHEAD for h in helpers):
        return "past" if perfect else "future"
    if any(h.tag == "TO" for h in helpers) or word.tag == "VB":
        above = analysis.words[word.head]
        if perfect:
            return "past"
        if word.dep in ("acl", "relcl") and any(
            analysis.words[c].lower in _FIRST
            or any(analysis.words[g].lower in _FIRST for g in analysis.children[c])
            for c in analysis.children[above.i]
        ):
            return ""  # "the first states to join": told by the verb above
        ahead = above.lemma in _PLANNED or above.lemma in ("go", "be") or word.dep in ("acl", "relcl")
        return "future" if ahead and word.dep in ("xcomp", "ccomp", "acl", "relcl", "advcl") else ""
    if word.lemma in _PLANNED and (word.tag == "VBN" or (word.tag in ("VBZ", "VBP") and not headline)):
        return "future"
    if word.lemma == "be" and any(analysis.words[c].tag == "VB" for c in tree.below(analysis, verb, "xcomp")):
        return "future"  # "is to leave on Thursday"
    present = [h for h in helpers if h.tag in ("VBZ", "VBP")]
    if word.tag == "VBG" and any(h.lemma == "be" for h in present):
        return "future"
    now = bool(present or word.tag in ("VBZ", "VBP")) and not perfect
    if now and any(
        analysis.words[c].lower in _STILL_OPEN for c in tree.below(analysis, verb, "advmod", "mark")
    ):
        return "future"
    if word.tag in ("VBD", "VBN") or perfect:
        return "past"
    if word.tag in ("VBZ", "VBP") and not headline and word.lemma in _TIMETABLE:
        return "future"
    return ""
