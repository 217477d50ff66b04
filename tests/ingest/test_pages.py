"""Saved pages of many shapes: no sentence of the article is lost that trafilatura alone keeps, and less beside it is coded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import trafilatura
from tests.readable import MORE, PROSE, page, write

from tidings.ingest.pages import read_page
from tidings.ingest.read import read_sources
from tidings.ingest.skipped import find_skipped
from tidings.model.article import Article

SENTENCES = (
    PROSE,
    MORE,
    "The governor of the province called for calm and asked the army to stop the shelling of the town.",
    '"We will not leave our homes," said Tomas Berin, a fisherman who has lived by the harbour for forty years.',
    "Hospitals in the city treated eleven people, among them three children, a doctor said.",
    "The United Council will meet on Friday to discuss the truce that both sides signed last spring.",
)
BESIDE = (
    "Sign up for our newsletter",
    "Most read",
    "Ten recipes for the summer",
    "Accept all cookies",
    "Mara Ilves / Reuters",
    "Follow us",
    "A picture of the harbour at dawn",
    "All rights reserved",
    "Leave a comment",
    "Great article, thanks for it all",
    "Subscribe now for one dollar a week",
    "Read more: Old truce breaks down in the north",
)
NAV = '<header><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav></header>'
FOOT = "<footer><p>All rights reserved</p><p>Follow us</p></footer>"
RELATED = (
    '<aside class="related"><h3>Most read</h3><ul><li><a href="/1">Ten recipes for the summer</a></li>'
    '<li><a href="/2">Read more: Old truce breaks down in the north</a></li></ul></aside>'
)
SIGN_UP = '<div class="newsletter-signup"><p>Sign up for our newsletter</p><p>Subscribe now for one dollar a week</p></div>'
PICTURE = (
    '<figure><img src="x.jpg" alt="x"><figcaption>A picture of the harbour at dawn</figcaption></figure>'
    '<p class="caption">Photo: Mara Ilves / Reuters</p>'
)
COMMENTS = '<section id="comments"><h3>Leave a comment</h3><p>Great article, thanks for it all</p></section>'
COOKIES = '<div class="cookie-banner"><p>Accept all cookies</p></div>'
H1 = "<h1>Army shells the port</h1>"


def paragraphs(*sentences: str) -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)


S = SENTENCES
BODIES = {
    "article": f"{NAV}<article>{H1}{PICTURE}{paragraphs(*S[:3])}{RELATED}{paragraphs(*S[3:])}{SIGN_UP}</article>{COMMENTS}{FOOT}",
    "divs": f'{COOKIES}{NAV}<div id="main"><div class="story-body">{H1}{PICTURE}{paragraphs(*S[:2])}{SIGN_UP}{paragraphs(*S[2:])}</div>{RELATED}</div>{COMMENTS}{FOOT}',
    "tables": f"<table><tr><td>{NAV}</td><td>{H1}{paragraphs(*S)}</td><td>{RELATED}</td></tr></table>{FOOT}",
    "line breaks": f'{NAV}<div class="content">{H1}{"<br><br>".join(S)}</div>{FOOT}',
    "divs for paragraphs": f'{NAV}<div class="article-text">{H1}{"".join(f"<div>{s}</div>" for s in S)}</div>{SIGN_UP}{FOOT}',
    "sections": f"{NAV}<main>{H1}{''.join(f'<section><h2>Part {n}</h2><p>{s}</p></section>' for n, s in enumerate(S))}</main>{RELATED}{FOOT}",
    "wall": f"{NAV}<article>{H1}{paragraphs(*S[:4])}<div class='paywall'><p>Subscribe now for one dollar a week</p></div>{paragraphs(*S[4:])}</article>{FOOT}",
    "spans": f"{NAV}<div class='post'>{H1}{''.join(f'<p><span>{s}</span></p>' for s in S)}{PICTURE}</div>{COMMENTS}{FOOT}",
    "quotation": f"{NAV}<article>{H1}{paragraphs(*S[:3])}<blockquote><p>{S[3]}</p></blockquote>{paragraphs(*S[4:])}</article>{SIGN_UP}{FOOT}",
    "list": f"{NAV}<article>{H1}{paragraphs(*S[:2])}<ul>{''.join(f'<li>{s}</li>' for s in S[2:])}</ul></article>{RELATED}{FOOT}",
    "live": f"{NAV}<main>{H1}{''.join(f'<div class=live><time>10:0{n}</time><p>{s}</p></div>' for n, s in enumerate(S))}</main>{FOOT}",
    "plain": "<pre>Army shells the port\n\n" + "\n\n".join(S) + "</pre>",
    "link between": f"{NAV}<article>{H1}{paragraphs(*S[:2])}<p><a href='/x'>Read more: Old truce breaks down in the north</a></p>{paragraphs(*S[2:])}</article>{FOOT}",
}
DATA = json.dumps({"@type": "NewsArticle", "headline": "Army shells the port", "articleBody": "\n".join(S)})
PAGES = {
    **{
        shape: f"<!DOCTYPE html><html><head><title>Army shells the port</title></head><body>{b}</body></html>"
        for shape, b in BODIES.items()
    },
    "data only": f'<!DOCTYPE html><html><head><title>Army shells the port</title><script type="application/ld+json">{DATA}</script></head><body><div id=app></div></body></html>',
}


@pytest.mark.parametrize("shape", PAGES)
def test_pages_are_read_at_least_as_well_as_by_the_library_alone(shape: str) -> None:
    text = read_page(PAGES[shape]).text
    coded = text
    for start, end, _ in reversed(find_skipped(text)):
        coded = coded[:start] + coded[end:]
    alone = trafilatura.extract(PAGES[shape]) or ""
    assert [s for s in SENTENCES if s in alone and s not in coded] == []
    assert [s for s in SENTENCES if s not in coded] == []
    assert [words for words in BESIDE if words in coded] == []


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-16", "utf-16"),
        ("iso-8859-2", "ISO-8859-2"),
        ("cp1252", "nonsense"),
        ("utf-8", "cp1251"),
    ],
)
def test_the_encoding_of_a_page(tmp_path: Path, encoding: str, declared: str) -> None:
    letter = "\u0159" if encoding == "iso-8859-2" else "\u00e9"
    raw = page(f"Ji{letter}i. {PROSE}", meta=f'<meta charset="{declared}">').decode().encode(encoding)
    (item,) = read_sources([write(tmp_path, "a.html", raw)])
    assert isinstance(item, Article)
    assert f"Ji{letter}i. {PROSE}" in item.text
