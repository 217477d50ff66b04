"""Where paragraphs begin and end, and what to read in place of odd characters.

The text is never changed: `readable` replaces characters one for one, so that every offset holds.
"""

from __future__ import annotations

import re

# One character for one: what the tokenizer and the model know instead of what typesetters use.
_READ_AS = {
    ord("\u00a0"): " ",
    ord("\u2007"): " ",
    ord("\u202f"): " ",
    ord("\u2009"): " ",
    ord("\u200a"): " ",
    ord("\u200b"): " ",
    ord("\ufeff"): " ",
    ord("\t"): " ",
    ord("\u2018"): "'",
    ord("\u2019"): "'",
    ord("\u201b"): "'",
    ord("\u02bc"): "'",
    ord("\u201c"): '"',
    ord("\u201d"): '"',
    ord("\u201e"): '"',
    ord("\u201f"): '"',
    ord("\u00ab"): '"',
    ord("\u00bb"): '"',
    ord("\u2010"): "-",
    ord("\u2011"): "-",
    ord("\u2212"): "-",
}
# "NAIROBI, Kenya (AP) _", "MOSCOW, Oct. 21 (Reuters) -", "BOSTON --", "Kandahar (BNA) ", "(CNN) --"
_DATELINE = re.compile(
    r"""(?:
        [A-Z][A-Z.'\- ]{2,40}(?:/[A-Z][A-Z.'\- ]{2,30})?            # the town in capitals
        (?:,\ [A-Z][A-Za-z.'\- ]{2,30}){0,2}                        # its country or state
        (?:,\ (?:[A-Z][a-z]{2,8}\.?\ \d{1,2}|\d{1,2}\ [A-Z][a-z]{2,8})(?:,\ \d{4})?)?
        \s*(?:\([A-Z][A-Za-z./ ]{1,30}\)\s*(?:--|[-_\u2013\u2014:|])?|(?:--|[_\u2013\u2014]|\ -))
      | [A-Z][a-z]+(?:\ [A-Z][a-z]+){0,2}(?:,\ [A-Z][a-z]+)?\s*\([A-Z]{2,8}\)\s*(?:--|[-_\u2013\u2014:|])?
      | \([A-Z][A-Za-z./ ]{1,24}\)\s*(?:--|[-_\u2013\u2014])
    )[\s_]*""",
    re.VERBOSE,
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DATE_LINE = re.compile(
    rf"(?:{_WEEKDAY},?\ )?(?:[A-Z][a-z]{{2,8}}\.?\ \d{{1,2}},?|\d{{1,2}}\ [A-Z][a-z]{{2,8}})\ \d{{4}}$"
)
_BLANK_LINES = re.compile(r"[ \t\r\f\v]*\n(?:[ \t\r\f\v]*\n)+[ \t\r\f\v]*")
_LINE = re.compile(r"[^\n]+")


def readable(text: str) -> str:
    """`text` with typographic spaces, quotes and hyphens read as plain ones, length unchanged.

    >>> readable("Syria\u2019s\u00a0Assad")
    "Syria's Assad"
    """
    return text.translate(_READ_AS)


def dateline_end(text: str, start: int, end: int) -> int:
    """Where the dateline at the head of a paragraph ends; `start` when there is none.

    >>> dateline_end("NAIROBI, Kenya (AP) _  The bomb", 0, 31)
    23
    >>> dateline_end("The U.N. (UN) said", 0, 18)
    0
    """
    match = _DATELINE.match(text, start, end)
    return min(match.end(), end) if match else start


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Half-open stretches of the paragraphs of `text`, without surrounding blanks.

    A blank line ends a paragraph. A single line break does too, unless the text is wrapped at a
    fixed width (most lines of a block end mid-sentence), in which case it is read as a space. A date on
    a line of its own, as under a headline, is no part of a sentence.

    >>> paragraphs("One line.\\nAnother.")
    [(0, 9), (10, 18)]
    >>> paragraphs("Army shells the harbour as talks on a truce go on\\nThursday, October 22, 2015")
    [(0, 49), (50, 76)]
    """
    found: list[tuple[int, int]] = []
    start = 0
    for gap in [*_BLANK_LINES.finditer(text), None]:
        end = gap.start() if gap else len(text)
        found.extend(_block(text, start, end))
        start = gap.end() if gap else end
    return found


def _block(text: str, start: int, end: int) -> list[tuple[int, int]]:
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text, start, end)]
    lines = [trimmed for line in lines if (trimmed := _trim(text, *line))[0] < trimmed[1]]
    if not lines:
        return []
    if _wrapped(text, lines):
        return [(lines[0][0], lines[-1][1])]
    return lines


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Lines of similar length of which most stop mid-sentence: broken by width, not by sense."""
    if len(lines) < 2 or any(_DATE_LINE.match(text[start:end]) for start, end in lines):
        return False
    inner = lines[:-1]
    width = max(end - start for start, end in lines)
    if width > 100 or width < 40:
        return False
    full = sum((end - start) > 0.75 * width for start, end in inner)
    midway = sum(text[end - 1] not in '.!?:"\u201d' for _, end in inner)
    return full >= 0.8 * len(inner) and midway >= 0.5 * len(inner)
