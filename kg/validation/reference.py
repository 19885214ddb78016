"""pySHACL as the judge. Other validators must say what this one says."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Protocol, TypeAlias

from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError, ValidationFailure
from pyshacl.pytypes import SHACLExecutor
from pyshacl.shape import Shape
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator as PyShacl
from rdflib import RDF, RDFS, SH, SKOS, BNode, Graph, URIRef
from rdflib.term import Identifier, Node

from kg.errors import GraphError, ProfileError
from kg.ontology import Ontology, read_ontology
from kg.profile import Profile
from kg.terms import Triple
from kg.validation.nodes import node_of, term_of
from kg.validation.paths import path_text
from kg.validation.results import Result, in_order
from kg.validation.shapes import DOCUMENT, SCOPE, Shapes, read_shapes, targeting

Finding: TypeAlias = tuple[str, Node, list[tuple[Node, Node, Any]]]
"""A result as pySHACL gives it: its text, its node, and the triples about it."""

# At each node pySHACL compares each predicate of a shape with each parameter there is: these cost a third of its time.
_ANNOTATIONS = frozenset(
    {RDFS.isDefinedBy, RDFS.label, RDFS.comment, SH.name, SH.description, SH.order, SH.group, SCOPE}
)


# What pySHACL raises at data such as "x"^^xsd:date or "NaN"^^xsd:decimal that a shape compares.
_GIVEN_UP = (ReportableRuntimeError, TypeError, ArithmeticError, RecursionError)


class Validator(Protocol):
    """Whatever judges a graph by the shapes of one scope."""

    def validate(self, triples: Iterable[Triple]) -> list[Result]:
        """Judge a graph; the results come in a fixed order, the gravest first. No result: nothing to complain of."""


class ReferenceValidator:
    """Judges graphs by the shapes of one scope of a profile, with pySHACL.

    The ontology's class hierarchy is always mixed in: without it a target class matches no subclass, in silence. The
    shapes are read and prepared at the first graph and serve for all others.

    :raises ProfileError: when first used, if the profile's ontology or shapes cannot be read or applied.
    """

    def __init__(self, profile: Profile, scope: str = DOCUMENT) -> None:
        self.profile = profile
        self.scope = scope

    def validate(self, triples: Iterable[Triple]) -> list[Result]:
        """Judge a graph given as triples."""
        return self.results(self.findings(_nodes(triple) for triple in triples))

    def findings(self, triples: Iterable[tuple[Node, Node, Node]]) -> list[Finding]:
        """Judge a graph of rdflib nodes, which is copied and left as it is, and give what pySHACL found.

        :raises GraphError: where pySHACL gives up on the data: at a blank node or an ill-formed value that is compared.
        """
        graph = self.graph(triples)
        return [finding for shape in self.targeting for finding in self.found(shape, graph)]

    def graph(self, triples: Iterable[tuple[Node, Node, Node]]) -> Graph:
        """Make the graph that is judged: the triples, and what every graph is judged with."""
        graph = Graph(bind_namespaces="none")
        for triple in triples:
            graph.add(triple)
        for triple in self.background:
            graph.add(triple)
        return graph

    def found(self, shape: Shape, graph: Graph, focus: list[Any] | None = None) -> list[Finding]:
        """Judge by a single shape, wherever it looks or at the given nodes; raises as :meth:`findings` does."""
        try:
            found: list[Finding] = shape.validate(SHACLExecutor(), graph, focus)[1]
        except (ShapeLoadError, ConstraintLoadError, ValidationFailure) as error:
            reason = f"pySHACL cannot apply the {self.scope} shapes: {error}"
            raise ProfileError(reason, where=str(self.profile.shapes)) from error
        except _GIVEN_UP as error:
            raise GraphError(f"pySHACL cannot judge the graph: {error}") from error
        return found

    def results(self, findings: Iterable[Finding]) -> list[Result]:
        """Give findings as results, in a fixed order."""
        return in_order(self._result(finding) for finding in findings)

    def standard_report(self, findings: list[Finding]) -> Graph:
        """Give findings as a ``sh:ValidationReport``: unlike ours, it does not conform if there is but an info."""
        report: Graph = PyShacl.create_validation_report(self.prepared, not findings, findings)[0]
        return report

    @cached_property
    def shapes(self) -> Shapes:
        """The profile's shapes, of both scopes."""
        return read_shapes(self.profile.shapes)

    @cached_property
    def background(self) -> list[tuple[Node, Node, Node]]:
        """What every graph is judged with."""
        return list(background(read_ontology(self.profile.ontology)))

    @cached_property
    def prepared(self) -> ShapesGraph:
        """The shapes of the scope, as pySHACL has read them."""
        needed = self.shapes.of_scope(self.scope)
        for predicate in _ANNOTATIONS:
            needed.remove((None, predicate, None))
        return ShapesGraph(needed)

    @cached_property
    def targeting(self) -> list[Shape]:
        """The shapes that find nodes by themselves; the others are called by these."""
        wanted = set(targeting(self.prepared.graph))
        return sorted((s for s in self.prepared.shapes if s.node in wanted), key=lambda shape: str(shape.node))

    def _result(self, finding: Finding) -> Result:
        says: dict[Node, list[Any]] = {}
        for node, predicate, value in finding[2]:
            if node == finding[1]:  # the others are details, of the shapes that this one calls
                says.setdefault(predicate, []).append(value[1] if isinstance(value, tuple) else value)
        path, value = says.get(SH.resultPath), says.get(SH.value)
        return Result(
            term_of(says[SH.focusNode][0]),
            path_text(self.prepared.graph, path[0]) if path else None,
            term_of(value[0]) if value else None,
            str(says[SH.sourceConstraintComponent][0]),
            str(says[SH.resultSeverity][0]).removeprefix(str(SH)),
            " ".join(sorted(str(message) for message in says.get(SH.resultMessage, ()))),
            self.name(says[SH.sourceShape][0]),
        )

    def name(self, shape: Node) -> str:
        """Give the name of a shape, or of the nearest named shape above it."""
        waiting = [shape]
        for node in waiting:
            if not isinstance(node, BNode):
                return str(node)
            waiting.extend(sorted(self.prepared.graph.subjects(None, node), key=str))
        return ""


def background(ontology: Ontology) -> Iterator[tuple[Node, Node, Node]]:
    """Yield what every graph is judged with: which class is under which, and which concept is of which scheme."""
    for iri, above in ontology.superclasses.items():
        yield from ((URIRef(iri), RDFS.subClassOf, URIRef(one)) for one in above)
    for scheme, concepts in ontology.concepts.items():
        for concept in concepts.values():
            yield URIRef(concept), RDF.type, SKOS.Concept
            yield URIRef(concept), SKOS.inScheme, URIRef(scheme)


def _nodes(triple: Triple) -> tuple[Identifier, Identifier, Identifier]:
    return node_of(triple[0]), node_of(triple[1]), node_of(triple[2])
