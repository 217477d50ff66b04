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

SCALE = 10_000  # a leaf of 10000 is a raw score of 1


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """A fitted forest. Row t, column m of the tables is node m of tree t; a leaf points to itself."""

    features: tuple[str, ...]
    classes: tuple[str, ...]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.int64]
    of_class: NDArray[np.int32]
    depth: int

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[tuple[float, ...]]:
        """For each row of feature values, in the order of `features`, the probability of each class.

        Softmax of the summed leaves (multi-class), or their logistic where there are two classes.
        """
        if not rows:
            return []
        table = np.asarray(rows, dtype=np.float64)
        trees = np.arange(len(self.feature))[None, :]
        at = np.zeros((len(table), len(self.feature)), dtype=np.int32)
        lines = np.arange(len(table))[:, None]
        for _ in range(self.depth):
            goes_left = table[lines, self.feature[trees, at]] <= self.threshold[trees, at]
            at = np.where(goes_left, self.left[trees, at], self.right[trees, at])
        leaves = self.value[trees, at]
        sums = [leaves[:, self.of_class == c].sum(axis=1).tolist() for c in range(len(self.classes))]
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
        return None, [Problem(path.name, 1, message)]


def _judge(content: dict[str, object]) -> Judge:
    trees = content["trees"]
    features, classes = content["features"], content["classes"]
    if not isinstance(trees, list) or not isinstance(features, list) or not isinstance(classes, list):
        raise ValueError("features, classes and trees must be lists")
    size = max(len(tree["value"]) for tree in trees)

    def column(key: str, kind: type) -> NDArray[Any]:
        rows = [tree[key] + [0] * (size - len(tree[key])) for tree in trees]
        return np.asarray(rows, dtype=kind)

    return Judge(
        features=tuple(features),
        classes=tuple(classes),
        feature=column("feature", np.int32),
        threshold=column("threshold", np.float64),
        left=column("left", np.int32),
        right=column("right", np.int32),
        value=column("value", np.int64),
        of_class=np.asarray([tree["class"] for tree in trees], dtype=np.int32),
        depth=max(int(tree["depth"]) for tree in trees),
    )


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
        return None, [Problem(path.name, 1, message)]


@dataclass(frozen=True, slots=True, eq=False)
class Judges:
    """All judges of a codebook; None where one was never fitted, and the rules alone decide."""

    parties: Judge | None = None
    confidence: Judge | None = None
    relations: LinearJudge | None = None


def read_judges(folder: Path) -> Judges:
    """The judges in `folder`; raises `CodebookError` naming every file that is damaged."""
    parties, problems = load_judge(folder / "parties.json")
    confidence, found = load_judge(folder / "confidence.json")
    relations, more = load_linear_judge(folder / "relations.json")
    if problems or found or more:
        raise CodebookError("\n".join(str(problem) for problem in (*problems, *found, *more)))
    return Judges(parties, confidence, relations)
