"""One coder for all tests: loading the language model takes a second."""

from __future__ import annotations

import pytest

from tidings.pipeline import Coder, shared_coder


@pytest.fixture(scope="session")
def coder() -> Coder:
    return shared_coder()
