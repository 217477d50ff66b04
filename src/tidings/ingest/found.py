"""What readers are given and what they give: a file, what was asked for, and the texts found in it."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tidings.model.article import Dropped
from tidings.model.errors import InputError

LARGEST_FILE = 20_000_000  # bytes of a text or page; beyond it is no article
LARGEST_EXPORT = 200_000_000  # bytes of a file that holds many articles and is read whole
LONGEST_TEXT = 1_000_000  # characters of one article


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: where its bytes are, and the name by which people know it.

    The two differ for what comes out of an archive: `name` is then "news.zip: folder/page.html".
    """

    path: Path
    name: str
    depth: int = 0  # how many archives it lies in

    @property
    def suffix(self) -> str:
        """The last suffix of the name, in small letters.

        >>> File(Path("/x/y"), "news.zip: a/Page.HTML").suffix
        '.html'
        """
        return Path(self.name.rpartition(": ")[2]).suffix.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One text as a reader found it, before it is judged; `where` is its place in the file ("row 7").

    `origin` says where `published` stood: "given" (a field of the user's) or "meta" (the file's own).
    """

    text: str
    where: str = ""
    key: str | None = None
    title: str | None = None
    published: datetime.date | None = None
    origin: str | None = None
    url: str | None = None
    source: str | None = None
    author: str | None = None
    language: str | None = None


def _quiet(_: str) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the user asked of all sources.

    `columns` maps fields of an article to columns of a table. `note` is told what is worth knowing but holds
    nothing back, `tell` how a file was read.
    """

    published: datetime.date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    note: Callable[[str], None] = _quiet
    tell: Callable[[str], None] = _quiet


Reader = Callable[[File, Asked], Iterator[Found | Dropped]]


def whole(file: File, largest: int) -> bytes:
    """The bytes of `file`; `InputError` above `largest` bytes."""
    size = file.path.stat().st_size
    if size > largest:
        raise InputError(
            f"{size / 1e6:.0f} MB, where one article may have {largest // 1_000_000} MB; "
            "split it into one file an article, or into JSON lines"
            if largest == LARGEST_FILE
            else f"{size / 1e6:.0f} MB, where such a file may have {largest // 1_000_000} MB; split it"
        )
    return file.path.read_bytes()


@contextlib.contextmanager
def damaged(what: str) -> Iterator[None]:
    """Turn whatever a parser of foreign files raises within into an `InputError` that says `what` is damaged."""
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:  # the disk's, not the file's
            raise
        told = " ".join(str(error).split())[:120]
        raise InputError(
            f"the {what} is damaged or cut off ({type(error).__name__}{': ' if told else ''}{told}); "
            "save or export it again"
        ) from error


def needs(library: str, what: str) -> InputError:
    """The error that names the install line for a reader whose library is not there."""
    return InputError(f"{what} need the library {library}; install it with: pip install 'tidings[readers]'")
