"""Date expressions and the days they cover, relative to the publication date; never a guessed day.

The words and constructions are `codebook/data/dates.yaml`. Weekdays and dates without a year go by the
tense of their clause; "the next day", "a year earlier" by the last date the text gave. Without a
publication date relative expressions and dates without a year have no days.
"""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tidings.codebook.date_grammar import AGAIN, NOTHING, DateGrammar, DateRule
from tidings.coding import date_periods
from tidings.coding.date_meanings import MEANINGS
from tidings.coding.date_periods import Day, Period
from tidings.coding.date_relative import clock_value
from tidings.coding.date_setting import PARTS, Meaning, Setting, Words
from tidings.coding.date_tense import tense_at
from tidings.coding.date_tokens import Token, date_tokens
from tidings.coding.date_traps import is_no_date
from tidings.model.analysis import Analysis, Sentence
from tidings.model.records import Date


@dataclass(frozen=True, slots=True)
class _Match:
    """A construction found at tokens `first:last` (half-open) of a sentence."""

    first: int
    last: int
    rule: DateRule
    words: Words


_COMPARISONS = frozenset({"year earlier", "ago"})  # the text does not move on to what it compares with


@dataclass(slots=True)
class _Story:
    """What the text has spoken of so far: its last day and its last period of any length."""

    told: Period | None = None
    spoken: Period | None = None
    quarter: Period | None = None


def find_dates(analysis: Analysis, published: Day | None, grammar: DateGrammar) -> tuple[Date, ...]:
    """Every date expression of the coded sentences, in text order; unresolved ones have no days."""
    starts = [word.start for word in analysis.words]
    story = _Story()
    found: list[Date] = []
    for sentence in analysis.sentences:
        tokens = date_tokens(analysis.text, sentence.start, sentence.end, grammar)
        if tokens:
            reader = _Reader(analysis, sentence, tokens, published, story, starts, grammar)
            found.extend(reader.read())
    return tuple(found)


@dataclass(slots=True)
class _Reader:
    """Reads one sentence: constructions from left to right, the longest first; weak ones get what is left."""

    analysis: Analysis
    sentence: Sentence
    tokens: list[Token]
    published: Day | None
    story: _Story
    starts: list[int]
    grammar: DateGrammar
    symbols: str = ""
    free: list[bool] = dataclasses.field(default_factory=list)

    def read(self) -> list[Date]:
        """The sentence's dates in text order."""
        self.symbols = "".join(token.symbol for token in self.tokens)
        self.free = [symbol != NOTHING for symbol in self.symbols]
        candidates = list(self._candidates())
        found: list[Date] = []
        for weak in (False, True):
            for match in candidates:
                if match.rule.weak is weak and all(self.free[match.first : match.last]):
                    date = self._date(match)
                    if date is not None:
                        found.append(date)
        return sorted(found, key=lambda d: d.start)

    def _candidates(self) -> Iterator[_Match]:
        found: list[tuple[int, int, int, _Match]] = []
        for order, rule in enumerate(self.grammar.rules):
            for match in rule.pattern.finditer(self.symbols):
                words = self._words(match)
                found.append((match.start(), -match.end(), order, _Match(*match.span(), rule, words)))
        found.sort(key=lambda f: f[:3])
        return (match for _, _, _, match in found)

    def _date(self, match: _Match) -> Date | None:
        if is_no_date(self.analysis, self.sentence, self.tokens, match.first, match.last, self._word(match.first), match.rule.means):  # fmt: skip
            return None
        lead = self._lead(match.first)
        before = self.tokens[lead - 1].lower if lead else ""
        if before == "as" and lead > 1 and self.tokens[lead - 2].lower in ("soon", "early", "late"):
            before = "until"  # "as early as Tuesday" is yet to come
        headline = self.sentence.role == "headline"
        tense = tense_at(self.analysis, self._word(match.first), before, headline=headline)
        story = self.story
        event = _governs_more(self.analysis, self._word(match.last - 1))
        setting = Setting(self.published, story.told, story.spoken, story.quarter, tense, before, event)
        meaning = MEANINGS[match.rule.means](match.words, setting)
        if meaning is None:
            return None
        first, last = match.first, match.last
        if last - first > 1 and self.tokens[last - 1].lower == "." and not self._abbreviated(last - 2):
            last -= 1
        if meaning.kind == "DATE" and match.rule.means != "vague":
            meaning, first, last = self._extended(meaning, first, last)
        self.free[first:last] = [False] * (last - first)
        if match.rule.means not in _COMPARISONS:
            self._remember(meaning)
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return _record(self.analysis.text[start:end], start, end, meaning)

    def _lead(self, first: int) -> int:
        """The first token of the words before a date that belong to it."""
        if not first or self.symbols[first - 1] == NOTHING:
            return first
        for pattern in self.grammar.before:
            for at in range(first):
                if pattern.fullmatch(self.symbols, at, first) and all(self.free[at:first]):
                    return at
        return first

    def _abbreviated(self, token: int) -> bool:
        """Whether the point after a month or weekday is part of it."""
        return len(self.tokens[token].lower) <= 4 and self.tokens[token].lower not in ("may", "june", "july")

    def _word(self, token: int) -> int:
        """The word of the analysis at a token."""
        at = bisect.bisect_right(self.starts, self.tokens[token].start) - 1
        return min(max(at, self.sentence.first), self.sentence.last - 1)

    def _extended(self, meaning: Meaning, first: int, last: int) -> tuple[Meaning, int, int]:
        """The date with the words around it that belong to it: parts of days, "early", "the end of", a time."""
        for pattern in self.grammar.before:
            match = next(
                (m for at in range(first) if (m := pattern.fullmatch(self.symbols, at, first))), None
            )
            if match and all(self.free[match.start() : first]):
                first = match.start()
                meaning = _modified(meaning, self._words(match))
        for pattern in self.grammar.after:
            match = pattern.match(self.symbols, last)
            if match and match.end() > last and all(self.free[last : match.end()]):
                meaning = _modified(meaning, self._words(match))
                last = match.end()
        return meaning, first, last

    def _words(self, match: re.Match[str]) -> Words:
        found: dict[str, Token] = {}
        for name, symbol in match.groupdict().items():
            if symbol:
                found.setdefault(name.partition(AGAIN)[0], self.tokens[match.start(name)])
        return Words(found)

    def _remember(self, meaning: Meaning) -> None:
        if meaning.kind in ("DATE", "TIME") and meaning.period is not None:
            self.story.spoken = meaning.period
            if meaning.period.unit == "quarter" and self._of_late(meaning.period):
                self.story.quarter = meaning.period
            if meaning.period.unit == "day":
                self.story.told = meaning.period

    def _of_late(self, period: Period) -> bool:
        """Whether a period ended less than ten months before the day of issue: what a report reports on."""
        return self.published is None or (self.published - period.last).days < 300


def _governs_more(analysis: Analysis, word: int) -> bool:
    """Whether "before", "after" or the like leads on to a phrase or clause of its own."""
    here = analysis.words[word]
    return here.lower in ("before", "after") and (
        bool(analysis.children[word]) or here.dep == "mark" or here.pos == "SCONJ"
    )


def _modified(meaning: Meaning, words: Words) -> Meaning:
    """The meaning narrowed by the words before or after it."""
    period = meaning.period
    part = words.get("part") or words.get("part2")
    edge = words.get("edge") or words.get("early")
    at = clock_value(words)
    if period is None:
        return meaning
    if period.unit == "day" and (at or part):
        suffix = at or PARTS[part or ""]
        if at and words.get("zone") in ("GMT", "UTC"):
            suffix = at
        return dataclasses.replace(meaning, kind="TIME", timex=period.timex + suffix)
    if edge and period.precision != "range":
        return dataclasses.replace(meaning, period=date_periods.narrowed(period, edge))
    return meaning


def _record(words: str, start: int, end: int, meaning: Meaning) -> Date:
    period = meaning.period
    if period is None:
        return Date(
            text=words, start=start, end=end, first=None, last=None, precision="unknown",
            timex=meaning.timex, kind=meaning.kind,
        )  # fmt: skip
    return Date(
        text=words,
        start=start,
        end=end,
        first=period.first.isoformat(),
        last=period.last.isoformat(),
        precision="part-of-day" if meaning.kind == "TIME" else period.precision,
        basis=meaning.basis,
        edtf=period.edtf,
        timex=meaning.timex or period.timex,
        kind=meaning.kind,
    )
