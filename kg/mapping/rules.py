"""A mapping after it was read and checked: frozen rules that hold terms, ready to be walked."""

from collections.abc import Mapping as Table
from dataclasses import dataclass
from functools import cached_property

from kg.mapping.values import Slot


@dataclass(frozen=True)
class IdentityPart:
    """One part of what makes a name global; see the comments of ``ontology/mapping.yaml``."""

    words: int = 0
    attribute: str | None = None
    relation: str | None = None
    type: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class EntityRule:
    """What an entity of one type becomes."""

    type: str
    segment: str
    identity: tuple[IdentityPart, ...]
    attributes: Table[str, Slot]

    @cached_property
    def words(self) -> int:
        """How many words a name has at least, where the name alone makes it global; else 0."""
        return self.identity[0].words if len(self.identity) == 1 else 0


@dataclass(frozen=True)
class ReportRule:
    """What an event or relation of one type becomes.

    :param direct: the property of the direct triple; its value is what the slot ``of`` writes.
    """

    type: str
    slots: tuple[Slot, ...]
    direct: str | None = None
    of: str | None = None

    @cached_property
    def fields(self) -> frozenset[str]:
        """The keys of such a report that are written; the document is not its own."""
        return frozenset(slot.field for slot in self.slots) - {"document"} | {"id", "type", "modality"}


@dataclass(frozen=True)
class ReportRules:
    """The rules for all events, or for all relations."""

    segment: str
    asserted: str
    asserted_if_absent: bool
    unasserted: Table[str, str]
    kind: str
    predicate: str | None
    types: Table[str, ReportRule]


@dataclass(frozen=True)
class GeometryRule:
    """What a position is written as.

    :param type: the class of a geometry; ``of`` the property that leads to it, ``wkt`` that of its text.
    """

    type: str
    of: str
    wkt: str


@dataclass(frozen=True)
class Mapping:
    """A whole mapping. Terms are N-Triples text; ``properties`` stand in the order of the file."""

    prefixes: Table[str, str]
    document_type: str
    document_slots: tuple[Slot, ...]
    evidence_type: str
    evidence_slots: tuple[Slot, ...]
    entity_slots: tuple[Slot, ...]
    entities: Table[str, EntityRule]
    link_type: str | None
    link_slots: tuple[Slot, ...]
    events: ReportRules
    relations: ReportRules
    properties: tuple[str, ...]
    geometry: GeometryRule | None = None

    @cached_property
    def document_fields(self) -> frozenset[str]:
        """The keys of a document that are written, and its full text, which never enters a graph."""
        return frozenset(slot.field for slot in self.document_slots) | {"text"}

    @cached_property
    def entity_fields(self) -> frozenset[str]:
        """The keys of an entity that are written."""
        return frozenset(slot.field for slot in self.entity_slots) | {"id", "type", "attributes", "link"}
