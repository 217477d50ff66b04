"""Fuzzing: mutated files through every reader, mutated reports through the coder, mutated entries through the codebook.

    python reliability/fuzz.py --minutes 30 --only readers --seed 7

Each case has a time limit; a case that crashes, hangs or breaks a contract is kept under `reliability/found/` with what
it did, and the run ends with code 1. What was tried is printed as JSON. The same seed tries the same cases, save
where the time cuts them off. With `--guided` (needs atheris) the readers are fuzzed by what code the cases reach.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

FOUND = ROOT / "reliability" / "found"
LIMIT = 20  # seconds of the processor that one case may take
WAIT = 300  # seconds by the clock, on a machine that does other things too
Case = tuple[str, bytes]  # a name that says how it is read, and the bytes


class TooLong(BaseException):
    """A case took longer than `LIMIT`; no `Exception`, so that no reader takes it for damage of the file."""


def _ring(_: int, __: object) -> None:
    raise TooLong


def reader_seeds() -> dict[str, bytes]:
    """An undamaged file of every format that is read."""
    from tests.ingest.test_hostile_files import MADE

    with tempfile.TemporaryDirectory() as folder:
        return {name: make(Path(folder)) for name, make in MADE.items()}


def reports() -> list[str]:
    """The example reports."""
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))]


def entries() -> dict[str, bytes]:
    """Overlay files like those that people write: the smaller files of the shipped codebook, by their place."""
    from tidings.codebook.loader import SHIPPED

    files = sorted(
        p for p in SHIPPED.rglob("*") if p.suffix in (".yaml", ".csv") and p.stat().st_size < 40_000
    )
    return {file.relative_to(SHIPPED).as_posix(): file.read_bytes()[:6_000] for file in files}


def readers(folder: Path) -> tuple[Callable[[random.Random], Case], Callable[[Case], str]]:
    """Mutated files, and the reading of one."""
    from reliability.contracts import read_checked
    from reliability.mutate import mutated_bytes

    seeds = reader_seeds()
    names, raws = list(seeds), list(seeds.values())

    def make(chance: random.Random) -> Case:
        name = chance.choice(names)
        return name, mutated_bytes(seeds[name], chance, raws)

    def run(case: Case) -> str:
        path = folder / case[0]
        path.write_bytes(case[1])
        first = read_checked(path)
        if case[1][:1] < b"\x20":
            assert read_checked(path) == first, "read twice, read otherwise"
        return f"{case[0]}: {'read' if first[0] else 'held'}"

    return make, run


def coder(_: Path) -> tuple[Callable[[random.Random], Case], Callable[[Case], str]]:
    """Mutated reports, and the coding of one."""
    import dataclasses

    from reliability.contracts import check_article, code_checked
    from reliability.mutate import mutated_text

    from tidings.ingest.found import Asked, Found
    from tidings.ingest.judge import to_article
    from tidings.model.errors import InputError
    from tidings.pipeline import shared_coder

    texts, loaded = reports(), shared_coder()

    def make(chance: random.Random) -> Case:
        return "report.txt", mutated_text(chance.choice(texts), chance, texts).encode(
            "utf-8", "surrogatepass"
        )

    def run(case: Case) -> str:
        text = case[1].decode("utf-8", "surrogatepass")
        try:
            article = to_article(Found(text=text), Asked())
        except InputError:
            return "coder: held"
        check_article(article)
        coded = code_checked(article, loaded)
        if len(text) % 8 == 0:
            again = code_checked(dataclasses.replace(article), loaded)
            assert again == coded, "coded twice, coded otherwise"
        return f"coder: {'records' if coded.records else 'none'}"

    return make, run


def codebook(folder: Path) -> tuple[Callable[[random.Random], Case], Callable[[Case], str]]:
    """Mutated overlay files, and the loading of a codebook with one of them laid over."""
    from reliability.mutate import mutated_bytes

    from tidings.codebook.loader import load_codebook
    from tidings.codebook.yaml_files import read_yaml
    from tidings.model.errors import CodebookError, UsageError

    seeds = entries()
    names, raws = list(seeds), list(seeds.values())

    def make(chance: random.Random) -> Case:
        name = chance.choice(names)
        return name, mutated_bytes(seeds[name], chance, raws)

    def run(case: Case) -> str:
        over = folder / "over"
        path = over / case[0]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(case[1])
        try:
            if path.suffix == ".yaml":
                content, problems = read_yaml(path)
                assert content is None or problems is not None
                if len(case[1]) % 40:  # the whole load takes seconds: one in forty
                    return "codebook: YAML read" if content is not None else "codebook: YAML refused"
            load_codebook([over])
        except CodebookError as error:
            if case[0].rpartition("/")[2] not in str(error):
                raise AssertionError("a problem without its file") from error
            return "codebook: refused"
        except UsageError:  # a file that is no overlay's
            return "codebook: refused"
        finally:
            path.unlink()
        return "codebook: loaded"

    return make, run


TARGETS = {"readers": readers, "coder": coder, "codebook": codebook}


def keep(case: Case, told: str) -> Path:
    """Write a failing case and what it did to `FOUND`."""
    FOUND.mkdir(exist_ok=True)
    place = FOUND / f"{hashlib.sha256(case[1]).hexdigest()[:10]}-{case[0].replace('/', '_')}"
    place.write_bytes(case[1])
    place.with_name(place.name + ".why").write_text(told, encoding="utf-8")
    return place


def attempt(run: Callable[[Case], str], case: Case) -> tuple[str | None, str]:
    """Run one case in its time: what came of it, or None and what went wrong."""
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    signal.setitimer(signal.ITIMER_REAL, WAIT)
    try:
        return run(case), ""
    except TooLong:
        return None, f"took longer than {LIMIT} seconds\n{traceback.format_exc()}"
    except Exception:
        return None, traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def fuzz(name: str, minutes: float, seed: int, most: int | None = None) -> dict[str, object]:
    """Fuzz one target for some minutes (or `most` cases); what was tried and what was found."""
    for bell in (signal.SIGALRM, signal.SIGPROF):
        signal.signal(bell, _ring)
    came: Counter[str] = Counter()
    failures: dict[str, str] = {}
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        make, run = TARGETS[name](Path(folder))
        chance = random.Random(f"{name} {seed}")
        began, cpu = time.monotonic(), time.process_time()
        tried = 0
        while time.monotonic() - began < minutes * 60 and (most is None or tried < most):
            case = make(chance)
            tried += 1
            at = time.process_time()
            what, told = attempt(run, case)
            slowest = max(slowest, time.process_time() - at)
            if what is None:
                last = told.strip().splitlines()
                where = next((line.strip() for line in reversed(last) if line.startswith("  File")), "")
                kind = (
                    f"{last[-1][:80]} | {where[-90:]}" if "longer" not in last[0] else f"hang | {where[-90:]}"
                )
                if kind not in failures:
                    failures[kind] = keep(case, told).name
                    print(f"FOUND {name}: {kind} -> {failures[kind]}", file=sys.stderr, flush=True)
                came["failed"] += 1
            else:
                came[what] += 1
    return {
        "target": name,
        "seed": seed,
        "cases": tried,
        "cpu seconds": round(time.process_time() - cpu, 1),
        "slowest case, cpu seconds": round(slowest, 2),
        "peak memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "came of them": dict(sorted(came.items())),
        "failures": failures,
    }


def guided(minutes: float, seed: int) -> None:
    """Fuzz the readers by coverage with atheris, which ends the process itself; the first failure ends it."""
    import atheris

    with atheris.instrument_imports(include=["tidings.ingest", "striprtf", "pypdf", "feedparser"]):
        import tidings.ingest.read

    assert tidings.ingest.read
    for bell in (signal.SIGALRM, signal.SIGPROF):
        signal.signal(bell, _ring)
    place = Path(tempfile.mkdtemp(prefix="guided-"))
    (corpus := place / "cases").mkdir()
    _, run = readers(place)
    seeds = reader_seeds()
    names = list(seeds)
    for number, name in enumerate(names):
        (corpus / name).write_bytes(bytes([number]) + seeds[name])

    def one(data: bytes) -> None:
        if data:
            case = (names[data[0] % len(names)], data[1:])
            what, told = attempt(run, case)
            if what is None:
                print(f"FOUND guided: {keep(case, told).name}\n{told}", file=sys.stderr, flush=True)

    options = [
        f"-max_total_time={int(minutes * 60)}",
        f"-seed={seed + 1}",
        "-max_len=20000",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, "-verbosity=0", str(corpus)], one)
    atheris.Fuzz()


def main() -> int:
    """Fuzz what was asked for; 1 when something was found."""
    parser = argparse.ArgumentParser(description="Fuzz the readers, the coder and the codebook.")
    parser.add_argument("--minutes", type=float, default=10.0, help="for each target")
    parser.add_argument("--cases", type=int, help="at most so many for each target")
    parser.add_argument("--only", choices=sorted(TARGETS), action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guided", action="store_true", help="the readers, by coverage (needs atheris)")
    options = parser.parse_args()
    if options.guided:
        guided(options.minutes, options.seed)
        return 0
    done = [fuzz(name, options.minutes, options.seed, options.cases) for name in options.only or TARGETS]
    print(json.dumps(done, indent=1))
    return 1 if any(item["failures"] for item in done) else 0


if __name__ == "__main__":
    sys.exit(main())
