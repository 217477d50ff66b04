"""The grammar of dates: the words and constructions of `data/dates.yaml`, compiled for matching.

A sentence becomes a string with one symbol per token, each symbol standing for the classes the token may
have; a construction is a regular expression over such strings. Matching is therefore cheap: most
sentences are strings of "_" only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tidings.codebook.word_files import WordFile
from tidings.codebook.yaml_files import LINE, Problem

NOTHING = "_"
AGAIN = "__"  # between the name and the number of a group: alternatives may use one name
# classes of tokens that are recognised by their form, not listed as words
FORMS: Mapping[str, tuple[str, ...]] = {
    "#day": ("day", "number"),
    "#number": ("number",),
    "#year": ("year", "number"),
    "#shortyear": ("year",),
    "#nth": ("nth",),
    "#decade": ("decade",),
    "#iso": ("iso",),
    "#numeric": ("numeric",),
    "#clock": ("clock",),
    "#ampm": ("ampm",),
    ",": ("comma",),
    "-": ("hyphen",),
    ".": ("dot",),
}
_RULE_KEYS = frozenset(["rule", "pattern", "means", "weak", "examples", "misses"])
_FILLERS = frozenset(
    {"the", "of", "in", "to", "on", "at", "comma", "hyphen", "dot"}
)  # never asked for by a rule


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word can stand for: its symbol, and its value in each of its classes."""

    symbol: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DateRule:
    """A construction: `pattern` runs over symbols; its groups are the classes, each as name, `AGAIN`, number."""

    name: str
    pattern: re.Pattern[str]
    means: str
    weak: bool
    examples: tuple[str, ...]
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateGrammar:
    """The words, phrases (by first word, longest first) and constructions of dates."""

    words: Mapping[str, Entry]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Entry], ...]]
    rules: tuple[DateRule, ...]
    before: tuple[re.Pattern[str], ...]
    after: tuple[re.Pattern[str], ...]


def load_date_grammar(file: WordFile) -> tuple[DateGrammar, list[Problem]]:
    """The date grammar of `dates.yaml` and the problems found in it."""
    content = file.content
    allowed = ("words", "rules", "before", "after")
    problems = [
        Problem(file.label, file.lines.get(key, 0), f"{key!r} is no section; allowed: {', '.join(allowed)}")
        for key in sorted(set(content) - set(allowed))
    ]
    classes = _word_classes(content.get("words") or {})
    symbols = _symbols(classes)
    chars: dict[str, str] = {}
    for kinds, symbol in symbols.items():
        for kind in kinds:
            chars[kind] = chars.get(kind, "") + symbol
    entries = {form: Entry(symbols[tuple(sorted(kinds))], {}) for form, kinds in FORMS.items()}
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for word, values in classes.items():
        entry = Entry(symbols[tuple(sorted(values))], values)
        parts = tuple(word.replace("'s", " 's").split())
        if len(parts) == 1:
            entries[word] = entry
        else:
            phrases.setdefault(parts[0], []).append((parts, entry))
    rules = []
    for raw in content.get("rules") or []:
        fault = _rule_fault(raw)
        if fault:
            problems.append(Problem(file.label, raw.get(LINE, 0) if isinstance(raw, dict) else 0, fault))
            continue
        pattern = _compiled(raw["pattern"], chars, file.label, raw.get(LINE, 0), problems)
        rules.append(
            DateRule(
                raw["rule"], pattern, raw.get("means", ""), bool(raw.get("weak")),
                tuple(raw.get("examples") or ()), tuple(raw.get("misses") or ()),
            )
        )  # fmt: skip
    before = tuple(_compiled(p, chars, file.label, 0, problems) for p in content.get("before") or [])
    after = tuple(_compiled(p, chars, file.label, 0, problems) for p in content.get("after") or [])
    longest = {first: tuple(sorted(found, key=lambda p: (-len(p[0]), p[0]))) for first, found in phrases.items()}  # fmt: skip
    return DateGrammar(entries, longest, tuple(rules), before, after), problems


def _rule_fault(raw: object) -> str | None:
    """What is wrong with the form of a construction."""
    if not isinstance(raw, dict) or not raw.get("rule") or not raw.get("pattern"):
        return f"a construction needs the keys rule and pattern: {str(raw)[:60]}"
    unknown = sorted(set(raw) - _RULE_KEYS - {LINE})
    if unknown:
        return f"unknown key {unknown[0]!r}; allowed: {', '.join(sorted(_RULE_KEYS))}"
    return None


def _word_classes(sections: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for kind, words in sections.items():
        for word, value in words.items():
            found.setdefault(str(word), {})[kind] = str(value)
    return found


def _symbols(classes: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, ...], str]:
    """One symbol for every set of classes that some token has."""
    sets = sorted({tuple(sorted(values)) for values in classes.values()} | {tuple(sorted(k)) for k in FORMS.values()})  # fmt: skip
    return {kinds: chr(0x3B1 + number) for number, kinds in enumerate(sets)}


def _compiled(
    pattern: str, chars: Mapping[str, str], file: str, line: int, problems: list[Problem]
) -> re.Pattern[str]:
    seen: list[str] = []

    def part(match: re.Match[str]) -> str:
        name = match.group()
        kind = name.rstrip("0123456789")
        if kind not in chars:
            problems.append(Problem(file, line, f"no words of class {kind!r}"))
            return ""
        symbols = f"[{chars[kind]}]"
        if kind in _FILLERS:
            return symbols
        seen.append(name)
        return f"(?P<{name}{AGAIN}{len(seen)}>{symbols})"

    date, _, following = (
        re.sub(r"[A-Za-z]+\d?", part, side).replace(" ", "") for side in pattern.partition(">>")
    )
    source = f"{date}(?={following})" if following else date
    try:
        return re.compile(source)
    except re.error as error:
        problems.append(Problem(file, line, f"not a pattern: {error}"))
        return re.compile(r"(?!)")


def examples_of(rules: Iterable[DateRule]) -> list[tuple[str, str, str, str | None]]:
    """(rule, sentence, the date's words, its value or None for "none") of every example of the rules."""
    found = []
    for rule in rules:
        for example in rule.examples:
            marked, value = (side.strip() for side in example.rsplit("=", 1))
            words = marked[marked.index("[") + 1 : marked.index("]")]
            plain = marked.replace("[", "").replace("]", "")
            found.append((rule.name, plain, words, None if value == "none" else value))
    return found
