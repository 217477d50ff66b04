"""Analyses of many short texts, kept in a cache folder: a text that was parsed before is not parsed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidings.codebook.cache import code_version, read_cache, uncollected, write_cache
from tidings.language.analyse import analyse_each
from tidings.language.pipeline import MODEL_VERSION, SPACY_VERSION
from tidings.model.analysis import Analysis, Name, Sentence, Word

if TYPE_CHECKING:
    from spacy.language import Language

_BATCH = 250  # texts parsed in one go


def analyse_kept(
    texts: Iterable[str], language: Callable[[], Language], folder: Path | None = None
) -> dict[str, Analysis]:
    """Each text with its analysis, parsed by itself; those kept in `folder` are taken from there.

    The model is loaded only when something has to be parsed. What is kept afterwards is what was asked for.
    """
    wanted = list(dict.fromkeys(texts))
    key = f"{MODEL_VERSION}-{SPACY_VERSION}-{code_version(Path(__file__).parent)}"
    with uncollected():
        kept = _read(folder, key)
        missing = [text for text in wanted if text not in kept]
        if missing:
            loaded = language()
            for start in range(0, len(missing), _BATCH):
                batch = missing[start : start + _BATCH]
                for text, analysis in zip(batch, analyse_each(batch, loaded), strict=True):
                    kept[text] = _plain(analysis)
        if folder and (missing or len(kept) > len(wanted)):
            write_cache(folder, "parses", key, {text: kept[text] for text in wanted})
        return {text: _analysis(text, kept[text]) for text in wanted}


def _read(folder: Path | None, key: str) -> dict[str, Any]:
    kept = read_cache(folder, "parses", key) if folder else None
    return kept if isinstance(kept, dict) else {}


def _plain(analysis: Analysis) -> tuple[Any, ...]:
    parts = (analysis.words, analysis.sentences, analysis.names)
    return (*(tuple(map(tuple, part)) for part in parts), analysis.children)


def _analysis(text: str, plain: tuple[Any, ...]) -> Analysis:
    words, sentences, names, children = plain
    return Analysis(
        "text",
        text,
        tuple(map(Word._make, words)),
        tuple(map(Sentence._make, sentences)),
        tuple(map(Name._make, names)),
        children,
    )
