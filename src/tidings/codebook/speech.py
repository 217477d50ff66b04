"""Words that report speech: `data/speech.yaml`, read into sets by construction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tidings.codebook.acts import alternatives
from tidings.codebook.layers import Change, Findings, Layer
from tidings.codebook.yaml_files import LINE, Problem, read_yaml

_KEYS = frozenset(["about", "verbs", "words", "examples", "misses", "remove"])


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


def read_speech(layers: Iterable[Layer], findings: Findings) -> SpeechCues:
    """The speech cues of all layers: an overlay's section adds its words and takes out those under `remove`."""
    sections: dict[str, set[str]] = {key: set() for key in SpeechCues.__dataclass_fields__}
    for layer in layers:
        path = layer.folder / "speech.yaml"
        if not path.exists():
            continue
        label = layer.label(path)
        content, found = read_yaml(path, name=label)
        findings.problems.extend(found)
        if content is not None and not isinstance(content, dict):
            findings.problems.append(Problem(label, 1, "the file needs sections with words"))
            continue
        for key, entry in (content or {}).items():
            if key != LINE:
                _lay_over(sections, key, entry, layer, label, findings)
    return SpeechCues(**{key: frozenset(words) for key, words in sections.items()})


def _lay_over(
    sections: dict[str, set[str]], key: str, entry: object, layer: Layer, label: str, findings: Findings
) -> None:
    if key not in sections or not isinstance(entry, dict):
        message = f"{key!r} is no section with keys; allowed: {', '.join(sorted(sections))}"
        findings.problems.append(Problem(label, 0, message))
        return
    line = entry.get(LINE, 0)
    unknown = sorted(set(entry) - _KEYS - {LINE})
    if unknown:
        message = f"unknown key {unknown[0]!r} in {key}; allowed: {', '.join(sorted(_KEYS))}"
        findings.problems.append(Problem(label, line, message))
    removed = frozenset(alternatives(entry.get("remove")))
    for word in sorted(removed - sections[key]):
        message = f"{word!r} cannot be removed from {key}: it is not there"
        findings.problems.append(Problem(label, line, message))
    added = _words(entry) - sections[key]
    if layer.name:
        for action, words in (("added", added), ("removed", removed & sections[key])):
            for word in sorted(words):
                findings.changes.append(Change(layer.name, "speech words", action, f"{key}: {word}"))
    sections[key] = (sections[key] | added) - removed


def _words(entry: dict[str, str]) -> frozenset[str]:
    return frozenset(alternatives(entry.get("verbs") or entry.get("words")))
