"""CSV, TSV and Parquet tables to texts, a row an article; columns are known by name or mapped by the user."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from tidings.ingest.dates import parse_published
from tidings.ingest.decode import composed, decode
from tidings.ingest.found import LARGEST_FILE, Asked, File, Found, damaged
from tidings.model.article import Dropped
from tidings.model.errors import InputError, UsageError

FIELDS = ("text", "title", "published", "url", "source", "id", "author", "language", "file")
_NAMES: Mapping[str, Sequence[str]] = {
    "text": ("text", "body", "content", "article_text", "full_text", "fulltext", "story_text", "article_body",
             "maintext", "main_text", "article", "opening_text", "summary"),
    "title": ("title", "headline", "head"),
    "published": ("published", "publish_date", "publication_date", "published_at", "date_published", "date_publish",
                  "pub_date", "pubdate", "date", "datetime", "alternate_date_format"),
    "url": ("url", "link", "permalink", "article_url", "story_url"),
    "source": ("source", "media_name", "source_name", "outlet", "publication", "publisher", "newspaper"),
    "author": ("author", "byline", "influencer", "authors"),
    "language": ("language", "lang"),
    "id": (),  # row numbers of two tables would clash: an id is used when it is asked for
    "file": (),
}  # fmt: skip
_HEAD_ONLY = frozenset({"opening_text", "summary"})
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?=$|[ T,])")
_SHORT_MONTH = re.compile(r"(\d{1,2})-([A-Za-z]{3,9})-(\d{4})(?=$|[ T,])")
_GDELT = {16: "mentions", 27: "articles (GKG)", 61: "events"}  # tab-separated columns, no header
_SAMPLE = 1_000_000
_ROWS = 500


def parse_columns(value: str) -> dict[str, str]:
    """The mapping of `--columns text=body,published=date`; `UsageError` for another form.

    >>> parse_columns("text=body,published=day:dmy")
    {'text': 'body', 'published': 'day:dmy'}
    """
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in value.split(","))):
        name, _, column = part.partition("=")
        if name not in FIELDS or not column:
            raise UsageError(
                f"--columns {part!r}: write FIELD=COLUMN with one of the fields {', '.join(FIELDS)}, "
                "such as text=body,published=date"
            )
        found[name] = column
    return found


def read_table(file: File, asked: Asked) -> Iterator[Found | Dropped]:
    """The texts of a CSV or TSV file with a header row, read row by row."""
    with file.path.open("rb") as raw:
        encoding = _encoding(raw.read(_SAMPLE), file, asked)
    errors = "replace" if encoding == "utf-16" else "surrogateescape"
    with file.path.open(encoding=encoding, errors=errors, newline="") as opened:
        yield from _rows_of_csv(_lines(opened), file, asked)


def _encoding(sample: bytes, file: File, asked: Asked) -> str:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    _, encoding = decode(sample.rpartition(b"\n")[0] or sample[:-4] or sample)
    if encoding == "cp1252":
        asked.note(f"{file.name}: not UTF-8, read as Windows-1252; save it as UTF-8 if letters look wrong")
    return encoding


def _lines(opened: IO[str]) -> Iterator[str]:
    """The lines of a table, none read beyond 20 MB; what cannot be decoded stands as half a character."""
    number = 0
    while line := opened.readline(LARGEST_FILE):
        number += 1
        if len(line) >= LARGEST_FILE:
            raise InputError(
                f"line {number} has more than {LARGEST_FILE // 1_000_000} MB; a table has one article a row. "
                "The rows above it were read"
            )
        yield line.replace("\0", "")


def _rows_of_csv(source: Iterator[str], file: File, asked: Asked) -> Iterator[Found | Dropped]:
    head = next((line for line in source if line.strip() and not line.lower().startswith("sep=")), "")
    delimiter = max("\t,;|", key=lambda mark: (head.count(mark), -"\t,;|".index(mark)))
    if head.count("\t") + 1 in _GDELT and "http" in head:
        raise InputError(
            f"a list of {_GDELT[head.count(chr(9)) + 1]} by GDELT: addresses without texts; save the pages "
            "(as HTML or WARC) and add those"
        )
    csv.field_size_limit(LARGEST_FILE)
    rows = csv.reader(_chain(head, source), delimiter=delimiter)
    number = 1
    try:
        columns = _columns(next(rows), file, asked)
        for number, row in enumerate(rows, start=2):
            if any(cell.strip() for cell in row):
                yield _checked(dict(zip(columns.names, row, strict=False)), columns, number, file)
    except csv.Error as error:
        raise InputError(
            f"row {number + 1} is no row of a table ({error}); a quotation mark may not be closed. "
            "The rows above it were read"
        ) from None


def _chain(head: str, rest: Iterable[str]) -> Iterator[str]:
    yield head
    yield from rest


class _Columns:
    """Which column holds what: `names` as they stand, `of` by field; `order` of day and month in dates."""

    def __init__(self, names: list[str], of: dict[str, str], order: str) -> None:
        self.names, self.of, self.order = names, of, order


def _columns(names: list[str], file: File, asked: Asked) -> _Columns:
    names = [name.strip().strip("\ufeff") for name in names]
    plain = {re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_"): name for name in reversed(names)}
    of: dict[str, str] = {}
    order = ""
    for field in FIELDS:
        wanted = asked.columns.get(field)
        if wanted:
            if field == "published" and wanted.endswith((":dmy", ":mdy")):
                wanted, _, order = wanted.rpartition(":")
            if wanted not in names:
                raise InputError(
                    f"no column {wanted!r}; the table has {', '.join(names[:20]) or 'no columns'}: say which with --columns"
                )
            of[field] = wanted
        else:
            known = next((name for name in _NAMES[field] if name in plain), None)
            if known:
                of[field] = plain[known]
    if "text" not in of and "file" not in of:
        if "hit_sentence" in plain or ("url" in of and "title" in of):
            raise InputError(
                "a list of stories without their texts; give the texts too: a column of file names "
                "(--columns file=COLUMN), or add the saved pages themselves"
            )
        raise InputError(
            f"no column with the text; the table has {', '.join(names[:20]) or 'no columns'}: say which, "
            "such as --columns text=body,published=date"
        )
    asked.tell("columns " + ", ".join(f"{field}={column}" for field, column in of.items()))
    if re.sub(r"[^a-z0-9]+", "_", of.get("text", "").lower()) in _HEAD_ONLY:
        asked.tell("only the opening of each article is in the table: coded as headline and opening")
    return _Columns(names, of, order)


def _checked(cells: Mapping[str, str], columns: _Columns, number: int, file: File) -> Found | Dropped:
    try:
        return _found(cells, columns, number, file)
    except InputError as error:
        return Dropped("ingest", f"row {number}: {error}", file.name)


def _found(cells: Mapping[str, str], columns: _Columns, number: int, file: File) -> Found:
    def cell(field: str) -> str | None:
        value = cells.get(columns.of.get(field, ""), "").strip()
        return value or None

    title, text = cell("title"), composed(cell("text") or "")
    if not text.strip() and cell("file"):
        text = _beside(file, str(cell("file")))
    if not text.strip():
        raise InputError("no text in it")
    if any("\udc80" <= letter <= "\udcff" for letter in text):
        raise InputError("its text is not in the encoding of the rows above; save the table as UTF-8")
    if title and composed(title) not in text[: len(title) + 200]:
        text = f"{composed(title)}\n\n{text}"
    given = cell("published")
    day = parse_day(given, columns.order) if given else None
    if given and day is None:
        raise InputError(
            f"the publication date is {given[:40]!r}; write YYYY-MM-DD, or say the order with "
            "--columns published=COLUMN:dmy (or :mdy)"
        )
    return Found(
        text=text,
        where=f"row {number}",
        key=cell("id"),
        title=title,
        published=day,
        origin="given" if day else None,
        url=cell("url"),
        source=cell("source"),
        author=cell("author"),
        language=cell("language"),
    )


def parse_day(value: str, order: str = "") -> datetime.date | None:
    """The day of a cell; of all-figure dates only where day and month cannot be mistaken, or `order` says.

    >>> parse_day("21/10/2015"), parse_day("21-Oct-2015 08:00AM"), parse_day("03/04/2015")
    (datetime.date(2015, 10, 21), datetime.date(2015, 10, 21), None)
    >>> parse_day("03/04/2015", "mdy")
    datetime.date(2015, 3, 4)
    """
    value = value.strip()
    match = _SHORT_MONTH.match(value)
    if match:
        return parse_published(f"{match[1]} {match[2]} {match[3]}")
    match = _DAY_FIRST.match(value)
    if not match:
        return parse_published(value)
    first, second = int(match[1]), int(match[2])
    order = order or ("dmy" if first > 12 or first == second else "mdy" if second > 12 else "")
    if not order:
        return None
    day, month = (first, second) if order == "dmy" else (second, first)
    try:
        return datetime.date(int(match[3]), month, day)
    except ValueError:
        return None


def _beside(file: File, name: str) -> str:
    """The text of a file named in a row: beside the table or below, nowhere else."""
    folder = file.path.parent.resolve()
    if "\0" in name:
        raise InputError("its file name holds a zero byte")
    path = (folder / Path(name)).resolve()
    if not path.is_relative_to(folder) or file.depth:
        raise InputError(f"its file {name!r} lies outside the table's folder; put it beside the table")
    if not path.is_file():
        raise InputError(f"its file {name!r} is not there")
    if path.stat().st_size > LARGEST_FILE:
        raise InputError(f"its file {name!r} has more than {LARGEST_FILE // 1_000_000} MB")
    text, _ = decode(path.read_bytes())
    if path.suffix.lower() in (".html", ".htm"):
        from tidings.ingest.pages import read_page

        with damaged("page"):
            return read_page(text).text
    return composed(text)


def read_parquet(file: File, asked: Asked) -> Iterator[Found | Dropped]:
    """The texts of a Parquet file, read 500 rows at a time by DuckDB; nothing is fetched or loaded."""
    import duckdb

    with damaged("Parquet file"):
        connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "threads": "1",
            },
        )
    try:
        with damaged("Parquet file"):
            place = "'" + str(file.path).replace("'", "''") + "'"
            table = connection.execute(f"SELECT * FROM read_parquet({place}) LIMIT 0")
            names = [str(column[0]) for column in table.description or ()]
        columns = _columns(names, file, asked)
        used = sorted(set(columns.of.values()))
        listed = ", ".join('CAST("' + name.replace('"', '""') + '" AS VARCHAR)' for name in used)
        with damaged("Parquet file"):
            rows = connection.execute(f"SELECT {listed} FROM read_parquet({place})")
        number = 0
        while True:
            with damaged("Parquet file"):
                batch = rows.fetchmany(_ROWS)
            if not batch:
                return
            for row in batch:
                number += 1
                cells = {name: value or "" for name, value in zip(used, row, strict=True)}
                yield _checked(cells, columns, number, file)
    finally:
        connection.close()
