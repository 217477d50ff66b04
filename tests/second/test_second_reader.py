"""A second reader: what it is asked, what is believed, a server that misbehaves, agreement of coders."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.second.server import events, serving

from tidings.cli import main
from tidings.codebook.loader import load_codebook
from tidings.model.article import Article, Evidence
from tidings.model.coded import Coded
from tidings.model.records import EventMention
from tidings.pipeline import Coder, code_article
from tidings.query.database import Database, open_database
from tidings.query.filters import Filters, parse_filters
from tidings.second.agreement import Agreement, agreements, disagreements, kappa, units
from tidings.second.ask import Asked, ask
from tidings.second.endpoint import Endpoint, EndpointError
from tidings.second.kept import models, readings
from tidings.second.passages import Passage, set_aside_passages, unsure_passages
from tidings.second.reading import believed, question
from tidings.store.corpus import open_corpus
from tidings.store.keep import Keeper

TEXT = "Peru condemned Chile on Monday. Chile\nrejected the criticism. Later Chilean police detained\ntwo Peruvian reporters."
PERU = {"type": "ACCUSE", "status": "actual", "trigger": "condemned", "actor": "Peru", "recipient": "Chile"}
REJECT = {"type": "REJECT", "status": "actual", "trigger": "rejected", "actor": "Chile", "recipient": None}


def mention(words: str, kind: str, confidence: float) -> EventMention:
    start = TEXT.index(words)
    first = max(at for at in (0, 32, 62) if at <= start)
    last = {0: 31, 32: 61, 62: len(TEXT)}[first]
    return EventMention(
        article="ar_1", id=f"ev_{words}", event=f"e{start}", type=kind, mode=None, cameo=None, quad=None, goldstein=None,
        contexts=(), status="actual", trigger=Evidence(start, start + len(words), words), actors=(), recipients=(), said_by=(),
        date=None, place=None, rule="TEST/rule", confidence=confidence, sentence=Evidence(first, last, TEXT[first:last]),
        codebook="c0ffee000001", coder="0.1.0",
    )  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """One article with four records, whatever the coder would find in it."""
    records = (
        mention("condemned", "ACCUSE", 0.7), mention("rejected", "REJECT", 0.5), mention("criticism", "ACCUSE", 0.55),
        mention("detained", "COERCE", 0.9),
    )  # fmt: skip
    corpus = open_corpus(tmp_path / "corpus", create=True)
    keeper = Keeper(corpus, ("c0ffee000001", "0.1.0"))
    keeper.add(
        Coded(article=Article(id="ar_1", text=TEXT), records=records, codebook="c0ffee000001", coder="0.1.0")
    )
    keeper.finish({"command": "test"})
    return open_database(corpus.folder)


@pytest.fixture
def passages(database: Database) -> list[Passage]:
    return unsure_passages(database, Filters(), 1.0)


def well(sentence: str) -> str:
    """A model that agrees on the first sentence, gives the second another type, and the third none."""
    if "condemned" in sentence:
        return events(PERU)
    return events({**REJECT, "type": "ACCUSE"}) if "rejected" in sentence else events()


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*/*.parquet"))
    }


def test_unsure_sentences_are_those_of_records_below(database: Database) -> None:
    every = unsure_passages(database, Filters(), 1.0)
    assert [TEXT[p.start : p.end].split()[0] for p in every] == ["Peru", "Chile", "Later"]
    assert unsure_passages(database, Filters(), 0.9) == every[:2]
    assert unsure_passages(database, Filters(), 0.6) == every[1:2]
    assert unsure_passages(database, Filters(), 0.5) == []
    assert unsure_passages(database, parse_filters({"type": "REJECT"}), 1.0) == every[1:2]


def test_set_aside_sentences_are_found_by_coding_again(tmp_path: Path, coder: Coder) -> None:
    text = (Path(__file__).parents[2] / "examples" / "sanctions.txt").read_text(encoding="utf-8")
    article = Article(id="ar_1", text=text)
    corpus = open_corpus(tmp_path / "corpus", create=True)
    corpus.add([article])
    dropped = [d for d in code_article(article, coder).dropped if d.stage == "confidence"]
    found = list(set_aside_passages(open_database(corpus.folder), coder))
    assert all(any(p.start <= (d.start or 0) < p.end for p in found) for d in dropped)
    assert len(found) <= len(dropped)


@pytest.mark.usefixtures("socket_enabled")
def test_answers_are_kept_apart_and_asked_once(
    database: Database, passages: list[Passage], coder: Coder
) -> None:
    before = fingerprint(database.folder)
    with serving(well) as server:
        endpoint = Endpoint(url=server.url, model="small:7b", key="secret")
        assert ask(database, endpoint, coder.codebook, passages) == Asked(3, 0, 2, {}, {})
        assert ask(database, endpoint, coder.codebook, passages) == Asked(3, 3, 2, {}, {})
        assert len(server.asked) == 3
        assert {(body["temperature"], body["model"], body["stream"]) for body in server.asked} == {
            (0, "small:7b", False)
        }
        assert server.asked[1]["messages"][1]["content"] == "Chile rejected the criticism."
        assert set(server.keys) == {"Bearer secret"}
        ask(database, Endpoint(url=server.url, model="other"), coder.codebook, passages[:1])
        assert server.keys[-1] is None
    assert fingerprint(database.folder) == before
    assert models(database.folder) == ["other", "small:7b"]
    rows = readings(database.folder, "small:7b")
    assert [row["coder"] for row in rows] == ["small:7b"] * 3
    assert rows[0]["events"] == [
        {"type": "ACCUSE", "status": "actual", "trigger": {"start": 5, "end": 14, "quote": "condemned"},
         "actor": {"start": 0, "end": 4, "quote": "Peru"}, "recipient": {"start": 15, "end": 20, "quote": "Chile"}}
    ]  # fmt: skip
    kept = [
        path.read_text(encoding="utf-8") for path in database.folder.glob("second/**/*") if path.is_file()
    ]
    assert [text for text in kept if "secret" in text] == []


@pytest.mark.usefixtures("socket_enabled")
@pytest.mark.parametrize(
    ("how", "reason", "tries"),
    [
        ("error 500", "answered with status 500", 3),
        ("error 401", 'answered with status 401: {"error": "no key"}; check --url, --model and the key', 1),
        ("redirect", "answered with status 307: no reason given; check --url, --model and the key", 1),
        ("no json", "answered with JSON that is no chat completion", 3),
        ("another shape", "answered with JSON that is no chat completion", 3),
        ("deep", "answered with JSON that is no chat completion", 3),
        ("no text", "gave an answer without text", 3),
        ("web page", "answered with text/html, not JSON", 3),
        ("cut off", "broke off its answer", 3),
        ("silence", "did not answer within 0.3 seconds", 3),
        ("endless drip", "did not answer within 0.3 seconds", 3),
        ("endless flood", "answered with more than 1,000,000 bytes", 3),
        ("hang up", "cannot be asked: Remote end closed connection without response", 3),
    ],
)
def test_a_server_that_misbehaves_is_told_and_changes_nothing(
    database: Database, passages: list[Passage], coder: Coder, how: str, reason: str, tries: int
) -> None:
    waits: list[float] = []
    with serving(how) as server:
        endpoint = Endpoint(url=server.url, model="m", seconds=0.3)
        asked = ask(database, endpoint, coder.codebook, passages[:1], wait=waits.append)
        assert len(server.asked) == tries
    assert (asked.sentences, asked.events) == (0, 0)
    ((told, n),) = asked.failed.items()
    assert (n, told.startswith(f"{server.url} {reason}")) == (1, True), told
    assert waits == [1.0, 2.0][: tries - 1]
    assert not (database.folder / "second").exists()


@pytest.mark.usefixtures("socket_enabled")
def test_asking_ends_after_three_failures_and_goes_on_later(
    database: Database, passages: list[Passage], coder: Coder
) -> None:
    with serving("error 500") as server:
        endpoint = Endpoint(url=server.url, model="m")
        asked = ask(database, endpoint, coder.codebook, [*passages, *passages], wait=lambda _: None)
        assert (asked.stopped, sum(asked.failed.values())) == (f"{server.url} answered with status 500", 3)
        server.how = well
        assert ask(database, endpoint, coder.codebook, passages).sentences == 3


@pytest.mark.usefixtures("socket_enabled")
def test_an_endpoint_that_is_not_there(database: Database, passages: list[Passage], coder: Coder) -> None:
    with serving(well) as server:
        gone = server.url
    with pytest.raises(EndpointError, match="cannot be asked"):
        Endpoint(url=gone, model="m").answer(question("m", "Rain.", coder.codebook))


@pytest.mark.parametrize("url", ["", "ftp://host/v1", "127.0.0.1:80", "http://", "http://host/v1?x=1"])
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(Exception, match="is no address of an endpoint"):
        Endpoint(url=url, model="m")


@pytest.mark.parametrize(
    ("answer", "found", "why"),
    [
        (events(PERU), ["condemned"], ()),
        (f"```json\n{events(PERU)}\n```", ["condemned"], ()),
        (f"<think>hm {{</think>\n{events(PERU)}", ["condemned"], ()),
        (events(PERU, PERU), ["condemned"], ()),
        (events(), [], ()),
        ("I see no events.", [], ("no answer in the form asked for: not JSON",)),
        ("[1, 2]", [], ("no answer in the form asked for: no list of events",)),
        ('{"events": [7]}', [], ("an event is no object",)),
        (events({**PERU, "trigger": "denounced"}), [], ("trigger 'denounced' is not in the sentence",)),
        (events({**PERU, "trigger": "condemn"}), [], ("trigger 'condemn' is not in the sentence",)),
        (events({**PERU, "actor": "Lima"}), [], ("actor 'Lima' is not in the sentence",)),
        (events({**PERU, "actor": "reporters"}), [], ("actor 'reporters' is not in the sentence",)),
        (events({**PERU, "recipient": ["Chile"]}), [], ("recipient ['Chile'] is no text",)),
        (events({**PERU, "trigger": None}), [], ("an event without a trigger",)),
        (events({**PERU, "type": "ATTACK"}), [], ("type 'ATTACK' is none of the scheme",)),
        (events({**PERU, "type": ["ACCUSE"]}), [], ("type ['ACCUSE'] is none of the scheme",)),
        (events({**PERU, "status": "maybe"}), [], ("status 'maybe' is none of the scheme",)),
        (events(*[{**PERU, "type": "X"}] * 25), [], ("type 'X' is none of the scheme",) * 20 + ("5 events beyond 20 of one sentence",)),
    ],
)  # fmt: skip
def test_only_words_of_the_sentence_are_believed(answer: str, found: list[str], why: tuple[str, ...]) -> None:
    readings, reasons = believed(answer, TEXT, 0, 31)
    assert ([r.trigger.quote for r in readings], reasons) == (found, why)


def test_words_over_a_line_break_are_found_as_they_stand() -> None:
    answer = events(
        {
            "type": "COERCE",
            "status": "actual",
            "trigger": "detained two",
            "actor": "Chilean police",
            "recipient": None,
        }
    )
    ((reading,), ()) = believed(answer, TEXT, 62, len(TEXT))
    assert reading.trigger.quote == "detained\ntwo"
    assert TEXT[reading.trigger.start : reading.trigger.end] == reading.trigger.quote


@given(st.text(max_size=200) | st.recursive(st.none() | st.integers() | st.text(max_size=9), lambda c: st.lists(c) | st.dictionaries(
    st.sampled_from(["events", "type", "status", "trigger", "actor", "recipient"]), c), max_leaves=20).map(json.dumps))  # fmt: skip
def test_no_answer_gets_words_past_the_text(answer: str) -> None:
    for reading in believed(answer, TEXT, 0, 31)[0]:
        for words in (reading.trigger, reading.actor, reading.recipient):
            assert words is None or TEXT[words.start : words.end] == words.quote


@pytest.mark.usefixtures("socket_enabled")
def test_agreement_of_the_rules_and_of_models(
    database: Database, passages: list[Passage], coder: Coder
) -> None:
    assert agreements(database) == []
    with serving(well) as server:
        ask(database, Endpoint(url=server.url, model="a"), coder.codebook, passages)
        server.how = lambda _: events()
        ask(database, Endpoint(url=server.url, model="b"), coder.codebook, passages[:2])
    found = agreements(database)
    assert found[0] == Agreement("tidings", "a", 3, 2, 2, 0, 1, 2, kappa([
        ("ACCUSE", "ACCUSE"), ("REJECT", "ACCUSE"), ("ACCUSE", "none"), ("COERCE", "none")]))  # fmt: skip
    assert [(one.coder, one.other, one.sentences, one.both, one.only_coder, one.only_other) for one in found[1:]] == [
        ("tidings", "b", 2, 0, 3, 0), ("a", "b", 2, 0, 2, 0),
    ]  # fmt: skip
    rows = disagreements(database, "a")
    assert [(TEXT[r["first"] : r["last"]], r["tidings"], r["model"]) for r in rows] == [
        ("rejected", "REJECT", "ACCUSE"), ("criticism", "ACCUSE", None), ("detained", "COERCE", None),
    ]  # fmt: skip


def test_units_pair_acts_of_one_type_first() -> None:
    long, short = (0, 20, "ACCUSE", "actual"), (5, 9, "REJECT", "actual")
    other = (5, 9, "ACCUSE", "negated")
    assert units([short, long], [other]) == [(long, other), (short, None)]
    assert units([], [other]) == [(None, other)]
    assert units([], []) == []


@pytest.mark.usefixtures("socket_enabled")
def test_the_command(
    database: Database, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = str(database.folder)
    monkeypatch.setenv("TEST_KEY", "k")
    with serving(well) as server:
        given = ["second-read", corpus, "--url", server.url, "--model", "m"]
        assert main([*given, "--below", "1", "--key-env", "TEST_KEY"]) == 0
        assert (
            capsys.readouterr().out
            == "Read     3 sentences, 0 of them from kept answers\nFound    2 events whose words are in the text\n"
        )
        assert server.keys == ["Bearer k"] * 3
        assert main([*given, "--below", "1", "--most", "2", "--type", "ACCUSE"]) == 0
        assert capsys.readouterr().out.startswith("Read     2 sentences, 2 of them from kept answers\n")
        server.how = "error 401"
        assert main(["second-read", corpus, "--url", server.url, "--model", "n", "--below", "1"]) == 1
        assert "stopped asking" in capsys.readouterr().err
    assert main(["second-read", corpus]) == 0
    head, line = capsys.readouterr().out.splitlines()
    assert dict(zip(head.split(","), line.split(","), strict=True))["same_type"] == "1"
    assert main(["second-read", corpus, "--model", "m", "--differ"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "ar_1,38,46,REJECT,ACCUSE,rejected", "ar_1,51,60,ACCUSE,,criticism", "ar_1,83,91,COERCE,,detained",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--url", "http://h/v1"], "give --model NAME"),
        (["--url", "http://h/v1", "--model", "m", "--below", "7"], "--below 7 is not a number from 0 to 1"),
        (["--url", "http://h/v1", "--model", "m", "--seconds", "0"], "--seconds 0 is not"),
        (
            ["--url", "http://h/v1", "--model", "m", "--key-env", "NO_SUCH_KEY"],
            "the environment has no NO_SUCH_KEY",
        ),
        (["--model", "m", "--differ"], "no readings of --model 'm'; there are none"),
    ],
)
def test_what_does_not_fit_is_told(
    database: Database, capsys: pytest.CaptureFixture[str], options: list[str], told: str
) -> None:
    assert main(["second-read", str(database.folder), *options]) == 2
    assert told in capsys.readouterr().err


def test_the_question_defines_every_type(coder: Coder) -> None:
    asked = question("m", "Rain fell.", load_codebook())["messages"][0]["content"]
    assert [name for name in coder.codebook.acts.pages if f"\n{name}: " not in asked] == []
