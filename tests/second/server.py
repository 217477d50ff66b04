"""A fake endpoint on the loopback address that answers as it is told to, also badly."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Server:
    """Where it listens, what it was asked, and how it answers: a name of `MISDEEDS`, or a text made from the sentence."""

    url: str
    how: str | Callable[[str], str]
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)


def completion(content: object) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def events(*items: dict[str, Any]) -> str:
    return json.dumps({"events": list(items)})


@contextlib.contextmanager
def serving(how: str | Callable[[str], str]) -> Iterator[Server]:
    """Serve until the block ends."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append(body)
            server.keys.append(self.headers.get("Authorization"))
            if callable(server.how):
                return self.give(completion(server.how(body["messages"][1]["content"])))
            with contextlib.suppress(OSError):  # the reader hangs up on misdeeds
                MISDEEDS[server.how](self)

        def give(
            self, raw: bytes, kind: str = "application/json", status: int = 200, length: int | None = None
        ) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(raw) if length is None else length))
            self.end_headers()
            self.wfile.write(raw)

        def drip(self, piece: bytes, pause: float) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            for _ in range(2000):
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(pause)

        def log_message(self, *_: object) -> None:
            pass

    # what a server does wrong, by name
    MISDEEDS: dict[str, Callable[[Handler], None]] = {
        "error 500": lambda h: h.give(b"oops", "text/plain", 500),
        "error 401": lambda h: h.give(b'{"error": "no key"}', status=401),
        "redirect": lambda h: h.give(b"", status=307),
        "no json": lambda h: h.give(b"not json at all"),
        "another shape": lambda h: h.give(b'{"choices": []}'),
        "no text": lambda h: h.give(completion(None)),
        "web page": lambda h: h.give(b"<html></html>", "text/html"),
        "cut off": lambda h: h.give(completion("{}"), length=5000),
        "silence": lambda h: time.sleep(2),
        "endless drip": lambda h: h.drip(b" ", 0.02),
        "endless flood": lambda h: h.drip(b" " * 65536, 0),
        "hang up": lambda h: h.connection.close(),
        "deep": lambda h: h.give(b"[" * 100_000),
    }
    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    httpd.block_on_close = False
    server = Server(f"http://127.0.0.1:{httpd.server_address[1]}/v1", how)
    thread = threading.Thread(target=httpd.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()
