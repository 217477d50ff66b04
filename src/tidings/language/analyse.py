"""Article to Analysis: one document per article; articles are parsed together, each as if it were alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tidings.language.arithmetic import one_thread
from tidings.language.layout import dateline_end, paragraphs, readable
from tidings.language.lemmas import verb_lemma
from tidings.model.analysis import Analysis, Name, Sentence, Word
from tidings.model.article import Article

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_ENDS_SENTENCE = re.compile(r"""[.!?:;]["')\]]*$""")
_LONGEST_SENTENCE = 400  # words; the parser's time and quality fall apart beyond, so longer runs are cut
_TOGETHER = 64  # documents that the model works on at a time
_LONGEST_TEXT = 900_000  # characters parsed in one piece; the library refuses a million


def analyse(article: Article, language: Language) -> Analysis:
    """Words, sentences, syntax and names of `article`, leaving out its skipped stretches.

    Every offset indexes `article.text`. Paragraph ends always end a sentence.
    """
    return analyse_together([article], language)[0]


def analyse_together(articles: Sequence[Article], language: Language) -> list[Analysis]:
    """The analysis of each article, as `analyse` gives it, in less time than one by one."""
    read = [_stretches(article) for article in articles]
    chunks = [_chunks(_without_datelines(*one)) for one in read]
    pieces = [
        [_tokens(one[0], chunk, language) for chunk in of] for one, of in zip(read, chunks, strict=True)
    ]
    _parse([doc for of in pieces for doc, _, _ in of], language)
    found = []
    for article, (_, _, roles), of in zip(articles, read, pieces, strict=True):
        words: list[Word] = []
        sentences: list[Sentence] = []
        names: list[Name] = []
        for doc, starts, numbers in of:
            _collect(doc, starts, numbers, roles, words, sentences, names)
        found.append(
            Analysis(
                article=article.id,
                text=article.text,
                words=tuple(words),
                sentences=tuple(sentences),
                names=tuple(names),
                children=_children(words),
            )
        )
    return found


def analyse_each(texts: list[str], language: Language) -> list[Analysis]:
    """The analyses of short texts of one paragraph, each parsed by itself, as fast as one text of them all."""
    pieces = [_tokens(readable(text), [(0, len(text), 0)], language) for text in texts]
    docs = [piece[0] for piece in pieces]
    _parse(docs, language)
    found = []
    for text, doc, (_, starts, numbers) in zip(texts, docs, pieces, strict=True):
        words: list[Word] = []
        sentences: list[Sentence] = []
        names: list[Name] = []
        _collect(doc, starts, numbers, {}, words, sentences, names)
        found.append(Analysis("text", text, tuple(words), tuple(sentences), tuple(names), _children(words)))
    return found


def _coded(spans: list[tuple[int, int]], skipped: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """(start, end, paragraph number) of what remains of `spans` outside `skipped`."""
    left: list[tuple[int, int, int]] = []
    for number, (start, end) in enumerate(spans):
        pieces = [(start, end)]
        for a, b in skipped:
            pieces = [
                piece
                for s, e in pieces
                for piece in ([(s, e)] if b <= s or a >= e else [(s, min(a, e)), (max(b, s), e)])
                if piece[0] < piece[1]
            ]
        left.extend((s, e, number) for s, e in pieces)
    return left


def _chunks(spans: list[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    chunks: list[list[tuple[int, int, int]]] = []
    size = 0
    for span in spans:
        if not chunks or size + span[1] - span[0] > _LONGEST_TEXT:
            chunks.append([])
            size = 0
        chunks[-1].append(span)
        size += span[1] - span[0]
    return chunks


def _roles(text: str, spans: list[tuple[int, int, int]], title: str | None) -> dict[tuple[int, int], str]:
    """Roles of stretches by (paragraph, start): "headline" for title lines above the body, "dateline"."""
    found: dict[tuple[int, int], str] = {}
    wanted = " ".join(readable(title).split()) if title else None
    for start, end, number in spans[:4]:
        line = " ".join(text[start:end].split())
        if dateline_end(text, start, end) >= end:
            found[number, start] = "dateline"
            return found
        titled = bool(wanted) and line == wanted
        if titled or (len(line) < 220 and not _ENDS_SENTENCE.search(line) and len(spans) > 1):
            found[number, start] = "headline"
        else:
            break
    for start, end, number in spans[:8]:
        if dateline_end(text, start, end) > start:
            found[number, start] = "dateline"
            break
    return found


def _without_datelines(
    text: str, spans: list[tuple[int, int, int]], roles: dict[tuple[int, int], str]
) -> list[tuple[int, int, int]]:
    """The stretches with a dateline cut off as one of its own: it is no part of the first sentence."""
    cut: list[tuple[int, int, int]] = []
    for start, end, number in spans:
        if roles.get((number, start)) == "dateline":
            body = dateline_end(text, start, end)
            cut.extend([(start, body, number), *([(body, end, number)] if body < end else [])])
        else:
            cut.append((start, end, number))
    return cut


def _stretches(
    article: Article,
) -> tuple[str, list[tuple[int, int, int]], dict[tuple[int, int], str]]:
    """The text as it is read, what of it is coded, and which stretches are headlines or datelines."""
    text = readable(article.text)
    spans = _coded(paragraphs(text), [(a, b) for a, b, _ in article.skipped])
    return text, spans, _roles(text, spans, article.title)


def _parse(docs: list[Doc], language: Language) -> None:
    """Parse documents, many at a time: what one is found to be does not depend on the others."""
    with one_thread():
        for _, component in language.pipeline:
            for _ in component.pipe(docs, batch_size=_TOGETHER):
                pass  # the documents themselves are marked


def _tokens(
    text: str, chunk: list[tuple[int, int, int]], language: Language
) -> tuple[Doc, list[int], list[int]]:
    """The words of `chunk` as a document not yet parsed, with their starts and paragraph numbers."""
    from spacy.tokens import Doc

    forms: list[str] = []
    spaces: list[bool] = []
    starts: list[int] = []
    numbers: list[int] = []
    first_words: set[int] = set()
    for start, end, number in chunk:
        first_words.add(len(forms))
        run = 0
        for token in language.make_doc(text[start:end]):
            if token.is_space:
                if spaces:
                    spaces[-1] = True
                continue
            if run >= _LONGEST_SENTENCE:
                first_words.add(len(forms))
                run = 0
            run = 0 if token.text in ".!?" else run + 1
            forms.append(token.text)
            spaces.append(bool(token.whitespace_))
            starts.append(start + token.idx)
            numbers.append(number)
        if spaces:
            spaces[-1] = True
    doc = Doc(language.vocab, words=forms, spaces=spaces)
    for i, token in enumerate(doc):
        if i in first_words:
            token.is_sent_start = True
        elif forms[i][0].islower() and (forms[i - 1][-1].isalnum() or forms[i - 1] == ","):
            token.is_sent_start = False  # the parser may cut "Norway | sent a hospital" after a headline
    return doc, starts, numbers


def _collect(
    doc: Doc,
    starts: list[int],
    numbers: list[int],
    roles: dict[tuple[int, int], str],
    words: list[Word],
    sentences: list[Sentence],
    names: list[Name],
) -> None:
    base = len(words)
    for sent in doc.sents:
        first, last = base + sent.start, base + sent.end
        number = numbers[sent.start]
        for token in sent:
            start = starts[token.i]
            words.append(
                Word(
                    base + token.i,
                    start,
                    start + len(token.text),
                    token.text,
                    token.lower_,
                    _lemma(token),
                    token.pos_,
                    token.tag_,
                    token.dep_,
                    base + token.head.i,
                    len(sentences),
                    token.ent_type_,
                )
            )
        sentences.append(
            Sentence(
                first,
                last,
                words[first].start,
                words[last - 1].end,
                number,
                _role(roles, number, words[first].start),
            )
        )
    names.extend(Name(base + ent.start, base + ent.end, ent.label_) for ent in doc.ents)


def _lemma(token: Token) -> str:
    lemma = token.lemma_.lower()
    return verb_lemma(token.lower_, lemma) if token.pos_ == "VERB" else lemma


def _role(roles: dict[tuple[int, int], str], number: int, start: int) -> str:
    here = roles.get((number, start))
    if here:
        return here
    return (
        "headline" if any(role == "headline" and at == number for (at, _), role in roles.items()) else "body"
    )


def _children(words: list[Word]) -> tuple[tuple[int, ...], ...]:
    below: list[list[int]] = [[] for _ in words]
    for word in words:
        if word.head != word.i:
            below[word.head].append(word.i)
    return tuple(tuple(kids) for kids in below)
