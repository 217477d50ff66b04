"""The act between two given parties of a sentence: for users who bring their own actors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tidings.codebook.judges import LinearJudge
from tidings.codebook.ontology import CAMEO_ROOT
from tidings.coding.relation_features import Span, Tie, class_of, find_ties, head_in, relation_features
from tidings.language.analyse import analyse
from tidings.model.analysis import Analysis
from tidings.model.article import Article, Evidence
from tidings.model.errors import UsageError
from tidings.pipeline import Coder, draft_events, shared_coder

# words that make a yielding material (RETREAT), where the rules found neither CONCEDE nor RETREAT
_BODILY = frozenset(
    ["withdraw", "withdrawal", "release", "return", "free", "resign", "leave", "pull", "surrender", "disarm"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What one party did to another in a sentence. `trigger` are the words that decide.

    `direction` is "source to target", "target to source" (the text tells it the other way round) or "both".
    """

    type: str
    mode: str | None
    cameo: str
    direction: str
    status: str
    confidence: float
    trigger: Evidence

    def to_dict(self) -> dict[str, Any]:
        """The relation as plain JSON values."""
        return {
            "type": self.type,
            "mode": self.mode,
            "cameo": self.cameo,
            "direction": self.direction,
            "status": self.status,
            "confidence": self.confidence,
            "trigger": {"start": self.trigger.start, "end": self.trigger.end},
        }


def relate(
    text: str, source: Span | None, target: Span | None, *, coder: Coder | None = None
) -> Relation | None:
    """The act between the parties at two spans of `text` (code points; None: the text does not name that party).

    None where the text holds no word that could be an act. Raises `UsageError` for a span outside the text.

    >>> text = "Peru condemned Chile over the border raid."
    >>> found = relate(text, (0, 4), (15, 20))
    >>> found.type, found.direction, found.trigger.quote
    ('ACCUSE', 'source to target', 'condemned')
    """
    for name, span in (("source", source), ("target", target)):
        if span is not None and not 0 <= span[0] < span[1] <= len(text):
            raise UsageError(
                f"{name} {span[0]}:{span[1]} is not a span of the text, which has {len(text)} characters"
            )
    coder = coder or shared_coder()
    article = Article(id="text", text=text)
    analysis = analyse(article, coder.language)
    draft = draft_events(article, analysis, coder.codebook)
    ties = find_ties(analysis, draft.acts, source, target)
    status = {act.word: event.status for act, event in zip(draft.acts, draft.events, strict=True)}
    return decide(analysis, ties, status, source, target, coder.codebook.judges.relations)


def decide(
    analysis: Analysis,
    ties: Sequence[Tie],
    status: dict[int, str],
    source: Span | None,
    target: Span | None,
    judge: LinearJudge | None,
) -> Relation | None:
    """The relation that judge and rules agree best on; `status` is that of the act at each word."""
    if judge is None:
        if not ties:
            return None
        best = max(ties, key=lambda tie: (tie.strength, -tie.act.word))
        wanted, chance = class_of(best.act.act.type), 0.5
    else:
        chances = judge.probabilities(relation_features(analysis, ties, source, target))
        wanted, chance = max(chances.items(), key=lambda pair: (pair[1], pair[0]))
    fitting = [tie for tie in ties if class_of(tie.act.act.type) == wanted]
    if not fitting:
        return _without_act(analysis, wanted, chance, source, target)
    tie = max(fitting, key=lambda t: (t.strength, -t.act.word))
    act, words = tie.act, analysis.words
    start, end = words[act.first].start, words[act.last - 1].end
    return Relation(
        type=act.act.type,
        mode=act.act.mode,
        cameo=act.act.cameo or CAMEO_ROOT[act.act.type],
        direction="both"
        if act.act.reciprocal
        else "target to source"
        if tie.reversed
        else "source to target",
        status=status.get(act.word, "actual"),
        confidence=round(chance, 2),
        trigger=Evidence(start, end, analysis.text[start:end]),
    )


def _without_act(
    analysis: Analysis, wanted: str, chance: float, source: Span | None, target: Span | None
) -> Relation | None:
    """The judge's class where no rule found an act of it: the words are the verb above the parties."""
    head = head_in(analysis, source)
    if head is None:
        head = head_in(analysis, target)
    verbs = [word for word in analysis.words if word.pos == "VERB"]
    at = head
    for _ in range(30):
        if at is None or analysis.words[at].pos == "VERB" or analysis.words[at].head == at:
            break
        at = analysis.words[at].head
    word = (
        analysis.words[at] if at is not None and analysis.words[at].pos == "VERB" else next(iter(verbs), None)
    )
    if word is None:
        return None
    bodily = any(w.lemma in _BODILY for w in analysis.words)
    event_type = ("RETREAT" if bodily else "CONCEDE") if wanted == "YIELD" else wanted
    return Relation(
        type=event_type,
        mode=None,
        cameo=CAMEO_ROOT[event_type],
        direction="source to target",
        status="actual",
        confidence=round(chance, 2),
        trigger=Evidence(word.start, word.end, word.text),
    )
