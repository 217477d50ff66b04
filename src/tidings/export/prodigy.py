"""Prodigy (and spaCy): JSON lines of articles with labelled spans, to be read as span annotations."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tidings.export.annotated import Span, labelled_articles
from tidings.export.profiles import Profile
from tidings.export.selection import Selection


def _lines(selection: Selection) -> Iterator[str]:
    for article in labelled_articles(selection):
        spans: dict[Span, list[str]] = {}
        for record in article.records:
            for span in (record.head, *record.parts):
                spans.setdefault(span, []).append(record.id)
        listed = [
            {
                "start": span.first,
                "end": span.last,
                "label": span.label,
                "text": span.words,
                "records": records,
            }
            for span, records in sorted(
                spans.items(), key=lambda item: (item[0].first, item[0].last, item[0].label)
            )
        ]
        meta = {"article": article.id, "title": article.title, "url": article.url}
        task = {
            "text": article.text,
            "spans": listed,
            "meta": {k: v for k, v in meta.items() if v is not None},
        }
        yield json.dumps(task, ensure_ascii=False) + "\n"


PROFILES = {
    "prodigy": Profile(
        name="prodigy",
        title="Prodigy spans",
        suffix=".jsonl",
        one_row="one article",
        lines=_lines,
        media="application/x-ndjson",
        lost=(
            "Spans overlap: use a recipe for spans (spans.manual), not one for entities.",
            "Which parties belong to which act stands in `records` of each span; relations are not written.",
            "Parties that are implied have no words and are left out; so are canonical names, resolved dates and places.",
        ),
    )
}
