"""Every command and every Python example of the README and the documentation is run, page by page."""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import os
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from tidings.cli import main

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# what stands in a block and is not run, and why
NOT_RUN = {
    "git ": "fetches", "pip install": "fetches", "make ": "is tested by CI itself", "tidings serve": "does not end; tests/app",
    "tidings codebook check": "codes 2,500 examples: in CI only",
    "tidings second-read tidings-demo --": "needs an endpoint; tests/second",
    "tidings train": "fits for a minute; tests/learning", "python -m http": "does not end",
}  # fmt: skip
FILES = {
    "folder/one.txt": "Kenyan police arrested two Somali journalists in Garissa on Monday.",
    "more/two.txt": "Peru condemned Chile on Monday. Chile rejected the criticism and recalled its ambassador from Lima.",
    "articles.jsonl": '{"id": "a1", "text": "Peru condemned Chile on Monday.", "published": "2024-05-07"}\n',
    "articles.csv": "nr,day,story\n1,7/5/2024,Peru condemned Chile on Monday and recalled its ambassador from Santiago.\n",
    "sentences.jsonl": '{"id": 1, "text": "Peru condemned Chile.", "source": {"start": 0, "end": 4}, "target": {"start": 15, "end": 20}}\n',
}  # fmt: skip
if os.environ.get("CI"):
    del NOT_RUN["tidings codebook check"]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_ID = re.compile(r"\b(ev|st|fi|ar|ee)_[0-9a-f]{12}\b")


def blocks(page: Path) -> list[tuple[str, str]]:
    return [(match[1], match[2]) for match in _BLOCK.finditer(page.read_text(encoding="utf-8"))]


def commands(kind: str, block: str) -> list[tuple[str, str]]:
    """The commands of a block, each with the lines below it."""
    if kind == "sh":
        return [(line, "") for line in block.splitlines() if line.strip()]
    parts = [part.partition("\n") for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE)]
    return [(line[2:], rest) for line, _, rest in parts if line.startswith("$ ")]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["demo", "--examples", str(ROOT / "examples")]) == 0
    return folder


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_everything_on_a_page_runs(
    demo: Path, page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for source in (demo / "tidings-demo", ROOT / "examples"):
        shutil.copytree(source, tmp_path / source.name)
    shutil.copytree(ROOT / "docs" / "files", tmp_path, dirs_exist_ok=True)
    for name, text in FILES.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    names: dict[str, object] = {}
    for kind, block in blocks(page):
        if kind in ("console", "sh"):
            for command, below in commands(kind, block):
                run(command, below)
        elif kind == "python" and ">>>" in block:
            found = doctest.DocTestParser().get_doctest(block, names, page.name, page.name, 0)
            result = doctest.DocTestRunner().run(found, clear_globs=False)
            assert (result.failed, result.attempted > 0) == (0, True)
            names.update(found.globs)
        elif kind == "python":
            # tables of optional libraries are shown, and tested where these are installed
            exec("\n".join(line for line in block.splitlines() if "pip install" not in line), names)


def run(command: str, below: str) -> None:
    """Run one line of a shell as far as the documents use it: &&, <, >; `cat FILE` makes the file it shows."""
    if command.startswith(tuple(NOT_RUN)):
        return
    lexer = shlex.shlex(command, posix=True, punctuation_chars="<>&|")
    lexer.whitespace_split = True
    words = list(lexer)
    while "&&" in words:
        at = words.index("&&")
        run_words(words[:at], below)
        words = words[at + 1 :]
    run_words(words, below)


def run_words(words: list[str], below: str) -> None:
    program, *arguments = words
    if program == "cat":
        Path(arguments[0]).parent.mkdir(parents=True, exist_ok=True)
        Path(arguments[0]).write_text(below, encoding="utf-8")
        return
    if words == ["make", "demo"]:
        return
    assert program == "tidings"
    out, into = io.StringIO(), None
    with contextlib.ExitStack() as stack:
        if ">" in arguments:
            at = arguments.index(">")
            into, arguments = arguments[at + 1], arguments[:at] + arguments[at + 2 :]
        if "<" in arguments:
            at = arguments.index("<")
            file = stack.enter_context(Path(arguments[at + 1]).open(encoding="utf-8"))
            stack.enter_context(pytest.MonkeyPatch.context()).setattr(sys, "stdin", file)
            arguments = arguments[:at] + arguments[at + 2 :]
        if into:
            stack.enter_context(contextlib.redirect_stdout(out))
        assert main(known_ids(arguments)) == 0, words
    if into:
        Path(into).write_text(out.getvalue(), encoding="utf-8")


def known_ids(arguments: list[str]) -> list[str]:
    """Ids of an older codebook as ids of the corpus that is asked: the first of their kind, the second ..."""
    wanted = [word for word in arguments if _ID.fullmatch(word)]
    if not wanted:
        return arguments
    folders = [word for word in arguments if Path(word, "corpus.toml").exists()]
    out = io.StringIO()
    query = (
        "select id from event_mentions union select id from statements union select id from figures"
        " union select id from articles order by id"
    )
    with contextlib.redirect_stdout(out):
        main(
            [
                "sql",
                query,
                "--corpus",
                folders[0] if folders else "tidings-demo",
                "--format",
                "jsonl",
                "--limit",
                "0",
            ]
        )
    ids = [json.loads(line)["id"] for line in out.getvalue().splitlines()]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        main(["events", "--corpus", folders[0] if folders else "tidings-demo", "--format", "jsonl"])
    ids += [json.loads(line)["id"] for line in out.getvalue().splitlines()]
    taken = {
        word: word if word in ids else [key for key in ids if key[:2] == word[:2]][at]
        for at, word in enumerate(wanted)
    }
    return [taken.get(word, word) for word in arguments]


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda p: p.stem)
def test_no_command_stands_where_it_is_not_run(page: Path) -> None:
    text = _BLOCK.sub(lambda m: "" if m[1] in ("console", "sh") else m[0], page.read_text(encoding="utf-8"))
    assert re.findall(r"^(?: {4,}|\$ )?tidings [a-z].*", text, re.MULTILINE) == []
    assert {kind for kind, _ in blocks(page)} <= {"console", "sh", "python", "r", "yaml", ""}
