"""The app over the small corpus, as a browser with a session sees it."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.corpora import make_corpus

from tidings.app.site import create_app

TOKEN = "a-token-for-tests"
HOST = "127.0.0.1:8765"


def client_of(folder: Path) -> TestClient:
    app = create_app(
        folder, token=TOKEN, hosts=frozenset({HOST}), reviewer="ada",
        now=lambda: datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC),
    )  # fmt: skip
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_corpus(tmp_path_factory.mktemp("app") / "corpus")


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of the corpus, to write reviews into."""
    return Path(shutil.copytree(made, tmp_path / "corpus"))


@pytest.fixture
def stranger(folder: Path) -> TestClient:
    """Somebody without the token."""
    return client_of(folder)


@pytest.fixture
def client(folder: Path) -> TestClient:
    """A browser that opened the printed address."""
    made = client_of(folder)
    assert made.get("/", params={"token": TOKEN}).status_code == 303
    return made
