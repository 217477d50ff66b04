"""What a second reader is asked about a sentence, and what of its answer is believed.

The question does not show what the coder found. An event counts only when its trigger, actor and recipient are
words of the sentence, letter by letter, and its type and status are those of the scheme.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tidings.codebook.loader import Codebook
from tidings.codebook.ontology import STATUSES, TYPES
from tidings.model.article import Evidence

_MOST = 20  # events of one sentence
_TOKENS = 1000
_TASK = """You code news for event data. List every event that the sentence reports: an act of a political actor, group or authority.
Answer with one JSON object and nothing else:
{"events": [{"type": TYPE, "status": STATUS, "trigger": WORDS, "actor": WORDS or null, "recipient": WORDS or null}]}
WORDS are copied from the sentence letter by letter; the trigger is the verb or noun of the act. Unknown is null.
STATUS: actual (it happened), historical (long before the report), future (planned or announced), hypothetical (possible,
demanded, conditional), negated (did not or will not happen).
If there is no event, answer {"events": []}.
TYPE is one of:
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One event as a second reader sees it, with the words it rests on."""

    type: str
    status: str
    trigger: Evidence
    actor: Evidence | None
    recipient: Evidence | None

    def to_dict(self) -> dict[str, Any]:
        """The reading as plain JSON values."""

        def words(span: Evidence | None) -> dict[str, Any] | None:
            return None if span is None else {"start": span.start, "end": span.end, "quote": span.quote}

        return {
            "type": self.type, "status": self.status, "trigger": words(self.trigger), "actor": words(self.actor),
            "recipient": words(self.recipient),
        }  # fmt: skip


def question(model: str, sentence: str, codebook: Codebook) -> dict[str, Any]:
    """The request that asks `model` about a sentence: temperature 0, types defined as the codebook defines them."""
    types = "".join(f"{name}: {codebook.acts.pages[name].definition}\n" for name in TYPES)
    return {
        "model": model,
        "messages": [
            {"role": "system", "content": _TASK + types},
            {"role": "user", "content": sentence},
        ],
        "temperature": 0,
        "seed": 0,
        "max_tokens": _TOKENS,
        "stream": False,
        "response_format": {"type": "json_object"},
    }


def believed(answer: str, text: str, start: int, end: int) -> tuple[tuple[Reading, ...], tuple[str, ...]]:
    """The events of an answer about `text[start:end]` that its words bear out, and why others are not believed.

    >>> text = "Peru condemned Chile."
    >>> said = '{"events": [{"type": "ACCUSE", "status": "actual", "trigger": "condemned", "actor": "Peru", "recipient": "Bolivia"}]}'
    >>> believed(said, text, 0, 21)
    ((), ("recipient 'Bolivia' is not in the sentence",))
    """
    try:
        listed = _events(answer)
    except (ValueError, RecursionError) as error:
        return (), (f"no answer in the form asked for: {error}",)
    found: list[Reading] = []
    why: list[str] = []
    for item in listed[:_MOST]:
        try:
            reading = _reading(item, text, start, end)
        except ValueError as error:
            why.append(str(error))
        else:
            if reading not in found:
                found.append(reading)
    if len(listed) > _MOST:
        why.append(f"{len(listed) - _MOST} events beyond {_MOST} of one sentence")
    found.sort(
        key=lambda r: (r.trigger.start, r.trigger.end, r.type, r.status, str(r.actor), str(r.recipient))
    )
    return tuple(found), tuple(why)


def _events(answer: str) -> list[Any]:
    """The list of events; models that think aloud or fence their answer are read behind that."""
    bare = answer.rpartition("</think>")[2].strip()
    fenced = re.fullmatch(r"```(?:json)?\s*(.*?)\s*```", bare, re.DOTALL)
    try:
        value = json.loads(fenced[1] if fenced else bare)
    except ValueError:
        raise ValueError("not JSON") from None
    listed = value.get("events") if isinstance(value, dict) else None
    if not isinstance(listed, list):
        raise ValueError("no list of events")
    return listed


def _reading(item: Any, text: str, start: int, end: int) -> Reading:
    if not isinstance(item, Mapping):
        raise ValueError("an event is no object")
    kind, status = item.get("type"), item.get("status")
    if kind not in TYPES:
        raise ValueError(f"type {_short(kind)} is none of the scheme")
    if status not in STATUSES:
        raise ValueError(f"status {_short(status)} is none of the scheme")
    trigger = _words(item, "trigger", text, start, end)
    if trigger is None:
        raise ValueError("an event without a trigger")
    actor, recipient = (_words(item, name, text, start, end) for name in ("actor", "recipient"))
    return Reading(type=kind, status=status, trigger=trigger, actor=actor, recipient=recipient)


def _words(item: Mapping[str, Any], name: str, text: str, start: int, end: int) -> Evidence | None:
    """The first place in the sentence where the words stand whole."""
    words = item.get(name)
    if words is None:
        return None
    if not isinstance(words, str) or not words.strip():
        raise ValueError(f"{name} {_short(words)} is no text")
    pattern = r"\s+".join(map(re.escape, words.split()))  # the question has the sentence in one line
    match = re.compile(rf"(?<!\w){pattern}(?!\w)").search(text, start, end)
    if match is None:
        raise ValueError(f"{name} {_short(words)} is not in the sentence")
    return Evidence(start=match.start(), end=match.end(), quote=match[0])


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
