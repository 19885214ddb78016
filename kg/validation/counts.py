"""Constraints on all value nodes together: how many there are, in which languages, of what shape."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from rdflib import RDF, RDFS, SH, Literal, URIRef

from kg.descriptions import Descriptions
from kg.validation.constraints import ONCE, Constraint, Example, Offence, constant, flag, whole
from kg.validation.datagraph import NO_GRAPH, DataGraph
from kg.validation.lexical import Undecided, tag_of
from kg.validation.nodes import term_of
from kg.validation.promises import Sort
from kg.validation.propertypaths import Edge, Path
from kg.validation.questions import Questions

if TYPE_CHECKING:
    from kg.validation.compiledshape import CompiledShape
    from kg.validation.compiler import Parameters

_TYPE, _RESOURCE = f"<{RDF.type}>", f"<{RDFS.Resource}>"


class MinCount(Constraint):
    """``sh:minCount``."""

    component = str(SH.MinCountConstraintComponent)
    lasts = lasts_with_more = True
    of_terms = True
    of_number = True

    def __init__(self, least: int) -> None:
        self.least = least
        self.up_to = -1
        self.by_presence = least <= 1

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read the one number."""
        at.need_path()
        return [cls(whole(at.one(SH.minCount)))]

    def validate(self, graph: DataGraph, focus: str, values: Collection[str]) -> Sequence[Offence]:
        """Count."""
        if self.least > 1:
            distinct(values)
        return ONCE if len(values) < self.least else ()


class MaxCount(Constraint):
    """``sh:maxCount``."""

    component = str(SH.MaxCountConstraintComponent)
    of_terms = True
    of_number = True

    def __init__(self, most: int) -> None:
        self.up_to = most

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read the one number."""
        at.need_path()
        return [cls(whole(at.one(SH.maxCount)))]

    def validate(self, graph: DataGraph, focus: str, values: Collection[str]) -> Sequence[Offence]:
        """Count."""
        return ONCE if len(values) > self.up_to and distinct(values) else ()


class UniqueLang(Constraint):
    """``sh:uniqueLang``."""

    up_to = 1

    component = str(SH.UniqueLangConstraintComponent)
    of_terms = True

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read the switch."""
        at.need_path()
        return [cls()] if flag(at.one(SH.uniqueLang)) else []

    def validate(self, graph: DataGraph, focus: str, values: Collection[str]) -> Sequence[Offence]:
        """Look for a tag that two values have."""
        found = Counter(tag_of(value) for value in values)
        if any(tag and number > 1 for tag, number in found.items()):
            raise Undecided  # the two may be one literal with its tag in capitals
        return ()


class HasValue(Constraint):
    """``sh:hasValue``."""

    component = str(SH.HasValueConstraintComponent)
    lasts = lasts_with_more = True
    of_terms = True
    up_to = -1

    def __init__(self, term: str) -> None:
        self.term = term

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read one for each value."""
        return [cls(constant(node)) for node in at.all(SH.hasValue)]

    def validate(self, graph: DataGraph, focus: str, values: Collection[str]) -> Sequence[Offence]:
        """Look for the value."""
        return () if self.term in values else ONCE


class Closed(Constraint):
    """``sh:closed`` with ``sh:ignoredProperties``."""

    component = str(SH.ClosedConstraintComponent)

    def __init__(self, allowed: frozenset[str]) -> None:
        self.allowed = allowed

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read the switch, and what is allowed."""
        if not flag(at.one(SH.closed)):
            return []
        ignored = [node for items in at.all(SH.ignoredProperties) for node in at.items(items)]
        return [cls(frozenset(term_of(node) for node in (*ignored, *at.paths()) if isinstance(node, URIRef)))]

    def validate(self, graph: DataGraph, focus: str, values: Collection[str]) -> Sequence[Offence]:
        """List what is said with any other property; that something is a resource may always be said."""
        return [
            Offence(value, predicate)
            for node in values
            for predicate, objects in graph.nodes[node].items()
            if predicate not in self.allowed
            for value in objects
            if (predicate, value) != (_TYPE, _RESOURCE)
        ]

    def questions(self, example: Example) -> Questions:
        """Ask nothing where all properties are allowed."""
        return [] if example.predicates <= self.allowed else self.whole


class QualifiedMinCount(Constraint):
    """``sh:qualifiedMinCount``."""

    component = str(SH.QualifiedMinCountConstraintComponent)

    def __init__(self, number: int, shape: "CompiledShape", siblings: "Sequence[CompiledShape]") -> None:
        self.number, self.shape, self.siblings = number, shape, siblings
        self.partial = any(one.partial for one in (shape, *siblings))
        self.of_terms = all(one.of_terms for one in (shape, *siblings))
        self.up_to = -1

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read these and their like for the maximum: one for each qualified shape."""
        at.need_path()
        least, most = at.all(SH.qualifiedMinCount), at.all(SH.qualifiedMaxCount)
        if not least + most or len(least) > 1 or len(most) > 1:
            raise Undecided
        disjoint = any(isinstance(n, Literal) and n.value is True for n in at.all(SH.qualifiedValueShapesDisjoint))
        return [
            kind(whole(number), at.shape(node), at.siblings(node) if disjoint else [])
            for node in at.all(SH.qualifiedValueShape)
            for kind, numbers in ((QualifiedMinCount, least), (QualifiedMaxCount, most))
            for number in numbers
        ]

    def ignores(self, value: str) -> bool:
        """Whether the value is not counted, nor ever could be."""
        return self.of_terms and not self.siblings and not self.shape.conforms(NO_GRAPH, value)

    def counted(self, graph: DataGraph, values: Collection[str]) -> int:
        """Count the values that conform to the shape and to none of its siblings."""
        if not self.siblings:
            return [self.shape.conforms(graph, value) for value in distinct(values)].count(True)  # of all: `partial`
        return sum(
            not any([sibling.conforms(graph, value) for sibling in self.siblings])  # noqa: C419  # ask all: `partial`
            for value in distinct(values)
            if self.shape.conforms(graph, value)
        )

    def validate(self, graph: DataGraph, focus: str, values: Collection[str]) -> Sequence[Offence]:
        """Count."""
        return ONCE if self.counted(graph, values) < self.number else ()

    def settled(self, example: Example, path: Path) -> bool:
        """Whether a node that surely stands behind a triple of the focus node is the one that is wanted."""
        if self.number > 1 or self.siblings or not self.shape.lasts:
            return False
        nodes = [_behind(example.promises.get(predicate, ()), path) for predicate in example.predicates]
        return any(each and all(self._accepts(said, example.graph) for said in each) for each in nodes)

    def _accepts(self, said: Sequence[tuple[str, str]], graph: DataGraph) -> bool:
        """Whether a node conforms of which this is said, and maybe more."""
        found = Descriptions.of([("", predicate, value) for predicate, value in said])
        try:
            return self.shape.conforms(DataGraph(found, graph.background), "")
        except Undecided:
            return False


def _behind(sorts: Sequence[Sort], path: Path) -> list[tuple[tuple[str, str], ...]]:
    """Give what is said of the nodes to which a path leads from each triple of a property; nothing if it may not."""
    nodes = [sort.behind for sort in sorts if sort.behind]
    ways = {frozenset({Edge(node.property, inward=True)}) for node in nodes}
    sure = len(nodes) == len(sorts) and ways == {path.edges}
    return [one.said for one in nodes] if sure else []


class QualifiedMaxCount(QualifiedMinCount):
    """``sh:qualifiedMaxCount``."""

    component = str(SH.QualifiedMaxCountConstraintComponent)

    def __init__(self, number: int, shape: "CompiledShape", siblings: "Sequence[CompiledShape]") -> None:
        super().__init__(number, shape, siblings)
        self.up_to = number

    def validate(self, graph: DataGraph, focus: str, values: Collection[str]) -> Sequence[Offence]:
        """Count."""
        return ONCE if self.counted(graph, values) > self.number else ()

    def settled(self, example: Example, path: Path) -> bool:
        """Nothing that is promised says that there are no more."""
        return False


def distinct(values: Collection[str]) -> Collection[str]:
    """Give values that may be counted. :raises Undecided: if two may be one, with its tag in other letters."""
    if len(values) > 1 and any(tag_of(value) for value in values):
        raise Undecided
    return values
