"""How many, of whom: counts of the killed, injured, displaced, detained, and of troops and protesters.

A number becomes a figure when it counts people and a word of the codebook says what happened to them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tidings.codebook.figure_words import FigureWords
from tidings.coding.numbers import Number, find_numbers
from tidings.model import tree
from tidings.model.analysis import Analysis, Mention
from tidings.model.article import Evidence
from tidings.model.records import Actor, EventMention, Figure

_PERSONS = frozenset(
    [
        "people",
        "person",
        "man",
        "woman",
        "child",
        "civilian",
        "other",
        "resident",
        "citizen",
        "passenger",
        "worker",
        "villager",
        "victim",
        "student",
        "girl",
        "boy",
        "baby",
        "infant",
        "member",
        "family",
        "journalist",
        "doctor",
        "officer",
        "official",
        "migrant",
        "refugee",
        "national",
        "voter",
        "inmate",
        "teenager",
        "adult",
        "local",
        "farmer",
        "miner",
        "pilgrim",
        "worshipper",
        "shopper",
        "tourist",
        "medic",
        "patient",
        "relative",
        "bystander",
    ]
)
_NEVER = frozenset(
    [
        "year",
        "month",
        "week",
        "day",
        "hour",
        "minute",
        "second",
        "mile",
        "kilometer",
        "kilometre",
        "km",
        "kms",
        "meter",
        "metre",
        "percent",
        "%",
        "dollar",
        "pound",
        "euro",
        "ton",
        "tonne",
        "degree",
        "time",
        "point",
        "vote",
        "seat",
        "page",
        "foot",
        "inch",
        "acre",
        "hectare",
        "barrel",
        "gallon",
        "rupee",
        "ruble",
        "peso",
        "yen",
        "franc",
        "vehicle",
        "house",
        "home",
        "building",
        "tank",
        "plane",
        "aircraft",
        "bomb",
        "missile",
        "rocket",
        "shell",
        "town",
        "village",
        "city",
        "country",
        "state",
        "party",
        "nation",
        "embassy",
        "attack",
        "case",
        "charge",
        "count",
        "kilogram",
        "bullet",
        "gun",
        "rifle",
        "cent",
        "o'clock",
        "century",
        "decade",
        "bombing",
        "blast",
        "killing",
        "clash",
    ]
)
# verbs whose subject, not object, is counted
_DONE_BY_SUBJECT = frozenset(
    [
        "die",
        "perish",
        "flee",
        "drown",
        "disappear",
        "vanish",
        "march",
        "rally",
        "demonstrate",
        "protest",
        "riot",
        "chant",
        "gather",
        "picket",
        "escape",
        "turn",
        "assemble",
        "converge",
        "throng",
    ]
)
_NAMES = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"})
_TOLL = re.compile(r"\b(?:death )?toll\b", re.I)


def find_figures(
    analysis: Analysis,
    mentions: Sequence[Mention],
    words: FigureWords,
    events: Sequence[EventMention],
    said_by: Sequence[tuple[int, int, Actor]],
) -> tuple[Figure, ...]:
    """The figures of an article in text order.

    `said_by` holds (start, end, speaker) of reported stretches; the innermost that covers the figure is
    its source. Date and place are those of the event it belongs to.
    """
    people = {m.head: m for m in mentions if m.kind in ("role", "person", "group", "description")}
    found: list[Figure] = []
    seen: dict[int, str] = {}
    for number in [*find_numbers(analysis), *_indefinite(analysis, people)]:
        counted = _counted(analysis, number, people)
        if counted is None:
            continue
        what, why = _what(analysis, number, counted, words, seen)
        if what is None:
            continue
        seen[number.first] = what
        found.append(_figure(analysis, number, counted, what, why, events, said_by))
    return tuple(sorted(found, key=lambda f: (f.span.start, f.span.end)))


def _indefinite(analysis: Analysis, people: dict[int, Mention]) -> list[Number]:
    """ "A medic was killed": one person, given by an indefinite noun phrase."""
    found = []
    for head, mention in sorted(people.items()):
        first = analysis.words[mention.first]
        if (
            mention.kind == "role"
            and first.lower in ("a", "an", "another")
            and analysis.words[head].tag == "NN"
        ):
            found.append(Number(mention.first, mention.last, 1, 1, 1, "named"))
    return found


def _counted(analysis: Analysis, number: Number, people: dict[int, Mention]) -> int | None:
    """The word that the number counts: its noun, or the number itself where the noun is left out."""
    last = analysis.words[number.last - 1]
    if number.qualifier == "named":
        return next(h for h, m in people.items() if m.first == number.first and m.last == number.last)
    if last.name in _NAMES and last.name != "QUANTITY":
        return None
    if last.text.endswith("%") or (
        number.first and analysis.words[number.first - 1].text in ("$", "\u00a3", "\u20ac", "No.", "@")
    ):
        return None
    head = analysis.words[last.head]
    if last.dep in ("nummod", "compound", "amod", "quantmod", "det", "nmod") and head.pos in (
        "NOUN",
        "PROPN",
        "NUM",
        "ADJ",
    ):
        if head.pos == "NUM" and head.dep == "nummod":
            head = analysis.words[head.head]
        return head.i if _is_people(analysis, head.i, people) else None
    of = tree.prepositional(analysis, last.i, "of")
    if of:
        return of[0] if _is_people(analysis, of[0], people) else None
    follows = analysis.words[number.last] if number.last < len(analysis.words) else None
    measured = (
        follows is not None
        and follows.sentence == last.sentence
        and (follows.lemma in _NEVER or follows.text in ("%", "-"))
    )
    return None if measured else last.i


def _is_people(analysis: Analysis, i: int, people: dict[int, Mention]) -> bool:
    word = analysis.words[i]
    if word.lemma in _NEVER:
        return False
    if i in people or word.lemma in _PERSONS:
        return True
    if word.name == "NORP" and word.tag in ("NNPS", "NNS"):
        return True
    return word.lemma in (
        "death",
        "fatality",
        "casualty",
        "injury",
        "arrest",
        "hostage",
        "dead",
        "detainee",
        "corpse",
        "body",
        "troop",
        "man",
        "guerrilla",
    )


def _what(
    analysis: Analysis, number: Number, counted: int, words: FigureWords, seen: dict[int, str]
) -> tuple[str | None, str]:
    """What the count is of, and the word that says so."""
    word = analysis.words[counted]
    bare = counted == number.last - 1
    after = _right_after(analysis, counted, words)
    if after:
        return after
    whole = _whole(analysis, number, counted)
    governing = _governing(analysis, counted, words)
    if whole != counted:  # "tens of thousands of people": what governs the number governs the people
        governing += _governing(analysis, whole, words)
    for what, why in governing:
        if what == "killed" and why in ("claim", "lose", "bury") and bare:
            continue
        return what, why
    if word.lemma in words.nouns and not bare:
        return words.nouns[word.lemma], word.lemma
    if word.lemma == "casualty":
        return "killed", word.lemma
    inherited = _part_of(analysis, counted, number, seen)
    if inherited:
        return inherited, "part of a count"
    if bare:
        return _toll(analysis, number)
    if number.qualifier == "named":
        return None, ""
    return "other", word.lemma


def _right_after(analysis: Analysis, i: int, words: FigureWords) -> tuple[str, str] | None:
    """ "14 dead", "dozens injured", "7 militants killed": the harm stands right behind."""
    if i + 1 >= len(analysis.words):
        return None
    follow = analysis.words[i + 1]
    if follow.sentence != analysis.words[i].sentence or follow.lower not in words.adjectives:
        return None
    noun_ahead = any(analysis.words[c].dep in ("dobj",) for c in analysis.children[follow.i])
    active = follow.tag == "VBD" and noun_ahead
    return (
        None
        if active or (follow.dep in ("amod", "compound") and follow.head > follow.i)
        else (
            words.adjectives[follow.lower],
            follow.lower,
        )
    )


def _whole(analysis: Analysis, number: Number, counted: int) -> int:
    """The number word above an of-phrase ("dozens of people"), otherwise the counted word."""
    word = analysis.words[counted]
    if word.dep == "pobj" and analysis.words[word.head].lower == "of":
        above = analysis.words[word.head].head
        if number.first <= above < number.last:
            return above
    return counted


def _governing(analysis: Analysis, i: int, words: FigureWords) -> list[tuple[str, str]]:
    """Kinds that verbs, adjectives and nouns governing or modifying the counted word give, nearest first."""
    found: list[tuple[str, str]] = []
    word = analysis.words[i]
    for c in tree.below(analysis, i, "acl", "relcl", "amod", "appos"):
        child = analysis.words[c]
        if child.lemma in words.verbs and (
            child.tag == "VBN" or words.verbs[child.lemma] == "protesters" or child.lemma in ("die", "flee")
        ):
            found.append((words.verbs[child.lemma], child.lemma))
        elif child.lower in words.adjectives:
            found.append((words.adjectives[child.lower], child.lower))
    at = word
    for _ in range(3):
        if at.dep != "conj":
            break
        at = analysis.words[at.head]
    head = analysis.words[at.head]
    if head.i == at.i:
        follow = analysis.words[i + 1] if i + 1 < len(analysis.words) else None
        if follow is not None and follow.lower in words.adjectives and follow.sentence == word.sentence:
            found.append((words.adjectives[follow.lower], follow.lower))
        return found
    if head.pos in ("VERB", "AUX", "ADJ"):
        found.extend(_by_verb(analysis, at.i, head.i, words))
    elif at.dep == "pobj" and head.lower == "of":
        above = analysis.words[head.head]
        if above.lemma in words.nouns:
            found.append((words.nouns[above.lemma], above.lemma))
    elif at.dep in ("compound", "nmod", "nummod") and head.lemma in words.nouns:
        found.append((words.nouns[head.lemma], head.lemma))
    return found


def _by_verb(analysis: Analysis, i: int, verb: int, words: FigureWords) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    word, head = analysis.words[i], analysis.words[verb]
    if head.lemma in words.verbs:
        kind = words.verbs[head.lemma]
        undergoes = word.dep in ("dobj", "nsubjpass") or (
            tree.is_passive(analysis, verb) and word.dep == "nsubj"
        )
        does = word.dep == "nsubj" and head.lemma in _DONE_BY_SUBJECT
        if (undergoes and head.lemma not in _DONE_BY_SUBJECT) or does:
            found.append((kind, head.lemma))
        elif (
            word.dep == "dobj"
            and head.lemma in ("claim", "lose")
            and any(analysis.words[o].lemma == "life" for o in tree.objects(analysis, verb))
        ):
            found.append(("killed", head.lemma))
    for c in tree.below(analysis, verb, "acomp", "oprd", "attr", "xcomp", "ccomp"):
        child = analysis.words[c]
        if child.lower in words.adjectives:
            found.append((words.adjectives[child.lower], child.lower))
        elif (
            child.lemma in words.verbs
            and child.tag in ("VBN", "VB", "VBP")
            and word.dep in ("nsubjpass", "nsubj", "dobj")
        ):
            found.append((words.verbs[child.lemma], child.lemma))
    if head.pos == "ADJ" and head.lower in words.adjectives:
        found.append((words.adjectives[head.lower], head.lower))
    return found


def _part_of(analysis: Analysis, i: int, number: Number, seen: dict[int, str]) -> str | None:
    """ "Including three children", "eight of them Americans", "10 in Tanzania": a part is of its whole's kind."""
    sentence = analysis.sentences[analysis.words[i].sentence]
    earlier = [f for f in seen if sentence.first <= f < number.first]
    if not earlier:
        return None
    nearest = max(earlier)
    between = {analysis.words[k].lower for k in range(nearest, number.first)}
    follows = [analysis.words[k].lower for k in range(number.last, min(number.last + 2, sentence.last))]
    if "including" in between or "among" in between or follows[:2] == ["of", "them"]:
        return seen[nearest]
    if number.first - nearest <= 8 and between & {"and", ",", ":"} and not between & {"said", "who"}:
        return seen[nearest] if seen[nearest] in ("killed", "injured", "detained") else None
    return None


def _toll(analysis: Analysis, number: Number) -> tuple[str | None, str]:
    """ "The death toll has risen to 12": a bare number beside a toll."""
    sentence = analysis.sentences[analysis.words[number.first].sentence]
    before = analysis.text[sentence.start : analysis.words[number.first].start]
    previous = analysis.words[number.first - 1].lower if number.first > sentence.first else ""
    if _TOLL.search(before) and previous in (
        "to",
        "at",
        "of",
        "is",
        "was",
        "stands",
        "from",
        "initially",
        "reached",
    ):
        return "killed", "toll"
    return None, ""


def _figure(
    analysis: Analysis,
    number: Number,
    counted: int,
    what: str,
    why: str,
    events: Sequence[EventMention],
    said_by: Sequence[tuple[int, int, Actor]],
) -> Figure:
    start, end = analysis.words[number.first].start, analysis.words[number.last - 1].end
    sentence = analysis.sentences[analysis.words[number.first].sentence]
    event = _event_of(events, sentence.start, sentence.end, start, what)
    covering = [s for s in said_by if s[0] <= start and end <= s[1]]
    speaker = min(covering, key=lambda s: s[1] - s[0])[2] if covering else None
    return Figure(
        article=analysis.article,
        id="",
        what=what,
        low=number.low,
        best=number.best,
        high=number.high,
        span=Evidence(start, end, analysis.text[start:end]),
        who=_who(analysis, number, counted),
        event=event.event if event else None,
        said_by=speaker,
        date=event.date if event else None,
        place=event.place if event else None,
        rule=f"figure/{what}: {why}",
        confidence=0.6 if what == "other" else 0.8,
        qualifier=None if number.qualifier == "named" else number.qualifier,
        cumulative="since" in analysis.text[sentence.start : sentence.end].casefold().split(),
    )


def _who(analysis: Analysis, number: Number, counted: int) -> str | None:
    if counted == number.last - 1 and number.qualifier != "named":
        return None
    below = [k for k in analysis.subtree(counted) if number.last <= k <= counted]
    first = min(below, default=counted)
    return analysis.slice(first, counted + 1)


_HARM = {
    "killed": "ASSAULT",
    "injured": "ASSAULT",
    "detained": "COERCE",
    "abducted": "ASSAULT",
    "protesters": "PROTEST",
    "troops": "MOBILIZE",
}


def _event_of(
    events: Sequence[EventMention], first: int, last: int, at: int, what: str
) -> EventMention | None:
    """The event mention in the figure's sentence that it counts for: of the fitting type, the nearest."""
    here = [e for e in events if first <= e.trigger.start < last and e.type == _HARM.get(what)]
    return min(here, key=lambda e: (abs(e.trigger.start - at), e.trigger.start)) if here else None
