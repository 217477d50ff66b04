"""Place expressions of an article, and the place of an act; drawn no more exactly than the words allow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tidings.codebook.gazetteer import Gazetteer, Toponym
from tidings.model import tree
from tidings.model.analysis import Analysis
from tidings.model.records import Place

_LABELS = frozenset({"GPE", "LOC", "FAC"})
_LOCATIVE = frozenset(
    "in at near outside inside around across throughout into to within from off between along toward towards".split()
)


def find_places(analysis: Analysis, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The place names of the coded sentences that the gazetteer knows, resolved over the whole article.

    A name that several places bear goes to the country the article's other places lie in, then to
    the place with the most inhabitants. Names the gazetteer does not know are left out.
    """
    candidates: list[tuple[int, int, tuple[Toponym, ...]]] = []
    for name in analysis.names:
        if name.label not in _LABELS:
            continue
        first = name.first + (analysis.words[name.first].lower == "the" and name.last - name.first > 1)
        last = name.last - (analysis.words[name.last - 1].text == "'s")
        if first < last:
            found = gazetteer.look_up(analysis.slice(first, last))
            if found:
                candidates.append((first, last, found))
    weight: Counter[str] = Counter()
    for _, _, found in candidates:
        countries = {t.country for t in found if t.country}
        best = max(found, key=_size).country
        if best:
            weight[best] += 2 if len(countries) == 1 else 1
    return tuple(_place(analysis, first, last, _choose(found, weight)) for first, last, found in candidates)


def _size(toponym: Toponym) -> tuple[int, int, str]:
    return ("SPBAC".find(toponym.kind), toponym.population, toponym.name) if toponym.kind == "C" else (
        0, toponym.population, toponym.name)  # fmt: skip


def _choose(found: tuple[Toponym, ...], weight: Counter[str]) -> Toponym:
    focus = {country for country, _ in weight.most_common(3)}
    return max(found, key=lambda t: (t.kind == "C", t.country in focus and t.population > 500, _size(t)))


def _place(analysis: Analysis, first: int, last: int, toponym: Toponym) -> Place:
    start, end = analysis.words[first].start, analysis.words[last - 1].end
    words = " ".join(analysis.text[start:end].split())
    return Place(
        text=analysis.text[start:end],
        start=start,
        end=end,
        name=words,
        country=toponym.country,
        lat=toponym.lat,
        lon=toponym.lon,
        geonameid=toponym.geonameid,
        precision=toponym.precision,
    )


def choose_place(analysis: Analysis, trigger: int, places: Sequence[Place]) -> Place | None:
    """The place of the act at word `trigger`: a locative phrase of its own, then of its clause; else None."""
    sentence = analysis.sentences[analysis.words[trigger].sentence]
    here = [p for p in places if sentence.start <= p.start < sentence.end]
    if not here:
        return None
    clause = tree.clause_head(analysis, trigger)
    below, beside = [], []
    for place in here:
        word = next(w for w in analysis.words[sentence.first : sentence.last] if w.end > place.start)
        lead = analysis.words[word.i - 1].lower if word.i > sentence.first else ""
        lead = analysis.words[word.i - 2].lower if lead in ("the", "central", "northern", "southern", "eastern", "western") and word.i - 2 >= sentence.first else lead
        if lead not in _LOCATIVE:
            continue
        at = word.i
        for _ in range(8):
            if at == trigger:
                below.append(place)
                break
            at = analysis.words[at].head
        if tree.clause_head(analysis, word.i) == clause:
            beside.append(place)
    pool = below or beside or (here if len(here) == 1 else [])
    at = analysis.words[trigger].start
    return min(pool, key=lambda p: (p.precision == "country", abs(p.start - at))) if pool else None
