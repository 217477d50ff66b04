"""Dyads, profiles, sources and copies, runs and differences, figures over time, speakers by issue."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.app.conftest import TOKEN, client_of
from tests.app.test_tabs import sums

from tidings.app.sources import word_diff
from tidings.app.views import flags
from tidings.cli import main


@pytest.mark.parametrize(
    ("a", "b", "total", "drawn"),
    [("SWE", "NOR", 1, [1, 1, 0]), ("NOR", "SWE", 1, [1, 1, 0]), ("rebels", "NOR.MIL", 1, [1, 1, 0]), ("country/SWE", "country/NOR", 1, [1, 1, 0])],
)  # fmt: skip
def test_two_parties_have_both_directions(
    client: TestClient, a: str, b: str, total: int, drawn: list[int]
) -> None:
    page = client.get("/dyad", params={"a": a, "b": b, "by": "month"}).text
    assert f"<strong>{total}</strong> event mention" in page
    assert sums(page) == drawn
    assert page.count('<svg class="time lane"') == 2


def test_the_directions_of_a_dyad_are_told_apart(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/dyad.csv?a=SWE&b=NOR").text)))
    assert [(r["lane"], r["start"], r["n"], r["quad_2"]) for r in rows] == [("a", "2015-05-01", "1", "1")]
    turned = list(csv.DictReader(io.StringIO(client.get("/dyad.csv?a=NOR&b=SWE").text)))
    assert [r["lane"] for r in turned] == ["b"]


def test_parties_that_are_none_are_told(client: TestClient) -> None:
    assert client.get("/dyad?a=x>y&b=NOR").status_code == 400
    assert client.get("/dyad.csv?a=NOR").status_code == 400
    assert "Nothing is told between them" in client.get("/dyad?a=USA&b=CHN").text


def test_a_profile_counts_what_it_does_to_whom(client: TestClient) -> None:
    who = {"name": "Sudria", "id": "country/SWE", "country": "SWE", "sector": "GOV"}
    page = client.get("/actors/profile", params=who).text
    assert "<strong>2</strong> acts · <strong>0</strong> acted upon" in page
    row = page.split(">Norway</a>")[1].split("</tr>")[0]
    assert re.findall(r'<td class="n">(\d+)</td>', row) == ["0", "1", "1", "0"]
    assert "/dyad?a=country%2FSWE&amp;b=country%2FNOR" in page
    army = {"name": "=Norlandic army", "id": "force/norlandic-army", "country": "NOR", "sector": "MIL"}
    lanes = list(csv.DictReader(io.StringIO(client.get("/actors/profile.csv", params=army).text)))
    assert [(r["lane"], r["n"]) for r in lanes] == [("acts", "1")]


def copied(folder: Path) -> TestClient:
    """A corpus in which a second outlet prints a report again."""
    from datetime import date

    from tidings.model.article import Article
    from tidings.store.corpus import open_corpus

    text = "Soldiers closed the bridge at Varde on Monday. " * 3 + "People walked home along the river. " * 6
    corpus = open_corpus(folder, create=True)
    corpus.add(
        [Article(id="ar_1", text=text, title="One", source="Wire", published=date(2015, 3, 2)),
         Article(id="ar_2", text=text.replace("Monday", "Sunday", 1), title="Two", source="Post", published=date(2015, 3, 3)),
         Article(id="ar_3", text="Rain fell on the hills for days, and the mill stood still.", title="Three", source="Post")]
    )  # fmt: skip
    assert main(["merge", str(folder)]) == 0
    client = client_of(folder)
    client.get("/", params={"token": TOKEN})
    return client


def test_copies_are_counted_and_compared(tmp_path: Path) -> None:
    client = copied(tmp_path / "c")
    rows = list(csv.DictReader(io.StringIO(client.get("/sources.csv").text)))
    assert [(r["source"], r["articles"], r["copies"]) for r in rows] == [
        ("Post", "2", "1"),
        ("Wire", "1", "0"),
    ]
    assert "1 text in 2 articles" in client.get("/sources").text
    page = client.get("/compare?a=ar_1&b=ar_2").text
    assert re.findall(r"<(ins|del)>(\w+)", page) == [("del", "Monday"), ("ins", "Sunday")]
    assert 'href="/a/ar_2"' in client.get("/a/ar_1").text
    assert "The same text" not in client.get("/a/ar_3").text
    assert client.get("/compare?a=ar_1&b=ar_9").status_code == 404


words = st.lists(st.sampled_from(["a", "b", "c d", " ", "\n\n", "é", "\U0001f30d"]), max_size=12).map(
    " ".join
)


@given(words, words)
def test_the_pieces_of_a_comparison_make_the_second_text(one: str, other: str) -> None:
    pieces = word_diff(one, other)
    made = "".join(text for how, text in pieces if how != "removed")
    assert made == other
    assert [w for how, text in pieces if how != "added" for w in text.split()] == one.split()


def test_two_codings_are_compared(made: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(made, tmp_path / name)
    client = client_of(tmp_path / "two")
    client.get("/", params={"token": TOKEN})
    assert '<a href="/runs/compare?with=one">' in client.get("/runs").text
    assert "Nothing changed" in client.get("/runs/compare?with=one").text
    form = client.get("/a/ar_1").text
    csrf = re.search(r'name="csrf" value="(\w+)"', form)[1]  # type: ignore[index]
    given = {"csrf": csrf, "record": "ev_1", "verdict": "corrected", "status": "future"}
    assert client.post("/review", data=given, headers={"origin": "http://127.0.0.1:8765"}).status_code == 303
    page = client.get("/runs/compare?with=one").text
    assert "status: <del>actual</del> → <ins>future</ins>" in page
    lines = [json.loads(line) for line in client.get("/runs/compare.jsonl?with=one").text.splitlines()]
    assert [(d["how"], d["id"], list(d["fields"])) for d in lines] == [("changed", "ev_1", ["status"])]
    assert client.get("/runs/compare?with=three").status_code == 404
    assert client.get("/runs/compare?with=../two").status_code == 404
    assert client.get("/runs/..%2Fcorpus").status_code == 404


def test_speakers_by_issue_add_up(client: TestClient) -> None:
    assert sums(client.get("/statements?view=matrix").text)[:4] == [1, 0, 0, 1]
    page = html.unescape(client.get("/statements?view=matrix&across=verb").text)
    assert sums(page)[:4] == [1, 1, 0, 0]
    assert "Ada Holt" in page
    assert client.get("/statements?view=matrix&across=mood").status_code == 400
    assert client.get("/statements?view=chart").status_code == 400


def test_figures_over_time_add_up(client: TestClient) -> None:
    page = client.get("/figures?view=chart").text
    assert sums(page) == [1, 1, 0]
    assert "The Example, 2015-03-04: 12 killed" in page
    assert sums(client.get("/figures?view=chart&what=injured").text) == [0, 0, 0]


def test_what_to_look_at_twice() -> None:
    from datetime import date

    def figure(key: str, best: int | None, day: int, *, so_far: bool = True, place: str | None = None) -> dict[str, object]:  # fmt: skip
        return {"id": key, "what": "killed", "claimant": "UN", "place": place, "place_country": "SYR", "since": None, "best": best,
                "as_of": date(2015, 3, day), "cumulative": so_far}  # fmt: skip

    assert flags([figure("a", 10, 1), figure("b", 12, 2), figure("c", 11, 3)]) == {"c": "falls from 12"}
    differ = [
        figure("a", 10, 1, so_far=False, place="Varde"),
        figure("b", 12, 1, so_far=False, place="Varde"),
    ]
    assert flags(differ) == dict.fromkeys("ab", "told differently for the day and place")
    assert flags([figure("a", 10, 1), figure("b", None, 2), figure("c", 10, 3)]) == {}
