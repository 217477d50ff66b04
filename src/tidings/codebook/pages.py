"""Manual pages: of an event type in Markdown, for the documentation and the terminal, and of one entry."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from tidings.codebook.actors import Entry
from tidings.codebook.acts import Act, Condition, Example
from tidings.codebook.loader import Codebook, load_codebook
from tidings.codebook.ontology import QUAD, TYPES, definitions
from tidings.codebook.search import search
from tidings.model.errors import UsageError

_FORMS = 10  # words of an act that a type's page shows
_QUADS = ("", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


def type_page(book: Codebook, event_type: str) -> str:
    """The page of an event type in Markdown: definition, boundaries, modes, acts with an example each."""
    page = book.acts.pages[event_type]
    acts = sorted(
        (act for act in book.acts.acts if act.type == event_type), key=lambda act: (act.mode or "", act.rule)
    )
    lines = [
        f"# {event_type}",
        "",
        page.definition,
        "",
        f"Quad class {QUAD[event_type]} ({_QUADS[QUAD[event_type]]}). "
        f"{len(acts)} acts, {sum(len(a.forms) for a in acts)} patterns, "
        f"{sum(len(a.examples) for a in acts)} examples, {sum(len(a.misses) for a in acts)} misses.",
        "",
        f"**Not this:** {page.not_this}",
        "",
        "## Boundaries",
        "",
        *(f"- {note}" for note in page.boundaries),
        "",
        "## Modes",
        "",
    ]
    if page.modes:
        lines += ["| mode | CAMEO | definition |", "|---|---|---|"]
        lines += [f"| {mode} | {code or ''} | {_cell(text)} |" for mode, text, code in page.modes]
    else:
        lines.append("This type has no modes.")
    lines += ["", "## Acts", "", "| act | mode | CAMEO | words | example |", "|---|---|---|---|---|"]
    lines += [
        f"| {act.rule.partition('/')[2]} | {act.mode or ''} | {act.cameo or ''} | {_cell(_words(act))} "
        f"| {_cell(marked(act.examples[0])) if act.examples else ''} |"
        for act in acts
    ]
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _words(act: Act) -> str:
    shown = ", ".join(" ".join(form) for form in act.forms[:_FORMS])
    more = len(act.forms) - _FORMS
    return f"*{act.kind}* {shown}" + (f" and {more} more" if more > 0 else "")


def marked(example: Example) -> str:
    """An example with its act in bold and its parties in italics.

    >>> marked(Example("Jets bombed rebels.", (5, 11), ((0, 4),), ((12, 18),)))
    '*Jets* **bombed** *rebels*.'
    """
    spans = [(start, end, "*") for start, end in (*example.actors, *example.recipients)]
    if example.act:
        spans.append((*example.act, "**"))
    text = example.text
    for start, end, mark in sorted(spans, reverse=True):
        text = f"{text[:start]}{mark}{text[start:end]}{mark}{text[end:]}"
    return text + (f" ({example.status})" if example.status != "actual" else "")


def entry_lines(book: Codebook, what: str) -> list[str]:
    """The manual page of an entry: a type, TYPE/mode, TYPE/act, a CAMEO code, an actor's id or name, a role, a place;
    or sectors, countries, contexts.

    Raises `UsageError` with the nearest entries when there is none.
    """
    if what.upper() in TYPES:
        return type_page(book, what.upper()).splitlines()
    if what in ("sectors", "countries", "contexts"):
        return [f"{code:22} {text}" for code, text in definitions(what).items()]
    mode, act = _mode_lines(book, what), _act_lines(book, what)
    lines = [*mode, *([""] if mode and act else []), *act]
    lines = lines or _code_lines(book, what) or _actor_lines(book, what) or _other_lines(book, what)
    if lines:
        return lines
    near = [hit.id for hit in search(book, what.replace("/", " "))[:8]]
    hint = (
        f"the nearest are: {', '.join(near)}"
        if near
        else f"try: tidings codebook search {what.split('/')[-1]!r}"
    )
    raise UsageError(f"{what!r} is no entry of the codebook; {hint}")


def _act_lines(book: Codebook, what: str) -> list[str]:
    rules = {what.partition("@")[0].casefold(), what.casefold()}
    for act in book.acts.acts:
        if act.rule.casefold() in rules or act.rule.partition("@")[0].casefold() in rules:
            return [
                f"{act.rule}   {act.file}:{act.line}",
                "",
                f"{act.kind:10} {' | '.join(' '.join(form) for form in act.forms)}",
                f"mode       {act.mode or '-'}",
                f"CAMEO      {_code(book, act.cameo)}",
                f"actor      {', '.join(act.actor) or '-'}",
                f"recipient  {', '.join(act.recipient) or '-'}",
                f"needs      {act.needs}" + ("; all parties are actors" if act.reciprocal else ""),
                *_condition_lines("where", act.where),
                *_condition_lines("unless", act.unless),
                "",
                "Examples",
                *(
                    f"  + {marked(e)}" + (f"   [known to fail: {e.known}]" if e.known else "")
                    for e in act.examples
                ),
                "Misses",
                *(f"  - {miss}" for miss in act.misses),
            ]
    return []


def _condition_lines(name: str, conditions: Iterable[Condition]) -> list[str]:
    return [
        f"{name:10} {c.slot}: {' | '.join([*(f'<{x}>' for x in sorted(c.classes)), *sorted(c.lemmas)])}"
        for c in conditions
    ]


def _code(book: Codebook, code: str | None) -> str:
    found = book.cameo.get(code or "")
    return f"{found.code} {found.name} (Goldstein {found.goldstein})" if found else "-"


def _mode_lines(book: Codebook, what: str) -> list[str]:
    type_, _, mode = what.partition("/")
    page = book.acts.pages.get(type_.upper())
    for name, definition, code in page.modes if page else ():
        if name == mode.lower():
            acts = [act.rule for act in book.acts.acts if act.type == type_.upper() and act.mode == name]
            return [
                f"{type_.upper()}/{name}",
                "",
                definition,
                f"CAMEO      {_code(book, code)}",
                f"ACLED      {' / '.join(filter(None, book.crosswalks.to_acled(type_.upper(), name)))}",
                f"acts       {', '.join(acts)}",
            ]
    return []


def _code_lines(book: Codebook, what: str) -> list[str]:
    code = book.cameo.get(what)
    if code is None:
        return []
    below = [c for c in book.cameo.values() if c.code[:-1] == code.code]
    readings = [f"{t}/{m}" if m else t for t, m in book.crosswalks.to_plover(what)]
    acts = [act.rule for act in book.acts.acts if act.cameo == what]
    return [
        f"CAMEO {code.code}  {code.name}",
        "",
        code.definition,
        f"Goldstein  {code.goldstein}",
        f"quad class {code.quad} ({_QUADS[code.quad]})",
        f"PLOVER     {', '.join(readings) or 'none: ' + book.crosswalks.no_plover.get(what, '')}",
        f"acts       {', '.join(acts) or '-'}",
        *(f"  {c.code:5}{c.name}" for c in below),
    ]


def _actor_lines(book: Codebook, what: str) -> list[str]:
    index = book.actors
    entries: dict[str, Entry] = {e.id: e for e in index.named(what)}
    forms: dict[str, list[str]] = {}
    for key, found in index.forms.items():
        for form in found:
            if form.entry.id == what:
                entries.setdefault(what, form.entry)
            forms.setdefault(form.entry.id, []).append(" ".join(key))
    lines: list[str] = []
    for id_, entry in sorted(entries.items()):
        lines += [
            f"{id_}   {entry.kind}",
            f"  name     {entry.name}",
            f"  country  {entry.country or '-'}   sector {entry.sector or '-'}",
            f"  forms    {', '.join(sorted(forms[id_]))}",
        ]
        if entry.start or entry.end:
            lines.append(f"  active   {entry.start or '?'} to {entry.end or '?'}")
        lines += [
            f"  office   {t.office}, {t.country or '-'} {t.sector or '-'}: {t.start or '?'} to {t.end or '?'}"
            for t in index.terms.get(id_, ())
        ]
        lines += [
            f"  period   {t.country or '-'} {t.sector or '-'}: {t.start or '?'} to {t.end or '?'}"
            for t in index.periods.get(id_, ())
        ]
    return lines


def _other_lines(book: Codebook, what: str) -> list[str]:
    hits = [hit for hit in search(book, what) if hit.id.casefold() == what.casefold()]
    return [f"{hit.id}   {hit.kind}: {hit.about}" for hit in hits]


def write_pages(book: Codebook, folder: Path) -> list[Path]:
    """Write the page of every type into `folder`, and an index; returns what changed."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {f"{name}.md": type_page(book, name) for name in TYPES}
    index = ["# The event types", "", "Written from the codebook by `make docs`; not edited by hand.", ""]
    index += [f"- [{name}]({name}.md): {book.acts.pages[name].definition}" for name in TYPES]
    pages["index.md"] = "\n".join([*index, ""])
    changed = []
    for name, text in pages.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


if __name__ == "__main__":
    for written in write_pages(load_codebook(), Path(sys.argv[1])):
        print(written)
