"""How entities are written: by their type, with their attributes, position and link."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from kg.descriptions import Values
from kg.mapping.draft import Draft
from kg.mapping.fields import Fields, count_unmapped, ready_slots
from kg.mapping.geometry import write_geometry
from kg.mapping.links import linking
from kg.mapping.rules import EntityRule, Mapping
from kg.mapping.slots import Describing, Ready, ready, write_all
from kg.records import Entity
from kg.terms import RDF_TYPE

WriteEntity: TypeAlias = Callable[[Draft, Entity], None]

_POSITION = {"latitude", "longitude"}


class _Kind(NamedTuple):
    """What is settled for all entities of one type."""

    type: Values
    slots: dict[str, Ready]
    has_position: bool


def entities(mapping: Mapping, describe: Describing, equivalents: tuple[str, ...]) -> WriteEntity:
    """Make the function that writes an entity.

    :param equivalents: properties, beside the mapping's own, by which an entity is said to be its item.
    """
    kinds = {name: _kind(rule, describe) for name, rule in mapping.entities.items()}
    slots = ready_slots(Entity, mapping.entity_slots, describe)
    fields = Fields(Entity, slots, mapping.entity_fields, "entities.")
    write_link = linking(mapping, describe, equivalents)

    def write(draft: Draft, entity: Entity) -> None:
        kind = kinds.get(entity.type)
        if kind is None:
            raise draft.fail("type", "unmapped-type", f"the mapping has no entity type {entity.type!r:.60}")
        draft.said[RDF_TYPE] = kind.type
        fields.write(draft, entity)
        if entity.attributes:
            slots, values = kind.slots, entity.attributes
            named = [name for name in values if name in slots]
            write_all(draft, draft.node, map(slots.__getitem__, named), map(values.__getitem__, named))
            if kind.has_position and len(named) > 1:
                write_geometry(draft, entity, mapping.geometry)
            if len(named) < len(values):
                count_unmapped(draft.context, "entities.attributes.", values, slots)
        if entity.wikidata:
            write_link(draft, entity, entity.wikidata)

    return write


def _kind(rule: EntityRule, describe: Describing) -> _Kind:
    slots = {name: ready(slot, f"attributes/{name}", describe) for name, slot in rule.attributes.items()}
    return _Kind((rule.type,), slots, rule.attributes.keys() >= _POSITION)
