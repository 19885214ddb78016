"""What a mapping promises: of which sorts the values are that it writes, in any document.

Whatever node a property is written of, its values come from the same few places: the slots that name it, and the rules
for kinds, predicates, direct triples, positions and links. A value has a class where the part that points to it cannot
be kept without the part that gives it the class. What is not known here is looked at in each document.

A promise holds for what was mapped, not for graphs of other origin.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TypeAlias

from kg.dates import EDTF
from kg.mapping import OWL_SAME_AS, SKOS_EXACT_MATCH, WKT, Mapping, ReportRules, Slot
from kg.terms import RDF_TYPE, XSD, literal
from kg.validation.promises import Promises, Sort

_ANYTHING = Sort()
_IRI, _LITERAL = Sort("<"), Sort('"')

Written: TypeAlias = Iterator[tuple[str, Sort]]
"""Properties, each with a sort of its values."""


def promises_of(mapping: Mapping) -> Promises:
    """Give what is known of the values of each property that the mapping writes."""
    found: dict[str, dict[Sort, None]] = {}
    for predicate, sort in chain(_by_slots(mapping), _by_rules(mapping)):
        found.setdefault(predicate, {})[sort] = None
    return {name: tuple(sorts) for name, sorts in found.items() if _ANYTHING not in sorts and name != RDF_TYPE}


def _by_slots(mapping: Mapping) -> Written:
    for slot in _slots(mapping):
        yield from written(slot, _entities(mapping), mapping)
    for slot in (*mapping.evidence_slots, *mapping.link_slots):  # a part may be kept without the entities these need
        yield from written(slot, [_IRI], mapping)


def _slots(mapping: Mapping) -> Iterator[Slot]:
    yield from (*mapping.document_slots, *mapping.entity_slots)
    yield from (slot for rule in mapping.entities.values() for slot in rule.attributes.values())
    yield from (
        slot for rules in (mapping.events, mapping.relations) for rule in rules.types.values() for slot in rule.slots
    )


def _entities(mapping: Mapping) -> list[Sort]:
    """Give the sorts of entities; their classes are not known where one may need another, and that one a third."""
    own = chain(mapping.entity_slots, *(rule.attributes.values() for rule in mapping.entities.values()))
    if any(slot.value == "entity" for slot in own):
        return [_IRI]
    return [Sort("<", type=rule.type) for rule in mapping.entities.values()]


def _by_rules(mapping: Mapping) -> Written:
    yield from ((name, _IRI) for name in (OWL_SAME_AS, SKOS_EXACT_MATCH))
    if mapping.geometry is not None:
        yield mapping.geometry.of, Sort("<", type=mapping.geometry.type)
        yield mapping.geometry.wkt, Sort('"', WKT)
    for rules in (mapping.events, mapping.relations):
        yield from _by_report_rules(rules, mapping)


def _by_report_rules(rules: ReportRules, mapping: Mapping) -> Written:
    for rule in rules.types.values():
        yield rules.kind, Sort("<", term=rule.type)
        if rule.direct is None:
            continue
        if rules.predicate is not None:
            yield rules.predicate, Sort("<", term=rule.direct)
        for slot in rule.slots:
            if slot.field == rule.of:
                yield from ((rule.direct, sort) for _, sort in written(slot, _entities(mapping), mapping))


def written(slot: Slot, entities: Iterable[Sort], mapping: Mapping) -> Written:
    """Yield what a slot writes.

    :param entities: the sorts of the entities that it may lead to.
    """
    if slot.value == "entity":
        yield from ((slot.property, sort) for sort in entities)
    elif slot.value == "date":
        yield from _dates(slot)
    else:
        yield from ((slot.property, sort) for sort in _SORTS.get(slot.value, _anything)(slot, mapping))


def _dates(slot: Slot) -> Written:
    typed = [Sort('"', XSD + each) for each in ("date", "gYearMonth", "gYear")]
    edtf = Sort('"', EDTF)
    if slot.typed is None:
        yield from ((slot.property, sort) for sort in (edtf, *typed))
        return
    yield slot.property, edtf
    yield from ((slot.typed, sort) for sort in typed)
    yield from ((name, Sort('"', XSD + "date")) for name in (slot.earliest, slot.latest) if name is not None)


def _anything(_: Slot, __: Mapping) -> list[Sort]:
    return [_ANYTHING]


def _concepts(slot: Slot, _: Mapping) -> list[Sort]:
    terms = {*(slot.scheme or {}).values(), *filter(None, (slot.otherwise,))}
    return [Sort("<", term=term) for term in sorted(terms)]


# Decimals and times may be longer than libraries read, so of these only the kind is known.
_SORTS: dict[str, Callable[[Slot, Mapping], list[Sort]]] = {
    "text": lambda _, __: [Sort('"', XSD + "string")],
    "integer": lambda _, __: [Sort('"', XSD + "integer")],
    "boolean": lambda _, __: [
        Sort('"', XSD + "boolean", term=literal(word, XSD + "boolean")) for word in ("true", "false")
    ],
    "decimal": lambda _, __: [_LITERAL],
    "moment": lambda _, __: [_LITERAL],
    "url": lambda _, __: [_IRI],
    "iri": lambda _, __: [_IRI],
    "item": lambda _, __: [_IRI],
    "concept": _concepts,
    "document": lambda _, mapping: [Sort("<", type=mapping.document_type)],
    "evidence": lambda _, mapping: [Sort("<", type=mapping.evidence_type)],
}
