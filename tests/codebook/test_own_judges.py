"""Judges of an overlay: each takes the place of the shipped one, is told, checked and part of the version."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tidings.codebook.layers import SHIPPED
from tidings.codebook.loader import Codebook, load_codebook
from tidings.codebook.overlay_report import change_names
from tidings.model.article import Article
from tidings.model.errors import CodebookError
from tidings.pipeline import Coder, code_article


def undecided(folder: Path, name: str = "confidence") -> Path:
    """An overlay whose judge has the shipped one's questions and answers, and no opinion."""
    shipped = json.loads((SHIPPED / "judges" / f"{name}.json").read_text(encoding="utf-8"))
    leaf = {"depth": 0, "feature": [0], "threshold": [0.0], "left": [0], "right": [0], "value": [0]}
    trees = [{"class": n, **leaf} for n in range(len(shipped["classes"]))]
    path = folder / "mine" / "judges" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**shipped, "trees": trees}), encoding="utf-8")
    return folder / "mine"


@pytest.fixture(scope="module")
def shipped() -> Codebook:
    return load_codebook()


def test_an_own_judge_decides(tmp_path: Path, coder: Coder, shipped: Codebook) -> None:
    own = load_codebook(undecided(tmp_path))
    article = Article(id="a", text="Army jets bombed rebel positions near Kano on Friday.")
    records = code_article(article, Coder(coder.language, own)).records
    assert [r.confidence for r in records if r.kind == "event"] == [0.5]
    assert [r.confidence for r in code_article(article, coder).records if r.kind == "event"] != [0.5]
    assert change_names(own.changes) == ["~ judges confidence (mine)"]
    assert own.version != shipped.version


def test_the_other_judges_stay_as_shipped(tmp_path: Path, shipped: Codebook) -> None:
    own = load_codebook(undecided(tmp_path)).judges
    assert own.links is not None
    assert shipped.judges.links is not None
    assert (own.links.value == shipped.judges.links.value).all()
    assert own.relations is not None
    assert shipped.judges.relations is not None
    assert own.relations.weights == shipped.judges.relations.weights


def test_the_cache_finds_the_judges_where_the_folder_now_is(tmp_path: Path) -> None:
    first = undecided(tmp_path / "one")
    assert load_codebook(first, cache=tmp_path / "cache").judges.confidence is not None
    second = Path(shutil.move(first, tmp_path / "mine"))
    again = load_codebook(second, cache=tmp_path / "cache")
    assert again.judge_folders == (str(second / "judges"),)
    assert again.judges.confidence is not None


def test_without_overlay_nothing_is_laid_over(shipped: Codebook) -> None:
    assert shipped.judge_folders == ()


@pytest.mark.parametrize("key", ["features", "classes"])
def test_a_judge_of_another_version_is_refused(tmp_path: Path, key: str) -> None:
    path = undecided(tmp_path) / "judges" / "confidence.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, key: ["no", "yes"] if key == "features" else ["x", "y"]}))
    with pytest.raises(
        CodebookError, match=r"confidence\.json:1: was fitted for another version of the coder"
    ):
        _ = load_codebook(tmp_path / "mine").judges


def test_a_damaged_judge_is_refused_with_its_path(tmp_path: Path) -> None:
    path = undecided(tmp_path) / "judges" / "confidence.json"
    path.write_text("{}")
    with pytest.raises(CodebookError, match=r"mine/judges/confidence\.json:1: not a judge"):
        _ = load_codebook(tmp_path / "mine").judges


def test_a_misspelt_judge_is_refused(tmp_path: Path) -> None:
    path = undecided(tmp_path) / "judges" / "confidense.json"
    path.write_text("{}")
    with pytest.raises(CodebookError, match=r"confidense\.json.*no such codebook file"):
        load_codebook(tmp_path / "mine")
