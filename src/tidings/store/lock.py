"""One writer at a time: a second one is told who writes, and nothing is lost."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from tidings.model.errors import StoreBusy, StoreError
from tidings.store.corpus import Corpus
from tidings.store.swap import tidy


@contextlib.contextmanager
def writing(corpus: Corpus) -> Iterator[None]:
    """Hold the corpus for writing; raises `StoreBusy` when another process does. Readers never wait.

    The lock is the operating system's and goes with the process, so that a killed run leaves none behind.
    """
    try:
        import fcntl
    except ImportError:  # where there is none, parts still appear by atomic rename
        yield
        return
    try:
        opened = (corpus.folder / "writer.lock").open("a+b", buffering=0)
    except OSError as error:
        raise StoreError(
            f"{corpus.folder} cannot be written ({error.strerror}); make it writable, or copy it to where it is"
        ) from None
    with opened as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            who = file.read().decode("ascii", "replace").strip() or "unknown"
            raise StoreBusy(
                f"{corpus.folder} is being written by process {who}; try again when it is done"
            ) from None
        file.truncate(0)
        with contextlib.suppress(OSError):  # on a full disk the lock holds all the same
            file.write(str(os.getpid()).encode())
        tidy(corpus.folder)
        yield
        file.truncate(0)
