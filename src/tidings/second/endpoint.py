"""One question to an OpenAI-compatible endpoint, over plain HTTP: bounded in time and size, no redirects.

The only place of Tidings, beside feeds that are asked for, that opens a connection.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tidings.model.errors import TidingsError, UsageError

_MOST_BYTES = 1_000_000
_CHUNK = 16_384


class EndpointError(TidingsError):
    """An endpoint that did not answer as it should. `final` says that asking again would not help."""

    def __init__(self, message: str, *, final: bool = False) -> None:
        super().__init__(message)
        self.final = final


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a model answers. `seconds` bound a whole answer; `key` goes into the request and nowhere else.

    `url` is the base address that ends before `/chat/completions`, such as "http://127.0.0.1:11434/v1".
    """

    url: str
    model: str
    key: str | None = None
    seconds: float = 60.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise UsageError(
                f"{self.url!r} is no address of an endpoint; give one such as http://127.0.0.1:11434/v1"
            )
        if not self.model.strip():
            raise UsageError("the model has no name; give --model NAME as the endpoint calls it")

    def __repr__(self) -> str:
        return f"Endpoint(url={self.url!r}, model={self.model!r})"  # never the key

    def answer(self, body: Mapping[str, Any]) -> str:
        """The text of the answer to a chat request; `EndpointError` says what went wrong."""
        status, kind, raw = self._post(json.dumps(body).encode())
        if status in (408, 409, 425, 429) or status >= 500:
            raise EndpointError(f"{self.url} answered with status {status}")
        if status != 200:
            told = " ".join(raw[:200].decode("utf-8", "replace").split())
            raise EndpointError(
                f"{self.url} answered with status {status}: {told or 'no reason given'}; check --url, --model and the key",
                final=True,
            )
        if "json" not in kind.lower():
            raise EndpointError(f"{self.url} answered with {kind or 'no content type'}, not JSON")
        try:
            content = json.loads(raw)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError):
            raise EndpointError(f"{self.url} answered with JSON that is no chat completion") from None
        if not isinstance(content, str):
            raise EndpointError(f"{self.url} gave an answer without text")
        return content

    def _post(self, body: bytes) -> tuple[int, str, bytes]:
        """Status, content type and body; nothing waits longer than `seconds` in all."""
        parts = urlsplit(self.url)
        make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        assert parts.hostname is not None
        connection = make(parts.hostname, parts.port, timeout=self.seconds)
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        expired = threading.Event()
        timer = threading.Timer(self.seconds, expired.set)
        try:
            connection.connect()
            # the response takes the socket away from the connection: it is kept here, to be shut in time
            timer = threading.Timer(self.seconds, _hang_up, (connection.sock, expired))
            timer.daemon = True
            timer.start()
            connection.request("POST", f"{parts.path.rstrip('/')}/chat/completions", body, headers)
            response = connection.getresponse()
            raw = b""
            while piece := response.read1(_CHUNK):
                raw += piece
                if len(raw) > _MOST_BYTES:
                    raise EndpointError(f"{self.url} answered with more than {_MOST_BYTES:,} bytes")
            if expired.is_set():
                raise TimeoutError
            if response.length:
                raise EndpointError(f"{self.url} broke off its answer")
            return response.status, response.getheader("Content-Type", ""), raw
        except TimeoutError:
            raise self._late() from None
        except (OSError, http.client.HTTPException) as error:
            if expired.is_set():
                raise self._late() from None
            reason = str(error) or type(error).__name__
            raise EndpointError(f"{self.url} cannot be asked: {reason}") from None
        finally:
            timer.cancel()
            connection.close()

    def _late(self) -> EndpointError:
        return EndpointError(f"{self.url} did not answer within {self.seconds:g} seconds")


def _hang_up(sock: socket.socket, expired: threading.Event) -> None:
    """End a connection whose time is up, whatever it is doing: reading on it ends at once."""
    expired.set()
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
