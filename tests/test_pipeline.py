"""The main job and its contracts, on texts written for this project."""

from __future__ import annotations

import datetime
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.commands.demo import example_reports
from tidings.explain import explain, explain_record
from tidings.ingest.read import read_sources
from tidings.model.article import Article
from tidings.model.records import EventMention, Figure, Record, Statement
from tidings.pipeline import Coder, code_article, shared_coder
from tidings.show import json_lines

DAY = datetime.date(2024, 5, 7)  # a Tuesday


def coded(coder: Coder, text: str) -> tuple[Record, ...]:
    return code_article(Article(id="t", text=text, published=DAY, published_origin="given"), coder).records


def events(coder: Coder, text: str) -> set[tuple[str, str, str, str]]:
    """(type, actors, recipients, status) of every event, parties as COUNTRY.SECTOR."""
    found = set()
    for r in coded(coder, text):
        if isinstance(r, EventMention):
            who, whom = (
                "+".join(sorted(f"{a.country}.{a.sector}" for a in parties))
                for parties in (r.actors, r.recipients)
            )
            found.add((r.type, who, whom, r.status))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru condemned Chile on Monday.", {("ACCUSE", "PER.GOV", "CHL.GOV", "actual")}),
        ("Chile was condemned by Peru on Monday.", {("ACCUSE", "PER.GOV", "CHL.GOV", "actual")}),
        ("Chad accused Sudan of lying.", {("ACCUSE", "TCD.GOV", "SDN.GOV", "actual")}),
        ("Kenyan police arrested two Somali journalists.", {("COERCE", "KEN.COP", "SOM.JRN", "actual")}),
        ("Kenyan police will arrest two Somali journalists.", {("COERCE", "KEN.COP", "SOM.JRN", "future")}),
        (
            "Kenyan police did not arrest two Somali journalists.",
            {("COERCE", "KEN.COP", "SOM.JRN", "negated")},
        ),
        ("The recipe calls for two cups of flour.", set()),
        ("The committee met the target for new houses.", set()),
        ("Rain hit the coast on Monday.", set()),
        ("The machine rejected the card.", set()),
        ("Two tourists were killed in a car crash.", set()),
    ],
)
def test_events_of_one_sentence(coder: Coder, text: str, expected: set[tuple[str, str, str, str]]) -> None:
    assert events(coder, text) == expected


def test_who_is_who_of_a_direct_quotation(coder: Coder) -> None:
    text = '"The border will stay open," Kenyan President William Ruto said on Monday.'
    found = [r for r in coded(coder, text) if isinstance(r, Statement)]
    assert [(s.speaker and s.speaker.name, s.content.quote, s.form) for s in found] == [
        ("William Ruto", "The border will stay open", "direct")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 12 people were killed in the raid.", [("killed", 12, 12, None)]),
        ("The blast killed about 30 people.", [("killed", None, 30, None)]),
        ("Dozens of villagers were injured in the attack.", [("injured", 24, None, None)]),
        ("The town has 30 bridges and opened in 1990.", []),
        ("Prices rose 12 percent in two years.", []),
    ],
)
def test_figures_keep_what_is_unknown_empty(
    coder: Coder, text: str, expected: list[tuple[str, int | None, int | None, int | None]]
) -> None:
    found = [(r.what, r.low, r.best, r.high) for r in coded(coder, text) if isinstance(r, Figure)]
    assert found == expected


def test_without_publication_date_relative_days_stay_unresolved(coder: Coder) -> None:
    article = Article(id="t", text="Peru condemned Chile on Monday.")
    result = code_article(article, coder)
    assert [(d.text, d.first, d.last, d.basis) for d in result.dates] == [("Monday", None, None, None)]
    assert [r.date for r in result.records if isinstance(r, EventMention)] == [None]


def test_an_unresolved_day_is_not_passed_over_for_a_year_farther_off(coder: Coder) -> None:
    text = "Peru condemned Chile on Monday, its first protest since the war of 1995."
    found = code_article(Article(id="t", text=text), coder).records
    assert [r.date for r in found if isinstance(r, EventMention) and r.type == "ACCUSE"] == [None]


def words_of(record: Record) -> tuple[int, int, str]:
    if isinstance(record, EventMention):
        span = record.trigger
    else:
        span = record.content if isinstance(record, Statement) else record.span
    return span.start, span.end, span.quote


def test_every_quote_is_its_slice_in_every_example(coder: Coder) -> None:
    articles = [a for a in read_sources(example_reports()) if isinstance(a, Article)]
    assert len(articles) == 14
    for article in articles:
        for record in code_article(article, coder).records:
            start, end, quote = words_of(record)
            assert article.text[start:end] == quote


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(text=st.text(max_size=200))
def test_any_text_is_coded_with_exact_words(text: str) -> None:
    for record in coded(shared_coder(), text):
        start, end, quote = words_of(record)
        assert text[start:end] == quote


def test_records_are_json_with_the_schemes_fields(coder: Coder) -> None:
    article = Article(id="t", text="Peru condemned Chile on Monday.", published=DAY)
    (line,) = json_lines(code_article(article, coder))
    row = json.loads(line)
    assert (row["article"], row["kind"], row["type"], row["status"]) == ("t", "event", "ACCUSE", "actual")
    assert row["trigger"] == {"start": 5, "end": 14}
    assert (row["date"]["first"], row["date"]["last"]) == ("2024-05-06", "2024-05-06")


def test_why_names_the_rule_and_says_when_there_is_none(coder: Coder) -> None:
    article = Article(id="t", text="Peru condemned Chile. The sky was blue.")
    first, second = explain(article, coder, sentence=1), explain(article, coder, sentence=2)
    assert "ACCUSE/" in first[1]
    assert second[1:] == ["   nothing coded; nearest: 'was' (be): no act of the codebook has this word"]


def test_why_of_one_sentence_shows_the_three_nearest_examples_and_of_a_text_none(coder: Coder) -> None:
    article = Article(id="t", text="Peru condemned Chile. The sky was blue.")
    (event,) = code_article(article, coder).records
    marked = {(act.rule, e.text) for act in coder.codebook.acts.acts for e in act.examples}
    for lines in (explain(article, coder, sentence=1), explain_record(event.id, article, coder)):
        near = [line.strip().removeprefix("like ") for line in lines if line.startswith("      like ")]
        shown = [(line.split(" (")[0], line.split("): ", 1)[1]) for line in near]
        assert len(set(shown)) == 3
        assert set(shown) <= marked
        assert {rule.split("/")[0] for rule, _ in shown} == {"ACCUSE"}
        assert sum(line.startswith("      confidence 0.") for line in lines) == 1
    assert [line for line in explain(article, coder) if "like " in line] == []
