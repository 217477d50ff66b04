"""Runs the console transcripts of a page and writes what the commands print today: `make transcripts`.

A transcript is a ```console block: lines that begin with "$ " are commands, the lines below each are what it prints
on a terminal of 80 columns without colours. `cat FILE` makes the file it shows. All blocks of a page run in one
new folder with the examples and the files of docs/files in it; ```sh blocks are not run here. Where ids of records have
changed, later commands of the page follow.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from pathlib import Path
from unittest import mock

from tidings.cli import main as tidings

ROOT = Path(__file__).parents[1]
PAGES = (
    "README.md", "docs/start.md", "docs/how-it-decides.md", "docs/own-corpus.md", "docs/reproducing.md", "docs/contributing-a-rule.md",
)
_BLOCK = re.compile(r"(```console\n)(.*?)(```)", re.DOTALL)
_ID = re.compile(r"\b(?:ev|st|fi|ar)_[0-9a-f]{12}\b")


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def renewed(page: str) -> str:
    """The text of a page with its transcripts as the commands print them now."""
    ids: dict[str, str] = {}
    terminal = {"COLUMNS": "80", "LINES": "25", "TERM": "dumb", "NO_COLOR": "1"}
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.dict(os.environ, terminal),
        contextlib.chdir(folder),
    ):
        shutil.copytree(ROOT / "examples", "examples")
        shutil.copytree(ROOT / "docs" / "files", ".", dirs_exist_ok=True)
        return _BLOCK.sub(lambda match: match[1] + _block(match[2], ids) + match[3], page)


def _block(text: str, ids: dict[str, str]) -> str:
    out = []
    for part in re.split(r"^(?=\$ )", text, flags=re.MULTILINE):
        command, _, printed = part.partition("\n")
        if not command.startswith("$ "):
            out.append(part)
            continue
        command = _ID.sub(lambda match: ids.get(match[0], match[0]), command)
        now = _printed(command[2:], printed)
        old, new = _ID.findall(printed), _ID.findall(now)
        if len(old) == len(new):
            ids.update(zip(old, new, strict=True))
        out.append(f"{command}\n{now}")
    return "".join(out)


def _printed(command: str, before: str) -> str:
    program, *arguments = shlex.split(command, comments=True)
    if program == "cat":
        Path(arguments[0]).parent.mkdir(parents=True, exist_ok=True)
        Path(arguments[0]).write_text(before, encoding="utf-8")
        return before
    if (program, arguments) == ("make", ["demo"]):
        arguments = ["demo"]
    elif program != "tidings":
        raise ValueError(f"a transcript may have cat, make demo and tidings, not {command!r}")
    terminal = Terminal()
    with contextlib.redirect_stdout(terminal), contextlib.redirect_stderr(terminal):
        code = tidings(arguments)
    if code:
        print(f"exit {code}   {command}", file=sys.stderr)
    return re.sub(r"[^\n]*\r", "", terminal.getvalue())  # progress that was written over


def main() -> int:
    """Renew all pages; prints those that changed."""
    for name in PAGES:
        path = ROOT / name
        before = path.read_text(encoding="utf-8")
        after = renewed(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
            print(f"renewed  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
