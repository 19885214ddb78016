"""Constraints that ask whether value nodes conform to other shapes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rdflib import SH, URIRef

from kg.validation.constraints import ByShapes, Constraint, Example
from kg.validation.datagraph import DataGraph

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

    def settled(self, example: Example) -> bool:
        """Whether all of them are settled."""
        return all(shape.settled(example) for shape in self.shapes)


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

    def settled(self, example: Example) -> bool:
        """Whether one of them is settled, and none is left at which pySHACL may break off."""
        settled = [shape for shape in self.shapes if shape.settled(example)]
        return bool(settled) and all(shape in settled for shape in self.shapes if shape.partial)


class Xone(OfList):
    """``sh:xone``."""

    component = str(SH.XoneConstraintComponent)
    parameter = SH.xone

    def accepts(self, graph: DataGraph, value: str) -> bool:
        """Whether the value conforms to exactly one of them."""
        return self.conforming(graph, value) == 1


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

    def settled(self, example: Example) -> bool:
        """Whether all of them are settled."""
        return all(shape.settled(example) for shape in self.shapes)
