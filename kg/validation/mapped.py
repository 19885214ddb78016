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
from kg.mapping import OWL_SAME_AS, SKOS_EXACT_MATCH, WKT, Mapping, ReportRule, ReportRules, Slot, Source, is_exact
from kg.records import Document, Entity, Event, Relation, Span
from kg.terms import RDF_TYPE, XSD, literal
from kg.validation.promises import Behind, Promises, Sort

_ANYTHING = Sort()
_IRI, _LITERAL = Sort("<"), Sort('"')
_DATELINE = ("published", "moment")

Written: TypeAlias = Iterator[tuple[str, Sort]]
"""Properties, each with a sort of its values."""


def promises_of(mapping: Mapping) -> Promises:
    """Give what is known of the values of each property that the mapping writes."""
    found: dict[str, dict[Sort, None]] = {}
    for predicate, sort in chain(_by_slots(mapping), _by_rules(mapping)):
        found.setdefault(predicate, {})[sort] = None
    known = {name: tuple(sorts) for name, sorts in found.items() if _ANYTHING not in sorts and name != RDF_TYPE}
    return {name: tuple(_settled(sort, name, known) for sort in sorts) for name, sorts in known.items()}


def _settled(sort: Sort, name: str, known: Promises) -> Sort:
    """Take back that values are not less than others', where either property is also written by something else."""
    if sort.until is None or (known[name] == (sort,) and [each.least for each in known.get(sort.until, ())] == [0]):
        return sort
    return sort._replace(until=None)


def _by_slots(mapping: Mapping) -> Written:
    entities = _entities(mapping)
    for source, slots in _fields(mapping):
        for slot in slots:
            yield from written(slot, entities, mapping, exact=is_exact(source, slot.field))
    for rule in mapping.entities.values():
        for slot in rule.attributes.values():
            yield from written(slot, entities, mapping)
    for slot in mapping.link_slots:  # a part may be kept without the entities that these and the next need
        yield from written(slot, [_IRI], mapping)
    yield from _by_evidence(mapping)


def _fields(mapping: Mapping) -> Iterator[tuple[type[Source], Iterable[Slot]]]:
    """Yield the slots of parts' own fields."""
    yield Document, mapping.document_slots
    yield Entity, mapping.entity_slots
    yield from ((Event, rule.slots) for rule in mapping.events.types.values())
    yield from ((Relation, rule.slots) for rule in mapping.relations.types.values())


def _by_evidence(mapping: Mapping) -> Written:
    """Yield what a stretch of text is: two offsets, of which the end is never less than the start."""
    integers = {slot.field: slot.property for slot in mapping.evidence_slots if slot.value == "integer"}
    start, end = integers.get("start"), integers.get("end")
    for slot in mapping.evidence_slots:
        for name, sort in written(slot, [_IRI], mapping, exact=is_exact(Span, slot.field)):
            if slot.value == "integer" and slot.field in ("start", "end"):
                yield name, sort._replace(least=0, until=end if name == start != end else None)
            else:
                yield name, sort


def _entities(mapping: Mapping) -> list[Sort]:
    """Give the sorts of entities: a part that points to one goes with it."""
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
        behind = _behind(rule, rules)
        for slot in rule.slots:
            if slot.field == rule.of:
                for _, sort in written(slot, _entities(mapping), mapping):
                    yield rule.direct, sort._replace(behind=behind)


def _behind(rule: ReportRule, rules: ReportRules) -> Behind | None:
    """Give what is known of the relation for the sake of which something is said of its subject directly."""
    subject = next((slot.property for slot in rule.slots if slot.field == "subject" and slot.value == "entity"), None)
    if subject is None or rule.direct is None:
        return None
    predicate = [(rules.predicate, rule.direct)] if rules.predicate else []
    return Behind(subject, ((RDF_TYPE, rule.type), *predicate))


def written(slot: Slot, entities: Iterable[Sort], mapping: Mapping, *, exact: bool = False) -> Written:
    """Yield what a slot writes.

    :param entities: the sorts of the entities that it may lead to.
    :param exact: its values are of the slot's kind for sure, and single ones: a blank is not written.
    """
    if slot.value == "text":
        yield slot.property, Sort('"', XSD + "string", says=exact)
    elif slot.value == "entity":
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


def _of_document(mapping: Mapping) -> frozenset[str]:
    """Give the properties that each document has: a record without its dateline, a day, is none."""
    return frozenset(slot.property for slot in mapping.document_slots if (slot.field, slot.value) == _DATELINE)


def _of_evidence(mapping: Mapping) -> frozenset[str]:
    """Give the properties that all evidence has, whatever the record: those that lead to its document."""
    return frozenset(slot.property for slot in mapping.evidence_slots if slot.field == slot.value == "document")


def _anything(_: Slot, __: Mapping) -> list[Sort]:
    return [_ANYTHING]


def _concepts(slot: Slot, _: Mapping) -> list[Sort]:
    terms = {*(slot.scheme or {}).values(), *filter(None, (slot.otherwise,))}
    return [Sort("<", term=term) for term in sorted(terms)]


# Decimals and times may be longer than libraries read, so of these only the kind is known.
_SORTS: dict[str, Callable[[Slot, Mapping], list[Sort]]] = {
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
    "document": lambda _, mapping: [Sort("<", type=mapping.document_type, same=True, has=_of_document(mapping))],
    "evidence": lambda _, mapping: [Sort("<", type=mapping.evidence_type, has=_of_evidence(mapping))],
}
