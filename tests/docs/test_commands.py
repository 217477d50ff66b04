"""Every command and example of the pages on queries and exports is run, over the demo corpus."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tidings.cli import main

ROOT = Path(__file__).parents[2]
PAGES = ("queries.md", "exports.md")


def blocks(page: str, kind: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(page: str) -> list[str]:
    return [
        line[2:] for block in blocks(page, "console") for line in block.splitlines() if line.startswith("$ ")
    ]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["demo", "--examples", str(ROOT / "examples")]) == 0
    return folder


@pytest.mark.parametrize(("page", "command"), [(page, c) for page in PAGES for c in commands(page)])
def test_commands_run(demo: Path, page: str, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo)
    program, *arguments = shlex.split(command)
    assert program == "tidings"
    assert main(arguments) == 0


@pytest.mark.parametrize(("page", "code"), [(page, c) for page in PAGES for c in blocks(page, "python")])
def test_python_runs(demo: Path, page: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo)
    # tables of optional libraries are shown, and tested where these are installed
    exec("\n".join(line for line in code.splitlines() if "pip install" not in line), {})
