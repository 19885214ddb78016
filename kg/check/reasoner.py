"""HermiT's verdict on an ontology, by way of owlready2.

owlready2 reads no Turtle, so rdflib hands it N-Triples: the class axioms and the individuals that stand for kinds.
Dates never go there, neither as data nor as ranges: ``xsd:date`` is not in the OWL 2 datatype map, and HermiT stops.
"""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import owlready2
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef
from rdflib.term import Node

from kg.check.finding import Finding
from kg.errors import GraphError, ProfileError, ReasonerError
from kg.serialization import format_named, read_quads

_AXIOMS = (RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith, OWL.disjointUnionOf, OWL.unionOf, OWL.intersectionOf)


def reason(path: Path) -> list[Finding]:
    """Find out whether an ontology is consistent and each of its classes satisfiable.

    :raises ReasonerError: if there is no Java, or the reasoner stops without a verdict.
    :raises ProfileError: if the file does not parse.
    """
    if shutil.which(owlready2.JAVA_EXE) is None:
        hint = "install a Java runtime (Debian: default-jre-headless), or leave the reasoner out with --no-reasoner"
        raise ReasonerError("the OWL reasoner HermiT needs Java, and there is none", hint=hint)
    axioms = _axioms(read_graph(path))
    world = owlready2.World()
    try:
        world.get_ontology(f"{path.as_uri() if path.is_absolute() else 'file:ontology'}#").load(
            fileobj=io.BytesIO(axioms.serialize(format="nt", encoding="utf-8"))
        )
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
        unsatisfiable = sorted(one.iri for one in world.inconsistent_classes() if one is not owlready2.Nothing)
    except owlready2.OwlReadyInconsistentOntologyError:
        return [Finding("inconsistent", str(path), "the ontology contradicts itself: no world can be as it says")]
    except owlready2.OwlReadyJavaError as error:
        raise ReasonerError(f"HermiT stopped: {str(error).strip()[:300]}", where=str(path)) from error
    finally:
        world.close()
    return [Finding("unsatisfiable", str(path), f"nothing can ever be of the class {iri}") for iri in unsatisfiable]


def read_graph(path: Path) -> Graph:
    """Read Turtle. :raises ProfileError: if it does not parse, with line and column."""
    data = path.read_bytes()
    try:
        for _ in read_quads(data, format_named("turtle"), where=str(path)):
            pass  # rdflib takes much that is not Turtle, and names no place
    except GraphError as error:
        raise ProfileError(f"not Turtle: {error.reason}", where=error.where) from error
    return Graph().parse(data=data, format="turtle")


def _axioms(graph: Graph) -> Graph:
    found = Graph()
    for subject in _subjects(graph):
        for triple in graph.triples((subject, None, None)):
            if triple[1] in (RDF.type, OWL.members, *_AXIOMS) and not _is_datatype(triple[2]):
                _copy(graph, found, triple)
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        found.add((concept, RDF.type, OWL.NamedIndividual))
    found.add((SKOS.Concept, RDF.type, OWL.Class))
    return found


def _subjects(graph: Graph) -> Iterator[Node]:
    for kind in (OWL.Class, OWL.AllDisjointClasses, OWL.ObjectProperty, OWL.NamedIndividual, SKOS.Concept):
        yield from graph.subjects(RDF.type, kind)


def _copy(graph: Graph, found: Graph, triple: tuple[Node, Node, Node]) -> None:
    """Copy a triple with the lists and anonymous classes that hang on it."""
    if triple in found:
        return
    found.add(triple)
    if isinstance(triple[2], BNode):
        for deeper in graph.triples((triple[2], None, None)):
            _copy(graph, found, deeper)


def _is_datatype(node: Node) -> bool:
    return isinstance(node, URIRef) and node.startswith("http://www.w3.org/2001/XMLSchema#")
