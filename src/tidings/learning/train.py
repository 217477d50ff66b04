"""Fit every judge of the coder on marked material, and measure what it does on articles it has not seen."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidings.codebook.judges import Judge, load_judge, read_judges
from tidings.codebook.loader import Codebook
from tidings.coding.confidence import FEATURES as CONFIDENCE_FEATURES
from tidings.evaluate.gold import GoldArticle, read_gold
from tidings.evaluate.score import Score, score_articles
from tidings.ingest.read import read_sources
from tidings.learning.confidence_rows import CLASSES as CONFIDENCE_CLASSES
from tidings.learning.confidence_rows import ConfidenceRow, rows_of_acts
from tidings.learning.forest import FOLDS, fit_forest, fold_of, write_judge
from tidings.learning.linear import fit_linear, write_linear
from tidings.learning.marked import MarkedText, marked_articles, marked_examples, marked_relations
from tidings.learning.party_rows import PARTS, fit_party_judges, part_of
from tidings.learning.relation_rows import RelationRow, relation_rows
from tidings.learning.reports import read_reports
from tidings.model.article import Article
from tidings.model.errors import InputError
from tidings.pipeline import code_analysis

if TYPE_CHECKING:
    from spacy.language import Language

JUDGES = ("parties", "confidence", "relations")


@dataclass(frozen=True, slots=True)
class Material:
    """All that is learnt from: read articles, the codebook's examples, sentences with their two parties."""

    gold: tuple[GoldArticle, ...]
    articles: tuple[MarkedText, ...]
    sentences: tuple[MarkedText, ...]
    relations: tuple[RelationRow, ...]


def gather_material(
    folder: Path, language: Language, codebook: Codebook, *, also: Sequence[Path] = ()
) -> Material:
    """The material under `folder`: `articles/` with gold, `reports/`, `packs/relations.jsonl`, whatever is there.

    `also` are further folders of marked texts or marked reports. Raises `InputError` when the folder has neither marked articles nor reports.
    """
    gold = read_gold(folder / "articles") if (folder / "articles").is_dir() else ()
    if (folder / "reports").is_dir():
        gold = (*gold, *read_reports(folder / "reports"))
    for more in also:
        gold = (*gold, *(read_reports(more) if any(more.glob("*.report")) else read_gold(more, _pages(more))))
    if not gold:
        raise InputError(
            f"{folder} has neither articles/ nor reports/ with marked texts; give the folder that holds them"
        )
    articles = tuple(marked_articles(gold, language, codebook))
    sentences = list(marked_examples(language, codebook))
    pairs = folder / "packs" / "relations.jsonl"
    relations: list[RelationRow] = []
    if pairs.is_file():
        sentences.extend(marked_relations(pairs, language, codebook))
        relations = relation_rows(pairs, language, codebook)
    return Material(tuple(gold), articles, tuple(sentences), tuple(relations))


def _pages(folder: Path) -> dict[str, str]:
    """The texts of the web pages of a folder, by name: their marks index the text that is read from them."""
    paths = sorted(folder.glob("*.html"))
    return {
        path.stem: item.text for path in paths for item in read_sources([path]) if isinstance(item, Article)
    }


def train(
    material: Material, codebook: Codebook, target: Path, which: Sequence[str], say: Callable[[str], None]
) -> None:
    """Fit the judges named in `which` on all of the material and write them to the folder `target`."""
    if "parties" in which:
        fit_party_judges(material.articles, target, _about(material, codebook, 0), say)
    if "confidence" in which:
        acts = rows_of_acts(material.articles)
        say(f"confidence: {len(acts)} acts, {sum(row.right for row in acts)} right")
        _fit_confidence(acts, target / "confidence.json", about=_about(material, codebook, len(acts)))
    pairs = material.relations
    if "relations" in which and pairs:
        say(f"relations: {len(pairs)} sentences")
        fitted = fit_linear([r.features for r in pairs], [r.label for r in pairs], [1.0] * len(pairs))
        write_linear(fitted, target / "relations.json", about=_about(material, codebook, len(pairs)))


def cross_validate(
    material: Material, codebook: Codebook, work: Path, say: Callable[[str], None]
) -> dict[str, Score]:
    """Scores of the whole coding where the parties of each article are judged without its part of the material.

    `work` is a folder for the parts' judges.
    """
    return score_articles(material.gold, code_unseen(material, codebook, work, say))


def code_unseen(
    material: Material, codebook: Codebook, work: Path, say: Callable[[str], None]
) -> dict[str, list[dict[str, Any]]]:
    """The records of every article by its id, its parties judged by judges fitted without its part."""
    found: dict[str, list[dict[str, Any]]] = {}
    for part in range(PARTS):
        here = [text for text in material.articles if part_of(text) == part]
        folder = work / f"part-{part}"
        fit_party_judges([t for t in material.articles if part_of(t) != part], folder, {}, lambda _: None)
        fitted = read_judges([folder])
        judges = dataclasses.replace(
            codebook.judges, links=fitted.links, parties=fitted.parties, party_sets=fitted.party_sets
        )
        for text in here:
            coded = code_analysis(text.article, text.analysis, codebook, judges)
            found[text.article.id] = [record.to_dict() for record in coded.records]
        say(f"part {part + 1} of {PARTS}: {len(here)} articles")
    return found


def _fit_confidence(rows: Sequence[ConfidenceRow], path: Path, *, about: dict[str, Any]) -> None:
    model = fit_forest(
        [row.features for row in rows],
        [int(row.right) for row in rows],
        [1.0] * len(rows),
        trees=80,
        leaves=5,
        rate=0.04,
    )
    write_judge(model, path, features=CONFIDENCE_FEATURES, classes=CONFIDENCE_CLASSES, about=about)


def confidence_on_unseen(material: Material, work: Path) -> list[tuple[float, bool]]:
    """The chance and the truth of every act, each judged by a judge fitted without its article's fold."""
    rows = rows_of_acts(material.articles)
    pairs: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        here = [row for row in rows if fold_of(row.group) == fold]
        path = work / f"confidence-{fold}.json"
        _fit_confidence([row for row in rows if fold_of(row.group) != fold], path, about={})
        judge = _read(path)
        if judge and here:
            chances = judge.probabilities([row.features for row in here])
            pairs.extend((yes, row.right) for (_, yes), row in zip(chances, here, strict=True))
    return pairs


def _read(path: Path) -> Judge | None:
    judge, problems = load_judge(path)
    if problems:
        raise InputError(str(problems[0]))
    return judge


def _about(material: Material, codebook: Codebook, rows: int) -> dict[str, Any]:
    """What a judge was fitted on: counts, and a hash of the material's texts and marks."""
    told = json.dumps([(g.id, g.text, g.records) for g in material.gold], sort_keys=True, default=str)
    return {
        "articles": len(material.articles),
        "sentences": len(material.sentences),
        "rows": rows,
        "acts": len(codebook.acts.acts),
        "material": hashlib.sha256(told.encode()).hexdigest()[:16],
        "seed": 1,
    }
