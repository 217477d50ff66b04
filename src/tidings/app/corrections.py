"""What a reviewer's form changes in a record, checked against the codebook, in the record's JSON form."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from tidings.codebook.loader import Codebook
from tidings.codebook.ontology import CAMEO_ROOT, QUAD, SECTORS, SPECIAL_COUNTRIES, STATUSES, TYPES
from tidings.codebook.states import find_state
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
    record: Mapping[str, Any], form: Mapping[str, str], book: Codebook, text: str = ""
) -> dict[str, Any]:
    """The fields of `record` that the form changes, with their new values; empty where it changes none.

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
        if f"{role}-name" in form:
            new[role] = _parties(record, role, form, text)
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


def span_in(text: str, form: Mapping[str, str], name: str) -> tuple[int, int] | None:
    """The stretch that a form gives as `NAME-start` and `NAME-end`; None where it gives none."""
    given = form.get(f"{name}-start", "").strip(), form.get(f"{name}-end", "").strip()
    if given == ("", ""):
        return None
    if not all(value.isascii() and value.isdigit() and len(value) < 10 for value in given):
        raise UsageError(
            f"{name}: characters {given[0]!r} to {given[1]!r} are no stretch; give two whole numbers"
        )
    start, end = int(given[0]), int(given[1])
    if not 0 <= start < end <= len(text):
        raise UsageError(
            f"{name}: characters {start} to {end} do not lie in the text of {len(text)} characters"
        )
    return start, end


def _moved(form: Mapping[str, str], text: str, name: str) -> dict[str, Any]:
    """Words and place of a part, where the form says where they stand."""
    found = span_in(text, form, name)
    return {"text": text[found[0] : found[1]], "start": found[0], "end": found[1]} if found else {}


def _act(record: Mapping[str, Any], form: Mapping[str, str], book: Codebook) -> dict[str, Any]:
    new: dict[str, Any] = {}
    if "status" in form:
        new["status"] = _one_of("status", form["status"], STATUSES)
    if "type" not in form:
        return new
    kind = _one_of("type", form["type"].upper(), TYPES)
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
        new["what"] = _one_of("what", form["what"], KINDS)
    for name in ("low", "best", "high"):
        if name in form:
            text = form[name].strip().replace(",", "")
            if text and not (text.isascii() and text.isdigit() and len(text) < 16):
                raise UsageError(f"{name} {form[name]!r} is no whole number")
            new[name] = int(text) if text else None
    return new


def _parties(record: Mapping[str, Any], role: str, form: Mapping[str, str], text: str) -> Any:
    """The parties of a role with the first one as the form has it; without a name it is taken out."""
    many = role in ("actors", "recipients")
    before = list(record[role]) if many else [record[role]] if record[role] else []
    first = before[0] if before else None
    name = form[f"{role}-name"].strip()
    if not name:
        after = before[1:]
    else:
        country, sector = (
            form.get(f"{role}-country", "").strip(),
            form.get(f"{role}-sector", "").strip().upper(),
        )
        code = _country(country) if country else None
        if sector:
            _one_of("sector", sector, SECTORS)
        known = first or {"text": name, "start": None, "end": None, "id": None}
        same = first is not None and (first["name"], first["country"], first["sector"]) == (
            name,
            code,
            sector or None,
        )
        moved = _moved(form, text, role)
        party = {**known, **moved, "name": name, "country": code, "sector": sector or None}
        kept = {**(first or {}), **moved}
        after = [kept if same else {**party, "id": None}, *before[1:]]
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
    moved = _moved(form, text, "date")
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
    code = _country(country) if country else None
    moved = _moved(form, text, "place")
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


def _country(text: str) -> str:
    code = text.upper() if text.upper() in SPECIAL_COUNTRIES else find_state(text)
    if code is None:
        raise UsageError(
            f"country {text!r} is not known; give an ISO 3166 code or a name, such as SYR or Syria"
        )
    return code


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise UsageError(f"{name} {value!r} is not one of {', '.join(allowed)}")
    return value
