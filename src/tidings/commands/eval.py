"""`tidings eval`: how good the coding of a corpus is, by its reviews."""

from __future__ import annotations

import argparse
import dataclasses
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidings.commands import Subparsers
    from tidings.query.quality import Quality, Share


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "eval",
        help="precision, recall and agreement of a corpus by its reviews",
        description="Precision from the reviews of the random sample, with 95 %% intervals; recall over articles reviewed whole,"
        " from the records that people added; agreement of two and more reviewers.",
    )
    parser.add_argument("corpus")
    parser.add_argument("--kind", choices=("event", "statement", "figure"), default="event")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the quality of one kind of record; returns the exit code."""
    from tidings.query.database import open_database
    from tidings.query.quality import quality

    found = quality(open_database(options.corpus), options.kind)
    if options.format == "json":
        print(json.dumps(plain(found), ensure_ascii=False, indent=1))
        return 0
    for line in lines(found, options.corpus):
        print(line)
    return 0


def lines(found: Quality, corpus: str) -> list[str]:
    """The quality as text."""
    told = [
        f"precision  {found.precision}  accepted in the random sample",
        f"kept       {found.kept}  accepted or corrected",
        f"recall     {found.recall}  over {found.articles} article{'' if found.articles == 1 else 's'} reviewed whole",
    ]
    if found.unsure:
        told.append(f"unsure     {found.unsure} of the sample, not counted")
    if found.fields:
        told.append("corrected  " + ", ".join(f"{name} {n}" for name, n in found.fields))
    told += [f"           {name:10} {share}" for name, share in found.types]
    both = found.agreement
    if both.both:
        kappa, alpha = (f"{x:.2f}" if x is not None else "undefined" for x in (both.kappa, both.alpha))
        told.append(
            f"agreement  {both.agreed}/{both.both} records alike of {', '.join(both.reviewers)}; "
            f"Cohen's kappa {kappa}, Krippendorff's alpha {alpha}"
        )
    else:
        told.append("agreement  no record was reviewed by two")
    if not found.precision.total:
        told.append(f"Judge a random sample: tidings serve {corpus}, page Review, random sample")
    return told


def plain(found: Quality) -> dict[str, object]:
    """The quality as plain JSON values."""

    def share(one: Share) -> dict[str, object]:
        return {"right": one.right, "total": one.total, "share": one.share, "interval": one.interval}

    return {
        "kind": found.kind, "precision": share(found.precision), "kept": share(found.kept), "unsure": found.unsure,
        "recall": share(found.recall), "articles": found.articles, "fields": dict(found.fields),
        "types": {name: share(one) for name, one in found.types}, "agreement": dataclasses.asdict(found.agreement),
    }  # fmt: skip
