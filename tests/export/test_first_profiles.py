"""Each export is read again by somebody else's reader: csv, duckdb, json."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest
from tests.corpora import TEXT_ONE, make_corpus

from tidings.export.profiles import NAMES, find_profile
from tidings.export.write import Written, write_export
from tidings.model.errors import UsageError
from tidings.query.database import Database, open_database
from tidings.query.filters import parse_filters


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return open_database(make_corpus(tmp_path_factory.mktemp("corpus")))


def export(database: Database, name: str, output: Path, **filters: str) -> Written:
    table = filters.pop("table", None)
    return write_export(database, name, output, filters=parse_filters(filters), table=table)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_gdelt(path: Path, name: str) -> list[dict[str, str]]:
    columns = [column.name for column in find_profile(name).columns]
    lines = path.read_text(encoding="utf-8").splitlines()
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]


def test_csv_is_safe_in_a_spreadsheet_and_loses_no_row(database: Database, tmp_path: Path) -> None:
    export(database, "csv", tmp_path / "out")
    rows = read_csv(tmp_path / "out" / "event_mentions.csv")
    assert [row["id"] for row in rows] == ["ev_1", "ev_2", "ev_3", "ev_4"]
    assert (rows[0]["actor"], rows[0]["longitude"], rows[0]["contexts"]) == (
        "'=Norlandic army",
        "-5.5",
        "military",
    )
    assert (rows[1]["date_start"], rows[1]["goldstein"]) == ("", "")
    assert {p.name for p in (tmp_path / "out").glob("*.csv")} == {
        f"{t}.csv" for t in find_profile("csv").tables
    }
    assert [r["low"] for r in read_csv(tmp_path / "out" / "figures.csv")] == ["12"]


def test_parquet_keeps_types(database: Database, tmp_path: Path) -> None:
    export(database, "parquet", tmp_path / "one.parquet", table="event_mentions", type="ASSAULT")
    found = duckdb.sql(
        f"select id, actors, date_start, latitude, goldstein from '{tmp_path}/one.parquet'"
    ).fetchall()
    assert [(row[0], row[1], str(row[2]), row[3], row[4]) for row in found] == [
        ("ev_1", ["=Norlandic army"], "2015-03-03", 60.25, -10.0),
        ("ev_2", [], "None", None, None),
    ]


def test_jsonl_is_what_code_prints(database: Database, tmp_path: Path) -> None:
    export(database, "jsonl", tmp_path / "all.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["kind"] for row in rows] == ["event"] * 4 + ["statement", "figure"]
    spans = [
        (row.get("trigger") or row.get("content") or row["span"], row)
        for row in rows
        if row["article"] == "ar_1"
    ]
    assert [row["id"] for span, row in spans if TEXT_ONE[span["start"] : span["end"]] != row["quote"]] == []


def test_gdelt_has_61_columns_and_no_header(database: Database, tmp_path: Path) -> None:
    written = export(database, "gdelt2", tmp_path / "x.export.CSV")
    names = [column.name for column in find_profile("gdelt2").columns]
    rows = read_gdelt(tmp_path / "x.export.CSV", "gdelt2")
    assert (len(names), len(set(names)), len(rows)) == (61, 61, 2)
    assert written.left_out == {"event mentions that are not actual": 1}
    shown = {name: value for name, value in rows[0].items() if value not in ("", "0")}
    number = shown.pop("GLOBALEVENTID")
    assert shown == {
        "SQLDATE": "20150303", "MonthYear": "201503", "Year": "2015", "FractionDate": "2015.2548",
        "Actor1Code": "NORMIL", "Actor1Name": "'=NORLANDIC ARMY", "Actor1CountryCode": "NOR", "Actor1Type1Code": "MIL",
        "Actor2Code": "NORREB", "Actor2Name": "REBELS", "Actor2CountryCode": "NOR", "Actor2Type1Code": "REB",
        "IsRootEvent": "1", "EventCode": "194", "EventBaseCode": "194", "EventRootCode": "19", "QuadClass": "4",
        "GoldsteinScale": "-10.0", "NumMentions": "2", "NumSources": "1", "NumArticles": "1",
        "ActionGeo_Type": "4", "ActionGeo_FullName": "Varde, Norway", "ActionGeo_CountryCode": "NO",
        "ActionGeo_ADM1Code": "NO", "ActionGeo_Lat": "60.25", "ActionGeo_Long": "-5.5",
        "DATEADDED": "20150304000000", "SOURCEURL": "https://news.example/a?x=1&y=2",
    }  # fmt: skip
    assert 0 < int(number) < 2**53
    assert (rows[1]["SQLDATE"], rows[1]["MonthYear"], rows[1]["SOURCEURL"]) == ("", "201505", "tidings:ar_2")


def test_gdelt_loads_with_the_types_of_its_header_file(database: Database, tmp_path: Path) -> None:
    export(database, "gdelt2", tmp_path / "e.CSV")
    kinds = {"integer": "BIGINT", "number": "DOUBLE", "string": "VARCHAR"}
    columns = {column.name: kinds[column.type] for column in find_profile("gdelt2").columns}
    found = duckdb.sql(
        f"select SQLDATE, GoldsteinScale, ActionGeo_Lat, DATEADDED, EventCode from read_csv('{tmp_path}/e.CSV',"
        f" delim = '\t', header = false, quote = '', columns = {columns})"
    ).fetchall()
    assert found == [
        (20150303, -10.0, 60.25, 20150304000000, "194"),
        (None, 7.0, None, None, "073"),
    ]


def test_gdelt_mentions_point_at_rows_of_events(database: Database, tmp_path: Path) -> None:
    export(database, "gdelt2", tmp_path / "e.CSV")
    export(database, "gdelt2-mentions", tmp_path / "m.CSV")
    events = {row["GLOBALEVENTID"] for row in read_gdelt(tmp_path / "e.CSV", "gdelt2")}
    mentions = read_gdelt(tmp_path / "m.CSV", "gdelt2-mentions")
    assert {row["GLOBALEVENTID"] for row in mentions} == events
    assert len(find_profile("gdelt2-mentions").columns) == 16
    first = mentions[0]
    at = [int(first[f"{name}CharOffset"]) for name in ("Actor1", "Actor2", "Action")]
    assert [TEXT_ONE[n : n + 7] for n in at] == ["Norland", "rebel p", "shelled"]
    assert [row["Actor1CharOffset"] for row in mentions if row["Extras"] == "ev_2"] == ["-1"]


def test_dyad_months_are_zero_filled_between_first_and_last(database: Database, tmp_path: Path) -> None:
    export(database, "dyad-month", tmp_path / "d.csv")
    rows = read_csv(tmp_path / "d.csv")
    keys = (
        "iso3_1",
        "gw_1",
        "iso3_2",
        "cow_2",
        "date",
        "events",
        "goldstein_sum",
        "material_conflict",
        "aid",
        "articles",
    )
    assert [tuple(row[key] for key in keys) for row in rows] == [
        ("NOR", "385", "NOR", "385", "2015-03-01", "1", "-10.0", "1", "0", "1"),
        ("NOR", "385", "NOR", "385", "2015-04-01", "0", "0.0", "0", "0", "0"),
        ("NOR", "385", "NOR", "385", "2015-05-01", "0", "0.0", "0", "0", "0"),
        ("SWE", "380", "NOR", "385", "2015-03-01", "0", "0.0", "0", "0", "1"),
        ("SWE", "380", "NOR", "385", "2015-04-01", "0", "0.0", "0", "0", "0"),
        ("SWE", "380", "NOR", "385", "2015-05-01", "1", "7.0", "0", "1", "0"),
    ]


def test_a_panel_reaches_as_far_as_the_filters(database: Database, tmp_path: Path) -> None:
    export(database, "country-month", tmp_path / "c.csv", since="2015-02", until="2015-03", type="ASSAULT")
    rows = read_csv(tmp_path / "c.csv")
    keys = ("iso3", "month", "actor_events", "recipient_events", "place_events", "place_material_conflict")
    assert [tuple(row[key] for key in keys) for row in rows] == [
        ("NOR", "2", "0", "0", "0", "0"),
        ("NOR", "3", "1", "1", "1", "1"),
    ]


def test_undated_events_are_in_no_month_and_are_counted(database: Database, tmp_path: Path) -> None:
    written = export(database, "dyad-month", tmp_path / "d.csv", status="future")
    assert read_csv(tmp_path / "d.csv") == []
    assert dict(written.left_out) == {"events without a date": 1}


@pytest.mark.parametrize("name", NAMES)
def test_papers_come_with_every_export_and_are_true(database: Database, tmp_path: Path, name: str) -> None:
    export(database, name, tmp_path / "out", type="ASSAULT,AID")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    codebook = (tmp_path / "out" / "CODEBOOK.md").read_text(encoding="utf-8")
    assert manifest["filters"]["type"] == ["ASSAULT", "AID"]
    assert manifest["codebooks"] == ["c0ffee000001"]
    for resource in package["resources"]:
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        path = tmp_path / "out" / paths[0]
        assert path.exists()
        names = [field["name"] for field in resource.get("schema", {}).get("fields", [])]
        assert [n for n in names if f"`{n}`" not in codebook] == []
        if "dialect" in resource and resource["dialect"]["header"]:
            with path.open(encoding="utf-8", newline="") as file:
                assert next(csv.reader(file, delimiter=resource["dialect"]["delimiter"])) == names
    assert "cff-version: 1.2.0" in (tmp_path / "out" / "CITATION.cff").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_corpus_gives_the_same_bytes(database: Database, tmp_path: Path, name: str) -> None:
    for turn in ("a", "b"):
        export(database, name, tmp_path / f"{turn}.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.zip", "b.zip"]


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_selection_is_a_file_that_opens(database: Database, tmp_path: Path, name: str) -> None:
    written = export(database, name, tmp_path / "out", type="PROTEST")
    assert sum(n for key, n in written.counts.items() if key in ("rows", "events", "event_mentions")) == 0


def test_what_is_wrong_is_named(database: Database, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no profile is called 'gdelt'; there are .*gdelt2"):
        find_profile("gdelt")
    with pytest.raises(UsageError, match="profile csv has no table 'x'; it has event_mentions"):
        export(database, "csv", tmp_path / "x.csv", table="x")
    assert list(tmp_path.iterdir()) == []
