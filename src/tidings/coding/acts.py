"""Where the codebook's acts occur: trigger words with their frame filled by the article's actors.

Syntax proposes (verbs, act-nouns, predicate adjectives and their slots), the codebook decides.
"""

from __future__ import annotations

from tidings.codebook.acts import Act, ActIndex, Form
from tidings.coding.act_frames import Site, fill_frame
from tidings.coding.act_repeats import Found, join_repeats, named_again, points_back, points_on
from tidings.coding.act_words import candidates, light_verb, other_words, places_of_other_words, trigger_span
from tidings.coding.parties import Parties, holds, index_mentions, told_to
from tidings.model import tree
from tidings.model.analysis import Analysis, Mention
from tidings.model.article import Dropped

__all__ = ["Found", "find_acts"]


def find_acts(
    analysis: Analysis, mentions: tuple[Mention, ...], index: ActIndex
) -> tuple[tuple[Found, ...], tuple[Dropped, ...]]:
    """The acts of an article in text order, and the candidates that were dropped, each with its reason."""
    parties = index_mentions(mentions)
    found: list[Found] = []
    bare: list[Found] = []
    dropped: list[Dropped] = []
    for word in analysis.words:
        for kind, forms in candidates(analysis, index, word.i):
            hit = _first_fit(analysis, parties, forms, word.i, kind, found, bare, dropped)
            if hit:
                found.append(hit)
                break
        else:
            again = named_again(analysis, word.i, found, index.nouns.get(word.lemma, ()))
            if again is not None:
                found.append(again)
    told = [hit for hit in (points_on(analysis, b, found) for b in bare) if hit is not None]
    found = sorted([*found, *told], key=lambda hit: hit.word)
    return tuple(join_repeats(analysis, found)), tuple(dropped)


def _first_fit(
    analysis: Analysis,
    parties: Parties,
    forms: tuple[Form, ...],
    i: int,
    kind: str,
    found: list[Found],
    bares: list[Found],
    dropped: list[Dropped],
) -> Found | None:
    """The first form of the codebook's order whose words, conditions and parties are there."""
    light = light_verb(analysis, i) if kind == "noun" else None
    reason = ""
    bare: Found | None = None
    further = any(form.rest and not form.before for form in forms)
    places = places_of_other_words(analysis, i, kind) if further else []
    for form in forms:
        words = other_words(analysis, form, i, kind, places)
        if words is None:
            continue
        failed = _failed_condition(analysis, parties, form.act, i, kind, light)
        if failed:
            reason = reason or f"{form.act.rule}: {failed}"
            continue
        others = (i,) if analysis.words[i].pos == "ADP" else tuple(words)  # "are against the law"
        frame = fill_frame(analysis, parties, form.act, Site(i, kind, light, others))
        first, last = _must_span(analysis, form, i) or trigger_span(analysis, i, light, words)
        hit = Found(form.act, i, first, last, light, frame.actors, frame.recipients, frame.place_words)
        if frame.missing:
            reason = reason or f"{form.act.rule}: {frame.missing}"
            bare = bare or hit
            continue
        return hit
    if bare is not None and kind == "noun":
        again = points_back(analysis, bare, found)
        if again is not None:
            return again
        bares.append(bare)
    if reason:
        word = analysis.words[i]
        dropped.append(Dropped("acts", reason, word.text, word.start, word.end))
    return None


def _failed_condition(
    analysis: Analysis, parties: Parties, act: Act, i: int, kind: str, light: int | None
) -> str:
    for condition in act.where:
        if not holds(analysis, parties, condition, i, kind, light):
            return f"where {condition.slot} does not hold"
    for condition in act.unless:
        if holds(analysis, parties, condition, i, kind, light):
            return f"unless {condition.slot} holds"
    return ""


def _must_span(analysis: Analysis, form: Form, i: int) -> tuple[int, int] | None:
    """For what somebody is told to do, the words that tell it: "must stop", not the verb of saying."""
    if not any(c.slot == "clause" and "must" in c.lemmas for c in form.act.where):
        return None
    for c in tree.below(analysis, i, "ccomp"):
        if told_to(analysis, c):
            modals = [k for k in tree.below(analysis, c, "aux") if analysis.words[k].tag == "MD"]
            return min([c, *modals]), c + 1
    return None
