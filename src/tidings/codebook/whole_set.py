"""What only the whole set shows: unknown codes, acts that hide each other, one form for two bodies, office terms
that overlap, word lists and names that nothing can reach."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping

from tidings.codebook.actors import ActorIndex, Entry, Term
from tidings.codebook.acts import Act, ActIndex
from tidings.codebook.cameo import CameoCode
from tidings.codebook.crosswalks import Crosswalks
from tidings.codebook.layers import Place
from tidings.codebook.yaml_files import Problem

# offices that one person of a country holds at a time
SINGLE_OFFICES = frozenset(
    [
        "Chancellor",
        "Defence Minister",
        "Emperor",
        "Foreign Minister",
        "King",
        "President",
        "Prime Minister",
        "Queen",
    ]
)
_BODIES = ("group", "org", "people")
_DAY = datetime.timedelta(days=1)
_TABLES = {
    "person": "persons",
    "group": "groups",
    "org": "organisations",
    "force": "forces",
    "people": "peoples",
}
Where = Mapping[str, Mapping[str, Place]]
_NOWHERE: Where = {}


def unknown_codes(acts: ActIndex, cameo: Mapping[str, CameoCode], crosswalks: Crosswalks) -> list[Problem]:
    """CAMEO codes that do not exist or belong to another type, and modes that an act's type does not have."""
    problems = []
    modes = {page.type: {mode for mode, _, _ in page.modes} for page in acts.pages.values()}
    for act in acts.acts:
        if act.cameo is not None and act.cameo not in cameo:
            message = f"{act.rule}: CAMEO code {act.cameo!r} does not exist; see cameo.csv"
            problems.append(Problem(act.file, act.line, message))
        elif act.cameo is not None:
            types = {kind for kind, _ in crosswalks.plover.get(act.cameo, ())}
            if act.type not in types:
                owners = ", ".join(sorted(types)) or "no type"
                message = (
                    f"{act.rule}: CAMEO code {act.cameo} belongs to {owners} (crosswalks/cameo_to_plover.csv); "
                    "choose a code of the act's type"
                )
                problems.append(Problem(act.file, act.line, message))
        allowed = modes.get(act.type, set())
        if act.mode is not None and act.mode not in allowed:
            shown = ", ".join(sorted(allowed)) or "none: the type has no modes"
            problems.append(
                Problem(act.file, act.line, f"{act.rule}: mode {act.mode!r} does not exist; allowed: {shown}")
            )
    return problems


def hidden_acts(acts: ActIndex) -> list[Problem]:
    """Acts that no text can reach, because another act has the same words and the same conditions."""
    problems = []
    seen: dict[tuple[str, tuple[str, ...], object, object], Act] = {}
    for act in acts.acts:
        for form in act.forms:
            key = (act.kind, tuple(word.lower() for word in form), act.where, act.unless)
            other = seen.setdefault(key, act)
            if other is not act:
                message = (
                    f"{act.rule} and {other.rule} ({other.file}:{other.line}) give {' '.join(form)!r} two meanings; "
                    "tell them apart with where or unless, or drop one"
                )
                problems.append(Problem(act.file, act.line, message))
        twice = sorted({" ".join(form) for form in act.forms if act.forms.count(form) > 1})
        problems.extend(
            Problem(act.file, act.line, f"{act.rule} lists {form!r} twice; keep one") for form in twice
        )
    return problems


def ambiguous_forms(actors: ActorIndex, where: Where = _NOWHERE) -> list[Problem]:
    """Forms that two bodies of one country have at one time, so that no context can tell which is meant."""
    problems = []
    for key, forms in sorted(actors.forms.items()):
        bodies = [form.entry for form in forms if form.entry.kind in _BODIES and not _demonym(form.entry)]
        for first, second in _pairs(bodies):
            if first.kind != second.kind or first.country != second.country:
                continue
            if _meet(first, second):
                message = (
                    f"{' '.join(key)!r} means {first.id} and {second.id} in one country at one time; take the form "
                    "from one of them, or give both the days of their life"
                )
                problems.append(Problem(*_entry_place(second.id, where), message))
    return problems


def _demonym(entry: Entry) -> bool:
    """Whether an entry is a state's own people ("people/FRA"): a people of the list may have its names."""
    return entry.kind == "people" and entry.id.rpartition("/")[2].isupper()


def _pairs(entries: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    for number, first in enumerate(entries):
        for second in entries[number + 1 :]:
            if first.id != second.id:
                yield first, second


def _meet(first: Entry | Term, second: Entry | Term) -> bool:
    """Whether two spans share more than the day on which one hands over to the other; open ends are open."""
    starts = [span.start for span in (first, second) if span.start]
    ends = [span.end for span in (first, second) if span.end]
    return not starts or not ends or min(ends) - max(starts) > _DAY


def _entry_place(entry: str, where: Where) -> Place:
    """Where an entry of the lists of actors stands; the list's file where its line is not known."""
    table = _TABLES.get(entry.partition("/")[0], "")
    return where.get(table, {}).get(entry) or Place(f"{table}.csv" if table else "", 0)


def _term_place(person: str, term: Term, where: Where) -> Place:
    """Where a term stands: terms are known by person, office, country and the day as it is written."""
    terms = where.get("offices", {})
    held = f"{person} {term.office} {term.country or ''}".rstrip()
    found = [place for id_, place in terms.items() if id_ == held or id_.startswith(f"{held} ")]
    day = f"{held} {term.start or ''}"
    exact = [terms[id_] for id_ in (day, day[:-3], day[:-6]) if id_ in terms]
    return (*exact, *found, Place("offices.csv", 0))[0]


def overlapping_terms(actors: ActorIndex, where: Where = _NOWHERE) -> list[Problem]:
    """One office of a country held by two persons at one time, and one person's term of it entered twice.

    Only terms whose days are known are compared; the day of handing over may be shared.
    """
    held: dict[tuple[str, str | None], list[tuple[Term, str]]] = {}
    problems = []
    for person, terms in sorted(actors.terms.items()):
        own: dict[tuple[str, str | None], Term] = {}
        for term in sorted(terms, key=lambda t: t.start or datetime.date.min):
            key = (term.office, term.country)
            before = own.get(key)
            if before is not None and _overlap(before, term):
                message = (
                    f"{person} holds {term.office} ({term.country}) twice at {term.start}; join the terms"
                )
                problems.append(Problem(*_term_place(person, term, where), message))
            own[key] = term
            if term.office in SINGLE_OFFICES:
                held.setdefault(key, []).append((term, person))
    for (office, country), both in sorted(held.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        both.sort(key=lambda item: (item[0].start or datetime.date.min, item[1]))
        for (first, one), (second, other) in itertools.pairwise(both):
            if one != other and _overlap(first, second):
                message = (
                    f"{office} ({country}): {one} until {first.end} and {other} from {second.start} overlap; "
                    "mend the days, or name the office of one of them otherwise (Acting President, Co-President)"
                )
                problems.append(Problem(*_term_place(other, second, where), message))
    return problems


def _overlap(first: Term, second: Term) -> bool:
    """Whether two terms, both with known days, overlap by more than the hand-over."""
    if first.start is None or second.start is None or first.end is None or second.end is None:
        return False
    if _whole_years(first) or _whole_years(second):
        return False
    return _meet(first, second)


def _whole_years(term: Term) -> bool:
    """Whether a term's ends are known by month or year only: then an overlap may be of the rounding."""
    starts_a_month = term.start is not None and term.start.day == 1
    return starts_a_month or (term.end is not None and (term.end + _DAY).day == 1)


def unreachable_names(actors: ActorIndex, where: Where = _NOWHERE) -> list[Problem]:
    """Entries none of whose forms can be found, because each is a false friend in every context."""
    never = {
        friend.pieces
        for friends in actors.false_friends.values()
        for friend in friends
        if not friend.following and not friend.preceding
    }
    forms: dict[str, list[tuple[str, ...]]] = {}
    for key, found in actors.forms.items():
        for form in found:
            forms.setdefault(form.entry.id, []).append(key)
    return [
        Problem(
            *_friend_place(" ".join(keys[0]), where),
            f"{entry} has no form left: {' '.join(keys[0])!r} is never an actor",
        )
        for entry, keys in sorted(forms.items())
        if all(key in never for key in keys)
    ]


def _friend_place(form: str, where: Where) -> Place:
    """Where a false friend stands, by its words in lower case."""
    found = [place for id_, place in where.get("false friends", {}).items() if id_.lower() == form]
    return found[0] if found else Place("false_friends.yaml", 0)


def dangling_periods(actors: ActorIndex, where: Where = _NOWHERE) -> list[Problem]:
    """Periods of a group that no list has."""
    known = {form.entry.id for forms in actors.forms.values() for form in forms}
    return [
        Problem(*_period_place(group, where), f"{group} is in no list of bodies; add it, or mend the id")
        for group in sorted(set(actors.periods) - known)
    ]


def _period_place(group: str, where: Where) -> Place:
    found = [place for id_, place in where.get("periods", {}).items() if id_.split(" ")[0] == group]
    return found[0] if found else Place("periods.csv", 0)
