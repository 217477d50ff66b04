"""The address of a page is its whole state: filters, words, sorting, page."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from tidings.query.filters import NAMES, Filters, parse_filters

PAGE_SIZE = 50


@dataclass(frozen=True)
class Address:
    """A path with its items in order; those named as filters are filters, the others belong to the page."""

    path: str
    items: tuple[tuple[str, str], ...]

    def get(self, name: str, default: str = "") -> str:
        """The first value of an item."""
        return next((value for key, value in self.items if key == name), default)

    @property
    def page(self) -> int:
        """The page number, from 1; whatever else is given is the first page."""
        text = self.get("page", "1")
        return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1

    def filters(self, *own: str) -> Filters:
        """The filters; `own` are the page's own items. `UsageError` for an item that is neither."""
        given: dict[str, list[str]] = {}
        for name, value in self.items:
            if name not in own and value.strip():
                given.setdefault(name, []).append(value)
        return parse_filters(given)

    def href(self, path: str | None = None, **changes: str | int | None) -> str:
        """The address with some items changed or, with None, left out; underscores in names are hyphens."""
        named = {key.replace("_", "-"): value for key, value in changes.items()}
        kept = [(key, value) for key, value in self.items if key not in named]
        kept += [(key, str(value)) for key, value in named.items() if value is not None]
        return (path or self.path) + (f"?{urlencode(kept)}" if kept else "")

    def only_filters(self, path: str, **more: str) -> str:
        """Another page's address with these filters."""
        kept = [(key, value) for key, value in self.items if key in NAMES]
        kept += list(more.items())
        return path + (f"?{urlencode(kept)}" if kept else "")

    def toggled(self, name: str, value: str) -> str:
        """The address with one alternative of a filter put in or taken out, on the first page."""
        values = [v for key, v in self.items if key == name]
        split = [piece for v in values for piece in v.split(",")] if name != "near" else values
        left = [piece for piece in split if piece != value]
        if len(left) == len(split):
            left.append(value)
        kept = [(key, v) for key, v in self.items if key not in (name, "page")]
        if left:
            kept.append((name, ",".join(left)))
        return self.path + (f"?{urlencode(kept)}" if kept else "")


def address_of(request: Request) -> Address:
    """The address of a request; items without a value are left out, as a form leaves them."""
    items = tuple((key, value) for key, value in request.query_params.multi_items() if value != "")
    return Address(request.url.path, items)


def command(words: Sequence[str], filters: Filters) -> str:
    """A command line with its filters, quoted for a shell.

    >>> command(["tidings", "export", "my corpus"], parse_filters({"type": "!AID"}))
    "tidings export 'my corpus' --type '!AID'"
    """
    options = [part for name, values in filters.terms for part in (f"--{name}", ",".join(values))]
    if filters.get("near"):
        options = [part for n, vs in filters.terms if n != "near" for part in (f"--{n}", ",".join(vs))]
        options += [part for value in filters.get("near") for part in ("--near", value)]
    return shlex.join([*words, *options])
