"""Records to bytes: the inverse of reading, keys beyond the contract back in their places."""

from typing import Any

import msgspec

from kg.records.model import Record


def write_record(record: Record) -> bytes:
    """Write a record as JSON on one line."""
    value = msgspec.to_builtins(record)
    parts = (part for collection in ("entities", "events", "relations") for part in value[collection])
    for part in (value, value["document"], *parts):
        part.update(part.pop("extra"))
    return msgspec.json.encode(_without_blanks(value))


def _without_blanks(value: dict[str, Any]) -> dict[str, Any]:
    """Leave out what says nothing, so that a record reads like those that people write."""
    return {
        key: _without_blanks(item)
        if isinstance(item, dict)
        else [_without_blanks(one) if isinstance(one, dict) else one for one in item]
        if isinstance(item, list)
        else item
        for key, item in value.items()
        if item not in (None, [], {})
    }
