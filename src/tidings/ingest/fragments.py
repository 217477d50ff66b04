"""Pieces of HTML to lines of text: what feeds, mails and exports of news databases hold."""

from __future__ import annotations

import unicodedata

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_NEVER = ("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "button")


def blocks_of(html: str) -> list[str]:
    """The lines of text in `html`, one for each block, without scripts and styles.

    >>> blocks_of("<p>The army <b>left</b>.</p><script>x()</script><p>It rained.<br>All day.</p>")
    ['The army left.', 'It rained.', 'All day.']
    >>> blocks_of("Plain &amp; short")
    ['Plain & short']
    """
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    if not html.strip():
        return []
    raw = f"<html><body>{html}</body></html>" if "<body" not in html.lower() else html
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    tree = document_fromstring(raw.encode("utf-8", "replace"), parser=parser)
    etree.strip_elements(tree, *_NEVER, with_tail=False)
    lines: list[str] = []
    parts: list[str] = []

    def close() -> None:
        line = " ".join(unicodedata.normalize("NFC", "".join(parts)).split())
        if line:
            lines.append(line)
        parts.clear()

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in _BLOCKS:
            close()
        parts.append((element.text if event == "start" else element.tail) or "")
    close()
    return lines
