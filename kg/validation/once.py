"""What a corpus cannot be at fault with, by a mapping, since no document comes twice in it: each id stands for one."""

from collections.abc import Mapping as Table
from functools import reduce
from operator import or_

from kg.mapping import Mapping, is_exact
from kg.records import Document
from kg.validation.compiledshape import CompiledShape
from kg.validation.counts import MaxCount
from kg.validation.datagraph import Background
from kg.validation.spoken import Spoken, SpokenBy, properties_of
from kg.validation.targets import Target

_OF_ONE_TERM = ("text", "moment")  # kinds of slots, of which a text makes one term


class Once:
    """The documents of a corpus, each of which was mapped once.

    :param spoken: what parts may say.
    """

    def __init__(self, mapping: Mapping, spoken: Table[str, SpokenBy], background: Background) -> None:
        others = reduce(or_, (said for kind in spoken for said in spoken[kind][kind == "document" :]), Spoken())
        self._above_others = {above for name in others.classes for above in background.ancestors(name)}
        self._field_of = {
            slot.property: slot.field
            for slot in mapping.document_slots
            if slot.value in _OF_ONE_TERM and is_exact(Document, slot.field)
        }
        written = [name for slot in mapping.document_slots for name in properties_of([slot])]
        for name in list(self._field_of):
            if written.count(name) > 1 or name in others.properties:
                del self._field_of[name]

    def settles(self, target: Target) -> bool:
        """Whether a target's shape finds nothing, since it only counts what there is one of for each document."""
        shape = target.shape
        if shape.path is not None or shape.constraints or not all(map(_counts_several, shape.properties)):
            return False
        if target == Target(shape, classes=target.classes):
            return self._above_others.isdisjoint(target.classes) and all(map(self._is_single, shape.properties))
        if target == Target(shape, objects_of=target.objects_of):
            return all(map(self._is_id, target.objects_of)) and all(map(self._is_of_id, shape.properties))
        return False

    def _is_single(self, shape: CompiledShape) -> bool:
        """Whether it looks at a property that each document has one value of at most."""
        return shape.path is not None and shape.path.predicate in self._field_of

    def _is_of_id(self, shape: CompiledShape) -> bool:
        """Whether it looks from ids at the documents that have them."""
        edges = shape.path.edges if shape.path is not None else None
        return edges is not None and all(edge.inward and self._is_id(edge.predicate) for edge in edges)

    def _is_id(self, predicate: str) -> bool:
        return self._field_of.get(predicate) == "id"


def _counts_several(shape: CompiledShape) -> bool:
    return not shape.properties and all(isinstance(one, MaxCount) and one.up_to > 0 for one in shape.constraints)
