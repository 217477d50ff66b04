"""`--also dates,places`: every date and place expression, each under its own kind."""

from __future__ import annotations

import datetime
import json

from tidings.model.article import Article
from tidings.pipeline import Coder, code_article
from tidings.show import json_lines

TEXT = "Police in Nairobi arrested two bloggers on Tuesday."


def test_dates_and_places_are_printed_under_their_own_kinds(coder: Coder) -> None:
    coded = code_article(Article(id="a", text=TEXT, published=datetime.date(2024, 6, 26)), coder)
    rows = [json.loads(line) for line in json_lines(coded, also=("dates", "places"))]
    found = [
        (r["kind"], r["span"], r.get("type"), r.get("first")) for r in rows if r["kind"] in ("date", "place")
    ]
    assert found == [
        ("date", {"start": 43, "end": 50}, "DATE", "2024-06-25"),
        ("place", {"start": 10, "end": 17}, None, None),
    ]
    assert {row["kind"] for row in rows} == {"date", "event", "figure", "place"}


def test_nothing_more_is_printed_unasked(coder: Coder) -> None:
    coded = code_article(Article(id="a", text=TEXT), coder)
    assert {json.loads(line)["kind"] for line in json_lines(coded)} == {"event", "figure"}
