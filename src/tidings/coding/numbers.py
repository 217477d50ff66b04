"""Number expressions in words and digits, with their bounds: "at least 25", "two dozen", "2,000 to 10,000".

Bounds follow the gold scheme: an exact number has low = best = high; "at least n" and "more than n" have
low = best = n; "about n" has best alone; "up to n" has high = n; "dozens" has low 24 and no best.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tidings.codebook.number_words import NUMBER_WORDS
from tidings.coding.noun_phrases import words_of
from tidings.model.analysis import Analysis, Word

_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}
_VAGUE = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000}
_AT_LEAST = (
    "at least",
    "more than",
    "over",
    "no fewer than",
    "not less than",
    "upwards of",
    "in excess of",
    "a minimum of",
    "above",
    "no less than",
)
_ABOUT = (
    "about",
    "around",
    "some",
    "roughly",
    "approximately",
    "nearly",
    "almost",
    "an estimated",
    "estimated",
    "close to",
    "circa",
    "or so",
)
_AT_MOST = (
    "up to",
    "as many as",
    "at most",
    "no more than",
    "fewer than",
    "less than",
    "under",
    "not more than",
)
_QUALIFIERS = tuple(
    sorted(
        [(q.split(), "at least") for q in _AT_LEAST]
        + [(q.split(), "about") for q in _ABOUT]
        + [(q.split(), "at most") for q in _AT_MOST],
        key=lambda pair: -len(pair[0]),
    )
)
_DIGITS = re.compile(r"^\d{1,3}(?:[,.]\d{3})+$|^\d+$")
_DECIMAL = re.compile(r"^\d+\.\d{1,2}$")
_SHORT = re.compile(r"^(\d+(?:\.\d)?)(k|m|mn|bn)$")  # "20k", "1.5m": counts when people follow
_SHORT_SCALES = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000}
_OPEN = re.compile(r"^(\d{1,3}(?:,\d{3})+|\d+)(?:\+|-plus)$")
_CHANGE = words_of(  # "rose from 10 to 25" is two numbers, not a range
    "rise climb jump increase go grow raise revise up bring drop fall lower reduce decrease surge double soar"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number expression: words `first:last` including its qualifier, `word` its last numeral, and its bounds."""

    first: int
    last: int
    low: int | None
    best: int | None
    high: int | None
    qualifier: str | None
    word: int = -1


def find_numbers(analysis: Analysis) -> list[Number]:
    """Every number expression of the article in text order, longest reading first.

    Years, percentages, ages, money and measures are still among them; what is counted decides later.
    """
    found: list[Number] = []
    i = 0
    while i < len(analysis.words):
        number = _number_at(analysis, i)
        if number is None:
            i += 1
            continue
        found.append(number)
        i = number.last
    return found


def _number_at(analysis: Analysis, i: int) -> Number | None:
    core = _core(analysis, i)
    if core is None:
        return None
    last, value, vague = core
    top = None
    words = analysis.words
    numeral = last - 1
    if not vague and last < len(words) and words[last].lower in ("to", "-", "\u2013", "and", "or"):
        upper = _core(analysis, last + 1)
        if upper and not upper[2] and upper[1] > value and _ranges(analysis, i, last, upper[1] - value):
            last, top = upper[0], upper[1]
            numeral = last - 1
    first, qualifier = _qualified(analysis, _with_article(analysis, i))
    if first == _with_article(analysis, i):
        first = i
    if _OPEN.match(words[numeral].text):
        qualifier = "at least"
    if last + 1 < len(words) and words[last].lower == "or" and words[last + 1].lower in ("so", "more"):
        qualifier = "about" if words[last + 1].lower == "so" else "at least"
        last += 2
    number = _bounded(first, last, value, top, vague, qualifier)
    return dataclasses.replace(number, word=numeral)


def _ranges(analysis: Analysis, i: int, joint: int, difference: int) -> bool:
    """Whether two numbers are the ends of one range: "20 to 30", "between 5 and 9", "two or three"."""
    words = analysis.words
    before = words[i - 1].lower if i else ""
    sign = words[joint].lower
    if sign == "and":
        return before == "between"
    if sign == "or":
        return before == "between" or difference == 1
    if sign == "to" and before == "from":
        start = analysis.sentences[words[i].sentence].first
        return not any(words[k].lemma in _CHANGE for k in range(max(start, i - 8), i))
    return True


def _with_article(analysis: Analysis, i: int) -> int:
    """The "a" of "a dozen", "a hundred", "a few hundred": qualifiers stand before it."""
    words = analysis.words
    scale = words[i].lower in _SCALES or words[i].lower in ("few", "couple")
    return i - 1 if scale and i and words[i - 1].lower in ("a", "an") else i


def _bounded(
    first: int, last: int, value: int, top: int | None, vague: bool, qualifier: str | None
) -> Number:
    if vague:
        return Number(first, last, value, None, None, qualifier)
    if top is not None:
        return Number(first, last, value, None, top, qualifier)
    if qualifier == "at least":
        return Number(first, last, value, value, None, qualifier)
    if qualifier == "about":
        return Number(first, last, None, value, None, qualifier)
    if qualifier == "at most":
        return Number(first, last, None, value, value, qualifier)
    return Number(first, last, value, value, value, None)


def _qualified(analysis: Analysis, i: int) -> tuple[int, str | None]:
    sentence = analysis.sentences[analysis.words[i].sentence].first
    for parts, kind in _QUALIFIERS:
        start = i - len(parts)
        if start >= sentence and [analysis.words[k].lower for k in range(start, i)] == parts:
            outer = _qualified(analysis, start)[0] if start > sentence else start
            return outer, kind
    return i, None


def _core(analysis: Analysis, i: int) -> tuple[int, int, bool] | None:
    """(end word, value, vague) of the bare number at word `i`."""
    words = analysis.words
    if i >= len(words):
        return None
    if words[i].lower == "half" and i + 2 < len(words) and words[i + 1].lower == "a":
        half = _SCALES.get(words[i + 2].lower)
        return None if half is None else (i + 3, half // 2, False)
    if words[i].lower in ("several", "few", "couple", "many") and i + 1 < len(words):
        scale = words[i + 1].lower
        singular = scale if scale in _SCALES else scale.rstrip("s")
        if singular in _SCALES:
            return i + 2, 2 * _SCALES[singular], True
    if words[i].lower in ("tens", "hundreds", "dozens") and i + 2 < len(words) and words[i + 1].lower == "of":
        scale = words[i + 2].lower
        if scale in ("thousands", "millions"):
            factor = {"tens": 20, "hundreds": 200, "dozens": 24}[words[i].lower]
            return i + 3, factor * _SCALES[scale[:-1]], True
    if words[i].lower in _VAGUE:
        return i + 1, _VAGUE[words[i].lower], True
    return _plain(analysis, i)


def _plain(analysis: Analysis, i: int) -> tuple[int, int, bool] | None:
    words = analysis.words
    total, group, at, seen = 0, 0.0, i, False
    while at < len(words):
        word = words[at].lower
        if _DIGITS.match(word) and not seen:
            group, seen = float(re.sub(r"[,.]", "", word)), True
        elif not seen and (short := _SHORT.match(word)):
            return at + 1, round(float(short.group(1)) * _SHORT_SCALES[short.group(2)]), False
        elif not seen and (opened := _OPEN.match(word)):
            return at + 1, int(opened.group(1).replace(",", "")), False
        elif _DECIMAL.match(word) and not seen:
            if at + 1 >= len(words) or words[at + 1].lower not in ("million", "billion", "thousand"):
                return None
            group, seen = float(word), True
        elif all(part in NUMBER_WORDS for part in word.split("-")) and word:
            group, seen = group + sum(NUMBER_WORDS[part] for part in word.split("-")), True
        elif word == "-" and _hyphened(words, at):
            pass
        elif word in _SCALES and (seen or (at > 0 and words[at - 1].lower in ("a", "one"))):
            group = (group or 1) * _SCALES[word]
            if _SCALES[word] >= 1000:
                total, group = total + round(group), 0.0
            seen = True
        elif (
            word == "and"
            and seen
            and at + 1 < len(words)
            and group % 100 == 0
            and group
            and words[at + 1].lower in NUMBER_WORDS
        ):
            pass
        elif word == "half" and at > i and words[at - 1].lower == "a":
            return None
        else:
            break
        at += 1
    if not seen:
        return None
    return at, total + round(group), False


def _hyphened(words: Sequence[Word], at: int) -> bool:
    """The hyphen of "twenty-three", read as three words."""
    if not 0 < at < len(words) - 1:
        return False
    tens, unit = NUMBER_WORDS.get(words[at - 1].lower, 0), NUMBER_WORDS.get(words[at + 1].lower, 0)
    return tens >= 20 and 0 < unit < 10 and words[at + 1].start == words[at].end
