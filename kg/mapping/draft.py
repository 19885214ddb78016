"""A part of a document's graph while it is written."""

from collections import Counter
from collections.abc import Callable
from collections.abc import Mapping as Table
from typing import TypeAlias

import msgspec

from kg.descriptions import Node, Values, say
from kg.mapping.document import Part
from kg.records import Entity, Fault, Record, Span


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
    :param stretches: the nodes of stretches of text that were described already.
    :param several: the nodes of which several values of some property are said.
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
    stretches: dict[Span, Node]
    several: set[str]


class Draft(Part, kw_only=True):
    """A part that is being written.

    :param holder: the thing of which the object of a relation that holds is said directly.
    """

    context: Context
    holder: str | None = None

    def say(self, node: Node, predicate: str, values: Values) -> None:
        """Say something of a node of this part."""
        if len(say(node[1], predicate, values)) > 1:
            self.context.several.add(node[0])

    def fail(self, place: str, code: str, reason: str) -> Unmappable:
        """Make the signal that this part cannot be mapped."""
        return Unmappable(Fault(f"{self.pointer}/{place}", code, reason))
