"""The CAMEO hierarchy: whole, scored, and read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidings.codebook.cameo import load_cameo
from tidings.codebook.loader import SHIPPED, load_codebook
from tidings.model.article import Article
from tidings.pipeline import Coder, code_article

HEADER = "code,name,definition,goldstein,quad\n"


def test_the_hierarchy_is_whole() -> None:
    codes, problems = load_cameo(SHIPPED / "cameo.csv")
    assert problems == []
    assert [c for c in codes if len(c) == 2] == [f"{n:02}" for n in range(1, 21)]
    assert len(codes) == 315
    assert {c.quad for c in codes.values() if c.root <= "05"} == {1}
    assert {c.quad for c in codes.values() if c.root >= "14"} == {4}


@pytest.mark.parametrize(
    ("code", "score"),
    [("01", 0.0), ("042", 1.9), ("0874", 10.0), ("139", -7.0), ("190", -10.0), ("155", -7.2), ("1213", -4.0)],
)
def test_scores_with_inheritance_where_none_was_given(code: str, score: float) -> None:
    assert load_codebook().goldstein(code) == score


@pytest.mark.parametrize("code", [None, "", "999", "1", "19500"])
def test_what_is_no_code_has_no_score(code: str | None) -> None:
    assert load_codebook().goldstein(code) is None


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("01,a,b,0,1\n01,a,b,0,1\n", "stands here twice"),
        ("011,a,b,0,1\n", "stands under 01"),
        ("01,a,b,,1\n", "needs a Goldstein score"),
        ("01,a,b,11,1\n", "not from -10 to 10"),
        ("01,a,b,0,5\n", "none of 1, 2, 3, 4"),
        ("x1,a,b,0,1\n", "two to four digits"),
        ("01,a,b,0\n", "4 cells where the header has 5"),
    ],
)
def test_faults_name_line_and_value(tmp_path: Path, rows: str, message: str) -> None:
    path = tmp_path / "cameo.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    problems = load_cameo(path)[1]
    assert len(problems) == 1
    assert message in problems[0].message
    assert problems[0].line == 1 + rows.count("\n")


def test_records_carry_score_and_quad_class(coder: Coder) -> None:
    text = "Army jets bombed rebel positions near Kano on Friday."
    records = code_article(Article(id="a", text=text), coder).records
    assert [(r.type, r.cameo, r.quad, r.goldstein) for r in records if r.kind == "event"] == [
        ("ASSAULT", "195", 4, -10.0)
    ]
