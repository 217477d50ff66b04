"""Runs that are started from the page: one at a time, told while they are on, their outcome shown."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.app.conftest import HOST

from tidings.app import running

ORIGIN = {"origin": f"http://{HOST}"}


def start(client: TestClient, what: str) -> Any:
    csrf = re.search(r'name="csrf" value="(\w+)"', client.get("/runs").text)
    assert csrf is not None
    return client.post("/run/start", data={"csrf": csrf[1], "what": what}, headers=ORIGIN)


def ended(client: TestClient) -> dict[str, Any]:
    for _ in range(600):
        told: dict[str, Any] = client.get("/run/now").json()
        if not told["running"]:
            return told
        time.sleep(0.05)
    raise AssertionError("the run did not end")


def test_a_run_tells_what_it_does_and_how_it_ended(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/run/now").json() is None
    monkeypatch.setattr(
        running,
        "_MAIN",
        "import sys, time; print(sys.argv[1], file=sys.stderr, flush=True); time.sleep(1); sys.exit(4)",
    )
    assert start(client, "code").headers["location"] == "/runs"
    assert "disabled" in client.get("/runs").text
    assert start(client, "merge").status_code == 400
    told = ended(client)
    assert (told["what"], told["code"], told["said"]) == ("code", 4, ["code"])
    assert "ended with exit code 4" in client.get("/runs").text


def test_merging_is_started_and_seen(client: TestClient) -> None:
    assert start(client, "merge").status_code == 303
    told = ended(client)
    assert told["code"] == 0
    assert told["said"][-1].startswith("Merged   4 event mentions into")
    assert 'href="/event/ee_' in client.get("/events").text


@pytest.mark.parametrize("what", ["", "rm", "code --help"])
def test_only_known_runs_are_started(client: TestClient, what: str) -> None:
    assert start(client, what).status_code == 400
    assert client.get("/run/now").json() is None
