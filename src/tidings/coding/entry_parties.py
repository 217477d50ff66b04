"""Whom an entry of the codebook stands for in an article: its country, its sector, on the article's day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tidings.codebook.actors import Entry
from tidings.coding.actor_names import Hit
from tidings.coding.article_context import Context, context_country, in_common_use
from tidings.coding.noun_phrases import first_of

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Party:
    """Who a phrase stands for. `settled` is False where the country is the context's."""

    name: str
    id: str | None
    country: str | None
    sector: str | None
    settled: bool
    rule: str


def slug(text: str) -> str:
    """`text` as part of an id.

    >>> slug("security forces")
    'security-forces'
    """
    return _NOT_SLUG.sub("-", text.lower()).strip("-")


def party_of_entry(context: Context, hit: Hit) -> Party:
    """The party of a hit that is in the codebook."""
    entry = body_of(context, hit)
    if entry.id.startswith("name/"):
        return Party(entry.name, entry.id, entry.country, entry.sector, False, "name in common use")
    state = context.actors.states.get(entry.country or "")
    if entry.kind in ("adjective", "state", "seat") and state is not None and entry.id == state.id:
        return Party(state.name, state.id, state.country, entry.sector or "GOV", True, f"entry: {entry.id}")
    return Party(entry.name, entry.id, entry.country, entry.sector, True, f"entry: {entry.id}")


def _is_ruling(context: Context, hit: Hit) -> bool:
    words = context.analysis.words
    begin = min(first_of(context.analysis, hit.head), hit.first)
    return any(words[i].lower in ("ruling", "governing") for i in range(begin, hit.first))


def in_opposition(context: Context, hit: Hit) -> bool:
    """Whether the noun phrase says so: "the opposition Unity party"."""
    words = context.analysis.words
    begin = min(first_of(context.analysis, hit.head), hit.first)
    return any(words[i].lower == "opposition" for i in range(begin, hit.first))


def _anybodys(context: Context, hit: Hit, entry: Entry) -> Entry:
    """The body of that name in the article's own country."""
    name = " ".join(context.analysis.slice(hit.first, hit.last).split())
    country = context_country(context, hit, "PTY")
    return entry._replace(id=f"name/{slug(name)}/{country or '-'}", name=name, country=country)


def sector_beside(context: Context, hit: Hit) -> str | None:
    """What a body is said to be beside its name: "the Popular Front, a rebel group"."""
    words = context.analysis.words
    at = hit.last
    if at + 2 >= len(words) or words[at].text != "," or words[at + 1].lower not in ("a", "an", "the"):
        return None
    for i in range(at + 2, min(at + 6, len(words))):
        role = context.at[i].role if i in context.at else None
        if role is not None:
            return role.sector if role.kind == "body" else None
        if words[i].pos not in ("ADJ", "NOUN", "PROPN", "ADV", "PUNCT"):
            return None
    return None


def body_of(context: Context, hit: Hit) -> Entry:
    """The entry that a hit means: its country by the article, a party's sector by the words and the day."""
    entry = pick(context, hit.entries)
    if _generic(context, hit, entry):
        entry = _anybodys(context, hit, entry)
        entry = entry._replace(sector=sector_beside(context, hit) or entry.sector)
    if entry.sector == "PTY" and in_opposition(context, hit):
        return entry._replace(sector="OPP")
    if entry.sector == "PTY" and _is_ruling(context, hit):
        return entry._replace(sector="GOV")
    return entry


def _generic(context: Context, hit: Hit, entry: Entry) -> bool:
    """A body of a country the article never speaks of, under a name that many countries have ("Left Party")."""
    if hit.kind not in ("group", "org") or entry.country not in context.actors.states:
        return False
    if entry.country in context.grounded:
        return False
    if not context.grounded and len({e.country for e in hit.entries}) < 2:
        return False
    return in_common_use(context, hit)


def pick(context: Context, entries: Sequence[Entry]) -> Entry:
    """Of several entries of one name, the one whose life and country fit the article best."""
    if len(entries) == 1:
        return context.actors.as_of(entries[0], context.on)

    def fit(entry: Entry) -> tuple[int, float]:
        alive = context.on is None or (
            (entry.start is None or entry.start <= context.on)
            and (entry.end is None or context.on <= entry.end)
        )
        return int(alive), context.weights.get(entry.country or "", 0)

    return context.actors.as_of(max(entries, key=fit), context.on)
