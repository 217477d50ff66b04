"""`tidings doctor`: what this installation and a corpus have, what is missing, and what to do next."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidings.commands import Subparsers

_EXTRAS = {
    "readers": ("fastwarc", "pypdf", "striprtf"),
    "web": ("fastapi", "jinja2", "uvicorn"),
    "arrow": ("pyarrow",),
    "pandas": ("pandas",),
    "polars": ("polars",),
    "train": ("lightgbm", "scipy"),
}
_FOR = {"readers": "web archives, PDF, RTF", "web": "tidings serve", "arrow": "Arrow tables", "pandas": "pandas tables",
        "polars": "polars tables", "train": "tidings train"}  # fmt: skip
_CORE = ("spacy", "duckdb", "numpy", "trafilatura", "PyYAML", "rich")
_LEAST_DISK = 1_000_000_000
_MANY_PARTS = 200


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "doctor",
        help="what is installed and what a corpus needs next",
        description="Checks the installation, and a corpus where one is named. Changes nothing, asks no network. "
        "Exit code 1 when something that is needed is missing.",
    )
    parser.add_argument("corpus", nargs="?", metavar="CORPUS")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one line a finding; returns the exit code."""
    bad: list[str] = []
    for lines in (_installed(bad), _machine(options.corpus, bad), _corpus(options.corpus, bad)):
        for line in lines:
            print(line)
    for way in bad or [
        f"nothing is missing; try: tidings {'status ' + options.corpus if options.corpus else 'demo'}"
    ]:
        print(f"Next     {way}")
    return 1 if bad else 0


def _installed(bad: list[str]) -> Iterator[str]:
    import platform
    import sqlite3
    from importlib import metadata

    from tidings import __version__
    from tidings.language.pipeline import MODEL_PACKAGE, MODEL_VERSION, check_model
    from tidings.model.errors import LanguageError

    yield f"Tidings  {__version__}, Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    try:
        check_model()
        yield f"Model    {MODEL_PACKAGE} {MODEL_VERSION}"
    except LanguageError as error:
        yield f"Model    missing or of another version: {MODEL_PACKAGE} {MODEL_VERSION} is needed"
        bad.append(str(error))
    yield "Library  " + ", ".join(f"{name} {metadata.version(name)}" for name in _CORE)
    for extra, needed in _EXTRAS.items():
        missing = [name for name in needed if not _there(name)]
        yield f"Extra    {extra} ({_FOR[extra]}): " + (
            f"not installed; pip install 'tidings[{extra}]'" if missing else "installed"
        )
    options = {row[0] for row in sqlite3.connect(":memory:").execute("PRAGMA compile_options")}
    if "ENABLE_FTS5" not in options:
        bad.append("this Python's SQLite has no full-text search (FTS5): tidings find needs another Python")
    yield f"SQLite   {sqlite3.sqlite_version}, full-text search {'yes' if 'ENABLE_FTS5' in options else 'no'}"


def _there(module: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(module) is not None


def _machine(corpus: str | None, bad: list[str]) -> Iterator[str]:
    import os
    import shutil

    from tidings.commands._sources import cache

    folder = Path(corpus) if corpus and Path(corpus).is_dir() else Path.cwd()
    free = shutil.disk_usage(folder).free
    yield f"Machine  {os.cpu_count()} processors, {free / 1e9:,.1f} GB free on the disk of {folder}"
    if free < _LEAST_DISK:
        bad.append(f"make room on the disk of {folder}: less than 1 GB is free")
    kept = cache()
    yield f"Cache    {kept or 'none ($TIDINGS_CACHE is empty)'}"
    if (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        yield f"Output   in {sys.stdout.encoding}: some letters may not be shown; set PYTHONUTF8=1"


def _corpus(name: str | None, bad: list[str]) -> Iterator[str]:
    if name is None:
        return
    from tidings import __version__
    from tidings.codebook.loader import version_with
    from tidings.model.errors import StoreError
    from tidings.show import counted
    from tidings.store.compact import parts_by_kind
    from tidings.store.corpus import LAYOUT, open_corpus
    from tidings.store.merged import read_events

    try:
        corpus = open_corpus(Path(name))
    except StoreError as error:
        yield f"Corpus   {name} cannot be opened"
        bad.append(str(error))
        return
    articles, codings = corpus.texts(), corpus.codings()
    here = (version_with(), __version__)
    stale = sum((row["codebook"], row["coder"]) != here for row in codings.values())
    new = len(articles.keys() - codings.keys())
    yield f"Corpus   {name}: layout {LAYOUT}, {counted(len(articles), 'article')}, {new:,} not coded, {stale:,} coded with other versions"
    if new or stale:
        bad.append(f"tidings code {name}")
    elif articles and not read_events(corpus):
        bad.append(f"tidings merge {name}")
    number = sum(parts_by_kind(corpus).values())
    yield f"Parts    {number:,}; check them all with: tidings verify {name}"
    if number > _MANY_PARTS:
        bad.append(f"tidings compact {name}")
