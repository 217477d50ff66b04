"""The forms in which `tidings code` prints, and what may not change them."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import pytest

from tidings.cli import command_names, main, parser
from tidings.commands.demo import example_reports

TEXT = "Peru condemned Chile on Monday. [bold]Two[/bold] people were killed in the raid, the army said."


def code(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["code", *map(str, arguments)]) == 0
    return capsys.readouterr().out


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_json_is_one_list_of_what_jsonl_has_line_by_line(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = code(capsys, report, "--format", "jsonl").splitlines()
    assert json.loads(code(capsys, report, "--format", "json")) == [json.loads(line) for line in lines]
    assert len(lines) > 1
    report.write_text("It rained all day.", encoding="utf-8")
    assert code(capsys, report, "--format", "json") == "[]\n"
    assert code(capsys, report, "--format", "jsonl") == ""


def test_the_table_fits_80_columns_and_shows_text_as_it_is(
    report: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = code(capsys, report, "--format", "table", "--published", "2024-05-07").splitlines()
    assert max(map(len, lines)) <= 80
    shown = "\n".join(line.rstrip() for line in lines)
    for part in (
        "published 2024-05-07 (given)",
        "Peru PER.GOV \u2192 Chile CHL.GOV",
        "Peru [condemned] Chile on Monday.",
        "2024-05-06",
        "[bold]",
    ):
        assert part in shown


def test_a_wide_table_has_the_words_in_a_column_of_their_own(
    report: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    head = code(capsys, report, "--format", "table").splitlines()[4]
    assert head.split("  ")[-1].strip() or "the words" in head


def test_nothing_coded_says_how_to_see_why(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report.write_text("It rained all day.", encoding="utf-8")
    assert "tidings why FILE" in code(capsys, report, "--format", "table")


def test_output_goes_to_a_file_when_it_is_complete(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = report.with_name("out.jsonl")
    assert code(capsys, report, "-o", out) == ""
    assert out.read_text(encoding="utf-8") == code(capsys, report)
    assert list(report.parent.glob("*.part")) == []


def test_order_workers_and_runs_do_not_change_a_byte(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two runs are byte-identical, and so are two workers; shuffled input gives the same bytes for each article."""
    reports = example_reports()[:5]
    shuffled = reports[:]
    random.Random(7).shuffle(shuffled)
    once = code(capsys, *reports, "--also", "dates,places")
    assert code(capsys, *reports, "--also", "dates,places") == once
    other = code(capsys, *shuffled, "--also", "dates,places")
    assert other != once
    assert sorted(other.splitlines()) == sorted(once.splitlines())
    assert code(capsys, *shuffled, "--also", "dates,places", "--workers", "2") == other


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for name in command_names():
        with pytest.raises(SystemExit, match="0"):
            main([name, "--help"])
        assert f"usage: tidings {name}" in capsys.readouterr().out
    assert all(f"    {name}" in parser(command_names()).format_help() for name in command_names())


def test_no_command_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["nonsense"]):
        with pytest.raises(SystemExit, match="2"):
            main(arguments)
    assert "invalid choice: 'nonsense'" in capsys.readouterr().err


def test_help_is_quick() -> None:
    """BENCHMARKS.md has the measured figure; the limit here leaves room for a busy machine."""
    import resource
    import subprocess

    times = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "tidings.cli", "--help"], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)  # computing, not waiting for others
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) < 0.5
