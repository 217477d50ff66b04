"""Who stands where in a sentence: subjects, objects, prepositional and possessive phrases of a word.

Every function takes and returns word indexes of one `Analysis`. Labels are ClearNLP's as the English
models use them (nsubj, nsubjpass, dobj, dative, agent, prep, pobj, poss, compound, acl, relcl, xcomp).
"""

from __future__ import annotations

from tidings.model.analysis import Analysis

RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
# verbs whose infinitive is done by their subject although they take an object
_SUBJECT_CONTROL = frozenset({"promise", "vow", "threaten", "pledge", "swear", "use", "take", "offer"})
# what somebody says or decrees, speaking for its author: "issued a statement condemning", "a law banning"
_DOCUMENTS = frozenset(
    [
        "address", "appeal", "article", "banner", "bill", "call", "communique", "communiqué", "declaration",
        "decree", "directive", "editorial", "interview", "law", "letter", "memo", "message", "motion", "note",
        "order", "petition", "placard", "post", "proclamation", "report", "resolution", "speech",
        "statement", "telegram", "text", "treaty", "tweet", "video",
    ]
)  # fmt: skip
_PASSIVE_MARKS = frozenset({"nsubjpass", "auxpass", "csubjpass"})


def conjuncts(analysis: Analysis, i: int) -> list[int]:
    """`i` and the nouns coordinated with it ("Obama and Putin"), in text order."""
    found = [i]
    for at in found:
        found.extend(
            c
            for c in analysis.children[at]
            if analysis.words[c].dep in ("conj", "appos")
            and analysis.words[c].dep == "conj"
            and analysis.words[c].pos in NOMINAL
            and c not in found
        )
    return found


def below(analysis: Analysis, i: int, *labels: str) -> list[int]:
    """Children of `i` with one of the dependency labels."""
    return [c for c in analysis.children[i] if analysis.words[c].dep in labels]


def is_passive(analysis: Analysis, i: int) -> bool:
    """Whether verb `i` is passive: be/get-passive, reduced relative, or conjoined with a passive."""
    word = analysis.words[i]
    if word.tag != "VBN":
        return False
    marks = {analysis.words[c].dep for c in analysis.children[i]}
    if marks & _PASSIVE_MARKS:
        return True
    if "nsubj" in marks or ("dobj" in marks and "aux" in marks):
        return False  # an active past tense that the tagger took for a participle
    if any(
        analysis.words[c].dep == "aux" and analysis.words[c].lemma == "have" for c in analysis.children[i]
    ):
        return False
    if "agent" in marks:
        return True
    if word.dep == "conj" and "nsubj" not in marks:
        head = analysis.words[word.head]
        return head.tag == "VBN" and is_passive(analysis, head.i) and "dobj" not in marks
    if word.dep in ("acl", "advcl", "amod", "ROOT", "ccomp", "xcomp", "oprd", "pcomp"):
        return "dobj" not in marks or word.dep == "acl"
    return False


def antecedent(analysis: Analysis, i: int) -> int:
    """The noun a relative pronoun stands for; `i` itself for any other word."""
    word = analysis.words[i]
    if word.lower not in RELATIVES or word.pos not in ("PRON", "DET", "SCONJ"):
        return i
    at = word.head
    for _ in range(8):
        if analysis.words[at].dep == "relcl":
            return analysis.words[at].head
        if analysis.words[at].head == at:
            break
        at = analysis.words[at].head
    return i


def _spread(analysis: Analysis, heads: list[int]) -> list[int]:
    found: list[int] = []
    for head in heads:
        for i in conjuncts(analysis, antecedent(analysis, head)):
            if i not in found:
                found.append(i)
    return found


def subjects(analysis: Analysis, i: int) -> list[int]:
    """Who does what verb `i` says: the active subject or the passive's by-agent, through control."""
    return _spread(analysis, _doers(analysis, i, 0))


def objects(analysis: Analysis, i: int) -> list[int]:
    """To whom it is done: the direct object, or the subject of a passive, through relatives."""
    return _spread(analysis, _undergoers(analysis, i, 0))


def _doers(analysis: Analysis, i: int, depth: int) -> list[int]:
    if is_passive(analysis, i):
        return [
            o for a in below(analysis, i, "agent", "prep") if analysis.words[a].lower == "by"
            for o in below(analysis, a, "pobj")
        ] or _shared_agent(analysis, i, depth)  # fmt: skip
    own = [*_listed_before(analysis, i), *below(analysis, i, "nsubj", "csubj")]
    if own or depth > 6:
        return own
    return _outer_subject(analysis, i, depth)


def _listed_before(analysis: Analysis, i: int) -> list[int]:
    """A name before the subject, joined by a comma only: "Sudan, Ethiopia agree on dam"."""
    words = analysis.words
    found = []
    for subject in below(analysis, i, "nsubj"):
        at = min([subject, *below(analysis, subject, "compound", "amod")])
        if at < 2 or words[at - 1].text != "," or words[subject].pos != "PROPN":
            continue
        before = words[at - 2]
        if before.pos == "PROPN" and before.head == i and before.dep in ("npadvmod", "dep", "nmod"):
            found.append(at - 2)
    return found


def _shared_agent(analysis: Analysis, i: int, depth: int) -> list[int]:
    """A by-agent after the last of conjoined passives belongs to the earlier ones too."""
    later = [c for c in below(analysis, i, "conj") if analysis.words[c].tag == "VBN"]
    if later and depth < 4:
        return _doers(analysis, later[0], depth + 1)
    return []


def _outer_subject(analysis: Analysis, i: int, depth: int) -> list[int]:
    """The subject that verb `i` shares with the word above it."""
    word = analysis.words[i]
    head = analysis.words[word.head]
    if head.i == i:
        return []
    verbal = head.pos in ("VERB", "AUX")
    if word.dep == "conj" and verbal:
        if is_passive(analysis, head.i):
            return _undergoers(analysis, head.i, depth + 1)
        return _doers(analysis, head.i, depth + 1)
    if word.dep in ("xcomp", "ccomp", "advcl", "oprd", "purpcl", "pcomp", "acomp", "dep") and verbal:
        return _controller(analysis, i, head.i, depth)
    if word.dep == "xcomp" and head.pos in ("ADJ", "NOUN"):
        return _predicate_subject(analysis, head.i, depth)
    if word.dep == "pcomp" and head.pos in ("ADP", "SCONJ"):
        above = analysis.words[head.head]
        if above.pos in ("VERB", "AUX"):
            return _controller(analysis, i, above.i, depth)
        if above.pos == "NOUN":
            return _owner(analysis, above.i, depth)
        return []
    if word.dep == "acl":
        if word.tag == "VBG":
            return _owner(analysis, head.i, depth) if head.lemma in _DOCUMENTS else [head.i]
        if word.tag in ("VB", "VBP"):
            return _owner(analysis, head.i, depth)
    if word.dep == "relcl":
        return [head.i]
    if verbal and word.tag == "VBG" and word.dep in ("dobj", "nsubj"):
        return _doers(analysis, head.i, depth + 1)
    return []


def _controller(analysis: Analysis, i: int, above: int, depth: int) -> list[int]:
    """Who does an infinitive or gerund under verb `above`: its object ("urged X to") or its subject."""
    if is_passive(analysis, above):
        return _undergoers(analysis, above, depth + 1)
    direct = below(analysis, above, "dobj", "dative")
    word = analysis.words[i]
    if (
        (
            direct
            and word.dep in ("xcomp", "ccomp", "pcomp")
            and analysis.words[above].lemma not in _SUBJECT_CONTROL
        )
        and direct[0] < i
        and analysis.words[direct[0]].pos in NOMINAL
    ):
        return direct[:1]
    return _doers(analysis, above, depth + 1)


def _predicate_subject(analysis: Analysis, i: int, depth: int) -> list[int]:
    head = analysis.words[analysis.words[i].head]
    return _doers(analysis, head.i, depth + 1) if head.pos in ("AUX", "VERB") else []


def _owner(analysis: Analysis, noun: int, depth: int) -> list[int]:
    """Who a plan, decision or attempt belongs to: its possessor, modifier, of-phrase, or the verb's subject."""
    owned = below(analysis, noun, "poss")
    if owned:
        return owned
    word = analysis.words[noun]
    head = analysis.words[word.head]
    if word.dep in ("dobj", "attr") and head.pos in ("VERB", "AUX"):
        return _doers(analysis, head.i, depth + 1)
    of = prepositional(analysis, noun, "of") + prepositional(analysis, noun, "by")
    return of or below(analysis, noun, "compound", "amod")


def _undergoers(analysis: Analysis, i: int, depth: int) -> list[int]:
    word = analysis.words[i]
    if is_passive(analysis, i):
        own = below(analysis, i, "nsubjpass", "csubjpass") or below(analysis, i, "nsubj")
        if own or depth > 6:
            return own
        if word.dep in ("acl", "amod", "relcl"):
            return [word.head]
        head = analysis.words[word.head]
        if word.dep == "conj":
            return _undergoers(analysis, head.i, depth + 1)
        if word.dep in ("xcomp", "ccomp", "oprd", "advcl") and head.i != i:
            direct = below(analysis, head.i, "dobj")
            if direct and word.dep != "advcl":
                return direct
            return (
                _undergoers(analysis, head.i, depth + 1)
                if is_passive(analysis, head.i)
                else _doers(analysis, head.i, depth + 1)
            )
        return []
    own = below(analysis, i, "dobj")
    if own:
        return own
    if word.dep == "relcl" and not any(
        analysis.words[c].lower in RELATIVES for c in below(analysis, i, "nsubj", "nsubjpass")
    ):
        # "the rebels Russia bombed", "the town that they hit"
        return [word.head]
    if word.dep == "conj" and not below(analysis, i, "prep", "ccomp", "xcomp"):
        head = analysis.words[word.head]
        return [] if head.pos not in ("VERB",) else _later_object(analysis, i)
    return _later_object(analysis, i)


def _later_object(analysis: Analysis, i: int) -> list[int]:
    """The object after the last of conjoined verbs: "attacked and destroyed the convoy"."""
    for c in below(analysis, i, "conj"):
        if analysis.words[c].pos == "VERB" and not below(analysis, c, "nsubj"):
            between = [k for k in analysis.children[i] if analysis.words[k].dep in ("prep", "ccomp", "xcomp")]
            if not between:
                return below(analysis, c, "dobj")
    return []


def prepositional(analysis: Analysis, i: int, *wanted: str) -> list[int]:
    """Objects of the prepositions `wanted` attached to word `i` ("between X and Y" gives X, Y)."""
    found: list[int] = []
    for p in analysis.children[i]:
        word = analysis.words[p]
        if word.dep not in ("prep", "agent", "dative", "prt") or word.lower not in wanted:
            continue
        for o in below(analysis, p, "pobj"):
            found.extend(c for c in conjuncts(analysis, antecedent(analysis, o)) if c not in found)
        for nested in below(analysis, p, "prep"):  # "out of", "from inside"
            for o in below(analysis, nested, "pobj"):
                found.extend(c for c in conjuncts(analysis, o) if c not in found)
    return found


def prepositions_near(analysis: Analysis, i: int, *wanted: str) -> list[int]:
    """Like `prepositional`, also from the object, particle and complement of verb `i` (attachment errs)."""
    found = prepositional(analysis, i, *wanted)
    for c in below(analysis, i, "dobj", "prt", "acomp", "attr", "nsubjpass", "advmod", "oprd", "prep"):
        inner = prepositional(analysis, c, *wanted)
        if analysis.words[c].dep == "prep":
            inner += [o for p in below(analysis, c, "pobj") for o in prepositional(analysis, p, *wanted)]
        found.extend(o for o in inner if o not in found)
    return found


def hyphenated(analysis: Analysis, i: int) -> str:
    """The hyphenated word that word `i` is a part of, its last part as a lemma; empty when it is none.

    The tokeniser cuts "anti-government" and "cease-fires" at their hyphens: this gives the whole back.
    """
    words = analysis.words
    first, last = i, i
    while first >= 2 and words[first - 1].text == "-" and words[first - 1].end == words[first].start:
        first -= 2
    while last + 2 < len(words) and words[last + 1].text == "-" and words[last].end == words[last + 1].start:
        last += 2
    if first == last:
        return ""
    return "".join(w.lower for w in words[first:last]) + words[last].lemma


def governor(analysis: Analysis, i: int) -> int | None:
    """The word above `i`, None at the root."""
    head = analysis.words[i].head
    return None if head == i else head


def clause_head(analysis: Analysis, i: int) -> int:
    """The verb (or root) of the clause that word `i` stands in; `i` itself when it is one."""
    at = i
    for _ in range(30):
        word = analysis.words[at]
        if word.pos in ("VERB", "AUX") and word.dep not in ("aux", "auxpass", "amod"):
            return at
        if word.head == at:
            return at
        at = word.head
    return at
