"""Whose words a quotation is: the reporting verb beside it, or the speaker whose words it continues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tidings.codebook.speech import SpeechCues
from tidings.coding.quotations import Quotation
from tidings.coding.reported_speech import Report, addressees_of_verb, speakers_of_verb
from tidings.coding.speech_contents import Span
from tidings.model.analysis import Analysis

_SENTENCE_ENDS = ".!?\u2026"
_REACH = 30  # words between a quotation and its reporting verb


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation with its reporting word (None when it continues another) and its speakers' heads."""

    cue: int | None
    speakers: tuple[int, ...]
    addressees: tuple[int, ...]
    parts: tuple[Span, ...]
    rule: str
    paragraph: int


def attribute_quotations(
    analysis: Analysis, quotations: Sequence[Quotation], reports: Sequence[Report], speech: SpeechCues
) -> list[Quoted]:
    """The quotations that are somebody's sentences; pieces of one sentence around "X said" are joined."""
    finder = _Finder(analysis, quotations, speech)
    found: list[Quoted] = []
    before: Quotation | None = None
    for q in quotations:
        quoted = finder.attribute(q, before, found[-1] if found else None, reports)
        if quoted is not None:
            if (
                found
                and found[-1].cue is not None
                and found[-1].cue == quoted.cue
                and _joins(analysis, found[-1], q)
            ):
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
            before = q
    return found


def _joins(analysis: Analysis, earlier: Quoted, q: Quotation) -> bool:
    text = analysis.text
    last = text[: earlier.parts[-1][1]].rstrip()[-1:]
    return last not in _SENTENCE_ENDS and text[q.start : q.start + 1].islower()


class _Finder:
    """The look-up tables that attributing every quotation of one article shares."""

    def __init__(self, analysis: Analysis, quotations: Sequence[Quotation], speech: SpeechCues) -> None:
        self.analysis = analysis
        self.verbs = speech.said | speech.quoting | speech.asked | speech.descriptive
        self.inside: dict[int, Quotation] = {}
        for w in analysis.words:
            for q in quotations:
                if q.outer_start <= w.start < q.outer_end:
                    self.inside.setdefault(w.i, q)

    def attribute(
        self, q: Quotation, before: Quotation | None, earlier: Quoted | None, reports: Sequence[Report]
    ) -> Quoted | None:
        """The quotation with its speaker; None when it is no sentence of its own or nobody's."""
        words = (
            [w.i for w in self.analysis.words if q.start <= w.start and w.end <= q.end]
            if q.end > q.start
            else []
        )
        if not words:
            return None
        covered = self._covered(q, reports)
        cue, rule = None, ""
        if not covered:
            cue = self._after(q, words[-1]) if self._may_end(q) else None
            rule = "speech/quotation before its verb"
            if cue is None:
                cue = self._before(q, words[0])
                rule = "speech/quotation after its verb"
        if cue is not None:
            return Quoted(
                cue, speakers_of_verb(self.analysis, cue), addressees_of_verb(self.analysis, cue),
                ((q.start, q.end),), rule, q.paragraph,
            )  # fmt: skip
        if covered or not self._sentence(q) or earlier is None:
            return None
        near = q.paragraph == earlier.paragraph or (
            q.paragraph - earlier.paragraph <= 2 and self._opens_paragraph(q, words[0])
        )
        if near:
            return Quoted(
                earlier.cue,
                earlier.speakers,
                earlier.addressees,
                ((q.start, q.end),),
                "speech/quotation goes on",
                q.paragraph,
            )
        return None

    def _covered(self, q: Quotation, reports: Sequence[Report]) -> bool:
        """Part of a clause that a reporting word governs, of which it is not the whole."""
        return any(
            a < q.outer_start - 3 and q.start < b
            for r in reports
            for a, b in r.parts
            if not (q.outer_start <= self.analysis.words[r.cue].start < q.outer_end)
        )

    def _sentence(self, q: Quotation) -> bool:
        text = self.analysis.text[q.start : q.end].strip()
        return len(text.split()) >= 3 and text[:1].isupper() and text[-1:] in _SENTENCE_ENDS + ",\u2014-"

    def _may_end(self, q: Quotation) -> bool:
        text = self.analysis.text
        last = text[q.start : q.end].rstrip()[-1:]
        return last in ",?!\u2014-\u2026" or text[q.outer_end : q.outer_end + 1] in (",",) or last == "."

    def _opens_paragraph(self, q: Quotation, first: int) -> bool:
        words = self.analysis.words
        sentence = self.analysis.sentences[words[first].sentence]
        return q.outer_start <= sentence.start + 3

    def _after(self, q: Quotation, last: int) -> int | None:
        """The reporting verb after the quotation, before the sentence ends or another verb comes."""
        words = self.analysis.words
        stop = self.analysis.text[q.start : q.end].rstrip()[-1:] in "."
        i = last + 1
        steps = 0
        while i < len(words) and steps < _REACH:
            w = words[i]
            if w.start < q.outer_end or (w.pos == "PUNCT" and steps == 0):
                i += 1
                continue
            if self.inside.get(i) not in (None, q):
                return None
            if (
                w.text in _SENTENCE_ENDS
                or w.text == ";"
                or self.analysis.text[q.outer_end : w.start].count("\n")
            ):
                return None
            if stop and steps == 0 and not (w.pos == "VERB" and w.lemma in self.verbs):
                return None
            if w.pos == "VERB" and w.dep not in ("relcl", "acl", "amod", "xcomp"):
                return i if w.lemma in self.verbs else None
            steps += 1
            i += 1
        return None

    def _before(self, q: Quotation, first: int) -> int | None:
        """The reporting verb before the quotation: "X said, ...", "X said: ...", or the sentence before with a colon."""
        words = self.analysis.words
        text = self.analysis.text
        lead = text[max(0, q.outer_start - 3) : q.outer_start].rstrip()
        mark = lead[-1:]
        i = first - 1
        while i >= 0 and (words[i].start >= q.outer_start or words[i].pos == "PUNCT"):
            if words[i].text in _SENTENCE_ENDS and words[i].start < q.outer_start:
                return None
            i -= 1
        steps = 0
        while i >= 0 and steps < _REACH:
            w = words[i]
            if w.text in _SENTENCE_ENDS or self.inside.get(i) not in (None, q):
                return None
            if text[w.end : q.outer_start].count("\n") and mark != ":":
                return None
            if w.pos == "VERB" and w.lemma in self.verbs:
                if mark in (":", ",") or steps <= 3:
                    return i
                return None
            if w.pos == "VERB" and mark != ":" and w.dep not in ("acl", "relcl", "amod"):
                return None
            steps += 1
            i -= 1
        return None
