"""Whole articles left out, actors that are one, and lists of parties corrected: shown at once, undone, kept over a new coding."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.app.conftest import HOST, TOKEN, client_of
from tests.app.test_adding import TEXT, code

import tidings
from tidings.query.database import open_database
from tidings.store.corpus import open_corpus
from tidings.store.merged import read_events
from tidings.store.reviews import all_reviews

ORIGIN = {"origin": f"http://{HOST}"}
ARMY = ["=Norlandic army", "force/norlandic-army", "NOR", "MIL"]
REBELS = ["rebels", None, "NOR", "REB"]
PROFILE = {"name": "=Norlandic army", "id": "force/norlandic-army", "country": "NOR", "sector": "MIL"}


def send(client: TestClient, path: str, **fields: Any) -> Any:
    csrf = re.search(r'name="csrf" value="(\w+)"', client.get("/a/ar_2").text)
    assert csrf is not None
    return client.post(path, data={"csrf": csrf[1], **fields}, headers=ORIGIN)


def listed(role: str, *parties: tuple[Any, ...]) -> dict[str, str]:
    """The fields of a list of parties: number of the one it was, name, country, sector, place in the order."""
    fields = {f"{role}-listed": "1"}
    for n, (of, name, country, sector, order) in enumerate(parties):
        values = {"of": of, "name": name, "country": country, "sector": sector, "order": order}
        fields |= {f"{role}-{n}-{field}": str(value) for field, value in values.items()}
    return fields


def names(folder: Path, key: str = "ev_1") -> tuple[list[str | None], list[str | None]]:
    (event,) = (event for event in tidings.open(folder).events() if event.id == key)
    return [a.name for a in event.actors], [a.name for a in event.recipients]


def test_parties_are_added_put_in_order_and_taken_out(client: TestClient, folder: Path) -> None:
    actors = listed("actors", (0, "=Norlandic army", "NOR", "MIL", 2), ("", "Sudria", "Sweden", "GOV", 1), ("", "", "", "", 3))  # fmt: skip
    recipients = listed("recipients", (0, "", "NOR", "REB", 1))
    answer = send(client, "/review", record="ev_1", verdict="corrected", **actors, **recipients)
    assert answer.status_code == 303
    assert names(folder) == (["Sudria", "=Norlandic army"], [])
    (event,) = tidings.open(folder).events(reviewed="corrected")
    assert [(a.country, a.sector, a.id, a.text) for a in event.actors] == [
        ("SWE", "GOV", None, "Sudria"), ("NOR", "MIL", "force/norlandic-army", "Norland’s army"),
    ]  # fmt: skip
    page = client.get("/correct/ev_1").text
    assert [html.unescape(v) for v in re.findall(r'name="actors-\d-name" value="([^"]*)"', page)] == [
        "Sudria", "=Norlandic army", "",
    ]  # fmt: skip
    # what the form lists is what is shown: the second of the corrected actors
    again = listed("actors", (1, "=Norlandic army", "NOR", "MIL", 1))
    assert (
        send(client, "/review", record="ev_1", verdict="corrected", **again, status="future").status_code
        == 303
    )
    (event,) = tidings.open(folder).events(reviewed="corrected")
    assert [(a.name, a.id) for a in event.actors] == [("=Norlandic army", "force/norlandic-army")]
    send(client, "/review", record="ev_1", verdict="undo")
    send(client, "/review", record="ev_1", verdict="undo")
    assert names(folder) == (["=Norlandic army"], ["rebels"])


@pytest.mark.parametrize(
    "fields",
    [listed("actors", (0, "=Norlandic army", "NOR", "MIL", 1)), listed("actors", (0, "x", "NOR", "MIL", "first")),
     listed("actors", (0, "x", "Nowhere", "MIL", 1)), listed("actors", (0, "x", "NOR", "ARMY", 1)),
     listed("actors", *[("", f"x{n}", "NOR", "MIL", n) for n in range(41)])],
)  # fmt: skip
def test_lists_that_say_nothing_or_nonsense_are_refused(
    client: TestClient, folder: Path, fields: dict[str, str]
) -> None:
    assert send(client, "/review", record="ev_1", verdict="corrected", **fields).status_code == 400
    assert all_reviews(folder) == []


def test_an_excluded_article_counts_nowhere_until_it_is_brought_back(
    client: TestClient, folder: Path
) -> None:
    tidings.cli.main(["merge", str(folder)])
    answer = send(client, "/article/exclude", article="ar_1", reason="a rehearsal")
    assert (answer.status_code, answer.headers["location"]) == (303, "/a/ar_1")
    assert [e.id for e in tidings.open(folder).events()] == ["ev_4"]
    assert [a.id for a in tidings.open(folder).articles()] == ["ar_2"]
    assert (len(tidings.open(folder).statements()), len(tidings.open(folder).figures())) == (0, 0)
    assert len(open_database(folder, machine=True).events()) == 4
    page = client.get("/a/ar_1").text
    assert "a rehearsal" in page
    assert "shelled" not in page
    assert '<th scope="row">excluded by reviewers</th><td><a href="/reviews">1</a>' in client.get("/").text
    tidings.cli.main(["merge", str(folder)])
    assert [row["mentions"] for row in read_events(open_corpus(folder))] == [["ev_4"]]
    log = client.get("/reviews").text
    assert "1 applied" in log
    assert send(client, "/article/exclude", article="ar_1").status_code == 404
    assert send(client, "/mark/undo", number="1").headers["location"] == "/a/ar_1"
    assert len(tidings.open(folder).events()) == 4
    assert "shelled" in client.get("/a/ar_1").text
    assert send(client, "/mark/undo", number="1").status_code == 400


def test_an_exclusion_survives_a_new_coding_and_not_another_text(tmp_path: Path) -> None:
    folder = open_corpus(tmp_path / "c", create=True).folder
    code(folder, TEXT)
    client = client_of(folder)
    client.get("/", params={"token": TOKEN})
    (article,) = tidings.open(folder).articles()
    csrf = re.search(r'name="csrf" value="(\w+)"', client.get(f"/a/{article.id}").text)[1]  # type: ignore[index]
    client.post("/article/exclude", data={"csrf": csrf, "article": article.id}, headers=ORIGIN)
    code(folder, TEXT)
    assert len(tidings.open(folder).articles()) == 0
    code(folder, TEXT.replace("on Monday", "on Sunday evening"))
    (other,) = tidings.open(folder).articles()
    assert other.id != article.id


def test_actors_that_are_one_are_one_in_every_view(client: TestClient, folder: Path) -> None:
    page = html.unescape(client.get("/actors/profile", params=PROFILE).text)
    assert json.dumps(REBELS) in page
    answer = send(
        client, "/actors/same", actor=json.dumps(ARMY), other=json.dumps(REBELS), reason="turned coats"
    )
    assert answer.status_code == 303
    assert names(folder) == (["=Norlandic army"], ["=Norlandic army"])
    (event,) = (e for e in tidings.open(folder).events() if e.id == "ev_1")
    assert (event.recipients[0].text, event.recipients[0].sector) == ("rebel positions", "MIL")
    rows = list(open_database(folder).rows("SELECT review FROM event_mentions WHERE id = 'ev_1'"))
    assert rows == [{"review": "machine"}]
    assert "rebels" not in client.get("/actors").text
    assert [e.id for e in tidings.open(folder).events(actor="rebels")] == []
    gone = client.get("/actors/profile", params={"name": "rebels", "country": "NOR", "sector": "REB"})
    assert (gone.status_code, "force%2Fnorlandic-army" in gone.headers["location"]) == (303, True)
    assert "says ada, 2026-01-02: turned coats" in client.get("/actors/profile", params=PROFILE).text
    # a record is judged and corrected as before, and what was merged is no correction of it
    assert send(client, "/review", record="ev_1", verdict="accepted").status_code == 303
    fields = listed("recipients", (0, "=Norlandic army", "NOR", "MIL", 1))
    assert (
        send(client, "/review", record="ev_1", verdict="corrected", status="future", **fields).status_code
        == 303
    )
    assert list(all_reviews(folder)[-1].new) == ["status"]
    assert names(folder) == (["=Norlandic army"], ["=Norlandic army"])
    assert send(client, "/mark/undo", number="1", back="reviews").headers["location"] == "/reviews"
    assert names(folder) == (["=Norlandic army"], ["rebels"])
    assert open_database(folder, machine=True).events()[0].recipients[0].name == "rebels"


def test_columns_that_are_kept_tell_the_same(folder: Path, tmp_path: Path, client: TestClient) -> None:
    send(client, "/actors/same", actor=json.dumps(ARMY), other=json.dumps(REBELS))
    send(client, "/article/exclude", article="ar_2")
    kept = open_database(folder, cache=tmp_path / "kept")
    assert kept.tables.keep_typed()
    for query in ("SELECT * EXCLUDE (json) FROM event_mentions ORDER BY id", "SELECT * FROM parties ORDER BY ALL", "SELECT id FROM articles",
                  "SELECT id, review FROM _base ORDER BY id"):  # fmt: skip
        assert list(kept.rows(query)) == list(open_database(folder).rows(query))
    assert [e.id for e in kept.events()] == ["ev_1", "ev_2", "ev_3"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [({}, 400), ({"other": json.dumps(ARMY)}, 400), ({"other": "rebels"}, 400), ({"other": "[1, 2, 3, 4]"}, 400), ({"other": '["x"]'}, 400)],
)  # fmt: skip
def test_what_is_no_actor_is_not_merged(
    client: TestClient, folder: Path, fields: dict[str, str], status: int
) -> None:
    assert send(client, "/actors/same", actor=json.dumps(ARMY), **fields).status_code == status
    assert all_reviews(folder) == []
