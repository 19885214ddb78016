"""A part of a document's graph while it is written."""

from collections import Counter
from collections.abc import Callable
from collections.abc import Mapping as Table
from typing import TypeAlias

import msgspec

from kg.mapping.document import Part
from kg.records import Entity, Fault, Record
from kg.terms import Triple


class Unmappable(Exception):  # a signal inside this room; it becomes a Fault, never an error of the run
    """A part that cannot be mapped."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason)
        self.fault = fault


Thing: TypeAlias = tuple[str, str]
"""An entity as other parts point to it: its IRI term, and its place in the record, a JSON pointer."""


class Context(msgspec.Struct):
    """What all parts of one record share.

    :param document: its IRI term.
    :param evidence: how the IRIs of its evidence begin.
    :param things: the entities by their ids.
    :param unlinked: gives the IRI term that an entity has where no link is known.
    """

    record: Record
    base: str
    max_quote: int
    document: str
    evidence: str
    extractor: str | None
    things: Table[str, Thing]
    unlinked: Callable[[Entity], str]
    ignored: Counter[str]


class Draft(msgspec.Struct):
    """A part being written.

    :param holder: the thing of which the object of a relation that holds is said directly.
    """

    context: Context
    pointer: str
    subject: str
    triples: list[Triple] = []
    needs: set[str] = set()
    holder: str | None = None

    def part(self) -> Part:
        """Close the draft."""
        return Part(self.pointer, self.subject, self.triples, self.needs)

    def add(self, predicate: str, value: str) -> None:
        """Add a triple about the part's own node."""
        self.triples.append((self.subject, predicate, value))

    def fail(self, place: str, code: str, reason: str) -> Unmappable:
        """Make the signal that this part cannot be mapped."""
        return Unmappable(Fault(f"{self.pointer}/{place}", code, reason))
