"""How a sentence was coded, and for a sentence that gave nothing, what came nearest and what dropped it."""

from __future__ import annotations

from tidings.codebook.acts import ActIndex
from tidings.codebook.nearest import Examples, gather_examples
from tidings.language.analyse import analyse
from tidings.model.analysis import Analysis, Sentence, Word
from tidings.model.article import Article
from tidings.model.coded import Coded
from tidings.model.errors import UsageError
from tidings.model.marked import days, party
from tidings.model.records import EventMention, Figure, Record, Statement, words_of
from tidings.pipeline import Coder, code_analysis

_PALE = frozenset(
    {"be", "have", "do", "get", "make", "take", "go", "come", "give", "put"}
)  # of themselves no act
_CONTENT = ("VERB", "NOUN", "ADJ", "AUX")


def explain(article: Article, coder: Coder, *, sentence: int | None = None) -> list[str]:
    """How each sentence was coded: its records with rule and decisions, or what dropped its candidates.

    `sentence` counts from 1; all sentences when None. The acts of a single sentence also show the codebook's
    three nearest examples. Raises `UsageError` for a number out of range.
    """
    analysis = analyse(article, coder.language)
    coded = code_analysis(article, analysis, coder.codebook)
    count = len(analysis.sentences)
    if sentence is not None and not 1 <= sentence <= count:
        raise UsageError(f"--sentence {sentence} does not exist; the article has sentences 1 to {count}")
    examples = None if sentence is None else gather_examples(coder.codebook.acts.acts)
    lines: list[str] = []
    for number, s in enumerate(analysis.sentences, 1):
        if sentence in (None, number):
            lines.append(f"{number}. {' '.join(analysis.text[s.start : s.end].split())}")
            lines.extend(f"   {line}" for line in _of_sentence(article, analysis, coded, s, coder, examples))
    return lines


def explain_record(record_id: str, article: Article, coder: Coder) -> list[str]:
    """The path to one record of `article`: its sentence, the rule and every decision, in order.

    An act also shows the codebook's three nearest examples.

    Raises `UsageError` when coding the article with this coder gives no such record.
    """
    coded = code_analysis(article, analyse(article, coder.language), coder.codebook)
    for record in coded.records:
        if record.id == record_id:
            sentence = record.sentence.quote if record.sentence else words_of(record).quote
            return [
                " ".join(sentence.split()),
                *(f"   {line}" for line in _path(record)),
                *(f"      {line}" for line in _like(record, gather_examples(coder.codebook.acts.acts))),
                f"   codebook {coded.codebook}, coder {coded.coder}",
            ]
    raise UsageError(
        f"this codebook ({coded.codebook}) does not give {record_id}: it was coded with another one; "
        "code the corpus again to renew it"
    )


def _of_sentence(
    article: Article,
    analysis: Analysis,
    coded: Coded,
    sentence: Sentence,
    coder: Coder,
    examples: Examples | None,
) -> list[str]:
    start, end = sentence.start, sentence.end
    lines: list[str] = []
    for record in coded.records:
        if start <= words_of(record).start < end:
            lines += _path(record)
            lines += [f"   {line}" for line in _like(record, examples)]
    nothing = not lines
    dropped = [d for d in coded.dropped if d.start is not None and start <= d.start < end]
    lines.extend(f"dropped {d.what!r}: {d.reason}" for d in dropped)
    if not nothing:
        return lines
    if dropped:
        return ["nothing coded; nearest:", *lines]
    skipped = [why for first, last, why in article.skipped if first < end and start < last]
    if skipped:
        return [f"nothing coded: this stretch is not part of the report ({skipped[0]})"]
    return [f"nothing coded; nearest: {_nearest(analysis, sentence, coder.codebook.acts)}"]


def _path(record: Record) -> list[str]:
    """One line that says what the record is, then one for each decision that made it."""
    words = " ".join(words_of(record).quote.split())
    lines = [f"{record.kind} {record.id}: {words!r}"]
    if isinstance(record, EventMention):
        lines[0] += f" is {record.type}" + (f"/{record.mode}" if record.mode else "")
        lines += [f"   {step}" for step in record.path]
        lines.append(f"   confidence {record.confidence:.2f}")
        parties = [("who", record.actors), ("whom", record.recipients), ("said by", record.said_by)]
    else:
        lines.append(f"   rule {record.rule}")
        told = record.speaker if isinstance(record, Statement) else record.said_by
        parties = [("said by", (told,) if told else ())]
    lines += [f"   {label} {a.text!r} stands for {party(a)}" for label, found in parties for a in found]
    if isinstance(record, EventMention | Figure):
        if record.date:
            lines.append(
                f"   when {record.date.text!r} is {days(record.date)} ({record.date.basis or 'unresolved'})"
            )
        if record.place:
            place = ", ".join(filter(None, (record.place.name, record.place.country)))
            lines.append(f"   where {record.place.text!r} is {place} ({record.place.precision})")
    return lines


def _like(record: Record, examples: Examples | None) -> list[str]:
    """The codebook's examples nearest in words to an act, so that its reader sees what it was taken for."""
    if examples is None or not isinstance(record, EventMention):
        return []
    around = record.sentence or record.trigger
    start = record.trigger.start - around.start
    found = examples.nearest(around.quote, start, start + len(record.trigger.quote))
    return [f"like {near.rule} ({near.likeness:.2f}): {near.text}" for near in found]


def _nearest(analysis: Analysis, sentence: Sentence, index: ActIndex) -> str:
    """The word that came nearest to an act of the codebook, and why it is none."""
    words = [w for w in analysis.words[sentence.first : sentence.last] if w.pos in _CONTENT]
    for word in (w for w in words if w.lemma not in _PALE):
        for kind, entries in (("verb", index.verbs), ("noun", index.nouns), ("adjective", index.adjectives)):
            forms = entries.get(word.lemma) or entries.get(word.lower) or ()
            if forms and all(form.rest for form in forms):
                wanted = sorted({" ".join((word.lemma, *form.rest)) for form in forms})
                listed = ", ".join(f'"{w}"' for w in wanted[:4]) + (" \u2026" if len(wanted) > 4 else "")
                return f"{word.text!r} ({kind}): an act only in {listed}, whose other words are not here"
            if forms:
                return f"{word.text!r}: the codebook has it as a {kind}, here it is read as {_read_as(word)}"
    if not words:
        return "no verb or noun that could be an act"
    heads = [w for w in words if w.pos == "VERB"] or words
    top = next((w for w in words if w.dep == "ROOT"), heads[0])
    return f"{top.text!r} ({top.lemma}): no act of the codebook has this word"


def _read_as(word: Word) -> str:
    return {"VERB": "a verb", "NOUN": "a noun", "ADJ": "an adjective", "AUX": "an auxiliary"}[word.pos]
