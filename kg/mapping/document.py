"""One record becomes the parts of its document's graph: the document, and each entity, event and relation."""

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain

import msgspec

from kg.records import Fault
from kg.terms import Distinct, Triple


class Part(msgspec.Struct, frozen=True):
    """A part of a record as triples.

    :param pointer: its place in the record, a JSON pointer.
    :param needs: the pointers of the entities it points to; if one of them goes, this part goes.
    """

    pointer: str
    subject: str
    triples: Sequence[Triple]
    needs: Set[str] = frozenset()


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

    _triples: Distinct | None = None

    def triples(self) -> Distinct:
        """Give the triples of all parts in order, each once."""
        if self._triples is None:
            self._triples = Distinct(dict.fromkeys(chain.from_iterable([part.triples for part in self.parts])))
        return self._triples

    @property
    def kinds(self) -> Counter[str]:
        """How many parts there are of each kind: documents, entities, events, relations."""
        return Counter([part.pointer.split("/", 2)[1] for part in self.parts])

    def reject(self, faults: list[Fault]) -> None:
        """Take out the parts that the faults point at, and whatever points to them, and note why."""
        gone = {part_pointer(fault.pointer) for fault in faults}
        kept: list[Part] = []
        for part in self.parts:
            if part.pointer in gone:
                continue
            if missing := sorted(part.needs & gone):
                reason = f"it points to {missing[0]}, which was rejected"
                faults = [*faults, Fault(part.pointer, "needs-rejected", reason)]
            else:
                kept.append(part)
        self.parts, self._triples = kept, None
        self.faults.extend(faults)

    def owners(self, focus: str, predicate: str | None, value: str | None) -> Iterator[str]:
        """Find the parts that are at fault where a triple, or a node, is: the pointer of each.

        The part that wrote just that triple is the smallest; else the part of the node, else all that wrote of it.
        """
        exact = [p.pointer for p in self.parts if (focus, predicate, value) in p.triples]
        own = [p.pointer for p in self.parts if p.subject == focus]
        about = [p.pointer for p in self.parts if any(triple[0] == focus for triple in p.triples)]
        yield from exact or own or about


def part_pointer(pointer: str) -> str:
    """Give the part of a record that a JSON pointer lies in.

    >>> part_pointer("/events/3/date"), part_pointer("/document/url")
    ('/events/3', '/document')
    """
    steps = pointer.split("/")
    return "/document" if steps[1:2] == ["document"] else "/".join(steps[:3])
