"""Articles about private people give no events; those of states, politics and arms do."""

from __future__ import annotations

import pytest

from tidings.model.article import Article
from tidings.model.records import EventMention
from tidings.pipeline import Coder, code_article

_CRASH = (
    "Seven villagers were killed and a dozen hurt when a minibus struck a cart near Kita on Sunday. "
    "The driver was returning from a wedding with his cousins and three musicians. "
    "Farmers who ran from their fields pulled the passengers out through the windows. "
    "A nurse said that the hospital had asked for blood from anybody who could give it. "
    "The road between the two market towns is narrow, and nobody has painted its lines for years. "
    "Traders complained that lorries use it at night to save the toll of the new highway. "
    "One survivor said she had begged the driver to slow down before the bend. "
    "The musicians had played at the feast until dawn and slept when it happened. "
    "The bride heard of it from a neighbour who had a telephone. "
    "The burials will be held on Tuesday under the old trees behind the mosque. "
)
_POLICE = (
    "Police said the border road and the bridge stayed closed while the governor's spokesman was on his way. "
)
_SOLDIERS = (
    "Malian soldiers attacked a rebel base on Monday. Rebels shelled the town of Kita in reply. "
    "The government condemned the shelling. France urged both sides to stop. "
)


@pytest.mark.parametrize(
    ("text", "public"),
    [
        (_CRASH, False),
        (_CRASH + _SOLDIERS, True),
        (_SOLDIERS, True),
        ("Farmers attacked herders near Kita.", True),
    ],
)
def test_a_long_article_about_private_people_has_no_events(coder: Coder, text: str, public: bool) -> None:
    assert (
        any(isinstance(r, EventMention) for r in code_article(Article(id="t", text=text), coder).records)
        is public
    )


def test_what_is_dropped_tells_the_reason(coder: Coder) -> None:
    reasons = {
        d.reason
        for d in code_article(Article(id="t", text=_CRASH + _POLICE), coder).dropped
        if d.stage == "relevance"
    }
    assert reasons == {"the article is about private people"}
