"""What all constraint components have in common: an IRI, and a pure ``validate``."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence, Set
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rdflib import XSD, Literal, URIRef
from rdflib.term import Node

from kg.validation.datagraph import DataGraph
from kg.validation.lexical import Undecided
from kg.validation.nodes import term_of
from kg.validation.promises import NOTHING, Promises, Sort
from kg.validation.propertypaths import Edge, Path, all_edges
from kg.validation.questions import Questions, at_node, together

if TYPE_CHECKING:
    from kg.validation.compiledshape import CompiledShape
    from kg.validation.compiler import Parameters


class Example(NamedTuple):
    """A node that stands for all of its kind: those with the same predicates, and the same values where these tell.

    :param several: the predicates that have more than one value; the others have just one.
    :param promises: what is known of the values of properties, whatever the node.
    """

    graph: DataGraph
    node: str
    predicates: Set[str]
    several: Set[str] = frozenset()
    promises: Promises = NOTHING


class Offence(NamedTuple):
    """What a constraint complains of: a value, or with none of them the focus node as a whole."""

    value: str | None = None
    path: str | None = None
    """The property, where it is not that of the shape."""


ONCE = (Offence(),)


class Constraint(ABC):
    """A constraint of one shape."""

    component: ClassVar[str]
    up_to: int = 0
    """It holds where there are no more value nodes than this."""
    by_presence: bool = False
    """Whether it holds as soon as there is a value node."""
    of_number: bool = False
    """Whether it looks at nothing but how many value nodes there are."""
    of_terms: bool = False
    """Whether it looks at nothing but the terms of the value nodes."""
    of_ancestors: bool = False
    """Whether it looks at nothing but each value node and the classes above it."""
    of_types: bool = False
    """Whether it looks at nothing but the classes of each value node."""
    of_kind: bool = False
    """Whether it looks at nothing but the kind of its one value node."""
    lasts: bool = False
    """Whether it goes on to hold when more is said of its value nodes."""
    lasts_with_more: bool = False
    """Whether it goes on to hold when there are more value nodes."""
    partial: bool = False
    """Whether pySHACL may break off here: then whatever it looks at has to be looked at."""

    @classmethod
    @abstractmethod
    def read(cls, at: "Parameters") -> "Sequence[Constraint]":
        """Read the constraints of this kind from a shape. :raises Undecided: if pySHACL is to judge the shape."""

    @abstractmethod
    def validate(self, graph: DataGraph, focus: str, values: Collection[str]) -> Sequence[Offence]:
        """Judge the value nodes of a focus node."""

    def holds(self, graph: DataGraph, focus: str, values: Collection[str]) -> bool:
        """Judge the value nodes without listing what is wrong with them."""
        return len(values) <= self.up_to or not self.validate(graph, focus, values)

    def edges(self, *, at_focus: bool) -> frozenset[Edge] | None:
        """Give what is said of the focus node that decides, beside the value nodes; None if more than that does.

        :param at_focus: whether the focus node is the one value node.
        """
        return frozenset() if self.of_terms else None

    def ignores(self, value: str) -> bool:
        """Whether the verdict is the same with this value node and without it."""
        return False

    def assured(self, sort: Sort, graph: DataGraph) -> bool:
        """Whether nothing is found at any value of a sort."""
        return False

    def settled(self, example: Example, path: Path) -> bool:
        """Whether nothing is found at any node of a kind with the value nodes of a path, by what is promised."""
        return False

    def questions(self, example: Example) -> Questions:
        """List what is left to ask where a node of a kind is the one value node."""
        if not self.of_kind:
            return self.whole
        try:
            return None if self.validate(example.graph, example.node, (example.node,)) else []
        except Undecided:
            return self.whole

    @cached_property
    def whole(self) -> Questions:
        """All that there is to ask where a node is the one value node."""
        return [at_node(lambda graph, node: not self.validate(graph, node, (node,)))]


class ForEach(Constraint):
    """A constraint on each value node by itself."""

    @abstractmethod
    def accepts(self, graph: DataGraph, value: str) -> bool:
        """Judge one value node."""

    def validate(self, graph: DataGraph, focus: str, values: Collection[str]) -> Sequence[Offence]:
        """List the value nodes that are not accepted."""
        return [Offence(value) for value in values if not self.accepts(graph, value)]


class ForTerm(ForEach):
    """A constraint on each value node that needs nothing but its term."""

    of_terms = True

    @abstractmethod
    def test(self, term: str) -> bool:
        """Judge one term."""

    def accepts(self, graph: DataGraph, value: str) -> bool:
        """Judge one value node."""
        return self.test(value)

    def ignores(self, value: str) -> bool:
        """Whether nothing is wrong with it."""
        return self.test(value)

    def assured(self, sort: Sort, graph: DataGraph) -> bool:
        """Whether the one term that there may be is accepted."""
        try:
            return sort.term is not None and self.test(sort.term)
        except Undecided:
            return False


class ByShapes(ForEach):
    """A constraint on each value node that asks whether it conforms to other shapes."""

    def __init__(self, shapes: "Sequence[CompiledShape]") -> None:
        self.shapes = shapes
        self.partial = any(shape.partial for shape in shapes)
        self.of_terms = all(shape.of_terms for shape in shapes)
        self.of_ancestors = all(shape.of_ancestors for shape in shapes)
        self.of_types = all(shape.of_types for shape in shapes)
        self.of_kind = all(shape.of_kind for shape in shapes)

    def edges(self, *, at_focus: bool) -> frozenset[Edge] | None:
        """Give what the shapes look at."""
        if self.of_terms:
            return frozenset()
        return all_edges(shape.edges() for shape in self.shapes) if at_focus else None

    def conforming(self, graph: DataGraph, value: str) -> int:
        """Count the shapes that the value node conforms to."""
        found = 0
        for shape in self.shapes:
            found += shape.conforms(graph, value)
        return found

    def questions_of_all(self, example: Example) -> Questions:
        """List what is left to ask where each of the shapes must be conformed to."""
        return together(shape.questions(example) for shape in self.shapes)


def constant(node: Node) -> str:
    """Give the term of a constant in a shape.

    :raises Undecided: if one node may be written in several ways, so that comparing terms is not enough.
    """
    if isinstance(node, Literal) and (node.language or node.datatype == XSD.string):
        raise Undecided
    return term_of(node)


def iri(node: Node) -> str:
    """Give the term of an IRI in a shape. :raises Undecided: if it is none."""
    if not isinstance(node, URIRef):
        raise Undecided
    return f"<{node}>"


def whole(node: Node) -> int:
    """Give a number that is not negative. :raises Undecided: if it is none."""
    if not isinstance(node, Literal) or node.datatype != XSD.integer or not isinstance(node.value, int):
        raise Undecided
    if node.value < 0:
        raise Undecided
    return node.value


def flag(node: Node) -> bool:
    """Give a truth value. :raises Undecided: if it is none."""
    if not isinstance(node, Literal) or not isinstance(node.value, bool):
        raise Undecided
    return node.value
