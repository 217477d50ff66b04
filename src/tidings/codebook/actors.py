"""Who can be named: states, persons and their offices, groups, bodies, peoples, and the nouns of roles.

The lists live in `data/actors/`. A name is looked up as a sequence of pieces (see `pieces`), longest
first, and must be written with the capitals of a name. Nothing here reads an article.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tidings.codebook.spellings import spelling_key

KINDS = ("state", "adjective", "people", "seat", "person", "group", "org")


class Entry(NamedTuple):
    """One actor of the codebook. `kind` is one of `KINDS`; `start` and `end` bound the life of a body."""

    id: str
    name: str
    country: str | None
    sector: str | None
    kind: str
    start: datetime.date | None = None
    end: datetime.date | None = None


class Term(NamedTuple):
    """An office held by a person, from `start` to `end`, both inclusive; None is unknown or open."""

    office: str
    country: str | None
    sector: str | None
    start: datetime.date | None
    end: datetime.date | None


class Form(NamedTuple):
    """A way an entry is written. `case` says what capitals it needs: "upper", "title" or "any"."""

    entry: Entry
    case: str


class Role(NamedTuple):
    """A role noun. `inherits` is True where the body it belongs to gives the sector ("army spokesman")."""

    lemma: str
    sector: str | None
    takes_country: bool
    kind: str
    inherits: bool


class FalseFriend(NamedTuple):
    """A form that is not an actor beside certain words; without such words, never."""

    pieces: tuple[str, ...]
    following: frozenset[str]
    preceding: frozenset[str]


@dataclass(frozen=True)
class ActorIndex:
    """All actors, ready for look-up.

    `forms` maps the pieces of a written form to its entries, `lengths` its first piece to the lengths
    to try, longest first; `roles` and `role_lengths` do the same for role nouns (lemmas). `terms` has
    the offices of a person's id, `periods` what a group was on which days (rebels, then rulers), `surnames`
    the persons of a last name, `adjectives` the usual adjective and `states` the entry of an ISO3
    country; `role_words` are all words of role nouns. `spellings` maps what is left of a full name when all that
    transliterations exchange is made one to the only person it can be, `homelands` a people to its countries.
    """

    forms: Mapping[tuple[str, ...], tuple[Form, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    roles: Mapping[tuple[str, ...], Role]
    role_lengths: Mapping[str, tuple[int, ...]]
    terms: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    surnames: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    adjectives: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, Entry] = field(default_factory=dict)
    role_words: frozenset[str] = frozenset()
    periods: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    false_friends: Mapping[str, tuple[FalseFriend, ...]] = field(default_factory=dict)
    spellings: Mapping[str, Entry] = field(default_factory=dict)
    homelands: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def matches(self, found: Sequence[str], at: int) -> Iterator[tuple[int, tuple[Form, ...]]]:
        """Length and forms of every name that begins at piece `at`, longest first."""
        for length in self.lengths.get(found[at], ()):
            if at + length > len(found):
                continue
            forms = self.forms.get(tuple(found[at : at + length]))
            if forms:
                yield length, forms

    def named(self, form: str) -> tuple[Entry, ...]:
        """The entries written `form`, in whatever capitals; empty where there is none."""
        return tuple(f.entry for f in self.forms.get(pieces(form), ()))

    def spelt_like(self, parts: Sequence[str]) -> tuple[Entry, ...]:
        """The person whose full name is these pieces in another transliteration; empty where there is none."""
        entry = self.spellings.get(spelling_key(parts)) if len(parts) > 1 else None
        return () if entry is None else (entry,)

    def role(self, lemma: str) -> Role | None:
        """The role noun `lemma` (singular), or None."""
        return self.roles.get(pieces(lemma))

    def as_of(self, entry: Entry, on: datetime.date | None) -> Entry:
        """The entry with the country and sector it had on that day, as far as the list of periods knows."""
        for period in self.periods.get(entry.id, ()) if on is not None else ():
            if _holds(period, on):
                return entry._replace(
                    country=period.country or entry.country, sector=period.sector or entry.sector
                )
        return entry

    def terms_on(self, person: str, on: datetime.date) -> tuple[Term, ...]:
        """The offices that the person with this id held on that day, the latest begun first."""
        held = [t for t in self.terms.get(person, ()) if _holds(t, on)]
        return tuple(sorted(held, key=lambda t: t.start or datetime.date.min, reverse=True))


def _holds(term: Term, on: datetime.date | None) -> bool:
    return (
        on is not None and (term.start is None or term.start <= on) and (term.end is None or on <= term.end)
    )


def pieces(text: str) -> tuple[str, ...]:
    """`text` as compared: lower case, no accents, full stops and apostrophes; split at blanks and hyphens.

    >>> pieces("Côte d'Ivoire"), pieces("al-Assad"), pieces("U.S."), pieces("People's Army")
    (('cote', 'divoire'), ('al', 'assad'), ('us',), ('people', "'s", 'army'))
    """
    if not text.isascii():
        text = (
            text.replace("\u2019", "'").replace("\u2018", "'").replace("\u2010", "-").replace("\u2011", "-")
        )
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = text.lower().replace("-", " ")
    if "'" not in text and "." not in text:
        return tuple(text.split())
    found: list[str] = []
    for part in text.split():
        owner = part.endswith("'s")
        stem = part[:-2] if owner else part
        stem = stem.replace(".", "").replace("'", "")
        if stem:
            found.append(stem)
        if owner:
            found.append("'s")
    return tuple(found)


def load_actors(folder: Path) -> ActorIndex:
    """Read all lists of `folder`; a list that is not there counts as empty.

    Raises `CodebookError` for a row that cannot be read, naming file and row.
    """
    from tidings.codebook.actor_data import read_actors
    from tidings.codebook.layers import Findings, Layer
    from tidings.model.errors import CodebookError

    findings = Findings()
    index = read_actors([Layer(Path(folder))], findings, within="")
    if findings.problems:
        raise CodebookError("\n".join(str(problem) for problem in sorted(findings.problems)))
    return index
