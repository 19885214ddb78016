"""What the longer queries decide, on documents of a few reports each."""

import json
from typing import Any

import pytest

from kg.mapping import map_record
from kg.queries import Table, bind, load_quads, run
from kg.queries.results import lexical
from kg.records import read_record
from tests.queries.cases import LIBRARY
from tests.stories import mapping

NAMES = {
    "ann": ("Person", "Ann Ash", None),
    "bob": ("Person", "Bob Birch", None),
    "moscow": ("Place", "Moscow", "city"),
    "russia": ("Place", "Russia", "country"),
    "union": ("Place", "Soviet Union", "country"),
    "geneva": ("Place", "Geneva", "city"),
}
ITEMS = {"moscow": "Q649", "geneva": "Q71"}


def document(id: str, *events: dict[str, Any], published: str = "2024-06-01", **located: str) -> dict[str, Any]:
    entities = [
        {
            "id": key,
            "type": type,
            "name": name,
            "wikidata": ITEMS.get(key),
            "attributes": {"kind": kind} if kind else {},
        }
        for key, (type, name, kind) in NAMES.items()
    ]
    return {
        "document": {"id": id, "published": published},
        "entities": entities,
        "events": [{"id": f"v{n}", "modality": "happened", **event} for n, event in enumerate(events)],
        "relations": [
            {"id": f"r{n}", "type": "locatedIn", "subject": inner, "object": outer}
            for n, (inner, outer) in enumerate(located.items())
        ],
    }


def asked(name: str, *documents: dict[str, Any], **params: str) -> list[dict[str, str]]:
    mapped = [map_record(read_record(json.dumps(one).encode()), mapping()) for one in documents]
    store = load_quads((triple, one.graph) for one in mapped for triple in one.triples())
    answer = run(store, bind(LIBRARY[name], params, lambda text: [text]))
    assert isinstance(answer, Table)
    return [dict(zip(answer.columns, map(lexical, row), strict=True)) for row in answer.rows]


def meeting(date: str, place: str = "geneva", *, who: str = "ann bob", **more: str) -> dict[str, Any]:
    return {"type": "Meeting", "participants": who.split(), "date": date, "place": place, **more}


# -- visits ------------------------------------------------------------------------------------------------------------


def test_a_place_lies_where_its_own_document_says() -> None:
    visit = {"type": "Visit", "participants": ["ann"], "place": "moscow"}
    rows = asked(
        "visits",
        document("old", visit | {"date": "1972"}, moscow="union"),
        document("new", visit | {"date": "2021"}, moscow="russia"),
        document("silent", visit | {"date": "2022"}),
    )
    assert [(row["date"], row["country"]) for row in rows] == [
        ("1972", "Soviet Union"),
        ("2021", "Russia"),
        ("2022", "Russia"),
        ("2022", "Soviet Union"),
    ]


# -- contradictions ----------------------------------------------------------------------------------------------------

APART = [
    ("2024-02-28", "2024-03-01", 2),
    ("2023-02-28", "2023-03-01", 1),
    ("2023-12-31", "2024-01-01", 1),
    ("2023-12-30", "2024-01-02", 3),
    ("1900-02-28", "1900-03-01", 1),
    ("2000-02-28", "2000-03-01", 2),
    ("2023-05-10", "2023-07-10", 61),
    ("2023-05-01/2023-05-03", "2023-05-08", 5),
    ("2023-05", "2023-06-02", 2),
]


@pytest.mark.parametrize(("one", "two", "days"), APART)
@pytest.mark.parametrize("turned", [False, True])
def test_days_between_two_dates_are_counted(one: str, two: str, days: int, turned: bool) -> None:
    first, second = (two, one) if turned else (one, two)
    told = document("a", meeting(first)), document("b", meeting(second))
    assert [row["differs"] for row in asked("contradictions", *told, tolerance=str(days))] == ["date"]
    assert asked("contradictions", *told, tolerance=str(days - 1)) == []


CONTRADICTIONS: list[tuple[str, dict[str, Any], dict[str, Any], list[str]]] = [
    ("the same", meeting("2024-05-01"), meeting("2024-05-01"), []),
    ("a day within a month", meeting("2024-05"), meeting("2024-05-01"), []),
    ("another place", meeting("2024-05-01"), meeting("2024-05-01", "moscow"), ["place"]),
    ("another place on another day", meeting("2024-05-01"), meeting("2024-05-02", "moscow"), ["date and place"]),
    ("a lone traveller", meeting("2024-05-01", who="ann"), meeting("2024-05-02", "moscow", who="ann"), []),
    ("legs that touch", meeting("2024-05-01/2024-05-03"), meeting("2024-05-03/2024-05-04", "moscow"), []),
    ("a place in a place", meeting("2024-05-01", "russia"), meeting("2024-05-01", "moscow"), []),
    ("others", meeting("2024-05-01"), meeting("2024-05-02", who="ann"), []),
    ("another kind", meeting("2024-05-01"), meeting("2024-05-02", type="PhoneCall"), []),
    ("an approximate day", meeting("2024-05-01"), meeting("2024-05-02~"), []),
]


@pytest.mark.parametrize(("_", "one", "two", "differs"), CONTRADICTIONS, ids=[case[0] for case in CONTRADICTIONS])
def test_two_documents_contradict_each_other(
    _: str, one: dict[str, Any], two: dict[str, Any], differs: list[str]
) -> None:
    rows = asked("contradictions", document("a", one, moscow="russia"), document("b", two, moscow="russia"))
    assert [row["differs"] for row in rows] == differs


def test_one_document_does_not_contradict_itself() -> None:
    assert asked("contradictions", document("a", meeting("2024-05-01"), meeting("2024-05-02"))) == []


# -- planned, not held -------------------------------------------------------------------------------------------------

PLAN = meeting("2024-06-10", modality="planned")
HELD: list[tuple[str, dict[str, Any], bool]] = [
    ("on the day, elsewhere", meeting("2024-06-10", "moscow"), True),
    ("in the month", meeting("2024-06", "moscow"), True),
    ("later, at the place", meeting("2024-06-20"), True),
    ("some time, at the place", meeting("2024~"), True),
    ("with one of them", meeting("2024-06-10", who="ann"), True),
    ("long ago, at the place", meeting("2019-06-10"), False),
    ("later, elsewhere", meeting("2024-06-20", "moscow"), False),
    ("by another kind", meeting("2024-06-10", type="Visit"), False),
    ("only planned again", PLAN, False),
    ("denied", meeting("2024-06-10", modality="denied"), False),
]


@pytest.mark.parametrize(("_", "event", "held"), HELD, ids=[case[0] for case in HELD])
def test_a_plan_is_held(_: str, event: dict[str, Any], held: bool) -> None:
    rows = asked("planned-not-held", document("a", PLAN), document("b", event, published="2024-07-01"))
    assert any(row["report"].endswith("/a:v0") for row in rows) != held


# -- whereabouts -------------------------------------------------------------------------------------------------------

DAYS = [
    ("2024-05-01/2024-05-03", "2024-05-02", True),
    ("2024-05-01/2024-05-03", "2024-05-04", False),
    ("2024-05-01/2024-05-03", "2024-05", True),
    ("2024-05-31/2024-06-02", "2024-06", True),
    ("2024", "2024-05-02", True),
    ("2024-05-02", "2024", True),
    ("2024-05-02", "2023", False),
    ("2024-05-02~", "2024-05-02", False),
    ("2024-05-01/..", "2024-05-02", False),
]


@pytest.mark.parametrize(("date", "day", "there"), DAYS)
def test_who_was_there_on_the_day(date: str, day: str, there: bool) -> None:
    rows = asked("whereabouts", document("a", meeting(date, who="ann")), day=day)
    assert [row["person"] for row in rows] == (["Ann Ash"] if there else [])


def test_a_telephone_call_puts_nobody_anywhere() -> None:
    call = meeting("2024-05-01", type="PhoneCall")
    assert asked("whereabouts", document("a", call), day="2024-05-01") == []
