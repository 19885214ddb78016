"""A shape, compiled: constraints over a data graph of terms."""

from collections.abc import Callable, Collection, Iterator, Sequence, Set
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.validation.constraints import Constraint, ForEach, Offence
from kg.validation.datagraph import DataGraph
from kg.validation.lexical import Undecided
from kg.validation.propertypaths import Path

if TYPE_CHECKING:
    from kg.validation.compiler import Parameters

Check: TypeAlias = Callable[[DataGraph, str, Collection[str]], bool]
"""Whether nothing is found at a focus node with these value nodes."""


class CompiledShape:
    """A shape.

    :param source: the shape as pySHACL has read it.
    :param path: its path; None for a node shape.
    :param properties: the property shapes that hang below it.
    """

    def __init__(
        self, source: Any, path: Path | None, constraints: Sequence[Constraint], properties: "Sequence[CompiledShape]"
    ) -> None:
        self.source = source
        self.path = path
        self.constraints = tuple(constraints)
        self.properties = tuple(properties)
        self.partial = any(part.partial for part in (*constraints, *properties))
        self.holds = check(self.constraints, self.properties)

    def values(self, graph: DataGraph, focus: str) -> Collection[str]:
        """Give the value nodes of a focus node."""
        return (focus,) if self.path is None else self.path.walk(graph, focus)

    def conforms(self, graph: DataGraph, focus: str) -> bool:
        """Whether the shape finds nothing at the node. :raises Undecided: if only pySHACL can say."""
        values = self.values(graph, focus)
        if self.partial:
            found = [bool(one.validate(graph, focus, values)) for one in self.constraints]
            below = [shape.conforms(graph, value) for shape in self.properties for value in values]
            return not any(found) and all(below)
        return self.holds(graph, focus, values)

    def offences(self, graph: DataGraph, focus: str) -> Iterator[tuple[Constraint, Offence]]:
        """List what this shape finds at a node; what hangs below finds for itself."""
        values = self.values(graph, focus)
        for constraint in self.constraints:
            for offence in constraint.validate(graph, focus, values):
                yield constraint, offence

    def settled(self, predicates: Set[str]) -> bool:
        """Whether nothing can be found at a node that has just these predicates."""
        if self.left(predicates):
            return False
        if self.path is None:
            return all(shape.settled(predicates) for shape in self.properties)
        return not self.properties or self.path.leads_nowhere(predicates)

    def left(self, predicates: Set[str]) -> list[Constraint]:
        """List the constraints that may find something at a node that has just these predicates."""
        if self.path is None:
            return [one for one in self.constraints if not one.settled(predicates)]
        if self.path.leads_nowhere(predicates):
            return [one for one in self.constraints if not one.vacuous]
        return [one for one in self.constraints if not (one.by_presence and self.path.predicate)]


def check(constraints: Sequence[Constraint], properties: Sequence[CompiledShape] = ()) -> Check:
    """Make one function of constraints, and of the property shapes that hang below, that is as quick as can be."""
    accepting = [one.accepts for one in constraints if isinstance(one, ForEach)]
    validating = [one.validate for one in constraints if not isinstance(one, ForEach)]

    def holds(graph: DataGraph, focus: str, values: Collection[str]) -> bool:
        for value in values:
            for accepts in accepting:
                if not accepts(graph, value):
                    return False
        for validate in validating:
            if validate(graph, focus, values):
                return False
        return all(shape.conforms(graph, value) for shape in properties for value in values)

    return holds


class HandedOver(Constraint):
    """Whatever a shape says that is not compiled: pySHACL judges each of its focus nodes."""

    component = ""
    vacuous = False

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read nothing."""
        return [cls()]

    def validate(self, graph: DataGraph, focus: str, values: Collection[str]) -> Sequence[Offence]:
        """Leave it to pySHACL."""
        raise Undecided
