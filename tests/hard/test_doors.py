"""What comes from outside the program at its other doors: SQL, tables with formulas, YAML tags, files that lie of themselves."""

from __future__ import annotations

import csv
import io
import sqlite3
from pathlib import Path

import duckdb
import pytest
from tests.corpora import make_corpus
from tests.readable import PROSE

import tidings
from tidings.cli import main
from tidings.codebook.layers import OVERLAY_FILES
from tidings.codebook.loader import load_codebook
from tidings.codebook.yaml_files import read_yaml
from tidings.export.cells import csv_lines
from tidings.export.write import write_export
from tidings.ingest.read import read_sources
from tidings.model.article import Article, Dropped
from tidings.model.errors import CodebookError, StoreError, UsageError
from tidings.query.database import open_database
from tidings.query.filters import parse_filters
from tidings.query.search import find
from tidings.query.sql import ask
from tidings.store.reviews import FILE, all_reviews


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_corpus(tmp_path_factory.mktemp("doors") / "corpus")


ESCAPES = [
    "select * from read_csv_auto('/etc/passwd')",
    "select * from read_blob('/etc/hostname')",
    "select * from read_json('{folder}/../corpus/corpus.toml')",
    "select * from read_parquet('{folder}/records/../../../*.parquet')",
    "select * from parquet_scan('/tmp/*')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from '/etc/passwd'",
    "with x as (select * from read_text('/etc/passwd')) select * from x",
    "select (select content from read_text('/etc/passwd'))",
    "explain analyze copy (select 1) to '{folder}/x'",
    "attach ':memory:' as m",
    "attach '{folder}/reviews.sqlite' (type sqlite)",
    "detach memory",
    "load httpfs",
    "install spatial",
    "pragma database_list; pragma memory_limit='1TB'",
    "set memory_limit = '100GB'",
    "reset memory_limit",
    "set allowed_directories = ['/']",
    "export database '{folder}/x'",
    "import database '{folder}'",
    "checkpoint",
    "vacuum",
    "call pragma_version(); copy articles to '{folder}/x'",
    "create or replace view articles as select 1",
    "drop view articles",
    "update articles set text = ''",
    "delete from articles",
    "prepare p as select 1",
    "select getenv('PATH')",
    "/* */ ; select 1; select 2 --",
]


@pytest.mark.parametrize("query", ESCAPES)
def test_sql_leads_nowhere(folder: Path, query: str) -> None:
    before = {p: p.read_bytes() for p in sorted(folder.parent.rglob("*")) if p.is_file()}
    with pytest.raises(UsageError):
        ask(folder, query.format(folder=folder))
    assert {p: p.read_bytes() for p in sorted(folder.parent.rglob("*")) if p.is_file()} == before


def test_a_comment_after_the_statement_hides_nothing(folder: Path) -> None:
    assert ask(folder, "/* */ ; select 1; --").rows == ((1,),)


@pytest.mark.parametrize(
    "cell", ["=HYPERLINK(\"http://e.org\")", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1", "+a\rb", "=a\r\nb"]
)  # fmt: skip
def test_no_cell_is_a_formula(cell: str) -> None:
    rows = list(csv.reader(io.StringIO("".join(csv_lines(["a", "b"], [(cell, [cell, "x"])])))))
    assert [value[0] for value in rows[1]] == ["'", "'"]


def test_no_cell_of_a_workbook_is_a_formula(folder: Path, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    write_export(tidings.open(folder), "xlsx", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert any(str(cell.value).startswith("=") for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    "text",
    [
        "type: !!python/object/apply:os.system ['touch owned']\n",
        "!!python/name:os.system x: 1\n",
        "type: !!binary '%%%'\n",
        "a: &a [*a]\n",
        "type: !unknown x\n",
        "? [a, b]\n: 1\n",
        "<<: {a: 1}\n",
        "[" * 3000 + "]" * 3000,
        "[" * 1_000_000,
        "- " * 100_000,
        "a: 2024-99-99\n",
        "a: !!bool maybe\n",
        f"a: {'9' * 5000}\n",
    ],
)
def test_yaml_runs_nothing_and_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    content, problems = read_yaml(tmp_path / "a.yaml")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.yaml"]
    assert problems or isinstance(content, dict)


def test_yaml_that_doubles_itself_is_refused(tmp_path: Path) -> None:
    """Eleven lines that stand for 60,000 million words."""
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    (tmp_path / "a.yaml").write_text("\n".join(lines), encoding="utf-8")
    content, problems = read_yaml(tmp_path / "a.yaml")
    assert content is None
    assert [str(p) for p in problems] == [
        "a.yaml:2: not readable as YAML: it has aliases (*name); write each entry out"
    ]


def test_yaml_too_deep_too_large_or_with_a_date_that_is_none_is_named_by_its_line(tmp_path: Path) -> None:
    texts = {
        "a:\n"
        + "".join("  " * n + "- \n" if n else "" for n in range(1, 40)): "a.yaml:31: not readable as YAML: "
        "nested deeper than 30 levels",
        "a: 1\nb: 2024-99-99\n": "a.yaml:2: not readable as YAML: '2024-99-99' is no timestamp; "
        "put it in quotation marks if it is a text",
        "a"
        * 16_000_001: "a.yaml:0: 16,000,001 bytes; at most 16,000,000 are read: put long lists into CSV files",
    }
    for text, told in texts.items():
        (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
        content, problems = read_yaml(tmp_path / "a.yaml")
        assert (content, [str(p) for p in problems]) == (None, [told])


@pytest.mark.parametrize("text", ["[a]\n", "7\n", "1: 2\n", "? 2024-01-01\n: [1]\n", "a: {1: {2: [3]}}\n"])
def test_overlays_of_another_form_are_told_by_their_files(tmp_path: Path, text: str) -> None:
    names = {name.replace("*", "x") for name in OVERLAY_FILES if name.endswith(".yaml")} - {"domains.yaml"}
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError) as error:
        load_codebook([tmp_path])
    assert {line.partition(":")[0] for line in str(error.value).splitlines()} == {
        str(tmp_path / name) for name in names
    }


def test_an_overlay_of_aliases_is_one_error_for_the_user(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "over").mkdir()
    (tmp_path / "over" / "speech.yaml").write_text("speech:\n  keys: &a [*a]\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text(PROSE, encoding="utf-8")
    assert main(["code", str(tmp_path / "a.txt"), "--codebook", str(tmp_path / "over")]) != 0
    told = capsys.readouterr().err
    assert "speech.yaml:2: not readable as YAML: it has aliases (*name); write each entry out" in told
    assert "Traceback" not in told


def test_a_table_that_lies_of_its_rows_is_held_and_its_neighbour_read(tmp_path: Path) -> None:
    place = tmp_path / "a.parquet"
    duckdb.sql(f"COPY (SELECT repeat('x ', 2000000) AS text) TO '{place}' (FORMAT parquet, COMPRESSION zstd)")
    raw = place.read_bytes()
    place.write_bytes(raw[:8] + b"\xff" * 64 + raw[72:])
    (tmp_path / "b.txt").write_text(PROSE, encoding="utf-8")
    items = list(read_sources([tmp_path]))
    assert [item.text for item in items if isinstance(item, Article)] == [PROSE]
    assert len([item for item in items if isinstance(item, Dropped)]) == 1


def test_a_poisoned_log_of_reviews_is_named_and_runs_nothing(tmp_path: Path) -> None:
    make_corpus(tmp_path / "c")
    (tmp_path / "c" / FILE).write_bytes(b"SQLite format 3\0" + b"\xff" * 4000)
    with pytest.raises(StoreError, match="cannot be used"):
        all_reviews(tmp_path / "c")
    (tmp_path / "c" / FILE).unlink()
    with sqlite3.connect(tmp_path / "c" / FILE) as log:
        log.execute("CREATE TABLE reviews (number INTEGER, record TEXT)")
    log.close()
    with pytest.raises(StoreError, match="cannot be used"):
        all_reviews(tmp_path / "c")


def test_a_poisoned_index_is_only_a_copy(tmp_path: Path) -> None:
    make_corpus(tmp_path / "c")
    wanted = find(open_database(tmp_path / "c"), "army", parse_filters({}))
    assert len(wanted.hits) == 2
    index = tmp_path / "c" / "search.sqlite"
    assert index.exists()
    index.write_bytes(b"SQLite format 3\0" + b"\xff" * 4000)
    assert find(open_database(tmp_path / "c"), "army", parse_filters({})) == wanted
