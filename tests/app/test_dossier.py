"""The dossier of an event: its sentence, its reports, what differs, its figures, splitting and merging."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.app.conftest import HOST
from tests.corpora import TEXT_ONE

from tidings.app.dossier import strips
from tidings.cli import main
from tidings.store.corpus import open_corpus
from tidings.store.merged import read_decisions

ORIGIN = {"origin": f"http://{HOST}"}


@pytest.fixture
def merged(client: TestClient, folder: Path) -> TestClient:
    assert main(["merge", str(folder)]) == 0
    return client


def send(client: TestClient, path: str, **fields: str | list[str]) -> int:
    csrf = re.search(r'name="csrf" value="(\w+)"', client.get("/a/ar_1").text)
    assert csrf is not None
    return client.post(path, data={"csrf": csrf[1], **fields}, headers=ORIGIN).status_code


def key_of(client: TestClient, mention: str) -> str:
    found = re.search(r'name="event" value="(\w+)"', client.get(f"/event/{mention}").text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("mention", "sentence"),
    [("ev_1", "=Norlandic army attacked rebels, 2015-03-03 (day known), Varde (city)."),
     ("ev_3", "Announced: Sudria met or spoke with somebody, day unknown, place unknown."),
     ("ev_4", "Sudria aided Norway, 2015-05-01 (in that month), place unknown.")],
)  # fmt: skip
def test_an_event_is_one_sentence_in_words(client: TestClient, mention: str, sentence: str) -> None:
    assert sentence in html.unescape(client.get(f"/event/{mention}").text)


def test_a_dossier_has_every_report_and_its_figures(merged: TestClient) -> None:
    page = merged.get("/event/ev_1").text
    assert re.findall(r'href="/a/(\w+#\w+)"', page) == ["ar_1#ev_1", "ar_1#ev_2", "ar_1#fi_1"]
    assert ">shelled</a>" in page
    assert '<svg class="strip"' in page


def test_the_json_is_what_the_command_prints(
    merged: TestClient, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = key_of(merged, "ev_1")
    capsys.readouterr()
    assert main(["events", key, "--corpus", str(folder)]) == 0
    assert merged.get(f"/event/{key}.json").text == capsys.readouterr().out
    assert json.loads(merged.get(f"/event/{key}.json").text)["mentions"] == ["ev_1", "ev_2"]
    start = TEXT_ONE.index("shelled")
    assert f"characters {start}-{start + 7}" in merged.get(f"/event/{key}.md").text
    assert merged.get(f"/event/{key}.pdf").status_code == 404


def test_reports_are_split_and_merged_again(merged: TestClient) -> None:
    one = key_of(merged, "ev_1")
    assert send(merged, "/event/split", event=one, mention=["ev_2"], why="a toll, no attack") == 303
    assert key_of(merged, "ev_2") != key_of(merged, "ev_1")
    history = merged.get("/event/ev_2").text.partition("<h2>History</h2>")[2]
    assert "<td>2026-01-02 03:04</td>" in history
    assert "a toll, no attack" in history
    assert send(merged, "/event/join", event=key_of(merged, "ev_1"), other=["ev_2"]) == 303
    assert key_of(merged, "ev_2") == key_of(merged, "ev_1")


def test_a_split_is_undone_and_the_log_keeps_both(merged: TestClient, folder: Path) -> None:
    one = key_of(merged, "ev_1")
    assert send(merged, "/event/split", event=one, mention=["ev_2"]) == 303
    assert 'name="decision" value="1"' in merged.get("/event/ev_2").text
    assert send(merged, "/event/undo", decision="1", mention="ev_2") == 303
    assert key_of(merged, "ev_2") == key_of(merged, "ev_1") == one
    page = merged.get("/event/ev_2").text
    assert "undid: split 1 and 1 mentions" in page
    assert 'name="decision"' not in page
    assert [row["do"] for row in read_decisions(open_corpus(folder))] == ["apart", "undo"]
    assert send(merged, "/event/undo", decision="1", mention="ev_2") == 404
    assert send(merged, "/event/undo", decision="x", mention="ev_2") == 400


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [("/event/split", {"mention": ["ev_1", "ev_2"]}, 404), ("/event/split", {}, 400), ("/event/join", {"event": "ev_1"}, 400),
     ("/event/join", {"event": "ev_1", "other": ["ee_9"]}, 404)],
)  # fmt: skip
def test_what_cannot_be_split_or_merged_is_told(
    merged: TestClient, path: str, fields: dict[str, str | list[str]], status: int
) -> None:
    before = key_of(merged, "ev_1"), key_of(merged, "ev_2")
    assert send(merged, path, **fields) == status
    assert (key_of(merged, "ev_1"), key_of(merged, "ev_2")) == before


def test_forms_of_another_session_are_refused(merged: TestClient) -> None:
    assert (
        merged.post("/event/split", data={"csrf": "0", "mention": "ev_2"}, headers=ORIGIN).status_code == 403
    )
    big = {"csrf": "0", "why": "x" * 70_000}
    assert merged.post("/event/split", data=big, headers=ORIGIN).status_code == 413


def test_figures_of_one_kind_lie_on_one_scale() -> None:
    told = [{"what": "killed", "low": 10, "best": None, "high": None}, {"what": "killed", "low": 5, "best": 20, "high": 30},
            {"what": "injured", "low": None, "best": None, "high": None}]  # fmt: skip
    (strip,) = strips(told)
    assert (strip["what"], strip["least"], strip["most"]) == ("killed", 5, 30)
    assert [(r["from"] == r["to"], r["best"] is None) for r in strip["rows"]] == [
        (True, True),
        (False, False),
    ]


def test_no_event_no_dossier(client: TestClient) -> None:
    assert client.get("/event/ev_9").status_code == 404
    assert client.get("/event/ee_9").status_code == 404
