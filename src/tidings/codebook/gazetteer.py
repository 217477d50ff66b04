"""Where places are: names of countries, divisions and populated places, with regions that reports name.

Data: GeoNames (CC BY 4.0, https://www.geonames.org) in `data/places/gazetteer.bin`, rebuilt by
scripts/build_gazetteer.py; `countries.csv` (ids, population and area from GeoNames; points computed
from Natural Earth, public domain); `supplement.csv` and `abbreviations.csv` are this project's own.
"""

from __future__ import annotations

import csv
import math
import pathlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tidings.codebook.gazetteer_file import GazetteerFile, fold, without_article

_HERE = pathlib.Path(__file__).parent / "data" / "places"
# How much larger the best-known place of a name has to be than any of that name in another country.
_BY_FAR = 4.0
_KNOWN_EVERYWHERE = 100_000_000
_SMALLEST_KNOWN = 15_000  # inhabitants: below, a name alone does not say which country is meant
_PRECISION = {"C": "country", "A": "region", "B": "district", "P": "city"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """One place that a name can mean.

    `country` is ISO 3166 alpha-3 (None for areas in several). `kind` is C country, A first-level
    division, B second-level division, P populated place, S a place of the supplement. `code` is the two-letter
    code of the US state it lies in. `lat` and `lon` are WGS84 degrees. `own` says that the name
    looked up is the place's main name rather than another form.
    """

    name: str
    country: str | None
    kind: str
    admin1: str
    admin2: str
    code: str
    lat: float
    lon: float
    geonameid: int | None
    population: int
    precision: str
    own: bool = True

    def kilometres(self, other: Toponym) -> float:
        """Great-circle distance to another place."""
        p1, l1, p2, l2 = map(math.radians, (self.lat, self.lon, other.lat, other.lon))
        h = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin((l2 - l1) / 2) ** 2
        return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))


class Gazetteer:
    """Looks places up by name; opened in no time, read only where asked.

    >>> gazetteer = Gazetteer()
    >>> [(p.name, p.country) for p in gazetteer.look_up("Aleppo")][:1]
    [('Aleppo', 'SYR')]
    >>> gazetteer.country_of("Kano"), gazetteer.country_of("Springfield-on-the-Moon")
    ('NGA', None)
    """

    def __init__(
        self,
        folder: pathlib.Path | None = None,
        *,
        supplement: Sequence[Mapping[str, str]] | None = None,
        lists: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
    ) -> None:
        """`supplement` takes the place of the rows of `folder`'s supplement.csv, `lists` of those of its other lists."""
        self._folder = folder or _HERE
        self._supplement = supplement
        self._lists = lists or {}
        self._found: dict[str, tuple[Toponym, ...]] = {}

    def look_up(self, name: str) -> tuple[Toponym, ...]:
        """Places that `name` can mean: countries, then the supplement's, then by population."""
        key = fold(name)
        if key.startswith("the "):
            key = key[4:]
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look_up(key)
        return found

    def _look_up(self, key: str) -> tuple[Toponym, ...]:
        if len(key) < 2:
            return ()
        listed = self._listed.get(key, ())
        numbers: list[int] = []
        for form in _forms(key):
            numbers = self._file.numbers(form)
            if numbers:
                break
        stored = [self._stored(number, key) for number in numbers]
        # The supplement speaks for a place that the file has too: keep the file's id, once.
        left = [p for p in stored if not any(_same(p, other) for other in listed)]
        listed = tuple(_with_id(p, stored) for p in listed)
        left.sort(key=lambda p: (-p.population, p.geonameid or 0))
        return (*listed, *left)

    def _stored(self, number: int, key: str) -> Toponym:
        gid, name, country, kind, admin1, admin2, code, lat, lon, population = self._file.row(number)
        return Toponym(
            name=name,
            country=country,
            kind=kind,
            admin1=admin1,
            admin2=admin2,
            code=code,
            lat=lat,
            lon=lon,
            geonameid=gid,
            population=population,
            precision=_PRECISION[kind],
            own=fold(name) == key,
        )

    def country_of(self, name: str) -> str | None:
        """ISO 3166 alpha-3 of an unmistakable place name, else None.

        Unmistakable: a country's own name, a place of the supplement, or a place so much larger than all
        others of the name that nobody would mean one of those.
        """
        places = self.look_up(name)
        if not places:
            return None
        if places[0].kind in "CS":
            return places[0].country
        size: dict[str, int] = {}
        for place in places:
            if place.country:
                weight = place.population if place.own else place.population // 2
                size[place.country] = max(size.get(place.country, 0), weight)
        ranked = sorted(size.items(), key=lambda item: (-item[1], item[0]))
        best, most = ranked[0]
        if most < _SMALLEST_KNOWN and len(ranked) > 1:
            return None
        return best if len(ranked) == 1 or most >= _BY_FAR * ranked[1][1] else None

    def sizes_of(self, name: str) -> dict[str, int]:
        """The largest place of the name in each country, in inhabitants.

        Countries and places of the supplement count as known everywhere.

        >>> Gazetteer().sizes_of("Kano")["NGA"] > 1_000_000
        True
        """
        found: dict[str, int] = {}
        for place in self.look_up(name):
            if place.country:
                size = _KNOWN_EVERYWHERE if place.kind in "CS" else place.population
                found[place.country] = max(found.get(place.country, 0), size)
        return found

    def expand(self, abbreviation: str) -> tuple[str, str] | None:
        """Name and country of an abbreviated state or province ("Ky.", "N.S.W."), else None.

        >>> Gazetteer().expand("Ky.")
        ('Kentucky', 'USA')
        """
        return self._abbreviations.get(abbreviation.replace(" ", ""))

    def nation_of(self, adjective: str) -> str | None:
        """ISO 3166 alpha-3 of a nationality word, None when it is unknown or several nations'.

        >>> Gazetteer().nation_of("Tanzanian")
        'TZA'
        """
        return self._nations.get(adjective.casefold())

    def country(self, iso3: str) -> Toponym | None:
        """The country of an ISO 3166 alpha-3 code, where it is in the gazetteer."""
        return self._countries.get(iso3)

    def capital_of(self, iso3: str) -> Toponym | None:
        """The seat of a country's government, where it is in the gazetteer.

        >>> capital = Gazetteer().capital_of("SEN")
        >>> capital.name if capital else None
        'Dakar'
        """
        name = self._capitals.get(iso3)
        found = [p for p in self.look_up(name) if p.country == iso3 and p.kind in "PS"] if name else []
        return max(found, key=lambda p: p.population) if found else None

    @property
    def size(self) -> int:
        """How many places the file holds, the supplement not counted."""
        return self._file.size

    @cached_property
    def _capitals(self) -> dict[str, str]:
        return {row["country"]: row["capital"] for row in self._rows("countries")}

    @cached_property
    def _file(self) -> GazetteerFile:
        return GazetteerFile(self._folder / "gazetteer.bin")

    @cached_property
    def _abbreviations(self) -> dict[str, tuple[str, str]]:
        return {row["abbreviation"]: (row["name"], row["country"]) for row in self._rows("abbreviations")}

    @cached_property
    def _nations(self) -> dict[str, str]:
        found: dict[str, set[str]] = {}
        for row in self._rows("countries"):
            for adjective in row["adjectives"].split("|"):
                found.setdefault(adjective.casefold(), set()).add(row["country"])
        return {word: min(nations) for word, nations in found.items() if word and len(nations) == 1}

    @cached_property
    def _countries(self) -> dict[str, Toponym]:
        return {
            row["country"]: _listed_place(row, kind="C", precision="country")
            for row in self._rows("countries")
        }

    @cached_property
    def _listed(self) -> dict[str, tuple[Toponym, ...]]:
        """Countries and places of the supplement by every folded form of their names."""
        found: dict[str, tuple[Toponym, ...]] = {}
        for country in self._rows("countries"):
            self._add(found, country, self._countries[country["country"]])
        rows = self._rows("supplement") if self._supplement is None else self._supplement
        for row in rows:
            self._add(found, row, _listed_place(row, kind="S", precision=row["precision"]))
        return found

    @staticmethod
    def _add(found: dict[str, tuple[Toponym, ...]], row: Mapping[str, str], place: Toponym) -> None:
        names = [row["name"], *row["aliases"].split("|")]
        for key in sorted({fold(name).removeprefix("the ") for name in names if name}):
            found[key] = (*found.get(key, ()), place)

    def _rows(self, name: str) -> Sequence[Mapping[str, str]]:
        if name in self._lists:
            return self._lists[name]
        with (self._folder / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))


def _listed_place(row: Mapping[str, str], *, kind: str, precision: str) -> Toponym:
    return Toponym(
        name=row["name"],
        country=row["country"] or None,
        kind=kind,
        admin1="",
        admin2="",
        code="",
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        geonameid=int(row["geonameid"]) if row["geonameid"] else None,
        population=int(row.get("population") or 0),
        precision=precision,
    )


def _same(stored: Toponym, listed: Toponym) -> bool:
    """Whether a place of the file is the one that the supplement or the list of countries has."""
    if listed.kind == "C":
        return False
    near = 60.0 if listed.precision in ("city", "exact", "district") else 400.0
    return stored.country == listed.country and stored.kilometres(listed) <= near


def _with_id(listed: Toponym, stored: list[Toponym]) -> Toponym:
    if listed.kind == "C":
        return listed
    wanted = {"city": "P", "region": "A", "district": "BP", "exact": "P"}.get(listed.precision, "")
    for place in stored:
        if place.kind in wanted and _same(place, listed):
            return Toponym(
                name=listed.name,
                country=listed.country,
                kind="S",
                admin1=place.admin1,
                admin2=place.admin2,
                code=place.code,
                lat=listed.lat,
                lon=listed.lon,
                geonameid=listed.geonameid or place.geonameid,
                population=max(place.population, listed.population),
                precision=listed.precision,
            )
    return listed


_SPELLED = (("st ", "saint "), ("ft ", "fort "), ("mt ", "mount "), ("saint ", "st "), ("fort ", "ft "))


def _forms(key: str) -> list[str]:
    """A folded name, then other spellings of it to try in turn."""
    forms = [key]
    forms += [long + key[len(short) :] for short, long in _SPELLED if key.startswith(short)]
    bare = without_article(key)
    if bare:
        forms.append(bare)
    return forms
