"""Told zeros: "no one was hurt", "there were no deaths", "without injuries". A silence is never a zero."""

from __future__ import annotations

from tidings.codebook.figure_words import FigureWords
from tidings.coding.counted_people import Count
from tidings.coding.figure_kinds import Kind
from tidings.coding.numbers import Number
from tidings.model import tree
from tidings.model.analysis import Analysis, Word

_NOBODY = frozenset({"nobody", "none"})
_HARM_NOUNS = frozenset({"death", "fatality", "injury", "casualty", "arrest"})
_ZEROED = frozenset({"killed", "injured", "detained", "missing", "abducted"})


def find_none(analysis: Analysis, words: FigureWords) -> list[tuple[Count, Kind]]:
    """Counts of nobody, each with its kind; a denial of more than nobody ("not one but three") is none of them."""
    found = []
    for word in analysis.words:
        first = _nobody(analysis, word)
        if first is not None:
            kind = _suffered(analysis, word, words)
        elif word.lemma in _HARM_NOUNS and (first := _no_before(analysis, word)) is not None:
            lemma = "death" if word.lemma == "casualty" else word.lemma
            kind = Kind(words.nouns.get(lemma, "killed"), f"no {word.lemma}", word.i)
        else:
            continue
        if first is not None and kind is not None and kind.what in _ZEROED:
            number = Number(first, word.i + 1, 0, 0, 0, None, word.i)
            found.append((Count(number, word.i, bare=True), kind))
    return found


def _nobody(analysis: Analysis, word: Word) -> int | None:
    """The first word of "nobody", "no one", "no civilians"; None for anything else."""
    before = analysis.words[word.i - 1] if word.i else None
    if word.lower in _NOBODY:
        return word.i
    if before is not None and before.lower == "no" and word.lower in ("one", "people", "civilians", "person"):
        return before.i
    if word.lower == "one" and before is not None and before.lower == "no-":
        return before.i
    return None


def _no_before(analysis: Analysis, word: Word) -> int | None:
    for c in analysis.children[word.i]:
        if analysis.words[c].lower == "no" and c < word.i:
            return c
    before = analysis.words[word.i - 1] if word.i else None
    return before.i if before is not None and before.lower == "without" else None


def _suffered(analysis: Analysis, word: Word, words: FigureWords) -> Kind | None:
    """The harm that nobody came to, in a plain statement of fact: no wish, condition or question."""
    head = analysis.words[word.head]
    modal = any(analysis.words[c].tag == "MD" for c in tree.below(analysis, head.i, "aux"))
    if modal or head.i == word.i or (tree.below(analysis, head.i, "mark") and head.dep == "advcl"):
        return None
    if head.lemma in words.verbs and head.lemma not in ("claim", "lose"):
        fits = (
            word.dep == "nsubjpass"
            or (word.dep == "nsubj" and head.lemma in words.by_subject)
            or word.dep == "dobj"
        )
        return Kind(words.verbs[head.lemma], head.lemma, head.i) if fits else None
    for c in tree.below(analysis, head.i, "acomp", "oprd", "xcomp"):
        child = analysis.words[c]
        if child.lower in words.adjectives and word.dep in ("nsubj", "nsubjpass"):
            return Kind(words.adjectives[child.lower], child.lower, child.i)
    return None
