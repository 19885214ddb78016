"""What a model is to answer: the record types as JSON Schema, with the words of the text where a record has spans.

Models count characters badly, so they quote; where a quote stands is found out afterwards. What no model may say is
left out: identifiers of Wikidata, which come from an index or a reviewer alone, and scores, which it would make up.
"""

from collections.abc import Collection, Mapping
from copy import deepcopy
from typing import Any, Final

import msgspec

from kg.records import Entity, Event, Relation

_LEFT_OUT: Final = {"extra", "score", "wikidata", "attributes"}
_QUOTE: Final = {"type": "string", "description": "Words of the text, exactly as they stand in it."}
_MODALITIES: Final = ("happened", "planned", "hedged", "denied")


def answer_schema(types: Mapping[str, Collection[str]]) -> dict[str, Any]:
    """The schema of an answer, in the strict form that such endpoints ask for: every key required, no other allowed.

    :param types: for ``entities``, ``events`` and ``relations``, the types that a mapping knows.
    """
    parts: dict[str, type[msgspec.Struct]] = {"entities": Entity, "events": Event, "relations": Relation}
    properties = {name: {"type": "array", "items": _part(struct, types[name])} for name, struct in parts.items()}
    return _closed(properties)


def _part(struct: type[msgspec.Struct], types: Collection[str]) -> dict[str, Any]:
    found = msgspec.json.schema(struct)["$defs"][struct.__name__]["properties"]
    properties = {name: _strict(deepcopy(value)) for name, value in found.items() if name not in _LEFT_OUT}
    properties["type"] = {"type": "string", "enum": sorted(types)}
    if "modality" in properties:
        properties["modality"] = {"type": "string", "enum": list(_MODALITIES)}
    return _closed(properties)


def _strict(value: dict[str, Any]) -> dict[str, Any]:
    value.pop("default", None)
    if value.get("items", {}).get("$ref", "").endswith("/Span"):
        value["items"] = _QUOTE
    return value


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
