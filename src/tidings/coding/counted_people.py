"""What a number counts: the people behind "two dozen Kalani villagers", "10 of his men", "five others", a bare "12".

The noun is found by the words behind the number rather than by the parser's arc, which long noun
phrases mislead ("two coalition forces members").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tidings.codebook.figure_words import FigureWords
from tidings.coding.numbers import Number
from tidings.model.analysis import Analysis, Mention, Word

_TIMES = frozenset({"DATE", "TIME", "PERCENT", "ORDINAL"})
_MONEY = frozenset({"$", "\u00a3", "\u20ac", "\u20b9", "\u00a5", "No.", "no.", "@", "#", "Rs", "Rs."})
_DEFINITE = frozenset({"the", "these", "those", "both", "all", "his", "her", "their", "its", "our", "my"})
_MEANT = frozenset({"them", "whom", "those", "these", "us", "which"})
_SHARES = frozenset(
    {"out", "in", "every", "third", "thirds", "quarter", "quarters", "half", "fifth", "fifths", "percent"}
)
_LONGEST = 7  # words of a noun phrase behind its number


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people: `head` the counted word, `bare` when the noun is left out, `them` for "of them".

    `definite` says that the people are known ones ("the two men", "his five sons").
    """

    number: Number
    head: int
    bare: bool = False
    them: bool = False
    definite: bool = False
    named: bool = False


def find_counts(
    analysis: Analysis, numbers: Iterable[Number], words: FigureWords, people: dict[int, Mention]
) -> list[Count]:
    """The numbers that count people, in text order; a bare number is kept for its verb to decide.

    `people` are the mentions of roles and groups by their head word.
    """
    found = [c for n in numbers if (c := _count(analysis, n, words, people)) is not None]
    found.extend(_single(analysis, words, people))
    return sorted(found, key=lambda c: (c.number.first, c.number.last))


def _count(
    analysis: Analysis, number: Number, words: FigureWords, people: dict[int, Mention]
) -> Count | None:
    numeral = analysis.words[number.word]
    if number.first and analysis.words[number.first - 1].lower == "no":
        return None
    if _is_share(analysis, number) or _is_measure(analysis, number, numeral):
        return None
    definite = number.first > 0 and analysis.words[number.first - 1].lower in _DEFINITE
    end = analysis.sentences[numeral.sentence].last
    at = number.last
    if at < end and analysis.words[at].lower == "of":
        return _of(analysis, number, at + 1, end, words, people)
    if (
        at + 1 < end
        and analysis.words[at].text == "-"
        and analysis.words[at + 1].lower in ("member", "strong", "man")
    ):
        return Count(number, at + 1)
    head = _noun(analysis, at, end)
    if head is None or _cut_off(analysis, at, head):
        following = analysis.words[at] if at < end else None
        if following is not None and following.text in ("%", "-", "/", ":", "."):
            return (
                Count(number, numeral.i, bare=True)
                if following.text in (":", ".") and at + 1 >= end
                else None
            )
        return Count(number, numeral.i, bare=True, definite=definite)
    if not is_people(analysis, head, words, people):
        return None
    return Count(number, head, definite=definite)


def _of(
    analysis: Analysis,
    number: Number,
    at: int,
    end: int,
    words: FigureWords,
    people: dict[int, Mention],
) -> Count | None:
    """ "Dozens of villagers", "10 of the 12 miners", "eight of them"."""
    if at < end and analysis.words[at].lower in _MEANT:
        return Count(number, number.word, bare=True, them=True)
    head = _noun(analysis, at, end)
    if head is None and at + 1 < end and analysis.words[at].lower == "the":
        harmed = analysis.words[at + 1].lower in words.adjectives  # "four of the wounded"
        return Count(number, at + 1) if harmed else None
    if head is None or not is_people(analysis, head, words, people):
        return None
    return Count(number, head)


def _noun(analysis: Analysis, at: int, end: int) -> int | None:
    """The last noun of the run of adjectives and nouns that begins at word `at`; None when there is none."""
    head = None
    for k in range(at, min(end, at + _LONGEST)):
        word = analysis.words[k]
        if head is not None and analysis.words[k - 1].tag in ("NNS", "NNPS") and word.pos != "NOUN":
            break
        if word.pos in ("NOUN", "PROPN") or _acronym(word):
            hyphened = k + 1 < end and analysis.words[k + 1].text == "-"
            if word.tag in ("NN", "NNP") and word.name in ("DATE", "TIME") and not hyphened:
                break
            head = k
        elif not _modifies(analysis, word, head):
            break
    return head


def _modifies(analysis: Analysis, word: Word, head: int | None) -> bool:
    if word.tag == "PRP$" and head is None:
        return True
    if word.pos == "DET":
        return head is None
    if word.pos in ("ADJ", "NUM") or (
        word.text in ("-", "'s", "\u2019s", '"', "\u201c", "\u201d", ",") and head is None
    ):
        return word.lower not in ("dead", "missing", "homeless") or word.dep == "amod"
    if word.text in ("-", "'s", "\u2019s"):
        return True
    if word.tag in ("VBN", "VBG") and word.dep == "amod":
        return True
    return word.pos == "ADV" and word.dep == "advmod" and analysis.words[word.head].dep == "amod"


def _acronym(word: Word) -> bool:
    return len(word.text) > 1 and word.text.isupper() and word.text.isalpha()


def _cut_off(analysis: Analysis, at: int, head: int) -> bool:
    """A comma between the number and the noun: "injured 40, officials said"."""
    return any(analysis.words[k].text == "," for k in range(at, head)) and analysis.words[at].text == ","


def is_people(analysis: Analysis, i: int, words: FigureWords, people: dict[int, Mention]) -> bool:
    """Whether the noun at word `i` names people, or a harm that one person suffers each ("three deaths")."""
    word = analysis.words[i]
    lemma = word.lemma.lower()
    if lemma in words.people or lemma in words.nouns or lemma == "life":
        return True
    if word.name == "NORP" and (word.tag in ("NNPS", "NNS") or word.lower.endswith("s")):
        return True
    mention = people.get(i)
    return (
        mention is not None
        and mention.kind == "role"
        and word.tag == "NNS"
        and lemma not in words.things
        and lemma.endswith(("er", "or", "ist", "ian", "man", "woman", "ee", "ant", "ent"))
    )


def _is_share(analysis: Analysis, number: Number) -> bool:
    """ "Three out of four people", "one in five", "two thirds of them": no count."""
    words = analysis.words
    after = [w.lower for w in words[number.last : number.last + 3]]
    before = [w.lower for w in words[max(0, number.first - 3) : number.first]]
    if before[-2:] == ["average", "of"] or before[-1:] == ["averaging"]:
        return True
    if after[:2] == ["out", "of"] or before[-2:] == ["out", "of"]:
        return True
    if (
        after[:1] == ["in"]
        and len(after) > 1
        and words[number.last + 1].pos == "NUM"
        and number.best is not None
    ):
        return words[number.last + 1].name not in ("DATE", "TIME") and number.best < 20
    if before[-1:] == ["in"] and len(before) > 1 and words[number.first - 2].pos == "NUM":
        return words[number.first - 1].dep != "prep" or (number.best or 0) <= 100
    return bool(after) and (
        after[0] in ("percent", "%", "per") or after[0] in ("third", "thirds", "quarters", "fifths")
    )


def _is_measure(analysis: Analysis, number: Number, numeral: Word) -> bool:
    """Years, times, money, ages, ordinals, numbers of resolutions and rooms."""
    words = analysis.words
    before = words[number.first - 1] if number.first else None
    after = words[number.last] if number.last < len(words) else None
    if numeral.name in _TIMES and numeral.tag == "CD" and not _lone_date(analysis, number):
        return True
    if before is not None and (before.text in _MONEY or before.lower in ("aged", "age")):
        return True
    if before is not None and before.tag == "NNP" and before.i == numeral.head and numeral.dep == "nummod":
        return True  # "Resolution 2254", "Group 5"
    if (
        number.best == 1
        and after is not None
        and (after.lower in ("another", "day", "more") or after.text == "-")
    ):
        return after.lower != "more"
    return numeral.text.endswith("%")


def _lone_date(analysis: Analysis, number: Number) -> bool:
    """A number that the name finder took for a date although a noun of people follows ("200 teenagers")."""
    after = analysis.words[number.last] if number.last < len(analysis.words) else None
    return after is not None and after.pos in ("NOUN", "ADJ") and after.name == ""


def _single(analysis: Analysis, words: FigureWords, people: dict[int, Mention]) -> list[Count]:
    """ "A medic was killed": one person, given by an indefinite noun phrase in the singular."""
    found = []
    for word in analysis.words:
        if word.lower not in ("a", "an", "another") or word.pos != "DET":
            continue
        end = analysis.sentences[word.sentence].last
        head = _noun(analysis, word.i + 1, end)
        if head is None or analysis.words[head].tag not in ("NN", "NNP"):
            continue
        noun = analysis.words[head]
        lemma = noun.lemma.lower()
        if lemma in words.bodies or not (
            lemma in words.people or (head in people and people[head].kind == "role")
        ):
            continue
        if lemma not in words.people and noun.name == "NORP":
            continue
        number = Number(word.i, head + 1, 1, 1, 1, None, head)
        found.append(Count(number, head, named=True))
    return found
