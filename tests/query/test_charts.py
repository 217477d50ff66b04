"""Charts: the numbers in them are those of the queries, pictures are pictures, the same corpus gives the same bytes."""

from __future__ import annotations

import importlib.util
import json
import struct
from pathlib import Path
from typing import Any

import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.corpora import make_corpus

from tidings.cli import main
from tidings.model.errors import UsageError
from tidings.query.charts import KINDS, chart
from tidings.query.database import Database, open_database
from tidings.query.filters import parse_filters
from tidings.query.layout import spread


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return open_database(make_corpus(tmp_path_factory.mktemp("corpus")))


def spec(database: Database, kind: str, **filters: str) -> dict[str, Any]:
    return json.loads(chart(database, kind, parse_filters(filters)).to_json())


def test_a_timeline_draws_what_is_dated_and_counts_the_rest(database: Database) -> None:
    made = spec(database, "timeline")
    assert made["data"]["values"] == [
        {
            "start": "2015-03-01",
            "end": "2015-04-01",
            "class": "material conflict",
            "events": 1,
            "from": 0,
            "to": 1,
        },
        {
            "start": "2015-05-01",
            "end": "2015-06-01",
            "class": "material cooperation",
            "events": 1,
            "from": 0,
            "to": 1,
        },
    ]
    assert made["title"] == {"text": "all events", "subtitle": "2 events by month", "anchor": "start"}
    days = chart(database, "timeline", parse_filters({"type": "AID"}), by="day")
    assert days.spec["data"]["values"] == []
    assert days.spec["title"]["subtitle"] == "0 events by day; 1 that lie in no single day are not shown"


def test_a_map_has_no_point_for_what_is_not_placed(database: Database) -> None:
    made = spec(database, "map")
    assert made["layer"][1]["data"]["values"] == [
        {
            "place": "Varde, NOR",
            "latitude": 60.25,
            "longitude": -5.5,
            "events": 1,
            "class": "material conflict",
        }
    ]
    assert made["title"]["subtitle"].startswith(
        "1 event at 1 place; 1 placed in a whole country, or nowhere, are not shown"
    )
    west, east = made["projection"]["fit"]["coordinates"]
    assert (west, east) == ([-10.5, 55.25], [-0.5, 65.25])
    assert "fit" not in spec(database, "map", type="PROTEST")["projection"]


def test_a_network_has_arrows_from_who_acts(database: Database) -> None:
    made = spec(database, "network", status="actual,future")
    links = made["layer"][0]["data"]["values"]
    assert [(link["from"], link["to"], link["events"], link["class"]) for link in links] == [
        ("Sudria", "Norway", 1, "material cooperation"),
        ("=Norlandic army", "rebels", 1, "material conflict"),
    ]
    assert made["title"]["subtitle"] == (
        "4 of 4 actors, each arrow from who acts to whom; 1 event with parties on one side only are not shown"
    )
    cut = chart(database, "network", parse_filters({}), most=3).spec
    assert [node["actor"] for node in cut["layer"][2]["data"]["values"]] == ["Sudria", "Norway"]
    assert len(cut["layer"][0]["data"]["values"]) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_are_made_without_a_complaint(database: Database, kind: str, tmp_path: Path) -> None:
    rows = database.events()
    made = rows.chart(kind)
    assert made.to_json() == rows.chart(kind).to_json()
    vl_convert.vegalite_to_vega(dict(made.spec), vl_version="5.21")  # raises for what is no Vega-Lite
    picture = made.save(tmp_path / "new" / f"{kind}.PNG").read_bytes()
    width, height = struct.unpack(">II", picture[16:24])
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert (width > 800, height > 400) == (True, True)
    assert "<svg" in made.svg()[:200]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [f"{kind}.PNG"]
    bundle = made._repr_mimebundle_()
    assert sorted(bundle) == ["application/vnd.vegalite.v5+json", "image/png", "text/plain"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_of_nothing_says_so(database: Database, kind: str) -> None:
    made = database.events(type="PROTEST").chart(kind)
    assert made.spec["title"]["subtitle"].startswith("0 ")
    assert made.png().startswith(b"\x89PNG")


def test_without_the_extra_there_is_json_and_a_way_to_go(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    made = database.events().chart("timeline")
    assert sorted(made._repr_mimebundle_()) == ["application/vnd.vegalite.v5+json", "text/plain"]
    with pytest.raises(UsageError, match=r"pip install 'tidings\[charts\]'"):
        made.png()


def test_nonsense_is_refused(database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError, match="chart 'pie' is not one of map, network, timeline"):
        database.events().chart("pie")
    with pytest.raises(UsageError, match="charts are of events; figures have none"):
        database.figures().chart("map")
    with pytest.raises(UsageError, match="is no chart file"):
        database.events().chart("map").save(tmp_path / "a.pdf")
    for options in (["--by", "hour"], ["--most", "0"], ["--type", "WAR"]):
        assert (
            main(["chart", str(database.folder), "timeline", "-o", str(tmp_path / "a.json"), *options]) == 2
        )
    assert list(tmp_path.iterdir()) == []
    capsys.readouterr()


def test_the_command_writes_what_python_gives(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.json"
    assert (
        main(
            ["chart", str(database.folder), "timeline", "-o", str(path), "--type", "ASSAULT", "--by", "year"]
        )
        == 0
    )
    assert (
        path.read_text(encoding="utf-8")
        == database.events(type="ASSAULT").chart("timeline", by="year").to_json()
    )
    assert capsys.readouterr().err == f"Wrote    {path}: 1 event by year\n"


@settings(max_examples=20)
@given(st.integers(0, 12), st.data())
def test_nodes_are_spread_within_the_picture_and_apart(count: int, data: st.DataObject) -> None:
    nodes = [f"n{i}" for i in range(count)]
    pairs = st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)) if nodes else st.nothing()
    edges = data.draw(st.dictionaries(pairs, st.integers(1, 50), max_size=20)) if nodes else {}
    spots = spread(nodes, edges)
    assert spread(nodes, edges) == spots
    assert list(spots) == nodes
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in spots.values())
    assert len(set(spots.values())) == count
