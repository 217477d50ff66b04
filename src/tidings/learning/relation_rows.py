"""From sentences with two parties and the class between them to rows for the relations judge."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.codebook.judges import LinearJudge
from tidings.codebook.loader import Codebook
from tidings.coding.relation_features import class_of, find_ties, relation_features
from tidings.language.analyse import analyse_each
from tidings.learning.forest import FOLDS, fold_of
from tidings.learning.linear import fit_linear
from tidings.model.article import Article
from tidings.pipeline import draft_events

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class RelationRow:
    """One sentence: its features and the class marked."""

    id: str
    features: Mapping[str, float]
    label: str


def relation_rows(path: Path, language: Language, codebook: Codebook) -> list[RelationRow]:
    """The rows of a JSON-lines file of `{"id", "text", "source", "target", "gold"}`, in file order."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    analyses = analyse_each([line["text"].replace("\n", " ") for line in lines], language)
    rows = []
    for line, analysis in zip(lines, analyses, strict=True):
        draft = draft_events(Article(id=line["id"], text=line["text"]), analysis, codebook)
        source, target = _span(line["source"]), _span(line["target"])
        ties = find_ties(analysis, draft.acts, source, target)
        rows.append(
            RelationRow(line["id"], relation_features(analysis, ties, source, target), class_of(line["gold"]))
        )
    return rows


def _span(span: Mapping[str, int] | None) -> tuple[int, int] | None:
    return None if span is None else (span["start"], span["end"])


def cross_validated(rows: list[RelationRow]) -> dict[str, str]:
    """The class given to each sentence by a judge fitted without its fold, by id."""
    found: dict[str, str] = {}
    for fold in range(FOLDS):
        known = [row for row in rows if fold_of(row.id) != fold]
        fitted = fit_linear([r.features for r in known], [r.label for r in known], [1.0] * len(known))
        judge = LinearJudge(
            tuple(fitted["classes"]),
            tuple(fitted["bias"]),
            {name: tuple(weights) for name, weights in fitted["weights"].items()},
        )
        for row in rows:
            if fold_of(row.id) == fold:
                chances = judge.probabilities(row.features)
                found[row.id] = max(chances, key=lambda c: (chances[c], c))
    return found


def macro_f1(rows: list[RelationRow], found: Mapping[str, str]) -> float:
    """The mean over the marked classes of the F1 of each."""
    scores = []
    for label in sorted({row.label for row in rows}):
        right = sum(row.label == label == found.get(row.id) for row in rows)
        wanted = sum(row.label == label for row in rows)
        given = sum(found.get(row.id) == label for row in rows)
        scores.append(2 * right / (wanted + given) if wanted + given else 0.0)
    return sum(scores) / len(scores) if scores else 0.0
