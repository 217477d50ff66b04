"""One act, one record: mentions that name an act again are joined, bare ones take the parties named before."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from tidings.codebook.acts import Act, Form
from tidings.model import tree
from tidings.model.analysis import Analysis, Mention, Word


@dataclass(frozen=True, slots=True)
class Found:
    """An act found in a sentence: words `first:last` are its trigger, `word` its head, `light` its light verb.

    `taught` is the example that a codebook of one's own teaches it by.
    """

    act: Act
    word: int
    first: int
    last: int
    light: int | None
    actors: tuple[Mention, ...]
    recipients: tuple[Mention, ...]
    place_words: tuple[int, ...] = ()
    taught: str = ""


_POINTING = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her", "both"})
_FAR = 400  # words; beyond, "the talks" may be others
# occasions that a text comes back to; feelings, threats and pleas are told anew each time
_OCCASIONS = frozenset(
    {"CONSULT", "ACCUSE", "PROTEST", "COERCE", "ASSAULT", "MOBILIZE", "RETREAT", "SANCTION", "AID"}
)
_NO_OCCASION = frozenset(
    [
        "violence", "terrorism", "war", "conflict", "concern", "criticism", "talk", "meeting", "session",
        "negotiation",
    ]
)  # fmt: skip


def points_back(analysis: Analysis, bare: Found, found: list[Found]) -> Found | None:
    """The act-noun `bare` with the parties of the last act of its kind before it ("the talks", "the visit").

    None when the noun does not point back, or nothing of its kind was told before.
    """
    word = analysis.words[bare.word]
    if word.dep in ("compound", "nmod", "amod") or word.lemma in _NO_OCCASION:
        return None
    if bare.act.type not in _OCCASIONS or bare.act.mode == "disapprove":
        return None
    marks = {analysis.words[c].lower for c in tree.below(analysis, bare.word, "det", "poss")}
    if not marks & _POINTING:
        return None
    for earlier in reversed(found):
        if bare.word - earlier.word > _FAR:
            return None
        if _of_a_kind(analysis, earlier, bare) and (earlier.actors or earlier.recipients):
            if analysis.words[earlier.word].sentence == word.sentence:
                return None
            return dataclasses.replace(
                bare,
                actors=earlier.actors,
                recipients=earlier.recipients,
                place_words=earlier.place_words,
            )
    return None


_STEM = 5
_DEVERBAL = ("ing", "ings", "ion", "ions", "ment", "ments", "al", "als", "ure", "ures", "over", "overs")


def named_again(analysis: Analysis, i: int, found: list[Found], forms: tuple[Form, ...]) -> Found | None:
    """The act that noun `i`, with the entries `forms`, names again: "seized the town ... the seizure".

    None when the noun does not point back, or neither its verb nor an act of its mode was told before.
    """
    word = analysis.words[i]
    if word.pos != "NOUN" or word.dep in ("compound", "nmod", "amod"):
        return None
    marks = {analysis.words[c].lower for c in tree.below(analysis, i, "det", "poss")}
    if not marks & _POINTING:
        return None
    if word.lemma in _STEPS:
        return _step_taken(analysis, i, found)
    kinds = {
        (form.act.type, form.act.mode)
        for form in forms
        if not form.rest and form.act.mode and form.act.type in _OCCASIONS - {"ACCUSE"}
    }
    if word.lemma in _NO_OCCASION:
        kinds = set()
    for earlier in reversed(found):
        if i - earlier.word > _FAR:
            return None
        verb = analysis.words[earlier.word]
        if verb.sentence == word.sentence or not (earlier.actors or earlier.recipients):
            continue
        of_stem = earlier.act.kind == "verb" and _of_stem(word, verb)
        if of_stem or (earlier.act.type, earlier.act.mode) in kinds:
            return dataclasses.replace(earlier, word=i, first=i, last=i + 1, light=None)
    return None


# nouns for what somebody did, when others judge it: "condemned the decision", "thanked them for the move"
_STEPS = frozenset({"decision", "measure", "move", "step"})
_JUDGING = frozenset(
    [
        "applaud", "back", "condemn", "criticise", "criticize", "decry", "defend", "denounce", "deplore", "hail",
        "oppose", "praise", "protest", "regret", "reject", "slam", "support", "thank", "welcome", "call", "describe",
    ]
)  # fmt: skip
_TAKEN = frozenset({"SANCTION", "COERCE", "CONCEDE", "RETREAT", "MOBILIZE", "AID"})


def _step_taken(analysis: Analysis, i: int, found: list[Found]) -> Found | None:
    """The last act before noun `i` that others judge as a step taken."""
    at = i
    for _ in range(4):
        head = analysis.words[analysis.words[at].head]
        if head.pos == "VERB":
            break
        at = head.i
    verb = analysis.words[analysis.words[at].head]
    if verb.lemma not in _JUDGING:
        return None
    for earlier in reversed(found):
        if analysis.words[earlier.word].sentence == analysis.words[i].sentence:
            continue
        if i - earlier.word > _FAR // 2:
            return None
        if earlier.act.type in _TAKEN and earlier.act.kind == "verb" and earlier.actors:
            return dataclasses.replace(earlier, word=i, first=i, last=i + 1, light=None)
    return None


def _of_stem(noun: Word, verb: Word) -> bool:
    """Whether `noun` is made from `verb`: "seizure", "handover", "shelling", "offer"."""
    if noun.lemma == verb.lemma or _NOUNS.get(verb.lemma) == noun.lemma:
        return True
    stem = verb.lemma.removesuffix("e")[:_STEM]
    return len(stem) >= 4 and noun.lemma.startswith(stem) and noun.lower.endswith(_DEVERBAL)


# nouns that do not begin like their verb
_NOUNS = {
    "expel": "expulsion",
    "invade": "invasion",
    "withdraw": "withdrawal",
    "deploy": "deployment",
    "free": "release",
    "flee": "flight",
    "die": "death",
}


def points_on(analysis: Analysis, bare: Found, found: list[Found]) -> Found | None:
    """The act-noun `bare` of a headline with the parties of the first act of its kind after it ("border shelling").

    None when it stands in no headline, or nothing of its kind is told in what follows.
    """
    word = analysis.words[bare.word]
    if analysis.sentences[word.sentence].role != "headline" or bare.act.type not in _OCCASIONS:
        return None
    for later in found:
        near = 0 < later.word - bare.word < _FAR and (later.actors or later.recipients)
        if near and _of_a_kind(analysis, later, bare):
            return dataclasses.replace(
                bare, actors=later.actors, recipients=later.recipients, place_words=later.place_words
            )
    return None


def _of_a_kind(analysis: Analysis, earlier: Found, bare: Found) -> bool:
    if earlier.act.type != bare.act.type:
        return False
    same_word = analysis.words[earlier.word].lemma == analysis.words[bare.word].lemma
    if bare.act.type in ("CONSULT", "PROTEST"):  # "the talks" after a visit, "the unrest" after a march
        return True
    return same_word or earlier.act.rule == bare.act.rule or (
        earlier.act.mode == bare.act.mode and earlier.act.reciprocal == bare.act.reciprocal
        and earlier.act.contexts == bare.act.contexts
    )  # fmt: skip


def join_repeats(analysis: Analysis, found: list[Found]) -> list[Found]:
    """One mention, one record: an act and the same-typed act-noun that merely names it again are one.

    "Killed in an air raid", "the blast wounded ten", "killed and wounded": the later or lower one is
    taken into the one above, and its parties fill what is empty there.
    """
    by_word = {hit.word: hit for hit in found}
    gone: set[int] = set()
    for hit in found:
        above = _same_act_above(analysis, hit, by_word)
        if above is None or above in gone:
            continue
        upper = by_word[above]
        by_word[above] = _joined(upper, hit)
        gone.add(hit.word)
    for hit in found:
        if hit.word in gone:
            continue
        if (
            _told_in_sentence(analysis, by_word, gone, hit)
            or _refused(analysis, by_word, hit)
            or _undone(analysis, by_word, hit)
            or _blamed_again(analysis, by_word, hit)
            or _same_purpose(analysis, by_word, gone, hit)
        ):
            gone.add(hit.word)
    return [by_word[hit.word] for hit in found if hit.word not in gone]


def _joined(upper: Found, lower: Found) -> Found:
    better = upper.act.mode is None and lower.act.mode is not None
    return dataclasses.replace(
        upper,
        act=lower.act if better else upper.act,  # "died in an air strike" is an air strike
        actors=upper.actors or lower.actors,
        recipients=upper.recipients or lower.recipients,
        first=min(upper.first, lower.first) if abs(upper.first - lower.first) <= 6 else upper.first,
        last=max(upper.last, lower.last) if abs(upper.last - lower.last) <= 6 else upper.last,
    )


# what an attack does to people: no second record beside the attack
_HARM = frozenset({"kill", "wound", "injure", "maim", "hurt", "leave", "claim", "burn", "cripple"})


def _same_act_above(analysis: Analysis, hit: Found, by_word: dict[int, Found]) -> int | None:
    """The word of a same-typed act that governs `hit` as its means, occasion, subject or twin."""
    word = analysis.words[hit.word]
    head = analysis.words[word.head]
    if word.dep in ("nsubj", "nsubjpass", "dobj", "conj", "xcomp") and head.i in by_word:
        target = head
    elif (
        word.dep == "pobj"
        and head.lower in ("in", "by", "during", "of", "after", "at", "with", "from")
        and head.head in by_word
    ):
        target = analysis.words[head.head]
    elif (
        word.dep in ("relcl", "advcl") and word.lemma in _HARM and (word.dep == "relcl" or word.tag == "VBG")
    ):  # "the bombings that killed 44", "the device went off, killing three"
        if head.i not in by_word or by_word[head.i].act.type != "ASSAULT":
            return None
        target = head
    elif (word.dep in ("compound", "amod") and head.i in by_word) or (
        word.dep == "advcl"
        and head.i in by_word
        and any(
            analysis.words[c].lower in ("when", "as", "after")
            for c in tree.below(analysis, word.i, "advmod", "mark")
        )
    ):
        target = head
    else:
        return None
    upper = by_word[target.i]
    if upper.act.type != hit.act.type or target.i == hit.word:
        return None
    if word.dep == "conj":
        # two acts of one type side by side are one record only as harm done in one stroke
        same = {m.head for m in upper.actors} == {m.head for m in hit.actors}
        return target.i if same and hit.act.type == "ASSAULT" and word.pos == "VERB" else None
    if upper.act.type in ("ASSAULT", "CONSULT", "PROTEST", "MOBILIZE"):
        return target.i
    return target.i if word.dep in ("dobj", "xcomp", "compound") else None


def _told_in_sentence(analysis: Analysis, by_word: dict[int, Found], gone: set[int], hit: Found) -> bool:
    """Whether a meeting's noun repeats the meeting told before it in the sentence ("met to finish their talks")."""
    if hit.act.type != "CONSULT" or hit.act.kind != "noun":
        return False
    names = {a.name for m in hit.actors for a in m.actors}
    sentence = analysis.words[hit.word].sentence
    return any(
        other.word < hit.word
        and other.word not in gone
        and other.act.type == "CONSULT"
        and other.act.mode in (hit.act.mode, None)
        and analysis.words[other.word].sentence == sentence
        and names <= {a.name for m in (*other.actors, *other.recipients) for a in m.actors}
        for other in by_word.values()
    )


_CLIMB = 6


def _refused(analysis: Analysis, by_word: dict[int, Found], hit: Found) -> bool:
    """Whether the act is what somebody refuses to do: to refuse is the act, alone ("refused to withdraw")."""
    at = hit.word
    for _ in range(_CLIMB):
        word = analysis.words[at]
        head = analysis.words[word.head]
        if head.i == at or (word.dep in ("relcl", "advcl", "ccomp") and word.tag != "VB"):
            return False
        upper = by_word.get(head.i)
        infinitive = word.tag in ("VB", "VBG") and word.dep in ("xcomp", "ccomp", "acl", "pcomp")
        if infinitive and upper is not None and upper.act.type == "REJECT" and upper.word != hit.word:
            return True
        at = head.i
    return False


def _undone(analysis: Analysis, by_word: dict[int, Found], hit: Found) -> bool:
    """Whether the noun is what another act lifts, drops or ends: "lifted the ban", "dropped the charges"."""
    word = analysis.words[hit.word]
    upper = by_word.get(word.head)
    if hit.act.kind != "noun" or word.dep not in ("dobj", "nsubjpass") or upper is None:
        return False
    return upper.act.type in ("CONCEDE", "RETREAT") and any(
        condition.slot == "object" and word.lemma in condition.lemmas for condition in upper.act.where
    )


def _blamed_again(analysis: Analysis, by_word: dict[int, Found], hit: Found) -> bool:
    """Whether a participle only words the blame above it again: "condemned the raid, calling it a crime"."""
    word = analysis.words[hit.word]
    upper = by_word.get(word.head)
    if word.dep != "advcl" or word.tag != "VBG" or upper is None:
        return False
    return upper.act.mode == hit.act.mode == "disapprove"


def _same_purpose(analysis: Analysis, by_word: dict[int, Found], gone: set[int], hit: Found) -> bool:
    """Whether the act only says what for or how the one above it is done: "marched to protest the killings"."""
    at = hit.word
    for _ in range(_CLIMB):
        word = analysis.words[at]
        upper = by_word.get(word.head)
        if word.head == at or word.dep in ("relcl", "conj", "ccomp"):
            return False
        if upper is not None and upper.word != hit.word and upper.word not in gone:
            same_kind = upper.act.type == hit.act.type and upper.act.contexts == hit.act.contexts
            court = hit.act.mode == "allege" and "legal" in hit.act.contexts
            if not same_kind or not (hit.act.type == "PROTEST" or court):
                return False
            mine = {a.name for m in (*hit.actors, *hit.recipients) for a in m.actors}
            return mine <= {a.name for m in (*upper.actors, *upper.recipients) for a in m.actors} or (
                hit.act.type == "PROTEST"
            )
        at = word.head
    return False
