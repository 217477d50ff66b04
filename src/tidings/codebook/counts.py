"""What a codebook holds, in counts, and what of the ontology no act reaches."""

from __future__ import annotations

from dataclasses import dataclass

from tidings.codebook.loader import Codebook


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts by name, and the modes and CAMEO codes that acts reach and do not reach.

    `no_acts` are CAMEO codes that the crosswalk holds for none of the 16 types, with the reason.
    """

    counts: dict[str, int]
    modes: tuple[str, ...]
    modes_missing: tuple[str, ...]
    codes: tuple[str, ...]
    codes_missing: tuple[str, ...]
    no_acts: dict[str, str]


def count(book: Codebook) -> Counts:
    """Count a codebook's entries; an act with several words has as many patterns as it has words and conditions."""
    acts = book.acts.acts
    kinds = {"state": 0, "person": 0, "group": 0, "org": 0, "people": 0}
    entries = {form.entry.id: form.entry for forms in book.actors.forms.values() for form in forms}
    for entry in entries.values():
        if entry.kind in kinds and not (entry.kind == "people" and _demonym(entry.id)):
            kinds[entry.kind] += 1
    kinds["state"] = sum(1 for id_ in entries if id_.startswith("country/"))
    terms = [term for held in book.actors.terms.values() for term in held]
    counts = {
        "types": len(book.acts.pages),
        "acts": len(acts),
        "patterns": sum(len(set(act.forms)) for act in acts),
        "examples": sum(len(act.examples) for act in acts),
        "misses": sum(len(act.misses) for act in acts),
        "states and territories": kinds["state"],
        "persons": kinds["person"],
        "offices": len({(term.office, term.country) for term in terms}),
        "office terms": len(terms),
        "groups": kinds["group"],
        "organisations": sum(1 for id_ in entries if id_.startswith("org/")),
        "forces": sum(1 for id_ in entries if id_.startswith("force/")),
        "peoples": kinds["people"],
        "roles": len(book.actors.roles),
        "false friends": sum(map(len, book.actors.false_friends.values())),
        "names of actors": len(book.actors.forms),
        "places": book.gazetteer.size + len(book.supplement),
        "places of the supplement": len(book.supplement),
        "speech words": len({w for words in _speech(book) for w in words}),
    }
    reached = {act.cameo for act in acts if act.cameo}
    modes = [f"{page.type}/{mode}" for page in book.acts.pages.values() for mode, _, _ in page.modes]
    used = {f"{act.type}/{act.mode}" for act in acts if act.mode}
    none = dict(book.crosswalks.no_plover)
    wanted = [code for code in book.cameo if len(code) > 2 and code not in none]
    return Counts(
        counts,
        tuple(m for m in modes if m in used),
        tuple(m for m in modes if m not in used),
        tuple(c for c in wanted if c in reached),
        tuple(c for c in wanted if c not in reached),
        none,
    )


def _demonym(id_: str) -> bool:
    """Whether a people is a state's own ("people/FRA"), which its list of countries has, not that of peoples."""
    return id_.rpartition("/")[2].isupper() or id_ == "people/None"


def _speech(book: Codebook) -> list[frozenset[str]]:
    return [getattr(book.speech, name) for name in type(book.speech).__dataclass_fields__]
