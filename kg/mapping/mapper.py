"""Walking the rules: each part of a record becomes triples, or a fault that says why not."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import asdict

from kg.iris import DEFAULT_BASE, mint
from kg.mapping.document import MappedDocument
from kg.mapping.draft import Context, Draft, Unmappable, count_unmapped
from kg.mapping.geometry import write_geometry
from kg.mapping.identity import Identities
from kg.mapping.links import OWL_SAME_AS, SKOS_EXACT_MATCH, write_link
from kg.mapping.rules import Mapping, ReportRule, ReportRules
from kg.mapping.sameness import Sameness
from kg.mapping.values import Slot
from kg.records import Document, Entity, Event, Fault, Record, Relation
from kg.terms import RDF_TYPE


@dataclass(frozen=True)
class Settings:
    """What a user may set about mapping.

    :param base: the IRI under which data is minted.
    :param by_name: whether names and items may join entities of several documents; else each belongs to its document.
    :param max_quote: the longest quote in the graph, in code points; a longer one is cut and marked as abridged.
    :param same_as: whether to say ``owl:sameAs`` of an entity and its item, too; ``skos``, ``skos:exactMatch``.
    :param sameness: which entities reviewers said to be one thing or two.
    """

    base: str = DEFAULT_BASE
    by_name: bool = True
    max_quote: int = 1000
    same_as: bool = False
    skos: bool = False
    sameness: Sameness = field(default_factory=Sameness)

    def equivalents(self) -> tuple[str, ...]:
        """Give the properties that say that an entity is its item, as terms."""
        wanted = ((self.same_as, OWL_SAME_AS), (self.skos, SKOS_EXACT_MATCH))
        return tuple(term for asked, term in wanted if asked)


def map_record(record: Record, mapping: Mapping, settings: Settings | None = None) -> MappedDocument:
    """Map a record onto the ontology. What cannot be mapped becomes a fault, with whatever points to it."""
    settings = settings or Settings()
    identities = Identities(record, mapping, settings.base, by_name=settings.by_name, sameness=settings.sameness)
    context = Context(
        record,
        mapping,
        settings.base,
        settings.max_quote,
        document=mint(settings.base, "document", [record.document.id]),
        extractor=_extractor(record),
        things={entity.id: identities.term(entity) for entity in record.entities},
        pointers={entity.id: f"/entities/{index}" for index, entity in enumerate(record.entities)},
        unlinked=identities.unlinked,
        equivalents=settings.equivalents(),
    )
    mapped = MappedDocument(mint(settings.base, "graph", [record.document.id]), [], ignored=context.ignored)
    faults: list[Fault] = []
    for draft, write, *part in _drafts(context):
        try:
            write(draft, *part)
            mapped.parts.append(draft.part())
        except Unmappable as signal:
            faults.append(signal.fault)
    count_unmapped(context, "", record.extra, frozenset())
    if faults:
        mapped.reject(faults)
    return mapped


def _extractor(record: Record) -> str | None:
    found = record.extractor
    return " ".join(filter(None, (found.name, found.version))) if found else None


def _drafts(context: Context) -> Iterator[tuple[Any, ...]]:
    """Yield a draft of each part of the record, the function that writes it, and what that needs."""
    record, mapping = context.record, context.mapping
    yield Draft(context, "/document", context.document), _write_document
    for entity in record.entities:
        yield Draft(context, context.pointers[entity.id], context.things[entity.id]), _write_entity, entity
    yield from _reports(context, record.events, mapping.events)
    yield from _reports(context, record.relations, mapping.relations)


def _reports(context: Context, parts: Sequence[Event | Relation], rules: ReportRules) -> Iterator[tuple[Any, ...]]:
    for index, part in enumerate(parts):
        subject = mint(context.base, rules.segment, (context.record.document.id, part.id))
        yield Draft(context, f"/{rules.segment}s/{index}", subject), _write_report, part, rules


def _fields(part: Document | Entity | Event | Relation) -> dict[str, Any]:
    """Give what the part holds, keys beyond the contract among it."""
    named = asdict(part)
    extra = named.pop("extra")
    return {**extra, **named} if extra else named


def _write(draft: Draft, slots: Iterable[Slot], values: Table[str, Any]) -> None:
    for slot in slots:
        if (value := values.get(slot.field)) is not None:
            draft.write(slot, value)


def _write_document(draft: Draft) -> None:
    context = draft.context
    values = _fields(context.record.document)
    draft.add(RDF_TYPE, context.mapping.document_type)
    _write(draft, context.mapping.document_slots, values)
    count_unmapped(context, "document.", values, context.mapping.document_fields)


def _write_entity(draft: Draft, entity: Entity) -> None:
    mapping = draft.context.mapping
    rule = mapping.entities.get(entity.type)
    if rule is None:
        raise draft.fail("type", "unmapped-type", f"the mapping has no entity type {entity.type!r:.60}")
    draft.add(RDF_TYPE, rule.type)
    values = _fields(entity)
    _write(draft, mapping.entity_slots, values)
    for name, slot in rule.attributes.items():
        if (value := entity.attributes.get(name)) is not None:
            draft.write(slot, value, f"attributes/{name}")
    if {"latitude", "longitude"} <= rule.attributes.keys():
        write_geometry(draft, entity, mapping.geometry)
    write_link(draft, entity)
    count_unmapped(draft.context, "entities.", values, mapping.entity_fields)
    count_unmapped(draft.context, "entities.attributes.", entity.attributes, rule.attributes.keys())


def _write_report(draft: Draft, part: Event | Relation, rules: ReportRules) -> None:
    context = draft.context
    rule = rules.types.get(part.type)
    if rule is None:
        raise draft.fail("type", "unmapped-type", f"the mapping has no {rules.segment} type {part.type!r:.60}")
    modality = _write_types(draft, part, rule, rules)
    given = _fields(part)
    own = {"document": context.record.document.id, "modality": modality}
    values = {"extractor": context.extractor, **given, **own}  # united records say of each part who found it
    holds = modality == rules.asserted and isinstance(part, Relation)
    for slot in rule.slots:
        if (value := values.get(slot.field)) is not None:
            written = draft.write(slot, value)
            if holds and slot.field == rule.of:
                subject = context.things[values["subject"]]
                draft.triples += [(subject, rule.direct or "", term) for _, term in written]
    count_unmapped(context, f"{rules.segment}s.", given, rule.fields)


def _write_types(draft: Draft, part: Event | Relation, rule: ReportRule, rules: ReportRules) -> str:
    """Write what the report is, by its modality, and give the modality."""
    modality = part.modality or (rules.asserted if rules.asserted_if_absent else None)
    if modality is None:
        raise draft.fail("modality", "missing-modality", "say whether it happened, is planned, hedged or denied")
    if modality != rules.asserted and modality not in rules.unasserted:
        known = ", ".join((rules.asserted, *rules.unasserted))
        raise draft.fail("modality", "unknown-modality", f"{modality!r:.60} is none of: {known}")
    if modality == rules.asserted:
        draft.add(RDF_TYPE, rule.type)
    else:
        draft.add(RDF_TYPE, rules.unasserted[modality])
        draft.add(rules.kind, rule.type)
    if rules.predicate is not None and rule.direct is not None:
        draft.add(rules.predicate, rule.direct)
    return modality
