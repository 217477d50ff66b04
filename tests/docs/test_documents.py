from __future__ import annotations

import re
from pathlib import Path

import pytest

from tidings.cli import command_names

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [t for t in targets if not (page.parent / t).exists()] == []


def test_every_command_is_in_the_documents() -> None:
    words = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in command_names() if f"tidings {name}" not in words] == []
