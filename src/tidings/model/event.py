"""An event: one thing that happened, over all the articles that tell of it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, NamedTuple


class Claim(NamedTuple):
    """One of several values that articles give for the same thing, and who gives it."""

    value: str
    articles: tuple[str, ...]
    sources: tuple[str, ...]


class Difference(NamedTuple):
    """What articles tell differently: `about` is "killed", "place", "day", "actor" ...; the values side by side."""

    about: str
    claims: tuple[Claim, ...]


class Joined(NamedTuple):
    """Why one piece of an event stands with the rest: mention ids, how well they fit, and the reasons."""

    mention: str
    to: str
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, over all articles: its mentions, how many texts bear it out, where they differ.

    `mentions` are ids of event mentions, those of the earliest article first. `independent` counts
    texts that are no copies of each other, so that an agency report printed in nine papers counts once.
    `first_published` and `first_articles` are None and empty where no article has a publication date;
    articles of the same day are all named. `first` and `last` are the days the event covers,
    None where unknown or told differently.
    """

    id: str
    type: str
    mode: str | None
    status: str
    first: str | None
    last: str | None
    place: str | None
    country: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    mentions: tuple[str, ...]
    articles: tuple[str, ...]
    sources: tuple[str, ...]
    independent: int
    first_published: str | None
    first_articles: tuple[str, ...]
    differences: tuple[Difference, ...] = ()
    joined: tuple[Joined, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The event as plain JSON values."""
        row = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        row["differences"] = [
            {"about": d.about, "claims": [c._asdict() for c in d.claims]} for d in self.differences
        ]
        row["joined"] = [j._asdict() for j in self.joined]
        return row
