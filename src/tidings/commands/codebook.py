"""`tidings codebook`: check what the coder knows, count, search, show, compare and extend it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tidings.commands._sources import add_codebook, cache, codebook

if TYPE_CHECKING:
    from tidings.codebook.loader import Codebook
    from tidings.commands import Subparsers


def add(subparsers: Subparsers) -> None:
    """Declare the command and its actions."""
    parser = subparsers.add_parser(
        "codebook", help="check, count, search, show, compare and extend the codebook"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser(
        "check", help="every problem at once, with file and line; exit code 1 when there are any"
    )
    check.add_argument(
        "--type", action="append", default=[], metavar="TYPE", help="examples of this event type only"
    )
    check.add_argument(
        "--no-examples", action="store_true", help="leave out the slow ring: coding all examples"
    )
    add_codebook(check)
    check.set_defaults(run=_check)
    stats = actions.add_parser(
        "stats", help="how much of everything, and which modes and codes no act reaches"
    )
    add_codebook(stats)
    stats.set_defaults(run=_stats)
    find = actions.add_parser("search", help="entries by their words or definition")
    find.add_argument("words", nargs="+", metavar="WORD")
    find.add_argument(
        "--limit", type=int, default=30, metavar="N", help="how many to print (default 30; 0 for all)"
    )
    add_codebook(find)
    find.set_defaults(run=_search)
    show = actions.add_parser(
        "show",
        help="the manual page of a type, an act, a mode, a code, an actor, a role or a place",
        description="Prints the manual page of ENTRY: a type (AID), a mode (AID/asylum), an act (AID/feed), a CAMEO "
        "code (0871), an actor's id or name, a role, a place; or one of the lists sectors, countries, contexts.",
    )
    show.add_argument("entry", nargs="+", metavar="ENTRY")
    add_codebook(show)
    show.set_defaults(run=_show)
    diff = actions.add_parser(
        "diff",
        help="what differs between two codebooks, and what that changes in coding",
        description="Lists the entries of B that A has not or has otherwise. A and B are folders with a whole "
        "codebook, overlay folders, or the word shipped.",
    )
    diff.add_argument("a", metavar="A")
    diff.add_argument("b", metavar="B")
    diff.add_argument(
        "--gold", metavar="FOLDER", type=Path, help="code these marked texts with both and compare"
    )
    diff.set_defaults(run=_diff)
    new = actions.add_parser("new", help="write an explained, valid entry into a folder of your own")
    new.add_argument(
        "kind",
        metavar="KIND",
        help="act, group, organisation, person, office, role, place, false-friend, speech",
    )
    new.add_argument(
        "--in", dest="folder", default="my-codebook", type=Path, metavar="FOLDER", help="default my-codebook"
    )
    new.add_argument(
        "--type", default="PROTEST", metavar="TYPE", help="event type of an act (default PROTEST)"
    )
    new.add_argument("--id", default="my-entry", metavar="ID", help="id of the entry (default my-entry)")
    new.set_defaults(run=_new)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _check(options: argparse.Namespace) -> int:
    from tidings.check import check_codebook
    from tidings.codebook.loader import load_codebook
    from tidings.codebook.ontology import TYPES
    from tidings.codebook.overlay_report import change_counts, change_names
    from tidings.language.pipeline import load_language
    from tidings.model.errors import UsageError

    for name in options.type:
        if name not in TYPES:
            raise UsageError(f"--type {name!r} is none of {', '.join(TYPES)}")
    folders = codebook(options)
    language = None if options.no_examples else load_language
    problems = check_codebook(folders, types=options.type, language=language, cache=cache())
    _print(map(str, problems))
    if folders and not problems:
        changes = load_codebook(folders, cache=cache()).changes
        _print([*change_names(changes), *change_counts(changes)])
    print("no problems" if not problems else f"{len(problems)} problem{'s' if len(problems) > 1 else ''}")
    return 1 if problems else 0


def _stats(options: argparse.Namespace) -> int:
    from tidings.codebook.counts import count
    from tidings.codebook.loader import load_codebook

    book = load_codebook(codebook(options), cache=cache())
    found = count(book)
    print(f"codebook {book.version}")
    width = max(map(len, found.counts))
    _print(f"{name:{width}} {number:>9,}" for name, number in found.counts.items())
    for what, reached, missing in (
        ("modes", found.modes, found.modes_missing),
        ("CAMEO codes", found.codes, found.codes_missing),
    ):
        print(f"{what}: {len(reached)} reached by an act, {len(missing)} not reached")
        if missing:
            print("  not reached: " + ", ".join(missing))
    print("CAMEO codes that are no act: " + ", ".join(found.no_acts))
    return 0


def _search(options: argparse.Namespace) -> int:
    from tidings.codebook.loader import load_codebook
    from tidings.codebook.search import search

    hits = search(load_codebook(codebook(options), cache=cache()), " ".join(options.words))
    shown = hits[: options.limit] if options.limit > 0 else hits
    _print(f"{hit.kind:12} {hit.id:42} {hit.about[:110]}" for hit in shown)
    if not hits:
        print("nothing found; fewer words find more", file=sys.stderr)
        return 1
    more = len(hits) - len(shown)
    print(
        f"{len(hits)} entries" + (f", {more} not shown: --limit 0 shows all" if more else ""), file=sys.stderr
    )
    return 0


def _show(options: argparse.Namespace) -> int:
    from tidings.codebook.loader import load_codebook
    from tidings.codebook.pages import entry_lines

    _print(entry_lines(load_codebook(codebook(options), cache=cache()), " ".join(options.entry)))
    return 0


def _diff(options: argparse.Namespace) -> int:
    from collections import Counter

    from tidings.codebook.differences import differences
    from tidings.codebook.loader import codebook_at

    before, after = (
        codebook_at(None if name == "shipped" else Path(name)) for name in (options.a, options.b)
    )
    found = differences(before, after)
    signs = {"added": "+", "removed": "-", "changed": "~"}
    _print(
        f"{signs[d.action]} {d.table} {d.id}" + (f": {', '.join(d.what)}" if d.what else "") for d in found
    )
    counts = Counter((d.table, d.action) for d in found)
    said = ", ".join(f"{number} {table} {action}" for (table, action), number in sorted(counts.items()))
    print(f"{before.version} to {after.version}: {said or 'no difference'}")
    if options.gold:
        _print_recoded(options.gold, before, after)
    return 0


def _print_recoded(folder: Path, before: Codebook, after: Codebook) -> None:
    from tidings.language.pipeline import load_language
    from tidings.recode import changed_fields, recode

    result = recode(folder, before, after, load_language)
    for sign, rows in (("-", result.lost), ("+", result.gained)):
        _print(f"{sign} {row['kind']} {row['rule']} in {row['article']}: {line}" for row, line in rows)
    _print(
        f"~ {new['kind']} {new['rule']} in {new['article']} ({', '.join(changed_fields(old, new))}): {line}"
        for old, new, line in result.changed
    )
    print(f"records: {len(result.gained)} gained, {len(result.lost)} lost, {len(result.changed)} changed")
    print(f"{'level':20}{'before':>8}{'after':>8}")
    _print(
        f"{level:20}{score.f1:8.3f}{result.after[level].f1:8.3f}" for level, score in result.before.items()
    )


def _new(options: argparse.Namespace) -> int:
    from tidings.codebook.templates import write_template

    path, about = write_template(options.kind, options.folder, type=options.type, id=options.id)
    print(f"Wrote    {path}")
    print(f"Know     {about}")
    print(f"Next     tidings codebook check --codebook {options.folder}")
    return 0
