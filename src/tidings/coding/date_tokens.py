"""The tokens of a sentence as the date grammar sees them, one symbol each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from tidings.codebook.date_grammar import NOTHING, DateGrammar, Entry
from tidings.codebook.number_words import NUMBER_WORDS, TENS, UNITS

_TOKEN = re.compile(
    r"(?P<iso>(?:1[89]|20)\d\d-\d\d-\d\d)(?!\d)"
    r"|(?P<numeric>(?<![\d/])\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)(?:19|20)?\d\d(?![\d/]))"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d)?|\d{1,2}\.\d\d(?=\s?[ap]\.?m\b))"
    r"|(?P<decade>(?:1[5-9]|20)\d0['\u2019]?s\b|['\u2018\u2019]?[1-9]0['\u2019]?s\b)"
    r"|(?P<shortyear>['\u2018\u2019]\d\d(?!\d|\w))"
    r"|(?P<number>\d+(?:,\d{3}(?!\d))*(?:\.\d+)?)(?P<nth>st|nd|rd|th)?(?![A-Za-z])"
    r"|(?P<ampm>[AaPp]\.\s?[Mm]\.?(?![A-Za-z])|[ap]m\b|[AP]M\b)"
    r"|(?P<word>[A-Za-z]+)"
    r"|(?P<possessive>['\u2019]s\b)"
    r"|(?P<sign>[,.]|[-\u2013\u2014/])"
    r"|(?P<other>\S)"
)
_CAPITAL_ONLY = frozenset({"month", "weekday", "weekdays", "holiday", "zone"})
_DECADE_WORDS = {word[:-1] + "ies": value for word, value in TENS.items()}
_NO_VALUES: Mapping[str, str] = {}


class Token(NamedTuple):
    """A token: offsets into the article, lower-cased text, symbol of its classes, value in each class."""

    start: int
    end: int
    lower: str
    symbol: str
    values: Mapping[str, str]


def date_tokens(text: str, start: int, end: int, grammar: DateGrammar) -> list[Token]:
    """The tokens of `text[start:end]`; number words are merged into one, and so are known phrases."""
    raw = [_token(match, grammar) for match in _TOKEN.finditer(text, start, end)]
    if not any(token.symbol != NOTHING for token in raw):
        return []
    return _with_phrases(_with_numbers(raw, grammar), grammar)


def _token(match: re.Match[str], grammar: DateGrammar) -> Token:
    kind = match.lastgroup if match.lastgroup != "mark" else "numeric"
    found = match.group()
    start, end, lower = match.start(), match.end(), found.lower()
    if kind == "word":
        entry = grammar.words.get(lower)
        if entry is None:
            if lower in _DECADE_WORDS:
                return _form(start, end, lower, "#decade", {"decade": str(_DECADE_WORDS[lower])}, grammar)
            return Token(start, end, lower, NOTHING, _NO_VALUES)
        if not found[0].isupper() and _CAPITAL_ONLY & entry.values.keys():
            return Token(start, end, lower, NOTHING, _NO_VALUES)
        return Token(start, end, lower, entry.symbol, entry.values)
    if kind in ("number", "nth"):
        return _number(start, end, match["number"], match["nth"], grammar)
    if kind == "sign":
        sign = found if found in ",.-/" else "-"
        entry = grammar.words.get(sign)
        return Token(start, end, sign, entry.symbol if entry else NOTHING, _NO_VALUES)
    if kind == "possessive":
        return Token(start, end, "'s", NOTHING, _NO_VALUES)
    if kind == "shortyear":
        return _form(start, end, lower, "#shortyear", {"year": "19" + found[1:] if found[1] > "2" else "20" + found[1:]}, grammar)  # fmt: skip
    if kind == "decade":
        digits = re.sub(r"\D", "", found)
        return _form(start, end, lower, "#decade", {"decade": digits}, grammar)
    if kind in ("iso", "numeric", "clock", "ampm"):
        return _form(start, end, lower, f"#{kind}", {kind: lower}, grammar)
    return Token(start, end, lower, NOTHING, _NO_VALUES)


def _form(start: int, end: int, lower: str, form: str, values: Mapping[str, str], grammar: DateGrammar) -> Token:  # fmt: skip
    return Token(start, end, lower, grammar.words[form].symbol, values)


def _number(start: int, end: int, digits: str, suffix: str | None, grammar: DateGrammar) -> Token:
    if suffix:
        return _form(start, end, digits + suffix, "#nth", {"nth": digits}, grammar)
    if digits.isdigit() and len(digits) == 4 and 1000 <= int(digits) <= 2199:
        return _form(start, end, digits, "#year", {"year": digits, "number": digits}, grammar)
    value = digits.replace(",", "")
    if digits.isdigit() and len(digits) <= 2 and 1 <= int(digits) <= 31:
        return _form(start, end, digits, "#day", {"day": digits, "number": digits}, grammar)
    return _form(start, end, digits, "#number", {"number": value}, grammar)


def _with_numbers(raw: list[Token], grammar: DateGrammar) -> list[Token]:
    """Runs of number words as one token: "twenty-four", "nineteen ninety-four", "two thousand"."""
    found: list[Token] = []
    i = 0
    while i < len(raw):
        if raw[i].lower not in NUMBER_WORDS:
            found.append(raw[i])
            i += 1
            continue
        run, last = [raw[i].lower], i
        while True:
            step = 2 if last + 2 < len(raw) and raw[last + 1].lower == "-" else 1
            following = raw[last + step] if last + step < len(raw) else None
            if following is None or not (following.lower in NUMBER_WORDS or following.lower in ("hundred", "thousand")):  # fmt: skip
                break
            run.append(following.lower)
            last += step
        value = _value(run)
        form, values = "#number", {"number": str(value)}
        if value >= 1000:
            form, values = "#year", {"year": str(value), "number": str(value)}
        found.append(_form(raw[i].start, raw[last].end, " ".join(run), form, values, grammar))
        i = last + 1
    return found


def _value(run: list[str]) -> int:
    """The number that a run of number words says.

    >>> _value(["nineteen", "ninety", "four"]), _value(["twenty", "four"]), _value(["two", "thousand"])
    (1994, 24, 2000)
    """
    groups: list[int] = []
    tens_open = False
    for word in run:
        if word in ("hundred", "thousand"):
            groups[-1] *= 100 if word == "hundred" else 1000
            tens_open = False
        elif tens_open and 0 < UNITS.get(word, 0) < 10:
            groups[-1] += UNITS[word]
            tens_open = False
        else:
            groups.append(NUMBER_WORDS[word])
            tens_open = word in TENS
    if len(groups) == 2 and 10 <= groups[0] <= 20 and groups[1] < 100:
        return groups[0] * 100 + groups[1]
    if len(groups) > 1 and groups[0] >= 100:
        return sum(groups)
    return groups[0]


def _with_phrases(tokens: list[Token], grammar: DateGrammar) -> list[Token]:
    found: list[Token] = []
    i = 0
    while i < len(tokens):
        merged = None
        for parts, entry in grammar.phrases.get(tokens[i].lower, ()):
            if tuple(t.lower for t in tokens[i : i + len(parts)]) == parts:
                merged = _merged(tokens[i : i + len(parts)], entry)
                break
        found.append(merged or tokens[i])
        i += len(parts) if merged else 1
    return found


def _merged(tokens: list[Token], entry: Entry) -> Token:
    return Token(tokens[0].start, tokens[-1].end, " ".join(t.lower for t in tokens), entry.symbol, entry.values)  # fmt: skip
