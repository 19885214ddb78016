"""Which nodes of a data graph a shape judges."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kg.descriptions import Description
from kg.terms import RDF_TYPE
from kg.validation.compiledshape import CompiledShape
from kg.validation.constraints import constant, iri
from kg.validation.datagraph import DataGraph
from kg.validation.lexical import Undecided, tag_of
from kg.validation.propertypaths import Edge


class Target(NamedTuple):
    """The targets of a shape.

    :param whole: whether only pySHACL can say which nodes these are.
    """

    shape: CompiledShape
    classes: frozenset[str] = frozenset()
    subjects_of: frozenset[str] = frozenset()
    objects_of: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    whole: bool = False

    def hits(self, description: Description, ancestors: Iterable[str]) -> bool:
        """Whether a node is judged because of what is said of it."""
        return not self.classes.isdisjoint(ancestors) or not self.subjects_of.isdisjoint(description)

    def edges(self) -> frozenset[Edge]:
        """Give what is said of a node that makes it one of these, or not."""
        by_class = [Edge(RDF_TYPE)] if self.classes else []
        inward = [Edge(predicate, inward=True) for predicate in self.objects_of]
        return frozenset([*by_class, *inward, *map(Edge, self.subjects_of)])

    def others(self, graph: DataGraph) -> Iterator[str]:
        """Yield the nodes that are judged for another reason. :raises Undecided: if one has two spellings."""
        yield from self.nodes
        for predicate in self.objects_of:
            for _, values in graph.holders(predicate):
                if any(tag_of(value) for value in values):
                    raise Undecided
                yield from values


def read_target(shape: CompiledShape) -> Target:
    """Read the targets of a shape, as pySHACL does."""
    nodes, classes, implicit, objects_of, subjects_of = shape.source.target()
    try:
        return Target(
            shape,
            frozenset(constant(node) for node in (*classes, *implicit)),
            frozenset(iri(node) for node in subjects_of),
            frozenset(iri(node) for node in objects_of),
            frozenset(constant(node) for node in nodes),
        )
    except Undecided:
        return Target(shape, whole=True)


def ancestors_of(graph: DataGraph, description: Description) -> frozenset[str]:
    """Give the classes of a node, and all above them."""
    found: Any = (graph.ancestors(each) for each in description.get(RDF_TYPE, ()))
    return frozenset().union(*found)
