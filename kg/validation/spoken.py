"""What parts of a record may say, by a mapping: of nodes of which classes, and by which properties."""

from collections.abc import Iterable
from typing import NamedTuple

from kg.mapping import OWL_SAME_AS, SKOS_EXACT_MATCH, Mapping, ReportRules, Slot


class Spoken(NamedTuple):
    """What may be said of nodes."""

    classes: frozenset[str] = frozenset()
    properties: frozenset[str] = frozenset()

    def __or__(self, other: "Spoken") -> "Spoken":
        return Spoken(self.classes | other.classes, self.properties | other.properties)


class SpokenBy(NamedTuple):
    """What parts of one kind may say, of their own nodes and of others."""

    own: Spoken
    others: Spoken


def spoken_by(mapping: Mapping) -> dict[str, SpokenBy]:
    """Say what parts of each kind may say. All may bring evidence."""
    evidence = _spoken([mapping.evidence_type], mapping.evidence_slots)
    return {
        "document": SpokenBy(_spoken([mapping.document_type], mapping.document_slots), evidence),
        "entities": SpokenBy(_of_entities(mapping), _of_positions(mapping) | _of_links(mapping) | evidence),
        "events": SpokenBy(_of_reports(mapping.events), _direct(mapping.events) | evidence),
        "relations": SpokenBy(_of_reports(mapping.relations), _direct(mapping.relations) | evidence),
    }


def properties_of(slots: Iterable[Slot]) -> frozenset[str]:
    """Give the properties that slots write."""
    return _known(name for slot in slots for name in (slot.property, slot.typed, slot.earliest, slot.latest))


def _of_entities(mapping: Mapping) -> Spoken:
    rules = mapping.entities.values()
    slots = [*mapping.entity_slots, *(slot for rule in rules for slot in rule.attributes.values())]
    of_geometry = mapping.geometry.of if mapping.geometry else None
    return _spoken((rule.type for rule in rules), slots, OWL_SAME_AS, SKOS_EXACT_MATCH, of_geometry)


def _of_positions(mapping: Mapping) -> Spoken:
    return _spoken([mapping.geometry.type], (), mapping.geometry.wkt) if mapping.geometry else Spoken()


def _of_links(mapping: Mapping) -> Spoken:
    return _spoken([mapping.link_type], mapping.link_slots)


def _of_reports(rules: ReportRules) -> Spoken:
    classes = [*rules.unasserted.values(), *(rule.type for rule in rules.types.values())]
    return _spoken(classes, (slot for rule in rules.types.values() for slot in rule.slots), rules.kind, rules.predicate)


def _direct(rules: ReportRules) -> Spoken:
    return _spoken((), (), *(rule.direct for rule in rules.types.values()))


def _spoken(classes: Iterable[str | None], slots: Iterable[Slot], *more: str | None) -> Spoken:
    return Spoken(_known(classes), properties_of(slots) | _known(more))


def _known(names: Iterable[str | None]) -> frozenset[str]:
    return frozenset(name for name in names if name is not None)
