"""Errors: every one that Tidings raises on purpose derives from `TidingsError`.

TidingsError
├── InputError        a file, page or line that cannot be read as an article
├── UsageError        an argument or option with a value that is not allowed
├── CodebookError     a codebook that does not pass its checks (carries all problems)
├── LanguageError     the language model is missing or of another version
├── EndpointError     a model's endpoint that did not answer as it should (`tidings.second.endpoint`)
└── StoreError        a corpus folder that cannot be opened or written
    └── StoreBusy     another process is writing it
"""

from __future__ import annotations


class TidingsError(Exception):
    """Base of all errors raised by Tidings: says what was wrong, what is allowed, what to do next."""


class InputError(TidingsError):
    """A file, page or line that cannot be read as an article."""


class UsageError(TidingsError):
    """An argument or option with a value that is not allowed."""


class CodebookError(TidingsError):
    """A codebook that does not pass its checks; the message lists every problem found."""


class LanguageError(TidingsError):
    """The language model is missing or of another version than the pinned one."""


class StoreError(TidingsError):
    """A corpus folder that cannot be opened or written."""


class StoreBusy(StoreError):
    """A corpus folder that another process is writing at the moment."""
