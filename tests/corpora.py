"""A small corpus for the tests of queries and exports, written as a corpus folder is."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tidings.model.article import Article, Evidence
from tidings.model.coded import Coded
from tidings.model.records import Actor, Date, EventMention, Figure, Place, Record, Statement
from tidings.store.corpus import Corpus, open_corpus
from tidings.store.keep import Keeper
from tidings.store.lock import writing

TEXT_ONE = (
    "By A. Reporter\n\n"
    "\U0001f30d Norland\u2019s army shelled rebel positions in Varde on 3 March 2015, killing at least 12 people.\n\n"
    "\u201cWe will not stop,\u201d General Ada Holt said. Norland and Sudria will meet next week."
)
TEXT_TWO = "=Sudria aided Norland.\nSudria sent doctors to Norland in May 2015."
NORLAND = {"name": "=Norlandic army", "id": "force/norlandic-army", "country": "NOR", "sector": "MIL"}


def _words(text: str, words: str) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def _evidence(text: str, words: str) -> Evidence:
    return Evidence(**_words(text, words), quote=words)


def _actor(text: str, words: str, **known: Any) -> Actor:
    return Actor(text=words, **_words(text, words), **known)


def _event(key: str, article: str, label: str, text: str, trigger: str, **known: Any) -> EventMention:
    given: dict[str, Any] = {
        "mode": None, "quad": 4, "goldstein": None, "contexts": (), "status": "actual", "actors": (),
        "recipients": (), "said_by": (), "date": None, "place": None, "rule": "TEST/rule", "confidence": 0.8,
    }  # fmt: skip
    given.update(known)
    return EventMention(article=article, id=key, event=label, trigger=_evidence(text, trigger), **given)


def _day(text: str, words: str, first: str, last: str, precision: str) -> Date:
    return Date(
        text=words,
        **_words(text, words),
        first=first,
        last=last,
        precision=precision,
        basis="absolute",
        edtf=first,
    )


def records() -> list[Record]:
    """Three events (one told twice), a statement and a figure, over two articles."""
    one, two = TEXT_ONE, TEXT_TWO
    army = _actor(one, "Norland\u2019s army", **NORLAND)
    rebels = _actor(one, "rebel positions", name="rebels", country="NOR", sector="REB")
    varde = Place(
        text="Varde",
        **_words(one, "Varde"),
        name="Varde",
        country="NOR",
        lat=60.25,
        lon=-5.5,
        geonameid=7,
        precision="city",
    )
    day = _day(one, "3 March 2015", "2015-03-03", "2015-03-03", "day")
    sudria = _actor(two, "=Sudria", name="Sudria", id="country/SWE", country="SWE", sector="GOV")
    norland = _actor(two, "Norland", name="Norway", id="country/NOR", country="NOR", sector="GOV")
    aid = {"quad": 2, "goldstein": 7.0, "cameo": "073", "type": "AID", "mode": "humanitarian"}
    return [
        _event("ev_1", "ar_1", "e1", one, "shelled", type="ASSAULT", mode="heavy-weapons", cameo="194", goldstein=-10.0,
               contexts=("military",), actors=(army,), recipients=(rebels,), date=day, place=varde, confidence=0.9),
        _event("ev_2", "ar_1", "e1", one, "killing", type="ASSAULT", mode=None, cameo="190", confidence=0.5),
        _event("ev_3", "ar_1", "e2", one, "meet", type="CONSULT", cameo="040", quad=1, status="future",
               actors=(_actor(one, "Sudria", name="Sudria", id="country/SWE", country="SWE", sector="GOV"),), confidence=0.65),
        _event("ev_4", "ar_2", "e1", two, "sent", **aid, actors=(sudria,), recipients=(norland,),
               date=_day(two, "May 2015", "2015-05-01", "2015-05-31", "month")),
        Statement(article="ar_1", id="st_1", speaker=_actor(one, "General Ada Holt", name="Ada Holt", country="NOR", sector="MIL"),
                  addressee=None, cue=_evidence(one, "said"), content=_evidence(one, "We will not stop,"), form="direct",
                  rule="speech/say", confidence=0.8),
        Figure(article="ar_1", id="fi_1", what="killed", low=12, best=12, high=None, span=_evidence(one, "at least 12"),
               who="people", event="e1", said_by=None, date=None, place=None, rule="figure/killed", confidence=0.8,
               qualifier="at least"),
    ]  # fmt: skip


def articles() -> list[Article]:
    """The two articles; the second has no publication date."""
    return [
        Article(id="ar_1", text=TEXT_ONE, title="Norland shells Varde", published=datetime.date(2015, 3, 4),
                published_origin="given", url="https://news.example/a?x=1&y=2", source="The Example",
                skipped=((0, 14, "byline"),)),
        Article(id="ar_2", text=TEXT_TWO),
    ]  # fmt: skip


def make_corpus(folder: Path) -> Path:
    """Write the corpus to `folder`, part by part as the store does, with one record of an old coding."""
    import duckdb

    open_corpus(folder, create=True)
    rows = []
    for record in records():
        words = (
            record.trigger
            if isinstance(record, EventMention)
            else record.content
            if isinstance(record, Statement)
            else record.span
        )
        form = {**record.to_dict(), "codebook": "c0ffee000001", "coder": "0.1.0"}
        rows.append(
            {"id": record.id, "article": record.article, "kind": record.kind, "quote": words.quote, "first": words.start,
             "last": words.end, "rule": record.rule, "codebook": "c0ffee000001", "coder": "0.1.0",
             "json": json.dumps(form, ensure_ascii=False)}
        )  # fmt: skip
    old = {**rows[0], "id": "ev_0", "codebook": "0ld000000000"}
    papers = [
        {"id": a.id, "text": a.text, "title": a.title, "published": a.published.isoformat() if a.published else None,
         "published_origin": a.published_origin, "url": a.url, "source": a.source, "skipped": json.dumps(a.skipped),
         "text_sha256": "0" * 64}
        for a in articles()
    ]  # fmt: skip
    codings = [
        {"article": a, "codebook": c, "coder": "0.1.0", "records": 1, "number": n}
        for a, c, n in (("ar_1", "0ld000000000", 1), ("ar_1", "c0ffee000001", 2), ("ar_2", "c0ffee000001", 2))
    ]
    for name, listed in (
        ("records", [*rows[:3], old]),
        ("records", rows[3:]),
        ("articles", papers),
        ("codings", codings),
    ):
        (folder / name).mkdir(exist_ok=True)
        part = folder / name / f"part-{len(list((folder / name).iterdir()))}.parquet"
        lines = folder / "lines.json"
        lines.write_text("".join(json.dumps(row) + "\n" for row in listed), encoding="utf-8")
        types = {"first": "INTEGER", "last": "INTEGER", "records": "INTEGER", "number": "INTEGER"}
        columns = {key: types.get(key, "VARCHAR") for key in listed[0]}
        with duckdb.connect() as connection:
            connection.execute(
                f"COPY (SELECT * FROM read_json({_sql(lines)}, format = 'newline_delimited', columns = {columns}))"
                f" TO {_sql(part)} (FORMAT parquet)"
            )
        lines.unlink()
    return folder


def _sql(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def keep(folder: Path, coded: Sequence[Coded], batch: int = 1) -> Corpus:
    """The articles and records put into a corpus, `batch` at a time, as `tidings code --into` does."""
    corpus = open_corpus(folder, create=True)
    with writing(corpus):
        keeper = Keeper(corpus, (coded[0].codebook, coded[0].coder), batch=batch)
        for item in coded:
            keeper.add(item)
        keeper.finish({})
    return corpus
