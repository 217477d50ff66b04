from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tidings.evaluate.gold import GoldArticle, read_gold
from tidings.evaluate.score import Score, distinct, matching, score_articles
from tidings.model.errors import InputError

TEXT = "Norvia shelled Velmara. Rebels fled."
NORVIA = {"name": "Norvia", "country": "NOR", "sector": "GOV"}
REBELS = {"name": "rebels", "country": "NOR", "sector": "REB"}
GOLD = {
    "kind": "event", "start": 7, "type": "ASSAULT", "status": "actual", "event": "e1",
    "actor": [NORVIA], "recipient": [REBELS], "date": None, "place": {"name": "Velmara", "country": "NOR"},
}  # fmt: skip


def found(**changes: Any) -> dict[str, Any]:
    row = {
        "kind": "event", "trigger": {"start": 7, "end": 14}, "type": "ASSAULT", "status": "actual", "event": "e1",
        "actors": [NORVIA], "recipients": [REBELS], "date": None, "place": {"name": "velmara", "country": "NOR"},
    }  # fmt: skip
    return {**row, **changes}


def levels(*rows: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    gold = GoldArticle("a", TEXT, None, None, (GOLD,))
    scores = score_articles([gold], {"a": rows})
    return {level: (s.gold, s.found, s.right) for level, s in scores.items() if level.startswith("event")}


def test_a_right_event_is_right_at_every_level() -> None:
    assert levels(found()) == {
        "event found": (1, 1, 1),
        "event type": (1, 1, 1),
        "event parties": (1, 1, 1),
        "event dated": (0, 0, 0),
        "event placed": (1, 1, 1),
        "event roles": (1, 1, 1),
        "event full": (1, 1, 1),
        "event distinct": (1, 1, 1),
    }


@pytest.mark.parametrize(
    ("row", "right"),
    [
        (found(trigger={"start": 31, "end": 35}), []),
        (found(type="COERCE"), ["found"]),
        (found(actors=[]), ["found", "type"]),
        (found(actors=[{**NORVIA, "sector": "MIL"}]), ["found", "type", "parties", "placed"]),
        (found(status="future"), ["found", "type", "parties", "placed", "roles"]),
    ],
)
def test_a_wrong_event_fails_from_its_level_on(row: dict[str, Any], right: list[str]) -> None:
    passed = [level.removeprefix("event ") for level, (_, _, n) in levels(row).items() if n]
    assert [level for level in passed if level != "distinct"] == right


def test_nothing_found_is_no_precision_and_no_recall() -> None:
    score = Score(3, 0, 0)
    assert (score.precision, score.recall, score.f1) == (0.0, 0.0, 0.0)


def test_the_matching_is_a_largest_one() -> None:
    gold, rows = [{"n": 1}, {"n": 2}], [{"ok": (1, 2)}, {"ok": (1,)}]
    assert len(matching(gold, rows, lambda g, f: g["n"] in f["ok"])) == 2


def test_one_event_label_is_one_distinct_event() -> None:
    poor, rich = found(actors=[]), found()
    assert distinct([poor, rich, found(event="e2")]) == [rich, found(event="e2")]


def test_gold_outside_its_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Short.", encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps([{"kind": "event", "start": 99}]), encoding="utf-8")
    with pytest.raises(InputError, match="outside the text: 99"):
        read_gold(tmp_path)


SHARED = Path(os.environ.get("TIDINGS_BENCH", Path(__file__).parents[3] / "shared" / "bench"))


@pytest.mark.skipif(not (SHARED / "score_articles.py").exists(), reason="the development gold is not here")
def test_equal_to_the_acceptance_scorer(tmp_path: Path) -> None:
    gold = read_gold(SHARED / "articles")
    rows = {item.id: [_output(item, row) for row in item.records][::2] for item in gold}
    path = tmp_path / "system.jsonl"
    path.write_text("\n".join(json.dumps(r) for found in rows.values() for r in found), encoding="utf-8")
    run = [sys.executable, str(SHARED / "score_articles.py"), str(SHARED / "articles"), str(path), "--json"]
    theirs = json.loads(subprocess.run(run, capture_output=True, check=True, text=True).stdout)
    ours = {level: (s.gold, s.found, s.right) for level, s in score_articles(gold, rows).items()}
    assert ours == {level: (t["gold"], t["found"], t["right"]) for level, t in theirs.items()}


def _output(item: GoldArticle, row: dict[str, Any]) -> dict[str, Any]:
    """The gold record as a coder would print it, with every third party left out."""
    start = row["start"]
    out = {**row, "article": item.id, "actors": row.get("actor", []), "recipients": row.get("recipient", [])}
    if row["kind"] == "event":
        out["trigger"] = {"start": start, "end": start + len(row["trigger"])}
        out["recipients"] = out["recipients"] if start % 3 else []
    elif row["kind"] == "statement":
        out["content"] = {"start": start, "end": start + len(row["content"])}
    else:
        out["span"] = {"start": start, "end": start + len(row["text"])}
    return out
