"""Reads the acts of `data/types/*.yaml` and of overlays: `docs/codebook.md` describes the format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from tidings.codebook.acts import (
    PREPOSITIONS,
    Act,
    ActIndex,
    Condition,
    Example,
    TypePage,
    alternatives,
    index_acts,
    read_example,
)
from tidings.codebook.layers import Findings, Item, Layer, is_yes, merge
from tidings.codebook.ontology import CONTEXTS, STATUSES, TYPES
from tidings.codebook.yaml_files import LINE, Problem, read_yaml

NEEDS = ("any", "actor", "recipient", "both", "none")
CLASSES = ("actor", "any", "person", "state", "org", "armed", "civil", "place")
CLAUSES = ("to", "that", "ing", "must")
_SLOTS = frozenset(
    [
        "subject",
        "object",
        "possessive",
        "compound",
        "by",
        "of",
        "object-owner",
        "that-subject",
        "clause-object",
    ]
)
_CONDITION_SLOTS = ("clause", "clause-verb", "complement", "modifier", "modifies", "occasion", "under")
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
        "last",
        "place_as",
        "contexts",
        "examples",
        "misses",
    ]
)
_FILE_KEYS = frozenset(["type", "definition", "not_this", "boundaries", "modes", "acts"])


def load_acts(layers: Iterable[Layer], findings: Findings) -> ActIndex:
    """All acts of the layers' `types` folders, later layers on top; problems and changes go to `findings`."""
    layers = list(layers)
    lists = _read_lists(layers, findings)
    pages: dict[str, TypePage] = {}

    def read(layer: Layer, problems: list[Problem]) -> Iterable[Item]:
        for path in layer.glob("types/*.yaml"):
            if not path.name.startswith("lists"):
                yield from _type_file(path, layer, lists, pages, problems)

    merged = merge(layers, "acts", read, findings)
    return index_acts(tuple(item.entry for item in merged.values()), pages)


def _read_lists(layers: Iterable[Layer], findings: Findings) -> dict[str, frozenset[str]]:
    """The named word lists of all layers; an overlay's list takes the place of the one with its name."""

    def read(layer: Layer, problems: list[Problem]) -> Iterable[Item]:
        for path in layer.glob("types/lists*.yaml"):
            label = layer.label(path)
            content, found = read_yaml(path, name=label)
            problems.extend(found)
            for name, value in (content or {}).items():
                if name != LINE:
                    yield Item(name, 0, label, frozenset(alternatives(value)), False)

    return {name: item.entry for name, item in merge(layers, "word lists", read, findings).items()}


def _type_file(
    path: Path,
    layer: Layer,
    lists: Mapping[str, frozenset[str]],
    pages: dict[str, TypePage],
    problems: list[Problem],
) -> Iterable[Item]:
    label = layer.label(path)
    content, found = read_yaml(path, name=label)
    problems.extend(found)
    if not isinstance(content, dict):
        if not found:
            problems.append(Problem(label, 1, "the file needs the keys type and acts; see docs/codebook.md"))
        return
    for key in sorted(set(content) - _FILE_KEYS - {LINE}):
        problems.append(Problem(label, 1, f"unknown key {key!r}; allowed: {', '.join(sorted(_FILE_KEYS))}"))
    event_type = content.get("type")
    if event_type not in TYPES:
        problems.append(Problem(label, 1, f"type {event_type!r} is none of the 16 types: {', '.join(TYPES)}"))
        return
    page = _page(event_type, content, pages.get(event_type))
    if page is not None:
        pages[event_type] = page
    for entry in content.get("acts") or ():
        if not isinstance(entry, dict) or not entry.get("id"):
            line = entry.get(LINE, 0) if isinstance(entry, dict) else 0
            problems.append(Problem(label, line, f"an act needs an id: {str(entry)[:60]}"))
            continue
        line, rule = entry.get(LINE, 0), f"{event_type}/{entry['id']}"
        if layer.name and is_yes(entry.get("remove")):
            yield Item(rule, line, label, None, True)
            continue
        faults: list[str] = []
        shown = f"{rule}@{layer.name}" if layer.name else rule
        act = _read_act(entry, shown, event_type, lists, label, faults)
        problems.extend(Problem(label, line, f"{fault}") for fault in faults)
        if act is not None:
            yield Item(rule, line, label, act, False)


def _page(event_type: str, content: Mapping[str, Any], below: TypePage | None) -> TypePage | None:
    """What a file says of its type, over what the files before it said; None when it says nothing."""
    if not content.get("definition") and not content.get("modes"):
        return below
    modes = {mode[0]: mode for mode in (below.modes if below else ())}
    for name, mode in (content.get("modes") or {}).items():
        if name != LINE:
            mode = mode if isinstance(mode, dict) else {"definition": mode}
            modes[name] = (name, str(mode.get("definition") or ""), mode.get("cameo"))
    page = below or TypePage(event_type, "", "", (), ())
    if content.get("definition"):
        page = TypePage(
            event_type,
            " ".join(str(content["definition"]).split()),
            " ".join(str(content.get("not_this") or "").split()),
            tuple(" ".join(str(note).split()) for note in content.get("boundaries") or ()),
            (),
        )
    return replace(page, modes=tuple(modes.values()))


T = TypeVar("T")


def _try(faults: list[str], read: Callable[[], T], otherwise: T) -> T:
    """What `read` gives, or `otherwise` with its fault noted, so that all faults of an entry are told."""
    try:
        return read()
    except ValueError as error:
        faults.append(str(error))
        return otherwise


def _read_act(
    entry: Mapping[str, Any],
    rule: str,
    event_type: str,
    lists: Mapping[str, frozenset[str]],
    file: str,
    faults: list[str],
) -> Act | None:
    faults.extend(
        f"unknown key {key!r}; allowed: {', '.join(sorted(_KEYS))}"
        for key in sorted(set(entry) - _KEYS - {LINE})
    )
    kinds = [kind for kind in ("verb", "noun", "adjective") if entry.get(kind)]
    if len(kinds) != 1:
        faults.append(f"exactly one of verb, noun, adjective is needed, found {len(kinds)}")
        return None
    kind = kinds[0]
    faults.extend(_wrong_values(entry))
    line = entry.get(LINE, 0)
    misses = entry.get("misses") or ()
    return Act(
        rule=rule,
        type=event_type,
        mode=entry.get("mode"),
        cameo=None if entry.get("cameo") is None else str(entry["cameo"]),
        kind=kind,
        forms=tuple(tuple(form.split()) for form in alternatives(entry[kind])),
        actor=_try(faults, lambda: _slots(entry, "actor", kind), ()),
        recipient=_try(faults, lambda: _slots(entry, "recipient", kind), ()),
        where=_try(faults, lambda: _conditions(entry.get("where"), lists), ()),
        unless=_try(faults, lambda: _conditions(entry.get("unless"), lists), ()),
        needs=entry.get("needs", "any"),
        reciprocal=is_yes(entry.get("reciprocal")),
        last=is_yes(entry.get("last")),
        place_as_recipient=entry.get("place_as") == "recipient",
        contexts=tuple(entry.get("contexts") or ()),
        examples=tuple(
            example
            for item in entry.get("examples") or ()
            if (example := _try(faults, lambda item=item: _example(item, line), None))  # type: ignore[misc]
        ),
        misses=tuple(str(item["text"] if isinstance(item, dict) else item) for item in misses),
        known_misses=frozenset(
            str(item["text"]) for item in misses if isinstance(item, dict) and item.get("known")
        ),
        file=file,
        line=line,
    )


def _wrong_values(entry: Mapping[str, Any]) -> list[str]:
    """Values that are none of those allowed."""
    faults = []
    if entry.get("needs", "any") not in NEEDS:
        faults.append(f"needs {entry['needs']!r} is none of {', '.join(NEEDS)}")
    for context in entry.get("contexts") or ():
        if context not in CONTEXTS:
            faults.append(f"context {context!r} is none of {', '.join(CONTEXTS)}")
    if entry.get("place_as") not in (None, "recipient"):
        faults.append(f"place_as {entry['place_as']!r} can only be recipient")
    for key in ("reciprocal", "last"):
        if str(entry.get(key, False)).lower() not in ("true", "false"):
            faults.append(f"{key} {entry[key]!r} is neither true nor false")
    return faults


def _slots(entry: Mapping[str, Any], which: str, kind: str) -> tuple[str, ...]:
    if which in entry:
        slots = alternatives(entry[which])
    elif kind == "noun":
        slots = ("possessive", "compound", "by") if which == "actor" else ("on", "against", "of")
    else:
        slots = ("subject",) if which == "actor" else ("object",)
    for slot in slots:
        if slot not in _SLOTS and slot.split()[-1] not in PREPOSITIONS and slot != "none":
            raise ValueError(
                f"{which} slot {slot!r} is no preposition and none of {', '.join(sorted(_SLOTS))}"
            )
    return tuple(slot for slot in slots if slot != "none")


def _conditions(
    value: Mapping[str, Any] | None, lists: Mapping[str, frozenset[str]]
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
                    raise ValueError(
                        f"the word list {part} does not exist; write it in a file types/lists*.yaml"
                    )
                for lemma in lists[part[1:]]:
                    lemmas.add(lemma)
            elif part.startswith("<"):
                if part.strip("<>") not in CLASSES:
                    raise ValueError(f"class {part} is none of {', '.join(CLASSES)}")
                classes.add(part.strip("<>"))
            else:
                lemmas.add(part.lower())
        known = slot in _SLOTS or slot in _CONDITION_SLOTS or slot.split()[-1] in PREPOSITIONS
        if not known:
            raise ValueError(
                f"{slot!r} is no preposition and none of {', '.join(sorted({*_SLOTS, *_CONDITION_SLOTS}))}"
            )
        if slot == "clause" and not lemmas <= set(CLAUSES):
            raise ValueError(f"clause {sorted(lemmas)} must be among {', '.join(CLAUSES)}")
        found.append(Condition(slot, frozenset(lemmas), frozenset(classes)))
    return tuple(found)


def _example(item: object, line: int) -> Example | None:
    try:
        if not isinstance(item, dict):
            return read_example(str(item), line=line)
        unknown = sorted(set(item) - {"text", "status", "known", LINE})
        if unknown:
            raise ValueError(f"unknown key {unknown[0]!r}; allowed: text, status, known")
        status = item.get("status", "actual")
        if status not in STATUSES:
            raise ValueError(f"status {status!r} is none of {', '.join(STATUSES)}")
        example = read_example(str(item["text"]), status=status, line=item.get(LINE, line))
        return replace(example, known=str(item.get("known") or ""))
    except (KeyError, ValueError) as error:
        raise ValueError(f"example {str(item)[:60]!r}: {error}") from None
