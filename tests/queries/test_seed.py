"""The ten questions about the seed article, as ``../shared`` has them, with rows that must and must never come back."""

import json
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from kg.mapping import map_record
from kg.queries import Table, bind, entity_resolver, load_quads, run
from kg.queries.results import lexical
from kg.records import read_record
from tests.queries.cases import LIBRARY
from tests.stories import mapping

SEED = Path(__file__).parents[3] / "shared" / "seed"
HERE = (SEED / "questions.json").is_file() and (SEED / "record.json").is_file()

pytestmark = pytest.mark.skipif(not HERE, reason="the seed record and its questions are not beside this checkout")


def questions() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((SEED / "questions.json").read_bytes())["questions"] if HERE else []
    return found


ASKED = pytest.mark.parametrize("question", questions(), ids=lambda question: str(question["query"]))


@cache
def seed() -> Store:
    mapped = map_record(read_record((SEED / "record.json").read_bytes()), mapping())
    assert mapped.faults == []
    return load_quads((triple, mapped.graph) for triple in mapped.triples())


def rows(question: dict[str, Any]) -> list[dict[str, str]]:
    query = LIBRARY[question["query"]]
    answer = run(seed(), bind(query, question["params"], entity_resolver(partial(run, seed()))))
    assert isinstance(answer, Table)
    assert set(question["columns"]) <= set(answer.columns)
    return [dict(zip(answer.columns, map(lexical, row), strict=True)) for row in answer.rows]


def matching(found: list[dict[str, str]], wanted: dict[str, str]) -> Iterator[dict[str, str]]:
    for row in found:
        if all(value.casefold() in row[column].casefold() for column, value in wanted.items()):
            yield row


@ASKED
def test_each_row_that_must_come_back_does(question: dict[str, Any]) -> None:
    found = rows(question)
    assert [wanted for wanted in question["must"] if not any(matching(found, wanted))] == []


@ASKED
def test_no_row_comes_back_that_never_must(question: dict[str, Any]) -> None:
    found = rows(question)
    assert [row for unwanted in question["never"] for row in matching(found, unwanted)] == []


@ASKED
def test_rows_come_in_the_order_that_is_asked_for(question: dict[str, Any]) -> None:
    column = question.get("ordered_by")
    if column:
        values = [row[column] for row in rows(question)]
        assert values == sorted(values)


def test_what_the_facts_say_exactly() -> None:
    """Answers that hold nothing but what the facts name."""
    by_name = {question["query"]: question for question in questions()}
    assert {row["other"] for row in rows(by_name["q01-met"])} == {"Vladimir Putin", "Sergei Shoigu"}
    assert list(dict.fromkeys(row["facility"] for row in rows(by_name["q02-facilities"]))) == [
        "Vostochny Cosmodrome",
        "Komsomolsk-on-Amur aircraft plant",
        "Vladivostok airport",
    ]
    assert {(row["subject"], row["object"]) for row in rows(by_name["q04-equipment"])} == {
        ("Su-57", "Komsomolsk-on-Amur aircraft plant"),
        ("MiG-31", "Kinzhal"),
    }
    assert [(row["kind"], row["participant"]) for row in rows(by_name["q06-planned"])] == [("Visit", "Kim Jong Un")]
    assert rows(by_name["q09-alleged"]) == []
