"""A position as GeoSPARQL has it: a geometry, which is the same node wherever the same position is given."""

from typing import TypeGuard

from kg.iris import mint
from kg.mapping.draft import Draft
from kg.mapping.rules import GeometryRule
from kg.mapping.values import plain_decimal
from kg.records import Entity
from kg.terms import RDF_TYPE, literal

WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"


def write_geometry(draft: Draft, entity: Entity, rule: GeometryRule | None) -> None:
    """Write the geometry of an entity that has both a latitude and a longitude."""
    latitude, longitude = (entity.attributes.get(name) for name in ("latitude", "longitude"))
    if rule is None or not _is_number(latitude) or not _is_number(longitude):
        return
    north, east = plain_decimal(latitude), plain_decimal(longitude)
    node = mint(draft.context.base, "geometry", [north, east])
    draft.say(draft.node, rule.of, (node,))
    draft.others.append((node, {RDF_TYPE: (rule.type,), rule.wkt: (literal(f"POINT({east} {north})", WKT),)}))


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
