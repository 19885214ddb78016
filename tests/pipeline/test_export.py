import json
from pathlib import Path
from typing import Any

import pytest

from kg.pipeline import Counts
from tests.samples import RECORD, changed, encoded, export_to, lines, log, quads, rejections

GOOD = ('"participants": ["s"], "date": "2024-04-01"', '"participants": ["s"], "harbours": ["p"], "date": "2024"')
PARTS = 8  # of a log: the document, entities, events and relations
BAD_NUMBER = ("1234567", "12")


def good(number: int) -> dict[str, Any]:
    return log(GOOD, number=number)


def exported(tmp_path: Path, data: bytes, **settings: Any) -> tuple[Counts, Path]:
    out = tmp_path / "out.nq"
    return export_to(out, stdin=data, **settings), out


def graphs(out: Path) -> list[str]:
    return sorted({graph.rpartition("/")[2].rstrip(">") for _, graph in quads(out)})


# the lines that come in; documents out, rejected, and parts rejected; the faults, by document and code; the graphs
RUNS: list[tuple[str, list[object], tuple[int, int, int], list[tuple[str | None, str]], list[str]]] = [
    ("nothing", [], (0, 0, 0), [], []),
    ("all well", [good(1), good(2)], (2, 0, 0), [], ["log-1", "log-2"]),
    ("a part", [good(1), log(number=2)], (2, 0, 1), [("log-2", "shape")], ["log-1", "log-2"]),
    (
        "several parts",
        [log(BAD_NUMBER, GOOD, number=1)],
        (1, 0, 5),
        [("log-1", "shape"), *[("log-1", "needs-rejected")] * 4],
        ["log-1"],
    ),
    ("a record", [good(1), {"document": {}}, good(2)], (2, 1, 0), [(None, "wrong-type")], ["log-1", "log-2"]),
    ("only such", ["x", 5, None], (0, 3, 0), [(None, "bad-json")] * 3, []),
    ("the same twice", [good(1), good(2), good(1)], (2, 1, 0), [("log-1", "duplicate-document")], ["log-1", "log-2"]),
    (
        "another of one id",
        [good(1), log(number=1)],
        (1, 1, 0),
        [("log-1", "duplicate-document")],
        ["log-1"],
    ),
    (
        "one of an id that could not be read before",
        [{**good(1), "events": 5}, good(1)],
        (1, 1, 0),
        [("log-1", "wrong-type")],
        ["log-1"],
    ),
]


@pytest.mark.parametrize(
    ("records", "sums", "faults", "documents"), [run[1:] for run in RUNS], ids=[run[0] for run in RUNS]
)
def test_every_record_is_exported_or_rejected(
    tmp_path: Path,
    records: list[object],
    sums: tuple[int, int, int],
    faults: list[tuple[str | None, str]],
    documents: list[str],
) -> None:
    counts, out = exported(tmp_path, lines(*records))
    assert (counts.exported, counts.rejected, counts.parts_rejected) == sums
    assert counts.read == len(records) == counts.exported + counts.rejected
    assert graphs(out) == documents
    assert counts.triples == len(quads(out))
    written = rejections(out)
    assert [(one["document"], one["code"]) for one in written] == faults
    assert [one["record"] for one in written] == [records[one["line"] - 1] for one in written]
    assert counts.reasons.total() == len(written)
    assert counts.parts.total() + counts.parts_rejected == counts.exported * PARTS


def test_a_part_at_fault_is_written_with_its_place_its_shape_and_the_record(tmp_path: Path) -> None:
    _, out = exported(tmp_path, b"\n" + lines(log()))
    assert rejections(out) == [
        {
            "source": "-",
            "line": 2,
            "document": "log-7",
            "pointer": "/events/2",
            "code": "shape",
            "reason": "A call is made at one port.",
            "shape": "https://example.org/port-calls#CallShape",
            "record": log(),
        }
    ]
    assert "event/log-7:c1>" in out.read_text()
    assert "event/log-7:c3>" not in out.read_text()


def test_by_strict_rules_documents_go_whole(tmp_path: Path) -> None:
    counts, out = exported(tmp_path, lines(good(1), log(number=2), log(BAD_NUMBER, GOOD, number=3)), strict=True)
    assert (counts.read, counts.exported, counts.rejected, counts.parts_rejected) == (3, 1, 2, 0)
    assert graphs(out) == ["log-1"]
    assert [(one["document"], one["pointer"]) for one in rejections(out)] == [
        ("log-2", "/events/2"),
        *[("log-3", pointer) for pointer in ("/entities/0", "/events/0", "/events/1", "/events/2", "/relations/0")],
    ]


@pytest.mark.parametrize(("every", "judged"), [(0, []), (1, [1, 2, 3, 4, 5]), (2, [1, 3, 5]), (3, [1, 4]), (9, [1])])
def test_each_nth_record_is_judged(tmp_path: Path, every: int, judged: list[int]) -> None:
    records = [log(number=number) for number in range(1, 6)]
    counts, out = exported(tmp_path, lines(*records), validate_every=every)
    assert [one["document"] for one in rejections(out)] == [f"log-{number}" for number in judged]
    assert counts.exported == 5
    # what is not judged is mapped and checked at the border all the same
    broken = [{**record, "events": [{"id": "x", "type": "Regatta"}]} for record in records]
    counts, out = exported(tmp_path, lines(*broken), validate_every=every)
    assert counts.reasons == {"unmapped-type": 5}


def mend(line: dict[str, Any], pointer: str, value: object) -> None:
    *path, last = pointer.split("/")[1:]
    at = line["record"]
    for step in path:
        at = at[int(step)] if isinstance(at, list) else at[step]
    at[last] = value


# what is wrong in the records; what is mended in the line of each fault, by the fault's place
REPAIRS: list[tuple[str, list[object], dict[tuple[str, str], tuple[str, object]]]] = [
    (
        "a part",
        [log(number=1), good(2)],
        {("log-1", "/events/2"): ("/events/2/harbours", ["p"])},
    ),
    (
        "several parts, each in its own line",
        [log(('"harbours": ["p"]', '"harbours": []'), number=1), log(number=2)],
        {
            ("log-1", "/events/0"): ("/events/0/harbours", ["p"]),
            ("log-1", "/events/2"): ("/events/2/harbours", ["p"]),
            ("log-2", "/events/2"): ("/events/2/harbours", ["p"]),
        },
    ),
    (
        "a part and what points to it, and one more",
        [log(BAD_NUMBER, number=1)],
        {
            ("log-1", "/entities/0"): ("/entities/0/attributes/imo", "1234567"),
            ("log-1", "/events/2"): ("/events/2/harbours", ["p"]),
        },
    ),
    ("a record", [{**good(1), "extractor": 5}], {("log-1", "/extractor"): ("/extractor", None)}),
]


@pytest.mark.parametrize(("records", "mends"), [row[1:] for row in REPAIRS], ids=[row[0] for row in REPAIRS])
@pytest.mark.parametrize("strict", [False, True], ids=["by part", "strict"])
def test_rejections_are_mended_and_taken_back(
    tmp_path: Path,
    records: list[object],
    mends: dict[tuple[str, str], tuple[str, object]],
    *,
    strict: bool,
) -> None:
    _, out = exported(tmp_path, lines(*records), strict=strict)
    written = rejections(out)
    assert {(one["document"] or "", one["pointer"]) for one in written} >= set(mends)
    for one in written:
        if change := mends.get((one["document"] or "", one["pointer"])):
            mend(one, *change)
    again = tmp_path / "mended.rejections.jsonl"
    again.write_bytes(lines(*written))
    counts = export_to(tmp_path / "again.nq", again, strict=strict)
    assert counts.reasons == {}
    # what comes out is what records without the faults give
    whole = [json.loads(json.dumps(record)) for record in records]
    for (document, _), change in mends.items():
        for record in whole:
            if document in ("", record["document"]["id"]):
                mend({"record": record}, *change)
    mended = [record for before, record in zip(records, whole, strict=True) if before != record]
    export_to(tmp_path / "whole.nq", stdin=lines(*mended))
    assert quads(tmp_path / "again.nq") == quads(tmp_path / "whole.nq")
    assert counts.exported == len(mended)


def test_text_that_is_no_json_is_mended_too(tmp_path: Path) -> None:
    _, out = exported(tmp_path, encoded(RECORD)[:-1] + b"\n", folder=None)
    (one,) = rejections(out)
    assert (one["code"], one["record"]) == ("bad-json", encoded(RECORD)[:-1].decode())
    again = tmp_path / "mended.jsonl"
    again.write_bytes(lines({**one, "record": one["record"] + "}"}))
    assert export_to(tmp_path / "again.nq", again, folder=None).reasons == {}
    export_to(tmp_path / "whole.nq", stdin=lines(RECORD), folder=None)
    assert quads(tmp_path / "again.nq") == quads(tmp_path / "whole.nq")


def test_mends_that_contradict_are_rejected_again_and_none_is_lost(tmp_path: Path) -> None:
    _, out = exported(tmp_path, lines(log(('"harbours": ["p"]', '"harbours": []'))))
    first, second = rejections(out)
    mend(first, "/events/0/harbours", ["p"])
    mend(first, "/entities/0/name", "Amber")
    mend(second, "/events/2/harbours", ["p"])
    mend(second, "/entities/0/name", "Gull")
    again = tmp_path / "mended.jsonl"
    again.write_bytes(lines(first, second))
    counts = export_to(tmp_path / "again.nq", again)
    assert counts.reasons == {"conflicting-repairs": 2}
    back = rejections(tmp_path / "again.nq")
    assert [(one["pointer"], one["record"]) for one in back] == [
        (one["pointer"], one["record"]) for one in (first, second)
    ]
    mend(back[1], "/entities/0/name", "Amber")
    again.write_bytes(lines(*back))
    assert export_to(tmp_path / "again.nq", again).reasons == {}
    export_to(
        tmp_path / "whole.nq",
        stdin=lines(log(GOOD, ('"harbours": ["p"], "date": "2024"', '"harbours": ["p"], "date": "2024-04-01"'),
                        ("Amber Gull\"", "Amber\""))),
    )  # fmt: skip
    assert quads(tmp_path / "again.nq") == quads(tmp_path / "whole.nq")


def test_records_of_the_shipped_profile_conform(tmp_path: Path) -> None:
    counts, out = exported(tmp_path, lines(RECORD, changed(("/document/id", "d2"))), folder=None)
    assert (counts.exported, counts.reasons) == (2, {})
    assert graphs(out) == ["d1", "d2"]
