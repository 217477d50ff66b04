"""Records as people and programs read them: JSON lines, a table for the terminal, one record in words."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from tidings.model.article import Article
from tidings.model.coded import Coded
from tidings.model.ids import content_id
from tidings.model.marked import bounds, days
from tidings.model.records import Actor, Date, EventMention, Record, Statement, words_of

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

WIDE = 120  # columns of a terminal from which the words have a column of their own
_CONTEXT = 40  # characters shown before the words a record stands on


def json_lines(coded: Coded, *, also: Collection[str] = (), least: float = 0.0) -> Iterator[str]:
    """One JSON object a record, in text order; with `also`, every date and place expression, and attitudes, too."""
    for record in coded.records:
        if record.confidence >= least:
            yield json.dumps(record.to_dict(), ensure_ascii=False)
    for attitude in coded.attitudes if "attitudes" in also else ():
        if attitude.confidence >= least:
            yield json.dumps(attitude.to_dict(), ensure_ascii=False)
    for kind, found in (("date", coded.dates), ("place", coded.places)):
        if kind + "s" not in also:
            continue
        for item in found:
            key = content_id(kind[:2], coded.article.id, item.start, item.end)
            span = {"start": item.start, "end": item.end}
            told = item.to_dict()
            told["type"] = told.pop(
                "kind", None
            )  # TIMEX3's DATE, TIME, DURATION, SET; "kind" is the record's
            head = {"article": coded.article.id, "kind": kind, "id": key, "span": span}
            yield json.dumps(
                {
                    **head,
                    **{name: value for name, value in told.items() if value is not None or name != "type"},
                },
                ensure_ascii=False,
            )


def counted(number: int, word: str) -> str:
    """A number and its word: "1 event", "2 events"."""
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def kinds(counts: Mapping[str, int]) -> str:
    """Counts by kind in one line: "3 events · 1 statement · 0 figures"."""
    return " \u00b7 ".join(counted(counts.get(kind, 0), kind) for kind in ("event", "statement", "figure"))


def names(actors: Sequence[Actor]) -> str:
    """Parties in one cell: name, country and sector; an en dash for nobody.

    >>> names([])
    '–'
    """
    return ", ".join(f"{a.name} {a.country or '?'}.{a.sector or '?'}" for a in actors) or "\u2013"


def print_table(coded: Coded, out: TextIO, *, least: float = 0.0, width: int | None = None) -> None:
    """Print the records of an article as a table as wide as the terminal (80 columns where there is none)."""
    from rich.console import Console
    from rich.text import Text

    console = Console(file=out, width=width, highlight=False, markup=False, emoji=False)
    article = coded.article
    records = [record for record in coded.records if record.confidence >= least]
    with console.capture() as captured:
        console.print(Text(article.title or _first_line(article.text), style="bold"))
        console.print(Text(_about(article), style="dim"))
        console.print(Text(kinds(_count(records)), style="dim"))
        if records:
            console.print(table(records, article.text, wide=console.width >= WIDE))
        else:
            console.print(Text("Nothing coded. To see why, sentence by sentence: tidings why FILE\n"))
    for line in captured.get().splitlines():
        out.write(line.rstrip() + "\n")


def _first_line(text: str) -> str:
    return textwrap.shorten(text.strip().partition("\n")[0], 76, placeholder=" \u2026") or "(empty)"


def _about(article: Article) -> str:
    if article.published is None:
        return f"{article.id}  publication date unknown"
    return f"{article.id}  published {article.published.isoformat()} ({article.published_origin})"


def _count(records: Sequence[Record]) -> dict[str, int]:
    return {kind: sum(r.kind == kind for r in records) for kind in ("event", "statement", "figure")}


def table(records: Sequence[Record], text: str, *, wide: bool = False) -> Table:
    """Records as a table: what and status, who to whom, when and where, and the words in `text` they rest on."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), expand=True, pad_edge=False)
    longest = max((len(_what(record)[0]) for record in records), default=0)
    shown.add_column("what", width=min(max(longest, 12), 20), overflow="fold")
    shown.add_column(
        "who \u2192 whom" if wide else "who \u2192 whom, and the words", ratio=1, overflow="fold"
    )
    shown.add_column("when, where", width=18, overflow="fold")
    if wide:
        shown.add_column("the words", ratio=1, overflow="fold")
    for record in records:
        what, status = _what(record)
        middle = Text(_parties(record))
        words = _in_context(record, text)
        cells = [Text(what, style="bold").append(f"\n{status}", style="dim not bold")]
        cells.append(middle if wide else middle.append("\n").append_text(words))
        cells.append(Text("\n".join(_when_where(record))))
        shown.add_row(*cells, *([words] if wide else []))
    return shown


def _what(record: Record) -> tuple[str, str]:
    if isinstance(record, EventMention):
        return record.type + (f"/{record.mode}" if record.mode else ""), record.status
    if isinstance(record, Statement):
        return "statement", record.form
    return f"{record.what}: {bounds(record)}", "figure"


def _parties(record: Record) -> str:
    if isinstance(record, EventMention):
        told = f"{names(record.actors)} \u2192 {names(record.recipients)}"
        return told + (f"; said by {names(record.said_by)}" if record.said_by else "")
    if isinstance(record, Statement):
        told = names([record.speaker] if record.speaker else [])
        return told + (f" \u2192 {names([record.addressee])}" if record.addressee else "")
    told = record.who or "\u2013"
    return told + (f"; said by {names([record.said_by])}" if record.said_by else "")


def _when_where(record: Record) -> list[str]:
    if isinstance(record, Statement):
        return []
    when = [when_in_short(record.date)] if record.date else []
    return when + ([record.place.name] if record.place else [])


def when_in_short(date: Date) -> str:
    """A date as short as its precision allows: a day, a month, a year, or first and last day.

    >>> when_in_short(Date(text="2011", start=0, end=4, first="2011-01-01", last="2011-12-31", precision="year"))
    '2011'
    """
    if date.first and date.precision == "year":
        return date.first[:4]
    if date.first and date.precision == "month":
        return date.first[:7]
    return days(date)


def _in_context(record: Record, text: str) -> Text:
    """The words a record stands on, in brackets, with some of their sentence around them, on few lines."""
    from rich.text import Text

    span = words_of(record)
    sentence = record.sentence or span
    shown = Text(style="dim")
    words = textwrap.shorten(_flat(span.quote), 150, placeholder=" \u2026")
    if isinstance(record, Statement):
        return shown.append(f"[{words}]", style="italic not dim")
    before = _flat(text[sentence.start : span.start])
    if len(before) > _CONTEXT:
        before = "\u2026" + before[-_CONTEXT:].partition(" ")[2]
    after = _flat(text[span.end : sentence.end])
    if len(after) > 2 * _CONTEXT:
        after = after[: 2 * _CONTEXT].rpartition(" ")[0] + "\u2026"
    shown.append(before)
    shown.append(f"[{words}]", style="bold not dim")
    return shown.append(after)


def _flat(text: str) -> str:
    """White space of any kind as single spaces; those at the ends are kept, for what stands beside."""
    flat = " ".join(text.split())
    if not flat:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + flat + (" " if text[-1].isspace() else "")


def record_lines(row: Mapping[str, Any], article: Article, *, width: int = 80) -> list[str]:
    """One record of a corpus in words, in lines of at most `width`: what, who, when, where, and its sentence."""
    record = json.loads(row["json"])
    lines = [f"{row['id']}  {_heading(record)}"]

    def tell(label: str, value: str) -> None:
        lines.extend(
            textwrap.wrap(
                value, max(width, 30), initial_indent=f"  {label:8} ", subsequent_indent=" " * 11,
                break_on_hyphens=False,
            )
        )  # fmt: skip

    numbers = (("CAMEO", "cameo"), ("quad class", "quad"), ("Goldstein", "goldstein"))
    codes = [f"{name} {record[key]}" for name, key in numbers if record.get(key) is not None]
    if codes:
        tell("code", ", ".join(codes))
    for label, key in _PARTIES:
        parties = record.get(key) or []
        for party in parties if isinstance(parties, list) else [parties]:
            words = f'  "{_flat(party["text"])}"' if party["text"] != party["name"] else ""
            tell(label, f"{party['name']}  {party['country'] or '?'}.{party['sector'] or '?'}{words}")
    if record.get("date"):
        tell("when", _when(record["date"], article))
    if record.get("place"):
        tell("where", _where(record["place"]))
    first, last = row["first"], row["last"]
    around = record.get("sentence") or {"start": first, "end": last}
    before, after = article.text[around["start"] : first], article.text[last : around["end"]]
    tell("words", f"{before}[{row['quote']}]{after}")
    tell("from", f"{article.title or _first_line(article.text)} ({article.id}), characters {first}-{last}")
    tell(
        "coded by",
        f"rule {row['rule']}, codebook {row['codebook']}, version {row['coder']}, confidence {record['confidence']}",
    )
    return lines


_PARTIES = (
    ("who", "actors"), ("whom", "recipients"), ("speaker", "speaker"), ("to", "addressee"), ("said by", "said_by_chain"),
)  # fmt: skip


def _heading(record: Mapping[str, Any]) -> str:
    if record["kind"] == "event":
        act = record["type"] + (f"/{record['mode']}" if record["mode"] else "")
        return f"event  {act}  {record['status']}"
    if record["kind"] == "statement":
        return f"statement  {record['form']}"
    given = ", ".join(f"{key} {record[key]:,}" for key in ("low", "best", "high") if record[key] is not None)
    return f"figure  {record['what']}: {given or 'unknown'}" + (
        f" ({record['who']})" if record["who"] else ""
    )


def _when(date: Mapping[str, Any], article: Article) -> str:
    covered = " to ".join(dict.fromkeys(day or "open" for day in (date["first"], date["last"])))
    told = [date["precision"], f'"{date["text"]}"']
    if date["basis"] == "published" and article.published:
        told.append(f"published {article.published.isoformat()}")
    return f"{covered}  ({'; '.join(told)})"


def _where(place: Mapping[str, Any]) -> str:
    told = [place["precision"], f'"{place["text"]}"']
    if place["geonameid"]:
        told.append(f"GeoNames {place['geonameid']}")
    return f"{', '.join(filter(None, (place['name'], place['country'])))}  ({'; '.join(told)})"
