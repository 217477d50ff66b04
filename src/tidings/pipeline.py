"""From article to records: the only file that knows the order of the stages."""

from __future__ import annotations

import bisect
import dataclasses
import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tidings import __version__
from tidings.codebook.judges import Judges
from tidings.codebook.loader import Codebook, load_codebook
from tidings.codebook.ontology import CAMEO_ROOT, QUAD, SPOKEN
from tidings.coding.actors import find_actors
from tidings.coding.acts import Found, find_acts
from tidings.coding.acts_about import face_doers
from tidings.coding.confidence import judge_confidence, set_aside
from tidings.coding.coreference import resolve_first_person, resolve_references
from tidings.coding.counterparts import face_counterparts
from tidings.coding.courts import name_courts
from tidings.coding.date_of_act import choose_date
from tidings.coding.date_of_event import mention_key, share_dates
from tidings.coding.date_published import Window, find_dates_within, infer_published
from tidings.coding.dates import find_dates
from tidings.coding.figures import find_figures
from tidings.coding.party_choice import choose_parties
from tidings.coding.place_of_event import share_places
from tidings.coding.places import choose_place, find_places
from tidings.coding.relevance import (
    PRIVATE,
    domain_of,
    domain_of_words,
    is_political,
    judge_privacy,
    judge_relevance,
    set_apart,
)
from tidings.coding.stances import with_stances
from tidings.coding.statements import find_attitudes, find_statements, said_by_chain, speakers_of
from tidings.coding.status import judge_status
from tidings.coding.status_of_event import settle_status, status_by_date
from tidings.coding.taught import apply_lessons
from tidings.language.analyse import analyse_together
from tidings.language.pipeline import load_language
from tidings.model.analysis import Analysis, Mention
from tidings.model.article import Article, Dropped, Evidence
from tidings.model.coded import Coded
from tidings.model.ids import content_id
from tidings.model.records import Actor, Date, EventMention, Place, Record, Statement, words_of

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


def load_coder(codebook: Path | Sequence[Path] | None = None, *, cache: Path | None = None) -> Coder:
    """The coder with the shipped codebook, overlaid by the folders `codebook` (the last on top) when given.

    `cache` is a folder to keep the read codebook in. Raises `LanguageError` when the model is missing,
    `CodebookError` when the codebook has faults, `UsageError` for an overlay that is no folder.
    """
    return Coder(load_language(), load_codebook(codebook, cache=cache))


def shared_coder(cache: Path | None = None) -> Coder:
    """The coder with the shipped codebook, loaded once per process; `cache` as for `load_coder`."""
    return _shared_coder(cache)


@functools.cache
def _shared_coder(cache: Path | None) -> Coder:
    return load_coder(cache=cache)


def code_article(article: Article, coder: Coder) -> Coded:
    """Code one article: the same article, codebook and version give the same records, bit for bit."""
    return code_together([article], coder)[0]


def code_together(articles: Sequence[Article], coder: Coder) -> list[Coded]:
    """Code several articles: the records that each gives alone, in less time."""
    analyses = analyse_together(articles, coder.language)
    return [
        code_analysis(a, analysis, coder.codebook) for a, analysis in zip(articles, analyses, strict=True)
    ]


def code_analysis(
    article: Article, analysis: Analysis, codebook: Codebook, judges: Judges | None = None
) -> Coded:
    """Code an article whose analysis is at hand; `judges` are the codebook's own unless others are given.

    The day of issue is inferred where the article has none and its text pins it.
    """
    judges = judges or codebook.judges
    window = _issue_window(article, analysis, codebook)
    article = _with_inferred_day(article, window)
    draft = _draft(article, analysis, codebook, window)
    mentions, statements, dates = draft.mentions, draft.statements, draft.dates
    domain = domain_of(analysis, codebook.domains)
    kept, irrelevant = judge_relevance(draft.events, domain)
    political = is_political(analysis, codebook.domains)
    private = () if political else judge_privacy(analysis, mentions, kept)
    kept = () if private else kept
    own = {mention_key(mention): mention.date for mention in kept if mention.date}
    own_places = {mention_key(mention): mention.place for mention in kept if mention.place}
    labelled = choose_parties(analysis, mentions, draft.acts, kept, draft.scenes, judges) if kept else ()
    if kept:
        labelled = face_doers(analysis, draft.acts, labelled)
        labelled = name_courts(analysis, mentions, draft.acts, labelled)
        labelled = face_counterparts(labelled)
        labelled = judge_confidence(analysis, draft.acts, labelled, judges.confidence)
        labelled, unlikely = set_aside(analysis, labelled)
        irrelevant = (*irrelevant, *unlikely)
    labelled = share_places(analysis, labelled, own_places)
    published = article.published.isoformat() if article.published else None
    events = settle_status(share_dates(analysis, labelled, own, dates, published), article.published)
    sources = tuple((s.content.start, s.content.end, s.speaker) for s in statements if s.speaker)
    figures = find_figures(analysis, mentions, codebook.figures, events, sources, dates, draft.places)
    said, unsaid = judge_relevance(statements, domain_of_words(domain))
    counted, uncounted = ((), set_apart(figures, PRIVATE)) if private else judge_relevance(figures, domain)
    records = _finished(article, analysis, codebook, (*events, *said, *counted))
    attitudes, _ = judge_relevance(
        find_attitudes(analysis, mentions, codebook.speech, statements), domain_of_words(domain)
    )
    return Coded(
        article=article,
        records=records,
        attitudes=tuple(
            r for r in _finished(article, analysis, codebook, attitudes) if isinstance(r, Statement)
        ),
        dates=dates,
        places=draft.places,
        dropped=(*draft.dropped, *irrelevant, *private, *unsaid, *uncounted),
        codebook=codebook.version,
        coder=__version__,
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """What the rules found in an article, before anything is weighed against the rest of it.

    `events[n]` is the draft of `acts[n]`; `scenes[n]` are the countries where that act may have happened.
    """

    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    dates: tuple[Date, ...]
    places: tuple[Place, ...]
    acts: tuple[Found, ...]
    events: tuple[EventMention, ...]
    scenes: tuple[frozenset[str], ...]
    dropped: tuple[Dropped, ...]


def _issue_window(article: Article, analysis: Analysis, codebook: Codebook) -> Window | None:
    """The days on which an article read without a day of issue may have been issued, by its own text."""
    if article.published is not None:
        return None
    return infer_published(analysis, codebook.dates, codebook.actors)


def _with_inferred_day(article: Article, window: Window | None) -> Article:
    """The article with the day of issue that its own text pins, where it was read without one."""
    if window is None or window.first != window.last:
        return article
    return dataclasses.replace(article, published=window.first, published_origin="inferred")


def _dates(
    article: Article, analysis: Analysis, codebook: Codebook, window: Window | None
) -> tuple[Date, ...]:
    if article.published is None and window is not None:
        return find_dates_within(analysis, window, codebook.dates)
    return find_dates(analysis, article.published, codebook.dates)


def draft_events(article: Article, analysis: Analysis, codebook: Codebook) -> Draft:
    """Run the rules over an article: actors, statements, dates, places, and a draft of every act."""
    return _draft(article, analysis, codebook, _issue_window(article, analysis, codebook))


def _draft(article: Article, analysis: Analysis, codebook: Codebook, window: Window | None) -> Draft:
    gazetteer = codebook.gazetteer
    dates = _dates(article, analysis, codebook, window)
    found = find_actors(
        analysis,
        codebook.actors,
        on=article.published,
        place_country=gazetteer.country_of,
        place_sizes=gazetteer.sizes_of,
    )
    mentions = resolve_references(analysis, found, codebook.actors)
    statements = find_statements(analysis, mentions, codebook.speech)
    statements = with_stances(analysis, mentions, statements, codebook.stance)
    mentions = resolve_first_person(analysis, mentions, speakers_of(statements))
    places = find_places(analysis, gazetteer)
    acts, dropped = find_acts(analysis, mentions, codebook.acts)
    if codebook.lessons:
        acts, untaught = apply_lessons(analysis, mentions, acts, codebook.lessons, codebook.acts_by_rule)
        dropped = (*dropped, *untaught)
    triggers = frozenset(act.word for act in acts)
    events = tuple(
        _event(article, analysis, codebook, act, statements, dates, places, triggers) for act in acts
    )
    scenes = tuple(_scene(analysis, act, event, places) for act, event in zip(acts, events, strict=True))
    return Draft(mentions, statements, dates, places, acts, events, scenes, dropped)


def _scene(analysis: Analysis, act: Found, event: EventMention, places: tuple[Place, ...]) -> frozenset[str]:
    """The country of the act's place, else those of the places its sentence names."""
    if event.place and event.place.country:
        return frozenset({event.place.country})
    sentence = analysis.sentences[analysis.words[act.word].sentence]
    return frozenset(p.country for p in places if p.country and sentence.start <= p.start < sentence.end)


def _event(
    article: Article,
    analysis: Analysis,
    codebook: Codebook,
    found: Found,
    statements: tuple[Statement, ...],
    dates: tuple[Date, ...],
    places: tuple[Place, ...],
    triggers: frozenset[int],
) -> EventMention:
    act = found.act
    words = analysis.words
    start, end = words[found.first].start, words[found.last - 1].end
    status, because = judge_status(analysis, found.word, found.light, codebook.status)
    date = choose_date(
        analysis,
        found.word,
        dates,
        carriers=[i for i in (*range(found.first, found.last), found.light) if i is not None],
        spoken=act.type in SPOKEN,
        acts=triggers,
        saying=codebook.speech.said,
        published=article.published.isoformat() if article.published else None,
    )
    status = status_by_date(status, date, article.published)
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
        path=(
            f"act {act.rule}" + (f" (taught: {found.taught})" if found.taught else ""),
            f"status {status}" + (f" ({because})" if because else ""),
        ),
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


def _confidence(found: Found) -> float:
    score = 0.5
    score += 0.15 if found.actors else 0.0
    score += 0.15 if found.recipients else 0.0
    return round(score, 2)


def _finished(
    article: Article, analysis: Analysis, codebook: Codebook, records: tuple[Record, ...]
) -> tuple[Record, ...]:
    """The records in text order with content ids, sentences and versions; equal records are one."""
    text = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
    starts = [s.start for s in analysis.sentences]
    done: dict[str, Record] = {}
    for record in sorted(records, key=_order):
        span = words_of(record)
        parts = (article.id, text, record.kind, span.start, span.end, record.rule, codebook.version)
        key = content_id(
            {"event": "ev", "statement": "st", "figure": "fi", "attitude": "at"}[record.kind], *parts
        )
        done.setdefault(
            key,
            dataclasses.replace(
                record,
                id=key,
                sentence=_sentence_of(analysis, starts, span),
                codebook=codebook.version,
                coder=__version__,
            ),
        )
    return tuple(done.values())


def _sentence_of(analysis: Analysis, starts: list[int], span: Evidence) -> Evidence | None:
    """From the sentence in which `span` begins to the one in which it ends."""
    first = bisect.bisect_right(starts, span.start) - 1
    last = bisect.bisect_left(starts, span.end) - 1
    if first < 0:
        return None
    start = analysis.sentences[first].start
    end = max(analysis.sentences[max(first, last)].end, span.end)
    return Evidence(start, end, analysis.text[start:end])


def _order(record: Record) -> tuple[int, int, str, str]:
    span = words_of(record)
    return span.start, span.end, record.kind, record.rule
