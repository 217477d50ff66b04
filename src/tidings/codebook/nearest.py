"""The codebook's marked examples that are nearest in words to an act of a text."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tidings.codebook.acts import Act

_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ions",
    "ion",
    "ies",
    "ied",
    "ers",
    "ed",
    "es",
    "er",
    "s",
    "e",
    "y",
)
# the act's own words count as much as this many others; a word this far off counts half of one beside the act
_ACT, _HALF = 3.0, 6.0


@dataclass(frozen=True, slots=True)
class Near:
    """An example, the rule it belongs to, and how like it is: the cosine of the weighed words, 0 to 1."""

    rule: str
    text: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Examples:
    """All marked examples, ready to be searched: each a row of weighed stems of length 1, listed by stem."""

    rows: tuple[tuple[str, str], ...]
    rarity: dict[str, float]
    holders: dict[str, tuple[tuple[int, float], ...]]

    def nearest(self, text: str, start: int, end: int, most: int = 3) -> tuple[Near, ...]:
        """The `most` examples likest to the act at `text[start:end]`, the likest first; none without shared words."""
        query = _unit(_weighed(text, start, end, self.rarity))
        likeness: dict[int, float] = defaultdict(float)
        for stem in sorted(query):
            for row, weight in self.holders.get(stem, ()):
                likeness[row] += weight * query[stem]
        best = sorted(likeness.items(), key=lambda pair: (-round(pair[1], 6), self.rows[pair[0]]))[:most]
        return tuple(Near(*self.rows[row], round(value, 2)) for row, value in best)


def gather_examples(acts: Iterable[Act]) -> Examples:
    """The marked examples of `acts`; a stem is rarer, and weighs more, the fewer examples have it.

    >>> from tidings.codebook.loader import load_codebook
    >>> examples = gather_examples(load_codebook().acts.acts)
    >>> near = examples.nearest("Army jets bombed a rebel camp.", 10, 16)
    >>> len(near), near[0].rule.split("/")[0]
    (3, 'ASSAULT')
    """
    marked = sorted({(act.rule, e.text, e.act) for act in acts for e in act.examples if e.act})
    stems = [{_stem(word[0]) for word in _WORD.finditer(text)} for _, text, _ in marked]
    counts = Counter(stem for row in stems for stem in row)
    rarity = {stem: math.log((1 + len(marked)) / (1 + count)) for stem, count in counts.items()}
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row, (_, text, (start, end)) in enumerate(marked):
        for stem, weight in _unit(_weighed(text, start, end, rarity)).items():
            holders[stem].append((row, weight))
    texts = tuple((rule, " ".join(text.split())) for rule, text, _ in marked)
    return Examples(texts, rarity, {stem: tuple(rows) for stem, rows in holders.items()})


def _weighed(text: str, start: int, end: int, rarity: dict[str, float]) -> dict[str, float]:
    """The stems of the text: rare ones weigh more, those of the act most, those far from it little."""
    words = [(match.start(), _stem(match[0])) for match in _WORD.finditer(text)]
    inside = [n for n, (at, _) in enumerate(words) if start <= at < end]
    weights: dict[str, float] = {}
    for n, (_, stem) in enumerate(words):
        if inside:
            away = max(inside[0] - n, n - inside[-1], 0)
            weight = _ACT if not away else 1 / (1 + away / _HALF)
        else:
            weight = 1.0
        weights[stem] = max(weights.get(stem, 0.0), weight * rarity.get(stem, 0.0))
    return weights


def _unit(weights: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {stem: weight / length for stem, weight in weights.items()} if length else {}


def _stem(word: str) -> str:
    """The word without its ending, so that "bombed" and "bombing" are one; at least three letters stay.

    >>> [_stem(word) for word in ("Bombed", "bombing", "condemnation", "condemned", "talks", "gas")]
    ['bomb', 'bomb', 'condemn', 'condemn', 'talk', 'gas']
    """
    word = word.lower()
    return next((word[: -len(e)] for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= 3), word)
