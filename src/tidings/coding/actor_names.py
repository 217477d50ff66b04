"""Where an article's words match the codebook: names, adjectives of countries, role nouns, names it does not know.

A hit is words and what they could stand for; who is meant is decided in `actors`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tidings.codebook.actors import ActorIndex, Entry, Form, Role, pieces
from tidings.model.analysis import Analysis, Sentence, Word

_MODIFIES = frozenset({"amod", "compound", "nmod"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
HONORIFICS = frozenset(["mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "dame", "sheikh", "haji"])
_IRREGULAR = {"people": "people", "women": "woman", "children": "child", "police": "police"}
# pieces that stop a name from running on over them
_BARRIER = "\x00"


class Hit(NamedTuple):
    """Words `first:last` that can stand for someone. `head` is the word the rest of the sentence holds on to.

    `of` is a word of the full name that an acronym stands for, else -1.
    `kind` is a kind of `Entry`, or "role", "person" or "org" for names that are not in the codebook
    (`entries` empty), or "place" for a name of the map.
    """

    first: int
    last: int
    head: int
    kind: str
    entries: tuple[Entry, ...] = ()
    role: Role | None = None
    of: int = -1


def find_hits(analysis: Analysis, actors: ActorIndex, on: datetime.date | None) -> list[Hit]:
    """All hits of the article, in text order, none overlapping another."""
    named = {
        i: (name.first, name.last, name.label)
        for name in analysis.names
        for i in range(name.first, name.last)
    }
    hits: list[Hit] = []
    for sentence in analysis.sentences:
        words = analysis.words[sentence.first : sentence.last]
        shouted = _shouted(words)
        hits.extend(_joined(analysis, _in_sentence(analysis, sentence, words, actors, on, named, shouted)))
    return hits


def _joined(analysis: Analysis, hits: list[Hit]) -> list[Hit]:
    """The hits of a sentence, a name cut in two after its first word made whole ("Omar" + "Idris Salem")."""
    found: list[Hit] = []
    for hit in hits:
        last = found[-1] if found else None
        if (
            last is not None
            and last.kind == hit.kind == "person"
            and not last.entries
            and not hit.entries
            and last.last == hit.first
            and last.last - last.first == 1
        ):
            found[-1] = Hit(last.first, hit.last, head_of(analysis, last.first, hit.last), "person")
        else:
            found.append(hit)
    return found


def _shouted(words: Sequence[Word]) -> bool:
    """Whether the sentence is written in capitals throughout."""
    letters = [w.text for w in words if w.text.isalpha() and len(w.text) > 1]
    return len(letters) > 3 and sum(t.isupper() for t in letters) > 0.75 * len(letters)


def _in_sentence(
    analysis: Analysis,
    sentence: Sentence,
    words: Sequence[Word],
    actors: ActorIndex,
    on: datetime.date | None,
    named: dict[int, tuple[int, int, str]],
    shouted: bool,
) -> list[Hit]:
    parts, owner = _pieces(words)
    taken: dict[int, Hit] = {}
    for hit in _known(analysis, parts, owner, actors, on, named, shouted):
        for i in range(hit.first, hit.last):
            taken[i] = hit
    for hit in () if shouted else _unknown(analysis, sentence, actors, named, taken):
        for i in range(hit.first, hit.last):
            taken[i] = hit
    for hit in _roles(analysis, words, actors, taken):
        for i in range(hit.first, hit.last):
            taken[i] = hit
    for hit in _titled(analysis, sentence, taken):
        for i in range(hit.first, hit.last):
            taken[i] = hit
    return sorted(set(taken.values()), key=lambda h: h.first)


def _pieces(words: Sequence[Word]) -> tuple[list[str], list[int]]:
    """The sentence as pieces, and the word each belongs to."""
    parts: list[str] = []
    owner: list[int] = []
    for word in words:
        if word.text.isalpha() and word.text.isascii():
            found: tuple[str, ...] = (word.lower,)
        elif word.text == ",":
            found = (",",)
        elif word.pos == "PUNCT" and word.text not in ("-", "'", "."):
            found = (_BARRIER,)
        else:
            found = pieces(word.text)
        parts.extend(found)
        owner.extend([word.i] * len(found))
    return parts, owner


def _known(
    analysis: Analysis,
    parts: list[str],
    owner: list[int],
    actors: ActorIndex,
    on: datetime.date | None,
    named: dict[int, tuple[int, int, str]],
    shouted: bool,
) -> Iterator[Hit]:
    at = 0
    while at < len(parts):
        step = max(1, _never(actors, parts, at))
        if step == 1 and (at == 0 or owner[at] != owner[at - 1]):
            for length, forms in actors.matches(parts, at):
                end = at + length
                if end < len(parts) and owner[end] == owner[end - 1]:
                    continue
                first, last = owner[at], owner[end - 1] + 1
                hit = _accept(analysis, first, last, forms, on, named, shouted, length)
                if hit is not None and not _false_friend(actors, parts, at, end):
                    yield hit
                    step = length
                    break
        at += step


def _accept(
    analysis: Analysis,
    first: int,
    last: int,
    forms: tuple[Form, ...],
    on: datetime.date | None,
    named: dict[int, tuple[int, int, str]],
    shouted: bool,
    length: int,
) -> Hit | None:
    words = analysis.words[first:last]
    entries = tuple(f.entry for f in forms if _cased(words, f.case, shouted) and _alive(f.entry, on))
    entries = tuple(e for e in entries if e.kind != "seat" or _lasts(e, on))
    if not entries:
        return None
    # what has ended is meant only where nothing of the name lives on
    entries = tuple(e for e in entries if _lasts(e, on)) or entries
    head = head_of(analysis, first, last)
    kind, entries = _reading(analysis, first, last, head, entries)
    word = analysis.words[head]
    acronym = word.text.isupper() and not shouted
    if length == 1 and word.pos not in (*_NOUNS, "ADJ", "PRON") and not word.name and not acronym:
        return None
    span = named.get(first)
    if span and span[2] in _PLACES and kind == "people" and span[1] > last and first == span[0]:
        return None  # "Tamil Nadu", "Pashtun Zarghun"
    if span and span[2] == "PERSON" and _name_is_longer(analysis, span, first, last, entries[0].kind, length):
        return None
    return Hit(first, last, head, kind, entries)


def _name_is_longer(
    analysis: Analysis, span: tuple[int, int, str], first: int, last: int, kind: str, length: int
) -> bool:
    """Whether the words are only a part of somebody's longer name ("Jordan Smith", "Michelle Obama")."""
    begin, end = person_core(analysis, span[0], span[1])
    if end - begin < 2 or not (begin <= first and last <= end) or (begin, end) == (first, last):
        return False
    if kind == "person":
        return length == 1
    return kind in ("state", "seat", "group") or (kind in ("adjective", "people") and first > begin)


def _cased(words: Sequence[Word], case: str, shouted: bool) -> bool:
    if case == "any" or shouted:
        return True
    text = "".join(w.text for w in words)
    letters = [c for c in text if c.isalpha()]
    if case == "upper":
        if all(c.isupper() for c in letters):
            return True
        return len(words) == 1 and len(letters) > 3 and text[0].isupper() and words[0].pos == "PROPN"
    return bool(text) and (text[0].isupper() or not text[0].isalpha() or _particle(words))


def _particle(words: Sequence[Word]) -> bool:
    """A name that begins with a small particle: "al-Shabab", "bin Laden"."""
    return len(words) > 1 and len(words[0].text) <= 4 and words[-1].text[:1].isupper()


def _alive(entry: Entry, on: datetime.date | None) -> bool:
    return entry.start is None or on is None or entry.kind == "person" or entry.start <= on


def _lasts(entry: Entry, on: datetime.date | None) -> bool:
    return entry.end is None or (on is not None and on <= entry.end)


def _reading(
    analysis: Analysis, first: int, last: int, head: int, entries: tuple[Entry, ...]
) -> tuple[str, tuple[Entry, ...]]:
    """Which kind the words are here, where a form is both ("Afghan" the adjective, the man, the country's)."""
    kinds = {e.kind for e in entries}
    word = analysis.words[head]
    above = analysis.words[word.head]
    modifies = word.dep in _MODIFIES and word.head >= last and above.pos in (*_NOUNS, "ADJ")
    if word.dep == "conj" and above.dep in _MODIFIES and word.tag in ("JJ", "NNP"):
        modifies = True
    wanted: tuple[str, ...]
    if kinds & {"adjective", "people"}:
        plural = word.tag in ("NNS", "NNPS")
        predicate = word.tag == "JJ" and word.dep in ("acomp", "amod", "nmod", "advmod")
        wanted = (
            ("adjective", "people")
            if (modifies and not plural) or predicate
            else ("state", "people", "adjective")  # "the UAE" is a state, "UAE troops" have its name
        )
    else:
        wanted = ("state", "group", "org", "person", "seat")
        if "person" in kinds and word.name == "PERSON":
            wanted = ("person", "group", "org", "state", "seat")
    for kind in wanted:
        chosen = tuple(e for e in entries if e.kind == kind)
        if chosen:
            if kind == "people" and modifies and word.dep != "conj":
                kind = "adjective" if chosen[0].id.startswith("people/") and chosen[0].country else kind
            if kind == "state" and modifies:
                kind = "adjective"
            return kind, chosen
    return entries[0].kind, tuple(e for e in entries if e.kind == entries[0].kind)


def _false_friend(actors: ActorIndex, parts: list[str], at: int, end: int) -> bool:
    """Whether the words beside the form say that it is something else ("Austin, Texas", "Afghan hound")."""
    form = tuple(parts[at:end])
    for friend in actors.false_friends.get(parts[at], ()):
        if friend.pieces != form:
            continue
        if not friend.following and not friend.preceding:
            return True
        after, before = end, at - 1
        while after < len(parts) and parts[after] in (",", "'s"):
            after += 1
        while before >= 0 and parts[before] in (",", "'s"):
            before -= 1
        if after < len(parts) and parts[after] in friend.following:
            return True
        if before >= 0 and parts[before] in friend.preceding:
            return True
    return False


def _never(actors: ActorIndex, parts: list[str], at: int) -> int:
    """How many pieces from `at` are a longer name that is never an actor ("Gulf of Oman"); 0 for none."""
    for friend in actors.false_friends.get(parts[at], ()):
        length = len(friend.pieces)
        never = length > 1 and not friend.following and not friend.preceding
        if never and tuple(parts[at : at + length]) == friend.pieces:
            return length
    return 0


def head_of(analysis: Analysis, first: int, last: int) -> int:
    """The word of `first:last` that hangs outside it (the last one, for names run together)."""
    for i in range(last - 1, first - 1, -1):
        word = analysis.words[i]
        outside = word.head == i or not first <= word.head < last
        if outside and word.dep not in ("punct", "case", "det"):
            return i
    return last - 1


def person_core(analysis: Analysis, first: int, last: int) -> tuple[int, int]:
    """A person's name without title words, honorifics and possessive mark."""
    words = analysis.words
    while last > first and (words[last - 1].tag == "POS" or words[last - 1].pos in ("PUNCT", "ADP")):
        last -= 1
    while first < last - 1 and (
        words[first].lower.rstrip(".") in HONORIFICS or words[first].pos in ("DET", "PUNCT", "ADJ")
    ):
        first += 1
    return first, last


def _unknown(
    analysis: Analysis,
    sentence: Sentence,
    actors: ActorIndex,
    named: dict[int, tuple[int, int, str]],
    taken: dict[int, Hit],
) -> Iterator[Hit]:
    """Names that the language model found and the codebook does not know."""
    at = sentence.first
    while at < sentence.last:
        span = named.get(at)
        if span is None:
            at += 1
            continue
        first, last, label = span
        at = last
        inside = [taken[i] for i in range(first, last) if i in taken]
        if label == "PERSON":
            first, last = _without_titles(analysis, *person_core(analysis, first, last), actors)
            inside = [taken[i] for i in range(first, last) if i in taken]
            if first < last and not inside and _looks_like_name(analysis, first, last):
                yield Hit(first, last, head_of(analysis, first, last), "person")
        elif label in _PLACES and not inside:
            yield Hit(first, last, head_of(analysis, first, last), "place")
        elif label == "ORG" and last - first > 0:
            if analysis.words[first].pos == "DET":
                first += 1
            if analysis.words[last - 1].tag == "POS":
                last -= 1
            if first >= last or not analysis.words[first].text[0].isupper():
                continue
            if any(h.last - h.first > 1 and h.kind in ("org", "group", "person") for h in inside):
                continue
            if any(h.first < first or h.last > last for h in inside):
                continue
            whole = len({h.first for h in inside}) == 1 and (inside[0].first, inside[0].last) == (first, last)
            if whole or (inside and last - first == 1):
                continue
            if _is_role(analysis, first, last, inside, actors):
                continue
            yield Hit(first, last, head_of(analysis, first, last), "org")


def _is_role(analysis: Analysis, first: int, last: int, inside: list[Hit], actors: ActorIndex) -> bool:
    """Whether a supposed name is a role noun, or cuts one in two ("U.S. Commerce" Secretary)."""
    words = analysis.words
    begin = first
    while any(h.first <= begin < h.last and h.kind in ("adjective", "state") for h in inside):
        begin += 1
    for at in range(begin, last):
        for length in actors.role_lengths.get(piece_of(words[at]), ()):
            end = at + length
            if end > len(words) or not (end > last or (at == begin and end == last)):
                continue
            if words[end - 1].sentence != words[first].sentence:
                continue
            inner = [piece_of(w) for w in words[at : end - 1]]
            if any((*inner, final) in actors.roles for final in singular(words[end - 1])):
                return True
    return False


def _looks_like_name(analysis: Analysis, first: int, last: int) -> bool:
    words = analysis.words[first:last]
    return words[-1].text[:1].isupper() and all(w.tag != "POS" for w in words) and last - first < 7


def _without_titles(analysis: Analysis, first: int, last: int, actors: ActorIndex) -> tuple[int, int]:
    """Leave out title words at the front of a name: "Colonel Ahmed Musa"."""
    moved = True
    while moved and first < last - 1:
        moved = False
        for length in actors.role_lengths.get(piece_of(analysis.words[first]), ()):
            key = tuple(piece_of(w) for w in analysis.words[first : first + length])
            if length < last - first and key in actors.roles:
                first += length
                moved = True
                break
    return first, last


def piece_of(word: Word) -> str:
    """A word as compared: see `pieces`."""
    if word.text.isalpha() and word.text.isascii():
        return word.lower
    return "".join(pieces(word.text))


def singular(word: Word) -> Iterator[str]:
    """What a word's singular can be, the likeliest first."""
    piece = piece_of(word)
    yield piece
    if piece in _IRREGULAR:
        yield _IRREGULAR[piece]
        return
    if word.lemma != piece:
        yield word.lemma
    if piece.endswith("men"):
        yield piece[:-3] + "man"
    if piece.endswith("ies"):
        yield piece[:-3] + "y"
    if piece.endswith("es"):
        yield piece[:-2]
    if piece.endswith("s"):
        yield piece[:-1]


def _roles(
    analysis: Analysis, words: Sequence[Word], actors: ActorIndex, taken: dict[int, Hit]
) -> Iterator[Hit]:
    free = [w for w in words if w.text != "-"]
    parts = [piece_of(w) for w in free]
    at = 0
    while at < len(free):
        found = _role_at(free, parts, at, actors, taken)
        if found is None:
            at += 1
            continue
        length, role = found
        first, last = free[at].i, free[at + length - 1].i + 1
        yield Hit(first, last, _role_head(analysis, first, last), "role", (), role)
        at += length


def _role_head(analysis: Analysis, first: int, last: int) -> int:
    return head_of(analysis, first, last)


def _role_at(
    free: list[Word], parts: list[str], at: int, actors: ActorIndex, taken: dict[int, Hit]
) -> tuple[int, Role] | None:
    if free[at].i in taken:
        return None
    starts: dict[int, None] = {}
    for first in singular(free[at]):
        for length in actors.role_lengths.get(first, ()):
            starts[length] = None
    for length in sorted(starts, reverse=True):
        if at + length > len(free):
            continue
        final = free[at + length - 1]
        if any(free[k].i in taken for k in range(at, at + length)):
            continue
        if final.pos not in _NOUNS and not (length > 1 and final.pos in ("ADJ", "ADP", "VERB", "X")):
            continue
        inner = parts[at : at + length - 1]
        for end in singular(final):
            role = actors.roles.get((*inner, end))
            if role is None and length > 1:
                for begin in singular(free[at]):
                    role = role or actors.roles.get((begin, *inner[1:], end))
            if role is not None and not (length > 1 and "of" in inner and _modifies_next(final)):
                return length, role
    return None


def _modifies_next(final: Word) -> bool:
    """ "leaders of the opposition Unity Party": not of the opposition as such."""
    return final.dep in ("compound", "amod", "nmod") and final.head > final.i


def _titled(analysis: Analysis, sentence: Sentence, taken: dict[int, Hit]) -> Iterator[Hit]:
    """Capitalised words straight after a title that the language model did not take for a name."""
    for i in range(sentence.first + 1, sentence.last):
        before = taken.get(i - 1)
        word = analysis.words[i]
        titled = (
            before is not None and before.role is not None and before.role.kind in ("person", "title")
        ) or (analysis.words[i - 1].lower.rstrip(".") in HONORIFICS)
        if not titled or i in taken or word.pos != "PROPN" or not word.text[:1].isupper():
            continue
        if (
            before is not None
            and not analysis.words[i - 1].text[:1].isupper()
            and word.name not in ("PERSON", "ORG")
        ):
            continue
        last = i + 1
        while (
            last < sentence.last
            and last not in taken
            and (
                (analysis.words[last].pos == "PROPN" and analysis.words[last].text[:1].isupper())
                or analysis.words[last].text == "-"
            )
        ):
            last += 1
        yield Hit(i, last, head_of(analysis, i, last), "person")
