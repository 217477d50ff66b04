"""Scores of coded articles against gold: one-to-one matchings at the levels of the gold scheme.

Events, each level asking more: `found` (same sentence), `type`, `parties` (countries agree), `roles`
(sectors too), `full` (status too); `dated` and `placed` over the pairs matched at `parties`; and `distinct`,
the set of distinct events of an article. Statements by content and by speaker; figures by kind and numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tidings.evaluate.gold import GoldArticle

Row = Mapping[str, Any]
Agrees = Callable[[Row, Row], bool]

_BREAK = re.compile(
    r"(?<=[.!?])[\"\u201d\u2019')\]]*\s+(?=[\"\u201c\u2018'(\[]?[A-Z0-9])|(?<=[.!?])(?=[\"\u201c][A-Z])|\n+"
)
_ONE_BODY = frozenset({"UNO", "EUR", "IGO", "NGO"})  # one body, whatever its sector is called
_NEAR = 80  # characters between the starts of a figure and its gold
_OVERLAP = 0.8  # character F1 from which two contents are the same statement


@dataclass(frozen=True, slots=True)
class Score:
    """How many records there are in gold, how many were found, and how many of those are right."""

    gold: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Share of the found that is right; 0 when nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of gold that was found; 0 when gold is empty."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def plus(self, other: Score) -> Score:
        """The score over both sets of articles."""
        return Score(self.gold + other.gold, self.found + other.found, self.right + other.right)


def score_articles(gold: Iterable[GoldArticle], found: Mapping[str, Sequence[Row]]) -> dict[str, Score]:
    """Scores by level, in the order of the levels; `found` has the output records of each article id."""
    total: dict[str, Score] = {}
    for article in gold:
        for level, score in _score(article, found.get(article.id, ())).items():
            total[level] = total.get(level, Score()).plus(score)
    return total


def _score(article: GoldArticle, found: Sequence[Row]) -> dict[str, Score]:
    def mine(kind: str) -> list[Row]:
        return [row for row in found if row["kind"] == kind]

    scores = _events(article.text, [_as_output(row) for row in article.of_kind("event")], mine("event"))
    for level, kind, agrees in (
        ("statement content", "statement", _same_content),
        ("statement speaker", "statement", _same_speaker),
        ("figure", "figure", _same_figure),
    ):
        wanted, have = article.of_kind(kind), mine(kind)
        scores[level] = Score(len(wanted), len(have), len(matching(wanted, have, agrees)))
    return scores


def _as_output(row: Row) -> Row:
    """A gold event in the form of the output: lists of actors under their plural names."""
    return {**row, "actors": row.get("actor", []), "recipients": row.get("recipient", [])}


def _events(text: str, gold: list[Row], found: list[Row]) -> dict[str, Score]:
    ends = sentence_ends(text)
    gold = [{**row, "at": sentence_at(ends, row["start"])} for row in gold]
    found = [{**row, "at": sentence_at(ends, row["trigger"]["start"])} for row in found]

    def same(a: Row, b: Row) -> bool:
        return bool(a["at"] == b["at"])

    def typed(a: Row, b: Row) -> bool:
        return same(a, b) and bool(a["type"] == b["type"])

    def roles(a: Row, b: Row) -> bool:
        return typed(a, b) and parties_agree(a, b, sectors=True)

    scores: dict[str, Score] = {}
    for level, agrees in (("event found", same), ("event type", typed)):
        scores[level] = Score(len(gold), len(found), len(matching(gold, found, agrees)))
    pairs = matching(gold, found, lambda a, b: typed(a, b) and parties_agree(a, b, sectors=False))
    scores["event parties"] = Score(len(gold), len(found), len(pairs))
    scores["event dated"] = _dated(pairs)
    scores["event placed"] = _placed(pairs)
    scores["event roles"] = Score(len(gold), len(found), len(matching(gold, found, roles)))
    full = matching(gold, found, lambda a, b: roles(a, b) and a["status"] == b["status"])
    scores["event full"] = Score(len(gold), len(found), len(full))
    once, mine = distinct(gold), distinct(found)
    right = matching(
        once,
        mine,
        lambda a, b: (
            a["type"] == b["type"] and a["status"] == b["status"] and parties_agree(a, b, sectors=True)
        ),
    )
    scores["event distinct"] = Score(len(once), len(mine), len(right))
    return scores


def sentence_ends(text: str) -> list[int]:
    """Where the scheme's sentences end, as the shared scorer cuts them.

    >>> sentence_ends("One met. Two left.")
    [8]
    """
    return [match.start() for match in _BREAK.finditer(text)]


def sentence_at(ends: list[int], at: int) -> int:
    """Number of the first sentence that ends at or after `at`."""
    return sum(end < at for end in ends)


def _dated(pairs: list[tuple[Row, Row]]) -> Score:
    pairs = [(a, b) for a, b in pairs if a.get("date") and a["date"].get("first")]
    have = [(a, b) for a, b in pairs if b.get("date")]
    right = [0 for a, b in have if all(a["date"].get(key) == b["date"].get(key) for key in ("first", "last"))]
    return Score(len(pairs), len(have), len(right))


def _placed(pairs: list[tuple[Row, Row]]) -> Score:
    pairs = [(a, b) for a, b in pairs if a.get("place")]
    have = [(a["place"], b["place"]) for a, b in pairs if b.get("place")]
    right = [
        0
        for a, b in have
        if a.get("country") == b.get("country")
        and (a.get("name") or "").casefold() == (b.get("name") or "").casefold()
    ]
    return Score(len(pairs), len(have), len(right))


def parties_agree(gold: Row, found: Row, *, sectors: bool) -> bool:
    """Both sides share at least half of their union; direction does not count where gold is reciprocal."""
    if len(gold["actors"]) > 1 and not gold["recipients"]:
        return _agree(gold["actors"], [*found["actors"], *found["recipients"]], sectors)
    return _agree(gold["actors"], found["actors"], sectors) and _agree(
        gold["recipients"], found["recipients"], sectors
    )


def _agree(gold: Sequence[Row], found: Sequence[Row], sectors: bool) -> bool:
    wanted, have = {_key(a, sectors) for a in gold}, {_key(a, sectors) for a in found}
    return 2 * len(wanted & have) >= len(wanted | have)


def _key(actor: Row, sectors: bool) -> str:
    country = (actor.get("country") or actor.get("name") or "?").upper()
    if not sectors or country in _ONE_BODY:
        return str(country)
    return f"{country}.{actor.get('sector') or '?'}"


def distinct(events: Sequence[Row]) -> list[Row]:
    """One event mention for each event label: the one that names most parties, the first of equals."""
    groups: dict[object, list[Row]] = {}
    for number, row in enumerate(events):
        groups.setdefault(row.get("event") or number, []).append(row)
    return [max(group, key=lambda r: len(r["actors"]) + len(r["recipients"])) for group in groups.values()]


def _same_content(gold: Row, found: Row) -> bool:
    start, end = gold["start"], gold["start"] + len(gold["content"])
    first, last = found["content"]["start"], found["content"]["end"]
    shared = max(0, min(end, last) - max(start, first))
    return bool(2 * shared / (end - start + last - first) >= _OVERLAP)


def _same_speaker(gold: Row, found: Row) -> bool:
    def who(row: Row) -> str | None:
        return _key(row["speaker"], True) if row.get("speaker") else None

    return _same_content(gold, found) and who(gold) == who(found)


def _same_figure(gold: Row, found: Row) -> bool:
    near = abs(gold["start"] - found["span"]["start"]) < _NEAR
    return near and all(gold.get(key) == found.get(key) for key in ("what", "low", "best", "high"))


def matching(gold: Sequence[Row], found: Sequence[Row], agrees: Agrees) -> list[tuple[Row, Row]]:
    """A largest one-to-one matching of gold and found records that agree (augmenting paths)."""
    partner: dict[int, int] = {}  # of each found record, its gold record

    def place(i: int, tried: set[int]) -> bool:
        for j in range(len(found)):
            if j not in tried and agrees(gold[i], found[j]):
                tried.add(j)
                if j not in partner or place(partner[j], tried):
                    partner[j] = i
                    return True
        return False

    for i in range(len(gold)):
        place(i, set())
    return [(gold[i], found[j]) for j, i in partner.items()]
