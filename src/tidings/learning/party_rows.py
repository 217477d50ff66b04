"""From marked texts to the judges of parties: which mentions are one event, who is what, which set it is.

The three are fitted in turn, each on what the one before says of texts it has not seen (stacking, Wolpert
1992): a judge that learnt from answers its forerunner knew by heart would trust it too much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tidings.coding import event_links, party_features, party_sets
from tidings.coding.event_links import join_mentions, link_pairs, link_rows
from tidings.coding.labels import label_events
from tidings.coding.party_choice import offered
from tidings.coding.party_features import Cast, candidates, country_of, gather_cast, party_rows
from tidings.coding.party_sets import ACTOR, Chances, Keys
from tidings.learning.forest import fit_forest, fold_of, write_judge
from tidings.learning.marked import MarkedText

PARTS = 5
CLASSES = {
    "links": ("two", "one"),
    "parties": ("neither", "actor", "recipient"),
    "party_sets": ("wrong", "right"),
}
_FEATURES = {
    "links": event_links.FEATURES,
    "parties": party_features.FEATURES,
    "party_sets": party_sets.FEATURES,
}
# trees of each class, leaves, rate: by cross-validation, small enough for the coder's time
_SHAPES = {"links": (60, 8, 0.1), "parties": (100, 8, 0.06), "party_sets": (80, 8, 0.07)}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one text for one judge; a label of -1 has no answer and is not learnt from."""

    part: int
    features: list[list[float]]
    labels: list[int]


def part_of(text: MarkedText) -> int:
    """The part of the material that a text is in, by its name alone."""
    return fold_of(text.group) % PARTS


def fit_party_judges(
    texts: Iterable[MarkedText], target: Path, about: dict[str, Any], say: Callable[[str], None]
) -> None:
    """Fit the three judges on whole marked texts and write them to the folder `target`."""
    texts = [text for text in texts if text.whole and text.draft.events]
    linked = [_link_rows(text) for text in texts]
    chances = _unseen("links", linked)
    groups = [_groups(text, chance) for text, chance in zip(texts, chances, strict=True)]
    casts = [_cast(text, found) for text, found in zip(texts, groups, strict=True)]
    single = [_party_rows(text, cast) for text, cast in zip(texts, casts, strict=True)]
    parties = [_by_act(cast, told) for cast, told in zip(casts, _unseen("parties", single), strict=True)]
    sets = [
        _set_rows(text, cast, found, told)
        for text, cast, found, told in zip(texts, casts, groups, parties, strict=True)
    ]
    for name, rows in (("links", linked), ("parties", single), ("party_sets", sets)):
        model = _fit(name, rows)
        known = sum(label >= 0 for row in rows for label in row.labels)
        say(f"{name}: {known} rows of {len(texts)} texts")
        write_judge(
            model,
            target / f"{name}.json",
            features=_FEATURES[name],
            classes=CLASSES[name],
            about={**about, "rows": known},
        )


def _fit(name: str, rows: Sequence[Rows]) -> Any:
    trees, leaves, rate = _SHAPES[name]
    told = [
        (f, label) for row in rows for f, label in zip(row.features, row.labels, strict=True) if label >= 0
    ]
    return fit_forest(
        [features for features, _ in told],
        [label for _, label in told],
        [1.0] * len(told),
        trees=trees,
        leaves=leaves,
        rate=rate,
    )


def _unseen(name: str, rows: Sequence[Rows]) -> list[list[list[float]]]:
    """For each text the class probabilities of its rows, by a judge fitted without the text's part."""
    found: list[list[list[float]]] = [[] for _ in rows]
    for part in sorted({row.part for row in rows}):
        model = _fit(name, [row for row in rows if row.part != part])
        for n, row in enumerate(rows):
            if row.part == part and row.features:
                told = model.predict(np.asarray(row.features))
                found[n] = (np.column_stack([1 - told, told]) if told.ndim == 1 else told).tolist()
    return found


def _link_rows(text: MarkedText) -> Rows:
    draft = text.draft
    pairs = link_pairs(draft.events)
    labels = []
    for a, b in pairs:
        one, two = text.gold[a], text.gold[b]
        labels.append(-1 if one is None or two is None else int(one["event"] == two["event"]))
    return Rows(part_of(text), link_rows(text.analysis, draft.acts, draft.events, pairs), labels)


def _groups(text: MarkedText, chances: Sequence[Sequence[float]]) -> list[list[int]]:
    pairs = link_pairs(text.draft.events)
    return join_mentions(text.draft.events, {p: c[1] for p, c in zip(pairs, chances, strict=True)})


def _cast(text: MarkedText, groups: Sequence[Sequence[int]]) -> Cast:
    draft = text.draft
    labelled = label_events(draft.events, groups)
    return gather_cast(text.analysis, draft.mentions, draft.acts, draft.events, labelled, draft.scenes)


def _party_rows(text: MarkedText, cast: Cast) -> Rows:
    named = frozenset(cast.where)
    features: list[list[float]] = []
    labels: list[int] = []
    for n, gold in enumerate(text.gold):
        actors, recipients = (_keys(gold["actor"]), _keys(gold["recipient"])) if gold else (Keys(), Keys())
        keys = candidates(cast, n)
        features.extend(party_rows(cast, n, keys))
        labels.extend(-1 if gold is None else _label(key, actors, recipients, named) for key in keys)
    return Rows(part_of(text), features, labels)


def _by_act(cast: Cast, told: Sequence[Sequence[float]]) -> list[Chances]:
    chances = iter(told)
    found: list[Chances] = []
    for n in range(len(cast.turns)):
        found.append({key: (c[1], c[2]) for key, c in zip(candidates(cast, n), chances, strict=False)})
    return found


def _set_rows(
    text: MarkedText, cast: Cast, groups: Sequence[Sequence[int]], chances: Sequence[Chances]
) -> Rows:
    features, labels = [], []
    for slot, keys, row in offered(cast, groups, chances):
        gold = text.gold[slot.number]
        features.append(row)
        labels.append(-1 if gold is None else int(_right(slot, keys, gold)))
    return Rows(part_of(text), features, labels)


def _right(slot: party_sets.Slot, keys: Keys, gold: dict[str, Any]) -> bool:
    """Whether the set agrees with what was marked; all of several actors without a recipient are one side."""
    actors, recipients = _keys(gold["actor"]), _keys(gold["recipient"])
    if slot.turn.act.act.reciprocal:
        return _agree(actors | recipients, keys)
    return _agree(actors if slot.side == ACTOR else recipients, keys)


def _agree(gold: Keys, found: Keys) -> bool:
    """More than half of all that either holds in both.

    The bench is content with half; a judge fitted to that adds a second guess beside every doubtful party.
    """
    return (not gold and not found) or 2 * len(gold & found) > len(gold | found)


def _keys(parties: Sequence[dict[str, Any]]) -> Keys:
    return frozenset(f"{(p['country'] or p['name'] or '?').upper()}.{p['sector'] or '?'}" for p in parties)


def _label(key: str, actors: Keys, recipients: Keys, named: Keys) -> int:
    """1 actor, 2 recipient, 0 neither; the right country counts where nobody named has the right sector too."""
    for label, keys in ((1, actors), (2, recipients)):
        if key in keys:
            return label
    country = country_of(key)
    for label, keys in ((1, actors), (2, recipients)):
        of_country = [k for k in keys if country_of(k) == country]
        if of_country and not any(k in named for k in of_country):
            return label
    return 0
