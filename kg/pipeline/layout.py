"""In which order a person reads a graph: the document, who and what is in it, what happened by date, what holds."""

from collections.abc import Iterator

from kg.mapping import Mapping, Slot
from kg.serialization import Layout


def layout_of(mapping: Mapping, base: str) -> Layout:
    """Derive the printed order and the prefixes from a mapping."""
    groups = enumerate(_groups(mapping))
    return Layout(
        prefixes={**mapping.prefixes, **{segment: f"{base}{segment}/" for segment in _segments(mapping)}},
        classes={term: rank for rank, terms in groups for term in terms},
        predicates={
            term: rank for rank, term in enumerate(sorted(mapping.properties, key=_spans(mapping).__contains__))
        },
        nested=frozenset(slot.property for slot in _report_slots(mapping) if slot.value == "evidence"),
        order=tuple(_order(mapping)),
    )


def _groups(mapping: Mapping) -> Iterator[list[str]]:
    yield [mapping.document_type]
    for rule in mapping.entities.values():
        yield [rule.type]
    for rules in (mapping.events, mapping.relations):
        yield [*(rule.type for rule in rules.types.values()), *rules.unasserted.values()]
    yield [mapping.evidence_type]


def _segments(mapping: Mapping) -> Iterator[str]:
    yield from (
        "document",
        "graph",
        "item",
        "entity",
        "evidence",
        "geometry",
        "link",
        mapping.events.segment,
        mapping.relations.segment,
    )
    yield from (rule.segment for rule in mapping.entities.values())


def _report_slots(mapping: Mapping) -> Iterator[Slot]:
    for rules in (mapping.events, mapping.relations):
        for rule in rules.types.values():
            yield from rule.slots


def _spans(mapping: Mapping) -> frozenset[str]:
    """Give the properties that lead to evidence: they close a block, and the evidence of a report follows it."""
    slots = (*mapping.entity_slots, *_report_slots(mapping))
    return frozenset(slot.property for slot in slots if slot.value == "evidence")


def _order(mapping: Mapping) -> Iterator[str]:
    """Sort reports by document and date, entities by name."""
    rules = next(iter(mapping.events.types.values()), None)
    slots = {slot.field: slot for slot in (*(rules.slots if rules else ()), *mapping.entity_slots)}
    for name in ("document", "date", "name"):
        if (slot := slots.get(name)) is not None:
            yield from filter(None, (slot.earliest, slot.property))
