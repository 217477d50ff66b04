"""Words that report speech and what they govern: indirect speech, found by syntax.

One `Report` per reporting word and content. Contents are character spans of the article; the
reporting clause itself, "that", and the marks around the content are left out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tidings.codebook.speech import SpeechCues
from tidings.coding import speech_contents as contents
from tidings.coding.quotations import Quotation, sentence_pieces
from tidings.coding.speech_contents import Span
from tidings.model import tree
from tidings.model.analysis import Analysis, Word

_VERBAL = ("VERB", "AUX")
_SPOKEN_TO = frozenset({"tell", "inform", "assure", "remind", "warn", "notify", "ask", "advise", "brief"})
_PERSONAL = frozenset({"he", "she", "they", "we", "i", "you", "who"})
_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_OWN_VOICE = frozenset({"i", "we", "you", "me", "us", "let"})
_DOUBTFUL = frozenset({"could", "might", "may", "should", "must", "can", "to"})
_TAKING_UP = frozenset(
    {"deny", "reject", "dismiss", "refute", "dispute", "repeat", "reiterate", "echo", "back", "make"}
)


@dataclass(frozen=True, slots=True)
class Report:
    """A reporting word `cue`, the heads of its speakers and addressees, and its content's pieces.

    `attitude` says that it tells a thought, wish or judgement and no speech.
    """

    cue: int
    speakers: tuple[int, ...]
    addressees: tuple[int, ...]
    parts: tuple[Span, ...]
    rule: str
    attitude: bool = False


def find_reports(
    analysis: Analysis,
    speech: SpeechCues,
    known: frozenset[int] = frozenset(),
    quotations: Sequence[Quotation] = (),
    *,
    attitudes: bool = False,
) -> list[Report]:
    """Reports of indirect speech in text order of their cues; `attitudes` adds thought, wish and support.

    `known` are the heads of noun phrases that stand for actors: verbs that a fact can do as well as a
    person ("underscores", "indicates") report only with such a subject.
    """
    finder = _Finder(analysis, speech, known, tuple(quotations), attitudes)
    found: list[Report] = []
    for word in analysis.words:
        if word.pos in _VERBAL:
            found.extend(finder.of_verb(word))
        elif word.pos == "NOUN":
            found.extend(finder.of_noun(word))
        if word.lower == "according" or (word.lower == "per" and word.dep == "prep"):
            found.extend(finder.of_source(word))
        elif word.text == ":":
            found.extend(finder.of_colon(word))
    return _clipped(analysis, found, tuple(quotations))


def speakers_of_verb(analysis: Analysis, i: int) -> tuple[int, ...]:
    """Heads of who says what verb `i` reports: its subject, also through participles and "was quoted as"."""
    word = analysis.words[i]
    head = analysis.words[word.head]
    if word.dep in ("pcomp", "advcl") and head.lower == "as":
        above = analysis.words[head.head]
        own = tree.objects(analysis, above.i) if above.pos in _VERBAL else []
        if own:
            return tuple(own)
    own = tree.subjects(analysis, i) or _behind_comma(analysis, word)
    if not own and word.dep in ("ccomp", "ROOT", "conj", "advcl", "parataxis"):
        own = _inverted(analysis, word)
    return tuple(k for k in own if analysis.words[k].pos in tree.NOMINAL or analysis.words[k].pos == "DET")


def _behind_comma(analysis: Analysis, word: Word) -> list[int]:
    """The subject that the parser took for an apposition: "In reply to the court, a friend of X said"."""
    if word.tag not in ("VBD", "VBZ", "VBP") or word.dep != "ROOT":
        return []
    first = analysis.sentences[word.sentence].first
    for k in range(word.i - 1, first, -1):
        if analysis.words[k].dep == "appos":
            phrase = analysis.subtree(k)
            after = phrase[-1] + (analysis.words[phrase[-1] + 1].text == ",")
            if after == word.i - 1 and phrase[0] > first and analysis.words[phrase[0] - 1].text == ",":
                return [k]
    return []


def _inverted(analysis: Analysis, word: Word) -> list[int]:
    """The subject of "said X": the noun phrase right behind the verb, whatever the parser made of it."""
    i = word.i
    found = [
        c for c in tree.below(analysis, i, "dobj", "attr", "npadvmod")
        if c > i and analysis.words[c].pos in ("PROPN", "NOUN") and analysis.subtree(c)[0] == i + 1
    ]  # fmt: skip
    if word.lemma in _SPOKEN_TO:
        return []
    if found or word.tag not in ("VBD", "VBZ") or not i or analysis.words[i - 1].pos != "PUNCT":
        return found
    for k in range(i + 1, min(i + 7, analysis.sentences[word.sentence].last - 1)):
        here, after = analysis.words[k], analysis.words[k + 1]
        if here.pos not in ("DET", "ADJ", "NOUN", "PROPN", "NUM"):
            break
        if (
            here.pos in ("NOUN", "PROPN")
            and after.pos not in ("NOUN", "PROPN")
            and here.name not in ("DATE", "TIME")
        ):
            return [k]
    return []


def addressees_of_verb(analysis: Analysis, i: int) -> tuple[int, ...]:
    """Heads of whom verb `i` is spoken to ("told reporters", "said to parliament")."""
    word = analysis.words[i]
    if word.lemma in _SPOKEN_TO:
        own = tree.below(analysis, i, "dobj", "dative")
        nominal = [k for k in own if k > i and analysis.words[k].pos in tree.NOMINAL]
        if nominal:
            return tuple(nominal[:1])
    return tuple(tree.prepositional(analysis, i, "to"))[:1]


class _Finder:
    """What finding the reports of one article shares."""

    def __init__(
        self,
        analysis: Analysis,
        speech: SpeechCues,
        known: frozenset[int],
        quotations: tuple[Quotation, ...],
        attitudes: bool,
    ) -> None:
        self.analysis = analysis
        self.speech = speech
        self.known = known
        self.quotations = quotations
        self.attitudes = attitudes

    def of_verb(self, word: Word) -> Iterator[Report]:
        """The contents that a verb governs, one report, and one more for each source it cites."""
        attitude = False
        parts = self._parts(word)
        if not parts and self.attitudes:
            parts, attitude = self._attitude(word), True
        if not parts:
            return
        speakers = self._speakers(word)
        closing = parts[-1][1] <= word.start  # a fact does not end a sentence with ", X confirmed"
        if not self._reports(word, speakers, wide=attitude, closing=closing):
            if (
                not self.attitudes
                or attitude
                or not self._reports(word, speakers, wide=True, closing=closing)
            ):
                return
            attitude = True
        report = Report(
            word.i,
            speakers,
            addressees_of_verb(self.analysis, word.i),
            tuple(parts),
            f"speech/{word.lemma}",
            attitude,
        )
        yield report
        for c in tree.below(self.analysis, word.i, "advcl", "acl"):
            cited = tree.below(self.analysis, c, "dobj")
            if self.analysis.words[c].lower in ("citing", "quoting") and c > word.i and cited:
                yield dataclasses.replace(
                    report, cue=c, speakers=tuple(cited), addressees=(), rule="speech/citing"
                )

    def _parts(self, word: Word) -> list[Span]:
        """What verb `word` reports as said."""
        analysis, speech, lemma = self.analysis, self.speech, word.lemma
        saying = lemma in speech.said
        parts: list[Span] = []
        if saying:
            parts = contents.interrupted(analysis, word)
        if not parts and (saying or lemma in speech.asked):
            parts = contents.clause_after(analysis, word, asked=lemma in speech.asked and not saying)
        if not parts and saying:
            parts = contents.clause_before(analysis, word) or contents.around(analysis, word)
            parts = parts or contents.clause_far(analysis, word) or contents.as_clause(analysis, word)
            parts = parts or self._next_paragraph(word)
        if not parts and lemma in speech.promising:
            parts = contents.complement(analysis, word, gerund=False)
        if not parts and lemma in speech.denying:
            parts = contents.complement(analysis, word, gerund=True)
        if not parts and lemma in speech.accusing:
            parts = contents.charge(analysis, word)
        if not parts and lemma in speech.descriptive:
            parts = contents.description(analysis, word)
        if not parts and lemma in speech.with_noun_phrase:
            parts = contents.noun_phrase(analysis, word)
        return parts

    def _attitude(self, word: Word) -> list[Span]:
        """What verb `word` tells as thought, wished, judged or talked about."""
        analysis, speech, lemma = self.analysis, self.speech, word.lemma
        if word.dep == "acl" and word.tag == "VBG":
            return []  # "groups backing the bill" tells who they are, not what they said
        parts: list[Span] = []
        if lemma in speech.attitudes:
            parts = contents.clause_after(analysis, word, asked=False)
        if not parts and lemma in speech.wishing:
            parts = contents.complement(analysis, word, gerund=False)
        if not parts and lemma in speech.judging:
            parts = contents.noun_phrase(analysis, word)
        return parts or contents.prepositional_object(analysis, word, speech.talking)

    def _speakers(self, word: Word) -> tuple[int, ...]:
        """The speaker of a second verb of saying that the parser made part of the first one's content."""
        head = self.analysis.words[word.head]
        above = self.analysis.words[head.head]
        own = tree.below(self.analysis, word.i, "nsubj", "nsubjpass")
        said = self.speech.said
        if (
            word.dep == "conj"
            and not own
            and head.dep == "ccomp"
            and above.lemma in said
            and head.lemma not in said
        ):
            return speakers_of_verb(self.analysis, above.i)
        speakers = speakers_of_verb(self.analysis, word.i)
        if word.tag == "VBG" and word.dep == "advcl" and not any(self._person(k) for k in speakers):
            return self._nearest_doer(word) or speakers
        return speakers

    def _nearest_doer(self, word: Word) -> tuple[int, ...]:
        """Who did the last thing before a participle: "since rebels declared ..., accusing ..."."""
        first = self.analysis.sentences[word.sentence].first
        for k in range(word.i - 1, first, -1):
            verb = self.analysis.words[k]
            if verb.tag in ("VBD", "VBZ", "VBP") and verb.pos == "VERB":
                doers = tree.below(self.analysis, k, "nsubj")
                return tuple(doers) if any(self._person(d) for d in doers) else ()
        return ()

    def _reports(self, word: Word, speakers: tuple[int, ...], *, wide: bool, closing: bool) -> bool:
        """Whether somebody is told to have said it: no impersonal facts, wishes, or talk of oneself.

        With `wide`, facts and documents count as speakers, and nobody does.
        """
        analysis, lemma = self.analysis, word.lemma
        if word.dep == "relcl" and not (self._subject_relative(word) or self._which_subject(word)):
            return False  # "the sum that experts say it costs": the content is not there to quote
        passive = tree.is_passive(analysis, word.i)
        modals = {analysis.words[k].lower for k in tree.below(analysis, word.i, "aux")}
        if not speakers:
            if word.tag == "VB" or (lemma not in self.speech.said and not wide):
                return False
            if word.dep in ("acl", "amod") or (not passive and word.tag != "VBG" and word.dep != "ROOT"):
                return False
        if self._quoted(word) and (
            modals & _DOUBTFUL or not speakers or {analysis.words[k].lower for k in speakers} & _OWN_VOICE
        ):
            return False
        if lemma in self.speech.impersonal and not (wide or closing):
            return any(self._person(k) for k in speakers)
        return not (lemma in self.speech.promising and modals & _DOUBTFUL)

    def _subject_relative(self, word: Word) -> bool:
        """ "Who said ...", or "in which X said ...", "where X said ...": the content is whole."""
        words = self.analysis.words
        own = tree.below(self.analysis, word.i, "nsubj", "nsubjpass")
        where = [k for k in tree.below(self.analysis, word.i, "advmod") if words[k].tag == "WRB"]
        in_which = any(
            words[o].lower == "which"
            for p in tree.below(self.analysis, word.i, "prep")
            for o in tree.below(self.analysis, p, "pobj")
        )
        return not own or bool(where) or in_which or any(words[k].lower in tree.RELATIVES for k in own)

    def _which_subject(self, word: Word) -> bool:
        """ "Raids, which he said were lawful": the content lacks nothing but the subject that "which" stands for."""
        words = self.analysis.words
        return any(
            words[k].lower in ("which", "who", "that") and k < word.i
            for c in tree.below(self.analysis, word.i, "ccomp")
            if c > word.i
            for k in tree.below(self.analysis, c, "nsubj", "nsubjpass")
        )

    def _next_paragraph(self, word: Word) -> list[Span]:
        """The paragraph after one that ends "X said:", where it is set off without quotation marks."""
        sentences = self.analysis.sentences
        here = sentences[word.sentence]
        following = sentences[word.sentence + 1 :][:1]
        if (
            self.analysis.text[here.end - 1] != ":"
            or not following
            or following[0].paragraph == here.paragraph
        ):
            return []
        block = [
            s
            for s in sentences[word.sentence + 1 : word.sentence + 30]
            if s.paragraph == following[0].paragraph
        ]
        if any(q.paragraph == block[0].paragraph for q in self.quotations):
            return []
        return [(block[0].start, block[-1].end)]

    def _quoted(self, word: Word) -> bool:
        return any(q.outer_start <= word.start < q.outer_end for q in self.quotations)

    def _person(self, i: int) -> bool:
        word = self.analysis.words[i]
        return i in self.known or word.lower in _PERSONAL or word.name in _NAMED

    def of_noun(self, word: Word) -> Iterator[Report]:
        """ "X's claim that ...": its owner's words, and those of who takes them up ("denied X's claim that")."""
        analysis = self.analysis
        if word.lemma in self.speech.answers:
            yield from self._of_answer(word)
        if word.lemma not in self.speech.nouns:
            return
        for c in tree.below(analysis, word.i, "acl", "ccomp"):
            marks = [k for k in tree.below(analysis, c, "mark") if analysis.words[k].lower == "that"]
            if not marks or c < word.i:
                continue
            inside = [k for k in analysis.subtree(c) if k > marks[0]]
            parts = tuple(contents.span(analysis, inside[0], inside[-1])) if inside else ()
            if not parts:
                continue
            speakers = self._owners(word)
            head = analysis.words[word.head]
            if speakers:
                yield Report(word.i, speakers, (), parts, f"speech/{word.lemma} that")
            if word.dep == "dobj" and head.lemma in _TAKING_UP:
                yield Report(
                    head.i,
                    speakers_of_verb(analysis, head.i),
                    (),
                    parts,
                    f"speech/{head.lemma} {word.lemma} that",
                )
            elif (
                not speakers
                and word.dep == "dobj"
                and head.pos == "VERB"
                and head.lemma in self.speech.carrying
            ):
                yield Report(
                    word.i, speakers_of_verb(analysis, head.i), (), parts, f"speech/{word.lemma} that"
                )

    def _of_answer(self, word: Word) -> Iterator[Report]:
        """ "The mayor's answer was that ...": its owner's words."""
        analysis = self.analysis
        head = analysis.words[word.head]
        if word.dep != "nsubj" or head.lemma != "be":
            return
        for c in tree.below(analysis, head.i, "ccomp"):
            marks = [k for k in tree.below(analysis, c, "mark") if analysis.words[k].lower == "that"]
            inside = [k for k in analysis.subtree(c) if marks and k > marks[0]]
            parts = tuple(contents.span(analysis, inside[0], inside[-1])) if inside else ()
            owners = self._owners(word)
            if parts and owners:
                yield Report(word.i, owners, (), parts, f"speech/{word.lemma} was that")

    def _owners(self, word: Word) -> tuple[int, ...]:
        analysis = self.analysis
        own = tree.below(analysis, word.i, "poss") or tree.prepositional(analysis, word.i, "by", "from", "of")
        own = own or [
            k
            for k in tree.below(analysis, word.i, "compound", "amod", "nmod")
            if analysis.words[k].name in _NAMED
        ]
        return tuple(own)

    def of_source(self, word: Word) -> Iterator[Report]:
        """ "According to X": the clause it stands beside."""
        analysis = self.analysis
        if word.lower == "according":
            sources = [k for k in tree.prepositional(analysis, word.i, "to") if not self._measure(k)]
        else:
            sources = [
                k for k in tree.below(analysis, word.i, "pobj") if analysis.words[k].name in ("PERSON", "ORG")
            ]
        parts = contents.beside_source(analysis, word) if sources else []
        if parts:
            yield Report(word.i, tuple(sources), (), tuple(parts), "speech/according to")

    def _measure(self, i: int) -> bool:
        """ "According to rank", "to plan": a bare singular noun that stands for nobody."""
        return self.analysis.words[i].tag == "NN" and not self.analysis.children[i] and not self._person(i)

    def of_colon(self, word: Word) -> Iterator[Report]:
        """ "Name: what is said", in a headline or on a line of its own."""
        analysis = self.analysis
        sentence = analysis.sentences[word.sentence]
        last_char = analysis.text[sentence.end - 1]
        if not sentence.first < word.i <= sentence.first + 6 or word.i + 3 > sentence.last:
            return
        lead = range(sentence.first, word.i)
        heads = [k for k in lead if self._person(k) or analysis.words[k].lemma in self.speech.voices]
        verbs = any(analysis.words[k].pos in _VERBAL for k in lead)
        if not heads or verbs or (sentence.role != "headline" and last_char in ".!?\"'"):
            return
        places = [k for k in heads if analysis.words[k].name == "GPE"]
        follows = analysis.words[word.i + 1].lower
        if places and heads == places and follows not in ("no", "not", "we", "our"):
            return
        parts = contents.span(analysis, word.i + 1, sentence.last - 1)
        if parts:
            yield Report(word.i, (heads[-1],), (), tuple(parts), "speech/headline with colon")


def _clipped(analysis: Analysis, reports: list[Report], quotations: tuple[Quotation, ...]) -> list[Report]:
    """The reports with contents kept to the sentence of their cue, and out of an outer reporting clause."""
    found = []
    for report in reports:
        cue = analysis.words[report.cue]
        parts = [_of_one_sentence(analysis.text, part, cue.start, quotations) for part in report.parts]
        found.append(dataclasses.replace(report, parts=tuple(parts)))
    closing = [(r.cue, r.parts[0]) for r in found if r.parts[0][1] < analysis.words[r.cue].start]
    return [
        dataclasses.replace(
            r,
            parts=tuple(
                _out_of(part, [c for cue, c in closing if cue != r.cue], analysis.text) for part in r.parts
            ),
        )
        for r in found
    ]


def _of_one_sentence(text: str, part: Span, cue: int, quotations: tuple[Quotation, ...]) -> Span:
    """The piece next to the cue where a text without blanks between sentences was read as one."""
    start, end = part
    pieces = list(sentence_pieces(text, start, end))
    if len(pieces) == 1:
        return part
    if start > cue:
        while len(pieces) > 1 and any(q.start < pieces[0][1] < q.outer_end for q in quotations):
            pieces[0:2] = [(pieces[0][0], pieces[1][1])]
        return contents.tidy(text, *pieces[0])
    while len(pieces) > 1 and any(q.start < pieces[-1][0] - 1 < q.outer_end for q in quotations):
        pieces[-2:] = [(pieces[-2][0], pieces[-1][1])]
    return contents.tidy(text, *pieces[-1])


def _out_of(part: Span, closing: list[Span], text: str) -> Span:
    """A content that runs into the clause that reports it (", the agency said") stops before it."""
    for start, end in closing:
        if start <= part[0] < end < part[1]:
            return contents.tidy(text, part[0], end)
    return part
