"""What mentions of one event tell each other of its day and its place."""

from __future__ import annotations

import datetime

import pytest

from tidings.model.article import Article
from tidings.pipeline import Coder, code_article

PUBLISHED = datetime.date(2015, 10, 21)  # a Wednesday


def events_of(coder: Coder, text: str) -> list[tuple[str, str | None, str | None]]:
    article = Article(id="t", text=text, published=PUBLISHED)
    return [
        (e.trigger.quote, e.date.first if e.date else None, e.place.name if e.place else None)
        for e in code_article(article, coder).events
    ]


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        # all dated acts of the type are of one day
        ("Rebels shelled the port of Latakia on Monday. Troops say the shelling killed nine.", "shelling", "2015-10-19"),
        # the lead is of the one recent day that the report names
        ("Police in Lagos arrested nine protesters. A march began early on Tuesday, the union said.", "arrested", "2015-10-20"),
        # two recent days: the lead's stays open
        ("Police in Lagos arrested nine protesters. A vote was held on Tuesday and another on Monday.", "arrested", None),
        # a day of another month says nothing of the lead's
        ("Police in Lagos arrested nine protesters. The vote was held on Sept. 3.", "arrested", None),
        # the month, and the exact day written out elsewhere
        ("Gunmen kidnapped a priest in Jos last month. He was last seen on Sept. 3.", "kidnapped", "2015-09-03"),
        ("Gunmen kidnapped a priest in Jos last month. He was last seen on Aug. 3.", "kidnapped", "2015-09-01"),
    ],
)  # fmt: skip
def test_days_told_elsewhere(coder: Coder, text: str, trigger: str, day: str | None) -> None:
    found = [d for words, d, _ in events_of(coder, text) if trigger in words]
    assert found == [day]


def test_one_event_has_one_place(coder: Coder) -> None:
    text = (
        "Rebels killed nine soldiers in Syria on Monday. "
        "The rebels killed the soldiers near Homs on Monday, the army said."
    )
    assert {place for _, _, place in events_of(coder, text)} == {"Homs"}


def test_a_place_in_what_the_doer_shouts_is_not_where_it_happened(coder: Coder) -> None:
    text = "A gunman shot an army officer, shouting: \u201cDon\u2019t forget the dead in Aleppo!\u201d"
    assert [place for words, _, place in events_of(coder, text) if "shot" in words] == [None]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Kenya expelled nine Sudanese diplomats on Monday.", "Kenya"),
        ("Kenya accused nine Sudanese diplomats on Monday.", None),
    ],
)
def test_a_state_expels_from_its_own_ground(coder: Coder, text: str, place: str | None) -> None:
    assert [p for _, _, p in events_of(coder, text)] == [place]


def test_a_country_is_no_town_of_its_name(coder: Coder) -> None:
    text = "Russia, Egypt and Jordan met in Vienna. The United States stayed away. The U.S. envoy to the United States talks left."
    found = code_article(Article(id="t", text=text, published=PUBLISHED), coder).places
    assert [(p.text, p.country) for p in found if p.text in ("Russia", "Egypt", "Jordan")] == [
        ("Russia", "RUS"),
        ("Egypt", "EGY"),
        ("Jordan", "JOR"),
    ]
