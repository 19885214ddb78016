from pathlib import Path
from typing import Any

import pytest

from kg.mapping import MappedDocument, Settings, read_mapping
from kg.ontology import read_ontology
from kg.pipeline import Outcome, Stage
from kg.profile import find_profile
from kg.records import LONGEST_RECORD, Line
from kg.validation import ReferenceValidator
from tests.samples import PORTS, RECORD, changed, encoded, log, ports

P = "https://example.org/port-calls#"
ALL = ["/document", "/entities/0", "/entities/1", "/entities/2", "/events/0", "/events/1", "/events/2", "/relations/0"]
HARBOUR = ('"participants": ["s"], "date": "2024-04-01"', '"participants": ["s"], "harbours": ["p"], "date": "2024"')


def stage(folder: Path | None, *, strict: bool = False, judged: bool = True) -> Stage:
    profile = find_profile(folder)
    mapping = read_mapping(profile.mapping, read_ontology(profile.ontology))
    return Stage(mapping, Settings(), ReferenceValidator(profile) if judged else None, strict=strict)


def outcome(record: object, folder: Path | None = PORTS, **settings: bool) -> Outcome:
    return stage(folder, **settings).process(Line("in", 1, encoded(record)))


def parts(found: Outcome) -> list[str] | None:
    if found.document is None:
        return None
    assert isinstance(found.document, MappedDocument)
    return [part.pointer for part in found.document.parts]


# what is changed in the log; what is found, by place, code and shape; the parts that stay
JUDGED: list[tuple[str, list[tuple[str, str]], list[tuple[str, str, str | None]], list[str]]] = [
    ("nothing wrong", [HARBOUR], [], ALL),
    ("a call at no port", [], [("/events/2", "shape", "CallShape")], [one for one in ALL if one != "/events/2"]),
    (
        "a call at two ports",
        [HARBOUR, ('"harbours": ["p"], "date": "2024-05-01"', '"harbours": ["p", "q"], "date": "2024-05-01"')],
        [("/events/0", "shape", "CallShape")],
        [one for one in ALL if one != "/events/0"],
    ),
    (
        "a call at a ship",
        [HARBOUR, ('"harbours": ["p"], "date": "2024-05-01"', '"harbours": ["s"], "date": "2024-05-01"')],
        [("/events/0", "shape", "CallShape")],
        [one for one in ALL if one != "/events/0"],
    ),
    ("an expected call at no port", [HARBOUR, ('"harbours": ["q"], ', "")], [], ALL),
    (
        "a ship with a bad number",
        [HARBOUR, ("1234567", "12")],
        [
            ("/entities/0", "shape", "ShipShape"),
            ("/events/0", "needs-rejected", None),
            ("/events/1", "needs-rejected", None),
            ("/events/2", "needs-rejected", None),
            ("/relations/0", "needs-rejected", None),
        ],
        ["/document", "/entities/1", "/entities/2"],
    ),
    (
        "a port that cannot be mapped",
        [('{"id": "p", "type": "Port"', '{"id": "p", "type": "Quay"')],
        [
            ("/entities/1/type", "unmapped-type", None),
            ("/events/0", "needs-rejected", None),
            ("/events/2", "shape", "CallShape"),
        ],
        ["/document", "/entities/0", "/entities/2", "/events/1", "/relations/0"],
    ),
]


@pytest.mark.parametrize(("changes", "faults", "kept"), [row[1:] for row in JUDGED], ids=[row[0] for row in JUDGED])
def test_the_smallest_part_at_fault_is_rejected(
    changes: list[tuple[str, str]], faults: list[tuple[str, str, str | None]], kept: list[str]
) -> None:
    record = log(*changes)
    found = outcome(record)
    assert [(one.pointer, one.code, one.shape and one.shape.removeprefix(P)) for one in found.faults] == faults
    assert parts(found) == kept
    assert found.id == "log-7"
    # by strict rules the document goes whole, for the same reasons
    strict = outcome(record, strict=True)
    assert strict.faults == found.faults
    assert parts(strict) == (None if faults else kept)
    # without a judge, only what cannot be mapped goes
    unjudged = outcome(record, judged=False)
    assert [one.code for one in unjudged.faults if one.code == "shape"] == []


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        (("/events/0/date", "2024-03-04/2024-03-02"), "/events/0", "shape"),
        (("/events/1/date", "2024-03-06"), "/events/1", "shape"),
        (("/events/1/date", "2024-03-06/.."), "/events/1", "shape"),
    ],
    ids=["an end before its start", "happened after the dateline", "happened from after the dateline on"],
)
def test_dates_that_cannot_be(change: tuple[str, Any], pointer: str, code: str) -> None:
    well = outcome(RECORD, None)
    assert well.faults == []
    found = outcome(changed(change), None)
    assert [(one.pointer, one.code) for one in found.faults] == [(pointer, code)]
    assert parts(found) == [one for one in parts(well) or [] if one != pointer]
    if change[0] == "/events/1/date":
        planned = outcome(changed(change, ("/events/1/modality", "planned")), None)
        assert planned.faults == []


WARNING = ('sh:message "A call is made at one port."@en', 'sh:severity sh:Warning ; sh:message "A call"@en')


def test_a_warning_rejects_nothing(tmp_path: Path) -> None:
    folder = ports(tmp_path / "profile", ("shapes.ttl", *WARNING))
    found = outcome(log(), folder)
    assert (found.faults, parts(found)) == ([], ALL)
    assert [(one.severity, one.message, one.shape) for one in found.notices] == [("Warning", "A call", P + "CallShape")]
    # what was said of a part that went is not said
    gone = outcome(log(("1234567", "12")), folder)
    assert gone.notices == []
    assert parts(gone) == ["/document", "/entities/1", "/entities/2"]


LOG_SHAPE = ':LogShape a sh:NodeShape ; profile:scope profile:document ; {} sh:message "No such log."@en .\n'


@pytest.mark.parametrize(
    "shape",
    [
        "sh:targetClass :Log ; sh:property [ sh:path :number ; sh:minCount 2 ] ;",
        "sh:targetClass :Log ; sh:property [ sh:path :number ; sh:pattern '^x' ] ;",
        # no part wrote this node, and no part less would mend it
        "sh:targetNode :nobody ; sh:property [ sh:path :number ; sh:minCount 1 ] ;",
    ],
)
def test_a_document_at_fault_goes_whole_and_for_one_reason(tmp_path: Path, shape: str) -> None:
    folder = ports(tmp_path / "profile", ("shapes.ttl", ":CallShape a", LOG_SHAPE.format(shape) + "\n:CallShape a"))
    found = outcome(log(HARBOUR), folder)
    assert found.document is None
    assert [(one.pointer, one.code) for one in found.faults] == [("/document", "shape")]
    assert (found.id, found.ignored, found.notices) == ("log-7", {}, [])


@pytest.mark.parametrize(
    ("data", "id", "code", "pointer"),
    [
        (b"{", None, "bad-json", ""),
        (encoded({**RECORD, "events": [{}]}), "d1", "wrong-type", "/events/0"),
        (b"{" + b" " * LONGEST_RECORD + b"}", None, "too-long", ""),
    ],
    ids=["no JSON", "wrong type", "too long"],
)
def test_what_cannot_be_read_goes_whole(data: bytes, id: str | None, code: str, pointer: str) -> None:
    found = stage(PORTS).process(Line("in", 1, data))
    assert (found.id, found.document) == (id, None)
    assert [(one.code, one.pointer) for one in found.faults] == [(code, pointer)]
