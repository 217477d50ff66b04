"""Which earlier actor a pronoun most likely means: number, sex, grammar, distance, how often named.

The weights follow the usual order of salience: subject before object before others, near before
far, often named before once; a pronoun is never a co-argument of its own verb.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tidings.coding.noun_phrases import governing_label, words_of
from tidings.model import tree
from tidings.model.analysis import Analysis, Mention

_REACH = {"male": 4, "female": 5, "plural": 2, "thing": 2}
_WEIGHT = {
    "nsubj": 80.0,
    "nsubjpass": 70.0,
    "dobj": 45.0,
    "agent": 45.0,
    "poss": 40.0,
    "pobj": 35.0,
    "ROOT": 50.0,
}
_FEMALE_WORDS = words_of(
    "mrs ms miss queen princess woman girl spokeswoman policewoman businesswoman congresswoman chairwoman "
    "mother sister daughter wife widow actress lady duchess nun aunt grandmother niece empress baroness "
    "schoolgirl her"
)
_MALE_WORDS = words_of(
    "mr king prince man boy spokesman policeman businessman congressman chairman father brother son "
    "husband sir lord gunman serviceman sheikh emir sultan bishop archbishop cardinal pope ayatollah imam "
    "uncle grandfather nephew emperor baron monk schoolboy"
)
_FEMALE_NAMES = words_of(
    "aisha alice alicia alison amanda amina amy ana anastasia andrea angela angelina ann anna anne annie "
    "aung barbara benazir beth betty bridget carla carmen carol caroline catherine charlotte christina "
    "christine claire claudia condoleezza cristina daniela deborah diana dilma donna doris dorothy elena "
    "elizabeth ellen emily emma eva fatima fatou florence gabriela golda gloria grace hanan helen helle "
    "hillary indira ingrid irene irina isabel ivanka jane janet jacinda jennifer jessica joan joanna "
    "joyce judith julia julie kamala karen kate katherine kathleen katrina kim-yo khadija laura leila "
    "leymah linda lisa liz louise lucia lucy madeleine maia malala margaret maria mariam marie marina "
    "marine martha mary megawati melania michelle michele miriam monica nadia nancy natalia nicola nikki "
    "nora olga olivia pamela patricia paula penny priti rachel rebecca rosa ruth samantha sandra sarah "
    "sheikha sheila shirin simone sirimavo sonia sophie stephanie susan suu svetlana tansu tatiana teresa "
    "theresa tsai ursula valentina valerie vera veronica victoria violeta viktoria winnie yingluck yulia "
    "zainab zoe"
)
_PERSONAL_ACTS = words_of(
    "say tell add urge accuse announce condemn want believe plan deny warn call agree vow ask demand "
    "decide hope expect reject threaten promise claim deploy launch blame criticise criticize welcome "
    "support oppose refuse fear think know insist argue note acknowledge admit pledge declare explain "
    "stress describe suggest reiterate consider seek try intend accept confirm report urge send order "
    "sign fire withdraw negotiate invite fight attack arrest"
)
_JUDGING = words_of(
    "thank praise commend congratulate laud applaud credit honour honor reward criticise criticize blame condemn fault "
    "censure denounce rebuke chide scold slam lambast berate accuse indict charge prosecute sue punish fine sanction "
    "jail arrest detain sack fire dismiss suspend attack mock ridicule hail reprimand upbraid castigate"
)
_SAYING = words_of("say tell add report announce claim state note quote cite name")
_EXPLETIVE_VERBS = words_of(
    "seem appear emerge happen rain snow matter turn transpire follow take remain become"
)


@dataclass(slots=True)
class _Candidate:
    head: int
    sentence: int
    mention: Mention | None
    plural: bool
    person: bool
    sex: str | None
    weight: float


def is_expletive(analysis: Analysis, i: int) -> bool:
    """Whether "it" at word `i` stands for nothing or for a clause: "it is likely that", "it appears".

    Also true for an "it" that is an object, which in news is nearly always a thing.
    """
    word = analysis.words[i]
    if word.lower != "it":
        return False
    if word.dep in ("dobj", "pobj", "expl", "attr"):
        return True
    verb = analysis.words[word.head]
    below = [analysis.words[c] for c in analysis.children[verb.i]]
    if verb.lemma in _EXPLETIVE_VERBS:
        return True
    clauses = {w.dep for w in below} & {"ccomp", "xcomp", "csubj", "advcl", "relcl"}
    if verb.lemma == "be":
        for w in below:
            if w.dep in ("acomp", "attr", "oprd"):
                inner = {analysis.words[c].dep for c in analysis.children[w.i]}
                if inner & {"ccomp", "xcomp", "relcl", "acl", "csubj", "advcl"} or clauses:
                    return True
        return bool(clauses) or any(w.dep == "attr" for w in below)
    if word.dep == "nsubjpass":
        return "ccomp" in clauses or any(w.dep == "mark" for w in below)
    return False


@dataclass(slots=True)
class Candidates:
    """The noun phrases of an article that a pronoun could mean, in text order; those of no actor compete too."""

    analysis: Analysis
    found: list[_Candidate] = field(default_factory=list)
    named: Counter[str] = field(default_factory=Counter)
    sexes: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of(analysis: Analysis, mentions: tuple[Mention, ...]) -> Candidates:
        """Candidates from the mentions and from subjects that are no actors."""
        made = Candidates(analysis)
        heads: set[int] = set()
        for mention in mentions:
            if mention.kind == "adjective" or not mention.actors:
                continue
            heads.update(range(mention.first, mention.last))
            made.found.append(made._from_mention(mention))
            for actor in mention.actors:
                made.named[actor.id or actor.name] += 1
        for word in analysis.words:
            if (
                word.pos in ("NOUN", "PROPN")
                and word.i not in heads
                and word.dep in ("nsubj", "nsubjpass", "dobj", "ROOT")
            ):
                plural = word.tag in ("NNS", "NNPS")
                weight = _WEIGHT.get(word.dep, 30.0)
                made.found.append(_Candidate(word.i, word.sentence, None, plural, False, None, weight))
        made._join()
        made.found.sort(key=lambda c: c.head)
        return made

    def add(self, mention: Mention) -> None:
        """A pronoun just resolved, itself a candidate for those that follow."""
        made = self._from_mention(mention)
        self.found.append(made)
        self.found.sort(key=lambda c: c.head)
        lower = self.analysis.words[mention.head].lower
        if lower in ("she", "her") and len(mention.actors) == 1:
            self.sexes.setdefault(mention.actors[0].name, "female")

    def _from_mention(self, mention: Mention) -> _Candidate:
        words = self.analysis.words
        word = words[mention.head]
        label, _ = governing_label(self.analysis, mention.head)
        person = len(mention.actors) == 1 and (mention.actors[0].id or "").startswith("person/")
        lower = {w.lower.rstrip(".") for w in words[mention.first : mention.last]}
        sex = "female" if lower & _FEMALE_WORDS else "male" if lower & _MALE_WORDS else None
        plural = len(mention.actors) > 1 or (
            mention.kind not in ("person", "state") and word.tag in ("NNS", "NNPS")
        )
        if mention.kind == "pronoun":
            plural = plural or word.lower in ("they", "them", "their", "we", "our", "us")
            person = word.lower in ("he", "him", "his", "she", "her", "i", "me", "my", "who", "whom")
            sex = (
                "female"
                if word.lower in ("she", "her")
                else "male"
                if word.lower in ("he", "him", "his")
                else None
            )
            if word.lower in ("who", "which", "that"):
                plural = words[tree.antecedent(self.analysis, word.i)].tag in ("NNS", "NNPS")
        elif mention.kind == "role" and not plural and _is_person_noun(mention, word.lower):
            person = True
        if person and mention.actors:
            name = mention.actors[0].name
            if sex is None and set(name.lower().split()[:2]) & _FEMALE_NAMES:
                sex = "female"
            if sex is not None:
                self.sexes.setdefault(name, sex)
        return _Candidate(mention.head, word.sentence, mention, plural, person, sex, _WEIGHT.get(label, 30.0))

    def _join(self) -> None:
        """Coordinated actors are also one plural candidate ("Obama and Putin ... they")."""
        by_head = {c.head: c for c in self.found if c.mention is not None}
        for head in sorted(by_head):
            chain = tree.conjuncts(self.analysis, head)
            joined = [by_head[c] for c in chain if c in by_head]
            if len(joined) < 2 or len(joined) != len(chain):
                continue
            first = joined[0].mention
            if first is None:
                continue
            actors = tuple(a for c in joined if c.mention is not None for a in c.mention.actors)
            both = Mention(first.first, first.last, head, actors, first.kind, True, first.rule)
            word = self.analysis.words[head]
            self.found.append(_Candidate(head, word.sentence, both, True, False, None, joined[0].weight + 10))

    def best(self, i: int, wanted: str) -> Mention | None:
        """The mention that pronoun `i` of the sort `wanted` most likely means, or None."""
        word = self.analysis.words[i]
        blocked = self._blocked(i)
        barred = {
            a.id or a.name for c in self.found if c.head in blocked and c.mention for a in c.mention.actors
        }
        if word.dep == "poss":
            barred = set()
        best: _Candidate | None = None
        best_score = 0.0
        verb = self.analysis.words[word.head]
        acts = word.dep == "nsubj" and verb.lemma in _PERSONAL_ACTS
        for candidate in self.found:
            if candidate.head >= i:
                break
            distance = word.sentence - candidate.sentence
            if distance > _REACH[wanted] or candidate.head in blocked or not self._fits(candidate, wanted):
                continue
            if candidate.mention is not None and barred & {a.id or a.name for a in candidate.mention.actors}:
                continue
            if candidate.mention is None and (acts or wanted in ("male", "female")):
                continue
            score = self._score(candidate, i, distance, wanted) + self._spoke(candidate, i, distance, wanted)
            if score >= best_score:
                best, best_score = candidate, score
        return best.mention if best is not None else None

    def _fits(self, candidate: _Candidate, wanted: str) -> bool:
        if wanted == "plural":
            return candidate.plural or (
                candidate.mention is not None
                and candidate.mention.kind in ("org", "group")
                and not candidate.person
            )
        if wanted == "thing":
            return not candidate.plural and not candidate.person
        if not candidate.person or candidate.plural or candidate.mention is None:
            return False
        sex = candidate.sex or self.sexes.get(candidate.mention.actors[0].name)
        return sex is None or sex == wanted

    def _score(self, candidate: _Candidate, i: int, distance: int, wanted: str) -> float:
        words = self.analysis.words
        score = candidate.weight + 100.0 / (1 + distance)
        if candidate.mention is not None:
            score += 8.0 * min(
                self.named[candidate.mention.actors[0].id or candidate.mention.actors[0].name], 4
            )
            if candidate.mention.kind == "role" and wanted in ("male", "female"):
                score -= 15
            if (
                candidate.mention.kind == "person"
                and wanted in ("male", "female")
                and candidate.sex == wanted
            ):
                score += 15
            if candidate.mention.kind in ("org", "group") and wanted == "plural":
                score -= 25
        else:
            score -= 10
        above = words[words[candidate.head].head]
        if words[candidate.head].dep == "nsubj" and above.lemma in _PERSONAL_ACTS:
            score += 12
        if distance == 0 and not self._quoted(i) and self._quoted(candidate.head):
            score -= 60
        owned = words[words[i].head]
        if words[i].dep == "poss" and owned.dep == "conj" and owned.head == candidate.head:
            score += 150
        if self._judged(i) == candidate.head:
            score += 100
        speaker = wanted in ("male", "female") and words[candidate.head].dep == "nsubj"
        if speaker and distance == 0 and self._quoted(i) and not self._quoted(candidate.head):
            score -= 70
        paragraphs = self.analysis.sentences
        if distance and paragraphs[words[i].sentence].paragraph != paragraphs[candidate.sentence].paragraph:
            score -= 8
        return score

    def _judged(self, i: int) -> int | None:
        """Whom the clause of possessive `i` judges: what is praised or blamed is the judged one's ("for his help")."""
        words = self.analysis.words
        owned = words[words[i].head]
        if words[i].dep != "poss" or owned.dep not in ("pobj", "dobj", "nsubj"):
            return None
        above = words[owned.head]
        if above.tag == "VBG" and owned.dep == "dobj":  # "for keeping his word"
            above = words[above.head]
        if above.lower not in ("for", "over", "of"):
            return None
        verb = words[above.head]
        judged = tree.below(self.analysis, verb.i, "dobj") if verb.lemma in _JUDGING else []
        return judged[0] if judged else None

    def _spoke(self, candidate: _Candidate, i: int, distance: int, wanted: str) -> float:
        """Who has just spoken speaks on: "he said" after a sentence that somebody said, "it said" of an agency."""
        words = self.analysis.words
        said = words[i].dep == "nsubj" and words[words[i].head].lemma in _SAYING
        if not said or candidate.mention is None or distance > 2:
            return 0.0
        label, above = governing_label(self.analysis, candidate.head)
        if label == "nsubj" and words[above].lemma in _SAYING:
            return 60.0 if wanted == "thing" and candidate.mention.kind in ("org", "group") else 30.0
        return 0.0

    def _quoted(self, i: int) -> bool:
        """Whether word `i` stands inside quotation marks, counted from the start of its paragraph."""
        words, sentences = self.analysis.words, self.analysis.sentences
        at = words[i].sentence
        while at > 0 and sentences[at - 1].paragraph == sentences[at].paragraph:
            at -= 1
        open_marks = 0
        for k in range(sentences[at].first, i):
            if words[k].text in ('"', "``", "''"):
                open_marks += 1
        return open_marks % 2 == 1

    def _blocked(self, i: int) -> set[int]:
        """Heads that pronoun `i` cannot mean: the other arguments of its own verb, and the noun it owns."""
        word = self.analysis.words[i]
        blocked: set[int] = set()
        if word.lower.endswith(("self", "selves")):
            return blocked
        if word.dep == "poss":
            blocked.add(word.head)
            return blocked
        verb = word.head
        if self.analysis.words[verb].pos == "ADP":
            verb = self.analysis.words[verb].head
        if self.analysis.words[verb].pos in ("VERB", "AUX"):
            for s in tree.subjects(self.analysis, verb):
                if s != i:
                    blocked.add(s)
            for c in tree.below(self.analysis, verb, "dobj", "dative", "nsubj", "nsubjpass"):
                blocked.update(tree.conjuncts(self.analysis, c))
        blocked.discard(i)
        return blocked


def _is_person_noun(mention: Mention, lower: str) -> bool:
    """A singular role that is a human being rather than a body ("a soldier", not "the police")."""
    if lower in ("police", "government", "army", "military", "parliament", "court", "opposition"):
        return False
    sector_words = (
        "man",
        "woman",
        "er",
        "or",
        "ist",
        "ent",
        "ian",
        "an",
        "ant",
        "ee",
        "ary",
        "boy",
        "girl",
        "child",
    )
    return lower.endswith(sector_words) or lower in (
        "chief", "head", "judge", "guard", "spy", "pilot", "priest", "monk", "pope", "king", "queen", "aide", "envoy",
        "victim", "hostage", "captive", "general", "colonel", "marshal", "militant", "rebel", "suspect", "mp",
        "youth", "student", "cleric", "imam", "boss", "mayor", "consul", "diplomat", "expert", "chair", "medic",
    )  # fmt: skip
