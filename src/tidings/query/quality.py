"""How good the coding of a corpus is, by what people said of it: precision, recall, agreement.

Precision is counted over a random sample only: the reviews that were given in the queue of a random order. Reviews that
people chose to give say nothing of the rest. Recall is counted over articles of which every record of a kind was
reviewed, with the records that people added there as what was missed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tidings.evaluate.agreement import cohen_kappa, krippendorff_alpha, wilson
from tidings.query.database import Database
from tidings.store.reviews import ADDED, UNDONE, Review, all_reviews, sampled_numbers

KINDS = ("event", "statement", "figure")
_JUDGED = ("accepted", "corrected", "rejected")


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the 95 % interval of the share (Wilson)."""

    right: int
    total: int

    @property
    def share(self) -> float | None:
        """The share; None where nothing was judged."""
        return self.right / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The interval of the share; None where nothing was judged."""
        return wilson(self.right, self.total)

    def __str__(self) -> str:
        if self.interval is None:
            return "nothing judged"
        low, high = self.interval
        return f"{self.right}/{self.total} = {self.share:.2f} (95 % {low:.2f}-{high:.2f})"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two and more reviewers on the same records: `both` records, kappa of the two with the most, alpha of all."""

    reviewers: tuple[str, ...]
    both: int
    agreed: int
    kappa: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Quality:
    """What the reviews say of one kind of record.

    `precision` counts accepted records; `kept` also those that are no mistake but needed a correction. `fields` tells
    how many of the kept needed one in each field. `types` has the precision of each event type (or figure kind).
    """

    kind: str
    precision: Share
    kept: Share
    unsure: int
    recall: Share
    articles: int
    fields: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, Share], ...]
    agreement: Agreement


def quality(database: Database, kind: str = "event") -> Quality:
    """The quality of a kind of record as it is coded now; reviews of records that are coded no longer count nothing."""
    reviews = all_reviews(database.folder)
    by_number = {review.number: review for review in reviews}
    standing = [
        (row, by_number[row["number"]])
        for row in database.rows(
            "SELECT v.id, v.review, v.number, m.article, m.json FROM _reviewed AS v JOIN _machine AS m ON m.id = v.id"
            " WHERE m.kind = ? AND v.review <> 'stale' ORDER BY m.article, m.first, m.id",
            [kind],
        )
        if row["number"] in by_number
    ]
    drawn = sampled_numbers(database.folder)
    sample = [(row, review) for row, review in standing if review.number in drawn]
    judged = [(row, review) for row, review in sample if review.verdict in _JUDGED]
    types: dict[str, list[str]] = {}
    for row, review in judged:
        types.setdefault(_label(row), []).append(review.verdict)
    fields: dict[str, int] = {}
    for _, review in judged:
        for name in review.new:
            fields[name] = fields.get(name, 0) + 1
    recall, articles = _recall(database, kind, standing)
    return Quality(
        kind=kind,
        precision=Share(sum(r.verdict == "accepted" for _, r in judged), len(judged)),
        kept=Share(sum(r.verdict != "rejected" for _, r in judged), len(judged)),
        unsure=len(sample) - len(judged),
        recall=recall,
        articles=articles,
        fields=tuple(sorted(fields.items(), key=lambda one: (-one[1], one[0]))),
        types=tuple(
            (name, Share(sum(v == "accepted" for v in verdicts), len(verdicts)))
            for name, verdicts in sorted(types.items(), key=lambda one: (-len(one[1]), one[0]))
        ),
        agreement=agreement(reviews, kind),
    )


def _label(row: Mapping[str, Any]) -> str:
    form = json.loads(row["json"])
    return str(form.get("type") or form.get("what") or form.get("form") or "")


def _recall(
    database: Database, kind: str, standing: Sequence[tuple[Mapping[str, Any], Review]]
) -> tuple[Share, int]:
    judged: dict[str, list[str]] = {}
    for row, review in standing:
        if review.verdict in _JUDGED:
            judged.setdefault(row["article"], []).append(review.verdict)
    missed = {
        row["article"]: row["n"]
        for row in database.rows("SELECT article, count(*) AS n FROM _added WHERE kind = ? GROUP BY article", [kind])
    }  # fmt: skip
    touched = sorted({*judged, *missed})
    coded = {
        row["article"]: row["n"]
        for row in database.rows(
            "SELECT article, count(*) AS n FROM _machine WHERE kind = ? AND list_contains(?, article) GROUP BY article",
            [kind, touched],
        )
    }
    whole = [a for a in touched if len(judged.get(a, ())) >= coded.get(a, 0)]
    right = sum(verdict != "rejected" for a in whole for verdict in judged.get(a, ()))
    return Share(right, right + sum(missed.get(a, 0) for a in whole)), len(whole)


def agreement(reviews: Sequence[Review], kind: str = "event") -> Agreement:
    """Agreement on whether records are right, need a correction, or are wrong; each reviewer's last word counts.

    Records that a reviewer is unsure of are left out of that reviewer's.
    """
    undone = {review.undoes for review in reviews if review.undoes}
    last: dict[tuple[str, int, int, str], dict[str, str]] = {}
    for review in reviews:
        if review.kind != kind or review.verdict in (UNDONE, ADDED) or review.number in undone:
            continue
        said = last.setdefault((review.article, review.first, review.last, review.label), {})
        said.pop(review.reviewer, None)
        if review.verdict in _JUDGED:
            said[review.reviewer] = review.verdict
    shared = [said for said in last.values() if len(said) > 1]
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for said in shared:
        names = sorted(said)
        for n, one in enumerate(names):
            for other in names[n + 1 :]:
                pairs.setdefault((one, other), []).append((said[one], said[other]))
    two = max(sorted(pairs), key=lambda key: len(pairs[key]), default=None)
    told = pairs[two] if two else []
    return Agreement(
        reviewers=tuple(sorted({name for said in shared for name in said})), both=len(shared),
        agreed=sum(len(set(said.values())) == 1 for said in shared), kappa=cohen_kappa(told),
        alpha=krippendorff_alpha([list(said.values()) for said in shared]),
    )  # fmt: skip
