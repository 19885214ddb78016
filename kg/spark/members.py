"""Texts as gzip members, made where the texts arise, so that little goes through Spark and it has nothing to compress.

Spark writes rows of text and ends each with a separator. Here that is a zero byte: the last byte of a member, which is
the highest of the length of its text, is zero too, and left to Spark. So the files are gzip, of members and no more.
"""

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from kg.serialization import packed, unpacked

Row: TypeAlias = tuple[str, str, bytes]
"""What it is, the day of the document where quads are parted by days, and a text of whole lines."""

MEMBER = {"kind": "string", "day": "string", "data": "binary"}
SEPARATOR = "\0"
NO_DAY = "-"
_NAME = "member.gz"
_TEXT = 2**22  # of a member: what begins anew with each is nothing beside it
_HELD = 2**26  # of all texts that wait: where there are many days, members are smaller


def members(rows: Callable[[Any], Iterable[Row]], lines: Any) -> Iterator[Row]:
    """Give what a task says of its lines, texts of one kind and day together, as members but for the last byte."""
    held = defaultdict[tuple[str, str], bytearray](bytearray)
    size = 0
    for kind, day, text in rows(lines):
        held[kind, day] += text
        size += len(text)
        if len(held[kind, day]) >= _TEXT:
            size -= len(held[kind, day])
            yield kind, day, _member(held.pop((kind, day)))
        elif size >= _HELD:
            yield from _all(held)
            size = 0
    yield from _all(held)


def _all(held: dict[tuple[str, str], bytearray]) -> Iterator[Row]:
    while held:
        (kind, day), text = held.popitem()
        yield kind, day, _member(text)


def _member(text: bytes | bytearray) -> bytes:
    data = _zipped(text)
    if data[-1]:  # a text of 16 MB, so an empty one follows
        data += _zipped(b"")
    return data[:-1]


def _zipped(text: bytes | bytearray) -> bytes:
    file = io.BytesIO()
    with packed(file, _NAME) as stream:
        stream.write(text)
    return file.getvalue()


def text_of(data: bytes) -> bytes:
    """Give the text of a file of members."""
    return unpacked(io.BytesIO(data), _NAME).read()
