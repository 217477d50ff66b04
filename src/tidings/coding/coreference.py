"""Pronouns, descriptions and the first person: who of the article's actors is meant."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tidings.codebook.actors import ActorIndex
from tidings.coding.antecedents import Candidates, is_expletive
from tidings.coding.descriptions import resolve_descriptions, with_country
from tidings.coding.documents import resolve_papers
from tidings.coding.noun_phrases import governing_label, words_of
from tidings.model import tree
from tidings.model.analysis import Analysis, Mention, Word
from tidings.model.records import Actor

PERSONAL = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
    "they": "plural", "them": "plural", "their": "plural", "theirs": "plural", "themselves": "plural",
    "it": "thing", "its": "thing", "itself": "thing",
}  # fmt: skip
_RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
# "both were freed", "the pair fled", "none was hurt": as many as were named, or none of them
_QUANTIFIERS = frozenset({"both", "none", "neither", "all", "others", "several", "some", "most", "many"})
_GATHERED = frozenset({"pair", "trio", "two", "three", "four", "five", "rest"})
_BACK = 2  # sentences
_SINGULAR_FIRST = frozenset({"i", "me", "my", "mine", "myself"})
_PLURAL_FIRST = frozenset({"we", "us", "our", "ours", "ourselves"})
_FOR_THE_STATE = frozenset({"GOV", "MIL"})
_SERVING = frozenset({"GOV", "MIL", "COP", "SPY"})
_ORDERING = words_of(
    "order instruct tell direct command deploy send dispatch sack dismiss fire appoint reshuffle"
)
_LENDING = words_of("pledge contribute lend offer commit provide withdraw recall muster mobilise mobilize")
_BESIDE_ANOTHER = words_of("neighbour neighbor ally rival foe enemy")
_POSSESSIVE = frozenset({"his", "her", "their", "its", "my", "our"})


def resolve_references(
    analysis: Analysis, mentions: tuple[Mention, ...], actors: ActorIndex
) -> tuple[Mention, ...]:
    """All mentions, with pronouns and descriptions resolved to the actors named elsewhere, in text order.

    Pronouns of the first person are left to `resolve_first_person`; a pronoun without a likely
    antecedent among the actors ("it" for an event, expletive "it") yields no mention.
    """
    described = resolve_descriptions(analysis, mentions, actors)
    candidates = Candidates.of(analysis, described)
    by_head = {m.head: m for m in described}
    added: list[Mention] = []
    for word in analysis.words:
        resolved = _resolve(analysis, word, candidates, by_head)
        if resolved is not None:
            added.append(resolved)
            by_head.setdefault(word.i, resolved)
            candidates.add(resolved)
    pronouns = {m.head: m for m in added}
    owned = [_owned(analysis, m, pronouns, actors) for m in described]
    owned = [_ordered_about(analysis, m, by_head, actors) for m in owned]
    return resolve_papers(analysis, _ordered([*owned, *added]))


def _ordered(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted(mentions, key=lambda m: (m.first, m.last, m.head)))


def _resolve(
    analysis: Analysis, word: Word, candidates: Candidates, by_head: dict[int, Mention]
) -> Mention | None:
    if word.i in by_head:
        return None
    if word.lower in _RELATIVES and word.tag in ("WP", "WDT", "WP$", "IN", "DT"):
        return _relative(analysis, word, by_head)
    if _counts_the_named(analysis, word):
        named = _undergoing(analysis, word, candidates) or candidates.best(word.i, "plural")
        return None if named is None else _pronoun(analysis, word.i, named.actors, "coreference: quantity")
    if word.pos != "PRON" or word.lower not in PERSONAL:
        return None
    wanted = PERSONAL[word.lower]
    if wanted == "thing" and is_expletive(analysis, word.i):
        return None
    chosen = candidates.best(word.i, wanted)
    if chosen is None:
        return None
    return _pronoun(analysis, word.i, chosen.actors, f"coreference: {wanted}")


def _undergoing(analysis: Analysis, word: Word, candidates: Candidates) -> Mention | None:
    """For those to whom something is done: the last several to whom something was done before, not who did it."""
    if word.dep == "nsubj":
        return None
    for candidate in reversed(candidates.found):
        if candidate.head >= word.i or not candidate.plural or candidate.mention is None:
            continue
        if word.sentence - candidate.sentence > _BACK:
            return None
        label, _ = governing_label(analysis, candidate.head)
        if label in ("dobj", "nsubjpass") and candidate.sentence < word.sentence:
            return candidate.mention
    return None


def _counts_the_named(analysis: Analysis, word: Word) -> bool:
    """Whether the word stands alone for those just named, all, some or none of them, as a party does."""
    if word.dep not in ("nsubj", "nsubjpass", "dobj"):
        return False
    below = [analysis.words[c] for c in analysis.children[word.i]]
    if word.lower in _GATHERED:
        alone = [w.lower for w in below] == ["the"]
    else:
        alone = word.lower in _QUANTIFIERS and not below
    verb = analysis.words[word.head]
    return alone and verb.pos == "VERB"


def _relative(analysis: Analysis, word: Word, by_head: dict[int, Mention]) -> Mention | None:
    """ "who", "which", "that", "whose": the noun that the relative clause hangs on."""
    at = tree.antecedent(analysis, word.i)
    if at == word.i:
        return None
    meant = by_head.get(at)
    if meant is None or meant.kind == "adjective":
        return None
    return _pronoun(analysis, word.i, meant.actors, "coreference: relative clause")


def _pronoun(analysis: Analysis, i: int, meant: Sequence[Actor], rule: str) -> Mention:
    word = analysis.words[i]
    text = analysis.text[word.start : word.end]
    actors = tuple(dataclasses.replace(a, text=text, start=word.start, end=word.end) for a in meant)
    return Mention(i, i + 1, i, actors, "pronoun", True, rule)


def _owned(analysis: Analysis, mention: Mention, pronouns: dict[int, Mention], actors: ActorIndex) -> Mention:
    """ "his government", "its army": the country of a role whose owner is a pronoun."""
    if mention.kind not in ("role", "description") or mention.settled:
        return mention
    if analysis.words[mention.head].lemma in _BESIDE_ANOTHER:
        return _somebody_else(analysis, mention)
    for c in analysis.children[mention.head]:
        owner = pronouns.get(c)
        if owner is not None and analysis.words[c].dep == "poss" and owner.actors[0].country:
            country = owner.actors[0].country
            owned = tuple(with_country(a, country, actors) for a in mention.actors)
            return dataclasses.replace(mention, actors=owned, settled=True, rule=f"{mention.rule}; owner")
    return mention


def _ordered_about(
    analysis: Analysis, mention: Mention, by_head: dict[int, Mention], actors: ActorIndex
) -> Mention:
    """ "The president ordered officials to ...": those ordered, sent or dismissed are the orderer's own."""
    if mention.kind != "role" or mention.settled or mention.actors[0].sector not in _SERVING:
        return mention
    lending = _LENDING if mention.actors[0].sector in ("MIL", "COP") else frozenset()
    label, above = governing_label(analysis, mention.head)
    verb = analysis.words[above]
    if label not in ("dobj", "dative", "nsubj") or verb.pos != "VERB":
        return mention
    if label == "nsubj" and verb.dep in ("ccomp", "xcomp"):  # "ordered officials to leave"
        verb = analysis.words[verb.head]
    elif label == "nsubj":
        return mention
    if verb.lemma not in (_ORDERING | lending) or verb.i > mention.head:
        return mention
    subjects = [by_head[s] for s in tree.subjects(analysis, verb.i) if s in by_head]
    countries = {a.country for m in subjects for a in m.actors if a.sector in ("GOV", "MIL")}
    country = countries.pop() if len(countries) == 1 else None
    if country is None or country not in actors.states:
        return mention
    meant = tuple(with_country(a, country, actors) for a in mention.actors)
    return dataclasses.replace(mention, actors=meant, rule=f"{mention.rule}; ordered")


def _somebody_else(analysis: Analysis, mention: Mention) -> Mention:
    """ "its neighbour", "their allies": whoever is meant, it is not the owner nor the article's country."""
    owned = any(analysis.words[c].dep == "poss" for c in analysis.children[mention.head])
    if not owned:
        return mention
    words = " ".join(mention.actors[0].text.split())
    actors = tuple(
        dataclasses.replace(a, name=words, country=None, id=f"role/-.{a.sector or '-'}/{words.lower()}")
        for a in mention.actors
    )
    return dataclasses.replace(mention, actors=actors, kind="role", settled=True)


def resolve_first_person(
    analysis: Analysis, mentions: tuple[Mention, ...], speakers: Sequence[tuple[int, int, Actor]]
) -> tuple[Mention, ...]:
    """All mentions, with "I" and "we" inside quotations resolved to the speaker or his government.

    `speakers` are half-open character spans of quotations with who speaks them. "We" of somebody
    who speaks for a state (GOV, MIL) is that state, else the speaker.
    """
    states = {a.id: a for m in mentions for a in m.actors if a.id and a.id.startswith("country/")}
    taken = {m.head for m in mentions if m.kind == "pronoun"}
    added: list[Mention] = []
    spoken = sorted(speakers, key=lambda s: (s[0], s[1]))
    for word in analysis.words:
        if word.lower not in _SINGULAR_FIRST and word.lower not in _PLURAL_FIRST:
            continue
        if word.i in taken or word.text == "US":
            continue
        speaker = next((a for start, end, a in reversed(spoken) if start <= word.start < end), None)
        if speaker is None:
            continue
        meant = speaker if word.lower in _SINGULAR_FIRST else _plural_self(speaker, states)
        added.append(_pronoun(analysis, word.i, (meant,), "first person: speaker"))
    own = {m.head: m for m in added}
    kept = [_ours(analysis, m, own) for m in mentions]
    return _ordered([*kept, *added])


def _plural_self(speaker: Actor, states: dict[str, Actor]) -> Actor:
    if speaker.sector not in _FOR_THE_STATE or speaker.country is None or len(speaker.country) != 3:
        return speaker
    identity = f"country/{speaker.country}"
    known = states.get(identity)
    if known is None:
        return speaker
    return known


def _ours(analysis: Analysis, mention: Mention, own: dict[int, Mention]) -> Mention:
    """ "our troops", "my campaign": the country of a role in a quotation is its speaker's."""
    if mention.kind != "role" or mention.settled:
        return mention
    for c in analysis.children[mention.head]:
        owner = own.get(c)
        if owner is not None and analysis.words[c].dep == "poss" and owner.actors[0].country:
            country = owner.actors[0].country
            actors = tuple(dataclasses.replace(a, country=country) for a in mention.actors)
            return dataclasses.replace(mention, actors=actors, settled=True, rule=f"{mention.rule}; owner")
    return mention
