"""The tables of a corpus: views over its Parquet parts, the same for the command line, Python and exports.

Each question is asked of the parts as they are at that moment, so a reader never locks a writer and never sees
half a part. DuckDB works in memory; a sort that outgrows it spills to a
temporary folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from tidings.model.errors import StoreError
from tidings.query.part_views import current_records, quoted, source_view
from tidings.query.reviewed import mark_reviews
from tidings.store.parts import snapshot, steady
from tidings.store.reviews import last_number

_PARTY = {
    "text": "VARCHAR", "start": "INTEGER", "end": "INTEGER", "name": "VARCHAR", "id": "VARCHAR",
    "country": "VARCHAR", "sector": "VARCHAR",
}  # fmt: skip
_SPAN = {"start": "INTEGER", "end": "INTEGER"}
_DATE = {
    "text": "VARCHAR", "start": "INTEGER", "end": "INTEGER", "first": "VARCHAR", "last": "VARCHAR",
    "precision": "VARCHAR", "basis": "VARCHAR", "edtf": "VARCHAR",
}  # fmt: skip
_PLACE = {
    "text": "VARCHAR", "start": "INTEGER", "end": "INTEGER", "name": "VARCHAR", "country": "VARCHAR",
    "lat": "DOUBLE", "lon": "DOUBLE", "geonameid": "BIGINT", "precision": "VARCHAR",
}  # fmt: skip
_RECORD = {
    "event": "VARCHAR", "type": "VARCHAR", "mode": "VARCHAR", "cameo": "VARCHAR", "quad": "TINYINT",
    "goldstein": "DOUBLE", "contexts": ["VARCHAR"], "status": "VARCHAR", "trigger": _SPAN,
    "actors": [_PARTY], "recipients": [_PARTY], "said_by": _PARTY, "said_by_chain": [_PARTY],
    "speaker": _PARTY, "addressee": _PARTY, "cue": _SPAN, "content": _SPAN, "form": "VARCHAR", "stance": "JSON",
    "what": "VARCHAR", "low": "BIGINT", "best": "BIGINT", "high": "BIGINT", "span": _SPAN, "who": "VARCHAR",
    "qualifier": "VARCHAR", "cumulative": "BOOLEAN", "date": _DATE, "place": _PLACE, "confidence": "DOUBLE",
    "sentence": _SPAN,
}  # fmt: skip

_HEAD = "b.id, b.article, b.quote, b.first, b.last"
_TAIL = 'a.text[b.r.sentence.start + 1 : b.r.sentence."end"] AS sentence, b.rule, b.r.confidence AS confidence, b.review, a.published, a.source, a.title, a.url, b.json'
_WHEN = """try_cast(b.r.date.first AS DATE) AS date_start, try_cast(b.r.date.last AS DATE) AS date_end,
    b.r.date.precision AS date_precision, b.r.date.basis AS date_basis, b.r.date.edtf AS edtf, b.r.date.text AS date_text"""
_WHERE = """b.r.place.name AS place, b.r.place.country AS place_country, b.r.place.lat AS latitude,
    b.r.place.lon AS longitude, b.r.place.geonameid AS geonames_id, b.r.place.precision AS place_precision,
    b.r.place.text AS place_text"""


def _parties(name: str) -> str:
    """Columns of a list of parties: the first one's, and all names, ids and codes as lists."""
    one = name.removesuffix("s")
    code = "coalesce(x.country, '') || '.' || coalesce(x.sector, '')"
    return f"""b.r.{name}[1].name AS {one}, b.r.{name}[1].country AS {one}_country,
    b.r.{name}[1].sector AS {one}_sector, b.r.{name}[1].id AS {one}_id, [x.name for x in b.r.{name}] AS {name},
    [x.id for x in b.r.{name}] AS {one}_ids, [x.country for x in b.r.{name}] AS {one}_countries,
    [x.sector for x in b.r.{name}] AS {one}_sectors, [{code} for x in b.r.{name}] AS {one}_codes"""


def _party(name: str) -> str:
    return f"""b.r.{name}.name AS {name}, b.r.{name}.country AS {name}_country,
    b.r.{name}.sector AS {name}_sector, b.r.{name}.id AS {name}_id"""


_FROM = "FROM _base AS b LEFT JOIN articles AS a ON a.id = b.article"
VIEWS = {
    "articles": """SELECT id, title, try_cast(published AS DATE) AS published, published_origin, source, url,
    length(text) AS characters, text_sha256, text, skipped FROM _articles""",
    "event_mentions": f"""SELECT {_HEAD}, b.r.event AS event, b.r.type AS type, b.r.mode AS mode,
    b.r.cameo AS cameo, b.r.quad AS quad, b.r.goldstein AS goldstein, b.r.status AS status,
    b.r.contexts AS contexts, {_parties("actors")}, {_parties("recipients")}, {_party("said_by")},
    {_WHEN}, {_WHERE}, {_TAIL} {_FROM} WHERE b.kind = 'event'""",
    "statements": f"""SELECT {_HEAD}, {_party("speaker")}, {_party("addressee")}, b.r.form AS form,
    a.text[b.r.cue.start + 1 : b.r.cue.end] AS cue, b.r.stance ->> '$.toward' AS stance_toward,
    b.r.stance ->> '$.position' AS stance, {_TAIL} {_FROM} WHERE b.kind = 'statement'""",
    "figures": f"""SELECT {_HEAD}, b.r.event AS event, b.r.what AS what, b.r.low AS low, b.r.best AS best,
    b.r.high AS high, b.r.qualifier AS qualifier, b.r.cumulative AS cumulative, b.r.who AS who,
    {_party("said_by")}, {_WHEN}, {_WHERE}, {_TAIL} {_FROM} WHERE b.kind = 'figure'""",
    "parties": """SELECT b.id AS record, b.article, b.kind, p.role, p.position, p.x.name AS name, p.x.id AS id,
    p.x.country AS country, p.x.sector AS sector, p.x.text AS text, p.x.start AS first, p.x."end" AS last
    FROM _base AS b, LATERAL (
    SELECT 'actor' AS role, generate_subscripts(b.r.actors, 1) AS position, unnest(b.r.actors) AS x
    UNION ALL SELECT 'recipient', generate_subscripts(b.r.recipients, 1), unnest(b.r.recipients)
    UNION ALL SELECT 'said_by', generate_subscripts(b.r.said_by_chain, 1), unnest(b.r.said_by_chain)
    UNION ALL SELECT 'said_by', 1, b.r.said_by WHERE b.kind = 'figure' AND b.r.said_by.name IS NOT NULL
    UNION ALL SELECT 'speaker', 1, b.r.speaker WHERE b.r.speaker.name IS NOT NULL
    UNION ALL SELECT 'addressee', 1, b.r.addressee WHERE b.r.addressee.name IS NOT NULL) AS p""",
    "evidence": """SELECT e.record, e.article, e.part, e.first, e.last, a.text[e.first + 1 : e.last] AS quote,
    a.text[greatest(e.first - 31, 1) : e.first] AS prefix, a.text[e.last + 1 : e.last + 32] AS suffix FROM (
    SELECT id AS record, article, CASE kind WHEN 'event' THEN 'trigger' WHEN 'statement' THEN 'content' ELSE 'figure' END
    AS part, first, last FROM _base
    UNION ALL SELECT id, article, 'cue', r.cue.start, r.cue."end" FROM _base WHERE r.cue.start IS NOT NULL
    UNION ALL SELECT id, article, 'date', r.date.start, r.date."end" FROM _base WHERE r.date.start IS NOT NULL
    UNION ALL SELECT id, article, 'place', r.place.start, r.place."end" FROM _base WHERE r.place.start IS NOT NULL
    UNION ALL SELECT record, article, role, first, last FROM parties WHERE first IS NOT NULL
    ) AS e JOIN articles AS a ON a.id = e.article""",
}
ORDER = {
    "articles": "id",
    "event_mentions": "article, first, last, id",
    "statements": "article, first, last, id",
    "figures": "article, first, last, id",
    "parties": "article, record, role, position, name",
    "evidence": "article, record, first, last, part",
}
_Answer = TypeVar("_Answer")
_TYPED = ("event_mentions", "statements", "figures", "parties")
_GROUP = 8192  # rows that are passed over together: one article's or one record's are found in a small piece of the file
_AS_COLUMNS = f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_GROUP})"
_TOLD = (
    "SELECT unnest(mentions) AS mention, id AS event, articles[1] AS told, len(mentions) AS reports, len(articles) AS papers"
    " FROM _events WHERE number = (SELECT max(number) FROM _events)"
)
# the values of lists in one word, so that facets count words and not lists
_SETS = ("actor", "recipient")
_IN_ONE = ", ".join(
    f"array_to_string(list_sort(list_distinct({x}_countries)), ',') AS {x}_set" for x in _SETS
)
_CACHED = 8  # folders of typed records that are kept, over all corpora


class Tables:
    """The tables of one corpus folder. A connection is kept for as long as the parts and reviews stay the same."""

    def __init__(self, folder: Path, *, machine: bool = False, cache: Path | None = None) -> None:
        self.folder = folder
        self.machine = machine
        self.cache = cache
        self._state: tuple[dict[str, list[Path]], int, Path | None, Path | None] | None = None
        self._connection: Any = None
        self._one_at_a_time = threading.Lock()

    def cursor(self) -> Any:
        """A DuckDB cursor over the parts that are there now; close it after use.

        Raises `StoreError` for a part that cannot be read.
        """
        return self._asked(lambda cursor: cursor)

    def first(
        self, query: str, parameters: Sequence[Any] = (), size: int = 2048
    ) -> tuple[Any, Any, list[tuple[Any, ...]]]:
        """A cursor, to be closed, the answer and its first rows."""

        def ask(cursor: Any) -> tuple[Any, Any, list[tuple[Any, ...]]]:
            result = cursor.execute(query, list(parameters))
            return cursor, result, result.fetchmany(size)

        return self._asked(ask)

    def table(self, query: str, parameters: Sequence[Any], kind: str) -> Any:
        """The answer as a table of the library that `kind` names: "df", "pl" or "to_arrow_table"."""

        def ask(cursor: Any) -> Any:
            with contextlib.closing(cursor):
                return getattr(cursor.sql(query, params=list(parameters)), kind)()

        return self._asked(ask)

    def _asked(self, ask: Callable[[Any], _Answer]) -> _Answer:
        """What `ask` makes of a cursor; asked again from the start where a writer replaced a part meanwhile."""
        import duckdb

        def read(parts: dict[str, list[Path]]) -> _Answer:
            cursor = self._cursor(parts)
            try:
                return ask(cursor)
            except BaseException:
                cursor.close()
                raise

        try:
            return steady(self.folder, read)
        except duckdb.Error as error:
            self.forget()
            raise StoreError(f"{self.folder} cannot be read: {error}") from None

    def _cursor(self, parts: dict[str, list[Path]]) -> Any:
        with self._one_at_a_time:  # a state and the connection that was made for it belong together
            kept = (self._typed(parts_of_records(parts)), self._told(parts["events"]))
            typed, told = (path if path is not None and path.exists() else None for path in kept)
            state = (parts, last_number(self.folder), typed, told)
            only_reviews = self._state not in (None, state) and _but_reviews(self._state) == _but_reviews(
                state
            )
            if only_reviews and not self.machine and _reviewed_anew(self._connection, self.folder, typed):
                self._state = state
            if self._state != state:
                # answers that are still being read keep the connection they came from
                self._connection = connect(self.folder, parts, machine=self.machine, typed=typed, told=told)
                self._state = state
            return self._connection.cursor()

    def _typed(self, parts: Sequence[Path]) -> Path | None:
        """Where the records of these parts are kept with their fields as columns; None without a cache."""
        if self.cache is None:
            return None
        names = "\n".join(
            [
                str(self.folder.resolve()),
                json.dumps(_RECORD),
                _AS_COLUMNS,
                _IN_ONE,
                *(str(part) for part in parts),
            ]
        )
        return self.cache / f"records-{hashlib.sha256(names.encode()).hexdigest()[:24]}"

    def _told(self, events: Sequence[Path]) -> Path | None:
        """Where it is kept which event each mention tells; None without a cache."""
        if self.cache is None or not events:
            return None
        names = "\n".join([str(self.folder.resolve()), _TOLD, *(str(part) for part in events)])
        return self.cache / f"events-{hashlib.sha256(names.encode()).hexdigest()[:24]}.parquet"

    def keep_typed(self) -> bool:
        """Write the records with their fields as columns into the cache, once for each state of the corpus.

        Questions over many records then read columns instead of JSON. Returns whether they are there.
        """
        return steady(self.folder, self._keep_told) and steady(self.folder, self._keep_typed)

    def _keep_told(self, parts: dict[str, list[Path]]) -> bool:
        told = self._told(parts["events"])
        if told is None or told.exists():
            return self.cache is not None
        beside = told.with_name(f"{told.name}.{os.getpid()}.part")
        try:
            beside.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(connect(self.folder, parts, machine=True)) as connection:
                connection.execute(
                    f"COPY (SELECT * FROM _told ORDER BY mention) TO {quoted(beside)} {_AS_COLUMNS}"
                )
            os.replace(beside, told)
        except OSError:
            return told.exists()
        finally:
            beside.unlink(missing_ok=True)
        for old in sorted(told.parent.glob("events-*.parquet"), key=lambda path: path.stat().st_mtime)[
            :-_CACHED
        ]:
            old.unlink(missing_ok=True)
        return True

    def _keep_typed(self, parts: dict[str, list[Path]]) -> bool:
        typed = self._typed(parts_of_records(parts))
        if typed is None or typed.exists():
            return typed is not None
        beside = typed.with_name(f"{typed.name}.{os.getpid()}.part")
        try:
            beside.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(connect(self.folder, parts, machine=True)) as connection:
                for name in _TYPED:
                    whole = f"_{name}" if name == "event_mentions" else name
                    path = quoted(beside / f"{name}.parquet")
                    connection.execute(
                        f"COPY (SELECT * FROM {whole} ORDER BY {ORDER[name]}) TO {path} {_AS_COLUMNS}"
                    )
            os.replace(beside, typed)
        except (
            OSError
        ):  # a disk that is full, or another process was first: questions are slower, nothing else
            return typed.exists()
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        kept = sorted(typed.parent.glob("records-*"), key=lambda path: path.stat().st_mtime)
        for old in kept[:-_CACHED]:
            shutil.rmtree(old, ignore_errors=True)
        return True

    def forget(self) -> None:
        """Make a new connection at the next question."""
        with self._one_at_a_time:
            self._state = None


def connect(
    folder: Path,
    parts: Mapping[str, Sequence[Path]] | None = None,
    *,
    machine: bool = False,
    typed: Path | None = None,
    told: Path | None = None,
) -> Any:
    """A DuckDB connection in memory with the views of the corpus at `folder`; fetches nothing, locks nothing.

    It reads the `parts` of one moment, those that are there now unless given; see `tidings.store.parts.steady`.

    With `machine`, records are as the coder made them, without what people corrected and added.

    The views are named as in `VIEWS`.
    """
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "threads": "2",
            # a sort that outgrows memory is not spilled into the folder that the user stands in
            "temp_directory": str(Path(tempfile.gettempdir()) / "tidings-duckdb"),
        },
    )
    parts = snapshot(folder) if parts is None else parts
    source_view(connection, "articles", parts["articles"])
    source_view(connection, "records", parts["records"])
    current = current_records(connection, parts["codings"])
    source_view(connection, "events", parts["events"])
    source_view(connection, "copies", parts["copies"])
    # the event of each mention, and where it stands in the order of events: by the article that told it first
    connection.execute(
        f"CREATE VIEW _told AS {_TOLD if told is None else f'SELECT * FROM read_parquet({quoted(told)})'}"
    )
    connection.execute("CREATE VIEW _merged AS SELECT mention, event, told FROM _told")
    machine_made = f"SELECT * FROM {current}" if typed is None else _typed_records(typed)
    connection.execute(f"CREATE VIEW _machine AS {machine_made}")
    parties = typed / "parties.parquet" if typed is not None else None
    mark_reviews(connection, "_machine", folder, leave_out=machine, parties=parties)
    left_out = _counted(connection, "_excluded") > 0
    if left_out:
        connection.execute(
            f"CREATE OR REPLACE VIEW _machine AS SELECT * FROM ({machine_made}) WHERE article {_KEPT}"
        )
    reviewed, changes, _ = _review_state(connection)
    connection.execute(f"CREATE VIEW _base AS {_base('true', reviewed)}")
    # with columns kept, these alone are read from their JSON: once for all questions
    made = "TABLE" if typed is not None and changes else "VIEW"
    connection.execute(f"CREATE {made} _changed AS {_base(_CHANGED, reviewed)}")
    if reviewed:
        connection.execute(f"CREATE TABLE _touched AS {_TOUCHED}")
    for name, query in VIEWS.items():
        if typed is not None and name in _TYPED:
            query = _from_typed(name, query, typed / f"{name}.parquet", reviewed, changes, left_out)
        elif name == "articles" and left_out:
            query = f"{query} WHERE id {_KEPT}"
        if name == "event_mentions":
            sets = "" if typed is not None else f", {_IN_ONE}"
            connection.execute(f"CREATE VIEW _event_mentions AS SELECT *{sets} FROM ({query})")
            query = f"SELECT * EXCLUDE ({', '.join(f'{x}_set' for x in _SETS)}) FROM _event_mentions"
        connection.execute(f"CREATE VIEW {name} AS {query}")
    return connection


_CHANGED = "id IN (SELECT id FROM _reviewed WHERE json IS NOT NULL OR review = 'added')"
_TOUCHED = "SELECT DISTINCT article FROM _machine WHERE id IN (SELECT id FROM _reviewed)"
_KEPT = "NOT IN (SELECT id FROM _excluded)"


def _but_reviews(state: tuple[Any, ...] | None) -> tuple[Any, ...]:
    return state[:1] + state[2:] if state else ()


def _review_state(connection: Any) -> tuple[bool, bool, bool]:
    """Whether there are reviews, records that they change, and articles that they leave out: the views depend on these."""
    counted = ("_reviewed", f"_reviewed WHERE {_CHANGED}", "_excluded")
    one, two, three = (_counted(connection, what) > 0 for what in counted)
    return one, two, three


def _reviewed_anew(connection: Any, folder: Path, typed: Path | None) -> bool:
    """Read the log of reviews again on a connection whose parts are the same; False where its views must be made anew.

    What is being read meanwhile sees the reviews as they were when it was asked.
    """
    import duckdb

    with contextlib.closing(connection.cursor()) as cursor:
        before = _review_state(cursor)
        try:
            cursor.execute("BEGIN")
            for table in ("_reviewed", "_added", "_excluded"):
                cursor.execute(f"DELETE FROM {table}")
            mark_reviews(
                cursor, "_machine", folder, parties=typed / "parties.parquet" if typed is not None else None
            )
            if _review_state(cursor) != before or not before[0]:
                cursor.execute("ROLLBACK")
                return False
            cursor.execute("DELETE FROM _touched")
            cursor.execute(f"INSERT INTO _touched {_TOUCHED}")
            if typed is not None and before[1]:
                cursor.execute("DELETE FROM _changed")
                cursor.execute(f"INSERT INTO _changed {_base(_CHANGED, True)}")
            cursor.execute("COMMIT")
        except (
            duckdb.Error
        ):  # a part went away: the connection is made anew, and says so where that fails too
            return False
    return True


def _counted(connection: Any, what: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {what}").fetchone()
    return int(row[0]) if row else 0


def _base(which: str, reviewed: bool) -> str:
    """The records with their reviews and their fields as `r`; of those only for which `which` holds."""
    columns = "id, article, kind, quote, first, last, rule, json"
    if not reviewed:
        return f"SELECT {columns}, 'machine' AS review, from_json(json, '{json.dumps(_RECORD)}') AS r FROM _machine WHERE {which}"
    machine, added = (f"SELECT {columns} FROM {table} WHERE {which}" for table in ("_machine", "_added"))
    return (
        "SELECT c.id, c.article, c.kind, coalesce(v.quote, c.quote) AS quote, coalesce(v.first, c.first) AS first,"
        " coalesce(v.last, c.last) AS last, c.rule, coalesce(v.json, c.json) AS json, coalesce(v.review, 'machine') AS review,"
        f" from_json(coalesce(v.json, c.json), '{json.dumps(_RECORD)}') AS r"
        f" FROM ({machine} UNION ALL {added}) AS c LEFT JOIN _reviewed AS v ON v.id = c.id"
    )


def _from_typed(name: str, query: str, path: Path, reviewed: bool, changes: bool, left_out: bool) -> str:
    """A view over kept columns, but for the records that people changed or added, which are read from their JSON.

    Only records of articles with a review are looked up among the reviews: for all others nothing but columns is read.
    """
    read = f"SELECT t.* FROM read_parquet({quoted(path)}) AS t"
    kept = f" AND t.article {_KEPT}" if left_out else ""
    if not reviewed:
        return f"{read} WHERE true{kept}"
    key, review = (
        ("record", "") if name == "parties" else ("id", " REPLACE (coalesce(v.review, 'machine') AS review)")
    )
    here = "t.article IN (SELECT article FROM _touched)"
    looked_up = f"{read.replace('t.*', f't.*{review}')} LEFT JOIN _reviewed AS v ON v.id = t.{key} WHERE {here} AND v.json IS NULL{kept}"
    whole = f"{read} WHERE NOT {here}{kept} UNION ALL {looked_up}"
    if not changes:
        return whole
    again = query.replace("_base AS b", "_changed AS b")
    return f"{whole} UNION ALL BY NAME " + (
        f"SELECT *, {_IN_ONE} FROM ({again})" if name == "event_mentions" else again
    )


def _typed_records(typed: Path) -> str:
    """The records as the coder made them, from the kept columns."""
    kinds = {"event_mentions": "event", "statements": "statement", "figures": "figure"}
    return " UNION ALL ".join(
        f"SELECT id, article, '{kind}' AS kind, quote, first, last, rule, json ->> '$.codebook' AS codebook,"
        f" json ->> '$.coder' AS coder, json FROM read_parquet({quoted(typed / f'{name}.parquet')})"
        for name, kind in kinds.items()
    )


def connect_parts(folder: Path, parts: Mapping[str, Sequence[Path]], part: Path) -> Any:
    """A connection that also has the view `part`: one part of articles, or of records with their JSON parsed as `r`."""
    connection = connect(folder, parts)
    source_view(connection, "one", [part])
    parsed = "" if "articles" in part.parts[-3:-1] else f", from_json(json, '{json.dumps(_RECORD)}') AS r"
    connection.execute(f"CREATE VIEW part AS SELECT *{parsed} FROM _one")
    return connection


def parts_of_records(parts: Mapping[str, Sequence[Path]]) -> list[Path]:
    """Of the parts of a corpus, those on which its records and articles rest."""
    return [part for name in ("articles", "codings", "records") for part in parts[name]]
