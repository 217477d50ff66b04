"""Persons of an article: one name each, however they are written, with the office they hold."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from tidings.codebook.actors import Entry, Role, pieces
from tidings.coding.actor_names import Hit
from tidings.coding.article_context import AT_HOME, Context, context_country
from tidings.coding.entry_parties import Party, in_opposition, slug
from tidings.coding.noun_phrases import first_of, governing_label
from tidings.coding.parties_of_phrases import describe
from tidings.model import tree
from tidings.model.analysis import Analysis

_HIGHEST = frozenset({"president", "prime", "chancellor", "king", "queen", "emir", "pope", "secretary"})
_OFFICE_WORDS = _HIGHEST | {
    "minister",
    "foreign",
    "defence",
    "defense",
    "interior",
    "finance",
    "general",
    "vice",
}
_WEAK = frozenset({"CVL", "UAF", "REB", "UNK", None})
_SENT_ABROAD = frozenset({"ambassador", "envoy", "consul", "diplomat", "attache"})
_SLAYING = frozenset({"assassinate"})
_SLAYINGS = frozenset({"assassination", "murder", "slaying"})
_OFFICIAL = frozenset({"GOV", "LEG", "MIL", "JUD", "COP", "SPY", "IGO"})


@dataclass(slots=True)
class _Person:
    """What the article says of one person, over all mentions."""

    name: str
    parts: tuple[str, ...]
    entries: tuple[Entry, ...] = ()
    hits: list[int] = field(default_factory=list)
    sector: str | None = None
    country: str | None = None
    settled: bool = True
    former: bool = False
    titled: bool = False
    slain: bool = False
    opposing: bool = False
    roles: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Known:
    """The persons of an article, by the number of their hits; and which role hits belong to a person."""

    parties: dict[int, Party]
    titles: dict[int, int]
    first: dict[int, int]
    used: dict[int, tuple[int, ...]]
    apposed: dict[int, int]

    def party(self, number: int) -> Party | None:
        """Who the person at hit `number` is."""
        return self.parties.get(number)

    def title_first(self, number: int) -> int:
        """First word of the titles before the person at hit `number`."""
        return self.first.get(number, 1 << 60)

    def consumed(self, number: int) -> Sequence[int]:
        """Hits that are part of the person's phrase."""
        return self.used.get(number, ())

    def is_title(self, number: int) -> bool:
        """Whether the role at hit `number` is somebody's title."""
        return number in self.titles

    def described_by(self, number: int) -> Party | None:
        """The person whom the role at hit `number` describes in apposition."""
        person = self.apposed.get(number)
        return None if person is None else self.parties.get(person)


def know_persons(context: Context) -> Known:
    """All persons of the article; a bare surname is the person named in full elsewhere in it."""
    known = Known({}, {}, {}, {}, {})
    people: list[_Person] = []
    hits = context.hits
    numbers = [n for n, hit in enumerate(hits) if hit.kind == "person"]
    full = [n for n in numbers if _length(context, hits[n]) > 1]
    for n in [*full, *(n for n in numbers if n not in set(full))]:
        hit = _known_spelling(context, hits[n])
        person = _same(context, people, hit)
        if person is None:
            person = _Person(
                " ".join(context.analysis.slice(hits[n].first, hits[n].last).split()),
                _parts(context, hit),
                hit.entries,
            )
            people.append(person)
        person.hits.append(n)
        if hit.entries and not person.entries:
            person.entries = hit.entries
    for person in people:
        person.hits.sort()
        for n in person.hits:
            _learn(context, person, n, known)
    _share_countries(context, people)
    for person in people:
        party = _party(context, person)
        for n in person.hits:
            known.parties[n] = party
    return known


def _known_spelling(context: Context, hit: Hit) -> Hit:
    """The hit as the person of the codebook whose name this is in another transliteration ("Sergey Shoygu").

    Only where the article speaks of the person's country.
    """
    if hit.entries:
        return hit
    entries = context.actors.spelt_like(_parts(context, hit))
    return hit._replace(entries=tuple(e for e in entries if e.country in context.weights))


def _parts(context: Context, hit: Hit) -> tuple[str, ...]:
    return pieces(context.analysis.slice(hit.first, hit.last))


def _length(context: Context, hit: Hit) -> int:
    return len(_parts(context, hit))


def _same(context: Context, people: list[_Person], hit: Hit) -> _Person | None:
    parts = _parts(context, hit)
    if hit.entries:
        ids = {e.id for e in hit.entries}
        for person in people:
            if person.entries and ids & {e.id for e in person.entries}:
                if len(person.entries) > 1:
                    person.entries = tuple(e for e in person.entries if e.id in ids)
                return person
    for person in people:
        if person.parts == parts:
            return person
    if hit.entries and len(parts) > 1:
        return None
    for person in people:
        if len(parts) < len(person.parts) and (
            person.parts[-len(parts) :] == parts or (len(parts) == 1 and person.parts[0] == parts[0])
        ):
            return person
    if len(parts) > 1:
        for person in people:
            if person.parts[0] == parts[0] and person.parts[-1] == parts[-1]:
                return person
    return None


def _learn(context: Context, person: _Person, number: int, known: Known) -> None:
    """Read the titles before the name and the descriptions beside it."""
    hit = context.hits[number]
    analysis = context.analysis
    titles = _titles(context, hit)
    used: list[int] = []
    for t in titles:
        title = context.hits[t]
        known.titles[t] = number
        known.first[number] = min(
            known.first.get(number, hit.first), first_of(analysis, title.head), title.first
        )
        _take(context, person, t, used, title=True)
    if not titles:
        _modifiers(context, person, hit, used)
    for b in _bodies_after(context, hit):
        party = describe(context, context.hits[b]).parties[0]
        person.sector = person.sector or party.sector
        person.opposing = person.opposing or in_opposition(context, context.hits[b])
        if party.country is not None and person.country is None:
            person.country = party.country
        used.append(b)
    for t in _appositions(context, hit):
        known.apposed[t] = number
        _take(context, person, t, [], title=False)
    known.used[number] = tuple(used)
    person.slain = person.slain or _is_slain(analysis, hit)


def _is_slain(analysis: Analysis, hit: Hit) -> bool:
    """The one assassinated: "the assassination of X", "X was assassinated", "X's murder"."""
    label, above = governing_label(analysis, hit.head)
    word = analysis.words[above]
    if label in ("dobj", "nsubjpass"):
        return word.lemma in _SLAYING
    if label == "pobj" and word.lower == "of":
        word = analysis.words[word.head]
    return label in ("pobj", "poss") and word.lemma in _SLAYINGS


def _share_countries(context: Context, people: Sequence[_Person]) -> None:
    """ "Kenya's Foreign Minister X and Defence Minister Y": officials named together serve one country."""
    of_word = {i: p for p in people for n in p.hits for i in range(*context.hits[n][:2])}
    for person in people:
        if person.sector not in AT_HOME or (person.country is not None and person.settled):
            continue
        for n in person.hits:
            for c in tree.conjuncts(context.analysis, context.hits[n].head):
                other = of_word.get(c)
                if other is not None and other is not person and other.titled and other.settled:
                    person.country, person.settled = other.country or person.country, True


def _bodies_after(context: Context, hit: Hit) -> list[int]:
    """ "Amina Yusuf of the Red Crescent", "Luka Novak from the Left party"."""
    found = []
    words = context.analysis.words
    heads = tree.prepositional(context.analysis, hit.head, "of", "from")
    if not heads and hit.last < len(words) and words[hit.last].lower in ("of", "from"):
        heads = tree.below(context.analysis, hit.last, "pobj")
    for o in heads:
        other = context.at.get(o)
        if other is not None and (
            other.kind in ("org", "group") or (other.role and other.role.kind == "body")
        ):
            found.append(context.number[other.first])
    return found[:1]


def _take(context: Context, person: _Person, t: int, used: list[int], *, title: bool) -> None:
    found = describe(context, context.hits[t])
    party = found.parties[0]
    used.extend(found.used)
    role = context.hits[t].role
    if role is not None:
        person.roles.update(role.lemma.split())
    person.opposing = person.opposing or party.sector == "OPP" or in_opposition(context, context.hits[t])
    past = person.sector is not None and not title and _is_former(context, context.hits[t])
    weak = person.sector in _WEAK and not past and party.sector not in _WEAK
    if (person.sector is None or weak) and party.sector is not None:
        person.sector = party.sector
        person.former = _is_former(context, context.hits[t])
        person.titled = person.titled or title
        if person.former and person.sector in _OFFICIAL:
            person.sector = "ELI"
    if party.country is not None and (person.country is None or (party.settled and not person.settled)):
        person.country, person.settled = party.country, party.settled
    if role is not None and not party.settled and person.country is None:
        person.settled = False


def _is_former(context: Context, hit: Hit) -> bool:
    words = context.analysis.words
    begin = min(first_of(context.analysis, hit.head), hit.first)
    for i in range(max(begin, hit.first - 4), hit.first):
        if words[i].lower in ("former", "ex", "onetime", "retired", "ousted", "deposed", "ex-"):
            return True
    return False


def _titles(context: Context, hit: Hit) -> list[int]:
    """Role hits that run straight up to the name."""
    found: list[int] = []
    at = hit.first
    if _head_of_body(context, hit) is not None:
        return [t for t in (_head_of_body(context, hit),) if t is not None]
    for _ in range(4):
        if context.analysis.words[at - 1].text == "." and at >= 2:  # "Col ." cut from its full stop
            at -= 1
        before = context.at.get(at - 1)
        if before is None or before.role is None:
            if at >= 2 and context.analysis.words[at - 1].lower.rstrip(".") in (
                "mr",
                "mrs",
                "ms",
                "dr",
                "sir",
            ):
                at -= 1
                continue
            break
        if before.role.kind not in ("person", "title"):
            break
        if context.analysis.words[before.first].sentence != context.analysis.words[hit.first].sentence:
            break
        if context.analysis.words[before.head].tag in ("NNS", "NNPS"):
            break
        found.append(context.number[before.first])
        at = before.first
    return found


def _head_of_body(context: Context, hit: Hit) -> int | None:
    """ "Director of the Bureau of Mines Ann Lee": a title with its of-phrase before the name."""
    words = context.analysis.words
    at = hit.first - 1
    seen_of = False
    for i in range(at, max(-1, at - 14), -1):
        word = words[i]
        if word.sentence != words[hit.first].sentence:
            return None
        other = context.at.get(i)
        if seen_of and other is not None and other.role is not None and other.role.kind == "person":
            if words[other.last].lower == "of" and word.text[:1].isupper() and word.tag in ("NN", "NNP"):
                return context.number[other.first]
            return None
        if word.lower == "of":
            seen_of = True
        elif word.pos not in ("PROPN", "DET") and word.text not in ("(", ")", "-", "and", "&"):
            return None
    return None


def _modifiers(context: Context, person: _Person, hit: Hit, used: list[int]) -> None:
    """ "Syria's Assad", "Russian Sergei Ivanov": the country of a name without a title."""
    begin = first_of(context.analysis, hit.head)
    for i in range(hit.first - 1, begin - 1, -1):
        if context.analysis.words[i].text in (",", ";", "("):
            break
        other = context.at.get(i)
        if other is None:
            continue
        country = context.country(other) if other.kind in ("adjective", "state", "people", "seat") else None
        if country:
            used.append(context.number[other.first])
            if person.country is None:
                person.country = country
            return


def _appositions(context: Context, hit: Hit) -> list[int]:
    """Role hits in apposition to the name, on either side."""
    analysis = context.analysis
    found = []
    for c in analysis.children[hit.head]:
        if analysis.words[c].dep == "appos":
            other = context.at.get(c)
            if other is not None and other.role is not None and other.role.kind == "person":
                found.append(context.number[other.first])
    word = analysis.words[hit.head]
    if word.dep == "appos":
        other = context.at.get(word.head)
        single = other is not None and analysis.words[other.head].tag not in ("NNS", "NNPS")
        if single and other is not None and other.role is not None and other.role.kind == "person":
            found.append(context.number[other.first])
    if not found:
        found.extend(_after_comma(context, analysis, hit))
    return found


def _after_comma(context: Context, analysis: Analysis, hit: Hit) -> list[int]:
    """ "Amina Yusuf, a doctor at ...": a role noun in the phrase that opens after the comma."""
    at = hit.last
    words = analysis.words
    if at + 1 >= len(words) or words[at].text != "," or words[at].sentence != words[hit.first].sentence:
        return []
    limit = min(at + 7, analysis.sentences[words[at].sentence].last)
    opened = words[at + 1].lower in ("a", "an", "the") or (at + 1) in context.at
    if not opened:
        return []
    for i in range(at + 1, limit):
        if words[i].text == "," or words[i].pos in ("VERB", "AUX", "SCONJ", "PRON"):
            return []
        other = context.at.get(i)
        if other is not None and other.kind == "person":
            return []
        if other is not None and other.role is not None and other.role.kind == "person":
            if words[other.head].tag in ("NNS", "NNPS") or words[other.head].dep in (
                "nsubj",
                "conj",
                "compound",
            ):
                return []
            return [context.number[other.first]]
    return []


def _party(context: Context, person: _Person) -> Party:
    entry = _choose(context, person)
    if entry is None:
        identity = f"person/{slug(' '.join(person.parts))}"
        rule = "person by title" if person.sector else "person by name"
        settled = person.settled and person.country is not None
        country = person.country
        if country is None and person.roles & _SENT_ABROAD:
            country = _sender(context, person)
        elif country is None:
            country = context_country(context, context.hits[person.hits[0]], person.sector)
        # whoever is named without office, rank or trade is a private person
        sector = person.sector or ("CVL" if len(person.parts) > 1 else None)
        sector = "OPP" if person.opposing and sector in ("PTY", "CVL") else sector
        return Party(person.name, identity, country, sector, settled and person.sector is not None, rule)
    country, sector = _office(context, person, entry)
    if person.opposing and sector == "PTY":
        sector = "OPP"
    return Party(entry.name, entry.id, country, sector, True, f"entry: {entry.id}")


def _sender(context: Context, person: _Person) -> str | None:
    """The one country whose envoy of that title the article tells of ("the Kenyan ambassador")."""
    countries = set()
    for hit in context.hits:
        if hit.role is None or hit.role.lemma.split()[-1] not in person.roles & _SENT_ABROAD:
            continue
        party = describe(context, hit).parties[0]
        if party.settled and party.country is not None:
            countries.add(party.country)
    return countries.pop() if len(countries) == 1 else None


def _choose(context: Context, person: _Person) -> Entry | None:
    """The entry meant: by the country of the title, by who holds office on the day, by the article's countries."""
    entries = person.entries
    if not entries and len(person.parts) == 1:
        entries = _by_surname(context, person)
    if len(entries) < 2:
        return entries[0] if entries else None

    def fit(entry: Entry) -> tuple[int, int, float, int]:
        held = context.actors.terms_on(entry.id, context.on) if context.on else ()
        same = int(person.settled and person.country is not None and entry.country == person.country)
        return (
            same,
            int(bool(held)),
            context.weights.get(entry.country or "", 0.0),
            len(context.actors.terms.get(entry.id, ())),
        )

    return max(entries, key=fit)


def _by_surname(context: Context, person: _Person) -> tuple[Entry, ...]:
    """Office holders of that surname: those whose office is the title, or heads of state and government."""
    wanted = person.roles & _OFFICE_WORDS
    if not wanted and person.sector is not None:
        return ()
    found = []
    for entry in context.actors.surnames.get(person.parts[0], ()):
        terms = (
            context.actors.terms_on(entry.id, context.on)
            if context.on
            else context.actors.terms.get(entry.id, ())
        )
        for term in terms:
            office = set(pieces(term.office))
            country = term.country or entry.country
            if person.settled and person.country is not None and person.country != country:
                continue
            if wanted <= office if wanted else office & _HIGHEST and country in context.weights:
                found.append(entry)
                break
    here = [e for e in found if e.country in context.weights]
    return tuple(here or found) if len(here or found) == 1 else ()


def _office(context: Context, person: _Person, entry: Entry) -> tuple[str | None, str | None]:
    """Country and sector of a person of the codebook on the article's day."""
    terms = context.actors.terms.get(entry.id, ())
    if person.former:
        return entry.country, "ELI"
    if context.on is None:
        if person.sector is not None:
            return entry.country, person.sector
        return entry.country, terms[0].sector if terms else None
    held = context.actors.terms_on(entry.id, context.on)
    if held:
        best = next((t for t in held if t.sector == person.sector), held[0])
        # "FBI director": the body in the title says more than "an official"
        told = person.sector if best.sector == "GOV" and person.sector in ("COP", "SPY") else best.sector
        return best.country or entry.country, told
    ended = [t for t in terms if t.end is not None and t.end < context.on]
    if person.titled and person.sector is not None:
        return entry.country, person.sector
    if ended and any(t.sector in _OFFICIAL for t in ended):
        # killed in office, he is told of as who he was
        latest = max(ended, key=lambda t: t.end or datetime.date.min)
        return entry.country, latest.sector if person.slain else "ELI"
    return entry.country, person.sector or (terms[0].sector if terms and terms[0].sector == "PTY" else None)


def _role_of(hit: Hit) -> Role | None:
    return hit.role
