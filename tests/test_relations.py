"""The act between two given parties: type, direction, status and the words; none where there is no act."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tidings
from tidings.cli import main
from tidings.model.errors import UsageError

# text with [source] and {target}; type, direction, trigger
CASES = [
    (
        "[Ecuador] condemned {Peru} after shots were heard along the river.",
        "ACCUSE",
        "source to target",
        "condemned",
    ),
    ("[Kenya] sent food to {Somalia} after the drought.", "AID", "source to target", "sent"),
    (
        "[Chadian soldiers] shelled {rebel positions} near the border.",
        "ASSAULT",
        "source to target",
        "shelled",
    ),
    ("[Norway] and {Russia} held talks on fishing in Bergen.", "CONSULT", "both", "held talks"),
    ("{Opposition leaders} were arrested by [police] in Kampala.", "COERCE", "source to target", "arrested"),
    ("[Jordan] rejected a request by {Iraq} for more water.", "REJECT", "source to target", "rejected"),
    (
        "[The union] staged a strike against {the Greek government}.",
        "PROTEST",
        "source to target",
        "staged a strike against",
    ),
]


def _marked(case: str) -> tuple[str, tuple[int, int], tuple[int, int]]:
    flat = case.replace("[", "").replace("]", "").replace("{", "").replace("}", "")
    spans = {}
    for opening, closing in ("[]", "{}"):
        words = case[case.index(opening) + 1 : case.index(closing)].strip("{}[]")
        spans[opening] = (flat.index(words), flat.index(words) + len(words))
    return flat, spans["["], spans["{"]


@pytest.mark.parametrize(("case", "kind", "direction", "words"), CASES, ids=[c[1] for c in CASES])
def test_the_act_between_two_parties(case: str, kind: str, direction: str, words: str) -> None:
    text, source, target = _marked(case)
    found = tidings.relate(text, source, target)
    assert found is not None
    assert (found.type, found.direction, found.trigger.quote) == (kind, direction, words)
    assert text[found.trigger.start : found.trigger.end] == found.trigger.quote
    assert 0 <= found.confidence <= 1


@pytest.mark.parametrize("text", ["Peru, Chile.", "Kenya and Uganda", "The border between Mali and Niger"])
def test_no_verb_no_relation(text: str) -> None:
    assert tidings.relate(text, (0, 4), (len(text) - 5, len(text))) is None


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(UsageError, match="source 0:99 is not a span of the text, which has 9 characters"):
        tidings.relate("Peru left", (0, 99), None)


def test_the_command_prints_one_line_each_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pairs.jsonl"
    good = {"id": "a", "text": "Peru condemned Chile.", "source": {"start": 0, "end": 4}, "target": None}
    path.write_text(json.dumps(good) + "\n\nnot json\n" + '{"id": "b", "text": "x", "source": 3}\n')
    assert main(["relate", str(path)]) == 0
    out, err = capsys.readouterr()
    (line,) = out.splitlines()
    assert json.loads(line)["type"] == "ACCUSE"
    assert "line 3 left out" in err
    assert "line 4 left out: source must be" in err


def test_nothing_readable_is_exit_3(tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("")
    assert main(["relate", str(path)]) == 3
