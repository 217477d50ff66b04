"""Who said what: quotations and reported speech with their speakers, one record per sentence.

Direct and mixed quotations are found by their marks, indirect ones by the clause under a verb of
saying or beside "according to". A quotation without a reporting verb of its own belongs to the
speaker of its paragraph, or of the paragraph before when that one is a quotation too.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from tidings.codebook.speech import SpeechCues
from tidings.model import tree
from tidings.model.analysis import Analysis, Mention
from tidings.model.article import Evidence
from tidings.model.records import Actor, Statement

_MARK = re.compile(r"[\u201c\u201d\u00ab\u00bb\"]|``|''")
_TRIM = " \t\n\u00a0,;:\u2014\u2013-"
_LONGEST = 3000  # characters: an unclosed mark does not swallow the article
_Span = tuple[int, int]


def find_statements(
    analysis: Analysis, mentions: Sequence[Mention], speech: SpeechCues
) -> tuple[Statement, ...]:
    """The statements of an article in text order; a speaker that no actor is known for is None."""
    heads = {m.head: m for m in mentions}
    covering = {
        i: m for m in sorted(mentions, key=lambda m: m.first - m.last) for i in range(m.first, m.last)
    }
    quoted = quotations(analysis)
    found = _reported(analysis, heads, covering, speech, quoted)
    found += _according(analysis, heads, covering)
    found += _direct(analysis, heads, covering, speech, quoted)
    unique: dict[_Span, Statement] = {}
    for s in sorted(found, key=lambda s: (s.content.start, s.content.end, s.form)):
        unique.setdefault((s.content.start, s.content.end), s)
    return tuple(unique.values())


def quotations(analysis: Analysis) -> list[_Span]:
    """Stretches inside quotation marks, marks left out; an open quotation runs to its paragraph's end."""
    found: list[_Span] = []
    for first, last in _paragraph_spans(analysis):
        opened: int | None = None
        for match in _MARK.finditer(analysis.text, first, last):
            mark = match.group()
            opens = mark in ("\u201c", "\u00ab", "``") or (mark == '"' and opened is None)
            if opens and opened is None:
                opened = match.end()
            elif not opens and opened is not None:
                if match.start() - opened <= _LONGEST:
                    found.append((opened, match.start()))
                opened = None
        if opened is not None and last > opened and opened - first < 4:
            found.append((opened, last))
    return [(a, b) for a, b in found if b > a]


def _paragraph_spans(analysis: Analysis) -> list[_Span]:
    spans: dict[int, _Span] = {}
    for s in analysis.sentences:
        a, b = spans.get(s.paragraph, (s.start, s.end))
        spans[s.paragraph] = (min(a, s.start), max(b, s.end))
    return [spans[k] for k in sorted(spans)]


def _speaker(
    analysis: Analysis, words: Sequence[int], heads: dict[int, Mention], covering: dict[int, Mention]
) -> Actor | None:
    for i in words:
        mention = heads.get(i) or covering.get(i)
        if mention and mention.actors:
            return mention.actors[0]
        inner = [
            c
            for c in analysis.children[i]
            if c in heads and analysis.words[c].dep in ("poss", "compound", "amod", "appos")
        ]
        if inner:
            return heads[inner[0]].actors[0]
        word = analysis.words[i]
        if word.pos in ("NOUN", "PROPN"):
            below = [k for k in analysis.subtree(i) if k <= i]
            text = analysis.slice(below[0], i + 1)
            return Actor(text=text, start=analysis.words[below[0]].start, end=word.end, name=text)
    return None


def _reported(
    analysis: Analysis,
    heads: dict[int, Mention],
    covering: dict[int, Mention],
    speech: SpeechCues,
    quoted: Sequence[_Span],
) -> list[Statement]:
    """Clauses under a verb of saying, accusing or describing."""
    found = []
    for word in analysis.words:
        if word.pos != "VERB" or word.lemma not in speech.said | speech.accusing | speech.descriptive:
            continue
        content = _content(analysis, word.i, speech)
        if content is None:
            continue
        start, end = _tidy(analysis.text, *content)
        inside = sum(max(0, min(b, end) - max(a, start)) for a, b in quoted)
        if end - start < 8 or inside >= 0.9 * (end - start):
            continue  # wholly quoted words are direct quotations, found by their marks
        speaker = _speaker(analysis, tree.subjects(analysis, word.i), heads, covering)
        if (
            speaker is None
            and not tree.subjects(analysis, word.i)
            and word.lemma not in ("report", "say", "claim")
        ):
            continue
        form = "mixed" if inside else "indirect"
        found.append(_statement(analysis, speaker, word.i, start, end, form, f"speech/{word.lemma}"))
    return found


def _content(analysis: Analysis, i: int, speech: SpeechCues) -> _Span | None:
    lemma = analysis.words[i].lemma
    clauses = [c for c in tree.below(analysis, i, "ccomp") if c > i or not tree.below(analysis, i, "mark")]
    if lemma in speech.said and lemma not in speech.quoting:
        for c in clauses:
            if tree.below(analysis, c, "nsubj", "nsubjpass", "expl", "csubj") or analysis.words[c].pos in (
                "AUX",
                "VERB",
            ):
                return _clause_span(analysis, c, i)
    if lemma in speech.accusing:
        for p in tree.below(analysis, i, "prep"):
            for g in tree.below(analysis, p, "pcomp"):
                return _clause_span(analysis, g, i)
    if lemma in speech.descriptive:
        objects = tree.below(analysis, i, "dobj", "oprd", "ccomp")
        if objects and (tree.below(analysis, i, "oprd", "prep", "ccomp")):
            if any(analysis.words[p].lower == "as" for p in tree.below(analysis, i, "prep")) or lemma not in (
                "describe",
            ):
                span = [k for k in analysis.subtree(i) if k >= min(analysis.subtree(objects[0]))]
                return analysis.words[span[0]].start, analysis.words[span[-1]].end
    return None


def _clause_span(analysis: Analysis, clause: int, verb: int) -> _Span:
    """The clause's words on its own side of the reporting verb, without "that"."""
    words = [k for k in analysis.subtree(clause)]
    side = [k for k in words if (k > verb) == (clause > verb)]
    gap = set(analysis.subtree(verb)) - set(words)
    while side and clause > verb and analysis.words[side[0]].lower in ("that", ",", "``", '"'):
        side = side[1:]
    side = [k for k in side if k not in gap] or words
    return analysis.words[side[0]].start, analysis.words[side[-1]].end


def _tidy(text: str, start: int, end: int) -> _Span:
    while start < end and (text[start] in _TRIM):
        start += 1
    while end > start and (text[end - 1] in _TRIM or text[end - 1] == "."):
        end -= 1
    return start, end


def _according(
    analysis: Analysis, heads: dict[int, Mention], covering: dict[int, Mention]
) -> list[Statement]:
    """ "According to X": the rest of its sentence."""
    found = []
    for word in analysis.words:
        if word.lower != "according":
            continue
        sources = tree.prepositional(analysis, word.i, "to")
        if not sources:
            continue
        sentence = analysis.sentences[word.sentence]
        phrase = analysis.subtree(word.i)
        first, last = phrase[0], phrase[-1]
        before = (sentence.start, analysis.words[first].start)
        after = (analysis.words[last].end, sentence.end)
        span = max((before, after), key=lambda s: s[1] - s[0])
        start, end = _tidy(analysis.text, *span)
        if end - start < 10:
            continue
        speaker = _speaker(analysis, sources, heads, covering)
        found.append(_statement(analysis, speaker, word.i, start, end, "indirect", "speech/according to"))
    return found


def _direct(
    analysis: Analysis,
    heads: dict[int, Mention],
    covering: dict[int, Mention],
    speech: SpeechCues,
    quoted: Sequence[_Span],
) -> list[Statement]:
    """Sentences wholly in quotation marks, with the reporting verb around them or the last speaker."""
    found: list[Statement] = []
    last: tuple[Actor | None, int, int] | None = None  # speaker, cue word, paragraph
    verbs = [w for w in analysis.words if w.pos == "VERB" and w.lemma in speech.said]
    for start, end in quoted:
        if end - start < 12 or len(analysis.text[start:end].split()) < 4:
            continue
        inside = [s for s in analysis.sentences if s.start < end and start < s.end]
        if not inside:
            continue
        cue = _cue_for(analysis, verbs, inside[0].first, inside[-1].last, start, end)
        paragraph = inside[0].paragraph
        if cue is not None:
            speaker = _speaker(analysis, tree.subjects(analysis, cue), heads, covering)
            last = (speaker, cue, paragraph)
        elif last is not None and paragraph - last[2] <= 1 and _opens(analysis, start, inside[0].start):
            last = (last[0], last[1], paragraph)
        else:
            continue
        for piece in _pieces(analysis, start, end, inside):
            found.append(_statement(analysis, last[0], last[1], *piece, "direct", "speech/quotation"))
    return found


def _opens(analysis: Analysis, start: int, sentence_start: int) -> bool:
    return start - sentence_start <= 2 or analysis.text[start : start + 1].isupper()


def _cue_for(
    analysis: Analysis, verbs: Sequence[object], first: int, last: int, start: int, end: int
) -> int | None:
    """The reporting verb outside the marks in the quotation's sentences, or ending the one before (":")."""
    near: list[tuple[int, int]] = []
    low = max(0, first - 1)
    for w in verbs:
        i = w.i  # type: ignore[attr-defined]
        word = analysis.words[i]
        if start <= word.start < end:
            continue
        if first <= i < last + 12 and word.sentence in (
            analysis.words[first].sentence,
            analysis.words[last - 1].sentence,
            analysis.words[min(last, len(analysis.words) - 1)].sentence,
        ):
            near.append((min(abs(word.start - end), abs(start - word.end)), i))
    if near:
        return min(near)[1]
    if low < first and analysis.words[low].text in (":", ","):
        sentence = analysis.sentences[analysis.words[low].sentence]
        inside = [w.i for w in verbs if sentence.first <= w.i < sentence.last]  # type: ignore[attr-defined]
        return inside[-1] if inside else None
    return None


def _pieces(analysis: Analysis, start: int, end: int, inside: Sequence[object]) -> list[_Span]:
    """The quotation cut at sentence ends, without closing commas."""
    found = []
    for s in inside:
        a, b = max(start, s.start), min(end, s.end)  # type: ignore[attr-defined]
        while a < b and analysis.text[a] in ' \n\t\u00a0"\u201c':
            a += 1
        while b > a and analysis.text[b - 1] in ' \n\t,\u00a0"\u201d':
            b -= 1
        if b - a >= 8:
            found.append((a, b))
    return found


def _statement(
    analysis: Analysis, speaker: Actor | None, cue: int, start: int, end: int, form: str, rule: str
) -> Statement:
    word = analysis.words[cue]
    content = Evidence(start, end, analysis.text[start:end])
    return Statement(
        article=analysis.article,
        id="",
        speaker=speaker,
        addressee=None,
        cue=Evidence(word.start, word.end, analysis.text[word.start : word.end]),
        content=content,
        form=form,
        rule=rule,
        confidence=0.8 if speaker else 0.5,
        content_parts=(content,),
    )


def speakers_of(statements: Sequence[Statement]) -> tuple[tuple[int, int, Actor], ...]:
    """Character stretches of direct quotations with their speakers."""
    return tuple(
        (s.content.start, s.content.end, s.speaker) for s in statements if s.form == "direct" and s.speaker
    )


def said_by_chain(statements: Sequence[Statement], start: int, end: int) -> tuple[Actor, ...]:
    """The speakers of the statements whose content covers `start:end`, innermost first."""
    around = [s for s in statements if s.speaker and s.content.start <= start and end <= s.content.end]
    around.sort(key=lambda s: s.content.end - s.content.start)
    return tuple(dataclasses.replace(s.speaker) for s in around if s.speaker)
