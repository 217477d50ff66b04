"""The date of an act by syntax, over the mentions of an event, and the day of issue a text pins."""

from __future__ import annotations

import datetime

import pytest

from tidings.coding.date_of_act import choose_date
from tidings.coding.date_published import Window, find_dates_within, infer_published
from tidings.coding.dates import find_dates
from tidings.language.analyse import analyse
from tidings.model.article import Article
from tidings.pipeline import Coder

PUBLISHED = datetime.date(2015, 10, 21)  # a Wednesday


def day_of(coder: Coder, text: str, trigger: str) -> tuple[str | None, str | None] | None:
    analysis = analyse(Article(id="t", text=text), coder.language)
    word = next(w for w in analysis.words if w.text == trigger)
    dates = find_dates(analysis, PUBLISHED, coder.codebook.dates)
    found = choose_date(
        analysis, word.i, dates, saying=coder.codebook.speech.said, published=PUBLISHED.isoformat()
    )
    return None if found is None else (found.first, found.last)


@pytest.mark.parametrize(
    ("text", "trigger", "days"),
    [
        ("Rebels shelled the port on Monday.", "shelled", ("2015-10-19", "2015-10-19")),
        ("The Sept. 3 raid angered residents.", "raid", ("2015-09-03", "2015-09-03")),
        ("Nine people were killed in a raid on Monday.", "raid", ("2015-10-19", "2015-10-19")),
        ("The army launched a raid Monday.", "raid", ("2015-10-19", "2015-10-19")),
        ("In 2003, when troops occupied the port, she was nine.", "occupied", ("2003-01-01", "2003-12-31")),
        ("Troops have occupied the port since March 2014.", "occupied", ("2014-03-01", None)),
        ("Hundreds have died since the war began in 2011.", "died", ("2011-01-01", None)),
        (
            "Nine rebels have died since the ceasefire was broken on Monday.",
            "broken",
            ("2015-10-19", "2015-10-19"),
        ),
        ("Three days after the April 15, 2013, bombing, he fled.", "bombing", ("2013-04-15", "2013-04-15")),
        ("Earlier this week, troops occupied the port.", "occupied", ("2015-10-19", "2015-10-20")),
        ("Three days after April 15, 2013, bombs were found.", "found", ("2013-04-18", "2013-04-18")),
        ("The premier warned rebels at a summit in September.", "warned", ("2015-09-01", "2015-09-30")),
        ("Nine people died on Monday, as rebels shelled the port.", "shelled", ("2015-10-19", "2015-10-19")),
        ("Nine people died on Monday after rebels shelled the port.", "shelled", None),
        ("The envoy condemned the raid.", "raid", None),
        ("Officials said on Monday that troops occupied the port.", "occupied", None),
        ("Troops occupied the port before Monday.", "occupied", None),
        ("This year's election was rigged, rebels claimed.", "rigged", None),
        ("Troops occupied the port some years ago.", "occupied", None),
    ],
)
def test_a_date_belongs_to_the_word_it_hangs_on(
    coder: Coder, text: str, trigger: str, days: tuple[str | None, str | None] | None
) -> None:
    assert day_of(coder, text, trigger) == days


def pinned(coder: Coder, text: str) -> Window | None:
    analysis = analyse(Article(id="t", text=text), coder.language)
    return infer_published(analysis, coder.codebook.dates, coder.codebook.actors)


DAVUTOGLU = "Turkish Prime Minister Ahmet Davutoglu visited the camp. It was built in 2014."


def test_a_weekday_and_offices_pin_the_year(coder: Coder) -> None:
    found = pinned(coder, f"{DAVUTOGLU} He left on Wednesday, 21 October.")
    assert found == Window(datetime.date(2015, 10, 21), datetime.date(2015, 10, 27))


@pytest.mark.parametrize(
    "text",
    [
        f"{DAVUTOGLU} He left on Wednesday.",
        f"{DAVUTOGLU} He left on 21 October.",
        f"{DAVUTOGLU} He left on Monday, 21 October.",
        "He left on Wednesday, 21 October. The camp was built in 2014.",
        "Former Prime Minister Ahmet Davutoglu left on Wednesday, 21 October.",
    ],
)
def test_what_the_text_leaves_open_stays_open(coder: Coder, text: str) -> None:
    assert pinned(coder, text) is None


def test_within_a_window_only_what_all_days_give_is_kept(coder: Coder) -> None:
    text = "He left on Sept. 3. He came back yesterday."
    analysis = analyse(Article(id="t", text=text), coder.language)
    window = Window(datetime.date(2015, 10, 21), datetime.date(2015, 10, 27))
    found = find_dates_within(analysis, window, coder.codebook.dates)
    assert [(d.text, d.first, d.basis) for d in found] == [
        ("Sept. 3", "2015-09-03", "inferred"),
        ("yesterday", None, None),
    ]
