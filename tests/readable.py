"""Files of every format that is read, written by us: builders shared by the tests of reading."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

PROSE = "The army of Norvia shelled the port of Velmara on Monday, and the mayor said that two people were killed."
MORE = "Envoys from Ostria and Norvia met in the capital on Tuesday, and they agreed to exchange all the prisoners."
GERMAN = (
    "Der Minister hat am Montag die Truppen aus dem Hafen abgezogen, wie das Amt in der Stadt mitteilte. " * 4
)


def docx(*paragraphs: str, more: str = "") -> bytes:
    """A DOCX file of paragraphs; `more` is put before the document's root."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>' for text in paragraphs)
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{more}<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>'
    return zipped({"word/document.xml": xml.encode()})


def zipped(members: dict[str, bytes], *, packed: bool = True) -> bytes:
    """A ZIP archive of members by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, raw in members.items():
            archive.writestr(zipfile.ZipInfo(name), raw, compress_type=archive.compression)
    return out.getvalue()


def rtf(*paragraphs: str) -> bytes:
    """An RTF file of paragraphs."""
    body = "\n".join(rf"\pard {text}\par" for text in paragraphs)
    return rf"{{\rtf1\ansi\ansicpg1252\deff0{{\fonttbl{{\f0 Times;}}}}\f0\fs24 {body}}}".encode("cp1252")


def pdf(*pages: list[str]) -> bytes:
    """A PDF file with the lines of each page, in a standard font."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects.append(font)
    kids = []
    for lines in pages:
        text = "BT /F1 11 Tf 14 TL 50 780 Td\n" + "\n".join(f"({line}) Tj T*" for line in lines) + "\nET"
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream".encode("latin-1"))
        content = len(objects)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out = b"%PDF-1.4\n"
    places = []
    for number, item in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + item + b"\nendobj\n"
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(
        f"{at:010d} 00000 n \n" for at in places
    )
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + table.encode() + trailer.encode()


def page(prose: str, *, title: str = "Army shells the port", meta: str = "") -> bytes:
    """A saved page with navigation, boxes and a script around its article."""
    return f"""<!DOCTYPE html><html><head><title>{title} | Norvia Tribune</title>
<meta property="og:site_name" content="Norvia Tribune">{meta}<script>var army = "shelled nothing";</script></head><body>
<nav><a href="/">Home</a><a href="/world">World</a></nav><article><h1>{title}</h1><p>{prose}</p>
<p>The governor of the province called for calm and asked the army to stop the shelling of the town.</p>
</article><footer>All rights reserved.</footer></body></html>""".encode()


def warc(*records: tuple[str, bytes, str], packed: bool = False) -> bytes:
    """A WARC file of responses (address, body, content type), each record packed by itself when asked."""
    out = b""
    for address, body, kind in records:
        http = (
            f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        )
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2015-10-22T10:00:00Z\r\n"
            "WARC-Record-ID: <urn:uuid:92283950-ef2f-4d72-b224-f54c6ec90bb0>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        ).encode()
        record = head + http + b"\r\n\r\n"
        out += gzip.compress(record, mtime=0) if packed else record
    return out


def rss(*items: str, head: str = "") -> bytes:
    """An RSS feed of items."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>{head}
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Norvia Wire</title><link>https://example.org/</link><language>en-gb</language>{"".join(items)}</channel></rss>""".encode()


ITEM = f"""<item><title>Port shelled</title><link>https://example.org/port</link><pubDate>Wed, 21 Oct 2015 23:30:00 -0400</pubDate>
<dc:creator>Mara Ilves</dc:creator><description>Short.</description>
<content:encoded><![CDATA[<p>{PROSE}</p><script>alert(1)</script><p>{MORE}</p>]]></content:encoded></item>"""
SUMMARY = f"<item><title>Envoys meet</title><guid>https://example.org/meet</guid><description>{MORE}</description></item>"

NEXIS = [
    "User Name: A Reader", "Date and Time: Friday, March 6, 2020 10:12:00 AM EST", "Documents (2)", "1. Army shells the port",
    "Army shells the port", "The Norvia Tribune", "March 5, 2020 Thursday", "Copyright 2020 The Norvia Tribune All Rights Reserved",
    "Section: WORLD; Pg. 3", "Length: 42 words", "Byline: Mara Ilves", "Body", PROSE, MORE, "Graphic", "A photo of the port.",
    "Classification", "Language: ENGLISH", "Publication-Type: Newspaper", "Load-Date: March 6, 2020", "End of Document",
    "Minister zieht Truppen ab", "Ostria Zeitung", "4 March 2020", "Copyright 2020 Ostria Zeitung", "Length: 60 words", "Body",
    GERMAN, "Classification", "Language: GERMAN", "Load-Date: March 5, 2020", "End of Document",
]  # fmt: skip
FACTIVA = [
    "Army shells the port", "By Mara Ilves", "42 words", "5 March 2020", "09:31", "Norvia News", "NORNEW", "English",
    "(c) 2020 Norvia News Limited", PROSE, "Document NORNEW0020200305eg3502abc",
    "Envoys meet in the capital", "38 words", "6 March 2020", "Ostria Daily", "OSTD", "English", "Copyright 2020 Ostria Daily",
    MORE, "Document OSTD000020200306eg360001x",
]  # fmt: skip
FIELDS = [
    "HD", "Army shells the port", "BY", "Mara Ilves", "WC", "42 words", "PD", "5 March 2020", "SN", "Norvia News", "LA", "English",
    "LP", PROSE, "TD", MORE, "AN", "Document NORNEW0020200305eg3502abc",
]  # fmt: skip
LEXIS = [
    "1 of 2 DOCUMENTS", "The Norvia Tribune", "March 5, 2020 Thursday", "HEADLINE: Army shells the port", "BYLINE: Mara Ilves",
    "LENGTH: 42 words", PROSE, MORE, "LOAD-DATE: March 6, 2020", "LANGUAGE: ENGLISH",
    "2 of 2 DOCUMENTS", "Ostria Daily", "Envoys meet", "LENGTH: 38 words", MORE,
]  # fmt: skip
MAIL = f"""From: "Norvia Briefing" <news@example.org>
To: reader@example.org
Subject: =?utf-8?q?Port_shelled_=E2=80=93_what_we_know?=
Date: Wed, 21 Oct 2015 06:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="part"

--part
Content-Type: text/plain; charset=utf-8

View this mail in your browser.

--part
Content-Type: text/html; charset=utf-8

<html><head><style>p {{ color: red }}</style></head><body><table><tr><td><p>{PROSE}</p><p>{MORE}</p></td></tr></table></body></html>

--part--
""".encode()


def write(folder: Path, name: str, raw: bytes) -> Path:
    """Write `raw` into `folder` under `name` and give the path."""
    path = folder / name
    path.write_bytes(raw)
    return path
