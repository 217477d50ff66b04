"""Who is mentioned: noun phrases that stand for states, persons, groups, bodies and people in roles.

Pronouns and descriptions of somebody named elsewhere are left to `coreference`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence

from tidings.codebook.actors import ActorIndex, Role
from tidings.coding.actor_names import Hit, find_hits
from tidings.coding.article_context import Context
from tidings.coding.counted import find_counted
from tidings.coding.entry_parties import Party, party_of_entry
from tidings.coding.halves import find_halves
from tidings.coding.noun_phrases import LOCATING, first_of, governing_label, preposition_of, words_of
from tidings.coding.parties_of_phrases import describe, is_against
from tidings.coding.persons import Known, know_persons
from tidings.coding.short_names import with_acronyms, with_surnames
from tidings.model.analysis import Analysis, Mention, Word
from tidings.model.records import Actor

# verbs that take a government as object, so that a capital as their object stands for it
_TOWARDS = words_of(
    "accuse blame urge ask warn tell press criticise criticize condemn support back accept invite thank "
    "threaten sanction pressure arm help aid allow force persuade convince call inform assure praise "
    "pressurise reassure isolate embarrass anger infuriate alarm irk consult lobby petition punish defy "
    "oppose join rebuke scold chide lambast slam denounce fault applaud hail commend congratulate reprimand "
    "castigate implore beseech exhort remind notify alert caution brief court outrage irritate upset rebuff "
    "snub defend attack rile provoke antagonise antagonize placate appease entreat supply bankroll finance "
    "contact phone"
)
_WITH = words_of("with against between by on of to from for toward towards over")
_TIES = words_of(
    "tie relation relationship talk negotiation agreement deal pressure sanction war dialogue contact "
    "alliance treaty accord support aid demand appeal call dispute row tension cooperation warning threat "
    "letter message envoy ambassador policy embargo partnership border negotiate agree cooperate ally "
    "side break talk sign compete deal appeal ask impose demand pressure warn complain protest sale help "
    "loyal hostile friendly rapprochement differences stance anger criticism accusation response meeting "
    "discussion consultation assistance contact dealing force revenge rule loan credit shipment delivery arms "
    "weapon concession message threaten retaliate respond apologise apologize apology complaint objection "
    "note ultimatum blockade measure penalty tariff boycott declare trade exports grievance quarrel feud spat "
    "summit offer promise pledge recall sell supply lend grant apologise truce ceasefire settlement normalise normalize sever lean hardline tough vulnerable beholden subservient"
)
_NEVER_AGENT = words_of("lie sit shake fall flood sleep wake swelter freeze stretch stand host")
_PREDICATES = words_of(
    "alone ready willing prepared committed concerned responsible determined keen eager reluctant unwilling "
    "able guilty behind opposed open worried furious angry hopeful confident aware silent suspicious wary "
    "involved"
)
_PALACES = frozenset({"house", "palace", "street", "office", "kremlin", "elysee"})
# words that are no party with this word after them: "opposition to the plan", "state of emergency"
_NOT_BEFORE = {"opposition": "to", "state": "of", "party": "to"}
_OFFICES = frozenset({"GOV", "LEG", "JUD", "COP", "PTY", "IGO"})
_TELLING = words_of("say claim suggest indicate allege state mention tell")
_AIMED = words_of("fire aim launch direct lob hurl target missile rocket anger fury outrage rage")
_TOWN = 15_000  # inhabitants
_PARTS_OF_LANDS = words_of(
    "coast shore border frontier north south east west centre center interior map history climate river "
    "mountain highland plain capital city town province region people island peninsula shape size map area "
    "territory soil airspace water"
)
_NOT_AFTER = {"agent": ("nerve", "chemical", "biological", "toxic", "cleaning", "contrast")}
_POSTS = frozenset({"ambassador", "embassy", "envoy", "mission", "consulate", "consul", "legation"})
_BODILY = frozenset({"body", "unit"})
_PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "near", "outside", "inside", "into", "around", "across", "behind"}
)


def find_actors(
    analysis: Analysis,
    actors: ActorIndex,
    *,
    on: datetime.date | None,
    place_country: Callable[[str], str | None],
    place_sizes: Callable[[str], Mapping[str, int]] | None = None,
) -> tuple[Mention, ...]:
    """Every noun phrase of the article that stands for an actor, in text order.

    `on` is the day by which offices are read, `place_country` gives the ISO3 country of a place
    name or None, `place_sizes` the inhabitants of the places of a name by country. A country taken
    from the article's context has `settled` False.
    """
    hits = with_acronyms(analysis, with_surnames(analysis, find_hits(analysis, actors, on)))
    hits = [_as_place(analysis, hit, place_country) for hit in hits]
    if place_sizes is not None:
        named = {e.country for h in hits if h.kind in ("state", "adjective", "people") for e in h.entries}
        hits = [_as_namesake(analysis, hit, named, place_sizes) for hit in hits]
    context = Context.of(analysis, actors, hits, on, place_country, place_sizes)
    known = know_persons(context)
    made: dict[int, Mention] = {}
    used: set[int] = set()
    for number, hit in enumerate(hits):
        mention, consumed = _mention(context, known, number, hit)
        used.update(consumed)
        if mention is not None:
            made[number] = mention
    others = [*find_counted(context, made.values()), *_reports(context), *find_halves(context)]
    made.update({len(hits) + n: m for n, m in enumerate(others)})
    kept = [
        m for number, m in made.items() if number not in used or number >= len(hits) or _stays(hits[number])
    ]
    return tuple(sorted(kept, key=lambda m: (m.first, m.last, m.head)))


def _reports(context: Context) -> list[Mention]:
    """ "Reports said", "according to reports in Kenya": the press, of a country where the words name one."""
    found = []
    for word in context.analysis.words:
        if (
            word.lower != "reports"
            or word.tag != "NNS"
            or word.i in context.at
            or not _told_by(context, word)
        ):
            continue
        role = Role("reports", "JRN", False, "body", False)
        hit = Hit(word.i, word.i + 1, word.i, "role", (), role)
        described = describe(context, hit)
        first = first_of(context.analysis, word.i)
        last = max(word.i + 1, described.last)
        made = tuple(actor(context, first, last, party) for party in described.parties)
        found.append(Mention(first, last, word.i, made, "role", True, "role: reports"))
    return found


def _told_by(context: Context, word: Word) -> bool:
    above = context.analysis.words[word.head]
    if word.dep == "nsubj":
        return above.lemma in _TELLING
    return (
        word.dep == "pobj" and above.lower == "to" and context.analysis.words[above.head].lower == "according"
    )


def _as_place(analysis: Analysis, hit: Hit, place_country: Callable[[str], str | None]) -> Hit:
    """A town that the language model took for a body; a name the codebook has stays what it is."""
    if hit.entries or hit.of >= 0 or hit.kind not in ("org", "person"):
        return hit
    if hit.kind == "person":  # "in Lakki Marwat", a name the language model took for a man's
        inside = preposition_of(analysis, hit.head) in ("in", "near", "across", "outside", "into")
        return hit._replace(kind="place") if inside and hit.last - hit.first < 4 else hit
    name = analysis.slice(hit.first, hit.last)
    if name.isupper() or place_country(name) is None:
        return hit
    return hit._replace(kind="place")


def _as_namesake(
    analysis: Analysis,
    hit: Hit,
    named: Collection[str | None],
    place_sizes: Callable[[str], Mapping[str, int]],
) -> Hit:
    """A capital's name in an article of another country that has a town of the name (Tripoli in Lebanon)."""
    if hit.kind != "seat" or not named or any(e.country in named for e in hit.entries):
        return hit
    sizes = place_sizes(analysis.slice(hit.first, hit.last))
    if not any(sizes.get(c, 0) > _TOWN for c in named if c):
        return hit
    return hit._replace(kind="place", entries=())


def _stays(hit: Hit) -> bool:
    """Parties inside a party's noun phrase that are parties too: persons ("Putin's spokesman"), groups."""
    return hit.kind == "person"


def _mention(context: Context, known: Known, number: int, hit: Hit) -> tuple[Mention | None, Sequence[int]]:
    if hit.kind != "role" and is_against(context, hit):
        if hit.kind == "adjective" and _leads(context, hit):
            return _simple(context, hit, "adjective", hit.head, hit.first, "country adjective"), ()
        return None, ()
    if hit.kind == "person":
        return _person(context, known, number, hit)
    if hit.kind == "role":
        return _role(context, known, number, hit)
    if hit.kind in ("org", "group"):
        return _body(context, hit)
    if hit.kind == "people":
        return _people(context, hit)
    if hit.kind == "adjective":
        return _simple(context, hit, "adjective", hit.head, hit.first, "country adjective"), ()
    if hit.kind == "state":
        return (
            (_simple(context, hit, "state", hit.head, None, "country name"), ())
            if _acts(context, hit)
            else (None, ())
        )
    if hit.kind == "seat" and _stands_for_government(context.analysis, hit, palace=_is_palace(context, hit)):
        return _simple(context, hit, "state", hit.head, None, "seat of government"), ()
    return None, ()


def _leads(context: Context, hit: Hit) -> bool:
    """The country in "US-led campaign", where the noun after it is no party itself."""
    words = context.analysis.words
    if hit.last + 1 >= len(words) or words[hit.last + 1].lower not in (
        "led",
        "brokered",
        "mediated",
        "imposed",
    ):
        return False
    at = hit.last + 1
    for _ in range(3):
        at = words[at].head
        if words[at].pos in ("NOUN", "PROPN"):
            return at not in context.at
    return False


def actor(context: Context, first: int, last: int, party: Party) -> Actor:
    """The party as an actor, with the words `first:last`."""
    words = context.analysis.words
    return Actor(
        text=context.analysis.slice(first, last),
        start=words[first].start,
        end=words[last - 1].end,
        name=party.name,
        id=party.id,
        country=party.country,
        sector=party.sector,
    )


def _simple(context: Context, hit: Hit, kind: str, head: int, first: int | None, rule: str) -> Mention:
    party = party_of_entry(context, hit)
    if first is None:
        first = min(hit.first, first_of(context.analysis, head))
        first = _after_other_hits(context, first, hit)
    made = actor(context, first, hit.last, party)
    return Mention(first, hit.last, head, (made,), kind, party.settled, f"{rule}: {party.id or party.name}")


def _after_other_hits(context: Context, first: int, hit: Hit) -> int:
    for i in range(hit.first - 1, first - 1, -1):
        if i in context.at and context.at[i] != hit:
            return hit.first
    return first


def _acts(context: Context, hit: Hit) -> bool:
    """Whether a country's name is a possible party here rather than a place."""
    preposition = preposition_of(context.analysis, hit.head)
    if preposition == "of":
        words = context.analysis.words
        return words[words[words[hit.head].head].head].lemma not in _PARTS_OF_LANDS
    if preposition == "at":
        words = context.analysis.words
        return words[words[words[hit.head].head].head].lemma in _AIMED
    if preposition == "in" and _hosts_post(context.analysis, hit.head):
        return True
    return preposition is None or preposition not in LOCATING


def _hosts_post(analysis: Analysis, head: int) -> bool:
    """Whether a land or capital is where an envoy or embassy is sent to ("its embassy in Kuwait")."""
    words = analysis.words
    post = words[words[words[head].head].head]
    return (
        words[head].dep == "pobj"
        and post.lemma in _POSTS
        and post.tag in ("NN", "NNP")
        and post.dep in ("dobj", "nsubjpass", "pobj")
        and (preposition_of(analysis, post.i) in (None, "of", "from"))
    )


def _stands_for_government(analysis: Analysis, hit: Hit, *, palace: bool) -> bool:
    """Whether a capital or palace stands for the government: it acts, is spoken to, owns a policy."""
    label, above = governing_label(analysis, hit.head)
    word = analysis.words[above]
    if palace:
        return label not in ("pobj",) or word.lower not in LOCATING
    if label == "nsubj":
        if word.lemma in _NEVER_AGENT and not _sides(analysis, word):
            return False
        if word.lemma == "be":
            return any(analysis.words[c].lemma in _PREDICATES for c in analysis.children[above])
        return True
    if label == "nsubjpass":
        return word.lemma in _TOWARDS
    if label == "poss":
        return word.lemma not in ("street", "suburb", "airport", "outskirt", "district", "mayor", "resident", "centre",
                                  "center", "square", "north", "south", "east", "west", "university")  # fmt: skip
    if label in ("dobj", "dative"):
        return word.lemma in _TOWARDS
    if label == "pobj":
        if word.lower in ("by", "against", "between") and word.dep in ("agent", "prep"):
            return True
        if word.lower == "in" and _hosts_post(analysis, hit.head):
            return True
        return word.lower in _WITH and _of_dealings(analysis, word.head)
    if label == "ROOT":
        return False
    return False


def _sides(analysis: Analysis, verb: Word) -> bool:
    """ "Oslo stands by its ally": a stance, not where the town lies."""
    below = [analysis.words[c] for c in analysis.children[verb.i]]
    return verb.lemma == "stand" and any(
        w.lower in ("by", "behind", "with", "up", "firm", "ready") for w in below
    )


def _of_dealings(analysis: Analysis, i: int) -> bool:
    """Whether word `i`, or the object of the verb it is, is something between governments ("froze aid to")."""
    words = analysis.words
    if words[i].lemma in _TIES:
        return True
    return any(words[c].dep == "dobj" and words[c].lemma in _TIES for c in analysis.children[i])


def _is_palace(context: Context, hit: Hit) -> bool:
    """A building or street rather than a town ("the Kremlin", "Downing Street"): the map does not know it."""
    words = context.analysis.words
    before = words[hit.first - 1].lower if hit.first else ""
    if before == "the" or words[hit.last - 1].lower in _PALACES:
        return True
    return context.place_country(context.analysis.slice(hit.first, hit.last)) is None


def _person(context: Context, known: Known, number: int, hit: Hit) -> tuple[Mention | None, Sequence[int]]:
    party = known.party(number)
    if party is None:
        return None, ()
    first = min(hit.first, first_of(context.analysis, hit.head), known.title_first(number))
    first = _not_past_clause(context, first, hit)
    made = actor(context, first, hit.last, party)
    mention = Mention(first, hit.last, hit.head, (made,), "person", party.settled, party.rule)
    return mention, known.consumed(number)


def _not_past_clause(context: Context, first: int, hit: Hit) -> int:
    """A name's phrase never reaches back over another person's name or a comma."""
    for i in range(hit.first - 1, first - 1, -1):
        if context.analysis.words[i].text in (",", ";", ":", "(", '"'):
            return i + 1
    return first


def _role(context: Context, known: Known, number: int, hit: Hit) -> tuple[Mention | None, Sequence[int]]:
    role = hit.role
    if role is None or role.kind == "title" or known.is_title(number):
        return None, ()
    following = context.analysis.words[hit.last].lower if hit.last < len(context.analysis.words) else ""
    before = context.analysis.words[hit.first - 1].lower if hit.first else ""
    if before in _NOT_AFTER.get(role.lemma, ()):
        return None, ()
    if following == _NOT_BEFORE.get(role.lemma) or (role.lemma == "head" and following != "of"):
        return None, ()
    preposition = preposition_of(context.analysis, hit.head)
    if role.kind == "country":
        beside = context.at.get(hit.first - 1)
        several = context.analysis.words[hit.head].tag in (
            "NNS",
            "NNPS",
        )  # "the Gulf states", not "Kano state"
        if preposition in LOCATING or (
            beside is not None and beside.kind in ("place", "seat") and not several
        ):
            return None, ()
    if (
        role.kind in _BODILY
        and preposition in _PLACE_PREPOSITIONS
        and not _besieged(preposition, role.sector)
    ):
        word = context.analysis.words[hit.head]
        if (role.kind == "body" and word.tag not in ("NNS", "NNPS")) or preposition in (
            "near",
            "outside",
            "inside",
        ):
            return None, ()
    named = known.described_by(number)
    found = describe(context, hit)
    if role.lemma == "head" and not found.used:
        return None, ()  # "the head of the valley"
    first = min(hit.first, first_of(context.analysis, hit.head))
    first = _not_past_clause(context, first, hit)
    last = max(hit.last, found.last)
    if named is not None:
        made = actor(context, first, last, named)
        return Mention(first, last, hit.head, (made,), "description", named.settled, named.rule), found.used
    made_all = tuple(actor(context, first, last, party) for party in found.parties)
    settled = all(p.settled for p in found.parties)
    note = role_note(context, found.parties[0])
    kind = "group" if found.parties[0].id and found.parties[0].id.startswith("group/") else "role"
    return Mention(first, last, hit.head, made_all, kind, settled, f"role: {role.lemma}{note}"), found.used


def _besieged(preposition: str | None, sector: str | None) -> bool:
    """Whether people outside a body's door have come for the body ("protesters outside the ministry")."""
    return preposition == "outside" and sector in _OFFICES


def role_note(context: Context, party: Party) -> str:
    """What the rule adds for a country taken from the dateline, so that later stages can tell."""
    if not party.settled and party.country is not None and party.country == context.dateline:
        return "; country of the dateline"
    return ""


def _body(context: Context, hit: Hit) -> tuple[Mention | None, Sequence[int]]:
    preposition = preposition_of(context.analysis, hit.head)
    word = context.analysis.words[hit.head]
    above = context.analysis.words[word.head]
    sector = hit.entries[0].sector if hit.entries else None
    beside = preposition in ("at", "near", "outside", "inside") and hit.kind == "org"
    if beside and not _besieged(preposition, sector):
        return None, ()
    modifies = word.dep in ("compound", "nmod", "amod") and word.head >= hit.last
    found = describe(context, hit)
    party = found.parties[0]
    if not hit.entries and party.sector is None and above.i == word.i:
        return None, ()
    first = hit.first if modifies else min(hit.first, first_of(context.analysis, hit.head))
    first = _not_past_clause(context, first, hit)
    made = actor(context, first, hit.last, party)
    kind = "group" if hit.kind == "group" else "org"
    return Mention(first, hit.last, hit.head, (made,), kind, party.settled, party.rule), found.used


def _people(context: Context, hit: Hit) -> tuple[Mention | None, Sequence[int]]:
    found = describe(context, hit)
    first = min(hit.first, first_of(context.analysis, hit.head))
    first = _not_past_clause(context, first, hit)
    made = actor(context, first, hit.last, found.parties[0])
    return Mention(
        first, hit.last, hit.head, (made,), "role", found.parties[0].settled, found.parties[0].rule
    ), found.used
