"""Constraints that ask whether value nodes conform to other shapes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rdflib import SH, URIRef

from kg.validation.constraints import ByShapes, Constraint, Example
from kg.validation.datagraph import DataGraph
from kg.validation.promises import Sort
from kg.validation.questions import Questions, any_of

if TYPE_CHECKING:
    from kg.validation.compiler import Parameters


class Not(ByShapes):
    """``sh:not``."""

    component = str(SH.NotConstraintComponent)

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read one for all the shapes."""
        return [cls([at.shape(node) for node in at.all(SH["not"])])]

    def accepts(self, graph: DataGraph, value: str) -> bool:
        """Whether the value conforms to none of them."""
        return not self.conforming(graph, value)

    def questions(self, example: Example) -> Questions:
        """Ask nothing where none can be conformed to; where one surely is, nothing helps."""
        found = [shape.questions(example) for shape in self.shapes]
        if all(each is None for each in found):
            return []
        return None if [] in found and not self.partial else self.whole


class OfList(ByShapes):
    """A constraint whose shapes are a list."""

    parameter: ClassVar[URIRef]

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read one for each list."""
        return [cls([at.shape(node) for node in at.items(items)]) for items in at.all(cls.parameter)]


class And(OfList):
    """``sh:and``."""

    component = str(SH.AndConstraintComponent)
    parameter = URIRef(SH["and"])

    def accepts(self, graph: DataGraph, value: str) -> bool:
        """Whether the value conforms to all of them."""
        return self.conforming(graph, value) == len(self.shapes)

    def assured(self, sort: Sort, graph: DataGraph) -> bool:
        """Whether all of them are conformed to by each value."""
        return all(shape.assured(sort, graph) for shape in self.shapes)

    def questions(self, example: Example) -> Questions:
        """Ask for each of them."""
        return self.questions_of_all(example)


class Or(OfList):
    """``sh:or``."""

    component = str(SH.OrConstraintComponent)
    parameter = URIRef(SH["or"])

    def accepts(self, graph: DataGraph, value: str) -> bool:
        """Whether the value conforms to one of them."""
        if self.partial:
            return bool(self.conforming(graph, value))
        for shape in self.shapes:  # noqa: SIM110  # a generator takes longer than the work
            if shape.conforms(graph, value):
                return True
        return False

    def assured(self, sort: Sort, graph: DataGraph) -> bool:
        """Whether one of them is conformed to by each value, and pySHACL breaks off at none."""
        return not self.partial and any(shape.assured(sort, graph) for shape in self.shapes)

    def questions(self, example: Example) -> Questions:
        """Ask for those that may be conformed to, unless one surely is and pySHACL can break off at none."""
        found = [shape.questions(example) for shape in self.shapes]
        if [] in found:
            breaking = any(each for each, shape in zip(found, self.shapes, strict=True) if shape.partial)
            return self.whole if breaking else []
        return any_of([each for each in found if each is not None], lazily=not self.partial)


class Xone(OfList):
    """``sh:xone``."""

    component = str(SH.XoneConstraintComponent)
    parameter = SH.xone

    def accepts(self, graph: DataGraph, value: str) -> bool:
        """Whether the value conforms to exactly one of them."""
        return self.conforming(graph, value) == 1

    def questions(self, example: Example) -> Questions:
        """Ask nothing where each of them is surely conformed to, or surely not."""
        found = [shape.questions(example) for shape in self.shapes]
        if any(found):
            return self.whole
        return [] if found.count([]) == 1 else None


class NodeShape(ByShapes):
    """``sh:node``."""

    component = str(SH.NodeConstraintComponent)

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read one for all the shapes."""
        return [cls([at.node_shape(node) for node in at.all(SH.node)])]

    def accepts(self, graph: DataGraph, value: str) -> bool:
        """Whether the value conforms to all of them."""
        return self.conforming(graph, value) == len(self.shapes)

    def assured(self, sort: Sort, graph: DataGraph) -> bool:
        """Whether all of them are conformed to by each value."""
        return all(shape.assured(sort, graph) for shape in self.shapes)

    def questions(self, example: Example) -> Questions:
        """Ask for each of them."""
        return self.questions_of_all(example)
