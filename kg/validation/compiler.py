"""Shapes, compiled: read once from a shapes graph into constraints over a data graph of terms."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from kg.terms import RDF_TYPE
from kg.validation.compiledshape import CompiledShape, HandedOver
from kg.validation.components import BESIDE, COMPONENTS, SAYS_NOTHING
from kg.validation.lexical import Circular, Undecided
from kg.validation.propertypaths import read_path

_DEEPEST = 8


class Parameters:
    """What a shape says, for constraint components to read."""

    def __init__(self, compiler: "Compiler", source: Any, above: tuple[Node, ...]) -> None:
        self._compiler, self._source, self._above = compiler, source, above

    def all(self, parameter: URIRef) -> list[Node]:
        """List the values of a parameter."""
        return list(self._source.objects(parameter))

    def one(self, parameter: URIRef) -> Node:
        """Give the only value of a parameter. :raises Undecided: if there are more, or none."""
        values = self.all(parameter)
        if len(values) != 1:
            raise Undecided
        return values[0]

    def items(self, node: Node) -> list[Node]:
        """List the members of a list. :raises Undecided: if it is none, or empty."""
        try:
            found = list(self._compiler.graph.items(node))
        except ValueError as error:
            raise Undecided from error
        if not found:
            raise Undecided
        return found

    @property
    def graph(self) -> Graph:
        """The shapes graph."""
        return self._compiler.graph

    def need_no_path(self) -> None:
        """Make sure that this is a node shape. :raises Undecided: if it is not."""
        if self._source.is_property_shape:
            raise Undecided

    def need_path(self) -> None:
        """Make sure that this is a property shape. :raises Undecided: if it is not."""
        if not self._source.is_property_shape:
            raise Undecided

    def shape(self, node: Node) -> CompiledShape:
        """Compile another shape. :raises Undecided: if pySHACL is to judge it."""
        return self._compiler.compiled(node, (*self._above, self._source.node))

    def node_shape(self, node: Node) -> CompiledShape:
        """Compile another node shape. :raises Undecided: if it is none."""
        shape = self.shape(node)
        if shape.path is not None:
            raise Undecided
        return shape

    def paths(self) -> list[Node]:
        """List the paths of the property shapes of this shape. :raises Undecided: if one is none."""
        sources = [self._compiler.source(node) for node in self.all(SH.property)]
        if not all(source.is_property_shape for source in sources):
            raise Undecided
        return [source.path() for source in sources]

    def properties(self) -> list[CompiledShape]:
        """Compile the property shapes of this shape, or hand them over. :raises Undecided: if one is none."""
        self.paths()
        above = (*self._above, self._source.node)
        return [self._compiler.compiled_or_handed_over(node, above) for node in self.all(SH.property)]

    def siblings(self, node: Node) -> list[CompiledShape]:
        """Compile the other qualified shapes of the property shapes beside this one."""
        graph = self._compiler.graph
        holders = list(graph.subjects(SH.property, self._source.node))
        beside = {other for holder in holders for other in graph.objects(holder, SH.property)}
        shapes = {shape for other in beside for shape in graph.objects(other, SH.qualifiedValueShape)}
        return [self.shape(shape) for shape in sorted(shapes - {node}, key=str)]


class Compiler:
    """Compiles the shapes of a shapes graph.

    :param sources: the shapes as pySHACL has read them.
    """

    def __init__(self, graph: Graph, sources: Sequence[Any]) -> None:
        self.graph = graph
        self.telling = telling_predicates(graph)
        self._sources = {source.node: source for source in sources}
        self._compiled: dict[tuple[Node, int], CompiledShape] = {}
        self.handed_over: set[Node] = set()

    def source(self, node: Node) -> Any:
        """Give a shape as pySHACL has read it. :raises Undecided: if there is none."""
        if node not in self._sources:
            raise Undecided
        return self._sources[node]

    def compiled(self, node: Node, above: tuple[Node, ...] = ()) -> CompiledShape:
        """Compile a shape that is reached from those above it.

        :raises Undecided: if pySHACL is to judge it.
        """
        if node in above or len(above) > _DEEPEST:
            raise Circular
        key = node, len(above)
        if key not in self._compiled:
            self._compiled[key] = self._read(self.source(node), above)
        return self._compiled[key]

    def compiled_or_handed_over(self, node: Node, above: tuple[Node, ...] = ()) -> CompiledShape:
        """Compile a shape, or make one of it that pySHACL judges. :raises Circular: if it is not to judge this part."""
        try:
            return self.compiled(node, above)
        except Circular:
            if above:
                raise
        except Undecided:
            pass
        self.handed_over.add(node)
        return CompiledShape(self.source(node), None, [HandedOver()], ())

    def _read(self, source: Any, above: tuple[Node, ...]) -> CompiledShape:
        at = Parameters(self, source, above)
        path = read_path(self.graph, source.path(), self.telling) if source.is_property_shape else None
        if source.deactivated:
            return CompiledShape(source, path, (), ())
        said = set(self.graph.predicates(source.node))
        if any(self._is_unknown(predicate) for predicate in said):
            raise Undecided
        if any(beside in said and main not in said for beside, main in BESIDE.items()):
            raise Undecided
        constraints = [one for name, kind in COMPONENTS.items() if name in said for one in kind.read(at)]
        return CompiledShape(source, path, constraints, at.properties())

    def _is_unknown(self, predicate: Node) -> bool:
        if predicate in self._parameters_of_others:
            return True
        known = predicate in COMPONENTS or predicate in BESIDE or predicate in SAYS_NOTHING
        return str(predicate).startswith(str(SH)) and not known

    @cached_property
    def _parameters_of_others(self) -> frozenset[Node]:
        """The parameters of constraint components that the shapes graph itself declares."""
        parameters = list(self.graph.objects(None, SH.parameter))
        return frozenset(path for parameter in parameters for path in self.graph.objects(parameter, SH.path))


def telling_predicates(graph: Graph) -> frozenset[str]:
    """Give the predicates whose values make a node's kind: of few values each, since shapes list those."""
    listed = {*graph.subjects(SH["in"]), *graph.subjects(SH.hasValue)}
    paths = {path for shape in listed for path in graph.objects(shape, SH.path) if isinstance(path, URIRef)}
    return frozenset({RDF_TYPE, *(f"<{path}>" for path in paths)})
