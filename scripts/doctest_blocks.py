"""Docstrings' examples as code blocks on the reference page (an extension of Griffe)."""

from __future__ import annotations

import re
from typing import Any

import griffe

# a first line of an example, and all lines up to the next empty one
_EXAMPLE = re.compile(r"^>>> .*(?:\n(?!\s*$).*)*", re.MULTILINE)


class DoctestBlocks(griffe.Extension):
    """Puts every example of a docstring into a fence."""

    def on_object(self, *, obj: Any, **_: Any) -> None:
        """Called for each module, class, function and attribute."""
        if obj.docstring is not None and ">>> " in obj.docstring.value:
            obj.docstring.value = _EXAMPLE.sub(lambda m: f"```pycon\n{m[0]}\n```", obj.docstring.value)
