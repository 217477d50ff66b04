"""W3C Web Annotation (JSON-LD): one annotation a piece of evidence, with quote and position selectors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tidings.export.profiles import Profile
from tidings.export.selection import Selection

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_LABELS = """
SELECT id, concat_ws(' ', concat_ws('/', r.type, r.mode), r.status, r.what, r.form) AS label FROM _base
"""
_QUERY = """
SELECT e.*, a.url, b.label FROM evidence AS e JOIN articles AS a ON a.id = e.article JOIN ({labels}) AS b ON b.id = e.record
WHERE {where} ORDER BY e.article, e.record, e.first, e.last, e.part
"""


def _lines(selection: Selection) -> Iterator[str]:
    where, parameters = selection.filters.where("evidence")
    yield json.dumps({"@context": _CONTEXT, "id": "urn:tidings:annotations", "type": "AnnotationCollection"})[
        :-1
    ]
    yield ', "first": {"id": "urn:tidings:annotations:1", "type": "AnnotationPage", "items": ['
    comma = "\n"
    for row in selection.database.rows(_QUERY.format(labels=_LABELS, where=where), parameters):
        selection.written["annotations"] += 1
        yield comma + json.dumps(_annotation(row), ensure_ascii=False)
        comma = ",\n"
    yield "\n]}}\n"


def _annotation(row: Mapping[str, Any]) -> dict[str, Any]:
    record = f"urn:tidings:{row['record']}"
    return {
        "id": f"{record}:{row['part']}:{row['first']}-{row['last']}",
        "type": "Annotation",
        "motivation": "tagging" if row["part"] not in ("trigger", "content", "figure") else "classifying",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": row["part"]},
            {"type": "TextualBody", "purpose": "classifying", "value": row["label"]},
            {"type": "SpecificResource", "purpose": "identifying", "source": record},
        ],
        "target": {
            "source": row["url"] or f"urn:tidings:{row['article']}",
            "selector": [
                {"type": "TextPositionSelector", "start": row["first"], "end": row["last"]},
                {
                    "type": "TextQuoteSelector",
                    "exact": row["quote"],
                    "prefix": row["prefix"],
                    "suffix": row["suffix"],
                },
            ],
        },
    }


PROFILES = {
    "web-annotation": Profile(
        name="web-annotation",
        title="W3C Web Annotation (JSON-LD)",
        suffix=".jsonld",
        one_row="one piece of evidence",
        lines=_lines,
        media='application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"',
        lost=(
            "Positions count Unicode code points of the article's text as Tidings read it, not of the web page; the quote finds it there.",
            "Links between the pieces of a record are its id in the body.",
        ),
    )
}
