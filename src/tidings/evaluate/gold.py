"""Gold: a folder of texts, each with its records marked by hand, in the form of the gold scheme."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tidings.model.errors import InputError

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One marked text: `records` have the scheme's fields, `start` offsets are code points into `text`."""

    id: str
    text: str
    title: str | None
    published: str | None
    records: tuple[Row, ...]

    def of_kind(self, kind: str) -> list[Row]:
        """The records of one kind, in file order."""
        return [row for row in self.records if row["kind"] == kind]


def read_gold(folder: Path, texts: Mapping[str, str] | None = None) -> tuple[GoldArticle, ...]:
    """All marked texts of `folder`, sorted by name: `x.txt` with `x.json`, and `meta.json` with titles and dates.

    `texts` gives the text of a name where that is not what stands in the file, as of a web page.
    Raises `InputError` when a text is missing or an offset does not lie in it.
    """
    texts = texts or {}
    told = folder / "meta.json"
    meta = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
    return tuple(
        _read(path, meta, texts.get(path.stem))
        for path in sorted(folder.glob("*.json"))
        if path.name != "meta.json"
    )


def _read(path: Path, meta: dict[str, Row], text: str | None) -> GoldArticle:
    text_path = path.with_suffix(".txt")
    if text is None:
        if not text_path.exists():
            raise InputError(f"{path} has no text beside it; add {text_path.name}")
        text = text_path.read_bytes().decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    rows = json.loads(path.read_text(encoding="utf-8"))
    for row in rows:
        if not 0 <= row.get("start", -1) < len(text):
            raise InputError(f"{path}: a {row.get('kind')} starts outside the text: {row.get('start')}")
    about = meta.get(path.stem, {})
    return GoldArticle(path.stem, text, about.get("title"), about.get("published"), tuple(rows))
