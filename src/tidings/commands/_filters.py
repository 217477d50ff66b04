"""The filter options, the same for every command that asks a corpus."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidings.query.database import Database
    from tidings.query.filters import Filters

_HELP = {
    "type": "event type: ASSAULT, ASSAULT/aerial",
    "cameo": "CAMEO code and all below it: 19, 190",
    "actor": "who acts or speaks: name, id, SYR, MIL or SYR.MIL",
    "recipient": "to whom, in the same ways",
    "country": "where it happened: SYR or Syria",
    "dyad": "RUS:UKR (from, to), RUS-UKR (either way)",
    "since": "2015, 2015-03 or 2015-03-16",
    "until": "2015, 2015-03 or 2015-03-16",
    "near": "'Aleppo 50km' or '36.2,37.1 50km'",
    "status": "actual, historical, future, hypothetical, negated",
    "source": "words of the outlet's name or address",
    "min-confidence": "0 to 1",
    "reviewed": "yes, no, accepted, corrected, rejected, unsure, stale",
    "article": "an article's id",
}


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Declare the filter options."""
    group = parser.add_argument_group(
        "filters", 'each may be repeated or hold alternatives separated by commas; "!" means all but'
    )
    for name, words in _HELP.items():
        group.add_argument(f"--{name}", action="append", metavar="VALUE", help=words)


def filters_of(options: argparse.Namespace) -> Filters:
    """The filters that were given; `UsageError` names what is wrong."""
    from tidings.query.filters import parse_filters

    return parse_filters({name: getattr(options, name.replace("-", "_")) for name in _HELP})


def tell_alone(database: Database, filters: Filters) -> None:
    """Say on standard error how many event mentions each filter passes alone: why nothing is left."""
    from tidings.query.database import count_alone

    if not filters.unfit("event_mentions"):
        for text, n in count_alone(database, "event_mentions", filters).items():
            print(f"Alone    {text} passes {n:,} event mentions", file=sys.stderr)
