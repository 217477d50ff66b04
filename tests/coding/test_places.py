"""Places of a text, and the place of an act. Written for this project."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tidings.codebook.gazetteer import Gazetteer
from tidings.coding.places import choose_place, find_places, shared_place
from tidings.language.analyse import analyse
from tidings.language.pipeline import load_language
from tidings.model.article import Article
from tidings.model.records import Place

GAZETTEER = Gazetteer()


@pytest.fixture(scope="module")
def language() -> Language:
    return load_language()


def places_of(language: Language, text: str) -> list[tuple[str, str | None, str]]:
    """(name, country, precision) of every place of the text."""
    analysis = analyse(Article(id="t", text=text), language)
    found = find_places(analysis, GAZETTEER)
    assert all(text[p.start : p.end] == p.text for p in found)
    return [(p.name, p.country, p.precision) for p in found]


def place_of(language: Language, text: str, trigger: str) -> tuple[str, str | None] | None:
    """(name, country) of the place of the act at the word `trigger`."""
    analysis = analyse(Article(id="t", text=text), language)
    word = next(w for w in analysis.words if w.text == trigger)
    place = choose_place(analysis, word.i, find_places(analysis, GAZETTEER))
    return None if place is None else (place.name, place.country)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("A car bomb killed nine people in Kirkuk on Tuesday.", [("Kirkuk", "IRQ", "city")]),
        (
            "Shells fell on Aleppo, Syria, before dawn.",
            [("Aleppo", "SYR", "city"), ("Syria", "SYR", "country")],
        ),
        (
            "Fighting spread to Douma in Rif Dimashq, residents said.",
            [("Douma", "SYR", "city"), ("Rif Dimashq", "SYR", "region")],
        ),
        ("The convoy stopped 40 km north of Aleppo.", [("Aleppo", "SYR", "district")]),
        ("Rebels dug in on the outskirts of Goma.", [("Goma", "COD", "district")]),
        ("Refugees left Al-Hol camp near the Iraqi border.", [("Al-Hol camp", "SYR", "exact")]),
        ("Students of the University of Nairobi boycotted classes.", [("Nairobi", "KEN", "city")]),
        (
            "U.S. senators visited the UK and the Gaza Strip.",
            [
                ("United States", "USA", "country"),
                ("United Kingdom", "GBR", "country"),
                ("Gaza Strip", "PSE", "region"),
            ],
        ),
        ("Ministers gathered in the Chadian capital.", [("N'Djamena", "TCD", "city")]),
        ("Villagers fled southern Lebanon.", [("southern Lebanon", "LBN", "region")]),
    ],
)
def test_places(language: Language, text: str, places: list[tuple[str, str | None, str]]) -> None:
    assert places_of(language, text) == places


@pytest.mark.parametrize(
    "text",
    [
        "Syrian and Russian officials met their Turkish colleagues.",
        "The Washington Post reported the transfer.",
        "Ebola virus and Marburg virus spread among bats.",
        "The United Nations and NATO declined to comment.",
        "President Kennedy praised Senator Lincoln.",
        "March was warm, and mobile phones rang all day.",
        "Hospital staff and university students walked out on Monday.",
        "ISIS fired on the patrol.",
    ],
)
def test_no_places(language: Language, text: str) -> None:
    assert places_of(language, text) == []


def test_the_article_decides_between_homonyms(language: Language) -> None:
    kentucky = "Buses ran late in Frankfort, Kentucky, and in Louisville. In Georgetown, schools closed."
    lebanon = "The army left Tripoli, Lebanon, at noon. Roads from Beirut to Tripoli were closed."
    libya = "Militias fought in Misrata and in Benghazi. In Tripoli, the airport was shut."

    def last_point(text: str) -> tuple[float, float]:
        analysis = analyse(Article(id="t", text=text), language)
        place = find_places(analysis, GAZETTEER)[-1]
        assert place.lat is not None
        assert place.lon is not None
        return round(place.lat), round(place.lon)

    assert last_point(kentucky) == (38, -85)
    assert last_point(lebanon) == (34, 36)
    assert last_point(libya) == (33, 13)


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        (
            "Officials from the United States and Russia met in Geneva. Washington and Paris hailed the accord.",
            ["USA", "RUS", "CHE", "USA", "FRA"],
        ),
        (
            "Talks between London, Dublin and Belfast went on. A bomb tore through Manchester.",
            ["GBR", "IRL", "GBR", "GBR"],
        ),
        ("Police in Geneva, New York, searched a house in Rochester.", ["USA", "USA", "USA"]),
        ("The mayor of Paris, Texas, drove to Dallas.", ["USA", "USA", "USA"]),
        ("NATO sent troops to Macedonia.", ["MKD"]),
    ],
)
def test_cities_known_everywhere_give_way_to_small_ones_only_on_their_own_ground(
    language: Language, text: str, countries: list[str]
) -> None:
    assert [country for _, country, _ in places_of(language, text)] == countries


def test_a_village_with_such_a_by_name_elsewhere_is_not_meant(language: Language) -> None:
    analysis = analyse(Article(id="t", text="The men were freed near Khara in western Nepal."), language)
    khara = find_places(analysis, GAZETTEER)[0]
    assert (khara.name, khara.country, khara.lat, khara.geonameid) == ("Khara", "NPL", None, None)


def test_a_place_unknown_to_the_gazetteer_has_no_point(language: Language) -> None:
    text = "Militias fought in Misrata and in Benghazi. Two shells hit Khadra Street in Benghazi."
    analysis = analyse(Article(id="t", text=text), language)
    streets = [p for p in find_places(analysis, GAZETTEER) if p.name == "Khadra Street"]
    assert [(p.country, p.lat, p.lon, p.geonameid, p.precision) for p in streets] == [
        ("LBY", None, None, None, "exact")
    ]


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("Gunmen killed nine people in Kirkuk on Tuesday.", "killed", ("Kirkuk", "IRQ")),
        ("Troops shelled Qamishli and seized a bridge over the Euphrates.", "shelled", ("Qamishli", "SYR")),
        ("The minister condemned the bombing in Kano.", "bombing", ("Kano", "NGA")),
        ("Russian airstrikes in Syria hit a market, Germany said in Berlin.", "hit", ("Syria", "SYR")),
        (
            "In Jakarta, protesters burned tyres while ministers in Manila signed a pact.",
            "burned",
            ("Jakarta", "IDN"),
        ),
        ("The envoy met rebels in Doha, where both sides held a series of talks.", "held", ("Doha", "QAT")),
        ("Jets carried out strikes on depots near Homs, Syria.", "strikes", ("Homs", "SYR")),
        ("Bombs went off in Mali and Niger.", "went", ("Mali", "MLI")),
        ("Gunmen stormed a mosque in Zaria. The attack left twelve dead.", "attack", ("Zaria", "NGA")),
        ("The premier visited Ottawa before the vote.", "visited", ("Ottawa", "CAN")),
        ("The premier thanked the rebels at a summit in Doha.", "thanked", ("Doha", "QAT")),
        ("The shelling prolonged Yemen's civil war.", "war", ("Yemen", "YEM")),
        (
            "It was the first raid outside Chad since the occupation of Niger.",
            "occupation",
            ("Niger", "NER"),
        ),
        ("A priest was reading at a school in Gulu when he was shot.", "shot", ("Gulu", "UGA")),
        (
            "Soldiers seized rifles in a barn in Dundalk, 80 km (50 miles) south of Belfast.",
            "seized",
            ("Dundalk", "IRL"),
        ),
        ("Jets bombed the port of Hodeidah.", "bombed", ("Hodeidah", "YEM")),
        ("Gunmen opened fire at the resort of Netanya.", "opened", ("Netanya", "ISR")),
    ],
)
def test_place_of_an_act(language: Language, text: str, trigger: str, place: tuple[str, str]) -> None:
    assert place_of(language, text, trigger) == place


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The minister condemned the bombing in Kano.", "condemned"),
        ("NAIROBI, Kenya (AP) -- Lawmakers argued over a tax bill on Monday.", "argued"),
        ("Gunmen stormed a mosque in Zaria. The premier praised the police.", "praised"),
        ("U.S. missile attacks went on for weeks.", "attacks"),
        ("A spokesman for the University of Nairobi thanked the donors.", "thanked"),
        ("The two leaders met on Sunday.", "met"),
        ("The two ministers discussed the war against rebels in Chad.", "discussed"),
        ("The minister expelled two envoys over the raid in Gao.", "expelled"),
        ("It was the first raid outside Chad.", "raid"),
        ("A guard shot the envoy and went on to condemn the war in Chad.", "shot"),
    ],
)
def test_no_place_of_an_act(language: Language, text: str, trigger: str) -> None:
    assert place_of(language, text, trigger) is None


def test_one_place_for_an_event() -> None:
    kenya = Place(text="Kenya", start=0, end=5, name="Kenya", country="KEN", precision="country")
    kisumu = Place(text="Kisumu", start=9, end=15, name="Kisumu", country="KEN")
    kampala = Place(text="Kampala", start=20, end=27, name="Kampala", country="UGA")
    assert shared_place([kenya, None, kisumu, kampala]) == kisumu
    region = Place(text="East Africa", start=30, end=41, name="East Africa", country=None, precision="area")
    assert shared_place([region, region, kenya]) == kenya
    assert shared_place([region]) == region
    assert shared_place([None, None]) is None
    assert shared_place([]) is None
