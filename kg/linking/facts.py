"""What an index knows of an item beside its names, for an entity whose document does not say it: codes and position."""

import re
from collections.abc import Collection
from typing import Any

import msgspec

from kg.linking.index import Item
from kg.records import Entity

POSITION = ("latitude", "longitude")
_CODES = {"icao": re.compile(r"[A-Z]{2}[A-Z0-9]{2}"), "iata": re.compile(r"[A-Z]{3}")}


def facts_of(item: Item, wanted: Collection[str]) -> dict[str, Any]:
    """Give the wanted facts that are known and well formed; a position whole or not at all.

    :param wanted: names of attributes: ``icao``, ``iata``, ``latitude``, ``longitude``.
    """
    known: dict[str, Any] = {
        name: getattr(item, name) for name in _CODES if _CODES[name].fullmatch(getattr(item, name) or "")
    }
    if _on_earth(item.latitude, 90) and _on_earth(item.longitude, 180):
        known |= {name: getattr(item, name) for name in POSITION}
    return {name: value for name, value in known.items() if name in wanted}


def _on_earth(degrees: float | None, most: int) -> bool:
    return degrees is not None and -most <= degrees <= most


def with_facts(attributes: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    """Add facts that are not among the attributes; half a position is never completed by another one."""
    placed = any(name in attributes for name in POSITION)
    added = {
        name: value for name, value in facts.items() if name not in attributes and not (placed and name in POSITION)
    }
    return {**attributes, **added}


def own_attributes(attributes: dict[str, Any], link: object) -> dict[str, Any]:
    """Give the attributes without those that an earlier link brought."""
    brought = link.get("facts") if isinstance(link, dict) else None
    return {name: value for name, value in attributes.items() if not isinstance(brought, list) or name not in brought}


def unlinked(entity: Entity) -> Entity:
    """Give an entity as its document has it."""
    own = own_attributes(entity.attributes, entity.extra.get("link"))
    return entity if own == entity.attributes else msgspec.structs.replace(entity, attributes=own)
