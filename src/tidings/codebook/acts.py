"""Acts: the words by which somebody does something to somebody, with the places of the parties.

An act is a verb, an act-noun or a predicate adjective with its argument frame. Acts live in
`data/types/*.yaml`, one file per event type; `docs/codebook.md` describes the format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tidings.codebook.ontology import CONTEXTS, TYPES
from tidings.codebook.yaml_files import LINE, Problem, read_yaml

NEEDS = ("any", "actor", "recipient", "both", "none")
CLASSES = ("actor", "person", "state", "org", "armed", "civil", "place")
CLAUSES = ("to", "that", "ing", "must")
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
_SLOTS = frozenset(
    {
        "subject",
        "object",
        "possessive",
        "compound",
        "by",
        "of",
        "object-owner",
        "that-subject",
        "clause-object",
    }
)
_CONDITION_SLOTS = ("clause", "complement", "modifier", "modifies", "under")
_KEYS = frozenset(
    [
        "id",
        "verb",
        "noun",
        "adjective",
        "mode",
        "cameo",
        "actor",
        "recipient",
        "where",
        "unless",
        "needs",
        "reciprocal",
        "place_as",
        "contexts",
        "examples",
        "misses",
    ]
)
_FILE_KEYS = frozenset(["type", "definition", "not_this", "boundaries", "modes", "acts"])


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
    while at < len(marked):
        char = marked[at]
        if char == "[":
            end = marked.find(" ", at)
            kind = marked[at + 1 : end] if end > 0 else ""
            if open_mark or kind not in (*spans, "place", "date"):
                raise ValueError(f"mark {marked[at : at + 12]!r} is not one of [act, [actor, [recipient")
            open_mark = (kind, size)
            at = end + 1
            continue
        if char == "]":
            if open_mark is None:
                raise ValueError("a ']' without an open mark")
            if open_mark[0] in spans:
                spans[open_mark[0]].append((open_mark[1], size))
            open_mark = None
        else:
            text.append(char)
            size += 1
        at += 1
    if open_mark is not None:
        raise ValueError(f"the mark [{open_mark[0]} is not closed")
    if len(spans["act"]) != 1:
        raise ValueError(f"exactly one [act ...] is needed, found {len(spans['act'])}")
    return Example(
        "".join(text), spans["act"][0], tuple(spans["actor"]), tuple(spans["recipient"]), status, line
    )


def load_acts(folders: Iterable[Path]) -> tuple[ActIndex, list[Problem]]:
    """All acts of the `types` folders (later folders add to and override earlier ones) and the problems found."""
    problems: list[Problem] = []
    acts: dict[str, Act] = {}
    pages: dict[str, TypePage] = {}
    files = [path for folder in folders for path in sorted(Path(folder).glob("*.yaml"))]
    lists = _read_lists([path for path in files if path.name.startswith("lists")], problems)
    for path in files:
        if path.name.startswith("lists"):
            continue
        _read_type_file(path, lists, acts, pages, problems)
    return _index(tuple(acts.values()), pages), problems


def _read_lists(paths: list[Path], problems: list[Problem]) -> dict[str, frozenset[str]]:
    lists: dict[str, frozenset[str]] = {}
    for path in paths:
        content, found = read_yaml(path)
        problems.extend(found)
        for name, value in (content or {}).items():
            if name != LINE:
                lists[name] = frozenset(alternatives(value))
    return lists


def _read_type_file(
    path: Path,
    lists: Mapping[str, frozenset[str]],
    acts: dict[str, Act],
    pages: dict[str, TypePage],
    problems: list[Problem],
) -> None:
    content, found = read_yaml(path)
    problems.extend(found)
    if not isinstance(content, dict):
        return
    for key in sorted(set(content) - _FILE_KEYS - {LINE}):
        problems.append(
            Problem(path.name, 1, f"unknown key {key!r}; allowed: {', '.join(sorted(_FILE_KEYS))}")
        )
    event_type = content.get("type")
    if event_type not in TYPES:
        problems.append(
            Problem(path.name, 1, f"type {event_type!r} is none of the 16 types: {', '.join(TYPES)}")
        )
        return
    if content.get("definition"):
        pages[event_type] = _page(event_type, content)
    seen: set[str] = set()
    for entry in content.get("acts") or ():
        line = entry.get(LINE, 0) if isinstance(entry, dict) else 0
        try:
            act = _read_act(entry, event_type, lists, path.name)
        except ValueError as error:
            problems.append(Problem(path.name, line, str(error)))
            continue
        if act.rule in seen:
            problems.append(Problem(path.name, line, f"the id of {act.rule} is used twice in this file"))
        seen.add(act.rule)
        acts[act.rule] = act


def _page(event_type: str, content: Mapping[str, Any]) -> TypePage:
    modes = []
    for name, mode in (content.get("modes") or {}).items():
        if name != LINE:
            mode = mode if isinstance(mode, dict) else {"definition": mode}
            modes.append((name, str(mode.get("definition") or ""), mode.get("cameo")))
    return TypePage(
        event_type,
        " ".join(str(content["definition"]).split()),
        " ".join(str(content.get("not_this") or "").split()),
        tuple(" ".join(str(note).split()) for note in content.get("boundaries") or ()),
        tuple(modes),
    )


def _read_act(
    entry: Mapping[str, Any], event_type: str, lists: Mapping[str, frozenset[str]], file: str
) -> Act:
    unknown = sorted(set(entry) - _KEYS - {LINE})
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r}; allowed: {', '.join(sorted(_KEYS))}")
    if not entry.get("id"):
        raise ValueError("an act needs an id")
    rule = f"{event_type}/{entry['id']}"
    kinds = [kind for kind in ("verb", "noun", "adjective") if entry.get(kind)]
    if len(kinds) != 1:
        raise ValueError(f"{rule}: exactly one of verb, noun, adjective is needed, found {len(kinds)}")
    kind = kinds[0]
    needs = entry.get("needs", "any")
    if needs not in NEEDS:
        raise ValueError(f"{rule}: needs {needs!r} is none of {', '.join(NEEDS)}")
    contexts = tuple(entry.get("contexts") or ())
    for context in contexts:
        if context not in CONTEXTS:
            raise ValueError(f"{rule}: context {context!r} is none of {', '.join(CONTEXTS)}")
    if entry.get("place_as") not in (None, "recipient"):
        raise ValueError(f"{rule}: place_as {entry['place_as']!r} can only be recipient")
    forms = tuple(tuple(form.split()) for form in alternatives(entry[kind]))
    return Act(
        rule=rule,
        type=event_type,
        mode=entry.get("mode"),
        cameo=None if entry.get("cameo") is None else str(entry["cameo"]),
        kind=kind,
        forms=forms,
        actor=_slots(entry, "actor", kind, rule),
        recipient=_slots(entry, "recipient", kind, rule),
        where=_conditions(entry.get("where"), lists, rule),
        unless=_conditions(entry.get("unless"), lists, rule),
        needs=needs,
        reciprocal=bool(entry.get("reciprocal")),
        place_as_recipient=entry.get("place_as") == "recipient",
        contexts=contexts,
        examples=tuple(_example(item, rule, entry.get(LINE, 0)) for item in entry.get("examples") or ()),
        misses=tuple(
            str(item["text"] if isinstance(item, dict) else item) for item in entry.get("misses") or ()
        ),
        known_misses=frozenset(
            str(item["text"])
            for item in entry.get("misses") or ()
            if isinstance(item, dict) and item.get("known")
        ),
        file=file,
        line=entry.get(LINE, 0),
    )


def _slots(entry: Mapping[str, Any], which: str, kind: str, rule: str) -> tuple[str, ...]:
    if which in entry:
        slots = alternatives(entry[which])
    elif kind == "noun":
        slots = ("possessive", "compound", "by") if which == "actor" else ("on", "against", "of")
    else:
        slots = ("subject",) if which == "actor" else ("object",)
    for slot in slots:
        if slot not in _SLOTS and slot.split()[-1] not in PREPOSITIONS and slot != "none":
            raise ValueError(f"{rule}: {which} slot {slot!r} is no slot and no preposition")
    return tuple(slot for slot in slots if slot != "none")


def _conditions(
    value: Mapping[str, Any] | None, lists: Mapping[str, frozenset[str]], rule: str
) -> tuple[Condition, ...]:
    found = []
    for slot, cell in (value or {}).items():
        if slot == LINE:
            continue
        lemmas: set[str] = set()
        classes: set[str] = set()
        for part in alternatives(cell):
            if part.startswith("$"):
                if part[1:] not in lists:
                    raise ValueError(f"{rule}: the word list {part} does not exist")
                for lemma in lists[part[1:]]:
                    lemmas.add(lemma)
            elif part.startswith("<"):
                if part.strip("<>") not in CLASSES:
                    raise ValueError(f"{rule}: class {part} is none of {', '.join(CLASSES)}")
                classes.add(part.strip("<>"))
            else:
                lemmas.add(part.lower())
        known = slot in _SLOTS or slot in _CONDITION_SLOTS or slot.split()[-1] in PREPOSITIONS
        if not known:
            raise ValueError(f"{rule}: {slot!r} is no slot, no preposition and none of {_CONDITION_SLOTS}")
        if slot == "clause" and not lemmas <= set(CLAUSES):
            raise ValueError(f"{rule}: clause {sorted(lemmas)} must be among {', '.join(CLAUSES)}")
        found.append(Condition(slot, frozenset(lemmas), frozenset(classes)))
    return tuple(found)


def _example(item: object, rule: str, line: int) -> Example:
    try:
        if isinstance(item, dict):
            example = read_example(
                str(item["text"]), status=item.get("status", "actual"), line=item.get(LINE, line)
            )
            return replace(example, known=str(item.get("known") or ""))
        return read_example(str(item), line=line)
    except (KeyError, ValueError) as error:
        raise ValueError(f"{rule}: example {str(item)[:60]!r}: {error}") from None


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


def _generality(form: Form) -> tuple[int, int, bool, int, int, str]:
    words = sum(word not in ("a", "an", "the") for word in form.rest)
    act = form.act
    bare = act.needs == "none"
    return (-words, -len(act.where), bare, -len(act.cameo or ""), -len(act.unless), act.rule)


def _as_tokens(words: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """A form's words as the tokeniser cuts them: "sit-in" is three of its words; verbs keep their hyphens."""
    if kind != "noun":
        return tuple(word.lower() for word in words)
    pieces = re.split(r"(-)|\s+", " ".join(words).lower())
    return tuple(piece for piece in pieces if piece)


def _index(acts: tuple[Act, ...], pages: Mapping[str, TypePage]) -> ActIndex:
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
