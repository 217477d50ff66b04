"""From marked texts to rows for the party judge: who is actor, who recipient, who neither."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tidings.coding.labels import label_events
from tidings.coding.party_features import candidates, gather_cast, party_row
from tidings.learning.marked import MarkedText

CLASSES = ("neither", "actor", "recipient")


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One candidate party of one marked act. `act` numbers the acts of the material."""

    group: str
    weight: float
    act: int
    key: str
    reciprocal: bool
    features: tuple[float, ...]
    label: int
    actors: frozenset[str]
    recipients: frozenset[str]


def party_rows(texts: Iterable[MarkedText]) -> list[PartyRow]:
    """The rows of all acts that have gold, in the order of the texts."""
    rows = []
    count = 0
    for text in texts:
        draft = text.draft
        labelled = label_events(draft.events)
        cast = gather_cast(text.analysis, draft.mentions, draft.acts, draft.events, labelled, draft.scenes)
        named = frozenset(cast.where)
        for n, gold in enumerate(text.gold):
            if gold is None:
                continue
            actors, recipients = _keys(gold["actor"]), _keys(gold["recipient"])
            if not text.whole and not (actors or recipients):
                continue
            count += 1
            both = len(actors) > 1 and not recipients
            for key in candidates(cast, n):
                label = _label(key, actors, recipients, named)
                features = tuple(party_row(cast, n, key))
                rows.append(
                    PartyRow(text.group, text.weight, count, key, both, features, label, actors, recipients)
                )
    return rows


def _keys(parties: Sequence[dict[str, Any]]) -> frozenset[str]:
    return frozenset(f"{(p['country'] or p['name'] or '?').upper()}.{p['sector'] or '?'}" for p in parties)


def _label(key: str, actors: frozenset[str], recipients: frozenset[str], named: frozenset[str]) -> int:
    """1 actor, 2 recipient, 0 neither; the right country counts where nobody named has the right sector too."""
    for label, keys in ((1, actors), (2, recipients)):
        if key in keys:
            return label
    country = key.rsplit(".", 1)[0]
    for label, keys in ((1, actors), (2, recipients)):
        of_country = [k for k in keys if k.rsplit(".", 1)[0] == country]
        if of_country and not any(k in named for k in of_country):
            return label
    return 0
