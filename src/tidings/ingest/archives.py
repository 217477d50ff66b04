"""ZIP, gzip and WACZ: what is in them is unpacked beside nothing of the user's, within bounds, and read as files.

No member is written under its own name, so that no name can lead elsewhere; names that try are refused all the same.
"""

from __future__ import annotations

import gzip
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from tidings.ingest.found import Asked, File, damaged
from tidings.model.article import Article, Dropped
from tidings.model.errors import InputError

LARGEST_MEMBER = 1_000_000_000  # bytes of one member, unpacked
LARGEST_ARCHIVE = 4_000_000_000  # bytes of all members, unpacked
MOST_MEMBERS = 100_000
DEEPEST = 3  # archives within archives
_RATIO = 250  # news packs to a tenth; what unpacks to more than this is a bomb
_SMALL = 1_000_000

ReadFile = Callable[[File, Asked], Iterator["Article | Dropped"]]


def read_zip(file: File, asked: Asked, read: ReadFile) -> Iterator[Article | Dropped]:
    """Everything in a ZIP archive, each member read by `read`; what is refused is held with its reason."""
    _check_depth(file)
    with damaged("ZIP archive"):
        archive = zipfile.ZipFile(file.path)
    with archive:
        members = sorted(
            (m for m in archive.infolist() if not m.filename.endswith("/")), key=lambda m: m.filename
        )
        if len(members) > MOST_MEMBERS:
            raise InputError(
                f"{len(members):,} files in it, where an archive may have {MOST_MEMBERS:,}; split it"
            )
        asked.tell(f"{len(members)} files in the archive")
        left = LARGEST_ARCHIVE
        for member in members:
            name = f"{file.name}: {member.filename}"
            if _hidden(member.filename):
                continue
            try:
                left -= member.file_size
                if left < 0:
                    raise InputError("the archive unpacks to more than 4 GB in all; split it")
                with tempfile.NamedTemporaryFile(prefix="tidings-") as place:
                    unpack(archive, member, place)
                    yield from read(File(Path(place.name), name, file.depth + 1), asked)
            except InputError as error:
                yield Dropped("ingest", str(error), name)


def read_gzip(file: File, asked: Asked, read: ReadFile) -> Iterator[Article | Dropped]:
    """The one file that a gzip file holds, read by `read` under the name without ".gz"."""
    _check_depth(file)
    size = file.path.stat().st_size
    inner = file.name[:-3] if file.name.lower().endswith(".gz") else file.name
    with tempfile.NamedTemporaryFile(prefix="tidings-") as place:
        cut = False
        with damaged("gzip file"), gzip.open(file.path) as packed:
            try:
                _copy(packed.read1, place, min(LARGEST_MEMBER, max(_SMALL, size * _RATIO)))
            except EOFError:
                cut = True
            place.flush()
            unpacked = Path(place.name).stat().st_size
        if not unpacked:
            raise InputError("nothing can be unpacked from the gzip file; save it again")
        with open(place.name, "rb") as opened:
            opened.seek(257)
            if opened.read(5) == b"ustar":
                raise InputError("a TAR archive; unpack it, or pack the files as ZIP")
        if cut:
            yield Dropped(
                "ingest", "the gzip file is cut off; what stands before the cut was read", file.name
            )
        yield from read(File(Path(place.name), inner, file.depth + 1), asked)


def unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: IO[bytes]) -> None:
    """Write a member's bytes to `place`; `InputError` when its name, kind or size is one that is refused."""
    _check_member(member)
    with damaged("archived file"), archive.open(member) as packed:
        _copy(packed.read, place, member.file_size)


def _copy(read: Callable[[int], bytes], place: IO[bytes], most: int) -> None:
    """Copy piece by piece, never more than `most` bytes whatever the archive said of itself."""
    copied = 0
    while piece := read(1_000_000):
        copied += len(piece)
        if copied > most:
            raise InputError(
                f"it unpacks to more than {most / 1e6:.0f} MB, as a file made to fill the disk does; unpack it yourself"
            )
        place.write(piece)
    place.flush()


def _check_depth(file: File) -> None:
    if file.depth >= DEEPEST:
        raise InputError(f"an archive within {DEEPEST} others; unpack it")


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts)


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename.replace("\\", "/")
    if not name:
        raise InputError("it has no name in the archive, which is refused; pack it again with plain names")
    if name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/"):
        raise InputError(
            "its name leads out of the archive, which is refused; pack it again with plain names"
        )
    if member.external_attr >> 16 & 0o170000 == 0o120000:
        raise InputError("a link to another file, which is refused; pack the file itself")
    if member.flag_bits & 1:
        raise InputError("locked with a password; unpack it yourself")
    if member.file_size > LARGEST_MEMBER:
        raise InputError(
            f"it unpacks to {member.file_size / 1e6:.0f} MB, where 1000 MB are allowed; unpack it yourself"
        )
    if member.file_size > _SMALL and member.file_size > _RATIO * max(1, member.compress_size):
        raise InputError(
            f"{member.compress_size:,} bytes unpack to {member.file_size:,}, as in a file made to fill the disk; "
            "unpack it yourself"
        )
