"""A judge reads what training writes, sums exactly, and a damaged file is a problem with advice."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from tidings.codebook.judges import load_judge

ONE_SPLIT = {
    "about": {},
    "features": ["near", "armed"],
    "classes": ["no", "yes"],
    "trees": [
        {
            "class": 0,
            "depth": 0,
            "feature": [0],
            "threshold": [0.0],
            "left": [0],
            "right": [0],
            "value": [5000],
        },
        {
            "class": 1,
            "depth": 1,
            "feature": [1, 0, 0],
            "threshold": [0.5, 0.0, 0.0],
            "left": [1, 1, 2],
            "right": [2, 1, 2],
            "value": [0, -10000, 20000],
        },
    ],
}


def test_probabilities_follow_the_trees(tmp_path: Path) -> None:
    path = tmp_path / "judge.json"
    path.write_text(json.dumps(ONE_SPLIT))
    judge, problems = load_judge(path)
    assert problems == []
    assert judge is not None
    low = math.exp(-1.0) / (math.exp(0.5) + math.exp(-1.0))
    high = math.exp(2.0) / (math.exp(0.5) + math.exp(2.0))
    found = judge.probabilities([[9.0, 0.0], [9.0, 1.0]])
    assert found == [
        (round(1 - low, 6), round(low, 6)),
        (round(1 - high, 6), round(high, 6)),
    ]


def test_no_rows_no_probabilities(tmp_path: Path) -> None:
    path = tmp_path / "judge.json"
    path.write_text(json.dumps(ONE_SPLIT))
    judge, _ = load_judge(path)
    assert judge is not None
    assert judge.probabilities([]) == []


def test_a_missing_judge_is_none(tmp_path: Path) -> None:
    assert load_judge(tmp_path / "none.json") == (None, [])


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"trees": []}', '{"features": 1, "classes": [], "trees": []}']
)
def test_a_damaged_judge_is_one_problem(tmp_path: Path, text: str) -> None:
    path = tmp_path / "judge.json"
    path.write_text(text)
    judge, problems = load_judge(path)
    assert judge is None
    assert [problem.file for problem in problems] == [str(path)]
    assert "fit it again with: tidings train" in problems[0].message
