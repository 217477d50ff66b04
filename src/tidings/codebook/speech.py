"""Words that report speech: `data/speech.yaml`, read into sets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tidings.codebook.acts import alternatives
from tidings.codebook.yaml_files import read_yaml


@dataclass(frozen=True, slots=True)
class SpeechCues:
    """Lemmas of reporting verbs, by how their content is attached."""

    said: frozenset[str]
    descriptive: frozenset[str]
    accusing: frozenset[str]
    quoting_only: frozenset[str]


def load_speech(path: Path) -> SpeechCues:
    """The speech cues of a codebook file."""
    content, _ = read_yaml(path)
    return SpeechCues(
        **{key: frozenset(alternatives((content or {}).get(key))) for key in SpeechCues.__dataclass_fields__}
    )
