"""Names that an article has given in full and then shortens: surnames and acronyms."""

from __future__ import annotations

from tidings.codebook.actors import pieces
from tidings.coding.actor_names import Hit, piece_of
from tidings.model.analysis import Analysis


def with_surnames(analysis: Analysis, hits: list[Hit]) -> list[Hit]:
    """Bare surnames of persons named in full anywhere in the article, whatever the model took them for."""
    endings: set[tuple[str, ...]] = set()
    for hit in hits:
        parts = _parts(analysis, hit) if hit.kind == "person" else ()
        endings.update(parts[k:] for k in range(1, len(parts)))
    if not endings:
        return hits
    found: list[Hit] = []
    weak: set[int] = set()
    for hit in hits:
        if not hit.entries and hit.kind in ("org", "place") and _parts(analysis, hit) in endings:
            hit = Hit(hit.first, hit.last, hit.head, "person")
        found.append(hit)
        weak.update(range(hit.first, hit.last))
    for word in analysis.words:
        if word.i in weak or not word.text[:1].isupper() or (piece_of(word),) not in endings:
            continue
        if word.pos not in ("PROPN", "NOUN", "ADJ", "VERB", "X") or len(word.text) < 3:
            continue
        following = analysis.words[word.i + 1] if word.i + 1 < len(analysis.words) else None
        if (
            word.dep == "compound"
            and following is not None
            and following.pos == "PROPN"
            and following.i not in weak
        ):
            continue
        found.append(Hit(word.i, word.i + 1, word.i, "person"))
    return sorted(found, key=lambda h: h.first)


def with_acronyms(analysis: Analysis, hits: list[Hit]) -> list[Hit]:
    """Acronyms that the article explains: "Southern Relief Council (SRC)"."""
    words = analysis.words
    meant: dict[str, Hit] = {}
    for hit in hits:
        if (
            hit.kind not in ("org", "group", "role")
            or hit.last + 2 >= len(words)
            or words[hit.last].text != "("
        ):
            continue
        short = words[hit.last + 1].text
        if words[hit.last + 2].text == ")" and 2 <= len(short) <= 8 and sum(c.isupper() for c in short) >= 2:
            meant.setdefault(short, hit)
    if not meant:
        return hits
    covered = {i: h for h in hits for i in range(h.first, h.last)}
    found = list(hits)
    for word in words:
        full = meant.get(word.text)
        there = covered.get(word.i)
        if full is None or (there is not None and (there.entries or there.last - there.first > 1)):
            continue
        if there is not None:
            found.remove(there)
        if full.last == word.i - 1:
            continue
        kind = "org" if full.kind == "role" else full.kind
        found.append(Hit(word.i, word.i + 1, word.i, kind, full.entries, None, full.first))
    return sorted(found, key=lambda h: h.first)


def _parts(analysis: Analysis, hit: Hit) -> tuple[str, ...]:
    return pieces(analysis.slice(hit.first, hit.last))
