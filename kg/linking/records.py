"""Decisions and records: a record as it came in takes up what was decided about its entities."""

from typing import Any

import msgspec

from kg.linking.facts import own_attributes, with_facts
from kg.linking.outcome import AMBIGUOUS, Decision
from kg.records import Entity, Record


def linked(record: Record, decisions: list[Decision]) -> Record:
    """Give the record with the items of the decisions, and the decisions themselves under ``link``."""
    pairs = zip(record.entities, decisions, strict=True)
    return msgspec.structs.replace(record, entities=[taken_up(entity, decision) for entity, decision in pairs])


def taken_up(entity: Entity, decision: Decision) -> Entity:
    """Give the entity with what was decided about it."""
    own = own_attributes(entity.attributes, entity.extra.get("link"))
    attributes = with_facts(own, decision.facts)
    link = link_of(decision, own, attributes)
    return msgspec.structs.replace(
        entity, wikidata=decision.item, attributes=attributes, extra={**entity.extra, "link": link}
    )


def link_raw(value: dict[str, Any], decisions: list[Decision]) -> dict[str, Any]:
    """Give a decoded record with the decisions; every key of it stays, known or not."""
    entities = [_raw(*pair) for pair in zip(value.get("entities") or [], decisions, strict=True)]
    return {**value, "entities": entities} if entities else value


def _raw(entity: dict[str, Any], decision: Decision) -> dict[str, Any]:
    given = entity.get("attributes") or {}
    own = own_attributes(given, entity.get("link"))
    attributes = with_facts(own, decision.facts)
    changed = {"attributes": attributes} if attributes != given else {}
    return {**entity, **changed, "wikidata": decision.item, "link": link_of(decision, own, attributes)}


def link_of(decision: Decision, own: dict[str, Any], attributes: dict[str, Any]) -> dict[str, Any]:
    """Give what a record keeps of a decision: candidates only where a person has to choose, of facts the names.

    :param own: attributes before the link; ``attributes`` those with it.
    """
    kept = decision if decision.outcome == AMBIGUOUS else msgspec.structs.replace(decision, candidates=[])
    choices = [msgspec.structs.replace(choice, features={}) for choice in kept.candidates]
    found: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(kept, item=None, candidates=choices, facts={}))
    added = sorted(attributes.keys() - own.keys())
    return {**found, "facts": added} if added else found
