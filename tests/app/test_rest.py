from __future__ import annotations

import base64
import csv
import io
import json

import pytest
from starlette.testclient import TestClient


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("events", ["ev_1", "ev_2", "ev_3", "ev_4"]),
        ("statements", ["st_1"]),
        ("figures", ["fi_1"]),
        ("articles", ["ar_1", "ar_2"]),
    ],
)
def test_pages_follow_one_another_with_true_totals(client: TestClient, name: str, keys: list[str]) -> None:
    path, found = f"/api/v1/{name}?limit=1", []
    while path:
        answer = client.get(path)
        body = answer.json()
        assert (body["total"], body["count"]) == (len(keys), 1)
        found += [item["id"] for item in body["items"]]
        path = answer.links["next"]["url"] if body["next"] else ""
    assert found == keys


def test_filters_are_those_of_the_command_line(client: TestClient) -> None:
    body = client.get("/api/v1/events", params={"type": "ASSAULT", "min-confidence": "0.6"}).json()
    assert [(item["id"], item["quote"], item["actors"][0]["country"]) for item in body["items"]] == [
        ("ev_1", "shelled", "NOR")
    ]
    assert (body["total"], body["next"]) == (1, None)


@pytest.mark.parametrize(
    "path", ["events?type=X", "events?nothing=1", "events?limit=0", "events?limit=x", "events?cursor=zzz", "statements?type=AID",
             "statements.csv?type=AID", "articles?cursor=WyJldmVudF9tZW50aW9ucyIsICJhIl0"]
)  # fmt: skip
def test_errors_are_problem_details(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert sorted(answer.json()) == ["detail", "status", "title", "type"]


def test_what_is_not_there_is_a_problem_too(client: TestClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer.json()["title"]) == (404, "Not found")


def test_csv_has_the_columns_of_the_export(client: TestClient) -> None:
    answer = client.get("/api/v1/events.csv", params={"type": "AID"})
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["id"], row["actor"], row["date_start"], row["date_precision"]) == (
        "ev_4",
        "'=Sudria".replace("'=", ""),
        "2015-05-01",
        "month",
    )


def test_the_description_names_every_filter(client: TestClient) -> None:
    found = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/events"]["get"]["parameters"]
    assert {"type", "near", "min-confidence", "cursor", "limit"} <= {p["name"] for p in found}


def _cursor(values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "values",
    [
        ["articles", 5], ["articles", True], ["articles", "\ud800"], ["articles", None], ["articles", "a", "b"], ["articles"],
        ["events", "ar_1"], "articles", {"articles": 1}, [["articles"], "a"],
    ],
)  # fmt: skip
def test_a_cursor_that_no_page_gave_is_refused(client: TestClient, values: object) -> None:
    assert client.get("/api/v1/articles", params={"cursor": _cursor(values)}).status_code == 400


@pytest.mark.parametrize("last", ["x", True, 10**30, -1, 1.5, None])
def test_a_cursor_of_events_has_its_numbers(client: TestClient, last: object) -> None:
    cursor = _cursor(["event_mentions", "ar_1", 0, last, "ev_1"])
    assert client.get("/api/v1/events", params={"cursor": cursor}).status_code == 400


@pytest.mark.parametrize(
    "raw", [b"[" * 30_000, b"9" * 5000, b'["articles",' + b"9" * 5000 + b"]", b"\xff", b"NaN"]
)
def test_a_cursor_without_end_is_refused(client: TestClient, raw: bytes) -> None:
    cursor = base64.urlsafe_b64encode(raw).decode()
    assert client.get("/api/v1/articles", params={"cursor": cursor}).status_code == 400


@pytest.mark.parametrize("limit", ["0000000011234567", "9" * 5000, "1001", "-1", "\uff11", "1e2", " 1"])
def test_a_limit_is_held_to(client: TestClient, limit: str) -> None:
    assert client.get("/api/v1/articles", params={"limit": limit}).status_code == 400


def test_the_description_names_what_is_answered(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    answers = {path: ways["get"]["responses"] for path, ways in paths.items()}
    assert {status for found in answers.values() for status in found} == {"200", "400", "401", "403"}
    for suffix, media in (
        ("", "application/json"),
        (".csv", "text/csv"),
        (".parquet", "application/vnd.apache.parquet"),
    ):
        assert list(answers[f"/api/v1/events{suffix}"]["200"]["content"]) == [media]
    events = {one["name"]: one["schema"] for one in paths["/api/v1/events"]["get"]["parameters"]}
    number = {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}
    assert events["limit"] == {"anyOf": [number, {"const": ""}]}
    assert client.get("/api/v1/events?limit=").json()["count"] == 4
    assert "limit" not in {one["name"] for one in paths["/api/v1/events.csv"]["get"]["parameters"]}
