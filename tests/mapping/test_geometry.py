"""A position becomes a geometry, where it is whole."""

import json
from typing import Any

import pytest

from kg.mapping import map_record, read_mapping
from kg.ontology import read_ontology
from kg.profile import find_profile
from kg.records import read_record

GEO = "http://www.opengis.net/ont/geosparql#"
MAPPING = read_mapping(find_profile().mapping, read_ontology(find_profile().ontology))


def points(type: str, **attributes: Any) -> list[str]:
    entity = {"id": "e", "type": type, "name": "X", "attributes": attributes}
    record = {"document": {"id": "d", "published": "2024-03-05"}, "entities": [entity]}
    mapped = map_record(read_record(json.dumps(record).encode()), MAPPING)
    return [value for _, name, value in mapped.triples() if name == f"<{GEO}asWKT>"]


@pytest.mark.parametrize(
    ("type", "attributes", "point"),
    [
        ("Place", {"latitude": 59, "longitude": 1e-05}, "POINT(0.00001 59.0)"),
        ("Facility", {"latitude": -0.5, "longitude": 180}, "POINT(180.0 -0.5)"),
        ("Place", {"latitude": 59.5}, None),
        ("Place", {"latitude": 59.5, "longitude": True}, None),
        ("Organization", {"latitude": 59.5, "longitude": 1.5}, None),
    ],
)
def test_both_degrees_make_a_point(type: str, attributes: dict[str, Any], point: str | None) -> None:
    assert points(type, **attributes) == ([f'"{point}"^^<{GEO}wktLiteral>'] if point else [])
