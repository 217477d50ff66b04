"""Bytes to text: UTF-8, UTF-16 or Windows-1252, said which; binary data is refused."""

from __future__ import annotations

import unicodedata

from tidings.model.errors import InputError

READ = "Tidings reads what docs/sources.md lists"


def decode(raw: bytes, *, declared: str | None = None) -> tuple[str, str]:
    """The text of UTF-8 (with or without byte order mark), UTF-16 with mark, or Windows-1252 bytes, and which.

    What is no UTF-8 is first tried as the encoding `declared`, where there is one of that name. Raises
    `InputError` for empty and binary input, and for bytes that are none of these.

    >>> decode("Caf\u00e9".encode("cp1252"))
    ('Caf\u00e9', 'cp1252')
    """
    if not raw.strip():
        raise InputError("the file is empty; give a file with the text of an article")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in raw:
        raise InputError(f"binary data, not text. {READ}; export the article as one of these")
    else:
        encodings = ["utf-8-sig", *([declared] if declared else []), "cp1252"]
    for encoding in encodings:
        try:
            return raw.decode(encoding), encoding
        except (LookupError, ValueError):
            continue
    raise InputError("neither UTF-8, UTF-16 nor Windows-1252; save it as UTF-8")


def composed(text: str) -> str:
    """`text` in composed form (NFC) with line feeds only.

    >>> composed("a\\r\\nb\\rc")
    'a\\nb\\nc'
    """
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
