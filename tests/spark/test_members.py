"""Files of members are gzip and nothing else, whatever the texts are."""

import zlib
from collections.abc import Iterable, Iterator

import pytest

pytest.importorskip("pyspark", reason="Spark is not installed")

from kg.spark import members as module
from kg.spark.members import SEPARATOR, Row, members, text_of


def files(rows: Iterable[Row]) -> dict[tuple[str, str], bytes]:
    """What Spark makes of rows: those of a kind and day in one file, each with what ends it."""
    found: dict[tuple[str, str], bytes] = {}
    for kind, day, data in members(iter, rows):
        found[kind, day] = found.get((kind, day), b"") + data + SEPARATOR.encode()
    return found


def texts(data: bytes) -> Iterator[bytes]:
    """Take a file apart by the letter: one member begins where the other ends, and nothing is left."""
    while data:
        member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        yield member.decompress(data)
        assert member.eof
        data = member.unused_data


def test_texts_of_a_kind_and_day_become_one_file() -> None:
    rows = [("quads", "-", b"a\n"), ("counts", "-", b"1\n"), ("quads", "2024-03-05", b"b\n"), ("quads", "-", b"c\n")]
    found = {key: b"".join(texts(data)) for key, data in files(rows).items()}
    assert found == {("quads", "-"): b"a\nc\n", ("counts", "-"): b"1\n", ("quads", "2024-03-05"): b"b\n"}
    assert not files([])


@pytest.mark.parametrize("size", [1, 2**22, 2**24 - 1, 2**24, 2**24 + 1, 2**25])
def test_a_text_of_any_length_is_a_member(size: int) -> None:
    (data,) = files([("quads", "-", b"x" * size)]).values()
    assert text_of(data) == b"".join(texts(data)) == b"x" * size


def test_what_waits_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TEXT", 10)
    monkeypatch.setattr(module, "_HELD", 25)
    rows = [("quads", f"day-{number % 7}", b"12345678\n") for number in range(70)]
    waiting, most = 0, 0

    def told() -> Iterator[Row]:
        nonlocal waiting, most
        for row in rows:
            waiting += len(row[2])
            most = max(most, waiting)
            yield row

    given: dict[str, bytes] = {}
    for _, day, data in members(lambda _: told(), None):
        text = text_of(data + SEPARATOR.encode())
        waiting -= len(text)
        given[day] = given.get(day, b"") + text
    assert most <= 25 + 9 and given == {f"day-{number}": b"12345678\n" * 10 for number in range(7)}
