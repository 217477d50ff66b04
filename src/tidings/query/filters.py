"""The filter grammar: one way to say which records are meant, for the command line, Python, REST and the web.

    type           ASSAULT, ASSAULT/aerial               cameo      19, 190, 1951 (a code and all below it)
    actor          name, id, SYR, MIL, SYR.MIL           recipient  the same
    country        SYR, Syria: where it happened         dyad       RUS:UKR (from, to), RUS-UKR (either way)
    since, until   2015, 2015-03, 2015-03-16             near       "Aleppo 50km", "36.2,37.1 50km"
    status         actual, historical, future ...        source     words of the outlet's name or address
    min-confidence 0.7                                   reviewed   yes, no, accepted, corrected, rejected, unsure, added, stale
    article        an article's id

Alternatives are separated by commas (or given by repeating the option); a leading "!" means all but these.
Different filters narrow one another. What a record does not know does not match.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tidings.codebook.ontology import SECTORS, SPECIAL_COUNTRIES, STATUSES, TYPES
from tidings.codebook.states import find_state, load_states
from tidings.model.errors import UsageError

REVIEWS = ("yes", "no", "accepted", "corrected", "rejected", "unsure", "stale", "machine", "added")
NAMES = (
    "type", "cameo", "actor", "recipient", "country", "dyad", "since", "until", "near", "status", "source",
    "min-confidence", "reviewed", "article",
)  # fmt: skip
_KINDS = {
    "type": "e", "cameo": "e", "actor": "esf", "recipient": "es", "country": "ef", "dyad": "es", "since": "esfa",
    "until": "esfa", "near": "ef", "status": "e", "source": "esfa", "min-confidence": "esf", "reviewed": "esf",
    "article": "esfa",
}  # fmt: skip
_LETTER = {"event_mentions": "e", "statements": "s", "figures": "f", "articles": "a"}
FILTERED = tuple(_LETTER)  # tables with filters of their own; parties and evidence follow their records
_SENDER = {"e": ("actors", "actor"), "s": ("speaker", "speaker"), "f": ("said_by", "said_by")}
_RECEIVER = {"e": ("recipients", "recipient"), "s": ("addressee", "addressee")}
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter as SQL over the columns of a table, with its parameters, and as the user wrote it."""

    name: str
    text: str
    sql: str
    parameters: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """Parsed filters. `terms` holds (name, alternatives), sorted by name, as given and checked."""

    terms: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def conditions(self, table: str) -> list[Condition]:
        """The SQL conditions over `table`; raises `UsageError` for a filter its records cannot answer."""
        unfit = self.unfit(table)
        if unfit:
            fit = ", ".join(name for name in NAMES if _LETTER[table] in _KINDS[name])
            raise UsageError(f"{table} cannot be filtered by {', '.join(unfit)}; these can: {fit}")
        return [_condition(name, values, _LETTER[table]) for name, values in self.terms]

    def unfit(self, table: str) -> tuple[str, ...]:
        """The filters that records of `table` cannot answer."""
        return tuple(name for name, _ in self.terms if _LETTER[table] not in _KINDS[name])

    def where(self, table: str) -> tuple[str, list[Any]]:
        """A WHERE expression over `table` ("true" when nothing is filtered) and its parameters."""
        if table in ("parties", "evidence"):
            return self._where_records()
        found = self.conditions(table)
        return " AND ".join(c.sql for c in found) or "true", [p for c in found for p in c.parameters]

    def _where_records(self) -> tuple[str, list[Any]]:
        """Parties and evidence pass with the record they belong to."""
        if not self.terms:
            return "true", []
        fit = [table for table in ("event_mentions", "statements", "figures") if not self.unfit(table)]
        found = [
            (f"SELECT id FROM {table} WHERE {where}", p) for table in fit for where, p in [self.where(table)]
        ]
        return f"record IN ({' UNION ALL '.join(sql for sql, _ in found)})", [
            p for _, ps in found for p in ps
        ]

    def get(self, name: str) -> tuple[str, ...]:
        """The alternatives of one filter; empty when it is not given."""
        return dict(self.terms).get(name, ())

    def having(self, name: str, *values: str) -> Filters:
        """These filters with one more, which replaces one of its name."""
        return parse_filters({**{key: list(value) for key, value in self.terms}, name: list(values)})

    def to_dict(self) -> dict[str, list[str]]:
        """The filters as plain values, for manifests and addresses."""
        return {name: list(values) for name, values in self.terms}

    def __str__(self) -> str:
        return " ".join(f"--{name} {','.join(values)}" for name, values in self.terms) or "no filter"


def parse_filters(given: Mapping[str, str | float | Sequence[str] | None]) -> Filters:
    """Filters from names and values; underscores in names are hyphens, None is no filter.

    Raises `UsageError` naming the value and what is allowed.

    >>> parse_filters({"type": "assault,coerce", "country": "Syria"}).terms
    (('country', ('SYR',)), ('type', ('ASSAULT', 'COERCE')))
    >>> parse_filters({"type": "ATTACK"})
    Traceback (most recent call last):
    tidings.model.errors.UsageError: type 'ATTACK' is not one of ACCUSE, AGREE, AID, ASSAULT, COERCE, CONCEDE, CONSULT, COOPERATE, MOBILIZE, PROTEST, REJECT, REQUEST, RETREAT, SANCTION, SUPPORT, THREATEN
    """
    terms: dict[str, tuple[str, ...]] = {}
    for key, value in given.items():
        name = key.replace("_", "-")
        if value is None or value == () or value == []:
            continue
        if name not in NAMES:
            raise UsageError(f"no filter is called {key!r}; there are {', '.join(NAMES)}")
        listed = [value] if isinstance(value, str | int | float) else list(value)
        pieces = [str(item) for item in listed]
        if name != "near":
            pieces = [piece.strip() for item in pieces for piece in item.split(",")]
        if not pieces or "" in pieces:
            raise UsageError(f"{name} is empty; leave it out to filter nothing")
        terms[name] = tuple(dict.fromkeys(_checked(name, piece) for piece in pieces))
        if name in ("since", "until", "min-confidence", "near") and len(terms[name]) > 1:
            raise UsageError(f"{name} takes one value, not {len(terms[name])}: {', '.join(terms[name])}")
    if "since" in terms and "until" in terms and _days(terms["since"][0])[0] > _days(terms["until"][0])[1]:
        raise UsageError(f"since {terms['since'][0]} lies after until {terms['until'][0]}")
    return Filters(tuple(sorted(terms.items())))


def _checked(name: str, value: str) -> str:
    """The value in its one written form; `UsageError` when it is not allowed."""
    sign, bare = ("!", value[1:]) if value.startswith("!") else ("", value)
    if name == "type":
        kind, slash, mode = bare.partition("/")
        _one_of(name, kind.upper(), TYPES)
        return sign + kind.upper() + slash + mode.lower()
    if name == "status":
        return sign + _one_of(name, bare.lower(), STATUSES)
    if name == "reviewed":
        return sign + _one_of(name, bare.lower(), REVIEWS)
    if name == "cameo" and not re.fullmatch(r"\d{2,4}", bare):
        raise UsageError(f"cameo {value!r} is no code; give 2 to 4 digits, such as 19 or 190")
    if name == "country":
        code = bare.upper() if bare.upper() in SPECIAL_COUNTRIES else find_state(bare)
        if code is None:
            raise UsageError(
                f"country {value!r} is not known; give an ISO 3166 code or a name, such as SYR or Syria"
            )
        return sign + code
    if name in ("since", "until"):
        _days(value)
    if name == "near":
        _near(value)
    if name == "dyad":
        _dyad(bare)
    if name == "min-confidence" and not (re.fullmatch(r"\d*\.?\d+", value) and 0 <= float(value) <= 1):
        raise UsageError(f"min-confidence {value!r} is not a number from 0 to 1")
    return value


def _one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise UsageError(f"{name} {value!r} is not one of {', '.join(sorted(allowed))}")
    return value


def _days(value: str) -> tuple[datetime.date, datetime.date]:
    """The first and last day that a year, month or day covers."""
    try:
        if not re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
            raise ValueError
        year, month, day = (*map(int, value.split("-")), 0, 0)[:3]
        first = datetime.date(year, month or 1, day or 1)
        if day:
            return first, first
        after = (month or 12) % 12 + 1
        return first, datetime.date(year + (after == 1), after, 1) - datetime.timedelta(days=1)
    except ValueError:
        raise UsageError(f"{value!r} is no date; give 2015, 2015-03 or 2015-03-16") from None


def _near(value: str) -> tuple[float, float, float]:
    """Latitude, longitude and radius in kilometres."""
    match = re.fullmatch(r"(.+?)[\s,:]+(\d+(?:\.\d+)?)\s*km", value.strip())
    if match is None:
        raise UsageError(f"near {value!r} has no radius; give a place and kilometres, such as 'Aleppo 50km'")
    where, radius = match[1], float(match[2])
    point = re.fullmatch(r"(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)", where)
    if point:
        lat, lon = float(point[1]), float(point[2])
        if abs(lat) > 90 or abs(lon) > 180:
            raise UsageError(f"near {value!r}: latitude must lie in -90..90 and longitude in -180..180")
        return lat, lon, radius
    from tidings.codebook.gazetteer import Gazetteer

    found = sorted(Gazetteer().look_up(where), key=lambda t: (-t.population, t.geonameid or 0))
    if not found:
        raise UsageError(
            f"near {value!r}: no place {where!r} is known; give latitude,longitude, such as '36.2,37.1 50km'"
        )
    return found[0].lat, found[0].lon, radius


_CODE = r"[A-Za-z]{3}(?:\.[A-Za-z]{3})?"


def _dyad(value: str) -> tuple[str, str, bool]:
    """Who, whom, and whether both directions are meant."""
    for pattern, both in (
        (rf"({_CODE})-({_CODE})", True),
        (r"(.+?)\s*<>\s*(.+)", True),
        (r"(.+?)\s*[:>]\s*(.+)", False),
    ):
        match = re.fullmatch(pattern, value)
        if match:
            return match[1], match[2], both
    raise UsageError(
        f"dyad {value!r} names no two parties; give RUS:UKR (from, to), RUS-UKR or 'Hamas<>Fatah' (either way)"
    )


def _condition(name: str, values: tuple[str, ...], letter: str) -> Condition:
    """The SQL of one filter: any of the alternatives, none of those with "!"."""
    wanted = [_sql(name, value, letter) for value in values if not value.startswith("!")]
    unwanted = [_sql(name, value[1:], letter) for value in values if value.startswith("!")]
    parts = [f"({' OR '.join(sql for sql, _ in wanted)})"] if wanted else []
    parts += [f"NOT coalesce({sql}, false)" for sql, _ in unwanted]
    parameters = tuple(p for _, ps in (*wanted, *unwanted) for p in ps)
    return Condition(name, ",".join(values), f"coalesce({' AND '.join(parts)}, false)", parameters)


def _sql(name: str, value: str, letter: str) -> tuple[str, tuple[Any, ...]]:
    if name == "type":
        kind, _, mode = value.partition("/")
        return ("type = ? AND mode = ?", (kind, mode)) if mode else ("type = ?", (kind,))
    if name == "cameo":
        return "starts_with(cameo, ?)", (value,)
    if name == "actor":
        return _party(value, *_SENDER[letter], many=letter == "e")
    if name == "recipient":
        return _party(value, *_RECEIVER[letter], many=letter == "e")
    if name == "country":
        return "place_country = ?", (value,)
    if name == "dyad":
        return _dyad_sql(value, letter)
    if name == "since":
        return f"{'coalesce(date_end, date_start)' if letter in 'ef' else 'published'} >= ?", (
            _days(value)[0],
        )
    if name == "until":
        return f"{'coalesce(date_start, date_end)' if letter in 'ef' else 'published'} <= ?", (
            _days(value)[1],
        )
    if name == "near":
        return _near_sql(value)
    if name == "status":
        return "status = ?", (value,)
    if name == "source":
        return "contains(lower(concat_ws(' ', source, url)), lower(?))", (value,)
    if name == "min-confidence":
        return "confidence >= ?", (float(value),)
    if name == "article":
        return ("id = ?" if letter == "a" else "article = ?"), (value,)
    return _review_sql(value)


def _review_sql(value: str) -> tuple[str, tuple[Any, ...]]:
    if value in ("yes", "no"):
        return f"review {'NOT ' if value == 'yes' else ''}IN ('machine', 'stale')", ()
    return "review = ?", (value,)


def _party(value: str, column: str, one: str, *, many: bool) -> tuple[str, tuple[Any, ...]]:
    """A country or sector code, both, an id, or part of a name, over a list of parties or a single one."""
    code = re.fullmatch(r"([A-Z]{3})(?:\.([A-Z]{3}))?", value)
    countries = (*load_states(), *SPECIAL_COUNTRIES)
    if code and code[2]:
        if code[1] not in countries or code[2] not in SECTORS:
            raise UsageError(
                f"{value!r} is no country and sector, such as SYR.MIL; sectors are {', '.join(SECTORS)}"
            )
        if many:
            return f"list_contains({one}_codes, ?)", (value,)
        return f"{column}_country = ? AND {column}_sector = ?", (code[1], code[2])
    if code and (code[1] in countries or code[1] in SECTORS):
        if many:
            sql = f"(list_contains({one}_countries, ?) OR list_contains({one}_sectors, ?))"
            return sql, (value, value)
        return f"({column}_country = ? OR {column}_sector = ?)", (value, value)
    if re.match(r"[a-z]+/", value):
        return (f"list_contains({one}_ids, ?)" if many else f"{column}_id = ?"), (value,)
    text = f"array_to_string({column}, chr(31))" if many else column
    return f"contains(lower({text}), lower(?))", (value,)


def _dyad_sql(value: str, letter: str) -> tuple[str, tuple[Any, ...]]:
    first, second, both = _dyad(value)
    if both and re.fullmatch(_CODE, first) and re.fullmatch(_CODE, second):
        first, second = first.upper(), second.upper()
    ways = [(first, second), (second, first)] if both else [(first, second)]
    pieces, parameters = [], []
    for who, whom in ways:
        left, a = _party(who, *_SENDER[letter], many=letter == "e")
        right, b = _party(whom, *_RECEIVER[letter], many=letter == "e")
        pieces.append(f"({left} AND {right})")
        parameters += [*a, *b]
    return f"({' OR '.join(pieces)})", tuple(parameters)


def _near_sql(value: str) -> tuple[str, tuple[Any, ...]]:
    """Within the radius, and placed at least as precisely as a district: a country's midpoint is near nothing."""
    lat, lon, radius = _near(value)
    half = "sin(radians(latitude - ?) / 2) ** 2 + cos(radians(latitude)) * cos(radians(?)) * sin(radians(longitude - ?) / 2) ** 2"
    sql = f"(place_precision IN ('exact', 'city', 'district') AND {2 * _EARTH_KM} * asin(sqrt(least(1, {half}))) <= ?)"
    return sql, (lat, lat, lon, radius)
