"""Material to learn from: texts with the acts of interest marked, each with its analysis and the rules' draft."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidings.codebook.loader import Codebook
from tidings.evaluate.gold import GoldArticle
from tidings.evaluate.score import sentence_at, sentence_ends
from tidings.language.analyse import analyse, analyse_each
from tidings.model.analysis import Analysis, Mention
from tidings.model.article import Article
from tidings.model.ids import content_id
from tidings.pipeline import Draft, draft_events
from tidings.recode import article_of

if TYPE_CHECKING:
    from spacy.language import Language

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class MarkedText:
    """One text of the material. `gold` has one entry per draft event: the marked act it is, or None.

    `group` names what must not be split over folds (an article; an act's examples). `weight` is how much
    one act of this material counts beside one of a read article. `whole` tells texts whose every act is
    marked, so that a draft without gold is known to be wrong.
    """

    group: str
    weight: float
    whole: bool
    article: Article
    analysis: Analysis
    draft: Draft
    gold: tuple[Row | None, ...]


def marked_articles(
    gold: Sequence[GoldArticle], language: Language, codebook: Codebook
) -> Iterator[MarkedText]:
    """The read articles of a gold folder."""
    for marked in gold:
        article = article_of(marked)
        analysis = analyse(article, language)
        draft = draft_events(article, analysis, codebook)
        yield MarkedText(
            marked.id,
            1.0,
            True,
            article,
            analysis,
            draft,
            _aligned(marked.text, draft, marked.of_kind("event")),
        )


def _aligned(text: str, draft: Draft, rows: Sequence[Row]) -> tuple[Row | None, ...]:
    """For each draft event the gold event of its type in its sentence, overlapping triggers first."""
    ends = sentence_ends(text)
    pairs = []
    for n, event in enumerate(draft.events):
        here = sentence_at(ends, event.trigger.start)
        for m, row in enumerate(rows):
            if row["type"] != event.type or sentence_at(ends, row["start"]) != here:
                continue
            end = row["start"] + len(row["trigger"])
            overlap = min(end, event.trigger.end) - max(row["start"], event.trigger.start)
            pairs.append((-max(0, overlap), abs(event.trigger.start - row["start"]), n, m))
    found: list[Row | None] = [None] * len(draft.events)
    used: set[int] = set()
    for _, _, n, m in sorted(pairs):
        if found[n] is None and m not in used:
            found[n] = rows[m]
            used.add(m)
    return tuple(found)


def marked_examples(language: Language, codebook: Codebook) -> Iterator[MarkedText]:
    """The codebook's own examples, their parties as marked."""
    cases = [(act, example) for act in codebook.acts.acts for example in act.examples if example.act]
    analyses = analyse_each([_flat(example.text) for _, example in cases], language)
    for (act, example), analysis in zip(cases, analyses, strict=True):
        article = Article(id=content_id("ex", example.text), text=example.text)
        draft = draft_events(article, analysis, codebook)
        span = example.act or (0, 0)
        at = next(
            (
                n
                for n, event in enumerate(draft.events)
                if event.type == act.type and event.trigger.start < span[1] and span[0] < event.trigger.end
            ),
            None,
        )
        if at is None:
            continue
        row = {
            "type": act.type,
            "status": example.status,
            "actor": _keys_in(draft.mentions, analysis, example.actors),
            "recipient": _keys_in(draft.mentions, analysis, example.recipients),
        }
        gold = tuple(row if n == at else None for n in range(len(draft.events)))
        yield MarkedText(f"example {act.rule}", 0.5, False, article, analysis, draft, gold)


def marked_relations(path: Path, language: Language, codebook: Codebook) -> Iterator[MarkedText]:
    """Sentences with a source, a target and the type of act between them, one JSON object a line."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    analyses = analyse_each([_flat(line["text"]) for line in lines], language)
    for line, analysis in zip(lines, analyses, strict=True):
        article = Article(id=line["id"], text=line["text"])
        draft = draft_events(article, analysis, codebook)
        actors = _keys_in(draft.mentions, analysis, _spans(line["source"]))
        recipients = _keys_in(draft.mentions, analysis, _spans(line["target"]))
        marked = {"type": line["gold"], "actor": actors, "recipient": recipients}
        fits = [
            (-_agreeing(event.actors, actors) - _agreeing(event.recipients, recipients), n)
            for n, event in enumerate(draft.events)
            if _yielding(event.type) == _yielding(line["gold"])
        ]
        if not fits:
            continue
        at = min(fits)[1]
        if draft.acts[at].act.reciprocal:
            marked = {**marked, "actor": [*actors, *recipients], "recipient": []}
        gold = tuple(marked if n == at else None for n in range(len(draft.events)))
        yield MarkedText(f"relation {line['id']}", 0.5, False, article, analysis, draft, gold)


def _yielding(event_type: str) -> str:
    """CONCEDE and RETREAT are one class in the relations material."""
    return "YIELD" if event_type in ("CONCEDE", "RETREAT") else event_type


def _spans(span: dict[str, int] | None) -> list[tuple[int, int]]:
    return [] if span is None else [(span["start"], span["end"])]


def _agreeing(actors: Sequence[Any], rows: Sequence[Row]) -> int:
    names = {row["name"] for row in rows}
    return sum(actor.name in names for actor in actors)


def _keys_in(mentions: Sequence[Mention], analysis: Analysis, spans: Sequence[tuple[int, int]]) -> list[Row]:
    """The actors whose mention's head stands in one of the spans, as gold rows."""
    return [
        {"name": actor.name, "country": actor.country, "sector": actor.sector}
        for mention in mentions
        if any(start <= analysis.words[mention.head].start < end for start, end in spans)
        for actor in mention.actors
    ]


def _flat(text: str) -> str:
    """The sentence on one line, offsets kept."""
    return text.replace("\n", " ")
