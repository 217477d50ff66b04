"""Coding and merging started from the page: a process of its own, one at a time, with what it says."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from tidings.app.forms import form_of
from tidings.app.site import Site, site_of
from tidings.model.errors import UsageError

router = APIRouter(include_in_schema=False)
RUNS = {
    "code": "code what is new or was coded by another version",
    "merge": "find copies and merge events anew",
}
_MAIN = "import sys; from tidings.cli import main; sys.exit(main(sys.argv[1:]))"
_LINES = 40  # of what a run said


class Job:
    """One run: its words, what it has said, and its exit code once it ended."""

    def __init__(self, what: str, words: Sequence[str], then: Callable[[], None]) -> None:
        self.what = what
        self.said: list[str] = []
        self.started = time.monotonic()
        self.seconds: float | None = None
        self.code: int | None = None
        self._process = subprocess.Popen(
            [sys.executable, "-c", _MAIN, *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
        threading.Thread(target=self._listen, args=[then], daemon=True).start()

    def _listen(self, then: Callable[[], None]) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:  # a carriage return ends a line too: progress is told so
            self.said = [*self.said, line.rstrip()][-_LINES:] if line.strip() else self.said
        self._process.stderr.close()
        code = self._process.wait()
        then()
        self.seconds, self.code = time.monotonic() - self.started, code

    def told(self) -> dict[str, Any]:
        """The run in plain JSON values."""
        seconds = self.seconds if self.seconds is not None else time.monotonic() - self.started
        return {"what": self.what, "running": self.code is None, "code": self.code, "seconds": round(seconds, 1), "said": self.said}  # fmt: skip


@router.post("/run/start")
async def start(request: Request) -> Response:
    """Start a run; `UsageError` while one is on."""
    site = site_of(request)
    form = await form_of(request, site)
    what = form.get("what")
    if what not in RUNS:
        raise UsageError(f"run {what!r} is not one of {', '.join(RUNS)}")
    with site.starting:
        if site.jobs and site.jobs[-1].code is None:
            raise UsageError(f"a run is on: {site.jobs[-1].what}; wait until it ends")
        site.jobs.append(Job(what, [what, site.name], site.keep_columns))
    return RedirectResponse("/runs", 303)


@router.get("/run/now")
def now(request: Request) -> Response:
    """The last run that was started from the page, and whether it still runs."""
    return JSONResponse(last_job(site_of(request)))


def last_job(site: Site) -> dict[str, Any] | None:
    """The last run that was started from the page."""
    return site.jobs[-1].told() if site.jobs else None
