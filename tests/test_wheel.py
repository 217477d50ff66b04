"""The built package holds what an installed Tidings needs beside its code."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from tidings.commands.demo import SOURCE

ROOT = Path(__file__).parents[1]


def test_the_wheel_has_the_codebook_and_the_examples(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        check=True, cwd=ROOT, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    reports = {f"tidings/examples/{path.name}" for path in SOURCE.iterdir()}
    assert len(reports) >= 24
    assert reports - names == set()
    assert "tidings/codebook/data/status.yaml" in names
    assert wheel.stat().st_size < 15_000_000
    assert [name for name in names if name.startswith(("tests/", "benchmarks/"))] == []
