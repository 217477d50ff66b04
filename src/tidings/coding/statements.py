"""Who said what: quotations and reported speech with their speakers, one record per sentence.

Quotations are found by their marks and given the reporting verb beside them, or the speaker whose
words they continue. Indirect speech is found by syntax. A partly quoted clause is one mixed statement.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tidings.codebook.speech import SpeechCues
from tidings.coding.quotations import Quotation, find_quotations, sentence_pieces
from tidings.coding.quoted_speech import Quoted, attribute_quotations
from tidings.coding.reported_speech import Report, find_reports
from tidings.coding.speakers import Speakers
from tidings.coding.speech_contents import Span, tidy
from tidings.model.analysis import Analysis, Mention
from tidings.model.article import Evidence
from tidings.model.records import Actor, Statement

_MARKS = "\"'`\u201c\u201d\u2018\u2019\u00ab\u00bb"
_BLANK = " \t\n\u00a0"


def find_statements(
    analysis: Analysis, mentions: Sequence[Mention], speech: SpeechCues
) -> tuple[Statement, ...]:
    """The statements of an article in text order, one per sentence; an unknown speaker is None."""
    return _found(analysis, mentions, speech, attitudes=False)


def find_attitudes(
    analysis: Analysis, mentions: Sequence[Mention], speech: SpeechCues, statements: Sequence[Statement]
) -> tuple[Statement, ...]:
    """What somebody is told to think, wish or support ("wants", "believes", "backs"), beside the `statements`.

    Nobody uttered it, so by the scheme it is no statement; corpora of attributions count it. The records
    have the fields of a statement and the kind "attitude".
    """
    said = {(s.content.start, s.content.end) for s in statements}
    found = _found(analysis, mentions, speech, attitudes=True)
    return tuple(s for s in found if s.kind == "attitude" and (s.content.start, s.content.end) not in said)


def _found(
    analysis: Analysis, mentions: Sequence[Mention], speech: SpeechCues, *, attitudes: bool
) -> tuple[Statement, ...]:
    speakers = Speakers(analysis, mentions)
    quotations = find_quotations(analysis)
    known = frozenset(m.head for m in mentions if m.kind != "adjective")
    reports = find_reports(analysis, speech, known, quotations, attitudes=attitudes)
    plain = [r for r in reports if not r.attitude]
    quoted = attribute_quotations(analysis, quotations, plain, speech, known)
    found: list[Statement] = []
    for q in quoted:
        found.extend(_of_quotation(analysis, speakers, q, quotations))
    taken = [part for q in quoted for part in q.parts]
    for report in reports:
        found.extend(_of_report(analysis, speakers, report, quotations, taken))
    return _unique(found)


def speakers_of(statements: Sequence[Statement]) -> tuple[tuple[int, int, Actor], ...]:
    """Character stretches of direct quotations with their speakers, in text order."""
    return tuple(
        (part.start, part.end, s.speaker)
        for s in statements
        if s.form == "direct" and s.speaker
        for part in s.content_parts
    )


def said_by_chain(statements: Sequence[Statement], start: int, end: int) -> tuple[Actor, ...]:
    """The speakers of the statements whose content covers `start:end`, innermost first."""
    around = [
        s
        for s in statements
        if s.speaker and any(part.start <= start and end <= part.end for part in s.content_parts)
    ]
    around.sort(key=lambda s: (s.content.end - s.content.start, s.content.start))
    chain: list[Actor] = []
    for s in around:
        if s.speaker and all(s.speaker.name != known.name for known in chain):
            chain.append(dataclasses.replace(s.speaker))
    return tuple(chain)


def _of_quotation(
    analysis: Analysis, speakers: Speakers, quoted: Quoted, quotations: Sequence[Quotation]
) -> list[Statement]:
    speaker = speakers.first(quoted.speakers)
    addressee = speakers.first(quoted.addressees)
    found = []
    for pieces in _sentences(analysis.text, quoted.parts):
        trimmed = [_bare(analysis.text, *p) for p in pieces]
        kept = [p for p in trimmed if p[1] - p[0] > 1]
        if kept and sum(c.isalpha() for a, b in kept for c in analysis.text[a:b]) > 2:
            form = _form(analysis.text, kept, quotations)
            found.append(_statement(analysis, speaker, addressee, quoted.cue, kept, form, quoted.rule))
    return found


def _of_report(
    analysis: Analysis,
    speakers: Speakers,
    report: Report,
    quotations: Sequence[Quotation],
    taken: Sequence[Span],
) -> list[Statement]:
    text = analysis.text
    parts = [_to_quotation_end(part, quotations) for part in report.parts]
    inside = sum(max(0, min(b, e) - max(a, s)) for a, b in parts for s, e in taken)
    length = sum(b - a for a, b in parts)
    cue_start = analysis.words[report.cue].start
    nested = any(s <= cue_start < e for s, e in taken)
    if inside >= 0.5 * length and not nested:
        return []
    if nested and report.attitude:
        return []  # what a quoted speaker thinks is part of what he says
    speaker = speakers.first(report.speakers)
    addressee = speakers.first(report.addressees)
    found = []
    for pieces in _sentences(text, parts):
        kept = [p for p in (_balanced(text, *tidy(text, *p)) for p in pieces) if p[1] - p[0] > 3]
        if kept:
            form = "indirect" if nested else _form(text, kept, quotations)
            record = _statement(analysis, speaker, addressee, report.cue, kept, form, report.rule)
            found.append(dataclasses.replace(record, kind="attitude") if report.attitude else record)
    return found


def _to_quotation_end(part: Span, quotations: Sequence[Quotation]) -> Span:
    """A content that stops inside a quotation it opened goes on to that quotation's end."""
    start, end = part
    for q in quotations:
        if start <= q.outer_start < end < q.outer_end:
            end = q.outer_end
    return start, end


def _sentences(text: str, parts: Sequence[Span]) -> list[list[Span]]:
    """The parts cut at sentence ends: one list per sentence; a part that goes on after "X said," joins."""
    sentences: list[list[Span]] = []
    for n, (start, end) in enumerate(parts):
        for m, piece in enumerate(sentence_pieces(text, start, end)):
            joins = m == 0 and n > 0 and sentences and not _ends_sentence(text, parts[n - 1][1])
            if joins:
                sentences[-1].append(piece)
            else:
                sentences.append([piece])
    return sentences


def _ends_sentence(text: str, end: int) -> bool:
    return text[:end].rstrip(_MARKS + _BLANK)[-1:] in ".!?\u2026"


def _bare(text: str, start: int, end: int) -> Span:
    """Without blanks, outer marks and the comma before "X said"."""
    while start < end and text[start] in _BLANK + _MARKS:
        start += 1
    while end > start and text[end - 1] in _BLANK + '"`\u201c\u201d,\u2014\u2013':
        end -= 1
    while end > start + 1 and text[end - 2 : end] == "''":
        end -= 2
    return start, end


def _balanced(text: str, start: int, end: int) -> Span:
    """Without an outer pair of marks, or a mark whose partner lies outside."""
    inner = text[start:end]
    for opening, closing in (("\u201c", "\u201d"), ('"', '"'), ("``", "''"), ("''", "''")):
        count = inner.count(opening) + (inner.count(closing) if closing != opening else 0)
        if inner.startswith(opening) and (count == 1 or (count == 2 and inner.endswith(closing))):
            start += len(opening)
            if count == 2:
                end -= len(closing)
            break
        if inner.endswith(closing) and count == 1:
            end -= len(closing)
            break
    return tidy(text, start, end)


def _form(text: str, parts: Sequence[Span], quotations: Sequence[Quotation]) -> str:
    """direct: no letter outside marks; mixed: some; indirect: no marks."""
    inside = outside = 0
    for a, b in parts:
        total = sum(map(str.isalnum, text[a:b]))
        quoted = sum(
            sum(map(str.isalnum, text[max(a, q.start) : min(b, q.end)]))
            for q in quotations
            if q.start < b and a < q.end
        )
        inside, outside = inside + quoted, outside + max(0, total - quoted)
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _statement(
    analysis: Analysis,
    speaker: Actor | None,
    addressee: Actor | None,
    cue: int | None,
    parts: Sequence[Span],
    form: str,
    rule: str,
) -> Statement:
    pieces = tuple(Evidence(a, b, analysis.text[a:b]) for a, b in parts)
    start, end = pieces[0].start, pieces[-1].end
    word = None if cue is None else analysis.words[cue]
    return Statement(
        article=analysis.article,
        id="",
        speaker=speaker,
        addressee=addressee,
        cue=None if word is None else Evidence(word.start, word.end, analysis.text[word.start : word.end]),
        content=Evidence(start, end, analysis.text[start:end]),
        form=form,
        rule=rule,
        confidence=0.8 if speaker else 0.5,
        content_parts=pieces,
    )


def _precedence(s: Statement) -> tuple[int, int, bool, str, int]:
    return (s.content.start, s.content.end, s.kind != "statement", s.form, s.cue.start if s.cue else -1)


def _unique(found: Sequence[Statement]) -> tuple[Statement, ...]:
    """In text order; of two records for the same words the quotation, then the earlier cue, is kept."""
    unique: dict[Span, Statement] = {}
    for s in sorted(found, key=_precedence):
        unique.setdefault((s.content.start, s.content.end), s)
    return tuple(unique.values())
