"""Files that are cut off, damaged or made to do harm: held with a reason, within bounds, and the rest goes on."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.readable import (
    FACTIVA,
    FIELDS,
    ITEM,
    LEXIS,
    MAIL,
    MORE,
    NEXIS,
    PROSE,
    SUMMARY,
    docx,
    page,
    pdf,
    rss,
    rtf,
    warc,
    write,
    zipped,
)

from tidings.ingest import tables
from tidings.ingest.read import read_sources
from tidings.model.article import Article, Dropped
from tidings.model.ids import content_id

LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 10))
    + "]>"
)
OUTSIDE = '<!DOCTYPE r [<!ENTITY out SYSTEM "file:///etc/passwd">]>'


def read(path: Path, **asked: object) -> tuple[list[str], list[str]]:
    items = list(read_sources([path], **asked))  # type: ignore[arg-type]
    held = [f"{i.what.rpartition('/')[2]}: {i.reason}" for i in items if isinstance(i, Dropped)]
    return [i.text for i in items if isinstance(i, Article)], held


@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_feeds(tmp_path: Path, head: str, encoding: str) -> None:
    raw = rss(ITEM.replace("Port shelled", "&lol9;&out;"), head=head).decode()
    articles, held = read(write(tmp_path, "feed.xml", raw.replace("UTF-8", encoding).encode(encoding)))
    assert (articles, held) == (
        [],
        [
            "feed.xml: the feed declares entities of its own, which is refused; save it without its DOCTYPE",
        ],
    )


def test_an_entity_that_is_not_declared_costs_only_itself(tmp_path: Path) -> None:
    articles, held = read(write(tmp_path, "feed.xml", rss(ITEM.replace("Port shelled", "Port&nbsp;shelled"))))
    assert (len(articles), held) == (1, [])
    assert PROSE in articles[0]


@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE])
def test_entities_are_refused_in_docx(tmp_path: Path, head: str) -> None:
    articles, held = read(write(tmp_path, "a.docx", docx(f"&lol9;&out;{PROSE}", more=head)))
    assert (articles, held) == (
        [],
        ["a.docx: its text is larger than it says, or declares entities, which is refused"],
    )


def test_entities_in_a_page_are_not_followed(tmp_path: Path) -> None:
    raw = page(PROSE + " &lol9; &out;").replace(b"<!DOCTYPE html>", OUTSIDE.encode() + LAUGHS.encode())
    articles, held = read(write(tmp_path, "a.html", raw))
    assert "root:" not in "".join([*articles, *held])
    assert len("".join(articles)) < 2_000


def test_a_zip_bomb_is_refused_and_its_neighbour_read(tmp_path: Path) -> None:
    raw = zipped({"bomb.txt": b"a" * 30_000_000, "good.txt": PROSE.encode()})
    articles, held = read(write(tmp_path, "a.zip", raw))
    assert articles == [PROSE]
    assert len(held) == 1
    assert "bytes unpack to 30,000,000, as in a file made to fill the disk; unpack it yourself" in held[0]


def test_a_zip_that_lies_of_its_sizes(tmp_path: Path) -> None:
    raw = bytearray(zipped({"bomb.txt": b"a" * 3_000_000}))
    at = raw.rindex(b"PK\x01\x02") + 24
    raw[at : at + 4] = struct.pack("<I", 1_000)
    articles, held = read(write(tmp_path, "a.zip", bytes(raw)))
    assert (articles, len(held)) == ([], 1)


@pytest.mark.parametrize("name", ["../../up.txt", "/etc/up.txt", "C:/up.txt", "..\\up.txt", "a/../../up.txt"])
def test_names_that_lead_out_of_an_archive_are_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    articles, held = read(write(folder, "a.zip", zipped({name: PROSE.encode(), "good.txt": MORE.encode()})))
    assert articles == [MORE]
    assert len(held) == 1
    assert "its name leads out of the archive, which is refused; pack it again with plain names" in held[0]
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.zip", "deep", "er"]


def test_links_and_locked_members_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("locked.txt", PROSE)
    raw = bytearray(out.getvalue())
    at = raw.rindex(b"PK\x01\x02") + 8
    raw[at] |= 1
    articles, held = read(write(tmp_path, "a.zip", bytes(raw)))
    assert (articles, held) == (
        [],
        [
            "a.zip: link.txt: a link to another file, which is refused; pack the file itself",
            "a.zip: locked.txt: locked with a password; unpack it yourself",
        ],
    )


def test_archives_within_archives_end(tmp_path: Path) -> None:
    raw = PROSE.encode()
    for _ in range(5):
        raw = zipped({"inner.zip": raw} if raw != PROSE.encode() else {"a.txt": raw})
    articles, held = read(write(tmp_path, "a.zip", raw))
    assert (articles, len(held)) == ([], 1)
    assert "an archive within 3 others; unpack it" in held[0]


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    articles, held = read(write(tmp_path, "a.txt.gz", gzip.compress(b"a" * 30_000_000)))
    assert articles == []
    assert "as a file made to fill the disk does" in held[0]


def test_a_gzip_file_cut_off_gives_what_stands_before_the_cut(tmp_path: Path) -> None:
    noise = random.Random(1)
    lines = [json.dumps({"text": f"{PROSE} {noise.random()}"}) for _ in range(400)]
    raw = gzip.compress("\n".join(lines).encode())
    articles, held = read(write(tmp_path, "a.jsonl.gz", raw[: len(raw) // 2]))
    assert 10 < len(articles) < 400
    assert "the gzip file is cut off; what stands before the cut was read" in held[0]


def test_a_line_without_end_in_a_table_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LARGEST_FILE", 100_000)
    raw = f"text\n{PROSE}\n".encode() + b"a" * 500_000
    articles, held = read(write(tmp_path, "a.csv", raw))
    assert articles == [PROSE]
    assert [h[:35] for h in held] == ["a.csv: line 3 has more than 0 MB; a"]


def test_a_quotation_mark_that_is_not_closed_costs_the_rest_of_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "LARGEST_FILE", 10_000)
    raw = f'text\n{PROSE}\n"{MORE}\n' + f"{MORE}\n" * 200
    articles, held = read(write(tmp_path, "a.csv", raw.encode()))
    assert articles == [PROSE]
    assert "a quotation mark may not be closed" in held[0]


def test_a_table_that_changes_its_encoding_loses_only_those_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_SAMPLE", 50)
    raw = f"text\n{PROSE}\n".encode() + f"Caf\u00e9. {PROSE}\n".encode("cp1252") + MORE.encode()
    articles, held = read(write(tmp_path, "a.csv", raw))
    assert articles == [PROSE, MORE]
    assert held == [
        "a.csv: row 3: its text is not in the encoding of the rows above; save the table as UTF-8"
    ]


def test_scripts_and_styles_are_never_text(tmp_path: Path) -> None:
    raw = page(PROSE + "<script>alert('shelled')</script><style>p{}</style><noscript>No script</noscript>")
    articles, _ = read(write(tmp_path, "a.html", raw))
    for word in ("alert", "shelled nothing", "p{}", "No script"):
        assert word not in articles[0]


def test_a_page_of_very_deep_nesting_ends(tmp_path: Path) -> None:
    deep = f"<html><body>{'<div>' * 50_000}<p>{PROSE}</p></body></html>"
    articles, held = read(write(tmp_path, "a.html", deep.encode()))
    assert len(articles) + len(held) == 1


def test_links_out_of_a_folder_and_what_is_no_file_are_held(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    (folder / "deep").mkdir(parents=True)
    write(folder, "a.txt", PROSE.encode())
    mine = write(tmp_path, "mine.txt", MORE.encode())
    for name, leads in {
        "b.txt": mine, "c": tmp_path, "d": folder, "e.txt": folder / "a.txt", "f.txt": folder / "nowhere.txt",
        "g.txt": folder / "g.txt",
    }.items():  # fmt: skip
        (folder / "deep" / name).symlink_to(leads)
    os.mkfifo(folder / "h.txt")
    articles, held = read(folder)
    assert (articles, held) == (
        [PROSE],
        [
            f"b.txt: a link to a file outside the folder, which is not followed; give {mine} itself",
            f"c: a link to a folder, which is not followed; give {tmp_path} itself",
            f"d: a link to a folder, which is not followed; give {folder} itself",
            f"{content_id('ar', PROSE)}: the same article was read before; it is coded once",
            "f.txt: no such file or folder; check the path",
            "g.txt: no such file or folder; check the path",
            "h.txt: no file but a pipe or device; save it as a file, or give - for JSON lines",
        ],
    )


HOSTILE_NAMES = [b"\x1b]0;owned\x07\x1b[2J.txt", b"line\nbreak.txt", b"\xff\xfe.txt", b"-rf.txt", b"'; drop table articles; --.txt",
                 "\u202etxt.exe.txt".encode(), b"<script>alert(1)</script"[:-8] + b".txt", b"a" * 250 + b".txt"]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_names_made_to_harm_are_named_harmlessly(tmp_path: Path, name: bytes) -> None:
    with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
        file.write(b"")
    write(tmp_path, "good.txt", PROSE.encode())
    items = list(read_sources([tmp_path]))
    assert [i.text for i in items if isinstance(i, Article)] == [PROSE]
    (held,) = [i for i in items if isinstance(i, Dropped)]
    assert (held.reason, held.what.isprintable()) == (
        "the file is empty; give a file with the text of an article",
        True,
    )


def test_a_member_without_a_name_costs_only_itself(tmp_path: Path) -> None:
    raw = zipped({"x.txt": MORE.encode(), "good.txt": PROSE.encode()}).replace(b"x.txt", b"\0.txt")
    articles, held = read(write(tmp_path, "a.zip", raw))
    assert articles == [PROSE]
    assert held == [
        "a.zip: : it has no name in the archive, which is refused; pack it again with plain names"
    ]


def test_half_characters_reach_neither_the_corpus_nor_the_terminal(tmp_path: Path) -> None:
    lines = [{"text": PROSE, "title": "a\ud800", "source": "\udfff"}, {"text": MORE, "id": "\ud800"}]
    items = list(read_sources([write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines)).encode())]))
    assert [(i.title, i.source) for i in items if isinstance(i, Article)] == [("a\ufffd", "\ufffd")]
    assert [i.reason for i in items if isinstance(i, Dropped)] == [
        "line 2: the id holds half a character (a lone surrogate); write the whole character"
    ]
    _, held = read(write(tmp_path, "a.csv", b"Title,Tex\x10t\xff\n" + PROSE.encode() + b"\n"))
    assert len(held) == 1
    assert held[0].isprintable()


@pytest.mark.parametrize("name", ["a.xlsx", "a.odt"])
def test_office_files_that_are_not_read_name_the_way(tmp_path: Path, name: str) -> None:
    parts = {"xl/workbook.xml": b""} if name == "a.xlsx" else {"mimetype": b"x", "content.xml": b""}
    _, held = read(write(tmp_path, name, zipped(parts)))
    assert "save" in held[0]


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.csv", b"text,title\n"),
        ("a.zip", zipped({})),
        ("a.json", b"[]"),
        ("a.jsonl", b"\n"),
        ("a.warc", warc(("https://e.org/a.png", b"x", "image/png"))),
        ("a.xml", rss()),
    ],
)
def test_a_file_with_nothing_in_it_is_held(tmp_path: Path, name: str, raw: bytes) -> None:
    articles, held = read(write(tmp_path, name, raw))
    assert (articles, len(held)) == ([], 1)


@pytest.mark.parametrize(
    ("library", "name", "raw"),
    [("striprtf", "a.rtf", rtf(PROSE)), ("pypdf", "a.pdf", pdf([PROSE])), ("fastwarc", "a.warc", warc())],
)
def test_without_the_library_the_install_line_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, name: str, raw: bytes
) -> None:
    for module in (library, f"{library}.{library}", f"{library}.warc"):
        monkeypatch.setitem(__import__("sys").modules, module, None)
    _, held = read(write(tmp_path, name, raw or b"WARC/1.0\r\n"))
    assert f"need the library {library}; install it with: pip install 'tidings[readers]'" in held[0]


def _parquet(folder: Path) -> bytes:
    path = folder / "made.parquet"
    duckdb.sql(f"COPY (SELECT '{PROSE}' AS text, '2015-10-21' AS date) TO '{path}' (FORMAT parquet)")
    raw = path.read_bytes()
    path.unlink()
    return raw


def _lines(lines: list[str]) -> bytes:
    return "\n\n".join(lines).encode()


MADE: dict[str, Callable[[Path], bytes]] = {
    "a.txt": lambda _: PROSE.encode(),
    "a.html": lambda _: page(PROSE),
    "a.jsonl": lambda _: json.dumps({"text": PROSE, "published": "2015-10-21"}).encode(),
    "a.json": lambda _: json.dumps([{"text": PROSE}]).encode(),
    "feed.json": lambda _: json.dumps(
        {"version": "https://jsonfeed.org/version/1", "items": [{"title": "T", "content_text": PROSE}]}
    ).encode(),
    "a.xml": lambda _: rss(ITEM, SUMMARY),
    "a.csv": lambda _: f'Title,Text,Date\nPort,"{PROSE}",2015-10-21\n'.encode(),
    "a.tsv": lambda _: f"Title\tText\nPort\t{PROSE}\n".encode("utf-16"),
    "a.parquet": _parquet,
    "a.docx": lambda _: docx(*NEXIS),
    "a.rtf": lambda _: rtf(*FACTIVA),
    "nexis.txt": lambda _: _lines(NEXIS),
    "lexis.txt": lambda _: _lines(LEXIS),
    "factiva.txt": lambda _: _lines(FACTIVA),
    "fields.txt": lambda _: _lines(FIELDS),
    "a.pdf": lambda _: pdf([PROSE], [MORE]),
    "a.eml": lambda _: MAIL,
    "a.warc": lambda _: warc(("https://e.org/2015/10/21/a", page(PROSE), "text/html")),
    "a.warc.gz": lambda _: warc(("https://e.org/2015/10/21/a", page(PROSE), "text/html"), packed=True),
    "a.wacz": lambda _: zipped({"archive/a.warc": warc(("https://e.org/a", page(PROSE), "text/html"))}),
    "a.zip": lambda _: zipped({"a.txt": PROSE.encode(), "b.html": page(MORE)}),
    "a.txt.gz": lambda _: gzip.compress(PROSE.encode(), mtime=0),
}


# articles and reasons of the undamaged file, where they are not one and none
WHOLE = {
    "a.xml": (2, 0), "a.docx": (1, 1), "a.rtf": (2, 0), "nexis.txt": (1, 1), "lexis.txt": (1, 1),
    "factiva.txt": (2, 0), "a.zip": (2, 0),
}  # fmt: skip


@pytest.mark.parametrize("name", MADE)
def test_every_format_cut_off_anywhere_gives_articles_or_reasons(tmp_path: Path, name: str) -> None:
    raw = MADE[name](tmp_path)
    whole, aside = read(write(tmp_path, name, raw))
    assert (len(whole), len(aside)) == WHOLE.get(name, (1, 0))
    for part in range(16):
        articles, held = read(write(tmp_path, name, raw[: len(raw) * part // 16]))
        assert len(articles) + len(held) >= 1
        assert all(reason.strip() for reason in held)


@pytest.mark.parametrize("name", MADE)
def test_nothing_but_articles_and_reasons_comes_of_damaged_files(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    raw = MADE[name](folder)

    @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, len(raw)), st.integers(0, 60), st.binary(max_size=60))
    def damage(at: int, width: int, junk: bytes) -> None:
        path = write(folder, name, raw[:at] + junk + raw[at + width :])
        articles, held = read(path)
        assert len(articles) + len(held) >= 1

    damage()


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from([b"", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"%PDF-1.4\n", b"PAR1", b"WARC/1.0\r\n", b"{\\rtf1 ", b"<rss>", b"{", b"\xff\xfe"]),
    st.binary(max_size=300),
    st.sampled_from(sorted(MADE)),
)  # fmt: skip
def test_any_bytes_under_any_name(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, raw: bytes, name: str
) -> None:
    articles, held = read(write(tmp_path_factory.mktemp("any"), name, head + raw))
    assert len(articles) + len(held) >= 1


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.one_of(st.sampled_from([*NEXIS, *FACTIVA, *FIELDS, *LEXIS]), st.text(max_size=40)), max_size=40
    )
)
def test_any_order_of_the_lines_of_exports(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    raw = "\n\n".join(lines).encode("utf-8", "surrogatepass")
    articles, held = read(write(tmp_path_factory.mktemp("any"), "a.txt", raw))
    assert len(articles) + len(held) >= 1
