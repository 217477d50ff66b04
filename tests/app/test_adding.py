"""Adding what was missed, moving words, the queue, the measured quality, examples for the codebook."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.app.conftest import HOST, TOKEN, client_of
from tests.app.test_reviewing import ids, send
from tests.corpora import TEXT_ONE

import tidings
from tidings.app.additions import sentence_around
from tidings.cli import main
from tidings.query.database import open_database
from tidings.query.quality import Share, agreement, quality
from tidings.store.corpus import open_corpus
from tidings.store.reviews import Review, all_reviews, sampled_numbers

ORIGIN = {"origin": f"http://{HOST}"}


def post(client: TestClient, path: str, **fields: str) -> Any:
    csrf = re.search(r'name="csrf" value="(\w+)"', client.get("/a/ar_1").text)
    assert csrf is not None
    return client.post(path, data={"csrf": csrf[1], **fields}, headers=ORIGIN)


def stretch(words: str, part: str = "words", text: str = TEXT_ONE) -> dict[str, str]:
    start = text.index(words)
    return {f"{part}-start": str(start), f"{part}-end": str(start + len(words))}


def add(client: TestClient, **fields: str) -> Any:
    given = {"article": "ar_1", "kind": "event", "type": "THREATEN", **stretch("will not stop"), **fields}
    return post(client, "/add", **given)


def test_what_was_missed_is_added_with_its_words(client: TestClient, folder: Path) -> None:
    answer = add(client, **{"actors-name": "Ada Holt", "actors-country": "NOR", "actors-sector": "MIL", **stretch("General Ada Holt", "actors")})  # fmt: skip
    assert answer.status_code == 303
    (event,) = tidings.open(folder).events(reviewed="added")
    assert answer.headers["location"] == f"/a/ar_1#{event.id}"
    assert (event.trigger.quote, event.type, event.cameo, event.rule) == ("will not stop", "THREATEN", "13", "person/ada")  # fmt: skip
    actor = event.actors[0]
    assert (actor.text, actor.start, actor.name) == ("General Ada Holt", TEXT_ONE.index("General"), "Ada Holt")  # fmt: skip
    assert TEXT_ONE[event.trigger.start : event.trigger.end] == event.trigger.quote
    assert f'id="{event.id}"' in client.get("/a/ar_1").text
    assert len(ids(folder, "!added")) == 4
    assert post(client, "/review", record=event.id, verdict="rejected").status_code == 404
    assert post(client, "/review", record=event.id, verdict="undo").status_code == 303
    assert ids(folder, "added") == []


@pytest.mark.parametrize(
    "fields",
    [{"type": "ATTACK"}, {"words-start": "x"}, {"words-end": "9999"}, {"words-start": "", "words-end": ""}, {"kind": "poem"},
     {"kind": "figure", "what": "sheep"}, {"actors-name": "x", "actors-start": "4", "actors-end": "2"}],
)  # fmt: skip
def test_what_cannot_be_added_is_told(client: TestClient, folder: Path, fields: dict[str, str]) -> None:
    assert add(client, **fields).status_code == 400
    assert ids(folder, "added") == []


def test_figures_and_statements_are_added(client: TestClient, folder: Path) -> None:
    figure = {"kind": "figure", "what": "killed", "best": "12", **stretch("12 people")}
    statement = {"kind": "statement", "speaker-name": "Ada Holt", **stretch("meet next week")}
    assert [add(client, **given).status_code for given in (figure, statement)] == [303, 303]
    corpus = tidings.open(folder)
    assert [f.best for f in corpus.figures(reviewed="added")] == [12]
    assert [s.content.quote for s in corpus.statements(reviewed="added")] == ["meet next week"]


def test_an_added_record_goes_when_its_text_changes_and_when_the_coder_finds_it(
    client: TestClient, folder: Path
) -> None:
    add(client)
    add(client, type="ASSAULT", **stretch("shelled"))  # the coder has it
    assert [e.type for e in tidings.open(folder).events(reviewed="added")] == ["THREATEN"]
    import duckdb

    (part,) = (folder / "articles").glob("*.parquet")
    other = part.with_name("part-new.parquet")
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * REPLACE ('1' || text_sha256[2:] AS text_sha256) FROM '{part}') TO '{other}' (FORMAT parquet)"
        )
    part.unlink()
    assert ids(folder, "added") == []


def test_words_are_moved(client: TestClient, folder: Path) -> None:
    moved = stretch("army shelled")
    place = {"place-name": "Varde", "place-country": "NOR", **stretch("in Varde", "place")}
    assert send(client, "ev_1", "corrected", **moved, **place).status_code == 303
    event = tidings.open(folder).events(reviewed="corrected")[0]
    assert (event.trigger.quote, event.place.text, event.place.lat) == ("army shelled", "in Varde", 60.25)  # type: ignore[union-attr]
    row = next(iter(open_database(folder).rows("SELECT quote, first, last FROM event_mentions WHERE id = 'ev_1'")))  # fmt: skip
    assert TEXT_ONE[row["first"] : row["last"]] == row["quote"] == "army shelled"
    machine = next(iter(open_database(folder, machine=True).rows("SELECT quote FROM event_mentions WHERE id = 'ev_1'")))  # fmt: skip
    assert machine["quote"] == "shelled"


def test_exports_with_and_without_what_people_changed(
    client: TestClient, folder: Path, tmp_path: Path
) -> None:
    add(client)
    send(client, "ev_1", "corrected", status="future")
    out = tmp_path / "e.csv"
    told = {}
    for state in ("reviewed", "machine"):
        line = ["export", str(folder), "--profile", "csv", "--table", "event_mentions", "-o", str(out)]
        assert main([*line, "--as", state]) == 0
        told[state] = out.read_text(encoding="utf-8")
    assert [len(text.splitlines()) for text in told.values()] == [6, 5]
    assert [text.count(",future,") for text in told.values()] == [2, 1]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("shelled", "Norland’s army shelled rebel positions in Varde on 3 March 2015, killing at least 12 people."), ("meet", "Norland and Sudria will meet next week.")],
)  # fmt: skip
def test_the_sentence_around_words(words: str, sentence: str) -> None:
    at = TEXT_ONE.index(words)
    start, end = sentence_around(TEXT_ONE, at, at + len(words))
    assert TEXT_ONE[start:end].removeprefix("\U0001f30d ") == sentence


def queued(client: TestClient, address: str) -> str | None:
    found = re.search(r'<article class="card wide k-\w+" id="(\w+)"', client.get(address).text)
    return found[1] if found else None


def test_the_queue_gives_the_least_sure_first(client: TestClient) -> None:
    assert queued(client, "/queue") == "ev_2"
    assert queued(client, "/queue?skip=1") == "ev_3"
    assert queued(client, "/queue?type=AID") == "ev_4"
    answer = post(client, "/review", record="ev_2", verdict="rejected", back="/queue")
    assert answer.headers["location"] == "/queue"
    assert queued(client, "/queue") == "ev_3"
    assert queued(client, "/queue?order=stale") is None
    assert client.get("/queue?order=best").status_code == 400
    assert client.get("/queue?kind=poem").status_code == 400
    elsewhere = post(client, "/review", record="ev_3", verdict="unsure", back="//evil.example")
    assert elsewhere.headers["location"] == "/a/ar_1#ev_3"


def test_only_the_random_sample_counts_for_precision(client: TestClient, folder: Path) -> None:
    order = []
    for verdict in ("accepted", "rejected", "unsure"):
        key = queued(client, "/queue?order=random")
        assert key is not None
        order.append(key)
        post(client, "/review", record=key, verdict=verdict, back="/queue?order=random", sample="random")
    last = queued(client, "/queue?order=random")
    assert sorted([*order, str(last)]) == ["ev_1", "ev_2", "ev_3", "ev_4"]
    post(client, "/review", record=str(last), verdict="accepted")  # chosen, not drawn
    found = quality(open_database(folder))
    assert (found.precision, found.kept, found.unsure) == (Share(1, 2), Share(1, 2), 1)
    assert len(sampled_numbers(folder)) == 3
    page = html.unescape(client.get("/quality").text)
    assert "<strong>0.50</strong>" in page


def test_recall_counts_what_people_added_where_all_was_reviewed(client: TestClient, folder: Path) -> None:
    for key in ("ev_1", "ev_2"):
        send(client, key, "accepted")
    add(client)
    assert quality(open_database(folder)).recall == Share(0, 0)  # one record of the article is not judged
    send(client, "ev_3", "rejected")
    found = quality(open_database(folder))
    assert (found.recall, found.articles) == (Share(2, 3), 1)


def review(key: str, who: str, verdict: str, number: int, **more: Any) -> Review:
    at = int(key[3:]) * 10
    return Review(record=key, article="ar_1", kind="event", label="AID", first=at, last=at + 3, quote="aid", text_sha256="0", url=None,
                  verdict=verdict, reviewer=who, at="2026-01-02T00:00:00", number=number, **more)  # fmt: skip


def test_agreement_takes_each_reviewers_last_word() -> None:
    told = [review("ev_1", "ada", "rejected", 1), review("ev_1", "ada", "accepted", 2), review("ev_1", "bo", "accepted", 3),
            review("ev_2", "ada", "rejected", 4), review("ev_2", "bo", "rejected", 5), review("ev_3", "ada", "accepted", 6),
            review("ev_3", "bo", "unsure", 7), review("ev_4", "ada", "accepted", 8), review("ev_4", "bo", "rejected", 9)]  # fmt: skip
    both = agreement(told)
    assert (both.reviewers, both.both, both.agreed, round(both.kappa or 9, 2)) == (("ada", "bo"), 3, 2, 0.4)
    undone = agreement([*told, review("ev_4", "bo", "undone", 10, undoes=9)])
    assert (undone.both, undone.agreed, undone.kappa, undone.alpha) == (2, 2, 1.0, 1.0)
    assert (agreement(told[:2]).both, agreement(told[:2]).kappa) == (0, None)


def test_a_second_reviewer_sees_no_verdict(client: TestClient, folder: Path) -> None:
    send(client, "ev_1", "rejected")
    assert queued(client, "/queue?order=second") is None
    other = client_of(folder)
    other.get("/", params={"token": TOKEN})
    from tidings.app import safety

    site = other.app.app.state.site  # type: ignore[attr-defined]
    object.__setattr__(site, "reviewer", "bo")
    assert safety.derived(TOKEN, "form") == site.csrf
    assert queued(other, "/queue?order=second") == "ev_1"
    card = other.get("/queue?order=second").text.split('<article class="card')[1]
    assert "rejected" not in card.replace('value="rejected" data-review="rejected"', "")


def test_eval_prints_intervals(client: TestClient, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    post(client, "/review", record="ev_1", verdict="accepted", back="/queue?order=random", sample="random")
    post(client, "/review", record="ev_2", verdict="corrected", status="future", back="/queue?order=random", sample="random")  # fmt: skip
    capsys.readouterr()
    assert main(["eval", str(folder)]) == 0
    text = capsys.readouterr().out
    assert "precision  1/2 = 0.50 (95 % 0.09-0.91)" in text
    assert "kept       2/2 = 1.00 (95 % 0.34-1.00)" in text
    assert "corrected  status 1" in text
    assert main(["eval", str(folder), "--format", "json", "--kind", "figure"]) == 0
    assert json.loads(capsys.readouterr().out)["precision"]["interval"] is None


TEXT = "Villagers cheered on Monday. Norwegian soldiers arrested three protesters in Bergen on Tuesday."


def code(folder: Path, text: str, *options: str) -> None:
    source = folder.parent / "reports.jsonl"
    report = {
        "text": text,
        "url": "https://news.example/1",
        "published": "2015-03-04",
        "title": "Arrests in Bergen",
    }
    source.write_text(json.dumps(report) + "\n", encoding="utf-8")
    assert main(["add", str(folder), str(source)]) == 0
    assert main(["code", str(folder), *options]) == 0


def test_reject_and_code_again_stays_rejected_accept_and_edit_is_stale(tmp_path: Path) -> None:
    """The two promises of the review log, through the coder itself; and an example made of the record."""
    folder = open_corpus(tmp_path / "c", create=True).folder
    code(folder, TEXT)
    client = client_of(folder)
    client.get("/", params={"token": TOKEN})
    (event,) = tidings.open(folder).events(type="COERCE")
    csrf = re.search(r'name="csrf" value="(\w+)"', client.get(f"/a/{event.article}").text)[1]  # type: ignore[index]

    def send_form(path: str, **fields: str) -> Any:
        return client.post(path, data={"csrf": csrf, **fields}, headers=ORIGIN)

    assert send_form("/review", record=event.id, verdict="rejected").status_code == 303
    overlay = tmp_path / "mine" / "types" / "more.yaml"
    overlay.parent.mkdir(parents=True)
    act = 'verb: bang\n    where: {object: pot}\n    examples:\n      - "[actor Students] [act banged] pots in the square."'
    overlay.write_text(f"type: PROTEST\nacts:\n  - id: bang-pots\n    {act}\n", encoding="utf-8")
    code(folder, TEXT, "--codebook", str(tmp_path / "mine"))
    (again,) = tidings.open(folder).events(type="COERCE")
    assert tidings.open(folder).events(reviewed="rejected")[0].id == again.id
    query = "SELECT DISTINCT json ->> '$.codebook' AS codebook FROM _machine"
    assert [row["codebook"] for row in open_database(folder).rows(query)] != [event.codebook]

    assert send_form("/example", record=again.id).status_code == 200
    written = folder / "codebook" / "types" / "COERCE-from-reviews.yaml"
    sentence = "Norwegian soldiers arrested three protesters in Bergen on Tuesday."
    assert written.read_text(encoding="utf-8").count(sentence) == 1
    assert "Already there" in send_form("/example", record=again.id).text
    assert send_form("/review", record=again.id, verdict="accepted").status_code == 303
    assert "[actor Norwegian soldiers] [act arrested]" in send_form("/example", record=again.id).text

    code(folder, TEXT.replace("on Monday", "on Sunday evening"))
    found = {e.article == event.article: e for e in tidings.open(folder).events(type="COERCE")}
    rows = open_database(folder).rows("SELECT article, review FROM event_mentions WHERE type = 'COERCE'")
    assert {row["article"]: row["review"] for row in rows} == {
        found[True].article: "accepted", found[False].article: "stale",
    }  # fmt: skip
    assert [r.verdict for r in all_reviews(folder)] == ["rejected", "accepted"]
