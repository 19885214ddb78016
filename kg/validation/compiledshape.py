"""A shape, compiled: constraints over a data graph of terms."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.terms import RDF_TYPE
from kg.validation.constraints import Constraint, Example, ForEach, ForTerm, Offence
from kg.validation.datagraph import NO_GRAPH, DataGraph
from kg.validation.lexical import Undecided
from kg.validation.promises import Sort
from kg.validation.propertypaths import Edge, Path, all_edges
from kg.validation.questions import Check, OfTerms, Question, Questions, at_node, together

if TYPE_CHECKING:
    from kg.validation.compiler import Parameters
_MOST_KNOWN = 2000


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
        self.of_ancestors: bool = (path is None or path.upwards) and all(
            [one.of_terms or one.of_ancestors for one in constraints] + [shape.of_ancestors for shape in properties]
        )
        self.of_types: bool = path is None and not properties and all(one.of_types for one in constraints)
        self.of_kind: bool = (
            all([one.of_kind for one in constraints] + [shape.of_kind for shape in properties])
            if path is None
            else path.of_kind and not properties and all(one.of_terms or one.of_ancestors for one in constraints)
        )
        self.lasts: bool = all([one.lasts for one in constraints] + [shape.lasts for shape in properties]) and (
            path is None or (not properties and all(one.lasts_with_more for one in constraints))
        )
        """Whether it goes on to find nothing at a node when more is said of it."""
        self.holds = check(self.constraints, self.properties)
        self._known: dict[tuple[int, ...], list[Question]] = {}
        self.conforms = self._conformance()
        """Whether the shape finds nothing at a node of a graph. It raises Undecided if only pySHACL can say."""

    def values(self, graph: DataGraph, focus: str) -> Collection[str]:
        """Give the value nodes of a focus node."""
        return (focus,) if self.path is None else self.path.walk(graph, focus)

    def _conformance(self) -> Callable[[DataGraph, str], bool]:
        """Make one function of what there is to ask, since it is asked so often."""
        only = self.constraints[0] if len(self.constraints) == 1 and not self.properties else None
        if self.path is None and isinstance(only, ForEach):
            return only.accepts
        if self.partial and (only is None or isinstance(only, ForEach) or only.up_to > 0):
            return self._conforms_throughout
        holds = self.holds
        if self.path is None:
            return lambda graph, focus: holds(graph, focus, (focus,))
        walk = self.path.walk
        return lambda graph, focus: holds(graph, focus, walk(graph, focus))

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

    def assured(self, sort: Sort, graph: DataGraph) -> bool:
        """Whether nothing is found at any value of a sort."""
        if self.path is not None or self.properties:
            return False
        return all(one.assured(sort, graph) for one in self.constraints)

    def questions(self, example: Example) -> Questions:
        """List what is left to ask at a node of a kind, all of it where pySHACL may break off."""
        if self.of_kind:
            return self._answer(example)
        if self.path is None:
            below = (shape.questions(example) for shape in self.properties)
            found = together([*(one.questions(example) for one in self.constraints), *below])
        else:
            found = self.questions_of_values(example)
        return [self._whole] if self.partial and found != [] else found

    def _answer(self, example: Example) -> Questions:
        """Answer for all nodes of a kind by one of them."""
        try:
            return [] if self.conforms(example.graph, example.node) else None
        except Undecided:
            return [self._whole]

    @cached_property
    def _whole(self) -> Question:
        return at_node(self.conforms)

    def questions_of_values(self, example: Example) -> Questions:
        """List what is left to ask of the values of a property at a node of a kind."""
        path = self.path
        if path is None:
            return [self._whole]
        if path.leads_nowhere(example.predicates):
            return self._of_none(example, path)
        if path.predicate is None:
            arrives = path.arrives(example.predicates) or _leads_on(path.steps, example)
            if arrives and any(one.of_number and one.up_to == 0 for one in self.constraints):
                return None
            left = [one for one in self.constraints if not (one.by_presence and arrives)]
            return self._asked([one for one in left if not one.settled(example, path)], path, single=False)
        sorts = example.promises.get(path.predicate)
        left = [one for one in self.constraints if not (one.by_presence or is_assured(one, sorts, example.graph))]
        if path.predicate in example.several:
            return self._asked(left, path, single=False)
        if any(one.of_number and one.validate(example.graph, example.node, (example.node,)) for one in left):
            return None
        left = [one for one in left if one.partial or not (one.of_number or one.up_to > 0)]
        return self._asked(left, path, single=True)

    def _of_none(self, example: Example, path: Path) -> Questions:
        left = [one for one in self.constraints if one.up_to < 0]
        if any(one.of_number and one.validate(example.graph, example.node, ()) for one in left):
            return None
        left = [one for one in left if not one.of_number]
        return [Question(path.predicate, path.walk, check(left))] if left else []

    def _asked(self, left: list[Constraint], path: Path, *, single: bool) -> list[Question]:
        key = (single, *map(id, left))
        if key not in self._known:
            self._known[key] = _split(left, self.properties, path, single=single)
        return self._known[key]

    def edges(self) -> frozenset[Edge] | None:
        """Give what is said of a focus node that decides about it; None if what is said of others does, too."""
        at_focus = self.path is None
        if self.properties and not at_focus:
            return None
        walked = frozenset[Edge]() if self.path is None else self.path.edges
        below = [shape.edges() for shape in self.properties]
        return all_edges([walked, *(one.edges(at_focus=at_focus) for one in self.constraints), *below])


def _test(of_terms: Sequence[Constraint]) -> Callable[[str], bool]:
    """Make one function of constraints on the one value node of which only its term counts."""
    if len(of_terms) == 1 and isinstance(of_terms[0], ForTerm):
        return of_terms[0].test
    holds = check(of_terms)
    return lambda term: holds(NO_GRAPH, term, (term,))


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

    if len(constraints) == 1 and validating and not accepting:
        return constraints[0].holds
    return holds if validating else each


def _leads_on(steps: Sequence[str], example: Example) -> bool:
    """Whether a sequence of properties surely leads on where the first has a value: each value has the next of them."""
    ahead = [(example.promises.get(step), following) for step, following in pairwise(steps)]
    return bool(ahead) and all(sorts and all(each in sort.has for sort in sorts) for sorts, each in ahead)


def is_assured(constraint: Constraint, sorts: Sequence[Sort] | None, graph: DataGraph) -> bool:
    """Whether nothing is found at any value of a property, by what is known of its values."""
    return sorts is not None and all(constraint.assured(sort, graph) for sort in sorts)


def _split(left: list[Constraint], properties: Sequence[CompiledShape], path: Path, *, single: bool) -> list[Question]:
    """Part what is left to ask of values by what decides: their terms, their classes, or more than that."""
    of_terms = [one for one in left if path.predicate and one.of_terms and (single or isinstance(one, ForEach))]
    of_types = [one for one in left if one.of_types and one not in of_terms]
    more = [one for one in left if one not in of_terms and one not in of_types]
    found = []
    if of_terms and path.predicate:
        found.append(
            Question(path.predicate, path.walk, check(of_terms), OfTerms(path.predicate, _test(of_terms), set()))
        )
    if of_types:
        found.append(Question(path.predicate, path.walk, _remembering(check(of_types))))
    if more or properties:
        found.append(Question(path.predicate, path.walk, check(more, properties)))
    return found


def _remembering(holds: Check) -> Check:
    """Make a function that knows the classes again of values with which nothing was wrong."""
    known: set[Collection[str]] = set()

    def holds_or_known(graph: DataGraph, focus: str, values: Collection[str]) -> bool:
        if graph.has_hierarchy:
            return holds(graph, focus, values)
        for value in values:
            types = graph.nodes[value].get(RDF_TYPE, ())
            if type(types) is not tuple or types not in known:
                if not holds(graph, focus, (value,)):
                    return False
                if type(types) is tuple and len(known) < _MOST_KNOWN:
                    known.add(types)
        return True

    return holds_or_known


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
