"""Records that a person adds by selecting words: made whole, in the form that the coder's records have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tidings.app.corrections import KINDS, MAIN, correction
from tidings.app.parties import span_in
from tidings.codebook.loader import Codebook
from tidings.codebook.ontology import CAMEO_ROOT, QUAD, TYPES
from tidings.model.article import Article
from tidings.model.errors import UsageError
from tidings.model.ids import content_id

_PREFIX = {"event": "ev", "statement": "st", "figure": "fi"}
_END = re.compile(r"[.!?][\"”’')\]]*\s+|\n+")


def added_record(
    article: Article, kind: str, form: Mapping[str, str], book: Codebook, reviewer: str
) -> dict[str, Any]:
    """The JSON form of a new record on the selected words; `UsageError` for what is not allowed.

    `form` has `words-start` and `words-end` in code points, and the fields of a correction.
    """
    if kind not in MAIN:
        raise UsageError(f"kind {kind!r} is not one of {', '.join(MAIN)}")
    start, end = span_in(article.text, form, "words") or (0, 0)
    if start == end:
        raise UsageError("select the words that say it")
    blank = _blank(kind, article, start, end, form)
    given = {name: value for name, value in form.items() if not name.startswith("words-")}
    changed = correction(blank, given, book, article.text)
    record = {**blank, **changed}
    label = record.get("type") or record.get("what") or ""
    key = content_id(_PREFIX[kind], "added", article.id, kind, str(start), str(end), label)
    return {
        **record,
        "id": key,
        "rule": f"person/{reviewer}",
        "confidence": 1.0,
        "codebook": book.version,
        "coder": "person",
    }


def _blank(kind: str, article: Article, start: int, end: int, form: Mapping[str, str]) -> dict[str, Any]:
    span = {"start": start, "end": end}
    first, last = sentence_around(article.text, start, end)
    common = {"article": article.id, "kind": kind, "id": "", MAIN[kind]: span, "sentence": {"start": first, "end": last}}  # fmt: skip
    if kind == "statement":
        return {**common, "speaker": None, "addressee": None, "cue": None, "content_parts": [span],
                "form": form.get("form", "indirect"), "stance": None}  # fmt: skip
    open_ = {"said_by": None, "date": None, "place": None, "event": None}
    if kind == "figure":
        what = form.get("what", "other")
        if what not in KINDS:
            raise UsageError(f"what {what!r} is not one of {', '.join(KINDS)}")
        return {**common, **open_, "what": what, "low": None, "best": None, "high": None, "who": form.get("who") or None,
                "qualifier": None, "cumulative": False, "since": None, "as_of": None}  # fmt: skip
    type_ = form.get("type", "").upper()
    if type_ not in TYPES:
        raise UsageError(f"type {type_!r} is not one of {', '.join(TYPES)}")
    root = CAMEO_ROOT[type_]
    score = book_score(root)
    return {**common, **open_, "type": type_, "mode": None, "cameo": root, "quad": QUAD[type_], "goldstein": score, "contexts": [],
            "status": "actual", "actors": [], "recipients": [], "said_by_chain": []}  # fmt: skip


def book_score(cameo: str) -> float | None:
    """The Goldstein score of a CAMEO code."""
    from tidings.app.lookups import shared_book

    entry = shared_book().cameo.get(cameo)
    return entry.goldstein if entry else None


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or sentences around a stretch, by their marks; good enough to show.

    >>> sentence_around("Rain fell. Troops left the town! Then night came.", 11, 17)
    (11, 32)
    """
    first = max((m.end() for m in _END.finditer(text, 0, start)), default=0)
    after = _END.search(text, end)
    last = after.end() if after else len(text)
    return first, first + len(text[first:last].rstrip())
