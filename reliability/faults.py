"""Faults put in on purpose: kills at random moments, a full disk, a read-only folder, many writers, flipped bytes.

    python reliability/faults.py --kills 200 --seed 7

Each fault is put into a process of its own; afterwards the corpus must open, go on and end as one that nothing befell.
A full and a read-only disk are real mounts, which need root: without it they are passed over and said to be.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tidings.commands.demo import example_reports  # noqa: E402
from tidings.ingest.found import Asked, Found  # noqa: E402
from tidings.ingest.judge import to_article  # noqa: E402
from tidings.model.coded import Coded  # noqa: E402
from tidings.model.errors import StoreBusy, StoreError  # noqa: E402

BATCH = 3


def pool(size: int) -> list[Coded]:
    """Coded articles: paragraphs of the example reports, each an article of its own."""
    from tidings.pipeline import code_article, shared_coder

    texts = [Path(path).read_text(encoding="utf-8") for path in example_reports() if path.endswith(".txt")]
    parts = [
        f"{n}. {part}" for n, part in enumerate(p for t in texts for p in t.split("\n\n") if len(p) > 90)
    ]
    coder = shared_coder()
    return [code_article(to_article(Found(text=part), Asked()), coder) for part in parts[:size]]


def keep(folder: Path, coded: list[Coded]) -> None:
    """Put coded articles into a corpus as `tidings code --into` does."""
    from tidings.store.corpus import open_corpus
    from tidings.store.keep import Keeper
    from tidings.store.lock import writing

    corpus = open_corpus(folder, create=True)
    with writing(corpus):
        keeper = Keeper(corpus, (coded[0].codebook, coded[0].coder), batch=BATCH)
        for item in coded:
            keeper.add(item)
        keeper.finish({})


def content(folder: Path) -> str:
    """Everything in a corpus, as one text to compare."""
    from tidings.store.corpus import open_corpus

    corpus = open_corpus(folder)
    return repr((corpus.articles(), corpus.records()))


def apart(work: Callable[[], object]) -> str:
    """Do `work` in a child process; what it returned, or the error with its class."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        try:
            told = f"= {work()}"
        except StoreError as error:
            told = f"{type(error).__name__}: {error}"
        except BaseException:
            told = f"UNEXPECTED {traceback.format_exc()}"
        with os.fdopen(write, "w", encoding="utf-8", errors="replace") as out:
            out.write(told)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as came:
        told = came.read()
    os.waitpid(child, 0)
    return told


def started(work: Callable[[], object]) -> int:
    """Begin `work` in a child process; its id."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    return child


def kills(place: Path, coded: list[Coded], times: int, chance: random.Random) -> dict[str, object]:
    """Kill a writing process at random moments, again and again over one corpus, then finish it and compare."""
    whole = place / "whole"
    began = time.monotonic()
    apart(lambda: keep(whole, coded))
    length = time.monotonic() - began
    wanted = apart(lambda: content(whole))
    killed = corpora = unopened = 0
    lost: list[str] = []
    while killed < times:
        corpora += 1
        folder = place / f"killed-{corpora}"
        for _ in range(8):
            child = started(lambda folder=folder: keep(folder, coded))
            time.sleep(chance.uniform(0, length))
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            killed += os.WIFSIGNALED(status)
            if (folder / "corpus.toml").exists() and not apart(
                lambda folder=folder: content(folder)
            ).startswith("="):
                unopened += 1
        ended = apart(lambda folder=folder: keep(folder, coded))
        if ended != "= None" or apart(lambda folder=folder: content(folder)) != wanted:
            lost.append(f"{folder.name}: {ended[:300]}")
        else:
            shutil.rmtree(folder)
    return {"killed": killed, "corpora": corpora, "did not open": unopened, "not as undisturbed": lost}


@contextlib.contextmanager
def mounted(*command: str, at: Path) -> Iterator[bool]:
    """A mount at `at` for a while; False where mounting is not allowed."""
    at.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *command, str(at)], capture_output=True, check=False).returncode == 0
    try:
        yield done
    finally:
        if done:
            subprocess.run(["umount", str(at)], check=True)


def full_disk(place: Path, coded: list[Coded]) -> dict[str, object]:
    """Write to disks of several small sizes; then make room and go on."""
    came: Counter[str] = Counter()
    wrong: list[str] = []
    apart(lambda: keep(place / "roomy", coded))
    wanted = apart(lambda: content(place / "roomy"))
    for pages in range(1, 60, 3):
        with mounted("-t", "tmpfs", "-o", f"size={pages * 4}k", "tmpfs", at=place / "full") as done:
            if not done:
                return {"passed over": "mounting needs root"}
            folder = place / "full" / "c"
            told = apart(lambda folder=folder: keep(folder, coded))
            kind = "finished" if told == "= None" else told.partition(":")[0]
            came[kind] += 1
            if kind not in ("finished", "StoreError"):
                wrong.append(told[:500])
            left = [p.name for p in (place / "full").rglob("*.part")]
            subprocess.run(["mount", "-o", "remount,size=64m", str(place / "full")], check=True)
            again = apart(lambda folder=folder: keep(folder, coded))
            if left or again != "= None" or apart(lambda folder=folder: content(folder)) != wanted:
                wrong.append(f"{pages * 4} kB: left {left}, {again[:200]}")
    return {"disks": sum(came.values()), "came of them": dict(came), "wrong": wrong}


def read_only(place: Path, coded: list[Coded]) -> dict[str, object]:
    """Every reading command on a folder that cannot be written, and the writing ones refused in a line."""
    apart(lambda: keep(place / "mine", coded))
    out = place / "out.csv"
    reading = [
        ["find", "army"], ["events"], ["figures"], ["status"], ["timeline"], ["sql", "select count(*) from articles"],
        ["export", "--profile", "csv", "-o", str(out)], ["actors"],
    ]  # fmt: skip
    text = place / "a.txt"
    text.write_text(
        "Peru condemned Chile on Monday, and the army shelled the port of Callao.", encoding="utf-8"
    )
    came: dict[str, str] = {}
    with mounted("--bind", str(place / "mine"), at=place / "ro") as done:
        if not done:
            return {"passed over": "mounting needs root"}
        subprocess.run(["mount", "-o", "remount,ro,bind", str(place / "ro")], check=True)
        ro = str(place / "ro")
        for words in reading:
            given = (
                [words[0], ro, *words[1:]] if words[0] in ("export", "status") else [*words, "--corpus", ro]
            )
            came[words[0]] = apart(lambda given=given: command(given))
        for given in (["add", ro, str(text)], ["code", str(text), "--into", ro], ["merge", ro]):
            came[f"{given[0]} (writes)"] = apart(lambda given=given: command(given))
    wrong = {
        name: told
        for name, told in came.items()
        if "Traceback" in told or told.startswith("= 2" if "writes" not in name else "= 0")
    }
    return {"commands": len(came), "wrong": wrong}


def command(given: list[str]) -> str:
    """The exit code and the last words of a command."""
    from tidings.cli import main

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code: object = main(given)
        except SystemExit as ended:
            code = ended.code
    return f"{code} {err.getvalue()[-400:]}"


def writers(place: Path, coded: list[Coded], many: int = 6) -> dict[str, object]:
    """Several processes write one corpus at once, each its share, trying again when told to; one reads all the while."""
    apart(lambda: keep(place / "alone", coded))
    wanted = apart(lambda: content(place / "alone"))
    folder = place / "shared"

    def write(share: list[Coded]) -> int:
        busy = 0
        while True:
            try:
                keep(folder, share)
                return busy
            except StoreBusy:
                busy += 1
                time.sleep(0.02)

    children = [started(lambda n=n: write(coded[n::many])) for n in range(many)]
    reads, wrong, before = 0, [], 0
    while children:
        if (folder / "corpus.toml").exists():
            told = apart(lambda: len(__import__("tidings").open(folder).articles()))
            reads += 1
            if not told.startswith("= "):
                wrong.append(told[:400])
            elif int(told[2:]) < before:
                wrong.append(f"{told} articles after {before}")
            else:
                before = int(told[2:])
        children = [child for child in children if os.waitpid(child, os.WNOHANG) == (0, 0)]
    same = apart(lambda: content(folder)) == wanted
    return {"writers": many, "reads meanwhile": reads, "wrong": wrong, "all there": same}


def flips(place: Path, coded: list[Coded], step: int) -> dict[str, object]:
    """Flip every `step`-th byte of every file of a corpus, one at a time: does `tidings verify` name the file?"""
    from tidings.cli import command_names

    if "verify" not in command_names():
        return {"passed over": "there is no tidings verify"}
    folder = place / "flipped"
    apart(lambda: keep(folder, coded))
    clean = apart(lambda: command(["verify", str(folder)]))
    tried = 0
    missed: list[str] = []
    for file in sorted(
        p for p in folder.rglob("*") if p.is_file() and p.stat().st_size and p.name != "writer.lock"
    ):
        raw = file.read_bytes()
        for at in range(0, len(raw), max(1, min(step, len(raw) // 8))):
            file.write_bytes(raw[:at] + bytes([raw[at] ^ 0x10]) + raw[at + 1 :])
            tried += 1
            told = apart(lambda: verified(folder))
            if told.startswith("= 0") or file.name not in told:
                missed.append(f"{file.relative_to(folder)} at {at}: {told[:160]}")
        file.write_bytes(raw)
    return {"clean corpus": clean[:40], "flips": tried, "not named": len(missed), "such as": missed[:5]}


def verified(folder: Path) -> str:
    """What `tidings verify` says, all of it."""
    from tidings.cli import main

    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main(["verify", str(folder)])
    return f"{code} {out.getvalue()}"


def main() -> int:
    """Put the faults in; 1 when something was lost or not told."""
    parser = argparse.ArgumentParser(description="Put faults in and see that nothing is lost.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--articles", type=int, default=24)
    parser.add_argument("--step", type=int, default=97, help="every how manieth byte is flipped")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    coded = pool(options.articles)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        tried: dict[str, Callable[[], dict[str, object]]] = {
            "kills": lambda: kills(place, coded, options.kills, random.Random(options.seed)),
            "full disk": lambda: full_disk(place, coded),
            "read-only folder": lambda: read_only(place, coded),
            "writers": lambda: writers(place, coded),
            "flipped bytes": lambda: flips(place, coded[:6], options.step),
        }
        done = {}
        for name, put_in in tried.items():
            done[name] = put_in()
            print(f"{name}: {json.dumps(done[name])}", file=sys.stderr, flush=True)
    print(json.dumps(done, indent=1))
    bad = ("did not open", "not as undisturbed", "wrong", "not named")
    return (
        1
        if any(item.get(name) for item in done.values() for name in bad) or not done["writers"]["all there"]
        else 0
    )


if __name__ == "__main__":
    sys.exit(main())
