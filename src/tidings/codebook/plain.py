"""A codebook as plain data and back: tuples, texts, numbers and sets only, for `cache`.

Big tables have a form of their own that is quick to read; everything else goes by `_KINDS`.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from typing import Any

from tidings.codebook.actors import ActorIndex, Entry, FalseFriend, Form, Role, Term
from tidings.codebook.acts import Act, ActIndex, Condition, Example, TypePage
from tidings.codebook.acts import Form as ActForm
from tidings.codebook.cameo import CameoCode
from tidings.codebook.crosswalks import Acled, Crosswalks, Ucdp
from tidings.codebook.date_grammar import DateGrammar, DateRule
from tidings.codebook.date_grammar import Entry as DateEntry
from tidings.codebook.figure_words import FigureWords
from tidings.codebook.layers import Change
from tidings.codebook.speech import SpeechCues
from tidings.codebook.stance_cues import StanceCues
from tidings.codebook.status_cues import Cues, StatusCues


def _name(kind: type) -> str:
    return f"{kind.__module__.rpartition('.')[2]}.{kind.__name__}"


_KINDS: dict[str, type] = {
    _name(kind): kind
    for kind in (
        *(Acled, CameoCode, Change, Crosswalks, Cues, DateGrammar, DateRule, DateEntry, FalseFriend),
        *(FigureWords, Role, SpeechCues, StanceCues, StatusCues, TypePage, Ucdp),
    )
}


def to_plain(value: Any) -> Any:
    """A value as plain data: records become lists of their kind's name and fields, tables become dicts.

    >>> to_plain(CameoCode("01", "Speak", "Says.", 0.0, 1))
    ['cameo.CameoCode', '01', 'Speak', 'Says.', 0.0, 1]
    """
    if isinstance(value, ActorIndex):
        return ["ActorIndex", *_plain_actors(value)]
    if isinstance(value, ActIndex):
        return ["ActIndex", *_plain_acts(value)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (to_plain(getattr(value, f.name)) for f in dataclasses.fields(value))
        return [_known(value), *fields]
    if isinstance(value, tuple) and type(value) is not tuple:
        return [_known(value), *map(to_plain, value)]
    if isinstance(value, tuple):
        return tuple(map(to_plain, value))
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, re.Pattern):
        return ["pattern", value.pattern]
    return value


def _known(value: object) -> str:
    name = _name(type(value))
    if name not in _KINDS:
        raise TypeError(f"{name} has no plain form; add it to _KINDS")
    return name


def from_plain(value: Any) -> Any:
    """The value that `to_plain` made plain."""
    if isinstance(value, list):
        kind = value[0]
        if kind == "ActorIndex":
            return _actors(*value[1:])
        if kind == "ActIndex":
            return _acts(*value[1:])
        if kind == "pattern":
            return re.compile(value[1])
        return _KINDS[kind](*map(from_plain, value[1:]))
    if isinstance(value, tuple):
        return tuple(map(from_plain, value))
    if isinstance(value, dict):
        return {key: from_plain(item) for key, item in value.items()}
    return value


def _ordinal(day: datetime.date | None) -> int:
    return day.toordinal() if day else 0


def _day(ordinal: int) -> datetime.date | None:
    return datetime.date.fromordinal(ordinal) if ordinal else None


def _plain_terms(terms: Any) -> Any:
    return {
        key: tuple((t.office, t.country, t.sector, _ordinal(t.start), _ordinal(t.end)) for t in held)
        for key, held in terms.items()
    }


def _terms(plain: Any) -> Any:
    return {
        key: tuple([Term(o, c, s, _day(start), _day(end)) for o, c, s, start, end in held])
        for key, held in plain.items()
    }


def _plain_actors(index: ActorIndex) -> tuple[Any, ...]:
    """Entries and their forms by number; nearly all keys have one form, which then stands without a tuple."""
    entries: dict[Entry, int] = {}
    forms: dict[tuple[int, str], int] = {}

    def entry_number(entry: Entry) -> int:
        return entries.setdefault(entry, len(entries))

    def form_number(form: Form) -> int:
        return forms.setdefault((entry_number(form.entry), form.case), len(forms))

    keys = {
        key: form_number(found[0]) if len(found) == 1 else tuple(map(form_number, found))
        for key, found in index.forms.items()
    }
    surnames = {name: tuple(map(entry_number, found)) for name, found in index.surnames.items()}
    states = {code: entry_number(entry) for code, entry in index.states.items()}
    spellings = {key: entry_number(entry) for key, entry in index.spellings.items()}
    terms = (_plain_terms(index.terms), _plain_terms(index.periods))
    undated = [(e.id, e.name, e.country, e.sector, e.kind, None, None) for e in entries]
    days = {n: (_ordinal(e.start), _ordinal(e.end)) for e, n in entries.items() if e.start or e.end}
    rest = (index.roles, index.adjectives, index.role_words, index.false_friends, index.homelands)
    lengths = (index.lengths, index.role_lengths)
    return (
        (undated, days),
        tuple(forms),
        keys,
        surnames,
        (states, spellings),
        terms,
        lengths,
        *map(to_plain, rest),
    )


def _actors(
    rows: Any, pairs: Any, keys: Any, surnames: Any, single: Any, terms: Any, lengths: Any, *rest: Any
) -> ActorIndex:
    undated, days = rows
    entries = list(map(Entry._make, undated))
    for number, (start, end) in days.items():
        entries[number] = entries[number]._replace(start=_day(start), end=_day(end))
    forms = [Form(entries[number], case) for number, case in pairs]
    states, spellings = single
    roles, adjectives, role_words, false_friends, homelands = map(from_plain, rest)
    return ActorIndex(
        forms={
            key: (forms[found],) if type(found) is int else tuple([forms[number] for number in found])
            for key, found in keys.items()
        },
        lengths=lengths[0],
        roles=roles,
        role_lengths=lengths[1],
        terms=_terms(terms[0]),
        periods=_terms(terms[1]),
        surnames={name: tuple([entries[number] for number in found]) for name, found in surnames.items()},
        adjectives=adjectives,
        states={code: entries[number] for code, number in states.items()},
        role_words=role_words,
        false_friends=false_friends,
        spellings={key: entries[number] for key, number in spellings.items()},
        homelands=homelands,
    )


_ACT = [f.name for f in dataclasses.fields(Act)]
_EXAMPLE = [f.name for f in dataclasses.fields(Example)]
_WHERE, _UNLESS, _EXAMPLES = map(_ACT.index, ("where", "unless", "examples"))


def _plain_acts(index: ActIndex) -> tuple[Any, ...]:
    numbers = {act.rule: number for number, act in enumerate(index.acts)}
    acts = []
    for act in index.acts:
        row = [getattr(act, name) for name in _ACT]
        row[_WHERE] = tuple((c.slot, c.lemmas, c.classes) for c in act.where)
        row[_UNLESS] = tuple((c.slot, c.lemmas, c.classes) for c in act.unless)
        row[_EXAMPLES] = tuple(tuple(getattr(e, name) for name in _EXAMPLE) for e in act.examples)
        acts.append(row)
    tables = tuple(
        {
            head: tuple((numbers[f.act.rule], f.head, f.rest, f.before) for f in forms)
            for head, forms in table.items()
        }
        for table in (index.verbs, index.nouns, index.adjectives)
    )
    return acts, tables, to_plain(index.pages)


def _acts(rows: Any, tables: Any, pages: Any) -> ActIndex:
    acts = []
    for row in rows:
        row[_WHERE] = tuple([Condition(*c) for c in row[_WHERE]])
        row[_UNLESS] = tuple([Condition(*c) for c in row[_UNLESS]])
        row[_EXAMPLES] = tuple([Example(*e) for e in row[_EXAMPLES]])
        acts.append(Act(*row))
    verbs, nouns, adjectives = (
        {
            head: tuple([ActForm(acts[number], word, rest, before) for number, word, rest, before in forms])
            for head, forms in table.items()
        }
        for table in tables
    )
    return ActIndex(tuple(acts), verbs, nouns, adjectives, from_plain(pages))
