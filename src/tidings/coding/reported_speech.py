"""Clauses that a reporting word governs: indirect speech, found by syntax.

One `Report` per reporting word and content. Contents are character spans of the article; the
reporting clause itself, "that", and the marks around the content are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tidings.codebook.speech import SpeechCues
from tidings.model import tree
from tidings.model.analysis import Analysis, Word

Span = tuple[int, int]
_TRIM = " \t\n\u00a0,;:\u2014\u2013-_"
_VERBAL = ("VERB", "AUX")
_CLAUSE = ("ccomp",)
_SHORTEST = 6  # characters


@dataclass(frozen=True, slots=True)
class Report:
    """A reporting word `cue`, the words of its speakers and addressees, and its content's pieces."""

    cue: int
    speakers: tuple[int, ...]
    addressees: tuple[int, ...]
    parts: tuple[Span, ...]
    rule: str


def find_reports(analysis: Analysis, speech: SpeechCues, *, attitudes: bool = False) -> list[Report]:
    """Reports of indirect speech in text order of their cues; `attitudes` adds thought, wish and support."""
    found: list[Report] = []
    for word in analysis.words:
        if word.pos in _VERBAL:
            found.extend(_of_verb(analysis, word, speech, attitudes))
        elif word.pos == "NOUN":
            found.extend(_of_noun(analysis, word, speech))
        if word.lower == "according" or (word.lower == "per" and word.dep == "prep"):
            found.extend(_of_source(analysis, word))
    return found


def speakers_of_verb(analysis: Analysis, i: int) -> tuple[int, ...]:
    """Heads of who says what verb `i` reports: its subject, also through participles and "was quoted as"."""
    word = analysis.words[i]
    head = analysis.words[word.head]
    if word.dep == "pcomp" and head.lower == "as":
        above = analysis.words[head.head]
        own = tree.objects(analysis, above.i) if above.pos in _VERBAL else []
        if own:
            return tuple(own)
    own = tree.subjects(analysis, i)
    if not own and word.dep in ("ccomp", "ROOT", "conj", "advcl"):
        own = [
            c
            for c in tree.below(analysis, i, "dobj", "attr")
            if c == i + 1 or analysis.words[c].pos == "PROPN"
        ]
    return tuple(k for k in own if analysis.words[k].pos in tree.NOMINAL or analysis.words[k].pos == "DET")


def addressees_of_verb(analysis: Analysis, i: int) -> tuple[int, ...]:
    """Heads of whom verb `i` is spoken to ("told reporters", "said to parliament")."""
    word = analysis.words[i]
    if word.lemma in ("tell", "inform", "assure", "remind", "warn", "notify", "ask", "advise", "brief"):
        own = tree.below(analysis, i, "dobj", "dative")
        nominal = [
            k for k in own if analysis.words[k].pos in tree.NOMINAL and analysis.words[k].dep != "prep"
        ]
        if nominal:
            return tuple(nominal[:1])
    return tuple(tree.prepositional(analysis, i, "to"))[:1]


def tidy(text: str, start: int, end: int) -> Span:
    """`start:end` without blanks, commas and full stops at its edges, and without unpaired outer marks."""
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and (
        text[end - 1] in _TRIM or (text[end - 1] == "." and not _initials(text, start, end))
    ):
        end -= 1
    return start, end


def _initials(text: str, start: int, end: int) -> bool:
    return end - start > 3 and text[end - 3] == "." and text[end - 2].isupper()


def _of_verb(analysis: Analysis, word: Word, speech: SpeechCues, attitudes: bool) -> Iterator[Report]:
    lemma = word.lemma
    saying = lemma in speech.said or (attitudes and lemma in speech.attitudes)
    parts: list[Span] = []
    if saying or lemma in speech.asked:
        parts = _clause(analysis, word, asked=lemma in speech.asked and not saying)
    if not parts and (lemma in speech.promising or (attitudes and lemma in speech.attitudes)):
        parts = _complement(analysis, word, ("VB",))
    if not parts and lemma in speech.denying:
        parts = _complement(analysis, word, ("VBG",))
    if not parts and lemma in speech.accusing:
        parts = _charge(analysis, word)
    if not parts and lemma in speech.descriptive:
        parts = _description(analysis, word)
    if not parts:
        return
    speakers = speakers_of_verb(analysis, word.i)
    passive = tree.is_passive(analysis, word.i)
    if not speakers and not passive and word.dep != "ROOT" and word.tag == "VB":
        return  # nobody is told to have said it ("to say that ... would be wrong")
    yield Report(word.i, speakers, addressees_of_verb(analysis, word.i), tuple(parts), f"speech/{lemma}")


def _clause(analysis: Analysis, word: Word, *, asked: bool) -> list[Span]:
    """The finite clause under a verb of saying, after it, before it or around it."""
    for c in tree.below(analysis, word.i, *_CLAUSE):
        if analysis.words[c].tag in ("VBG", "VB") and not tree.below(
            analysis, c, "nsubj", "nsubjpass", "expl", "aux"
        ):
            continue
        if asked and not _question(analysis, c):
            continue
        parts = _pieces(analysis, c, word.i)
        if parts:
            return parts
    return _around(analysis, word)


def _question(analysis: Analysis, clause: int) -> bool:
    first = analysis.words[analysis.subtree(clause)[0]]
    return first.lower in ("if", "whether") or first.tag in ("WP", "WRB", "WDT")


def _pieces(analysis: Analysis, clause: int, verb: int) -> list[Span]:
    """The clause as character spans: what the reporting clause interrupts is left out."""
    inside = analysis.subtree(clause)
    if clause < verb:
        return _before(analysis, inside, verb)
    later = [k for k in inside if k > verb]
    while later and (
        analysis.words[later[0]].lower in ("that", ",") or analysis.words[later[0]].pos == "PUNCT"
    ):
        if analysis.words[later[0]].lower == "that" and analysis.words[later[0]].dep != "mark":
            break
        if analysis.words[later[0]].text in ('"', "``", "''", "'", "\u201c"):
            break
        later.pop(0)
    return _span(analysis, later)


def _before(analysis: Analysis, inside: list[int], verb: int) -> list[Span]:
    """A content that stands before "X said", and what goes on after it."""
    reporting = set(analysis.subtree(verb)) - set(inside) | {verb}
    own = [k for k in reporting if analysis.words[k].pos != "PUNCT" and k > inside[0]]
    sentence = analysis.sentences[analysis.words[verb].sentence]
    first = min([k for k in own if k > max((j for j in inside if j < verb), default=0) - 0] or [verb])
    earlier = [k for k in inside if k < first]
    if not earlier:
        return []
    parts = _span(analysis, list(range(earlier[0], earlier[-1] + 1)))
    later = [k for k in inside if k > verb and k < sentence.last]
    if later:
        parts += _span(analysis, later)
    return parts


def _around(analysis: Analysis, word: Word) -> list[Span]:
    """A sentence that "X said" merely interrupts: the clause the parenthesis hangs on."""
    if word.dep not in ("parataxis",) or word.head == word.i:
        return []
    aside = set(analysis.subtree(word.i))
    host = [k for k in analysis.subtree(word.head) if k not in aside]
    before, after = [k for k in host if k < word.i], [k for k in host if k > word.i]
    return _span(analysis, before) + _span(analysis, after)


def _complement(analysis: Analysis, word: Word, tags: tuple[str, ...]) -> list[Span]:
    for c in tree.below(analysis, word.i, "xcomp", "ccomp"):
        head = analysis.words[c]
        auxiliary = [k for k in tree.below(analysis, c, "aux", "auxpass")]
        tag = analysis.words[auxiliary[0]].tag if auxiliary else head.tag
        wanted = head.tag in tags or tag in (*tags, "TO" if "VB" in tags else "VBG")
        if c > word.i and wanted:
            return _span(analysis, [k for k in analysis.subtree(c) if k > word.i])
    return []


def _charge(analysis: Analysis, word: Word) -> list[Span]:
    """ "accused Y of doing Z": the gerund and what follows."""
    holders = [word.i, *tree.below(analysis, word.i, "dobj", "nsubjpass")]
    for holder in holders:
        for p in tree.below(analysis, holder, "prep"):
            if analysis.words[p].lower not in ("of", "for", "with", "over"):
                continue
            for g in tree.below(analysis, p, "pcomp"):
                return _span(analysis, analysis.subtree(g))
    return []


def _description(analysis: Analysis, word: Word) -> list[Span]:
    """ "called it a sham", "described the vote as a sham": object and predicate together."""
    i = word.i
    objects = [c for c in tree.below(analysis, i, "dobj") if c > i]
    as_phrases = [
        c for c in (*tree.below(analysis, i, "prep"), *(p for o in objects for p in tree.below(analysis, o, "prep")))
        if analysis.words[c].lower == "as" and c > i
    ]  # fmt: skip
    if as_phrases and objects:
        return _range(analysis, analysis.subtree(objects[0])[0], analysis.subtree(as_phrases[0])[-1])
    if word.lemma in ("call", "brand", "label", "dub", "term"):
        predicate = [c for c in tree.below(analysis, i, "oprd", "ccomp") if c > i]
        if predicate:
            own = objects[:1] or [k for k in tree.below(analysis, predicate[0], "nsubj") if k > i]
            first = analysis.subtree(own[0])[0] if own else analysis.subtree(predicate[0])[0]
            return _range(analysis, first, analysis.subtree(predicate[0])[-1])
    return []


def _of_noun(analysis: Analysis, word: Word, speech: SpeechCues) -> Iterator[Report]:
    if word.lemma not in speech.nouns:
        return
    for c in tree.below(analysis, word.i, "acl", "ccomp", "relcl"):
        marks = [k for k in tree.below(analysis, c, "mark") if analysis.words[k].lower == "that"]
        if not marks or c < word.i or analysis.words[c].dep == "relcl":
            continue
        speakers = tree.below(analysis, word.i, "poss") or tree.prepositional(
            analysis, word.i, "by", "from", "of"
        )
        speakers = speakers or [
            k for k in tree.below(analysis, word.i, "compound", "amod") if analysis.words[k].name
        ]
        if not speakers:
            head = analysis.words[word.head]
            if word.dep == "dobj" and head.lemma in (
                "make",
                "issue",
                "repeat",
                "give",
                "release",
                "send",
                "spread",
            ):
                speakers = list(speakers_of_verb(analysis, head.i))
        parts = _span(analysis, [k for k in analysis.subtree(c) if k > marks[0]])
        if parts:
            yield Report(word.i, tuple(speakers), (), tuple(parts), f"speech/{word.lemma} that")


def _of_source(analysis: Analysis, word: Word) -> Iterator[Report]:
    """ "According to X": the clause it stands beside, without it."""
    sources = (
        tree.prepositional(analysis, word.i, "to")
        if word.lower == "according"
        else tree.below(analysis, word.i, "pobj")
    )
    if not sources or (word.lower == "per" and analysis.words[sources[0]].pos != "PROPN"):
        return
    sentence = analysis.sentences[word.sentence]
    phrase = analysis.subtree(word.i)
    first, last = phrase[0], phrase[-1] + 1
    before = list(range(sentence.first, first))
    after = list(range(last, sentence.last))
    parts = _span(analysis, before) if len(before) > len(after) or len(before) > 8 else _span(analysis, after)
    if before and after and len(before) > 2 and parts and len(after) > 2 and len(before) <= 8:
        parts = _span(analysis, before) + parts
    if parts:
        yield Report(word.i, tuple(sources), (), tuple(parts), "speech/according to")


def _span(analysis: Analysis, words: list[int]) -> list[Span]:
    return _range(analysis, words[0], words[-1]) if words else []


def _range(analysis: Analysis, first: int, last: int) -> list[Span]:
    start, end = tidy(analysis.text, analysis.words[first].start, analysis.words[last].end)
    return [(start, end)] if end - start >= _SHORTEST else []
