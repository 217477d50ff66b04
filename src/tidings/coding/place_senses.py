"""Which place a name means: decided over the whole article, one meaning per name.

Evidence, strongest first: what the words themselves say ("Tripoli, Lebanon", "Homs province"), the states and
countries that the article's other places lie in, nearness to them, and last how well known a place is.
Every weight below is a plain number; the highest sum wins and ties go to the smaller GeoNames id.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any, cast

from tidings.codebook.gazetteer import Gazetteer, Toponym
from tidings.codebook.gazetteer_file import fold
from tidings.codebook.place_words import place_words
from tidings.coding.place_names import PlaceName
from tidings.model.analysis import Analysis

_ROUNDS = 3
_OTHER_NAME = 1.2  # the name is not the place's main one
_FEDERATIONS = frozenset(
    {"AUS", "CAN", "USA"}
)  # whose states English reports name without saying what they are
_COUNTRY = 3.0  # nobody writes "Jordan" for a town without saying so
_LISTED = 2.5  # a place of the supplement
_SAME_COUNTRY = 1.0
_SAME_DIVISION = 2.2
_NEAR = 2.6  # at the same spot; falls off with distance
_REACH = 120.0  # kilometres at which nearness has fallen to 1/e
_WITH_COUNTY = 3.0
_SAID_SO = 20.0  # the words themselves name the division or country
_FEDERAL = 1.0
_CAPITAL = 1.5  # "Paris" is France's, whatever else speaks for the one in Texas but Texas itself
_LARGE = 200_000
_METROPOLIS = 1_000_000
_VILLAGE = 15_000
_TOWN = 100_000
_NAMED = 0.8
_SMALL_CITY = 0.32  # a division called after its seat is meant only when it dwarfs the seat


class Senses:
    """The meanings of an article's place names."""

    def __init__(self, analysis: Analysis, names: list[PlaceName], gazetteer: Gazetteer) -> None:
        self.analysis = analysis
        self.gazetteer = gazetteer
        self.names = names
        self.holders = {name: holder for name in names if (holder := self._holder_words(name)) is not None}
        self.holding = {holder for holder in self.holders.values() if holder.first > 0}
        self.forms: dict[str, list[PlaceName]] = defaultdict(list)
        for name in names:
            if name.how != "street":
                self.forms[self._form(name)].append(name)
        self.candidates = {form: self._candidates(found) for form, found in self.forms.items()}
        self.said: dict[str, tuple[Toponym, ...]] = {}
        self.best: dict[str, Toponym] = {}
        self._nations = Counter(
            nation
            for name in analysis.names
            for word in analysis.words[name.first : name.last]
            if word.text[:1].isupper() and (nation := gazetteer.nation_of(word.text)) is not None
        )
        self._nations = Counter({nation: 1 + math.log2(n) for nation, n in self._nations.items()})
        self._counties = {
            (place.country, place.admin1, place.name): form
            for form, found in self.candidates.items()
            for place in found
            if place.kind == "B"
        }
        self._capitals = {
            (place.country, place.name)
            for found in self.candidates.values()
            for place in found
            if place.kind == "P" and place.population > _LARGE and place.country is not None
            and (capital := gazetteer.capital_of(place.country)) is not None
            and capital.geonameid == place.geonameid
        }  # fmt: skip
        # "Washington", "New York": a name that a division shares with a city known everywhere
        self._shared_names = {
            (place.country, place.name)
            for found in self.candidates.values()
            for place in found
            if place.kind == "A"
            and any(p.kind == "P" and p.country == place.country and self._stands_for_more(p) for p in found)
        }
        self._towns = {
            (place.country, place.admin1, place.admin2): form
            for form, found in self.candidates.items()
            for place in found
            if place.kind == "P" and place.admin2 and place.own
        }
        self._decide()

    def of(self, name: PlaceName) -> Toponym | None:
        """The place that `name` means, None when the gazetteer has none."""
        return self.best.get(self._form(name))

    def focus(self) -> str | None:
        """The country that at least two thirds of the article's places lie in, None without one."""
        tally = Counter({c: n for c, n in self._tally(lambda place: place.country).items() if c is not None})
        total = sum(tally.values())
        if not total:
            return None
        country, count = min(tally.items(), key=lambda item: (-item[1], item[0]))
        return country if count * 3 >= total * 2 else None

    # candidates -----------------------------------------------------------------------------

    def _form(self, name: PlaceName) -> str:
        """Names with the same words are one question, unless they are told apart by what holds them."""
        holder = self.holders.get(name)
        inside = "|" + fold(holder.text) if holder is not None and self._tells_apart(name, holder) else ""
        outside = "|holds" if name in self.holding else ""
        return fold(name.text) + inside + outside

    def _tells_apart(self, name: PlaceName, holder: PlaceName) -> bool:
        """Whether another occurrence of the same words has another holder."""
        others = {fold(h.text) for n, h in self.holders.items() if fold(n.text) == fold(name.text)}
        return len(others) > 1

    def _holder_words(self, name: PlaceName) -> PlaceName | None:
        """The place name right after ("Tripoli, Lebanon", "Douma in Rif Dimashq"), or before ("Mali's Gao")."""
        words = self.analysis.words
        at = name.last
        if at < len(words) and words[at].text == "." and words[at].start < name.end:
            at += 1
        gap = [words[i].lower for i in range(at, min(at + 4, len(words)))]
        for skip in (
            1 if gap[:1] in ([","], ["("]) else 0,
            2
            if gap[:2]
            in ([",", "in"], [",", "northern"], [",", "southern"], [",", "eastern"], [",", "western"])
            else 0,
            1 if gap[:1] == ["in"] else 0,
        ):
            if skip:
                after = self._name_at(at + skip) or self._name_at(at + skip + 1)
                if after is not None and after is not name and self._could_hold(after, name):
                    return after
        return None

    def _name_at(self, word: int) -> PlaceName | None:
        return next((n for n in self.names if n.first == word), None)

    def _could_hold(self, outer: PlaceName, inner: PlaceName) -> bool:
        found = self._look_up(outer)
        # "London, Dublin": a list of two well-known cities, though a village of the one name lies by a village of the other
        outers = [p for p in found if p.kind in "CABS" or p == max(found, key=_prior)]
        inners = self._look_up(inner)
        return any(_inside(i, o) for o in outers for i in inners)

    def _look_up(self, name: PlaceName) -> tuple[Toponym, ...]:
        text = name.text
        expanded = self.gazetteer.expand(text)
        if expanded is not None:
            return tuple(
                p for p in self.gazetteer.look_up(expanded[0]) if p.country == expanded[1] and p.kind == "A"
            )
        if name.how == "capital":
            capital = self.gazetteer.capital_of(self.gazetteer.nation_of(text.split()[0]) or "")
            return (capital,) if capital is not None else ()
        found = self.gazetteer.look_up(text)
        return found or self._look_up_part(text.split())

    def _look_up_part(self, words: list[str]) -> tuple[Toponym, ...]:
        """What a longer name is called after: its known first words, else its last ("Greater Jos", "Kano Airport")."""
        parts = [words[:n] for n in range(len(words) - 1, 0, -1)]
        parts += [
            words[n:]
            for n in range(1, len(words))
            if words[n - 1].lower() in place_words("direction") | {"of"}
        ]
        for part in parts:
            text = " ".join(part)
            if (
                text.casefold() not in place_words("common") | place_words("site")
                and len(text) > 2
                and text[0].isupper()
            ):
                found = self.gazetteer.look_up(text)
                if found:
                    return found
        return ()

    def _candidates(self, names: list[PlaceName]) -> tuple[Toponym, ...]:
        found = self._look_up(names[0])
        wanted = self._kind_said(names) or ("CAS" if names[0] in self.holding else "")
        if wanted and any(p.kind in wanted for p in found):
            found = tuple(p for p in found if p.kind in wanted)
        held = [self.holders[n] for n in names if n in self.holders]
        listed = all(any(p.kind == "C" for p in self._look_up(holder)) for holder in held)
        if any(p.kind == "C" for p in found) and listed:
            # "Russia" is the country, whatever towns of that name lie in the country the article is about
            found = tuple(p for p in found if p.kind in "CAS")
        return found[:60]

    def _kind_said(self, names: list[PlaceName]) -> str:
        """Kinds that the words around all occurrences allow ("Homs province" is no town)."""
        kinds = set()
        for name in names:
            words = self.analysis.words
            after = words[name.last].lower if name.last < len(words) else ""
            before = [words[i].lower for i in range(max(0, name.first - 2), name.first)]
            if after in ("province", "governorate", "state", "region", "oblast", "department", "prefecture"):
                kinds.add("AS")
            elif after in ("county", "district", "raion", "parish"):
                kinds.add("ABS")
            elif after in ("city", "town", "village") or (
                before[-1:] == ["of"] and before[:1] in (["city"], ["town"], ["village"])
            ):
                kinds.add("PS")
            else:
                return ""
        return kinds.pop() if len(kinds) == 1 else ""

    # decision -------------------------------------------------------------------------------

    def _decide(self) -> None:
        for form, names in self.forms.items():
            holders = [self.holders[n] for n in names if n in self.holders]
            self.said[form] = tuple(p for h in holders[:1] for p in self._look_up(h))
        for form, found in self.candidates.items():
            if found:
                self.best[form] = self._pick(form, found, prior_only=True)
        for _ in range(_ROUNDS):
            self.countries = self._tally(lambda place: place.country)
            self.countries.update(self._nations)
            self.grounds = {
                form: place.country
                for form, place in self.best.items()
                if place.kind != "C" and not self._stands_for_more(place)
            }
            self.divisions = self._tally(self._division)
            before = dict(self.best)
            for form in sorted(self.candidates):
                if self.candidates[form]:
                    self.best[form] = self._pick(form, self.candidates[form], prior_only=False)
            if before == self.best:
                break
        for form in [form for form, place in self.best.items() if self._far_fetched(form, place)]:
            del self.best[form]

    def _tally(self, key: Callable[[Toponym], Any]) -> Counter[Any]:
        """How often each value occurs among the places chosen so far, damped for frequent names."""
        tally: Any = Counter()
        for form, place in self.best.items():
            tally[key(place)] += 1 + math.log2(len(self.forms[form]))
        return cast("Counter[Any]", tally)

    def _pick(self, form: str, found: tuple[Toponym, ...], *, prior_only: bool) -> Toponym:
        scored = [(self._score(form, place, prior_only), place) for place in found]
        best = max(scored, key=lambda item: (item[0], -(item[1].geonameid or 0)))[1]
        return _seat_or_division(best, found)

    def _score(self, form: str, place: Toponym, prior_only: bool) -> float:
        capital = place.kind == "P" and (place.country, place.name) in self._capitals
        score = _prior(place) + (_CAPITAL if capital else 0.0)
        if place.kind == "A" and (place.country, place.name) in self._capitals:
            score -= _FEDERAL  # "Washington" is the capital until towns of the state are named
        if any(_inside(place, holder) for holder in self.said[form]):
            score += _SAID_SO
        if prior_only:
            return score
        mine = 1 + math.log2(len(self.forms[form]))
        within = self._share(self.countries, place.country, form, lambda p: p.country, mine)
        if place.kind == "P" and place.population < _TOWN and not self._on_ground(form, place):
            within = min(within, _NAMED)  # a country that is only spoken of speaks little for its small towns
        score += within * _SAME_COUNTRY
        division = (place.country, place.admin1 or _own_division(place))
        if division[1]:
            score += self._share(self.divisions, division, form, self._division, mine) * _SAME_DIVISION
        return score + self._nearness(form, place) * _NEAR + self._county(form, place)

    def _division(self, place: Toponym) -> tuple[str | None, str]:
        """The division that a place speaks for, "" for none."""
        if self._stands_for_more(place):
            return place.country, ""
        return place.country, place.admin1 or _own_division(place)

    def _stands_for_more(self, place: Toponym) -> bool:
        """Whether a city is named for its government, its bank or its court as often as for the ground it stands on."""
        if place.kind == "A":
            return (place.country, place.name) in self._shared_names
        return place.kind == "P" and (
            place.population > _METROPOLIS or (place.country, place.name) in self._capitals
        )

    def _far_fetched(self, form: str, place: Toponym) -> bool:
        """Whether a village has only a by-name like this and lies in a country that nothing else speaks of."""
        if place.own or place.kind not in "PB" or place.population > _VILLAGE or self.said[form]:
            return False
        if any(p.own and p.country == place.country for p in self.candidates[form]):
            return False
        return not self.countries[place.country] - (1 + math.log2(len(self.forms[form]))) > 0.0

    def _on_ground(self, form: str, place: Toponym) -> bool:
        """Whether the article names other places in this place's country; a capital may stand for its government."""
        return any(country == place.country for other, country in self.grounds.items() if other != form)

    def _county(self, form: str, place: Toponym) -> float:
        """A town together with its own county: both are meant."""
        if place.kind == "P" and place.own:
            other = self._counties.get((place.country, place.admin1, place.admin2))
        elif place.kind == "B":
            other = self._towns.get((place.country, place.admin1, place.name))
        else:
            return 0.0
        return _WITH_COUNTY if other is not None and other.split("|")[0] != form.split("|")[0] else 0.0

    def _share(self, tally, value, form, key, mine) -> float:  # type: ignore[no-untyped-def]
        """How much of the rest of the article's places share `value`, 0..about 2."""
        if value is None:
            return 0.0
        count = tally[value] - (mine if form in self.best and key(self.best[form]) == value else 0)
        return min(2.0, math.log2(1 + max(0.0, count)) / 1.5)

    def _nearness(self, form: str, place: Toponym) -> float:
        near = 0.0
        for other, best in self.best.items():
            if other == form or best.precision in ("country", "area"):
                continue
            near += math.exp(-place.kilometres(best) / _REACH) * (1 + math.log2(len(self.forms[other])))
        return min(2.0, near / 2)


def _prior(place: Toponym) -> float:
    """How likely a bare name means this place, whatever the article."""
    known = math.log10(place.population + 10)
    if place.kind == "C":
        return known + _COUNTRY
    if place.kind == "S":
        return max(known, 5.0) + _LISTED
    if not place.own:
        known -= _OTHER_NAME
    if place.kind == "A" and place.own and place.country in _FEDERATIONS:
        known += _FEDERAL
    return known - (0.8 if place.kind == "B" else 0.0)


def _own_division(place: Toponym) -> str:
    return place.name if place.kind == "A" else ""


def _seat_or_division(best: Toponym, found: tuple[Toponym, ...]) -> Toponym:
    """A town and the division around it with one name: the town, unless it is a small part of it."""
    if best.kind not in "AB":
        return best
    seats = [p for p in found if p.kind == "P" and _inside(p, best)]
    if not seats:
        return best
    seat = max(seats, key=lambda p: (p.population, -(p.geonameid or 0)))
    return seat if seat.population >= _SMALL_CITY * best.population else best


def _inside(inner: Toponym, outer: Toponym) -> bool:
    """Whether `inner` lies in `outer`, as far as the gazetteer tells."""
    if inner == outer:
        return False
    if outer.kind == "C":
        return inner.country == outer.country and inner.kind != "C"
    if outer.kind == "A":
        return inner.country == outer.country and inner.admin1 == outer.name
    if outer.kind == "B":
        return inner.country == outer.country and inner.admin2 == outer.name and inner.admin1 == outer.admin1
    if outer.kind == "S" and outer.precision in ("region", "country"):
        same = outer.country is None or inner.country == outer.country
        return same and inner.kind in "PB" and inner.kilometres(outer) < 350
    if outer.precision == "city":
        return inner.kind in "PS" and inner.country == outer.country and inner.kilometres(outer) < 40
    return False
