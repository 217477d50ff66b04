"""Asking a second reader, sentence by sentence: from the kept answers where there are any, else from the endpoint."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tidings.codebook.loader import Codebook
from tidings.query.database import Database
from tidings.second.endpoint import Endpoint, EndpointError
from tidings.second.kept import answer_place, keep_answer, keep_readings, kept_answer
from tidings.second.passages import Passage
from tidings.second.reading import believed, question
from tidings.store.corpus import open_corpus
from tidings.store.lock import writing

_TRIES = 3  # of one question
_IN_A_ROW = 3  # questions without an answer after which the endpoint is given up


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking: sentences read and how many of them from kept answers, events believed, answers that were not
    believed by reason, and sentences without an answer by reason. `stopped` says why asking ended early."""

    sentences: int
    kept: int
    events: int
    rejected: dict[str, int]
    failed: dict[str, int]
    stopped: str | None = None


def ask(
    database: Database,
    endpoint: Endpoint,
    codebook: Codebook,
    passages: Iterable[Passage],
    *,
    wait: Callable[[float], None] = time.sleep,
) -> Asked:
    """Read `passages` with the model behind `endpoint` and keep what it says; the corpus's records stay as they are.

    A question is asked three times at most; after three questions in a row without an answer, or a refusal, asking
    ends. What was answered until then is kept, and the next call goes on from there.
    """
    rows: list[dict[str, Any]] = []
    rejected: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    kept = events = in_a_row = 0
    stopped = None
    texts: dict[str, str] = {}
    for passage in passages:
        if passage.article not in texts:
            texts = {passage.article: database.article(passage.article).text}
        text = texts[passage.article]
        body = question(endpoint.model, " ".join(text[passage.start : passage.end].split()), codebook)
        place = answer_place(database.folder, body)
        answer = kept_answer(place)
        if answer is not None:
            kept += 1
        else:
            try:
                answer = _answer(endpoint, body, wait)
            except EndpointError as error:
                failed[str(error)] += 1
                in_a_row += 1
                if error.final or in_a_row == _IN_A_ROW:
                    stopped = str(error)
                    break
                continue
            in_a_row = 0
            keep_answer(place, endpoint.model, answer)
        found, why = believed(answer, text, passage.start, passage.end)
        events += len(found)
        rejected.update(_kind(reason) for reason in why)
        rows.append(
            {"coder": endpoint.model, "article": passage.article, "start": passage.start, "end": passage.end,
             "events": [reading.to_dict() for reading in found], "rejected": list(why)}
        )  # fmt: skip
    if rows:
        with writing(open_corpus(database.folder)):
            keep_readings(database.folder, endpoint.model, rows)
    return Asked(
        len(rows), kept, events, dict(sorted(rejected.items())), dict(sorted(failed.items())), stopped
    )


def _answer(endpoint: Endpoint, body: dict[str, Any], wait: Callable[[float], None]) -> str:
    for turn in range(1, _TRIES + 1):
        try:
            return endpoint.answer(body)
        except EndpointError as error:
            if error.final or turn == _TRIES:
                raise
            wait(float(turn))
    raise AssertionError("unreachable")  # pragma: no cover


def _kind(reason: str) -> str:
    """A reason without the words it names, to count by.

    >>> _kind("trigger 'rained fire' is not in the sentence")
    'trigger not in the sentence'
    """
    if reason.endswith(" is not in the sentence"):
        return f"{reason.split(' ', 1)[0]} not in the sentence"
    if reason.endswith(" is none of the scheme"):
        return f"{reason.split(' ', 1)[0]} none of the scheme"
    return reason
