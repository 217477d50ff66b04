"""What goes wrong around a program: a full or read-only disk, a kill, damage, clocks, locales. Nothing kept is lost."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.corpora import keep, make_corpus

import tidings
from tidings.cli import main
from tidings.ingest.found import Asked, Found
from tidings.ingest.judge import to_article
from tidings.model.article import Article
from tidings.model.coded import Coded
from tidings.model.errors import StoreError
from tidings.pipeline import Coder, code_article
from tidings.store.corpus import Corpus, open_corpus
from tidings.store.lock import writing

TEXTS = (
    "Peru condemned Chile on Monday.",
    "The army of Syria shelled rebels near Homs, killing at least 12 people, the mayor said.",
    "\u201cWe will not stop,\u201d the president of Turkey said. Envoys of Iran met him in Ankara.",
    "Russia sent doctors to Armenia.",
)


@pytest.fixture(scope="module")
def pool(coder: Coder) -> list[Coded]:
    return [code_article(to_article(Found(text=text), Asked()), coder) for text in TEXTS]


def content(corpus: Corpus) -> object:
    return corpus.articles(), corpus.records()


def leftovers(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.rglob("*.part"))


@contextlib.contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_on_a_full_disk_what_was_kept_stays_and_the_next_run_goes_on(
    tmp_path: Path, pool: list[Coded]
) -> None:
    whole = keep(tmp_path / "whole", pool)
    stopped, told = 0, set[str]()
    for size in (10, 400, 1500):
        folder = tmp_path / f"full-{size}"
        if size > 40:
            open_corpus(folder, create=True)
        try:
            with files_up_to(size):
                keep(folder, pool)
        except StoreError as error:
            stopped += 1
            told.add(str(error).partition("); ")[2])
        assert leftovers(folder) == []
        assert content(keep(folder, pool)) == content(whole)
    assert stopped == 3
    assert told == {"what was kept before is complete; make room and run it again"}


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_every_write_it_opens_and_resumes(
    tmp_path: Path, pool: list[Coded], monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    pool = pool[:2]
    whole = content(keep(tmp_path / "whole", pool, batch=2))
    real = os.replace
    at = done = 0
    while not done:
        at += 1
        left = [at]

        def replace(source: str | Path, target: str | Path, left: list[int] = left) -> None:
            left[0] -= 1
            if not left[0] and when == "before":
                raise Killed
            real(source, target)
            if not left[0]:
                raise Killed

        monkeypatch.setattr(os, "replace", replace)
        folder = tmp_path / f"killed-{at}"
        try:
            keep(folder, pool, batch=2)
            done = at
        except Killed:
            pass
        monkeypatch.setattr(os, "replace", real)
        if folder.joinpath("corpus.toml").exists():
            content(open_corpus(folder))
        assert content(keep(folder, pool, batch=2)) == whole
        assert leftovers(folder) == []
    assert done == 6  # the marker, articles, records, codings, the log; then nothing is left to be killed at


def test_a_phrase_of_many_names_is_coded_in_time(coder: Coder) -> None:
    """Found by fuzzing: each name of a phrase asked for all before it again, twice the time for each more."""
    for names in ("Athletic finalmeet ", "Rovers Athletic and ", "Syrian Rovers Council "):
        text = f"The club said that {names * 60}had bombed the army of Peru on Monday."
        began = time.process_time()
        code_article(Article(id="a", text=text), coder)
        assert time.process_time() - began < 10


def test_a_damaged_or_half_written_part_is_named(tmp_path: Path, pool: list[Coded]) -> None:
    corpus = keep(tmp_path / "c", pool)
    part = sorted((corpus.folder / "records").glob("part-*"))[0]
    raw = part.read_bytes()
    for spoilt in (raw[: len(raw) // 2], b"", raw[:-8] + b"\0" * 8):
        part.write_bytes(spoilt)
        with pytest.raises(StoreError, match=rf"{part.name} is damaged"):
            corpus.records()
        with pytest.raises(StoreError, match="cannot be read"):
            list(tidings.open(corpus.folder).events())
        assert main(["find", "army", "--corpus", str(corpus.folder)]) == 2
    part.write_bytes(raw)
    assert len(corpus.records()) == sum(len(item.records) for item in pool)


def test_a_damaged_marker_is_named(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_bytes(b"layout = \xff\n")
    with pytest.raises(StoreError, match=r"corpus.toml is damaged"):
        open_corpus(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, pool: list[Coded], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(self: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(self))

    corpus = keep(tmp_path / "c", pool)
    for name in ("write_bytes", "write_text"):
        monkeypatch.setattr(Path, name, refused)
    with pytest.raises(StoreError, match=r"cannot be written.*Read-only file system"):
        corpus.log_run({"command": "x"})
    more = code_like(pool[0], "ar_more")
    with pytest.raises(StoreError, match=r"cannot be written.*Read-only file system"):
        keep(corpus.folder, [more])
    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(StoreError, match=r"cannot be written.*Read-only file system"), writing(corpus):
        pass
    monkeypatch.undo()
    assert len(corpus.articles()) == len(pool)


def code_like(coded: Coded, key: str) -> Coded:
    import dataclasses

    return dataclasses.replace(coded, article=dataclasses.replace(coded.article, id=key), records=())


def test_a_clock_that_jumps_changes_nothing(
    tmp_path: Path, pool: list[Coded], monkeypatch: pytest.MonkeyPatch
) -> None:
    def parts(corpus: Corpus) -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in sorted(corpus.folder.rglob("*.parquet"))}

    before = parts(keep(tmp_path / "a", pool))
    days = iter(range(10**6, 0, -1))
    monkeypatch.setattr(time, "time", lambda: next(days) * 86_400.0)
    monkeypatch.setattr(time, "perf_counter", lambda: -float(next(days)))
    assert parts(keep(tmp_path / "b", pool)) == before


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own, in nothing but this environment."""
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "TIDINGS_CACHE": ""}
    return subprocess.run(
        [sys.executable, "-m", "tidings.cli", *arguments], capture_output=True, env={**given, **environment}, check=False
    )  # fmt: skip


def test_no_home_locale_c_ascii_and_any_zone_give_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXTS[2].replace(" Envoys", "\r\n\r\nEnvoys").encode())
    usual = run("code", str(tmp_path / "a.txt"), HOME=str(tmp_path), LANG="en_US.UTF-8")
    other = run(
        "code", str(tmp_path / "a.txt"), LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", TZ="Pacific/Auckland"
    )  # fmt: skip
    assert (usual.returncode, usual.stdout.count(b"\n")) == (0, 2)
    assert (other.returncode, other.stdout) == (0, usual.stdout)
    make_corpus(tmp_path / "c")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    shown = run("find", "stop", "--corpus", str(tmp_path / "c"), **plain)
    assert (shown.returncode, b"Traceback" in shown.stderr) == (0, False)


def test_windows_line_ends_in_the_codebook_of_ones_own(tmp_path: Path) -> None:
    from tidings.codebook.loader import load_codebook

    text = "type: PROTEST\nacts:\n  - id: sketch\n    verb: sketch\n    mode: demo\n    cameo: '141'\n    examples:\n      - '[actor Residents of Santa Fe] [act sketched] [recipient the mayor] on Sunday.'\n"
    changes = []
    for ends, name in (("\n", "unix"), ("\r\n", "windows")):
        folder = tmp_path / name / "mine" / "types"
        folder.mkdir(parents=True)
        (folder / "PROTEST.yaml").write_bytes(text.replace("\n", ends).encode())
        changes.append(load_codebook(folder.parent).changes)
    assert changes[0] == changes[1]


def test_serve_without_a_login_name(monkeypatch: pytest.MonkeyPatch) -> None:
    from tidings.commands import serve

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert serve.reviewer_of(None) == "reviewer"
    assert serve.reviewer_of("Ana") == "Ana"


def test_backup_is_a_copy_and_restore_is_a_copy_back(tmp_path: Path, pool: list[Coded]) -> None:
    import shutil

    corpus = keep(tmp_path / "c", pool[:2])
    shutil.copytree(corpus.folder, tmp_path / "backup")
    before = content(corpus)
    keep(corpus.folder, pool)
    for part in corpus.folder.rglob("*.parquet"):
        part.write_bytes(b"")
    shutil.rmtree(corpus.folder)
    shutil.copytree(tmp_path / "backup", corpus.folder)
    assert content(corpus) == before
    assert content(keep(corpus.folder, pool)) == content(keep(tmp_path / "other", pool))


def test_a_restored_corpus_is_whole_with_its_reviews_and_finds_without_its_index(
    tmp_path: Path, pool: list[Coded], capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    from tidings.query.database import open_database
    from tidings.query.filters import parse_filters
    from tidings.query.search import find
    from tidings.store.reviews import Review, add_review, all_reviews

    corpus = keep(tmp_path / "c", pool)
    folder, article = corpus.folder, pool[0].article
    quote = article.text[4:12]
    add_review(
        folder,
        Review(
            record="ev_1", article=article.id, kind="event", label="ASSAULT", first=4, last=12, quote=quote,
            text_sha256="0" * 64, url=None, verdict="accepted", reviewer="ada", at="2026-01-02T03:04:05+00:00",
        ),
    )  # fmt: skip
    found = find(open_database(folder), "army", parse_filters({})).hits
    shutil.copytree(folder, tmp_path / "backup", ignore=shutil.ignore_patterns("search.sqlite"))
    reviews = all_reviews(folder)
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "backup", folder)
    assert main(["verify", str(folder)]) == 0
    assert all_reviews(folder) == reviews
    assert find(open_database(folder), "army", parse_filters({})).hits == found
    for part in folder.glob("articles/*.parquet"):  # a copy that was not finished
        part.write_bytes(part.read_bytes()[:-7])
    assert main(["verify", str(folder)]) == 1
    assert "articles/part-" in capsys.readouterr().out
