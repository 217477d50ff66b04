"""Parties the act's own phrase does not give: doers held responsible, courts, those who answer, one blow's victims.

Each case: a text, and for some of its triggers the type and the actors and recipients as country (or name) and
sector. "-" is nobody: a party the text does not make plain stays empty.
"""

from __future__ import annotations

import pytest

from tidings.model.article import Article
from tidings.pipeline import Coder, code_article

CASES = [
    # who answers an act faces its doers, not those who bore it
    ("Peru condemned the bombing of the Chilean embassy by Colombian rebels.", "condemned", "PER.GOV", "COL.REB"),
    ("Ghana condemned the bombing of the Nigerian consulate.", "condemned", "GHA.GOV", "-"),
    ("Iran rejected accusations by Britain.", "rejected", "IRN.GOV", "GBR.GOV"),
    ("France welcomed the release of the pilots by Eritrea.", "welcomed", "FRA.GOV", "ERI.GOV"),
    ("Kenya urged an end to the shelling of Mogadishu by Ethiopian troops.", "urged", "KEN.GOV", "ETH.MIL"),
    ("Kenya urged an end to the drought relief debate.", None, "", ""),
    # who is held to have done it
    ("Canada is most likely responsible for the bombing of the camp.", "bombing", "CAN.GOV", "-"),
    ("Britain held Iran responsible for the attack on the tanker.", "attack", "IRN.GOV", "-"),
    ("The court in Lima convicted the Bolivian soldiers of the murder of a priest.", "murder", "BOL.MIL", "PER.REL"),
    ("Iran's role in the bombing of the barracks was disputed.", "bombing", "IRN.GOV", "-"),
    ("Police in Lahore arrested Afghan men over the murder of a priest.", "murder", "-", "PAK.REL"),
    # courts that the article names, and only those
    ("Turkish prosecutors opened a case. Three mayors were charged with treason.", "charged", "TUR.JUD", "TUR.GOV"),
    ("The court in Harare sat on Monday. Two opposition leaders were convicted of treason.", "convicted", "ZWE.JUD", "ZWE.OPP"),
    ("Two opposition leaders were convicted of treason in Harare.", "convicted", "-", "ZWE.OPP"),
    # what is turned down was somebody's
    ("The union demanded the release of its leaders. Peru rejected the demand.", "rejected", "PER.GOV", "PER.LAB"),
    ("Peru rejected the demand.", "rejected", "PER.GOV", "-"),
    # one blow, several victims
    ("A blast hit the Danish embassy in Kabul. Eleven passers-by were killed in the blast in Kabul.", "blast hit", "-", "AFG.CVL DNK.GOV"),
    # groups of no country keep what tells them apart
    ("Western diplomats criticised Uganda.", "criticised", "WESTERN DIPLOMATS.GOV", "UGA.GOV"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "trigger", "actors", "recipients"), CASES, ids=[case[0][:40] for case in CASES]
)
def test_parties_told_elsewhere(
    text: str, trigger: str | None, actors: str, recipients: str, coder: Coder
) -> None:
    events = code_article(Article(id="text", text=text), coder).events
    if trigger is None:
        assert [event.trigger.quote for event in events if event.recipients] == []
        return
    (event,) = [event for event in events if event.trigger.quote == trigger]
    found = [
        " ".join(sorted(f"{(p.country or p.name).upper()}.{p.sector}" for p in parties)) or "-"
        for parties in (event.actors, event.recipients)
    ]
    assert found == [actors, recipients]


def test_implied_parties_have_no_place_in_the_text(coder: Coder) -> None:
    text = "Turkish prosecutors opened a case. Three mayors were charged with treason."
    (event,) = code_article(Article(id="text", text=text), coder).events
    assert [(actor.start, actor.end) for actor in event.actors] == [(None, None)]
