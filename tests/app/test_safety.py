from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from tests.app.conftest import HOST, TOKEN

PAGES = ("/", "/articles", "/events", "/statements", "/figures", "/actors", "/codebook", "/sql", "/export", "/keys",
         "/search", "/a/ar_1", "/api/v1/events", "/api/v1/openapi.json")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_shown_without_the_token(stranger: TestClient, path: str) -> None:
    assert stranger.get(path).status_code == 401


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_a_strict_policy(client: TestClient, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["content-security-policy"]
    assert (answer.status_code, "unsafe" in policy, "default-src 'none'" in policy) == (200, False, True)
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_no_inline_script_or_style_and_load_nothing_from_elsewhere(
    client: TestClient, path: str
) -> None:
    text = client.get(path).text
    assert [mark for mark in (" style=", "<style", "onclick=", 'src="http', 'href="//') if mark in text] == []
    assert text.count("<script") == text.count('<script src="/static/app.js"')


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:8765.evil.example", ""]
)
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", f"https://{HOST}", "http://127.0.0.1:1"])
def test_another_origin_is_refused(client: TestClient, origin: str) -> None:
    assert client.get("/api/v1/events", headers={"origin": origin}).status_code == 403


def test_our_own_origin_is_let_in(client: TestClient) -> None:
    assert client.get("/api/v1/events", headers={"origin": f"http://{HOST}"}).status_code == 200


def test_what_writes_must_name_its_origin(client: TestClient) -> None:
    assert client.post("/events").status_code == 403


def test_the_token_is_taken_out_of_the_address(stranger: TestClient) -> None:
    answer = stranger.get("/events", params={"token": TOKEN, "type": "AID"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/events?type=AID")
    cookie = answer.headers["set-cookie"]
    assert ("HttpOnly" in cookie, "SameSite=strict" in cookie, TOKEN in cookie) == (True, True, False)
    assert stranger.get("/events").status_code == 200


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x"])
def test_a_wrong_token_opens_nothing(stranger: TestClient, token: str) -> None:
    assert stranger.get("/", params={"token": token}).status_code == 401
    assert stranger.get("/api/v1/events", headers={"authorization": f"Bearer {token}"}).status_code == 401


def test_the_token_leads_nowhere_else(stranger: TestClient) -> None:
    assert stranger.get(f"http://{HOST}//evil.example/?token={TOKEN}").headers["location"] == "/evil.example/"


def test_programs_give_the_token_as_bearer(stranger: TestClient) -> None:
    assert stranger.get("/api/v1/events", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
