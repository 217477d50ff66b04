"""Words that look like dates and are none: names with months and weekdays in them, counts like years, ages."""

from __future__ import annotations

from collections.abc import Sequence

from tidings.coding.date_tokens import Token
from tidings.model.analysis import Analysis, Sentence

_NAMES = frozenset({"PERSON", "ORG", "WORK_OF_ART", "FAC", "PRODUCT", "GPE", "LOC", "NORP"})
_MEASURES = frozenset(
    {
        "mile", "km", "kilometer", "kilometre", "meter", "metre", "foot", "feet", "ton", "tonne", "pound", "kg",
        "dollar", "euro", "ruble", "rouble", "yen", "rupee", "percent", "%", "share", "point", "barrel", "acre",
        "hectare", "hp", "rpm", "degree", "block", "word", "page", "liter", "litre", "gallon", "mg", "troop",
        "people", "soldier", "person", "job", "home", "house", "man", "woman", "million", "billion", "cc",
    }
)  # fmt: skip
_YEAR_BEFORE = frozenset(
    {
        "in", "since", "of", "by", "from", "until", "till", "during", "before", "after", "through", "between",
        "and", "to", "for", "around", "about", "early", "late", "mid", "(", "year", "the", "a", "or", "circa",
        "that", "this", "its", "his", "her", "their", "our", "s", "'s", ",", "-", "summer", "winter", "spring",
        "autumn", "fall", "into", "pre", "post", "over", "with", "than", "fiscal", "as", "election", "late-",
    }
)  # fmt: skip


def is_no_date(
    analysis: Analysis,
    sentence: Sentence,
    tokens: Sequence[Token],
    first: int,
    last: int,
    word: int,
    means: str,
) -> bool:
    """Whether the words `tokens[first:last]`, which fit a construction with this meaning, are something else."""
    if means == "weekday" or (means == "month" and last - first <= 2):
        return _is_name(analysis, sentence, tokens, first, last, word, means)
    if means in ("year", "years") and "year" in tokens[last - 1].values and tokens[last - 1].lower.isdigit():
        return last - first == 1 and _is_count(analysis, tokens, first, word)
    if means == "years":
        return _is_count(analysis, tokens, first, word)
    if means == "vague":
        return tokens[first].lower in ("future", "current", "recent") and analysis.words[word].pos not in ("ADJ", "NOUN")  # fmt: skip
    if means in ("duration", "lengths"):
        following = tokens[last].lower if last < len(tokens) else ""
        return following in ("old", "olds")
    return False


def _is_name(
    analysis: Analysis,
    sentence: Sentence,
    tokens: Sequence[Token],
    first: int,
    last: int,
    word: int,
    means: str,
) -> bool:
    """Theresa May, the Sunday Times: a month or weekday inside a longer name, or "may" as a verb."""
    at = min(word + last - first - 1, sentence.last - 1)
    here = analysis.words[at]
    if means == "month" and here.pos in ("AUX", "VERB"):
        return True
    before = analysis.words[at - 1] if at > sentence.first else None
    after = analysis.words[at + 1] if at + 1 < sentence.last else None
    if (
        means == "month"
        and before is not None
        and before.pos == "PROPN"
        and before.head == here.i
        and before.dep == "compound"
    ):
        return True
    if after is None or after.pos != "PROPN" or not after.text[:1].isupper():
        return means == "month" and before is not None and before.pos == "PROPN" and before.name == here.name != "" and here.name in _NAMES  # fmt: skip
    if here.dep == "compound" and here.head == at + 1 and before is not None and before.lower == "the":
        return True
    return here.name in _NAMES and after.name == here.name


def _is_count(analysis: Analysis, tokens: Sequence[Token], first: int, word: int) -> bool:
    """Whether four figures count something rather than name a year."""
    before = tokens[first - 1].lower if first else ""
    after = tokens[first + 1].lower if first + 1 < len(tokens) else ""
    here = analysis.words[word]
    head = analysis.words[here.head]
    if before in ("$", "\u00a3", "\u20ac", "#", "no", "flight", "page", "room", "some", "nearly", "almost"):
        return True
    if after in _MEASURES or after.rstrip("s") in _MEASURES or after == "%":
        return True
    if first and before not in _YEAR_BEFORE and here.dep not in ("npadvmod", "pobj", "appos", "tmod"):
        return here.dep == "nummod" and head.tag in ("NNS", "NNPS")
    return here.dep == "nummod" and head.tag in ("NNS", "NNPS") and before not in ("the", "in", "since", "'s", "s", "its", "of")  # fmt: skip
