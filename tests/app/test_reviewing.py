from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.app.conftest import HOST

import tidings
from tidings.cli import main

ORIGIN = {"origin": f"http://{HOST}"}


def send(client: TestClient, record: str, verdict: str, **fields: str) -> Any:
    page = client.get("/a/ar_1").text
    csrf = re.search(r'name="csrf" value="(\w+)"', page)
    assert csrf is not None
    data = {"csrf": csrf[1], "record": record, "verdict": verdict, **fields}
    return client.post("/review", data=data, headers=ORIGIN)


def ids(folder: Path, reviewed: str) -> list[str]:
    return [event.id for event in tidings.open(folder).events(reviewed=reviewed)]


def test_a_verdict_is_shown_at_once_and_filters(client: TestClient, folder: Path) -> None:
    answer = send(client, "ev_1", "accepted")
    assert (answer.status_code, answer.headers["location"]) == (303, "/a/ar_1#ev_1")
    assert '<span class="badge accepted">accepted</span>' in client.get("/a/ar_1").text
    send(client, "ev_2", "rejected", reason="a background clause")
    assert (ids(folder, "yes"), ids(folder, "rejected"), ids(folder, "!rejected")) == (
        ["ev_1", "ev_2"], ["ev_2"], ["ev_1", "ev_3", "ev_4"],
    )  # fmt: skip
    assert "by ada, 2026-01-02: a background clause" in client.get("/a/ar_1").text
    body = client.get("/api/v1/events", params={"reviewed": "rejected"}).json()
    assert [(item["id"], item["review"]) for item in body["items"]] == [("ev_2", "rejected")]


def test_undo_brings_back_what_was_before(client: TestClient, folder: Path) -> None:
    for verdict in ("accepted", "rejected", "undo"):
        send(client, "ev_1", verdict)
    assert (ids(folder, "accepted"), ids(folder, "rejected")) == (["ev_1"], [])
    send(client, "ev_1", "undo")
    assert ids(folder, "yes") == []
    assert send(client, "ev_1", "undo").status_code == 400
    log = html.unescape(client.get("/reviews").text)
    assert "<strong>4</strong> in the log" in log
    assert client.get("/reviews.csv").text.count("\n") == 5


def test_a_correction_changes_every_view_and_keeps_what_the_machine_said(
    client: TestClient, folder: Path
) -> None:
    fields = {"type": "ASSAULT", "mode": "aerial", "actors-name": "Norlandic air force", "actors-country": "NOR",
              "actors-sector": "MIL", "first-day": "2015-03-02", "last-day": "2015-03-03", "place-name": "Kabul"}  # fmt: skip
    assert send(client, "ev_1", "corrected", **fields).status_code == 303
    (event,) = tidings.open(folder).events(reviewed="corrected")
    assert (event.id, event.type, event.mode, event.cameo, event.actors[0].name, event.actors[0].text) == (
        "ev_1", "ASSAULT", "aerial", "195", "Norlandic air force", "Norland’s army",
    )  # fmt: skip
    assert event.date is not None
    assert event.place is not None
    assert (event.date.edtf, event.date.precision, event.place.name, event.place.country) == (
        "2015-03-02/2015-03-03", "range", "Kabul", "AFG",
    )  # fmt: skip
    assert [e.id for e in tidings.open(folder).events(country="AFG")] == ["ev_1"]
    assert "The machine said: mode heavy-weapons" in " ".join(client.get("/a/ar_1").text.split())
    send(client, "ev_1", "undo")
    assert tidings.open(folder).events()[0].mode == "heavy-weapons"


@pytest.mark.parametrize(
    ("record", "fields"),
    [("ev_1", {"type": "ATTACK"}), ("ev_1", {"type": "AID", "mode": "aerial"}), ("ev_1", {"status": "maybe"}),
     ("ev_1", {"first-day": "March"}), ("ev_1", {"first-day": "2015-03-04", "last-day": "2015-03-01"}),
     ("ev_1", {"place-name": "Varde", "place-country": "Atlantis"}), ("ev_1", {"actors-name": "x", "actors-sector": "XYZ"}),
     ("ev_1", {}), ("ev_1", {"type": "ASSAULT", "mode": "heavy-weapons"}), ("fi_1", {"best": "many"}), ("fi_1", {"best": "-1"})],
)  # fmt: skip
def test_a_correction_that_is_none_is_refused(
    client: TestClient, folder: Path, record: str, fields: dict[str, str]
) -> None:
    assert send(client, record, "corrected", **fields).status_code == 400
    assert ids(folder, "yes") == []


def test_figures_and_statements_are_corrected(client: TestClient, folder: Path) -> None:
    assert (
        send(client, "fi_1", "corrected", what="injured", low="10", best="", high="1,200").status_code == 303
    )
    assert send(client, "st_1", "corrected", **{"speaker-name": ""}).status_code == 303
    figure, statement = tidings.open(folder).figures()[0], tidings.open(folder).statements()[0]
    assert (figure.what, figure.low, figure.best, figure.high) == ("injured", 10, None, 1200)
    assert statement.speaker is None


@pytest.mark.parametrize("change", [{"csrf": "0" * 64}, {"csrf": ""}])
def test_a_form_of_another_session_is_refused(
    client: TestClient, folder: Path, change: dict[str, str]
) -> None:
    assert send(client, "ev_1", "rejected", **change).status_code == 403
    assert ids(folder, "yes") == []


@pytest.mark.parametrize(
    ("record", "verdict", "status"), [("ev_9", "accepted", 404), ("ev_1", "good", 400), ("ev_1", "", 400)]
)
def test_what_cannot_be_reviewed_is_told(client: TestClient, record: str, verdict: str, status: int) -> None:
    assert send(client, record, verdict).status_code == status


def test_a_form_without_the_origin_is_refused(client: TestClient) -> None:
    assert client.post("/review", data={"record": "ev_1"}).status_code == 403
    assert (
        client.post("/review", data={"record": "ev_1"}, headers={"origin": "http://evil.example"}).status_code
        == 403
    )


def test_exports_are_made_with_and_without(client: TestClient, folder: Path, tmp_path: Path) -> None:
    send(client, "ev_2", "rejected")
    out = tmp_path / "e.csv"
    for options, kept in (([], 4), (["--reviewed", "!rejected"], 3), (["--reviewed", "rejected"], 1)):
        assert (
            main(
                [
                    "export",
                    str(folder),
                    "--profile",
                    "csv",
                    "--table",
                    "event_mentions",
                    "-o",
                    str(out),
                    *options,
                ]
            )
            == 0
        )
        assert len(out.read_text(encoding="utf-8").splitlines()) == kept + 1
