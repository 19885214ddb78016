"""The order of work on a data graph: which shapes are checked at which node, and what of them is left to check.

Most of what shapes say of a node follows from its kind, that is its classes and which properties it has: that it is
judged at all, that it has what it must have and nothing else, that nothing is wrong with values which are not there.
All that is settled once for all nodes of a kind, and so is what a mapping promises of the values of a property, if all
graphs are mapped by it. What is left are questions: those that the terms of values decide, and those that more decides.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, TypeAlias

from kg.descriptions import Description, Descriptions, Values
from kg.validation.compiledshape import CompiledShape
from kg.validation.constraints import Example
from kg.validation.datagraph import Background, DataGraph
from kg.validation.lexical import Undecided
from kg.validation.promises import NOTHING, Promises
from kg.validation.propertypaths import Walk
from kg.validation.questions import NEVER, Check, Question, Questions
from kg.validation.targets import Target, ancestors_of

_MOST_KINDS = 10_000
_MOST_KNOWN = 1 << 14
_LONGEST_KNOWN = 100  # longer terms seldom come again

Suspect: TypeAlias = tuple[CompiledShape, str | None]
"""A shape that may find something at a node; without one, wherever it looks."""


@dataclass(frozen=True, slots=True)
class OfTerms:
    """A question of a shape that only the terms of a property's values decide."""

    predicate: str
    known: set[str]
    shape: CompiledShape
    test: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class OfMore:
    """A question of a shape that more than that decides; without a property, ``walk`` finds the values."""

    predicate: str | None
    walk: Walk
    shape: CompiledShape
    holds: Check


@dataclass(frozen=True, slots=True)
class Order:
    """What is left to ask at each node of a kind."""

    of_terms: list[OfTerms]
    of_more: list[OfMore]

    @property
    def asks(self) -> bool:
        """Whether anything is left."""
        return bool(self.of_terms or self.of_more)


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of nodes with the same predicates.

    :param told_by: the predicates whose values tell one kind from another; ``telling`` gives these values.
    """

    told_by: list[str]
    telling: Callable[[Description], Any]
    orders: dict[Hashable, Order]


class Plan:
    """What to check at each node.

    :param targets: the targets of all shapes.
    :param telling: the predicates whose values make a node's kind.
    :param promises: what is known of the values of properties in each graph that is judged.
    """

    def __init__(
        self,
        targets: Sequence[Target],
        background: Background,
        telling: Set[str],
        promises: Promises = NOTHING,
    ) -> None:
        self._by_description = [target for target in targets if target.classes or target.subjects_of]
        self._by_place = [target for target in targets if target.nodes or target.objects_of]
        self._whole: list[Suspect] = [(target.shape, None) for target in targets if target.whole]
        self._background = background
        self._telling = telling
        self._promises = promises
        self._kinds: dict[tuple[str, ...], Kinds] = {}
        self._asked: dict[tuple[int, bool, bool], list[Question]] = {}
        self._number = 0  # of kinds: all are forgotten when there are too many
        empty = DataGraph(Descriptions.of(()), background)
        self._always = [node for node, said in background.nodes.items() if self._made(empty, node, said).asks]

    def suspects(self, graph: DataGraph) -> list[Suspect]:
        """List the shapes that find something, or that only pySHACL can judge, and where."""
        found, order_of = self._whole.copy(), self._made if graph.has_hierarchy else self._order
        for node, description in self._judged(graph):
            order = order_of(graph, node, description)
            for question in order.of_terms:
                for value in description[question.predicate]:
                    if value not in question.known and not _is_well(value, question):
                        found.append((question.shape, node))
            for more in order.of_more:
                if not _holds(more, graph, node, description):
                    found.append((more.shape, node))
        for target in self._by_place:
            found.extend(_elsewhere(target, graph))
        return list(dict.fromkeys(found)) if found else found

    def _judged(self, graph: DataGraph) -> Iterable[tuple[str, Description]]:
        if graph.has_hierarchy:
            return graph.described()
        if self._always:
            return {node: graph.nodes[node] for node in (*graph.nodes, *self._always)}.items()
        return graph.nodes.items()

    def _order(self, graph: DataGraph, node: str, description: Description) -> Order:
        predicates = tuple(description)
        kinds = self._kinds.get(predicates) or self._kinds_of(predicates)
        orders = kinds.orders
        several = node in graph.several
        kind = _kind_of_several(description, kinds.told_by) if several else kinds.telling(description)
        order = orders.get(kind)
        if order is None:
            if self._number >= _MOST_KINDS:
                self._kinds.clear()
                self._number = 0
            order = orders[kind] = self._made(graph, node, description)
            self._number += 1
        return order

    def _kinds_of(self, predicates: tuple[str, ...]) -> Kinds:
        """Note which predicates tell."""
        told_by = [predicate for predicate in predicates if predicate in self._telling]
        found = Kinds(told_by, itemgetter(*told_by) if told_by else lambda _: (), {})
        self._kinds[predicates] = found
        return found

    def _made(self, graph: DataGraph, node: str, description: Description) -> Order:
        classes = ancestors_of(graph, description)
        several = {predicate for predicate, values in description.items() if len(values) > 1}
        example = Example(graph, node, description.keys(), several, self._promises)
        asked: dict[Any, tuple[CompiledShape, list[Question]]] = {}
        for target in self._by_description:
            if target.hits(description, classes):
                for shape, questions in self._asked_of(target.shape, example):
                    asked.setdefault(shape.source.node, (shape, questions))
        return _order_of((shape, question) for shape, questions in asked.values() for question in questions)

    def _asked_of(self, shape: CompiledShape, example: Example) -> Iterator[tuple[CompiledShape, list[Question]]]:
        """Yield what each shape asks: this one, and those that hang below it, which find for themselves."""
        if shape.of_kind or shape.path is not None:
            yield shape, self._asked_of_values(shape, example)
            return
        yield shape, [question for one in shape.constraints for question in _or_never(one.questions(example))]
        for below in shape.properties:
            yield from self._asked_of(below, example)

    def _asked_of_values(self, shape: CompiledShape, example: Example) -> list[Question]:
        if shape.of_kind:
            return _or_never(shape.questions(example))
        predicate = shape.path.predicate if shape.path is not None else None
        if predicate is None or example.graph.has_hierarchy:
            return _or_never(shape.questions_of_values(example))
        key = id(shape), predicate in example.predicates, predicate in example.several  # no more of a node counts
        if key not in self._asked:
            self._asked[key] = _or_never(shape.questions_of_values(example))
        return self._asked[key]


def _or_never(questions: Questions) -> list[Question]:
    return [NEVER] if questions is None else questions


def _order_of(asked: Iterable[tuple[CompiledShape, Question]]) -> Order:
    order = Order([], [])
    for shape, (predicate, walk, holds, of_terms) in asked:
        if of_terms is None:
            order.of_more.append(OfMore(predicate, walk, shape, holds))
        else:
            order.of_terms.append(OfTerms(of_terms.predicate, of_terms.known, shape, of_terms.test))
    return order


def _kind_of_several(description: Description, told_by: Sequence[str]) -> Hashable:
    """Give the kind of a node that has several values of some property."""
    several = tuple([predicate for predicate, values in description.items() if len(values) > 1])
    return several, tuple([tuple(description[predicate]) for predicate in told_by])


def _is_well(value: str, question: OfTerms) -> bool:
    """Ask of a value, and remember it if nothing is wrong with it."""
    try:
        if not question.test(value):
            return False
    except Undecided:
        return False
    if len(value) <= _LONGEST_KNOWN:
        if len(question.known) >= _MOST_KNOWN:
            question.known.clear()
        question.known.add(value)
    return True


def _holds(question: OfMore, graph: DataGraph, node: str, description: Description) -> bool:
    """Ask whether nothing is found at a node; no, where that cannot be said."""
    predicate = question.predicate
    try:
        values: Values = description.get(predicate, ()) if predicate else question.walk(graph, node)
        return question.holds(graph, node, values)
    except Undecided:
        return False


def _elsewhere(target: Target, graph: DataGraph) -> list[Suspect]:
    try:
        return [(target.shape, node) for node in target.others(graph) if not target.shape.conforms(graph, node)]
    except Undecided:
        return [(target.shape, None)]
