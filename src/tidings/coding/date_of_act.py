"""The date of an act, chosen by syntax among the dates of its sentence; None where the text gives none.

A date belongs to the word it hangs on. An act takes the dates that hang on its own words, then those of
the verb that carries it along ("were killed in an attack on Tuesday"), never those of a verb that only
speaks of it ("condemned the attack on Tuesday").
"""

from __future__ import annotations

import bisect
import dataclasses
import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tidings.coding.place_links import held_at
from tidings.model.analysis import Analysis
from tidings.model.records import Date

# prepositions that put the act somewhere else than in the period they govern
_ELSEWHERE = frozenset({"before", "after", "until", "till", "by", "than", "as", "prior", "following"})
_DURING = frozenset({"over", "in", "during", "for", "within", "throughout"})
# verbs that only carry a noun of an act, or say that it came about
_CARRYING = frozenset(
    {
        "carry", "launch", "conduct", "mount", "stage", "hold", "make", "pay", "give", "take", "undertake", "wage",
        "perform", "do", "have", "see", "begin", "start", "resume", "continue", "end", "open", "close", "suffer",
        "experience", "lead", "commit", "order", "deliver", "impose", "announce", "issue", "sign", "win", "reach",
        "die", "kill", "injure", "wound", "hurt", "hit", "strike", "destroy", "damage", "occur", "happen", "come",
        "erupt", "break", "go", "place", "attend", "join", "return", "arrive", "leave", "cut", "be",
    }
)  # fmt: skip
_WITHIN = frozenset({"in", "during", "by", "at", "amid", "on", "into", "for", "through"})
_INNER = frozenset({"poss", "compound", "nmod", "amod", "nummod"})
_FAR = 99


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around an act: the words of the other acts, whether it is done by saying, verbs of saying."""

    acts: frozenset[int]
    spoken: bool
    saying: Collection[str]


def choose_date(
    analysis: Analysis,
    trigger: int,
    dates: Sequence[Date],
    *,
    carriers: Collection[int] = (),
    spoken: bool = False,
    acts: Collection[int] = (),
    saying: Collection[str] = (),
    published: str | None = None,
) -> Date | None:
    """The date of the act at word `trigger`, with the days the act had; None when the text gives none.

    `carriers` are the other words of the trigger, `acts` the words of all acts of the article, `saying` the
    lemmas of verbs of saying, `published` the ISO day of issue; `spoken` says that the act is done by saying something. A date that could not
    be resolved ("on Tuesday" of an unknown week) is not passed over for a farther one that could.
    """
    sentence = analysis.sentences[analysis.words[trigger].sentence]
    own = frozenset({trigger, *carriers})
    frame = _Frame(frozenset(acts) - own, spoken, saying)
    starts = [word.start for word in analysis.words[sentence.first : sentence.last]]
    ranked: list[tuple[int, int, int, Date, int]] = []
    for date in dates:
        if not sentence.start <= date.start < sentence.end or not _says_when(date):
            continue
        word = _top(
            analysis, date, sentence.first + bisect.bisect_right(starts, date.start) - 1, sentence.last
        )
        past = bool(date.last and published and date.last <= published)
        rank = _rank(analysis, own, trigger, word, frame, past)
        if rank < _FAR and spoken and past and _after_cause(analysis, trigger, word):
            rank = _FAR
        if rank < _FAR:
            away = abs(date.start - analysis.words[trigger].start)
            ranked.append((rank, away, date.start, date, word))
    if not ranked:
        return None
    _, _, _, date, word = min(ranked, key=lambda r: r[:3])
    if date.first is None:
        return None
    if _in_when_clause(analysis, trigger, word):
        return date
    if published and date.first < published and date.text.casefold().startswith("earlier this "):
        return _before_issue(date, published)
    return _as_lived(analysis, date, word, [r[3] for r in ranked], own)


def _after_cause(analysis: Analysis, trigger: int, word: int) -> bool:
    """Whether a date ends what a spoken act is about: "thanked him for his decision to open the border on Monday".

    The parser may hang it on either verb; readers take it with the nearer one.
    """
    for i in range(trigger + 1, word):
        here = analysis.words[i]
        above = analysis.words[here.head]
        if here.lower in ("for", "over") and here.dep == "prep" and trigger in (above.i, above.head):
            between = analysis.words[i + 1 : word]
            if any(w.pos == "VERB" and w.tag != "VBN" for w in between):
                return True
    return False


def _says_when(date: Date) -> bool:
    if date.kind == "DURATION":
        return date.first is not None
    return date.kind in ("DATE", "TIME") and not (date.timex or "").endswith("_REF")


def _top(analysis: Analysis, date: Date, first: int, end: int) -> int:
    """The word of the date that the rest of it hangs on."""
    last = first
    while last + 1 < end and analysis.words[last + 1].start < date.end:
        last += 1
    for i in range(first, last + 1):
        if not first <= analysis.words[i].head <= last or analysis.words[i].head == i:
            return i
    return first


def _preposition(analysis: Analysis, word: int) -> str:
    """The preposition that governs a date, lower-cased; "" for a bare one ("died Tuesday")."""
    above = analysis.words[analysis.words[word].head]
    return above.lower if analysis.words[word].dep in ("pobj", "pcomp") else ""


def _hangs_on(analysis: Analysis, word: int) -> int:
    """The word that a date modifies: the first one above it that is no preposition."""
    at = word
    for _ in range(6):
        head = analysis.words[at].head
        if head == at:
            return at
        at = head
        if analysis.words[at].pos not in ("ADP", "SCONJ", "ADV") or analysis.words[at].dep == "ROOT":
            return at
    return at


def _rank(
    analysis: Analysis, own: frozenset[int], trigger: int, word: int, frame: _Frame, past: bool
) -> int:  # fmt: skip
    """How closely a date belongs to an act: 0 its own modifier, up to 3 by its clause; `_FAR` not at all."""
    if _preposition(analysis, word) in _ELSEWHERE:
        return 0 if _names_the_day(analysis, word, own) else _FAR
    at = _hangs_on(analysis, word)
    if at in own:
        return 0
    if _in_when_clause(analysis, trigger, word):
        return 1
    if analysis.words[word].dep in _INNER and analysis.words[at].pos in ("NOUN", "PROPN"):
        return _FAR  # "this year's election", "the 1978 resolution": the date of that thing alone
    for step, i in enumerate(_path_up(analysis, at)):
        if i in own:
            return 1 if step < 2 else 2
        here = analysis.words[i]
        verbal = here.pos in ("VERB", "AUX") and here.dep not in ("amod", "aux", "auxpass")
        if not verbal and i not in frame.acts:
            continue
        if verbal and _since_clause(analysis, i) and here.head in own:
            return 1
        if not verbal and held_at(analysis, i) in own:
            return 1  # "warned him at a summit in September"
        rank = _by_verb(analysis, own, trigger, i, frame, past)
        if rank < _FAR:
            return rank + min(step, 1)
        if (
            not verbal
            or i in frame.acts
            or here.dep not in ("acl", "xcomp")
            or (here.dep == "xcomp" and not past)
        ):
            return _FAR
        # "were killed in a raid launched overnight": the raid's time is theirs
    return _FAR


def _names_the_day(analysis: Analysis, word: int, own: frozenset[int]) -> bool:
    """Whether a date stands before the act's noun as its name: "three days after the April 15, 2013, bombing"."""
    for i in range(word + 1, min(word + 6, len(analysis.words))):
        here = analysis.words[i]
        if i in own:
            return here.pos in ("NOUN", "PROPN")
        if not (here.lower in (",", ".") or here.lower.isdigit()):
            return False
    return False


def _since_clause(analysis: Analysis, verb: int) -> bool:
    """Whether a clause begins with "since": "have been killed since the war began in 2011"."""
    return analysis.words[verb].dep == "advcl" and any(
        analysis.words[c].lower == "since" for c in analysis.children[verb]
    )


def _in_when_clause(analysis: Analysis, trigger: int, word: int) -> bool:
    """Whether the act stands in the clause that says what happened then: "in 2003, when troops landed"."""
    at = trigger
    for _ in range(6):
        here = analysis.words[at]
        if here.head == word and here.dep in ("relcl", "acl", "advcl"):
            return True
        if any(analysis.words[c].lower == "when" and 0 < c - word < 4 for c in analysis.children[at]):
            return True
        if here.dep not in (
            "conj",
            "xcomp",
            "dobj",
            "pobj",
            "prep",
            "nsubj",
            "nsubjpass",
            "relcl",
            "advcl",
            "acl",
        ):
            return False
        if here.head == at:
            return False
        at = here.head
    return False


def _path_up(analysis: Analysis, i: int) -> list[int]:
    path = [i]
    while analysis.words[path[-1]].head != path[-1] and len(path) < 12:
        path.append(analysis.words[path[-1]].head)
    return path


def _by_verb(
    analysis: Analysis, own: frozenset[int], trigger: int, dated: int, frame: _Frame, past: bool
) -> int:  # fmt: skip
    """How closely the act belongs to the verb (or other act) `dated`, which has the date."""
    words = analysis.words
    at = trigger
    rank = 2
    for _ in range(10):
        here = words[at]
        if here.head == at:
            return _FAR
        head = words[here.head]
        if here.dep in ("relcl", "csubj") or (here.dep == "acl" and head.pos in ("NOUN", "PROPN")):
            return _FAR
        if here.pos in ("VERB", "AUX"):
            if here.dep in ("ccomp", "parataxis"):
                if not (frame.spoken and head.i == dated and head.lemma in frame.saying):
                    return _FAR
            elif here.dep == "xcomp":
                if not (head.lemma in _CARRYING or frame.spoken):
                    return _FAR
            elif here.dep == "conj":
                if at < dated or (here.tag != head.tag and {here.tag, head.tag} != {"VBD", "VBN"}):
                    return _FAR
            elif here.dep == "advcl":
                marks = {words[c].lower for c in analysis.children[at] if words[c].dep == "mark"}
                together = marks <= {"as", "while"} and here.tag == "VBD" and head.tag in ("VBD", "VBN")
                if not (marks and together) and (here.tag != "VBG" or marks):
                    return _FAR
            elif here.dep == "pcomp" and head.lower in ("before", "since", "of", "about", "for", "from"):
                return _FAR
            rank = max(rank, 3)
        if head.i == dated:
            return rank if _carried_by(analysis, at, dated, frame, past) else _FAR
        at = head.i
    return _FAR


def _carried_by(analysis: Analysis, at: int, verb: int, frame: _Frame, past: bool) -> bool:
    """Whether what hangs on `verb` at word `at` came about when the verb did."""
    here, head = analysis.words[at], analysis.words[verb]
    if here.pos in ("VERB", "AUX"):
        return True
    if past and here.dep == "dobj" and _ahead(analysis, verb):
        return True  # "will investigate the massacre two years ago"
    if head.lemma in frame.saying and head.lemma not in _CARRYING:
        return frame.spoken and here.dep in ("dobj", "prep")
    if here.dep in ("nsubj", "nsubjpass"):
        return True
    if here.dep in ("dobj", "attr", "oprd"):
        return head.lemma in _CARRYING
    if here.dep in ("prep", "agent"):
        return here.lower in _WITHIN or (here.lower == "with" and head.lemma in _CARRYING)
    return here.dep in ("npadvmod", "advmod", "compound", "conj", "appos")


def _ahead(analysis: Analysis, verb: int) -> bool:
    """Whether a verb speaks of what is to come, so that a past date cannot be its own."""
    helpers = [analysis.words[c] for c in analysis.children[verb] if analysis.words[c].dep == "aux"]
    return any(h.tag in ("MD", "TO") for h in helpers)


def _as_lived(analysis: Analysis, date: Date, word: int, others: Sequence[Date], own: frozenset[int]) -> Date:
    """The days of the act itself: open-ended after "since" and for what has gone on over a period.

    What began it keeps its day: "since the party was expelled on Friday" dates the expulsion to Friday alone.
    """
    preposition = _preposition(analysis, word)
    before = analysis.text[max(0, date.start - 12) : date.start].lower().split()
    if (
        preposition == "since"
        or before[-1:] == ["since"]
        or (_since_clause(analysis, _hangs_on(analysis, word)) and _hangs_on(analysis, word) not in own)
    ):
        return _open(date)
    if date.kind == "DURATION":
        return _open(date) if preposition in _DURING else date
    if preposition in ("from", "between"):
        later = [
            d for d in others if d.start > date.end and d.last and d.first and d.last >= (date.first or "")
        ]
        end = min(later, key=lambda d: d.start, default=None)
        link = analysis.text[date.end : end.start].split() if end else []
        if (
            end is not None
            and link
            and link[0] in ("to", "until", "through", "till", "and")
            and len(link) < 3
        ):
            return _range(analysis, date, end)
    return date


def _before_issue(date: Date, published: str) -> Date:
    """The part of a period that was over on the day of issue: "earlier this week"."""
    last = (datetime.date.fromisoformat(published) - datetime.timedelta(days=1)).isoformat()
    if date.first is None or date.last is None or date.last <= last:
        return date
    return dataclasses.replace(date, last=last, precision="range", edtf=f"{date.first}/{last}")


def _open(date: Date) -> Date:
    return dataclasses.replace(date, last=None, precision="open", edtf=f"{date.first}/..")


def _range(analysis: Analysis, first: Date, last: Date) -> Date:
    return dataclasses.replace(
        first,
        text=analysis.text[first.start : last.end],
        end=last.end,
        last=last.last,
        precision="range",
        edtf=f"{first.first}/{last.last}",
        timex=f"{first.timex}/{last.timex}",
    )
