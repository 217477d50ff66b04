"""Newsletters saved as mail (EML) to texts."""

from __future__ import annotations

import datetime
import email
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from tidings.ingest.decode import composed
from tidings.ingest.found import LARGEST_FILE, Asked, File, Found, damaged, whole
from tidings.ingest.fragments import blocks_of
from tidings.model.article import Dropped
from tidings.model.errors import InputError

_PLAIN_WORDS = 40  # a plain part with fewer only points to the HTML part


def read_mail(file: File, asked: Asked) -> Iterator[Found | Dropped]:
    """The text of one mail: its plain part where that says something, else its HTML part; no attachments."""
    raw = whole(file, LARGEST_FILE)
    with damaged("mail"):
        message = email.message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        title = " ".join(str(message.get("Subject") or "").split()) or None
        name, address = parseaddr(str(message.get("From") or ""))
        text, part = _body(message)
        published = _day(str(message.get("Date") or ""))
    asked.tell(f"the {part} part of the mail")
    if not text.strip():
        raise InputError("a mail without text; its attachments are not read, save them as files")
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    yield Found(
        text=text,
        title=title,
        published=published,
        origin="meta" if published else None,
        source=name or address or None,
    )


def _body(message: EmailMessage) -> tuple[str, str]:
    plain = _content(message, "plain")
    html = _content(message, "html")
    if html and (len(plain.split()) < _PLAIN_WORDS or re.search(r"<(?:p|div|td|br)\b", plain)):
        return "\n\n".join(blocks_of(html)), "HTML"
    return _unwrapped(composed(plain)), "plain"


def _content(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    if part is None:
        return ""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    for encoding in (part.get_content_charset() or "utf-8", "utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except (LookupError, ValueError):
            continue
    return raw.decode("utf-8", "replace")


def _unwrapped(text: str) -> str:
    """Lines broken at the width of a mail joined again; blank lines part the paragraphs."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n[ \t>]*\n", text))
    return "\n\n".join(part for part in paragraphs if part)


def _day(value: str) -> datetime.date | None:
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
