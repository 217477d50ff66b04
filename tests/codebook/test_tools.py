"""Searching, showing, comparing, counting and templates; and the documentation's pages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tidings.check import check_codebook
from tidings.codebook.counts import count
from tidings.codebook.differences import differences
from tidings.codebook.loader import Codebook, codebook_at, load_codebook
from tidings.codebook.ontology import TYPES
from tidings.codebook.pages import entry_lines, type_page, write_pages
from tidings.codebook.search import search
from tidings.codebook.templates import KINDS, write_template
from tidings.model.errors import UsageError
from tidings.pipeline import Coder
from tidings.recode import recode

DOCS = Path(__file__).parents[2] / "docs" / "codebook"


@pytest.fixture(scope="module")
def book() -> Codebook:
    return load_codebook()


@pytest.mark.parametrize(
    ("words", "kind", "id"),
    [
        ("0871", "code", "0871"),
        ("Lavrov", "actor", "person/sergei-lavrov"),
        ("Red Cross", "actor", "org/international-committee-of-the-red-cross"),
        ("villager", "role", "villager"),
        ("Kano", "place", "Kano"),
        ("hunger", "mode", "PROTEST/hunger"),
        ("humanitarian aid", "act", "AID/humanitarian-aid-noun"),
        ("boast", "speech", "boast"),
    ],
)
def test_search_finds_entries_of_every_kind(book: Codebook, words: str, kind: str, id: str) -> None:
    assert (kind, id) in {(hit.kind, hit.id) for hit in search(book, words)[:25]}


@pytest.mark.parametrize("words", ["", "   ", "zzyzx qqq", "villager Lavrov"])
def test_search_for_nothing_finds_nothing(book: Codebook, words: str) -> None:
    assert search(book, words) == []


def test_the_very_words_come_first(book: Codebook) -> None:
    assert search(book, "NATO")[0].id == "org/nato"


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("aid", "# AID"),
        ("AID/asylum", "AID/asylum"),
        ("0871", "CAMEO 0871  Cease fire"),
        ("villager", "villager   role: person, sector CVL, takes a country"),
        ("sectors", "BUS                    Companies, banks, traders and their people."),
    ],
)
def test_show_prints_a_page(book: Codebook, what: str, line: str) -> None:
    assert entry_lines(book, what)[0] == line


def test_the_page_of_an_act_names_its_file_and_its_examples(book: Codebook) -> None:
    act = next(act for act in book.acts.acts if act.examples and act.misses)
    lines = entry_lines(book, act.rule)
    assert lines[0] == f"{act.rule}   {act.file}:{act.line}"
    assert sum(line.startswith("  + ") for line in lines) == len(act.examples)
    assert sum(line.startswith("  - ") for line in lines) == len(act.misses)


def test_an_unknown_entry_is_refused_with_the_nearest(book: Codebook) -> None:
    with pytest.raises(UsageError, match=r"'red crosss' is no entry.*search 'red crosss'"):
        entry_lines(book, "red crosss")


def test_counts_agree_with_the_lists(book: Codebook) -> None:
    found = count(book)
    assert found.counts["acts"] == len(book.acts.acts)
    assert found.counts["examples"] == sum(len(a.examples) for a in book.acts.acts)
    assert found.counts["states and territories"] >= 249
    assert found.counts["places"] > 100_000
    assert set(found.no_acts) == {code for code in book.cameo if code.startswith("01")}
    assert not set(found.codes) & set(found.codes_missing)


# kind of entry: the file it is written to, and what its writer is told
WRITTEN = {
    "act": ("types/PROTEST-my-entry.yaml", "edit it, then: tidings codebook check --codebook {folder}"),
    "group": ("actors/groups.csv", "aliases by |; country: ISO 3166 alpha-3 or IMG; sector: tidings codebook show sectors; days empty when unknown"),
    "organisation": ("actors/organisations.csv", "country: ISO 3166 alpha-3, or UNO, EUR, IGO, NGO, MNC; sector: tidings codebook show sectors"),
    "person": ("actors/persons.csv", "then one row a term in actors/offices.csv: person,office,country,sector,start,end"),
    "office": ("actors/offices.csv", "the person's id must be in persons.csv; days as YYYY-MM-DD, YYYY-MM or YYYY, empty when unknown"),
    "role": ("actors/roles.csv", "kind: person, body, unit, title, country or people; takes_country: whether the context gives its country"),
    "place": ("places/supplement.csv", "lat and lon in WGS84 degrees; precision: exact, city, district, area, region or country"),
    "false-friend": ("actors/false_friends.yaml", "form as it is written; when: previous, next (words beside it, lower case)"),
    "speech": ("speech.yaml", "sections: tidings codebook search say"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_valid_as_it_is(tmp_path: Path, coder: Coder, kind: str) -> None:
    folder = tmp_path / "own"
    if kind == "office":
        write_template("person", folder)
    path, about = write_template(kind, folder)
    file, told = WRITTEN[kind]
    assert (path, about) == (folder / file, told.format(folder=folder))
    language = (lambda: coder.language) if kind == "act" else None
    problems = check_codebook(folder, types=["PROTEST"], language=language)
    assert [str(p) for p in problems if str(folder) in p.file] == []
    assert load_codebook(folder).changes != ()


def test_templates_never_overwrite(tmp_path: Path) -> None:
    for kind in KINDS:
        write_template(kind, tmp_path)
        with pytest.raises(UsageError, match="already"):
            write_template(kind, tmp_path)
    write_template("group", tmp_path, id="another")
    rows = (tmp_path / "actors" / "groups.csv").read_text(encoding="utf-8").splitlines()
    assert [row.partition(",")[0] for row in rows] == ["id", "group/my-entry", "group/another"]
    with pytest.raises(UsageError, match="allowed are act, group"):
        write_template("juggler", tmp_path)


def test_differences_are_told_by_list_and_field(tmp_path: Path, book: Codebook) -> None:
    write_template("group", tmp_path)
    rule = next(act.rule for act in book.acts.acts if act.type == "PROTEST" and act.examples)
    (tmp_path / "types").mkdir()
    (tmp_path / "types" / "x.yaml").write_text(
        f"type: PROTEST\nacts:\n  - {{id: {rule.partition('/')[2]}, verb: sketch}}\n", encoding="utf-8"
    )
    found = differences(book, codebook_at(tmp_path))
    assert [(d.table, d.action, d.id) for d in found] == [
        ("acts", "changed", rule),
        ("actors", "added", "group/my-entry"),
    ]
    assert {"forms", "examples"} <= set(found[0].what)
    assert differences(book, book) == []
    back = differences(codebook_at(tmp_path), book)
    assert [(d.table, d.action) for d in back] == [("acts", "changed"), ("actors", "removed")]


def test_recoding_shows_what_an_edit_changes(tmp_path: Path, book: Codebook, coder: Coder) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    text = "Residents of Maseru sketched the minister on Sunday.\n\nIt rained in the hills."
    (gold / "a.txt").write_text(text, encoding="utf-8")
    (gold / "a.json").write_text("[]", encoding="utf-8")
    write_template("act", tmp_path / "own")
    result = recode(gold, book, codebook_at(tmp_path / "own"), lambda: coder.language)
    assert [(row["rule"], line) for row, line in result.gained] == [
        ("PROTEST/my-entry@own", "Residents of Maseru [sketched] the minister on Sunday.")
    ]
    assert (result.lost, result.changed) == ((), ())
    assert recode(gold, book, book, lambda: coder.language).gained == ()


def test_pages_are_written_once(tmp_path: Path, book: Codebook) -> None:
    assert len(write_pages(book, tmp_path)) == len(TYPES) + 1
    assert write_pages(book, tmp_path) == []
    assert all(len(path.read_text(encoding="utf-8")) < 80_000 for path in tmp_path.glob("*.md"))


@pytest.mark.parametrize("event_type", TYPES)
def test_the_documents_have_every_type_with_its_boundaries_and_modes(book: Codebook, event_type: str) -> None:
    """The acts below change with every entry; `make docs` writes and compares them too."""
    text = (DOCS / f"{event_type}.md").read_text(encoding="utf-8")
    wanted = type_page(book, event_type)
    if os.environ.get("TIDINGS_PAGES"):
        assert text == wanted, "run: make docs"
    for part in ("**Not this:**", "## Boundaries", "## Modes"):
        assert _section(text, part) == _section(wanted, part), "run: make docs"


def _section(page: str, start: str) -> str:
    return page[page.index(start) :].partition("\n## ")[0]
