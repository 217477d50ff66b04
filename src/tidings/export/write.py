"""Writing an export: the data, and beside it a codebook, a data package, a citation and a manifest."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from tidings.export.about import about_files
from tidings.export.profiles import Profile, find_profile
from tidings.export.selection import Selection
from tidings.model.errors import UsageError
from tidings.query.database import Database
from tidings.query.filters import Filters
from tidings.query.rows import Rows


@dataclass(frozen=True, slots=True)
class Written:
    """What an export wrote: files, counts, what was left out and why, and what the format cannot carry."""

    files: tuple[Path, ...]
    counts: Mapping[str, int]
    left_out: Mapping[str, int]
    lost: tuple[str, ...]


def select(database: Database, profile: Profile, filters: Filters, table: str | None) -> Selection:
    """The rows that a profile writes; `UsageError` for a table that it does not have."""
    if table is not None and table not in profile.tables:
        allowed = (
            f"it has {', '.join(profile.tables)}"
            if profile.tables
            else "it has one table only; leave --table out"
        )
        raise UsageError(f"profile {profile.name} has no table {table!r}; {allowed}")
    selection = Selection(database, filters, table)
    if profile.statuses and not filters.get("status"):
        selection.filters = filters.having("status", *profile.statuses)
        before, after = (
            len(Rows(database.tables, "event_mentions", f)) for f in (filters, selection.filters)
        )
        if before > after:
            selection.left_out[f"event mentions that are not {' or '.join(profile.statuses)}"] = (
                before - after
            )
    return selection


def write_stream(
    database: Database, name: str, out: TextIO, *, filters: Filters | None = None, table: str | None = None
) -> Written:
    """Write the data alone to a text stream; `UsageError` for a format that needs a file."""
    profile = find_profile(name)
    if profile.lines is None:
        raise UsageError(f"profile {name} cannot be written to standard output; give -o FILE{profile.suffix}")
    selection = select(database, profile, filters or Filters(), table)
    for piece in profile.lines(selection):
        out.write(piece)
    return _written((), selection, profile)


def write_export(
    database: Database, name: str, output: Path, *, filters: Filters | None = None, table: str | None = None
) -> Written:
    """Write a profile to `output`, with its papers beside it.

    A path ending in .zip gets data and papers in one archive; a folder (or a name without a suffix) gets
    them as files of their own; any other path is the data file, and the papers are named after it. Native
    profiles write all their tables into an archive or folder, and one table into a file. Nothing appears before it is complete.
    """
    profile = find_profile(name)
    if output.suffix == ".zip" and profile.suffix != ".zip":
        folder = output.with_name(output.name + ".part")
        shutil.rmtree(folder, ignore_errors=True)
        written = _write_folder(database, profile, folder, filters or Filters(), table)
        packed = output.with_name(output.name + ".part.zip")
        _zip(folder, packed)
        shutil.rmtree(folder)
        os.replace(packed, output)
        return Written((output,), written.counts, written.left_out, written.lost)
    if output.is_dir() or not output.suffix:
        return _write_folder(database, profile, output, filters or Filters(), table)
    if not profile.suffix:
        raise UsageError(f"profile {name} writes many files; give -o FOLDER or FILE.zip, not {output.name}")
    output.parent.mkdir(parents=True, exist_ok=True)
    selection = select(database, profile, filters or Filters(), table)
    _write_data(profile, selection, output)
    papers = about_files(profile, [(output, selection)])
    files = [output]
    for paper, text in papers.items():
        files.append(output.with_name(f"{output.name}.{paper}"))
        _replace(files[-1], text)
    return _written(tuple(files), selection, profile)


def _write_folder(
    database: Database, profile: Profile, folder: Path, filters: Filters, table: str | None
) -> Written:
    folder.mkdir(parents=True, exist_ok=True)
    tables = [table] if table or not profile.tables else list(profile.tables)
    done: list[tuple[Path, Selection]] = []
    skipped: dict[str, int] = {}
    for one in tables:
        if one in ("event_mentions", "statements", "figures", "articles") and filters.unfit(one):
            skipped[f"{one}: cannot be filtered by {', '.join(filters.unfit(one))}"] = 1
            continue
        selection = select(database, profile, filters, one)
        file = f"{one or profile.name}{profile.suffix}"
        _write_data(profile, selection, folder / file)
        done.append((folder / file, selection))
    for paper, text in about_files(profile, done).items():
        _replace(folder / paper, text)
    counts = {key: n for _, s in done for key, n in s.written.items()}
    left_out = {**skipped, **{key: n for _, s in done for key, n in s.left_out.items()}}
    return Written(tuple(sorted(folder.iterdir())), counts, left_out, profile.lost)


def _write_data(profile: Profile, selection: Selection, path: Path) -> None:
    beside = path.with_name(path.name + ".part")
    if profile.lines is not None:
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.writelines(profile.lines(selection))
        os.replace(beside, path)
        return
    assert profile.write is not None
    if profile.suffix:
        beside.unlink(missing_ok=True)
        profile.write(selection, beside)
        os.replace(beside, path)
        return
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    profile.write(selection, beside)
    path.mkdir(exist_ok=True)
    for made in sorted(beside.iterdir()):  # files of the same names are replaced, others are left alone
        os.replace(made, path / made.name)
    beside.rmdir()


def _written(files: tuple[Path, ...], selection: Selection, profile: Profile) -> Written:
    return Written(files, dict(selection.written), dict(selection.left_out), profile.lost)


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(path.name + ".part")
    beside.write_text(text, encoding="utf-8", newline="\n")
    os.replace(beside, path)


def _zip(folder: Path, path: Path) -> None:
    """An archive whose bytes depend on the files only: fixed times, sorted names."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(folder).as_posix(), (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as out, file.open("rb") as data:
                shutil.copyfileobj(data, out)
