"""What an article is about and where it plays: its countries, dateline, and the places of each sentence."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tidings.codebook.actors import ActorIndex, pieces
from tidings.coding.actor_names import Hit
from tidings.coding.noun_phrases import governing_label, preposition_of, words_of
from tidings.model import tree
from tidings.model.analysis import Analysis

COUNTRY_KINDS = frozenset({"adjective", "state", "people", "seat", "place"})
_LEADING = 3  # how much a mention in the first paragraphs counts towards the article's country
_DATELINE = 4  # and one in the dateline
_OUTWEIGHED = (
    0.8  # of the most named country's weight, below which the dateline is only where the reporter sits
)
# where the sentence happens to lie decides for people of the street, the article's country for those who rule
AT_HOME = frozenset({"GOV", "LEG", "JUD", "OPP", "PTY", "MIL", "SPY", "ELI"})
_NOBODYS = frozenset({"UNK", "IGO", "REF"})
_HERE = frozenset({"in", "at", "near", "across", "outside", "around", "inside", "throughout", "of"})
# How much smaller the namesake in one of the article's countries may be than the place best known by the name.
_BY_FAR = 25
_HAMLET = 15_000  # inhabitants: a smaller place in a country the article never names decides nothing
_TOWN_OF_DATELINE = re.compile(r"[,(/\u2013\u2014_]|--| - ")
_ABROAD = frozenset({"embassy", "consulate", "ambassador", "diplomat", "envoy"})
_LOCAL = words_of(
    "regional local provincial district municipal village town city county governor mayor councillor prefect"
)
_PARTY_WORDS = words_of(
    "unity democratic democrat democrats liberal liberals national people popular republican republicans "
    "labour labor conservative conservatives socialist socialists communist communists green greens social "
    "progressive justice freedom union congress front independent workers reform patriotic development new "
    "united christian islamic and for of the 's nationalist peasants farmers rally action future radical "
    "centre center"
)
_DIVISIONS = frozenset({"state", "province", "region", "district", "city", "county", "governorate", "town"})
SUPRANATIONAL = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG", "MNC"})


@dataclass(frozen=True)
class Context:
    """The article and what is known of its places. `at` maps a word to its hit, `number` a hit's first word."""

    analysis: Analysis
    actors: ActorIndex
    hits: Sequence[Hit]
    on: datetime.date | None
    place_country: Callable[[str], str | None]
    at: Mapping[int, Hit]
    number: Mapping[int, int]
    focus: str | None = None
    dateline: str | None = None
    sentence_places: Mapping[int, Sequence[tuple[int, str]]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    grounded: frozenset[str] = frozenset()
    described: dict[tuple[int, int], tuple[Hit, object]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @staticmethod
    def of(
        analysis: Analysis,
        actors: ActorIndex,
        hits: Sequence[Hit],
        on: datetime.date | None,
        place_country: Callable[[str], str | None],
        place_sizes: Callable[[str], Mapping[str, int]] | None = None,
    ) -> Context:
        """The context of an article: its hits by word, its places by sentence, its main country.

        `place_sizes` gives the inhabitants of the places of a name by country, so that a name that
        many countries have is read in the article's own.
        """
        at = {i: hit for hit in hits for i in range(hit.first, hit.last)}
        number = {hit.first: n for n, hit in enumerate(hits)}
        plain = Context(analysis, actors, hits, on, lambda _: None, at, number)
        lookup = _place_reader(place_country, place_sizes, _weights(plain))
        bare = Context(analysis, actors, hits, on, lookup, at, number)
        weights = _weights(bare)
        focus = max(weights, key=lambda c: weights[c]) if weights else None  # the first named of equals
        dateline = _dateline(bare)
        if dateline is not None and weights.get(dateline, 0) <= max(
            _DATELINE, _OUTWEIGHED * max(weights.values(), default=0)
        ):
            dateline = None
        return Context(
            analysis=analysis,
            actors=actors,
            hits=hits,
            on=on,
            place_country=lookup,
            at=at,
            number=number,
            focus=focus,
            dateline=dateline,
            sentence_places=_sentence_places(bare),
            weights=weights,
            grounded=_grounded(bare),
        )

    def country(self, hit: Hit) -> str | None:
        """The country a hit points to, None for a hit that points to none."""
        if hit.kind == "place":
            name = self.analysis.slice(hit.first, hit.last)
            parts = name.split()
            if len(parts) > 1 and parts[-1].lower() in _DIVISIONS:
                return self.place_country(name) or self.place_country(" ".join(parts[:-1]))
            return self.place_country(name)
        return hit.entries[0].country if hit.entries else None


def _place_reader(
    place_country: Callable[[str], str | None],
    place_sizes: Callable[[str], Mapping[str, int]] | None,
    named: Mapping[str, float],
) -> Callable[[str], str | None]:
    """The country of a place name in an article that names the countries `named`."""
    cache: dict[str, str | None] = {}

    def read(name: str) -> str | None:
        best = place_country(name)
        if place_sizes is None or not named or best in named:
            return best
        sizes = place_sizes(name)
        here = sorted((c for c in sizes if c in named), key=lambda c: (-named[c], -sizes[c], c))
        least = _HAMLET if best is None else sizes.get(best, 0) / _BY_FAR
        if here and sizes[here[0]] >= least:
            return here[0]
        return None if best is not None and sizes.get(best, 0) < _HAMLET else best

    def lookup(name: str) -> str | None:
        if name not in cache:
            cache[name] = read(name)
        return cache[name]

    return lookup


def _grounded(context: Context) -> frozenset[str]:
    """Countries that the article speaks of by name, adjective or place."""
    kinds = COUNTRY_KINDS
    return frozenset(c for hit in context.hits if hit.kind in kinds and (c := context.country(hit)))


def _dateline(context: Context) -> str | None:
    """The country of the dateline, None without one."""
    analysis = context.analysis
    for sentence in analysis.sentences:
        if sentence.role != "dateline":
            continue
        for hit in context.hits:
            if (
                hit.kind in COUNTRY_KINDS
                and sentence.first <= hit.first < sentence.last
                and context.country(hit)
            ):
                return context.country(hit)
        town = _TOWN_OF_DATELINE.split(analysis.text[sentence.start : sentence.end])[0].strip()
        return context.place_country(town.title()) if town else None
    return None


def _weights(context: Context) -> dict[str, float]:
    """How much the article is about each country: names, adjectives and places, the first paragraphs most."""
    found: Counter[str] = Counter()
    for hit in context.hits:
        if hit.kind not in COUNTRY_KINDS and not hit.entries:
            continue
        country = context.country(hit) if len({e.country for e in hit.entries}) < 2 else None
        if country is None or country in SUPRANATIONAL:
            continue
        if hit.kind in ("group", "org") and (_tells(hit) or in_common_use(context, hit)):
            continue
        sentence = context.analysis.sentences[context.analysis.words[hit.first].sentence]
        weight = _LEADING if sentence.paragraph < 3 else 1
        if sentence.role == "dateline":
            weight = _DATELINE
        _, above = governing_label(context.analysis, hit.head)
        if context.analysis.words[above].lemma in _ABROAD:
            weight = 1  # an embassy is where its country is not
        found[country] += weight
    return dict(found)


def _tells(hit: Hit) -> bool:
    """An agency or paper: it says nothing of where the article plays ("(Reuters)")."""
    return all(e.sector == "JRN" for e in hit.entries)


def in_common_use(context: Context, hit: Hit) -> bool:
    """Whether a body has a name that bodies of many countries could have ("Left Party", "Unity Party")."""
    named = pieces(context.analysis.slice(hit.first, hit.last))
    return all(p in context.actors.role_words or p in _PARTY_WORDS for p in named)


def _sentence_places(context: Context) -> dict[int, list[tuple[int, str]]]:
    """The places that a sentence says something happened in, by sentence number: their words and countries."""
    found: dict[int, list[tuple[int, str]]] = {}
    for hit in context.hits:
        if hit.kind not in ("place", "state", "seat"):
            continue
        word = context.analysis.words[hit.head]
        above = word.head if word.dep == "poss" else hit.head  # "in Kisumu's Nyalenda district"
        if preposition_of(context.analysis, above) not in _HERE:
            continue
        country = context.country(hit)
        if country:
            found.setdefault(word.sentence, []).append((above, country))
    return found


def _country_here(context: Context, hit: Hit) -> str | None:
    """The one country in which the clause of the hit, or what is around it, is said to happen."""
    countries = {
        country
        for place, country in context.sentence_places.get(context.analysis.words[hit.first].sentence, ())
        if not _of_another_clause(context.analysis, place, hit.head)
    }
    return countries.pop() if len(countries) == 1 else None


def _of_another_clause(analysis: Analysis, place: int, head: int) -> bool:
    """Whether a place belongs to what is told aside ("a deal signed in Oslo") or to where somebody spoke."""
    words = analysis.words
    theirs, ours = tree.clause_head(analysis, place), tree.clause_head(analysis, head)
    if theirs == ours:
        return False
    if words[theirs].dep in ("acl", "relcl") and head not in analysis.subtree(theirs):
        return True
    speaks = ours in analysis.subtree(theirs) and words[ours].dep == "ccomp"
    audience = _hangs_on(analysis, place)
    return speaks and (audience == theirs or words[audience].dep in ("dobj", "dative", "pobj"))


def _hangs_on(analysis: Analysis, place: int) -> int:
    """The word that the locating phrase of a place modifies."""
    at = place
    while (
        analysis.words[at].dep in ("conj", "appos", "nmod", "compound", "poss")
        and analysis.words[at].head != at
    ):
        at = analysis.words[at].head
    preposition = analysis.words[at].head
    return analysis.words[preposition].head


def _of_a_part(context: Context, hit: Hit) -> bool:
    """An official of a town or region, who is where it is: "the regional governor", "a local official"."""
    words = context.analysis.words
    begin = max(0, hit.first - 2)
    return any(words[i].lower in _LOCAL for i in range(begin, hit.last))


def home_of_people(context: Context, hit: Hit) -> str | None:
    """The country of a people without a state: of those it lives in, the sentence's or the one most spoken of.

    None where the article speaks of none of them, and for peoples and faiths that live all over the world.
    """
    homes = context.actors.homelands.get(hit.entries[0].id, ()) if hit.entries else ()
    here = _country_here(context, hit) if homes else None
    if here in homes:
        return here
    named = [c for c in homes if c in context.weights]
    return max(named, key=lambda c: context.weights[c]) if named else None


def context_country(context: Context, hit: Hit, sector: str | None) -> str | None:
    """The country the article makes likely for somebody without one of his own, None where it does not.

    The place of the sentence or the article's main country; for officials the latter first.
    """
    if sector in _NOBODYS:
        return None
    here = _country_here(context, hit)
    if here is not None and _of_a_part(context, hit):
        return here
    if sector in AT_HOME:
        return context.dateline or context.focus or here
    return here or context.focus
