"""Decisions and records: a record as it came in takes up what was decided about its entities."""

from typing import Any

import msgspec

from kg.linking.outcome import AMBIGUOUS, Decision
from kg.records import Entity, Record


def linked(record: Record, decisions: list[Decision]) -> Record:
    """Give the record with the items of the decisions, and the decisions themselves under ``link``."""
    pairs = zip(record.entities, decisions, strict=True)
    return msgspec.structs.replace(record, entities=[taken_up(entity, decision) for entity, decision in pairs])


def taken_up(entity: Entity, decision: Decision) -> Entity:
    """Give the entity with what was decided about it."""
    extra = {**entity.extra, "link": link_of(decision)}
    return msgspec.structs.replace(entity, wikidata=decision.item, extra=extra)


def link_raw(value: dict[str, Any], decisions: list[Decision]) -> dict[str, Any]:
    """Give a decoded record with the decisions; every key of it stays, known or not."""
    pairs = zip(value.get("entities") or [], decisions, strict=True)
    entities = [{**entity, "wikidata": decision.item, "link": link_of(decision)} for entity, decision in pairs]
    return {**value, "entities": entities} if entities else value


def link_of(decision: Decision) -> dict[str, Any]:
    """Give what a record keeps of a decision; candidates only where a person has to choose."""
    kept = decision if decision.outcome == AMBIGUOUS else msgspec.structs.replace(decision, candidates=[])
    choices = [msgspec.structs.replace(choice, features={}) for choice in kept.candidates]
    found: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(kept, item=None, candidates=choices))
    return found
