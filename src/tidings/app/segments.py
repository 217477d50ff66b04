"""Cutting a text at the borders of its evidence, so that crossing stretches can be drawn without breaking it."""

from __future__ import annotations

import heapq
import html
import itertools
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch `start:end` of the text in code points, its layer (event, actor, date ...) and its record."""

    start: int
    end: int
    layer: str
    record: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text with the layers and records it belongs to, in their order; both empty for plain text."""

    start: int
    text: str
    layers: tuple[str, ...]
    records: tuple[str, ...]


def segments(text: str, spans: Iterable[Span]) -> list[Segment]:
    """The text in pieces, cut at every border of a span; put together they are the text again.

    Spans that are empty or lie outside the text are left out.

    >>> [(s.text, s.layers) for s in segments("abcdef", [Span(0, 4, "event", "e"), Span(2, 6, "actor", "e")])]
    [('ab', ('event',)), ('cd', ('actor', 'event')), ('ef', ('actor',))]
    """
    inside = sorted({s for s in spans if 0 <= s.start < s.end <= len(text)})
    edges = sorted({0, len(text), *(edge for s in inside for edge in (s.start, s.end))})
    out: list[Segment] = []
    open_: list[tuple[int, int]] = []  # end and number of the spans around the piece, the first to end on top
    coming = 0
    for start, end in itertools.pairwise(edges):
        while coming < len(inside) and inside[coming].start <= start:
            heapq.heappush(open_, (inside[coming].end, coming))
            coming += 1
        while open_ and open_[0][0] <= start:
            heapq.heappop(open_)
        if not open_:
            out.append(Segment(start, text[start:end], (), ()))
            continue
        around = [inside[number] for _, number in open_]
        layers = tuple(sorted({s.layer for s in around}))
        out.append(Segment(start, text[start:end], layers, tuple(sorted({s.record for s in around}))))
    return out


def skipped_spans(skipped: Sequence[tuple[int, int, str]]) -> list[Span]:
    """Stretches of an article that are not coded, as spans of their own layer."""
    return [Span(start, end, "skipped", "") for start, end, _ in skipped]


_BREAK = re.compile(r"\n+(?=[^\n])")
_NEXT = '</span><span class="par">'


def drawn(pieces: Iterable[Segment], starts: Collection[int]) -> str:
    """The pieces as HTML: a span for each with evidence, paragraphs of their own so that a browser draws only those it shows.

    A piece that begins where a record does (`starts`) has the id `tN`. Without its tags it is the text again.

    >>> drawn(segments("a\\n<b>", [Span(2, 5, "event", "e")]), {2})
    '<span class="par">a\\n</span><span class="par"><span class="seg l-event" id="t2" data-r="e">&lt;b&gt;</span></span>'
    """
    out = ['<span class="par">']
    classes: dict[tuple[str, ...], str] = {}
    broken = False
    for piece in pieces:
        words = html.escape(piece.text, quote=False)
        if broken:
            out.append(_NEXT)
            broken = False
        if not piece.layers:
            words = _BREAK.sub(lambda found: found[0] + _NEXT, words)
            broken = words.endswith("\n")
            out.append(words)
            continue
        if piece.layers not in classes:
            classes[piece.layers] = "".join(f" l-{layer}" for layer in piece.layers)
        key = f' id="t{piece.start}"' if piece.start in starts else ""
        of = f' data-r="{" ".join(piece.records)}"' if piece.records != ("",) else ""
        out.append(f'<span class="seg{classes[piece.layers]}"{key}{of}>{words}</span>')
    return "".join(out) + "</span>"
