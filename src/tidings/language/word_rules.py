"""The model's rules on word classes and lemmas, asked once for each kind of word instead of once for each word.

The attribute ruler of the model has some 180 patterns, nearly all of one word: what they find depends on the word's tag, its role
and, for some hundred words, the word itself. What was found for such a kind is kept; the few patterns of two words are matched
as ever. The answers are those of the model's own matcher.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_LOOKED_AT = {"TAG", "DEP", "LOWER", "IS_SPACE"}
_Kind = tuple[int, int, int, int]


def remember_kinds(language: Language) -> bool:
    """Let the attribute ruler of `language` remember kinds of words; False, and nothing done, where its patterns
    look at more than is known here."""
    ruler: Any = language.get_pipe("attribute_ruler")
    patterns = [entry["patterns"] for entry in ruler.patterns]
    asked = [token for one in patterns for tokens in one for token in tokens]
    if not all(set(token) <= _LOOKED_AT and _plain(token.get("LOWER", "")) for token in asked):
        return False
    from spacy.matcher import Matcher

    longer = Matcher(language.vocab)
    for number, one in enumerate(patterns):
        if any(len(tokens) > 1 for tokens in one):
            longer.add(str(number), one)
    forms = [re.compile(form) for token in asked for form in _forms(token.get("LOWER", ""))]
    ruler.matcher = _Remembering(ruler.matcher, longer, forms)
    return True


class _Remembering:
    """Stands in the place of the ruler's matcher: gives the same matches, in another order."""

    def __init__(self, every: Any, longer: Any, forms: list[re.Pattern[str]]) -> None:
        self.every = every
        self.longer = longer
        self.forms = forms
        self.word: dict[int, int] = {}  # a word to itself where a pattern asks for it, else to 0
        self.found: dict[_Kind, tuple[int, ...]] = {}

    def __call__(
        self, doc: Doc, *, allow_missing: bool = False, as_spans: bool = False
    ) -> list[tuple[int, int, int]]:
        kinds = self._kinds(doc)
        if any(kind not in self.found for kind in kinds):
            self._learn(kinds, self.every(doc, allow_missing=allow_missing, as_spans=False))
        found = self.longer(doc, allow_missing=allow_missing, as_spans=False) if len(self.longer) else []
        for i, kind in enumerate(kinds):
            found.extend((rule, i, i + 1) for rule in self.found[kind])
        return list(found)

    def _kinds(self, doc: Doc) -> list[_Kind]:
        rows = doc.to_array(["TAG", "DEP", "LOWER", "IS_SPACE"]).tolist()
        of = self.word
        for _, _, word, _ in rows:
            if word not in of:
                lower = doc.vocab.strings[word]
                of[word] = word if any(form.search(lower) for form in self.forms) else 0
        return [(tag, dep, of[word], space) for tag, dep, word, space in rows]

    def _learn(self, kinds: list[_Kind], matches: Iterable[tuple[int, int, int]]) -> None:
        rules: dict[_Kind, set[int]] = {kind: set() for kind in kinds}
        for rule, start, end in matches:
            if end == start + 1 and rule not in self.longer:
                rules[kinds[start]].add(rule)
        self.found.update((kind, tuple(sorted(of))) for kind, of in rules.items())


def _plain(asked: str | Mapping[str, Any]) -> bool:
    return isinstance(asked, str) or set(asked) <= {"IN", "NOT_IN", "REGEX"}


def _forms(asked: str | Mapping[str, Any]) -> list[str]:
    """Patterns for the words that are asked for."""
    if isinstance(asked, str):
        return [rf"\A{re.escape(asked)}\Z"]
    words = [*asked.get("IN", ()), *asked.get("NOT_IN", ())]
    return [*(rf"\A{re.escape(word)}\Z" for word in words), *([asked["REGEX"]] if "REGEX" in asked else [])]
