"""What the documents show is what the commands print, byte for byte."""

from __future__ import annotations

import doctest
import importlib.util
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not os.environ.get("CI"), reason="compared in CI; to renew: make transcripts")
def test_the_readme_shows_what_its_commands_print() -> None:
    """After a change of coding: make transcripts. Every change of the codebook renews the ids that it shows."""
    spec = importlib.util.spec_from_file_location("transcripts", ROOT / "scripts" / "transcripts.py")
    assert spec is not None
    assert spec.loader is not None
    transcripts = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(transcripts)
    for name in transcripts.PAGES:
        page = (ROOT / name).read_text(encoding="utf-8")
        assert page.count("\n$ ") >= 5
        assert transcripts.renewed(page) == page


def test_the_python_page_is_true() -> None:
    result = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False)
    assert (result.failed, result.attempted > 8) == (0, True)
