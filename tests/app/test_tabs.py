"""One result set under four tabs: the counts add up to the same number, the rows are those of the command."""

from __future__ import annotations

import csv
import datetime
import html
import io
import re
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tidings.app.charts import layout, mirrored, scatter
from tidings.cli import main
from tidings.query.sets import BYS, bins, fitting, literal

TABS = ("", "map", "timeline", "network")


def sums(text: str) -> list[int]:
    """The numbers of the line that adds up."""
    found = re.search(r'<p class="sums" role="status">(.*?)</p>', text, re.DOTALL)
    assert found is not None
    return [int(n.replace(",", "")) for n in re.findall(r"(?<![\w])\d[\d,]*", html.unescape(re.sub("<[^>]+>", "", found[1])))]  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "map_", "timeline", "network"),
    [("", [4, 1, 0, 3], [4, 1, 3], [4, 2, 2]), ("type=ASSAULT", [2, 1, 0, 1], [2, 1, 1], [2, 1, 1]), ("type=CONSULT", [1, 0, 0, 1], [1, 0, 1], [1, 0, 1])],
)  # fmt: skip
def test_all_tabs_have_one_count_that_adds_up(
    client: TestClient, filters: str, map_: list[int], timeline: list[int], network: list[int]
) -> None:
    pages = [client.get(f"/events?{filters}&tab={tab}").text for tab in TABS]
    heads = {re.search(r'role="status"><strong>(\d+)</strong>', page)[1] for page in pages}  # type: ignore[index]
    assert heads == {str(map_[0])}
    assert sums(pages[1]) == map_
    assert sums(pages[2]) == timeline
    assert sums(pages[3])[:3] == network


@pytest.mark.parametrize(
    "path",
    ["tab=globe", "tab=timeline&by=hour", "tab=timeline&on=birth", "tab=timeline&lanes=mood", "tab=network&nodes=town", "tab=network&top=0"],
)  # fmt: skip
def test_what_a_tab_cannot_do_is_told(client: TestClient, path: str) -> None:
    answer = client.get(f"/events?{path}")
    assert (answer.status_code, 'class="problem"' in answer.text) == (400, True)


@pytest.mark.parametrize("name", ["map", "timeline", "network"])
def test_the_saved_rows_are_those_that_the_command_prints(
    client: TestClient, folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = client.get(f"/events?tab={name}&min-confidence=0.6&by=month").text
    found = re.search(r"<code>tidings (sql .*?)</code>", page, re.DOTALL)
    assert found is not None
    assert main(shlex.split(html.unescape(found[1]))) == 0
    saved = client.get(f"/events/{name}.csv?min-confidence=0.6&by=month").text
    assert saved == capsys.readouterr().out
    assert len(list(csv.reader(io.StringIO(saved)))) > 1


def test_the_map_draws_a_town_as_a_point(client: TestClient) -> None:
    assert client.get("/events/map.json").json() == {
        "points": [{"place": "Varde", "precision": "city", "n": 1, "cooperation": 0, "conflict": 1, "country": "NOR", "lat": 60.25,
                    "lon": -5.5, "number": 1}],
        "countries": {},
    }  # fmt: skip


def test_the_network_has_a_place_for_each_node_and_the_same_each_time(client: TestClient) -> None:
    first = client.get("/events/network.json").json()
    assert [(e["from"], e["to"], e["n"], e["conflict"]) for e in first["edges"]] == [(0, 1, 1, 1), (2, 3, 1, 0)]  # fmt: skip
    assert [n["label"] for n in first["nodes"]] == ["=Norlandic army", "rebels", "Sudria", "Norway"]
    assert client.get("/events/network.json").json() == first
    assert client.get("/events/network.json?nodes=country").json()["nodes"][0]["label"] == "Norway"


def test_one_row_an_event(client: TestClient) -> None:
    page = client.get("/events?group=event").text
    assert re.findall(r'href="/a/(\w+#\w+)"', page) == ["ar_1#ev_1", "ar_1#ev_3", "ar_2#ev_4"]
    assert "<strong>3</strong> events told by 4 event mentions" in page


@given(st.integers(0, 40), st.integers(0, 3))
def test_places_of_a_network_are_fixed_and_inside(count: int, extra: int) -> None:
    edges = [(n, (n * 7 + extra) % count, 1.0) for n in range(count)]
    places = layout(count, edges, turns=20)
    assert places == layout(count, edges, turns=20)
    assert len(places) == count
    assert all(abs(x) <= 1.81 and abs(y) <= 1.01 for x, y in places)


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)), st.integers(0, 900), st.sampled_from(BYS)
)
def test_periods_follow_each_other_without_gaps(day: datetime.date, length: int, by: str) -> None:
    starts = {"day": day, "week": day - datetime.timedelta(days=day.weekday()), "month": day.replace(day=1),
              "quarter": day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1), "year": day.replace(day=1, month=1)}  # fmt: skip
    steps = bins(starts[by], starts[by] + datetime.timedelta(days=length), by)
    assert steps[0] == starts[by]
    assert steps[-1] >= starts[by] + datetime.timedelta(days=length)
    assert steps == sorted(set(steps))


def test_cooperation_is_drawn_above_the_line_and_conflict_below() -> None:
    row = {"start": datetime.date(2015, 3, 1), "n": 10, "quad_1": 1, "quad_2": 2, "quad_3": 3, "quad_4": 4}
    (chart,) = mirrored([row], "month")
    above = [(b.kind, round(b.height / chart.bars[0].height, 2)) for b in chart.bars if b.y < chart.middle]
    below = [b.kind for b in chart.bars if b.y >= chart.middle]
    assert (above, below) == ([(1, 1.0), (0, 0.5)], [3, 2])
    assert chart.bars[0].title == "2015-03: 2 material cooperation"
    assert mirrored([], "month") == []


def test_figures_without_a_day_or_a_number_are_not_drawn() -> None:
    day = datetime.date(2015, 3, 1)
    rows = [
        {"as_of": day, "low": 10, "best": 12, "high": None, "claimant": "UN", "what": "killed", "cumulative": False, "id": "a"},
        {"as_of": None, "low": 10, "best": 12, "high": None, "claimant": "UN", "what": "killed", "cumulative": False, "id": "b"},
        {"as_of": day, "low": None, "best": None, "high": None, "claimant": "UN", "what": "killed", "cumulative": False, "id": "c"},
    ]  # fmt: skip
    drawn = scatter("killed", rows)
    assert drawn is not None
    assert [(d.key, d.title) for d in drawn.dots] == [("a", "UN, 2015-03-01: 12 killed")]
    assert scatter("killed", rows[1:]) is None


@pytest.mark.parametrize(
    ("days", "by"),
    [(1, "day"), (62, "day"), (63, "week"), (2000, "month"), (9000, "quarter"), (40000, "year")],
)
def test_the_period_fits_the_stretch_of_time(days: int, by: str) -> None:
    first = datetime.date(1900, 1, 1)
    assert fitting([first, None, first + datetime.timedelta(days=days)]) == by


@given(st.one_of(st.text(), st.integers(), st.none(), st.booleans(), st.lists(st.text(), min_size=1)))
def test_values_written_into_sql_are_the_values(value: object) -> None:
    import duckdb

    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT {literal(value)}").fetchone()
    assert found is not None
    assert found[0] == value
