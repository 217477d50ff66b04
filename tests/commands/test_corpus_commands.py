"""A corpus from the command line: add, code, code again, another codebook, status, find, show, why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tidings.cli import main
from tidings.store.corpus import open_corpus

TEXTS = {
    "a": "Peru condemned Chile on Monday.",
    "b": "Kenyan police arrested two Somali journalists. The sky was blue.",
    "c": "It rained all day.",
}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        result = main([str(a) for a in arguments])
        told = capsys.readouterr()
        return result, told.out, told.err

    return call


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    rows = (json.dumps({"id": key, "text": text}) + "\n" for key, text in TEXTS.items())
    path.write_text("".join(rows), encoding="utf-8")
    return path


def parts(corpus: Path) -> list[str]:
    return sorted(p.relative_to(corpus).as_posix() for p in corpus.rglob("part-*"))


def log(corpus: Path) -> list[dict[str, object]]:
    return [json.loads(p.read_text(encoding="utf-8")) for p in sorted((corpus / "runs").iterdir())]


def test_add_then_code_what_is_new(tmp_path: Path, articles: Path, run: Run) -> None:
    corpus = tmp_path / "c"
    code, out, _ = run("add", corpus, articles)
    assert (code, out.splitlines()) == (
        0,
        ["Read     3 articles = 3 new + 0 there before + 0 held", f"Next     tidings code {corpus}"],
    )
    code, out, err = run("code", corpus)
    assert (code, out) == (0, "")
    assert [
        line for line in err.splitlines() if not line.startswith("coding ")
    ] == [  # told only where it takes long
        "Read     3 articles = 3 coded + 0 coded before + 0 held",
        "Found    3 records = 2 events \u00b7 0 statements \u00b7 1 figure",
        f"Kept     in {corpus}: 0 new articles, 3 new records, 0 stale removed",
        "Merged   2 event mentions into 2 events",
    ]
    before = parts(corpus)
    code, out, err = run("code", corpus)
    assert err.splitlines()[0] == "Read     3 articles = 0 coded + 3 coded before + 0 held"
    assert parts(corpus) == before
    assert len(log(corpus)) == 1


def test_the_log_of_a_run_has_versions_counts_and_seconds(tmp_path: Path, articles: Path, run: Run) -> None:
    corpus = tmp_path / "c"
    (tmp_path / "bad.txt").write_bytes(b"")
    assert run("code", articles, tmp_path / "bad.txt", "--into", corpus)[0] == 0
    (told,) = log(corpus)
    assert told["articles"] == {"coded": 3, "held": 1, "new": 3}
    assert told["records"] == {"event": 2, "statement": 0, "figure": 1, "new": 3, "stale removed": 0}
    assert isinstance(told["seconds"], float)
    assert {"codebook", "coder", "versions", "held", "sources", "workers"} <= set(told)
    (row, *_) = open_corpus(corpus).records()
    assert (row["codebook"], row["coder"]) == (told["codebook"], told["coder"])
    record = json.loads(row["json"])
    assert (record["codebook"], record["coder"]) == (told["codebook"], told["coder"])


def test_another_codebook_renews_the_records(tmp_path: Path, articles: Path, run: Run) -> None:
    corpus, own = tmp_path / "c", tmp_path / "own"
    run("code", articles, "--into", corpus)
    ids = {row["id"] for row in open_corpus(corpus).records()}
    own.mkdir()
    (own / "speech.yaml").write_text("said:\n  verbs: natter\n", encoding="utf-8")
    code, _, err = run("code", corpus, "--codebook", own)
    assert code == 0
    assert err.splitlines()[0] == "codebook: own: 1 speech words added"
    assert f"Kept     in {corpus}: 0 new articles, 3 new records, 3 stale removed" in err.splitlines()
    renewed = open_corpus(corpus).records()
    assert len(renewed) == 3
    assert {row["id"] for row in renewed} & ids == set()
    assert len({row["codebook"] for row in renewed}) == 1


def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path, articles: Path, run: Run) -> None:
    corpus, whole = tmp_path / "c", tmp_path / "whole"
    run("code", articles, "--into", whole)
    first = tmp_path / "first.jsonl"
    first.write_text(articles.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    run("code", first, "--into", corpus)  # what was complete when the run was killed
    (corpus / "records" / "part-0.parquet.part").write_bytes(b"half a part")
    code, _, err = run("code", articles, "--into", corpus)
    assert (code, err.splitlines()[0]) == (0, "Read     3 articles = 2 coded + 1 coded before + 0 held")
    assert open_corpus(corpus).records() == open_corpus(whole).records()


def test_another_text_under_a_known_id_is_held(tmp_path: Path, articles: Path, run: Run) -> None:
    corpus = tmp_path / "c"
    run("code", articles, "--into", corpus)
    articles.write_text(json.dumps({"id": "a", "text": "Chile condemned Peru."}), encoding="utf-8")
    code, _, err = run("code", articles, "--into", corpus, "--strict")
    assert code == 3
    assert "the corpus has another text under the id 'a'; make ids unique" in err


def test_another_text_under_a_known_id_is_held_by_add_and_the_rest_is_added(tmp_path: Path, run: Run) -> None:
    """Found by a folder of feeds: one changed report ended the run, and nothing of it was kept."""
    corpus, source = tmp_path / "c", tmp_path / "in.jsonl"
    texts = {"a": "Peru condemned Chile.", "b": "The army left Homs.", "c": "Norway sent aid to Mali."}
    source.write_text(json.dumps({"id": "a", "text": "Chile condemned Peru."}), encoding="utf-8")
    run("add", corpus, source)
    source.write_text(
        "".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in texts.items()), encoding="utf-8"
    )
    code, out, err = run("add", corpus, source)
    assert (code, out.splitlines()[0]) == (0, "Read     3 articles = 2 new + 0 there before + 1 held")
    assert "held: a: the corpus has another text under the id 'a'; make ids unique" in err
    assert [a.id for a in open_corpus(corpus).articles()] == ["a", "b", "c"]
    assert run("add", corpus, source, "--strict")[0] == 1


def test_into_and_format_print_and_keep_the_same_records(tmp_path: Path, articles: Path, run: Run) -> None:
    corpus = tmp_path / "c"
    printed = [run("code", articles, "--into", corpus, "--format", "jsonl")[1] for _ in range(2)]
    assert printed[0] == printed[1] != ""
    assert [json.loads(line) for line in printed[0].splitlines()] == [
        json.loads(row["json"]) for row in open_corpus(corpus).records()
    ]


def test_status_find_show_and_why(tmp_path: Path, articles: Path, run: Run) -> None:
    corpus = tmp_path / "c"
    run("add", corpus, articles)
    assert run("status", corpus)[1].splitlines()[-1] == f"To code  3 articles: tidings code {corpus}"
    run("code", corpus)
    code, out, _ = run("find", "condemned", "--kind", "event", "--corpus", corpus)
    (key,) = [row["id"] for row in open_corpus(corpus).records() if row["quote"] == "condemned"]
    assert (code, key in out) == (0, True)
    code, out, _ = run("show", key, "--corpus", corpus)
    lines = out.splitlines()
    assert (code, lines[0].split("  ")[:4]) == (0, [key, "event", "ACCUSE/disapprove", "actual"])
    assert "  words    Peru [condemned] Chile on Monday." in lines
    assert lines[-1] == f"  why      tidings why {key} --corpus {corpus}"
    assert [each for each in lines[:-1] if len(each) > 80] == []
    code, out, _ = run("why", key, "--corpus", corpus)
    lines = out.splitlines()
    assert (code, lines[0]) == (0, "Peru condemned Chile on Monday.")
    assert "      who 'Peru' stands for Peru (PER.GOV)" in lines
    code, out, _ = run("why", "b", "--sentence", "2", "--corpus", corpus)
    assert out.splitlines() == [
        "2. The sky was blue.",
        "   nothing coded; nearest: 'was' (be): no act of the codebook has this word",
    ]


def test_an_unknown_id_says_what_to_do(tmp_path: Path, articles: Path, run: Run) -> None:
    corpus = tmp_path / "c"
    run("code", articles, "--into", corpus)
    for command in ("show", "why"):
        code, _, err = run(command, "ev_nothing", "--corpus", corpus)
        told = f"no record 'ev_nothing'. Look ids up with: tidings find WORDS --corpus {corpus}"
        assert (code, err) == (2, f"tidings: {corpus}: {told}\n")


def test_a_corpus_is_coded_alone(tmp_path: Path, articles: Path, run: Run) -> None:
    corpus = tmp_path / "c"
    run("init", corpus)
    code, _, err = run("code", corpus, articles)
    assert (code, err) == (2, f"tidings: {corpus} is a corpus; code it alone: tidings code {corpus}\n")


def test_the_demo_says_counts_that_add_up(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "reports"
    own.mkdir()
    (own / "a.txt").write_text(TEXTS["a"], encoding="utf-8")
    (own / "a.json").write_text("[]", encoding="utf-8")
    code, out, err = run("demo", "--examples", own)
    lines = out.splitlines()
    assert (code, err) == (0, "Merged   1 event mention into 1 event\n")
    assert lines[:4] == [
        "Read     1 article = 1 coded + 0 held",
        "Found    1 record = 1 event \u00b7 0 statements \u00b7 0 figures",
        "Checked  every record's words found in its article: 1/1",
        "Kept     in ./tidings-demo",
    ]
    assert run(*lines[4].split()[2:])[0] == 0  # "Next     tidings show ev_..." works as printed
    shutil.rmtree(tmp_path / "tidings-demo")
    code, _, err = run("demo", "--examples", tmp_path / "nowhere")
    assert (code, "give another folder" in err) == (3, True)
