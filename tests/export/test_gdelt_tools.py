"""What public GDELT tools expect of the two files: columns as they declare them, and lines as they read them.

Their own reader code was run over our files with scripts/gdelt_readers.py; what came of it stands in BENCHMARKS.md.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.corpora import make_corpus

from tidings.export.cells import tsv_lines
from tidings.export.profiles import find_profile
from tidings.export.write import write_export
from tidings.query.database import Database, open_database

_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
_GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"
# as newsfeed 0.1.7.3 (EventV2.columns_name_events) and gdelt-py 0.1.11 (EventsParser.V2_COLUMNS) declare them, in this order
EVENTS = (
    ["GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"]
    + [f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR.split()]
    + ["IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"]
    + ["NumMentions", "NumSources", "NumArticles", "AvgTone"]
    + [f"{side}Geo_{name}" for side in ("Actor1", "Actor2", "Action") for name in _GEO.split()]
    + ["DATEADDED", "SOURCEURL"]
)
MENTIONS = [
    "GLOBALEVENTID",
    "EventTimeDate",
    "MentionTimeDate",
    "MentionType",
    "MentionSourceName",
    "MentionIdentifier",
    "SentenceID",
    "Actor1CharOffset",
    "Actor2CharOffset",
    "ActionCharOffset",
    "InRawText",
    "Confidence",
    "MentionDocLen",
    "MentionDocTone",
    "MentionDocTranslationInfo",
    "Extras",
]
# those that the tools turn into numbers
WHOLE = [
    "GLOBALEVENTID",
    "SQLDATE",
    "MonthYear",
    "Year",
    "IsRootEvent",
    "QuadClass",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "Actor1Geo_Type",
    "Actor2Geo_Type",
    "ActionGeo_Type",
    "DATEADDED",
]
BROKEN = ["FractionDate", "GoldsteinScale", "AvgTone", "ActionGeo_Lat", "ActionGeo_Long"]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return open_database(make_corpus(tmp_path_factory.mktemp("corpus")))


@pytest.mark.parametrize(("profile", "declared"), [("gdelt2", EVENTS), ("gdelt2-mentions", MENTIONS)])
def test_columns_are_those_that_tools_declare(profile: str, declared: list[str]) -> None:
    names = [column.name for column in find_profile(profile).columns]
    assert len(declared) == {"gdelt2": 61, "gdelt2-mentions": 16}[profile]
    assert [name.casefold() for name in names] == [name.casefold() for name in declared]


@pytest.mark.parametrize("profile", ["gdelt2", "gdelt2-mentions"])
def test_readers_with_and_without_quoting_see_the_same_rows(
    database: Database, profile: str, tmp_path: Path
) -> None:
    write_export(database, profile, tmp_path / "a.CSV")
    text = (tmp_path / "a.CSV").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()]
    assert (
        list(csv.reader(text.splitlines(), delimiter="\t")) == rows
    )  # as pandas and Python's csv read by default
    assert {len(row) for row in rows} == {len(find_profile(profile).columns)}
    assert len({row[0] for row in rows}) == 2


def test_numbers_are_numbers_and_codes_keep_their_zeros(database: Database, tmp_path: Path) -> None:
    write_export(database, "gdelt2", tmp_path / "a.CSV")
    lines = (tmp_path / "a.CSV").read_text(encoding="utf-8").splitlines()
    rows = [dict(zip(EVENTS, line.split("\t"), strict=True)) for line in lines]
    for row in rows:
        assert [name for name in WHOLE if row[name] and not row[name].isdigit()] == []
        assert [float(row[name]) for name in BROKEN if row[name]] != []
    assert [row["EventCode"] for row in rows] == ["194", "073"]
    assert {len(row["SQLDATE"]) for row in rows} <= {0, 8}


@given(st.lists(st.lists(st.text(max_size=20), min_size=3, max_size=3), min_size=1, max_size=5))
def test_no_text_breaks_a_line_or_a_column(rows: list[list[str]]) -> None:
    text = "".join(tsv_lines(["a", "b", "c"], rows))
    read = list(csv.reader(text.split("\n")[:-1], delimiter="\t"))
    assert [len(row) for row in read] == [3] * (len(rows) + 1)
    assert read == [line.split("\t") for line in text.split("\n")[:-1]]
