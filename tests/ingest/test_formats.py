"""Every format that is read, by its content and name: what articles come out, what is held and why."""

from __future__ import annotations

import datetime
import gzip
import json
from pathlib import Path

import duckdb
import pytest
from tests.readable import (
    FACTIVA,
    FIELDS,
    GERMAN,
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

from tidings.ingest.read import read_sources
from tidings.model.article import Article, Dropped

OCTOBER = datetime.date(2015, 10, 21)
MARCH = datetime.date(2020, 3, 5)
TITLED = f"Army shells the port\n\n{PROSE}"


def read(path: Path, **asked: object) -> tuple[list[Article], list[str]]:
    items = list(read_sources([path], **asked))  # type: ignore[arg-type]
    held = [f"{Path(i.what).name}: {i.reason}" for i in items if isinstance(i, Dropped)]
    return [i for i in items if isinstance(i, Article)], held


def told(
    article: Article,
) -> tuple[str, str | None, datetime.date | None, str | None, str | None, str | None]:
    a = article
    return a.text, a.title, a.published, a.published_origin, a.source, a.url


PORT = ("Army shells the port\n\n" + PROSE + "\n\n" + MORE, "Army shells the port", MARCH, "meta")


def test_rss_gives_the_full_text_and_else_the_summary(tmp_path: Path) -> None:
    articles, held = read(write(tmp_path, "feed.xml", rss(ITEM, SUMMARY, "<item></item>")))
    assert [told(a) for a in articles] == [
        (
            f"Port shelled\n\n{PROSE}\n\n{MORE}",
            "Port shelled",
            OCTOBER,
            "meta",
            "Norvia Wire",
            "https://example.org/port",
        ),
        (f"Envoys meet\n\n{MORE}", "Envoys meet", None, None, "Norvia Wire", "https://example.org/meet"),
    ]
    assert held == ["feed.xml: entry 3: neither a title nor a text"]


def test_atom(tmp_path: Path) -> None:
    raw = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Wire</title><entry>
<title type="html">Port &amp;amp; town</title><link rel="self" href="https://example.org/self"/>
<link href="https://example.org/1"/><updated>2015-10-22T01:00:00Z</updated><published>2015-10-21T01:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{PROSE}</p></div></content></entry></feed>"""
    articles, held = read(write(tmp_path, "atom", raw.encode()))
    assert (articles and told(articles[0]), held) == (
        (f"Port & town\n\n{PROSE}", "Port & town", OCTOBER, "meta", "Wire", "https://example.org/1"),
        [],
    )


def test_json_feed(tmp_path: Path) -> None:
    item = {
        "title": "Port",
        "url": "https://e.org/1",
        "content_html": f"<p>{PROSE}</p>",
        "date_published": "2015-10-21",
    }
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Wire",
        "items": [item, 7, {"content_text": MORE}],
    }
    articles, held = read(write(tmp_path, "feed.json", json.dumps(feed).encode()))
    assert [told(a) for a in articles] == [
        (f"Port\n\n{PROSE}", "Port", OCTOBER, "meta", "Wire", "https://e.org/1"),
        (MORE, None, None, None, "Wire", None),
    ]
    assert held == ["feed.json: entry 2: not an object"]


CSV = f'id,Headline,Body,Date,Link,Outlet\n1,Port,"{PROSE}",21/10/2015,https://e.org/1,Wire\n2,,,,,\n3,Talks,"{MORE}",03/04/2015,,\n'


def test_a_table_whose_columns_are_known_by_name(tmp_path: Path) -> None:
    articles, held = read(write(tmp_path, "a.csv", CSV.encode()))
    assert [told(a) for a in articles] == [
        (f"Port\n\n{PROSE}", "Port", OCTOBER, "given", "Wire", "https://e.org/1")
    ]
    assert articles[0].id.startswith("ar_")
    assert held == [
        "a.csv: row 3: no text in it",
        "a.csv: row 4: the publication date is '03/04/2015'; write YYYY-MM-DD, or say the order with "
        "--columns published=COLUMN:dmy (or :mdy)",
    ]


def test_a_table_whose_columns_are_mapped(tmp_path: Path) -> None:
    mapped = {"text": "Body", "published": "Date:dmy", "id": "id"}
    articles, held = read(write(tmp_path, "a.csv", CSV.encode()), columns=mapped)
    assert [(a.id, a.published) for a in articles] == [("1", OCTOBER), ("3", datetime.date(2015, 4, 3))]
    assert held == ["a.csv: row 3: no text in it"]
    assert read(tmp_path / "a.csv", columns={"text": "Story"}) == (
        [],
        [
            "a.csv: no column 'Story'; the table has id, Headline, Body, Date, Link, Outlet: say which with --columns"
        ],
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_a_meltwater_table_is_read_as_headline_and_opening(tmp_path: Path, encoding: str) -> None:
    raw = (
        "Date\tHeadline\tURL\tOpening Text\tHit Sentence\tSource\tLanguage\r\n"
        f"21-Oct-2015 11:59AM\tCaf\u00e9 closed\thttps://e.org/1\t{PROSE}\t... port ...\tWire\tEnglish\r\n"
        f"21-Oct-2015 11:59AM\tZu\thttps://e.org/2\t{MORE}\thit\tWire\tGerman\r\n"
        "21-Oct-2015 11:59AM\tOnly a hit\thttps://e.org/3\t\thit\tWire\tEnglish\r\n"
    )
    articles, held = read(write(tmp_path, "a.csv", raw.encode(encoding)))
    assert [told(a) for a in articles] == [
        (f"Caf\u00e9 closed\n\n{PROSE}", "Caf\u00e9 closed", OCTOBER, "given", "Wire", "https://e.org/1")
    ]
    assert held == [
        "a.csv: row 3: not English: its language is given as 'German'; only English is coded",
        "a.csv: row 4: no text in it",
    ]


MEDIA_CLOUD = "id,indexed_date,language,media_name,media_url,publish_date,title,url\n9,2020-03-06,en,Wire,e.org,2020-03-05,Port,https://e.org/1\n"


def test_a_media_cloud_list_has_no_texts_and_is_joined_to_files_that_have(tmp_path: Path) -> None:
    articles, held = read(write(tmp_path, "stories.csv", MEDIA_CLOUD.encode()))
    assert (articles, [h[:52] for h in held]) == (
        [],
        ["stories.csv: a list of stories without their texts; "],
    )
    write(tmp_path, "9.html", page(PROSE))
    with_files = MEDIA_CLOUD.replace(",url\n", ",url,saved\n").replace("org/1\n", "org/1,9.html\n")
    more = with_files + "8,,en,Wire,,2020-03-05,Talks,https://e.org/2,../secret.txt\n"
    articles, held = read(write(tmp_path, "stories.csv", more.encode()), columns={"file": "saved"})
    assert [(a.title, a.published, a.source, a.url, PROSE in a.text) for a in articles] == [
        ("Port", MARCH, "Wire", "https://e.org/1", True)
    ]
    assert held == [
        "stories.csv: row 3: its file '../secret.txt' lies outside the table's folder; put it beside the table"
    ]


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql(
        f"COPY (SELECT '{PROSE}' AS body, DATE '2015-10-21' AS date UNION ALL SELECT NULL, NULL) TO '{path}' (FORMAT parquet)"
    )
    articles, held = read(path)
    assert [(a.text, a.published) for a in articles] == [(PROSE, OCTOBER)]
    assert held == ["a.parquet: row 2: no text in it"]


def test_docx_of_one_report(tmp_path: Path) -> None:
    articles, held = read(write(tmp_path, "a.docx", docx("Army shells the port", PROSE, "")))
    assert ([told(a) for a in articles], held) == (
        [(TITLED, "Army shells the port", None, None, None, None)],
        [],
    )


@pytest.mark.parametrize("form", ["docx", "rtf", "html", "txt"])
def test_nexis_uni(tmp_path: Path, form: str) -> None:
    raw = {
        "docx": docx(*NEXIS),
        "rtf": rtf(*NEXIS),
        "html": ("<html><body>" + "".join(f"<p>{line}</p>" for line in NEXIS) + "</body></html>").encode(),
        "txt": "\n\n".join(NEXIS).encode(),
    }[form]
    articles, held = read(write(tmp_path, f"a.{form}", raw))
    assert [told(a)[:5] for a in articles] == [(*PORT, "The Norvia Tribune")]
    assert held == [
        f"a.{form}: article 2: not English: its language is given as 'GERMAN'; only English is coded"
    ]


def test_lexisnexis_academic(tmp_path: Path) -> None:
    articles, held = read(write(tmp_path, "a.txt", "\n\n".join(LEXIS).encode()))
    assert [told(a)[:5] for a in articles] == [(*PORT, "The Norvia Tribune")]
    assert [h[:64] for h in held] == ["a.txt: article 2: no source and date above the text in the layou"]


@pytest.mark.parametrize("form", ["rtf", "html", "txt"])
def test_factiva_as_displayed(tmp_path: Path, form: str) -> None:
    raw = {
        "rtf": rtf(*FACTIVA),
        "html": (
            "<html><body>" + "".join(f"<div>{line}</div>" for line in FACTIVA) + "</body></html>"
        ).encode(),
        "txt": "\n\n".join(FACTIVA).encode(),
    }[form]
    articles, held = read(write(tmp_path, f"a.{form}", raw))
    assert [told(a)[:5] for a in articles] == [
        (TITLED, "Army shells the port", MARCH, "meta", "Norvia News"),
        (
            f"Envoys meet in the capital\n\n{MORE}",
            "Envoys meet in the capital",
            datetime.date(2020, 3, 6),
            "meta",
            "Ostria Daily",
        ),
    ]
    assert held == []


def test_factiva_with_field_codes(tmp_path: Path) -> None:
    cells = "".join(
        f"<tr><td>{a}</td><td><p>{b}</p></td></tr>" for a, b in zip(FIELDS[::2], FIELDS[1::2], strict=True)
    )
    articles, held = read(
        write(tmp_path, "a.html", f"<html><body><table>{cells}</table></body></html>".encode())
    )
    assert ([told(a)[:5] for a in articles], held) == ([(*PORT, "Norvia News")], [])


def test_pdf_lines_become_paragraphs_without_running_heads(tmp_path: Path) -> None:
    first = [
        "Norvia Tribune - page 1",
        "The army of Norvia shelled the port of Velmara on Mon-",
        "day, and the mayor said that two people were killed.",
    ]
    second = [
        "Norvia Tribune - page 2",
        "Envoys from Ostria and Norvia met in the capital on Tuesday,",
        "and they agreed to exchange all the prisoners.",
    ]
    third = ["Norvia Tribune - page 3", "The governor of the province called for calm."]
    articles, held = read(write(tmp_path, "a.pdf", pdf(first, second, third)))
    text = articles[0].text
    assert held == []
    assert "Norvia Tribune" not in text
    assert PROSE in text
    assert MORE in text


def test_a_scanned_pdf_is_held(tmp_path: Path) -> None:
    assert read(write(tmp_path, "scan.pdf", pdf([]))) == (
        [],
        ["scan.pdf: a PDF without text, as a scan is; have it read by an OCR program first"],
    )


def test_a_newsletter(tmp_path: Path) -> None:
    for name in ("a.eml", "a.txt"):
        articles, held = read(write(tmp_path, name, MAIL))
        assert ([told(a) for a in articles], held) == (
            [
                (
                    f"Port shelled \u2013 what we know\n\n{PROSE}\n\n{MORE}",
                    "Port shelled \u2013 what we know",
                    OCTOBER,
                    "meta",
                    "Norvia Briefing",
                    None,
                )
            ],
            [],
        )


WEB = [
    ("https://example.org/2015/10/21/port", page(PROSE), "text/html; charset=utf-8"),
    ("https://example.org/logo.png", b"\x89PNG", "image/png"),
    ("https://example.org/", b"<html><body><a href='/'>Home</a></body></html>", "text/html"),
    (
        "https://example.org/later",
        page(MORE, title="Talks", meta='<meta property="article:published_time" content="2019-01-01">'),
        "text/html",
    ),
]


@pytest.mark.parametrize(("name", "packed"), [("a.warc", False), ("a.warc.gz", True), ("a.wacz", True)])
def test_web_archives(tmp_path: Path, name: str, packed: bool) -> None:
    raw = warc(*WEB, packed=packed)
    if name == "a.wacz":
        raw = zipped({"datapackage.json": b"{}", "archive/data.warc.gz": raw}, packed=False)
    articles, held = read(write(tmp_path, name, raw))
    assert [(a.title, a.published, a.published_origin, a.url) for a in articles] == [
        ("Army shells the port", OCTOBER, "url", "https://example.org/2015/10/21/port"),
        ("Talks", None, None, "https://example.org/later"),  # a date after the capture is not believed
    ]
    assert [h[:59] for h in held] == [f"{name}: https://example.org/: no article found in the page; "[:59]]


def test_archives_are_read_member_by_member(tmp_path: Path) -> None:
    raw = zipped(
        {
            "b/port.html": page(PROSE),
            "a/talks.txt.gz": gzip.compress(MORE.encode()),
            "a/alt.txt": GERMAN.encode(),
            "__MACOSX/a": b"x",
            "inner.zip": zipped({"c.txt": (PROSE + " " + MORE).encode()}),
        }
    )
    articles, held = read(write(tmp_path, "news.zip", raw))
    assert [a.text[:20] for a in articles] == [MORE[:20], "Army shells the port", PROSE[:20]]
    assert [h[:30] for h in held] == ["alt.txt: not English: 0% of it"]


def test_a_json_list(tmp_path: Path) -> None:
    articles, held = read(
        write(tmp_path, "a.json", json.dumps([{"id": "x", "text": PROSE}, {"text": 5}]).encode())
    )
    assert [a.id for a in articles] == ["x"]
    assert held == ['a.json: item 2: no "text"; each item is an object such as {"id": "a1", "text": "..."}']
