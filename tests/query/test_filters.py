from __future__ import annotations

from pathlib import Path

import pytest
from tests.corpora import make_corpus

from tidings.model.errors import UsageError
from tidings.query.database import count_alone, open_database
from tidings.query.filters import parse_filters


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_corpus(tmp_path_factory.mktemp("corpus") / "it's")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, "1234"),
        ({"type": "assault"}, "12"),
        ({"type": "ASSAULT/heavy-weapons"}, "1"),
        ({"type": "!ASSAULT"}, "34"),
        ({"type": ["AID", "CONSULT"]}, "34"),
        ({"type": "AID,CONSULT"}, "34"),
        ({"cameo": "19"}, "12"),
        ({"cameo": "194"}, "1"),
        ({"cameo": "20"}, ""),
        ({"actor": "NOR"}, "1"),
        ({"actor": "MIL"}, "1"),
        ({"actor": "NOR.MIL"}, "1"),
        ({"actor": "NOR.GOV"}, ""),
        ({"actor": "norlandic"}, "1"),
        ({"actor": "country/SWE"}, "34"),
        ({"actor": "!country/SWE"}, "12"),
        ({"recipient": "rebels"}, "1"),
        ({"recipient": "SWE"}, ""),
        ({"country": "Norway"}, "1"),
        ({"country": "SWE"}, ""),
        ({"dyad": "SWE:NOR"}, "4"),
        ({"dyad": "NOR:SWE"}, ""),
        ({"dyad": "NOR-SWE"}, "4"),
        ({"dyad": "Norlandic army>rebels"}, "1"),
        ({"dyad": "rebels<>army"}, "1"),
        ({"since": "2015-03-03"}, "14"),
        ({"since": "2015-04"}, "4"),
        ({"since": "2015-05-20", "until": "2015-05-21"}, "4"),
        ({"until": "2015-03-02"}, ""),
        ({"near": "60.3,-5.4 20km"}, "1"),
        ({"near": "60.3,-5.4 2km"}, ""),
        ({"status": "future"}, "3"),
        ({"status": "!future"}, "124"),
        ({"source": "example"}, "123"),
        ({"min_confidence": 0.8}, "14"),
        ({"reviewed": "no"}, "1234"),
        ({"reviewed": "accepted"}, ""),
        ({"article": "ar_2"}, "4"),
        ({"type": "ASSAULT", "min-confidence": "0.9"}, "1"),
    ],
)  # fmt: skip
def test_what_passes(folder: Path, filters: dict[str, str], found: str) -> None:
    assert [event.id for event in open_database(folder).events(**filters)] == [f"ev_{n}" for n in found]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"type": "ATTACK"}, "type 'ATTACK' is not one of ACCUSE, AGREE"),
        ({"cameo": "1x"}, "cameo '1x' is no code"),
        ({"country": "Narnia"}, "country 'Narnia' is not known"),
        ({"since": "2015-13"}, "'2015-13' is no date"),
        ({"since": "May"}, "'May' is no date"),
        ({"since": "2016", "until": "2015"}, "since 2016 lies after until 2015"),
        ({"near": "Aleppo"}, "near 'Aleppo' has no radius"),
        ({"near": "99,1 5km"}, "latitude must lie"),
        ({"near": "Xyzzyville 5km"}, "no place 'Xyzzyville' is known"),
        ({"dyad": "Iran"}, "dyad 'Iran' names no two parties"),
        ({"min_confidence": 2}, "min-confidence '2' is not a number from 0 to 1"),
        ({"reviewed": "maybe"}, "reviewed 'maybe' is not one of accepted"),
        ({"status": "done"}, "status 'done' is not one of actual"),
        ({"colour": "red"}, "no filter is called 'colour'"),
        ({"type": ""}, "type is empty"),
        ({"until": "2015,2016"}, "until takes one value"),
    ],
)
def test_errors_name_the_value_and_what_is_allowed(filters: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("(", r"\(")):
        parse_filters(filters)


def test_a_filter_that_does_not_fit_the_records_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="statements cannot be filtered by country; these can: actor"):
        open_database(folder).statements(country="NOR")


def test_statements_and_figures_answer_the_filters_they_can(folder: Path) -> None:
    database = open_database(folder)
    assert [s.id for s in database.statements(actor="Ada")] == ["st_1"]
    assert [s.id for s in database.statements(actor="NOR.MIL", since="2015-03-04")] == ["st_1"]
    assert [s.id for s in database.statements(since="2015-03-05")] == []
    assert [f.id for f in database.figures(source="The Example")] == ["fi_1"]
    assert [f.id for f in database.figures(actor="UNO")] == []
    assert [a.id for a in database.articles(since="2015")] == ["ar_1"]


def test_an_empty_result_says_what_each_filter_leaves(folder: Path) -> None:
    filters = parse_filters({"type": "AID", "country": "NOR"})
    assert count_alone(open_database(folder), "event_mentions", filters) == {
        "--country NOR": 1,
        "--type AID": 1,
    }


def test_a_quote_in_a_value_is_a_value(folder: Path) -> None:
    assert list(open_database(folder).events(actor="x' OR true --", source="'; DROP TABLE x")) == []
