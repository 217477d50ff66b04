"""The documentation as a site: built strictly, nothing fetched from elsewhere; generated pages are as their sources are."""

from __future__ import annotations

import gzip
import html.parser
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Fetched(html.parser.HTMLParser):
    """What a browser fetches for a page; links that somebody must follow are not fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = given.get("src") or (given.get("href") if tag == "link" else None)
        if address and not (tag == "link" and given.get("rel") in ("canonical", "next", "prev")):
            self.found.append(address)


def test_generated_pages_are_as_the_schemas_are() -> None:
    """After a change of a table or a format: make docs."""
    for name, text in script("data_pages").pages().items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == text


@pytest.mark.skipif(not os.environ.get("CI"), reason="built in CI; by hand: make site")
def test_the_site_is_built_strictly_and_fetches_nothing_from_elsewhere(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(tmp_path)],
        check=False, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert (made.returncode, made.stderr.strip()) == (0, "")
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) > 35
    foreign = []
    for page in pages:
        fetched = Fetched()
        fetched.feed(page.read_text(encoding="utf-8"))
        foreign += [(page.name, address) for address in fetched.found if "//" in address]
    assert foreign == []
    styles = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.css")]
    assert [style for style in styles if "url(http" in style or "@import" in style] == []


def test_the_sample_files_are_as_their_script_makes_them() -> None:
    made = script("sample_sources").files()

    def unpacked(name: str, raw: bytes) -> bytes:  # how it is packed is the library's choice
        return gzip.decompress(raw) if name.endswith(".gz") else raw

    kept = {path.name: unpacked(path.name, path.read_bytes()) for path in (ROOT / "docs" / "files").iterdir()}
    assert kept == {name: unpacked(name, raw) for name, raw in made.items()}
