"""Whose words a quotation is: the reporting verb beside it, or the speaker whose words it continues."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tidings.codebook.speech import SpeechCues
from tidings.coding.quotations import Quotation
from tidings.coding.reported_speech import Report, addressees_of_verb, speakers_of_verb
from tidings.coding.speech_contents import Span
from tidings.model import tree
from tidings.model.analysis import Analysis, Word

_SENTENCE_ENDS = ".!?\u2026"
_MARKS = "\"'`\u201c\u201d\u2018\u2019\u00ab\u00bb"
_SIGNATURE = re.compile(
    r"\s*(?:[-\u2013\u2014]|--)\s*((?:[A-Z][\w.'\u2019-]*[ ,]{0,2}){1,8})[^\n]{0,60}(?:\n|$)"
)
_REACH = 30  # words between a quotation and its reporting verb
_PARTIAL = 4  # words, from which a quoted object of a verb of saying is a content
_ASIDE = ("relcl", "acl", "amod", "xcomp", "pcomp")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation with its reporting word (None when nothing reports it) and its speakers' heads."""

    cue: int | None
    speakers: tuple[int, ...]
    addressees: tuple[int, ...]
    parts: tuple[Span, ...]
    rule: str
    paragraph: int


def attribute_quotations(
    analysis: Analysis,
    quotations: Sequence[Quotation],
    reports: Sequence[Report],
    speech: SpeechCues,
    known: frozenset[int] = frozenset(),
) -> list[Quoted]:
    """The quotations that are somebody's sentences; pieces of one sentence around "X said" are joined."""
    finder = _Finder(analysis, quotations, reports, speech, known)
    found: list[Quoted] = []
    for q in quotations:
        quoted = finder.attribute(q, found[-1] if found else None)
        if quoted is None:
            continue
        if found and _joins(analysis.text, found[-1], quoted, q):
            found[-1] = Quoted(
                quoted.cue,
                quoted.speakers,
                quoted.addressees,
                (*found[-1].parts, *quoted.parts),
                quoted.rule,
                q.paragraph,
            )
        else:
            found.append(quoted)
    return found


def _joins(text: str, earlier: Quoted, quoted: Quoted, q: Quotation) -> bool:
    """Whether a quotation goes on with the sentence that "X said," interrupted."""
    if quoted.cue is None or earlier.cue != quoted.cue:
        return False
    end = earlier.parts[-1][1]
    last = text[:end].rstrip(" \t\n" + _MARKS)[-1:]
    between = text[end : q.outer_start]
    if last in _SENTENCE_ENDS or "\n" in between:
        return False
    return text[q.start : q.start + 1].islower() or between.rstrip().endswith((",", " but", " and"))


class _Finder:
    """The look-up tables that attributing every quotation of one article shares."""

    def __init__(
        self,
        analysis: Analysis,
        quotations: Sequence[Quotation],
        reports: Sequence[Report],
        speech: SpeechCues,
        known: frozenset[int],
    ) -> None:
        self.analysis = analysis
        self.known = known
        self.reports = reports
        self.descriptive = speech.descriptive
        self.verbs = speech.said | speech.quoting | speech.asked | speech.descriptive
        self.documents = speech.documents
        self.starts = [w.start for w in analysis.words]
        self.inside: dict[int, Quotation] = {}
        for q in quotations:
            for i in range(*self._words(q.outer_start, q.outer_end)):
                self.inside.setdefault(i, q)

    def _words(self, start: int, end: int) -> tuple[int, int]:
        return bisect.bisect_left(self.starts, start), bisect.bisect_left(self.starts, end)

    def attribute(self, q: Quotation, earlier: Quoted | None) -> Quoted | None:
        """The quotation with its speaker; None when it is no sentence of its own or nobody's."""
        first, last = self._words(q.start, q.end)
        if first == last or self._covered(q):
            return None
        opens = self._opens_sentence(q, first)
        cue = self._after(q, last) if self._may_end(q) else None
        if cue is not None and (opens or self._led_in(q)):
            return self._by_verb(q, cue, ((q.start, q.end),), "speech/quotation before its verb")
        if cue is not None:
            parts = self._from_sentence_start(q, first) if self._closely(q, cue, last) else ()
            return self._by_verb(q, cue, parts, "speech/partly quoted before its verb") if parts else None
        cue = self._before(q, first)
        if cue is not None:
            parts = self._with_lead(q, cue, first)
            return self._by_verb(q, cue, parts, "speech/quotation after its verb") if parts else None
        return self._otherwise(q, first, last, earlier, opens)

    def _closely(self, q: Quotation, cue: int, last: int) -> bool:
        """Whether the reporting clause follows the quotation at once, behind a comma."""
        words = self.analysis.words
        between = [w for w in words[last:cue] if w.start >= q.outer_end and w.text not in _MARKS]
        inner = self.analysis.text[q.start : q.end].rstrip()[-1:]
        comma = inner in ",?!" or (bool(between) and between[0].text == ",")
        return comma and sum(w.text in (",", ";", "-") for w in between[1:]) == 0

    def _otherwise(
        self, q: Quotation, first: int, last: int, earlier: Quoted | None, opens: bool
    ) -> Quoted | None:
        """Quotations without a verb of saying: signed ones, those behind a colon, and those that go on."""
        if opens and self._sentence(q) and (signed := self._signed(q, last)) is not None:
            return Quoted(
                None, (signed,), (), ((q.start, q.end),), "speech/quotation with signature", q.paragraph
            )
        led = self._led_by_colon(q, first)
        if led is not None:
            parts = ((q.start, q.end),)
            return Quoted(led[0], led[1], (), parts, "speech/quotation after a colon", q.paragraph)
        taken = self._taken_up(q, first)
        if taken is not None:
            return self._by_verb(q, taken, ((q.start, q.end),), "speech/quotation taken up")
        return self._continued(q, first, earlier) if opens else None

    def _signed(self, q: Quotation, last: int) -> int | None:
        """The name in a line of its own behind the quotation: "- Mara Oslen", "\u2014 Mara Oslen, mayor"."""
        match = _SIGNATURE.match(self.analysis.text, q.outer_end)
        if match is None:
            return None
        first, end = self._words(match.start(1), match.end(1))
        words = self.analysis.words
        named = [k for k in range(first, end) if words[k].name in ("PERSON", "ORG", "NORP")]
        named = named or [k for k in range(first, end) if words[k].pos == "PROPN"]
        return named[-1] if named else None

    def _led_by_colon(self, q: Quotation, first: int) -> tuple[int | None, tuple[int, ...]] | None:
        """ "X made this remark: ...", "... asked pollster X: ..." where no verb of saying stands there."""
        words, text = self.analysis.words, self.analysis.text
        before = text[: q.outer_start].rstrip()
        if not before.endswith(":") or not self._sentence(q):
            return None
        lead = [
            k for k in range(max(0, first - 3), first) if words[k].text == ":" and words[k].end == len(before)
        ]
        if not lead or lead[0] == 0:
            return None
        colon = lead[0]
        sentence = self.analysis.sentences[words[colon - 1].sentence]
        if words[colon - 1].name == "PERSON":
            return None, (colon - 1,)
        for k in range(colon - 1, max(sentence.first - 1, colon - _REACH), -1):
            if words[k].pos in ("VERB", "AUX") and words[k].tag in ("VBD", "VBZ", "VBP", "VBN"):
                speakers = speakers_of_verb(self.analysis, k)
                if any(self._somebody(s) for s in speakers):
                    return k, speakers
        return None

    def _somebody(self, i: int) -> bool:
        word = self.analysis.words[i]
        return i in self.known or word.name in ("PERSON", "ORG", "NORP", "GPE") or word.tag in ("PRP", "WP")

    def _taken_up(self, q: Quotation, first: int) -> int | None:
        """ "She welcomed "the long-awaited end of the siege"": a person's verb with a quoted object."""
        words = self.analysis.words
        at = first - 1
        while at >= 0 and words[at].start >= q.outer_start - 2 and words[at].pos == "PUNCT":
            at -= 1
        if at < 0 or words[at].pos != "VERB" or words[at].tag not in ("VBD", "VBZ", "VBP", "VBG"):
            return None
        content = [w for w in words[first : first + 40] if w.end <= q.end and w.pos != "PUNCT"]
        title = sum(w.text[:1].isupper() for w in content) > 0.6 * len(content)
        speakers = speakers_of_verb(self.analysis, at)
        personal = any(self._somebody(s) for s in speakers)
        return at if len(content) > _PARTIAL and not title and personal else None

    def _by_verb(self, q: Quotation, cue: int, parts: tuple[Span, ...], rule: str) -> Quoted:
        speakers = speakers_of_verb(self.analysis, cue)
        return Quoted(cue, speakers, addressees_of_verb(self.analysis, cue), parts, rule, q.paragraph)

    def _covered(self, q: Quotation) -> bool:
        """Part of a clause that a reporting word outside governs, of which it is not the whole."""
        return any(
            a < q.outer_start - 3 and q.start < b
            for r in self.reports
            for a, b in r.parts
            if not q.outer_start <= self.analysis.words[r.cue].start < q.outer_end
        )

    def _opens_sentence(self, q: Quotation, first: int) -> bool:
        lead = self.analysis.text[max(0, q.outer_start - 3) : q.outer_start].rstrip(" " + _MARKS)
        at_start = q.outer_start <= self.analysis.sentences[self.analysis.words[first].sentence].start + 2
        return at_start or not lead or lead[-1] in _SENTENCE_ENDS + "\n"

    def _led_in(self, q: Quotation) -> bool:
        lead = self.analysis.text[max(0, q.outer_start - 3) : q.outer_start].rstrip()
        return lead[-1:] in (",", ":", "-", "\u2014", "(")

    def _sentence(self, q: Quotation) -> bool:
        text = self.analysis.text[q.start : q.end].strip(" \t\n" + _MARKS)
        return len(text.split()) >= 2 and (text[:1].isupper() or not text[:1].isalpha()) and (
            text[-1:] in _SENTENCE_ENDS + ",\u2014-" or q.end == q.outer_end
        )  # fmt: skip

    def _may_end(self, q: Quotation) -> bool:
        text = self.analysis.text
        last = text[q.start : q.end].rstrip(" " + _MARKS)[-1:]
        return last in ",.?!\u2014-\u2026" or text[q.outer_end : q.outer_end + 1] in (",", " ")

    def _after(self, q: Quotation, last: int) -> int | None:
        """The reporting verb after the quotation, before the sentence ends or another verb comes."""
        words, text = self.analysis.words, self.analysis.text
        closed = text[q.start : q.end].rstrip(" " + _MARKS)[-1:] == "."
        steps = 0
        for i in range(last, min(last + _REACH, len(words))):
            w = words[i]
            if w.start < q.outer_end or (w.pos == "PUNCT" and steps == 0 and w.text not in _SENTENCE_ENDS):
                continue
            other = self.inside.get(i)
            if (other is not None and other is not q) or w.text in (*_SENTENCE_ENDS, ";", ":"):
                return None
            if "\n" in text[q.outer_end : w.start]:
                return None
            if w.pos in ("VERB", "AUX") and w.dep not in _ASIDE and w.dep not in ("aux", "auxpass"):
                fits = w.lemma in self.verbs and w.tag != "VB" and not (closed and steps > 6)
                fits = fits or (w.lemma == "read" and self._document(i))
                return i if fits and not self._new_sentence(closed, last, i, steps) else None
            steps += 1
        return None

    def _document(self, verb: int) -> bool:
        """ "The sign read ...", "read the statement": a written thing is read, its own words follow."""
        words = self.analysis.words
        own = [*speakers_of_verb(self.analysis, verb)]
        own += [words[verb].head] if words[verb].dep == "acl" else []
        own += [k for k in tree.below(self.analysis, verb, "dobj", "nsubj", "npadvmod") if k not in own]
        return any(words[k].lemma in self.documents for k in own)

    def _new_sentence(self, closed: bool, last: int, verb: int, steps: int) -> bool:
        """After a full stop inside the marks only "said X" belongs to the quotation, "X said" opens anew."""
        return closed and steps > 0

    def _before(self, q: Quotation, first: int) -> int | None:
        """The reporting verb before: "X said, ...", "X said: ...", or the sentence before with a colon."""
        words, text = self.analysis.words, self.analysis.text
        lead = text[max(0, q.outer_start - 3) : q.outer_start].rstrip()[-1:]
        steps = 0
        for i in range(first - 1, max(-1, first - _REACH), -1):
            w = words[i]
            if w.start >= q.outer_start or (w.text in ":," and steps == 0):
                continue
            other = self.inside.get(i)
            if w.text in _SENTENCE_ENDS or (other is not None and other is not q and lead != ","):
                return None
            if "\n" in text[w.end : q.outer_start] and lead != ":":
                return None
            if w.pos == "VERB" and w.lemma == "read" and self._document(i):
                return i
            if w.pos == "VERB" and w.lemma in self.verbs and w.dep != "amod":
                return i if self._governs(w, q, lead, steps) else None
            if w.pos == "VERB" and lead != ":" and w.dep not in _ASIDE:
                return None
            steps += 1
        return None

    def _governs(self, verb: Word, q: Quotation, lead: str, steps: int) -> bool:
        if lead in (":", ","):
            return True
        if verb.lemma in self.descriptive and verb.lemma != "condemn":
            return steps <= 6 and verb.dep not in ("acl", "relcl") and not self._what(verb)
        length = len(self.analysis.text[q.start : q.end].split())
        long = length >= _PARTIAL
        return (
            (steps == 0 and (length > 1 or self._runs_on(q)))
            or (steps <= 3 and long and self._sentence(q))
            or (steps <= 8 and long)
        )

    def _what(self, verb: Word) -> bool:
        """ "What he called ..." names a thing rather than reporting a sentence."""
        own = tree.below(self.analysis, verb.i, "dobj", "nsubj", "attr")
        return any(self.analysis.words[k].lower in ("what", "which") and k < verb.i for k in own)

    def _runs_on(self, q: Quotation) -> bool:
        """Whether the sentence goes on after the marks without a stop ("said \"thousands\" of them fled")."""
        text = self.analysis.text
        last = text[q.start : q.end].rstrip()[-1:]
        return (
            last.isalnum()
            and text[q.outer_end : q.outer_end + 1] == " "
            and text[q.outer_end + 1 : q.outer_end + 2].islower()
        )

    def _to_end(self, q: Quotation) -> int:
        """The end of the content that the quotation begins: its own, or its sentence's where that runs on."""
        if not self._runs_on(q):
            return q.end
        first, last = self._words(q.outer_end, q.outer_end + 600)
        for i in range(first, last):
            w = self.analysis.words[i]
            if (
                w.text in (",", ";", ":", "--", "\u2014")
                or w.text in _SENTENCE_ENDS
                or "\n" in self.analysis.text[q.outer_end : w.start]
            ):
                return self.analysis.words[i - 1].end
        return q.end

    def _interrupted(self, q: Quotation, cue: int) -> tuple[Span, ...]:
        """What stands before "X said," when the quotation after it goes on with the same sentence."""
        words = self.analysis.words
        if not self.analysis.text[q.start : q.start + 1].islower():
            return ()
        own = [k for k in tree.below(self.analysis, cue, "nsubj") if k < cue]
        first = self.analysis.subtree(own[0])[0] if own else cue
        sentence = self.analysis.sentences[words[cue].sentence]
        if first - 1 <= sentence.first or words[first - 1].text != "," or first - 1 in self.inside:
            return ()
        if first - 2 in self.inside:
            return ()
        return ((words[sentence.first].start, words[first - 2].end),)

    def _with_lead(self, q: Quotation, cue: int, first: int) -> tuple[Span, ...]:
        """The quotation, with the unquoted words between it and its verb where they are part of the clause."""
        words, text = self.analysis.words, self.analysis.text
        lead = text[max(0, q.outer_start - 3) : q.outer_start].rstrip()[-1:]
        end = self._to_end(q)
        whole = ((q.outer_start if end != q.end else q.start, end),)
        if lead == ",":
            return (*self._interrupted(q, cue), *whole)
        if lead == ":":
            return whole
        between = [
            k for k in range(cue + 1, first)
            if words[k].end <= q.outer_start and words[k].pos != "PUNCT" and words[k].dep not in ("advmod", "prt")
        ]  # fmt: skip
        between = [k for k in between if words[k].lower not in ("that", "as", "saying")]
        addressed = {k for a in addressees_of_verb(self.analysis, cue) for k in self.analysis.subtree(a)}
        between = [k for k in between if k not in addressed]
        if not between or all(words[k].pos == "CCONJ" for k in between):
            return whole
        objects = {
            k
            for c in tree.below(self.analysis, cue, "dobj", "oprd", "ccomp", "prep")
            for k in self.analysis.subtree(c)
        }
        if words[cue].lemma in self.descriptive or (objects & set(between)):
            return ((words[between[0]].start, q.outer_end if end == q.end else end),)
        return whole if self._sentence(q) else ()

    def _from_sentence_start(self, q: Quotation, first: int) -> tuple[Span, ...]:
        """A clause that is quoted at its end only: from the sentence's start to the closing mark."""
        sentence = self.analysis.sentences[self.analysis.words[first].sentence]
        start = sentence.start
        words = self.analysis.words
        if any(words[k].lemma in self.verbs and words[k].pos == "VERB" for k in range(sentence.first, first)):
            return ()
        end = self._words(q.start, q.end)[1]
        tensed = any(words[k].pos in ("VERB", "AUX") for k in range(sentence.first, end))
        return ((start, q.outer_end),) if tensed else ()

    def _continued(self, q: Quotation, first: int, earlier: Quoted | None) -> Quoted | None:
        """A quotation without a verb of its own: the words of who spoke last, here or a paragraph before."""
        end = self._to_end(q) if len(self.analysis.text[q.start : q.end].split()) > _PARTIAL else q.end
        if (not self._sentence(q) and end == q.end) or self._heading(q):
            return None
        here = self._last_report(q)
        parts = ((q.outer_start if end != q.end else q.start, end),)
        rule = "speech/quotation goes on"
        if earlier is not None and (here is None or (earlier.cue or 0) >= here.cue):
            opens_paragraph = self._opens_paragraph(q)
            near = q.paragraph == earlier.paragraph or (
                q.paragraph - earlier.paragraph <= 2 and opens_paragraph
            )
            if near:
                return Quoted(earlier.cue, earlier.speakers, earlier.addressees, parts, rule, q.paragraph)
        if here is not None:
            return Quoted(here.cue, here.speakers, here.addressees, parts, rule, q.paragraph)
        return None

    def _heading(self, q: Quotation) -> bool:
        """A line of its own in single marks is a heading."""
        text = self.analysis.text
        return q.single and self._opens_paragraph(q) and text[q.outer_end : q.outer_end + 1] in ("", "\n")

    def _last_report(self, q: Quotation) -> Report | None:
        """The last report before the quotation in its paragraph, or in the one before that it follows."""
        words, sentences = self.analysis.words, self.analysis.sentences
        best: Report | None = None
        for r in self.reports:
            cue = words[r.cue]
            paragraph = sentences[cue.sentence].paragraph
            near = paragraph == q.paragraph or (paragraph == q.paragraph - 1 and self._opens_paragraph(q))
            if cue.start < q.start and near and r.cue not in self.inside and r.speakers:
                best = r if best is None or r.cue > best.cue else best
        return best

    def _opens_paragraph(self, q: Quotation) -> bool:
        text = self.analysis.text
        before = text[: q.outer_start].rstrip(" \t\u00a0")
        return not before or before[-1] == "\n"
