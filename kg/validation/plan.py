"""The order of work on a data graph: which shapes are checked at which node, and what of them is left to check.

Most of what shapes say of a node follows from its kind, that is its classes and which properties it has: that it is
judged at all, that it has what it must have and nothing else, that nothing is wrong with values which are not there.
All that is settled once for all nodes of a kind; what is left is to look at the values.
"""

from collections.abc import Collection, Iterator, Sequence, Set
from typing import NamedTuple, TypeAlias, TypeVar

from kg.validation.compiledshape import Check, CompiledShape, check, remembering
from kg.validation.constraints import Constraint, Example
from kg.validation.datagraph import Background, DataGraph, Description
from kg.validation.lexical import Undecided
from kg.validation.propertypaths import Walk
from kg.validation.targets import Target, ancestors_of

_MOST_KINDS = 10_000

Kind: TypeAlias = tuple[tuple[str, ...], ...]
"""The predicates of a node, and its values of those that tell."""
Key = TypeVar("Key")
Value = TypeVar("Value")
Suspect: TypeAlias = tuple[CompiledShape, str | None]
"""A shape that may find something at a node; without one, wherever it looks."""


class Step(NamedTuple):
    """What is left to check of a shape at a node of a kind.

    :param predicate: the shape's property, if its path is but one; else ``walk`` finds the values.
    """

    shape: CompiledShape
    predicate: str | None
    walk: Walk
    holds: Check


class Plan:
    """What to check at each node.

    :param targets: the targets of all shapes.
    :param telling: the predicates whose values make a node's kind.
    """

    def __init__(self, targets: Sequence[Target], background: Background, telling: Set[str]) -> None:
        self._by_description = [target for target in targets if target.classes or target.subjects_of]
        self._by_place = [target for target in targets if target.nodes or target.objects_of]
        self._whole: list[Suspect] = [(target.shape, None) for target in targets if target.whole]
        self._telling = telling
        self._told_by: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._steps: dict[Kind, list[Step]] = {}
        self._checks: dict[tuple[int, ...], Check] = {}
        empty = DataGraph((), background)
        self._always = [node for node, said in background.nodes.items() if self._made(empty, node, said)]

    def suspects(self, graph: DataGraph) -> list[Suspect]:
        """List the shapes that find something, or that only pySHACL can judge, and where."""
        known = {} if graph.has_hierarchy else self._steps
        found = self._whole.copy()
        for node, description in self._judged(graph):
            kind = self._kind(description)
            steps = known.get(kind)
            if steps is None:
                steps = self._made(graph, node, description)
                _remember(known, kind, steps)
            for shape, predicate, walk, holds in steps:
                try:
                    values: Collection[str] = description.get(predicate, ()) if predicate else walk(graph, node)
                    if holds(graph, node, values):
                        continue
                except Undecided:
                    pass
                found.append((shape, node))
        for target in self._by_place:
            found.extend(_elsewhere(target, graph))
        return found

    def _judged(self, graph: DataGraph) -> Iterator[tuple[str, Description]]:
        if graph.has_hierarchy:
            return graph.described()
        if self._always:
            return iter({node: graph.nodes[node] for node in (*graph.nodes, *self._always)}.items())
        return iter(graph.nodes.items())

    def _kind(self, description: Description) -> Kind:
        predicates = tuple(description)
        told_by = self._told_by.get(predicates)
        if told_by is None:
            told_by = tuple(predicate for predicate in predicates if predicate in self._telling)
            _remember(self._told_by, predicates, told_by)
        return predicates, *[tuple(description[predicate]) for predicate in told_by]

    def _made(self, graph: DataGraph, node: str, description: Description) -> list[Step]:
        classes = ancestors_of(graph, description)
        example = Example(graph, node, description.keys())
        shapes = [target.shape for target in self._by_description if target.hits(description, classes)]
        return list({step.shape.source.node: step for shape in shapes for step in self._left(shape, example)}.values())

    def _left(self, shape: CompiledShape, example: Example) -> Iterator[Step]:
        if _is_settled(shape, example):
            return
        left = shape.left(example)
        if shape.path is not None:
            yield Step(shape, shape.path.predicate, shape.path.walk, self._check(shape, left))
            return
        if left:
            yield Step(shape, None, _itself, self._check(shape, left))
        for below in shape.properties:
            yield from self._left(below, example)

    def _check(self, shape: CompiledShape, left: Sequence[Constraint]) -> Check:
        """Make one function of the constraints that are left of a shape, the same one for all kinds."""
        key = id(shape), *map(id, left)
        if key not in self._checks:
            self._checks[key] = _check(shape, left)
        return self._checks[key]


def _check(shape: CompiledShape, left: Sequence[Constraint]) -> Check:
    if shape.path is None:
        return check(left)
    if shape.path.predicate is None:
        return check(left, shape.properties)
    of_values = remembering(check([one for one in left if one.of_terms]))
    others = [one for one in left if not one.of_terms]
    if not others and not shape.properties:
        return of_values
    of_all = check(others, shape.properties)
    return lambda graph, focus, values: of_values(graph, focus, values) and of_all(graph, focus, values)


def _remember(known: dict[Key, Value], key: Key, value: Value) -> None:
    """Note what was found out, and forget all of it when it becomes too much."""
    if len(known) >= _MOST_KINDS:
        known.clear()
    known[key] = value


def _is_settled(shape: CompiledShape, example: Example) -> bool:
    try:
        return shape.settled(example)
    except Undecided:
        return False


def _elsewhere(target: Target, graph: DataGraph) -> list[Suspect]:
    try:
        return [(target.shape, node) for node in target.others(graph) if not target.shape.conforms(graph, node)]
    except Undecided:
        return [(target.shape, None)]


def _itself(_: DataGraph, node: str) -> Collection[str]:
    return (node,)
