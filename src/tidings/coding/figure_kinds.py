"""What a count of people is a count of: what its words, its verb, its noun, or the count it is a part of say.

Order of the readings: harm that stands right behind or governs the count; the whole that it is a part of;
the list or predicate it stands in; its own noun; a toll beside a bare number; and `other` for people of
whom no more is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tidings.codebook.figure_words import FigureWords
from tidings.coding.counted_people import Count
from tidings.coding.noun_phrases import words_of
from tidings.model import tree
from tidings.model.analysis import Analysis, Word

HARM = frozenset({"killed", "injured", "displaced", "detained", "missing", "abducted", "evacuated"})
_SINGLE = frozenset({"killed", "injured", "detained", "missing", "abducted"})
_REPORTED = words_of(
    "report find leave confirm believe fear presume say feel think know see discover declare pronounce list have keep"
)
_BEGUN = words_of("begin start continue keep manage come seem have try force")
_TO_HOSPITAL = frozenset({"take", "rush", "bring", "admit", "treat", "send", "transfer", "fly"})
_FEWEST = 4  # people: below, a number before a noun that tells no harm describes parties rather than counts
_TOLL = re.compile(
    r"\b(?:(?:death )?tolls?|(?:number|count|tally) of (?:the )?(?P<of>[\w-]+(?: [\w-]+)?))\b", re.I
)
_BESIDE_TOLL = words_of(
    "to at of is was stands stood from initially reached passed past hit topped exceeded by reaching"
)
_ALSO = frozenset({"including", "among", "include", "included", "includes", "whom"})
_PREDICATES = frozenset(
    {
        "victim",
        "dead",
        "killed",
        "wounded",
        "injured",
        "detainee",
        "hostage",
        "missing",
        "fatality",
        "casualty",
    }
)
_BULLETS = frozenset("\u2022-*\u2013\u25cf\u25aa")


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a count, the word that gave it, and that word's index (None when it was inherited)."""

    what: str
    why: str
    word: int | None = None


def kinds_of_counts(
    analysis: Analysis, counts: Sequence[Count], words: FigureWords
) -> list[tuple[Count, Kind]]:
    """The counts that are figures, with their kinds, in text order."""
    reader = _Reader(analysis, words)
    found: list[tuple[Count, Kind]] = []
    for count in counts:
        kind = reader.kind(count, found)
        if kind is not None:
            found.append((count, kind))
    return found


class _Reader:
    def __init__(self, analysis: Analysis, words: FigureWords) -> None:
        self.analysis = analysis
        self.words = words
        self.killed = any(w.lemma in ("kill", "die", "dead", "death") for w in analysis.words)

    def kind(self, count: Count, earlier: Sequence[tuple[Count, Kind]]) -> Kind | None:
        """The kind of one count, given those before it; None when it is no figure."""
        harm = self._harm(count)
        if count.named:
            return harm if harm is not None and harm.what in _SINGLE else None
        if harm is not None and (harm.what in HARM or count.bare):
            return harm
        toll = self._toll(count) if count.bare else None
        if toll is not None:
            return toll
        part = self._part(count, earlier) or self._listed(count, earlier) or self._predicate(count)
        if part is not None:
            return part
        if harm is not None and not self._known_few(count):
            return harm
        return None if count.bare else self._noun(count)

    def _harm(self, count: Count) -> Kind | None:
        analysis = self.analysis
        anchors = list(dict.fromkeys([count.head, *self._whole(count)]))
        behind = self._behind(count.head)
        if behind is not None:
            return behind
        for at in anchors:
            found = self._governing(at, count)
            if found is not None:
                return found
        before = analysis.words[count.number.first - 1] if count.number.first else None
        if before is not None and before.lower in (
            "another",
            "a",
            "the",
            "only",
            "just",
            "further",
            "additional",
        ):
            before = analysis.words[before.i - 1] if before.i else None
        if (
            before is not None
            and before.pos == "VERB"
            and before.sentence == analysis.words[count.head].sentence
            and before.tag in ("VBD", "VBG", "VBZ", "VBN", "VB")
            and before.lemma in self.words.verbs
            and before.lemma not in (*self.words.by_subject, "claim", "lose", "hold")
            and not tree.is_passive(analysis, before.i)
        ):
            return Kind(self.words.verbs[before.lemma], before.lemma, before.i)
        return None

    def _whole(self, count: Count) -> list[int]:
        """Number words above the counted noun ("dozens of people"), and the number's own head."""
        found = [count.number.word]
        word = self.analysis.words[count.head]
        above_of = self.analysis.words[word.head].head
        of = word.dep == "pobj" and self.analysis.words[word.head].lower == "of"
        if of and count.number.first <= above_of:  # of "two of the four attackers", only the two
            found.append(above_of)
        if not count.bare:
            above = self.analysis.words[self.analysis.words[count.number.word].head]
            if count.number.word < above.i <= count.head:
                found.append(above.i)
        return found

    def _behind(self, i: int) -> Kind | None:
        """ "14 dead", "dozens injured", "7 militants killed": the harm stands right behind."""
        words = self.analysis.words
        at = i + 1
        while at < len(words) and words[at].lower in (
            "were",
            "was",
            "are",
            "also",
            "have",
            "been",
            "more",
            "left",
            "feared",
            "presumed",
        ):
            at += 1
        if at >= len(words) or words[at].sentence != words[i].sentence:
            return None
        follow = words[at]
        if follow.lower not in self.words.adjectives:
            return None
        active = follow.tag == "VBD" and at == i + 1 and bool(tree.below(self.analysis, follow.i, "dobj"))
        if active or (follow.dep in ("amod", "compound") and follow.head > follow.i):
            return None
        return Kind(self.words.adjectives[follow.lower], follow.lower, follow.i)

    def _governing(self, i: int, count: Count) -> Kind | None:
        """What verbs, adjectives and nouns around word `i` say, nearest first."""
        analysis, table = self.analysis, self.words
        word = analysis.words[i]
        at = word
        for _ in range(4):
            if at.dep != "conj" or analysis.words[at.head].pos not in (*tree.NOMINAL, "ADJ"):
                break
            at = analysis.words[at.head]
        head = analysis.words[at.head]
        found: Kind | None = None
        if head.i != at.i:
            if head.pos in ("VERB", "AUX", "ADJ"):
                found = self._by_verb(at, head, count)
            elif at.dep == "pobj" and head.lower == "with":
                found = self._along(head, count)
            elif at.dep == "pobj" and head.lower == "of":
                found = self._of_noun(analysis.words[head.head])
            elif (
                at.dep in ("compound", "nmod", "nummod")
                and head.lemma in table.nouns
                and head.i != count.head
            ):
                found = Kind(table.nouns[head.lemma], head.lemma, head.i)
        if found is not None:
            return found
        for c in tree.below(analysis, i, "acl", "relcl", "amod", "appos"):
            child = analysis.words[c]
            if child.i < count.number.first:
                continue
            if child.lemma in table.verbs and self._undergone(child):
                return Kind(table.verbs[child.lemma], child.lemma, child.i)
            if child.lower in table.adjectives:
                return Kind(table.adjectives[child.lower], child.lower, child.i)
        return None

    def _along(self, preposition: Word, count: Count) -> Kind | None:
        """ "The mayor was killed along with two guards"."""
        words = self.analysis.words
        verb = words[preposition.head]
        if words[preposition.i - 1].lower not in ("along", "together"):
            return None
        if verb.pos != "VERB":
            verb = words[verb.head]
        fits = verb.lemma in self.words.by_subject or tree.is_passive(self.analysis, verb.i)
        kind = self.words.verbs.get(verb.lemma)
        return Kind(kind, f"{verb.lemma} along with", verb.i) if kind and fits else None

    def _undergone(self, child: Word) -> bool:
        if child.lemma in self.words.by_subject:
            return True
        return child.tag == "VBN" and tree.is_passive(self.analysis, child.i)

    def _of_noun(self, above: Word) -> Kind | None:
        """ "The exodus of 300 families", "the bodies of two men", "the capture of 40 soldiers"."""
        lemma = above.lemma.lower()
        if lemma in self.words.nouns and lemma not in ("force", "suspect", "refugee", "prisoner"):
            return Kind(self.words.nouns[lemma], lemma, above.i)
        return Kind("troops", lemma, above.i) if lemma == "force" else None

    def _by_verb(self, word: Word, head: Word, count: Count) -> Kind | None:
        table, analysis = self.words, self.analysis
        lemma, passive = head.lemma, tree.is_passive(analysis, head.i)
        particles = [analysis.words[c].lower for c in tree.below(analysis, head.i, "prt")]
        if particles and f"{lemma} {particles[0]}" in table.verbs:
            lemma = f"{lemma} {particles[0]}"
        if (
            lemma in ("shoot", "gun", "stab", "strike", "hack", "find")
            and analysis.words[head.i + 1].lower == "dead"
        ):
            return Kind("killed", f"{lemma} dead", head.i)
        if passive and lemma in _TO_HOSPITAL and self._in_hospital(head):
            return Kind("injured", "to hospital", head.i)
        if lemma in table.verbs:
            undergoes = word.dep in ("dobj", "nsubjpass") or (passive and word.dep == "nsubj")
            if lemma in table.by_subject:
                if word.dep in ("nsubj", "nsubjpass"):
                    return Kind(table.verbs[lemma], lemma, head.i)
            elif undergoes and self._means(lemma, head, word, count, passive):
                return Kind(table.verbs[lemma], lemma, head.i)
        if lemma in ("claim", "lose", "cost", "take") and (found := self._lives(word, head, count)):
            return found
        if lemma in table.drawing and word.dep == "dobj" and self._protest_near(head):
            return Kind("protesters", lemma, head.i)
        return self._complement(word, head, passive)

    def _in_hospital(self, head: Word) -> bool:
        places = tree.prepositional(self.analysis, head.i, "to", "in", "at", "into")
        return any(self.analysis.words[k].lemma in ("hospital", "clinic") for k in places)

    def _means(self, lemma: str, head: Word, word: Word, count: Count, passive: bool) -> bool:
        """Verbs with other senses count in the fitting one: held people, buried people, lost lives."""
        if lemma in ("claim", "lose"):
            return False
        if lemma in ("bury", "hold", "seize", "burn", "hang"):
            return not count.bare and (passive or lemma != "hold" or self._held(head))
        return True

    def _held(self, head: Word) -> bool:
        return any(
            self.analysis.words[p].lower in ("in", "at", "without", "as", "for", "under")
            for p in tree.below(self.analysis, head.i, "prep")
        )

    def _lives(self, word: Word, head: Word, count: Count) -> Kind | None:
        """ "Claimed 20 lives", "300 people lost their lives"."""
        life = [
            o for o in tree.below(self.analysis, head.i, "dobj") if self.analysis.words[o].lemma == "life"
        ]
        if life and (word.dep == "nsubj" or word.i in life):
            return Kind("killed", "life", head.i)
        return None

    def _protest_near(self, head: Word) -> bool:
        sentence = self.analysis.sentences[head.sentence]
        first = self.analysis.sentences[max(0, head.sentence - 1)].first
        return any(w.lemma in self.words.protest_words for w in self.analysis.words[first : sentence.last])

    def _complement(self, word: Word, head: Word, passive: bool) -> Kind | None:
        """ "Left four people dead", "51 people were reported killed", "thousands began gathering"."""
        table, analysis = self.words, self.analysis
        if head.pos == "ADJ" and head.lower in table.adjectives:
            return Kind(table.adjectives[head.lower], head.lower, head.i)
        for c in tree.below(analysis, head.i, "acomp", "oprd", "attr", "xcomp", "ccomp"):
            child = analysis.words[c]
            if child.lower in table.adjectives and word.dep in ("nsubj", "nsubjpass", "dobj"):
                fits = head.lemma in (*_REPORTED, "be", "remain", "go", "become", "get", "shoot")
                if fits and (passive or word.dep != "nsubj" or child.dep in ("acomp", "attr")):
                    return Kind(table.adjectives[child.lower], child.lower, child.i)
            lemma = child.lemma
            if lemma not in table.verbs:
                continue
            reported = (
                head.lemma in _REPORTED and (passive or word.dep == "dobj") and child.tag in ("VBN", "VB")
            )
            begun = (
                (head.lemma in _BEGUN or passive)
                and word.dep in ("nsubj", "nsubjpass")
                and child.dep == "xcomp"
                and lemma in table.by_subject
            )
            if reported or begun:
                return Kind(table.verbs[lemma], lemma, child.i)
        return None

    def _part(self, count: Count, earlier: Sequence[tuple[Count, Kind]]) -> Kind | None:
        """ "Including three children", "eight of them Americans", "and 10 in Tarn": of the kind of the whole."""
        number, words = count.number, self.analysis.words
        sentence = self.analysis.sentences[words[count.head].sentence]
        before = [(c, k) for c, k in earlier if sentence.first <= c.number.first < number.first]
        opens = {w.lower for w in words[max(sentence.first, number.first - 3) : number.first]}
        if not before:
            carried = (
                earlier
                and opens & {"those", "them", "these"}
                and earlier[-1][0].number.first >= self._last(sentence.first)
            )
            return Kind(earlier[-1][1].what, "part of a count") if carried else None
        whole, kind = before[-1]
        between = {words[k].lower for k in range(whole.number.last, number.first)}
        if count.them or between & _ALSO or opens & {"those", "them"}:
            return Kind(kind.what, "part of a count")
        head = words[words[count.head].head]
        if count.bare and words[count.head].dep in ("nsubj", "nsubjpass") and head.pos == "VERB":
            return None  # it has a verb of its own to say what happened
        near = (
            number.first - whole.head <= 8 and between & {"and", ",", ":"} and not between & {"said", "who"}
        )
        if (
            near
            and kind.what in ("killed", "injured", "detained")
            and (count.bare or self._follows(whole, number.first))
        ):
            return Kind(kind.what, "part of a count")
        return None

    def _follows(self, whole: Count, at: int) -> bool:
        """Nothing but a conjunction between the counts ("two nurses and a driver, and three guards")."""
        between = self.analysis.words[whole.head + 1 : at]
        return all(w.pos in ("CCONJ", "PUNCT", "ADV", "DET") for w in between) and len(between) <= 3

    def _last(self, first: int) -> int:
        """Where the sentence before begins."""
        number = self.analysis.words[first].sentence
        return self.analysis.sentences[max(0, number - 1)].first

    def _listed(self, count: Count, earlier: Sequence[tuple[Count, Kind]]) -> Kind | None:
        """An item of a list that a sentence with a count and a colon opens ("... 20 dead: - six women")."""
        if not earlier:
            return None
        text = self.analysis.text
        line = text.rfind("\n", 0, self.analysis.words[count.head].start) + 1
        if text[line : line + 1] not in _BULLETS:
            return None
        while line > 0 and text[line : line + 1] in _BULLETS:
            end = line - 1
            line = text.rfind("\n", 0, end) + 1
        if not text[line:end].rstrip().endswith(":"):
            return None
        words = self.analysis.words
        heads = [k for c, k in earlier if line <= words[c.number.first].start < end]
        return Kind(heads[-1].what, "listed") if heads and heads[-1].what in HARM else None

    def _predicate(self, count: Count) -> Kind | None:
        """ "The victims were four nurses", "among the dead are two men"."""
        analysis = self.analysis
        sentence = analysis.sentences[analysis.words[count.head].sentence]
        before = analysis.words[sentence.first : count.number.first]
        if not any(w.lemma in ("be", "include") for w in before[-16:]):
            return None
        for w in before:
            lemma = w.lemma.lower()
            among = w.dep == "pobj" and analysis.words[w.head].lower == "among"
            if (lemma in _PREDICATES or w.lower in _PREDICATES) and (
                among or w.dep in ("nsubj", "nsubjpass")
            ):
                verb = analysis.words[w.head]
                if among or verb.lemma in ("be", "include"):
                    what = self._victims() if lemma in ("victim", "casualty") else None
                    what = what or self.words.adjectives.get(w.lower) or self.words.nouns.get(lemma)
                    return Kind(what, lemma, w.i) if what else None
        return None

    def _victims(self) -> str | None:
        return "killed" if self.killed else None

    def _known_few(self, count: Count) -> bool:
        """ "The two men", "one source": people already spoken of, not a count."""
        number = count.number
        if number.best == 1:
            return True
        return count.definite and (number.best or 1000) <= 12

    def _toll(self, count: Count) -> Kind | None:
        """ "The death toll has risen to 12", "the number of injured rose to 40": a bare number beside a toll."""
        analysis, number = self.analysis, count.number
        sentence = analysis.sentences[analysis.words[number.first].sentence]
        before = analysis.text[sentence.start : analysis.words[number.first].start]
        tolls = list(_TOLL.finditer(before))
        previous = analysis.words[number.first - 1].lower if number.first > sentence.first else ""
        if not tolls or previous not in _BESIDE_TOLL:
            return None
        of = (tolls[-1].group("of") or "").lower()
        if not of:
            return Kind("killed", "toll")
        if of.split()[0] in ("those", "people", "persons"):
            harmed = [self.words.adjectives[w] for w in of.split() if w in self.words.adjectives]
            return Kind(harmed[0] if harmed else "other", f"number of {of}")
        for word in of.split()[::-1]:
            lemma = word.rstrip("s")
            if word in self.words.adjectives:
                return Kind(self.words.adjectives[word], f"number of {word}")
            if lemma in self.words.nouns:
                return Kind(self.words.nouns[lemma], f"number of {word}")
            if lemma in self.words.people or word in self.words.people:
                return Kind("other", f"number of {word}")
        return None

    def _noun(self, count: Count) -> Kind | None:
        if self._known_few(count):
            return None
        word = self.analysis.words[count.head]
        lemma = word.lemma.lower()
        if lemma == "victim":
            return Kind(self._victims() or "other", lemma, word.i)
        if lemma in self.words.nouns:
            return Kind(self.words.nouns[lemma], lemma, word.i)
        if lemma == "life" or (
            (count.number.best or count.number.low or 0) < _FEWEST and not self._of_body(word)
        ):
            return None
        if lemma == "man" and self._under_arms(count):
            return Kind("troops", "men under arms", word.i)
        return Kind("other", lemma, word.i)

    def _of_body(self, word: Word) -> bool:
        """ "A seven-member panel"."""
        return self.analysis.words[word.i - 1].text == "-"

    def _under_arms(self, count: Count) -> bool:
        """ "10,000 men under arms", "ten of his men"."""
        words = self.analysis.words
        after = [w.lower for w in words[count.head + 1 : count.head + 3]]
        owned = any(words[k].tag == "PRP$" for k in range(count.number.last, count.head))
        return after == ["under", "arms"] or owned
