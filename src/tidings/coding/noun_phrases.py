"""Where a noun phrase begins and ends, and what modifies its head."""

from __future__ import annotations

from tidings.model.analysis import Analysis


def words_of(text: str) -> frozenset[str]:
    """The words of a list written in one string.

    >>> sorted(words_of("in at"))
    ['at', 'in']
    """
    return frozenset(text.split())


_LEFT = frozenset(
    {"det", "amod", "compound", "nmod", "nummod", "poss", "predet", "quantmod", "npadvmod", "advmod"}
)
LOCATING = words_of(
    "in at near across throughout around inside outside within through over into via beyond onto along "
    "off amid above below beside behind under upon"
)
OWNING = frozenset({"of", "in", "from", "for", "at", "with", "on", "within", "near", "to"})


def first_of(analysis: Analysis, head: int) -> int:
    """The first word of the noun phrase of `head`: determiner, possessor, adjectives, nouns before it."""
    first = head
    for child in analysis.children[head]:
        if child >= head:
            break
        word = analysis.words[child]
        if child and analysis.words[child - 1].lower == "to" and word.dep == "compound":
            continue  # "to jail opposition leaders", the verb taken for a noun
        if word.dep in _LEFT and not _has_clause(analysis, child):
            first = min(first, analysis.subtree(child)[0])
    return first


def _has_clause(analysis: Analysis, child: int) -> bool:
    """Whether what the parse takes for a modifier is a clause of its own, which no noun phrase begins with."""
    return any(analysis.words[i].tag in ("VBD", "VBZ", "VBP", "MD") for i in analysis.subtree(child))


def preposition_of(analysis: Analysis, head: int) -> str | None:
    """The preposition that governs the noun phrase of `head` (through coordination), lower case, or None."""
    at = head
    for _ in range(6):
        word = analysis.words[at]
        if word.dep in ("conj", "appos", "nmod", "compound") and word.head != at:
            at = word.head
            continue
        if word.dep in ("pobj", "pcomp"):
            return analysis.words[word.head].lower
        return None
    return None


def governing_label(analysis: Analysis, head: int) -> tuple[str, int]:
    """The dependency label that `head` has in its clause, through coordination, and the word it hangs on."""
    at = head
    for _ in range(6):
        word = analysis.words[at]
        if word.dep in ("conj", "appos") and word.head != at and analysis.words[word.head].pos != "VERB":
            at = word.head
            continue
        return word.dep, word.head
    return analysis.words[at].dep, analysis.words[at].head
