"""Sources of every kind from the command line: `add`, `code`, `--columns`, `--explain`, and counts that add up."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from tests.readable import GERMAN, MORE, NEXIS, PROSE, docx, page, rss, write, zipped
from tests.readable import ITEM as ENTRY

from tidings.cli import main

CSV = f'story,day\n"{PROSE}",21/10/2015\n"{MORE}",\n"{GERMAN}",\n'


def make(folder: Path) -> Path:
    """Four articles that can be coded, and two that are held: a German one and a cut off document."""
    (folder / "in").mkdir()
    write(folder / "in", "a.docx", docx(*NEXIS))
    write(folder / "in", "b.xml", rss(ENTRY))
    write(folder / "in", "c.zip", zipped({"a.html": page(PROSE), "b.txt": MORE.encode()}))
    write(folder / "in", "d.docx", docx(*NEXIS)[:100])
    return folder / "in"


def test_in_is_coded_and_held(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources = make(tmp_path)
    corpus = tmp_path / "corpus"
    assert main(["add", str(corpus), str(sources)]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[0] == "Read     6 articles = 4 new + 0 there before + 2 held"
    assert len([line for line in told.err.splitlines() if line.startswith("held: ")]) == 2
    (run,) = (corpus / "runs").glob("*.json")
    log = json.loads(run.read_text(encoding="utf-8"))
    assert (log["command"], log["articles"]) == ("add", {"read": 4, "new": 4, "held": 2})
    assert [Path(item["what"]).name for item in log["held"]] == ["a.docx", "d.docx"]
    assert main(["add", str(corpus), str(sources)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "Read     6 articles = 0 new + 4 there before + 2 held"


def test_columns_are_mapped_for_code_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "a.csv", CSV.encode())
    code = main(["code", str(path), "--columns", "text=story,published=day:dmy", "--format", "jsonl"])
    told = capsys.readouterr()
    rows = [json.loads(line) for line in told.out.splitlines()]
    assert code == 0
    assert len({row["article"] for row in rows}) == 2
    (held,) = told.err.splitlines()
    assert held.startswith(f"held: {path}: row 4: not English: ")


@pytest.mark.parametrize("value", ["story", "story=text", "text=", "text story"])
def test_a_mapping_of_another_form_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], value: str
) -> None:
    path = write(tmp_path, "a.csv", CSV.encode())
    assert main(["code", str(path), "--columns", value]) == 2
    assert "write FIELD=COLUMN with one of the fields text, title" in capsys.readouterr().err


def test_explain_says_how_a_file_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "a.docx", docx(*NEXIS))
    assert main(["add", "--explain", str(path)]) == 0
    told = re.sub(r"ar_[0-9a-f]{12}", "ar_ID", capsys.readouterr().out).replace(str(path), "FILE")
    raw = path.read_bytes()
    assert told.splitlines() == [
        f"FILE: {len(raw):,} bytes, sha256 {hashlib.sha256(raw).hexdigest()}",
        "  FILE: DOCX document",
        "  layout Nexis Uni (Body ... End of Document): 2 articles",
        "  article ar_ID, article 1: 43 words",
        "    published 2020-03-05 (meta)",
        "    title Army shells the port",
        "    source The Norvia Tribune",
        "    author Mara Ilves",
        "    language ENGLISH (given)",
        "  held (ingest): FILE: article 2: not English: its language is given as 'GERMAN'; only English is coded",
        "Found    2 articles = 1 to code + 1 held",
    ]


def test_explain_of_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "a.docx", docx(*NEXIS)[:100])
    assert main(["add", "--explain", str(path)]) == 3
    assert "damaged or cut off; save it again" in capsys.readouterr().out


def test_add_without_sources_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add"]) == 2
    assert main(["add", "corpus"]) == 2
    assert "give a corpus and what to put into it" in capsys.readouterr().err


def test_a_list_by_gdelt_has_no_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = "\t".join(["1", "2", "3", "1", "example.org", "https://example.org/a", *["0"] * 10])
    path = write(tmp_path, "20200305.mentions.CSV", f"{row}\n{row}\n".encode())
    assert main(["code", str(path)]) == 3
    assert "a list of mentions by GDELT: addresses without texts" in capsys.readouterr().err
