"""Walking the rules: each part of a record becomes triples, or a fault that says why not."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kg.iris import DEFAULT_BASE, mint, mint_start, mint_under
from kg.mapping.document import MappedDocument
from kg.mapping.draft import Context, Draft, Unmappable
from kg.mapping.entities import entities
from kg.mapping.evidence import describing
from kg.mapping.fields import Fields, count_unmapped, ready_slots
from kg.mapping.identity import Identities
from kg.mapping.links import OWL_SAME_AS, SKOS_EXACT_MATCH
from kg.mapping.reports import reports
from kg.mapping.rules import Mapping
from kg.mapping.sameness import Sameness
from kg.records import Document, Event, Fault, Record, Relation
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


class Mapper:
    """Maps records by one mapping. What can be settled for all records is settled when it is made."""

    def __init__(self, mapping: Mapping, settings: Settings | None = None) -> None:
        self._mapping, self._settings = mapping, settings or Settings()
        describe = describing(mapping)
        slots = ready_slots(Document, mapping.document_slots, describe)
        self._fields = Fields(Document, slots, mapping.document_fields, "document.")
        self._one_class = not self._settings.sameness  # else a reviewer may have joined things of two types
        self._write_entity = entities(mapping, describe, self._settings.equivalents())
        self._write_event = reports(Event, mapping.events, describe)
        self._write_relation = reports(Relation, mapping.relations, describe)

    def map(self, record: Record) -> MappedDocument:
        """Map a record onto the ontology. What cannot be mapped becomes a fault, with whatever points to it."""
        context = self._context(record)
        base, id = context.base, record.document.id
        graph = MappedDocument(mint(base, "graph", [id]), [], ignored=context.ignored, several=context.several)
        drafting = _Drafting(graph)
        document = Draft(context=context, pointer="/document", kind="document", subject=context.document)
        drafting.add(document, self._write_document, record.document)
        for entity in record.entities:
            term, pointer = context.things[entity.id]
            one_class = self._one_class and entity.wikidata is None
            draft = Draft(context=context, pointer=pointer, kind="entities", subject=term, one_class=one_class)
            drafting.add(draft, self._write_entity, entity)
        start = mint_start(base, self._mapping.events.segment, id)
        for index, event in enumerate(record.events):
            pointer = f"/events/{index}"
            draft = Draft(context=context, pointer=pointer, kind="events", subject=mint_under(start, event.id))
            drafting.add(draft, self._write_event, event)
        start = mint_start(base, self._mapping.relations.segment, id)
        for index, relation in enumerate(record.relations):
            pointer = f"/relations/{index}"
            draft = Draft(context=context, pointer=pointer, kind="relations", subject=mint_under(start, relation.id))
            drafting.add(draft, self._write_relation, relation)
        count_unmapped(context, "", record.extra, ())
        return drafting.done()

    def _context(self, record: Record) -> Context:
        settings, id = self._settings, record.document.id
        identities = Identities(
            record, self._mapping, settings.base, by_name=settings.by_name, sameness=settings.sameness
        )
        return Context(
            record,
            settings.base,
            settings.max_quote,
            document=mint(settings.base, "document", [id]),
            evidence=mint_start(settings.base, "evidence", id),
            extractor=_extractor(record),
            things={
                entity.id: (identities.term(entity), f"/entities/{index}")
                for index, entity in enumerate(record.entities)
            },
            unlinked=identities.unlinked,
            ignored=Counter(),
            stretches={},
            several=set(),
        )

    def _write_document(self, draft: Draft, document: Document) -> None:
        draft.said[RDF_TYPE] = (self._mapping.document_type,)
        self._fields.write(draft, document)


@dataclass(slots=True)
class _Drafting:
    """A document that is being mapped."""

    mapped: MappedDocument
    faults: list[Fault] = field(default_factory=list)

    def add(self, draft: Draft, write: Callable[[Draft, Any], None], part: object) -> None:
        """Write a part, or note why it cannot be mapped."""
        try:
            write(draft, part)
        except Unmappable as signal:
            self.faults.append(signal.fault)
        else:
            self.mapped.parts.append(draft)

    def done(self) -> MappedDocument:
        if self.faults:
            self.mapped.reject(self.faults)
        return self.mapped


def map_record(record: Record, mapping: Mapping, settings: Settings | None = None) -> MappedDocument:
    """Map a single record; for many, make a :class:`Mapper`."""
    return Mapper(mapping, settings).map(record)


def _extractor(record: Record) -> str | None:
    found = record.extractor
    return " ".join(filter(None, (found.name, found.version))) if found else None
