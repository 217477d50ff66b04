"""`tidings serve`: a corpus in the browser, for this machine only."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tidings.commands import DEMO

if TYPE_CHECKING:
    from tidings.commands import Subparsers

PORT = 8765


def add(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "serve",
        help="read a corpus in the browser, on this machine only",
        description="Prints an address with a token; Ctrl-C stops. Other commands keep working meanwhile.",
    )
    parser.add_argument("corpus", nargs="?", default=DEMO)
    parser.add_argument("--port", type=int, default=PORT, help=f"default {PORT}; 0 for any that is free")
    parser.add_argument(
        "--reviewer", metavar="NAME", help="whose reviews these are; your login when left out"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until stopped; returns the exit code."""
    import datetime
    import importlib.util
    import os
    import secrets
    import socket
    from pathlib import Path

    from tidings.model.errors import UsageError

    missing = [name for name in ("fastapi", "jinja2", "uvicorn") if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(f"serve needs {', '.join(missing)}; install with: pip install 'tidings[web]'")
    if not 0 <= options.port <= 65535:
        raise UsageError(f"--port {options.port} is not a number from 0 to 65535")
    import uvicorn

    from tidings.app.site import create_app
    from tidings.codebook.cache import cache_folder

    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", options.port))
    except OSError as error:
        raise UsageError(f"port {options.port} cannot be used ({error.strerror}); try --port 0") from None
    listener.listen(128)  # who opens the address before the server is up waits, and is not refused
    port, token = listener.getsockname()[1], secrets.token_urlsafe(24)
    kept = cache_folder(os.environ)
    app = create_app(
        Path(options.corpus), token=token, hosts=frozenset({f"127.0.0.1:{port}", f"localhost:{port}"}),
        reviewer=reviewer_of(options.reviewer), now=lambda: datetime.datetime.now(datetime.UTC), cache=kept / "tables" if kept else None,
    )  # fmt: skip
    print(f"Open     http://127.0.0.1:{port}/?token={token}", flush=True)
    print("         (this machine only; Ctrl-C stops; other commands keep working)", flush=True)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
    uvicorn.Server(config).run(sockets=[listener])
    return 0


def reviewer_of(given: str | None) -> str:
    """Whose reviews these are: the name given, else the login, else "reviewer" where a container has no login."""
    import getpass

    if given:
        return given
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "reviewer"
