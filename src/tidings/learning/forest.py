"""Fitting a forest of decision trees (LightGBM) and writing it down as a judge."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tidings.codebook.judges import SCALE
from tidings.model.errors import UsageError

FOLDS = 10
Matrix = Sequence[Sequence[float]]


def fold_of(group: str) -> int:
    """The fold a group belongs to, by its name alone: the same in every run.

    >>> fold_of("a report") == fold_of("a report")
    True
    """
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS


def fit_forest(
    rows: Matrix,
    labels: Sequence[int],
    weights: Sequence[float],
    *,
    trees: int,
    leaves: int,
    rate: float = 0.06,
    seed: int = 1,
) -> Any:
    """A fitted LightGBM booster over classes 0, 1, 2 ... (two: their logistic); raises `UsageError` when LightGBM is not installed."""
    try:
        import lightgbm
    except ImportError as error:
        raise UsageError(
            "training needs LightGBM, which is not installed; run: pip install 'tidings[train]'"
        ) from error
    count = len(set(labels))
    parameters = {
        **({"objective": "binary"} if count == 2 else {"objective": "multiclass", "num_class": count}),
        "num_leaves": leaves,
        "learning_rate": rate,
        "min_data_in_leaf": 15,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "feature_fraction": 0.4,
        "lambda_l2": 3.0,
        "seed": seed,
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "verbosity": -1,
    }
    material = lightgbm.Dataset(np.asarray(rows), np.asarray(labels), weight=np.asarray(weights))
    return lightgbm.train(parameters, material, num_boost_round=trees)


def write_judge(
    model: Any, path: Path, *, features: Sequence[str], classes: Sequence[str], about: dict[str, Any]
) -> None:
    """Write a fitted classifier as a judge's JSON, leaves as whole numbers."""
    dump = model.dump_model()
    count = len(classes)
    trees = []
    for n, info in enumerate(dump["tree_info"]):
        of = 1 if count == 2 else n % count  # of two classes one score says all, the other's is 0
        trees.append({"class": of, **_flat(info["tree_structure"])})
    content = {"about": about, "features": list(features), "classes": list(classes), "trees": trees}
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = json.dumps({**content, "trees": []}, ensure_ascii=False, indent=1)
    body = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in trees)
    path.write_text(lines.replace('"trees": []', f'"trees": [\n{body}\n]') + "\n", encoding="utf-8")


def _flat(root: dict[str, Any]) -> dict[str, Any]:
    """A nested tree as parallel lists; a leaf is its own left and right child."""
    flat: dict[str, Any] = {"feature": [], "threshold": [], "left": [], "right": [], "value": []}
    depth = _lay(root, flat)
    return {"depth": depth, **flat}


def _lay(node: dict[str, Any], flat: dict[str, Any]) -> int:
    at = len(flat["value"])
    for key in flat:
        flat[key].append(0)
    flat["left"][at] = flat["right"][at] = at
    if "leaf_value" in node:
        flat["value"][at] = round(node["leaf_value"] * SCALE)
        return 0
    flat["feature"][at] = node["split_feature"]
    flat["threshold"][at] = float(f"{node['threshold']:.6g}")
    flat["left"][at] = len(flat["value"])
    deep_left = _lay(node["left_child"], flat)
    flat["right"][at] = len(flat["value"])
    return 1 + max(deep_left, _lay(node["right_child"], flat))
