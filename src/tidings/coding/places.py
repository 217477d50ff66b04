"""Place expressions of an article, and the place of an act; drawn no more exactly than the words allow."""

from __future__ import annotations

from collections.abc import Mapping

from tidings.codebook.gazetteer import Gazetteer, Toponym
from tidings.codebook.gazetteer_file import fold
from tidings.codebook.place_words import place_words
from tidings.coding.place_names import PlaceName, find_place_names
from tidings.coding.place_of_act import choose_place, shared_place
from tidings.coding.place_senses import Senses
from tidings.model.analysis import Analysis
from tidings.model.records import Place

__all__ = ["choose_place", "find_places", "shared_place"]


def find_places(
    analysis: Analysis, gazetteer: Gazetteer, *, country_names: Mapping[str, str] | None = None
) -> tuple[Place, ...]:
    """Every place expression of the article, resolved over the whole of it, in text order.

    `country_names` maps further names of countries to ISO 3166 alpha-3. A place that the gazetteer
    does not know has no coordinates, and a country only where the article leaves no doubt.
    """
    names = find_place_names(analysis, gazetteer)
    senses = Senses(analysis, names, gazetteer)
    focus = senses.focus()
    found = []
    for name in names:
        sense = senses.of(name)
        if sense is None and country_names and name.text in country_names:
            sense = gazetteer.country(country_names[name.text])
        found.append(_place(name, sense, focus, near=_is_near(analysis, name)))
    return tuple(found)


def _is_near(analysis: Analysis, name: PlaceName) -> bool:
    """Whether the words put it only near the place: "outside Gao", "30 km north of Gao", "the outskirts of Gao"."""
    before = [w.lower for w in analysis.words[max(0, name.first - 3) : name.first]]
    if before[-1:] == ["the"]:
        before = before[:-1]
    if before[-1:] in (["near"], ["outside"], ["around"]):
        return True
    return (
        before[-1:] == ["of"]
        and len(before) > 1
        and before[-2]
        in (place_words("compass") | {"outskirts", "countryside", "vicinity", "outside", "suburb", "suburbs"})
    )


def _place(name: PlaceName, sense: Toponym | None, focus: str | None, *, near: bool) -> Place:
    words = " ".join(name.text.split()).removeprefix("the ").removeprefix("The ")
    if sense is None:
        return Place(
            text=name.text,
            start=name.start,
            end=name.end,
            name=words,
            country=focus,
            precision="exact" if name.how == "street" else "city",
        )
    part = words.split()[0].lower() in place_words("direction") and not fold(sense.name).startswith(
        fold(words.split()[0])
    )
    site = words.split()[-1].lower() in ("camp", "airport", "base", "airbase", "prison", "dam", "crossing")
    return Place(
        text=name.text,
        start=name.start,
        end=name.end,
        name=sense.name if name.how == "capital" else _plain_name(words, sense),
        country=sense.country,
        lat=sense.lat,
        lon=sense.lon,
        geonameid=sense.geonameid,
        precision=_precision(sense, part=part, site=site, near=near),
    )


def _precision(sense: Toponym, *, part: bool, site: bool, near: bool) -> str:
    if near and sense.precision in ("city", "exact"):
        return "district"
    if part and sense.precision in ("country", "region"):
        return "area"
    return "exact" if site else sense.precision


def _plain_name(words: str, sense: Toponym) -> str:
    """The name as plain English has it: no abbreviations, capitals or typesetter's spellings."""
    first, _, rest = words.partition(" ")
    if rest and first.lower() == "downtown":
        words = rest
    if (
        sense.kind == "C"
        and fold(words) != fold(sense.name)
        and first.lower() not in place_words("direction")
    ):
        return sense.name
    if fold(words) == fold(sense.name) and ("-" in words) != ("-" in sense.name):
        return sense.name
    if words.isupper() and len(words) > 3:
        return sense.name if fold(words) == fold(sense.name) else words.title()
    if words.endswith(".") and sense.kind == "A":
        return sense.name
    if words.startswith(("St. ", "St ")) and sense.name.startswith("Saint "):
        return sense.name
    return words
