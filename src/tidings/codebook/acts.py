"""Acts: the words by which somebody does something to somebody, with the places of the parties.

An act is a verb, an act-noun or a predicate adjective with its argument frame. Acts live in
`data/types/*.yaml`, one file per event type; `docs/codebook.md` describes the format.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

PREPOSITIONS = frozenset(
    [
        "about",
        "above",
        "across",
        "after",
        "against",
        "ahead",
        "along",
        "alongside",
        "amid",
        "among",
        "around",
        "as",
        "at",
        "before",
        "behind",
        "below",
        "beside",
        "between",
        "beyond",
        "by",
        "concerning",
        "despite",
        "down",
        "during",
        "except",
        "for",
        "from",
        "in",
        "inside",
        "into",
        "like",
        "near",
        "of",
        "off",
        "on",
        "onto",
        "out",
        "outside",
        "over",
        "past",
        "per",
        "regarding",
        "since",
        "than",
        "through",
        "throughout",
        "till",
        "to",
        "toward",
        "towards",
        "under",
        "until",
        "up",
        "upon",
        "via",
        "with",
        "within",
        "without",
    ]
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A slot and what its filler must be: one of `lemmas`, or of a class such as `<armed>`."""

    slot: str
    lemmas: frozenset[str]
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Example:
    """A marked sentence: plain text, and where its act and parties are in it (half-open spans).

    `known` says why the coder is known not to find it yet; one that it finds after all is a problem.
    """

    text: str
    act: tuple[int, int] | None
    actors: tuple[tuple[int, int], ...] = ()
    recipients: tuple[tuple[int, int], ...] = ()
    status: str = "actual"
    line: int = 0
    known: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its words (`forms`, each a head lemma and the words that must follow or precede), frame and evidence."""

    rule: str
    type: str
    mode: str | None
    cameo: str | None
    kind: str
    forms: tuple[tuple[str, ...], ...]
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    where: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    needs: str = "any"
    reciprocal: bool = False
    last: bool = False
    place_as_recipient: bool = False
    contexts: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    misses: tuple[str, ...] = ()
    known_misses: frozenset[str] = frozenset()
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """One lexical form of an act: the head lemma is the index key, `rest` are its other words in order."""

    act: Act
    head: str
    rest: tuple[str, ...]
    before: bool


@dataclass(frozen=True, slots=True)
class TypePage:
    """What the codebook says of an event type in words: definition, what it is not, boundaries, modes."""

    type: str
    definition: str
    not_this: str
    boundaries: tuple[str, ...]
    modes: tuple[tuple[str, str, str | None], ...]


@dataclass(frozen=True, slots=True)
class ActIndex:
    """All acts, by the lemma of their head word."""

    acts: tuple[Act, ...]
    verbs: Mapping[str, tuple[Form, ...]]
    nouns: Mapping[str, tuple[Form, ...]]
    adjectives: Mapping[str, tuple[Form, ...]]
    pages: Mapping[str, TypePage] = field(default_factory=dict)


def alternatives(value: object) -> tuple[str, ...]:
    """The alternatives of a codebook cell, separated by ` | ` or given as a list.

    >>> alternatives("airstrike | air strike")
    ('airstrike', 'air strike')
    """
    if value is None:
        return ()
    if isinstance(value, (list, tuple)):
        return tuple(part for item in value for part in alternatives(item))
    return tuple(part for raw in str(value).split("|") if (part := " ".join(raw.split())))


_BRACKETS = re.compile(r"\[(?:(\w+) )?|\]")


def read_example(marked: str, *, status: str = "actual", line: int = 0) -> Example:
    """Read an example marked in place: `[actor X]`, `[act X]`, `[recipient X]`.

    Raises `ValueError` naming the fault when marks are malformed.

    >>> read_example("[actor Jets] [act bombed] [recipient rebels].").text
    'Jets bombed rebels.'
    """
    text: list[str] = []
    size = 0
    spans: dict[str, list[tuple[int, int]]] = {"act": [], "actor": [], "recipient": []}
    open_mark: tuple[str, int] | None = None
    at = 0
    for found in _BRACKETS.finditer(marked):
        text.append(marked[at : found.start()])
        size += found.start() - at
        at = found.end()
        if found.group() == "]":
            if open_mark is None:
                raise ValueError("a ']' without an open mark")
            if open_mark[0] in spans:
                spans[open_mark[0]].append((open_mark[1], size))
            open_mark = None
            continue
        kind = found.group(1)
        if open_mark or kind not in (*spans, "place", "date"):
            start = found.start()
            raise ValueError(f"mark {marked[start : start + 12]!r} is not one of [act, [actor, [recipient")
        open_mark = (kind, size)
    text.append(marked[at:])
    if open_mark is not None:
        raise ValueError(f"the mark [{open_mark[0]} is not closed")
    if len(spans["act"]) != 1:
        raise ValueError(f"exactly one [act ...] is needed, found {len(spans['act'])}")
    return Example(
        "".join(text), spans["act"][0], tuple(spans["actor"]), tuple(spans["recipient"]), status, line
    )


def split_form(words: tuple[str, ...], kind: str) -> tuple[str, tuple[str, ...], bool]:
    """The head lemma of a form, its other words, and whether those stand before the head.

    >>> split_form(("air", "strike"), "noun")
    ('strike', ('air',), True)
    >>> split_form(("declaration", "of", "war"), "noun")
    ('declaration', ('of', 'war'), False)
    """
    if kind != "noun" or len(words) == 1:
        return words[0], words[1:], False
    for at, word in enumerate(words):
        if at and word in PREPOSITIONS:
            if at == 1:
                return words[0], words[1:], False
            break
    return words[-1], words[:-1], True


def _generality(form: Form) -> tuple[bool, int, int, bool, int, int, str]:
    words = sum(word not in ("a", "an", "the") for word in form.rest)
    act = form.act
    bare = act.needs == "none"
    return (act.last, -words, -len(act.where), bare, -len(act.cameo or ""), -len(act.unless), act.rule)


def _as_tokens(words: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """A form's words as the tokeniser cuts them: "sit-in" is three of its words; verbs keep their hyphens."""
    if kind != "noun":
        return tuple(word.lower() for word in words)
    pieces = re.split(r"(-)|\s+", " ".join(words).lower())
    return tuple(piece for piece in pieces if piece)


def index_acts(acts: tuple[Act, ...], pages: Mapping[str, TypePage]) -> ActIndex:
    """The acts by the lemma of their head word, special forms before general ones."""
    tables: dict[str, dict[str, list[Form]]] = {"verb": {}, "noun": {}, "adjective": {}}
    for act in acts:
        for words in act.forms:
            head, rest, before = split_form(_as_tokens(words, act.kind), act.kind)
            tables[act.kind].setdefault(head, []).append(Form(act, head, rest, before))
    frozen = {
        kind: {
            # longest form first, then the more conditioned and deeper coded: special acts win over general ones
            head: tuple(sorted(forms, key=_generality))
            for head, forms in sorted(table.items())
        }
        for kind, table in tables.items()
    }
    return ActIndex(acts, frozen["verb"], frozen["noun"], frozen["adjective"], dict(pages))
