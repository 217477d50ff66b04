"""Quality and speed: `make bench`. The development gold is in $TIDINGS_BENCH, or ../shared/bench.

Prints every level of the gold scheme for the example reports, the development gold and the marked reports (the last
two cross-validated, since the judges of parties are fitted on them), the time of coding as a
ratio to the bare language pipeline on the same texts in the same run, and the time of `tidings --help`; compares
with benchmarks/floors.json and example_floors.json. Exit code 1 when a floor is not reached. With `--memory N`,
codes N generated articles instead and prints the greatest memory used.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tidings.commands.demo import example_reports
from tidings.evaluate.gold import GoldArticle, read_gold
from tidings.evaluate.score import Score, score_articles
from tidings.ingest.read import read_sources
from tidings.learning.train import code_unseen, gather_material
from tidings.model.article import Article
from tidings.pipeline import Coder, code_article, load_coder
from tidings.recode import article_of

HERE = Path(__file__).parent
REPORTS = HERE.parent / "training" / "reports"


def main() -> int:
    """Run the benchmark; returns the exit code."""
    if sys.argv[1:2] == ["--memory"]:
        return _memory(int(sys.argv[2]))
    coder = load_coder()
    print(f"codebook {coder.codebook_version}\n")
    below = _examples(coder)
    folder = Path(os.environ.get("TIDINGS_BENCH", HERE.parent.parent / "shared" / "bench")) / "articles"
    if folder.is_dir():
        below += _development(coder, folder)
    else:
        print(f"No development gold at {folder}; set TIDINGS_BENCH to a folder with articles/")
    print(f"tidings --help: {_help():.3f} s (median of nine)")
    for line in below:
        print(f"below its floor: {line}")
    return 1 if below else 0


def _examples(coder: Coder) -> list[str]:
    gold, articles = example_gold()
    found = {key: _records(article, coder) for key, article in articles.items()}
    scores = score_articles(gold, found)
    print(f"{len(gold)} example reports\n")
    _table(scores)
    return _below(scores, "example_floors.json")


def example_gold() -> tuple[tuple[GoldArticle, ...], dict[str, Article]]:
    """The examples' gold, and the examples as articles, by name."""
    articles: dict[str, Article] = {}
    for path in map(Path, example_reports()):
        (article,) = read_sources([path])
        assert isinstance(article, Article)
        articles[path.stem] = article
    folder = Path(example_reports()[0]).parent
    return read_gold(folder, {key: article.text for key, article in articles.items()}), articles


def _development(coder: Coder, folder: Path) -> list[str]:
    gold = read_gold(folder)
    code_article(article_of(gold[0]), coder)  # warm up
    bare = full = 0.0
    for item in gold:
        article = article_of(item)
        began = time.perf_counter()
        coder.language(article.text)
        between = time.perf_counter()
        _records(article, coder)
        full += time.perf_counter() - between
        bare += between - began
    print(f"\ncoding {full:.1f} s, bare pipeline {bare:.1f} s: ratio {full / bare:.2f}")
    return _unseen(coder, folder.parent)


def _unseen(coder: Coder, folder: Path) -> list[str]:
    """Scores of development gold and marked reports, each text's parties judged by judges that never saw it."""
    material = gather_material(folder, coder.language, coder.codebook, also=[REPORTS])
    with tempfile.TemporaryDirectory() as work:
        found = code_unseen(material, coder.codebook, Path(work), lambda _: None)
    written = {path.stem for path in REPORTS.glob("*.report")}
    parts = ([g for g in material.gold if g.id not in written], [g for g in material.gold if g.id in written])
    below = []
    for name, gold, floors in (
        ("reports of the development gold", parts[0], "floors.json"),
        ("marked reports of training/reports", parts[1], "report_floors.json"),
    ):
        scores = score_articles(gold, {g.id: found[g.id] for g in gold})
        print(f"\n{len(gold)} {name}, parties judged by judges that have not seen them\n")
        _table(scores)
        below += _below(scores, floors)
    return below


def _records(article: Article, coder: Coder) -> list[dict[str, Any]]:
    return [record.to_dict() for record in code_article(article, coder).records]


def _table(scores: Mapping[str, Score]) -> None:
    print(f"{'level':20}{'gold':>6}{'found':>7}{'right':>7}{'P':>8}{'R':>8}{'F1':>8}")
    for level, s in scores.items():
        counts = f"{s.gold:6}{s.found:7}{s.right:7}"
        print(f"{level:20}{counts}{s.precision:8.3f}{s.recall:8.3f}{s.f1:8.3f}")


def _below(scores: Mapping[str, Score], name: str) -> list[str]:
    floors = json.loads((HERE / name).read_text(encoding="utf-8"))
    return [
        f"{level} {scores[level].f1:.3f} < {floor} ({name})"
        for level, floor in floors.items()
        if scores[level].f1 < floor
    ]


def _help() -> float:
    """Seconds that `tidings --help` takes in a fresh process."""
    times = []
    for _ in range(9):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "tidings.cli", "--help"], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


TOWNS = ("Velmara", "Torvik", "Halden", "Marosa", "Kilren", "Ostrava", "Benlo", "Sirak", "Dunmore", "Palenza")
STATES = ("Peru", "Chad", "Norway", "Kenya", "Nepal", "Chile", "Ghana", "Laos", "Oman", "Malta")


def _generated(number: int) -> str:
    """An article of about 100 words, different for each number."""
    a, b, town = STATES[number % 10], STATES[number // 10 % 10], TOWNS[number // 100 % 10]
    return (
        f"{a} and {b} sign accord number {number}\n\nThe foreign ministers of {a} and {b} met in {town} on Monday and "
        f"signed an agreement on trade. {a} promised to send {number + 10} doctors to the border. The opposition in "
        f"{b} criticised the deal and called on the government to publish it. Police in {town} arrested "
        f"{number % 50 + 2} protesters near the town hall. "
        '"We do not know what is in it," said a farmer who had walked for two hours. The president of '
        f"{b} accused smugglers of shooting at customs officers last week. About {number % 900 + 100} people have "
        "left the valley since the spring, according to aid workers, and the rains have cut the only road to the "
        "north, where the army has set up a camp with tents and a field kitchen."
    )


def _memory(count: int) -> int:
    """Code `count` generated articles through the command line; prints memory at a tenth and at the end."""
    rows = (
        json.dumps({"id": f"g{n}", "text": _generated(n), "published": "2016-03-15"}) for n in range(count)
    )
    command = [sys.executable, "-m", "tidings.cli", "code", "-", "--format", "jsonl"]
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, encoding="utf-8"
    ) as process:
        assert process.stdin is not None
        at_tenth = 0
        for number, row in enumerate(rows):
            process.stdin.write(row + "\n")
            if number == count // 10:
                at_tenth = _resident(process.pid)
        process.stdin.flush()
        at_end = _resident(process.pid)
        process.stdin.close()
        code = process.wait()
    seconds = time.perf_counter() - began
    words = sum(len(_generated(n).split()) for n in range(10)) / 10
    print(
        f"{count} articles of {words:.0f} words: {at_tenth / 1e3:.0f} MB after a tenth, {at_end / 1e3:.0f} MB at the "
        f"end; {seconds:.0f} s, {count / seconds:.0f} articles a second"
    )
    return code


def _resident(process: int) -> int:
    """Kilobytes that a process holds in memory (Linux)."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


if __name__ == "__main__":
    sys.exit(main())
