"""Which stretches of an article are not its prose: credits, link lists, sign-up boxes, sign-offs.

They stay in the text, so that offsets hold, and are not coded. General constructions only, and when in
doubt a stretch is kept: a sign-up box that is coded costs little, a sentence that is dropped is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_AGENCIES = (
    r"Reuters|REUTERS|Agence France-Presse|AFP|Associated Press|AP(?:\ Photo|\ Images?)?|Getty(?:\ Images)?|EPA(?:-EFE)?|EFE"
    r"|RIA(?:\ Novosti)?|Sputnik|ITAR-TASS|TASS|Interfax|Xinhua|Anadolu(?:\ Agency)?|AA|dpa|DPA|picture[ -]alliance|Bloomberg|UPI"
    r"|Shutterstock|Alamy|NurPhoto|SOPA\ Images|ZUMA(?:\ Press)?|Kyodo(?:\ News)?|Yonhap|PTI|ANI|SANA|Handout|File(?:\ [Pp]hoto)?|iStock|Corbis"
    r"|ANSA|Belga|Tribune\ News\ Service|TNS|WireImage|AFP/Getty(?:\ Images)?|Wikimedia(?:\ Commons)?|Flickr|Twitter"
)
_NAME = (
    r"[A-Z\u00c0-\u017d][\w.'\u2019-]*(?:\ (?:al-|de|van|von|bin|el-)?[A-Z\u00c0-\u017d][\w.'\u2019-]*){0,3}"
)
_CREDIT_PARTS = rf"(?:{_NAME}\ ?[/|,]\ ?){{0,3}}(?:{_AGENCIES})(?:\ ?[/|,]\ ?(?:{_AGENCIES}|{_NAME})){{0,3}}"


def _line(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})\Z", flags)


_I = re.IGNORECASE
# A whole line, trimmed, that matches is skipped for the reason given.
_LINES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "photo credit",
        _line(
            rf"{_NAME}(?:\ ?[/|]\ ?{_NAME}){{0,3}}\ ?[/|]\ ?(?:{_AGENCIES})(?:\ ?[/|]\ ?(?:{_AGENCIES}|{_NAME})){{0,2}}"
            rf"|(?:{_AGENCIES})\ ?/\ ?{_NAME}"
            rf"|\(?(?:File\ )?(?:Photo|Photograph|Image|Picture|Photo\ credit|Image\ credit|Credit|Photo\ by|Image\ by|Image\ copyright)(?:s|\ source)?:?\ (?:by\ |courtesy\ (?:of\ )?)?{_CREDIT_PARTS}\.?\)?"
            rf"|\((?:Photo|Image|Picture|Photograph)s?(?:\ by|:)\ [^()\n]{{2,80}}\)"
            rf"|(?:Photo|Image|Picture)\ credit:\ [^\n]{{2,80}}"
        ),
    ),
    (
        "news agency",
        _line(
            rf"[(\[\u2014-]*\ ?(?:{_AGENCIES})(?:(?:,|/|\ and|,\ and|\ with|\ &)\ ?(?:{_AGENCIES}|agencies|wire\ services))*[)\]]?"
            rf"|[-\u2013\u2014\ (]*(?:Source:\ )?{_NAME}\ (?:and|with|&|\+)\ (?:wire\ services|(?:news\ )?agencies|wire\ reports)[)]?"
            rf"|[-\u2013\u2014\ (]*(?:News\ )?(?:Agencies|agencies|Wire\ services|WIRE\ SERVICES|AGENCIES)[)]?"
        ),
    ),
    (
        "byline",
        _line(
            rf"(?:By|BY)\ {_NAME}(?:,?\ (?:and|AND|&)\ {_NAME}|,\ {_NAME}){{0,4}}(?:\ (?:in|for|of)\ {_NAME})?(?:\ \|\ {_NAME})?"
            rf"|[(\[]?(?:Additional\ |Further\ )?(?:Reporting|Writing|Editing|Compiled|Translated|Edited|Written)(?:\ and\ (?:writing|editing))?(?:\ (?:and\ writing\ )?by)\ {_NAME}[^\n]{{0,200}}"
            r"|(?:[A-Z]\.\ ?){1,3}[A-Z][\w'\u2019-]+"
        ),
    ),
    (
        "sign-off",
        _line(
            r"[^.\n]{2,160}\bcontributed\ (?:to|reporting\ (?:to|for|from))\b[^.\n]{2,60}\.?"
            r"|\[?(?:ENDS?|\(END\)|Ends|Enditem|NNNN|-\ ?30\ ?-|#\ ?#\ ?#|\*\ ?\*\ ?\*|___+|---+)\]?"
        ),
    ),
    (
        "link",
        _line(
            r"(?:>+\ ?|\u25ba\ ?|\u2192\ ?|\[)?(?:read\ (?:more|next|also|the\ full\ (?:story|article|report))|see\ (?:also|more)|also\ read|more\ on\ this(?:\ story)?|watch(?:\ (?:more|now|live))"
            r"|related|continue\ reading|keep\ reading|click\ here|view\ (?:gallery|comments|all)|listen(?:\ to\ this\ (?:article|story))?|play\ video)(?:\ ?[:|>]+[^\n]{0,160}|\ ?\.\.\.|\ ?\u2026|\ ?[>\u203a\u00bb\u2192]+)?\]?"
            r"|(?:read\ more|see\ more|more)\ (?:about|on|from)\ [^.\n]{2,60}(?:\ (?:on\ (?:our|the)\ [^.\n]{2,30}|here))?\.?"
            r"|click\ here\ (?:to|for)\ [^.\n]{2,80}\.?",
            _I,
        ),
    ),
    (
        "advertisement",
        _line(
            r"(?:-\ ?)?(?:skip\ )?advertisements?(?:\ ?[-\u2013:]?\ ?(?:continue\ reading\ below|scroll\ to\ continue|story\ continues\ below))?(?:\ ?-)?"
            r"|(?:story|article)\ continues\ (?:below|after)(?:\ (?:the\ )?(?:advertisement|ad|video))?|sponsored(?:\ (?:content|links?|by\ [^.\n]{2,40}))?|promoted(?:\ (?:content|links?|stories))?|paid\ (?:content|post)|scroll\ to\ continue(?:\ with\ content)?|loading(?:\ ?\.\.\.|\u2026)?",
            _I,
        ),
    ),
    (
        "share buttons",
        _line(
            r"(?:(?:share|tweet|print|e-?mail|facebook|twitter|x|whatsapp|linkedin|telegram|reddit|pinterest|copy\ link|save|pin\ it|flipboard|comments?|like|bookmark)(?:\ ?[(]?\d*[)]?)[\ |/,\u00b7\u2022]*){1,12}"
            r"|share\ (?:this|the|on|via|with)\b[^.\n]{0,60}|(?:view|show|leave\ a|post\ a|add\ a|\d[\d,]*)\ comments?|(?:follow|like|find|join)\ us\ (?:on|at)\ [^.\n]{2,80}\.?"
            r"|follow\ (?:@\w+|[A-Z][^.\n]{2,40}\ on\ (?:Twitter|Facebook|Instagram|X|Telegram|WhatsApp))\b[^.\n]{0,60}\.?",
            _I,
        ),
    ),
    (
        "sign-up box",
        _line(
            r"(?:sign\ up|subscribe)\ (?:for|to|now|today|here)\b[^\n]{0,160}|(?:sign\ up|subscribe|sign\ in|log\ in|register|create\ (?:an?|your)\ (?:free\ )?account)[.!]?"
            r"|(?:get|receive)\ (?:the\ |our\ |your\ |all\ |daily\ |weekly\ |free\ |breaking\ |more\ |(?:e-?mail|news)\ )[^.\n]{0,60}\b(?:newsletters?|inbox|e-?mail\ updates|(?:news|e-?mail)\ alerts|e-?mails|updates\ from|daily\ briefing)\b[^\n]{0,80}"
            r"|enter\ your\ e-?mail[^\n]{0,80}|(?:your\ )?e-?mail\ address:?\*?|by\ (?:signing\ up|subscribing|clicking|registering|entering\ your\ e-?mail)[^\n]{0,300}|thank\ you\ for\ (?:signing\ up|subscribing)[^\n]{0,80}"
            r"|find\ [^.\n]{2,60}\ on\ your\ TV|download\ (?:our|the)\ [^.\n]{0,40}\bapps?\b[^\n]{0,80}|join\ our\ [^.\n]{0,40}\b(?:newsletter|channel|group|mailing\ list|community)\b[^\n]{0,80}"
            r"|support\ (?:our|independent)\ journalism[^\n]{0,80}|already\ a\ (?:subscriber|member)\?[^\n]{0,60}|(?:to\ )?unsubscribe\b[^\n]{0,80}|(?:choose|select)\ your\ newsletters?[^\n]{0,60}|our\ newsletters?"
            r"|(?:this\ (?:web)?site|we)\ uses?\ cookies\b[^\n]{0,300}|(?:accept|manage|reject)\ (?:all\ )?cookies|please\ enable\ javascript\b[^\n]{0,120}",
            _I,
        ),
    ),
    (
        "time stamp",
        _line(
            r"\d{1,2}[\ -]min(?:ute)?s?\ (?:read|ago)|(?:last\ )?updated?(?:\ on|\ at)?:?\ [^.\n]{0,12}\d[^\n]{0,40}|\d{1,2}\ (?:hours?|days?|minutes?)\ ago",
            _I,
        ),
    ),
    ("copyright", _line(r"(?:\u00a9|\(c\)\ |copyright\b\ ?(?:\u00a9|\(c\)|\d{4}|:))[^\n]{0,200}", _I)),
)
# Headings of boxes that list other stories: the short unpunctuated lines below belong to them.
_BOX = _line(
    r"(?:related|more|recommended|latest|top|popular|trending|similar|other)\ (?:news|stories|articles|topics|content|links?|headlines|reading|coverage|posts|videos?)(?:\ (?:for\ you|on\ this))?:?"
    r"|related:?|(?:most|more)\ (?:read|viewed|popular|shared|commented)(?:\ (?:stories|articles|news))?:?|recommended(?:\ for\ you)?:?|trending(?:\ now)?:?|you\ (?:may|might)\ also\ (?:like|be\ interested\ in):?"
    r"|(?:more\ from|more\ in|from\ our)\ [^.\n]{2,40}|editors?['\u2019]?s?['\u2019]?\ (?:picks?|choice):?|what\ to\ read\ next:?|don['\u2019]t\ miss:?|in\ case\ you\ missed\ it:?|more\ on\ this(?:\ (?:story|topic))?:?|tags:?|topics:?|explore\ more:?",
    _I,
)
_WIKI_LIST = _line(
    r"==+\ ?(?:References|See\ also|External\ links|Notes|Further\ reading|Sources)\ ?==+[^\n]*", _I
)

_END = r"(?=\s*\Z)"
_PARAGRAPH_END = r"(?=[ \t]*(?:\n|\Z))"
_AFTER = r"(?<=[.!?\"'\u201d\u2019)\]])[ \t]+"
# Stretches inside a paragraph; the group "out" is skipped.
_INLINE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "photo credit",
        re.compile(
            rf"(?P<out>\((?:(?:{_NAME}\ ?/\ ?)?AP\ Photo|(?:Photo|Image|Photograph|Picture)s?(?:\ by|:)\ ?|REUTERS|Reuters|AFP|EPA)(?:/[^()\n]{{2,60}}|(?<=by)[^()\n]{{2,60}}|(?<=:)[^()\n]{{2,60}})?(?<!Reuters)(?<!REUTERS)(?<!AFP)(?<!EPA)\))"
        ),
    ),
    (
        "photo credit",
        re.compile(
            rf"{_AFTER}(?P<out>[A-Z][\w.'\u2019-]+(?:\ [A-Z][\w.'\u2019-]+){{1,2}}(?:\ ?/\ ?|\ )(?:AP\ Photo|Getty\ Images|AFP/Getty\ Images|Reuters\ file|EPA/[A-Z]\w+)){_PARAGRAPH_END}"
        ),
    ),
    (
        "news agency",
        re.compile(
            rf"{_AFTER}(?P<out>(?:amp/sms\ )?\((?:[a-z]{{2,4}}[,/ ]\ ?)*(?:{_AGENCIES})(?:,\ ?(?:and\ )?(?:{_AGENCIES}))*\)){_PARAGRAPH_END}"
        ),
    ),
    ("sign-off", re.compile(rf"(?P<out>\((?:[a-z]{{2,4}}[-/])+[a-z]{{2,4}}\)){_END}")),
    ("sign-off", re.compile(rf"(?<=[.!?\"\u201d])\s*(?P<out>Enditem|ENDITEM|\(END\)|-30-|###){_END}")),
    (
        "sign-off",
        re.compile(
            re.compile(
                rf"{_AFTER}(?P<out>[A-Z][\w'\u2019-]+(?:\ [A-Z][\w'\u2019-]+){{1,2}},?(?:\ (?:reporting\ )?for)?\ (?:VOA|BBC|NPR|CNN|CBS|NBC|ABC|Al\ Jazeera|Sky|PRI)(?:\ News)?(?:,\ {_NAME})?\.){_END}"
            ),
        ),
    ),
    (
        "sign-off",
        re.compile(
            rf"{_AFTER}(?P<out>(?:For\ [A-Z][\w'\u2019\ ]{{2,30}}?,?\ )?(?:I['\u2019]m|This\ is)\ [A-Z][\w'\u2019-]+(?:\ [A-Z][\w'\u2019-]+){{1,2}}(?:\ reporting)?(?:,?\ (?:in|from)\ {_NAME})?\.){_END}"
        ),
    ),
    (
        "copyright",
        re.compile(
            r"(?P<out>(?:\bThe[- ]CNN[- ]Wire\s*)?(?:(?:\u2122|\(TM\))\s*&?\s*)?(?:\u00a9|\(c\)|\bCopyright(?:\ \u00a9|\ \(c\)|(?=\ \d{4})))\s*(?:Copyright\ )?\d{4}[^.\n]{0,90}(?:\.|\Z|(?=\n))(?:\s{0,2}(?:All\ rights\ reserved\.?))?)",
            _I,
        ),
    ),
    ("copyright", re.compile(r"(?P<out>\bAll\ rights\ reserved\b\.?)", _I)),
    (
        "copyright",
        re.compile(
            r"(?P<out>\bThis\ material\ may\ not\ be\ (?:published|reproduced|copied|redistributed)\b[^.\n]{0,120}\.?)",
            _I,
        ),
    ),
    (
        "link",
        re.compile(
            rf"{_AFTER}(?P<out>(?:Read\ more|See\ also|Also\ read|Related|Click\ here)\ ?:[^.\n]{{2,160}}){_PARAGRAPH_END}",
            _I,
        ),
    ),
)
_LISTED = 8  # most link lines taken to belong to one box
_LINK_WORDS = 18


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def find_skipped(text: str) -> tuple[tuple[int, int, str], ...]:
    """Half-open (start, end, reason) stretches of `text` that are not its prose, sorted, not overlapping.

    >>> find_skipped("Mara Ilves / Reuters\\n\\nTroops left the town on Monday.")
    ((0, 20, 'photo credit'),)
    >>> find_skipped("Sign up to the treaty, the minister told Norway.")
    ()
    """
    lines = list(_lines(text))
    found = [*_whole_lines(lines), *_lists(lines)]
    for reason, pattern in _INLINE:
        found.extend((match.start("out"), match.end("out"), reason) for match in pattern.finditer(text))
    return _merged(found)


def _lines(text: str) -> Iterator[_Line]:
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.end() - (len(line) - len(line.rstrip()))
        if start < end:
            yield _Line(start, end, " ".join(text[start:end].split()))


def _whole_lines(lines: list[_Line]) -> Iterator[tuple[int, int, str]]:
    for line in lines:
        if len(line.text) > 400:
            continue
        for reason, pattern in _LINES:
            if pattern.match(line.text) and not _prose(line.text, reason):
                yield line.start, line.end, reason
                break


def _prose(line: str, reason: str) -> bool:
    """A line that begins like a box but reports: it quotes, or somebody says or said so."""
    if reason in ("copyright", "byline", "photo credit", "sign-off"):
        return False
    return bool(re.search(r"\b(?:said|says|told|added|according to)\b", line)) or line.startswith(
        ("\u201c", '"')
    )


def _lists(lines: list[_Line]) -> Iterator[tuple[int, int, str]]:
    """Boxes of links with their headings, and the lists of sources that close an encyclopedia's page."""
    for at, line in enumerate(lines):
        if at and _BOX.match(line.text):
            yield line.start, line.end, "related links"
            for below in lines[at + 1 : at + 1 + _LISTED]:
                if not _is_link(below.text):
                    break
                yield below.start, below.end, "related links"
        elif _WIKI_LIST.match(line.text):
            yield line.start, line.end, "related links"
            for below in lines[at + 1 :]:
                if below.text.startswith("=="):
                    break
                yield below.start, below.end, "related links"


def _is_link(line: str) -> bool:
    words = line.split()
    return len(words) <= _LINK_WORDS and line[-1] not in '.!?;,\u201d"'


def _merged(found: list[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    kept: list[tuple[int, int, str]] = []
    for start, end, reason in sorted(
        found, key=lambda f: (f[0], -f[1])
    ):  # stable: whole lines name the reason
        if kept and start < kept[-1][1]:
            last = kept[-1]
            kept[-1] = (last[0], max(last[1], end), last[2])
        else:
            kept.append((start, end, reason))
    return tuple(kept)
