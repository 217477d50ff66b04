"""From a noun phrase to the party it stands for: country, sector, name, from its modifiers and its context."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from tidings.codebook.actors import Entry, Role, pieces
from tidings.coding.actor_names import Hit
from tidings.coding.article_context import (
    AT_HOME,
    COUNTRY_KINDS,
    SUPRANATIONAL,
    Context,
    context_country,
    home_of_people,
)
from tidings.coding.bodies import country_inside, is_medical, role_inside, sector_inside
from tidings.coding.entry_parties import Party, body_of, party_of_entry, pick, sector_beside, slug
from tidings.coding.noun_phrases import OWNING, first_of, words_of
from tidings.model import tree

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
_AFTER_HYPHEN = words_of(
    "backed led supported sponsored allied aligned funded trained armed brokered mediated dominated controlled "
    "occupied held made supplied speaking born friendly linked affiliated inspired imposed appointed installed "
    "bound style wide owned"
)
_FOREIGN = frozenset({"foreign", "western", "other", "international", "european", "arab", "african"})
_IRREGULARS = frozenset({"REB", "OPP", "PRM", "CRM", "UAF"})
_OVERRIDDEN = frozenset({"MIL", "GOV", "COP", "UNK", "UAF", "REB"})
# whose people the role names in a country that is not theirs
_SETTLED_BY = {("settler", "PSE"): "ISR"}
_BESIDE_ANOTHER = words_of("neighbour neighbor ally rival foe enemy")
_INSURGENT = words_of("separatist rebel insurgent guerrilla guerilla secessionist jihadist")
_FORMER = frozenset({"former", "ex", "onetime", "ousted", "deposed", "retired"})


@dataclass(frozen=True, slots=True)
class Description:
    """The parties of a noun phrase, the numbers of the hits it used up, and where the phrase ends."""

    parties: tuple[Party, ...]
    used: tuple[int, ...]
    last: int


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
    """The parties that a role noun, a body or a people stands for, from its noun phrase and the context.

    Each is worked out once: a phrase of many names asks for the first of them again from every later one.
    """
    key = (hit.first, hit.last)
    kept = context.described.get(key)
    if kept is None or kept[0] is not hit:
        kept = context.described[key] = (hit, _described(context, hit))
    return cast(Description, kept[1])


def _described(context: Context, hit: Hit) -> Description:
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
            if not _owns_outer(context, hit, outer, other):
                _note(context, other, found, before=True)
            i = other.first
        i -= 1
    for head in dict.fromkeys((hit.head, outer)):
        _after(context, head, found, hit, titled=head != hit.head and _is_person(context, head))
    return found


def _owns_outer(context: Context, hit: Hit, outer: int, other: Hit) -> bool:
    """Whether a possessor owns the noun that the hit only modifies ("Peru's prisoner release")."""
    word = context.analysis.words[other.head]
    return outer != hit.head and word.dep == "poss" and word.head == outer and outer not in context.at


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
    return after and words[hit.last + 1].lower in _AFTER_HYPHEN


def _note(context: Context, other: Hit, found: _Evidence, *, before: bool) -> None:
    number = context.number[other.first]
    if other.kind in COUNTRY_KINDS:
        country = _country_of(context, other)
        if found.loose and country:
            found.countries.clear()
            found.loose = False
        if country and (not found.countries or _coordinated(context, other, found)):
            found.countries.append(country)
            found.used.append(number)
            found.last = max(found.last, other.last) if not before else found.last
    elif other.kind in ("group", "org"):
        entry = body_of(context, other) if other.entries else None
        if found.body is None and entry is not None:
            found.body = entry
            found.used.append(number)
            if entry.country and not found.countries:
                found.countries.append(entry.country)
                found.loose = entry.country in SUPRANATIONAL
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


def _is_person(context: Context, head: int) -> bool:
    return head in context.at and context.at[head].kind == "person"


def _after(context: Context, head: int, found: _Evidence, hit: Hit, *, titled: bool) -> None:
    """Read the of-, in-, from- and for-phrases after `head`.

    After a name with a title only "of" and "from" say whose he is: "Minister Ann Lee in Oslo" is anybody's.
    """
    analysis = context.analysis
    for p in analysis.children[head]:
        preposition = analysis.words[p].lower
        if p < head or analysis.words[p].dep != "prep" or not _owns(hit, preposition):
            continue
        if titled and preposition not in ("of", "from"):
            continue
        for o in tree.below(analysis, p, "pobj"):
            first = True
            for c in tree.conjuncts(analysis, o):
                other = context.at.get(c)
                if other is None or (other.kind == "role" and preposition in ("in", "at", "near", "within")):
                    other = _place_within(context, c)
                if other is None or other == hit:
                    continue
                if other.kind in COUNTRY_KINDS:
                    first = _note_country(context, other, found, hit, preposition, first=first)
                elif other.kind in ("group", "org", "role"):
                    _note_body(context, other, found, hit, preposition)


def _owns(hit: Hit, preposition: str) -> bool:
    """Whether a phrase with this preposition can say whose the body or role is."""
    if preposition not in OWNING or preposition == "to":
        return False
    if preposition in ("with", "on", "for", "near"):
        return hit.role is None or hit.role.inherits
    return True


def _note_country(
    context: Context, other: Hit, found: _Evidence, hit: Hit, preposition: str, *, first: bool
) -> bool:
    """Take the country after a preposition; the return says whether the next one would still be the first."""
    role = hit.role
    if role is not None and preposition not in ("of", "from") and role.lemma.split()[-1] in _SENT_ABROAD:
        return first
    if role is not None and role.sector == "REF" and preposition not in ("of", "from"):
        return first  # where refugees are is not whence they come
    country = context.country(other)
    if country is None or (first and found.countries) or country in found.countries:
        return first
    found.countries.append(country)
    found.used.append(context.number[other.first])
    found.last = max(found.last, other.last)
    return False


def _note_body(context: Context, other: Hit, found: _Evidence, hit: Hit, preposition: str) -> None:
    role = hit.role
    if role is None or preposition not in ("of", "for", "from", "at", "in"):
        return
    theirs = preposition == "from" and other.kind == "group"  # "troops from the Islamic State"
    if not (role.inherits or preposition == "of" or theirs) or (other.role and other.role.kind == "country"):
        return
    inner = describe(context, other)
    party = inner.parties[0]
    if theirs and other.entries and found.body is None:
        found.body = body_of(context, other)
    if found.sector is None and role.inherits:
        found.sector = party.sector
        if other.entries and found.body is None:
            found.body = body_of(context, other)
    if not found.countries and party.country and party.settled:
        found.countries.append(party.country)
    found.used.append(context.number[other.first])
    found.last = max(found.last, inner.last)


def _place_within(context: Context, head: int) -> Hit | None:
    """The country or place inside a locating phrase: "the Syrian city", "the Comoros islands", "the city of Lagos"."""
    for i in range(head - 1, first_of(context.analysis, head) - 1, -1):
        other = context.at.get(i)
        if other is not None and other.kind in COUNTRY_KINDS and context.country(other):
            return other
    for o in tree.prepositional(context.analysis, head, "of", "in"):
        other = context.at.get(o)
        if other is not None and other.kind in COUNTRY_KINDS and context.country(other):
            return other
    return None


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
    elif (found.sector is None and before & _INSURGENT and sector in ("MIL", "GOV", "UNK", "UAF")) or (
        sector == "MIL" and _of_a_people(context, hit)
    ):
        sector = "REB"
    elif sector == "PTY" and "ruling" in before:
        sector = "GOV"
    elif sector in ("REB", "UAF") and "pro" in before and before & {"government", "regime"}:
        sector = "PRM"
    elif sector == "CVL" and "displaced" in before:
        sector = "REF"
    elif before & _FORMER and role.kind == "person" and sector in AT_HOME:
        sector = "ELI"
    elif (
        found.body is not None
        and found.body.kind == "group"
        and (sector in ("UAF", "REB", "MIL", "CRM", "PRM") or _speaks_for(role, sector, found.body))
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
            # "foreign diplomats" are nobody's in particular; "the envoy" may be told of elsewhere
            countries, settled = [None], bool(before & _FOREIGN)
        else:
            here = _first_of_pair(context, hit) or context_country(context, hit, sector)
            countries = [_SETTLED_BY.get((role.lemma, here or ""), here)]
    if role.lemma in _BESIDE_ANOTHER and found.countries and _is_owned(context, hit):
        countries, settled = [None], True  # "Kenya's neighbour" is not Kenya
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


def _first_of_pair(context: Context, hit: Hit) -> str | None:
    """The country said of the first of two bare nouns, which holds for both: "Sudanese officers and officials"."""
    words, children = context.analysis.words, context.analysis.children
    word = words[hit.head]
    first = context.at.get(word.head) if word.dep == "conj" else None
    apart = [
        c
        for c in children[hit.head]
        if c < hit.head and words[c].dep in ("det", "nummod", "poss", "quantmod")
    ]
    if first is None or first.role is None or apart or first.last + 1 != hit.first:
        return None
    begin = min(first_of(context.analysis, first.head), first.first)
    before = (context.at.get(i) for i in range(first.first - 1, begin - 1, -1))
    named = (other for other in before if other is not None and other.kind in COUNTRY_KINDS)
    return next((c for other in named if (c := _country_of(context, other)) is not None), None)


def _country_of(context: Context, other: Hit) -> str | None:
    return context.country(other) or (home_of_people(context, other) if other.kind == "people" else None)


def _is_owned(context: Context, hit: Hit) -> bool:
    children = context.analysis.children[hit.head]
    named = [c for c in children if c in context.at and context.at[c].kind in COUNTRY_KINDS]
    return bool(named) and all(context.analysis.words[c].dep == "poss" for c in named)


def _speaks_for(role: Role, sector: str | None, body: Entry) -> bool:
    """A group's own officials: "rebel front negotiators"; those who march for the opposition are of it."""
    if body.sector == "OPP":
        return sector == "CVL" and role.kind == "person"
    return sector in ("GOV", "PTY", "UNK") and role.kind == "person" and body.sector in _IRREGULARS


def _of_a_people(context: Context, hit: Hit) -> bool:
    """Forces of a people without a state of its own ("Tigrayan forces"): armed, but no country's army."""
    before = context.at.get(hit.first - 1)
    if before is None or not before.entries or context.analysis.words[before.head].head != hit.head:
        return False
    entry = before.entries[0]
    return entry.id.startswith("people/") and entry.id.removeprefix("people/") not in context.actors.states


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


def _told_apart(context: Context, hit: Hit) -> str:
    """The role with the adjectives before it, where no country tells it from others: "Western diplomats"."""
    words, first = context.analysis.words, hit.first
    while (
        first > 0
        and words[first - 1].pos in ("ADJ", "PROPN")
        and words[first - 1].dep in ("amod", "compound")
    ):
        first -= 1
    return " ".join(context.analysis.slice(first, hit.last).split())


def _named_role(
    context: Context, hit: Hit, role: Role, country: str | None, sector: str | None, settled: bool
) -> Party:
    core = _plain(context, hit) if country else _told_apart(context, hit)
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
    home = home_of_people(context, hit) if hit.kind == "people" and not found.countries else None
    if party.country is None and home is not None:
        party = Party(party.name, party.id, home, party.sector, True, party.rule)
    elif party.country is None and found.countries:
        party = Party(party.name, party.id, found.countries[0], party.sector, True, party.rule)
    elif party.country is None and hit.kind in ("org",) and party.sector not in ("IGO", "SOC"):
        party = Party(party.name, party.id, None, party.sector, True, party.rule)
    return Description((party,), tuple(found.used), found.last)


def _unknown_body(context: Context, hit: Hit, found: _Evidence) -> Description:
    """A name of a body the codebook does not have: its own words say sector and country."""
    if hit.of >= 0 and hit.of in context.at and context.at[hit.of] != hit:
        return Description(describe(context, context.at[hit.of]).parties[:1], (), hit.last)
    role = role_inside(context, hit)
    country = found.countries[0] if found.countries else country_inside(context, hit)
    settled = country is not None
    sector = (role.sector if role is not None else None) or sector_inside(context, hit)
    sector = sector_beside(context, hit) or sector
    if is_medical(context, hit) and sector in ("EDU", "SOC", None):
        sector = "MED"
    if role is not None and country is None and sector is not None:
        country = context_country(context, hit, sector)
    name = " ".join(context.analysis.slice(hit.first, hit.last).split())
    identity = f"name/{slug(' '.join(pieces(name)))}"
    rule = f"name with role: {role.lemma}" if role is not None else "name of a body"
    return Description(
        (Party(name, identity, country, sector, settled, rule),), tuple(found.used), found.last
    )
