"""What a user's examples teach: the same word among the same things is read as the example marks it.

What stands around a word is told as labels of the tree with what they hold: a sector for somebody, else the lemma. A
lesson holds where most of it is the same (weighted Jaccard) and no place of a party is filled otherwise.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from tidings.codebook.acts import Act
from tidings.codebook.lessons import Lesson, Lessons, Way
from tidings.coding.act_repeats import Found
from tidings.coding.act_words import light_verb, trigger_span
from tidings.coding.parties import Parties, index_mentions, mentions_at
from tidings.model.analysis import Analysis, Mention
from tidings.model.article import Dropped

_ALIKE = 0.6
_TOLD = 2.0  # how much a filled place counts beside a bare label
_ASIDE = frozenset({"punct", "det", "aux", "auxpass", "cc", "mark", "advmod", "predet", "case", "intj"})
_CORE = ("nsubj", "nsubjpass", "dobj", "agent", "compound", "poss")
_LONGEST = 6  # labels of the way to a party


def apply_lessons(
    analysis: Analysis,
    mentions: tuple[Mention, ...],
    found: tuple[Found, ...],
    lessons: Lessons,
    acts: Mapping[str, Act],
) -> tuple[tuple[Found, ...], tuple[Dropped, ...]]:
    """The acts as the lessons want them, in text order, and those they take out, each with the example it goes by.

    `acts` are the codebook's by rule.
    """
    parties = index_mentions(mentions)
    by_word = {hit.word: hit for hit in found}
    dropped: list[Dropped] = []
    for word in analysis.words:
        lesson = _nearest(analysis, parties, word.i, lessons.get((word.lemma, word.pos), ()))
        if lesson is None:
            continue
        here = by_word.get(word.i)
        if not lesson.rule:
            if here is not None:
                del by_word[word.i]
                reason = f"{here.act.rule}: taught by the miss {lesson.text!r}"
                dropped.append(Dropped("lessons", reason, word.text, word.start, word.end))
            continue
        taught = _taught(analysis, parties, word.i, lesson, here, acts.get(lesson.rule))
        if taught is not None:
            by_word[word.i] = taught
    return tuple(by_word[i] for i in sorted(by_word)), tuple(dropped)


def _nearest(analysis: Analysis, parties: Parties, i: int, lessons: Sequence[Lesson]) -> Lesson | None:
    """The lesson most like what stands around word `i`; of equals the last."""
    if not lessons:
        return None
    here = around(analysis, parties, i)
    best, most = None, _ALIKE
    for lesson in lessons:
        likeness = _likeness(lesson, here)
        if likeness >= most:
            best, most = lesson, likeness
    return best


def around(analysis: Analysis, parties: Parties, i: int) -> tuple[str, ...]:
    """What stands around word `i`: its label, and each label below it with what fills the place; sorted."""
    word = analysis.words[i]
    found = {f"is {word.dep}"}
    if word.head != i and word.dep in ("dobj", "pobj", "xcomp", "compound", "amod", "prep"):
        found.add(f"under {analysis.words[word.head].lemma}")
    for c in analysis.children[i]:
        below = analysis.words[c]
        if below.dep == "prep":
            filled = [o for o in analysis.children[c] if analysis.words[o].dep in ("pobj", "pcomp")]
            found.add(f"prep {below.lower}")
            found.update(f"prep {below.lower} = {_filler(analysis, parties, o)}" for o in filled)
        elif below.dep == "neg":
            found.add("neg")
        elif below.dep not in _ASIDE:
            filler = c
            if below.dep == "agent":
                filler = next((o for o in analysis.children[c] if analysis.words[o].dep == "pobj"), c)
            found.update((below.dep, f"{below.dep} = {_filler(analysis, parties, filler)}"))
    return tuple(sorted(found))


def _filler(analysis: Analysis, parties: Parties, i: int) -> str:
    mentions = mentions_at(analysis, parties, i)
    if mentions:
        return f"<{mentions[0].actors[0].sector or 'UNK'}>"
    word = analysis.words[i]
    return f"<{word.name}>" if word.name else word.lemma


def _likeness(lesson: Lesson, here: Iterable[str]) -> float:
    """Shared weight over all weight; 0 where a place of a party is filled otherwise.

    For an act any party will do; what is no act is told from one by just who or what is there.
    """
    there, mine = set(lesson.around), set(here)
    if lesson.rule:
        there, mine = {_anybody(t) for t in there}, {_anybody(t) for t in mine}
    for label in _CORE:
        one, two = ({t for t in told if t.startswith(f"{label} = ")} for told in (there, mine))
        if one and two and not one & two:
            return 0.0
    whole = sum(map(_weight, there | mine))
    return sum(map(_weight, there & mine)) / whole if whole else 0.0


def _anybody(told: str) -> str:
    place, equals, filler = told.partition(" = ")
    somebody = len(filler) == 5 and filler[0] == "<" and filler != "<DATE>"
    return f"{place}{equals}<somebody>" if somebody else told


def _weight(told: str) -> float:
    return _TOLD if " = " in told or told.startswith("under ") else 1.0


def _taught(
    analysis: Analysis, parties: Parties, i: int, lesson: Lesson, here: Found | None, act: Act | None
) -> Found | None:
    """The act of the lesson at word `i` with the parties that its ways lead to; None where they lead to nobody."""
    if act is None:
        return None
    sides = [
        [m for way in ways for end in follow(analysis, i, way) for m in mentions_at(analysis, parties, end)]
        for ways in (lesson.actors, lesson.recipients)
    ]
    if (lesson.actors or lesson.recipients) and not any(sides):
        return None
    actors, recipients = (tuple(dict.fromkeys(side)) for side in sides)
    if here is not None:
        return dataclasses.replace(here, act=act, actors=actors, recipients=recipients, taught=lesson.text)
    light = light_verb(analysis, i) if analysis.words[i].pos == "NOUN" else None
    first, last = trigger_span(analysis, i, light, [i])
    return Found(act, i, first, last, light, actors, recipients, taught=lesson.text)


def way_to(analysis: Analysis, start: int, end: int) -> Way | None:
    """The labels from word `start` to word `end`: "^" and the label of each word left upwards, then those down.

    None where they are in different sentences or too far apart.
    """
    words = analysis.words
    up = [start]
    while words[up[-1]].head != up[-1]:
        up.append(words[up[-1]].head)
    down = [end]
    while down[-1] not in up:
        if words[down[-1]].head == down[-1]:
            return None
        down.append(words[down[-1]].head)
    climbed = up[: up.index(down[-1])]
    way = (*(f"^{words[w].dep}" for w in climbed), *(_step(analysis, w) for w in reversed(down[:-1])))
    return way if len(way) <= _LONGEST else None


def follow(analysis: Analysis, start: int, way: Way) -> list[int]:
    """The words that `way` leads to from word `start`, in text order."""
    at = [start]
    for step in way:
        if step.startswith("^"):
            at = [analysis.words[w].head for w in at if analysis.words[w].dep == step[1:]]
        else:
            at = [c for w in at for c in analysis.children[w] if _step(analysis, c) == step]
    return at


def _step(analysis: Analysis, i: int) -> str:
    word = analysis.words[i]
    return f"{word.dep} {word.lower}" if word.dep == "prep" else word.dep
