"""The speech cues: read into sets, and true to their own examples and misses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tidings.codebook.loader import SHIPPED
from tidings.codebook.speech import SpeechCues, load_speech
from tidings.codebook.yaml_files import read_yaml
from tidings.coding.statements import find_statements
from tidings.language.analyse import analyse
from tidings.model.article import Article
from tidings.pipeline import Coder

_WIDE = ("attitudes", "wishing", "judging")
_ENTRIES = {k: v for k, v in read_yaml(SHIPPED / "speech.yaml")[0].items() if not k.startswith("__")}
_EXAMPLES = [(key, text) for key, entry in _ENTRIES.items() for text in entry["examples"]]
_MISSES = [(key, text) for key, entry in _ENTRIES.items() for text in entry["misses"]]


def _contents(coder: Coder, key: str, text: str) -> list[str]:
    analysis = analyse(Article(id="t", text=text), coder.language)
    found = find_statements(analysis, (), coder.codebook.speech, attitudes=key in _WIDE)
    return [s.content.quote for s in found]


@pytest.mark.parametrize(("key", "marked"), _EXAMPLES)
def test_examples_are_found(coder: Coder, key: str, marked: str) -> None:
    wanted = re.findall(r"\[content ([^\]]*)\]", marked)
    text = re.sub(r"\[content ([^\]]*)\]", r"\1", marked)
    assert _contents(coder, key, text) == wanted


@pytest.mark.parametrize(("key", "text"), _MISSES)
def test_misses_are_not_found(coder: Coder, key: str, text: str) -> None:
    assert _contents(coder, key, text) == []


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
