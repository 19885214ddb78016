"""Taking rejections back: a line of a rejections file holds the record as it came in, and perhaps as someone mended it.

A record with several faults has several lines, next to one another. If they were mended apart, each mend counts: a part
(an entity, an event, a relation, the document) is taken from the line that names it.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import msgspec

from kg.records.model import Fault
from kg.records.reading import RecordError, decode
from kg.records.sources import Line

_COLLECTIONS = ("entities", "events", "relations")
_Key: TypeAlias = tuple[str, ...]
"""A collection and the id of a part in it, or any other key of a record alone."""


class _Rejection(msgspec.Struct):
    """The keys of a rejection that matter here."""

    source: str
    code: str
    record: msgspec.Raw
    line: int | None = None
    document: str | None = None
    pointer: str = ""

    @property
    def of(self) -> tuple[Any, ...]:
        """Which record it is of."""
        return self.source, self.line, self.document

    def data(self) -> bytes:
        """Give the record; one that was not JSON stands in its line as a text."""
        raw = bytes(self.record)
        return msgspec.json.decode(raw, type=str).encode() if raw.startswith(b'"') else raw


def repaired(lines: Iterable[Line]) -> Iterator[Line | tuple[Line, Fault]]:
    """Give each line that is a record as it is, and for the lines of a rejected record that record, once.

    Where the lines of one record were mended in ways that contradict, each comes back with the fault, so that none is
    lost.
    """
    waiting: list[tuple[Line, _Rejection]] = []
    for line in lines:
        rejection = _rejection(line.data)
        if waiting and (rejection is None or rejection.of != waiting[0][1].of):
            yield from _repaired(waiting)
            waiting = []
        if rejection is None:
            yield line
        else:
            waiting.append((line, rejection))
    if waiting:
        yield from _repaired(waiting)


def _repaired(found: list[tuple[Line, _Rejection]]) -> Iterator[Line | tuple[Line, Fault]]:
    line, rejections = found[0][0], [rejection for _, rejection in found]
    try:
        yield line._replace(data=_merged(rejections))
    except RecordError as error:
        for one in rejections:
            fault = Fault(one.pointer, "conflicting-repairs", error.fault.reason)
            yield line._replace(data=one.data()), fault


def _rejection(data: bytes) -> _Rejection | None:
    if b'"record"' not in data or b'"code"' not in data:
        return None
    try:
        return msgspec.json.decode(data, type=_Rejection)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _merged(rejections: list[_Rejection]) -> bytes:
    texts = [one.data() for one in rejections]
    if len(set(texts)) == 1:
        return texts[0]
    return msgspec.json.encode(_merge([decode(text) for text in texts], [one.pointer for one in rejections]))


def _merge(records: list[dict[str, Any]], pointers: list[str]) -> dict[str, Any]:
    parts = [_parts(record) for record in records]
    named = [_named(records, pointer) for pointer in pointers]
    merged: dict[str, Any] = {}
    for key in dict.fromkeys(key for part in parts for key in part):
        value = _choose(key, parts, named)
        if value is not None and len(key) == 1:
            merged[key[0]] = value
        elif value is not None:
            merged.setdefault(key[0], []).append(value)
    return merged


def _choose(key: _Key, parts: list[dict[_Key, Any]], named: list[_Key]) -> Any:
    """Take the one value there is, else that of the line that names the part."""
    values = [part.get(key) for part in parts]
    if all(value == values[0] for value in values):
        return values[0]
    mends = [value for value, name in zip(values, named, strict=True) if name == key]
    if not mends or any(value != mends[0] for value in mends):
        reason = f"the lines of this record differ in {' '.join(key)}: make them agree, or keep one line"
        raise RecordError(Fault("", "conflicting-repairs", reason))
    return mends[0]


def _parts(record: dict[str, Any]) -> dict[_Key, Any]:
    found: dict[_Key, Any] = {}
    for name, value in record.items():
        if name not in _COLLECTIONS or not isinstance(value, list):
            found[(name,)] = value
            continue
        for index, part in enumerate(value):
            key = name, _id(part, index)
            found[key if key not in found else (*key, str(index))] = part
    return found


def _named(records: list[dict[str, Any]], pointer: str) -> _Key:
    """Give the key of the part that a pointer lies in; the longest list is the one from which nothing was taken out."""
    collection, _, rest = pointer.removeprefix("/").partition("/")
    if collection in _COLLECTIONS:
        lists: list[list[Any]] = [record[collection] for record in records if isinstance(record.get(collection), list)]
        longest = max(lists, key=len) if lists else []
        for index, part in enumerate(longest):
            if str(index) == rest.partition("/")[0]:
                return collection, _id(part, index)
    return (collection or "document",)


def _id(part: object, index: int) -> str:
    return str(part.get("id", index)) if isinstance(part, dict) else str(index)
