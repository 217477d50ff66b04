"""`kill -9` at random moments: `python benchmarks/faults.py 50` adds and codes a corpus and kills both runs, so often.

After each kill the corpus must open and have no damage; after going on to the end it must say what an undisturbed run
says: the same articles, records, codings and events. Exits with 1 where it does not. A run is a process of its own, forked
from one that has loaded the coder, so that the moments fall into the work and not into loading.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generated import generated
from tidings.cli import main as command
from tidings.commands import add as adding
from tidings.commands._sources import cache
from tidings.pipeline import shared_coder
from tidings.store.corpus import Corpus, open_corpus
from tidings.store.keep import Keeper
from tidings.store.merged import read_events
from tidings.store.verify import verify

ARTICLES = 8


def main(moments: int, seed: int = 9) -> int:
    """Kill as often, say how it ended; returns the exit code."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        faults = list(killed_runs(Path(folder), moments, seed))
    hit = sum(interrupted for _, interrupted, _ in faults)
    wrong = [f"{what}: {problem}" for what, _, problem in faults if problem]
    for line in wrong:
        print(line)
    print(
        f"{len(faults)} kills at random moments of add and code, {hit} of them before the run had ended: "
        f"{len(faults) - len(wrong)} opened without damage and ended identical ({time.perf_counter() - began:.0f} s)"
    )
    return 1 if wrong else 0


def killed_runs(folder: Path, moments: int, seed: int) -> Iterator[tuple[str, bool, str]]:
    """For each kill: what was killed and when, whether it was still at work, and what was wrong afterwards ("" for nothing)."""
    shared_coder(cache())
    source = folder / "in.jsonl"
    rows = ({"id": a.id, "text": a.text, "published": str(a.published)} for a in generated(ARTICLES))
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    whole = folder / "whole"
    lasted = {name: _timed(whole, source, name) for name in ("add", "code")}
    expected = content(open_corpus(whole))
    draw = random.Random(seed)
    for n in range(0, moments, 2):
        corpus = folder / f"c{n}"
        for name in ("add", "code"):
            moment = draw.uniform(0, lasted[name])
            interrupted = _run(corpus, source, name, moment)
            yield f"{name} after {moment:.3f} s", interrupted, _problem(corpus)
            _run(corpus, source, name, None)
        problem = "" if content(open_corpus(corpus)) == expected else "ended otherwise than undisturbed"
        if problem or _problem(corpus):
            yield f"corpus {n}", True, problem or _problem(corpus)


def content(corpus: Corpus) -> dict[str, Any]:
    """What a corpus says, without how often it was written."""
    return {
        "articles": corpus.articles(),
        "records": corpus.records(),
        "codings": {key: {**row, "number": 0} for key, row in corpus.codings().items()},
        "events": [{**row, "number": 0} for row in read_events(corpus)],
    }


def _problem(corpus: Path) -> str:
    """What keeps the corpus from being opened, or is damaged in it."""
    if not corpus.exists() or not any(corpus.iterdir()):
        return ""  # killed before anything was begun
    if [path.name for path in corpus.iterdir()] == ["corpus.toml.part"]:
        return ""
    try:
        return "; ".join(
            f"{d.where}: {d.what}" for d in verify(open_corpus(corpus))[1] if "mentions" not in d.what
        )
    except Exception as error:
        return repr(error)


def _timed(corpus: Path, source: Path, name: str) -> float:
    began = time.perf_counter()
    _run(corpus, source, name, None)
    return time.perf_counter() - began


def _run(corpus: Path, source: Path, name: str, moment: float | None) -> bool:
    """Run a command in a process of its own; with `moment`, kill it after so many seconds. Was it still running?"""
    child = os.fork()
    if not child:
        _child(["add", str(corpus), str(source)] if name == "add" else ["code", str(corpus)])
    if moment is not None:
        time.sleep(moment)
        interrupted = os.waitpid(child, os.WNOHANG) == (0, 0)
        if interrupted:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        return interrupted
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(f"{name} ended with {status}")
    return False


def _child(arguments: list[str]) -> None:
    """The command with small parts, so that there are many moments between two of them; never returns."""
    code = 99
    with contextlib.suppress(BaseException):
        adding.BATCH = 2
        defaults = Keeper.__init__.__kwdefaults__
        assert defaults is not None
        defaults["batch"] = 2
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        code = command(arguments)
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
