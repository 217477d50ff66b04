"""The pages in Debian's chromium: `make test-web`. Not part of `make test`, which has no browser."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.big import make_big

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CHROMIUM = os.environ.get("TIDINGS_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--hide-scrollbars",
]  # fmt: skip
collect_ignore_glob = [] if os.environ.get("TIDINGS_WEB") else ["test_*"]

TEXT = (
    "Reporters in two towns \U0001f30d\U0001f1f3\U0001f1f4\n\n"
    "Norwegian soldiers arrested three protesters in Bergen on Tuesday. \U0001f469‍\U0001f680 One waved a flag.\n\n"
    "قال المتحدث إن الجنود انسحبوا من المدينة يوم الثلاثاء.\n\n"
    "He Å‐spelled the word twice, once composed and once not."
)


def run(*words: str, folder: Path) -> None:
    """One command, in a process of its own."""
    code = "import sys; from tidings.cli import main; sys.exit(main(sys.argv[1:]))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run(
        [sys.executable, "-c", code, *words], cwd=folder, env=environment, check=True, capture_output=True
    )


class Served:
    """`tidings serve` on a corpus, with the address that it printed and the seconds until it did."""

    def __init__(self, corpus: Path) -> None:
        self.corpus = corpus
        code = "import sys; from tidings.cli import main; sys.exit(main(sys.argv[1:]))"
        started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, "serve", corpus.name, "--port", "0", "--reviewer", "ada"], cwd=corpus.parent,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], 30)
        assert ready, "the server said nothing for 30 seconds"
        line = self.process.stdout.readline()
        found = re.search(r"(http://127\.0\.0\.1:\d+)/\?token=(\S+)", line)
        assert found is not None, line
        self.root, self.token = found[1], found[2]
        self.seconds = time.monotonic() - started

    def stop(self) -> None:
        """End the server."""
        self.process.terminate()
        self.process.wait(10)
        assert self.process.stdout is not None
        self.process.stdout.close()


def serving(corpus: Path) -> Iterator[Served]:
    """A server for as long as a fixture lives."""
    served = Served(corpus)
    yield served
    served.stop()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo corpus, merged."""
    folder = tmp_path_factory.mktemp("web")
    run("demo", folder=folder)
    run("merge", "tidings-demo", folder=folder)
    yield from serving(folder / "tidings-demo")


@pytest.fixture(scope="session")
def big(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """100,000 event mentions."""
    yield from serving(make_big(tmp_path_factory.mktemp("big") / "corpus", events=100_000))


@pytest.fixture(scope="session")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One article of more than 60,000 characters with more than 3,000 stretches of evidence."""
    yield from serving(make_big(tmp_path_factory.mktemp("long") / "corpus", events=1000, each=1000))


@pytest.fixture
def scripts(tmp_path: Path) -> Iterator[Served]:
    """One article with emoji, Arabic and combining marks."""
    from tidings.model.article import Article
    from tidings.store.corpus import open_corpus

    corpus = open_corpus(tmp_path / "corpus", create=True)
    corpus.add([Article(id="ar_1", text=TEXT, title="Reporters in two towns")])
    yield from serving(corpus.folder)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield made
        made.close()


def until(page: Any, expression: str, seconds: float = 10.0) -> None:
    """Wait until an expression holds in the page; the pages' policy forbids what `wait_for_function` does there."""
    from playwright.sync_api import Error

    last = time.monotonic() + seconds
    while True:
        try:
            if page.evaluate(expression):
                return
        except Error as error:  # asked between two pages
            if "context was destroyed" not in str(error):
                raise
        assert time.monotonic() < last, f"not within {seconds:.0f} seconds: {expression}"
        page.wait_for_timeout(20)


class Reading:
    """A page with what must not happen: errors in the console, requests to elsewhere."""

    def __init__(self, browser: Any) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
        self.page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("request", lambda r: self._asked(r.url))
        self.root = ""

    def _asked(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "data:", "blob:http://127.0.0.1:")):
            self.errors.append(f"asked {url}")

    def open(self, served: Served, path: str = "/") -> Any:
        """A page of a server, with its session opened once."""
        if self.root != served.root:
            self.root = served.root
            self.page.goto(f"{served.root}/?token={served.token}")
        answer = self.page.goto(served.root + path)
        if "tab=map" in path or "tab=network" in path:
            self.page.wait_for_selector("[data-ready]", timeout=30_000)
        return answer

    def serious(self) -> list[str]:
        """What axe-core calls serious or critical on the page as it stands."""
        if not self.page.evaluate("typeof axe === 'object'"):
            self.context.add_init_script("")  # the policy forbids script tags; evaluate runs beside it
            self.page.evaluate((HERE / "axe.min.js").read_text(encoding="utf-8") + "; 0")
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{v['id']}: {v['nodes'][0]['html'][:160]} {v['nodes'][0].get('failureSummary', '')[:200]}"
            for v in found["violations"]
            if v["impact"] in ("serious", "critical")
        ]


@pytest.fixture
def reading(browser: Any) -> Iterator[Reading]:
    """A page of its own; fails where the console had an error or anything was asked elsewhere."""
    made = Reading(browser)
    yield made
    made.context.close()
    assert made.errors == []
