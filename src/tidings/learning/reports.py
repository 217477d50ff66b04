"""Marked reports: whole news texts written for this project, with every act marked in lines below the text.

The form, one file a report:

    # Army jets hit camp near Damboa                       the headline
    published: 2019-03-12                                  or "unknown"

    DAMBOA, Nigeria - Army jets struck a camp ...          the text, paragraphs parted by empty lines

    ---
    "Army jets {struck} a camp" ASSAULT actual e1 | NGA.MIL | NGA.REB | by - | on 2019-03-11 | at Damboa NGA

A mark quotes words that occur once in the text, the trigger in braces; then type, status and event label, the
actors and the recipients (country.sector, or NAME=country.sector; comma-separated; "-" for nobody), on whose
word, the day or "first..last", and the place with its country. The last three may be left out from the right.
A text without marks has nothing to find.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tidings.codebook.ontology import STATUSES, TYPES
from tidings.evaluate.gold import GoldArticle
from tidings.model.errors import InputError

_MARK = re.compile(
    r'^"(?P<quote>[^"]+)" (?P<type>[A-Z]+) (?P<status>[a-z]+) (?P<event>e\d+)\s*(?P<rest>\|.*)$'
)
_PARTY = re.compile(r"^(?:(?P<name>[^=,|]+)=)?(?P<country>[A-Z]{3}|\?)\.(?P<sector>[A-Z]{3}|\?)$")
Row = dict[str, Any]


def read_reports(folder: Path) -> tuple[GoldArticle, ...]:
    """All marked reports of `folder`, sorted by name; raises `InputError` naming file, line and what is wrong."""
    return tuple(read_report(path) for path in sorted(folder.glob("*.report")))


def read_report(path: Path) -> GoldArticle:
    """One marked report; raises `InputError` naming file, line and what is wrong."""
    head, _, marks = path.read_text(encoding="utf-8").partition("\n---\n")
    lines = head.split("\n")
    if len(lines) < 4 or not lines[0].startswith("# ") or not lines[1].startswith("published: "):
        raise InputError(f"{path}: must begin with '# HEADLINE' and 'published: YYYY-MM-DD' or 'unknown'")
    title = lines[0][2:].strip()
    published = lines[1].removeprefix("published: ").strip()
    text = title + "\n\n" + "\n".join(lines[2:]).strip() + "\n"
    first = len(lines) + 2
    rows = [
        _row(text, line.strip(), f"{path}:{first + n}")
        for n, line in enumerate(marks.split("\n"))
        if line.strip()
    ]
    return GoldArticle(path.stem, text, title, None if published == "unknown" else published, tuple(rows))


def _row(text: str, line: str, where: str) -> Row:
    match = _MARK.match(line)
    if match is None:
        raise InputError(
            f'{where}: not of the form "... {{trigger}} ..." TYPE status eN | actors | recipients'
        )
    if match["type"] not in TYPES:
        raise InputError(f"{where}: {match['type']} is none of {', '.join(TYPES)}")
    if match["status"] not in STATUSES:
        raise InputError(f"{where}: {match['status']} is none of {', '.join(STATUSES)}")
    start, trigger = _trigger(text, match["quote"], where)
    cells = [cell.strip() for cell in match["rest"].split("|")[1:]]
    if len(cells) < 2:
        raise InputError(f"{where}: actors and recipients are missing; write - for nobody")
    more = {cell.split(" ", 1)[0]: cell.split(" ", 1)[-1] for cell in cells[2:] if cell}
    return {
        "kind": "event",
        "trigger": trigger,
        "start": start,
        "type": match["type"],
        "status": match["status"],
        "event": match["event"],
        "actor": _parties(cells[0], where),
        "recipient": _parties(cells[1], where),
        "said_by": next(iter(_parties(more.get("by", "-"), where)), None),
        "date": _days(more.get("on", "-")),
        "place": _place(more.get("at", "-")),
    }


def _trigger(text: str, quote: str, where: str) -> tuple[int, str]:
    before, opened, rest = quote.partition("{")
    trigger, closed, after = rest.partition("}")
    if not opened or not closed or not trigger:
        raise InputError(f"{where}: put the trigger in braces: {quote!r}")
    words = before + trigger + after
    count = text.count(words)
    if count != 1:
        raise InputError(f"{where}: {words!r} occurs {count} times in the text; quote words that occur once")
    return text.index(words) + len(before), trigger


def _parties(cell: str, where: str) -> list[Row]:
    if cell in ("-", ""):
        return []
    found = []
    for part in cell.split(","):
        match = _PARTY.match(part.strip())
        if match is None:
            raise InputError(f"{where}: {part.strip()!r} is not COUNTRY.SECTOR or NAME=COUNTRY.SECTOR")
        country, sector = match["country"].replace("?", ""), match["sector"].replace("?", "")
        name = (match["name"] or country or "?").strip()
        found.append({"text": name, "name": name, "country": country or None, "sector": sector or None})
    return found


def _days(cell: str) -> Row | None:
    if cell == "-":
        return None
    first, _, last = cell.partition("..")
    return {"text": cell, "first": first, "last": last or first}


def _place(cell: str) -> Row | None:
    if cell == "-":
        return None
    name, _, country = cell.rpartition(" ")
    return {"text": name, "name": name, "country": country}
