"""What the site takes from outside docs/: the papers of the project's root become pages, links to them stay links."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

ROOT = Path(__file__).parents[1]
PAPERS = ("BENCHMARKS.md", "CHANGELOG.md", "CONTRIBUTING.md")
_UP = re.compile(r"\]\((?:\.\./)+(" + "|".join(map(re.escape, PAPERS)) + r")(#[^)]*)?\)")
_OUTSIDE = re.compile(r"\[([^\]]+)\]\((?:\.\./)*(?:LICENSE|NOTICE|CITATION\.cff)\)")


def on_files(files: Any, config: Any) -> Any:
    """Add the project's papers to the pages."""
    for name in PAPERS:
        text = (ROOT / name).read_text(encoding="utf-8")
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Links between docs/ and the papers of the root, as the site has them."""
    if page.file.src_uri in PAPERS:
        markdown = markdown.replace("](docs/", "](")
    else:
        up = "../" * page.file.src_uri.count("/")
        markdown = _UP.sub(lambda match: f"]({up}{match[1]}{match[2] or ''})", markdown)
    return _OUTSIDE.sub(r"\1", markdown)


def on_post_page(output: str, page: Any, config: Any) -> str:
    """The one script that the theme would fetch from elsewhere is a file of the site."""
    up = "../" * page.file.src_uri.count("/")
    return output.replace("https://unpkg.com/iframe-worker/shim", f"{up}assets/iframe-worker.js")


def on_post_template(output: str, template_name: str, config: Any) -> str:
    """The same for the page of addresses that lead nowhere."""
    return output.replace("https://unpkg.com/iframe-worker/shim", "/assets/iframe-worker.js")
