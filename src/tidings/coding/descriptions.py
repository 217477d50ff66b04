"""Descriptions of actors named elsewhere: "the president", "the Syrian leader", "the group", "both countries"."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from tidings.codebook.actors import ActorIndex, Role, pieces
from tidings.coding.noun_phrases import words_of
from tidings.model.analysis import Analysis, Mention
from tidings.model.records import Actor

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_HEADS_OF_STATE = words_of(
    "president king queen emir sultan premier chancellor leader ruler dictator prime taoiseach strongman "
    "ayatollah"
)
_LEADING = frozenset({"leader", "ruler", "strongman", "dictator", "head of state"})
# which named bodies a general noun can mean
_GENERAL = {
    "group": ("REB", "PRM", "OPP", "CRM", "SOC", "UAF", "PTY"),
    "organisation": ("REB", "IGO", "SOC", "OPP", "CRM"),
    "organization": ("REB", "IGO", "SOC", "OPP", "CRM"),
    "movement": ("REB", "OPP", "PTY", "SOC"),
    "militia": ("PRM", "REB"),
    "party": ("PTY", "OPP"),
    "agency": ("JRN", "GOV", "IGO", "SPY", "SOC"),
    "news agency": ("JRN",),
    "newspaper": ("JRN",),
    "daily": ("JRN",),
    "magazine": ("JRN",),
    "company": ("BUS",),
    "firm": ("BUS",),
    "bank": ("BUS", "GOV"),
    "union": ("LAB", "IGO"),
    "bloc": ("IGO",),
    "alliance": ("IGO", "MIL", "REB", "OPP", "PTY"),
    "world body": ("IGO",),
    "watchdog": ("SOC", "IGO"),
    "ministry": ("GOV",),
    "court": ("JUD", "IGO"),
    "tribunal": ("JUD", "IGO"),
    "council": ("IGO", "LEG", "GOV", "OPP"),
    "terrorist group": ("REB",),
    "militant group": ("REB",),
    "rebel group": ("REB",),
    "armed group": ("REB", "PRM", "CRM"),
}
_PAIRS = words_of(
    "country nation state side leader president government neighbour neighbor man party rival ally army"
)
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4}
_SENT_ABROAD = frozenset({"embassy", "consulate", "ambassador", "envoy", "diplomat", "mission", "delegation"})
_REACH = 4  # sentences


def resolve_descriptions(
    analysis: Analysis, mentions: tuple[Mention, ...], actors: ActorIndex
) -> tuple[Mention, ...]:
    """The mentions, role nouns that describe somebody named elsewhere replaced by whom they mean."""
    done: list[Mention] = []
    offices = _offices(analysis, mentions, actors)
    for mention in mentions:
        done.append(_described(analysis, mention, done, mentions, actors, offices))
    return tuple(done)


def _described(
    analysis: Analysis,
    mention: Mention,
    before: Sequence[Mention],
    everyone: Sequence[Mention],
    actors: ActorIndex,
    offices: dict[str, set[str]],
) -> Mention:
    if mention.kind != "role" or not mention.rule.startswith("role: "):
        return mention
    role = actors.role(mention.rule.removeprefix("role: ").partition(";")[0])
    if role is None:
        return mention
    pair = _several(analysis, mention, role, before, actors)
    if pair is not None:
        return pair
    definite = analysis.words[mention.first].lower in _DEFINITE
    plural = analysis.words[mention.head].tag in ("NNS", "NNPS")
    if role.kind == "country":
        return _country(mention, actors)
    if role.kind == "person" and not plural and definite:
        person = _person(analysis, mention, role, before, offices)
        if person is not None:
            return person
    if role.kind == "body" and not plural and definite and not mention.settled:
        body = _body(analysis, mention, role, before)
        if body is not None:
            return body
    if not mention.settled:
        return _same_role(mention, role, before, everyone, actors, definite=definite)
    return mention


def _replaced(mention: Mention, meant: Sequence[Actor], rule: str) -> Mention:
    own = mention.actors[0]
    actors = tuple(dataclasses.replace(a, text=own.text, start=own.start, end=own.end) for a in meant)
    return dataclasses.replace(
        mention, actors=actors, kind="description", settled=True, rule=f"description: {rule}"
    )


def with_country(actor: Actor, country: str, actors: ActorIndex) -> Actor:
    """A role's actor given another country: code, id and the adjective in its name."""
    old = actors.adjectives.get(actor.country or "", "")
    core = actor.name.removeprefix(old + " ") if old else actor.name
    adjective = actors.adjectives.get(country)
    identity = actor.id
    if identity and identity.startswith("role/"):
        _, _, tail = identity.partition(".")
        identity = f"role/{country}.{tail}"
    name = f"{adjective} {core}" if adjective else core
    return dataclasses.replace(actor, name=name, country=country, id=identity)


def _country(mention: Mention, actors: ActorIndex) -> Mention:
    """ "the country": the state itself, as far as its country is known."""
    state = actors.states.get(mention.actors[0].country or "")
    if state is None or len(mention.actors) != 1:
        return mention
    own = mention.actors[0]
    meant = dataclasses.replace(own, name=state.name, id=state.id, country=state.country, sector="GOV")
    return dataclasses.replace(mention, actors=(meant,), kind="description", rule="description: country")


def _several(
    analysis: Analysis, mention: Mention, role: Role, before: Sequence[Mention], actors: ActorIndex
) -> Mention | None:
    """ "both countries", "the two leaders": the last so many distinct states or persons named."""
    words = analysis.words[mention.first : mention.last]
    number = next((_NUMBERS[w.lower] for w in words if w.lower in _NUMBERS), None)
    head = role.lemma.split()[-1]
    if number is None or (head not in _PAIRS and role.kind not in ("person", "country")):
        return None
    if words[0].lower not in ("the", "both", "all", "these", "those") or (
        mention.settled and head != "leader"
    ):
        return None
    persons = role.kind == "person" and head not in ("side",)
    if role.kind == "country" and number == 2:
        named = _last_pair(analysis, mention, actors)
        if named is not None:
            return _replaced(mention, named, "the pair last named")
    sentence = analysis.words[mention.head].sentence
    found: dict[str, Actor] = {}
    for other in reversed(before):
        if sentence - analysis.words[other.head].sentence > _REACH or len(found) >= number:
            break
        for a in reversed(other.actors):
            if persons and other.kind not in ("person", "description"):
                continue
            if persons and role.sector not in (None, a.sector) and head != "man":
                continue
            if not persons:
                state = actors.states.get(a.country or "")
                if state is None or other.kind not in ("state", "adjective", "person", "description"):
                    continue
                a = dataclasses.replace(a, name=state.name, id=state.id, country=state.country, sector="GOV")
            found.setdefault(a.id or a.name, a)
    if len(found) != number:
        return None
    return _replaced(mention, list(reversed(found.values())), f"{number} {role.lemma}")


def _last_pair(analysis: Analysis, mention: Mention, actors: ActorIndex) -> list[Actor] | None:
    """The two countries last joined by "and", as parties or as places ("camps in Kenya and Uganda")."""
    words = analysis.words
    at = mention.first - 1
    while at > 0 and words[mention.first].sentence - words[at].sentence <= _REACH:
        if words[at].lower == "and" and words[at - 1].text != ",":
            left, right = _state_beside(analysis, at, -1, actors), _state_beside(analysis, at, 1, actors)
            if left is not None and right is not None and left.country != right.country:
                return [left, right]
        at -= 1
    return None


def _state_beside(analysis: Analysis, at: int, step: int, actors: ActorIndex) -> Actor | None:
    """The country whose name ends before or begins after word `at`."""
    for length in (4, 3, 2, 1):
        first, last = (at - length, at) if step < 0 else (at + 1, at + 1 + length)
        if first < 0 or last > len(analysis.words) or not analysis.words[first].text[:1].isupper():
            continue
        for entry in actors.named(analysis.slice(first, last)):
            if entry.kind == "state" and entry.country is not None and entry.country in actors.states:
                state = actors.states[entry.country]
                start, end = analysis.words[first].start, analysis.words[last - 1].end
                text = analysis.text[start:end]
                return Actor(text=text, start=start, end=end, name=state.name, id=state.id, country=state.country,
                             sector="GOV")  # fmt: skip
    return None


def _offices(analysis: Analysis, mentions: Sequence[Mention], actors: ActorIndex) -> dict[str, set[str]]:
    """The role words said of each person in the article, or of his offices in the codebook."""
    found: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.kind not in ("person", "description") or len(mention.actors) != 1:
            continue
        key = mention.actors[0].id or mention.actors[0].name
        if not key.startswith("person/"):
            continue
        words = found.setdefault(key, set())
        words.update(w.lower.rstrip(".") for w in analysis.words[mention.first : mention.last])
        if mention.actors[0].sector != "ELI":
            for term in actors.terms.get(key, ()):
                words.update(pieces(term.office))
    return found


def _person(
    analysis: Analysis,
    mention: Mention,
    role: Role,
    before: Sequence[Mention],
    offices: dict[str, set[str]],
) -> Mention | None:
    """The last person named who holds the office, or leads the country, that the words say."""
    own = mention.actors[0]
    wanted = set(role.lemma.split())
    sentence = analysis.words[mention.head].sentence
    scores: dict[str, float] = {}
    meant: dict[str, Actor] = {}
    for other in before:
        if other.kind not in ("person", "description") or len(other.actors) != 1:
            continue
        actor = other.actors[0]
        key = actor.id or ""
        if not key.startswith("person/") or (mention.settled and own.country != actor.country):
            continue
        distance = sentence - analysis.words[other.head].sentence
        said = offices.get(key, set())
        leads = (
            role.lemma in _LEADING and said & _HEADS_OF_STATE and actor.sector in ("GOV", "PTY", "REB", "UNK")
        )
        same_sort = (
            actor.sector == role.sector and role.sector not in (None, "GOV", "CVL") and not mention.settled
        )
        if not (wanted <= said or leads or (same_sort and distance <= 3)):
            continue
        meant[key] = actor
        subject = analysis.words[other.head].dep in ("nsubj", "nsubjpass")
        scores[key] = min(scores.get(key, 0.0), 10.0) + 2.0 + 6.0 / (1 + distance) + 2.0 * subject
    if not scores:
        return None
    best = max(sorted(scores), key=lambda k: scores[k])
    return _replaced(mention, (meant[best],), f"office: {role.lemma}")


def _body(analysis: Analysis, mention: Mention, role: Role, before: Sequence[Mention]) -> Mention | None:
    """The last named body whose name ends in the noun, or that is of the sort the noun means."""
    wanted = _GENERAL.get(role.lemma, ())
    sentence = analysis.words[mention.head].sentence
    for other in reversed(before):
        if other.kind not in ("org", "group") or len(other.actors) != 1:
            continue
        actor = other.actors[0]
        name = pieces(actor.name)
        if role.lemma.split()[-1] in name and (
            actor.sector == role.sector or role.sector is None or role.inherits
        ):
            return _replaced(mention, (actor,), f"name: {role.lemma}")
        if actor.sector in wanted and sentence - analysis.words[other.head].sentence <= _REACH:
            return _replaced(mention, (actor,), f"sort: {role.lemma}")
    return None


def _of_the_sort(rule: str, at_large: bool) -> Callable[[str], bool]:
    """Whether another mention's rule tells of the same role: for envoys the noun decides ("trade mission")."""
    if not at_large:
        return lambda other: other == rule
    noun = rule.partition(";")[0].split()[-1]
    return lambda other: other.startswith("role: ") and other.partition(";")[0].split()[-1] == noun


def _same_role(
    mention: Mention,
    role: Role,
    before: Sequence[Mention],
    everyone: Sequence[Mention],
    actors: ActorIndex,
    *,
    definite: bool,
) -> Mention:
    """Police of whom the article has said whose they are stay theirs."""
    if "dateline" in mention.rule and role.sector in ("GOV", "LEG", "JUD", "MIL"):
        return mention
    at_large = role.lemma.split()[-1] in _SENT_ABROAD
    if at_large and not definite:
        return mention
    said = _of_the_sort(mention.rule, at_large)
    settled = [m for m in before if m.settled and said(m.rule) and len(m.actors) == 1]
    if not settled:
        settled = [m for m in everyone if m.settled and said(m.rule) and len(m.actors) == 1][:1]
    countries = {m.actors[0].country for m in settled} - {None}
    if not settled or not countries:
        return mention
    country = settled[-1].actors[0].country
    own = mention.actors[0].country
    if (
        country is None
        or (own is None and not at_large)
        or (not definite and len(countries) > 1 and own in countries)
    ):
        return mention
    meant = tuple(with_country(a, country, actors) for a in mention.actors)
    return dataclasses.replace(mention, actors=meant, rule=mention.rule)
