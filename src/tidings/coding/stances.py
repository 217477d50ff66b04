"""Which side a statement takes: toward whom or what, for, against, demanding or conditional; None where it takes none.

Only the speaker's own stance counts: what "I", "we", or in reported speech the speaker's pronoun or country does, what
the speaker is told to do to somebody ("accused", "praised"), and what he says somebody else must do.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterable, Sequence

from tidings.codebook.stance_cues import StanceCues
from tidings.coding.noun_phrases import words_of
from tidings.model import tree
from tidings.model.analysis import Analysis, Mention, Word
from tidings.model.records import Stance, Statement

_FIRST = words_of("i we")
_THIRD = words_of("he she it they")
_OWN = words_of("my our his her its their")
_COUNTRY = words_of("country government nation party people side movement group army ministry")
_NAMING = words_of("call brand label describe denounce condemn dub deem consider term declare dismiss")
_TURNED = {"for": "against"}


@dataclasses.dataclass(frozen=True, slots=True)
class _Side:
    """A stance before it is written: words `first:last` carry it, `toward` is the head of what it is toward."""

    position: str
    toward: int
    first: int
    last: int


def with_stances(
    analysis: Analysis, mentions: Sequence[Mention], statements: Iterable[Statement], cues: StanceCues
) -> tuple[Statement, ...]:
    """The statements, with their stance where the words take one."""
    reader = _Reader(analysis, mentions, cues)
    return tuple(dataclasses.replace(s, stance=reader.stance(s)) for s in statements)


class _Reader:
    """The look-up tables that reading every statement of one article shares."""

    def __init__(self, analysis: Analysis, mentions: Sequence[Mention], cues: StanceCues) -> None:
        self.analysis = analysis
        self.cues = cues
        self.starts = [w.start for w in analysis.words]
        self.at = {m.head: m for m in mentions if m.kind != "adjective"}

    def stance(self, statement: Statement) -> Stance:
        """The stance of one statement as pairs of name and value; empty where it takes none."""
        side = self._of_cue(statement)
        for i in () if side else self._inside(statement):
            side = self._of_word(self.analysis.words[i], statement)
            if side is not None:
                break
        if side is None:
            return ()
        if self.analysis.words[side.toward].pos == "PRON" and side.toward not in self.at:
            return ()  # toward whom or what cannot be told
        return self._written(side)

    def _inside(self, statement: Statement) -> list[int]:
        found: list[int] = []
        for part in statement.content_parts or (statement.content,):
            first = bisect.bisect_left(self.starts, part.start)
            found.extend(range(first, bisect.bisect_left(self.starts, part.end)))
        return found

    def _of_cue(self, statement: Statement) -> _Side | None:
        """ "Accused the militia of ...", "praised Norway for ...", "called the vote a sham"."""
        if statement.cue is None:
            return None
        i = bisect.bisect_left(self.starts, statement.cue.start)
        word = self.analysis.words[i]
        if word.pos != "VERB" or tree.is_passive(self.analysis, i) or self._negated(i):
            return None
        objects = [c for c in tree.below(self.analysis, i, "dobj") if c > i]
        if word.lemma in _NAMING and statement.form != "direct":
            return self._named(word, objects)
        position = self.cues.verbs.get(word.lemma)
        if position not in ("for", "against") or not objects:
            return None
        return _Side(position, objects[0], i, i + 1)

    def _named(self, word: Word, objects: list[int]) -> _Side | None:
        """The label that a naming verb gives its object."""
        labels = [
            k
            for c in tree.below(self.analysis, word.i, "oprd", "ccomp", "prep", "xcomp", "attr", "dobj")
            for k in self.analysis.subtree(c)
            if k > word.i and self.analysis.words[k].lemma.lower() in self.cues.labels
        ]
        if not labels:
            return None
        label = self.analysis.words[labels[0]]
        subject = [c for k in (label.i, label.head) for c in tree.below(self.analysis, k, "nsubj")]
        toward = [k for k in (*objects, *subject) if k != label.i]
        if not toward:
            return None
        return _Side(self.cues.labels[label.lemma.lower()], toward[0], label.i, label.i + 1)

    def _of_word(self, word: Word, statement: Statement) -> _Side | None:
        if word.pos in ("VERB", "AUX"):
            return (
                self._condition(word, statement)
                or self._by_verb(word, statement)
                or self._label(word, statement)
            )
        if word.tag == "MD" or word.lemma in self.cues.modals:
            return self._demand(word)
        return None

    def _by_verb(self, word: Word, statement: Statement) -> _Side | None:
        """ "We support the treaty", "he opposed the law", "we call on the army to leave"."""
        analysis = self.analysis
        if word.lemma in self.cues.modals or word.tag == "MD":
            return self._demand(word)
        lemma, toward = word.lemma, [c for c in tree.below(analysis, word.i, "dobj") if c > word.i]
        last = word.i + 1
        for p in tree.below(analysis, word.i, "prep", "prt"):
            pair = f"{word.lemma} {analysis.words[p].lower}"
            if pair in self.cues.verbs:
                lemma, last = pair, p + 1
                toward = tree.below(analysis, p, "pobj") or toward
        position = self.cues.verbs.get(lemma)
        if position is None or not toward or not self._own(word, statement):
            return None
        if tree.is_passive(analysis, word.i) or self._unreal(word):
            return None
        if self._negated(word.i):
            if position not in _TURNED:
                return None
            nots = tree.below(analysis, word.i, "neg")
            return _Side(_TURNED[position], toward[0], min([word.i, *nots]), last)
        return _Side(position, toward[0], word.i, last)

    def _label(self, word: Word, statement: Statement) -> _Side | None:
        """ "The vote was a sham"."""
        if (
            word.lemma != "be"
            or word.dep in ("aux", "auxpass")
            or self._negated(word.i)
            or self._unreal(word)
        ):
            return None
        subjects = tree.below(self.analysis, word.i, "nsubj")
        for c in tree.below(self.analysis, word.i, "attr", "acomp"):
            lemma = self.analysis.words[c].lemma.lower()
            subject = self.analysis.words[subjects[0]] if subjects else None
            if lemma in self.cues.labels and subject is not None and subject.pos in ("NOUN", "PROPN"):
                return _Side(self.cues.labels[lemma], subject.i, c, c + 1)
        return None

    def _demand(self, modal: Word) -> _Side | None:
        """ "The army must leave": another party has to do something."""
        analysis = self.analysis
        verb = analysis.words[modal.head] if modal.dep == "aux" else modal
        if modal.lemma not in self.cues.modals and modal.lower not in self.cues.modals:
            return None
        if modal.tag != "MD" and not (modal.lemma == "need" and tree.below(analysis, modal.i, "xcomp")):
            return None
        if tree.below(analysis, verb.i, "expl") or (modal.lower != "should" and self._epistemic(verb)):
            return None
        for subject in tree.below(analysis, verb.i, "nsubj", "nsubjpass"):
            word = analysis.words[subject]
            if word.pos in ("NOUN", "PROPN") and (subject in self.at or tree.is_passive(analysis, verb.i)):
                return _Side("demanding", subject, modal.i, verb.i + 1 if verb.i > modal.i else modal.i + 1)
        return None

    def _epistemic(self, verb: Word) -> bool:
        """ "Must have left", "must be tired": a guess, not a demand."""
        below = tree.below(self.analysis, verb.i, "aux", "auxpass")
        perfect = any(self.analysis.words[k].lemma == "have" for k in below)
        state = verb.lemma == "be" and bool(tree.below(self.analysis, verb.i, "acomp"))
        return perfect or state

    def _condition(self, word: Word, statement: Statement) -> _Side | None:
        """ "We will sign if the army withdraws": the speaker's own act hangs on another's."""
        analysis = self.analysis
        aux = {analysis.words[k].lower for k in tree.below(analysis, word.i, "aux")}
        if not aux & {"will", "would", "wo", "'ll", "\u2019ll", "can", "shall"} or not self._own(
            word, statement
        ):
            return None
        for c in tree.below(analysis, word.i, "advcl"):
            marks = [
                k
                for k in tree.below(analysis, c, "mark", "advmod")
                if analysis.words[k].lower in self.cues.marks
            ]
            marks += self._phrase(c)
            others = [
                k
                for k in tree.below(analysis, c, "nsubj", "nsubjpass")
                if analysis.words[k].pos in ("NOUN", "PROPN")
            ]
            if marks and others and others[0] in self.at:
                inside = [k for k in analysis.subtree(c) if k >= marks[0]]
                return _Side("conditional", others[0], marks[0], inside[-1] + 1)
        return None

    def _phrase(self, clause: int) -> list[int]:
        """The first word of "as long as", "on condition that" at the head of a clause."""
        words = self.analysis.words
        first = self.analysis.subtree(clause)[0]
        for phrase in self.cues.phrases:
            size = len(phrase.split())
            for at in (first, first - 1, first - 2):
                if at >= 0 and " ".join(w.lower for w in words[at : at + size]) == phrase:
                    return [at]
        return []

    def _own(self, word: Word, statement: Statement) -> bool:
        """Whether the speaker does what verb `word` says: I, we; in reported speech the pronoun or the country."""
        doers = tree.subjects(self.analysis, word.i)
        if not doers:
            return False
        doer = self.analysis.words[doers[0]]
        if doer.lower in _FIRST:
            return statement.form != "indirect"
        own = any(self.analysis.words[k].lower in _OWN for k in tree.below(self.analysis, doer.i, "poss"))
        if own and doer.lemma in _COUNTRY:
            return True
        speaker = statement.speaker
        mention = self.at.get(doer.i)
        same = bool(mention and speaker and any(self._same(a, speaker) for a in mention.actors))
        if doer.lower in _THIRD:
            return statement.form == "indirect" and (mention is None or same)
        return same

    def _same(self, actor: object, speaker: object) -> bool:
        name, other = getattr(actor, "name", None), getattr(speaker, "name", None)
        state = getattr(actor, "country", None) is not None and getattr(actor, "sector", None) == "GOV"
        return name == other or (
            state
            and getattr(actor, "country", None) == getattr(speaker, "country", None)
            and getattr(speaker, "sector", None) in ("GOV", "MIL")
        )

    def _negated(self, i: int) -> bool:
        own = tree.below(self.analysis, i, "neg")
        return bool(own) or any(
            self.analysis.words[k].lower in ("never", "no") for k in tree.below(self.analysis, i, "advmod")
        )

    def _unreal(self, word: Word) -> bool:
        """Inside a condition or a question of whether."""
        marks = {self.analysis.words[k].lower for k in tree.below(self.analysis, word.i, "mark", "advmod")}
        return bool(marks & {"if", "whether", "unless", "though", "although"})

    def _written(self, side: _Side) -> Stance:
        """Toward an actor by its name, toward anything else by its words; with the words that carry the stance."""
        analysis = self.analysis
        mention = self.at.get(side.toward)
        if mention is not None and mention.actors:
            toward = mention.actors[0].name
        else:
            inside = [
                k for k in analysis.subtree(side.toward) if k <= side.toward or self._close(side.toward, k)
            ]
            toward = analysis.slice(inside[0], inside[-1] + 1)
        start, end = analysis.words[side.first].start, analysis.words[side.last - 1].end
        return (
            ("toward", toward),
            ("position", side.position),
            ("words", analysis.text[start:end]),
            ("start", start),
            ("end", end),
        )

    def _close(self, head: int, k: int) -> bool:
        """Of-phrases belong to the name of a proposal ("the release of the nurses")."""
        for c in tree.below(self.analysis, head, "prep"):
            if self.analysis.words[c].lower in ("of", "to", "on", "in", "with", "between"):
                phrase = self.analysis.subtree(c)
                if phrase[0] <= k <= phrase[-1] and len(phrase) <= 8:
                    return True
        return False
