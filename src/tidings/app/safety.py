"""Who may ask: this machine only, with the token, from our own pages. Every answer carries a strict policy.

A page of another site that a browser has open beside this one can send requests here; it is stopped by the Host
(rebinding), the Origin, the session cookie (SameSite) and the token in every form.
"""

from __future__ import annotations

import hashlib
import hmac
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_READING = ("GET", "HEAD")


def derived(token: str, purpose: str) -> str:
    """A secret for one purpose, made from the token, which it does not give away."""
    return hmac.new(token.encode(), purpose.encode(), hashlib.sha256).hexdigest()


class Gate:
    """ASGI layer around the whole app; `hosts` are the Host headers that are answered, such as 127.0.0.1:8765."""

    def __init__(self, app: ASGIApp, *, token: str, hosts: frozenset[str]) -> None:
        self.app = app
        self.token = token
        self.hosts = hosts
        self.origins = frozenset(f"http://{host}" for host in hosts)
        self.session = derived(token, "session")
        self.cookie = f"tidings_{derived(token, 'cookie')[:8]}"  # servers on other ports keep theirs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        refusal = self._answer(scope)
        await (refusal or self.app)(scope, receive, guarded)

    def _answer(self, scope: Scope) -> Response | None:
        """The answer of the gate itself; None lets the request in."""
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self.hosts:
            return PlainTextResponse("This server answers to this machine only.\n", 421)
        origin = headers.get("origin")
        reading = scope["method"] in _READING
        if (origin is not None or not reading) and origin not in self.origins:
            return PlainTextResponse("Requests from other origins are refused.\n", 403)
        given = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        token = dict(given).get("token")
        if token is not None and reading:
            if not hmac.compare_digest(token.encode(), self.token.encode()):
                return self._unknown()
            rest = urlencode([(name, value) for name, value in given if name != "token"])
            # the path as the server saw it: "//host" would lead elsewhere
            path = "/" + scope["path"].lstrip("/\\")
            answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(self.cookie, self.session, httponly=True, samesite="strict", path="/")
            return answer
        if scope["path"].startswith("/static/") or self._known(headers):
            return None
        return self._unknown()

    def _known(self, headers: Headers) -> bool:
        kind, _, key = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return hmac.compare_digest(key.strip().encode(), self.token.encode())
        cookies = SimpleCookie()
        try:
            cookies.load(headers.get("cookie", ""))
        except CookieError:
            return False
        held = cookies[self.cookie].value if self.cookie in cookies else ""
        return hmac.compare_digest(held.encode(), self.session.encode())

    def _unknown(self) -> Response:
        return PlainTextResponse(
            "Open the address that `tidings serve` printed: it carries the token of this session.\n", 401
        )
