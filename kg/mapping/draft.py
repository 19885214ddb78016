"""A part of a document's graph while it is written: slots in, triples out."""

from collections import Counter
from collections.abc import Callable, Set
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from typing import Any

from kg.iris import mint
from kg.mapping.document import Part
from kg.mapping.rules import Mapping
from kg.mapping.values import LINKS, Pairs, Slot, concept, pairs_of
from kg.records import Entity, Fault, Record, Span
from kg.terms import RDF_TYPE, Triple


class Unmappable(Exception):  # a signal inside this room; it becomes a Fault, never an error of the run
    """A part that cannot be mapped."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason)
        self.fault = fault


@dataclass
class Context:
    """What all parts of one record share."""

    record: Record
    mapping: Mapping
    base: str
    max_quote: int
    document: str
    extractor: str | None
    things: Table[str, str]
    """Entity id -> its IRI term."""
    pointers: Table[str, str]
    """Entity id -> its JSON pointer."""
    unlinked: Callable[[Entity], str]
    """Gives the IRI term that an entity has where no link is known."""
    equivalents: tuple[str, ...] = ()
    """Properties, beside the mapping's own, by which an entity is said to be its item."""
    ignored: Counter[str] = field(default_factory=Counter)

    def described(self, span: Span) -> dict[str, Any]:
        """Give what there is to say of a stretch of text; its quote is cut where it is too long."""
        document = self.record.document
        quote = span.text if span.text is not None or document.text is None else document.text[span.start : span.end]
        cut = quote is not None and len(quote) > self.max_quote
        return {
            "text": quote[: self.max_quote] if cut and quote is not None else quote,
            "abridged": True if cut else None,
            "start": span.start,
            "end": span.end,
            "document": document.id,
        }


@dataclass(slots=True)
class Draft:
    """A part being written."""

    context: Context
    pointer: str
    subject: str
    triples: list[Triple] = field(default_factory=list)
    needs: set[str] = field(default_factory=set)

    def part(self) -> Part:
        """Close the draft."""
        return Part(self.pointer, self.subject, tuple(self.triples), frozenset(self.needs))

    def add(self, predicate: str, value: str) -> None:
        """Add a triple about the part's own node."""
        self.triples.append((self.subject, predicate, value))

    def fail(self, place: str, code: str, reason: str) -> Unmappable:
        """Make the signal that this part cannot be mapped."""
        return Unmappable(Fault(f"{self.pointer}/{place}", code, reason))

    def write(self, slot: Slot, value: Any, place: str | None = None) -> Pairs:
        """Write a value with its slot and give what was written.

        :raises Unmappable: if it is not of the slot's kind.
        """
        if value is None or value == [] or (isinstance(value, str) and not value.strip()):
            return ()  # a blank says nothing
        place = place or slot.field
        pairs = self._links(slot, value, place) if slot.value in LINKS else self._pairs(slot, value, place)
        for predicate, one in pairs:
            self.triples.append((self.subject, predicate, one))
        return pairs

    def _pairs(self, slot: Slot, value: Any, place: str) -> Pairs:
        try:
            pairs = pairs_of(slot, value)
        except ValueError as error:
            raise self.fail(place, f"bad-{slot.value}", str(error)) from error
        if slot.otherwise is not None:
            for word in value if isinstance(value, list) else (value,):
                if concept(slot, word) is None:
                    self.context.ignored[f"{place}={word!s:.60}"] += 1
        return pairs

    def _links(self, slot: Slot, value: Any, place: str) -> Pairs:
        if slot.value == "document":
            return ((slot.property, self.context.document),)
        if slot.value == "evidence":
            return [(slot.property, self._evidence(span)) for span in self._spans(value, place)]
        return [(slot.property, self._thing(one, place)) for one in (value if isinstance(value, list) else (value,))]

    def _thing(self, id: object, place: str) -> str:
        if not isinstance(id, str) or id not in self.context.things:
            raise self.fail(place, "dangling-id", f"no entity has the id {id!r:.80}")
        self.needs.add(self.context.pointers[id])
        return self.context.things[id]

    def _spans(self, value: object, place: str) -> list[Span]:
        if not isinstance(value, list) or not all(isinstance(span, Span) for span in value):
            raise self.fail(place, "bad-evidence", "only mentions and evidence hold stretches of text")
        return value

    def _evidence(self, span: Span) -> str:
        """Write a stretch of text once a part; equal stretches of one document are one node."""
        context = self.context
        node = mint(context.base, "evidence", (context.record.document.id, f"{span.start}-{span.end}"))
        evidence = Draft(context, self.pointer, node, self.triples)
        evidence.add(RDF_TYPE, context.mapping.evidence_type)
        values = context.described(span)
        for slot in context.mapping.evidence_slots:
            if (value := values.get(slot.field)) is not None:
                evidence.write(slot, value)
        return node


def count_unmapped(context: Context, prefix: str, values: Table[str, Any], mapped: Set[str]) -> None:
    """Count the keys that hold something and that no slot writes."""
    for key in values.keys() - mapped:
        if values[key] not in (None, [], {}):
            context.ignored[f"{prefix}{key}"] += 1
