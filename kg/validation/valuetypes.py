"""Constraints on what a value node is: its class, datatype, node kind, and whether it is one of a list."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rdflib import SH, URIRef

from kg.terms import RDF_TYPE
from kg.validation.constraints import Constraint, ForEach, ForTerm, constant, iri
from kg.validation.datagraph import DataGraph
from kg.validation.lexical import Undecided, datatype_rule, tag_of
from kg.validation.promises import Sort
from kg.validation.propertypaths import Edge

if TYPE_CHECKING:
    from kg.validation.compiler import Parameters

_KINDS = {
    SH.IRI: "<",
    SH.BlankNode: "_",
    SH.Literal: '"',
    SH.BlankNodeOrIRI: "_<",
    SH.BlankNodeOrLiteral: '_"',
    SH.IRIOrLiteral: '<"',
}


class Class(ForEach):
    """``sh:class``."""

    component = str(SH.ClassConstraintComponent)
    lasts = True
    of_kind = True
    of_types = True

    def __init__(self, iri: str) -> None:
        self.iri = iri

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read one for each class."""
        return [cls(iri(node)) for node in at.all(SH["class"])]

    def edges(self, *, at_focus: bool) -> frozenset[Edge] | None:
        """Give the classes of the focus node; those of its values are said of others."""
        return frozenset({Edge(RDF_TYPE)}) if at_focus else None

    def assured(self, sort: Sort, graph: DataGraph) -> bool:
        """Whether each value is an instance of a class below this one."""
        return sort.type is not None and self.iri in graph.background.ancestors(sort.type)

    def accepts(self, graph: DataGraph, value: str) -> bool:
        """Whether the value is an instance."""
        for each in graph.nodes[value].get(RDF_TYPE, ()):  # noqa: SIM110  # a generator takes longer than the work
            if self.iri in graph.ancestors(each):
                return True
        return False


class Datatype(ForTerm):
    """``sh:datatype``."""

    component = str(SH.DatatypeConstraintComponent)

    def __init__(self, datatype: URIRef) -> None:
        self.datatype = str(datatype)
        self.test = datatype_rule(datatype)  # type: ignore[method-assign, assignment]  # spares a call at each value

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read the one datatype."""
        return [cls(URIRef(iri(at.one(SH.datatype))[1:-1]))]

    def assured(self, sort: Sort, graph: DataGraph) -> bool:
        """Whether each value is a well-formed literal of the datatype."""
        return sort.datatype == self.datatype or super().assured(sort, graph)

    def test(self, term: str) -> bool:
        """Whether the term is a well-formed literal of the datatype."""
        raise NotImplementedError


class NodeKind(ForTerm):
    """``sh:nodeKind``."""

    component = str(SH.NodeKindConstraintComponent)

    def __init__(self, kinds: str) -> None:
        self.kinds = kinds

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read the one kind."""
        kind = at.one(SH.nodeKind)
        if kind not in _KINDS:
            raise Undecided
        return [cls(_KINDS[URIRef(str(kind))])]

    def assured(self, sort: Sort, graph: DataGraph) -> bool:
        """Whether each value begins as those of the kind do."""
        return sort.kind in self.kinds

    def test(self, term: str) -> bool:
        """Whether the term is of the kind."""
        return term[0] in self.kinds


class In(ForTerm):
    """``sh:in``."""

    component = str(SH.InConstraintComponent)

    def __init__(self, terms: frozenset[str]) -> None:
        self.terms = terms

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read the one list."""
        return [cls(frozenset(constant(node) for node in at.items(at.one(SH["in"]))))]

    def test(self, term: str) -> bool:
        """Whether the term is listed."""
        return term in self.terms


class LanguageIn(ForTerm):
    """``sh:languageIn``, as pySHACL has it: a tag is listed, or its first part is."""

    component = str(SH.LanguageInConstraintComponent)

    def __init__(self, languages: frozenset[str]) -> None:
        self.languages = languages

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read the one list."""
        return [cls(frozenset(str(node).lower() for node in at.items(at.one(SH.languageIn))))]

    def test(self, term: str) -> bool:
        """Whether the term has a tag that is listed."""
        tag = tag_of(term)
        return bool(tag) and not self.languages.isdisjoint(("*", tag, tag.partition("-")[0]))
