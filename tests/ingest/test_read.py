from __future__ import annotations

import datetime
import hashlib
import io
import json
from pathlib import Path

import pytest

from tidings.ingest.read import LARGEST_FILE, LONGEST_TEXT, read_sources
from tidings.model.article import Article, Dropped

PROSE = "The army of Norvia shelled the port of Velmara on Monday, and the mayor said that two people were killed."


def read(*paths: Path | str, published: datetime.date | None = None) -> tuple[list[Article], list[Dropped]]:
    items = list(read_sources(paths, published=published))
    return [i for i in items if isinstance(i, Article)], [i for i in items if isinstance(i, Dropped)]


def lines(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_plain_text_is_kept_and_named_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PROSE, encoding="utf-8")
    (tmp_path / "b.txt").write_text(PROSE, encoding="utf-8")
    articles, held = read(tmp_path)
    assert [a.text for a in articles] == [PROSE]
    assert articles[0].id.startswith("ar_")
    assert articles[0].published is None
    assert [(d.stage, d.what) for d in held] == [("repeat", articles[0].id)]


def test_json_lines_keep_the_text_exactly(tmp_path: Path) -> None:
    text = "\n  " + PROSE + "\r\n\u0065\u0301 \U0001f600 "
    row = {
        "id": 7,
        "text": text,
        "title": "T",
        "published": "2015-10-21T09:00:00Z",
        "url": "u",
        "source": "s",
    }
    articles, held = read(lines(tmp_path, json.dumps(row)))
    assert held == []
    assert (articles[0].id, articles[0].text, articles[0].title) == ("7", text, "T")
    assert (articles[0].published, articles[0].published_origin) == (datetime.date(2015, 10, 21), "given")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (PROSE.encode("utf-8-sig"), PROSE),
        (PROSE.encode("utf-16"), PROSE),
        (("Caf\u00e9. " + PROSE).encode("cp1252"), "Caf\u00e9. " + PROSE),
        (("Cafe\u0301. " + PROSE).encode(), "Caf\u00e9. " + PROSE),
    ],
)
def test_encodings(tmp_path: Path, raw: bytes, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    articles, held = read(path)
    assert ([a.text for a in articles], held) == ([text], [])


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n ", "empty"),
        ("a.txt", b"\x00\x01\x02" * 50, "binary"),
        ("a.txt", b"%PDF-1.4 ...", "the PDF file is damaged"),
        ("a.docx", b"PK\x03\x04", "ZIP archive or Office file is damaged"),
        ("a.exe", b"x", "file type '.exe'"),
        ("a.html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no article found"),
        ("a.txt", b"x" * (LONGEST_TEXT + 1), "characters, where one article may have"),
        (
            "a.txt",
            "\u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064a\u0631 \u0627\u0645\u0633".encode(),
            "not English: mostly Arabic",
        ),
        ("a.txt", b"Der Minister hat am Montag die Truppen abgezogen. " * 10, "not English: 0%"),
        ("a.txt", b"caf\x81 and more", "save it as UTF-8"),
    ],
)
def test_what_cannot_be_read_is_held_and_the_rest_goes_on(
    tmp_path: Path, name: str, raw: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "good.txt").write_text(PROSE, encoding="utf-8")
    articles, held = read(tmp_path)
    assert [a.text for a in articles] == [PROSE]
    assert [d.what for d in held] == [str(tmp_path / name)]
    assert reason in held[0].reason


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    articles, held = read(path)
    assert articles == []
    assert "split it" in held[0].reason


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('{"id": "a", "text": "cut off', "not complete JSON"),
        ('["a"]', "not an object"),
        ('{"id": "a"}', 'no "text"'),
        ('{"id": "a", "text": ""}', "the text is empty"),
        ('{"id": "a", "text": "An army.", "published": "soon"}', "\"published\" is 'soon'"),
        ('{"id": "a", "text": "An army \\ud83d left."}', "lone surrogate"),
        (json.dumps({"id": "good", "text": "The army left."}), "make ids unique"),
    ],
)
def test_a_bad_line_is_held_by_number(tmp_path: Path, row: str, reason: str) -> None:
    good = json.dumps({"id": "good", "text": PROSE})
    articles, held = read(lines(tmp_path, good, "", row, json.dumps({"id": "z", "text": PROSE})))
    assert [a.id for a in articles] == ["good", "z"]
    assert len(held) == 1
    assert reason in held[0].reason
    assert held[0].reason.startswith("line 3: ") or held[0].what == "good"


def test_standard_input_is_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    row = json.dumps({"id": "a", "text": "\u05e9\u05dc\u05d5\u05dd. " + PROSE})
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(row.encode())))
    articles, held = read("-")
    assert ([a.id for a in articles], held) == (["a"], [])


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Tuesday, November 19, 2019\n", datetime.date(2019, 11, 19)),
        ("VELMARA, Norvia, Oct. 3, 2012 (Xinhua) -- ", datetime.date(2012, 10, 3)),
        ("VELMARA, Oct. 3 (Xinhua) -- ", None),
        ("On March 3, 2011 the war began. ", None),
    ],
)
def test_a_date_at_the_head_is_taken_only_where_it_stands_in_full(
    tmp_path: Path, head: str, day: datetime.date | None
) -> None:
    (tmp_path / "a.txt").write_text(head + PROSE, encoding="utf-8")
    articles, _ = read(tmp_path)
    assert (articles[0].published, articles[0].published_origin) == (day, "dateline" if day else None)


PAGE = """<html><head><title>Port shelled | Norvia Tribune</title>
<meta property="og:site_name" content="Norvia Tribune">{meta}</head><body>
<nav><a href="/">Home</a><a href="/world">World</a></nav>
<article><h1>Army shells the port of Velmara</h1>
<p>{prose}</p><p>The governor of the province called for calm and asked the army to stop the shelling of the town.</p>
<div class="newsletter"><p>Sign up for our newsletter</p></div></article><footer>All rights reserved.</footer></body></html>"""


@pytest.mark.parametrize(
    ("meta", "day", "origin"),
    [
        (
            '<meta property="article:published_time" content="2015-10-21T08:00:00Z">',
            datetime.date(2015, 10, 21),
            "meta",
        ),
        (
            '<script type="application/ld+json">{"datePublished": "2015-10-20"}</script>',
            datetime.date(2015, 10, 20),
            "meta",
        ),
        (
            '<link rel="canonical" href="https://example.org/2015/10/19/port">',
            datetime.date(2015, 10, 19),
            "url",
        ),
        ("", None, None),
    ],
)
def test_a_page_without_its_boxes(
    tmp_path: Path, meta: str, day: datetime.date | None, origin: str | None
) -> None:
    (tmp_path / "a.html").write_text(PAGE.format(meta=meta, prose=PROSE), encoding="utf-8")
    articles, held = read(tmp_path)
    article = articles[0]
    assert held == []
    assert article.text.startswith("Army shells the port of Velmara\n\n" + PROSE)
    assert "Home" not in article.text
    coded = article.text
    for start, end, _ in reversed(article.skipped):
        coded = coded[:start] + coded[end:]
    assert "Sign up" not in coded
    assert (article.published, article.published_origin, article.source) == (day, origin, "Norvia Tribune")


def test_author_language_and_the_hash_of_the_file_are_kept(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_bytes(b"Peru condemned Chile on Monday.\n")
    lines = tmp_path / "b.jsonl"
    lines.write_text(
        '{"id": "b", "text": "Chile condemned Peru.", "author": " A. Reporter ", "language": "en"}\n',
        encoding="utf-8",
    )
    found = [item for item in read_sources([page, lines]) if isinstance(item, Article)]
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (page, lines)]
    assert [(a.author, a.language, a.raw_sha256) for a in found] == [
        (None, None, hashes[0]), ("A. Reporter", "en", hashes[1]),
    ]  # fmt: skip
