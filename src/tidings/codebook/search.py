"""Looking for entries: acts, codes, actors, roles, false friends and places, by their words or definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tidings.codebook.actors import pieces
from tidings.codebook.loader import Codebook
from tidings.codebook.supplement import items_of

KINDS = ("type", "mode", "act", "code", "actor", "role", "false friend", "place", "speech")


class Hit(NamedTuple):
    """An entry found: what `tidings codebook show` calls it, and a line about it."""

    kind: str
    id: str
    about: str


def search(book: Codebook, words: str) -> list[Hit]:
    """Entries that have all of `words` in their forms or definition; those that are just these words first."""
    wanted = pieces(words)
    if not wanted:
        return []
    found: dict[tuple[str, str], tuple[int, Hit]] = {}
    for rank, hit in (
        *_ontology(book, wanted),
        *_acts(book, wanted),
        *_actors(book, wanted),
        *_rest(book, wanted),
    ):
        known = found.get((hit.kind, hit.id))
        if known is None or rank < known[0]:
            found[hit.kind, hit.id] = (rank, hit)
    ranked = sorted(found.values(), key=lambda item: (item[0], KINDS.index(item[1].kind), item[1].id))
    return [hit for _, hit in ranked]


def _rank(wanted: tuple[str, ...], text: Iterable[str]) -> int | None:
    """0 when the text is the words, 1 when it has them together, 2 when it has them all, None when it has not."""
    have = tuple(text)
    if have == wanted:
        return 0
    if any(have[i : i + len(wanted)] == wanted for i in range(len(have) - len(wanted) + 1)):
        return 1
    return 2 if set(wanted) <= set(have) else None


def _ontology(book: Codebook, wanted: tuple[str, ...]) -> Iterator[tuple[int, Hit]]:
    for page in book.acts.pages.values():
        rank = _rank(wanted, pieces(f"{page.type} {page.definition}"))
        if rank is not None:
            yield rank + 1, Hit("type", page.type, page.definition)
        for mode, definition, _ in page.modes:
            rank = _rank(wanted, pieces(f"{mode} {definition}"))
            if rank is not None:
                yield rank + 1, Hit("mode", f"{page.type}/{mode}", definition)
    for code in book.cameo.values():
        rank = 0 if wanted == (code.code,) else _rank(wanted, pieces(f"{code.name} {code.definition}"))
        if rank is not None:
            yield (
                rank + (0 if wanted == (code.code,) else 1),
                Hit("code", code.code, f"{code.name}: {code.definition}"),
            )


def _acts(book: Codebook, wanted: tuple[str, ...]) -> Iterator[tuple[int, Hit]]:
    for act in book.acts.acts:
        ranks = [_rank(wanted, pieces(" ".join(form))) for form in act.forms]
        ranks.append(_rank(wanted, pieces(act.rule.partition("/")[2].replace("@", " "))))
        best = min((rank for rank in ranks if rank is not None), default=None)
        if best is not None:
            forms = " | ".join(" ".join(form) for form in act.forms[:6])
            yield best, Hit("act", act.rule, f"{act.kind}: {forms}{' | ...' if len(act.forms) > 6 else ''}")


def _actors(book: Codebook, wanted: tuple[str, ...]) -> Iterator[tuple[int, Hit]]:
    for key, forms in book.actors.forms.items():
        if wanted[0] not in key:
            continue
        rank = _rank(wanted, key)
        if rank is not None:
            for form in forms:
                entry = form.entry
                about = f"{entry.name} ({entry.kind}, {entry.country or '-'} {entry.sector or '-'}), as {' '.join(key)!r}"
                yield rank, Hit("actor", entry.id, about)
    for key, role in book.actors.roles.items():
        rank = _rank(wanted, key)
        if rank is not None:
            country = "takes a country" if role.takes_country else "takes no country"
            yield rank, Hit("role", role.lemma, f"{role.kind}, sector {role.sector or '-'}, {country}")
    for friends in book.actors.false_friends.values():
        for friend in friends:
            rank = _rank(wanted, friend.pieces)
            if rank is not None:
                yield (
                    rank,
                    Hit("false friend", " ".join(friend.pieces), _when(friend.preceding, friend.following)),
                )


def _when(preceding: frozenset[str], following: frozenset[str]) -> str:
    parts = [f"after {', '.join(sorted(preceding))}"] if preceding else []
    parts += [f"before {', '.join(sorted(following))}"] if following else []
    return "no actor " + ("; ".join(parts) or "anywhere")


def _rest(book: Codebook, wanted: tuple[str, ...]) -> Iterator[tuple[int, Hit]]:
    for row in book.supplement:
        ranks = [_rank(wanted, pieces(name)) for name in items_of(row)]
        best = min((rank for rank in ranks if rank is not None), default=None)
        if best is not None:
            yield (
                best,
                Hit(
                    "place",
                    row["name"],
                    f"{row['precision']} in {row['country'] or 'several countries'}, {row['lat']} {row['lon']}",
                ),
            )
    for place in book.gazetteer.look_up(" ".join(wanted))[:5]:
        about = f"{place.precision} in {place.country}, {place.lat:.3f} {place.lon:.3f}, GeoNames {place.geonameid}"
        yield 0, Hit("place", place.name, about)
    for section in type(book.speech).__dataclass_fields__:
        for word in getattr(book.speech, section):
            if _rank(wanted, pieces(word)) == 0:
                yield 0, Hit("speech", word, f"reports speech, section {section}")
