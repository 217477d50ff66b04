"""Fitting a softmax regression over named features (L-BFGS) and writing it down as a linear judge."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidings.codebook.judges import SCALE
from tidings.model.errors import UsageError

Features = Mapping[str, float]
_RARE = 2  # a feature must occur in so many texts
_SMALL = 0.03  # weights nearer to 0 are left out


def fit_linear(
    rows: Sequence[Features], labels: Sequence[str], weights: Sequence[float], *, strength: float = 1.0
) -> dict[str, Any]:
    """Classes, bias and weights of a regularised softmax regression; `strength` is the inverse penalty.

    Raises `UsageError` when SciPy is not installed.
    """
    try:
        from scipy.optimize import minimize
        from scipy.sparse import csr_matrix
    except ImportError as error:
        raise UsageError(
            "training needs SciPy, which is not installed; run: pip install 'tidings[train]'"
        ) from error
    counts = Counter(name for row in rows for name in row)
    names = sorted(name for name, count in counts.items() if count >= _RARE)
    column = {name: n for n, name in enumerate(names)}
    classes = sorted(set(labels))
    cells = [
        (i, column[name], value)
        for i, row in enumerate(rows)
        for name, value in row.items()
        if name in column
    ]
    lines, columns, values = zip(*cells, strict=True)
    table = csr_matrix((values, (lines, columns)), shape=(len(rows), len(names)))
    wanted = np.zeros((len(rows), len(classes)))
    for i, label in enumerate(labels):
        wanted[i, classes.index(label)] = 1.0
    counting = np.asarray(weights)[:, None]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        matrix = flat.reshape(len(names) + 1, len(classes))
        raw = table @ matrix[:-1] + matrix[-1]
        raw -= raw.max(axis=1, keepdims=True)
        chances = np.exp(raw)
        chances /= chances.sum(axis=1, keepdims=True)
        missed = -float((counting * wanted * np.log(chances + 1e-12)).sum())
        slope = (chances - wanted) * counting
        gradient = np.vstack([table.T @ slope, slope.sum(axis=0)])
        gradient[:-1] += matrix[:-1] / strength
        return missed + float((matrix[:-1] ** 2).sum()) / (2 * strength), gradient.ravel()

    start = np.zeros((len(names) + 1) * len(classes))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    matrix = best.x.reshape(len(names) + 1, len(classes))
    kept = {
        name: [round(float(w) * SCALE) for w in matrix[n]]
        for name, n in column.items()
        if float(np.abs(matrix[n]).max()) >= _SMALL
    }
    return {"classes": classes, "bias": [round(float(b) * SCALE) for b in matrix[-1]], "weights": kept}


def write_linear(fitted: Mapping[str, Any], path: Path, *, about: Mapping[str, Any]) -> None:
    """Write a fitted regression as a linear judge's JSON, one feature a line, sorted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = json.dumps({"about": about, "classes": fitted["classes"], "bias": fitted["bias"]}, indent=1)
    rows = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(row, separators=(',', ':'))}"
        for name, row in sorted(fitted["weights"].items())
    )
    path.write_text(head[:-2] + ',\n "weights": {\n' + rows + "\n}}\n", encoding="utf-8")
