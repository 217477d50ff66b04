"""`tidings chart`: events over time, on a map, or as a network of actors, as Vega-Lite or a picture."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tidings.commands._filters import add_filters, filters_of, tell_alone

if TYPE_CHECKING:
    from tidings.commands import Subparsers


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "chart",
        help="a timeline, a map or a network of events, as Vega-Lite JSON, PNG or SVG",
        description="Actual events, unless --status names others. What cannot be drawn is counted under the title.",
    )
    parser.add_argument("corpus", metavar="CORPUS")
    parser.add_argument("kind", metavar="KIND", help="timeline, network or map")
    parser.add_argument(
        "-o", "--output", metavar="FILE", required=True, help="FILE.json, FILE.png or FILE.svg"
    )
    parser.add_argument("--by", default="month", metavar="day|week|month|year", help="period of a timeline")
    parser.add_argument("--most", type=int, default=30, metavar="N", help="actors of a network (30)")
    add_filters(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the chart; returns the exit code."""
    from tidings.query.charts import chart
    from tidings.query.database import open_database

    database, filters = open_database(options.corpus), filters_of(options)
    made = chart(database, options.kind, filters, by=options.by, most=options.most)
    path = made.save(options.output)
    print(f"Wrote    {path}: {made.spec['title']['subtitle']}", file=sys.stderr)
    if not len(database.events(**filters.to_dict())):
        tell_alone(database, filters)
    return 0
