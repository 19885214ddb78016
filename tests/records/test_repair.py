import json
from typing import Any

import pytest

from kg.records import Fault, Line, repaired
from tests.samples import GONE, RECORD, changed, encoded

Change = tuple[str, Any]


def line(number: int, pointer: str, record: object, **more: object) -> Line:
    rejection = {"source": "in.jsonl", "line": 7, "document": "d1", "pointer": pointer, "code": "x", "reason": "y"}
    return Line("out.rejections.jsonl", number, encoded({**rejection, "record": record, **more}))


def records(*lines: Line) -> list[Any]:
    return [json.loads(one.data) for one in repaired(lines) if isinstance(one, Line)]


def conflicts(*lines: Line) -> list[tuple[Line, Fault]]:
    return [one for one in repaired(lines) if not isinstance(one, Line)]


def test_records_pass_as_they_are() -> None:
    same = [Line("a.jsonl", 1, encoded(RECORD)), Line("a.jsonl", 1, encoded(RECORD)), Line("a.jsonl", 2, b"not JSON")]
    assert list(repaired(same)) == same


@pytest.mark.parametrize(
    "data",
    [
        encoded({**RECORD, "record": 1, "code": "x", "source": "s"}),  # its document is no text
        b'{"record": {}, "code": 1, "source": "s"}',
        b'{"record": {}, "code": "x"}',
        b'{"record": {}, "code": "\xff", "source": "s"}',
        b'{"record": {}, "code": "x", "source": "s", "y": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'["record", "code"]',
    ],
    ids=lambda data: data[:40],
)
def test_what_only_looks_like_a_rejection_passes(data: bytes) -> None:
    assert list(repaired([Line("a.jsonl", 1, data)])) == [Line("a.jsonl", 1, data)]


# the changes made in the line of each fault, where the faults are, and the changes of the record that comes back
MENDED: list[tuple[str, list[tuple[str, list[Change]]], list[Change]]] = [
    ("one line", [("/events/0", [("/events/0/date", "2024")])], [("/events/0/date", "2024")]),
    ("none mended", [("/events/0", []), ("/events/1/date", [])], []),
    (
        "the same mend in all lines",
        [("/events/0", [("/entities/0/name", "A")]), ("/events/1", [("/entities/0/name", "A")])],
        [("/entities/0/name", "A")],
    ),
    (
        "each part in its own line",
        [
            ("/entities/1", [("/entities/1/name", "B")]),
            ("/events/0/date", [("/events/0/date", "2024")]),
            ("/events/1", [("/events/1/date", "2023")]),
            ("/relations/2/label", [("/relations/2/label", "in")]),
        ],
        [
            ("/entities/1/name", "B"),
            ("/events/0/date", "2024"),
            ("/events/1/date", "2023"),
            ("/relations/2/label", "in"),
        ],
    ),
    (
        "the document and a part",
        [("/document/url", [("/document/url", "https://b.example/")]), ("/events/1", [("/events/1/place", "c")])],
        [("/document/url", "https://b.example/"), ("/events/1/place", "c")],
    ),
    (
        "a part taken out in its own line, the last",
        [("/events/0", [("/events/0/date", "2024")]), ("/events/1", [("/events/1", GONE)])],
        [("/events/0/date", "2024"), ("/events/1", GONE)],
    ),
    (
        "a part taken out in its own line, the first",
        [("/events/0", [("/events/0", GONE)]), ("/events/1", [("/events/1/date", "2023")])],
        [("/events/1/date", "2023"), ("/events/0", GONE)],
    ),
    (
        "the only part of its kind taken out, and one mended that was named by what it needs",
        [("/entities/0", [("/entities/0/name", "A")]), ("/events/0", []), ("/events/1", []), ("/relations/0", [])],
        [("/entities/0/name", "A")],
    ),
    (
        "two parts with one id, for the border check to complain of",
        [
            ("/events/0", [("/entities/1/id", "a"), ("/events/0/date", "2024")]),
            ("/events/1", [("/entities/1/id", "a")]),
        ],
        [("/entities/1/id", "a"), ("/events/0/date", "2024")],
    ),
    (
        "parts in another order",
        [
            ("/events/0", [("/events/0/date", "2024"), ("/relations", RECORD["relations"][::-1])]),
            ("/events/1", [("/events/1/date", "2023"), ("/relations", RECORD["relations"][::-1])]),
        ],
        [("/events/0/date", "2024"), ("/events/1/date", "2023"), ("/relations", RECORD["relations"][::-1])],
    ),
]


@pytest.mark.parametrize(("lines", "expected"), [row[1:] for row in MENDED], ids=[row[0] for row in MENDED])
def test_a_record_comes_back_once_with_all_its_mends(
    lines: list[tuple[str, list[Change]]], expected: list[Change]
) -> None:
    found = [line(number, place, changed(*changes)) for number, (place, changes) in enumerate(lines, 1)]
    assert records(*found) == [changed(*expected)]
    reordered = [one._replace(data=encoded(json.loads(one.data, object_hook=backwards))) for one in found]
    assert records(*reordered) == [changed(*expected)]


def backwards(item: dict[str, Any]) -> dict[str, Any]:
    return dict(reversed(item.items()))


CONFLICTS: list[tuple[str, list[tuple[str, list[Change]]], str]] = [
    (
        "one part in two ways, by two lines that name it",
        [("/events/0/date", [("/events/0/date", "2024")]), ("/events/0/place", [("/events/0/place", "c")])],
        "differ in events m",
    ),
    (
        "a part that no line names",
        [("/events/0", [("/entities/0/name", "A")]), ("/events/1", [])],
        "differ in entities a",
    ),
    (
        "a part that no line names, in most lines",
        [("/events/0", [("/entities/0/name", "A")]), ("/events/1", [("/entities/0/name", "A")]), ("/relations/0", [])],
        "differ in entities a",
    ),
    (
        "what is no part",
        [("/events/0", [("/extractor/name", "hand")]), ("/events/1", [])],
        "differ in extractor",
    ),
    (
        "a part added",
        [("/events/0", [("/entities/-", {"id": "n", "type": "Person", "name": "N"})]), ("/events/1", [])],
        "differ in entities n",
    ),
    (
        "a list that is none any more",
        [("/events/0", [("/relations", 5)]), ("/events/1", [])],
        "differ in relations",
    ),
    (
        "two parts with one id",
        [("/events/0", [("/entities/1/id", "a")]), ("/events/1", [])],
        "differ in entities a",
    ),
]


@pytest.mark.parametrize(("lines", "reason"), [row[1:] for row in CONFLICTS], ids=[row[0] for row in CONFLICTS])
def test_mends_that_contradict_come_back_for_another_try(lines: list[tuple[str, list[Change]]], reason: str) -> None:
    found = [line(number, place, changed(*changes)) for number, (place, changes) in enumerate(lines, 1)]
    assert records(*found) == []
    back = conflicts(*found)
    assert [json.loads(one.data) for one, _ in back] == [changed(*changes) for _, changes in lines]
    assert [fault.pointer for _, fault in back] == [place for place, _ in lines]
    assert {fault.code for _, fault in back} == {"conflicting-repairs"}
    assert all(reason in fault.reason for _, fault in back)
    # written as rejections of one line again, they can be made to agree
    assert len({(one.source, one.line) for one, _ in back}) == 1


def test_a_text_that_was_not_json_is_mended_as_a_text_or_as_json() -> None:
    broken = "{not JSON \\ud800"
    assert [one.data for one in repaired([line(1, "", broken)]) if isinstance(one, Line)] == [broken.encode()]
    assert records(line(1, "", encoded(RECORD).decode())) == [RECORD]
    assert records(line(1, "", RECORD)) == [RECORD]
    assert len(conflicts(line(1, "", broken), line(2, "", RECORD))) == 2
    assert len(conflicts(line(1, "", "[]"), line(2, "", "7"))) == 2


def test_other_records_stand_by_themselves() -> None:
    other = changed(("/document/id", "d2"))
    found = [
        line(1, "/events/0", RECORD),
        line(2, "/events/1", RECORD),
        line(3, "/events/0", other, document="d2"),
        Line("a.jsonl", 1, encoded(RECORD)),
        line(4, "/events/0", RECORD),
        line(5, "", other, source="b.jsonl", line=None, document=None),
    ]
    assert records(*found) == [RECORD, other, RECORD, RECORD, other]
    places = [one.place for one in repaired(found) if isinstance(one, Line)]
    assert places == [f"out.rejections.jsonl:{number}" for number in (1, 3)] + ["a.jsonl:1"] + [
        f"out.rejections.jsonl:{number}" for number in (4, 5)
    ]


@pytest.mark.parametrize("more", [{"shape": "urn:s"}, {"note": "mended by hand"}, {"line": None}, {"document": None}])
def test_keys_may_be_added_or_empty(more: dict[str, object]) -> None:
    assert records(line(1, "/events/0", RECORD, **more)) == [RECORD]
