"""One record becomes the parts of its document's graph: the document, and each entity, event and relation."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from kg.descriptions import Description, Descriptions, Node
from kg.records import Fault


class Part(msgspec.Struct, kw_only=True):
    """A part of a record as what it says of nodes.

    :param pointer: its place in the record, a JSON pointer.
    :param kind: the first step of the pointer: document, entities, events or relations.
    :param subject: its own node, and ``said`` what it says of it.
    :param others: what it says of other nodes.
    :param needs: the pointers of the entities it points to; if one of them goes, this part goes.
    :param one_class: whether the IRI of its node tells its class, so that no document can say another.
    """

    pointer: str
    kind: str
    subject: str
    said: Description = {}
    others: list[Node] = []
    needs: set[str] = set()
    one_class: bool = False

    @property
    def node(self) -> Node:
        """Its own node, with what it says of it."""
        return self.subject, self.said

    def values(self, focus: str, predicate: str | None) -> Iterator[str]:
        """Yield the values of a property of a node that it gives, or those of all properties."""
        for subject, said in (self.node, *self.others):
            if subject == focus:
                for name, values in said.items():
                    if predicate in (None, name):
                        yield from values


@dataclass
class MappedDocument:
    """What became of one record."""

    graph: str
    """The IRI term of the document's named graph."""
    parts: list[Part]
    faults: list[Fault] = field(default_factory=list)
    """What could not be mapped, and what pointed to it."""
    ignored: Counter[str] = field(default_factory=Counter)
    """Keys and words of the record that the mapping does not name, with how often they stand in it."""
    several: set[str] = field(default_factory=set)
    """The nodes of which a part says several values of some property."""

    _triples: Descriptions | None = None

    def triples(self) -> Descriptions:
        """Give what all parts say, in order, each triple once."""
        if self._triples is None:
            said: list[Node] = []
            for part in self.parts:
                said.append((part.subject, part.said))
                said += part.others
            self._triples = Descriptions.together(said, self.several)
        return self._triples

    @property
    def kinds(self) -> list[str]:
        """The kind of each part."""
        return [part.kind for part in self.parts]

    def reject(self, faults: list[Fault]) -> None:
        """Take out the parts that the faults point at, and whatever points to them, and note why."""
        gone = {part_pointer(fault.pointer) for fault in faults}
        self.faults.extend(faults)
        while True:
            kept = [part for part in self.parts if part.pointer not in gone]
            needless = {part.pointer: min(part.needs & gone) for part in kept if part.needs & gone}
            self.parts, self._triples = kept, None
            if not needless:
                return
            gone = set(needless)
            for pointer, missing in needless.items():
                self.faults.append(Fault(pointer, "needs-rejected", f"it points to {missing}, which was rejected"))

    def owners(self, focus: str, predicate: str | None, value: str | None) -> Iterator[str]:
        """Find the parts that are at fault where a triple, or a node, is: the pointer of each.

        The part that wrote just that triple is the smallest; else the part of the node, else all that wrote of it.
        """
        exact = [p.pointer for p in self.parts if predicate and value and value in set(p.values(focus, predicate))]
        own = [p.pointer for p in self.parts if p.subject == focus]
        about = [p.pointer for p in self.parts if any(p.values(focus, None))]
        yield from exact or own or about


def part_pointer(pointer: str) -> str:
    """Give the part of a record that a JSON pointer lies in.

    >>> part_pointer("/events/3/date"), part_pointer("/document/url")
    ('/events/3', '/document')
    """
    steps = pointer.split("/")
    return "/document" if steps[1:2] == ["document"] else "/".join(steps[:3])
