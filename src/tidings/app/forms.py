"""Reading a form that a page sent: bounded, and only with the token that our own pages carry."""

from __future__ import annotations

import hmac
from urllib.parse import parse_qsl

from starlette.requests import Request

from tidings.app.site import Site
from tidings.model.errors import TidingsError

LARGEST = 64_000  # bytes


class Refused(TidingsError):
    """A form that is not taken; `status` is the HTTP status that says why."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


class Form:
    """The fields of a form in their order."""

    def __init__(self, items: list[tuple[str, str]]) -> None:
        self.items = items

    def get(self, name: str, default: str = "") -> str:
        """The first value of a field."""
        return next((value for key, value in self.items if key == name), default)

    def all(self, name: str) -> list[str]:
        """All values of a field that are not empty."""
        return [value for key, value in self.items if key == name and value.strip()]

    def dict(self) -> dict[str, str]:
        """The last value of each field."""
        return dict(self.items)


async def form_of(request: Request, site: Site) -> Form:
    """The form of a request; `Refused` when it is too large or of another session."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            raise Refused(413, "the form is too large")
    try:
        form = Form(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=500))
    except ValueError:
        raise Refused(413, "the form has too many fields") from None
    if not hmac.compare_digest(form.get("csrf").encode(), site.csrf.encode()):
        raise Refused(403, "the form is of another session: load the page again")
    return form
