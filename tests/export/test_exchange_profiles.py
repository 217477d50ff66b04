"""Formats of other projects, read again by csv, networkx, openpyxl, sqlite3, jsonschema and spaCy."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import jsonschema
import networkx
import openpyxl
import pytest
import spacy
from tests.corpora import TEXT_ONE, TEXT_TWO, make_corpus

from tidings.export.annotated import ROLES
from tidings.export.brat import file_name
from tidings.export.profiles import find_profile
from tidings.export.ucdp import priogrid
from tidings.export.write import Written, write_export
from tidings.model.errors import UsageError
from tidings.query.database import Database, open_database
from tidings.query.filters import parse_filters

TEXTS = {"ar_1": TEXT_ONE, "ar_2": TEXT_TWO}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return open_database(make_corpus(tmp_path_factory.mktemp("corpus")))


def export(database: Database, name: str, output: Path, **filters: str) -> Written:
    return write_export(database, name, output, filters=parse_filters(filters))


def read_table(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter, quoting=quoting))


def known(row: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in row.items() if value != ""}


def test_acled_rows_are_marked_as_ours_and_unknown_tolls_are_blank(
    database: Database, tmp_path: Path
) -> None:
    written = export(database, "acled", tmp_path / "a.csv")
    (row,) = read_table(tmp_path / "a.csv")
    assert len(row) == 31
    identifier = row.pop("event_id_cnty")
    assert identifier.startswith("ee_")
    assert known(row) == {
        "event_date": "2015-03-03", "year": "2015", "time_precision": "1", "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence", "sub_event_type": "Shelling/artillery/missile attack",
        "actor1": "'=Norlandic army", "inter1": "State forces", "actor2": "rebels", "inter2": "Rebel group",
        "iso": "578", "country": "Norway", "location": "Varde", "latitude": "60.25", "longitude": "-5.5", "geo_precision": "1",
        "source": "Tidings (machine-coded): The Example",
        "notes": "Machine-coded by Tidings 0.1.0; not ACLED data. shelled [ev_1]", "fatalities": "12",
    }  # fmt: skip
    assert dict(written.left_out) == {
        "event mentions that are not actual": 1,
        "events: ACLED does not record aid": 1,
    }


def test_ucdp_has_49_columns_low_best_high(database: Database, tmp_path: Path) -> None:
    export(database, "ucdp", tmp_path / "u.csv")
    (row,) = read_table(tmp_path / "u.csv")
    assert len(row) == 49
    assert 0 < int(row.pop("id")) < 2**53
    row.pop("relid")
    assert known(row) == {
        "year": "2015", "code_status": "Machine-coded by Tidings 0.1.0; not UCDP data", "type_of_violence": "1",
        "dyad_name": "'=Norlandic army - rebels", "side_a": "'=Norlandic army", "side_b": "rebels", "gwnoa": "385",
        "number_of_sources": "1", "source_article": "Norland shells Varde", "source_office": "The Example",
        "source_date": "2015-03-04", "source_headline": "Norland shells Varde", "where_prec": "1",
        "where_coordinates": "Varde", "where_description": "Varde", "latitude": "60.25", "longitude": "-5.5",
        "geom_wkt": "POINT (-5.5 60.25)", "priogrid_gid": "216350", "country": "Norway", "country_id": "385", "date_prec": "1",
        "date_start": "2015-03-03", "date_end": "2015-03-03", "best": "12", "low": "12",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lat", "lon", "cell"), [(-90, -180, 1), (90, 180, 259200), (0, 0, 129961), (15.3, 44.2, 151649)]
)
def test_priogrid_cells(lat: float, lon: float, cell: int) -> None:
    assert priogrid(lat, lon) == cell


def test_icews_ids_are_unique_and_days_unknown_are_blank(database: Database, tmp_path: Path) -> None:
    export(database, "icews", tmp_path / "i.tab")
    rows = read_table(tmp_path / "i.tab", "\t")
    assert len({row["Event ID"] for row in rows}) == len(rows) == 2
    first = [
        rows[0][name] for name in ("Event Date", "Event Text", "CAMEO Code", "Intensity", "City", "Story ID")
    ]
    assert first == ["2015-03-03", "Fight with heavy arms", "194", "-10.0", "Varde", "ar_1"]
    assert len(rows[0]) == 20
    assert (rows[1]["Event Date"], rows[1]["Source Country"], rows[1]["Source Sectors"]) == (
        "",
        "Sweden",
        "Government",
    )


def test_polecat_carries_contexts_and_lists(database: Database, tmp_path: Path) -> None:
    export(database, "polecat", tmp_path / "p.tsv")
    rows = read_table(tmp_path / "p.tsv", "\t")
    assert [(len(row), row["Event Type"], row["Contexts"], row["Quad Code"]) for row in rows] == [
        (40, "ASSAULT", "military", "MATERIAL CONFLICT"),
        (40, "CONSULT", "future", "VERBAL COOPERATION"),
        (40, "AID", "", "MATERIAL COOPERATION"),
    ]
    first = rows[0]
    assert (first["Actor COW"], first["Actor Name Raw"], first["Story People"], first["Story Organizations"]) == (
        "385", "Norland\u2019s army", "", "'=Norlandic army",
    )  # fmt: skip
    assert first["Version"].endswith("codebook c0ffee000001")


EVENT = {
    "type": "object",
    "required": ["id", "event", "status", "date", "actor", "recipient", "location", "text", "mentions"],
    "properties": {
        "event": {"enum": ["ASSAULT", "CONSULT", "AID"]},
        "actor": {"type": "array", "items": {"type": "object", "required": ["actorText", "code", "sector"]}},
        "location": {"type": ["object", "null"]},
        "dead": {"type": "object", "additionalProperties": {"type": ["integer", "null"]}},
    },
}


def test_plover_lines_follow_their_schema(database: Database, tmp_path: Path) -> None:
    export(database, "plover", tmp_path / "p.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "p.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        jsonschema.validate(row, EVENT)
        for mention in row["mentions"]:
            assert TEXTS[mention["article"]][mention["start"] : mention["end"]] == mention["words"]
    assert [row["dead"] for row in rows] == [
        {"low": 12, "best": 12, "high": None},
        {"low": None, "best": None, "high": None},
        {"low": None, "best": None, "high": None},
    ]


GEOJSON = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "items": {
                "required": ["type", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "geometry": {
                        "oneOf": [
                            {"type": "null"},
                            {
                                "type": "object",
                                "required": ["type", "coordinates"],
                                "properties": {
                                    "type": {"const": "Point"},
                                    "coordinates": {
                                        "type": "array",
                                        "minItems": 2,
                                        "maxItems": 2,
                                        "items": {"type": "number"},
                                    },
                                },
                            },
                        ]
                    },
                },
            }
        },
    },
}


def test_geojson_puts_longitude_first_and_unplaced_events_nowhere(database: Database, tmp_path: Path) -> None:
    export(database, "geojson", tmp_path / "g.geojson")
    found = json.loads((tmp_path / "g.geojson").read_text(encoding="utf-8"))
    jsonschema.validate(found, GEOJSON)
    assert [f["geometry"] and f["geometry"]["coordinates"] for f in found["features"]] == [
        [-5.5, 60.25],
        None,
        None,
    ]
    assert found["features"][0]["properties"]["killed_high"] is None


def test_gexf_is_dynamic(database: Database, tmp_path: Path) -> None:
    export(database, "gexf", tmp_path / "n.gexf")
    graph = networkx.read_gexf(tmp_path / "n.gexf")
    nodes = {
        key: (data["label"], data.get("country"), data.get("sector")) for key, data in graph.nodes(data=True)
    }
    assert nodes == {
        "force/norlandic-army": ("=Norlandic army", "NOR", "MIL"),
        "name/NOR.REB/rebels": ("rebels", "NOR", "REB"),
        "country/SWE": ("Sudria", "SWE", "GOV"),
        "country/NOR": ("Norway", "NOR", "GOV"),
    }
    edge = graph.edges["country/SWE", "country/NOR"]
    assert (edge["weight"], edge["quad_2"], edge["goldstein_sum"], edge["spells"]) == (
        1,
        1,
        7.0,
        [("2015-05-01", "2015-05-31")],
    )


def test_graphml_opens_with_typed_values(database: Database, tmp_path: Path) -> None:
    written = export(database, "graphml", tmp_path / "n.graphml", status="actual,future")
    graph = networkx.read_graphml(tmp_path / "n.graphml")
    assert graph.is_directed()
    edge = graph.edges["force/norlandic-army", "name/NOR.REB/rebels"]
    assert (edge["weight"], edge["quad_4"], edge["goldstein_sum"], edge["first_day"]) == (
        1,
        1,
        -10.0,
        "2015-03-03",
    )
    assert dict(written.left_out) == {"events without an actor or without a recipient": 1}


def test_hxl_has_hashtags_in_its_second_row(database: Database, tmp_path: Path) -> None:
    export(database, "hxl", tmp_path / "h.csv")
    rows = read_table(tmp_path / "h.csv")
    assert all(tag.startswith("#") for tag in rows[0].values())
    assert [(row["type"], row["killed"], row["status"]) for row in rows[1:]] == [
        ("ASSAULT", "12", "actual"),
        ("CONSULT", "", "future"),
        ("AID", "", "actual"),
    ]
    assert rows[0]["killed"] == "#affected+killed"


def test_sqlite_has_keys_that_hold(
    database: Database, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    export(database, "sqlite", tmp_path / "t.sqlite")
    file = sqlite3.connect(tmp_path / "t.sqlite")
    request.addfinalizer(file.close)
    counts = {
        t: file.execute(f"select count(*) from {t}").fetchone()[0]
        for t in ("articles", "event_mentions", "statements", "figures", "parties", "evidence")
    }
    assert counts == {
        "articles": 2,
        "event_mentions": 4,
        "statements": 1,
        "figures": 1,
        "parties": 6,
        "evidence": 16,
    }
    assert file.execute("pragma foreign_key_check").fetchall() == []
    assert file.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert file.execute("select actor, date_start, latitude from event_mentions where id = 'ev_1'").fetchone() == (
        "=Norlandic army", "2015-03-03", 60.25,
    )  # fmt: skip
    file.close()


def test_xlsx_texts_are_texts(database: Database, tmp_path: Path) -> None:
    export(database, "xlsx", tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == list(find_profile("csv").tables)
    rows = list(book["event_mentions"].iter_rows(values_only=True))
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["actor"], first["longitude"], str(first["date_start"])[:10]) == (
        "=Norlandic army",
        -5.5,
        "2015-03-03",
    )
    kinds = {cell.data_type for row in book["event_mentions"].iter_rows() for cell in row}
    assert "f" not in kinds
    assert len(rows) == 5


def test_filters_that_do_not_fit_a_table_leave_it_out(database: Database, tmp_path: Path) -> None:
    written = export(database, "xlsx", tmp_path / "t.xlsx", type="ASSAULT")
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames == ["event_mentions", "parties", "evidence"]
    assert len(written.left_out) == 3


ANNOTATION = {
    "required": ["id", "type", "body", "target"],
    "properties": {
        "type": {"const": "Annotation"},
        "target": {
            "required": ["source", "selector"],
            "properties": {
                "selector": {
                    "items": {"properties": {"type": {"enum": ["TextPositionSelector", "TextQuoteSelector"]}}}
                }
            },
        },
    },
}


def test_web_annotations_select_the_words_twice(database: Database, tmp_path: Path) -> None:
    export(database, "web-annotation", tmp_path / "w.jsonld")
    found = json.loads((tmp_path / "w.jsonld").read_text(encoding="utf-8"))
    items = found["first"]["items"]
    assert (found["@context"], found["type"], len(items)) == (
        "http://www.w3.org/ns/anno.jsonld",
        "AnnotationCollection",
        16,
    )
    assert len({item["id"] for item in items}) == 16
    for item in items:
        jsonschema.validate(item, ANNOTATION)
        position, quote = item["target"]["selector"]
        text = TEXTS["ar_2" if item["target"]["source"] == "urn:tidings:ar_2" else "ar_1"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_schema_org_claims_have_authors_and_no_ratings(database: Database, tmp_path: Path) -> None:
    export(database, "schema-org", tmp_path / "s.jsonld")
    graph = json.loads((tmp_path / "s.jsonld").read_text(encoding="utf-8"))["@graph"]
    assert [item["@type"] for item in graph] == ["NewsArticle", "NewsArticle", "Claim", "Claim"]
    ids = {item["@id"] for item in graph}
    assert all(item["appearance"]["@id"] in ids for item in graph[2:])
    assert graph[2]["author"] == {"@type": "Thing", "name": "Ada Holt"}
    assert graph[3]["about"] == {
        "@type": "QuantitativeValue",
        "name": "killed: people",
        "value": 12,
        "minValue": 12,
    }
    assert "author" not in graph[3]


def test_followthemoney_mints_no_entity_from_a_description(database: Database, tmp_path: Path) -> None:
    export(database, "followthemoney", tmp_path / "f.ftm.json")
    rows = [json.loads(line) for line in (tmp_path / "f.ftm.json").read_text(encoding="utf-8").splitlines()]
    names = {
        (row["schema"], row["properties"].get("name", [""])[0])
        for row in rows
        if row["schema"] not in ("Event", "Article")
    }
    assert names == {
        ("PublicBody", "=Norlandic army"), ("PublicBody", "Sudria"), ("PublicBody", "Norway"), ("Mention", "rebels"),
    }  # fmt: skip
    ids = {row["id"] for row in rows}
    assert len(ids) == len(rows)
    pointed = [
        key
        for row in rows
        for name in ("organizer", "involved", "proof", "document")
        for key in row["properties"].get(name, [])
    ]
    assert [key for key in pointed if key not in ids] == []
    assert [key for key in ids if not re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9.-]*", key)] == []


def read_brat(path: Path) -> tuple[dict[str, tuple[str, str]], list[list[str]]]:
    """The text spans of an .ann file by key (label and words, checked against the text), and its events."""
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    spans, events = {}, []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if fields[0].startswith("T"):
            label, _, offsets = fields[1].partition(" ")
            pieces = [tuple(map(int, piece.split())) for piece in offsets.split(";")]
            assert " ".join(text[a:b] for a, b in pieces) == fields[2]
            spans[fields[0]] = (label, fields[2])
        elif fields[0].startswith("E"):
            events.append(fields[1].split())
    return spans, events


def test_brat_spans_are_the_words_and_events_have_their_parties(database: Database, tmp_path: Path) -> None:
    export(database, "brat", tmp_path / "out")
    spans, events = read_brat(tmp_path / "out" / "brat" / "ar_1.ann")
    assert [[(part.split(":")[0], spans[part.split(":")[1]][1]) for part in event] for event in events] == [
        [("ASSAULT", "shelled"), ("Actor", "Norland\u2019s army"), ("Recipient", "rebel positions"), ("Place", "Varde"), ("Time", "3 March 2015")],
        [("ASSAULT", "killing")],
        [("FIGURE", "at least 12")],
        [("STATEMENT", "We will not stop,"), ("Speaker", "General Ada Holt"), ("Cue", "said")],
        [("CONSULT", "meet"), ("Actor", "Sudria")],
    ]  # fmt: skip
    configuration = (tmp_path / "out" / "brat" / "annotation.conf").read_text(encoding="utf-8")
    assert all(f"\n{role}\n" in configuration for role in ROLES)
    with pytest.raises(UsageError, match=r"writes many files; give -o FOLDER or FILE\.zip, not b\.txt"):
        export(database, "brat", tmp_path / "b.txt")


def test_file_names_stay_in_their_folder() -> None:
    names = [file_name(key) for key in ("../../x", "..", "a/b", "a_b", "", "\u00e9", "x" * 300)]
    assert len(set(names)) == len(names)
    assert [name for name in names if "/" in name or name.startswith(".") or len(name) > 300] == []


def test_label_studio_regions_and_relations_hold(database: Database, tmp_path: Path) -> None:
    export(database, "label-studio", tmp_path / "l.json")
    tasks: list[dict[str, Any]] = json.loads((tmp_path / "l.json").read_text(encoding="utf-8"))
    assert [task["data"]["article"] for task in tasks] == ["ar_1", "ar_2"]
    for task in tasks:
        result = task["predictions"][0]["result"]
        regions = {r["id"]: r["value"] for r in result if r["type"] == "labels"}
        assert [v for v in regions.values() if task["data"]["text"][v["start"] : v["end"]] != v["text"]] == []
        ends = {r[key] for r in result if r["type"] == "relation" for key in ("from_id", "to_id")}
        assert ends <= set(regions)


def test_prodigy_spans_are_spans_of_spacy(database: Database, tmp_path: Path) -> None:
    export(database, "prodigy", tmp_path / "p.jsonl", type="ASSAULT,AID")
    nlp = spacy.blank("en")
    found = []
    for line in (tmp_path / "p.jsonl").read_text(encoding="utf-8").splitlines():
        task = json.loads(line)
        doc = nlp.make_doc(task["text"])
        for span in task["spans"]:
            words = doc.char_span(span["start"], span["end"], label=span["label"], alignment_mode="expand")
            assert words is not None
            assert span["text"] in words.text
            found.append((words.label_, span["text"]))
    assert ("ASSAULT", "shelled") in found
    assert ("STATEMENT", "We will not stop,") not in found
