"""Marked reports: what is marked is read to the letter; a mark that is wrong is refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidings.learning.reports import read_report, read_reports
from tidings.model.errors import InputError

HEAD = (
    "# Envoy leaves Quito\npublished: 2011-05-02\n\nThe envoy left Quito. Peru protested on Sunday.\n\n---\n"
)
REPORTS = Path(__file__).parents[2] / "training" / "reports"


def test_a_mark_is_read_to_the_letter(tmp_path: Path) -> None:
    path = tmp_path / "quito.report"
    path.write_text(
        HEAD
        + '"Peru {protested} on" ACCUSE actual e1 | PER.GOV | Rafa Solis=ECU.GOV | by - | on 2011-05-01\n'
    )
    report = read_report(path)
    assert (report.id, report.title, report.published) == ("quito", "Envoy leaves Quito", "2011-05-02")
    (row,) = report.records
    assert report.text[row["start"] : row["start"] + 9] == row["trigger"] == "protested"
    assert row["actor"] == [{"text": "PER", "name": "PER", "country": "PER", "sector": "GOV"}]
    assert row["recipient"] == [
        {"text": "Rafa Solis", "name": "Rafa Solis", "country": "ECU", "sector": "GOV"}
    ]
    assert (row["said_by"], row["place"]) == (None, None)
    assert row["date"] == {"text": "2011-05-01", "first": "2011-05-01", "last": "2011-05-01"}


def test_no_marks_no_records(tmp_path: Path) -> None:
    path = tmp_path / "quiet.report"
    path.write_text(HEAD)
    assert read_report(path).records == ()


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        ('"Peru protested on" ACCUSE actual e1 | - | -', "put the trigger in braces"),
        ('"Chile {protested}" ACCUSE actual e1 | - | -', "occurs 0 times"),
        ('"{t}" ACCUSE actual e1 | - | -', "occurs"),
        ('"Peru {protested}" SHOUT actual e1 | - | -', "SHOUT is none of"),
        ('"Peru {protested}" ACCUSE past e1 | - | -', "past is none of"),
        ('"Peru {protested}" ACCUSE actual e1 | Peru | -', "'Peru' is not COUNTRY.SECTOR"),
        ('"Peru {protested}" ACCUSE actual e1 | PER.GOV', "actors and recipients are missing"),
        ("Peru protested", "not of the form"),
    ],
)
def test_a_wrong_mark_is_refused(tmp_path: Path, mark: str, message: str) -> None:
    path = tmp_path / "wrong.report"
    path.write_text(HEAD + mark + "\n")
    with pytest.raises(InputError, match=message) as caught:
        read_report(path)
    assert "wrong.report:7" in str(caught.value)


def test_the_shipped_reports_can_be_read_and_a_third_has_nothing() -> None:
    reports = read_reports(REPORTS)
    assert [report.id for report in reports] == sorted(report.id for report in reports)
    for report in reports:
        for row in report.records:
            assert report.text[row["start"] :].startswith(row["trigger"])
