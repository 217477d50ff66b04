"""What dates are read against and what reading them gives: setting, meaning, and the words matched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tidings.coding import date_periods as periods
from tidings.coding.date_periods import Day, Period
from tidings.coding.date_tokens import Token

PARTS = {"MO": "TMO", "MI": "TMI", "AF": "TAF", "EV": "TEV", "NI": "TNI"}
_TIMEX_UNITS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "E", "century": "C"}  # fmt: skip
SMALL = ("H", "M")  # hours and minutes: no days


@dataclass(frozen=True, slots=True)
class Setting:
    """What a date is read against.

    `published` is the day of issue; `told` the last day the text spoke of and `spoken` the last period of
    any length, `quarter` the last quarter; `tense` that of the date's clause ("past", "future" or ""); `before` the word before it; `event`
    whether the date's last word governs more ("two days after the raid").
    """

    published: Day | None
    told: Period | None
    spoken: Period | None
    quarter: Period | None
    tense: str
    before: str
    event: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """`kind` is the TIMEX3 type; `basis` as in `Date`; `timex` overrides the period's own value."""

    kind: str = "DATE"
    period: Period | None = None
    basis: str | None = None
    timex: str | None = None


UNKNOWN = Meaning()


class Words:
    """The matched words of a construction, asked for by the names in its pattern."""

    def __init__(self, tokens: Mapping[str, Token]) -> None:
        self._tokens = tokens

    def get(self, name: str) -> str | None:
        """The value of the word at `name`, None when the pattern matched without it."""
        token = self._tokens.get(name)
        return None if token is None else token.values.get(name.rstrip("0123456789"))

    def number(self, *names: str) -> int | None:
        """The first of the named words as a number."""
        for name in names:
            value = self.get(name)
            if value is not None and value.isdigit():
                return int(value)
        return None

    def text(self, name: str) -> str:
        """The word itself, lower-cased; empty when not there."""
        token = self._tokens.get(name)
        return "" if token is None else token.lower

    def __contains__(self, name: str) -> bool:
        return name in self._tokens


def absolute(period: Period) -> Meaning:
    return Meaning(period=period, basis="absolute")


def by_issue(period: Period) -> Meaning:
    return Meaning(period=period, basis="published")


def made(make: Callable[[], Meaning]) -> Meaning | None:
    try:
        return make()
    except (ValueError, OverflowError):
        return None


def away(anchor: Period, count: int, name: str, basis: str) -> Meaning | None:
    if name == "fortnight":
        count, name = 2 * count, "week"
    return made(lambda: Meaning(period=periods.shifted(anchor, count, name), basis=basis))


def length(amount: str, name: str) -> str | None:
    if name in SMALL:
        return f"PT{amount}{name}"
    if name == "fortnight":
        return f"P{2 * int(amount)}W" if amount.isdigit() else "PXW"
    if name in ("decade", "century") and amount.isdigit():
        return f"P{int(amount) * (10 if name == 'decade' else 100)}Y"
    code = _TIMEX_UNITS.get(name)
    return None if code is None else f"P{amount}{code}"
