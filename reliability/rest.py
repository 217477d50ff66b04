"""The REST interface under schemathesis, made from its own description, and the pages under addresses of every kind.

    python reliability/rest.py --cases 100

Needs schemathesis (test only, `make rest` installs it beside the environment). Every answer must be one the
description names, of the form it names, and none may be a server's error. What fails is printed; the run ends with code 1.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

TOKEN = "a-token-for-tests"
HOST = "127.0.0.1:8765"
PAGES = (
    "/", "/events", "/statements", "/figures", "/articles", "/actors", "/actors/profile", "/actors/profile.csv", "/codebook",
    "/codebook/entry", "/sql", "/export", "/export/file", "/search", "/dyad", "/dyad.csv", "/reviews", "/reviews.csv", "/queue",
    "/quality", "/a/ar_1", "/card/ev_1", "/r/ev_1", "/correct/ev_1", "/add/ar_1", "/why/ar_1", "/runs", "/runs/compare", "/sources",
    "/sources.csv", "/compare", "/events/table.csv", "/events/map.json", "/events/network.json", "/statements/matrix.csv", "/event/ev_1",
    "/api/v1/events", "/api/v1/events.csv", "/api/v1/events.parquet", "/api/v1/statements", "/api/v1/figures", "/api/v1/articles",
)  # fmt: skip
FITTING = {
    "type": ("AID", "!AID", "ASSAULT,AID"), "cameo": ("19", "190", "!07"), "actor": ("Norland", "!x", "army*"), "recipient": ("Sudria",),
    "country": ("NOR", "NOR,SUD", "!NOR"), "dyad": ("NOR,SUD",), "since": ("2015", "2015-03-01"), "until": ("2016-12-31", "2015-03"),
    "near": ("52.1,13.2,100",), "status": ("actual", "!actual"), "source": ("x", "a*"), "min-confidence": ("0.5", "1", "0"),
    "reviewed": ("yes", "no", "correct"), "article": ("ar_1", "!ar_1"), "limit": ("1", "1000"), "by": ("day", "year", "month"),
    "group": ("event",), "sort": ("date", "-date", "type"), "tab": ("map", "chart", "network", "matrix", "table"), "q": ("army", '"sent doctors"', "stop -army"),
    "a": ("NOR", "Norland"), "b": ("SUD",), "profile": ("csv", "jsonl", "gdelt", "geojson", "xlsx"), "query": ("select 1", "from events limit 2"),
}  # fmt: skip
VALUES = (
    "", "AID", "!AID", "NOR,SUD", "2015-03-01", "2015..2016", "..", "9999-12-31", "0000-00-00", "-1", "1e400", "nan", "inf", "0.5",
    "day", "year", "event", "\x00", "\u202e", "%", "'", '"', "*", "a" * 3000, "\U0001f30d", "[", "{}", "<script>", "../..", "１２", "9" * 4400,
)  # fmt: skip


def application(folder: Path) -> Any:
    """The app over the small corpus of the tests."""
    from tests.corpora import make_corpus

    from tidings.app.site import create_app

    return create_app(
        make_corpus(folder / "corpus"), token=TOKEN, hosts=frozenset({HOST}), reviewer="ada",
        now=lambda: datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC),
    )  # fmt: skip


def interface(app: Any, cases: int) -> tuple[Counter[str], dict[str, str]]:
    """So many cases of every operation: how each was answered, and what failed, by its kind."""
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis.checks import positive_data_acceptance

    # a filter is a word to the description, and not every word is one of the codebook's: refusing is right
    otherwise = [positive_data_acceptance]
    headers = {"Authorization": f"Bearer {TOKEN}", "Host": HOST}
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=headers)
    came: Counter[str] = Counter()
    failed: dict[str, str] = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in schemathesis.GenerationMode:

            @settings(
                max_examples=cases, database=None, derandomize=True, deadline=None,
                phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @given(case=operation.as_strategy(generation_mode=mode))
            def one(case: Any) -> None:
                try:
                    answer = case.call(headers=headers, base_url=f"http://{HOST}")
                    came[f"{case.method} {case.path}: {answer.status_code}"] += 1
                    case.validate_response(answer, headers=headers, excluded_checks=otherwise)
                except (Exception, BaseExceptionGroup) as error:
                    for each in getattr(error, "exceptions", [error]):
                        kind = f"{case.path}: {type(each).__name__}: {str(each)[:150]}"
                        failed.setdefault(kind, f"{case.method} {case.query} {str(error)[:900]}")

            try:
                one()
            except Exception as error:
                if type(error).__name__ not in ("Unsatisfiable", "SkipTest"):
                    failed.setdefault(f"{operation.path}: {type(error).__name__}", traceback.format_exc()[-1500:])
    return came, failed


def pages(app: Any, cases: int) -> tuple[Counter[str], dict[str, str]]:
    """Pages with drawn keys and values: none may end in a server's error."""
    import random

    from starlette.testclient import TestClient

    from tidings.query.filters import NAMES

    client = TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)
    client.get("/", params={"token": TOKEN})
    keys = (*NAMES, "q", "a", "b", "by", "group", "sort", "page", "limit", "cursor", "off", "tab", "profile", "kind", "sql", "query", "fragment")
    chance = random.Random(1)
    came: Counter[str] = Counter()
    failed: dict[str, str] = {}
    for path in PAGES:
        for _ in range(cases):
            drawn = [chance.choice(keys) for _ in range(chance.choice((1, 1, 2, 3)))]
            given = [(key, chance.choice(VALUES if chance.random() < 0.25 else FITTING.get(key, VALUES))) for key in drawn]
            try:
                status = client.get(path, params=given).status_code
            except Exception as error:
                failed.setdefault(f"{path}: {type(error).__name__}: {str(error)[:150]}", f"{given} {traceback.format_exc()[-1200:]}")
                continue
            came[f"{path}: {status}"] += 1
            if status >= 500:
                failed.setdefault(f"{path}: {status}", str(given)[:300])
    return came, failed


def main() -> int:
    """Try both; 1 when something failed."""
    parser = argparse.ArgumentParser(description="The REST interface and the pages under odd requests.")
    parser.add_argument("--cases", type=int, default=100, help="for each operation and way of drawing, and each page")
    options = parser.parse_args()
    began = time.monotonic()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        app = application(Path(folder))
        for name, try_it in (("interface", interface), ("pages", pages)):
            came, failed = try_it(app, options.cases)
            bad += len(failed)
            print(json.dumps({name: sum(came.values()), "answers": dict(sorted(came.items())), "failures": failed}, indent=1))
    print(f"{time.monotonic() - began:.0f} s, {bad} kinds of failure")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
