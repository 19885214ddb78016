"""Records from what tools wrote, for tests to look into."""

import json
from collections import Counter
from typing import Any

from kg.adapters.assembly import Assembly
from kg.adapters.found import Adapter, ConversionError
from kg.pipeline.convert import converted
from kg.records import Line

STORY = "\U0001f6eb Ada Quill, the envoy, met Bo Reed at Ostrava Works on Monday. Later Quill flew to Kingsby."


def made(
    adapter: Adapter, assembly: Assembly, data: bytes | object, source: str = "x.json"
) -> tuple[list[dict[str, Any]], Counter[str], list[str]]:
    """Give the records, what was left out, and the faults."""
    line = Line(source, None, data if isinstance(data, bytes) else json.dumps(data).encode())
    records, left, faults = [], Counter[str](), []
    for one in converted(line, adapter, assembly):
        if isinstance(one, ConversionError):
            faults.append(str(one))
        else:
            records.append(json.loads(one[0]))
            left += one[1]
    return records, left, faults


def names(record: dict[str, Any]) -> dict[str, str]:
    """Give the type of each name."""
    return {one["name"]: one["type"] for one in record.get("entities", [])}


def told(record: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Give events or relations with names for ids, without their own ids, and their first quote."""
    name = {one["id"]: one["name"] for one in record.get("entities", [])}
    found = []
    for one in record.get(kind, []):
        plain = {
            key: [name[id] for id in value] if isinstance(value, list) else name.get(value, value)
            for key, value in one.items()
            if key not in ("id", "evidence")
        }
        found.append({**plain, "quotes": [span["text"] for span in one.get("evidence", [])]})
    return found
