"""The exact words that a reporting word governs: clauses after it, before it, around it; gerunds; predicates.

Every function returns character spans of the article, in text order: several where the reporting
clause stands inside its content, none where the words do not have the construction.
"""

from __future__ import annotations

from tidings.coding.noun_phrases import words_of
from tidings.model import tree
from tidings.model.analysis import Analysis, Word

Span = tuple[int, int]

_TRIM = " \t\n\u00a0,;:\u2014\u2013-_"
_QUOTES = frozenset({'"', "``", "''", "'", "`"})
_CONTENT_NOUNS = words_of(
    "claim statement fact idea report allegation belief view hope fear news sign proof evidence argument charge promise warning "
    "suggestion rumor rumour assertion accusation denial notion impression concern worry doubt chance possibility risk "
    "expectation message word announcement assurance decision proposal demand complaint"
)
_OPENINGS = words_of(
    "without despite unlike if unless until although because when while once given under with for"
)
_OCCASIONS = words_of(
    "statement interview speech letter conference briefing call tweet message meeting time report"
)
_ADDS = words_of("and but which who while in as according once hours days after before when during on at")
_ADDING = frozenset(
    {
        "add",
        "argue",
        "cite",
        "note",
        "say",
        "call",
        "accuse",
        "refer",
        "quote",
        "claim",
        "insist",
        "warn",
        "urge",
        "allude",
    }
)
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SHORTEST = 6  # characters
_ASIDE = 6  # words that may follow the verb of a reporting clause between commas
_TAIL = 16  # words that may follow "X said" when its content stands before it
_ADVERBIAL = frozenset({"prep", "advmod", "npadvmod", "advcl", "dobj", "dative", "xcomp", "agent", "prt"})
_PREDICATE_MARKS = {"as": None, "to": frozenset({"liken", "compare", "attribute", "ascribe"})}


def tidy(text: str, start: int, end: int) -> Span:
    """`start:end` without blanks, commas and the full stop at its edges; initials keep their dot.

    >>> tidy("  he left the U.S. , ", 0, 21)
    (2, 18)
    """
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and (
        text[end - 1] in _TRIM or (text[end - 1] == "." and not _initials(text, start, end))
    ):
        end -= 1
    return start, end


def _initials(text: str, start: int, end: int) -> bool:
    return end - start > 3 and text[end - 3] == "." and text[end - 2].isupper()


def finite(analysis: Analysis, i: int) -> bool:
    """Whether verb `i` has a tense of its own ("left", "has left", "may leave")."""
    if analysis.words[i].tag in _FINITE:
        return True
    return any(analysis.words[k].tag in _FINITE for k in tree.below(analysis, i, "aux", "auxpass"))


def clause_after(analysis: Analysis, word: Word, *, asked: bool) -> list[Span]:
    """The clause that follows a verb of saying, without "that"; only a question when `asked`."""
    for c in tree.below(analysis, word.i, "ccomp"):
        if c < word.i or not _is_clause(analysis, c):
            continue
        if asked and not _question(analysis, c):
            continue
        inside = [k for k in analysis.subtree(c) if k > word.i]
        inside = _without_opening(analysis, inside)
        if inside:
            inside = [*_opening_phrase(analysis, word, inside[0]), *inside]
            last = _extended(analysis, word, c, inside[-1])
            last = _before_own_report(analysis, c, last)
            return span(analysis, inside[0], _before_tail(analysis, word, inside[0], last))
    return []


def _opening_phrase(analysis: Analysis, word: Word, first: int) -> list[int]:
    """ "Said [without the key facts, the town ...]": a phrase behind the verb that a comma joins to the clause."""
    words = analysis.words
    if first - word.i < 4 or words[first - 1].text != "," or words[word.i + 1].lower not in _OPENINGS:
        return []
    phrase = list(range(word.i + 1, first))
    if any(words[k].lemma in _OCCASIONS or words[k].name in ("DATE", "TIME") for k in phrase):
        return []
    return phrase


def _with_phrases(analysis: Analysis, word: Word, part: int, last: int) -> int:
    """The end of an object with the phrases of its verb that follow it directly."""
    for c in analysis.children[word.i]:
        if c > part and analysis.words[c].dep in _ADVERBIAL:
            phrase = analysis.subtree(c)
            if phrase[0] == last + 1:
                last = phrase[-1]
    return last


def clause_far(analysis: Analysis, word: Word) -> list[Span]:
    """A "that" clause that the parser hung on a word between it and the verb ("told a rally on Monday that")."""
    words = analysis.words
    for k in range(word.i + 1, min(word.i + 25, analysis.sentences[word.sentence].last)):
        w = words[k]
        if w.lower == "that" and w.dep == "mark" and finite(analysis, w.head) and k > word.i + 1:
            inside = [j for j in analysis.subtree(w.head) if j > k]
            host = words[words[w.head].head]
            if host.lemma in _CONTENT_NOUNS and host.i == k - 1:
                return []  # "the claim that ..."
            return span(analysis, inside[0], _extended(analysis, word, w.head, inside[-1])) if inside else []
        if w.tag in _FINITE or w.text in (";", ":", ",") or w.text in _QUOTES:
            return []
        if w.pos == "VERB" and w.dep not in ("acl", "amod"):
            return []
    return []


def as_clause(analysis: Analysis, word: Word) -> list[Span]:
    """The main clause beside "as X put it", "as X reported"."""
    marks = [k for k in tree.below(analysis, word.i, "mark", "advmod") if analysis.words[k].lower == "as"]
    if word.dep != "advcl" or not marks or not tree.below(analysis, word.i, "nsubj"):
        return []
    aside = set(analysis.subtree(word.i))
    host = [k for k in analysis.subtree(word.head) if k not in aside]
    before, after = [k for k in host if k < marks[0]], [k for k in host if k > word.i]
    if len(before) <= 2 and after:
        return span(analysis, after[0], after[-1])
    return span(analysis, before[0], before[-1]) if len(after) <= 2 and before else []


def _is_clause(analysis: Analysis, c: int) -> bool:
    if finite(analysis, c):
        return True
    marked = any(analysis.words[k].lower == "that" for k in tree.below(analysis, c, "mark"))
    headline = analysis.sentences[analysis.words[c].sentence].role == "headline"
    subject = tree.below(analysis, c, "nsubj", "nsubjpass")
    return bool(subject) and (marked or (headline and analysis.words[c].pos == "VERB"))


def _question(analysis: Analysis, clause: int) -> bool:
    first = analysis.words[analysis.subtree(clause)[0]]
    return first.lower in ("if", "whether") or first.tag in ("WP", "WRB", "WDT")


def _without_opening(analysis: Analysis, inside: list[int]) -> list[int]:
    """Without the comma and the "that" that lead into a content; an opening quotation mark stays."""
    at = 0
    while at < len(inside):
        word = analysis.words[inside[at]]
        leads = word.pos == "PUNCT" and word.text not in _QUOTES
        if not leads and not (word.lower == "that" and word.dep == "mark"):
            break
        at += 1
    return inside[at:]


def _extended(analysis: Analysis, word: Word, clause: int, last: int) -> int:
    """The end of a content whose last words the parser hung elsewhere: up to the next comma, "and" or stop."""
    if word.dep in ("relcl", "acl", "csubj", "pcomp", "amod"):
        return last
    end = analysis.sentences[word.sentence].last
    while last + 1 < end and analysis.words[last + 1].pos not in ("PUNCT", "CCONJ", "SYM"):
        following = analysis.words[last + 1]
        if following.tag in _FINITE and following.dep == "ROOT":
            break
        last += 1
    return last


def _before_tail(analysis: Analysis, word: Word, first: int, last: int) -> int:
    """Without what the paper adds behind a comma: ", citing ...", ", adding that ...", ", whereas ..."."""
    words = analysis.words
    for k in range(first + 2, last):
        if words[k - 1].text != ",":
            continue
        w = words[k]
        if (w.tag == "VBG" and w.lemma in _ADDING) or w.lower == "whereas":
            return k - 2
        if w.tag == "VBG" and w.head == word.i and w.dep == "advcl":
            return k - 2
        if w.lower == "while" and w.dep == "mark" and words[w.head].head == word.i:
            return k - 2
    return last


def _before_own_report(analysis: Analysis, clause: int, last: int) -> int:
    """The content stops where a conjoined clause reports again ("... was hit, but rebels said ...")."""
    for c in tree.below(analysis, clause, "conj"):
        own = tree.below(analysis, c, "ccomp")
        if (
            analysis.words[c].lemma
            in ("say", "tell", "add", "state", "claim", "deny", "warn", "call", "announce")
            and own
        ):
            joined = [k for k in tree.below(analysis, clause, "cc") if k < c]
            first = analysis.subtree(c)[0]
            return min([joined[-1] if joined else first, first]) - 1
    return last


def clause_before(analysis: Analysis, word: Word) -> list[Span]:
    """The sentence that "..., X said" or "..., said X" closes or interrupts, without the reporting clause."""
    words, text = analysis.words, analysis.text
    if word.tag not in ("VBD", "VBZ", "VBP", "VBN") or word.dep in ("relcl", "acl", "xcomp", "amod"):
        return []
    first = _reporting_start(analysis, word)
    if first is None:
        return []
    sentence = analysis.sentences[word.sentence]
    comma = words[first - 1]
    if first - 1 <= sentence.first or not (
        comma.text in (",", "''", '"', "'") or words[first - 2].text == ","
    ):
        return []
    stop = _reporting_stop(analysis, word)
    if stop is None:
        return []
    earlier = range(sentence.first, first - 1)
    if any(
        words[k].lower in ("as", "like") and k >= first - 1
        for k in tree.below(analysis, word.i, "mark", "prep", "advmod")
    ):
        return []  # "as X said" compares
    later: list[Span] = []
    if stop == word.i + 1 and stop < sentence.last and words[stop].text == ",":
        later = _rest(analysis, stop + 1, sentence.last)
    tensed = any(words[k].tag in _FINITE and not _qualifies(analysis, k, word.i) for k in earlier)
    if not (tensed or later) and sentence.role != "headline":
        return []
    parts = span(analysis, earlier[0], earlier[-1]) + later
    return [(a, b) for a, b in parts if text[a:b]]


def _qualifies(analysis: Analysis, k: int, verb: int) -> bool:
    """Whether word `k` belongs to a clause about the saying ("When the talks failed, X said ...")."""
    for _ in range(30):
        word = analysis.words[k]
        if word.head in (k, verb):
            if word.head != verb or word.dep not in ("advcl", "prep", "npadvmod", "advmod"):
                return False
            opens = [analysis.words[c] for c in tree.below(analysis, k, "mark", "advmod")]
            return (
                word.dep != "advcl"
                or word.tag in ("VBG", "VBN")
                or any(w.dep == "mark" or w.tag == "WRB" for w in opens)
            )
        k = word.head
    return False


def _reporting_start(analysis: Analysis, word: Word) -> int | None:
    """The first word of "X said" (or of "said" in "said X"); None where the subject does not fit."""
    own = tree.below(analysis, word.i, "nsubj", "nsubjpass")
    auxiliaries = tree.below(analysis, word.i, "aux", "auxpass", "advmod", "neg")
    before = [k for k in own if k < word.i]
    if before:
        return analysis.subtree(before[0])[0]
    start = min([word.i, *(k for k in auxiliaries if word.i - 3 < k < word.i)])
    follows = analysis.words[word.i + 1] if word.i + 1 < len(analysis.words) else None
    if own or (follows is not None and follows.pos in ("PROPN", "NOUN", "DET", "ADJ", "NUM")):
        return start
    return None


def _reporting_stop(analysis: Analysis, word: Word) -> int | None:
    """The word that ends the reporting clause; None when a clause still follows in it."""
    words = analysis.words
    last = analysis.sentences[word.sentence].last
    for k in range(word.i + 1, min(last, word.i + _TAIL)):
        w = words[k]
        if w.text in (",", ";", "--", "\u2014") or w.text in _QUOTES or (w.text in ".!?" and k > word.i):
            return k
        if w.tag in _FINITE or (w.lower in ("that", "whether", "if", "how", "why") and w.dep == "mark"):
            return None
    return last if last - word.i <= _TAIL else None


def interrupted(analysis: Analysis, word: Word) -> list[Span]:
    """Both halves of a sentence that "..., X said, ..." interrupts; none where it does not stand between commas."""
    words = analysis.words
    if word.tag not in ("VBD", "VBZ", "VBP") or word.dep in ("relcl", "acl", "xcomp", "amod", "advcl"):
        return []
    first, stop = _reporting_start(analysis, word), _reporting_stop(analysis, word)
    sentence = analysis.sentences[word.sentence]
    if first is None or stop is None or stop >= sentence.last or stop - word.i > _ASIDE:
        return []
    if first - 2 <= sentence.first or words[first - 1].text != "," or words[stop].text != ",":
        return []
    left = range(sentence.first, first - 1)
    right = words[stop + 1 : sentence.last]
    if len(left) < 2 or len(right) < 4 or right[0].tag in ("VBG", "VBD") or right[0].text in _QUOTES:
        return []
    if right[0].lower in _ADDS or right[0].dep == "mark" or right[0].tag == "WRB":
        return []  # what follows is about the saying, or told beside it
    if any(words[k].lemma == word.lemma and words[k].tag in _FINITE for k in left):
        return []  # a report of its own stands before
    if first == word.i and not any(w.tag in _FINITE for w in right):
        return []  # "said Uhlen, a fisherman": what follows describes the speaker
    return span(analysis, left[0], left[-1]) + span(analysis, stop + 1, sentence.last - 1)


def _rest(analysis: Analysis, first: int, last: int) -> list[Span]:
    """What goes on after ", he said,": to the sentence's end, unless it is about the saying itself."""
    words = analysis.words
    head = words[first] if first < last else None
    if head is None or head.tag in ("VBG", "WP", "WDT") or head.text in _QUOTES or last - first < 3:
        return []
    if head.lower in (
        "but",
        "and",
        "who",
        "which",
        "in",
        "as",
        "according",
        "citing",
        "after",
        "when",
        "while",
        "speaking",
    ):
        return []
    return span(analysis, first, last - 1)


def around(analysis: Analysis, word: Word) -> list[Span]:
    """A sentence that a parenthesis ("the mayor, officials say, has left") interrupts."""
    if word.dep != "parataxis" or word.head == word.i:
        return []
    aside = set(analysis.subtree(word.i))
    host = [k for k in analysis.subtree(word.head) if k not in aside]
    before, after = [k for k in host if k < word.i], [k for k in host if k > word.i]
    return (span(analysis, before[0], before[-1]) if before else []) + (
        span(analysis, after[0], after[-1]) if after else []
    )


def complement(analysis: Analysis, word: Word, *, gerund: bool) -> list[Span]:
    """The infinitive ("vowed to ...") or, with `gerund`, the gerund ("denied taking ...") after a verb."""
    for c in tree.below(analysis, word.i, "xcomp", "ccomp"):
        if c < word.i:
            continue
        first = [k for k in analysis.subtree(c) if k > word.i]
        head = analysis.words[c]
        has_to = any(analysis.words[k].tag == "TO" for k in tree.below(analysis, c, "aux"))
        is_gerund = head.tag == "VBG" or any(
            analysis.words[k].tag == "VBG" for k in tree.below(analysis, c, "aux", "auxpass")
        )
        if (is_gerund and not has_to) if gerund else has_to:
            return span(analysis, first[0], first[-1])
    return []


def charge(analysis: Analysis, word: Word) -> list[Span]:
    """ "accused Y of doing Z", "blamed Y for doing Z": the gerund and what follows."""
    holders = [word.i, *tree.below(analysis, word.i, "dobj", "nsubjpass")]
    for holder in holders:
        for p in tree.below(analysis, holder, "prep"):
            if p < word.i or analysis.words[p].lower not in ("of", "for", "with", "over"):
                continue
            for g in tree.below(analysis, p, "pcomp"):
                inside = analysis.subtree(g)
                return span(analysis, inside[0], inside[-1])
    return []


def description(analysis: Analysis, word: Word) -> list[Span]:
    """ "called it a sham", "described the vote as a sham": object and predicate together."""
    i, words = word.i, analysis.words
    objects = [c for c in tree.below(analysis, i, "dobj") if c > i]
    holders = [i, *objects]
    for holder in holders:
        for p in tree.below(analysis, holder, "prep"):
            allowed = _PREDICATE_MARKS.get(words[p].lower, frozenset())
            if p > i and objects and (allowed is None or word.lemma in allowed):
                return span(
                    analysis, analysis.subtree(objects[0])[0], _closed(analysis, i, analysis.subtree(p)[-1])
                )
    if word.lemma in ("call", "brand", "label", "dub", "term", "declare", "deem"):
        predicate = [c for c in tree.below(analysis, i, "oprd", "ccomp") if c > i]
        if predicate and (objects or not finite(analysis, predicate[0])):
            inside = [k for c in (*objects[:1], *predicate) for k in analysis.subtree(c) if k > i]
            first, last = min(inside), max(inside)
            return span(analysis, first, _closed(analysis, i, last)) if last > first + 1 else []
    return []


def _closed(analysis: Analysis, verb: int, last: int) -> int:
    """The end of a predicate, with a phrase that follows it directly ("a blow to the truce")."""
    for c in tree.below(analysis, verb, "prep"):
        phrase = analysis.subtree(c)
        if phrase[0] == last + 1 and analysis.words[c].lower in ("to", "of", "for", "at", "against"):
            last = phrase[-1]
    return last


def noun_phrase(analysis: Analysis, word: Word) -> list[Span]:
    """The object of a verb, with what directly follows it ("urged them to leave", "blamed them for it")."""
    for c in tree.below(analysis, word.i, "dobj", "ccomp"):
        if c > word.i and (analysis.words[c].pos in tree.NOMINAL or not finite(analysis, c)):
            inside = [k for k in analysis.subtree(c) if k > word.i]
            return span(analysis, inside[0], _with_phrases(analysis, word, c, inside[-1]))
    return []


def prepositional_object(analysis: Analysis, word: Word, pairs: frozenset[str]) -> list[Span]:
    """The object of the preposition that goes with the verb ("called for a truce")."""
    for p in tree.below(analysis, word.i, "prep", "prt"):
        if p > word.i and f"{word.lemma} {analysis.words[p].lower}" in pairs:
            inside = analysis.subtree(p)
            if len(inside) > 1:
                return span(analysis, inside[1], _with_phrases(analysis, word, p, inside[-1]))
    return []


def beside_source(analysis: Analysis, word: Word) -> list[Span]:
    """The clause beside "according to X": what stands before it, else what follows it, or both around it."""
    sentence = analysis.sentences[word.sentence]
    phrase = analysis.subtree(word.i)
    first, last = phrase[0], phrase[-1] + 1
    before = range(sentence.first, first)
    after = range(last, sentence.last)
    verbal_before = any(analysis.words[k].tag in _FINITE or analysis.words[k].pos == "VERB" for k in before)
    verbal_after = any(analysis.words[k].tag in _FINITE for k in after)
    left = span(analysis, before[0], before[-1]) if before else []
    right = span(analysis, after[0], after[-1]) if after else []
    if left and verbal_before:
        return left
    if len(before) > 2 and left and right and verbal_after:
        return left + right
    return right if verbal_after or not left else left


def span(analysis: Analysis, first: int, last: int) -> list[Span]:
    """Words `first` to `last` (inclusive) as one tidy character span; none when too short to be a content."""
    start, end = tidy(analysis.text, analysis.words[first].start, analysis.words[last].end)
    return [(start, end)] if end - start >= _SHORTEST else []
