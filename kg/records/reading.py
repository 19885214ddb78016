"""Bytes to records: JSON is decoded, keys the contract does not know are set aside, types are checked."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import msgspec

from kg.errors import KgError
from kg.records.checks import DEEPEST, SPANS, forbidden_text, is_sound, record_faults, too_deep
from kg.records.model import Document, Entity, Event, Extractor, Fault, Record, Relation, Span


class RecordError(KgError):
    """A record that cannot be read and is rejected whole; ``fault`` says where and why.

    :param document: the document's id, if the record could be read so far.
    """

    def __init__(self, fault: Fault, document: str | None = None) -> None:
        super().__init__(f"{fault.pointer or '/'}: {fault.reason}")
        self.fault = fault
        self.document = document


def _names(struct: type[msgspec.Struct]) -> frozenset[str]:
    return frozenset(struct.__struct_fields__) - {"extra"}


_RECORD, _DOCUMENT, _SPAN, _EXTRACTOR = _names(Record), _names(Document), _names(Span), _names(Extractor)
_PARTS = {"entities": _names(Entity), "events": _names(Event), "relations": _names(Relation)}
# JSON text can name a forbidden character only so; most records do not, and are spared the walk.
_SUSPECT = re.compile(rb"\\(?:[bf]|u(?:00[01]|[dD][89a-fA-F]|[fF]{3}[eEfF]))|\xef\xbf[\xbe\xbf]")
# Of these one begins without a backslash. Escaped, there may also be the name of our own place for unknown keys.
_RAW_SUSPECT = re.compile(rb"\xef\xbf[\xbe\xbf]")
_ESCAPE_SUSPECT = re.compile(_SUSPECT.pattern + rb"|\\u00[0-7]")
_CONTAINERS = frozenset({dict, list})
_DECODER = msgspec.json.Decoder(Record)
_TOO_DEEP = Fault("", "too-deep", f"lists and objects are nested deeper than {DEEPEST} levels")


def read_record(data: bytes) -> Record:
    """Read one record and check it as the contract asks.

    :raises RecordError: for anything that makes the record unreadable as a whole: bad JSON, wrong types, dangling or
        repeated ids, spans that do not match the text, characters that not every RDF format can hold.
    """
    record = _plain(data) or _unusual(data)
    if not is_sound(record) and (faults := list(record_faults(record))):
        raise RecordError(_first_of(faults), record.document.id)
    return record


def _plain(data: bytes) -> Record | None:
    """Read a record straight into its types: it holds just what the contract names, and nothing to be wary of."""
    # what is looked for first is less than is meant, and found or missed much sooner
    if (b'"extra' in data and b'"extra"' in data) or (b"\\" in data and _ESCAPE_SUSPECT.search(data)):
        return None
    if b"\xef" in data and b"\xef\xbf" in data and _RAW_SUSPECT.search(data):
        return None
    try:
        record = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    for entity in record.entities:
        if entity.attributes and not _CONTAINERS.isdisjoint(map(type, entity.attributes.values())):
            return None
    return record


def _unusual(data: bytes) -> Record:
    """Read any other record, and say what is wrong with it."""
    value = decode(data)
    if too_deep(value):
        raise RecordError(_TOO_DEEP)
    try:
        if _SUSPECT.search(data):
            _refuse_forbidden(value)
        return _typed(value)
    except RecordError as error:
        raise RecordError(error.fault, _id_of(value)) from error


def decode(data: bytes) -> dict[str, Any]:
    """Decode a JSON object. :raises RecordError: if it is not one."""
    try:
        value = msgspec.json.decode(data)
    except RecursionError as error:
        raise RecordError(_TOO_DEEP) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        _refuse_lone_surrogate(data)
        raise RecordError(Fault("", "bad-json", f"not JSON: {_not_utf8(data) or error}")) from error
    if not isinstance(value, dict):
        raise RecordError(Fault("", "bad-json", "not a JSON object: a record is an object with a document in it"))
    return value


def _not_utf8(data: bytes) -> str | None:
    """Say where bytes are no UTF-8, if they are not."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return f"byte {error.start + 1} is not UTF-8 ({error.reason})"
    return None


def _id_of(value: dict[str, Any]) -> str | None:
    document = value.get("document")
    found = document.get("id") if isinstance(document, dict) else None
    return found if isinstance(found, str) and forbidden_text(found) is None else None


def _refuse_forbidden(value: dict[str, Any]) -> None:
    if (pointer := forbidden_text(value)) is not None:
        reason = "a control character or lone surrogate, which XML 1.0 forbids"
        raise RecordError(Fault(pointer, "forbidden-character", reason))


def _refuse_lone_surrogate(data: bytes) -> None:
    """Python's own decoder lets a lone surrogate through, so that the fault can be named for what it is."""
    with suppress(ValueError, RecursionError):
        _refuse_forbidden(json.loads(data))


def _typed(value: dict[str, Any]) -> Record:
    unspanned = _set_aside(value)
    try:
        record = msgspec.convert(value, Record)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `")
        raise RecordError(Fault(_pointer(path.rstrip("`")), "wrong-type", reason)) from error
    record.extra.update(unspanned)
    return record


def _first_of(faults: list[Fault]) -> Fault:
    first, *others = faults
    if not others:
        return first
    more = ", ".join([*(fault.pointer for fault in others[:5]), *(["…"] if len(others) > 5 else [])])
    return Fault(first.pointer, first.code, f"{first.reason} (and {len(others)} more: {more})")


def _set_aside(record: dict[str, Any]) -> dict[str, Any]:
    """Move unknown keys under ``extra``, in place; those of spans and of the extractor are given back to be counted."""
    _move(record, _RECORD)
    _move(record.get("document"), _DOCUMENT)
    rest: dict[str, Any] = {}
    _drop(record.get("extractor"), _EXTRACTOR, "extractor.", rest)
    for collection, known in _PARTS.items():
        for part in _dicts(record.get(collection)):
            _move(part, known)
            for span in _dicts(part.get(SPANS[collection])):
                _drop(span, _SPAN, f"{SPANS[collection]}.", rest)
    return rest


def _dicts(value: object) -> Iterator[dict[str, Any]]:
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())


def _move(part: object, known: frozenset[str]) -> None:
    if isinstance(part, dict) and (unknown := part.keys() - known):
        part["extra"] = {key: part.pop(key) for key in sorted(unknown)}


def _drop(part: object, known: frozenset[str], prefix: str, rest: dict[str, Any]) -> None:
    if isinstance(part, dict) and (unknown := part.keys() - known):
        for key in unknown:
            rest[prefix + key] = part.pop(key)


def _pointer(path: str) -> str:
    """Rewrite msgspec's path (``$.events[2].date``) as a JSON pointer (``/events/2/date``)."""
    steps = re.findall(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]", path.removeprefix("key in "))
    return "".join(f"/{name or index}" for name, index in steps)
