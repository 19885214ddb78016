import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.records import Fault, Record, RecordError, read_record
from kg.records.checks import DEEPEST
from tests.samples import GONE, RECORD, TEXT, changed, encoded

Row = tuple[str, Any, str, str, str]

# where in the record, what stands there instead, the code, the place that the fault names, and a piece of its reason
WRONG: list[Row] = [
    # missing
    ("/document", GONE, "wrong-type", "", "missing required field `document`"),
    ("/document/id", GONE, "wrong-type", "/document", "missing required field `id`"),
    ("/document/published", GONE, "wrong-type", "/document", "missing required field `published`"),
    ("/entities/1/name", GONE, "wrong-type", "/entities/1", "missing required field `name`"),
    ("/entities/1/id", GONE, "wrong-type", "/entities/1", "missing required field `id`"),
    ("/events/0/type", GONE, "wrong-type", "/events/0", "missing required field `type`"),
    ("/events/0/evidence/0/end", GONE, "wrong-type", "/events/0/evidence/0", "missing required field `end`"),
    ("/relations/0/subject", GONE, "wrong-type", "/relations/0", "missing required field `subject`"),
    ("/extractor/name", GONE, "wrong-type", "/extractor", "missing required field `name`"),
    # wrong types, at every depth
    ("/document", "d1", "wrong-type", "/document", "Expected `object`, got `str`"),
    ("/document", None, "wrong-type", "/document", "Expected `object`, got `null`"),
    ("/document/id", 7, "wrong-type", "/document/id", "Expected `str`, got `int`"),
    ("/document/authors", "Cy Lund", "wrong-type", "/document/authors", "Expected `array`, got `str`"),
    ("/document/authors/0", None, "wrong-type", "/document/authors/0", "Expected `str`, got `null`"),
    ("/extractor", "by-hand", "wrong-type", "/extractor", "Expected `object | null`, got `str`"),
    ("/entities", {}, "wrong-type", "/entities", "Expected `array`, got `object`"),
    ("/entities/3", "c", "wrong-type", "/entities/3", "Expected `object`, got `str`"),
    ("/entities/2/attributes", [], "wrong-type", "/entities/2/attributes", "Expected `object`, got `array`"),
    ("/entities/0/score", "0.5", "wrong-type", "/entities/0/score", "Expected `float | null`, got `str`"),
    ("/entities/0/score", True, "wrong-type", "/entities/0/score", "Expected `float | null`, got `bool`"),
    ("/entities/0/mentions/0", [0, 9], "wrong-type", "/entities/0/mentions/0", "Expected `object`, got `array`"),
    ("/entities/0/mentions/0/text", 9, "wrong-type", "/entities/0/mentions/0/text", "Expected `str | null`"),
    ("/events/0/participants", "a", "wrong-type", "/events/0/participants", "Expected `array`, got `str`"),
    ("/events/0/participants/1", {"id": "b"}, "wrong-type", "/events/0/participants/1", "Expected `str`, got `object`"),
    ("/events/1/date", 2024, "wrong-type", "/events/1/date", "Expected `str | null`, got `int`"),
    ("/events/0/evidence/0/start", "2", "wrong-type", "/events/0/evidence/0/start", "Expected `int`, got `str`"),
    ("/events/0/evidence/0/start", 2.5, "wrong-type", "/events/0/evidence/0/start", "Expected `int`, got `float`"),
    ("/relations/1/object", ["o"], "wrong-type", "/relations/1/object", "Expected `str | null`, got `array`"),
    # the document
    ("/document/id", "", "empty-id", "/document/id", "a document needs an id"),
    ("/document/id", " \t", "empty-id", "/document/id", "a document needs an id"),
    ("/document/published", "2023-02-29", "bad-date", "/document/published", "YYYY-MM-DD, not '2023-02-29'"),
    ("/document/published", "2024-03", "bad-date", "/document/published", "must be a day"),
    ("/document/published", "05.03.2024", "bad-date", "/document/published", "must be a day"),
    ("/document/published", "2024-03-05T10:00:00Z", "bad-date", "/document/published", "must be a day"),
    # ids
    ("/entities/1/id", "a", "duplicate-id", "/entities/1/id", "'a' is empty or used twice in entities"),
    ("/entities/3/id", "", "duplicate-id", "/entities/3/id", "'' is empty"),
    ("/events/1/id", "m", "duplicate-id", "/events/1/id", "'m' is empty or used twice in events"),
    ("/relations/2/id", "l", "duplicate-id", "/relations/2/id", "'l' is empty or used twice in relations"),
    ("/events/0/participants/1", "z", "dangling-id", "/events/0/participants/1", "no entity has the id 'z'"),
    ("/events/0/participants/1", "", "dangling-id", "/events/0/participants/1", "no entity has the id ''"),
    ("/events/0/participants/1", "A", "dangling-id", "/events/0/participants/1", "no entity has the id 'A'"),
    ("/events/0/host/0", "z", "dangling-id", "/events/0/host/0", "no entity has the id 'z'"),
    ("/events/0/place", "z", "dangling-id", "/events/0/place", "no entity has the id 'z'"),
    ("/events/0/facility", "z", "dangling-id", "/events/0/facility", "no entity has the id 'z'"),
    ("/events/0/objects", ["a", "z"], "dangling-id", "/events/0/objects/1", "no entity has the id 'z'"),
    ("/events/0/attributedTo", "m", "dangling-id", "/events/0/attributedTo", "no entity has the id 'm'"),
    ("/relations/0/subject", "z", "dangling-id", "/relations/0/subject", "no entity has the id 'z'"),
    ("/relations/0/subject", "", "dangling-id", "/relations/0/subject", "no entity has the id ''"),
    ("/relations/1/object", "z", "dangling-id", "/relations/1/object", "no entity has the id 'z'"),
    ("/relations/1/attributedTo", "z", "dangling-id", "/relations/1/attributedTo", "no entity has the id 'z'"),
    ("/entities", [], "dangling-id", "/events/0/participants/0", "(and 12 more: /events/0/participants/1, "),
    # spans
    ("/events/0/evidence/0/start", -1, "bad-span", "/events/0/evidence/0", "offsets -1 to "),
    ("/entities/0/mentions/0/end", 1, "bad-span", "/entities/0/mentions/0", "offsets 2 to 1 are no stretch"),
    ("/entities/0/mentions/0/end", 12, "bad-span", "/entities/0/mentions/0", "has 'Ada Quill,' at 2 to 12, not 'Ada"),
    ("/entities/0/mentions/0/text", "Ada", "bad-span", "/entities/0/mentions/0", "not 'Ada'"),
    ("/entities/0/mentions/0", {"start": 4, "end": 13, "text": "Ada Quill"}, "bad-span", "/entities/0/mentions/0",
     "has 'a Quill, ' at 4 to 13"),
    ("/entities/0/mentions/0", {"start": len(TEXT), "end": len(TEXT) + 1}, "bad-span", "/entities/0/mentions/0",
     "has '' at"),
    ("/events/0/evidence/0/end", len(TEXT) + 1, "bad-span", "/events/0/evidence/0", "the document has"),
    ("/relations/0/evidence/0/start", 10**20, "bad-span", "/relations/0/evidence/0", "are no stretch of text"),
    ("/document/text", "", "bad-span", "/entities/0/mentions/0", "the document has '' at 2 to 11"),
    # characters that XML 1.0 forbids
    ("/document/text", "a\x00b", "forbidden-character", "/document/text", "XML 1.0 forbids"),
    ("/document/title", "a\x0cb", "forbidden-character", "/document/title", "XML 1.0 forbids"),
    ("/document/title", "a\x0bb", "forbidden-character", "/document/title", "XML 1.0 forbids"),
    ("/entities/0/name", "a\x1fb", "forbidden-character", "/entities/0/name", "XML 1.0 forbids"),
    ("/entities/0/aliases/0", "\ufffe", "forbidden-character", "/entities/0/aliases/0", "XML 1.0 forbids"),
    ("/entities/0/attributes", {"~a/b": ["x", "\uffff"]}, "forbidden-character", "/entities/0/attributes/~0a~1b/1",
     "XML 1.0 forbids"),
    ("/events/0/attributedText", "\ud800", "forbidden-character", "/events/0/attributedText", "lone surrogate"),
    ("/events/0/attributedText", "\udc00\ud800", "forbidden-character", "/events/0/attributedText", "lone surrogate"),
    ("/k\x08", 1, "forbidden-character", "/k\x08", "XML 1.0 forbids"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "code", "pointer", "reason"), WRONG)
@pytest.mark.parametrize("ascii_only", [True, False], ids=["escaped", "raw"])
def test_a_record_that_is_wrong(
    place: str, value: Any, code: str, pointer: str, reason: str, *, ascii_only: bool
) -> None:
    record = changed((place, value))
    data = json.dumps(record).encode() if ascii_only else encoded(record)
    fault = fault_of(data)
    assert (fault.code, fault.pointer) == (code, pointer)
    assert reason in fault.reason
    assert fault.shape is None


def fault_of(data: bytes) -> Fault:
    with pytest.raises(RecordError) as caught:
        read_record(data)
    assert caught.value.fault.reason in str(caught.value)
    return caught.value.fault


def nested(depth: int, innermost: str = "") -> bytes:
    # the object of the record is the first level
    return encoded(RECORD)[:-1] + f', "x": {"[" * (depth - 1)}{innermost}{"]" * (depth - 1)}}}'.encode()


@pytest.mark.parametrize(
    ("data", "code", "reason"),
    [
        (b"", "bad-json", "truncated"),
        (b" ", "bad-json", "truncated"),
        (encoded(RECORD)[:-1], "bad-json", "truncated"),
        (encoded(RECORD) + b"{}", "bad-json", "trailing characters"),
        (b"{'document': {}}", "bad-json", "object keys must be strings"),
        (b'{"document": {},}', "bad-json", "trailing comma"),
        (b'{"score": NaN}', "bad-json", "invalid character"),
        (b'{"score": .5}', "bad-json", "invalid character"),
        (b'{"score": 1e999}', "bad-json", "Number out of range"),
        (b'{"name": "a\tb"}', "bad-json", "invalid character"),
        (b'{"name": "a\x00b"}', "bad-json", "invalid character"),
        (b'{"name": "\\x41"}', "bad-json", "invalid escape"),
        (b'{"name": "caf\xe9"}', "bad-json", "byte 14 is not UTF-8"),
        (b'{"name": "\xc0\x80"}', "bad-json", "byte 11 is not UTF-8"),
        ('{"name": "a"}'.encode("utf-16"), "bad-json", "not JSON"),
        (b"\x1f\x8b\x08\x00", "bad-json", "not JSON"),
        (b"<html></html>", "bad-json", "invalid character"),
        (b"[]", "bad-json", "not a JSON object"),
        (b"null", "bad-json", "not a JSON object"),
        (b'"document"', "bad-json", "not a JSON object"),
        (b"7", "bad-json", "not a JSON object"),
        (nested(DEEPEST + 1), "too-deep", f"deeper than {DEEPEST} levels"),
        (nested(DEEPEST + 1, '"\\u0001"'), "too-deep", "deeper than"),
        (nested(900, '"\\u0001"'), "too-deep", "deeper than"),
        (nested(985, '"\\u0001"'), "too-deep", "deeper than"),
        (nested(100_000), "too-deep", "deeper than"),
    ],
    ids=repr,
)
def test_bytes_that_hold_no_record(data: bytes, code: str, reason: str) -> None:
    fault = fault_of(data)
    assert (fault.code, fault.pointer) == (code, "")
    assert reason in fault.reason


@pytest.mark.parametrize(
    "change",
    [
        ("/document/text", GONE),  # spans are trusted then
        ("/document/text", None),
        ("/entities/0/mentions/0/text", GONE),
        ("/entities/0/mentions/0", {"start": 0, "end": 0}),
        ("/entities/0/mentions/0", {"start": len(TEXT) - 1, "end": len(TEXT), "text": "\U0001f600"}),
        ("/entities/0/wikidata", None),
        ("/entities/0/score", 1),
        ("/events/0/place", None),
        ("/events/0/place", ""),  # a blank says nothing
        ("/events/0/type", "Regatta"),  # the mapping decides
        ("/events/1/date", "once upon a time"),
        ("/events/1/id", "a"),  # ids are of their own list
        ("/relations/1/object", GONE),
        ("/extractor", None),
        ("/entities/0/name", "tab\t newline\n return\r delete\x7f nel\x85 \ue000 \ufffd \U0010ffff"),
    ],
    ids=repr,
)
def test_a_record_that_is_right(change: tuple[str, Any]) -> None:
    assert read_record(encoded(changed(change))).document.id == "d1"


def test_the_deepest_record_that_is_read() -> None:
    assert read_record(nested(DEEPEST)).document.id == "d1"


@given(st.text(st.characters(codec=None) | st.sampled_from("\x00\x08\x0b\x1f\x7f\ufffd\ufffe\uffff\ud800\udfff😀")))
def test_a_text_is_read_just_if_xml_holds_it(text: str) -> None:
    record = changed(("/document/title", text))
    if xml_holds(text):
        assert read_record(json.dumps(record).encode()).document.title == text
        assert read_record(encoded(record)).document.title == text
    else:
        assert fault_of(json.dumps(record).encode()).pointer == "/document/title"


def xml_holds(text: str) -> bool:
    try:
        ElementTree.fromstring(b"<a><![CDATA[" + text.replace("]]>", "").encode() + b"]]></a>")
    except (ElementTree.ParseError, UnicodeEncodeError):
        return False
    return True


UNKNOWN: list[tuple[str, Callable[[Record], dict[str, Any]]]] = [
    ("", lambda record: record.extra),
    ("/document", lambda record: record.document.extra),
    ("/entities/1", lambda record: record.entities[1].extra),
    ("/events/1", lambda record: record.events[1].extra),
    ("/relations/2", lambda record: record.relations[2].extra),
]


@pytest.mark.parametrize(("place", "kept"), UNKNOWN)
def test_unknown_keys_are_set_aside(place: str, kept: Callable[[Record], dict[str, Any]]) -> None:
    more = {"extra": {"x": 1}, "colour": ["red"], "": None, "a.b[0]": True}
    record = read_record(encoded(changed(*((f"{place}/{key}", value) for key, value in more.items()))))
    assert kept(record) == more
    assert sum(len(other(record)) for _, other in UNKNOWN) == len(more)


def test_unknown_keys_of_spans_and_extractors_are_counted_with_the_record() -> None:
    record = read_record(
        encoded(
            changed(
                ("/extractor/extra", 1),
                ("/entities/0/mentions/0/page", 2),
                ("/events/0/evidence/0/extra", {}),
                ("/relations/0/evidence/0/line", None),
            )
        )
    )
    assert record.extra == {"extractor.extra": 1, "mentions.page": 2, "evidence.extra": {}, "evidence.line": None}
