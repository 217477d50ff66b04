"""The speech cues: read into sets, and true to their own examples and misses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tidings.codebook.loader import SHIPPED
from tidings.codebook.speech import SpeechCues, load_speech
from tidings.codebook.yaml_files import read_yaml
from tidings.coding.statements import find_attitudes, find_statements
from tidings.language.analyse import analyse
from tidings.language.pipeline import load_language
from tidings.model.article import Article

if TYPE_CHECKING:
    from spacy.language import Language

_WIDE = ("attitudes", "wishing", "judging", "talking")
_ENTRIES = {k: v for k, v in read_yaml(SHIPPED / "speech.yaml")[0].items() if not k.startswith("__")}
_EXAMPLES = [(key, text) for key, entry in _ENTRIES.items() for text in entry["examples"]]
_MISSES = [(key, text) for key, entry in _ENTRIES.items() for text in entry["misses"]]


@dataclass(frozen=True)
class Kit:
    """The language model and the speech cues, loaded once."""

    language: Language
    speech: SpeechCues


@pytest.fixture(scope="module")
def kit() -> Kit:
    return Kit(load_language(), load_speech(SHIPPED / "speech.yaml"))


def _contents(kit: Kit, key: str, text: str) -> list[str]:
    analysis = analyse(Article(id="t", text=text), kit.language)
    found = find_statements(analysis, (), kit.speech)
    if key in _WIDE:
        found = find_attitudes(analysis, (), kit.speech, found)
    return [s.content.quote for s in found]


@pytest.mark.parametrize(("key", "marked"), _EXAMPLES)
def test_examples_are_found(kit: Kit, key: str, marked: str) -> None:
    wanted = re.findall(r"\[content ([^\]]*)\]", marked)
    text = re.sub(r"\[content ([^\]]*)\]", r"\1", marked)
    assert _contents(kit, key, text) == wanted


@pytest.mark.parametrize(("key", "text"), _MISSES)
def test_misses_are_not_found(kit: Kit, key: str, text: str) -> None:
    assert _contents(kit, key, text) == []


def test_every_section_is_read() -> None:
    cues = load_speech(SHIPPED / "speech.yaml")
    assert set(_ENTRIES) == set(SpeechCues.__dataclass_fields__)
    assert all(getattr(cues, key) for key in _ENTRIES)


def test_missing_sections_are_empty(tmp_path: Path) -> None:
    path = tmp_path / "speech.yaml"
    path.write_text("said:\n  verbs: say | tell\n", encoding="utf-8")
    cues = load_speech(path)
    assert cues.said == {"say", "tell"}
    assert cues.nouns == frozenset()
