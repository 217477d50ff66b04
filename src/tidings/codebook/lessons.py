"""Lessons: what a codebook of one's own teaches by example, written by `tidings train --quick`.

A lesson is one marked example, or one miss, of an overlay that the rules alone read otherwise: the act's head word,
what stands around it, and what it is there. It decides where the same word stands among the same things.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tidings.codebook.yaml_files import Problem
from tidings.model.errors import CodebookError

FILE = "lessons.json"
Way = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one sentence teaches of words with the head `lemma` of that `pos`.

    `rule` is the act it is there, empty where it is none; `around` what stands around the word, `actors` and
    `recipients` the way from it to each party, as labels of the tree. `text` is the sentence.
    """

    lemma: str
    pos: str
    rule: str
    around: tuple[str, ...]
    actors: tuple[Way, ...]
    recipients: tuple[Way, ...]
    text: str


# by lemma and part of speech
Lessons = Mapping[tuple[str, str], tuple[Lesson, ...]]


def read_lessons(folders: Iterable[Path]) -> Lessons:
    """The lessons of the judges' folders, later folders last; raises `CodebookError` for a file not of the form."""
    found: list[Lesson] = []
    for folder in folders:
        path = folder / FILE
        if not path.is_file():
            continue
        try:
            found += [_lesson(row) for row in json.loads(path.read_text(encoding="utf-8"))["lessons"]]
        except (ValueError, KeyError, TypeError) as error:
            message = f"not lessons as `tidings train --quick` writes them ({error!r}); run it again"
            raise CodebookError(str(Problem(str(path), 1, message))) from error
    return by_word(found)


def by_word(lessons: Iterable[Lesson]) -> Lessons:
    """The lessons by lemma and part of speech, in their order."""
    found: dict[tuple[str, str], list[Lesson]] = {}
    for lesson in lessons:
        found.setdefault((lesson.lemma, lesson.pos), []).append(lesson)
    return {key: tuple(same) for key, same in found.items()}


def write_lessons(lessons: Sequence[Lesson], path: Path) -> None:
    """Write `lessons` as JSON, one line each."""
    lines = ",\n".join(json.dumps(asdict(lesson), ensure_ascii=False) for lesson in lessons)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{"lessons": [\n{lines}\n]}}\n' if lessons else '{"lessons": []}\n', encoding="utf-8")


def _lesson(row: Mapping[str, object]) -> Lesson:
    texts = {name: row[name] for name in ("lemma", "pos", "rule", "text")}
    lists = {name: row[name] for name in ("around", "actors", "recipients")}
    if not all(isinstance(value, str) for value in texts.values()):
        raise ValueError("lemma, pos, rule and text must be texts")
    if not all(isinstance(value, list) for value in lists.values()):
        raise ValueError("around, actors and recipients must be lists")
    around, actors, recipients = (row[name] for name in ("around", "actors", "recipients"))
    return Lesson(
        str(row["lemma"]), str(row["pos"]), str(row["rule"]), tuple(map(str, _list(around))),
        _paths(actors), _paths(recipients), str(row["text"]),
    )  # fmt: skip


def _paths(value: object) -> tuple[Way, ...]:
    return tuple(tuple(map(str, _list(way))) for way in _list(value))


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"{value!r} is no list")
    return value
