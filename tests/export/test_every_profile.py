"""Every profile is read again by a reader that is not ours, and its papers describe what is in it."""

from __future__ import annotations

import contextlib
import csv
import datetime
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import networkx
import openpyxl
import pytest
import yaml
from tests.corpora import make_corpus

from tidings.export.profiles import NAMES, find_profile
from tidings.export.write import write_export
from tidings.query.database import Database, open_database
from tidings.query.filters import Filters


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return open_database(make_corpus(tmp_path_factory.mktemp("corpus")))


def count(query: str) -> int:
    return int(duckdb.sql(f"SELECT count(*) FROM {query}").fetchall()[0][0])


def table(options: str) -> Callable[[Path], int]:
    return lambda path: count(f"read_csv('{path}', {options}, all_varchar = true, strict_mode = true)")


def lines(path: Path) -> int:
    return count(f"read_json('{path}', format = 'newline_delimited')")


def items(*keys: str) -> Callable[[Path], int]:
    def read(path: Path) -> int:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
        for key in keys:
            found = found[key]
        return len(found)

    return read


def rows_of_sqlite(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path)) as file:
        names = [name for (name,) in file.execute("select name from sqlite_master where type = 'table'")]
        return sum(file.execute(f"select count(*) from {name}").fetchone()[0] for name in names)


def rows_of_xlsx(path: Path) -> int:
    return sum(sheet.max_row - 1 for sheet in openpyxl.load_workbook(path))


def annotations(path: Path) -> int:
    return sum(
        file.read_text(encoding="utf-8").count("\nE") + file.read_text(encoding="utf-8").startswith("E")
        for file in path.glob("*.ann")
    )


COMMA, TAB = "header = true", "delim = '\t', quote = '', header = true"
# the reader of each profile, and how many rows, items or edges of the small corpus it finds
READERS: dict[str, tuple[Callable[[Path], int], int]] = {
    "acled": (table(COMMA), 1),
    "brat": (annotations, 6),
    "country-month": (table(COMMA), 6),
    "csv": (table(COMMA), 4),
    "dyad-month": (table(COMMA), 6),
    "followthemoney": (lines, 9),
    "gdelt2": (table(TAB.replace("true", "false")), 2),
    "gdelt2-mentions": (table(TAB.replace("true", "false")), 3),
    "geojson": (items("features"), 3),
    "gexf": (lambda path: networkx.read_gexf(path).number_of_edges(), 2),
    "graphml": (lambda path: networkx.read_graphml(path).number_of_edges(), 2),
    "hxl": (table(f"{COMMA}, comment = '#'"), 3),
    "icews": (table(TAB), 2),
    "jsonl": (lines, 6),
    "label-studio": (items(), 2),
    "parquet": (lambda path: count(f"read_parquet('{path}')"), 4),
    "plover": (lines, 3),
    "polecat": (table(TAB), 3),
    "prodigy": (lines, 2),
    "schema-org": (items("@graph"), 4),
    "sqlite": (rows_of_sqlite, 30),
    "ucdp": (table(COMMA), 1),
    "web-annotation": (items("first", "items"), 16),
    "xlsx": (rows_of_xlsx, 30),
}  # fmt: skip


def test_no_profile_is_without_a_reader() -> None:
    assert sorted(READERS) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_foreign_reader_finds_the_rows(database: Database, name: str, tmp_path: Path) -> None:
    profile = find_profile(name)
    one = "event_mentions" if name in ("csv", "parquet") else None
    path = tmp_path / (f"data{profile.suffix}" if profile.suffix else "data")
    write_export(database, name, path, filters=Filters(), table=one)
    reader, expected = READERS[name]
    assert reader(path if profile.suffix else path / name) == expected


_CASTS: dict[str, Callable[[str], object]] = {
    "integer": int, "number": float, "date": datetime.date.fromisoformat, "string": str,
    "boolean": {"true": True, "false": False}.__getitem__,
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in NAMES if find_profile(name).delimiter])
def test_values_are_of_the_types_that_the_data_package_gives(
    database: Database, name: str, tmp_path: Path
) -> None:
    """As `frictionless validate` reads it: header, dialect, types, missing values."""
    write_export(database, name, tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        dialect, fields = resource["dialect"], resource["schema"]["fields"]
        with (tmp_path / "out" / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(
                csv.reader(file, delimiter=dialect["delimiter"], quotechar=dialect.get("quoteChar", '"'))
            )
        if dialect["header"]:
            assert rows.pop(0) == [field["name"] for field in fields]
        rows = [row for row in rows if not row[0].startswith(dialect.get("commentChar", "\0"))]
        assert {len(row) for row in rows} <= {len(fields)}
        for row in rows:
            for value, field in zip(row, fields, strict=True):
                assert value == "" or _CASTS[field["type"]](value) is not None


def test_json_lines_have_the_fields_that_their_papers_name(database: Database, tmp_path: Path) -> None:
    write_export(database, "jsonl", tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        names = [field["name"] for field in resource["schema"]["fields"]]
        optional = {
            "codebook",
            "coder",
            "since",
            "as_of",
            "sentence",
            "content_parts",
            "stance",
        }  # our small corpus is older
        for line in (tmp_path / "out" / resource["path"]).read_text(encoding="utf-8").splitlines():
            keys = list(json.loads(line))
            assert set(names) - set(keys) <= optional
            assert [name for name in names if name in keys] == keys


@pytest.mark.parametrize("name", NAMES)
def test_papers_name_files_that_are_there_and_a_citation_that_is_one(
    database: Database, name: str, tmp_path: Path
) -> None:
    write_export(database, name, tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        assert [path for path in paths if not (tmp_path / "out" / path).is_file()] == []
    citation = yaml.safe_load((tmp_path / "out" / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "type", "authors"} <= citation.keys()
    assert (citation["cff-version"], citation["type"]) == ("1.2.0", "dataset")
