"""What a reviewer's form changes in a record, checked against the codebook, in the record's JSON form."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from tidings.app.parties import country_of, moved_to, one_of, parties_in, party_in, span_in
from tidings.codebook.loader import Codebook
from tidings.codebook.ontology import CAMEO_ROOT, QUAD, STATUSES, TYPES
from tidings.model.errors import UsageError

KINDS = (
    "killed",
    "injured",
    "displaced",
    "detained",
    "missing",
    "abducted",
    "evacuated",
    "troops",
    "protesters",
    "other",
)
MAIN = {"event": "trigger", "statement": "content", "figure": "span"}
_ROLES = {
    "event": ("actors", "recipients", "said_by"),
    "statement": ("speaker", "addressee"),
    "figure": ("said_by",),
}


def correction(
    record: Mapping[str, Any],
    form: Mapping[str, str],
    book: Codebook,
    text: str = "",
    now: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The fields of `record` that the form changes, with their new values; empty where it changes none.

    `now` is the record as it is shown, where that is not what the coder made: a form names its parties by their number.

    A field that the form does not hold stays. `NAME-start` and `NAME-end` (code points of the article's `text`) say where
    the words of a part stand: `words` for the record's own, the roles, `date`, `place`. Raises `UsageError` for a value that is not allowed.
    """
    new: dict[str, Any] = {}
    new.update(_own_words(record, form, text))
    if record["kind"] == "event":
        new.update(_act(record, form, book))
    if record["kind"] == "figure":
        new.update(_number(form))
    for role in _ROLES[record["kind"]]:
        if f"{role}-name" in form or f"{role}-listed" in form:
            new[role] = _parties((now or record)[role], role, form, text)
    if record["kind"] != "statement":
        if "first-day" in form:
            new["date"] = _date(record, form, text)
        if "place-name" in form:
            new["place"] = _place(record, form, book, text)
    if "said_by" in new and record["kind"] == "event":
        new["said_by_chain"] = [new["said_by"]] if new["said_by"] else []
        if new["said_by"] == record["said_by"]:
            new["said_by_chain"] = record["said_by_chain"]
    return {name: value for name, value in new.items() if value != record.get(name)}


def _own_words(record: Mapping[str, Any], form: Mapping[str, str], text: str) -> dict[str, Any]:
    found = span_in(text, form, "words")
    name = MAIN[record["kind"]]
    if found is None or found == (record[name]["start"], record[name]["end"]):
        return {}
    span = {"start": found[0], "end": found[1]}
    more = {"content_parts": [span]} if record["kind"] == "statement" else {}
    return {name: span, "quote": text[found[0] : found[1]], **more}


def _act(record: Mapping[str, Any], form: Mapping[str, str], book: Codebook) -> dict[str, Any]:
    new: dict[str, Any] = {}
    if "status" in form:
        new["status"] = one_of("status", form["status"], STATUSES)
    if "type" not in form:
        return new
    kind = one_of("type", form["type"].upper(), TYPES)
    mode = form.get("mode", "").strip().lower() or None
    if (kind, mode) == (record["type"], record["mode"]):
        return new
    codes = {name: code for name, _, code in book.acts.pages[kind].modes}
    if mode is not None and mode not in codes:
        raise UsageError(f"mode {mode!r} is not one of {kind}'s: {', '.join(sorted(codes)) or 'it has none'}")
    cameo = (codes[mode] if mode else None) or CAMEO_ROOT[kind]
    score = book.cameo[cameo].goldstein if cameo in book.cameo else None
    return {**new, "type": kind, "mode": mode, "cameo": cameo, "quad": QUAD[kind], "goldstein": score}


def _number(form: Mapping[str, str]) -> dict[str, Any]:
    new: dict[str, Any] = {}
    if "what" in form:
        new["what"] = one_of("what", form["what"], KINDS)
    for name in ("low", "best", "high"):
        if name in form:
            text = form[name].strip().replace(",", "")
            if text and not (text.isascii() and text.isdigit() and len(text) < 16):
                raise UsageError(f"{name} {form[name]!r} is no whole number")
            new[name] = int(text) if text else None
    return new


def _parties(before: Any, role: str, form: Mapping[str, str], text: str) -> Any:
    """The parties of a role: all that a form lists, or the first one as it has it; without a name it is taken out."""
    many = role in ("actors", "recipients")
    known = list(before) if many else [before] if before else []
    if f"{role}-listed" in form:
        return parties_in(known, role, form, text)
    party = party_in(known[0] if known else None, role, form, text)
    after = [*([party] if party else []), *known[1:]]
    return after if many else (after[0] if after else None)


def _date(record: Mapping[str, Any], form: Mapping[str, str], text: str) -> dict[str, Any] | None:
    first, last = _day(form["first-day"]), _day(form.get("last-day", ""))
    if first is None and last is None:
        return (
            None
            if record["date"] is None or record["date"]["first"] or record["date"]["last"]
            else record["date"]
        )
    first, last = first or last, last or first
    if str(first) > str(last):
        raise UsageError(f"the first day {first} lies after the last day {last}")
    before: Mapping[str, Any] = record["date"] or {}
    moved = moved_to(form, text, "date")
    if (before.get("first"), before.get("last")) == (first, last):
        return {**before, **moved}
    words = {**_words(record, before), **moved}
    edtf = first if first == last else f"{first}/{last}"
    return {**words, "first": first, "last": last, "precision": "day" if first == last else "range", "basis": None,
            "edtf": edtf, "timex": None, "kind": "DATE"}  # fmt: skip


def _words(record: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a date or place as they were; of one that had none, no words at the head of the sentence."""
    at = record["sentence"]["start"] if record.get("sentence") else 0
    return {"text": before.get("text", ""), "start": before.get("start", at), "end": before.get("end", at)}


def _place(
    record: Mapping[str, Any], form: Mapping[str, str], book: Codebook, text: str
) -> dict[str, Any] | None:
    """The place by name: a known one has its coordinates, another one only what was written."""
    name, country = form["place-name"].strip(), form.get("place-country", "").strip()
    before: Mapping[str, Any] = record["place"] or {}
    if not name:
        return None
    code = country_of(country) if country else None
    moved = moved_to(form, text, "place")
    if (before.get("name"), before.get("country")) == (name, code):
        return {**before, **moved}
    words = {**_words(record, before), **moved}
    found = [place for place in book.gazetteer.look_up(name) if code in (None, place.country)]
    best = min(found, key=lambda p: (-p.population, p.geonameid or 0), default=None)
    if best is None:
        return {
            **words,
            "name": name,
            "country": code,
            "lat": None,
            "lon": None,
            "geonameid": None,
            "precision": "area",
        }
    return {**words, "name": best.name, "country": best.country, "lat": best.lat, "lon": best.lon,
            "geonameid": best.geonameid, "precision": best.precision}  # fmt: skip


def _day(text: str) -> str | None:
    try:
        return datetime.date.fromisoformat(text.strip()).isoformat() if text.strip() else None
    except ValueError:
        raise UsageError(f"{text!r} is no day; give it as 2015-03-16") from None
