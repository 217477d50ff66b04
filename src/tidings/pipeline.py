"""From article to records: the only file that knows the order of the stages."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.codebook.loader import Codebook, load_codebook
from tidings.codebook.ontology import CAMEO_ROOT, QUAD
from tidings.coding.actors import find_actors
from tidings.coding.acts import Found, find_acts
from tidings.coding.coreference import resolve_first_person, resolve_references
from tidings.coding.dates import choose_date, find_dates
from tidings.coding.figures import find_figures
from tidings.coding.labels import label_events
from tidings.coding.places import choose_place, find_places
from tidings.coding.relevance import judge_relevance
from tidings.coding.statements import find_statements, said_by_chain, speakers_of
from tidings.coding.status import judge_status
from tidings.language.analyse import analyse
from tidings.language.pipeline import load_language
from tidings.model.analysis import Analysis, Mention
from tidings.model.article import Article, Dropped, Evidence
from tidings.model.errors import UsageError
from tidings.model.ids import content_id
from tidings.model.records import Actor, Date, EventMention, Place, Record, Statement

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Coder:
    """What coding needs, loaded once: the language model and the codebook."""

    language: Language
    codebook: Codebook

    @property
    def codebook_version(self) -> str:
        """Content hash of the codebook the coder works with."""
        return self.codebook.version


@dataclass(frozen=True, slots=True)
class Coded:
    """What one article yielded: its records, every date and place in it, and what was dropped and why."""

    article: Article
    records: tuple[Record, ...]
    dates: tuple[Date, ...]
    places: tuple[Place, ...]
    dropped: tuple[Dropped, ...]


def load_coder(codebook: Path | None = None) -> Coder:
    """The coder with the shipped codebook, overlaid by the folder `codebook` when given.

    Raises `LanguageError` when the model is missing, `CodebookError` when the codebook has faults.
    """
    return Coder(load_language(), load_codebook(codebook))


@functools.cache
def shared_coder() -> Coder:
    """The coder with the shipped codebook, loaded once per process."""
    return load_coder()


def code_article(article: Article, coder: Coder) -> Coded:
    """Code one article: the same article, codebook and version give the same records, bit for bit."""
    analysis = analyse(article, coder.language)
    return code_analysis(article, analysis, coder.codebook)


def code_analysis(article: Article, analysis: Analysis, codebook: Codebook) -> Coded:
    """Code an article whose analysis is at hand."""
    gazetteer = codebook.gazetteer
    dates = find_dates(analysis, article.published)
    on = article.published
    found = find_actors(analysis, codebook.actors, on=on, place_country=gazetteer.country_of)
    mentions = resolve_references(analysis, found, codebook.actors)
    statements = find_statements(analysis, mentions, codebook.speech)
    mentions = resolve_first_person(analysis, mentions, speakers_of(statements))
    places = find_places(analysis, gazetteer)
    acts, dropped = find_acts(analysis, mentions, codebook.acts)
    drafts = tuple(_event(article, analysis, codebook, act, statements, dates, places) for act in acts)
    kept, irrelevant = judge_relevance(analysis, drafts, codebook.domains)
    events = label_events(kept)
    sources = tuple((s.content.start, s.content.end, s.speaker) for s in statements if s.speaker)
    figures = find_figures(analysis, mentions, codebook.figures, events, sources)
    records = _with_ids(article, codebook, (*events, *statements, *figures))
    return Coded(article, records, dates, places, (*dropped, *irrelevant))


def _event(
    article: Article,
    analysis: Analysis,
    codebook: Codebook,
    found: Found,
    statements: tuple[Statement, ...],
    dates: tuple[Date, ...],
    places: tuple[Place, ...],
) -> EventMention:
    act = found.act
    words = analysis.words
    start, end = words[found.first].start, words[found.last - 1].end
    status, because = judge_status(analysis, found.word, found.light, codebook.status)
    date = choose_date(analysis, found.word, dates)
    status = _status_by_date(status, date, article)
    place = choose_place(analysis, found.word, places)
    recipients = _actors(found.recipients) or _hosts(found, analysis, places, codebook)
    cameo = act.cameo or CAMEO_ROOT[act.type]
    return EventMention(
        article=article.id,
        id="",
        event="",
        type=act.type,
        mode=act.mode,
        cameo=cameo,
        quad=QUAD[act.type],
        goldstein=codebook.goldstein(cameo),
        contexts=act.contexts,
        status=status,
        trigger=Evidence(start, end, analysis.text[start:end]),
        actors=_actors(found.actors),
        recipients=recipients,
        said_by=said_by_chain(statements, start, end),
        date=date,
        place=place,
        rule=act.rule,
        confidence=_confidence(found),
        path=(f"act {act.rule}", f"status {status}" + (f" ({because})" if because else "")),
    )


def _actors(mentions: tuple[Mention, ...]) -> tuple[Actor, ...]:
    found: list[Actor] = []
    for mention in mentions:
        for actor in mention.actors:
            if all(actor.name != other.name for other in found):
                found.append(actor)
    return tuple(found)


def _hosts(
    found: Found, analysis: Analysis, places: tuple[Place, ...], codebook: Codebook
) -> tuple[Actor, ...]:
    """The government of the country visited, where the act's object is a place ("flew into Moscow")."""
    for i in found.place_words:
        word = analysis.words[i]
        for place in places:
            if place.start <= word.start < place.end and place.country:
                state = codebook.gazetteer.country(place.country)
                return (
                    Actor(
                        text=place.text,
                        start=place.start,
                        end=place.end,
                        name=state.name if state else place.country,
                        id=f"country/{place.country}",
                        country=place.country,
                        sector="GOV",
                    ),
                )
    return ()


def _status_by_date(status: str, date: Date | None, article: Article) -> str:
    """What the event's own date says: after publication is future, long before is background."""
    if date is None or article.published is None or status not in ("actual", "future"):
        return status
    if status == "actual" and date.first and date.first > article.published.isoformat():
        return "future"
    if status == "actual" and date.last:
        last_year = date.last[:4] < str(article.published.year)
        months = (
            (article.published.year - int(date.last[:4])) * 12 + article.published.month - int(date.last[5:7])
        )
        if last_year and months > 2:
            return "historical"
    return status


def _confidence(found: Found) -> float:
    score = 0.5
    score += 0.15 if found.actors else 0.0
    score += 0.15 if found.recipients else 0.0
    return round(score, 2)


def _with_ids(article: Article, codebook: Codebook, records: tuple[Record, ...]) -> tuple[Record, ...]:
    """The records in text order with their content ids; equal records are one."""
    done: dict[str, Record] = {}
    for record in sorted(records, key=_order):
        span = _span(record)
        text = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
        parts = (article.id, text, record.kind, span.start, span.end, record.rule, codebook.version)
        key = content_id({"event": "ev", "statement": "st", "figure": "fi"}[record.kind], *parts)
        done.setdefault(key, dataclasses.replace(record, id=key))
    return tuple(done.values())


def _span(record: Record) -> Evidence:
    if isinstance(record, EventMention):
        return record.trigger
    return record.content if isinstance(record, Statement) else record.span


def _order(record: Record) -> tuple[int, int, str, str]:
    span = _span(record)
    return span.start, span.end, record.kind, record.rule


def explain(article: Article, coder: Coder, *, sentence: int | None = None) -> list[str]:
    """How each sentence was coded: its records with rule and decisions, or what dropped its candidates.

    `sentence` counts from 1; all sentences when None. Raises `UsageError` for a number out of range.
    """
    analysis = analyse(article, coder.language)
    coded = code_analysis(article, analysis, coder.codebook)
    count = len(analysis.sentences)
    if sentence is not None and not 1 <= sentence <= count:
        raise UsageError(f"--sentence {sentence} does not exist; the article has sentences 1 to {count}")
    lines: list[str] = []
    for number, s in enumerate(analysis.sentences, 1):
        if sentence not in (None, number):
            continue
        lines.append(f"{number}. {analysis.text[s.start : s.end]}")
        here = [r for r in coded.records if s.start <= _span(r).start < s.end]
        for record in here:
            path = "; ".join(record.path) if isinstance(record, EventMention) else record.rule
            lines.append(f"   {record.kind} {record.id}: {_span(record).quote!r} \u2014 {path}")
        dropped = [d for d in coded.dropped if d.start is not None and s.start <= d.start < s.end]
        lines.extend(f"   dropped {d.what!r}: {d.reason}" for d in dropped)
        if not here and not dropped:
            lines.append("   nothing: no word of the codebook's acts in this sentence")
    return lines
