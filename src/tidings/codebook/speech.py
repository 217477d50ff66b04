"""Words that report speech: `data/speech.yaml`, read into sets by construction."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tidings.codebook.acts import alternatives
from tidings.codebook.yaml_files import read_yaml


@dataclass(frozen=True, slots=True)
class SpeechCues:
    """Lemmas of reporting words, by how their content is attached (see `data/speech.yaml`)."""

    said: frozenset[str]
    quoting: frozenset[str]
    asked: frozenset[str]
    promising: frozenset[str]
    denying: frozenset[str]
    accusing: frozenset[str]
    descriptive: frozenset[str]
    with_noun_phrase: frozenset[str]
    impersonal: frozenset[str]
    nouns: frozenset[str]
    carrying: frozenset[str]
    documents: frozenset[str]
    answers: frozenset[str]
    voices: frozenset[str]
    attitudes: frozenset[str]
    wishing: frozenset[str]
    judging: frozenset[str]
    talking: frozenset[str]


def load_speech(path: Path) -> SpeechCues:
    """The speech cues of a codebook file; a missing section is empty."""
    content, _ = read_yaml(path)
    entries = content or {}
    return SpeechCues(**{key: _words(entries.get(key) or {}) for key in SpeechCues.__dataclass_fields__})


def _words(entry: dict[str, str]) -> frozenset[str]:
    return frozenset(alternatives(entry.get("verbs") or entry.get("words")))
