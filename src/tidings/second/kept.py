"""What second readers said, on disk in the corpus folder: raw answers once and for all, readings by model.

second/answers/SHA-256.json    one answer, under the hash of the question with model, wording and parameters
second/MODEL.jsonl             one line a sentence: the events that were believed, and why others were not
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tidings.model.errors import StoreError
from tidings.store.parts import replace

FOLDER = "second"


def answer_place(folder: Path, body: Mapping[str, Any]) -> Path:
    """Where the answer to a request is kept in the corpus at `folder`."""
    key = hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    return folder / FOLDER / "answers" / f"{key}.json"


def kept_answer(place: Path) -> str | None:
    """The answer kept at `place`; None where there is none, or a damaged one."""
    try:
        answer = json.loads(place.read_text(encoding="utf-8"))["answer"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return answer if isinstance(answer, str) else None


def keep_answer(place: Path, model: str, answer: str) -> None:
    """Keep an answer; it is there whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    replace(
        place,
        (json.dumps({"model": model, "answer": answer}, ensure_ascii=False) + "\n").encode(
            "utf-8", "replace"
        ),
    )


def models(folder: Path) -> list[str]:
    """The models whose readings a corpus has, sorted."""
    return sorted({row["coder"] for row in _rows(folder)})


def readings(folder: Path, model: str | None = None) -> list[dict[str, Any]]:
    """The kept readings, of one model or of all, in text order: `coder`, `article`, `start`, `end`, `events`, `rejected`.

    `coder` is the model's name. `events` hold `type`, `status`, and the words of `trigger`, `actor`, `recipient`.
    """
    rows = [row for row in _rows(folder) if model is None or row["coder"] == model]
    return sorted(rows, key=lambda row: (row["article"], row["start"], row["end"], row["coder"]))


def keep_readings(folder: Path, model: str, rows: Iterable[Mapping[str, Any]]) -> Path:
    """Put readings of a model beside those it has; a sentence read again has the new reading."""
    by_place = {(row["article"], row["start"], row["end"]): row for row in readings(folder, model)}
    by_place.update({(row["article"], row["start"], row["end"]): dict(row) for row in rows})
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for _, row in sorted(by_place.items())]
    place = folder / FOLDER / f"{_slug(model)}.jsonl"
    place.parent.mkdir(exist_ok=True)
    replace(place, "".join(lines).encode("utf-8"))
    return place


def _rows(folder: Path) -> list[dict[str, Any]]:
    found = []
    for path in sorted((folder / FOLDER).glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                found.append(json.loads(line))
            except ValueError:
                raise StoreError(
                    f"{path}, line {number} is no reading; delete the line or the file"
                ) from None
    return found


def _slug(model: str) -> str:
    """A file name for a model; names that would come out the same get a hash.

    >>> _slug("qwen3"), _slug("org/model:7b")
    ('qwen3', 'org_model_7b-a0975b')
    """
    plain = re.sub(r"[^A-Za-z0-9.-]+", "_", model).strip("._") or "model"
    return plain if plain == model else f"{plain[:80]}-{hashlib.sha256(model.encode()).hexdigest()[:6]}"
