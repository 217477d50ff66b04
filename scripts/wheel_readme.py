"""Installs the built wheel into an empty environment and runs the README's transcripts there, byte for byte: `make wheel-check`.

The environment is new and has nothing but the wheel and what it asks for; the commands are those of its `tidings` script, with the
terminal of scripts/transcripts.py. Needs a package index; takes a minute or two.
"""

from __future__ import annotations

import difflib
import os
import pty
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def main() -> int:
    """Build, install, run; prints the difference and returns 1 where there is one."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        run = subprocess.run
        run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        (wheel,) = place.glob("*.whl")
        environment = place / "environment"
        run([sys.executable, "-m", "venv", str(environment)], check=True)
        python = environment / "bin" / "python"
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        run([*pip, *_constraints(place), str(wheel)], check=True, stderr=subprocess.DEVNULL)
        size = sum(f.stat().st_size for f in (environment / "lib").rglob("*") if f.is_file() and not f.is_symlink())
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB; with all that it needs {size / 1e6:.0f} MB installed")
        folder = place / "work"
        folder.mkdir()
        return _compare(environment / "bin" / "tidings", folder)


def _constraints(place: Path) -> list[str]:
    """The locked versions as upper hand over what the index has newest."""
    pins = re.findall(r"^([a-z0-9_.-]+==[^ ;\\]+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    file = place / "constraints.txt"
    file.write_text("\n".join(pins) + "\n", encoding="utf-8")
    return ["-c", str(file)]


def _compare(tidings: Path, folder: Path) -> int:
    shown, printed = [], []
    commands = 0
    for block in _BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8")):
        for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
            line, _, below = part.partition("\n")
            if not line.startswith("$ "):
                continue
            words = shlex.split(line[2:], comments=True)
            if words[0] == "cat":
                (folder / words[1]).write_text(below, encoding="utf-8")
                continue
            arguments = ["demo"] if words == ["make", "demo"] else words[1:]
            commands += 1
            shown += [line, *below.splitlines()]
            printed += [line, *_on_a_terminal([str(tidings), *arguments], folder).splitlines()]
    difference = list(difflib.unified_diff(shown, printed, "README.md", "the wheel", lineterm=""))
    print("\n".join(difference) if difference else f"{commands} commands print what the README shows, byte for byte")
    return 1 if difference else 0


def _on_a_terminal(command: list[str], folder: Path) -> str:
    """What a command prints on a terminal of 80 columns without colours; progress that was written over is left out."""
    near, far = pty.openpty()
    given = {"COLUMNS": "80", "LINES": "25", "TERM": "dumb", "NO_COLOR": "1", "PATH": os.environ["PATH"], "HOME": str(folder)}
    process = subprocess.Popen(command, cwd=folder, env=given, stdin=subprocess.DEVNULL, stdout=far, stderr=far)
    os.close(far)
    raw = b""
    while True:
        try:
            piece = os.read(near, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        raw += piece
    process.wait()
    os.close(near)
    text = raw.decode("utf-8").replace("\r\n", "\n")
    return re.sub(r"[^\n]*\r", "", text)


if __name__ == "__main__":
    sys.exit(main())
