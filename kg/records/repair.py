"""Taking rejections back: a line of a rejections file holds the record as it came in, and perhaps as someone mended it.

A record with several faults has several lines, next to one another. If they were mended apart, each mend counts: a part
(an entity, an event, a relation, the document) is taken from the line that names it.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

import msgspec

from kg.records.model import Fault
from kg.records.reading import RecordError
from kg.records.sources import Line

_COLLECTIONS = ("entities", "events", "relations")


class _Rejection(msgspec.Struct):
    """The keys of a rejection that matter here."""

    source: str
    code: str
    record: msgspec.Raw
    line: int | None = None
    document: str | None = None
    pointer: str = ""


class _Item(NamedTuple):
    line: Line
    rejection: _Rejection | None

    @property
    def group(self) -> tuple[Any, ...]:
        found = self.rejection
        return (self.line,) if found is None else (found.source, found.line, found.document)


def repaired(lines: Iterable[Line]) -> Iterator[Line | tuple[Line, Fault]]:
    """Give each line that is a record as it is, and for the lines of a rejected record that record, once.

    Where two lines of one record were mended in ways that contradict, the line comes with the fault.
    """
    items = (_Item(line, _rejection(line.data)) for line in lines)
    for _, group in groupby(items, key=lambda item: item.group):
        first, *others = group
        if first.rejection is None:
            yield first.line
            continue
        try:
            data = _merged([item.rejection for item in (first, *others) if item.rejection is not None])
            yield first.line._replace(data=data)
        except RecordError as error:
            yield first.line, error.fault


def _rejection(data: bytes) -> _Rejection | None:
    if b'"record"' not in data or b'"code"' not in data:
        return None
    try:
        return msgspec.json.decode(data, type=_Rejection)
    except msgspec.DecodeError:
        return None


def _merged(rejections: list[_Rejection]) -> bytes:
    texts = list(dict.fromkeys(bytes(one.record) for one in rejections))
    if len(texts) == 1:
        return _unquoted(texts[0])
    records = [msgspec.json.decode(_unquoted(bytes(one.record))) for one in rejections]
    if not all(isinstance(record, dict) for record in records):
        raise RecordError(Fault("", "conflicting-repairs", "the lines of this record hold different texts; keep one"))
    return msgspec.json.encode(_merge(records, [one.pointer for one in rejections]))


def _unquoted(record: bytes) -> bytes:
    """A record that was not JSON stands in its line as a text."""
    value = msgspec.json.decode(record)
    return value.encode() if isinstance(value, str) else record


def _merge(records: list[dict[str, Any]], pointers: list[str]) -> dict[str, Any]:
    parts = [_parts(record) for record in records]
    named = [_named(record, pointer) for record, pointer in zip(records, pointers, strict=True)]
    merged = {key: value for record in reversed(records) for key, value in record.items() if key not in _COLLECTIONS}
    collections: dict[str, list[Any]] = {name: [] for name in _COLLECTIONS if any(name in record for record in records)}
    for key in dict.fromkeys(key for part in parts for key in part):
        value = _choose(key, parts, named)
        if key[0] in collections and value is not None:
            collections[key[0]].append(value)
        elif key[0] == "document":
            merged["document"] = value
    return {**merged, **collections}


def _choose(key: tuple[str, str], parts: list[dict[tuple[str, str], Any]], named: list[tuple[str, str]]) -> Any:
    """Take the one value there is, else that of the line that names the part, else the one that was changed."""
    values = [part.get(key) for part in parts]
    if all(value == values[0] for value in values):
        return values[0]
    mends = [value for value, name in zip(values, named, strict=True) if name == key] or [
        value for value in values if values.count(value) == 1 and len(values) > 2
    ]
    if not mends or any(value != mends[0] for value in mends):
        reason = f"the lines of this record mend {' '.join(key)} in different ways; make them agree"
        raise RecordError(Fault("", "conflicting-repairs", reason))
    return mends[0]


def _parts(record: dict[str, Any]) -> dict[tuple[str, str], Any]:
    found = {("document", ""): record.get("document")}
    for name in _COLLECTIONS:
        for index, part in enumerate(record.get(name) or ()):
            found[name, _id(part, index)] = part
    return found


def _named(record: dict[str, Any], pointer: str) -> tuple[str, str]:
    """Give the key of the part that a pointer lies in."""
    collection, _, rest = pointer.removeprefix("/").partition("/")
    index = rest.partition("/")[0]
    parts = record.get(collection)
    if isinstance(parts, list) and index.isdecimal() and int(index) < len(parts):
        return collection, _id(parts[int(index)], int(index))
    return "document", ""


def _id(part: object, index: int) -> str:
    return str(part.get("id", index)) if isinstance(part, dict) else str(index)
