"""What is kept ready in the user's cache folder, under the hash of its content and of the code that reads it.

A cached file is plain data (`marshal` of tuples, texts and numbers) behind its own checksum: a file that is
damaged, of another version, or not the user's own is not read, and what it held is built anew from its sources.
Nothing depends on the cache: without one, or with a folder that cannot be written, loading only takes longer.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_KEPT = 6  # files of a kind; the oldest go first
_DIGEST = 32  # bytes of SHA-256 before the data


def cache_folder(environment: Mapping[str, str], *, platform: str = sys.platform) -> Path | None:
    """Where this user's caches lie: $TIDINGS_CACHE (none when it is set and empty), else the system's place.

    >>> cache_folder({"TIDINGS_CACHE": "/tmp/t"}, platform="linux").as_posix()
    '/tmp/t'
    >>> cache_folder({"HOME": "/home/ana"}, platform="linux").as_posix()
    '/home/ana/.cache/tidings'
    >>> cache_folder({"TIDINGS_CACHE": ""}) is None and cache_folder({}, platform="linux") is None
    True
    """
    given = environment.get("TIDINGS_CACHE")
    if given is not None:
        return Path(given) if given else None
    if platform == "win32":
        base = environment.get("LOCALAPPDATA")
        return Path(base) / "tidings" / "cache" if base else None
    if environment.get("XDG_CACHE_HOME"):
        return Path(environment["XDG_CACHE_HOME"]) / "tidings"
    home = environment.get("HOME")
    if not home:
        return None
    return Path(home) / ("Library/Caches" if platform == "darwin" else ".cache") / "tidings"


def code_version(room: Path | None = None) -> str:
    """Hash of the code that makes what is kept: the sources of a package (this one) and the Python that runs them."""
    total = hashlib.sha256(f"{sys.implementation.cache_tag} {marshal.version}".encode())
    for path in sorted((room or Path(__file__).parent).glob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()[:12]


def read_cache(folder: Path, kind: str, key: str) -> Any | None:
    """The plain data of a kind kept under `key`; None when there is none that can be trusted."""
    path = folder / f"{kind}-{key}.bin"
    try:
        with path.open("rb") as file:
            if hasattr(os, "getuid") and os.fstat(file.fileno()).st_uid != os.getuid():
                return None
            content = file.read()
    except OSError:
        return None
    data = memoryview(content)[_DIGEST:]
    if hashlib.sha256(data).digest() != content[:_DIGEST]:
        return None
    try:
        return marshal.loads(data)
    except (EOFError, ValueError, TypeError):
        return None


def write_cache(folder: Path, kind: str, key: str, plain: Any) -> bool:
    """Keep plain data of a kind under `key`; False, and nothing else, when the folder cannot be written."""
    data = marshal.dumps(plain)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, beside = tempfile.mkstemp(prefix=f".{kind}-", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(data).digest() + data)
            os.replace(beside, folder / f"{kind}-{key}.bin")
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(beside)
            raise
        _drop_oldest(folder, kind)
    except OSError:
        return False
    return True


def _drop_oldest(folder: Path, kind: str) -> None:
    kept = sorted(folder.glob(f"{kind}-*.bin"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[_KEPT:]:
        with contextlib.suppress(OSError):
            path.unlink()


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Without garbage collection while many small objects are made that all stay: a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # what was made counts as old: it is not searched for garbage at once
        gc.unfreeze()
        if was:
            gc.enable()
