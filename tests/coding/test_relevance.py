"""Reports about other things than politics and conflict give no events, however warlike their words."""

from __future__ import annotations

import pytest

from tidings.model.article import Article
from tidings.pipeline import Coder, code_article

SPORT = (
    "Veldkamp kept her title in the women's sprint on Sunday, holding off an attack by the Czech rider Hana Musilova "
    "on the last climb of the race. Musilova, disqualified from the time trial last week, launched her assault with 300 "
    "metres to go. The champion struck back and crossed the line half a wheel ahead. The referees rejected a protest "
    "by the Italian squad. Belgium's coach accused his riders of surrendering too early and threatened to drop two of "
    "them from the team for the world championships. Fans invaded the finish area before the podium ceremony, where the "
    "Dutch player-manager defended her tactics and refused to answer questions about her sore knee."
)
MARKET = (
    "Shares in the brewer fell for a third day as investors punished it for a profit warning, dealers said. The stock hit "
    "a two-year low after the company abandoned talks to buy a rival for cash. Traders accused its chief executive of "
    "keeping them in the dark about costs. Rivals attacked its margins with a price war in supermarkets. Pension funds "
    "defended their stake, while hedge funds retreated. The bank that arranged the listing agreed to extend its loans. "
    "Analysts expect a dividend cut and lower earnings in the next quarter, when revenue from exports should recover."
)
WALK = (
    "The path climbs from the village through beech woods to a spring where shepherds once watered their flocks. A wolf "
    "attacked two sheep on the upper meadow last autumn, and the farmers' wives still talk about it. Beyond the chapel the "
    "view opens over three valleys. Walkers who left early will meet few others before noon. The landlady of the inn "
    "refuses to serve soup without bread, and threatens with a wooden spoon anybody who asks. In the evening the "
    "swifts strike out over the roofs, and the old men return to the bench under the lime tree to argue about mushrooms, "
    "rain and the price of hay until the lamps go out one by one and the street lies quiet again under a thin moon."
)
RAID = (
    "Police in Cape Town arrested nine people on Tuesday after fans attacked the referee at a football match. The minister "
    "of police condemned the violence and ordered an investigation. Opposition lawmakers accused the government of "
    "ignoring warnings from the league's security officers."
)


@pytest.mark.parametrize("text", [SPORT, MARKET, WALK], ids=["sport", "market", "walk"])
def test_no_events_where_nothing_is_political(text: str, coder: Coder) -> None:
    coded = code_article(Article(id="text", text=text), coder)
    assert coded.events == ()
    assert {dropped.stage for dropped in coded.dropped if dropped.stage == "relevance"} == {"relevance"}


def test_politics_about_sport_is_politics(coder: Coder) -> None:
    events = code_article(Article(id="text", text=RAID), coder).events
    assert {event.type for event in events} >= {"COERCE", "ACCUSE"}


def test_a_single_sentence_needs_no_political_company(coder: Coder) -> None:
    events = code_article(Article(id="text", text="Two gunmen shot a tailor in Garissa."), coder).events
    assert [event.type for event in events] == ["ASSAULT"]
