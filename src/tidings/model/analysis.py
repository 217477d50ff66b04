"""What the language layer says of an article: words, sentences, syntax, names; and who is mentioned where.

Nothing here knows the NLP library: `language` fills these, every later stage reads only these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tidings.model.records import Actor


class Word(NamedTuple):
    """One word. `start` and `end` are offsets into the article's text; `head` is a word index.

    `pos` is the Universal POS tag, `tag` the Penn tag, `dep` the ClearNLP label of the English
    models ("nsubj", "nsubjpass", "dobj", "pobj", "agent" ...); a root is its own head. `name` is the
    entity label the word belongs to ("PERSON", "GPE", "ORG", "NORP", "DATE" ...) or "".
    """

    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int
    name: str


class Sentence(NamedTuple):
    """One sentence: words `first:last` (half-open), characters `start:end`, and its paragraph's number.

    `role` is "body", "headline" (a title line: no full stop, above the body) or "dateline".
    """

    first: int
    last: int
    start: int
    end: int
    paragraph: int
    role: str


class Name(NamedTuple):
    """A name found by the language model: words `first:last` (half-open) and its label."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """An article's words, sentences and names, with the children of every word.

    Offsets index `text`, which equals the article's text.
    """

    article: str
    text: str
    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...]
    children: tuple[tuple[int, ...], ...]

    def subtree(self, i: int) -> list[int]:
        """Word indexes of `i` and all below it, in text order."""
        found, stack = [], [i]
        while stack:
            at = stack.pop()
            found.append(at)
            stack.extend(self.children[at])
        return sorted(found)

    def slice(self, first: int, last: int) -> str:
        """The article's exact words from word `first` up to, not including, word `last`."""
        return self.text[self.words[first].start : self.words[last - 1].end]


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase or pronoun that stands for one or more actors.

    Words `first:last` (half-open), syntactic head `head`. `actors` are the parties meant (several
    for "both leaders", "the two countries"). `kind` is one of
      person, state, org, group, role  (a role noun phrase: "police", "two gunmen", "protesters"),
      adjective (a demonym or country name used as a modifier: "Russian", "US"),
      pronoun, description ("the Syrian leader", "the group") once resolved.
    `settled` is False when the country had to be taken from the article's context. `rule` says
    what decided (codebook entry, or the name of the coreference rule).
    """

    first: int
    last: int
    head: int
    actors: tuple[Actor, ...]
    kind: str
    settled: bool
    rule: str
