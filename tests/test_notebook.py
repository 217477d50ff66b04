"""What a program or notebook gets: `tidings.code_text` and how its result looks."""

from __future__ import annotations

import dataclasses
import datetime
import json
from html.parser import HTMLParser

import pytest

import tidings
from tidings.model.article import Article, Evidence
from tidings.model.marked import marked_sentence, record_html

TEXT = 'Peru condemned Chile on Monday. "We will not pay <one> peso," Kenyan President William Ruto said.'


def test_all_names_can_be_had_and_there_are_no_others() -> None:
    assert sorted(tidings.__all__) == tidings.__all__
    for name in tidings.__all__:
        assert getattr(tidings, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = tidings.nothing  # type: ignore[attr-defined]


def test_a_text_is_coded_into_frozen_typed_records() -> None:
    coded = tidings.code_text(TEXT, published="2024-05-07", title="Peru", source="Test")
    assert isinstance(coded, tidings.Coded)
    assert [(e.type, e.trigger.quote) for e in coded.events] == [("ACCUSE", "condemned")]
    assert [(s.speaker and s.speaker.name, s.form) for s in coded.statements] == [("William Ruto", "direct")]
    assert coded.figures == ()
    assert [d.text for d in coded.dates] == ["Monday"]
    assert [p.name for p in coded.places] == ["Peru", "Chile"]
    assert tuple(coded) == coded.records
    assert len(coded) == 2
    assert (coded.article.published, coded.article.source) == (datetime.date(2024, 5, 7), "Test")
    with pytest.raises(dataclasses.FrozenInstanceError):
        coded.events[0].type = "REJECT"  # type: ignore[misc]
    for record in coded:
        assert record.sentence is not None
        assert TEXT[record.sentence.start : record.sentence.end] == record.sentence.quote
        assert (record.codebook, record.coder) == (coded.codebook, tidings.__version__)


def test_to_dict_is_json_all_through() -> None:
    coded = tidings.code_text(TEXT, published=datetime.date(2024, 5, 7))
    told = coded.to_dict()
    assert json.loads(json.dumps(told)) == told
    assert {key: len(told[key]) for key in ("events", "statements", "figures", "dates", "places")} == {
        "events": 1, "statements": 1, "figures": 0, "dates": 1, "places": 2,
    }  # fmt: skip
    assert told["events"][0] == coded.events[0].to_dict()
    assert (told["published"], told["published_origin"]) == ("2024-05-07", "given")


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(tidings.TidingsError, match="published='soon' is no date; give YYYY-MM-DD"):
        tidings.code_text(TEXT, published="soon")


class Text(HTMLParser):
    """The text of an HTML fragment, and its open tags."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.open: list[str] = []
        self.marked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag == "mark":
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "sub" not in self.open:
            self.text += data
        if self.open and self.open[-1] == "mark":
            self.marked[-1] += data


def parsed(html: str) -> Text:
    text = Text()
    text.feed(html)
    text.close()
    assert text.open == []
    return text


def test_records_show_their_sentence_with_the_parts_marked() -> None:
    coded = tidings.code_text(TEXT, published="2024-05-07")
    event, statement = (parsed(record._repr_html_()) for record in coded)
    assert "Peru condemned Chile on Monday." in event.text
    assert event.marked == ["Peru", "condemned", "Chile", "Monday"]
    assert "who: Peru (PER.GOV)" in event.text
    assert "when: 2024-05-06" in event.text
    assert '"We will not pay <one> peso,"' in statement.text
    assert statement.marked == ["We will not pay <one> peso", "Kenyan President William Ruto", "said"]
    whole = parsed(coded._repr_html_())
    assert "1 event \u00b7 1 statement \u00b7 0 figures" in whole.text
    assert "Peru condemned Chile on Monday." in whole.text


def test_colours_leave_the_pages_own_text_colour() -> None:
    html = tidings.code_text(TEXT)._repr_html_()
    assert "color:inherit" in html
    assert [part for part in html.split('"') if "color:" in part.replace("color:inherit", "")] == []


@pytest.mark.parametrize(
    ("parts", "marked"),
    [
        ([], []),
        ([(14, 17, "who")], ["c d"]),
        ([(10, 17, "where"), (12, 15, "who")], ["a ", "b c", " d"]),  # nested
        ([(10, 13, "who"), (12, 17, "act")], ["a ", "b", " c d"]),  # crossing
        ([(0, 5, "who"), (10, 99, "act")], []),  # outside the sentence
    ],
)
def test_parts_may_nest_and_cross(parts: list[tuple[int, int, str]], marked: list[str]) -> None:
    found = parsed(marked_sentence(Evidence(10, 17, "a b c d"), parts))
    assert (found.text, found.marked) == ("a b c d", marked)


def test_an_article_with_nothing_in_it_says_so() -> None:
    coded = tidings.Coded(article=Article(id="a", text="<b>", title="<i>x</i>"))
    assert "0 events \u00b7 0 statements \u00b7 0 figures" in coded._repr_html_()
    assert "<i>" not in coded._repr_html_()


def test_many_records_are_cut_with_their_number() -> None:
    coded = tidings.code_text("Peru condemned Chile. " * 25)
    assert len(coded) == 25
    assert "and 5 more records" in coded._repr_html_()
    assert record_html(coded.records[0]) == coded.records[0]._repr_html_()
