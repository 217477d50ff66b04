"""A corpus of any size for tests of speed, made of invented reports: the same for the same numbers."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tidings.codebook.gazetteer import Gazetteer
from tidings.codebook.ontology import CAMEO_ROOT, QUAD
from tidings.store.corpus import ARTICLE, CODING, RECORD, open_corpus
from tidings.store.merged import EVENT
from tidings.store.parts import hashed, write_part

ACTS = {
    "ASSAULT": "shelled", "AID": "sent doctors to", "CONSULT": "met", "THREATEN": "threatened", "PROTEST": "marched against",
    "SANCTION": "imposed sanctions on", "AGREE": "signed a pact with", "ACCUSE": "accused", "RETREAT": "withdrew from",
}  # fmt: skip
STATES = (
    ("Syria", "SYR"), ("Turkey", "TUR"), ("Russia", "RUS"), ("Ukraine", "UKR"), ("Mali", "MLI"), ("France", "FRA"), ("Chad", "TCD"),
    ("Sudan", "SDN"), ("Kenya", "KEN"), ("Somalia", "SOM"), ("Iraq", "IRQ"), ("Iran", "IRN"), ("Israel", "ISR"), ("Egypt", "EGY"),
    ("Yemen", "YEM"), ("Nigeria", "NGA"), ("Niger", "NER"), ("Peru", "PER"), ("Colombia", "COL"), ("Nepal", "NPL"),
)  # fmt: skip
SECTORS = ("GOV", "MIL", "REB", "COP", "OPP", "CVL")
TOWNS = ("Aleppo", "Ankara", "Moscow", "Kharkiv", "Gao", "Lyon", "Nyala", "Nairobi", "Mosul", "Shiraz", "Haifa", "Aden", "Kano", "Cusco", "Cali")  # fmt: skip
OUTLETS = ("The Coast Post", "Harbour Wire", "Northern Mail", "Daily Lantern", "Hill Tribune", "River Agency")
_VERSIONS = {"codebook": "c0ffee000001", "coder": "0.1.0"}
_PART = 20_000


def make_big(folder: Path, *, events: int, each: int = 10, seed: int = 8, words: int = 0) -> Path:
    """Write a corpus of `events` event mentions, `each` of them an article, with half as many figures and statements.

    `words` adds so many idle sentences to each article.
    """
    corpus = open_corpus(folder, create=True)
    dice = random.Random(seed)
    gazetteer = Gazetteer()
    places = [
        max(found, key=lambda p: p.population) for town in TOWNS if (found := list(gazetteer.look_up(town)))
    ]
    articles: list[dict[str, Any]] = []
    records: list[dict[str, Any]] = []
    keys: dict[tuple[Any, ...], list[tuple[str, str]]] = {}
    codings = []

    def flush() -> None:
        write_part(corpus.folder / "articles", ARTICLE, articles)
        write_part(corpus.folder / "records", RECORD, records)
        articles.clear()
        records.clear()

    for number in range(-(-events // each)):
        key = f"ar_{number:012d}"
        day = datetime.date(2012, 1, 1) + datetime.timedelta(days=dice.randrange(3000))
        text, found = _report(key, day, dice, places, min(each, events - number * each), words)
        articles.append(
            {"id": key, "text": text, "title": text.split("\n")[0], "published": day.isoformat(), "published_origin": "given",
             "url": f"https://news.example/{number}", "source": dice.choice(OUTLETS), "skipped": "[]", "text_sha256": hashed(text)}
        )  # fmt: skip
        records += [_row(key, text, form) for form in found]
        codings.append({"article": key, **_VERSIONS, "records": len(found), "number": 1})
        for form in found:
            if form["kind"] == "event":
                date = form["date"]
                what = (
                    form["type"],
                    form["actors"][0]["name"],
                    form["recipients"][0]["name"],
                    date["first"][:7] if date else key,
                )
                keys.setdefault(what, []).append((form["id"], key))
        if len(records) >= _PART:
            flush()
    flush()
    write_part(corpus.folder / "codings", CODING, codings)
    write_part(corpus.folder / "events", EVENT, (_event(what, found) for what, found in sorted(keys.items())))
    return folder


def _report(
    key: str, day: datetime.date, dice: random.Random, places: list[Any], count: int, idle: int
) -> tuple[str, list[dict[str, Any]]]:
    pieces = [f"Report of {day.isoformat()}\n\n"]
    at = len(pieces[0])
    found: list[dict[str, Any]] = []

    def party(name: str, code: str, sector: str, start: int, text: str) -> dict[str, Any]:
        return {"text": text, "start": start, "end": start + len(text), "name": name, "id": f"country/{code}" if sector == "GOV" else
                f"role/{code}.{sector}/x", "country": code, "sector": sector}  # fmt: skip

    for n in range(count):
        (who, a), (whom, b) = dice.sample(STATES, 2)
        kind, verb = dice.choice(list(ACTS.items()))
        one, other = dice.choice(SECTORS), dice.choice(SECTORS)
        left, right = f"{who} {one.lower()}", f"{whom} {other.lower()}"
        place = dice.choice(places) if dice.random() < 0.6 else None
        when = day - datetime.timedelta(days=dice.randrange(9)) if dice.random() < 0.7 else None
        tail = (f" in {place.name}" if place else "") + (f" on {when.isoformat()}" if when else "")
        toll = dice.randrange(1, 90) if kind == "ASSAULT" else None
        tail += f", killing {toll}" if toll else ""
        sentence = f"{left} {verb} {right}{tail}."
        start = at
        trigger = start + len(left) + 1
        span = {"start": start, "end": start + len(sentence)}
        stretch = _place(place, start + sentence.find(place.name), dice) if place else None
        date = _date(when, start + sentence.find(when.isoformat())) if when else None
        found.append(
            {"article": key, "kind": "event", "id": f"ev_{hashed(f'{key} {n}')[:12]}", "event": f"e{n}", "type": kind, "mode": None,
             "cameo": CAMEO_ROOT[kind], "quad": QUAD[kind], "goldstein": None, "contexts": [], "status": dice.choice(("actual", "actual", "future")),
             "trigger": {"start": trigger, "end": trigger + len(verb)}, "actors": [party(left, a, one, start, left)],
             "recipients": [party(right, b, other, trigger + len(verb) + 1, right)], "said_by": None, "said_by_chain": [], "date": date,
             "place": stretch, "sentence": span, "rule": f"{kind}/test", "confidence": round(0.3 + 0.7 * dice.random(), 2)}
        )  # fmt: skip
        if toll:
            first = start + sentence.rfind(str(toll))
            found.append(
                {"article": key, "kind": "figure", "id": f"fi_{hashed(f'{key} {n}')[:12]}", "what": "killed", "low": toll, "best": toll,
                 "high": toll, "span": {"start": first, "end": first + len(str(toll))}, "who": None, "event": f"e{n}", "said_by": None,
                 "date": date, "place": stretch, "qualifier": None, "cumulative": False, "sentence": span, "since": None,
                 "as_of": None, "rule": "figure/killed", "confidence": 0.8}
            )  # fmt: skip
        pieces.append(sentence + ("\n\n" if n % 4 == 3 else " "))
        at += len(pieces[-1])
        if n % 3 == 0:
            said = f"“We regret what {whom} did,” {who} said."
            content = {"start": at + 1, "end": at + said.index(",”")}
            found.append(
                {"article": key, "kind": "statement", "id": f"st_{hashed(f'{key} {n}')[:12]}",
                 "speaker": party(who, a, "GOV", at + said.rindex(who), who), "addressee": None,
                 "cue": {"start": at + said.rindex("said"), "end": at + said.rindex("said") + 4}, "content": content,
                 "content_parts": [content], "form": "direct", "stance": {"toward": whom, "position": "against"},
                 "sentence": {"start": at, "end": at + len(said)}, "rule": "speech/say", "confidence": 0.8}
            )  # fmt: skip
            pieces.append(said + " ")
            at += len(pieces[-1])
        for _ in range(idle):
            pieces.append(
                "The market in the old town stayed open until the evening, and people went home by the river road. "
            )
            at += len(pieces[-1])
    return "".join(pieces).rstrip(), found


def _place(place: Any, start: int, dice: random.Random) -> dict[str, Any]:
    precision = dice.choice(("city", "city", "district", "country"))
    return {"text": place.name, "start": start, "end": start + len(place.name), "name": place.name, "country": place.country,
            "lat": place.lat, "lon": place.lon, "geonameid": place.geonameid, "precision": precision}  # fmt: skip


def _date(day: datetime.date, start: int) -> dict[str, Any]:
    text = day.isoformat()
    return {"text": text, "start": start, "end": start + 10, "first": text, "last": text, "precision": "day", "basis": "absolute",
            "edtf": text, "timex": text, "kind": "DATE"}  # fmt: skip


def _row(article: str, text: str, form: dict[str, Any]) -> dict[str, Any]:
    span = form[{"event": "trigger", "statement": "content", "figure": "span"}[form["kind"]]]
    return {"id": form["id"], "article": article, "kind": form["kind"], "quote": text[span["start"] : span["end"]],
            "first": span["start"], "last": span["end"], "rule": form["rule"], **_VERSIONS,
            "json": json.dumps({**form, **_VERSIONS}, ensure_ascii=False)}  # fmt: skip


def _event(what: tuple[Any, ...], found: list[tuple[str, str]]) -> dict[str, Any]:
    articles = list(dict.fromkeys(article for _, article in found))
    row = {"id": f"ee_{hashed(repr(what))[:12]}", "type": what[0], "mode": None, "status": "actual", "first": None, "last": None,
           "place": None, "country": None, "actors": [what[1]], "recipients": [what[2]], "mentions": [m for m, _ in found],
           "articles": articles, "sources": [], "independent": len(articles), "first_published": None, "first_articles": []}  # fmt: skip
    return {**row, "differing": [], "json": json.dumps({**row, "differences": [], "joined": []}), "number": 1}


def reports(folder: Path) -> Iterator[Path]:
    """The Parquet parts of a corpus, for sums of their sizes."""
    yield from sorted(folder.glob("*/*.parquet"))
