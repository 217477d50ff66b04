"""Halves of divided lands: "the North" and "the South" in reports of Korea and the Sudans."""

from __future__ import annotations

from collections.abc import Iterator

from tidings.coding.article_context import Context
from tidings.coding.noun_phrases import LOCATING, preposition_of
from tidings.model.analysis import Mention, Word
from tidings.model.records import Actor

# north, south: the pair an article speaks of most decides
_LANDS = (("PRK", "KOR"), ("SDN", "SSD"))
_SLOTS = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "pobj", "poss"})


def find_halves(context: Context) -> Iterator[Mention]:
    """Mentions of "the North" and "the South" as states, where the article is of one of the pairs."""
    pair = max(_LANDS, key=lambda lands: sum(context.weights.get(c, 0) for c in lands))
    if not any(context.weights.get(c) for c in pair):
        return
    for word in context.analysis.words:
        if word.text in ("North", "South") and _free(context, word) and _stands_alone(context, word):
            state = context.actors.states.get(pair[word.text == "South"])
            if state is not None:
                made = Actor(
                    text=word.text,
                    start=word.start,
                    end=word.end,
                    name=state.name,
                    id=state.id,
                    country=state.country,
                    sector="GOV",
                )
                yield Mention(word.i, word.i + 1, word.i, (made,), "state", True, "half of a divided land")


def _free(context: Context, word: Word) -> bool:
    hit = context.at.get(word.i)
    return hit is None or (hit.kind == "place" and hit.last == word.i + 1)


def _stands_alone(context: Context, word: Word) -> bool:
    words = context.analysis.words
    if not word.i or words[word.i - 1].lower != "the" or word.dep not in _SLOTS:
        return False
    following = words[word.i + 1] if word.i + 1 < len(words) else None
    if following is not None and (following.text[:1].isupper() or following.lower == "of"):
        return False
    return preposition_of(context.analysis, word.i) not in LOCATING
