"""Pronouns, descriptions and the first person: who of the article's actors is meant."""

from __future__ import annotations

from collections.abc import Sequence

from tidings.codebook.actors import ActorIndex
from tidings.model.analysis import Analysis, Mention
from tidings.model.records import Actor


def resolve_references(
    analysis: Analysis, mentions: tuple[Mention, ...], actors: ActorIndex
) -> tuple[Mention, ...]:
    """All mentions, with pronouns and descriptions resolved, in text order."""
    return mentions


def resolve_first_person(
    analysis: Analysis, mentions: tuple[Mention, ...], speakers: Sequence[tuple[int, int, Actor]]
) -> tuple[Mention, ...]:
    """All mentions, with "I" and "we" inside the character spans of quotations resolved to their speaker."""
    return mentions
