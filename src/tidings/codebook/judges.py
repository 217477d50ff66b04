"""Fitted judges: small forests of decision trees that weigh what syntax and the article say.

A judge is data: a JSON file with the names of its features, its classes and its trees, written by
`tidings train`. Leaves are whole numbers, so that the sum over the trees is exact and the same everywhere.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidings.codebook.yaml_files import Problem
from tidings.model.errors import CodebookError

FORESTS = ("links", "parties", "party_sets", "confidence")
SCALE = 10_000  # a leaf of 10000 is a raw score of 1
_MOST_LEAVES = 52  # a bit each; beyond, a number no longer holds them exactly


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """A fitted forest, laid out to be asked for many rows at once.

    Leaves are numbered from left to right, a bit each. Node n of tree t asks whether `feature[t, n]` is at most
    `threshold[t, n]`; if not, the leaves to its left, the bits missing in `mask[t, n]`, are out. The lowest bit
    left is the leaf (QuickScorer: Lucchese et al. 2015), and `value[t, leaf]` its score.
    """

    features: tuple[str, ...]
    classes: tuple[str, ...]
    feature: NDArray[np.intp]
    threshold: NDArray[np.float64]
    mask: NDArray[np.uint64]
    value: NDArray[np.int64]
    of_class: NDArray[np.int32]

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[tuple[float, ...]]:
        """For each row of feature values, in the order of `features`, the probability of each class.

        Softmax of the summed leaves (multi-class), or their logistic where there are two classes.
        """
        if not rows:
            return []
        table = np.asarray(rows, dtype=np.float64)
        full = np.array(-1).astype(self.mask.dtype)
        left = np.where(table[:, self.feature] <= self.threshold, full, self.mask)
        lowest = np.bitwise_and.reduce(left, axis=2)
        lowest &= ~lowest + np.ones_like(lowest)
        leaf = np.log2(lowest.astype(np.float64)).astype(np.intp)
        scores = self.value[np.arange(len(self.value)), leaf]
        sums = [scores[:, self.of_class == c].sum(axis=1).tolist() for c in range(len(self.classes))]
        return [_softmax([s[i] / SCALE for s in sums]) for i in range(len(table))]


def _softmax(raw: list[float]) -> tuple[float, ...]:
    """Probabilities of raw scores.

    >>> _softmax([0.0, 0.0])
    (0.5, 0.5)
    """
    top = max(raw)
    powers = [math.exp(x - top) for x in raw]
    total = math.fsum(powers)
    return tuple(round(p / total, 6) for p in powers)


def load_judge(path: Path) -> tuple[Judge | None, list[Problem]]:
    """The judge in `path`: None where there is no such file; a `Problem` where it is not of the form."""
    if not path.is_file():
        return None, []
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return _judge(content), []
    except (ValueError, KeyError, TypeError, IndexError) as error:
        message = f"not a judge as `tidings train` writes it ({error!r}); fit it again with: tidings train"
        return None, [Problem(str(path), 1, message)]


def _judge(content: dict[str, object]) -> Judge:
    trees = content["trees"]
    features, classes = content["features"], content["classes"]
    if not isinstance(trees, list) or not isinstance(features, list) or not isinstance(classes, list):
        raise ValueError("features, classes and trees must be lists")
    laid = [_laid(tree) for tree in trees]
    nodes = max(1, *(len(asked) for asked, _ in laid))
    leaves = max(len(values) for _, values in laid)
    if leaves > _MOST_LEAVES:
        raise ValueError(f"a tree has {leaves} leaves, more than {_MOST_LEAVES}")
    bits = np.uint8 if leaves <= 8 else np.uint64
    feature = np.zeros((len(laid), nodes), dtype=np.intp)
    threshold = np.full((len(laid), nodes), np.inf)
    mask = np.full((len(laid), nodes), np.iinfo(bits).max, dtype=bits)
    value = np.zeros((len(laid), leaves), dtype=np.int64)
    for t, (asked, values) in enumerate(laid):
        value[t, : len(values)] = values
        for n, (of, limit, first, last) in enumerate(asked):
            feature[t, n], threshold[t, n] = of, limit
            mask[t, n] = np.iinfo(bits).max - (2**last - 2**first)
    return Judge(
        features=tuple(features),
        classes=tuple(classes),
        feature=feature,
        threshold=threshold,
        mask=mask,
        value=value,
        of_class=np.asarray([tree["class"] for tree in trees], dtype=np.int32),
    )


def _laid(tree: dict[str, Any]) -> tuple[list[tuple[int, float, int, int]], list[int]]:
    """The inner nodes of a tree as (feature, threshold, first and end of the leaves to its left), and its leaves."""
    asked: list[tuple[int, float, int, int]] = []
    values: list[int] = []

    def walk(node: int) -> None:
        if tree["left"][node] == node:
            values.append(tree["value"][node])
            return
        first = len(values)
        walk(tree["left"][node])
        asked.append((tree["feature"][node], tree["threshold"][node], first, len(values)))
        walk(tree["right"][node])

    walk(0)
    return asked, values


@dataclass(frozen=True, slots=True, eq=False)
class LinearJudge:
    """A fitted softmax regression over named features; weights are whole numbers, `SCALE` is 1."""

    classes: tuple[str, ...]
    bias: tuple[int, ...]
    weights: Mapping[str, tuple[int, ...]]

    def probabilities(self, features: Mapping[str, float]) -> dict[str, float]:
        """The probability of each class; features the judge does not know say nothing."""
        sums = [float(b) for b in self.bias]
        for name in sorted(features):
            for n, weight in enumerate(self.weights.get(name, ())):
                sums[n] += weight * features[name]
        return dict(zip(self.classes, _softmax([s / SCALE for s in sums]), strict=True))


def load_linear_judge(path: Path) -> tuple[LinearJudge | None, list[Problem]]:
    """The linear judge in `path`: None where there is no such file; a `Problem` where it is not of the form."""
    if not path.is_file():
        return None, []
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        classes, bias = tuple(content["classes"]), tuple(int(b) for b in content["bias"])
        weights = {name: tuple(int(w) for w in row) for name, row in content["weights"].items()}
        if len(bias) != len(classes) or any(len(row) != len(classes) for row in weights.values()):
            raise ValueError("a row of weights for each feature, one weight for each class")
        return LinearJudge(classes, bias, weights), []
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"not a judge as `tidings train` writes it ({error!r}); fit it again with: tidings train"
        return None, [Problem(str(path), 1, message)]


@dataclass(frozen=True, slots=True, eq=False)
class Judges:
    """All judges of a codebook; None where one was never fitted, and the rules alone decide."""

    links: Judge | None = None
    parties: Judge | None = None
    party_sets: Judge | None = None
    confidence: Judge | None = None
    relations: LinearJudge | None = None


def read_judges(folders: Sequence[Path]) -> Judges:
    """Each judge from the last of `folders` that has it.

    Raises `CodebookError` naming every file that is damaged, or whose forest was fitted for questions or answers
    other than those of the first folder that has it: another version of the coder wrote it.
    """
    forests: dict[str, Judge] = {}
    relations = None
    problems: list[Problem] = []
    for folder in folders:
        for name in FORESTS:
            path = folder / f"{name}.json"
            judge, found = load_judge(path)
            problems.extend(found)
            if judge is None:
                continue
            other = forests.get(name)
            if other and (judge.features, judge.classes) != (other.features, other.classes):
                message = "was fitted for another version of the coder; fit it again with: tidings train"
                problems.append(Problem(str(path), 1, message))
            forests[name] = judge
        linear, found = load_linear_judge(folder / "relations.json")
        problems.extend(found)
        relations = linear or relations
    if problems:
        raise CodebookError("\n".join(str(problem) for problem in problems))
    return Judges(**forests, relations=relations)
