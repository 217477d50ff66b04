from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.corpora import TEXT_ONE

from tidings.cli import main


def count(text: str) -> int:
    found = re.search(r"<strong>([\d,]+)</strong>", text)
    assert found is not None
    return int(found[1].replace(",", ""))


@pytest.mark.parametrize(
    ("path", "number"),
    [("/events", 4), ("/events?type=ASSAULT", 2), ("/events?type=ASSAULT,AID&status=actual", 3), ("/events?actor=NOR", 1),
     ("/events?since=2015-05&until=2015", 1), ("/events?type=PROTEST", 0), ("/events?min-confidence=1", 0),
     ("/statements", 1), ("/statements?actor=SWE", 0), ("/figures", 1), ("/figures?country=NOR", 0), ("/articles", 2),
     ("/articles?source=example", 1), ("/actors?q=sudria", 1), ("/actors?q=nobody", 0)],
)  # fmt: skip
def test_lists_count_what_the_filters_pass(client: TestClient, path: str, number: int) -> None:
    answer = client.get(path)
    if number or "actors" not in path:
        assert (answer.status_code, count(answer.text)) == (200, number)


@pytest.mark.parametrize(
    "path",
    ["/events?type=ATTACK", "/events?nonsense=1", "/statements?type=AID", "/events?sort=id", "/figures?since=May",
     "/export?profile=nothing", "/sql?query=drop+table+articles", "/sql?query=select+*+from+read_text('/etc/passwd')"],
)  # fmt: skip
def test_what_cannot_be_asked_is_told(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert 'class="problem"' in answer.text
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/a/ar_9",
        "/r/ev_9",
        "/nothing",
        "/codebook/ATTACK",
        "/actors/profile?name=Nobody",
        "/static/../site.py",
    ],
)
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_no_filter_leaves_nothing_without_saying_which(client: TestClient) -> None:
    text = html.unescape(client.get("/events?type=AID&status=future").text)
    assert "<code>--status future</code> 1" in text
    assert "<code>--type AID</code> 1" in text


def test_facets_count_with_the_other_filters_held(client: TestClient) -> None:
    text = client.get("/events?type=ASSAULT").text
    values = re.findall(
        r'<a href="/events([^"]*)"(?: class="on" aria-current="true")?>(\w+)</a> <span class="n">(\d+)', text
    )
    found = {(html.unescape(address), value, n) for address, value, n in values}
    assert ("?type=ASSAULT%2CAID", "AID", "1") in found
    assert ("", "ASSAULT", "2") in found  # a click takes it out
    assert ("?type=ASSAULT&status=actual", "actual", "2") in found
    assert [value for _, value, _ in found if value == "future"] == []


def test_sorting_is_in_the_address(client: TestClient) -> None:
    def types(sort: str) -> list[str]:
        return re.findall(
            r'<td><a href="/codebook/\w+">(\w+)</a>', client.get("/events", params={"sort": sort}).text
        )

    assert types("type") == ["AID", "ASSAULT", "ASSAULT", "CONSULT"]
    assert types("-type") == ["CONSULT", "ASSAULT", "ASSAULT", "AID"]


def test_the_reader_shows_the_text_unbroken(client: TestClient) -> None:
    page = client.get("/a/ar_1").text
    drawn = page.split('<div id="text"')[1].split(">", 1)[1].split("</div>")[0]
    assert html.unescape(re.sub(r"<[^>]+>", "", drawn)) == TEXT_ONE
    assert 'data-r="ev_1"' in drawn
    assert re.findall(r'<article class="card k-(\w+)" id="(\w+)"', page) == [
        ("event", "ev_1"), ("event", "ev_2"), ("figure", "fi_1"), ("statement", "st_1"), ("event", "ev_3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("record", "fields"), [("ev_1", "type mode status"), ("st_1", "speaker-name"), ("fi_1", "what low best")]
)
def test_the_form_of_a_correction_holds_what_is_said_now(
    client: TestClient, record: str, fields: str
) -> None:
    page = client.get(f"/correct/{record}").text
    assert [name for name in fields.split() if f'name="{name}"' not in page] == []
    assert client.get("/correct/ev_9").status_code == 404


def test_an_article_is_never_rendered_as_html(tmp_path: Path) -> None:
    from tests.app.conftest import TOKEN, client_of

    from tidings.model.article import Article
    from tidings.store.corpus import open_corpus

    bad = "<script>alert(1)</script> <img src=http://evil.example/x>\n"
    corpus = open_corpus(tmp_path / "c", create=True)
    corpus.add([Article(id="ar_x", text=bad, title=bad, source=bad, url="javascript:alert(1)")])
    client = client_of(corpus.folder)
    client.get("/", params={"token": TOKEN})
    for path in ("/", "/articles", "/a/ar_x", "/search?q=alert"):
        text = client.get(path).text
        assert [mark for mark in ("<script>", "<img", 'href="javascript:') if mark in text] == []


def test_a_record_leads_to_its_place(client: TestClient) -> None:
    assert client.get("/r/st_1").headers["location"] == "/a/ar_1#st_1"


@pytest.mark.parametrize(
    ("profile", "table"), [("csv", "event_mentions"), ("jsonl", "statements"), ("geojson", "")]
)
def test_the_saved_file_is_the_one_that_the_command_writes(
    client: TestClient, folder: Path, tmp_path: Path, profile: str, table: str
) -> None:
    given = {"profile": profile, **({"table": table} if table else {}), "min-confidence": "0.6"}
    saved = client.get("/export/file", params=given)
    page = html.unescape(client.get("/export", params=given).text)
    words = re.search(r"<code>tidings (export .*?) -o (\S+)", page)
    assert words is not None
    path = tmp_path / words[2]
    options = ["--min-confidence", "0.6"]
    assert main(["export", str(folder), "--profile", profile, *(["--table", table] if table else []), "-o", str(path),
                 *options]) == 0  # fmt: skip
    assert "--min-confidence 0.6" in page
    assert saved.content == path.read_bytes()


def test_profiles_tell_who_meets_whom(client: TestClient) -> None:
    text = client.get(
        "/actors/profile", params={"name": "Sudria", "id": "country/SWE", "country": "SWE", "sector": "GOV"}
    ).text
    assert ">Norway</a>" in text
    assert "/a/ar_2#ev_4" in text


def test_a_type_has_its_page_with_examples(client: TestClient) -> None:
    text = client.get("/codebook/ASSAULT").text
    assert "/a/ar_1#ev_1" in text
    assert '<span class="seg l-event">' in text


def test_sql_answers_and_gives_its_command(client: TestClient) -> None:
    text = client.get("/sql", params={"query": "select count(*) as n from event_mentions"}).text
    assert '<td dir="auto">4</td>' in text
    assert "tidings sql &#39;select count(*) as n from event_mentions&#39;" in text
