"""Where quotation marks open and close: the stretches of an article that are somebody's own words.

Known styles: typographic and straight double marks, guillemets, the `` and '' of agencies, and single
marks where they enclose a sentence. A quotation left open at a paragraph's end goes on in the next
paragraph when that one opens with a mark again, or runs to its paragraph's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tidings.model.analysis import Analysis

_DOUBLE = re.compile("[\u201c\u201d\u201e\u00ab\u00bb\"]|``|''")
_SINGLE_OPEN = re.compile(r"(?:(?<=[\s(\u2014:])|^)(?:['\u2018](?!')|(?<!`)`(?!`))(?=\w)")
_SINGLE_CLOSE = re.compile(r"(?<=[.,!?\u2026])['\u2019](?!\w)|(?<=\w)['\u2019](?=[.,;:!?)]|$)")
_LONGEST = 4000  # characters: an unclosed mark does not swallow the article
_SHORTEST_SINGLE = 3  # words: below, single marks are titles and doubts
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Maj|Capt|Sgt|St|Prof|Adm|Jr|Sr|No|vs|Inc|Corp|Co|Brig|Hon|Rev"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec)|\b[A-Z]|\b[A-Z]\.[A-Z]|\b[a-z]\.[a-z])\.$"
)
_SENTENCE_END = re.compile(
    r"""(?:(?<=[.!?\u2026])|(?<=[.!?]["\u201d\u2019')\]])|(?<=[.!?]''))\s+(?=["\u201c\u2018'`(\[]*[A-Z0-9])"""
    r"""|\s*\n+\s*|(?<=[a-z][.!?])(?=[A-Z][a-z])"""
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Characters `start:end` inside the marks, `outer_start:outer_end` with them.

    `continued` says that the quotation goes on from the paragraph before, which left it open.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int
    continued: bool = False
    single: bool = False


def find_quotations(analysis: Analysis) -> tuple[Quotation, ...]:
    """The quotations of an article in text order, nested ones left inside the outer one."""
    found: list[Quotation] = []
    left_open = False
    text = analysis.text
    blocks = paragraphs(analysis)
    if not blocks:
        return ()
    for (number, first, last), (_, after, end) in zip(blocks, [*blocks[1:], (0, 0, 0)], strict=True):
        goes_on = bool(_DOUBLE.match(text, after, end))
        doubles, left_open = _doubles(text, first, last, number, left_open, goes_on)
        found.extend(doubles)
        found.extend(_singles(text, first, last, number, doubles))
    return tuple(sorted(found, key=lambda q: q.start))


def paragraphs(analysis: Analysis) -> list[tuple[int, int, int]]:
    """(number, start, end) of every paragraph, datelines and body joined."""
    spans: dict[int, tuple[int, int]] = {}
    for s in analysis.sentences:
        a, b = spans.get(s.paragraph, (s.start, s.end))
        spans[s.paragraph] = (min(a, s.start), max(b, s.end))
    return [(k, *spans[k]) for k in sorted(spans)]


def _doubles(
    text: str, first: int, last: int, number: int, before: bool, after: bool
) -> tuple[list[Quotation], bool]:
    """Double-marked quotations of one paragraph, and whether the last one stays open at its end.

    `before` says that the paragraph before left one open, `after` that the next paragraph opens with a mark.
    """
    found: list[Quotation] = []
    opened: re.Match[str] | None = None
    going_on = before and bool(_DOUBLE.match(text, first, last))
    for match in _DOUBLE.finditer(text, first, last):
        if opened is None:
            if _may_open(text, match, first, last):
                opened = match
        elif _closes(text, match, last):
            if match.start() > opened.end() and match.start() - opened.end() <= _LONGEST:
                continued = going_on and opened.start() == first
                found.append(
                    Quotation(opened.end(), match.start(), opened.start(), match.end(), number, continued)
                )
            opened = None
    if opened is None:
        return found, False
    lead = text[max(first, opened.start() - 2) : opened.start()].rstrip()[-1:]
    if last > opened.end() and (after or opened.start() - first < 4 or lead in (":", ",")):
        continued = going_on and opened.start() == first
        found.append(Quotation(opened.end(), last, opened.start(), last, number, continued))
    return found, True


def _may_open(text: str, match: re.Match[str], first: int, last: int) -> bool:
    mark = match.group()
    if mark in ("\u201c", "\u201e", "\u00ab", "``"):
        return True
    if mark in ("\u201d", "\u00bb"):
        return False
    following = text[match.end() : match.end() + 1]
    if not following or match.end() >= last:
        return False
    if mark == "''":
        return not following.isspace() and (match.start() == first or not text[match.start() - 1].isalnum())
    return not following.isspace() or match.start() == first


def _closes(text: str, match: re.Match[str], last: int) -> bool:
    mark = match.group()
    if mark in ("\u201d", "\u00bb", '"', "''"):
        return True
    return mark == "\u201c" and (match.end() >= last or text[match.end()].isspace())  # a mark set wrongly


def _singles(text: str, first: int, last: int, number: int, doubles: list[Quotation]) -> list[Quotation]:
    found: list[Quotation] = []
    at = first
    while opening := _SINGLE_OPEN.search(text, at, last):
        at = opening.end()
        if any(q.outer_start <= opening.start() < q.outer_end for q in doubles):
            continue
        closing = _closing_single(text, opening, last)
        if closing is None:
            continue
        inside = text[opening.end() : closing.start()]
        if len(inside.split()) >= _SHORTEST_SINGLE and not any(
            q.outer_start < closing.end() and opening.start() < q.outer_end for q in doubles
        ):
            found.append(
                Quotation(opening.end(), closing.start(), opening.start(), closing.end(), number, single=True)
            )
            at = closing.end()
    return found


def _closing_single(text: str, opening: re.Match[str], last: int) -> re.Match[str] | None:
    for closing in _SINGLE_CLOSE.finditer(text, opening.end(), last):
        if closing.end() < last and text[closing.end()] == "'":
            continue  # half of a double mark
        return closing if closing.start() - opening.end() < 600 else None
    return None


def sentence_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`start:end` cut at the sentence ends inside it, blanks and outer marks trimmed off the pieces."""
    at = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if "\n" not in match.group() and _ABBREVIATION.search(
            text, max(at, match.start() - 8), match.start()
        ):
            continue
        yield at, match.start()
        at = match.end()
    yield at, end
