"""Constraints that compare value nodes: with a bound, or with the values of another property."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, ClassVar

from rdflib import SH, URIRef

from kg.validation.constraints import Constraint, Example, ForTerm, Offence, iri
from kg.validation.datagraph import DataGraph
from kg.validation.lexical import Undecided, compared, tag_of, value_of
from kg.validation.nodes import term_of
from kg.validation.promises import Sort
from kg.validation.propertypaths import Edge, Path

if TYPE_CHECKING:
    from kg.validation.compiler import Parameters


class Bound(ForTerm):
    """A constraint that each value lies on one side of a bound; pySHACL breaks off at a number that is none."""

    parameter: ClassVar[URIRef]
    partial = True
    allowed: ClassVar[tuple[int, ...]]
    """What the comparison of a value with the bound may come to."""

    def __init__(self, bound: str) -> None:
        self.bound = value_of(bound)

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read one for each bound."""
        return [cls(term_of(node)) for node in at.all(cls.parameter)]

    def test(self, term: str) -> bool:
        """Whether the value is on the right side; what is no literal cannot be compared."""
        return term[0] == '"' and compared(term, self.bound) in self.allowed


class MinInclusive(Bound):
    """``sh:minInclusive``."""

    component = str(SH.MinInclusiveConstraintComponent)
    parameter = SH.minInclusive
    allowed = (0, 1)

    def assured(self, sort: Sort, graph: DataGraph) -> bool:
        """Whether no number of this sort is below the bound."""
        kind, bound = self.bound
        return kind == "number" and sort.least is not None and sort.least >= bound  # type: ignore[operator]  # a number


class MinExclusive(Bound):
    """``sh:minExclusive``."""

    component = str(SH.MinExclusiveConstraintComponent)
    parameter = SH.minExclusive
    allowed = (1,)


class MaxInclusive(Bound):
    """``sh:maxInclusive``."""

    component = str(SH.MaxInclusiveConstraintComponent)
    parameter = SH.maxInclusive
    allowed = (-1, 0)


class MaxExclusive(Bound):
    """``sh:maxExclusive``."""

    component = str(SH.MaxExclusiveConstraintComponent)
    parameter = SH.maxExclusive
    allowed = (-1,)


class Pair(Constraint):
    """A constraint on the value nodes and the values of another property of the focus node."""

    parameter: ClassVar[URIRef]

    def __init__(self, predicate: str) -> None:
        self.predicate = predicate

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read one for each property."""
        return [cls(iri(node)) for node in at.all(cls.parameter)]

    def edges(self, *, at_focus: bool) -> frozenset[Edge]:
        """Give the other property."""
        return frozenset({Edge(self.predicate)})


class Equals(Pair):
    """``sh:equals``."""

    component = str(SH.EqualsConstraintComponent)
    parameter = SH.equals
    up_to = -1

    def validate(self, graph: DataGraph, focus: str, values: Collection[str]) -> Sequence[Offence]:
        """List the values that are only on one side."""
        found = graph.objects(focus, self.predicate)
        if found == values:
            return ()
        ours, others = set(values), set(found)
        return [Offence(value) for value in _tagless(ours ^ others)]

    def settled(self, example: Example, path: Path) -> bool:
        """Whether all values on both sides are the same one, and there are some on each."""
        steps, promises = path.steps, example.promises
        if len(steps) != 2 or steps[1] != self.predicate or self.predicate not in example.predicates:
            return False
        values, between = promises.get(self.predicate), promises.get(steps[0])
        if not values or not between:
            return False
        return all(sort.same for sort in values) and all(self.predicate in sort.has for sort in between)


class Disjoint(Pair):
    """``sh:disjoint``."""

    component = str(SH.DisjointConstraintComponent)
    parameter = SH.disjoint

    def validate(self, graph: DataGraph, focus: str, values: Collection[str]) -> Sequence[Offence]:
        """List the values that are on both sides."""
        others = graph.nodes[focus].get(self.predicate)
        return [Offence(value) for value in _tagless(values) if value in others] if others else ()

    def holds(self, graph: DataGraph, focus: str, values: Collection[str]) -> bool:
        """Compare at once where there is one thing on each side."""
        others = graph.nodes[focus].get(self.predicate, ())
        if len(values) == 1 and len(others) == 1:
            (value,), (other,) = values, others
            if value[0] == "<":
                return value != other
        return super().holds(graph, focus, values)


class LessThan(Pair):
    """``sh:lessThan``; pySHACL breaks off at what it cannot compare."""

    component = str(SH.LessThanConstraintComponent)
    parameter = SH.lessThan
    partial = True
    most = -1

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read one for each property, on property shapes only."""
        at.need_path()
        return super().read(at)

    def validate(self, graph: DataGraph, focus: str, values: Collection[str]) -> Sequence[Offence]:
        """List the values that are not less than each of the other property's."""
        if not values:
            return ()
        others = [value_of(other) for other in graph.objects(focus, self.predicate)]
        if not others and any(value[0] == "_" for value in values):
            raise Undecided
        return [Offence(value) for value in values for other in others if compared(value, other) > self.most]

    def holds(self, graph: DataGraph, focus: str, values: Collection[str]) -> bool:
        """Compare at once where there is one value on each side."""
        others = graph.nodes[focus].get(self.predicate, ())
        if len(values) == 1 and len(others) == 1:
            (kind, value), (other_kind, other) = value_of(*values), value_of(*others)
            if kind != other_kind:
                raise Undecided
            return value <= other if self.most == 0 else value < other  # type: ignore[operator]  # of one kind
        return super().holds(graph, focus, values)


class LessThanOrEquals(LessThan):
    """``sh:lessThanOrEquals``."""

    component = str(SH.LessThanOrEqualsConstraintComponent)
    parameter = SH.lessThanOrEquals
    most = 0

    def assured(self, sort: Sort, graph: DataGraph) -> bool:
        """Whether values of this sort are never greater than those of the other property."""
        return sort.until == self.predicate


def _tagless(values: Collection[str]) -> Collection[str]:
    """Give the values as they are, if to compare their terms is to compare them. :raises Undecided: if it is not."""
    for value in values:
        if value[0] == '"' and tag_of(value):
            raise Undecided
    return values
