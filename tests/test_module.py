"""`python -m tidings` is the command line."""

from __future__ import annotations

import subprocess
import sys

from tidings import __version__
from tidings.codebook.loader import version_with
from tidings.language.pipeline import MODEL_VERSION, SPACY_VERSION


def test_the_module_runs_the_command_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tidings", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        f"tidings {__version__}",
        f"codebook {version_with()}",
        f"model {MODEL_VERSION}",
        f"spaCy {SPACY_VERSION}",
    ]


def test_the_module_returns_the_exit_code() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tidings", "nonsense"], check=False, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "nonsense" in done.stderr
