"""One coder for all tests: loading the language model takes a second. No test reads or writes the user's caches."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from tidings.pipeline import Coder, shared_coder

settings.register_profile("any machine", deadline=None)  # a busy machine is no failure
settings.load_profile("any machine")
os.environ["TIDINGS_CACHE"] = ""  # before any command runs, also in processes that tests start


@pytest.fixture(scope="session")
def coder() -> Coder:
    return shared_coder()
