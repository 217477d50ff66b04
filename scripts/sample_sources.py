"""Writes docs/files: a Nexis export, a feed and a web archive to follow the documentation with; all texts are our own.

Run from the project's root: `python -m scripts.sample_sources`. The bytes are always the same.
"""

from __future__ import annotations

from pathlib import Path

from tests import readable

FILES = Path(__file__).parents[1] / "docs" / "files"

_TALKS = (
    "Egyptian and Ethiopian ministers met in Cairo on Tuesday to discuss the filling of the dam on the Blue Nile.",
    "Egypt accused Ethiopia of acting alone. The Ethiopian government rejected the accusation and said that it had"
    " shared all data with its neighbours.",
    "Sudan called on both governments to sign a binding agreement.",
)
_BORDER = (
    "Kenyan soldiers shelled positions of al-Shabab near Dhobley in southern Somalia on Wednesday, killing at least nine"
    " fighters, the Kenyan army said.",
    "Somalia thanked Kenya for its support. The opposition in Nairobi criticized the government for the operation.",
)
_EXPELLED = (
    "Ethiopia expelled two Egyptian diplomats on Friday, the foreign ministry in Addis Ababa announced.",
    "Egypt condemned the expulsion and recalled its ambassador from Ethiopia on Saturday.",
)
_AID = (
    "Turkey delivered 40 tons of food to Somalia on Monday, the Turkish embassy in Mogadishu said.",
    "Somalia's president praised the Turkish government. Turkey will also train Somali soldiers, the embassy said.",
)
_PEACE = (
    "Ethiopia and Egypt signed an agreement on the dam in Khartoum on Thursday after a week of talks.",
    "Sudan's prime minister welcomed the accord. Egypt will send its ambassador back to Addis Ababa next month.",
)
_PROTEST = (
    "Hundreds of students marched in Nairobi on Monday against the government's new taxes.",
    "Police fired tear gas at the protesters and arrested 23 people, the interior ministry said.",
    "The United Nations urged Kenya to investigate the conduct of its police.",
)


def nexis() -> bytes:
    """Three articles as Nexis Uni exports them, one of them German."""
    lines = ["User Name: A Reader", "Date and Time: Friday, June 30, 2023 10:12:00 AM EST", "Documents (3)"]
    for title, outlet, day, loaded, body in (
        ("Ministers meet over Nile dam", "The Lakeside Courier", "March 15, 2023 Wednesday", "March 15, 2023", _TALKS),
        ("Kenyan army shells militants across border", "The Lakeside Courier", "April 6, 2023 Thursday", "April 6, 2023", _BORDER),
    ):
        lines += [title, outlet, day, "Copyright 2023 The Lakeside Courier All Rights Reserved", "Section: WORLD; Pg. 3",
                  "Length: 70 words", "Byline: Mara Ilves", "Body", *body, "Classification", "Language: ENGLISH",
                  "Publication-Type: Newspaper", f"Load-Date: {loaded}", "End of Document"]  # fmt: skip
    lines += ["Minister reist nach Kairo", "Ostria Zeitung", "16 March 2023", "Copyright 2023 Ostria Zeitung", "Length: 60 words",
              "Body", readable.GERMAN, "Classification", "Language: GERMAN", "Load-Date: March 16, 2023", "End of Document"]  # fmt: skip
    return readable.docx(*lines)


def feed() -> bytes:
    """A feed of three entries with their full text."""
    items = [
        f"<item><title>{title}</title><link>https://gulfwire.example/{slug}</link><pubDate>{day}</pubDate>"
        f"<content:encoded><![CDATA[{''.join(f'<p>{p}</p>' for p in body)}]]></content:encoded></item>"
        for title, slug, day, body in (
            ("Ethiopia expels Egyptian diplomats", "expelled", "Sun, 16 Apr 2023 07:30:00 +0000", _EXPELLED),
            ("Turkish food reaches Mogadishu", "food", "Tue, 09 May 2023 06:00:00 +0000", _AID),
            ("Nile dam: agreement signed", "signed", "Fri, 16 Jun 2023 18:00:00 +0000", _PEACE),
        )
    ]
    return readable.rss(*items).replace(b"Norvia Wire", b"Gulf Wire").replace(b"https://example.org/", b"https://gulfwire.example/")


def archive() -> bytes:
    """A web archive of two pages; the first prints a story of the feed again."""
    pages = []
    for title, slug, day, body in (
        ("Ethiopia expels two diplomats from Egypt", "2023/04/16/expelled", "2023-04-16T09:00:00Z", _EXPELLED),
        ("Tear gas at tax march in Nairobi", "2023/06/20/taxes", "2023-06-20T12:00:00Z", _PROTEST),
    ):
        paragraphs = "".join(f"<p>{p}</p>" for p in body)
        page = (
            f"<!DOCTYPE html><html lang='en'><head><title>{title} | Nile Post</title>"
            f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="Nile Post">'
            f'<meta property="article:published_time" content="{day}"></head><body>'
            f'<nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>{title}</h1>{paragraphs}</article>'
            "<footer>All rights reserved.</footer></body></html>"
        )
        pages.append((f"https://nilepost.example/{slug}", page.encode(), "text/html; charset=utf-8"))
    return readable.warc(*pages, packed=True)


def files() -> dict[str, bytes]:
    """The bytes of each file by its name."""
    return {"nexis.docx": nexis(), "feed.xml": feed(), "crawl.warc.gz": archive()}


def main() -> None:
    """Write the files."""
    FILES.mkdir(exist_ok=True)
    for name, content in files().items():
        FILES.joinpath(name).write_bytes(content)


if __name__ == "__main__":
    main()
