"""Label Studio: one task an article, our records as predictions to accept or correct."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import tidings
from tidings.export.annotated import LabelledArticle, Span, labelled_articles
from tidings.export.profiles import Profile
from tidings.export.selection import Selection


def _lines(selection: Selection) -> Iterator[str]:
    yield "["
    comma = "\n"
    for article in labelled_articles(selection):
        yield comma + json.dumps(_task(article), ensure_ascii=False)
        comma = ",\n"
    yield "\n]\n"


def _task(article: LabelledArticle) -> dict[str, Any]:
    result: list[dict[str, Any]] = []
    regions: dict[Span, str] = {}
    for record in article.records:
        for span in (record.head, *record.parts):
            if span not in regions:
                regions[span] = f"r{len(regions) + 1}"
                result.append(_region(regions[span], span, record.id))
        result += [
            {
                "type": "relation",
                "from_id": regions[record.head],
                "to_id": regions[part],
                "direction": "right",
                "labels": [part.label],
            }
            for part in record.parts
        ]
    data = {"text": article.text, "article": article.id, "title": article.title, "url": article.url}
    return {
        "data": {name: value for name, value in data.items() if value is not None},
        "predictions": [{"model_version": f"tidings {tidings.__version__}", "result": result}],
    }


def _region(key: str, span: Span, record: str) -> dict[str, Any]:
    value = {"start": span.first, "end": span.last, "text": span.words, "labels": [span.label]}
    return {
        "id": key, "from_name": "label", "to_name": "text", "type": "labels", "value": value, "meta": {"text": [record]},
    }  # fmt: skip


PROFILES = {
    "label-studio": Profile(
        name="label-studio",
        title="Label Studio tasks with predictions",
        suffix=".json",
        one_row="one article",
        lines=_lines,
        media="application/json",
        lost=(
            "The project needs <Labels name='label' toName='text'> with the event types and roles, and <Text name='text' value='$text'/>.",
            "Offsets count Unicode code points, as Label Studio's do since 1.4; earlier ones miscount after emoji.",
            "Parties that are implied have no words and are left out; so are canonical names, resolved dates and places.",
        ),
    )
}
