"""The cache: the same codebook from it, rebuilt when missing, damaged or out of date, and never needed."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from tidings.codebook.cache import read_cache, write_cache
from tidings.codebook.loader import Codebook, load_codebook
from tidings.codebook.plain import to_plain
from tidings.language.kept_parses import analyse_kept
from tidings.pipeline import Coder


def _file(folder: Path) -> Path:
    (found,) = folder.glob("codebook-*.bin")
    return found


def _fields(book: Codebook) -> dict[str, object]:
    return {field.name: to_plain(getattr(book, field.name)) for field in dataclasses.fields(book)}


def test_the_codebook_is_the_same_from_its_cache(tmp_path: Path) -> None:
    plain = load_codebook()
    assert _fields(load_codebook(cache=tmp_path)) == _fields(plain)
    written = _file(tmp_path).stat().st_mtime_ns
    kept = load_codebook(cache=tmp_path)
    assert _fields(kept) == _fields(plain)
    assert kept.acts == plain.acts
    assert kept.actors == plain.actors
    assert kept.gazetteer.country_of("Kano") == "NGA"
    assert _file(tmp_path).stat().st_mtime_ns == written


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    first = load_codebook(cache=tmp_path)
    content = _file(tmp_path).read_bytes()
    for damaged in (b"", content[:-1], content[:40] + b"\x00" + content[41:], b"x" * 64):
        _file(tmp_path).write_bytes(damaged)
        assert load_codebook(cache=tmp_path).version == first.version
        assert _file(tmp_path).read_bytes()[:32] == content[:32]


def test_an_edited_overlay_takes_effect_at_once(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    speech = mine / "speech.yaml"
    speech.write_text("said:\n  verbs: natter\n", encoding="utf-8")
    assert "natter" in load_codebook(mine, cache=tmp_path / "c").speech.said
    stamp = speech.stat()
    speech.write_text("said:\n  verbs: mutter\n", encoding="utf-8")
    os.utime(speech, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    said = load_codebook(mine, cache=tmp_path / "c").speech.said
    assert "mutter" in said
    assert "natter" not in said


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert load_codebook(cache=blocked / "cache").version == load_codebook().version
    assert write_cache(blocked / "cache", "codebook", "k", {}) is False


def test_what_was_never_kept_or_is_anothers_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_cache(tmp_path, "codebook", "k") is None
    assert write_cache(tmp_path, "codebook", "k", {"a": (1, "b")})
    assert read_cache(tmp_path, "codebook", "k") == {"a": (1, "b")}
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000, raising=False)
    assert read_cache(tmp_path, "codebook", "k") is None


def test_old_files_go(tmp_path: Path) -> None:
    for number in range(9):
        write_cache(tmp_path, "codebook", str(number), number)
        os.utime(tmp_path / f"codebook-{number}.bin", (number, number))
    write_cache(tmp_path, "codebook", "new", 1)
    assert len(list(tmp_path.glob("codebook-*.bin"))) == 6
    assert read_cache(tmp_path, "codebook", "8") == 8
    assert read_cache(tmp_path, "codebook", "0") is None


def test_kept_parses_are_the_parses(tmp_path: Path, coder: Coder) -> None:
    texts = ["Rebels freed the mayor of Gao.", "It rained.", "Rebels freed the mayor of Gao."]
    fresh = analyse_kept(texts, lambda: coder.language)
    assert analyse_kept(texts, lambda: coder.language, tmp_path) == fresh

    def unloaded() -> None:
        raise AssertionError("the model was loaded")

    assert analyse_kept(texts, unloaded, tmp_path) == fresh  # type: ignore[arg-type]
    assert list(fresh) == texts[:2]
