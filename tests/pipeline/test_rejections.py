import io
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.pipeline import rejection, write_rejection
from kg.records import Fault, Line, repaired
from tests.samples import RECORD, encoded

FAULT = Fault("/events/0", "shape", "A call is made at one port.", "urn:shape")


def written(data: bytes, fault: Fault = FAULT) -> bytes:
    out = io.BytesIO()
    write_rejection(out, rejection(Line("in.jsonl", 7, data), "d1", fault))
    return out.getvalue()


def test_a_rejection_is_a_line_with_the_record_and_what_is_wrong_with_it() -> None:
    assert json.loads(written(encoded(RECORD))) == {
        "source": "in.jsonl",
        "line": 7,
        "document": "d1",
        "pointer": "/events/0",
        "code": "shape",
        "reason": "A call is made at one port.",
        "shape": "urn:shape",
        "record": RECORD,
    }
    assert list(json.loads(written(encoded(RECORD)))) == (
        ["source", "line", "document", "pointer", "code", "reason", "shape", "record"]
    )
    assert json.loads(written(b"{}", Fault("", "x", "y")))["shape"] is None


@pytest.mark.parametrize(
    ("data", "record"),
    [
        (b'{\r\n "a": [1,\n 2]}\r\n', {"a": [1, 2]}),
        (b'{"a": 1.50, "b": 1e2}', {"a": 1.5, "b": 100.0}),
        (b"not JSON", "not JSON"),
        (b"not JSON\n", "not JSON\n"),
        (b"", ""),
        (b'{"a": "\xff"}', '{"a": "\\xff"}'),
        (b'{"a": "\\ud800"}', '{"a": "\\ud800"}'),
        (b'{"a": "\x00"}', '{"a": "\x00"}'),
        (b"[" * 5000 + b"]" * 5000, "[" * 5000 + "]" * 5000),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_whatever_came_in_is_kept(data: bytes, record: object) -> None:
    assert json.loads(written(data))["record"] == record


@given(st.binary() | st.text().map(str.encode) | st.from_type(dict[str, list[float | str | None]]).map(encoded))
def test_a_rejection_is_one_line_and_gives_the_record_back(data: bytes) -> None:
    line = written(data)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    json.loads(line.decode())
    (back,) = repaired([Line("out", 1, line)])
    assert isinstance(back, Line)
    try:
        expected = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        assert back.data == data.decode("utf-8", "backslashreplace").encode()
    else:
        assert back.data == expected.encode() if isinstance(expected, str) else json.loads(back.data) == expected
