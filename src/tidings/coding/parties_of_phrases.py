"""From a noun phrase to the party it stands for: country, sector, name, from its modifiers and its context."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tidings.codebook.actors import ActorIndex, Entry, Role, pieces
from tidings.coding.actor_names import Hit
from tidings.coding.noun_phrases import OWNING, first_of, preposition_of, words_of
from tidings.model import tree
from tidings.model.analysis import Analysis

_COUNTRY_KINDS = frozenset({"adjective", "state", "people", "seat", "place"})
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_LEADING = 3  # how much a mention in the first paragraphs counts towards the article's country
_DATELINE = 4  # and one in the dateline
# where the sentence happens to lie decides for people of the street, the article's country for those who rule
_AT_HOME = frozenset({"GOV", "LEG", "JUD", "OPP", "PTY", "MIL", "SPY", "ELI"})
_NOBODYS = frozenset({"UNK", "IGO", "REF"})
_ELSEWHERE = words_of(
    "foreign other western international neighbouring neighboring european arab african asian eastern "
    "various several many all most different some allied american-led latin"
)
_SENT_ABROAD = frozenset(
    [
        "embassy",
        "consulate",
        "ambassador",
        "envoy",
        "diplomat",
        "mission",
        "delegation",
        "peacekeeper",
        "troop",
        "consul",
        "attache",
    ]
)
_HERE = frozenset({"in", "at", "near", "across", "outside", "around", "inside", "throughout", "of"})
_DIVISIONS = frozenset({"state", "province", "region", "district", "city", "county", "governorate", "town"})
_FOREIGN = frozenset({"foreign", "western", "other", "international", "european", "arab", "african"})
_IRREGULARS = frozenset({"REB", "OPP", "PRM", "CRM", "UAF"})
_OVERRIDDEN = frozenset({"MIL", "GOV", "COP", "UNK", "UAF", "REB"})
_NAME_WORDS = {
    "office": "GOV", "department": "GOV", "bureau": "GOV", "service": "GOV", "directorate": "GOV",
    "secretariat": "GOV", "foundation": "SOC", "inc": "BUS", "ltd": "BUS", "corp": "BUS", "plc": "BUS",
    "llc": "BUS", "times": "JRN", "post": "JRN", "news": "JRN", "herald": "JRN", "tribune": "JRN",
    "gazette": "JRN", "tv": "JRN", "brigades": "REB",
}  # fmt: skip
_FORMER = frozenset({"former", "ex", "onetime", "ousted", "deposed", "retired"})
_SUPRANATIONAL = frozenset({"UNO", "EUR", "IGO", "NGO", "IMG", "MNC"})


@dataclass(frozen=True, slots=True)
class Party:
    """Who a phrase stands for. `settled` is False where the country is the context's."""

    name: str
    id: str | None
    country: str | None
    sector: str | None
    settled: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Description:
    """The parties of a noun phrase, the numbers of the hits it used up, and where the phrase ends."""

    parties: tuple[Party, ...]
    used: tuple[int, ...]
    last: int


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
    sentence_places: Mapping[int, str] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    grounded: frozenset[str] = frozenset()

    @staticmethod
    def of(
        analysis: Analysis,
        actors: ActorIndex,
        hits: Sequence[Hit],
        on: datetime.date | None,
        place_country: Callable[[str], str | None],
    ) -> Context:
        """The context of an article: its hits by word, its places by sentence, its main country."""
        at = {i: hit for hit in hits for i in range(hit.first, hit.last)}
        number = {hit.first: n for n, hit in enumerate(hits)}
        cache: dict[str, str | None] = {}

        def lookup(name: str) -> str | None:
            if name not in cache:
                cache[name] = place_country(name)
            return cache[name]

        bare = Context(analysis, actors, hits, on, lookup, at, number)
        weights = _weights(bare)
        focus = max(sorted(weights), key=lambda c: weights[c]) if weights else None
        dateline = _dateline(bare)
        if dateline is not None and weights.get(dateline, 0) <= _DATELINE:
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


def _grounded(context: Context) -> frozenset[str]:
    """Countries that the article speaks of by name, adjective or place."""
    kinds = _COUNTRY_KINDS
    return frozenset(c for hit in context.hits if hit.kind in kinds and (c := context.country(hit)))


def _dateline(context: Context) -> str | None:
    """The country of the dateline, None without one."""
    for hit in context.hits:
        sentence = context.analysis.sentences[context.analysis.words[hit.first].sentence]
        if sentence.role == "dateline" and hit.kind in _COUNTRY_KINDS and context.country(hit):
            return context.country(hit)
    return None


def _weights(context: Context) -> dict[str, float]:
    """How much the article is about each country: names, adjectives and places, the first paragraphs most."""
    found: Counter[str] = Counter()
    for hit in context.hits:
        if hit.kind not in _COUNTRY_KINDS and not hit.entries:
            continue
        country = context.country(hit) if len({e.country for e in hit.entries}) < 2 else None
        if country is None or country in _SUPRANATIONAL:
            continue
        sentence = context.analysis.sentences[context.analysis.words[hit.first].sentence]
        weight = _LEADING if sentence.paragraph < 3 else 1
        if sentence.role == "dateline":
            weight = _DATELINE
        found[country] += weight
    return dict(found)


def _sentence_places(context: Context) -> dict[int, str]:
    """The one country that a sentence's places lie in, by sentence number."""
    found: dict[int, list[str]] = {}
    for hit in context.hits:
        if hit.kind not in ("place", "state", "seat"):
            continue
        word = context.analysis.words[hit.head]
        if preposition_of(context.analysis, hit.head) not in _HERE:
            continue
        country = context.country(hit)
        if country:
            found.setdefault(word.sentence, []).append(country)
    return {s: countries[0] for s, countries in found.items() if len(set(countries)) == 1}


def slug(text: str) -> str:
    """`text` as part of an id.

    >>> slug("security forces")
    'security-forces'
    """
    return _NOT_SLUG.sub("-", text.lower()).strip("-")


def party_of_entry(context: Context, hit: Hit) -> Party:
    """The party of a hit that is in the codebook."""
    entry = pick(context, hit.entries)
    if _generic(context, hit, entry):
        name = " ".join(context.analysis.slice(hit.first, hit.last).split())
        country = context_country(context, hit, "PTY")
        return Party(name, f"name/{slug(name)}/{country or '-'}", country, entry.sector, False, "name in common use")
    if entry.kind in ("adjective", "state", "seat") and entry.country in context.actors.states:
        state = context.actors.states[entry.country]
        return Party(state.name, state.id, state.country, entry.sector or "GOV", True, f"entry: {entry.id}")
    return Party(entry.name, entry.id, entry.country, entry.sector, True, f"entry: {entry.id}")


def _generic(context: Context, hit: Hit, entry: Entry) -> bool:
    """A body of a country the article never speaks of, under a name that many countries have ("Left Party")."""
    if hit.kind not in ("group", "org") or entry.country not in context.actors.states:
        return False
    if not context.grounded or entry.country in context.grounded:
        return False
    return all(p in context.actors.role_words for p in pieces(context.analysis.slice(hit.first, hit.last)))


def pick(context: Context, entries: Sequence[Entry]) -> Entry:
    """Of several entries of one name, the one whose life and country fit the article best."""
    if len(entries) == 1:
        return entries[0]

    def fit(entry: Entry) -> tuple[int, float]:
        alive = context.on is None or (
            (entry.start is None or entry.start <= context.on)
            and (entry.end is None or context.on <= entry.end)
        )
        return int(alive), context.weights.get(entry.country or "", 0)

    return max(entries, key=fit)


@dataclass(slots=True)
class _Evidence:
    """What the words around a head say of it, gathered nearest first."""

    countries: list[str] = field(default_factory=list)
    sector: str | None = None
    body: Entry | None = None
    used: list[int] = field(default_factory=list)
    last: int = 0
    loose: bool = False


def describe(context: Context, hit: Hit) -> Description:
    """The parties that a role noun, a body or a people stands for, from its noun phrase and the context."""
    found = gather(context, hit)
    if hit.kind == "role" and hit.role is not None:
        return _role_parties(context, hit, hit.role, found)
    if hit.entries:
        return _entry_parties(context, hit, found)
    return _unknown_body(context, hit, found)


def gather(context: Context, hit: Hit) -> _Evidence:
    """Read the modifiers before the hit and the of-, in- and from-phrases after it."""
    found = _Evidence(last=hit.last)
    analysis = context.analysis
    outer = _phrase_head(context, hit)
    begin = min(first_of(analysis, outer), first_of(analysis, hit.head), hit.first)
    i = hit.first - 1
    while i >= begin:
        if analysis.words[i].text in (",", ";", "(", ")", '"'):
            break
        other = context.at.get(i)
        if other is not None and not is_against(context, other):
            _note(context, other, found, before=True)
            i = other.first
        i -= 1
    for head in dict.fromkeys((hit.head, outer)):
        _after(context, head, found, hit, depth=0)
    return found


def _phrase_head(context: Context, hit: Hit) -> int:
    """The head of the noun phrase in which the hit is a modifier (a title before a name), else its own."""
    at = hit.head
    for _ in range(4):
        word = context.analysis.words[at]
        if word.dep in ("compound", "nmod", "amod") and word.head > at:
            at = word.head
        else:
            break
    return at


def is_against(context: Context, hit: Hit) -> bool:
    """Part of a word that says what somebody is for or against: "anti-Assad", "US-backed"."""
    words = context.analysis.words
    before = hit.first >= 2 and words[hit.first - 1].text == "-"
    after = hit.last + 1 < len(words) and words[hit.last].text == "-"
    if before and words[hit.first - 2].lower in ("anti", "pro", "non", "ex", "post", "pre"):
        return True
    return after and words[hit.last + 1].lower in (
        "backed", "led", "supported", "sponsored", "allied", "aligned", "funded", "trained", "armed", "brokered",
        "mediated", "dominated", "controlled", "occupied", "held", "made", "supplied", "speaking", "born", "friendly",
        "linked", "affiliated", "inspired", "imposed", "appointed", "installed", "bound", "style", "wide", "owned",
    )  # fmt: skip


def _note(context: Context, other: Hit, found: _Evidence, *, before: bool) -> None:
    number = context.number[other.first]
    if other.kind in _COUNTRY_KINDS:
        country = context.country(other)
        if found.loose and country:
            found.countries.clear()
            found.loose = False
        if country and (not found.countries or _coordinated(context, other, found)):
            found.countries.append(country)
            found.used.append(number)
            found.last = max(found.last, other.last) if not before else found.last
    elif other.kind in ("group", "org"):
        entry = pick(context, other.entries) if other.entries else None
        if found.body is None and entry is not None:
            found.body = entry
            found.used.append(number)
            if entry.country and not found.countries:
                found.countries.append(entry.country)
                found.loose = entry.country in _SUPRANATIONAL
            if found.sector is None:
                found.sector = entry.sector
        elif entry is None and found.sector is None:
            inner = describe(context, other).parties[0]
            found.sector = inner.sector
            if inner.country and inner.settled and not found.countries:
                found.countries.append(inner.country)
            if before:
                found.used.append(number)
        if not before:
            found.last = max(found.last, other.last)
    elif (
        other.kind == "person"
        and before
        and other.entries
        and context.analysis.words[other.head].dep == "poss"
    ):
        entry = pick(context, other.entries)
        if entry.country and not found.countries:
            found.countries.append(entry.country)
    elif other.kind == "role" and other.role is not None:
        if found.sector is None:
            found.sector = other.role.sector
        found.used.append(number)


def _coordinated(context: Context, other: Hit, found: _Evidence) -> bool:
    """Whether this country is joined by "and" to the one already found ("Kenyan and Tanzanian police")."""
    words = context.analysis.words
    after = other.last
    return after + 1 < len(words) and words[after].lower in ("and", ",") and (after + 1) in context.at


def _after(context: Context, head: int, found: _Evidence, hit: Hit, depth: int) -> None:
    analysis = context.analysis
    for p in analysis.children[head]:
        word = analysis.words[p]
        if p < head or word.dep != "prep" or word.lower not in OWNING:
            continue
        if (
            word.lower in ("with", "to", "on", "for", "near")
            and hit.role is not None
            and not hit.role.inherits
        ):
            if word.lower != "to" or hit.role.lemma not in ("ambassador", "envoy"):
                continue
        if word.lower in ("to", "on", "near") and (hit.role is None or word.lower == "to"):
            continue
        for o in tree.below(analysis, p, "pobj"):
            chain = tree.conjuncts(analysis, o)
            for c in chain:
                other = context.at.get(c)
                if other == hit:
                    continue
                if other is None or (other.kind == "role" and word.lower in ("in", "at", "near", "within")):
                    other = _place_within(context, c)
                if other is None:
                    continue
                if other.kind in _COUNTRY_KINDS:
                    if (
                        hit.role is not None
                        and word.lower != "of"
                        and hit.role.lemma.split()[-1] in _SENT_ABROAD
                    ):
                        continue
                    country = context.country(other)
                    if country and (not found.countries or (c != o and found.countries)):
                        if country not in found.countries:
                            found.countries.append(country)
                        found.used.append(context.number[other.first])
                        found.last = max(found.last, other.last)
                elif other.kind in ("group", "org", "role") and depth < 2:
                    if hit.role is None or not (hit.role.inherits or word.lower == "of"):
                        continue
                    if word.lower not in ("of", "for", "from", "at", "in") or (
                        other.role and other.role.kind == "country"
                    ):
                        continue
                    inner = describe(context, other)
                    party = inner.parties[0]
                    if found.sector is None and (hit.role.inherits):
                        found.sector = party.sector
                        if other.entries and found.body is None:
                            found.body = pick(context, other.entries)
                    if not found.countries and party.country and party.settled:
                        found.countries.append(party.country)
                    found.used.append(context.number[other.first])
                    found.last = max(found.last, inner.last)


def _place_within(context: Context, head: int) -> Hit | None:
    """The country or place inside a locating phrase: "the Syrian city", "the Comoros islands", "the city of Lagos"."""
    for i in range(head - 1, first_of(context.analysis, head) - 1, -1):
        other = context.at.get(i)
        if other is not None and other.kind in _COUNTRY_KINDS and context.country(other):
            return other
    for o in tree.prepositional(context.analysis, head, "of", "in"):
        other = context.at.get(o)
        if other is not None and other.kind in _COUNTRY_KINDS and context.country(other):
            return other
    return None


def _context_country(context: Context, hit: Hit, sector: str | None) -> str | None:
    """The place of the sentence or the article's main country; for officials the latter first."""
    if sector in _NOBODYS:
        return None
    here = context.sentence_places.get(context.analysis.words[hit.first].sentence)
    if sector in _AT_HOME:
        return context.dateline or context.focus or here
    return here or context.focus


def context_country(context: Context, hit: Hit, sector: str | None) -> str | None:
    """The country that the article makes likely for somebody without one of his own, None where it does not."""
    return _context_country(context, hit, sector)


def _role_parties(context: Context, hit: Hit, role: Role, found: _Evidence) -> Description:
    sector = role.sector
    words = context.analysis.words
    first = min(first_of(context.analysis, hit.head), hit.first)
    before = {
        words[i].lower
        for i in range(first, hit.first)
        if words[i + 1].text != "-" or words[i].lower in ("pro", "ex")  # not "Western-backed"
    }
    if (role.inherits and found.sector is not None) or (
        found.sector in _IRREGULARS and sector in _OVERRIDDEN and found.body is None
    ):
        sector = found.sector
    elif sector in ("REB", "UAF") and "pro" in before and before & {"government", "regime"}:
        sector = "PRM"
    elif sector == "CVL" and "displaced" in before:
        sector = "REF"
    elif before & _FORMER and role.kind == "person" and sector in _AT_HOME:
        sector = "ELI"
    elif (
        found.body is not None
        and found.body.kind == "group"
        and sector in ("UAF", "REB", "MIL", "CRM", "PRM")
    ):
        sector = found.body.sector
    if role.lemma in ("coalition", "alliance") and "led" in before:
        return Description(
            (Party(_plain(context, hit), None, "IGO", "MIL", True, f"role: {role.lemma}"),), (), hit.last
        )
    settled = bool(found.countries)
    countries: list[str | None] = list(found.countries)
    if not role.takes_country and not countries:
        countries, settled = ["IGO" if sector in ("IGO", "MIL") else None], True
    elif not countries:
        if sector == "SOC" and role.kind == "body":
            countries, settled = ["NGO"], True
        elif _anyones(context, hit, role, sector, before):
            countries = [None]
        else:
            countries = [_context_country(context, hit, sector)]
    used = tuple(found.used)
    armed = found.body is not None and found.body.sector in _IRREGULARS and sector in (*_IRREGULARS, "MIL")
    if (
        found.body is not None
        and (role.kind in ("people", "body") or _plural(context, hit))
        and (armed or role.inherits)
    ):
        body = found.body
        party = Party(body.name, body.id, body.country, body.sector or sector, True, f"entry: {body.id}")
        return Description((party,), used, found.last)
    parties = tuple(_named_role(context, hit, role, country, sector, settled) for country in countries)
    return Description(parties, used, found.last)


def _plural(context: Context, hit: Hit) -> bool:
    return context.analysis.words[hit.head].tag in ("NNS", "NNPS")


def _anyones(context: Context, hit: Hit, role: Role, sector: str | None, before: set[str]) -> bool:
    """Officials or countries of nobody in particular: "foreign diplomats", "other countries"; envoys at large."""
    if role.kind == "country":
        return _plural(context, hit) or bool(before & _ELSEWHERE)
    if role.lemma.split()[-1] in _SENT_ABROAD and sector == "GOV":
        return True
    return bool(before & _FOREIGN) and ("other" not in before or sector == "GOV")


def _plain(context: Context, hit: Hit) -> str:
    return " ".join(context.analysis.slice(hit.first, hit.last).lower().split())


def _named_role(
    context: Context, hit: Hit, role: Role, country: str | None, sector: str | None, settled: bool
) -> Party:
    core = _plain(context, hit)
    adjective = context.actors.adjectives.get(country or "")
    name = f"{adjective} {core}" if adjective else core
    identity = f"role/{country or '-'}.{sector or '-'}/{slug(role.lemma)}"
    return Party(name, identity, country, sector, settled, f"role: {role.lemma}")


def _entry_parties(context: Context, hit: Hit, found: _Evidence) -> Description:
    party = party_of_entry(context, hit)
    if hit.kind == "people" and hit.first and context.analysis.words[hit.first - 1].lower == "ethnic":
        country = found.countries[0] if found.countries else context_country(context, hit, "CVL")
        name = f"ethnic {party.name}"
        party = Party(name, f"{party.id}/{country or '-'}", country, "CVL", bool(found.countries), party.rule)
    if party.country is None and found.countries:
        party = Party(party.name, party.id, found.countries[0], party.sector, True, party.rule)
    elif party.country is None and hit.kind in ("org",) and party.sector not in ("IGO", "SOC"):
        party = Party(party.name, party.id, None, party.sector, True, party.rule)
    return Description((party,), tuple(found.used), found.last)


def _unknown_body(context: Context, hit: Hit, found: _Evidence) -> Description:
    """A name of a body the codebook does not have: its own words say sector and country."""
    if hit.of >= 0 and hit.of in context.at and context.at[hit.of] != hit:
        return Description(describe(context, context.at[hit.of]).parties[:1], (), hit.last)
    role = _role_inside(context, hit)
    country = found.countries[0] if found.countries else _country_inside(context, hit)
    settled = country is not None
    sector = role.sector if role is not None else _sector_inside(context, hit)
    if role is not None and country is None and sector is not None:
        country = _context_country(context, hit, sector)
    name = " ".join(context.analysis.slice(hit.first, hit.last).split())
    identity = f"name/{slug(' '.join(pieces(name)))}"
    rule = f"name with role: {role.lemma}" if role is not None else "name of a body"
    return Description(
        (Party(name, identity, country, sector, settled, rule),), tuple(found.used), found.last
    )


def _role_inside(context: Context, hit: Hit) -> Role | None:
    found = None
    parts = pieces(context.analysis.slice(hit.first, hit.last))
    at = 0
    while at < len(parts):
        for length in context.actors.role_lengths.get(parts[at], ()):
            role = context.actors.roles.get(parts[at : at + length]) if at + length <= len(parts) else None
            if role is not None and role.kind == "body":
                found = role
                at += length - 1
                break
        if parts[at] in ("of", "for") and found is not None:
            break
        at += 1
    return found


def _sector_inside(context: Context, hit: Hit) -> str | None:
    """The sector that a word of a body's name tells, for words that are no roles alone."""
    for word in context.analysis.words[hit.first : hit.last]:
        sector = _NAME_WORDS.get(word.lower.rstrip("."))
        if sector is not None and hit.last - hit.first > 1:
            return sector
    return None


def _country_inside(context: Context, hit: Hit) -> str | None:
    parts = pieces(context.analysis.slice(hit.first, hit.last))
    for at in range(len(parts)):
        for _, forms in context.actors.matches(parts, at):
            for form in forms:
                if form.entry.kind in ("state", "adjective", "seat") and form.entry.country:
                    return form.entry.country
    word = context.analysis.words[hit.first]
    if hit.last - hit.first > 1 and word.text.istitle() and word.lower not in context.actors.role_words:
        return context.place_country(word.text)
    return None
