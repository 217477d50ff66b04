"""Which words of an article name places: recognition only, nothing is located here.

Two sources are combined: names that the language model labels as places, and words that the gazetteer
knows standing where a place stands. What the model calls a person or an organisation is a place only
where its surroundings say so; a place inside an organisation's name is kept apart (`embedded`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tidings.codebook.gazetteer import Gazetteer
from tidings.codebook.place_words import place_words
from tidings.model.analysis import Analysis, Word

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_NOT_PLACES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL", "LANGUAGE"})
_APPOSED = frozenset({"capital", "city", "town", "village", "province", "port"})  # "the capital Dakar"
_SPLIT = frozenset({",", "/", "and", "&", "or", ";", "-", "--", "(", ")", ":"})


@dataclass(frozen=True, slots=True)
class PlaceName:
    """Words `first:last` (half-open) that name a place, characters `start:end`.

    `how` is model, gazetteer, embedded (inside an organisation's or building's name), capital ("the Chadian
    capital") or street.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    how: str


def find_place_names(analysis: Analysis, gazetteer: Gazetteer) -> list[PlaceName]:
    """Every place name of the article in text order; names do not overlap."""
    finder = _Finder(analysis, gazetteer)
    return finder.find()


class _Finder:
    """Holds what the passes over one article share: words taken, forms trusted as places or as persons."""

    def __init__(self, analysis: Analysis, gazetteer: Gazetteer) -> None:
        self.analysis = analysis
        self.words = analysis.words
        self.gazetteer = gazetteer
        self.taken: dict[int, PlaceName] = {}
        self.trusted: set[str] = set()
        self.label = ["" for _ in analysis.words]
        self.name_at: dict[int, tuple[int, int, str]] = {}
        for name in analysis.names:
            for i in range(name.first, name.last):
                self.label[i] = name.label
                self.name_at[i] = (name.first, name.last, name.label)
        self.surnames = _surnames(analysis)

    def find(self) -> list[PlaceName]:
        self._from_model()
        self._datelines()
        self._from_gazetteer()
        self._capitals()
        self._repeated()
        self._embedded()
        return sorted({id(n): n for n in self.taken.values()}.values(), key=lambda n: n.first)

    # passes ---------------------------------------------------------------------------------

    def _from_model(self) -> None:
        for name in self.analysis.names:
            if name.label not in PLACE_LABELS:
                continue
            for first, last in self._pieces(name.first, name.last):
                if self._unlikely(first, last, name.label):
                    continue
                street = self._is_street(first, last)
                found = self._take(first, last, "street" if street else "model")
                if found and name.label != "FAC" and self._known(first, last):
                    self.trusted.add(found.text.casefold())

    def _datelines(self) -> None:
        for first, last in dateline_words(self.analysis):
            for a, b in self._pieces(first, last):
                if self._known(a, b):
                    found = self._take(a, b, "gazetteer")
                    if found:
                        self.trusted.add(found.text.casefold())

    def _from_gazetteer(self) -> None:
        for first, last in self._runs():
            i = first
            while i < last:
                end = self._longest(i, last)
                if end and self._placelike(i, end):
                    found = self._take(i, end, "gazetteer")
                    if found:
                        self.trusted.add(found.text.casefold())
                i = end or i + 1

    def _capitals(self) -> None:
        """A capital that is not named: "the Chadian capital"."""
        for word in self.words[1:]:
            if word.lower != "capital" or self.gazetteer.nation_of(self.words[word.i - 1].text) is None:
                continue
            after = self.words[word.i + 1 : word.i + 3]
            if not any(w.pos == "PROPN" for w in after):
                self._take(word.i - 1, word.i + 1, "capital")

    def _repeated(self) -> None:
        """A form read as a place once is one wherever else it stands alone."""
        for first, last in self._runs():
            i = first
            while i < last:
                end = self._longest(i, last)
                if end and self._whole_name(i, end) and self._text(i, end).casefold() in self.trusted:
                    self._take(i, end, "gazetteer")
                i = end or i + 1

    def _embedded(self) -> None:
        """Places inside the names of organisations and buildings: "Nairobi Hospital", "Bank of Ghana"."""
        for name in self.analysis.names:
            if name.label not in ("ORG", "FAC", "EVENT", "WORK_OF_ART", "PERSON", "LAW", "PRODUCT"):
                continue
            words = self.words[name.first : name.last]
            if any(w.lower in place_words("media") for w in words) or any(
                i in self.taken for i in range(name.first, name.last)
            ):
                continue
            i = name.first
            while i < name.last:
                end = self._longest(i, name.last)
                if (
                    end
                    and not (i == name.first and end == name.last)
                    and self._leads(i, name.first, name.label)
                ) and (self._text(i, end).casefold() in self.trusted or self._prominent(i, end)):
                    self._take(i, end, "embedded")
                i = end or i + 1

    # conditions -----------------------------------------------------------------------------

    def _leads(self, i: int, first: int, label: str) -> bool:
        """Whether a name's word `i` stands where an organisation's place stands in its name."""
        if label == "PERSON":
            return False
        before = self.words[i - 1].lower if i > first else ""
        return before in ("", "the", "of", "in", "at", "for", "and", "&") or before in place_words(
            "direction"
        )

    def _well_known(self, first: int, last: int) -> bool:
        return any(p.own and p.population > 2_000 for p in self.gazetteer.look_up(self._text(first, last)))

    def _prominent(self, i: int, end: int) -> bool:
        places = self.gazetteer.look_up(self._text(i, end))
        return bool(places) and (
            places[0].kind in "CSA" or any(p.kind == "P" and p.own and p.population > 30_000 for p in places)
        )

    def _pieces(self, first: int, last: int) -> list[tuple[int, int]]:
        """A name's words trimmed to the place itself, and split where it joins several."""
        first, last = self._trim(first, last)
        if first >= last:
            return []
        while (
            last > first + 1
            and self.words[last - 1].lower in place_words("tail")
            and (
                (last < len(self.words) and self.words[last].lower in place_words("tail"))
                or not self._known(first, last)
            )
            and self._known(first, last - 1)
        ):
            last -= 1
        if self._known(first, last):
            return [(first, last)]
        pieces, at = [], first
        for i in range(first, last):
            if self.words[i].lower in _SPLIT:
                pieces.append((at, i))
                at = i + 1
        pieces.append((at, last))
        trimmed = [self._trim(a, b) for a, b in pieces]
        return [(a, b) for a, b in trimmed if a < b]

    def _trim(self, first: int, last: int) -> tuple[int, int]:
        while first < last and (
            self.words[first].lower in ("the", "a", "an", "this", "that", "'s", "'", ",")
            or (
                not self.words[first].text[0].isupper()
                and not self.words[first].lower.startswith(("al-", "el-"))
            )
        ):
            first += 1
        while last > first and (
            self.words[last - 1].lower in ("'s", "'", "\u2019s", ",", "-", "and", "or", "near")
            or self.words[last - 1].tag == "POS"
        ):
            last -= 1
        while (
            last > first + 1 and self.words[last - 1].text.islower() and self.words[last - 1].pos != "PROPN"
        ):
            last -= 1
        return first, last

    def _unlikely(self, first: int, last: int, label: str) -> bool:
        """Names that the model gets wrong: illnesses called after places, lone numbers, surnames."""
        text = self._text(first, last)
        if not any(c.isalpha() for c in text) or len(text) < 2 or self._common(first, last):
            return True
        if last < len(self.words) and self.words[last].lower in place_words("illness"):
            return True
        if last - first == 1 and text.casefold() in self.surnames and not self._before_place(first):
            return True
        if label == "LOC" and last - first == 1 and text.lower() in place_words("direction"):
            return True
        if any(w.lower in place_words("illness") for w in self.words[first:last]):
            return True
        return not self._known(first, last) and text.isupper() and len(text) < 6

    def _before_place(self, first: int) -> bool:
        return first > 0 and self.words[first - 1].lower in ("in", "at", "near", "outside")

    def _is_street(self, first: int, last: int) -> bool:
        words = self.words[first:last]
        if len(words) < 2:
            return False
        street = words[-1].lower in place_words("street") or words[0].lower in (
            "highway",
            "route",
            "interstate",
        )
        numbered = words[-1].text[:1].isdigit() and any(w.lower in place_words("street") for w in words)
        return street or numbered

    def _runs(self) -> list[tuple[int, int]]:
        """Stretches of capitalised words that no place has taken yet, within one sentence."""
        runs, start = [], None
        for word in [*self.words, None]:
            inside = (
                word is not None
                and word.i not in self.taken
                and self.label[word.i] not in _NOT_PLACES
                and (word.text[:1].isupper() or self._inner(word))
                and (start is None or word.sentence == self.words[start].sentence)
            )
            if inside and start is None and word is not None and word.text[:1].isupper():
                start = word.i
            elif not inside and start is not None:
                end = word.i if word is not None else len(self.words)
                runs.append((start, end))
                start = (
                    word.i
                    if word is not None and word.text[:1].isupper() and word.i not in self.taken
                    else None
                )
        return runs

    def _inner(self, word: Word) -> bool:
        """Lower-case parts of names: "Dar es Salaam", "Khan al-Assal", "Stratford-upon-Avon"."""
        return word.lower in (
            "es",
            "de",
            "del",
            "la",
            "al",
            "el",
            "-",
            "of",
            "and",
            "upon",
            "da",
            "do",
            "dos",
            "au",
            "le",
        ) or word.lower.startswith(("al-", "el-", "ez-", "ad-", "as-", "ash-"))

    def _longest(self, i: int, last: int) -> int | None:
        """End of the longest known place name that starts at word `i`."""
        if not self.words[i].text[:1].isupper() or len(self.words[i].text) < 2:
            return None
        for end in range(min(last, i + 5), i, -1):
            if not self.words[end - 1].text[-1:].isalnum() and self.words[end - 1].text[-1:] != ".":
                continue
            if not self._common(i, end) and self._known(i, end):
                return end
        return None

    def _whole_name(self, first: int, last: int) -> bool:
        """Whether the words are a name of their own: not part of a longer name, no title before."""
        if (
            first > 0
            and (self.words[first - 1].lower in place_words("title") or self.words[first - 1].lower == "of")
            and self.words[first - 1].lower in place_words("title")
        ):
            return False
        if last - first == 1 and self._text(first, last).casefold() in self.surnames:
            return False
        if last < len(self.words) and self.words[last].lower in place_words("illness"):
            return False
        if self.label[first] in ("", "NORP", "GPE"):
            before = self.words[first - 1] if first else None
            after = self.words[last] if last < len(self.words) else None
            joined = (
                before is not None
                and before.pos == "PROPN"
                and before.dep == "compound"
                and before.head in range(first, last)
            ) or (after is not None and after.pos == "PROPN" and self.words[last - 1].head == last)
            return not joined
        a, b, _ = self.name_at[first]
        a, b = self._trim(a, b)
        return a == first and b == last

    def _placelike(self, first: int, last: int) -> bool:
        """Whether a known name stands where a place stands."""
        self._text(first, last)
        if self.words[first].pos not in ("PROPN", "NOUN", "ADJ", "X") and last - first == 1:
            return False
        if not self._whole_name(first, last):
            return False
        if self._contained(first, last):
            return True
        after = self.words[last].lower if last < len(self.words) else ""
        if (
            after in place_words("civic")
            and self.label[first] not in PLACE_LABELS
            and self._well_known(first, last)
        ):
            return True
        before = self.words[first - 1].lower if first else ""
        two = self.words[first - 2].lower if first > 1 else ""
        if before in _APPOSED or (
            before == "of" and two in place_words("settlement") | place_words("division")
        ):
            return True
        if before not in place_words("locative") and not (
            before in place_words("direction") and two in place_words("locative") | {"of"}
        ):
            return False
        if self.label[first] == "PERSON":
            return before in ("in", "near", "outside") and last - first <= 3
        if self.label[first] in ("ORG", "WORK_OF_ART", "PRODUCT", "EVENT"):
            return before in ("in", "near", "outside", "from", "across", "throughout")
        return True

    def _contained(self, first: int, last: int) -> bool:
        """Whether ", <state or country that has such a place>" follows."""
        if last + 1 >= len(self.words) or self.words[last].text != ",":
            return False
        for end in range(min(last + 5, len(self.words)), last + 1, -1):
            outer = self._text(last + 1, end)
            holder = self.gazetteer.expand(outer)
            places = self.gazetteer.look_up(holder[0] if holder else outer)
            if not outer[:1].isupper() or not places:
                continue
            inner = self.gazetteer.look_up(self._text(first, last))
            return any(
                (p.kind == "C" and q.country == p.country) or (p.kind == "A" and q.admin1 == p.name)
                for p in places
                for q in inner
            )
        return False

    def _widen(self, first: int, last: int) -> tuple[int, int]:
        """Takes in what makes it another place: "southern Lebanon", "Al-Hol camp", "Bagram air base"."""
        words = self.words
        while (
            last < len(words)
            and words[last].lower in place_words("site")
            and words[last].sentence == words[first].sentence
            and last not in self.taken
        ):
            last += 1
        if last > first and words[last - 1].lower in ("air", "refugee", "border", "military", "naval"):
            last -= 1
        before = first - 1
        if (
            before >= 0
            and words[before].lower in place_words("compass")
            and words[before].sentence == words[first].sentence
        ):
            large = self.gazetteer.look_up(self._text(first, last))
            if before not in self.taken and large and large[0].kind in "CAS":
                first = before
        return first, last

    def _common(self, first: int, last: int) -> bool:
        text = self._text(first, last)
        return text != "US" and text.casefold() in place_words("common")

    # bookkeeping ----------------------------------------------------------------------------

    def _known(self, first: int, last: int) -> bool:
        text = self._text(first, last)
        return bool(self.gazetteer.look_up(text)) or self.gazetteer.expand(text) is not None

    def _text(self, first: int, last: int) -> str:
        return self.analysis.slice(first, last)

    def _take(self, first: int, last: int, how: str) -> PlaceName | None:
        if any(i in self.taken for i in range(first, last)):
            return None
        first, last = self._widen(first, last)
        start, end = self.words[first].start, self.words[last - 1].end
        text = self.analysis.text[start:end]
        if self.analysis.text[end : end + 1] == "." and self.gazetteer.expand(text + "."):
            end += 1
            text += "."
        name = PlaceName(first, last, start, end, text, how)
        for i in range(first, last):
            self.taken[i] = name
        return name


_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z'\u2019.\-]+(?:[ /][A-Z'\u2019.\-]+){0,3}(?:,? [A-Z][A-Za-z.]+(?: [A-Z][a-z]+)?)?)"
    r"(?:, [A-Z][a-z]+\.? \d+)?\s*(?:\([^)]{2,40}\)\s*)?(?:--|[\u2013\u2014:_-]|\()"
)


def dateline_words(analysis: Analysis) -> list[tuple[int, int]]:
    """Words (half-open) of the place in each dateline: "NAIROBI, Kenya (AP) --" at a paragraph's start."""
    found, seen = [], set()
    for sentence in analysis.sentences:
        if sentence.paragraph in seen:
            continue
        seen.add(sentence.paragraph)
        match = _DATELINE.match(analysis.text, sentence.start)
        if not match:
            continue
        inside = [
            w.i for w in analysis.words[sentence.first : sentence.last + 6] if w.end <= match.end("place")
        ]
        if inside:
            found.append((sentence.first, max(inside) + 1))
    return found


def _surnames(analysis: Analysis) -> set[str]:
    """Last words of the article's full person names, in lower case."""
    found = set()
    for name in analysis.names:
        if name.label == "PERSON" and name.last - name.first > 1:
            last = name.last - 1
            if analysis.words[last].tag == "POS":
                last -= 1
            if last > name.first:
                found.add(analysis.words[last].lower)
    return found
