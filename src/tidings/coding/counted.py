"""People who are only counted: "killed 10", "hundreds fled", "two were arrested"."""

from __future__ import annotations

from collections.abc import Iterable

from tidings.coding.actor_names import Hit
from tidings.coding.article_context import Context, context_country
from tidings.coding.noun_phrases import words_of
from tidings.model.analysis import Mention
from tidings.model.records import Actor

# what is done to people, or what only people do
_TO_PEOPLE = words_of(
    "kill wound injure hurt shoot arrest detain abduct kidnap execute behead massacre murder displace evacuate rescue "
    "hang imprison jail torture slay maim evict deport free release sentence convict acquit pardon expel capture rescue "
    "indict"
)
_BY_PEOPLE = words_of(
    "flee die protest march rally demonstrate gather perish drown riot chant suffer evacuate starve"
)
_CROWDS = frozenset({"dozen", "hundred", "thousand", "score", "million", "other"})


def find_counted(context: Context, mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions of civilians for bare numbers and "hundreds" that are harmed, held, or in flight."""
    taken = {i for m in mentions for i in range(m.first, m.last)}
    words = context.analysis.words
    found = []
    for word in words:
        counted = (word.pos == "NUM" and word.tag == "CD") or (word.tag == "NNS" and word.lemma in _CROWDS)
        if not counted or word.i in taken or word.name in ("DATE", "TIME", "MONEY", "PERCENT"):
            continue
        verb = words[word.head]
        done_to = word.dep in ("dobj", "nsubjpass") and verb.lemma in _TO_PEOPLE
        doing = word.dep == "nsubj" and (
            verb.lemma in _BY_PEOPLE or (verb.tag == "VBN" and verb.lemma in _TO_PEOPLE)
        )
        if not (done_to or doing) or any(words[c].lower == "of" for c in context.analysis.children[word.i]):
            continue
        first = min(
            [
                word.i,
                *(c for c in context.analysis.children[word.i] if c < word.i and words[c].dep != "punct"),
            ]
        )
        country = context_country(context, Hit(word.i, word.i + 1, word.i, "role"), "CVL")
        adjective = context.actors.adjectives.get(country or "")
        actor = Actor(
            text=context.analysis.slice(first, word.i + 1),
            start=words[first].start,
            end=word.end,
            name=f"{adjective} people" if adjective else "people",
            id=f"role/{country or '-'}.CVL/people",
            country=country,
            sector="CVL",
        )
        found.append(Mention(first, word.i + 1, word.i, (actor,), "role", False, "counted people"))
    return found
