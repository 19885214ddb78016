"""A shape, compiled: constraints over a data graph of terms."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.validation.constraints import Constraint, Example, ForEach, ForTerm, Offence
from kg.validation.datagraph import DataGraph
from kg.validation.lexical import Undecided
from kg.validation.propertypaths import Edge, Path, all_edges

if TYPE_CHECKING:
    from kg.validation.compiler import Parameters

_MOST_KNOWN = 2000

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
        self.partial: bool = any([one.partial for one in constraints] + [shape.partial for shape in properties])
        self.of_terms: bool = path is None and not properties and all(one.of_terms for one in constraints)
        self.of_kind: bool = (
            all([one.of_kind for one in constraints] + [shape.of_kind for shape in properties])
            if path is None
            else path.of_kind and not properties and all(one.of_terms for one in constraints)
        )
        self.holds = check(self.constraints, self.properties)
        self.conforms = self._conformance()
        """Whether the shape finds nothing at a node of a graph. It raises Undecided if only pySHACL can say."""

    def values(self, graph: DataGraph, focus: str) -> Collection[str]:
        """Give the value nodes of a focus node."""
        return (focus,) if self.path is None else self.path.walk(graph, focus)

    def _conformance(self) -> Callable[[DataGraph, str], bool]:
        """Make one function of what there is to ask, since it is asked so often."""
        if self.partial:
            return self._conforms_throughout
        if self.path is None:
            only = self.constraints[0] if len(self.constraints) == 1 and not self.properties else None
            if isinstance(only, ForEach):
                return only.accepts
            holds = self.holds
            return lambda graph, focus: holds(graph, focus, (focus,))
        walked, walk = self.holds, self.path.walk
        return lambda graph, focus: walked(graph, focus, walk(graph, focus))

    def _conforms_throughout(self, graph: DataGraph, focus: str) -> bool:
        values = self.values(graph, focus)
        found = [bool(one.validate(graph, focus, values)) for one in self.constraints]
        below = [shape.conforms(graph, value) for shape in self.properties for value in values]
        return not any(found) and all(below)

    def offences(self, graph: DataGraph, focus: str) -> Iterator[tuple[Constraint, Offence]]:
        """List what this shape finds at a node; what hangs below finds for itself."""
        values = self.values(graph, focus)
        for constraint in self.constraints:
            for offence in constraint.validate(graph, focus, values):
                yield constraint, offence

    def settled(self, example: Example) -> bool:
        """Whether nothing can be found at a node of the example's kind. :raises Undecided: if only pySHACL can say."""
        if self.of_kind:
            return self.conforms(example.graph, example.node)
        if self.left(example):
            return False
        if self.path is None:
            return all(shape.settled(example) for shape in self.properties)
        return not self.properties or self.path.leads_nowhere(example.predicates)

    def edges(self) -> frozenset[Edge] | None:
        """Give what is said of a focus node that decides about it; None if what is said of others does, too."""
        at_focus = self.path is None
        if self.properties and not at_focus:
            return None
        walked = frozenset[Edge]() if self.path is None else self.path.edges
        below = [shape.edges() for shape in self.properties]
        return all_edges([walked, *(one.edges(at_focus=at_focus) for one in self.constraints), *below])

    def left(self, example: Example) -> list[Constraint]:
        """List the constraints that may find something at a node of the example's kind."""
        if self.path is None:
            return [one for one in self.constraints if not one.settled(example)]
        if self.path.leads_nowhere(example.predicates):
            return [one for one in self.constraints if one.up_to < 0]
        arrives = self.path.arrives(example.predicates)
        return [one for one in self.constraints if not (one.by_presence and arrives)]


def check(constraints: Sequence[Constraint], properties: Sequence[CompiledShape] = ()) -> Check:
    """Make one function of constraints, and of the property shapes that hang below, that is as quick as can be."""
    tests = [one.test for one in constraints if isinstance(one, ForTerm)]
    others = [one.accepts for one in constraints if isinstance(one, ForEach) and not isinstance(one, ForTerm)]
    accepting = [*others, *(shape.conforms for shape in properties)]
    each = _check_values(accepting, _check_terms(tests)) if accepting else _check_terms(tests)
    validating = [(one.up_to, one.validate) for one in constraints if not isinstance(one, ForEach)]

    def holds(graph: DataGraph, focus: str, values: Collection[str]) -> bool:
        for up_to, validate in validating:
            if len(values) > up_to and validate(graph, focus, values):
                return False
        return each(graph, focus, values)

    return holds if validating else each


def remembering(holds: Check) -> Check:
    """Make a function that knows values again with which nothing was wrong; nothing but they may decide."""
    known: set[Collection[str]] = set()

    def check(graph: DataGraph, focus: str, values: Collection[str]) -> bool:
        if type(values) is not tuple:
            return holds(graph, focus, values)
        if values in known:
            return True
        if not holds(graph, focus, values):
            return False
        if len(known) >= _MOST_KNOWN:
            known.clear()
        known.add(values)
        return True

    return check


def _check_terms(tests: Sequence[Callable[[str], bool]]) -> Check:
    def holds(_: DataGraph, __: str, values: Collection[str]) -> bool:
        for value in values:
            for test in tests:
                if not test(value):
                    return False
        return True

    return holds


def _check_values(accepting: Sequence[Callable[[DataGraph, str], bool]], rest: Check) -> Check:
    def holds(graph: DataGraph, focus: str, values: Collection[str]) -> bool:
        for value in values:
            for accepts in accepting:
                if not accepts(graph, value):
                    return False
        return rest(graph, focus, values)

    return holds


class HandedOver(Constraint):
    """Whatever a shape says that is not compiled: pySHACL judges each of its focus nodes."""

    component = ""
    up_to = -1

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read nothing."""
        return [cls()]

    def validate(self, graph: DataGraph, focus: str, values: Collection[str]) -> Sequence[Offence]:
        """Leave it to pySHACL."""
        raise Undecided
