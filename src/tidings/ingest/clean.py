"""Stretches of an article that are not its prose: photo credits, link lists, sign-up boxes."""

from __future__ import annotations

import re

_BOX = re.compile(
    r"^(?:related (?:news|articles?|stories|topics)|read more\b.{0,80}|sign up (?:for|to)\b.{0,80}|get (?:email|our)\b.{0,80}|"
    r"subscribe\b.{0,80}|advertisement|share this.{0,40}|follow us\b.{0,60}|find .{0,40} on your tv|most read|more on this story|"
    r"newsletter.{0,40}|all rights reserved.{0,40}|copyright\b.{0,80}|\u00a9.{0,80}|click here\b.{0,80}|also read:.{0,100}|"
    r"watch:.{0,100}|photo(?:graph)?(?: by)?:.{0,80})[.!]?$",
    re.I,
)
_CREDIT = re.compile(r"^(?:[A-Z][\w.'\u2019-]+(?: [A-Z][\w.'\u2019-]+){0,3}) ?(?:/ ?[A-Z][\w.& '\u2019-]{1,30}){1,3}$")
_SIGN_OFF = re.compile(r"^(?:[A-Z][\w'\u2019.]+ ){1,4}(?:and|with) (?:wire services|agencies|news agencies)\.?$|^\((?:reporting|editing) by .{0,200}\)$", re.I)


def find_skipped(text: str) -> tuple[tuple[int, int, str], ...]:
    """Half-open stretches of `text` that are not coded, each with its reason.

    >>> find_skipped("The army left.\\nRelated News")
    ((15, 27, 'box'),)
    """
    found = []
    for match in re.finditer(r"[^\n]+", text):
        line = match.group().strip()
        reason = "box" if _BOX.match(line) else "credit" if _CREDIT.match(line) else "sign-off" if _SIGN_OFF.match(line) else None
        if reason:
            found.append((match.start(), match.end(), reason))
    return tuple(found)
