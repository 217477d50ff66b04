"""Parties weighed over a whole report: what is offered, who is chosen, and where the rules alone stand."""

from __future__ import annotations

import dataclasses

import pytest

from tidings.codebook.judges import Judges
from tidings.coding.party_choice import offered, party_chances
from tidings.coding.party_features import gather_cast
from tidings.coding.party_sets import FEATURES, chances_in, offered_sets, slots_of
from tidings.language.analyse import analyse
from tidings.model.article import Article
from tidings.model.records import Actor
from tidings.pipeline import Coder, code_analysis, code_article, draft_events

REPORT = """Navy patrol boats fire on Ghanaian trawlers

LOME, March 3 - Togolese navy boats opened fire on three Ghanaian trawlers off Lome on Tuesday and wounded four fishermen, the government of Ghana said on Wednesday.

The shooting began shortly before dawn, when the trawlers had crossed a line that both countries have disputed since 2016. One of the men lost a leg.

Ghana protested and summoned the ambassador of Togo. Foreign Minister Kofi Mensah said the ambassador had been told that the killing of innocent people would not be accepted. Togo has not commented on the protest.

In Accra some two hundred fishermen marched to the embassy. Police kept them away from the gates. The march ended without trouble, and the men went home by bus in the afternoon. Rain is expected on the coast until Friday."""
SHORT = "Togolese navy boats opened fire on Ghanaian trawlers. The shooting began before dawn."


def sides(actors: tuple[Actor, ...]) -> str:
    return " ".join(sorted(f"{a.country or a.name}.{a.sector}" for a in actors)) or "-"


def test_mentions_of_one_event_share_a_label_and_its_parties(coder: Coder) -> None:
    events = code_article(Article(id="t", text=REPORT), coder).events
    fire = [e for e in events if e.type == "ASSAULT" and e.status == "actual"]
    first = fire[0]
    again = [e for e in fire if e.trigger.quote in ("shooting", "The shooting")]
    assert [e.event for e in again] == [first.event]
    assert {sides(e.actors) for e in again} == {sides(first.actors)} == {"TGO.MIL"}


def test_parties_taken_from_elsewhere_have_no_place_in_the_text(coder: Coder) -> None:
    coded = code_article(Article(id="t", text=REPORT), coder)
    for event in coded.events:
        for actor in (*event.actors, *event.recipients):
            if actor.start is None:
                assert actor.end is None
            else:
                assert REPORT[actor.start : actor.end] == actor.text


def test_the_path_tells_who_was_chosen_and_how_likely(coder: Coder) -> None:
    event = code_article(Article(id="t", text=REPORT), coder).events[0]
    told = [line for line in event.path if line.startswith(("actors ", "recipients "))]
    assert [line.split(" ")[0] for line in told] == ["actors", "recipients"]
    assert all(line.endswith(")") and 0 <= float(line[-5:-1]) <= 1 for line in told)


@pytest.mark.parametrize("text", [SHORT, REPORT])
def test_without_judges_and_in_a_few_sentences_the_rules_stand(coder: Coder, text: str) -> None:
    article = Article(id="t", text=text)
    analysis = analyse(article, coder.language)
    ruled = code_analysis(
        article, analysis, coder.codebook, Judges(confidence=coder.codebook.judges.confidence)
    )
    whole = code_analysis(article, analysis, coder.codebook)
    if text == SHORT:
        assert ruled.records == whole.records
    else:
        assert [dataclasses.replace(e, actors=(), recipients=(), event="", path=(), place=None, date=None, confidence=0) for e in ruled.events] == [
            dataclasses.replace(e, actors=(), recipients=(), event="", path=(), place=None, date=None, confidence=0) for e in whole.events
        ]  # fmt: skip
    assert not [line for e in ruled.events for line in e.path if line.startswith("actors ")]


def test_nobody_is_always_offered_and_rows_have_every_feature(coder: Coder) -> None:
    article = Article(id="t", text=REPORT)
    analysis = analyse(article, coder.language)
    draft = draft_events(article, analysis, coder.codebook)
    cast = gather_cast(analysis, draft.mentions, draft.acts, draft.events, draft.events, draft.scenes)
    chances = party_chances(cast, coder.codebook.judges)
    groups = [[n] for n in range(len(draft.events))]
    offers = offered(cast, groups, chances)
    assert {len(row) for _, _, row in offers} == {len(FEATURES)}
    for group in groups:
        for slot in slots_of(cast, group):
            here = chances_in(slot, chances[slot.number])
            sets = offered_sets(slot, here, here)
            assert frozenset() in sets
            assert slot.ruled in sets
            assert sets == sorted(sets, key=sorted)
            assert len(sets) == len(set(sets))
